"""The questions of the catalogue, held against their answers on record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from kg import paths
from kg.errors import AntkgError, SyntaxFault
from kg.validate.coded import CODED
from kg.validate.findings import Fault
from kg.validate.selection import Asked

RECORDED = paths.ROOT / "tests" / "expected"


def faults(asked: Iterable[Asked], recorded: Path = RECORDED) -> Iterator[Fault]:
    """Yield a fault for each question that cannot be asked, or whose answer is not on record."""
    for question in asked:
        place = (paths.shown(question.path), 1, 1)
        try:
            answer = question.answer()
        except SyntaxFault as fault:
            place = (paths.shown(question.path), fault.line, fault.column)
            yield _fault("question-broken", fault.problem, place)
            continue
        except AntkgError as fault:
            yield _fault("question-broken", str(fault), place)
            continue
        record = recorded / f"{question.path.stem}.tsv"
        if not record.is_file():
            yield _fault("question-unrecorded", f"there is no {paths.shown(record)}", place)
            continue
        differences = _differences(record.read_text("utf-8"), answer)
        if differences:
            yield _fault("question-answer-changed", differences, place)


def _fault(check: str, problem: str, place: tuple[str, int, int]) -> Fault:
    return Fault(check, "error", problem, CODED[check].solution, place=place)


def _differences(before: str, now: str) -> str:
    """Return in words how two answers differ: the first row that is gone, and the first new one."""
    if before == now:
        return ""
    old, new = before.splitlines(), now.splitlines()
    gone = [row for row in old if row not in set(new)]
    come = [row for row in new if row not in set(old)]
    said = [
        f"{what}: {len(rows)}, the first is {rows[0]!r}"
        for rows, what in ((gone, "rows that are gone"), (come, "rows that are new"))
        if rows
    ]
    return "; ".join(said) or "the rows stand in another order"
