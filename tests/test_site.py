"""The static site: what its files hold, before any browser opens them."""

from __future__ import annotations

import gzip
import html
import json
import posixpath
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pyoxigraph as ox
import pytest
import rdflib
import rdflib.compare
from conftest import TINY, CommandLine
from small_graph import attacking_graph

from kg import ask, load, query, site
from kg.errors import DataError
from kg.load import Graph
from kg.site.model import Site

MOST_BYTES = 100_000  # of a page, as a server sends it
FOREST = "id/program/ant-forest"
SCHEMES = ("http:", "https:", "data:", "mailto:")


class Reader(HTMLParser):
    """What a page refers to, what can be referred to in it, and elements left open."""

    VOID = frozenset(("meta", "link", "img", "input", "br", "hr", "source", "wbr"))

    def __init__(self) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.anchors: list[str] = []
        self.open: list[str] = []
        self.handlers: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where an element leads, and that it is open."""
        said = dict(attrs)
        self.targets += [v for name in ("href", "src", "action") if (v := said.get(name))]
        self.anchors += [v for v in (said.get("id"),) if v]
        self.handlers += [name for name in said if name.startswith("on") or name == "style"]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where an element leads that closes itself."""
        self.handle_starttag(tag, attrs)
        if tag not in self.VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        """Hold a closing tag against the last one that opened."""
        assert self.open and self.open[-1] == tag, f"</{tag}> closes {self.open[-3:]}"
        self.open.pop()


def read(path: Path) -> Reader:
    reader = Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    reader.close()
    assert not reader.open, path
    return reader


TARGET = re.compile(r' (?:href|src|action)="([^"]*)"')
ANCHOR = re.compile(r' id="([^"]*)"')


@dataclass(frozen=True)
class Seen:
    """Where a page leads, as paths below the site with anchors, and its own anchors."""

    targets: tuple[str, ...]
    anchors: tuple[str, ...]


@pytest.fixture(scope="module")
def pages(site_folder: Path) -> dict[str, Seen]:
    """Return every page by its path; patterns do, for another test reads pages properly."""
    found = {}
    for path in sorted(site_folder.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        name = path.relative_to(site_folder).as_posix()
        text = text.partition("<script>")[0] if name == "explorer.html" else text
        targets = {html.unescape(target) for target in TARGET.findall(text)}
        there = tuple(absolute(name, t) for t in sorted(targets) if not t.startswith(SCHEMES))
        found[name] = Seen(there, tuple(ANCHOR.findall(text)))
    return found


def absolute(page: str, target: str) -> str:
    """Return the path below the site that a relative address of a page means."""
    address, mark, anchor = target.partition("#")
    base = posixpath.dirname(page)
    path = posixpath.normpath(posixpath.join(base, unquote(address))) if address else page
    return path + mark + anchor


def test_every_link_of_every_page_leads_to_a_file_and_an_anchor_that_exist(
    site_folder: Path, pages: dict[str, Seen]
) -> None:
    files = {p.relative_to(site_folder).as_posix() for p in site_folder.rglob("*") if p.is_file()}
    anchors = {name: {*seen.anchors} for name, seen in pages.items()}
    views = ("explorer.html", "sparql.html", "zh/sparql.html")  # whose anchors are views
    dead = set()
    for name, seen in pages.items():
        for target in seen.targets:
            path, _, anchor = target.partition("#")
            if path not in files or (
                anchor and path not in views and anchor not in anchors.get(path, ())
            ):
                dead.add(f"{name}: {target}")

    assert len(pages) > 3000
    assert not sorted(dead)[:10]


def test_every_page_can_be_reached_from_the_front_page(pages: dict[str, Seen]) -> None:
    reached, ahead = set(), ["index.html"]
    while ahead:
        name = ahead.pop()
        if name in pages and name not in reached:
            reached.add(name)
            ahead += [target.partition("#")[0] for target in pages[name].targets]

    assert pages.keys() - reached <= {"404.html"}


def test_no_page_has_an_anchor_twice(pages: dict[str, Seen]) -> None:
    assert not [n for n, seen in pages.items() if len(seen.anchors) != len({*seen.anchors})]


def test_pages_of_every_kind_are_well_formed_and_hold_no_handler_and_no_style(
    site_folder: Path,
) -> None:
    others = [*site_folder.glob("*.html"), *(site_folder / "zh").glob("*.html")]
    read_whole = [p for p in (*others, *some_pages(site_folder)) if p.name != "explorer.html"]

    assert len(read_whole) > 80
    assert not [path for path in read_whole if read(path).handlers]


def test_no_page_but_the_explorer_is_larger_than_it_may_be(site_folder: Path) -> None:
    large = [p for p in site_folder.rglob("*.html") if p.stat().st_size > MOST_BYTES]
    sizes = {p.name: len(gzip.compress(p.read_bytes(), 6)) for p in large}

    assert "ant-group.html" in sizes
    assert {name for name, size in sizes.items() if size > MOST_BYTES} <= {"explorer.html"}


def test_every_thing_record_and_source_has_a_page_and_two_twins(
    site_folder: Path, graph: Graph
) -> None:
    text = """SELECT ?it { VALUES ?class { akg:Thing akg:Record akg:Source }
      ?it a ?kind . ?kind rdfs:subClassOf* ?class }"""
    found = [row["it"] or "" for row in query.answer(graph.store, text)]  # type: ignore[union-attr]
    assert len(found) > 1000

    paths = [f"id/{iri.partition('/id/')[2]}" for iri in found]
    missing = [
        path + ending
        for path in paths
        for ending in (".html", ".ttl", ".jsonld")
        if not (site_folder / (path + ending)).is_file()
    ]
    assert not missing


def in_page(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    assert found, path
    return found[1]


def some_pages(folder: Path) -> Iterator[Path]:
    for kind in sorted((folder / "id").iterdir()):
        yield from sorted(kind.glob("*.html"))[::40]


def test_json_ld_in_a_page_and_beside_it_says_the_same_triples_as_the_turtle(
    site_folder: Path,
) -> None:
    checked = 0
    for path in some_pages(site_folder):
        turtle = set(ox.parse(path=str(path.with_suffix(".ttl")), format=ox.RdfFormat.TURTLE))
        for text in (in_page(path), path.with_suffix(".jsonld").read_text(encoding="utf-8")):
            assert set(ox.parse(text, format=ox.RdfFormat.JSON_LD)) == turtle, path
        assert turtle
        checked += 1
    assert checked > 60


def test_rdflib_reads_the_twins_of_a_page_as_the_same_graph(site_folder: Path) -> None:
    turtle = rdflib.Graph().parse(site_folder / f"{FOREST}.ttl")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of its own parser's making
        read_in_page = rdflib.Graph().parse(
            data=in_page(site_folder / f"{FOREST}.html"), format="json-ld"
        )

    assert len(turtle) > 500
    assert rdflib.compare.isomorphic(turtle, read_in_page)


def test_the_twin_of_a_record_holds_its_evidence_and_leads_to_its_sources(
    site_folder: Path, graph: Graph
) -> None:
    record = "figure:ant-forest-income-created-2019"
    text = f"SELECT ?e ?f {{ {record} akg:hasEvidence ?e . ?e akg:fragment ?f }} ORDER BY ?e"
    path = site_folder / "id/figure/ant-forest-income-created-2019.ttl"
    there = load.load(path)

    ours = query.select(graph.store, text)

    assert len(ours) >= 1
    assert query.select(there.store, text) == ours


def test_the_counts_of_the_front_page_are_those_of_the_graph(
    site_folder: Path, graph: Graph
) -> None:
    front = (site_folder / "index.html").read_text(encoding="utf-8")
    shown = [int(n.replace(",", "")) for n in re.findall(r"<strong>([\d,]+)</strong>", front)]
    counted = []
    for name in ("Thing", "Record", "Evidence", "Source"):
        text = f"""SELECT (COUNT(DISTINCT ?it) AS ?n) {{
          ?it a ?kind . ?kind rdfs:subClassOf* akg:{name} }}"""
        counted.append(int(query.select(graph.store, text).to_dicts()[0]["n"] or 0))

    assert shown == counted


def test_a_page_of_a_question_has_every_receipt_of_its_answer_and_each_claim_once(
    site_folder: Path, graph: Graph
) -> None:
    for name in ("awards", "promises-kept", "partners-of"):
        rows = ask.answer(graph, name).to_dicts()
        aside = ("words", "evidence", "source", "date")
        claims = {tuple(v for k, v in row.items() if k not in aside) for row in rows}
        text = (site_folder / "questions" / f"{name}.html").read_text(encoding="utf-8")
        table = text.partition("<tbody>")[2].partition("</tbody>")[0]

        assert table.count("<tr>") == len(claims)
        assert table.count('<p class="receipt">') == len(rows)
        assert f'<span class="count">{len(claims)}</span>' in text
        assert (f"rows in the files: {len(rows)}" in text) == (len(rows) != len(claims))


def test_a_long_answer_says_where_its_page_was_cut(site_folder: Path, graph: Graph) -> None:
    rows = len(ask.answer(graph, "voices"))
    text = (site_folder / "questions" / "voices.html").read_text(encoding="utf-8")
    table = text.partition("<tbody>")[2].partition("</tbody>")[0]

    assert table.count("<tr>") == 200 < rows
    assert f"Shown: 200 / {rows}" in text


def test_the_files_of_a_question_are_its_answer_on_record(site_folder: Path, graph: Graph) -> None:
    for question in ask.catalogue()[::9]:
        answer = ask.answer(graph, question.name)
        for form in ("csv", "json"):
            path = site_folder / "questions" / f"{question.name}.{form}"
            assert path.read_text(encoding="utf-8") == query.written(answer, form)
        text = (site_folder / "questions" / f"{question.name}.rq").read_text(encoding="utf-8")
        assert text == question.text


def test_the_search_box_knows_every_name_in_every_language(site_folder: Path, graph: Graph) -> None:
    entries = json.loads((site_folder / "names.json").read_text(encoding="utf-8"))
    known = {name for first, _, _, others in entries for name in (first, *others)}
    text = """SELECT DISTINCT ?name {
      ?it a/rdfs:subClassOf* akg:Thing ; skos:prefLabel|skos:altLabel ?name }"""
    names = {row["name"] for row in query.answer(graph.store, text)}  # type: ignore[union-attr]

    assert len(names) > 1000
    assert names <= known
    assert all((site_folder / address).is_file() for _, address, _, _ in entries)


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a site of names and addresses that try to run; an older one stood at its place."""
    folder = tmp_path_factory.mktemp("attacked") / "site"
    folder.mkdir()
    for name in ("old.html", *site.OF_A_SITE):
        (folder / name).write_text("old")
    site.write(attacking_graph(), folder)
    return folder


def test_the_same_graph_gives_the_same_bytes(attacked: Path, tmp_path: Path) -> None:
    again = tmp_path / "site"

    site.write(attacking_graph(), again)

    files = sorted(path.relative_to(attacked) for path in attacked.rglob("*") if path.is_file())
    assert len(files) > 200
    assert files == sorted(path.relative_to(again) for path in again.rglob("*") if path.is_file())
    assert not [f for f in files if (attacked / f).read_bytes() != (again / f).read_bytes()]


def test_hostile_names_become_text_and_hostile_addresses_lead_nowhere(attacked: Path) -> None:
    for path in attacked.rglob("*.html"):
        if path.name == "explorer.html":
            continue
        reader = read(path)
        text = path.read_text(encoding="utf-8")
        assert "<img src=x" not in text and "<script>alert" not in text
        assert not reader.handlers
        assert not [t for t in reader.targets if t.lower().startswith(("javascript:", "data:text"))]


def test_a_site_takes_the_place_of_the_one_before_it_whole(attacked: Path) -> None:
    assert (attacked / "index.html").is_file()
    assert not (attacked / "old.html").exists()
    assert [path.name for path in attacked.parent.iterdir()] == ["site"]


def test_the_command_says_which_page_to_open_and_how_many_there_are(
    kg: CommandLine, tmp_path: Path
) -> None:
    folder = tmp_path / "public"

    outcome = kg("site", "--data", TINY, "--output", folder, "--base", "https://example.org/kg/")

    assert outcome.code == 0
    pages = len(list(folder.rglob("*.html")))
    assert outcome.out == f"{folder / 'index.html'} ({pages:,} pages)\n"
    assert "https://example.org/kg/index.html" in (folder / "sitemap.xml").read_text("utf-8")


def test_a_folder_that_holds_something_else_is_left_as_it_is(
    kg: CommandLine, tmp_path: Path
) -> None:
    (tmp_path / "letter.txt").write_text("dear")

    outcome = kg("site", "--data", TINY, "--output", tmp_path)

    assert outcome.code == 3
    assert "something else than a site; name an empty one" in outcome.err
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_folder_that_cannot_be_written_is_said_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(DataError, match="cannot be written"):
        site.write(attacking_graph(), tmp_path / "file" / "site")

    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_an_iri_that_climbs_out_of_the_folder_has_no_page(tmp_path: Path) -> None:
    data = tmp_path / "climbing.ttl"
    things = "https://w3id.org/antkg/id/"
    names = ("program/../../../climbed", "program/%2e%2e/climbed", "../climbed", "program/..")
    data.write_text(
        "@prefix akg: <https://w3id.org/antkg/schema#> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        + "".join(f'<{things}{n}> a akg:Program ; skos:prefLabel "Climber"@en .\n' for n in names),
        encoding="utf-8",
    )
    known = Site(load.closed(data))

    assert len([iri for iri in known.holdings if "climbed" in iri]) == 3
    assert not [iri for iri in known.addresses if "climbed" in iri or iri.endswith("..")]


def test_a_chinese_page_of_a_question_has_chinese_heads_and_names(site_folder: Path) -> None:
    text = (site_folder / "zh/questions/participants-of.html").read_text(encoding="utf-8")
    table = text.partition('<table class="answer">')[2]

    assert '<th scope="col">参与者</th>' in table
    assert '<th scope="col">依据</th>' in table
    assert '<html lang="zh">' in text


def test_names_in_answers_lead_to_their_things_and_years_stay_whole(site_folder: Path) -> None:
    text = (site_folder / "questions/awards.html").read_text(encoding="utf-8")

    assert '<a href="../id/program/gforest.html">GForest</a>' in text
    assert re.search(r'<td class="number" data-head="year">2019</td>', text)
