"""The SPARQL page in the hands of people: its address, blanks, faults, keys, screens, service."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import opened
from kg_server import kg_serve
from sparql_page import (
    address_given,
    asked,
    browser_given,
    cells,
    desk_given,
    folder_given,
    hashed,
    module_given,
    settled,
    shared_given,
    shown,
    status,
)

from kg import ask
from kg.load import Graph
from kg.query import Table, written
from kg.site import sparql
from kg.site.model import Site
from kg.vocabulary import PREFIXES

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = [
    "address_given",
    "browser_given",
    "desk_given",
    "folder_given",
    "module_given",
    "shared_given",
]  # fixtures


# -- The address -----------------------------------------------------------------------


def test_the_address_leads_back_to_question_blanks_and_view(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/sparql.html") as seen:
        page = settled(seen.page)
        page.locator("#filter").fill("organization work programmes")
        page.locator("#catalogue a:visible", has_text="With whom").click()
        page.wait_for_function("() => location.hash.includes('partners-of')")
        settled(page)
        page.locator("#blank-agent").fill("GCash")
        page.locator("#blank-agent").press("Enter")
        page.wait_for_function("() => location.hash.includes('gcash')")
        settled(page).locator(".views [data-view=table]").click()
        rows, link = cells(page), page.url
        page.locator("#share").click()
        page.wait_for_function(
            "() => document.querySelector('#status').textContent === 'Link copied'"
        )
        assert page.evaluate("() => navigator.clipboard.readText()") == link
        page.go_back()
        page.wait_for_function("() => document.querySelector('#blank-agent').value === 'Ant Group'")
        assert cells(settled(page)) != rows
        page.go_forward()
        page.wait_for_function("() => document.querySelector('#blank-agent').value === 'GCash'")
        assert cells(settled(page)) == rows

    assert link.endswith("#question=partners-of&_agent=organization%3Agcash&view=table") or rows
    with opened(browser, link) as seen:
        page = settled(seen.page)
        assert cells(page) == rows
        assert page.url == link
        assert page.locator("#blank-agent").input_value() == "GCash"


def test_the_address_of_an_own_query_holds_it_whole(browser: Browser, address: str) -> None:
    query = 'SELECT ("a&b=c#d+e%20 \\"林\\"" AS ?text) { }'
    with opened(browser, f"{address}/sparql.html") as seen:
        page = asked(settled(seen.page), query)
        page.locator("#seconds").select_option("5")
        settled(page)
        found, link = cells(page), page.url

    assert found == [['a&b=c#d+e%20 "林"']]
    with opened(browser, link) as seen:
        page = settled(seen.page)
        assert cells(page) == found
        assert page.locator("#seconds").input_value() == "5"
        assert page.locator("#asked").inner_text() == "Your own query"


@pytest.mark.parametrize(
    "hash_", ["#question=nobody&view=moon&rows=9&seconds=x", "#%", "#query=", "#_a=b&_a=c&answer=x"]
)
def test_a_broken_address_opens_on_the_first_question(
    browser: Browser, address: str, hash_: str
) -> None:
    with opened(browser, f"{address}/sparql.html{hash_}") as seen:
        page = settled(seen.page)

        assert page.locator("#asked").inner_text() == ask.find(sparql.FRONT).question
        assert page.locator("#rows").input_value() == "10000"
        assert seen.complaints == []


# -- Blanks ----------------------------------------------------------------------------


def test_a_blank_takes_a_name_in_any_language_and_says_what_it_does_not_know(desk: Page) -> None:
    page = shown(desk, "#question=figures-of")
    field, note = page.locator("#blank-subject"), page.locator("#blank-subject-note")
    assert field.input_value() == "Ant Forest"
    field.fill("神奇物种")
    field.press("Enter")
    page.wait_for_function("() => location.hash.includes('amazing-species')")
    settled(page)
    assert note.inner_text() == "program:amazing-species"
    field.fill("Ant Forset")
    field.press("Enter")
    page.locator("#blank-subject[aria-invalid]").wait_for()
    assert "Nothing has the name “Ant Forset”" in note.inner_text()
    assert page.locator("#answer").is_hidden()
    field.fill("蚂蚁")
    offered = page.locator("datalist option").evaluate_all("(all) => all.map((o) => o.label)")
    assert any(label.startswith("program:") for label in offered)


def test_a_blank_that_a_query_of_ones_own_names_gets_a_field(desk: Page) -> None:
    page = shown(desk, hashed(query="ASK { }"))
    asked(page, "SELECT ?f { ?f akg:periodStart ?s FILTER(?s >= ?_since_dateTime) } LIMIT 3")
    since = page.locator("#blank-since")
    since.wait_for()
    since.fill("soon")
    since.press("Enter")
    page.locator("#blank-since[aria-invalid]").wait_for()
    assert "“soon” is no day" in page.locator("#blank-since-note").inner_text()
    since.fill("2025-10")
    since.press("Enter")
    page.locator("#answer tbody tr").first.wait_for()
    assert len(cells(settled(page))) == 3
    assert "_since=2025-10" in page.url


@pytest.mark.parametrize(
    ("kind", "value", "term"),
    [
        ("dateTime", "2025", '"2025-01-01T00:00:00Z"^^<xsd:dateTime>'),
        ("dateTime", "2025-02-30", None),
        ("date", "2025-02-28", '"2025-02-28"^^<xsd:date>'),
        ("integer", " 7 ", '"7"^^<xsd:integer>'),
        ("integer", "7.5", None),
        ("integer", "", None),
        ("decimal", "-7.5", '"-7.5"^^<xsd:decimal>'),
        ("boolean", "true", '"true"^^<xsd:boolean>'),
        ("boolean", "yes", None),
        ("string", '") } INSERT "\\', '"\\") } INSERT \\"\\\\"'),
        ("iri", "program:ant-forest", "<https://w3id.org/antkg/id/program/ant-forest>"),
        ("iri", "https://x.example/> } #", None),
    ],
)
def test_a_value_becomes_a_term_or_is_refused(
    browser: Browser,
    address: str,
    desk: Page,
    kind: str,
    value: str,
    term: str | None,
) -> None:
    script = """async ([root, kind, value]) => {
      const { cellFor } = await import(`${root}/sparql/binding.js`);
      const { prepared } = await import(`${root}/sparql/sending.js`);
      const { Names } = await import(`${root}/sparql/names.js`);
      const blank = { name: "x", type: kind, variable: `?_x_${kind}` };
      try {
        const cells = new Map([["x", cellFor(blank, value, new Names())]]);
        return prepared("ASK { }", [blank], cells, { most: 9, isSteadied: true }).sent;
      } catch (problem) { return problem.word ? null : String(problem); }
    }"""
    made = desk.evaluate(script, [address, kind, value])

    if term is None:
        assert made is None
    else:
        expanded = term.replace("<xsd:", f"<{PREFIXES['xsd']}")
        assert made == f"ASK {{ VALUES (?_x_{kind}) {{ ({expanded}) }}  }}"


# -- What goes wrong -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "words", "place"),
    [
        ("SELECT ?s\nWHRE { ?s a akg:Award }", "unexpected WHRE; did you mean WHERE?", (2, 1)),
        ("SELECT ?s {\n  ?s a akg:Awrad\n}", "did you mean akg:Award?", (2, 8)),
        ("SELECT ?s { ?s skso:prefLabel ?o }", "did you mean skos:?", (1, 16)),
        ("SELECT ?s { ?s ?p ?o", "a closing bracket is missing", (1, 21)),
        ("SELECT ?s { ?s ?p 'x }", "the text that ' opens is not closed", (1, 19)),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE is refused", (1, 12)),
        ("SELECT * FROM <https://x.example/> { ?s ?p ?o }", "FROM is refused", (1, 10)),
        ("INSERT DATA { <x:a> <x:b> <x:c> }", "INSERT is refused", (1, 1)),
        ("LOAD <https://x.example/>", "LOAD is refused", (1, 1)),
        ("PREFIX x: <https://x.example/>\nDELETE WHERE { ?s ?p ?o }", "DELETE is refused", (2, 1)),
        ("SELECT ?s (COUNT(?o) AS ?n) { ?s ?p ?o }", "variable that is unbound", None),
        ("  ", "There is no query yet", None),
    ],
)
def test_a_fault_is_said_with_its_place(
    browser: Browser,
    address: str,
    desk: Page,
    query: str,
    words: str,
    place: tuple[int, int] | None,
) -> None:
    asked(desk, query)
    said = desk.locator("#fault").inner_text()

    assert words in said
    if place:
        assert f"Line {place[0]}, column {place[1]}: " in said
        assert desk.locator("#fault .caret b").inner_text() == "^"
    assert words in (desk.locator("#status").text_content() or "")
    assert desk.locator("#answer").is_hidden()


def test_the_place_of_a_fault_is_underlined_behind_a_bound_blank(desk: Page) -> None:
    query = "SELECT ?x { BIND(?_n_integer AS ?x) FILTR(?x) }"
    page = shown(desk, hashed(query=query, _n=1))
    page.locator("#run").click()

    assert "column 37: unexpected FILTR" in settled(page).locator("#fault").inner_text()
    page.wait_for_function(
        "() => document.querySelector('#editor').shadowRoot.querySelector('.wrong')"
    )
    underlined = page.evaluate(
        "() => document.querySelector('#editor').shadowRoot.querySelector('.wrong').textContent"
    )
    assert underlined == "FILTR"


# -- Keys, screens, readers ------------------------------------------------------------


def test_the_keyboard_alone_completes_runs_and_leaves_the_editor(desk: Page) -> None:
    page = shown(desk, hashed(query="ASK { }"))
    page.locator("#editor").wait_for()
    content = page.get_by_role("textbox", name="Query in SPARQL")
    content.focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("SELECT ?n { 蚂蚁森")
    option = page.locator("#editor [role=option]").first
    option.wait_for()
    assert "program:ant-forest" in option.inner_text()
    page.wait_for_timeout(100)
    page.keyboard.press("Enter")
    page.keyboard.type(" skos:prefLabel ?n ; a akg:Progr")
    page.locator("#editor [role=option]", has_text="akg:Program").first.wait_for()
    page.wait_for_timeout(100)
    page.keyboard.press("Escape")
    page.keyboard.press("Backspace")
    page.keyboard.type("ram ")
    page.keyboard.press("Control+Enter")
    page.wait_for_function("() => location.hash.includes('ant-forest')")
    assert "Ant Forest" in str(cells(settled(page)))
    content.focus()
    page.keyboard.press("Escape")  # a list of completions that still stands is closed first
    page.keyboard.press("Escape")
    assert page.evaluate("() => document.activeElement.id") == "run"
    content.focus()
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.id") == "run"


def test_the_plain_field_runs_and_leaves_by_the_same_keys(browser: Browser, address: str) -> None:
    context = browser.new_context()
    context.set_default_timeout(15000)
    page = context.new_page()
    page.route("**/engine/editor.js", lambda route: route.abort())
    page.goto(f"{address}/sparql.html" + hashed(query="ASK { }"))
    settled(page)
    page.locator("#query").fill("SELECT ?x { VALUES ?x { 5 6 } ")
    page.locator("#query").press("Control+Enter")
    assert "bracket is missing" in settled(page).locator("#fault").inner_text()
    page.locator("#query").fill("SELECT ?x { VALUES ?x { 5 6 } }")
    page.locator("#query").press("Control+Enter")
    page.locator("#answer tbody tr").first.wait_for()
    assert cells(page) == [["5"], ["6"]]
    page.locator("#query").press("Escape")
    assert page.evaluate("() => document.activeElement.id") == "run"
    context.close()


def test_each_view_is_offered_where_it_can_be_drawn(browser: Browser, address: str) -> None:
    def views() -> list[str]:
        found: list[str] = page.locator(".views button").evaluate_all(
            "(all) => all.map((one) => one.dataset.view)"
        )
        return found

    with opened(browser, f"{address}/sparql.html#question=partners-of") as seen:
        page = settled(seen.page)
        assert views() == ["table", "timeline", "graph"]
        assert page.locator(".network a.node, .network g.node").count() > 20
        page.locator(".views [data-view=table]").click()
        rows = page.locator("#answer tbody tr")
        first = rows.first.inner_text()
        page.locator("#answer th button").first.click()
        page.locator("#answer th button").first.click()
        assert page.locator("th[aria-sort=descending]").count() == 1
        assert rows.first.inner_text() != first
        for name, expected in (
            ("facts-per-program", ".bar-list li"),
            ("programs", ".strip .moment"),
            ("launches-by-year", ".bar-list li"),
        ):
            page.goto(f"{address}/sparql.html#question={name}")
            page.locator(f"#answer {expected}").first.wait_for()
        assert seen.complaints == []


def test_short_iris_lead_to_pages_of_the_site(browser: Browser, address: str) -> None:
    query = """SELECT * {
      VALUES ?x { program:ant-forest akg:Program <https://www.wikidata.org/entity/Q1> <urn:x:y> }
    }"""
    with opened(browser, f"{address}/zh/sparql.html" + hashed(query=query)) as seen:
        page = settled(seen.page)
        links = page.locator("#answer td > *").evaluate_all(
            "(all) => all.map((one) => [one.textContent, one.getAttribute('href'), one.title])"
        )

    assert links[:2] == [
        ["program:ant-forest", "../id/program/ant-forest.html", "蚂蚁森林"],
        ["akg:Program", "../schema.html#Program", "https://w3id.org/antkg/schema#Program"],
    ]
    assert links[2][1] == "https://www.wikidata.org/entity/Q1"
    assert links[3][1] is None


def test_the_parts_of_records_lead_to_their_place_on_the_page_of_the_record(
    desk: Page, graph: Graph
) -> None:
    site = Site(graph)
    query = "SELECT ?e { ?r akg:hasEvidence|akg:hasParticipation ?e } ORDER BY ?e LIMIT 99"
    links = shown(desk, hashed(query=query)).locator("#answer td a")
    found = links.evaluate_all(
        "(all) => all.map((one) => [one.textContent, one.getAttribute('href')])"
    )

    assert len(found) == 99
    for short, link in found:
        prefix, _, slug = short.partition(":")
        assert link == site.address(PREFIXES[prefix] + slug), short


def test_the_chinese_page_speaks_chinese(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/zh/sparql.html#question=partners-of") as seen:
        page = settled(seen.page)

        assert page.locator("#run").inner_text() == "运行"
        assert "行，用时" in status(page)
        assert page.locator("#blank-agent").input_value() == "蚂蚁集团"
        assert page.locator("#asked").inner_text() == ask.find("partners-of").question_zh
        assert seen.complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_any_view(
    browser: Browser, address: str, scheme: Literal["light", "dark"]
) -> None:
    with opened(browser, f"{address}/sparql.html#question=figures-of", scheme=scheme) as seen:
        page = settled(seen.page)
        page.locator("#editor").wait_for()
        page.evaluate(
            "() => document.querySelectorAll('#catalogue li:nth-child(n+4)')"
            ".forEach((item) => item.remove())"
        )
        for place in (
            "#question=partners-of&view=graph",
            hashed(query="SELECT ?a ?n { ?a a akg:Award ; skos:prefLabel ?n } LIMIT 6"),
            "#question=programs",
            "#question=launches-by-year",
            hashed(query="SELECT ?s { ?s a akg:Nothing }"),
        ):
            page.evaluate("(hash) => { location.hash = hash; }", place)
            page.wait_for_timeout(150)
            settled(page)
            report = Axe().run(page)
            assert report.violations_count == 0, report.generate_report()


def test_a_phone_shows_everything_within_its_width(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/sparql.html#question=partners-of", size=(390, 844)) as seen:
        page = settled(seen.page)
        page.locator("#editor").wait_for()
        assert page.locator("#shelf").get_attribute("open") is None
        for view in ("table", "timeline", "graph"):
            page.locator(f".views [data-view={view}]").click()
            assert page.evaluate("() => document.documentElement.scrollWidth") <= 390
        page.locator("#shelf summary").first.click()
        page.locator("#catalogue a:visible").first.click()
        page.wait_for_function("() => !document.querySelector('#shelf').open")


def test_paper_shows_question_and_answer(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/sparql.html#question=partners-of&view=table") as seen:
        page = settled(seen.page)
        page.emulate_media(media="print")

        assert page.locator("#asked").is_visible()
        assert page.locator("#answer table").is_visible()
        assert page.locator("#run").is_hidden()
        assert page.locator("#shelf").is_hidden()


# -- Beside the endpoint ---------------------------------------------------------------


def test_under_kg_serve_the_endpoint_answers_the_same_page(
    browser: Browser, folder: Path, tmp_path: Path
) -> None:
    shutil.copytree(folder, tmp_path / "build" / "site")
    with kg_serve(tmp_path) as endpoint:
        root = endpoint.removesuffix("/sparql")
        with opened(browser, f"{root}/sparql#question=partners-of&view=table") as seen:
            page = settled(seen.page)
            assert page.locator("#where").input_value() == "server"
            assert "answered by the service" in page.locator("#lead").inner_text()
            assert not [url for url in seen.requests if url.endswith(".wasm")]
            there = cells(page)
            asked(page, "SELECT ?s\nWHRE { ?s a akg:Award }")
            assert "Line " in page.locator("#fault").inner_text()
            asked(page, "CONSTRUCT WHERE { program:ant-forest skos:prefLabel ?name }")
            assert "蚂蚁森林" in str(cells(page))
            asked(page, "ASK { program:ant-forest a akg:Program }")
            assert page.locator(".truth").inner_text() == "Yes"
            failed = [words for words in seen.complaints if "400" not in words]
            assert failed == []
        with opened(browser, f"{root}/sparql.html#question=partners-of&view=table") as seen:
            page = settled(seen.page)
            assert page.locator("#where").input_value() == "browser"
            assert cells(page) == there
            page.locator("#where").select_option("server")
            page.wait_for_function(
                "() => document.querySelector('.sparql').dataset.busy === undefined"
            )
            assert cells(settled(page)) == there


def test_the_table_that_python_writes_is_the_one_that_the_page_writes(
    module: Callable[..., Any],
) -> None:
    found = module(
        "formats.js", "written", {"form": "rows", "columns": ["a"], "rows": [[None]]}, "tsv"
    )

    assert found == written(Table(("a",), ((None,),)), "tsv")
