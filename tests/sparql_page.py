"""The SPARQL page for tests: written, served below a path, opened, asked."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
from browser import Visit, offline_chromium, opened
from site_server import file_server

from kg import paths
from kg.load import Graph
from kg.site import sparql
from kg.site.model import Site
from kg.site.rendering import Renderer

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


def written_page(graph: Graph, folder: Path) -> Path:
    """Write the two SPARQL pages and what they load."""
    site = Site(graph)
    render = Renderer(site)
    for page in sparql.pages(site):
        path = folder / page.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(render(page), encoding="utf-8")
    sparql.put_assets(site, folder)
    for name in ("site.css", "site.js", "icon.svg"):
        shutil.copy(paths.PAGES / "site" / name, folder / name)
    (folder / "names.json").write_text("[]")
    return folder


@pytest.fixture(scope="session", name="folder")
def folder_given(graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written_page(graph, tmp_path_factory.mktemp("sparql") / "sub" / "site")


@pytest.fixture(scope="module", name="address")
def address_given(folder: Path) -> Iterator[str]:
    """Serve it below a path, as a host of many sites does."""
    with file_server(folder.parent.parent) as root:
        yield f"{root}/sub/site"


@pytest.fixture(scope="module", name="browser")
def browser_given() -> Iterator[Browser]:
    with offline_chromium() as running:
        yield running


def hashed(**pairs: str | int) -> str:
    return "#" + urlencode(pairs)


def status(page: Page) -> str:
    return page.locator("#status").inner_text()


def settled(page: Page) -> Page:
    """Wait until the page has answered, or said why not."""
    page.wait_for_function(
        "() => document.querySelector('#status').textContent"
        " && !document.querySelector('.sparql').hasAttribute('data-busy')"
        " && (!document.querySelector('#answer').hidden"
        " || !document.querySelector('#fault').hidden"
        " || document.querySelector('[aria-invalid]'))"
    )
    return page


@pytest.fixture(scope="module", name="shared")
def shared_given(browser: Browser, address: str) -> Iterator[Visit]:
    """Open the page once for the tests that leave it as they found it."""
    with opened(browser, f"{address}/sparql.html") as seen:
        settled(seen.page).locator("#editor").wait_for()
        yield seen


@pytest.fixture(name="desk")
def desk_given(shared: Visit) -> Page:
    """Return that page, its console empty."""
    shared.complaints.clear()
    return shared.page


def shown(page: Page, place: str) -> Page:
    """Go to an address behind the # of the page, and wait for what it answers."""
    turn = page.locator(".sparql").get_attribute("data-turn")
    page.evaluate("(hash) => { location.hash = hash; }", place)
    page.wait_for_function(
        "(turn) => document.querySelector('.sparql').dataset.turn !== turn", arg=turn
    )
    return settled(page)


def asked(page: Page, text: str) -> Page:
    """Type a query into the editor, and run it with the keys."""
    content = page.get_by_role("textbox", name="Query in SPARQL")
    content.press("Control+a")
    page.keyboard.insert_text(text)
    turn = page.locator(".sparql").get_attribute("data-turn")
    content.press("Control+Enter")
    page.wait_for_function(
        "(turn) => document.querySelector('.sparql').dataset.turn !== turn", arg=turn
    )
    return settled(page)


def cells(page: Page) -> list[list[str]]:
    rows: list[list[str]] = page.evaluate(
        "() => [...document.querySelectorAll('#answer tbody tr')]"
        ".map((row) => [...row.children].map((cell) => cell.textContent))"
    )
    return rows


@pytest.fixture(scope="module", name="module")
def module_given(shared: Visit, address: str) -> Callable[..., Any]:
    """Return what calls one function of one of the page's scripts."""

    def call(script: str, name: str, *words: object) -> object:
        return shared.page.evaluate(
            "async ([script, name, words]) => (await import(script))[name](...words)",
            [f"{address}/sparql/{script}", name, list(words)],
        )

    return call
