"""Pages opened in Chromium, each in a fresh browser: how soon they are painted and answer."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Playwright, Route

_PROBE = Path(__file__).parent / "probe.js"
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_OUTSIDE = re.compile("^https?:")
_ZOOMING = 1500
_LONGEST = 600_000
CHANGES = (
    {"year": 2020},
    {"year": None},
    {"undated": False},
    {"undated": True},
    {"voice": {"only": True, "values": ["Independent"]}},
    {"voice": {"only": False, "values": []}},
    {"kind": {"only": False, "values": ["activity"]}},
    {"kind": {"only": False, "values": []}},
)


class Broken(Exception):
    """A page that is measured has an error."""


@dataclass(frozen=True)
class Target:
    """A page, and how it is talked to.

    Attributes:
        file: the page.
        network: what its scripts call the drawn network.
        words: what its search is asked for.
        fragment: the view that is opened.
        parts: files that it asks for at other addresses, by the end of the address.
        is_own: whether it has filters and a year.
    """

    file: Path
    network: str
    words: str
    fragment: str = ""
    parts: dict[str, Path] = field(default_factory=dict)
    is_own: bool = False


@dataclass(frozen=True)
class Visit:
    """What one visit saw, in milliseconds; None is what was not reached in time.

    Attributes:
        painted: until the first paint of the network.
        answered: until the search listed something.
        redraws: a second, while zooming.
        worked: for each change of filter and year, until the page was done with it.
        drawn: the same, until the picture was drawn.
        waited: until the visit was ended.
    """

    painted: float | None
    answered: float | None
    redraws: float | None
    worked: tuple[float, ...]
    drawn: tuple[float, ...]
    waited: float


def see(target: Target, limit: float) -> Visit:
    """Open a page once and measure it.

    Args:
        target: the page.
        limit: seconds that its first paint may take.
    """
    with _opened(target) as (page, complaints):
        start = time.monotonic()
        answered = _reached(page, complaints, "probe.answered", limit)
        painted = _reached(page, complaints, "probe.painted", limit - (time.monotonic() - start))
        waited = (time.monotonic() - start) * 1000
        if painted is None:
            return Visit(None, answered, None, (), (), waited)
        redraws = page.evaluate(f"probe.redraws({target.network}, {_ZOOMING})")
        times: list[tuple[float, float]] = []
        if target.is_own:
            times = page.evaluate("(changes) => probe.changes(go, changes)", list(CHANGES))
        worked, drawn = tuple(time[0] for time in times), tuple(time[1] for time in times)
        return Visit(painted, answered, redraws, worked, drawn, waited)


def search_only(target: Target, limit: float) -> float | None:
    """Open a page once and return the milliseconds until its search answers, painted or not."""
    with _opened(target) as (page, complaints):
        return _reached(page, complaints, "probe.answered", limit)


def _reached(page: Page, complaints: list[str], what: str, limit: float) -> float | None:
    """Return a time of the probe once it is set; a page that is busy answers nothing meanwhile."""
    from playwright.sync_api import TimeoutError as Late

    try:
        page.wait_for_function(f"() => {what} > 0", timeout=max(limit, 0.1) * 1000, polling=20)
        return float(page.evaluate(what))
    except Late:
        if complaints:
            message = f"{page.url}: {complaints[0]}"
            raise Broken(message) from None
        return None


@contextmanager
def _opened(target: Target) -> Iterator[tuple[Page, list[str]]]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = _browser(playwright)
        try:
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            complaints: list[str] = []
            page.on("pageerror", lambda error: complaints.append(str(error)))
            _open(page, target)
            yield page, complaints
        finally:
            browser.close()


def _browser(playwright: Playwright) -> Browser:
    path = next((found for name in _NAMES if (found := shutil.which(name))), None)
    return playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])


def _open(page: Page, target: Target) -> None:
    page.set_default_timeout(_LONGEST)
    page.add_init_script(path=_PROBE)
    page.add_init_script(f"probe.search({target.words!r})")
    page.route(_OUTSIDE, lambda route: _serve(route, target))
    page.goto(target.file.as_uri() + target.fragment, wait_until="commit")


def _serve(route: Route, target: Target) -> None:
    """Answer what a page asks the network for out of files, at once; what is not there is empty."""
    known: list[Any] = [
        file for end, file in target.parts.items() if route.request.url.endswith(end)
    ]
    is_style = route.request.resource_type == "stylesheet"
    route.fulfill(
        body=known[0].read_text("utf-8") if known else "",
        content_type="text/css" if is_style else "text/javascript",
        headers={"Access-Control-Allow-Origin": "*"},
    )
