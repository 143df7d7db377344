"""Every question of the catalogue: our layer against the same text in raw pyoxigraph."""

from __future__ import annotations

import os
import shlex
import signal
import time
from collections.abc import Callable
from statistics import median

from kg import ask, query
from kg.load import closed
from kg.query import beside, guard
from kg.vocabulary import PREFIXES

Tell = Callable[[str], None]
ROUNDS = 15
LONGEST = 1.0
SECONDS = 0.5  # for one question, so that all take a minute


def compare(tell: Tell) -> None:
    """Measure and print the ratio of each question, and the median and worst of all."""
    graph = closed()
    texts = [(question, *_bound(graph, question)) for question in ask.catalogue()]
    slow = {q.name for q, _, text in texts if not _is_quick(graph, text)}
    quick = ((q, given, text) for q, given, text in texts if q.name not in slow)
    found = sorted((_ratios(graph, *one) for one in quick), reverse=True)
    tell("\n### The questions of the catalogue in one process\n")
    tell("| | median | worst | questions up to 1.3 |")
    tell("| --- | --: | --: | --: |")
    named = ("asked again", "asked for the first time", "kg.ask with the names looked up")
    for at, name in enumerate(named):
        ratios = [row[at] for row in found]
        few = sum(ratio <= 1.3 for ratio in ratios)
        tell(f"| {name} / raw | {median(ratios):.2f} | {max(ratios):.2f} | {few} of {len(found)} |")
    usual = median(row[3] for row in found)
    tell(f"\nThe median question takes raw pyoxigraph {usual:.3f} ms of processor.")
    for name in sorted(slow):
        tell(f"Left out, as the engine alone takes over {LONGEST:g} s: {name}.")
    for again, _, _, raw, name in found[:5]:
        tell(f"Worst when asked again: {name}, {again:.2f} of {raw:.3f} ms.")


def _bound(graph: query.Source, question: ask.Question) -> tuple[dict[str, str], str]:
    """Return the defaults of a question as a person gives them, and its text with them."""
    words = shlex.split(question.command)[3:]
    given = {n[2:]: v for n, v in zip(words[::2], words[1::2], strict=True)}
    return given, ask.bound(graph, question, given)


def _is_quick(graph: query.Source, text: str) -> bool:
    """Say whether the engine answers in time; it is tried in a process that can be ended."""
    child = os.fork()
    if not child:
        list(graph.store.query(text, prefixes=PREFIXES))  # type: ignore[union-attr, arg-type]
        os._exit(0)
    until = time.monotonic() + LONGEST
    while time.monotonic() < until:
        if os.waitpid(child, os.WNOHANG)[0]:
            return True
        time.sleep(0.005)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return False


def _ratios(
    graph: query.Source, question: ask.Question, given: dict[str, str], text: str
) -> tuple[float, float, float, float, str]:
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
    """Return processor seconds of all threads: the clock says little where others work too."""
    start = time.process_time()
    work()
    return time.process_time() - start
