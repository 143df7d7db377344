"""A server for the tests of a session: started once, with limits that are reached quickly."""

from __future__ import annotations

import atexit
import http.client
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from conftest import TINY

from kg import paths

DEADLINE = 1.5
MEMORY_MB = 96
ROWS = 3000
_ADDRESS = re.compile(r"http://([\d.]+):(\d+)/sparql")


@dataclass(frozen=True)
class Answer:
    """What came back: status, headers by name in lower case, body."""

    status: int
    headers: dict[str, str]
    body: bytes = field(repr=False)

    @property
    def media_type(self) -> str:
        """The media type without parameters."""
        return self.headers.get("content-type", "").partition(";")[0]

    def problem(self) -> dict[str, Any]:
        """Return the problem document, which every error must be."""
        assert self.media_type == "application/problem+json", self.body[:300]
        found: dict[str, Any] = json.loads(self.body)
        assert found["status"] == self.status
        assert found["title"]
        return found


class Server:
    """A running `kg serve`."""

    def __init__(self, *words: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kg", "serve", "--port", "0", *words],
            stderr=subprocess.PIPE,
            text=True,
            cwd=paths.ROOT,
        )
        assert self.process.stderr is not None
        self.said = self.process.stderr.readline()
        found = _ADDRESS.search(self.said)
        assert found, self.said + self.process.stderr.read()
        self.host, self.port = found[1], int(found[2])
        self.endpoint = found[0]

    def end(self, number: int = signal.SIGTERM) -> int:
        """Ask the server to end, and return its exit code."""
        self.process.send_signal(number)
        try:
            return self.process.wait(20)
        finally:
            assert self.process.stderr is not None
            self.process.stderr.close()

    def send(
        self,
        method: str = "GET",
        target: str = "/sparql",
        body: bytes | None = None,
        timeout: float = 30,
        **headers: Any,  # noqa: ANN401 - text, each
    ) -> Answer:
        """Send one request on a connection of its own; `content_type` means Content-Type."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=timeout)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, target, body=body, headers=named)
            reply = connection.getresponse()
            found = {name.lower(): value for name, value in reply.getheaders()}
            return Answer(reply.status, found, reply.read())
        finally:
            connection.close()

    def ask(self, query: str, accept: str = "*/*", **headers: Any) -> Answer:  # noqa: ANN401
        """Ask by GET."""
        return self.send("GET", "/sparql?" + urlencode({"query": query}), accept=accept, **headers)

    def post(self, query: str, timeout: float = 30) -> Answer:
        """Ask by POST, the query as the body."""
        return self.send(
            "POST",
            body=query.encode(),
            timeout=timeout,
            content_type="application/sparql-query",
        )

    def processes(self) -> list[int]:
        """Return the numbers of the nursery and of its workers, as the system lists them."""
        listing = subprocess.run(
            ["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True
        ).stdout
        pairs = [tuple(map(int, line.split())) for line in listing.splitlines()]
        nursery = [child for child, parent in pairs if parent == self.process.pid]
        return nursery + [child for child, parent in pairs if parent in nursery]


def started(*words: str) -> Server:
    """Return a server that ends with the tests at the latest."""
    server = Server(*words)
    atexit.register(_ended, server)
    return server


def _ended(server: Server) -> None:
    if server.process.poll() is None:
        server.end()


@cache
def shared() -> Server:
    """Return the server that most tests ask: a small graph, low limits, no answers kept."""
    return started(
        *("--data", os.fspath(TINY), "--timeout", str(DEADLINE), "--memory", str(MEMORY_MB)),
        *("--rows", str(ROWS), "--per-address", "40", "--no-cache"),
    )


@pytest.fixture(scope="session", name="server")
def served() -> Iterator[Server]:
    """Yield the shared server, and end it with the session, so that it writes what it covered."""
    yield shared()
    _ended(shared())


def encoded(text: str) -> str:
    """Return a text as it stands in an address."""
    return quote(text, safe="")
