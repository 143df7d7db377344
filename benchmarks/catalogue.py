"""Every question of the catalogue: our layer against the same text in raw pyoxigraph."""

from __future__ import annotations

import shlex
import time
from collections.abc import Callable
from statistics import median

from kg import ask, query
from kg.load import closed
from kg.query import beside, guard
from kg.vocabulary import PREFIXES

Tell = Callable[[str], None]
ROUNDS = 15
SECONDS = 0.8  # for one question, so that all take a minute


def compare(tell: Tell) -> None:
    """Measure and print the ratio of each question, and the median and worst of all."""
    graph = closed()
    found = sorted((_ratios(graph, question) for question in ask.catalogue()), reverse=True)
    tell("\n### The questions of the catalogue in one process\n")
    tell("| | median | worst | questions up to 1.3 |")
    tell("| --- | --: | --: | --: |")
    named = ("asked again", "asked for the first time", "kg.ask with the names looked up")
    for at, name in enumerate(named):
        ratios = [row[at] for row in found]
        few = sum(ratio <= 1.3 for ratio in ratios)
        tell(f"| {name} / raw | {median(ratios):.2f} | {max(ratios):.2f} | {few} of {len(found)} |")
    tell(f"\nThe median question takes raw pyoxigraph {median(row[3] for row in found):.3f} ms.")
    for again, _, _, raw, name in found[:5]:
        tell(f"Worst when asked again: {name}, {again:.2f} of {raw:.3f} ms.")


def _ratios(graph: query.Source, question: ask.Question) -> tuple[float, float, float, float, str]:
    words = shlex.split(question.command)[3:]
    given = {n[2:]: v for n, v in zip(words[::2], words[1::2], strict=True)}
    text = ask.bound(graph, question, given)
    store = graph.store
    assert not isinstance(store, str), "the graph is in this process"

    used = {p: PREFIXES[p] for p in PREFIXES if f"{p}:" in text}

    def raw() -> None:
        found = store.query(text, prefixes=used)  # type: ignore[union-attr]
        rows = [list(row) for row in found]  # type: ignore[union-attr]
        assert rows is not None

    def first() -> None:
        query.answer(store, text)

    def forget() -> None:
        query._read.cache_clear()
        guard._tokens.cache_clear()
        beside._quick.clear()

    best = {"raw": 9.0, "again": 9.0, "first": 9.0, "ask": 9.0}
    until = time.monotonic() + SECONDS
    for number in range(ROUNDS):
        if number > 1 and time.monotonic() > until:
            break
        best["raw"] = min(best["raw"], _once(raw))
        forget()
        best["first"] = min(best["first"], _once(first))
        best["again"] = min(best["again"], _once(first), _once(first))
        best["ask"] = min(best["ask"], _once(lambda: ask.answer(graph, question.name, given)))
        best["raw"] = min(best["raw"], _once(raw))
    base = best["raw"]
    again, fresh, asked = (best[name] / base for name in ("again", "first", "ask"))
    return again, fresh, asked, base * 1000, question.name


def _once(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
