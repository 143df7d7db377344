"""Evidence read again: fragments at their offsets in the text of the source, numbers as printed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pyoxigraph as ox

from kg.positions import Term
from kg.query import Cell, select
from kg.validate import numbers
from kg.validate.findings import Fault
from kg.vocabulary import TERMS

_PASSAGES = """
SELECT ?evidence ?fragment ?start ?end ?source ?file ?digest WHERE {
  ?evidence akg:readingLevel akg:Full ;
    akg:foundIn ?source ;
    akg:fragment ?fragment ;
    akg:startOffset ?start ;
    akg:endOffset ?end .
  ?source akg:textFile ?file ;
    akg:sha256 ?digest .
}
ORDER BY ?evidence ?source ?fragment ?start ?end ?file ?digest
"""
_NUMBERS = """
SELECT ?holder ?printed ?value ?upper ?language WHERE {
  ?holder akg:asPrinted ?printed ;
    akg:value ?value .
  OPTIONAL { ?holder akg:upperValue ?upper }
  OPTIONAL {
    { ?holder akg:foundIn ?source }
    UNION
    { ?holder akg:hasEvidence/akg:foundIn ?source }
    ?source akg:inLanguage ?language .
  }
}
ORDER BY ?holder ?printed ?value ?upper ?language
"""
_PRINTED = """
SELECT ?evidence ?printed ?start ?end ?source WHERE {
  { ?evidence akg:asPrinted ?printed }
  UNION
  {
    ?record akg:hasEvidence ?evidence ;
      akg:asPrinted ?printed .
    FILTER NOT EXISTS { ?evidence akg:asPrinted ?own }
    ?evidence akg:stance akg:Supports .
  }
  ?evidence akg:readingLevel akg:Full ;
    akg:foundIn ?source ;
    akg:startOffset ?start ;
    akg:endOffset ?end .
}
ORDER BY ?evidence ?printed ?start ?end ?source
"""
_NEAR = 40


@dataclass
class Outcome:
    """What re-reading found, and how much of it could be done."""

    faults: list[Fault] = field(default_factory=list)
    read_again: int = 0
    not_read_again: int = 0


def check(store: ox.Store, sources: Path | None) -> Outcome:
    """Read every passage again that can be read; the numbers are read in any case."""
    outcome = Outcome(list(_numbers(store)))
    texts = _Texts(sources)
    passages = select(store, _PASSAGES).rows
    for evidence, fragment, start, end, source, file, digest in passages:
        assert evidence and fragment and start and end and source and file and digest
        text = texts.read(source, file, digest)
        if text is None:
            outcome.not_read_again += 1
            continue
        outcome.read_again += 1
        outcome.faults.extend(_passage(text, evidence, fragment, start, end))
    outcome.faults.extend(texts.faults)
    outcome.faults.extend(_printed(store, texts))
    return outcome


class _Texts:
    """The texts of sources, each read once and held against its digest."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self.faults: list[Fault] = []
        self.known: dict[str, str | None] = {}

    def read(self, source: Cell, file: Cell, digest: Cell) -> str | None:
        if source.value not in self.known:
            self.known[source.value] = self._read(source, file, digest)
        return self.known[source.value]

    def _read(self, source: Cell, file: Cell, digest: Cell) -> str | None:
        if self.folder is None:
            return None
        path = self.folder / file.value
        if Path(file.value).name != file.value:
            self.fault(
                source,
                "textFile",
                file,
                "source-text-missing",
                "the name leads elsewhere",
                "Give the bare name of a file in the folder of sources.",
            )
            return None
        try:
            content = path.read_bytes()
        except OSError:
            self.fault(
                source,
                "textFile",
                file,
                "source-text-missing",
                "the folder of sources has no such file",
                "Put the text there, or correct the name.",
            )
            return None
        found = hashlib.sha256(content).hexdigest()
        if found != digest.value:
            self.fault(
                source,
                "sha256",
                digest,
                "source-text-changed",
                f"the text that is there has the digest {found}",
                "Read the source again: its text has changed, or the digest is wrong.",
            )
            return None
        return content.decode("utf-8", errors="replace")

    def fault(self, source: Cell, name: str, value: Cell, check_name: str, *words: str) -> None:
        self.faults.append(
            Fault(check_name, "error", words[0], words[1], source.value, TERMS + name, _term(value))
        )


def _passage(text: str, evidence: Cell, fragment: Cell, start: Cell, end: Cell) -> Iterator[Fault]:
    try:
        there = text[int(start.value) : int(end.value)]
    except ValueError:
        return
    if there == fragment.value:
        return
    remedy = "Copy the words and their offsets from the text of the source again."
    position = text.find(fragment.value)
    if position >= 0:
        remedy = (
            f"The words stand at {position} to {position + len(fragment.value)}: "
            "correct the offsets."
        )
    yield Fault(
        "fragment-not-found",
        "error",
        f"the source has {there[:80]!r} at these offsets",
        remedy,
        entity=evidence.value,
        property=TERMS + "fragment",
        value=_term(fragment),
    )


def _stands_in(printed: str, text: str) -> bool:
    """Say whether the text holds the number as a whole: "30" does not stand in "430,000"."""
    left = r"(?<![\d.,])" if printed[:1].isdigit() else ""
    right = r"(?![.,]?\d)" if printed[-1:].isdigit() else ""
    return re.search(left + re.escape(printed) + right, text) is not None


def _printed(store: ox.Store, texts: _Texts) -> Iterator[Fault]:
    for evidence, printed, start, end, source in select(store, _PRINTED).rows:
        assert evidence and printed and start and end and source
        text = texts.known.get(source.value)
        if text is None:
            continue
        try:
            first, last = int(start.value), int(end.value)
        except ValueError:
            continue
        if not _stands_in(printed.value, text[max(0, first - _NEAR) : last + _NEAR]):
            yield Fault(
                "printed-number-not-near",
                "error",
                f"the words {printed.value!r} are not within {_NEAR} characters of the fragment",
                "Give the number on the evidence as this source prints it, or mend the offsets.",
                entity=evidence.value,
                property=TERMS + "asPrinted",
                value=_term(printed),
            )


def _numbers(store: ox.Store) -> Iterator[Fault]:
    """Yield a fault where no printed text of a statement can be read as its value."""
    held: dict[str, tuple[list[tuple[Cell, str]], set[str]]] = {}
    for holder, printed, value, upper, language in select(store, _NUMBERS).rows:
        assert holder and printed and value
        words, values = held.setdefault(holder.value, ([], set()))
        words.append((printed, language.value if language else "en"))
        values |= {value.value, upper.value if upper else value.value}
    for entity, (words, values) in held.items():
        for text in sorted(values):
            try:
                number = Decimal(text)
            except InvalidOperation:
                continue
            shown = sorted({repr(said.value) for said, _ in words})
            if not any(numbers.means(said.value, number, tag) for said, tag in words):
                yield Fault(
                    "printed-number-differs",
                    "error",
                    f"{' and '.join(shown)} cannot be read as {text}",
                    "Correct the value, its unit, or the words as printed.",
                    entity=entity,
                    property=TERMS + "asPrinted",
                    value=_term(words[0][0]),
                )


def _term(cell: Cell) -> Term:
    return (cell.value, cell.datatype or "", cell.language or "")
