"""What a service can do wrong on the wire, played by a server that says what a test tells it."""

from __future__ import annotations

import gzip
import json
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qs

import pytest

from kg import query
from kg.errors import (
    AntkgError,
    DataError,
    LimitError,
    SyntaxFault,
    ToolError,
    UnknownName,
    UsageError,
)
from kg.query import Cell, Table, Triples, names, remote, transport

ASK = "ASK { ?s ?p ?o }"
SELECT = "SELECT ?v { ?s ?p ?v }"
JSON = "application/sparql-results+json"
YES = b'{"head": {}, "boolean": true}'


@dataclass
class Player:
    """A server that plays one script, byte for byte, and remembers what it was asked."""

    listener: socket.socket
    script: list[bytes] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    pause: float = 0.0

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.listener.getsockname()[1]}/sparql"

    def serve(self) -> None:
        """Answer one request with each piece of the script, until the listener is closed."""
        while True:
            try:
                caller, _ = self.listener.accept()
            except OSError:
                return
            with caller:
                self._answer(caller)

    def _answer(self, caller: socket.socket) -> None:
        said = caller.recv(1 << 16)
        while b"\r\n\r\n" not in said or len(said) < _length(said):
            said += caller.recv(1 << 16)
        self.asked.append(said.decode())
        reply = self.script.pop(0) if self.script else b""
        pieces = [reply[i : i + 1] for i in range(len(reply))] if self.pause else [reply]
        try:
            for piece in pieces:
                caller.sendall(piece)
                time.sleep(self.pause)
        except OSError:
            return  # the client has heard enough


def _length(said: bytes) -> int:
    head, _, _ = said.partition(b"\r\n\r\n")
    lengths = [line[15:] for line in head.lower().split(b"\r\n") if line[:15] == b"content-length:"]
    return len(head) + 4 + int(lengths[0] if lengths else 0)


@pytest.fixture
def player() -> Iterator[Player]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        made = Player(listener)
        thread = threading.Thread(target=made.serve, daemon=True)
        thread.start()
        yield made
        listener.shutdown(socket.SHUT_RDWR)
        thread.join(5)


def reply(body: bytes = YES, kind: str = JSON, status: str = "200 OK", **headers: str) -> bytes:
    said = {"Content-Type": kind, "Content-Length": str(len(body))}
    said |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"HTTP/1.1 {status}", *(f"{n}: {v}" for n, v in said.items() if v), "", ""]
    return "\r\n".join(lines).encode() + body


def ask(player: Player, *script: bytes, text: str = ASK, seconds: float = 5.0) -> query.Answer:
    player.script.extend(script)
    return query.answer(remote.at(player.address, seconds).store, text)


def failed(player: Player, *script: bytes, text: str = ASK, seconds: float = 5.0) -> AntkgError:
    with pytest.raises(AntkgError) as caught:
        ask(player, *script, text=text, seconds=seconds)
    assert "\n" not in str(caught.value)
    return caught.value


def rows(*bindings: object, columns: object = ("v",)) -> bytes:
    found = {"head": {"vars": columns}, "results": {"bindings": bindings}}
    return reply(json.dumps(found).encode())


# -- What is sent ----------------------------------------------------------------


def test_a_query_goes_out_as_a_form_with_the_prefixes_that_it_needs(player: Player) -> None:
    ask(player, rows(), text="SELECT ?v { ?s skos:prefLabel ?v }")

    head, _, body = player.asked[0].partition("\r\n\r\n")
    assert head.startswith("POST /sparql HTTP/1.1\r\n")
    assert f"Accept: {JSON}, application/json\r\n" in head
    assert "Content-Type: application/x-www-form-urlencoded\r\n" in head
    assert parse_qs(body)["query"] == [
        "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> SELECT ?v { ?s skos:prefLabel ?v }"
    ]


def test_prefixes_that_a_query_declares_are_left_as_they_are(player: Player) -> None:
    text = "# mine\nPREFIX skos: <http://mine/> SELECT ?v { ?s skos:a ?v ; schema:b ?v }"

    ask(player, rows(), text=text)

    sent = parse_qs(player.asked[0].partition("\r\n\r\n")[2])["query"]
    assert sent == [f"PREFIX schema: <https://schema.org/> {text}"]


def test_the_graphs_of_an_address_go_with_the_query_and_the_rest_stays(player: Player) -> None:
    player.script.append(reply())
    where = f"{player.address}?key=a%20b&default-graph-uri=http://g"

    assert query.answer(remote.at(where).store, ASK) is True
    head, _, body = player.asked[0].partition("\r\n\r\n")
    assert head.startswith("POST /sparql?key=a+b HTTP/1.1")
    assert parse_qs(body) == {"query": [ASK], "default-graph-uri": ["http://g"]}


def test_a_name_and_a_password_go_into_a_header_and_into_no_error(player: Player) -> None:
    player.script.append(reply(status="401 Unauthorized"))
    where = player.address.replace("//", "//me:se%20cret@")

    with pytest.raises(ToolError, match="wants a name and a password") as caught:
        query.answer(remote.at(where).store, ASK)

    assert "Authorization: Basic bWU6c2UgY3JldA==\r\n" in player.asked[0]
    assert "cret" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://x> { ?s ?p ?o } }",
        "DELETE WHERE { ?s ?p ?o }",
        "SELECT * FROM <http://x> { ?s ?p ?o }",
        "SELECT * { ?s ?p",
    ],
)
def test_what_is_refused_here_never_goes_out(player: Player, text: str) -> None:
    with pytest.raises(SyntaxFault):
        ask(player, text=text)

    assert player.asked == []


@pytest.mark.parametrize(
    "address",
    ["ftp://x/", "file:///etc/passwd", "http://", "x", "http://x y/", "http://x/#a", "http://x:y/"],
)
def test_what_is_no_address_is_wrong_usage(address: str) -> None:
    with pytest.raises(UsageError, match=r"give http://… or https://…"):
        remote.at(address)


# -- Redirects and proxies -------------------------------------------------------


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "307 Temporary", "308 Permanent"])
def test_a_redirect_takes_the_query_along(player: Player, status: str) -> None:
    assert ask(player, reply(status=status, Location="/there"), reply()) is True

    assert player.asked[1].startswith("POST /there ")
    assert player.asked[1].endswith("query=ASK+%7B+%3Fs+%3Fp+%3Fo+%7D")


def test_a_redirect_to_the_result_is_fetched(player: Player) -> None:
    assert ask(player, reply(status="303 See Other", Location="/result"), reply()) is True

    assert player.asked[1].startswith("GET /result ")


@pytest.mark.parametrize("to", ["file:///etc/passwd", "ftp://127.0.0.1/", "gopher://x"])
def test_a_redirect_out_of_the_web_is_refused(player: Player, to: str) -> None:
    assert isinstance(
        failed(player, reply(status="302 Found", Location=to)), (ToolError, DataError)
    )


def test_a_redirect_from_https_to_http_is_refused() -> None:
    from urllib.request import Request

    with pytest.raises(ToolError, match="which is refused"):
        transport._redirected(Request("https://x.example/"), 302, "http://x.example/")


def test_a_password_stays_with_the_service_that_it_was_given_for() -> None:
    from urllib.request import Request

    before = Request("https://a.example/", b"", {"Authorization": "Basic x"})

    assert "Authorization" in transport._redirected(before, 307, "https://a.example/b").headers
    assert "Authorization" not in transport._redirected(before, 307, "https://b.example/").headers


def test_redirects_that_go_round_end(player: Player) -> None:
    round_and_round = [reply(status="302 Found", Location="/sparql")] * 12

    failed(player, *round_and_round)

    assert len(player.asked) <= 11


def test_a_proxy_is_used_for_the_world_and_never_for_this_machine(
    player: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.delenv("no_proxy", raising=False)
    assert ask(player, reply()) is True

    monkeypatch.setenv("http_proxy", player.address)
    player.script.append(reply())
    assert query.answer(remote.at("http://world.invalid/sparql").store, ASK) is True
    assert player.asked[1].startswith("POST http://world.invalid/sparql HTTP/1.1")


@pytest.mark.parametrize(
    ("host", "is_here"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("localhost", True),
        ("a.localhost", True),
        ("10.0.0.1", False),
        ("example.org", False),
        ("localhost.example.org", False),
    ],
)
def test_this_machine_is_known(host: str, is_here: bool) -> None:
    assert transport.is_loopback(host) is is_here


# -- Refusals --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "kind", "said"),
    [
        ("400 Bad Request", DataError, "refuses the query: 400 Bad Request: no such thing"),
        ("401 Unauthorized", ToolError, "wants a name and a password"),
        ("403 Forbidden", ToolError, "does not let you in"),
        ("404 Not Found", ToolError, "give the whole address"),
        ("406 Not Acceptable", DataError, "no such thing"),
        ("408 Request Timeout", LimitError, "limit of time: 408 Request Timeout: no such thing"),
        ("413 Too Large", LimitError, "limit of size"),
        ("422 Unprocessable", LimitError, "limit of rows"),
        ("429 Too Many Requests", LimitError, "limit of requests"),
        ("500 Internal Server Error", ToolError, "failed: 500 Internal Server Error: no such"),
        ("503 Unavailable", LimitError, "limit of load"),
    ],
)
def test_a_refusal_says_what_to_do(
    player: Player, status: str, kind: type[AntkgError], said: str
) -> None:
    problem = failed(player, reply(b"\n no such thing\nmore", "text/plain", status))

    assert type(problem) is kind
    assert said in str(problem)


def test_the_words_of_a_refusal_are_one_short_line_that_steers_nothing(player: Player) -> None:
    hostile = b"\x1b[31m" + b"x" * 500 + b"\nsecond"

    problem = failed(player, reply(hostile, "text/plain", "400 Bad Request"))

    assert "\x1b" not in str(problem)
    assert "second" not in str(problem)
    assert len(str(problem)) < 300
    assert str(problem).endswith("…")


@pytest.mark.parametrize(
    ("body", "kind", "said"),
    [
        (b'{"title": "t", "detail": "too deep"}', "application/problem+json", ": too deep"),
        (b'{"title": "t", "detail": 1}', "application/problem+json", ": t"),
        (b"[1]", "application/json", "400 Bad Request"),
        (b'{"detail', "application/json", "400 Bad Request"),
        (b"<h1>No</h1>", "text/html", "400 Bad Request"),
    ],
)
def test_a_problem_document_is_read(player: Player, body: bytes, kind: str, said: str) -> None:
    assert str(failed(player, reply(body, kind, "400 Bad Request"))).endswith(said)


def test_a_refusal_that_breaks_off_is_still_a_refusal(player: Player) -> None:
    broken = reply(
        b"no", "text/plain", "400 Bad Request", Content_Length="", Transfer_Encoding="chunked"
    )

    assert isinstance(failed(player, broken), DataError)


def test_a_service_that_is_not_there_is_named() -> None:
    with pytest.raises(ToolError, match=r"127\.0\.0\.1:1/ cannot be reached: Connection refused"):
        query.answer(remote.at("http://127.0.0.1:1/").store, ASK)


def test_a_service_that_hangs_up_is_named(player: Player) -> None:
    assert "cannot be reached" in str(failed(player, b""))


def test_a_service_that_speaks_no_http_is_named(player: Player) -> None:
    assert isinstance(failed(player, b"SSH-2.0-OpenSSH\r\n\r\n"), ToolError)


# -- Answers that are late, cut or too large -------------------------------------


def test_a_service_that_says_nothing_is_given_up_on_time(player: Player) -> None:
    player.pause = 1.0
    start = time.monotonic()

    assert isinstance(failed(player, b"HT", seconds=0.2), LimitError)
    assert time.monotonic() - start < 5


def test_a_service_that_drips_is_given_up_on_time(player: Player) -> None:
    player.pause = 0.001
    start = time.monotonic()

    drip = reply(b" " * 10_000 + YES)
    problem = failed(player, drip, seconds=0.5)

    assert isinstance(problem, LimitError)
    assert "within 0.5 seconds" in str(problem)
    assert time.monotonic() - start < 5


def test_an_answer_that_is_too_large_is_left(
    player: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport, "MOST_BYTES", 20)

    assert "more than 20 bytes" in str(failed(player, reply()))


@pytest.mark.parametrize(
    "cut",
    [
        reply(YES[:-4], Content_Length=str(len(YES))),
        reply(YES[:-4]),
        reply(YES[:-4], Content_Length=""),
        reply(YES + b"The SPARQL operation has been cancelled"),
        reply(b'5\r\n{"hea\r\n', Content_Length="", Transfer_Encoding="chunked"),
        reply(b'{"head": {"vars": ["v"]}, "results": {"bindings": []', Content_Length=""),
        reply(YES, X_SQL_State="S1TAT"),
        reply(YES, X_SPARQL_MaxRows="10000"),
        reply(b"\xff" + YES),
        reply(b'{"a":' + b"[" * 100_000),
    ],
)
def test_an_answer_that_is_cut_is_no_answer(player: Player, cut: bytes) -> None:
    problem = failed(player, cut)

    assert isinstance(problem, LimitError)
    assert "stopped in the middle of its answer" in str(problem)


def test_triples_that_are_cut_are_no_answer(player: Player) -> None:
    cut = reply(b"<http://a> <http://b> <http://c> .\n<http://a> <htt", "application/n-triples")

    assert isinstance(failed(player, cut, text="CONSTRUCT WHERE { ?s ?p ?o }"), LimitError)


def test_a_row_limit_of_the_service_matters_only_where_it_was_reached(player: Player) -> None:
    many = [{"v": {"type": "literal", "value": str(i)}} for i in range(10)]
    found = {"head": {"vars": ["v"]}, "results": {"bindings": many}}
    player.script.append(reply(json.dumps(found).encode(), X_SPARQL_MaxRows="10"))

    answer = query.answer(remote.at(player.address).store, SELECT, limit=3)

    assert isinstance(answer, Table)
    assert (len(answer.rows), answer.is_cut) == (3, True)


def test_a_name_is_unknown_also_where_a_service_does_not_list_all_names(player: Player) -> None:
    player.script += [rows(columns=["of", "it"]), reply(YES, X_SPARQL_MaxRows="10")]

    with pytest.raises(UnknownName) as caught:
        names.find(remote.at(player.address).store, "Nobody")

    assert caught.value.suggestions == []


# -- Answers that are something else ---------------------------------------------


@pytest.mark.parametrize(
    "strange",
    [
        reply(b"<html>", "text/html"),
        reply(b"<sparql/>", "application/sparql-results+xml"),
        reply(gzip.compress(YES), Content_Encoding="gzip"),
    ],
)
def test_another_format_than_was_asked_for_is_refused(player: Player, strange: bytes) -> None:
    problem = failed(player, strange)

    assert isinstance(problem, ToolError)
    assert "is this the address of its SPARQL service?" in str(problem)


LITERAL = {"type": "literal", "value": "x"}


@pytest.mark.parametrize(
    "strange",
    [
        reply(b"[]"),
        reply(b"{}"),
        reply(b'{"head": {"vars": 1}, "results": {"bindings": []}}'),
        reply(b'{"head": {"vars": ["v"]}, "results": {"bindings": {}}}'),
        rows(columns=["v", "v"]),
        rows(columns=[1]),
        rows(columns=[["v"]]),
        rows({"w": LITERAL}),
        rows("v"),
        rows({"v": None}),
        rows({"v": {"type": "literal"}}),
        rows({"v": {"type": "number", "value": "1"}}),
        rows({"v": {"type": "uri", "value": "no iri"}}),
        rows({"v": {"type": "uri", "value": "http://x/> } DROP"}}),
        rows({"v": LITERAL | {"xml:lang": "no tag"}}),
        rows({"v": LITERAL | {"xml:lang": 1}}),
        rows({"v": LITERAL | {"datatype": "integer"}}),
        rows({"v": LITERAL | {"value": "\ud800"}}),
    ],
)
def test_json_that_is_not_of_sparql_is_refused(player: Player, strange: bytes) -> None:
    problem = failed(player, strange, text=SELECT)

    assert isinstance(problem, ToolError)
    assert "other JSON than SPARQL's" in str(problem)


def test_a_row_is_no_yes_and_a_number_is_no_truth(player: Player) -> None:
    assert isinstance(failed(player, rows({"v": LITERAL})), ToolError)
    assert isinstance(failed(player, reply(b'{"head": {}, "boolean": 1}')), ToolError)


def test_every_kind_of_term_is_read(player: Player) -> None:
    number = "http://www.w3.org/2001/XMLSchema#integer"
    found = ask(
        player,
        rows(
            {"v": {"type": "uri", "value": "http://x/蚂"}},
            {"v": {"type": "bnode", "value": "nodeID://b10"}},
            {"v": LITERAL},
            {"v": LITERAL | {"xml:lang": "zh-Hans"}},
            {"v": {"type": "typed-literal", "value": "1", "datatype": number}},
            {},
        ),
        text=SELECT,
    )

    assert isinstance(found, Table)
    text, language = Cell("x", "literal").datatype, "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    assert text is None
    assert [row[0] for row in found.rows] == [
        Cell("http://x/蚂", "iri"),
        Cell("_:b10", "bnode"),
        Cell("x", "literal", "http://www.w3.org/2001/XMLSchema#string"),
        Cell("x", "literal", language + "langString", "zh-Hans"),
        Cell("1", "literal", number),
        None,
    ]


def test_triples_come_as_n_triples_or_as_turtle(player: Player) -> None:
    line = b"<http://a> <http://b> <http://c> .\n"
    construct = "CONSTRUCT WHERE { ?s ?p ?o }"

    first = ask(player, reply(line, "application/n-triples;charset=utf-8"), text=construct)
    second = ask(player, reply(b"@base <http://> . " + line, "text/turtle"), text=construct)

    assert isinstance(first, Triples)
    assert first == second
    assert first.ntriples.encode() == line
