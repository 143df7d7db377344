"""What a worker does with a question; the bounds around it are tried from outside."""

from __future__ import annotations

import json
import socket
import threading
import time
from typing import Any

import pyoxigraph as ox
import pytest

from kg.errors import LimitError, SyntaxFault
from kg.load import Graph
from kg.query.wire import NotAcceptable, Wanted, serialized
from kg.serve import frames, media
from kg.serve.limits import Limits
from kg.serve.worker import answered, work

SELECT = "SELECT ?p { ?p a akg:Program }"
CONSTRUCT = "CONSTRUCT WHERE { ?p a akg:Program }"


def wanted(table: str = "json", graph: str = "ttl", rows: int = 100, size: int = 9999) -> Wanted:
    return Wanted(table, graph, rows, size)


def problem(store: ox.Store, text: str, want: Wanted) -> dict[str, Any]:
    frame = answered(store, text, want)
    length, status, name = frames.answer_head(frame)
    found: dict[str, Any] = json.loads(frame[frames.ANSWER_HEAD :])
    assert (status, name, length) == (found["status"], "", len(frame) - frames.ANSWER_HEAD)
    return found


def test_each_kind_of_answer_comes_in_the_format_that_is_wanted(tiny: Graph) -> None:
    assert serialized(tiny.store, SELECT, wanted("csv"))[0] == "csv"
    assert serialized(tiny.store, "ASK {}", wanted("tsv")) == ("tsv", b"true")
    assert serialized(tiny.store, CONSTRUCT, wanted("csv", "nt"))[0] == "nt"


@pytest.mark.parametrize(
    ("text", "want", "status", "said"),
    [
        ("SELEC", wanted(), 400, "did you mean SELECT"),
        ("ASK { ?s nope:x ?o }", wanted(), 400, "no prefix nope:"),
        ("ASK { SERVICE <http://x> {} }", wanted(), 400, "SERVICE is refused"),
        (SELECT, wanted(table=""), 406, "rows or a truth value"),
        (CONSTRUCT, wanted(graph=""), 406, "triples"),
        ("SELECT * { ?s ?p ?o }", wanted(size=100), 422, "longer than 100 bytes"),
        ("ASK {" + "{" * 200 + "}" * 200 + "}", wanted(), 422, "nested more than"),
    ],
)
def test_what_cannot_be_answered_is_a_problem_that_says_why(
    tiny: Graph, text: str, want: Wanted, status: int, said: str
) -> None:
    found = problem(tiny.store, text, want)

    assert found["status"] == status
    assert said in found["detail"]
    assert status != 400 or found["line"] == 1


@pytest.mark.parametrize("name", ["json", "xml", "csv", "tsv"])
def test_rows_are_counted_exactly_where_the_cap_is_near(name: str) -> None:
    store = ox.Store()
    tricky = '"}},{\\n<result>" "{}" "\\r\\n,\\"" "plain" UNDEF'
    text = f"SELECT ?a {{ VALUES ?a {{ {tricky} }} VALUES ?b {{ 1 2 3 }} }}"

    assert serialized(store, text, wanted(name, rows=15))[0] == name
    with pytest.raises(LimitError, match="more than 14 rows"):
        serialized(store, text, wanted(name, rows=14))


def test_a_failure_inside_the_engine_is_a_problem_without_details(
    tiny: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise OSError(2, "no such file", "/secret/path")

    monkeypatch.setattr("kg.serve.worker.serialized", fails)

    said = problem(tiny.store, SELECT, wanted())["detail"]
    assert said == "the engine could not answer: FileNotFoundError"


def test_a_worker_answers_in_order_however_the_bytes_come(tiny: Graph) -> None:
    ours, theirs = socket.socketpair()
    thread = threading.Thread(target=work, args=(theirs, tiny.store, Limits()))
    thread.start()
    asked = b"".join(
        frames.question(f"SELECT ({n} AS ?n) {{}}".encode(), "csv", "ttl") for n in range(5)
    )
    for at in range(0, len(asked), 7):
        ours.sendall(asked[at : at + 7])
    got = b""
    while got.count(b"n\r\n") < 5 or not got.endswith(b"4\r\n"):
        got += ours.recv(4096)
    ours.close()
    thread.join(5)
    theirs.close()

    at = 0
    for number in range(5):
        length, status, name = frames.answer_head(got, at)
        body = got[at + frames.ANSWER_HEAD : at + frames.ANSWER_HEAD + length]
        assert (status, name, body) == (200, "csv", b"n\r\n%d\r\n" % number)
        at += frames.ANSWER_HEAD + length


def test_a_worker_answers_a_question_that_comes_after_a_pause(tiny: Graph) -> None:
    ours, theirs = socket.socketpair()
    thread = threading.Thread(target=work, args=(theirs, tiny.store, Limits()))
    thread.start()
    for _ in range(3):
        time.sleep(0.02)
        ours.sendall(frames.question(b"ASK {}", "csv", "ttl"))
        assert ours.recv(4096).endswith(b"true")
    ours.close()
    thread.join(5)
    theirs.close()

    assert not thread.is_alive()


def test_wrong_weights_count_for_nothing_and_an_empty_accept_for_anything() -> None:
    assert media.table_format("text/csv;q=x, application/json;q=0.1") == "json"
    assert media.table_format("text/csv;level=1") == "csv"
    assert media.table_format("") == "json"


def test_errors_of_the_text_keep_their_kind(tiny: Graph) -> None:
    with pytest.raises(SyntaxFault):
        serialized(tiny.store, "SELECT", wanted())
    with pytest.raises(NotAcceptable):
        serialized(tiny.store, SELECT, wanted(table=""))
