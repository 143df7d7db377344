"""Services on loopback that are measured: started as the tests start them, loaded, ended."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pyoxigraph as ox

from benchmarks.engine import most_memory
from kg import paths

sys.path.insert(0, str(paths.ROOT / "tests"))  # the helpers that start other servers
import install_virtuoso
import virtuoso
from services import free_port, running

OXIGRAPH = Path(sys.executable).parent / "oxigraph"
JSON = "application/sparql-results+json"


@dataclass(frozen=True)
class Service:
    """A service that runs: where it is asked, and what it took to get there.

    Attributes:
        address: of the SPARQL service.
        load: processor seconds for loading, where known.
        processes: by number, for their memory.
    """

    address: str
    load: float
    processes: tuple[int, ...] = ()

    def memory(self) -> float:
        """Return the most memory that the processes had, in MiB, where the system tells."""
        return sum(most_memory(str(number)) for number in self.processes)


class Client:
    """One connection that is kept."""

    def __init__(self, address: str, seconds: float) -> None:
        self.url = urlsplit(address)
        self.line = http.client.HTTPConnection(str(self.url.netloc), timeout=seconds)

    def ask(self, text: str) -> int:
        """Return the number of rows of an answer."""
        body = urlencode({"query": text})
        target = f"{self.url.path}?{self.url.query}"
        headers = {"Accept": JSON, "Content-Type": "application/x-www-form-urlencoded"}
        self.line.request("POST", target, body, headers)
        reply = self.line.getresponse()
        made = reply.read()
        if reply.status != 200:
            message = made[:200].decode(errors="replace")
            raise OSError(message)
        found = ox.parse_query_results(made, format=ox.QueryResultsFormat.JSON)
        assert isinstance(found, ox.QuerySolutions), "shapes are of SELECT"
        return len(list(found))


def spent(command: list[str], folder: Path, environment: dict[str, str] | None = None) -> float:
    """Run a command and return its processor seconds."""
    before = os.times()
    subprocess.run(
        command, check=True, capture_output=True, cwd=folder, env=os.environ | (environment or {})
    )
    after = os.times()
    return (after[2] - before[2]) + (after[3] - before[3])


def _processes(port_of: str) -> tuple[int, ...]:
    """Return our own children whose command line holds a text."""
    found = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid=,args="], capture_output=True, text=True, check=True
    ).stdout
    rows = [line.split(None, 2) for line in found.splitlines()]
    mine = str(os.getpid())
    return tuple(int(row[0]) for row in rows if row[1] == mine and port_of in row[-1])


@contextmanager
def oxigraph(file: Path, folder: Path) -> Iterator[Service]:
    """Load a file into `oxigraph serve`, and run it."""
    held, port = ["--location", str(folder / "store")], free_port()
    load = spent([str(OXIGRAPH), "load", *held, "--file", str(file)], folder)
    bind = f"127.0.0.1:{port}"
    with running([str(OXIGRAPH), "serve-read-only", *held, "--bind", bind], port, folder):
        yield Service(f"http://{bind}/query", load, _processes(bind))


@contextmanager
def virtuoso_with(file: Path, folder: Path) -> Iterator[Service]:
    """Load a file into Virtuoso with room for it, and run it.

    Raises:
        FileNotFoundError: there is no Virtuoso on this machine.
    """
    programs = install_virtuoso.installed_virtuoso()
    if programs is None:
        message = "there is no Virtuoso: python tests/install_virtuoso.py fetches it"
        raise FileNotFoundError(message)
    sql, port = free_port(), free_port()
    settings = virtuoso.SETTINGS.format(sql=sql, http=port)
    for small, large in (
        ("NumberOfBuffers = 4000", "NumberOfBuffers = 85000"),
        ("MaxDirtyBuffers = 3000", "MaxDirtyBuffers = 65000"),
        ("ResultSetMaxRows = 10000", "ResultSetMaxRows = 1000000"),
    ):
        settings = settings.replace(small, large)
    (folder / "virtuoso.ini").write_text(settings, encoding="utf-8")
    (folder / "data.nt").hardlink_to(file)
    command = [programs.server, "+foreground", "+configfile", "virtuoso.ini"]
    with running(command, port, folder, programs.environment):
        server = _processes("virtuoso-t")
        before = sum(map(_cpu, server))
        load = f"DB.DBA.TTLP_MT(file_to_string_output('data.nt'), '', '{virtuoso.GRAPH}', 0);"
        isql = [programs.client, f"127.0.0.1:{sql}", "dba", "dba", f"EXEC={load}"]
        spent(isql, folder, programs.environment)
        took = sum(map(_cpu, server)) - before
        address = f"http://127.0.0.1:{port}/sparql?default-graph-uri={virtuoso.GRAPH}"
        yield Service(address, took, server)


def _cpu(number: int) -> float:
    words = Path(f"/proc/{number}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def program(command: list[str], port: int, path: str, folder: Path) -> Iterator[Service]:
    """Run a server of which only the command is known, until it has answered once."""
    with running(command, port, folder):
        address = f"http://127.0.0.1:{port}{path}"
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                Client(address, 20).ask("SELECT ?x { VALUES ?x { 1 } }")
                break
            except (OSError, http.client.HTTPException, SyntaxError):
                time.sleep(0.2)
        yield Service(address, 0.0)
