"""What the browser tests share: one offline Chromium, and a page that remembers what it did."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from install_browser import installed_browser

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page


@dataclass
class Visit:
    """One page that is open, every request it made and everything its console said."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)


@contextmanager
def offline_chromium() -> Iterator[Browser]:
    """Start the browser of this machine and stop it again."""
    from playwright.sync_api import sync_playwright

    path = installed_browser()
    assert path, "no Chromium: run `make test`, which installs one, or install it yourself"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def opened(
    browser: Browser,
    url: str,
    size: tuple[int, int] = (1280, 800),
    scheme: Literal["light", "dark"] = "light",
    *,
    scripts: bool = True,
    offline: bool = False,
) -> Iterator[Visit]:
    """Open an address, and write down what the page asks, says and opens."""
    context = browser.new_context(
        offline=offline,
        viewport={"width": size[0], "height": size[1]},
        color_scheme=scheme,
        java_script_enabled=scripts,
        permissions=[] if offline else ["clipboard-read", "clipboard-write"],
    )
    context.set_default_timeout(15000)
    page = context.new_page()
    seen = Visit(page)
    page.on("request", lambda request: seen.requests.append(request.url))
    page.on("console", lambda message: seen.complaints.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: seen.complaints.append(f"error: {error}"))
    page.on("dialog", lambda dialog: _note(seen, dialog))
    page.goto(url)
    yield seen
    context.close()


@contextmanager
def visit(
    browser: Browser,
    file: Path,
    fragment: str = "",
    size: tuple[int, int] = (1280, 800),
    scheme: Literal["light", "dark"] = "light",
    *,
    scripts: bool = True,
) -> Iterator[Visit]:
    """Open a file with the network cut."""
    address = file.as_uri() + fragment
    with opened(browser, address, size, scheme, scripts=scripts, offline=True) as seen:
        yield seen


def _note(seen: Visit, dialog: Dialog) -> None:
    seen.dialogs.append(dialog.message)
    dialog.dismiss()
