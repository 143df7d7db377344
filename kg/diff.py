"""What changed between two versions of the data, in words: facts, passages, and answers."""

from __future__ import annotations

import json
import subprocess
import tarfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from kg import ask, load, paths, show
from kg.errors import AntkgError, DataError
from kg.query import Cell, answers, names, select
from kg.vocabulary import TERMS, compact

Sort = Literal["added", "corrected", "withdrawn"]
SORTS: tuple[Sort, ...] = ("added", "corrected", "withdrawn")
_SAID = "SELECT ?s ?p ?o WHERE { ?s ?p ?o . FILTER(ISIRI(?s)) }"
_PART_OF = frozenset({TERMS + "hasEvidence", TERMS + "hasParticipation"})
_MOST_ANSWER_SECONDS = 60.0

Facts = dict[str, dict[str, set[Cell]]]


@dataclass(frozen=True)
class Detail:
    """One property that says something else than before; either side may be empty."""

    property: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """One thing, record or source that is new, gone, or says something else."""

    sort: Sort
    kind: str
    iri: str
    words: str
    details: tuple[Detail, ...]


@dataclass(frozen=True)
class Answered:
    """A question whose answer is another one now, with the number of rows come and gone."""

    name: str
    question: str
    rows_added: int
    rows_gone: int


@dataclass(frozen=True)
class Difference:
    """Everything that changed, in order of sort, kind and IRI."""

    changes: tuple[Change, ...]
    answers: tuple[Answered, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        return not (self.changes or self.answers)


@contextmanager
def version(name: str) -> Iterator[Path]:
    """Yield the data that a path or a revision of git names; a revision's stays until the end.

    Raises:
        DataError: it is neither, or the revision holds no data.
    """
    if Path(name).exists():
        yield Path(name)
        return
    if name.startswith("-"):
        message = f"{name}: there is no such file or folder"
        raise DataError(message)
    command = ["git", "-C", str(paths.ROOT), "archive", name, "data"]
    try:
        made = subprocess.run(command, capture_output=True, check=False)
    except OSError as fault:
        message = f"{name}: no such file or folder, and git cannot be run: {fault.strerror}"
        raise DataError(message) from fault
    if made.returncode:
        message = f"{name}: neither a file, nor a folder, nor a revision of git with a folder data"
        raise DataError(message)
    with TemporaryDirectory() as folder:
        with tarfile.open(fileobj=BytesIO(made.stdout)) as archive:
            archive.extractall(folder, filter="data")
        yield Path(folder) / "data"


def compare(before: Path, after: Path) -> Difference:
    """Return what changed from one version of the data to another.

    The ontology, the rules and the questions are those of today for both.
    """
    old, new = load.closed(before), load.closed(after)
    was, now = _facts(load.load(before)), _facts(load.load(after))
    return Difference(_changes(old, new, was, now), _answers(old, new))


def _facts(graph: load.Graph) -> Facts:
    found: Facts = defaultdict(lambda: defaultdict(set))
    for subject, predicate, value in select(graph.store, _SAID).rows:
        assert subject is not None and predicate is not None and value is not None, "all are bound"
        found[subject.value][predicate.value].add(value)
    return found


def _changes(old: load.Graph, new: load.Graph, was: Facts, now: Facts) -> tuple[Change, ...]:
    owners = _owners(was) | _owners(now)
    touched: dict[str, list[str]] = defaultdict(list)
    for iri in sorted(was.keys() | now.keys()):
        if was.get(iri) != now.get(iri):
            touched[owners.get(iri, iri)].append(iri)
    made = [_change(old, new, was, now, (iri, parts)) for iri, parts in touched.items()]
    return tuple(sorted(made, key=lambda c: (SORTS.index(c.sort), c.kind, c.iri)))


def _owners(facts: Facts) -> dict[str, str]:
    """Return the record to which each passage and participation belongs."""
    return {
        part.value: iri
        for iri, said in facts.items()
        for name in _PART_OF
        for part in said.get(name, ())
    }


def _change(
    old: load.Graph, new: load.Graph, was: Facts, now: Facts, touched: tuple[str, list[str]]
) -> Change:
    iri, parts = touched
    sort: Sort = (
        "corrected" if iri in was and iri in now else "added" if iri in now else "withdrawn"
    )
    graph = old if sort == "withdrawn" else new
    card = show.card(graph, iri)
    own = next((s for s in card.statements if s.record == iri), None)
    words = f"{own.words}, {own.period}".strip(", ") if own else card.name
    details: tuple[Detail, ...] = ()
    if sort == "corrected":
        labels = _labels(old, was, parts) | _labels(new, now, parts)
        details = tuple(d for part in parts for d in _details(part, was, now, labels))
    return Change(sort, ", ".join(card.kinds), iri, words, details)


def _labels(graph: load.Graph, facts: Facts, parts: list[str]) -> dict[str, str]:
    said = [facts[part] for part in parts if part in facts]
    cells = (cell for one in said for found in one.values() for cell in found)
    iris = {cell.value for cell in cells if cell.kind == "iri"}
    return names.labels(graph.store, iris | {name for one in said for name in one})


def _details(part: str, was: Facts, now: Facts, labels: dict[str, str]) -> Iterator[Detail]:
    before, after = was.get(part, {}), now.get(part, {})
    for name in sorted(before.keys() | after.keys()):
        gone = before.get(name, set()) - after.get(name, set())
        come = after.get(name, set()) - before.get(name, set())
        if gone or come:
            yield Detail(labels[name], _shown(gone, labels), _shown(come, labels))


def _shown(cells: set[Cell], labels: dict[str, str]) -> tuple[str, ...]:
    shown = (labels.get(c.value, c.value) if c.kind == "iri" else c.shown() for c in cells)
    return tuple(sorted(shown))


def _answers(old: load.Graph, new: load.Graph) -> tuple[Answered, ...]:
    changed = []
    for question in ask.catalogue():
        was, now = _rows(old, question.name), _rows(new, question.name)
        if was != now:
            come, gone = (now - was).total(), (was - now).total()
            changed.append(Answered(question.name, question.question, come, gone))
    return tuple(changed)


def _rows(graph: load.Graph, name: str) -> Counter[tuple[Cell | None, ...]]:
    """Return the rows of an answer; none where its default names something not there."""
    try:
        table = ask.answer(graph, name, timeout_seconds=_MOST_ANSWER_SECONDS)
    except DataError:
        return Counter()
    except AntkgError as fault:
        message = f"{name}: {fault}"
        raise DataError(message) from fault
    return Counter(table.rows)


def as_json(difference: Difference) -> str:
    """Return a difference as JSON."""
    return json.dumps(asdict(difference), ensure_ascii=False, indent=1) + "\n"


def as_text(difference: Difference) -> str:
    """Return a difference as text: a summary, then each change with what it said before."""
    if difference.is_empty:
        return "nothing changed\n"
    counted = Counter(change.sort for change in difference.changes)
    heads = [f"{counted[sort]} {sort}" for sort in SORTS if counted[sort]]
    heads += [f"{len(difference.answers)} answers changed"] if difference.answers else []
    lines = [", ".join(heads)]
    for sort in SORTS:
        found = [change for change in difference.changes if change.sort == sort]
        lines += ["", f"{sort} ({len(found)})"] if found else []
        for change in found:
            lines.append(f"  • {change.kind}: {change.words} [{compact(change.iri)}]")
            lines += [f"      {_detail_words(detail)}" for detail in change.details]
    lines += ["", f"answers ({len(difference.answers)})"] if difference.answers else []
    lines += [
        f"  • {a.name}: {a.rows_added} rows come, {a.rows_gone} rows gone · {a.question}"
        for a in difference.answers
    ]
    return "\n".join(_safe(line) for line in lines) + "\n"


def _detail_words(detail: Detail) -> str:
    before, after = "; ".join(detail.before), "; ".join(detail.after)
    if before and after:
        return f"{detail.property}: {before} → {after}"
    return f"{detail.property}: {after} (new)" if after else f"{detail.property}: {before} (gone)"


def _safe(line: str) -> str:
    plain = line.lstrip(" ")
    return " " * (len(line) - len(plain)) + answers.visible(plain)
