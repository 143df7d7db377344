"""The page in a real browser, offline: what it shows and counts, how it is walked."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import networkx as nx
import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import offline_chromium, visit
from small_graph import FOLDER, attacking_graph, quiet_graph

from kg import explore, load, paths, query, site
from kg.explore import page as page_parts
from kg.load import Graph
from kg.run import starts

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from pyvis.network import Network as PyvisNetwork

LINKS = (paths.ROOT / "queries" / "network" / "links.rq").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with offline_chromium() as running:
        yield running


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    more = Path(__file__).parent / "explorer" / "series.ttl"
    graph = load.derive(load.load(paths.ONTOLOGY, FOLDER / "quiet.ttl", more))
    folder = tmp_path_factory.mktemp("quiet")
    return explore.write_page(graph, folder / "page.html", stories=explore.read_stories())


@pytest.fixture(scope="module")
def real(graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("real")
    told = explore.read_stories()
    return explore.write_page(graph, folder / "page.html", starts(graph), told)


def waits(page: Page, condition: str) -> None:
    page.wait_for_function(f"() => {condition}")


# -- What it asks for, and what it runs ----------------------------------------------


def test_the_real_page_asks_nobody_and_its_console_stays_silent(
    browser: Browser, real: Path
) -> None:
    with visit(browser, real) as seen:
        for key in "1230":
            seen.page.keyboard.press(key)
        waits(seen.page, "location.hash.includes('depth=0')")
        seen.page.locator("#rows tr").first.wait_for()
        assert set(seen.requests) == {real.as_uri()}
        assert seen.complaints == []
        assert seen.page.title() == "AntKG explorer"
        assert seen.page.locator("html").get_attribute("lang") == "en"


def test_the_policy_stops_a_script_that_is_not_listed(browser: Browser, quiet: Path) -> None:
    with visit(browser, quiet) as seen:
        seen.page.evaluate(
            "() => { const s = document.createElement('script'); s.textContent = 'window.ran = 1';"
            " document.body.append(s); }"
        )
        assert seen.page.evaluate("window.ran") is None
        assert any("Content Security Policy" in words for words in seen.complaints)


def test_nothing_that_the_data_holds_is_run(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("attack")
    page = explore.write_page(attacking_graph(), folder / "page.html")
    with visit(browser, page) as seen:
        for thing in seen.page.evaluate("[...model.things.keys(), ...model.lines.keys()]"):
            seen.page.evaluate("(id) => acts.select(id)", thing)
            seen.page.evaluate("(id) => acts.pathEnd('from', id)", thing)
        for lens in ("#depth=0", "#lens=partners&depth=0", "#depth=0&lang=zh&colour=community"):
            seen.page.evaluate("(hash) => { location.hash = hash; }", lens)
            seen.page.wait_for_timeout(50)
        for words in ("<", "script", "img", "javascript"):
            seen.page.fill("#query", words)
        found = seen.page.locator("#panel, .results, #rows, .side").locator("img, script, b")
        assert found.count() == 0
        assert seen.page.locator("a[href^='javascript' i]").count() == 0
        assert (seen.dialogs, seen.complaints) == ([], [])
        assert set(seen.requests) == {page.as_uri()}


def test_everything_fits_into_the_budget(real: Path) -> None:
    assert len(gzip.compress(real.read_bytes(), mtime=0)) < 700_000


# -- Search, panel, table --------------------------------------------------------------


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
        seen.page.keyboard.press("Escape")
        assert not seen.page.locator("#results").is_visible()


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
        assert row.get_attribute("aria-current") == "true"


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


def test_a_thing_shows_its_documents_and_a_series_of_figures_with_their_bounds(
    browser: Browser, quiet: Path
) -> None:
    with visit(browser, quiet, "#select=program:moss") as seen:
        panel = seen.page.locator("#panel")
        chart = panel.locator("svg.chart")
        assert chart.get_attribute("aria-label") == "reeds planted: 4 points over time"
        marks = chart.locator(".mark title").all_text_contents()
        assert [words.split(" · ")[0] for words in marks] == [
            "exactly",
            "more than",
            "between",
            "approximately",
        ]
        assert marks[1] == "more than · 250 · until 2022"
        assert chart.locator(".range").count() == 1
        assert panel.locator(".document a").get_attribute("href") == "https://example.org/letter"
        assert "5 records rest on it" in panel.locator(".document").inner_text()


def test_the_table_lists_exactly_the_statements_in_the_picture(
    browser: Browser, real: Path
) -> None:
    with visit(browser, real, "#depth=2&kind=!activity") as seen:
        drawn = seen.page.evaluate(
            "picture.bundles.flatMap((b) => b.lines.map((l) => l.id)).sort()"
        )
        while seen.page.locator(".more:visible").count():
            seen.page.locator(".more").click()
        listed = seen.page.evaluate(
            "[...document.querySelectorAll('#rows tr')].map((row) => row.dataset.line).sort()"
        )
        assert drawn
        assert drawn == listed
        kinds = seen.page.evaluate("[...picture.shown.values()].map((thing) => thing.kind)")
        assert "activity" not in kinds


# -- How much is drawn -----------------------------------------------------------------


def test_the_first_view_holds_the_best_documented_and_brings_the_rest_when_asked(
    browser: Browser, real: Path
) -> None:
    shown = "[...picture.shown.values()].map((thing) => thing.weight)"
    with visit(browser, real) as seen:
        page = seen.page
        near = page.evaluate("scene.near.things.map((thing) => thing.weight)")
        first = page.evaluate(shown)
        assert len(first) == 31 < len(near)
        assert sorted(first) == sorted(near)[-31:]
        assert page.locator("#rest").inner_text().startswith("The 30 best documented of")
        page.get_by_role("button", name=f"Show {len(near) - 31} more").click()
        waits(page, "location.hash === '#all=1'")
        assert page.evaluate("picture.shown.size") == len(near)
        assert page.evaluate("document.activeElement.textContent") == "Show the best documented"
        page.keyboard.press("Enter")
        waits(page, "!location.hash.includes('all')")
        assert page.evaluate("picture.shown.size") == 31


def test_what_a_filter_lets_through_is_drawn_before_what_is_only_well_documented(
    browser: Browser, real: Path
) -> None:
    with visit(browser, real, "#kind=group") as seen:
        groups = seen.page.evaluate(
            "scene.near.things.filter((thing) => thing.kind === 'group').length"
        )
        assert seen.page.evaluate("picture.shown.size") == groups + 1 > 10
        number = seen.page.locator("[data-kind=group][aria-pressed] .number").inner_text()
        assert number == str(groups)


def test_things_without_a_line_stay_out_of_the_whole_network_until_asked_for(
    browser: Browser, real: Path
) -> None:
    bare = "[...picture.shown.keys()].filter((id) => !neighboursInView(picture, id).size).length"
    with visit(browser, real, "#depth=0") as seen:
        lonely = seen.page.evaluate("model.things.size - picture.shown.size")
        assert lonely > 100
        assert seen.page.evaluate(bare) <= 1  # one thing that only speaks of itself
        words = f"{lonely} things without a line"
        assert seen.page.locator("#rest span").inner_text() == words
        seen.page.locator("#rest button").click()
        waits(seen.page, "picture.shown.size === model.things.size")
        seen.page.get_by_role("button", name="Hide", exact=True).click()
        waits(seen.page, "picture.shown.size < model.things.size")


def test_an_answer_that_joins_nothing_shows_how_its_things_are_joined(
    browser: Browser, real: Path
) -> None:
    with visit(browser, real, "#ask=promises") as seen:
        assert seen.page.evaluate("scene.isContext")
        assert seen.page.locator("#panel").get_by_text("None of these records joins").is_visible()
        assert seen.page.locator("#rows tr").count() > 3


def test_the_page_puts_back_all_that_was_left_out_of_its_data(
    browser: Browser, real: Path, graph: Graph
) -> None:
    of_pyvis = ("color", "shape", "arrows")
    _, content = page_parts.content_of(graph)
    with visit(browser, real) as seen:
        found = seen.page.evaluate(
            "unpack(JSON.parse(document.getElementById('data').textContent))"
        )
    for part in ("nodes", "edges"):
        wanted = [{k: v for k, v in one.items() if k not in of_pyvis} for one in content[part]]
        assert found[part] == wanted
    for part in ("records", "sources", "kinds", "themes", "start"):
        assert found[part] == content[part]


# -- Lines ---------------------------------------------------------------------------


def test_parallel_statements_fold_with_a_count_and_unfold(browser: Browser, quiet: Path) -> None:
    pair = "organization:heron organization:teal"
    bundles = "(pair) => picture.bundles.filter((b) => b.pair === pair).map((b) => b.lines.length)"
    with visit(browser, quiet) as seen:
        assert seen.page.evaluate(bundles, pair) == [2]
        seen.page.evaluate("(pair) => acts.select(pair)", pair)
        assert seen.page.get_by_text("2 statements between these two").is_visible()
        seen.page.locator("#look-box summary").click()
        seen.page.get_by_label("Fold parallel statements").uncheck()
        waits(seen.page, "location.hash.includes('fold=0')")
        assert seen.page.evaluate(bundles, pair) == [1, 1]
        seen.page.locator("#panel .other").first.click()
        assert seen.page.get_by_text("Also between these two").is_visible()


def test_a_statement_is_drawn_as_sure_as_it_is(browser: Browser, quiet: Path) -> None:
    with visit(browser, quiet, "#fold=0") as seen:
        drawn = seen.page.evaluate(
            "Object.fromEntries(picture.bundles.map((b) => [b.lines[0].style,"
            " picture.network.body.edges[b.id].options.dashes]))"
        )
        assert drawn["stated"] is False
        patterns = [str(drawn[style]) for style in ("inferred", "unknown", "disputed")]
        assert len(set(patterns)) == 3
        disputed = seen.page.locator("#rows tr.disputed")
        assert disputed.count() == 3
        disputed.first.locator(".verb").click()
        panel = seen.page.locator("#panel")
        panel.get_by_text("the letter speaks of a plan").wait_for()
        assert panel.get_by_text("5 January 2026").first.is_visible()


def test_the_lens_of_partners_joins_organizations_by_the_programmes_they_share(
    browser: Browser, quiet: Path
) -> None:
    with visit(browser, quiet, "#depth=0") as seen:
        seen.page.keyboard.press("l")
        waits(seen.page, "location.hash.includes('lens=partners')")
        assert seen.page.locator("#rows tr").count() == 1
        assert seen.page.locator("#rows tr .verb").inner_text().startswith("Reed")
        seen.page.locator("#rows tr .verb").click()
        assert seen.page.locator("#panel h2").inner_text() == "Heron shares Reed with Teal"
        assert seen.page.locator("#panel .record").count() == 2


# -- Filters and the year ----------------------------------------------------------------


def counted(graph: Graph, variable: str, pattern: str = "") -> dict[str, int]:
    """Return how many lines SPARQL counts for each value."""
    inner = LINKS[: LINKS.rindex("ORDER BY")]
    text = (
        f"SELECT ?value (COUNT(DISTINCT ?link) AS ?count) WHERE {{ {{ {inner} }} {pattern} "
        f"BIND({variable} AS ?value) }} GROUP BY ?value"
    )
    rows = query.select(graph.store, text).to_dicts()
    return {str(row["value"]).rpartition("#")[2]: int(row["count"] or 0) for row in rows}


def shown_counts(page: Page, facet: str) -> dict[str, int]:
    found: dict[str, int] = page.evaluate(
        "(facet) => Object.fromEntries(countsOf(model, state, scene)[facet])", facet
    )
    return {key.removeprefix("akg:"): number for key, number in found.items()}


def test_the_filters_count_what_sparql_counts(browser: Browser, real: Path, graph: Graph) -> None:
    theme = """
      { ?record akg:theme ?theme } UNION { ?c akg:classifies ?from ; akg:classifiedAs ?theme }
      UNION { ?c akg:classifies ?to ; akg:classifiedAs ?theme } ?theme a akg:Theme ."""
    with visit(browser, real, "#depth=0&all=1") as seen:
        assert shown_counts(seen.page, "relation") == counted(graph, "?relation")
        voices = counted(graph, "?voice", "?record akg:hasEvidence/akg:voice ?voice .")
        assert shown_counts(seen.page, "voice") == voices
        themes = shown_counts(seen.page, "theme")
        bare = themes.pop("-")
        assert themes == counted(graph, "?theme", theme)
        assert bare < sum(counted(graph, "?relation").values())
        kinds = seen.page.evaluate("Object.fromEntries(countsOf(model, state, scene).kind)")
        net = explore.drawn_network(graph)
        assert sum(kinds.values()) == len(net)
        seen.page.locator("[data-facet=voice] summary").click()
        for voice, number in voices.items():
            button = seen.page.locator(f"[data-voice='{voice}'][aria-pressed]")
            assert button.locator(".number").inner_text() == str(number)


def test_filters_stack_and_each_chip_ends_its_own(browser: Browser, quiet: Path) -> None:
    with visit(browser, quiet) as seen:
        count = seen.page.locator("#count")
        assert count.inner_text() == "8"
        seen.page.locator("#legend [data-kind=organization]").click()
        waits(seen.page, "document.querySelector('#count').textContent === '2'")
        seen.page.locator("[data-facet=relation] summary").click()
        seen.page.locator("[data-relation='akg:Protects']").click()
        waits(seen.page, "document.querySelector('#count').textContent === '1'")
        chips = seen.page.locator("#chips .filter-chip")
        assert [c.split("×")[0].strip() for c in chips.all_inner_texts()] == [
            "without Organizations",
            "without protects",
        ]
        seen.page.get_by_role("button", name="Switch off the filter: without Organizations").click()
        waits(seen.page, "document.querySelector('#count').textContent === '7'")
        only = seen.page.get_by_role("button", name="Only takes part in")
        only.focus()
        only.click()
        waits(seen.page, "document.querySelector('#count').textContent === '4'")
        assert seen.page.locator("#chips .filter-chip").inner_text().startswith("only takes part")
        seen.page.evaluate("acts.clear()")
        assert count.inner_text() == "8"
        assert not seen.page.locator("#chips").is_visible()


def test_the_year_counts_what_is_dated_later_and_undated(
    browser: Browser, real: Path, graph: Graph
) -> None:
    dated = """
      OPTIONAL { ?record akg:periodStart ?start } OPTIONAL { ?record akg:periodEnd ?end }
      BIND(COALESCE(YEAR(?start), YEAR(?end - "PT1S"^^xsd:dayTimeDuration), 0) AS ?year)"""
    years = {int(year): number for year, number in counted(graph, "?year", dated).items()}
    undated = years.pop(0, 0)
    with visit(browser, real, "#depth=0") as seen:
        for year in sorted(years)[:-1]:
            seen.page.evaluate("(year) => acts.go({year}, 'replace')", year)
            shown = sum(number for of, number in years.items() if of <= year)
            later = sum(years.values()) - shown
            words = seen.page.locator("#year-counts").inner_text()
            assert [int(n) for n in re.findall(r"\d+", words)] == [shown, later, undated]
            assert seen.page.locator("#count").inner_text() == str(shown + undated)
        seen.page.get_by_label("show undated").uncheck()
        waits(seen.page, f"document.querySelector('#count').textContent === '{shown}'")
        assert seen.page.locator("#chips").inner_text().count("without undated") == 1


def test_the_years_play_to_the_last_one_and_stop(browser: Browser, quiet: Path) -> None:
    with visit(browser, quiet) as seen:
        seen.page.get_by_role("button", name="Play the years").click()
        waits(seen.page, "location.hash.includes('year=')")
        waits(seen.page, "!location.hash.includes('year=')")
        assert seen.page.get_by_role("button", name="Play the years").is_visible()


# -- Permalinks --------------------------------------------------------------------------


def states(page: Page, number: int) -> list[dict[str, Any]]:
    """Return states at random, from a seed, over what the page knows."""
    chance = random.Random(7)
    known = page.evaluate(
        "({ids: [...model.things.keys(), ...model.lines.keys()], things: [...model.things.keys()],"
        " questions: [...model.questions.keys()], values: Object.fromEntries(FACETS.map((f) =>"
        " [f, [...model.values[f].keys()]])), years: [model.firstYear, model.lastYear]})"
    )

    def facet(name: str) -> dict[str, Any]:
        some = chance.sample(known["values"][name], min(2, len(known["values"][name])))
        values = sorted(some[: chance.randint(0, 2)])
        return {"only": bool(values) and chance.random() < 0.5, "values": values}

    def one() -> dict[str, Any]:
        camera = {"x": chance.randint(-900, 900), "y": chance.randint(-900, 900), "scale": 0.731}
        return {
            "focus": chance.choice(known["things"]),
            "depth": chance.randint(0, 3),
            "lens": chance.choice(["everything", "partners"]),
            "select": chance.choice([*known["ids"], ""]),
            "year": chance.choice([None, *range(known["years"][0], known["years"][1] + 1)]),
            "undated": chance.random() < 0.5,
            "colour": chance.choice(["kind", "community"]),
            "size": chance.choice(["records", "degree", "betweenness"]),
            "from": chance.choice([*known["things"], ""]),
            "to": chance.choice([*known["things"], ""]),
            "by": chance.choice(["any", "directed", "nohubs"]),
            "ask": chance.choice([*known["questions"], ""]),
            "all": chance.random() < 0.5,
            "fold": chance.random() < 0.5,
            "table": chance.random() < 0.5,
            "lang": chance.choice(["", "en", "zh"]),
            "at": chance.choice([None, camera]),
            "embed": chance.random() < 0.1,
            **{name: facet(name) for name in ("kind", "relation", "theme", "voice")},
        }

    return [one() for _ in range(number)]


def test_every_state_comes_back_from_its_permalink(browser: Browser, real: Path) -> None:
    with visit(browser, real) as seen:
        wanted = states(seen.page, 400)
        back = seen.page.evaluate(
            "(all) => all.map((state) => parseState(formatState(state, known), known))", wanted
        )
        assert back == wanted


def test_a_link_that_is_opened_again_shows_the_very_same_view(browser: Browser, real: Path) -> None:
    link = (
        "#focus=organization:ant-group&depth=2&select=program:ant-forest&kind=!activity+place"
        "&voice=!Restated&year=2024&colour=community&size=betweenness&fold=0&table=0&lang=zh"
        "&at=120,-40,0.81"
    )
    view = (
        "({hash: location.hash, shown: [...picture.shown.keys()], places: [...picture.places],"
        " lines: picture.bundles.map((b) => b.id), camera: cameraOf(picture),"
        " panel: at('panel').innerText, chips: at('chips').innerText})"
    )
    with visit(browser, real, link) as one:
        first = one.page.evaluate(view)
        again = one.page.evaluate("formatState(parseState(location.hash, known), known)")
    with visit(browser, real, again) as other:
        second = other.page.evaluate(view)
    assert first["camera"] == {"x": 120, "y": -40, "scale": 0.81}
    assert len(first["shown"]) > 3
    assert {**first, "hash": again} == second


def test_back_and_forward_go_through_the_views(browser: Browser, quiet: Path) -> None:
    link = "#focus=organization:teal&depth=2&select=program:reed&kind=!species"
    with visit(browser, quiet, link) as seen:
        assert seen.page.locator("#focus-name").inner_text() == "Teal"
        assert seen.page.locator("#panel h2").inner_text() == "Reed"
        seen.page.get_by_role("button", name="Move the focus here").click()
        seen.page.locator("#focus-name:text-is('Reed')").wait_for()
        seen.page.go_back()
        seen.page.locator("#focus-name:text-is('Teal')").wait_for()
        seen.page.go_forward()
        seen.page.locator("#focus-name:text-is('Reed')").wait_for()


def test_any_view_may_follow_any_other(browser: Browser, real: Path) -> None:
    """The canvas is drawn while a scene is put in, so nothing of the last one may be left."""
    views = ["#", "#depth=0", "#depth=0&lens=partners", "#lens=partners", "#ask=promises"]
    with visit(browser, real) as seen:
        for first, second in permutations(views, 2):
            seen.page.evaluate(
                """async (views) => {
                    const frame = () => new Promise((done) => requestAnimationFrame(done));
                    for (const view of views) {
                        location.hash = view;
                        await frame();
                        await frame();
                    }
                }""",
                [first, second],
            )
        assert seen.complaints == []


def test_away_from_the_focus_its_name_leads_back(browser: Browser, quiet: Path) -> None:
    with visit(browser, quiet, "#depth=0&select=organization:teal") as seen:
        assert seen.page.locator("#scope-title").inner_text() == "Back to"
        seen.page.click("#focus-name")
        seen.page.locator("#scope-title:text-is('In focus')").wait_for()
        assert seen.page.evaluate("[state.depth, state.focus]") == [1, "program:reed"]


def test_the_stories_are_places_to_start_from(browser: Browser, real: Path) -> None:
    with visit(browser, real, "#lang=zh") as seen:
        seen.page.click("#story-box summary")
        assert seen.page.locator("#stories h3").count() == len(explore.read_stories())
        link = seen.page.locator("#stories a").first
        link.click()
        assert link.get_attribute("aria-current") == "true"
        assert seen.page.locator("#stories a[aria-current=true]").count() == 1
        assert seen.page.evaluate("state.lang") == "zh"
        seen.page.keyboard.press("Backspace")
        seen.page.locator("#stories a[aria-current=true]").wait_for(state="detached")
        assert seen.page.evaluate("location.hash") == "#lang=zh"


def test_a_card_names_each_thing_once(browser: Browser, real: Path) -> None:
    with visit(browser, real) as seen:
        twice = seen.page.evaluate(
            """[...Object.entries(data.records)].filter(([, record]) => {
                const line = chips(record, [], world, acts);
                const things = new Set((record.parts ?? []).map((part) => part.thing));
                return line && line.children.length > things.size;
            }).map(([id]) => id)"""
        )
        assert twice == []


def test_a_story_of_things_that_are_not_there_is_not_told(browser: Browser, quiet: Path) -> None:
    with visit(browser, quiet) as seen:
        assert not seen.page.locator("#story-box").is_visible()


def test_a_broken_permalink_opens_the_first_view(browser: Browser, quiet: Path) -> None:
    broken = (
        "#focus=__proto__&depth=9&select=%22x&kind=constructor&year=20x&at=1,2&lens=hasOwnProperty"
        "&from=a%20b&ask=toString&colour=%3Cb%3E"
    )
    with visit(browser, quiet, broken) as seen:
        assert seen.page.evaluate("formatState(state, known)") == "#"
        assert seen.page.locator("#focus-name").inner_text() == "Reed"
        assert seen.page.locator("#count").inner_text() == "8"
        assert seen.complaints == []


def test_moving_the_picture_is_kept_in_the_link_and_fit_forgets_it(
    browser: Browser, quiet: Path
) -> None:
    with visit(browser, quiet) as seen:
        seen.page.get_by_role("button", name="Zoom in").click()
        waits(seen.page, "location.hash.includes('at=')")
        seen.page.keyboard.press("f")
        waits(seen.page, "!location.hash.includes('at=')")


# -- Paths, questions, measures ------------------------------------------------------------


@pytest.mark.parametrize("way", ["any", "directed", "nohubs"])
def test_paths_are_as_short_as_those_of_networkx(
    browser: Browser, real: Path, graph: Graph, way: str
) -> None:
    with visit(browser, real) as seen:
        lines = seen.page.evaluate(
            "model.lenses.everything.lines.map((l) => [l.from, l.to, l.bothWays])"
        )
        things = seen.page.evaluate("[...model.things.keys()].sort()")
        hub = seen.page.evaluate("model.lenses.everything.hub")
        assert len(lines) == explore.drawn_network(graph).number_of_edges()
        net: nx.DiGraph[str] = nx.DiGraph()
        net.add_nodes_from(things)
        for start, end, both in lines:
            net.add_edge(start, end)
            if both or way != "directed":
                net.add_edge(end, start)
        hubs = {n for n in net if len({*net.successors(n), *net.predecessors(n)} - {n}) > hub}
        chance = random.Random(3)
        pairs = [tuple(chance.sample(things, 2)) for _ in range(300)]
        found = seen.page.evaluate(
            "([pairs, by]) => pairs.map(([from, to]) => routeOf(model.lenses.everything,"
            " {from, to, by}, () => true).map((hop) => [hop.start, hop.end, hop.lines.length]))",
            [pairs, way],
        )
    assert hubs
    assert any(found)
    for (start, end), hops in zip(pairs, found, strict=True):
        kept = net.subgraph(set(net) - (hubs - {start, end})) if way == "nohubs" else net
        known = nx.has_path(kept, start, end)
        assert len(hops) == (nx.shortest_path_length(kept, start, end) if known else 0)
        stops = [start, *(hop[1] for hop in hops)]
        assert all(net.has_edge(a, b) and n for (a, b, n) in hops)
        assert [hop[0] for hop in hops] == stops[:-1]


def test_a_path_is_asked_for_by_name_and_every_hop_has_its_receipt(
    browser: Browser, quiet: Path
) -> None:
    with visit(browser, quiet) as seen:
        seen.page.locator("#path-box summary").click()
        for field, words in (("#path-from", "teal"), ("#path-to", "otter")):
            seen.page.fill(field, words)
            seen.page.keyboard.press("Enter")
        panel = seen.page.locator("#panel")
        panel.locator("h2:text-is('Teal → otter')").wait_for()
        assert panel.locator(".hop").count() == 2
        assert all(hop.locator(".receipt").count() for hop in panel.locator(".hop").all())
        assert seen.page.evaluate("[...picture.shown.keys()]") == [
            "organization:teal",
            "program:reed",
            "species:otter",
        ]
        seen.page.locator("#path-by").select_option("directed")
        waits(seen.page, "location.hash.includes('by=directed')")
        assert panel.locator(".hop").count() == 2
        seen.page.get_by_role("button", name="Close the path").click()
        waits(seen.page, "!location.hash.includes('from=')")


def test_where_no_path_leads_the_page_says_so(browser: Browser, quiet: Path) -> None:
    link = "#from=species:otter&to=organization:teal&by=directed"
    with visit(browser, quiet, link) as seen:
        assert "No such path" in seen.page.locator("#panel").inner_text()
        assert seen.page.locator("#empty").is_visible()


def test_a_question_opens_what_its_answer_rests_on(browser: Browser, real: Path) -> None:
    with visit(browser, real) as seen:
        seen.page.locator("#question-box summary").click()
        seen.page.locator("[data-question=programs]").click()
        panel = seen.page.locator("#panel")
        panel.get_by_text("kg ask programs").first.wait_for()
        records = seen.page.evaluate("model.questions.get('programs').records")
        assert panel.locator(".record").count() == len(records) > 3
        assert seen.page.evaluate("picture.shown.size") > 3
        seen.page.fill("#query", "which programmes are there")
        assert "Question" in seen.page.locator("#results [role=option]").first.inner_text()
        seen.page.get_by_role("button", name="Close the question").click()
        waits(seen.page, "!location.hash.includes('ask=')")


def test_colour_and_size_by_measures_are_explained_in_words(browser: Browser, real: Path) -> None:
    with visit(browser, real, "#depth=0") as seen:
        seen.page.locator("#look-box summary").click()
        radius = "sizeOf(picture, [...model.things.values()][0])"
        before = seen.page.evaluate(radius)
        seen.page.locator("#colour").select_option("community")
        seen.page.locator("#size").select_option("betweenness")
        waits(seen.page, "location.hash.includes('size=betweenness')")
        assert seen.page.evaluate(radius) != before
        assert seen.page.locator("#communities .community").count() > 2
        assert "nobody states it" in seen.page.locator("#colour-help").inner_text()
        assert "nothing about power" in seen.page.locator("#size-help").inner_text()
        assert "%" in seen.page.locator("#panel .ranked").first.inner_text()


# -- For everyone ------------------------------------------------------------------------


def test_by_keyboard_alone_one_finds_who_vouches_for_gforest_and_opens_the_source(
    browser: Browser, real: Path
) -> None:
    with visit(browser, real) as seen:
        page = seen.page
        page.keyboard.press("/")
        page.keyboard.type("gforest")
        page.keyboard.press("Enter")
        page.locator("#panel h2:text-is('GForest')").wait_for()
        assert "GForest" in page.locator("#live").inner_text()
        page.keyboard.press("p")
        said = ""
        for _ in range(120):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.matches('#panel summary')"):
                page.keyboard.press("Enter")
                said = page.locator("#panel details[open] .speaker").first.inner_text()
                break
        assert said
        href = page.evaluate("[...document.querySelectorAll('#panel a')].map((a) => a.href)")
        assert href
        for _ in range(120):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.matches('#panel a')"):
                break
        with page.context.expect_page() as opened:
            page.keyboard.press("Enter")
        assert opened.value is not page


def test_arrows_walk_to_neighbours_enter_opens_and_backspace_goes_back(
    browser: Browser, quiet: Path
) -> None:
    with visit(browser, quiet) as seen:
        page = seen.page
        for key in ("ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown"):
            page.keyboard.press(key)
        walked = page.evaluate("state.select")
        assert page.evaluate("picture.shown.has(state.select)")
        page.evaluate("acts.select('organization:teal')")
        page.keyboard.press("Enter")
        page.locator("#focus-name:text-is('Teal')").wait_for()
        page.keyboard.press("Backspace")
        page.locator("#focus-name:text-is('Reed')").wait_for()
        page.keyboard.press("Backspace")
        waits(page, f"state.select === '{walked}'")
        page.keyboard.press("Escape")
        waits(page, "state.select === ''")
        page.locator("#panel .chip").first.focus()
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "panel"
        page.keyboard.press("2")
        waits(page, "state.depth === 2")
        page.keyboard.press("?")
        assert page.locator("dialog").get_by_text("walk to a neighbour").is_visible()
        page.keyboard.press("Escape")
        assert not page.locator("dialog").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(
    browser: Browser, real: Path, scheme: Literal["light", "dark"]
) -> None:
    views = (
        ("#from=organization:gcash&to=organization:ant-group&voice=!Restated", (1280, 800)),
        ("#depth=0&colour=community&ask=programs&lang=zh", (1280, 800)),
        ("#select=organization:ant-group", (390, 844)),
    )
    for link, size in views:
        with visit(browser, real, link, size=size, scheme=scheme) as seen:
            seen.page.evaluate("document.querySelectorAll('details').forEach((d) => d.open = true)")
            found = Axe().run(seen.page)
            assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("fragment", ["", "#select=organization:ant-group", "#depth=0"])
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
        seen.page.get_by_role("button", name="Filters", exact=True).click()
        assert seen.page.locator("#legend").is_visible()
        assert seen.page.evaluate("document.documentElement.scrollWidth") == 390


def test_the_page_speaks_chinese_and_back(browser: Browser, quiet: Path) -> None:
    with visit(browser, quiet, "#select=organization:heron") as seen:
        seen.page.get_by_role("button", name="中文").click()
        waits(seen.page, "document.documentElement.lang === 'zh-Hans'")
        assert "lang=zh" in seen.page.url
        assert seen.page.locator("#panel h2").inner_text() == "苍鹭"
        assert "整个网络" in seen.page.locator(".side").inner_text()
        assert "2020年" in seen.page.locator("#rows").inner_text()
        seen.page.get_by_role("button", name="English").click()
        waits(seen.page, "document.documentElement.lang === 'en'")
        assert seen.page.locator("#panel h2").inner_text() == "Heron"


def test_both_languages_have_every_word(browser: Browser, quiet: Path) -> None:
    with visit(browser, quiet) as seen:
        keys = seen.page.evaluate("[STRINGS.en, STRINGS.zh].map((s) => Object.keys(s).sort())")
        assert keys[0] == keys[1]
        used = seen.page.evaluate(
            "[...document.querySelectorAll('[data-say],[data-say-label],[data-say-title]')]"
            ".flatMap((e) => [e.dataset.say, e.dataset.sayLabel, e.dataset.sayTitle])"
            ".filter((key) => key && !(key in STRINGS.en))"
        )
        assert used == []


def test_a_figure_of_a_chart_has_the_unit_of_the_axis_and_its_printed_words_are_told(
    words: Page,
) -> None:
    figure = {"number": 6549000, "unit": "mu", "value": "4366平方公里", "bound": "at least"}
    said = words.evaluate(
        "(figure) => [wordsOfMark(figure), wordsOfMark({...figure, composed: true, upper: 7e6})]",
        figure,
    )
    assert said == [
        "at least · 6.55 million mu · printed “4366平方公里”",
        "at least · 6.55 million – 7 million mu",
    ]
    assert words.evaluate("[0, 15, 1200.5, 99999, -2e9].map(numberInWords)") == [
        "0", "15", "1,200.5", "99,999", "-2 billion",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("period", "english", "chinese"),
    [
        (("2025-10-01", "2025-11-01", "month", ""), "October 2025", "2025年10月"),
        (("2024-01-01", "2025-01-01", "year", ""), "2024", "2024年"),
        (("2024-01-01", "2026-01-01", "year", "about"), "about 2024 – 2025", "约2024年至2025年"),
        (("2025-07-01", "2025-10-01", "quarter", ""), "Q3 2025", "2025年第3季度"),
        (("2025-07-01", "2026-01-01", "half year", ""), "second half of 2025", "2025年下半年"),
        (("2025-10-28", "2025-10-29", "day", ""), "28 October 2025", "2025年10月28日"),
        (("2016-01-01", "", "year", ""), "since 2016", "2016年起"),
        (("2016-01-01", "", "year", "not before"), "not before 2016", "不早于2016年"),
        (("", "2024-01-01", "year", ""), "until 2023", "2023年止"),
        (("", "2024-01-01T00:00:00Z", "year", "not after"), "not after 2023", "不晚于2023年"),
        (("", "", "year", ""), "", ""),
        (("no date", "", "", ""), "", ""),
    ],
)
def test_periods_are_put_in_words(
    words: Page, period: tuple[str, str, str, str], english: str, chinese: str
) -> None:
    said = words.evaluate(
        "([start, end, grain, certainty]) => ['en', 'zh'].map((l) =>"
        " periodInWords({start, end, grain, certainty}, l))",
        list(period),
    )
    assert said == [english, chinese]


@pytest.fixture(scope="module")
def words(browser: Browser, quiet: Path) -> Iterator[Page]:
    with visit(browser, quiet) as seen:
        yield seen.page


def test_without_scripts_the_page_still_lists_every_statement(
    browser: Browser, quiet: Path
) -> None:
    with visit(browser, quiet, scripts=False) as seen:
        rows = seen.page.locator(".plain tbody tr")
        assert rows.count() == 8
        assert seen.page.locator(".plain a[href='https://example.org/letter']").count() > 0


@pytest.fixture(scope="module")
def beside(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the site about the quiet graph."""
    folder = tmp_path_factory.mktemp("site") / "site"
    site.write(quiet_graph(), folder)
    return folder


def test_in_the_site_every_link_of_every_panel_leads_to_a_page(
    browser: Browser, beside: Path
) -> None:
    kinds = set()
    with visit(browser, beside / "explorer.html") as seen:
        for act in seen.page.evaluate(
            "[...model.things.keys(), ...model.lines.keys()].map((id) => `#select=${id}`)"
            ".concat([...model.questions.keys()].map((name) => `#ask=${name}`))"
        ):
            seen.page.evaluate("(hash) => { location.hash = hash; render(); }", act)
            for link in seen.page.evaluate(
                "[...document.querySelectorAll('.top a, #panel a, #stories h3 a')]"
                ".map((one) => one.getAttribute('href'))"
            ):
                if not link.startswith("https://"):
                    assert (beside / link).is_file(), f"{act}: {link}"
                    kinds.add("/".join(link.split("/")[:-1]))
        assert seen.complaints == []
    assert {"", "id/program", "id/collaboration", "id/source", "questions"} <= kinds


def test_from_the_site_one_goes_to_the_explorer_and_back(browser: Browser, beside: Path) -> None:
    with visit(browser, beside / "explorer.html", "#select=program:reed") as seen:
        page = seen.page
        page.get_by_role("link", name="Its page: Reed", exact=True).click()
        page.wait_for_url("**/id/program/reed.html")
        page.go_back()
        page.click("#language")
        page.get_by_role("link", name="AntKG").click()
        page.wait_for_url("**/zh/index.html")


def test_a_page_for_itself_has_no_link_within_a_site(browser: Browser, quiet: Path) -> None:
    with visit(browser, quiet, "#select=program:reed") as seen:
        links = seen.page.locator("#panel a, .top a").evaluate_all("all => all.map((a) => a.href)")
        assert [link for link in links if not link.startswith("https://")] == []


def test_on_a_phone_the_whole_network_begins_near_its_best_documented_things(
    browser: Browser, real: Path
) -> None:
    with visit(browser, real, "#depth=0", (390, 844)) as seen:
        waits(seen.page, "picture.shown.size > 0")
        near = seen.page.evaluate("picture.network.getScale()")
        best = "[...picture.shown.values()].sort((a, b) => b.weight - a.weight)[0].id"
        inside = "(id) => { const { x, y } = picture.network.canvasToDOM(picture.places.get(id));"
        inside += " const { clientWidth, clientHeight } = picture.container;"
        inside += " return x > 0 && y > 0 && x < clientWidth && y < clientHeight; }"
        assert seen.page.evaluate(inside, seen.page.evaluate(best))
        seen.page.click("#fit")
        waits(seen.page, f"picture.network.getScale() < {near}")
        assert seen.page.evaluate(f"[...picture.shown.keys()].every({inside})")
    with visit(browser, real, "#depth=0") as seen:
        assert seen.page.evaluate(f"[...picture.shown.keys()].every({inside})")


def test_the_whole_network_says_what_it_counts(browser: Browser, real: Path) -> None:
    count = "model.lenses.everything.lines.filter((l) => l.relation === 'akg:candidate').length"
    with visit(browser, real, "#depth=0") as seen:
        twins = seen.page.evaluate(count)
        assert f"Of these, {twins} say only" in seen.page.locator("#panel").inner_text()
        seen.page.click("[data-lens=partners]")
        seen.page.locator("#panel", has_text="Each programme that two share").wait_for()


def test_embedding_shows_the_picture_without_chrome(browser: Browser, quiet: Path) -> None:
    with visit(browser, quiet, "#embed&depth=2", size=(640, 420)) as seen:
        for part in (".top", ".side", ".statements", "#panel"):
            assert not seen.page.locator(part).is_visible(), part
        assert seen.page.locator("#picture canvas").is_visible()
        assert seen.page.locator("#open-full").get_attribute("href") == "#depth=2"
        seen.page.evaluate("acts.select('program:reed')")
        assert seen.page.locator("#panel").is_visible()


def test_on_paper_there_are_no_controls(browser: Browser, quiet: Path) -> None:
    with visit(browser, quiet) as seen:
        seen.page.emulate_media(media="print")
        for part in (".search", ".steps", ".tools", "#facets", "#play"):
            assert not seen.page.locator(part).first.is_visible(), part
        for part in ("#picture canvas", "#rows", "#panel h2", ".line-legend"):
            assert seen.page.locator(part).first.is_visible(), part


def test_the_picture_changes_its_colours_with_the_scheme(browser: Browser, quiet: Path) -> None:
    with visit(browser, quiet) as seen:
        light = seen.page.evaluate("picture.tones.ground")
        seen.page.emulate_media(color_scheme="dark")
        waits(seen.page, f"picture.tones.ground !== '{light}'")


@pytest.mark.parametrize("view", ["", "#depth=2", "#depth=0", "#depth=0&lens=partners"])
def test_labels_do_not_lie_on_each_other(browser: Browser, real: Path, view: str) -> None:
    with visit(browser, real, view) as seen:
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


@pytest.mark.parametrize("kind", ["png", "svg", "csv", "gexf", "graphml", "jsonld"])
def test_what_is_in_view_can_be_taken_away(browser: Browser, quiet: Path, kind: str) -> None:
    with visit(browser, quiet) as seen:
        width = seen.page.evaluate("picture.container.clientWidth")
        seen.page.get_by_role("button", name="Save").click()
        with seen.page.expect_download() as coming:
            seen.page.locator(f"[data-format={kind}]").click()
        content = Path(coming.value.path()).read_bytes()
        assert coming.value.suggested_filename == f"reed.{kind}"
        if kind == "png":
            assert content.startswith(b"\x89PNG")
            assert int.from_bytes(content[16:20], "big") == width * 3
        else:
            assert "Heron" in content.decode("utf-8")
        assert seen.complaints == []
        assert seen.page.evaluate("picture.network.canvas.frame.canvas.width") == width


# -- Ten times the data --------------------------------------------------------------------


def test_more_than_a_thousand_things_open_on_few_and_answer_at_once(
    browser: Browser, real: Path
) -> None:
    assert len(gzip.compress(real.read_bytes(), mtime=0)) < 700_000
    with visit(browser, real) as seen:
        assert seen.page.evaluate("model.things.size") > 1000
        assert 2 < seen.page.evaluate("picture.shown.size") <= 40
        seen.page.keyboard.press("0")
        waits(seen.page, "picture.shown.size > 300")
        took = seen.page.evaluate(
            """async () => {
                const changes = [{year: 2020}, {year: null}, {undated: false}, {undated: true},
                    {voice: {only: true, values: ["Independent"]}},
                    {voice: {only: false, values: []}},
                    {kind: {only: false, values: ["activity"]}}, {kind: {only: false, values: []}}];
                const best = changes.map(() => Infinity);
                for (let round = 0; round < 4; round += 1) {
                    for (const [at, change] of changes.entries()) {
                        const start = performance.now();
                        go(change, "replace");
                        best[at] = Math.min(best[at], performance.now() - start);
                        await new Promise((rest) => setTimeout(rest, 40));
                    }
                }
                return best;
            }"""
        )
        assert max(took) < 50, took
        assert seen.complaints == []


def many_times(content: dict[str, Any], picture: PyvisNetwork, times: int) -> None:
    """Add copies of things, lines and records to a page; each copy has a name of its own."""
    nodes, edges, records = [[*content[part]] for part in ("nodes", "edges", "records")]
    for number in range(times):
        known = {node["id"]: f"{node['id']}-{number}" for node in nodes}
        known |= {record: f"{record}-{number}" for record in records}
        for node in nodes:
            label = f"{node['label']} {number}"
            place = {"x": node["x"] + number % 30 * 900, "y": node["y"] + number // 30 * 900}
            copy = {**node, "label": label, "names": [{"text": label, "language": "en"}], **place}
            picture.add_node(**{**copy, "n_id": known[node["id"]], "id": known[node["id"]]})
        for edge in edges:
            ends = {"source": known[edge["from"]], "to": known[edge["to"]]}
            behind = {
                "id": f"{edge['id']}-{number}",
                "records": [known[r] for r in edge["records"]],
            }
            rest = {k: v for k, v in edge.items() if k not in ("from", "to")}
            picture.add_edge(**{**rest, **ends, **behind})
        for record in records:
            text = json.dumps(content["records"][record])
            for old in nodes:
                text = text.replace(f'"{old["id"]}"', f'"{known[old["id"]]}"')
            content["records"][known[record]] = json.loads(text)


def test_ten_times_the_data_open_and_are_searched_without_complaint(
    browser: Browser, tmp_path: Path
) -> None:
    picture, content = page_parts.content_of(quiet_graph())
    many_times(content, picture, 10_000 // len(picture.nodes))
    page = tmp_path / "page.html"
    page.write_text(page_parts.rendered(picture, content), encoding="utf-8")
    with visit(browser, page) as seen:
        seen.page.fill("#query", "teal 777")
        seen.page.locator("#results [role=option]").first.wait_for()
        seen.page.keyboard.press("Enter")
        seen.page.locator("#panel h2:text-is('Teal 777')").wait_for()
        assert seen.page.evaluate("model.things.size") > 9_000
        seen.page.keyboard.press("0")
        waits(seen.page, "picture.shown.size > 5000")
        assert seen.complaints == []
