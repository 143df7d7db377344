"""The SPARQL page: what is written, and what it does in a real browser, where it answers itself."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import Visit, offline_chromium
from kg_server import kg_serve
from site_server import file_server
from small_graph import attacking_graph

from kg import ask, paths
from kg.load import Graph
from kg.query import Table, written
from kg.site import sparql
from kg.site.model import Site
from kg.site.rendering import Renderer
from kg.vocabulary import PREFIXES

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

EXPECTED = paths.ROOT / "tests" / "expected"
LOCK = json.loads((paths.ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
AWARDS = "SELECT ?award ?name {\n  ?award a akg:Award ; skos:prefLabel ?name\n}\nORDER BY ?name"
EVERYTHING = "SELECT * { ?s ?p ?o }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


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


@pytest.fixture(scope="module")
def folder(graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written_page(graph, tmp_path_factory.mktemp("sparql") / "sub" / "site")


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    """Serve it below a path, as a host of many sites does."""
    with file_server(folder.parent.parent) as root:
        yield f"{root}/sub/site"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with offline_chromium() as running:
        yield running


@contextmanager
def opened(
    browser: Browser,
    url: str,
    size: tuple[int, int] = (1280, 900),
    scheme: Literal["light", "dark"] = "light",
    *,
    scripts: bool = True,
) -> Iterator[Visit]:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme=scheme,
        java_script_enabled=scripts,
        accept_downloads=True,
        permissions=["clipboard-read", "clipboard-write"],
    )
    context.set_default_timeout(15000)
    page = context.new_page()
    seen = Visit(page)
    page.on("request", lambda request: seen.requests.append(request.url))
    page.on("console", lambda message: seen.complaints.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: seen.complaints.append(f"error: {error}"))
    page.on("dialog", lambda dialog: (seen.dialogs.append(dialog.message), dialog.dismiss()))
    page.goto(url)
    yield seen
    context.close()


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


def asked(page: Page, text: str) -> Page:
    """Type a query into the editor, and run it with the keys."""
    content = page.get_by_role("textbox", name="Query in SPARQL")
    content.fill(text)
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
    folder: Path, monkeypatch: pytest.MonkeyPatch, tiny: Graph
) -> None:
    monkeypatch.setattr(sparql, "FAMILIES", ("lookup",))

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


def test_the_blanks_are_bound_as_the_command_binds_them(
    browser: Browser, address: str, graph: Graph
) -> None:
    given = {"first": "Biodiversity", "second": "small-firms"}
    ours = ask.answer(graph, "in-two-themes", given)

    with opened(
        browser,
        f"{address}/sparql.html"
        + hashed(question="in-two-themes", _first="Biodiversity", _second="SmallFirms"),
    ) as seen:
        page = settled(seen.page)

        assert status(page).startswith(f"{len(ours)} rows")
        assert page.locator("#blank-second").input_value() == "SmallFirms"


def test_rows_are_cut_at_the_limit_and_the_page_says_so(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/sparql.html" + hashed(query=EVERYTHING, rows=1000)) as seen:
        page = settled(seen.page)

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


@pytest.fixture(scope="module")
def module(browser: Browser, address: str) -> Iterator[Callable[..., Any]]:
    """Return what calls one function of one of the page's scripts."""
    with opened(browser, f"{address}/sparql.html") as seen:

        def call(script: str, name: str, *words: object) -> object:
            return seen.page.evaluate(
                "async ([script, name, words]) => (await import(script))[name](...words)",
                [f"{address}/sparql/{script}", name, list(words)],
            )

        yield call


def test_the_four_forms_of_query_are_answered_and_saved(
    browser: Browser, address: str, graph: Graph
) -> None:
    found = graph.store.query(AWARDS, prefixes=PREFIXES)
    awards = len(list(found))  # type: ignore[arg-type]

    def saved(form: str) -> str:
        with page.expect_download() as download:
            page.locator(f".files [data-format={form}]").click()
        assert download.value.suggested_filename == f"answer.{form}"
        return Path(download.value.path()).read_bytes().decode()

    with opened(browser, f"{address}/sparql.html" + hashed(query=AWARDS)) as seen:
        page = settled(seen.page)
        assert len(cells(page)) == awards
        assert saved("csv").count("\r\n") == awards + 1
        assert saved("tsv").startswith("?award\t?name\n<https://w3id.org/antkg/id/award/")
        document = json.loads(saved("json"))
        assert document["head"] == {"vars": ["award", "name"]}
        assert {row["name"]["xml:lang"] for row in document["results"]["bindings"]} >= {"en"}

        asked(page, "ASK { ?a a akg:Award }")
        assert page.locator(".truth").inner_text() == "Yes"
        assert json.loads(saved("json"))["boolean"] is True

        asked(
            page, "CONSTRUCT { ?a skos:prefLabel ?n } WHERE { ?a a akg:Award ; skos:prefLabel ?n }"
        )
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
        assert seen.complaints == []


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
def test_operators_are_read_from_left_to_right(
    value_page: Page, expression: str, value: str
) -> None:
    """The engine alone would read 10 - 3 - 2 as 10 - (3 - 2)."""
    asked(value_page, f"SELECT ({expression} AS ?x) {{ }}")

    assert [float(row[0]) for row in cells(value_page)] == [float(value)]


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
        content.fill(ENDLESS)
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


def test_a_blank_takes_a_name_in_any_language_and_says_what_it_does_not_know(
    browser: Browser, address: str
) -> None:
    with opened(browser, f"{address}/sparql.html#question=figures-of") as seen:
        page = settled(seen.page)
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


def test_a_blank_that_a_query_of_ones_own_names_gets_a_field(
    browser: Browser, address: str
) -> None:
    with opened(browser, f"{address}/sparql.html" + hashed(query="ASK { }")) as seen:
        page = settled(seen.page)
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
    value_page: Page,
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
    made = value_page.evaluate(script, [address, kind, value])

    if term is None:
        assert made is None
    else:
        expanded = term.replace("<xsd:", f"<{PREFIXES['xsd']}")
        assert made == f"ASK {{ VALUES (?_x_{kind}) {{ ({expanded}) }}  }}"


@pytest.fixture(scope="module")
def value_page(browser: Browser, address: str) -> Iterator[Page]:
    with opened(browser, f"{address}/sparql.html") as seen:
        yield settled(seen.page)


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
    value_page: Page,
    query: str,
    words: str,
    place: tuple[int, int] | None,
) -> None:
    asked(value_page, query)
    said = value_page.locator("#fault").inner_text()

    assert words in said
    if place:
        assert f"Line {place[0]}, column {place[1]}: " in said
        assert value_page.locator("#fault .caret b").inner_text() == "^"
    assert words in (value_page.locator("#status").text_content() or "")
    assert value_page.locator("#answer").is_hidden()


def test_the_place_of_a_fault_is_underlined_behind_a_bound_blank(
    browser: Browser, address: str
) -> None:
    query = "SELECT ?x { BIND(?_n_integer AS ?x) FILTR(?x) }"
    with opened(browser, f"{address}/sparql.html" + hashed(query=query, _n=1)) as seen:
        page = settled(seen.page)
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


def test_the_keyboard_alone_completes_runs_and_leaves_the_editor(
    browser: Browser, address: str
) -> None:
    with opened(browser, f"{address}/sparql.html" + hashed(query="ASK { }")) as seen:
        page = settled(seen.page)
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
    browser: Browser, address: str, graph: Graph
) -> None:
    site = Site(graph)
    query = "SELECT ?e { ?r akg:hasEvidence|akg:hasParticipation ?e } ORDER BY ?e LIMIT 99"
    with opened(browser, f"{address}/sparql.html" + hashed(query=query)) as seen:
        found = (
            settled(seen.page)
            .locator("#answer td a")
            .evaluate_all("(all) => all.map((one) => [one.textContent, one.getAttribute('href')])")
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
