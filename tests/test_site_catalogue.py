"""Downloads, their descriptions for programs, the sitemap, and the page for what is not there."""

from __future__ import annotations

import hashlib
import http.client
import json
import re
import time
import xml.etree.ElementTree as ET
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from browser import offline_chromium
from conftest import CommandLine
from small_graph import attacking_graph

from kg import paths, query
from kg.errors import UsageError
from kg.load import Graph
from kg.site import catalogue, downloads
from kg.site.model import Site
from kg.site.rendering import Renderer
from kg.vocabulary import DATA_SET, PREFIXES

if TYPE_CHECKING:
    from playwright.sync_api import Page

BASE = "https://example.org/antkg/"
DCAT = rdflib.Namespace("http://www.w3.org/ns/dcat#")
SPDX = rdflib.Namespace("http://spdx.org/rdf/terms#")
VOID = rdflib.Namespace("http://rdfs.org/ns/void#")
MARGIN = "getComputedStyle(document.body).marginTop"  # the browser's own, until a style comes
DATA = rdflib.URIRef(DATA_SET)
SHAPES = """@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix spdx: <http://spdx.org/rdf/terms#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
[] a sh:NodeShape ; sh:targetClass dcat:Catalog ;
  sh:property [ sh:path dcterms:title ; sh:minCount 1 ] ,
    [ sh:path dcat:dataset ; sh:class dcat:Dataset ; sh:minCount 2 ] .
[] a sh:NodeShape ; sh:targetClass dcat:Dataset ;
  sh:property [ sh:path dcterms:title ; sh:minCount 1 ; sh:nodeKind sh:Literal ] ,
    [ sh:path dcterms:description ; sh:minCount 1 ; sh:uniqueLang true ] ,
    [ sh:path dcterms:license ; sh:minCount 1 ; sh:nodeKind sh:IRI ] ,
    [ sh:path dcterms:issued ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:date ] ,
    [ sh:path dcterms:publisher ; sh:minCount 1 ] ,
    [ sh:path dcat:version ; sh:minCount 1 ; sh:maxCount 1 ] ,
    [ sh:path dcat:distribution ; sh:class dcat:Distribution ; sh:minCount 1 ] .
[] a sh:NodeShape ; sh:targetClass dcat:Distribution ;
  sh:property [ sh:path dcat:downloadURL ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ,
    [ sh:path dcat:mediaType ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ,
    [ sh:path dcat:byteSize ; sh:minCount 1 ; sh:datatype xsd:nonNegativeInteger ] ,
    [ sh:path dcterms:license ; sh:minCount 1 ] ,
    [ sh:path spdx:checksum ; sh:minCount 1 ; sh:maxCount 1 ; sh:property
      [ sh:path spdx:checksumValue ; sh:minCount 1 ; sh:datatype xsd:hexBinary ] ,
      [ sh:path spdx:algorithm ; sh:hasValue spdx:checksumAlgorithm_sha256 ] ] .
"""


def parsed(folder: Path, name: str, base: str = BASE) -> rdflib.Graph:
    return rdflib.Graph().parse(folder / name, format="turtle", publicID=base)


@pytest.fixture(scope="module")
def dcat(site_folder: Path) -> rdflib.Graph:
    return parsed(site_folder, "dcat.ttl")


@pytest.fixture(scope="module")
def void(site_folder: Path) -> rdflib.Graph:
    return parsed(site_folder, "void.ttl")


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_dcat_gives_every_file_of_the_data_with_its_true_size_and_sum(
    site_folder: Path, dcat: rdflib.Graph
) -> None:
    files = [*dcat.subjects(rdflib.RDF.type, DCAT.Distribution)]
    assert len(files) > 9

    for file in files:
        path = site_folder / str(dcat.value(file, DCAT.downloadURL)).removeprefix(BASE)
        checksum = dcat.value(dcat.value(file, SPDX.checksum), SPDX.checksumValue)
        assert int(str(dcat.value(file, DCAT.byteSize))) == path.stat().st_size
        assert str(checksum).lower() == digest(path)


def test_dcat_has_what_a_catalogue_of_data_sets_must_have(dcat: rdflib.Graph) -> None:
    shapes = rdflib.Graph().parse(data=SHAPES, format="turtle")

    conforms, _, report = pyshacl.validate(dcat, shacl_graph=shapes)

    assert conforms, report
    release = str(dcat.value(DATA, DCAT.version))
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", release)


def test_the_page_lists_every_file_of_the_folder_with_its_true_size_and_sum(
    site_folder: Path,
) -> None:
    text = (site_folder / "data.html").read_text(encoding="utf-8")
    pattern = r'<a href="([^"]+)" download>.*?class="number">([\d,]+)<.*?class="sum">([0-9a-f]+)<'
    listed = {path: (size, total) for path, size, total in re.findall(pattern, text)}
    there = {p.relative_to(site_folder).as_posix() for p in (site_folder / "data").iterdir()}

    assert there <= listed.keys()
    assert {"schema.ttl", "audit.md", "void.ttl", "dcat.ttl", "service.ttl"} <= listed.keys()
    for path, (size, total) in listed.items():
        assert int(size.replace(",", "")) == (site_folder / path).stat().st_size
        assert total == digest(site_folder / path)


def test_void_counts_the_graph_as_sparql_does(void: rdflib.Graph, graph: Graph) -> None:
    text = """SELECT (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?distinctSubjects)
      (COUNT(DISTINCT ?p) AS ?properties) (COUNT(DISTINCT ?o) AS ?distinctObjects)
      WHERE { ?s ?p ?o }"""
    (row,) = query.select(graph.store, text).to_dicts()

    assert {name: str(void.value(DATA, VOID[name])) for name in row} == row


def test_void_counts_the_members_of_every_class_as_sparql_does(
    void: rdflib.Graph, graph: Graph
) -> None:
    text = """SELECT ?class (COUNT(DISTINCT ?it) AS ?n) WHERE { ?it a ?class } GROUP BY ?class"""
    expected = {row["class"]: row["n"] for row in query.select(graph.store, text).to_dicts()}

    found = {
        str(void.value(part, VOID["class"])): str(void.value(part, VOID.entities))
        for part in void.objects(DATA, VOID.classPartition)
    }

    assert found == expected
    assert str(void.value(DATA, VOID.classes)) == str(len(expected))


def test_void_says_which_class_leads_by_which_property_to_which_class_and_datatype(
    site_folder: Path, graph: Graph
) -> None:
    text = (site_folder / "void.ttl").read_bytes()
    void = ox.Store()
    void.extend(ox.parse(text, format=ox.RdfFormat.TURTLE, base_iri=BASE))
    to_class = """SELECT ?class ?property ?other (COUNT(*) AS ?n) WHERE {
      ?it a ?class ; ?property ?value . ?value a ?other } GROUP BY ?class ?property ?other"""
    to_datatype = """SELECT ?class ?property ?other (COUNT(*) AS ?n) WHERE {
      ?it a ?class ; ?property ?value . FILTER(ISLITERAL(?value))
      BIND(DATATYPE(?value) AS ?other) } GROUP BY ?class ?property ?other"""
    asked = """PREFIX void: <http://rdfs.org/ns/void#> PREFIX ext: <http://ldf.fi/void-ext#>
      SELECT ?class ?property ?other ?n WHERE {
        ?part void:class ?class ; void:propertyPartition ?way . ?way void:property ?property .
        { ?way void:classPartition ?end . ?end void:class ?other } UNION
        { ?way ext:datatypePartition ?end . ?end ext:datatype ?other }
        ?end void:triples ?n }"""

    found = {tuple(row.values()) for row in query.select(void, asked).to_dicts()}

    answers = [query.select(graph.store, asking).to_dicts() for asking in (to_class, to_datatype)]
    assert found == {tuple(row.values()) for rows in answers for row in rows}
    assert len(found) > 500


def test_void_names_the_dumps_and_an_example_that_there_is(
    void: rdflib.Graph, site_folder: Path, graph: Graph
) -> None:
    dumps = [str(one).removeprefix(BASE) for one in void.objects(DATA, VOID.dataDump)]
    example = str(void.value(DATA, VOID.exampleResource))

    assert len(dumps) == 5 and all((site_folder / dump).is_file() for dump in dumps)
    assert query.answer(graph.store, f"ASK {{ <{example}> a/rdfs:subClassOf* akg:Thing }}") is True


def test_the_service_description_names_the_endpoint_and_the_page(
    site_folder: Path, graph: Graph
) -> None:
    service = parsed(site_folder, "service.ttl")
    space = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    (one,) = service.subjects(rdflib.RDF.type, space.Service)

    assert str(service.value(one, space.endpoint)) == "http://127.0.0.1:8000/sparql"
    assert (one, rdflib.FOAF.page, rdflib.URIRef(BASE + "sparql.html")) in service
    assert [*service.objects(None, VOID.triples)] == [rdflib.Literal(len(graph.store))]


def test_the_dump_is_the_graph(site_folder: Path, graph: Graph) -> None:
    with (site_folder / "data/graph.nt").open("rb") as file:
        assert sum(1 for _ in file) == len(graph.store)


def test_search_engines_read_the_data_set_without_asking_anybody(site_folder: Path) -> None:
    text = (site_folder / "data.html").read_text(encoding="utf-8")
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    assert found
    triples = [*ox.parse(found[1], format=ox.RdfFormat.JSON_LD, base_iri=BASE)]

    said = {(q.predicate.value, str(q.object)) for q in triples if q.subject.value == DATA_SET}

    schema = PREFIXES["schema"]
    assert (schema + "license", '"https://creativecommons.org/licenses/by/4.0/"') in said
    addresses = {q.object.value for q in triples if q.predicate.value == schema + "contentUrl"}
    assert BASE + "data/graph.ttl" in addresses
    assert json.loads(found[1])["name"]


@pytest.fixture(scope="module")
def placed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return what is made for a site that knows where it stands; few other pages are there."""
    folder = tmp_path_factory.mktemp("placed")
    (folder / "id/program").mkdir(parents=True)
    for name in ("index.html", "404.html", "id/program/a&b.html"):
        (folder / name).write_text("x")
    made(folder, BASE.rstrip("/"))
    return folder


def made(folder: Path, base: str) -> None:
    site = Site(attacking_graph(), base)
    for path, text in catalogue.files(site, folder, Renderer(site)).items():
        (folder / path).write_text(text, encoding="utf-8")


def test_a_sitemap_names_every_page_but_the_one_for_what_is_not_there(placed: Path) -> None:
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    root = ET.parse(placed / "sitemap.xml").getroot()

    found = [element.text for element in root.findall("s:url/s:loc", space)]

    names = ("data.html", "id/program/a&b.html", "index.html")
    assert found == [BASE + name for name in names]
    assert "sitemap.xml" in (placed / "data.html").read_text(encoding="utf-8")


def test_robots_txt_is_written_only_where_robots_look_for_it(placed: Path, tmp_path: Path) -> None:
    made(tmp_path, "https://antkg.example")

    assert not (placed / "robots.txt").exists()
    said = (tmp_path / "robots.txt").read_text()
    assert "Sitemap: https://antkg.example/sitemap.xml" in said
    assert "robots.txt" in (tmp_path / "data.html").read_text(encoding="utf-8")


def test_a_known_address_stands_in_descriptions_and_redirects(placed: Path) -> None:
    dcat = parsed(placed, "dcat.ttl", base="https://wrong.example/")
    redirects = (placed / downloads.REDIRECTS_FILE).read_text(encoding="utf-8")

    assert rdflib.URIRef(BASE + "data/graph.ttl") in {*dcat.objects(None, DCAT.downloadURL)}
    assert f"{BASE}schema.ttl" in redirects


def test_without_an_address_there_is_no_sitemap_and_the_page_says_so(site_folder: Path) -> None:
    assert not (site_folder / "sitemap.xml").exists()
    assert not (site_folder / "robots.txt").exists()
    assert "so it has no sitemap" in (site_folder / "data.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("base", ["example.org", "ftp://x.example/", 'https://x.example/"><x', "x"])
def test_an_address_at_which_no_site_can_stand_is_refused(tiny: Graph, base: str) -> None:
    with pytest.raises(UsageError, match="is not where a site can stand"):
        Site(tiny, base)


def test_the_command_says_so_in_a_sentence(kg: CommandLine, tmp_path: Path) -> None:
    outcome = kg("site", "--base", "nowhere", "--output", tmp_path / "site")

    assert outcome.code == 2
    assert "write https://example.org/antkg/" in outcome.err
    assert not (tmp_path / "site").exists()


def test_the_same_graph_gives_the_same_files(placed: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    (again / "id/program").mkdir(parents=True)
    for name in ("index.html", "404.html", "id/program/a&b.html"):
        (again / name).write_text("x")

    made(again, BASE)

    files = [path.relative_to(placed) for path in placed.rglob("*") if path.is_file()]
    assert len(files) > 18
    assert not [f for f in files if (placed / f).read_bytes() != (again / f).read_bytes()]


def test_changes_of_the_data_are_those_that_the_changelog_tells(tmp_path: Path) -> None:
    file = tmp_path / "CHANGELOG.md"
    file.write_text(
        "# Changelog\n- Data: before any version\n## [2.0] - 2026-01-02\n### Added\n"
        "- Program: no\n- Data: ten facts ([list](docs/list.md)).\n## [1.0]\n- Program: no\n",
        encoding="utf-8",
    )

    told = [{"version": "2.0", "day": "2026-01-02", "lines": ["ten facts (list)."]}]
    assert catalogue.changes(file) == told
    assert catalogue.changes(tmp_path / "none.md") == []
    assert catalogue.changes(paths.ROOT / "CHANGELOG.md")


class _Host(SimpleHTTPRequestHandler):
    """Answers as web hosts do: 404.html where there is nothing, at whatever depth."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Send the page of the site instead of the server's own words."""
        content = (Path(self.directory) / "below/404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)


def test_the_page_for_what_is_not_there_finds_its_links_and_its_style_at_any_depth(
    site_folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "below").symlink_to(site_folder)  # a site seldom stands at the top of its host
    handler = partial(_Host, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        root = f"http://127.0.0.1:{server.server_address[1]}/below/"
        with offline_chromium() as browser:
            for path in ("nothing.html", "id/program/nothing.html"):
                page = browser.new_page()
                page.goto(root + path)
                _wait_for_style(page)
                links = page.eval_on_selector_all("main a", "all => all.map(a => a.href)")
                assert root + "things.html" in links
                assert {_status(link) for link in links} == {200}
                page.fill("#search", "Ant For")
                page.wait_for_selector("#results a")
                page.close()
        server.shutdown()
        thread.join()


def _wait_for_style(page: Page) -> None:
    """Look again and again; a page whose policy forbids `eval` cannot be told to wait."""
    for _ in range(100):
        if page.evaluate(MARGIN) == "0px":
            return
        time.sleep(0.05)
    pytest.fail(f"{page.url} has no style")


def _status(address: str) -> int:
    parts = urlsplit(address)
    host = http.client.HTTPConnection(parts.netloc, timeout=10)
    host.request("HEAD", parts.path)
    status = host.getresponse().status
    host.close()
    return status


def test_where_the_address_is_known_the_page_for_what_is_not_there_needs_no_script(
    placed: Path,
) -> None:
    text = (placed / "404.html").read_text(encoding="utf-8")

    assert f'<base href="{BASE}">' in text
    assert text.index("<base") < text.index("stylesheet")
    assert "names.json" not in text and "base-uri 'self'" in text
