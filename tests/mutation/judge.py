"""What the gate says of one mutant that it does not say of the files as they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from kg.validate import validate
from kg.vocabulary import compact

from .corpus import Corpus, Mutant

Key = tuple[str, str, str, str, str, str]


@dataclass(frozen=True)
class Outcome:
    """What became of one mutant.

    Attributes:
        mutant: the mutant.
        errors: checks with an error that the true files do not have, by the gate without reasoner.
        warnings: the same for warnings.
        by_reasoner: checks of the whole gate, asked only where the gate without it was silent.
    """

    mutant: Mutant
    errors: tuple[str, ...]
    warnings: tuple[str, ...]
    by_reasoner: tuple[str, ...] = ()

    @property
    def is_killed(self) -> bool:
        """Whether the gate said anything."""
        return bool(self.errors or self.warnings or self.by_reasoner)


class Judge:
    """Holds mutants against the gate, on a copy of the files made once."""

    def __init__(self, corpus: Corpus, folder: Path, with_reasoner: bool) -> None:
        """Copy the files into an empty folder, and see what the gate says of them as they are."""
        self.corpus, self.data, self.with_reasoner = corpus, folder, with_reasoner
        for name in corpus.files:
            self._write(name, corpus.text(name))
        self.known = {fast: self._findings(fast) for fast in {True, not with_reasoner}}

    def judge(self, mutant: Mutant) -> Outcome:
        """Hold one mutant against the gate, with the reasoner only where nothing else objects."""
        self._write(mutant.file, self.corpus.mutated(mutant))
        try:
            new = self._findings(fast=True) - self.known[True]
            errors, warnings = _checks(new, "error"), _checks(new, "warning")
            if errors or warnings or not self.with_reasoner:
                return Outcome(mutant, errors, warnings)
            new = self._findings(fast=False) - self.known[False]
            return Outcome(mutant, (), (), _checks(new, "error"))
        finally:
            self._write(mutant.file, self.corpus.text(mutant.file))

    def judge_together(self, mutants: Sequence[Mutant]) -> set[str]:
        """Return what errors and warnings are about that the true files do not have.

        All mutants are in the files at once; no two of them may change the same block.
        """
        files = {mutant.file for mutant in mutants}
        try:
            for file in files:
                all_of_it = _as_one([mutant for mutant in mutants if mutant.file == file])
                self._write(file, self.corpus.mutated(all_of_it))
            new = self._findings(fast=True) - self.known[True]
        finally:
            for file in files:
                self._write(file, self.corpus.text(file))
        return {compact(entity) for severity, _, entity, *_ in new if severity != "info"}

    def _write(self, name: str, text: str) -> None:
        (self.data / name).write_text(text, encoding="utf-8")

    def _findings(self, fast: bool) -> frozenset[Key]:
        """Return findings without their places, which shift when a line is taken out."""
        found = validate(data=self.data, fast=fast).findings
        return frozenset(
            (f.severity, f.check, f.entity, f.property, f.value, f.message) for f in found
        )


def _as_one(mutants: Sequence[Mutant]) -> Mutant:
    """Return one mutant of a file that does what several do."""
    return replace(
        mutants[0],
        edits=tuple(chain.from_iterable(mutant.edits for mutant in mutants)),
        added=tuple(chain.from_iterable(mutant.added for mutant in mutants)),
    )


def _checks(findings: frozenset[Key], severity: str) -> tuple[str, ...]:
    return tuple(sorted({key[1] for key in findings if key[0] == severity}))
