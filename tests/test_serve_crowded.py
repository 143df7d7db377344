"""The server where there is little room: one worker, a short queue, little patience."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from conftest import TINY
from serving import _ADDRESS, Server, _ended, encoded, served

from kg import paths

__all__ = ["served"]  # a fixture
SMALL = "SELECT ?p { ?p a akg:Program }"
BOMB = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
GET = b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: x\r\n\r\n"
_START = """
import sys
from pathlib import Path
from kg import serve
from kg.load import closed
with serve.listening("127.0.0.1", 0) as door:
    limits = serve.Limits(cache=0, workers=1, long=1, {limits})
    def say(address): print(address + "/sparql", file=sys.stderr, flush=True)
    serve.serve(closed(Path({data!r})), "1", door, limits, say)
"""


class Small(Server):
    """A running server with limits of the test's own."""

    def __init__(self, limits: str) -> None:
        program = _START.format(limits=limits, data=os.fspath(TINY))
        self.process = subprocess.Popen(
            [sys.executable, "-c", program], stderr=subprocess.PIPE, text=True, cwd=paths.ROOT
        )
        assert self.process.stderr is not None
        self.said = self.process.stderr.readline()
        found = _ADDRESS.search(self.said)
        assert found, self.said + self.process.stderr.read()
        self.host, self.port, self.endpoint = found[1], int(found[2]), found[0]


@pytest.fixture(scope="module")
def crowded() -> Iterator[Server]:
    server = Small("short=9, deadline=1.5, queue=2, wait=0.4, idle_seconds=1.0")
    yield server
    _ended(server)


def request(query: str) -> bytes:
    return b"GET /sparql?query=%s HTTP/1.1\r\nHost: x\r\n\r\n" % encoded(query).encode()


def test_who_waits_too_long_or_comes_too_late_is_told_so(crowded: Server) -> None:
    with ThreadPoolExecutor(4) as threads:
        bomb = threads.submit(crowded.ask, BOMB)
        time.sleep(0.2)
        waiting = [threads.submit(crowded.ask, SMALL) for _ in range(2)]
        time.sleep(0.1)
        late = crowded.ask(SMALL)

    assert late.status == 503
    assert "too many queries wait" in late.problem()["detail"]
    for one in waiting:
        assert one.result().status == 503
        assert "no worker was free within 0.4 seconds" in one.result().problem()["detail"]
    assert bomb.result().status == 504
    assert crowded.ask(SMALL).status == 200


def test_a_question_whose_client_left_the_queue_is_never_asked(crowded: Server) -> None:
    with ThreadPoolExecutor(1) as threads:
        bomb = threads.submit(crowded.ask, BOMB)
        time.sleep(0.2)
        with socket.create_connection((crowded.host, crowded.port), 5) as line:
            line.sendall(request(BOMB))
            time.sleep(0.1)
        began = time.monotonic()
        assert bomb.result().status == 504

    assert crowded.ask(SMALL).status == 200
    assert time.monotonic() - began < 2.5, "the second one would have taken as long again"


def test_requests_that_were_sent_ahead_are_answered_in_turn(crowded: Server) -> None:
    ahead = 2000  # more than is read while one is worked on
    got = b""
    with socket.create_connection((crowded.host, crowded.port), 10) as line:
        line.sendall(request(BOMB))
        time.sleep(0.2)
        line.sendall(GET * ahead)
        while got.count(b"HTTP/1.1 ") < ahead + 1:
            part = line.recv(1 << 16)
            assert part, got[-300:]
            got += part

    assert got.count(b"HTTP/1.1 504 ") == 1
    assert got.count(b"HTTP/1.1 200 ") == ahead


def test_a_connection_on_which_nothing_is_asked_is_closed(crowded: Server) -> None:
    with socket.create_connection((crowded.host, crowded.port), 5) as line:
        line.sendall(GET)
        assert line.recv(4096).startswith(b"HTTP/1.1 200 ")
        began = time.monotonic()
        with contextlib.suppress(ConnectionResetError):
            assert line.recv(4096) == b""
        assert 0.5 < time.monotonic() - began < 4


def test_a_long_question_is_answered_and_its_worker_is_replaced() -> None:
    server = Small("short=0.001, deadline=30")
    first = server.processes()

    some = "{ SELECT * { ?a ?b ?c } LIMIT 200 }"
    answer = server.ask(f"SELECT (COUNT(*) AS ?n) {{ {some} ?d ?e ?f }}", "text/csv")

    assert answer.status == 200
    assert int(answer.body.split()[1]) > 100_000
    assert server.ask(SMALL).status == 200
    assert server.processes()[0] == first[0]
    assert not set(server.processes()[1:]) & set(first[1:])
    assert server.end() == 0


def test_a_body_in_pieces_is_bounded_and_one_that_waits_for_leave_gets_it(server: Server) -> None:
    head = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
    with socket.create_connection((server.host, server.port), 10) as line:
        line.sendall(head + b"Expect: 100-continue\r\nContent-Length: 5\r\n\r\n")
        assert line.recv(4096) == b"HTTP/1.1 100 Continue\r\n\r\n"
        line.sendall(b"ASK{}")
        assert line.recv(4096).startswith(b"HTTP/1.1 200 ")
    with socket.create_connection((server.host, server.port), 10) as line:
        line.sendall(head + b"Transfer-Encoding: chunked\r\n\r\n")
        piece = b"10000\r\n" + b"#" * 0x10000 + b"\r\n"
        for _ in range(9):
            line.sendall(piece)
        assert line.recv(4096).startswith(b"HTTP/1.1 413 ")
