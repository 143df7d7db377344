"""How each promise stands, as the questions of the catalogue answer it; nobody typed it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from kg import ask
from kg.site.entries import Entry, entry
from kg.site.model import Site
from kg.site.periods import end_in_words

_Row = dict[str, str | None]


@dataclass(frozen=True)
class Standing:
    """How a promise stands.

    Attributes:
        outcome: met, missed, ahead, behind, repeated unchanged, or not knowable.
        because: the rule that decided.
        due: by when it should be kept, in words; may be empty.
        held: the figures and records it is held against, by time.
    """

    outcome: str
    because: str
    due: str
    held: tuple[Entry, ...]


@lru_cache(maxsize=1)
def standings(site: Site) -> dict[str, Standing]:
    """Return how each commitment of a graph stands."""
    held: dict[str, dict[str, str]] = {}
    for row in ask.answer(site.graph, "promise-receipts").to_dicts():
        held.setdefault(row["promise"] or "", {})[row["record"] or ""] = row["says"] or ""
    answer = ask.answer(site.graph, "promises-kept").to_dicts()
    rows: dict[str, _Row] = {row["record"] or "": row for row in answer}
    return {record: _standing(site, row, held.get(record, {})) for record, row in rows.items()}


def _standing(site: Site, row: _Row, held: dict[str, str]) -> Standing:
    return Standing(
        outcome=row["outcome"] or "",
        because=row["because"] or "",
        due=end_in_words(row["due"] or ""),
        held=tuple(entry(site, record, says) for record, says in held.items()),
    )
