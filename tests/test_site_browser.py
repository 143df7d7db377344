"""The static site in a real browser: by keyboard, on a phone, without scripts, under attack."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import offline_chromium, opened
from site_server import file_server
from small_graph import attacking_graph

from kg import site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

KINDS = {
    "front": "index.html",
    "front in Chinese": "zh/index.html",
    "thing": "id/program/gforest.html",
    "record": "id/figure/ant-forest-income-created-2019.html",
    "source": "id/source/unfccc-alipay-ant-forest-2019.html",
    "questions": "questions/index.html",
    "question with bars": "questions/pairs-that-share.html",
    "question with a line of time": "questions/awards.html",
    "question with links": "zh/questions/partners-of.html",
    "things": "things.html",
    "records": "records.html",
    "sources": "sources.html",
    "about": "about.html",
    "vocabulary": "schema.html",
    "checks": "checks.html",
    "report of the gate": "validation.html",
    "measures": "network.html",
    "audit": "audit.html",
    "data": "data.html",
}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
every_kind = pytest.mark.parametrize("path", KINDS.values(), ids=KINDS.keys())


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with offline_chromium() as started:
        yield started


@pytest.fixture(scope="module")
def address(site_folder: Path) -> Iterator[str]:
    """Serve the folder above the site, so that the site stands below a path."""
    with file_server(site_folder.parent) as root:
        yield f"{root}/{site_folder.name}"


@every_kind
def test_a_page_asks_only_its_own_folder_and_its_console_is_silent(
    browser: Browser, address: str, path: str
) -> None:
    with opened(browser, f"{address}/{path}") as seen:
        seen.page.locator("#search").fill("forest")
        seen.page.locator("#results a").first.wait_for()

        assert [url for url in seen.requests if not url.startswith(f"{address}/")] == []
        assert seen.complaints == []


# Entries of a long list are made alike, and axe would look at each of thousands.
LATE = "li:nth-child(n+25), tr:nth-child(n+25)"
SHORTEN = f"for (const late of document.querySelectorAll('{LATE}')) late.remove();"


@every_kind
def test_axe_finds_no_violation_by_day_and_by_night(
    browser: Browser, address: str, path: str
) -> None:
    with opened(browser, f"{address}/{path}") as seen:
        seen.page.evaluate(SHORTEN)
        seen.page.evaluate("document.querySelectorAll('details').forEach((d) => d.open = true)")
        for scheme in SCHEMES:
            seen.page.emulate_media(color_scheme=scheme)
            found = Axe().run(seen.page)

            assert found.violations_count == 0, found.generate_report()


@every_kind
def test_a_phone_shows_a_page_without_scrolling_sideways(
    browser: Browser, address: str, path: str
) -> None:
    with opened(browser, f"{address}/{path}", size=(360, 740)) as seen:
        wide = seen.page.evaluate("document.documentElement.scrollWidth")

        assert wide <= 360


def test_a_name_in_any_language_is_found_by_keyboard_alone(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/id/program/gforest.html") as seen:
        page = seen.page
        page.keyboard.press("/")
        page.keyboard.type("蚂蚁森林")
        page.locator("#results [role=option]").first.wait_for()

        assert "Ant Forest · 蚂蚁森林" in page.locator("[aria-selected=true]").inner_text()
        page.keyboard.press("Enter")
        page.wait_for_url("**/id/program/ant-forest.html")


def test_the_list_of_results_is_walked_by_arrows_and_closed_by_escape(
    browser: Browser, address: str
) -> None:
    with opened(browser, f"{address}/index.html") as seen:
        page = seen.page
        page.keyboard.press("/")
        page.keyboard.type("gcash")
        page.locator("#results [role=option]").nth(1).wait_for()
        page.keyboard.press("ArrowDown")

        assert page.locator("#search").get_attribute("aria-activedescendant") == "result-1"
        page.keyboard.press("ArrowUp")
        page.keyboard.press("ArrowUp")
        last = page.locator("#results [role=option]").count() - 1
        chosen = page.locator("#search").get_attribute("aria-activedescendant")
        assert chosen == f"result-{last}"
        page.keyboard.press("Escape")
        assert page.locator("#results").count() == 0
        page.keyboard.type("no such name at all")
        assert page.locator("#results").inner_text() == "No such name"


def press_until(page: Page, holds: str, most: int = 400) -> None:
    """Walk by the key Tab until the element in focus contains a text."""
    for _ in range(most):
        page.keyboard.press("Tab")
        text = page.evaluate("document.activeElement.textContent")
        if holds.lower() in text.lower():
            return
    pytest.fail(f"no element in focus says {holds!r}")


def test_what_gforest_promised_and_who_says_it_was_met_is_found_by_keyboard_alone(
    browser: Browser, address: str
) -> None:
    with opened(browser, f"{address}/index.html") as seen:
        page = seen.page
        page.keyboard.press("/")
        page.keyboard.type("gforest")
        page.locator("#results [role=option]").first.wait_for()
        page.keyboard.press("Enter")
        page.wait_for_url("**/gforest.html")
        press_until(page, "Commitment")
        page.keyboard.press("Enter")
        promised = page.locator("#commitment .said a").filter(has_text="2.3 million").first
        words = promised.inner_text()
        press_until(page, words)
        page.keyboard.press("Enter")
        page.wait_for_url("**/id/commitment/**")

        assert page.locator("blockquote").first.inner_text().strip("“”\n ")
        assert "said by" in page.locator(".passage .receipt").first.inner_text()
        assert page.locator("#stands h2").inner_text() == "How it stands"
        assert "not knowable" in page.locator(".head").inner_text()
        assert page.locator("#stands .receipt .speaker").count() > 0
        press_until(page, "open the document")
        assert page.evaluate("document.activeElement.href").startswith("http")


def test_without_scripts_every_fact_can_be_read_and_the_search_box_opens_the_list(
    browser: Browser, address: str
) -> None:
    with opened(browser, f"{address}/id/program/gforest.html", scripts=False) as seen:
        page = seen.page
        assert page.locator(".statements li").count() > 10
        assert page.locator(".fan a").count() > 5
        page.locator("#search").fill("x")
        page.keyboard.press("Enter")
        page.wait_for_url("**/things.html?q=x")
        assert page.locator(".names li").count() > 1000


def test_a_part_is_shown_where_its_own_address_points(browser: Browser, address: str) -> None:
    path = "id/figure/ant-forest-income-created-2019.html"
    with opened(browser, f"{address}/{path}") as seen:
        part = seen.page.locator(".passage").first.get_attribute("id")
        seen.page.goto(f"{address}/{path}#{part}")

        assert seen.page.locator(".passage:target").count() == 1


def test_names_that_try_to_run_do_nothing_in_pages_and_in_the_search_box(
    browser: Browser, tmp_path: Path
) -> None:
    folder = tmp_path / "site"
    site.write(attacking_graph(), folder)
    with file_server(folder) as root, opened(browser, f"{root}/things.html") as seen:
        page = seen.page
        links = page.locator(".names a").evaluate_all("found => found.map(link => link.href)")
        for wanted in ("<", "script", "img", "onerror", '"'):
            page.locator("#search").fill(wanted)
            page.locator("#results li").first.wait_for()
        for link in links:
            page.goto(link)

        assert len(links) > 5
        assert seen.dialogs == []
        assert page.evaluate("window.hacked ?? window.pwned ?? null") is None
        assert [url for url in seen.requests if not url.startswith(f"{root}/")] == []
        assert seen.complaints == []
