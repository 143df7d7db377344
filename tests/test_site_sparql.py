"""The SPARQL page: what is written, and what it does in a real browser, where it answers itself."""

from __future__ import annotations

import gzip
import json
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest
from browser import Visit, opened
from site_server import file_server
from small_graph import attacking_graph
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
    written_page,
)

from kg import ask, paths
from kg.load import Graph
from kg.query import select
from kg.site import sparql
from kg.site.model import Site
from kg.vocabulary import PREFIXES

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

__all__ = [
    "address_given",
    "browser_given",
    "desk_given",
    "folder_given",
    "module_given",
    "shared_given",
]  # fixtures
EXPECTED = paths.ROOT / "tests" / "expected"
LOCK = json.loads((paths.ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
AWARDS = "SELECT ?award ?name {\n  ?award a akg:Award ; skos:prefLabel ?name\n}\nORDER BY ?name"
EVERYTHING = "SELECT * { ?s ?p ?o }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


# -- What is written -----------------------------------------------------------------


def test_the_packed_graph_holds_every_triple_and_is_the_same_each_time(
    graph: Graph, folder: Path
) -> None:
    packed = (folder / "sparql" / "graph.nt.gz").read_bytes()
    lines = gzip.decompress(packed).decode().splitlines()

    assert packed == sparql.packed(graph)
    assert packed[4:8] == b"\0\0\0\0", "a date"
    assert lines == sorted(set(lines))
    assert len(lines) == len(graph.store)
    assert set(ox.parse("\n".join(lines[:500]), format=ox.RdfFormat.N_TRIPLES)) <= set(graph.store)


def test_the_catalogue_of_the_page_holds_every_question_with_its_blanks(folder: Path) -> None:
    known = json.loads((folder / "sparql" / "catalogue.json").read_text(encoding="utf-8"))
    questions = {question["name"]: question for question in known["questions"]}

    assert list(questions) == [question.name for question in ask.catalogue()]
    assert known["prefixes"] == PREFIXES
    assert known["front"] in questions
    for question in ask.catalogue():
        found = questions[question.name]
        assert found["text"] in question.text
        assert found["text"].startswith(("PREFIX", "SELECT"))
        assert [p["variable"] for p in found["parameters"]] == [
            p.variable for p in question.parameters
        ]
        assert {p.get("default") for p in found["parameters"]} == {
            p.default for p in question.parameters
        }
    assert {term["kind"] for term in known["vocabulary"]} == {"class", "property", "value"}
    assert all(term["definition"] for term in known["vocabulary"])
    assert known["labels"][PREFIXES["program"] + "ant-forest"] == {
        "en": "Ant Forest",
        "zh": "蚂蚁森林",
    }


@pytest.mark.parametrize(("path", "language"), [("sparql.html", "en"), ("zh/sparql.html", "zh")])
def test_both_pages_list_every_question_in_their_language(
    folder: Path, path: str, language: str
) -> None:
    text = (folder / path).read_text(encoding="utf-8")
    named = re.findall(r'href="#question=([a-z-]+)"', text)

    assert sorted(named) == [question.name for question in ask.catalogue()]
    assert f'<html lang="{language}">' in text
    for word in ("'unsafe-inline'", "'unsafe-eval'", 'http-equiv="refresh"', 'style="'):
        assert word not in text


def test_a_question_of_no_known_family_stands_among_the_others(
    monkeypatch: pytest.MonkeyPatch, tiny: Graph
) -> None:
    monkeypatch.setattr("kg.ask.manual.FAMILIES", {"lookup": "What there is."})

    page = next(sparql.pages(Site(tiny)))

    assert page.content["families"][-1]["name"] == "Other questions"


def test_both_languages_have_the_same_words_with_the_same_blanks() -> None:
    english, chinese = (sparql._words()[language] for language in ("en", "zh"))

    def blanks(said: object) -> set[str]:
        return set(re.findall(r"\{\w+\}", json.dumps(said)))

    assert set(english) == set(chinese)
    assert {key for key in english if blanks(english[key]) != blanks(chinese[key])} == set()


def test_every_word_that_a_script_says_is_there() -> None:
    scripts = "\n".join(path.read_text("utf-8") for path in sparql.SCRIPTS.glob("*.js"))
    said = set(re.findall(r'\bsay\("(\w+)"', scripts))

    assert said
    assert said - set(sparql._words()["en"]) == set()


def test_the_lock_of_npm_has_a_sum_for_every_package_and_no_address() -> None:
    fetched = {name: entry for name, entry in LOCK.items() if name}
    asked_for = json.loads((paths.ROOT / "package.json").read_text(encoding="utf-8"))
    pinned = asked_for["dependencies"] | asked_for["devDependencies"]

    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in pinned.values())
    assert [name for name, entry in fetched.items() if "resolved" in entry] == []
    assert [name for name, entry in fetched.items() if "sha512-" not in entry["integrity"]] == []


def test_the_licences_name_every_package_that_the_page_carries(folder: Path) -> None:
    said = (folder / "sparql" / "licences.txt").read_text(encoding="utf-8").lower()
    carried = {
        name.removeprefix("node_modules/")
        for name, entry in LOCK.items()
        if name and not entry.get("dev")
    }

    for name in carried:
        assert name.rpartition("/")[2] in said, name


def test_without_the_engine_the_page_says_what_is_missing(
    tiny: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, browser: Browser
) -> None:
    monkeypatch.setattr(sparql, "ENGINE", tmp_path / "nowhere")
    written_page(tiny, tmp_path / "site")

    assert not (tmp_path / "site" / "sparql" / "engine").exists()
    with (
        file_server(tmp_path / "site") as root,
        opened(browser, f"{root}/sparql.html") as seen,
    ):
        seen.page.locator(".is-awake").wait_for()
        assert "make setup" in seen.page.locator("#missing").inner_text()
        assert seen.complaints == []


# -- What it asks for, and what it runs ------------------------------------------------


def test_it_answers_below_a_path_and_asks_nobody_else(browser: Browser, address: str) -> None:
    question = ask.find(sparql.FRONT)
    rows = (EXPECTED / f"{question.path.stem}.tsv").read_text(encoding="utf-8").count("\n") - 1

    with opened(browser, f"{address}/sparql.html") as seen:
        page = settled(seen.page)
        page.locator("#editor").wait_for()

        assert status(page).startswith(f"{rows} rows in ")
        assert page.locator("#asked").inner_text() == question.question
        assert page.locator(".views [aria-pressed=true]").inner_text() == "Timeline"
        assert all(url.startswith((f"{address}/", "blob:")) for url in seen.requests)
        assert seen.complaints == []
        assert page.url == f"{address}/sparql.html"


def test_the_policy_stops_scripts_and_styles_that_are_not_its_own(
    browser: Browser, address: str
) -> None:
    with opened(browser, f"{address}/sparql.html") as seen:
        policy = seen.page.locator("meta[http-equiv=Content-Security-Policy]")
        seen.page.evaluate(
            "() => { for (const name of ['script', 'style']) {"
            " const s = document.createElement(name); s.textContent ="
            " name === 'script' ? 'window.ran = 1' : 'body { display: none }';"
            " document.body.append(s); } }"
        )

        assert policy.get_attribute("content") == (
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; "
            "worker-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; "
            "form-action 'self'"
        )
        assert seen.page.evaluate("() => window.ran") is None
        assert seen.page.locator("#run").is_visible()
        assert len([words for words in seen.complaints if "Content Security" in words]) == 2


def test_without_scripts_the_page_leads_to_the_page_of_questions(
    browser: Browser, address: str
) -> None:
    with opened(browser, f"{address}/sparql.html", scripts=False) as seen:
        text = seen.page.locator("noscript").inner_text()

        assert "Answering needs scripts" in text
        assert "SELECT" in seen.page.locator("#query").input_value()


def test_a_host_that_unpacks_and_knows_no_types_will_do(
    browser: Browser, address: str, folder: Path
) -> None:
    def unpacked(route: Route) -> None:
        body = gzip.decompress((folder / "sparql" / "graph.nt.gz").read_bytes())
        route.fulfill(body=body, content_type="application/n-triples")

    def untyped(route: Route) -> None:
        body = (folder / "sparql" / "engine" / "oxigraph.wasm").read_bytes()
        route.fulfill(body=body, content_type="application/octet-stream")

    context = browser.new_context()
    context.route("**/graph.nt.gz", unpacked)
    context.route("**/oxigraph.wasm", untyped)
    page = context.new_page()
    page.goto(f"{address}/sparql.html")

    assert " rows in " in status(settled(page))
    context.close()


def test_hostile_names_and_addresses_do_nothing(browser: Browser, tmp_path: Path) -> None:
    written_page(attacking_graph(), tmp_path)
    bound = "BIND(IRI('javascript:alert(1)') AS ?x) BIND(IRI('https://a:b@c.example/') AS ?y)"
    query = f"SELECT * {{ ?s ?p ?o {bound} }}"

    with (
        file_server(tmp_path) as root,
        opened(browser, f"{root}/sparql.html{hashed(query=query)}") as seen,
    ):
        page = settled(seen.page)
        while page.locator(".more").is_visible():
            page.locator(".more").click()
        links = page.evaluate(
            "() => [...document.querySelectorAll('#answer a')].map((a) => a.href)"
        )
        for name in ("graph", "bar", "timeline"):
            if page.locator(f".views [data-view={name}]").count():
                page.locator(f".views [data-view={name}]").click()
        asked(page, "SELECT ?s ?o { ?s skos:prefLabel ?o }")
        page.locator(".views [data-view=graph]").click() if page.locator(
            ".views [data-view=graph]"
        ).count() else None

        assert len(links) > 100
        assert {link.partition(":")[0] for link in links} <= {"http", "https"}
        assert not any("@c.example" in link for link in links)
        assert page.locator("#answer :is(script, img, iframe, style)").count() == 0
        assert seen.dialogs == []
        assert seen.complaints == []
        assert all(url.startswith((root, "blob:")) for url in seen.requests)


# -- Answers ---------------------------------------------------------------------------

ALL_QUESTIONS = """async (root) => {
  const { browserEngine } = await import(`${root}/sparql/engine.js`);
  const { cellFor } = await import(`${root}/sparql/binding.js`);
  const { know } = await import(`${root}/sparql/terms.js`);
  const { Names, QUERY } = await import(`${root}/sparql/names.js`);
  const { prepared } = await import(`${root}/sparql/sending.js`);
  const { written } = await import(`${root}/sparql/formats.js`);
  const catalogue = await (await fetch(`${root}/sparql/catalogue.json`)).json();
  know(catalogue, "");
  const engine = browserEngine(catalogue.prefixes, () => {});
  const limits = { form: "rows", most: 100000, seconds: 60 };
  const names = new Names();
  names.fill((await engine.ask(QUERY, limits)).rows);
  const found = {};
  for (const { name, text, parameters } of catalogue.questions) {
    const cells = new Map(parameters.map((one) => [one.name, cellFor(one, one.default, names)]));
    const query = prepared(text, parameters, cells, { most: 100001, isSteadied: true });
    const answer = await engine.ask(query.sent, limits);
    found[name] = written(answer, "tsv");
  }
  return found;
}"""


def test_the_engine_in_the_browser_gives_every_answer_on_record(
    browser: Browser, address: str
) -> None:
    with opened(browser, f"{address}/sparql.html") as seen:
        seen.page.set_default_timeout(60_000)
        found = seen.page.evaluate(ALL_QUESTIONS, address)

    recorded = {
        question.name: (EXPECTED / f"{question.path.stem}.tsv").read_text(encoding="utf-8")
        for question in ask.catalogue()
    }
    assert [name for name in recorded if found[name] != recorded[name]] == []


def test_the_blanks_are_bound_as_the_command_binds_them(desk: Page, graph: Graph) -> None:
    given = {"first": "Biodiversity", "second": "small-firms"}
    ours = ask.answer(graph, "in-two-themes", given)

    page = shown(
        desk, hashed(question="in-two-themes", _first="Biodiversity", _second="SmallFirms")
    )

    assert status(page).startswith(f"{len(ours)} rows")
    assert page.locator("#blank-second").input_value() == "SmallFirms"


def test_rows_are_cut_at_the_limit_and_the_page_says_so(desk: Page) -> None:
    page = shown(desk, hashed(query=EVERYTHING, rows=1000))

    assert status(page).startswith("1000 rows in ")
    assert page.locator(".cut").inner_text().startswith("Cut at 1000 rows: there are more.")
    page.locator("#rows").select_option("10000")
    page.wait_for_function(
        "() => document.querySelector('.cut').textContent.startsWith('Cut at 10,000')"
    )
    asked(page, EVERYTHING + " LIMIT 7")
    assert len(cells(page)) == 7
    assert page.locator(".cut").is_hidden()


@pytest.mark.parametrize(
    ("text", "limited"),
    [
        ("SELECT * { ?s ?p ?o }", "SELECT * { ?s ?p ?o }\nLIMIT 11"),
        ("SELECT * { ?s ?p ?o } LIMIT 5", "SELECT * { ?s ?p ?o } LIMIT 5"),
        ("SELECT * { ?s ?p ?o } LIMIT 500 OFFSET 2", "SELECT * { ?s ?p ?o } LIMIT 11 OFFSET 2"),
        ("SELECT * { ?s ?p ?o } # LIMIT 3", "SELECT * { ?s ?p ?o } # LIMIT 3\nLIMIT 11"),
        ("SELECT * { { SELECT * { ?s ?p ?o } LIMIT 99 } }", "… LIMIT 99 } }\nLIMIT 11"),
        ("SELECT ?s { ?s ?p ?o } VALUES ?s { UNDEF }", "… ?o }  LIMIT 11 VALUES ?s { UNDEF }"),
        ("SELECT * { VALUES ?s { 1 } }", "… VALUES ?s { 1 } }\nLIMIT 11"),
        ("SELECT (EXISTS { ?a ?b ?c } AS ?d) { }", "… { }\nLIMIT 11"),
        ("ASK { ?s ?p ?o }", "ASK { ?s ?p ?o }"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }"),
    ],
)
def test_a_limit_is_set_where_it_changes_nothing_else(
    module: Callable[..., Any], text: str, limited: str
) -> None:
    made = module("tokens.js", "limited", text, 11)

    assert made == limited or made.endswith(limited.removeprefix("…"))


def test_the_four_forms_of_query_are_answered_and_saved(
    shared: Visit, desk: Page, graph: Graph
) -> None:
    # No solutions of the engine in this frame: the page keeps it, and another thread may end it.
    awards = len(select(graph.store, AWARDS).rows)

    def saved(form: str) -> str:
        with page.expect_download() as download:
            page.locator(f".files [data-format={form}]").click()
        assert download.value.suggested_filename == f"answer.{form}"
        return Path(download.value.path()).read_bytes().decode()

    page = shown(desk, hashed(query=AWARDS))
    assert len(cells(page)) == awards
    assert saved("csv").count("\r\n") == awards + 1
    assert saved("tsv").startswith("?award\t?name\n<https://w3id.org/antkg/id/award/")
    document = json.loads(saved("json"))
    assert document["head"] == {"vars": ["award", "name"]}
    assert {row["name"]["xml:lang"] for row in document["results"]["bindings"]} >= {"en"}

    asked(page, "ASK { ?a a akg:Award }")
    assert page.locator(".truth").inner_text() == "Yes"
    assert json.loads(saved("json"))["boolean"] is True

    asked(page, "CONSTRUCT { ?a skos:prefLabel ?n } WHERE { ?a a akg:Award ; skos:prefLabel ?n }")
    assert status(page).startswith(f"{awards} triples")
    for name, form in (("ttl", ox.RdfFormat.TURTLE), ("nt", ox.RdfFormat.N_TRIPLES)):
        assert len({q.triple for q in ox.parse(saved(name), format=form)}) == awards
    page.locator(".views [data-view=text]").click()
    assert "skos:prefLabel" in page.locator(".turtle").inner_text()

    asked(page, "DESCRIBE program:ant-forest")
    assert "triples in" in status(page)
    assert "Ant Forest" in page.locator(".turtle").inner_text()

    asked(page, "SELECT ?x { ?x a <https://nothing.example/> }")
    assert page.locator(".nothing").inner_text().startswith("No rows")
    assert shared.complaints == []


def test_a_term_that_is_written_comes_back_the_same(module: Callable[..., Any]) -> None:
    text = 'a "b" \\ \n\t 林 \u0007'
    term = module("terms.js", "asTerm", {"kind": "literal", "value": text, "language": "en"})

    (quad,) = ox.parse(f"<x:s> <x:p> {term} .", format=ox.RdfFormat.N_TRIPLES)

    assert quad.object == ox.Literal(text, language="en")


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("10 - 3 - 2", "5"),
        ("10 -3 -2", "5"),
        ("1 - 2 + 3", "2"),
        ("1 - 2 + 3 - 4 * 5", "-18"),
        ("100 / 10 * 5", "50.0"),
        ("8 / 4 / 2 - 1 - 1", "-1.0"),
        ("-(10 - 3 - 2) - -1 - 1", "-5"),
        ("IF(5 - 2 - 1 = 2, ABS(1 - 2 - 3), 0)", "4"),
        ("STRLEN('a - b - c') - 1 - 1", "7"),
        ("xsd:integer('7') - 1 - 1", "5"),
        ("'7'^^xsd:integer - 1 - 1", "5"),
    ],
)
def test_operators_are_read_from_left_to_right(desk: Page, expression: str, value: str) -> None:
    """The engine alone would read 10 - 3 - 2 as 10 - (3 - 2)."""
    asked(desk, f"SELECT ({expression} AS ?x) {{ }}")

    assert [float(row[0]) for row in cells(desk)] == [float(value)]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s akg:a/akg:b/akg:c* ?o . ?s (akg:a/akg:b)/akg:c+ ?x }",
        "SELECT * { ?s ?p (1 2 3) ; akg:a (akg:b/akg:c/akg:d) }",
        "SELECT (1 + 2 + 3 AS ?x) { VALUES (?a ?b) { (-1 -2) } }",
        "SELECT * { FILTER(?a - ?b = 3 && EXISTS { ?s akg:a/akg:b/akg:c ?o }) }",
    ],
)
def test_paths_and_lists_get_no_parentheses(module: Callable[..., Any], query: str) -> None:
    assert module("arithmetic.js", "parentheses", query) == []


def test_parentheses_are_set_in_every_place_of_an_expression(module: Callable[..., Any]) -> None:
    query = """SELECT ?a (1-2-3 AS ?b) {
      { SELECT ?c (4-5-6 AS ?d) { ?c ?p ?o } GROUP BY ?c (7-8-9) HAVING (1-2-3 < 0) }
      BIND(1-2-3 AS ?e) FILTER EXISTS { FILTER(1-2-3 < 0) } FILTER xsd:boolean(1-2-3)
    } GROUP BY ?a ORDER BY DESC(1-2-3)"""

    assert len(module("arithmetic.js", "parentheses", query)) == 2 * query.count("-") / 2


# -- Limits and cancelling -------------------------------------------------------------


def test_a_query_is_cancelled_at_once_and_the_next_one_is_answered(
    browser: Browser, address: str
) -> None:
    with opened(browser, f"{address}/sparql.html" + hashed(query="ASK { }")) as seen:
        page = settled(seen.page)
        page.locator("#editor").wait_for()
        content = page.get_by_role("textbox", name="Query in SPARQL")
        content.press("ControlOrMeta+A")  # a choice made by keys, as a reader makes it
        page.keyboard.insert_text(ENDLESS)
        content.press("Control+Enter")
        page.locator("[data-busy]").wait_for()
        page.wait_for_timeout(300)
        began = time.monotonic()
        page.locator("#cancel").click()
        page.locator(".sparql:not([data-busy])").wait_for()

        assert time.monotonic() - began < 1
        assert status(page).startswith("Cancelled.")
        assert page.evaluate("() => document.activeElement.id") == "run"
        page.wait_for_function(
            "() => status.textContent.includes('ready')".replace(
                "status", "document.querySelector('#status')"
            )
        )
        assert len(cells(asked(page, AWARDS))) > 5
        assert seen.complaints == []


def test_a_query_ends_at_its_time_and_the_next_one_is_answered(
    browser: Browser, address: str
) -> None:
    script = """async ([root, endless]) => {
      const { browserEngine } = await import(`${root}/sparql/engine.js`);
      const states = [];
      const engine = browserEngine({}, (state) => states.push(state));
      const limits = { form: "rows", most: 10 };
      await engine.ask("SELECT * {} ", { ...limits, seconds: 20 });
      const kind = await engine.ask(endless, { ...limits, seconds: 0.3 }).catch((one) => one.kind);
      const answer = await engine.ask("SELECT (1 AS ?x) {}", { ...limits, seconds: 20 });
      return [kind, answer.rows[0][0].value, states];
    }"""
    with opened(browser, f"{address}/sparql.html" + hashed(query="ASK { }")) as seen:
        kind, value, states = seen.page.evaluate(script, [address, ENDLESS])

    assert (kind, value) == ("time", "1")
    assert states == ["loading", "ready", "loading", "ready"]
