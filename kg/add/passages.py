"""Where the words of a passage stand in the text of their source, if the text is here."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.add.schema import XSD
from kg.errors import DataError, UsageError
from kg.query import Store, select
from kg.query.answers import Cell, as_term
from kg.vocabulary import TERMS, compact

if TYPE_CHECKING:
    from kg.add.drafts import Draft

_LEVEL, _FOUND_IN, _FRAGMENT = (TERMS + n for n in ("readingLevel", "foundIn", "fragment"))
_START, _END = TERMS + "startOffset", TERMS + "endOffset"
_MOST_PLACES = 6


@dataclass(frozen=True)
class Texts:
    """The folder with the texts of sources that were read whole, if there is one."""

    store: Store
    folder: Path | None

    def place(self, evidence: Draft) -> None:
        """Say where a fragment stands, and how much of the source was read.

        Raises:
            UsageError: the words do not stand in the text, or stand there more than once.
            DataError: the text cannot be read.
        """
        source, words = evidence.one(_FOUND_IN), evidence.one(_FRAGMENT)
        if source is None or words is None:
            return
        level = evidence.one(_LEVEL)
        text = None if _is(level, "Excerpt") else self._text(source.value)
        if text is not None:
            self._locate(evidence, text, words.value, compact(source.value))
        has_place = _START in evidence.said
        if level is None:
            evidence.said[_LEVEL] = [Cell(TERMS + ("Full" if has_place else "Excerpt"), "iri")]

    def _text(self, source: str) -> str | None:
        """Return the text of a source; None where it was not read whole, or is not here."""
        term = as_term(Cell(source, "iri"))
        found = select(self.store, f"SELECT ?file {{ {term} <{TERMS}textFile> ?file }}").rows
        name = found[0][0].value if found and found[0][0] else ""
        path = self.folder / name if self.folder and name and Path(name).name == name else None
        if path is None or not path.is_file():
            return None
        try:
            return path.read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError) as fault:
            message = f"the text of {compact(source)} cannot be read: {fault}"
            raise DataError(message) from fault

    def _locate(self, evidence: Draft, text: str, words: str, source: str) -> None:
        given = evidence.one(_START)
        places = _places(text, words)
        if given is not None:
            places = [int(given.value)] if text.startswith(words, int(given.value)) else []
        if not places:
            message = (
                f"--words: '{words}' does not stand in the text of {source}"
                f"{' at ' + given.value if given else ''}; copy the words, quotation marks included"
            )
            raise UsageError(message)
        if len(places) > 1:
            at = ", ".join(map(str, places[:_MOST_PLACES]))
            message = (
                f"--words: '{words}' stands {len(places)} times in the text of {source};"
                f" choose longer words, or say --start-offset, one of: {at}"
            )
            raise UsageError(message)
        for name, offset in ((_START, places[0]), (_END, places[0] + len(words))):
            evidence.said[name] = [Cell(str(offset), "literal", XSD + "integer")]


def _is(cell: Cell | None, name: str) -> bool:
    return cell is not None and cell.value == TERMS + name


def _places(text: str, words: str) -> list[int]:
    found: list[int] = []
    at = text.find(words)
    while at >= 0:
        found.append(at)
        at = text.find(words, at + 1)
    return found
