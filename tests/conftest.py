"""What many tests need: the real graph, a tiny one, and the command line."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pytest

from kg import load, paths, positions
from kg.load import Graph

TINY = Path(__file__).parent / "tiny.ttl"
# A service that the tester happens to ask must not answer the tests.
os.environ.pop("KG_ENDPOINT", None)


@dataclass(frozen=True)
class Outcome:
    """What a command left behind: its exit code and its two streams."""

    code: int
    out: str
    err: str


CommandLine = Callable[..., Outcome]


@pytest.fixture(scope="session", autouse=True)
def _cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep graphs in a folder of this run, and not in that of the person who runs it."""
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="session")
def graph() -> Graph:
    """Return our own ontology and data, closed by the rules."""
    return load.closed()


@pytest.fixture(scope="session")
def documents_graph() -> Graph:
    """Return what the graph would hold if nothing but the three first documents had been read."""
    store = load.load(paths.ONTOLOGY, paths.DATA).store
    store.update((Path(__file__).parent / "documents_alone.ru").read_text(encoding="utf-8"))
    return load.derive(Graph(store, len(store)))


@pytest.fixture(scope="session")
def tiny() -> Graph:
    """Return the few triples of tests/tiny.ttl with the ontology, closed by the rules."""
    return load.closed(TINY)


@pytest.fixture(scope="session")
def site_folder(tmp_path_factory: pytest.TempPathFactory, graph: Graph) -> Path:
    """Return the static site of our own data, written once for all workers of a run."""
    from kg import site

    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = shared / "site"
    with (shared / "site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.is_dir():
            site.write(graph, folder)
    return folder


@pytest.fixture(scope="module")
def places_kept() -> Iterator[None]:
    """Read a text for its places once, however often the gate runs: most texts stay the same."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(positions, "read", lru_cache(maxsize=64)(positions.read))
        yield


@pytest.fixture(autouse=True)
def _unmeasured(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a test that is marked no_cover start its processes without coverage, too."""
    if request.node.get_closest_marker("no_cover"):
        for name in [name for name in os.environ if name.startswith("COVERAGE_")]:
            monkeypatch.delenv(name)


@pytest.fixture
def kg() -> CommandLine:
    """Return the command line as a function: words in, outcome out."""

    def run(*words: str | Path, typed: str = "", **environment: str) -> Outcome:
        done = subprocess.run(
            [sys.executable, "-m", "kg", *map(str, words)],
            input=typed,
            capture_output=True,
            text=True,
            encoding="utf-8",
            cwd=paths.ROOT,
            env=os.environ | environment,
            timeout=300,
            check=False,
        )
        return Outcome(done.returncode, done.stdout, done.stderr)

    return run
