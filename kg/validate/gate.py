"""The steps of the gate, in order, and their faults turned into findings with places."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from itertools import chain
from pathlib import Path

import pyoxigraph as ox

from kg import paths, reason
from kg.errors import AntkgError, DataError
from kg.positions import XSD, Term
from kg.validate import agreed, checks, evidence, literals, logic, questions, shapes
from kg.validate.agreed import Agreement, Excuse
from kg.validate.catalogue import entries
from kg.validate.coded import CODED, WITH_JAVA
from kg.validate.findings import Fault, Finding, Report
from kg.validate.reading import Reading
from kg.validate.selection import Selection, Wanted
from kg.vocabulary import compact

EVERYTHING = Wanted()
_LONGEST_VALUE = 120
_LABEL = ox.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
_PLAIN_LABEL = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")


def validate(
    data: Path = paths.DATA,
    ontology: Path = paths.ONTOLOGY,
    sources: Path | None = None,
    fast: bool = False,
    only_files: Sequence[Path] = (),
    wanted: Wanted = EVERYTHING,
) -> Report:
    """Hold data and ontology against every check.

    Args:
        data: a folder of Turtle files, or one file.
        ontology: the folder of the ontology; its sub-folder shapes/ holds the shapes.
        sources: the folder with texts of sources; else where `kg.paths.sources_folder` finds it.
        fast: leave out the reasoner and the profile, which need Java.
        only_files: report only what stands in these files; the rest is read all the same.
        wanted: which checks to make, and the questions to ask.

    Raises:
        UsageError: a check or group is wanted that there is not.
    """
    reading = Reading()
    reading.read_folder(ontology, "ontology")
    reading.read_folder(shapes.shapes_of(ontology), "shapes")
    reading.read_folder(data, "data")
    for path in only_files:
        reading.read_file(path, "data")
    run = _Run(reading, wanted, fast=fast, only={paths.shown(path) for path in only_files})
    if reading.faults or not literals.are_well_typed(reading.literals):
        run.add(literals.faults(reading.statements))
    with ThreadPoolExecutor(max_workers=2) as pool:
        slow = [] if fast else _start_logic(pool, run)
        run.step("shapes", lambda: _judge_shapes(run))
        run.step("checks", lambda: _judge_checks(run))
        _judge_evidence(run, sources)
        _judge_questions(run)
        for name, future in slow:
            run.step(name, future.result)
    return run.report(agreed.read(data, run.selection.groups))


class _Run:
    """One run: what was read, what was found, what was seen."""

    def __init__(self, reading: Reading, wanted: Wanted, *, fast: bool, only: set[str]) -> None:
        self.reading, self.wanted, self.fast, self.only = reading, wanted, fast, only
        self.faults: list[Fault] = list(reading.faults)
        self.queries: list[checks.Check] = []
        self.step("checks", self._read_queries)
        self.selection = Selection(entries(self.queries, reading.shapes), wanted)
        self.counts: dict[str, int] = {
            "files": len(reading.files),
            "triples": sum(
                1 for _ in reading.store.quads_for_pattern(None, None, None, ox.DefaultGraph())
            ),
        }
        self.tools: dict[str, str] = {}
        self.notes: list[str] = []

    def _read_queries(self) -> list[Fault]:
        self.queries = checks.read()
        if not self.queries:
            message = f"{paths.shown(paths.CHECKS)}: there are no checks here"
            raise DataError(message)
        return []

    def add(self, faults: Iterable[Fault]) -> None:
        self.faults.extend(faults)

    def step(self, name: str, work: Callable[[], Iterable[Fault]]) -> None:
        """Do one step; where its tool fails, that is a finding."""
        try:
            self.add(work())
        except AntkgError as fault:
            self.faults.append(
                Fault(
                    f"{name}-not-run",
                    "error",
                    f"the step did not run: {fault}",
                    "Mend what the message names; until then nothing of this step was checked.",
                )
            )

    def report(self, agreement: Agreement) -> Report:
        lost = self.reading.lost
        faults = [f for f in self.faults if f.place or not (f.entity in lost or f.value in lost)]
        if hidden := len(self.faults) - len(faults):
            self.notes.append(
                f"{hidden} findings about things in statements that do not parse are left out."
            )
        release = agreed.release_date(self.reading.store)
        found = self._findings(faults)
        counted, accepted, unused = agreed.divided(found, agreement.excuses, release)
        self.counts = dict(sorted(self.counts.items()))
        said = [
            *agreement.faults,
            *agreed.faults_of_floors(agreement.floors, self.counts),
            *agreed.faults_of_excuses(agreement.excuses, filter(self._was_made, unused), release),
        ]
        everything = sorted([*counted, *self._findings(said)], key=Finding.order)
        # Steps end in any order; the same input gives the same bytes all the same.
        tools = dict(sorted(self.tools.items()))
        notes = (*self.notes, *self._note_on_selection())
        return Report(tuple(everything), self.counts, tools, notes, tuple(accepted))

    def _findings(self, faults: Iterable[Fault]) -> list[Finding]:
        """Return the faults that are to be shown as findings with places, in order."""
        shown = {self._finding(fault) for fault in faults if self.selection.shows(fault.check)}
        kept = [f for f in shown if not self.only or not f.file or f.file in self.only]
        return sorted(kept, key=Finding.order)

    def _was_made(self, excuse: Excuse) -> bool:
        """Whether the check that is excused really looked at everything in this run."""
        is_cut = self.fast and excuse.check in chain.from_iterable(WITH_JAVA.values())
        is_evidence = self.selection.group(excuse.check) == "evidence"
        is_unread = is_evidence and self.counts.get("evidence not re-read", 0) > 0
        has_failed = any(fault.check.endswith("-not-run") for fault in self.faults)
        looked = not (self.only or is_cut or is_unread or has_failed)
        return looked and self.selection.makes(excuse.check)

    def _note_on_selection(self) -> list[str]:
        if self.selection.is_whole:
            return []
        words = [f"only {', '.join(self.wanted.only)}"] if self.wanted.only else []
        words += [f"without {', '.join(self.wanted.skip)}"] if self.wanted.skip else []
        return [f"Not every check was made: {', '.join(words)}."]

    def _finding(self, fault: Fault) -> Finding:
        file, line, column = self.reading.places.find(fault)
        return Finding(
            check=fault.check,
            severity=fault.severity,
            file=file,
            line=line,
            column=column,
            entity=fault.entity or "",
            label=self._label(fault.entity or ""),
            property=_short_name(fault.property or ""),
            value=written(fault.value) if fault.value is not None else "",
            message=fault.message,
            remedy=fault.remedy,
            group=self.selection.group(fault.check),
        )

    def _label(self, entity: str) -> str:
        if not entity or entity.startswith("_:"):
            return ""
        names = [
            quad.object
            for name in (_LABEL, _PLAIN_LABEL)
            for quad in self.reading.store.quads_for_pattern(ox.NamedNode(entity), name, None)
            if isinstance(quad.object, ox.Literal)
        ]
        names.sort(key=lambda label: (label.language != "en", label.language or "", label.value))
        return names[0].value if names else ""


def written(term: Term) -> str:
    """Return a term as a reader knows it from Turtle, shortened where it is long."""
    if isinstance(term, str):
        return compact(term)
    value, datatype, language = term
    if len(value) > _LONGEST_VALUE:
        value = value[:_LONGEST_VALUE] + "…"
    if language:
        return f'"{value}"@{language}'
    return f'"{value}"' if datatype in {"", XSD + "string"} else f'"{value}"^^{compact(datatype)}'


def _short_name(name: str) -> str:
    return "^" + compact(name[1:]) if name.startswith("^") else compact(name)


def _judge_shapes(run: _Run) -> Iterable[Fault]:
    names = [shape.name for shape in entries([], run.reading.shapes) if shape.kind == "shacl"]
    if not run.selection.makes("broken-shape", *names):
        return []
    run.counts["shapes"] = shapes.count(run.reading.shapes)
    run.tools["shacl-rust"] = shapes.engine_version()
    return shapes.faults(run.reading.store, run.reading.shapes)


def _judge_checks(run: _Run) -> Iterable[Fault]:
    made = [check for check in run.queries if run.selection.makes(check.name)]
    run.tools["pyoxigraph"] = ox.__version__
    if run.selection.is_whole:
        run.counts["checks"] = len(made)
    for check in made:
        run.step("check", partial(checks.faults, run.reading.store, check))
    return []


def _judge_evidence(run: _Run, sources: Path | None) -> None:
    if not run.selection.makes(*(n for n, c in CODED.items() if c.group == "evidence")):
        return
    folder = sources or paths.sources_folder()
    outcome = evidence.check(run.reading.store, folder)
    run.add(outcome.faults)
    run.counts["evidence"] = outcome.read_again + outcome.not_read_again
    run.counts["evidence re-read"] = outcome.read_again
    run.counts["evidence not re-read"] = outcome.not_read_again
    if outcome.not_read_again:
        run.notes.append(
            f"{outcome.not_read_again} passages were not re-read, because their texts are not here."
        )


def _judge_questions(run: _Run) -> None:
    names = [name for name, check in CODED.items() if check.group == "questions"]
    if run.wanted.questions is None or not run.selection.makes(*names):
        return
    try:
        asked = list(run.wanted.questions())
    except AntkgError as fault:  # files that do not parse are findings already
        run.notes.append(f"No question was asked: {fault}.")
        return
    run.counts["questions"] = len(asked)
    run.add(questions.faults(asked))


def _start_logic(pool: ThreadPoolExecutor, run: _Run) -> list[tuple[str, Future[list[Fault]]]]:
    """Start the profile check and the reasoner, which need Java, beside the other steps."""
    started: list[tuple[str, Future[list[Fault]]]] = []
    everything = logic.profile_text(run.reading.store)
    if run.selection.makes(*WITH_JAVA["reasoner"]):
        matters = logic.slice_text(run.reading.store)
        run.counts["triples reasoned over"] = matters.count(b"\n")
        judging = pool.submit(logic.consistency_faults, matters, lambda: run.reading.places)
        started.append(("reasoner", judging))
    if run.selection.makes(*WITH_JAVA["profile"]):
        started.append(("profile", pool.submit(logic.profile_faults, everything)))
    if started:
        started.append(("axioms", pool.submit(_count_axioms, run, everything)))
    return started


def _count_axioms(run: _Run, triples: bytes) -> list[Fault]:
    run.counts["axioms"], run.counts["individuals"] = reason.axiom_counts(triples)
    run.tools |= reason.versions()
    return []
