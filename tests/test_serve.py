"""The SPARQL 1.1 Protocol over real HTTP: a row for each case."""

from __future__ import annotations

import json
import signal
import socket
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from conftest import TINY, CommandLine
from serving import Server, encoded, served, started

from kg import paths, serve
from kg.serve import files, media
from kg.serve.house import House
from kg.serve.messages import Refused, Reply, Request

__all__ = ["served"]  # a fixture
SELECT = "SELECT ?p { ?p a akg:Program }"
ASK = "ASK { ?p a akg:Program }"
CONSTRUCT = "CONSTRUCT WHERE { ?p a akg:Program }"
DESCRIBE = "DESCRIBE <https://w3id.org/antkg/id/program/tiny-forest>"
GET = "/sparql?query=" + encoded(SELECT)
FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
TEXT = SELECT.encode()
AS_FORM = b"query=" + encoded(SELECT).encode()


# -- Requests --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "target", "kind", "body", "status"),
    [
        ("GET", GET, "", b"", 200),
        ("HEAD", GET, "", b"", 200),
        ("POST", "/sparql", FORM, AS_FORM, 200),
        ("POST", "/sparql", FORM + "; charset=UTF-8", AS_FORM, 200),
        ("POST", "/sparql", QUERY, TEXT, 200),
        ("POST", "/sparql", QUERY + ";charset=utf-8", TEXT, 200),
        ("OPTIONS", "/sparql", "", b"", 204),
        ("GET", GET + "&output=json&results=json&timeout=9", "", b"", 200),
        ("GET", "/sparql?query=", "", b"", 400),
        ("GET", GET + "&query=ASK%7B%7D", "", b"", 400),
        ("POST", "/sparql", FORM, AS_FORM + b"&query=ASK%7B%7D", 400),
        ("POST", GET, FORM, AS_FORM, 400),
        ("POST", GET, QUERY, TEXT, 400),
        ("POST", "/sparql", FORM, b"", 400),
        ("POST", "/sparql", FORM, b"update=CLEAR%20ALL", 400),
        ("POST", "/sparql", FORM, AS_FORM + b"&using-graph-uri=http%3A%2F%2Fx", 400),
        ("GET", GET + "&default-graph-uri=http%3A%2F%2Fx", "", b"", 400),
        ("GET", GET + "&named-graph-uri=http%3A%2F%2Fx", "", b"", 400),
        ("GET", "/sparql?query=%FF", "", b"", 400),
        ("POST", "/sparql", QUERY, b"ASK { ?s ?p '\xff' }", 400),
        ("GET", "/sparql?query=SELEC", "", b"", 400),
        ("GET", "/sparql?query=" + encoded("ASK { ?s x:y ?o }"), "", b"", 400),
        (
            "GET",
            "/sparql?query=" + encoded("ASK { SERVICE <http://x> { ?s ?p ?o } }"),
            "",
            b"",
            400,
        ),
        ("GET", "/sparql?query=" + encoded("ASK FROM <http://x> { ?s ?p ?o }"), "", b"", 400),
        ("GET", "/sparql?query=" + encoded("INSERT DATA { <a:a> <a:b> 1 }"), "", b"", 400),
        ("PUT", "/sparql", "text/turtle", b"<a:a> <a:b> 1 .", 405),
        ("DELETE", "/sparql", "", b"", 405),
        ("PATCH", "/sparql", "", b"", 405),
        ("POST", "/sparql", "", TEXT, 415),
        ("POST", "/sparql", "text/plain", TEXT, 415),
        ("POST", "/sparql", "application/sparql-update", b"CLEAR ALL", 415),
        ("POST", "/sparql", QUERY + "; charset=latin-1", TEXT, 415),
        ("GET", "/nothing", "", b"", 404),
        ("POST", "/", FORM, AS_FORM, 405),
    ],
)
def test_every_request_has_its_status(
    server: Server, method: str, target: str, kind: str, body: bytes, status: int
) -> None:
    kinds = {"content_type": kind} if kind else {}

    answer = server.send(method, target, body or None, timeout=30, **kinds)

    assert answer.status == status, answer.body
    if status >= 400:
        assert answer.problem()["detail"]


def test_a_body_that_is_packed_is_refused(server: Server) -> None:
    answer = server.send("POST", "/sparql", TEXT, content_type=QUERY, content_encoding="gzip")

    assert answer.status == 415


def test_a_query_text_that_is_too_long_is_refused_by_its_length(server: Server) -> None:
    # A query may have 50,000 characters, and a body ten times as many bytes.
    assert server.post("ASK { } #" + "x" * 60_000).status == 422
    assert server.post("ASK { } #" + "x" * 600_000).problem()["status"] == 413
    assert server.send("GET", "/sparql?query=" + "x" * 200_000).status == 414
    assert (
        server.send("GET", "/sparql", accept="x" * 60_000, x="y" * 60_000, z="z" * 60_000).status
        == 431
    )


def test_what_http_does_not_know_is_refused(server: Server) -> None:
    for raw, status in ((b"FOO / HTTP/1.1\r\n\r\n", b"501"), (b"\x16\x03\x01\r\n\r\n", b"501")):
        with socket.create_connection((server.host, server.port), 10) as line:
            line.sendall(raw)
            assert line.recv(4096).split(b" ")[1] == status
    with socket.create_connection((server.host, server.port), 10) as line:
        line.sendall(b"GET / HTTP/1.1\r\nno colon\r\n\r\n")
        assert b" 400 " in line.recv(4096)


def test_percent_signs_are_decoded_once(server: Server) -> None:
    query = "SELECT ('100%25' AS ?kept) {}"
    for answer in (
        server.ask(query, "text/csv"),
        server.send(
            "POST", "/sparql?format=csv", b"query=" + encoded(query).encode(), content_type=FORM
        ),
    ):
        assert answer.body == b"kept\r\n100%25\r\n"


def test_a_plus_in_an_address_is_a_blank(server: Server) -> None:
    answer = server.send("GET", "/sparql?query=SELECT+(1%2B1+AS+?n)+%7B%7D", accept="text/csv")

    assert answer.body == b"n\r\n2\r\n"


def test_several_requests_come_back_in_order_on_one_connection(server: Server) -> None:
    raw = b"".join(
        b"GET /sparql?query=SELECT(%d%%20AS%%20?n)%%7B%%7D HTTP/1.1\r\nHost: x\r\n"
        b"Accept: text/csv\r\n\r\n" % number
        for number in range(20)
    )
    got = b""
    with socket.create_connection((server.host, server.port), 10) as line:
        line.sendall(raw)
        while got.count(b"\r\nn\r\n") + got.count(b"\r\n\r\nn\r\n") < 20 or not got.endswith(
            b"19\r\n"
        ):
            got += line.recv(65536)

    assert [int(part.split(b"\r\n")[0]) for part in got.split(b"\r\n\r\nn\r\n")[1:]] == list(
        range(20)
    )


def test_a_body_in_chunks_is_read(server: Server) -> None:
    raw = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
    raw += (
        b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n3\r\nASK\r\n3\r\n {}\r\n0\r\n\r\n"
    )
    with socket.create_connection((server.host, server.port), 10) as line:
        line.sendall(raw)
        got = b""
        while part := line.recv(65536):
            got += part

    assert got.endswith(b'"boolean":true}')


# -- Formats ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "accept", "media_type"),
    [
        (SELECT, "*/*", "application/sparql-results+json"),
        (SELECT, "application/sparql-results+json", "application/sparql-results+json"),
        (SELECT, "application/json", "application/sparql-results+json"),
        (SELECT, "application/sparql-results+xml", "application/sparql-results+xml"),
        (SELECT, "text/csv", "text/csv"),
        (SELECT, "text/tab-separated-values", "text/tab-separated-values"),
        (
            SELECT,
            "text/csv;q=0.5, application/sparql-results+xml;q=0.9",
            "application/sparql-results+xml",
        ),
        (SELECT, "text/turtle, text/csv;q=0.1", "text/csv"),
        (SELECT, "application/*;q=0.1, text/*", "text/csv"),
        (
            SELECT,
            "application/sparql-results+json;q=0, */*;q=0.1",
            "application/sparql-results+xml",
        ),
        (SELECT, BROWSER, "application/sparql-results+xml"),
        (SELECT, "image/png", ""),
        (SELECT, "text/turtle", ""),
        (SELECT, "text/csv;q=0", ""),
        (ASK, "*/*", "application/sparql-results+json"),
        (ASK, "text/csv", "text/csv"),
        (ASK, "application/sparql-results+xml", "application/sparql-results+xml"),
        (CONSTRUCT, "*/*", "text/turtle"),
        (CONSTRUCT, "text/turtle", "text/turtle"),
        (CONSTRUCT, "application/n-triples", "application/n-triples"),
        (CONSTRUCT, "application/ld+json", "application/ld+json"),
        (CONSTRUCT, "application/rdf+xml", "application/rdf+xml"),
        (CONSTRUCT, "application/rdf+xml;q=0.8, text/turtle;q=0.7", "application/rdf+xml"),
        (CONSTRUCT, "text/csv", ""),
        (DESCRIBE, "text/turtle", "text/turtle"),
        (DESCRIBE, "application/ld+json", "application/ld+json"),
    ],
)
def test_the_format_that_suits_best_is_served_or_none(
    server: Server, query: str, accept: str, media_type: str
) -> None:
    answer = server.ask(query, accept)

    if media_type:
        assert (answer.status, answer.media_type) == (200, media_type), answer.body
    else:
        assert answer.status == 406
        assert answer.problem()["detail"]


@pytest.mark.parametrize("name", ["json", "xml", "csv", "tsv"])
def test_rows_say_the_same_in_each_format(server: Server, name: str) -> None:
    answer = server.send("GET", f"{GET}&format={name}", accept="image/png")

    assert answer.media_type == media.TYPES[name].partition(";")[0]
    assert b"/program/tiny-forest" in answer.body


@pytest.mark.parametrize("name", ["ttl", "nt", "jsonld", "rdfxml"])
def test_triples_say_the_same_in_each_format(server: Server, name: str) -> None:
    answer = server.ask(CONSTRUCT, media.TYPES[name])
    kind = ox.RdfFormat.from_media_type(answer.media_type)
    plain = server.ask(CONSTRUCT, "application/n-triples").body

    assert kind
    read = {str(quad) for quad in ox.parse(answer.body, format=kind)}
    assert read == {str(quad) for quad in ox.parse(plain, format=ox.RdfFormat.N_TRIPLES)}


# -- Headers ---------------------------------------------------------------------


def test_any_page_may_read_but_never_with_credentials(server: Server) -> None:
    for answer in (server.ask(SELECT, origin="http://x.example"), server.ask("SELEC")):
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in answer.headers
        assert answer.headers["x-content-type-options"] == "nosniff"
    asked = server.send("OPTIONS", "/sparql", origin="http://x.example")
    assert "POST" in asked.headers["access-control-allow-methods"]
    assert "Content-Type" in asked.headers["access-control-allow-headers"]


def test_a_head_request_has_the_headers_of_the_answer_and_no_body(server: Server) -> None:
    whole, head = server.send("GET", GET), server.send("HEAD", GET)

    assert head.body == b""
    assert head.headers["content-length"] == str(len(whole.body))
    assert head.headers["etag"] == whole.headers["etag"]


def test_an_answer_that_is_still_good_is_not_sent_again(server: Server) -> None:
    first = server.ask(SELECT, "text/csv")
    tag = first.headers["etag"]

    assert server.ask(SELECT, "text/csv", if_none_match=tag).status == 304
    assert server.ask(SELECT, "text/csv", if_none_match=f'"x", {tag}').status == 304
    assert server.ask(SELECT, "application/json", if_none_match=tag).status == 200
    assert first.headers["vary"] == "Accept"
    assert first.headers["cache-control"] == "no-cache"


def test_an_answer_that_changes_by_itself_is_never_kept(server: Server) -> None:
    answer = server.ask("SELECT (NOW() AS ?n) {}")

    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers


# -- Without a query -------------------------------------------------------------


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("*/*", "text/turtle"),
        ("text/turtle", "text/turtle"),
        ("application/n-triples", "application/n-triples"),
        ("application/ld+json", "application/ld+json"),
        ("application/rdf+xml", "application/rdf+xml"),
        (BROWSER, "text/html"),
        ("text/csv", ""),
    ],
)
def test_without_a_query_the_service_describes_itself(
    server: Server, accept: str, media_type: str
) -> None:
    answer = server.send("GET", "/sparql", accept=accept)

    assert answer.media_type == (media_type or "application/problem+json")
    assert answer.status == (200 if media_type else 406)


def test_the_description_names_the_service_and_counts_the_graph(server: Server) -> None:
    body = server.send("GET", "/sparql", accept="text/turtle").body
    store = ox.Store()
    store.load(body, format=ox.RdfFormat.TURTLE)
    counted = json.loads(server.ask("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").body)
    void = "http://rdfs.org/ns/void#"
    service = "http://www.w3.org/ns/sparql-service-description#"
    endpoint = ox.NamedNode(server.endpoint)

    said = store.quads_for_pattern(
        ox.NamedNode(server.endpoint + "#graph"), ox.NamedNode(void + "triples"), None
    )
    assert [q.object.value for q in said] == [  # type: ignore[union-attr]
        counted["results"]["bindings"][0]["n"]["value"]
    ]
    assert list(store.quads_for_pattern(endpoint, ox.NamedNode(service + "endpoint"), endpoint))
    assert b"schema#Program" in body


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Reply]:
    """Return what a browser gets at an address of a server that was started in `tmp_path`."""
    monkeypatch.chdir(tmp_path)

    def reply_at(path: str) -> Reply:
        replies: list[Reply] = []
        with socket.socket() as door, socket.socket() as line:
            house = House(line, "version", door, serve.Limits())
            house.handle(Request("GET", path, "", {"accept": BROWSER}), replies.append)
        return replies[0]

    return reply_at


def test_the_page_for_people_needs_no_script_and_loads_nothing(
    opened: Callable[[str], Reply],
) -> None:
    page = opened("/sparql")

    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert page.headers["Vary"] == "Accept"
    assert b"<script" not in page.body
    assert b"http" not in page.body.replace(b"http-equiv", b"")


def test_where_the_site_is_built_its_page_answers_and_may_ask_the_endpoint(
    tmp_path: Path, opened: Callable[[str], Reply]
) -> None:
    mark = '<meta name="sparql-endpoint" content="">'
    (tmp_path / "build" / "site").mkdir(parents=True)
    for name in ("index.html", "sparql.html"):
        (tmp_path / "build" / "site" / name).write_text(f"<title>{name}</title>{mark}")

    page = opened("/sparql")

    assert (page.status, page.media_type) == (200, "text/html; charset=utf-8")
    assert page.body == opened("/sparql.html").body
    assert page.body == b'<title>sparql.html</title><meta name="sparql-endpoint" content="/sparql">'
    assert mark.encode() in opened("/index.html").body


@pytest.mark.parametrize("path", ["/.well-known/void"])
def test_the_usual_place_of_the_description_leads_to_it(server: Server, path: str) -> None:
    answer = server.send("GET", path)

    assert (answer.status, answer.headers["location"]) == (303, "/sparql")


# -- The site --------------------------------------------------------------------


def page(folder: Path, path: str, method: str = "GET", **headers: str) -> tuple[int, str, bytes]:
    try:
        reply = files.served(folder, Request(method, path, "", headers))
    except Refused as refused:
        reply = refused.reply()
    return reply.status, reply.media_type.partition(";")[0], reply.body


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "secret.txt").write_text("secret")
    folder = outside / "site"
    (folder / "sub").mkdir(parents=True)
    for name in ("index.html", "a b.html", "x.ttl", "x.mjs", "x.bin", ".hidden", "sub/index.html"):
        (folder / name).write_text(name)
    (folder / "link.txt").symlink_to(outside / "secret.txt")
    (folder / "loop").symlink_to(folder / "loop")
    (folder / "up").symlink_to(outside)
    return folder


@pytest.mark.parametrize(
    ("path", "status", "media_type"),
    [
        ("/", 200, "text/html"),
        ("/index.html", 200, "text/html"),
        ("/a%20b.html", 200, "text/html"),
        ("/x.ttl", 200, "text/turtle"),
        ("/x.mjs", 200, "text/javascript"),
        ("/x.bin", 200, "application/octet-stream"),
        ("/sub/", 200, "text/html"),
        ("/sub", 308, ""),
        ("/missing", 404, "application/problem+json"),
        ("/.hidden", 404, "application/problem+json"),
        ("/../secret.txt", 404, "application/problem+json"),
        ("/%2e%2e/secret.txt", 404, "application/problem+json"),
        ("/..%2fsecret.txt", 404, "application/problem+json"),
        ("/sub/..%5c..%5csecret.txt", 404, "application/problem+json"),
        ("//secret.txt", 404, "application/problem+json"),
        ("/link.txt", 404, "application/problem+json"),
        ("/up/secret.txt", 404, "application/problem+json"),
        ("/loop", 404, "application/problem+json"),
        ("/x%00.ttl", 404, "application/problem+json"),
        ("/%FF", 404, "application/problem+json"),
    ],
)
def test_the_site_gives_its_own_files_and_no_others(
    site: Path, path: str, status: int, media_type: str
) -> None:
    found = page(site, path)

    assert found[:2] == (status, media_type)
    assert b"secret" not in found[2]


def test_files_are_only_read_and_not_sent_twice(site: Path) -> None:
    tag = files.served(site, Request("GET", "/", "", {})).headers["ETag"]

    assert page(site, "/", "PUT")[0] == 405
    assert page(site, "/", "OPTIONS")[0] == 204
    assert page(site, "/", "HEAD")[0] == 200
    assert files.served(site, Request("GET", "/", "", {"if-none-match": tag})).status == 304


# -- The command -----------------------------------------------------------------


@pytest.mark.parametrize("ending", [".ttl", ".nt", ".nq"])
def test_any_file_is_served_and_its_answers_are_kept(tmp_path: Path, ending: str) -> None:
    line = '<http://a> <http://b> "own"' + (" <http://g> .\n" if ending == ".nq" else " .\n")
    (tmp_path / f"own{ending}").write_text(line)
    server = started("--data", str(tmp_path / f"own{ending}"))
    query = "SELECT ?o { <http://a> <http://b> ?o }"

    first, second = server.ask(query, "text/csv"), server.ask(query, "text/csv")

    assert first.body == second.body == b"o\r\nown\r\n"
    assert server.end(signal.SIGINT) == 0


def test_a_port_that_is_taken_and_an_open_host_are_wrong_usage(
    server: Server, kg: CommandLine
) -> None:
    taken = kg("serve", "--port", str(server.port), "--data", TINY)
    opened = kg("serve", "--host", "0.0.0.0")
    named = kg("serve", "--host", "example.org")

    assert (taken.code, opened.code, named.code) == (2, 2, 2)
    assert f"127.0.0.1:{server.port}: Address" in taken.err
    assert "--open-to-network" in opened.err
    assert "Traceback" not in taken.err + opened.err + named.err


def test_data_that_is_broken_is_told_before_anything_is_served(
    kg: CommandLine, tmp_path: Path
) -> None:
    (tmp_path / "a.ttl").write_text("<http://a> <http://b> .\n")

    outcome = kg("serve", "--port", "0", "--data", tmp_path)

    assert outcome.code == 3
    assert "a.ttl:1:23: " in outcome.err


def test_the_documents_of_the_server_stand_where_it_looks_for_them() -> None:
    assert (paths.PAGES / "sparql.html").is_file()
    assert (paths.PAGES / "service_description.rq").is_file()
