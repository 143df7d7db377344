"""Make mutants, judge them, print the table: python -m tests.mutation.run --seed 1."""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from kg import paths

from . import operators
from .corpus import Corpus, Mutant, read
from .judge import Judge, Outcome
from .operators import LISTED, PLAUSIBLE, Operator

_LEAST = 0.98
_JUDGES: list[Judge] = []  # one in each process


def main() -> int:
    """Print the table of one or more seeds; 1 where fewer than 98 % are killed."""
    asked = _arguments()
    corpus = read(paths.DATA, paths.ONTOLOGY)
    chosen = [o for o in LISTED + PLAUSIBLE if not asked.only or o.__name__ in asked.only]
    mutants = [
        (seed, mutant)
        for seed in asked.seed
        for operator in chosen
        for mutant in operators.sample(operator, corpus, seed, asked.per_operator)
    ]
    outcomes = _judged(corpus, [mutant for _, mutant in mutants], asked)
    listed = [o.__name__ for o in LISTED]
    sys.stdout.write(_table(outcomes, [o for o in chosen if o in LISTED], "Operators of the list"))
    sys.stdout.write(_table(outcomes, [o for o in chosen if o in PLAUSIBLE], "Plausible faults"))
    sys.stdout.write(
        _survivors(corpus, [(s, o) for (s, _), o in zip(mutants, outcomes, strict=True)])
    )
    if asked.json:
        asked.json.write_text(_as_json(outcomes), encoding="utf-8")
    counted = [o.is_killed for o in outcomes if o.mutant.operator in listed]
    return int(bool(counted) and sum(counted) / len(counted) < _LEAST)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation.run")
    parser.add_argument("--seed", type=int, nargs="+", default=[1])
    parser.add_argument("--per-operator", type=int, default=20)
    parser.add_argument("--only", nargs="*", default=[], help="names of operators")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--fast", action="store_true", help="never ask the reasoner")
    parser.add_argument("--json", type=Path, help="also write every outcome to this file")
    return parser.parse_args()


def _judged(corpus: Corpus, mutants: list[Mutant], asked: argparse.Namespace) -> list[Outcome]:
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder:
        given = (corpus, Path(folder), not asked.fast)
        with ProcessPoolExecutor(asked.jobs, context, initializer=_start, initargs=given) as pool:
            return list(pool.map(_judge, mutants, chunksize=4))


def _start(corpus: Corpus, folder: Path, with_reasoner: bool) -> None:
    own = Path(tempfile.mkdtemp(dir=folder))
    _JUDGES.append(Judge(corpus, own, with_reasoner))


def _judge(mutant: Mutant) -> Outcome:
    return _JUDGES[0].judge(mutant)


def _table(outcomes: Iterable[Outcome], chosen: list[Operator], title: str) -> str:
    """Return a table in Markdown, one row for each operator and one for all."""
    rows = {operator.__name__: [0, 0, 0, 0, 0] for operator in chosen}
    checks: dict[str, Counter[str]] = {name: Counter() for name in rows}
    for outcome in outcomes:
        name = outcome.mutant.operator
        if name in rows:
            ways = (
                True,
                bool(outcome.errors),
                bool(outcome.errors or outcome.warnings),
                bool(outcome.by_reasoner),
                not outcome.is_killed,
            )
            rows[name] = [held + way for held, way in zip(rows[name], ways, strict=True)]
            checks[name].update(outcome.errors + outcome.warnings + outcome.by_reasoner)
    lines = [
        "",
        f"{title}:",
        "",
        "| Operator | Made | Error | Any, fast | Reasoner only | Left | Killed | Most often by |",
    ]
    lines.append("|---|--:|--:|--:|--:|--:|--:|---|")
    total = [sum(row[i] for row in rows.values()) for i in range(5)]
    for name, row in [*rows.items(), ("All", total)]:
        often = ", ".join(check for check, _ in checks.get(name, Counter()).most_common(3))
        share = f"{100 * (1 - row[4] / row[0]):.1f} %" if row[0] else ""
        lines.append(f"| {name} | {' | '.join(map(str, row))} | {share} | {often} |")
    return "\n".join(lines) + "\n" if rows else ""


def _survivors(corpus: Corpus, outcomes: list[tuple[int, Outcome]]) -> str:
    lines = ["", "Survivors:", ""]
    for seed, outcome in outcomes:
        mutant = outcome.mutant
        if not outcome.is_killed:
            place = min((n for n, _ in mutant.edits), default=len(corpus.files[mutant.file]))
            lines.append(
                f"- {mutant.operator} (seed {seed}) {mutant.file}:{place + 1} {mutant.note}"
            )
    return "\n".join(lines) + "\n"


def _as_json(outcomes: list[Outcome]) -> str:
    rows = [
        {
            "operator": o.mutant.operator,
            "stratum": o.mutant.stratum,
            "file": o.mutant.file,
            "note": o.mutant.note,
            "errors": o.errors,
            "warnings": o.warnings,
            "reasoner": o.by_reasoner,
        }
        for o in outcomes
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    sys.exit(main())
