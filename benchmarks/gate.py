"""The gate against its parts done naively, and its growth: python -m benchmarks.gate [--quick].

Every figure is of whole processes, run one after another. Processor seconds count, because a
machine that others use as well stretches the clock.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.grow import grow
from benchmarks.measure import Cost, Failed, Stopwatch
from kg import paths

ENOUGH = 25_000
TOOLS = {
    "parse": "rdflib parses every file",
    "shacl": "pySHACL, the same shapes",
    "checks": "the checks in rdflib's SPARQL",
    "reason": "owlready2 with HermiT on everything",
    "sparql-shapes": "pySHACL, the checks as sh:sparql",
}


@dataclass(frozen=True)
class Plan:
    """How much is measured.

    Attributes:
        seconds: for everything.
        limit: seconds for one process of the peer.
        runs: of which the median is taken, at the curated size.
        fast_times: sizes for the growth of the fast gate, in copies of the curated graph.
        reason_times: sizes for the growth of the reasoner.
    """

    seconds: float
    limit: float
    runs: int
    fast_times: tuple[int, ...]
    reason_times: tuple[int, ...]


FULL = Plan(470, 60, 5, (1, 3, 10, 30, 100), (1, 3, 10))
QUICK = Plan(112, 35, 2, (1, 3, 10), (1,))


class Bench:
    """The grown graphs, the commands, and what was measured."""

    def __init__(self, plan: Plan, folder: Path, tell: Callable[[str], None]) -> None:
        self.plan, self.folder, self.tell = plan, folder, tell
        self.watch = Stopwatch(plan.seconds)
        self.enough = math.ceil((ENOUGH - _triples(paths.ONTOLOGY)) / _triples(paths.DATA))

    def data(self, times: int) -> Path:
        """Return the folder of the graph grown to so many copies; it is made where missing."""
        folder = self.folder / str(times)
        if not folder.is_dir():
            grow(paths.DATA, folder, times)
        return folder

    def gate(self, times: int, *options: str, runs: int = 1, limit: float = 150) -> Cost | None:
        """Time `kg validate`."""
        command = ["-m", "kg", "validate", "--data", str(self.data(times)), *options]
        return self._time(command, runs, limit)

    def peer(self, tool: str, times: int, runs: int = 1) -> Cost | None:
        """Time one tool of the peer."""
        folders = map(str, (paths.ONTOLOGY, self.data(times), paths.CHECKS))
        return self._time(["-m", "benchmarks.naive", tool, *folders], runs, self.plan.limit)

    def reasoner(self, times: int) -> Cost | None:
        """Time the reasoner's step alone."""
        folders = map(str, (paths.ONTOLOGY, self.data(times)))
        return self._time(["-m", "benchmarks.reasoner", *folders], self._runs(times), 100)

    def _time(self, command: list[str], runs: int, limit: float) -> Cost | None:
        return self.watch.time([sys.executable, *command], runs, limit)

    def _runs(self, times: int) -> int:
        return self.plan.runs if times == 1 else min(3, self.plan.runs) if times <= 10 else 1

    def all(self) -> None:
        """Measure and print everything, the dearest last."""
        self.compare(1)
        self.growth("kg validate --fast", self.plan.fast_times, self.fast)
        self.compare(self.enough)
        self.growth("the reasoner's step", self.plan.reason_times, self.reasoner)
        self.constraints()

    # -- tables ------------------------------------------------------------------

    def compare(self, times: int) -> None:
        """Print ours, the peer's and the ratios at one size."""
        runs = self._runs(times)
        size = _triples(paths.ONTOLOGY) + _triples(self.data(times))
        self.tell(f"\n{size:,} triples ({times} x the curated data), up to {runs} runs, medians\n")
        fast = self.gate(times, "--fast", runs=runs)
        full = self.gate(times, runs=runs)
        self._row("kg validate --fast", fast)
        self._row("kg validate", full)
        peer = {
            tool: self.peer(tool, times, min(runs, 3) if times == 1 else 1)
            for tool in ("parse", "shacl", "reason", "checks")
        }
        for tool, cost in peer.items():
            self._row(TOOLS[tool], cost)
        parts = _total(peer[tool] for tool in ("parse", "shacl", "checks"))
        self._ratio("parse, pySHACL and checks", parts, "--fast", fast)
        self._ratio("the same and the reasoner", _total(peer.values()), "full", full)

    def constraints(self) -> None:
        """Print what the checks cost as sh:sparql at the curated size."""
        self.tell("")
        self._row(TOOLS["sparql-shapes"] + ", curated data", self.peer("sparql-shapes", 1))

    def growth(self, name: str, sizes: tuple[int, ...], work: Callable[[int], Cost | None]) -> None:
        """Print how a step grows, with the exponent between all sizes."""
        self.tell(f"\nGrowth of {name}\n")
        points: list[tuple[int, float]] = []
        for times in sizes:
            cost = work(times)
            triples = _triples(paths.ONTOLOGY) + _triples(self.data(times))
            self._row(f"{triples:,} triples ({times} x)", cost)
            if cost and not cost.is_cut:
                points.append((triples, cost.cpu))
        if len(points) > 1:
            last = _slope(points[-2:])
            self.tell(
                f"  exponent {_slope(points):.2f} over all sizes, {last:.2f} between the last two"
            )

    def fast(self, times: int) -> Cost | None:
        """Time the fast gate at one size."""
        return self.gate(times, "--fast", runs=self._runs(times))

    def _row(self, name: str, cost: Cost | None) -> None:
        if cost is None:
            self.tell(f"  {name:48} not measured, the time was up")
        elif cost.is_cut:
            self.tell(f"  {name:48} cut off after {cost.wall:.0f} s on the clock")
        else:
            self.tell(
                f"  {name:48} {cost.cpu:8.2f} s processor {cost.wall:8.2f} s clock"
                f"  ({cost.runs} {'run' if cost.runs == 1 else 'runs'})"
            )

    def _ratio(self, name: str, peer: Cost | None, ours_name: str, ours: Cost | None) -> None:
        if not peer or not ours or ours.is_cut:
            return
        least = "at least " if peer.is_cut else ""
        self.tell(
            f"  {f'{name} / {ours_name}':48} {least}{peer.cpu / ours.cpu:.1f} in processor time, "
            f"{least}{peer.wall / ours.wall:.1f} on the clock"
        )


def _triples(folder: Path) -> int:
    from pyoxigraph import RdfFormat, parse

    files = sorted(folder.glob("*.ttl"))
    return sum(sum(1 for _ in parse(path=str(f), format=RdfFormat.TURTLE)) for f in files)


def _total(costs: Iterable[Cost | None]) -> Cost | None:
    total = Cost(0, 0)
    for cost in costs:
        if cost is None:
            return None
        total += cost
    return total


def _slope(points: list[tuple[int, float]]) -> float:
    """Return the exponent: the slope of the straight line through the logarithms."""
    xs, ys = [math.log(x) for x, _ in points], [math.log(y) for _, y in points]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    spread = sum((a - x) ** 2 for a in xs)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / spread


def _versions() -> str:
    from importlib.metadata import version
    from platform import python_version

    from kg.reason import versions

    names = ("owlready2", "pyoxigraph", "pyshacl", "rdflib", "shacl-rust")
    listed = [f"{name} {version(name)}" for name in names]
    return ", ".join([f"Python {python_version()}", *listed, f"Java {versions()['Java']}"])


def main(arguments: list[str] | None = None) -> None:
    """Measure and print; see --help."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.gate", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer and smaller: two minutes")
    plan = QUICK if parser.parse_args(arguments).quick else FULL

    def tell(line: str) -> None:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()

    with TemporaryDirectory() as folder:
        bench = Bench(plan, Path(folder), tell)
        tell(_versions())
        try:
            bench.all()
        except Failed as fault:
            parser.exit(1, f"benchmarks.gate: {fault}\n")


if __name__ == "__main__":
    main()
