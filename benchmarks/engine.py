"""One engine in this process: load a file, answer the shapes, a line of JSON for each figure.

python -m benchmarks.engine ours|pyoxigraph|rdflib FILE
"""

from __future__ import annotations

import json
import signal
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.shapes import shapes

Ask = Callable[[str], int]
LONGEST = 15
MOST_RUNS = 40
SECONDS = 0.6


def tell(kind: str, name: str, value: float, rows: int = 0) -> None:
    """Write one figure."""
    sys.stdout.write(json.dumps([kind, name, value, rows]) + "\n")
    sys.stdout.flush()


def timed(ask: Callable[[], int]) -> tuple[float, int]:
    """Return the best seconds on the clock of several runs, and the rows; the first counts not."""
    start = time.perf_counter()
    rows = ask()
    once = time.perf_counter() - start
    if once > SECONDS:
        return once, rows
    best = once
    for _ in range(min(MOST_RUNS, 2 + int(SECONDS / max(once, 1e-6)))):
        start = time.perf_counter()
        ask()
        best = min(best, time.perf_counter() - start)
    return best, rows


def ours(file: Path) -> Ask:
    """Load as `kg` does, and ask through the guard."""
    from kg import query
    from kg.load import load

    graph = load(file)

    def ask(text: str) -> int:
        found = query.answer(graph.store, text)
        assert isinstance(found, query.Table), "shapes are of SELECT"
        return len(found)

    return ask


def pyoxigraph(file: Path) -> Ask:
    """Load and ask without this project."""
    import pyoxigraph as ox

    store = ox.Store()
    store.load(path=str(file), format=ox.RdfFormat.N_TRIPLES)

    def ask(text: str) -> int:
        found = store.query(text)
        assert isinstance(found, ox.QuerySolutions), "shapes are of SELECT"
        return len([list(row) for row in found])

    return ask


def rdflib(file: Path) -> Ask:
    """Load and ask with rdflib's own store and engine."""
    from rdflib import Graph

    graph = Graph()
    graph.parse(file, format="nt")
    return lambda text: len(list(graph.query(text)))


ENGINES: dict[str, Callable[[Path], Ask]] = {
    "ours": ours,
    "pyoxigraph": pyoxigraph,
    "rdflib": rdflib,
}


def derive(file: Path) -> None:
    """Tell what the rules take."""
    from kg import load

    graph = load.load(file)
    start = time.process_time()
    closed = load.derive(graph)
    tell("derive", "", time.process_time() - start, closed.derived)


def main(engine: str, file: str) -> None:
    """Measure one engine with one file."""
    if engine == "derive":
        derive(Path(file))
        return
    start = time.process_time()
    ask = ENGINES[engine](Path(file))
    tell("load", "", time.process_time() - start)
    tell("memory", "", most_memory("self"))
    signal.signal(signal.SIGALRM, _too_late)
    for name, text in shapes().items():
        signal.alarm(LONGEST)
        try:
            tell("shape", name, *timed(partial(ask, text)))
        except TimeoutError:  # rdflib only: no signal is heard within the other engine
            tell("cut", name, LONGEST)
        signal.alarm(0)


def _too_late(*_: object) -> None:
    raise TimeoutError


def most_memory(process: str) -> float:
    """Return the most memory in MiB that a process had, where the system tells."""
    status = Path("/proc") / process / "status"
    text = status.read_text("utf-8") if status.exists() else ""
    found = [line.split()[1] for line in text.splitlines() if line.startswith("VmHWM")]
    return float(found[0]) / 1024 if found else 0.0


if __name__ == "__main__":
    main(*sys.argv[1:])
