from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browser import offline_chromium, visit
from small_graph import attacking_graph, quiet_graph

from kg import explore, load

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with offline_chromium() as running:
        yield running


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("quiet")
    return explore.write_page(quiet_graph(), folder / "page.html")


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return explore.write_page(load.closed(), tmp_path_factory.mktemp("real") / "page.html")


def test_the_real_page_asks_nobody_and_its_console_stays_silent(
    browser: Browser, real: Path
) -> None:
    with visit(browser, real) as seen:
        for key in "1230":
            seen.page.keyboard.press(key)
        seen.page.wait_for_function("location.hash.includes('depth=0')")
        seen.page.locator("#rows tr").first.wait_for()
        assert set(seen.requests) == {real.as_uri()}
        assert seen.complaints == []
        assert seen.page.title() == "AntKG explorer"
        assert seen.page.locator("html").get_attribute("lang") == "en"


@pytest.mark.parametrize(("words", "name"), [("heron l", "Heron"), ("苍", "Heron"), ("鹤", "鹤")])
def test_a_search_in_any_language_selects_its_thing(
    browser: Browser, quiet: Path, words: str, name: str
) -> None:
    with visit(browser, quiet) as seen:
        seen.page.keyboard.press("/")
        seen.page.keyboard.insert_text(words)
        seen.page.locator("#results [role=option]").first.wait_for()
        seen.page.keyboard.press("Enter")
        seen.page.locator(f"#panel h2:text-is('{name}')").wait_for()
        assert "select=organization" in seen.page.url


def test_arrows_walk_the_search_results_and_an_unknown_name_is_said(
    browser: Browser, quiet: Path
) -> None:
    with visit(browser, quiet) as seen:
        seen.page.fill("#query", "e")
        first = seen.page.locator("#results [aria-selected=true]").inner_text()
        seen.page.keyboard.press("ArrowDown")
        assert seen.page.locator("#results [aria-selected=true]").inner_text() != first
        seen.page.fill("#query", "no such thing")
        assert seen.page.locator("#results").inner_text() == "No such name"


def test_a_statement_of_the_table_leads_to_words_speaker_date_and_link(
    browser: Browser, quiet: Path
) -> None:
    with visit(browser, quiet) as seen:
        row = seen.page.locator("#rows tr", has_text="2020").filter(has_text="takes part in").first
        row.get_by_role("button", name="takes part in").click()
        panel = seen.page.locator("#panel")
        panel.get_by_text("The record behind it").wait_for()
        for words in ("“Heron and Teal plant”", "Heron", "self-reported", "2 May 2024"):
            assert panel.get_by_text(words).first.is_visible()
        link = panel.locator("a")
        assert link.get_attribute("href") == "https://example.org/letter"
        assert "noopener" in (link.get_attribute("rel") or "")


def test_a_click_on_the_canvas_selects_the_thing_or_line_there(
    browser: Browser, quiet: Path
) -> None:
    with visit(browser, quiet) as seen:
        box = seen.page.locator("#picture").bounding_box()
        assert box
        spots = seen.page.evaluate(
            """() => {
                const net = picture.network;
                const at = (id) => net.canvasToDOM(net.getPositions([id])[id]);
                const [reed, otter] = [at("program:reed"), at("species:otter")];
                return {otter, line: {x: (reed.x + otter.x) / 2, y: (reed.y + otter.y) / 2}};
            }"""
        )
        seen.page.mouse.click(box["x"] + spots["line"]["x"], box["y"] + spots["line"]["y"])
        seen.page.locator("#panel").get_by_text("“for the otter”").wait_for()
        seen.page.mouse.click(box["x"] + spots["otter"]["x"], box["y"] + spots["otter"]["y"])
        seen.page.locator("#panel h2:text-is('otter')").wait_for()


def test_the_table_lists_exactly_the_statements_in_the_picture(
    browser: Browser, real: Path
) -> None:
    with visit(browser, real, "#depth=2&without=activity") as seen:
        drawn = seen.page.evaluate("[...picture.edges.keys()].sort()")
        listed = seen.page.evaluate(
            "[...document.querySelectorAll('#rows tr')].map((row) => row.dataset.line).sort()"
        )
        kinds = seen.page.evaluate("[...picture.nodes.values()].map((thing) => thing.kind)")
        assert drawn
        assert drawn == listed
        assert "activity" not in kinds


def test_parallel_statements_between_a_pair_can_each_be_reached(
    browser: Browser, quiet: Path
) -> None:
    with visit(browser, quiet) as seen:
        pair = seen.page.locator("#rows tr", has_text="partners with")
        assert pair.count() == 2
        pair.first.get_by_role("button", name="partners with").click()
        assert seen.page.get_by_text("Also between these two").is_visible()
        before = seen.page.url
        seen.page.locator("#panel .other").first.click()
        seen.page.wait_for_function("(before) => location.href !== before", arg=before)


def test_a_disputed_statement_is_dashed_and_says_so(browser: Browser, quiet: Path) -> None:
    with visit(browser, quiet) as seen:
        dashed = seen.page.evaluate(
            "Object.values(picture.network.body.edges).filter((edge) => edge.options.dashes)"
            ".map((edge) => edge.id)"
        )
        disputed = seen.page.locator("#rows tr.disputed")
        assert len(dashed) == disputed.count() == 3
        disputed.first.locator(".verb").click()
        panel = seen.page.locator("#panel")
        panel.get_by_text("the letter speaks of a plan").wait_for()
        assert panel.get_by_text("5 January 2026").first.is_visible()


def test_filters_hide_a_kind_and_a_second_click_brings_it_back(
    browser: Browser, quiet: Path
) -> None:
    with visit(browser, quiet) as seen:
        toggle = seen.page.locator("#legend [data-kind=organization]")
        assert toggle.locator(".number").inner_text() == "2"
        toggle.click()
        seen.page.wait_for_function("document.querySelector('#count').textContent === '2'")
        assert toggle.get_attribute("aria-pressed") == "false"
        toggle.click()
        seen.page.wait_for_function("document.querySelector('#count').textContent === '8'")


def test_a_permalink_restores_the_view_and_back_goes_back(browser: Browser, quiet: Path) -> None:
    link = "#focus=organization%3Ateal&depth=2&select=program%3Areed&without=species"
    state = "(() => ({...readState(), without: [...readState().without]}))()"
    with visit(browser, quiet, link) as seen:
        assert seen.page.evaluate(state) == {
            "focus": "organization:teal",
            "depth": 2,
            "select": "program:reed",
            "without": ["species"],
        }
        assert seen.page.locator("#focus-name").inner_text() == "Teal"
        assert seen.page.locator("#panel h2").inner_text() == "Reed"
        seen.page.get_by_role("button", name="Move the focus here").click()
        seen.page.locator("#focus-name:text-is('Reed')").wait_for()
        shared = seen.page.url
        seen.page.go_back()
        seen.page.locator("#focus-name:text-is('Teal')").wait_for()
    with visit(browser, quiet, "#" + shared.partition("#")[2]) as again:
        assert again.page.locator("#focus-name").inner_text() == "Reed"


def test_a_broken_permalink_opens_the_first_view(browser: Browser, quiet: Path) -> None:
    with visit(browser, quiet, "#focus=__proto__&depth=9&select=%22x&without=constructor") as seen:
        assert seen.page.locator("#focus-name").inner_text() == "Reed"
        assert seen.page.locator("#count").inner_text() == "8"
        assert seen.complaints == []


def test_nothing_that_the_data_holds_is_run(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("attack")
    page = explore.write_page(attacking_graph(), folder / "page.html")
    with visit(browser, page) as seen:
        for thing in seen.page.evaluate("[...things.keys(), ...lines.keys()]"):
            seen.page.evaluate("(id) => acts.select(id)", thing)
            seen.page.wait_for_function("(id) => at('panel').dataset.shown === id", arg=thing)
        for words in ("<", "script", "img", "javascript"):
            seen.page.fill("#query", words)
        assert seen.page.locator("#panel, #results, #rows").locator("img, script, b").count() == 0
        assert seen.page.locator("a[href^='javascript' i]").count() == 0
        assert (seen.dialogs, seen.complaints) == ([], [])
        assert set(seen.requests) == {page.as_uri()}


@pytest.mark.parametrize("fragment", ["", "#select=organization%3Aant-group", "#depth=0"])
def test_a_phone_needs_no_sideways_scrolling(browser: Browser, real: Path, fragment: str) -> None:
    with visit(browser, real, fragment, size=(390, 844), scheme="dark") as seen:
        assert seen.page.evaluate("document.documentElement.scrollWidth") == 390
        sheet = seen.page.locator("#panel")
        assert sheet.is_visible() == ("select" in fragment)
        if "select" in fragment:
            box = sheet.bounding_box()
            assert box
            assert box["y"] > 200
            seen.page.get_by_role("button", name="Close details").click()
            sheet.wait_for(state="hidden")


def test_without_scripts_the_page_still_lists_every_statement(
    browser: Browser, quiet: Path
) -> None:
    with visit(browser, quiet, scripts=False) as seen:
        rows = seen.page.locator(".plain tbody tr")
        assert rows.count() == 8
        assert seen.page.locator(".plain a[href='https://example.org/letter']").count() > 0


def test_labels_do_not_lie_on_each_other(browser: Browser, real: Path) -> None:
    with visit(browser, real) as seen:
        written, overlaps = seen.page.evaluate(
            """() => new Promise((done) => {
                const boxes = [];
                const pen = CanvasRenderingContext2D.prototype;
                const plain = pen.fillText;
                pen.fillText = function (text, x, y) {
                    const half = this.measureText(text).width / 2;
                    boxes.push([x - half, y - 10, x + half, y + 2]);
                    plain.call(this, text, x, y);
                };
                picture.network.once("afterDrawing", () => setTimeout(() => {
                    pen.fillText = plain;
                    const meet = (a, b) =>
                        a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
                    const pairs = boxes.flatMap((a) => boxes.filter((b) => a !== b && meet(a, b)));
                    done([boxes.length, pairs.length]);
                }, 0));
                picture.network.redraw();
            })"""
        )
        assert written > 10
        assert overlaps == 0
