"""The page against stock pyvis pages of the same graph: python -m benchmarks.explorer [--quick].

Beside the curated graph stand the best documented things of it, or of it grown, in round numbers.

Every visit is a fresh Chromium without a network. What the stock pages ask a CDN for is answered
at once out of the files that pyvis carries, Bootstrap with nothing, so they lose no time by it.
"""

from __future__ import annotations

import argparse
import gzip
import math
import re
import shutil
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from benchmarks.browsing import Target, Visit, search_only, see
from benchmarks.grow import grow
from kg import explore, load, paths
from kg.explore import page
from kg.run import starts

if TYPE_CHECKING:
    from pyvis.network import Network

MODES = ("in_line", "local", "remote")
SIZES = (500, 2000, 5000)
_FEW = 200  # up to here stock pages are waited for in all three modes
_WHOLE = "#depth=0&all=1"  # stock pages draw things without a line, too
_INTEGRITY = re.compile(r'\s+integrity="[^"]*"')
_SEARCH_LIMIT = 20
_SLOW = 4_000  # milliseconds; a stock page that takes longer is opened once


@dataclass(frozen=True)
class Plan:
    """How much is measured.

    Attributes:
        sizes: of the graphs beside the curated one, in things that are drawn.
        runs: of which the median is taken; a stock page that takes long is opened once.
        limit: seconds that a stock page is waited for.
    """

    sizes: tuple[int, ...]
    runs: int
    limit: float


def main(arguments: list[str] | None = None) -> None:
    """Measure and print; see --help."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.explorer", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="the curated graph only")
    parser.add_argument("--runs", type=int, default=3, help="of which the median is taken")
    parser.add_argument("--limit", type=float, default=45, help="seconds for a stock page")
    given = parser.parse_args(arguments)
    compare(Plan(() if given.quick else SIZES, given.runs, given.limit))


def compare(plan: Plan) -> None:
    """Measure every size and print a table for each as it is done."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        graph = load.closed(paths.DATA)
        picture, content = page.content_of(graph, starts(graph), explore.read_stories())
        curated = len(picture.nodes)
        measure(picture, content, folder / "curated", plan)
        for size in plan.sizes:
            times = math.ceil(size / curated)
            grown = folder / f"data-{size}"
            grow(paths.DATA, grown, times)
            picture, content = page.content_of(load.closed(grown))
            cut(picture, content, size)
            measure(picture, content, folder / str(size), plan)


def cut(picture: Network, content: dict[str, Any], size: int) -> None:
    """Keep the best documented things, the lines between them, and the records that name them."""
    touching = Counter(end for edge in picture.edges for end in (edge["from"], edge["to"]))
    ranked = sorted(picture.nodes, key=lambda n: (-touching[n["id"]] - len(n["records"]), n["id"]))[
        :size
    ]
    kept = {node["id"] for node in ranked}
    picture.nodes[:] = [node for node in picture.nodes if node["id"] in kept]
    picture.edges[:] = [edge for edge in picture.edges if {edge["from"], edge["to"]} <= kept]
    content["records"] = {
        iri: record
        for iri, record in content["records"].items()
        if any(part["thing"] in kept for part in record.get("parts", []))
    }


def measure(picture: Network, content: dict[str, Any], folder: Path, plan: Plan) -> None:
    """Build the pages of one graph, open each, print what was seen."""
    folder.mkdir()
    stated = [edge for edge in picture.edges if edge["lens"] == "everything"]
    own = folder / "explorer.html"
    own.write_text(page.rendered(picture, content), encoding="utf-8")
    things = len(picture.nodes)
    say(f"\n{things:,} things, {len(stated):,} lines")
    say(row("page", "KB", "KB gzipped", "first paint, s", "search, s", "redraws a second", "x"))
    first = [see(own_target(own), 60) for _ in range(plan.runs)]
    whole = [see(own_target(own, _WHOLE), 60) for _ in range(plan.runs)]
    say_page("the page, first view", own, first, None)
    ours = say_page("the page, whole network", own, whole, None)
    for mode in MODES:
        stock = stock_page(picture.nodes, stated, mode, folder)
        say_page(f"stock, {mode}", stock, stock_visits(stock, mode, things, plan), ours)
    say_changes("filters and year, first view", first)
    say_changes("filters and year, whole network", whole)


def stock_visits(file: Path, mode: str, things: int, plan: Plan) -> list[Visit]:
    """Open a stock page: a small one in each mode, a larger one until it is painted in one only."""
    target = stock_target(file)
    if things > _FEW and mode != MODES[0]:
        return [Visit(None, search_only(target, _SEARCH_LIMIT), None, (), (), 0.0)]
    first = see(target, plan.limit)
    again = plan.runs - 1 if first.waited < _SLOW else 0
    return [first, *(see(target, plan.limit) for _ in range(again))]


# -- The pages -------------------------------------------------------------------------


def own_target(file: Path, fragment: str = "", words: str = "Ant Forest") -> Target:
    """Return how to talk to our page."""
    return Target(file, "picture.network", words, fragment, is_own=True)


def stock_target(file: Path, words: str = "ant-forest") -> Target:
    """Return how to talk to a stock page, whose search knows identities and no names."""
    lib = _library()
    parts = {
        "vis-network.min.js": lib / "vis-9.1.2" / "vis-network.min.js",
        "vis-network.min.css": lib / "vis-9.1.2" / "vis-network.css",
        "tom-select.complete.js": lib / "tom-select" / "tom-select.complete.min.js",
        "tom-select.min.css": lib / "tom-select" / "tom-select.css",
    }
    return Target(file, "network", words, parts=parts)


def stock_page(
    nodes: list[dict[str, Any]], edges: list[dict[str, Any]], mode: str, folder: Path
) -> Path:
    """Write what three lines of pyvis make of the same things and lines, with its search."""
    from pyvis.network import Network

    made = Network(directed=True, cdn_resources=mode, select_menu=True)
    for node in nodes:
        made.add_node(node["id"], label=node["label"], title=node["className"])
    for edge in edges:
        made.add_edge(edge["from"], edge["to"], title=edge["words"])
    file = folder / f"{mode}.html"
    file.write_text(_INTEGRITY.sub("", made.generate_html()), encoding="utf-8")
    if mode == "local":
        shutil.copytree(_library(), folder / "lib", dirs_exist_ok=True)
    return file


def _library() -> Path:
    return Path(str(resources.files("pyvis"))) / "templates" / "lib"


# -- What is said ----------------------------------------------------------------------


def say_page(name: str, file: Path, visits: list[Visit], ours: float | None) -> float | None:
    """Print one line of the table and return the median of the first paint."""
    content = file.read_bytes()
    painted = middle(visit.painted for visit in visits)
    answered = middle(visit.answered for visit in visits)
    redraws = middle(visit.redraws for visit in visits)
    waited = max(visit.waited for visit in visits)
    known, bound = (painted, "") if painted is not None else (waited or None, "at least ")
    say(
        row(
            name,
            f"{len(content) / 1000:,.0f}",
            f"{len(gzip.compress(content, mtime=0)) / 1000:,.0f}",
            "not waited for" if known is None else f"{bound}{known / 1000:.2f}",
            "not in time" if answered is None else f"{answered / 1000:.2f}",
            "-" if redraws is None else f"{redraws:.0f}",
            f"{bound}{known / ours:.1f} times" if ours and known else "",
        )
    )
    return painted


def say_changes(name: str, visits: list[Visit]) -> None:
    """Print how long filters and year take: the middle one and the slowest one of the changes."""
    for what, times in (
        ("until the page has done it", [visit.worked for visit in visits]),
        ("until it is drawn", [visit.drawn for visit in visits]),
    ):
        each = [median(of) for of in zip(*times, strict=True)]
        say(f"{name}, {what}: {median(each):.0f} ms, the slowest change {max(each):.0f} ms")


def middle(values: Iterable[float | None]) -> float | None:
    """Return the median of what was reached, None where something was not."""
    found = list(values)
    return None if None in found else median(value for value in found if value is not None)


def row(*cells: str) -> str:
    """Return a line of a Markdown table."""
    return f"| {' | '.join(cells)} |"


def say(line: str) -> None:
    """Write a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
