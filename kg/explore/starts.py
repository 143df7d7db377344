"""Questions as places to start from: what their answers rest on, opened as a picture."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from typing import Any

from kg.query import Table
from kg.vocabulary import compact


@dataclass(frozen=True)
class Start:
    """A question of the catalogue, the command that asks it, and what it answers.

    Attributes:
        name: as people type it.
        question: in English.
        question_zh: in Chinese; empty where there is none.
        command: what to type for the same answer in a terminal.
        table: the answer.
    """

    name: str
    question: str
    question_zh: str
    command: str
    table: Table

    def shown(self, records: Container[str], things: Container[str]) -> dict[str, Any]:
        """Return what the page needs to know of it: its words, the records and things it names."""
        found = {
            compact(cell.value)
            for row in self.table.rows
            for cell in row
            if cell and cell.kind == "iri"
        }
        return {
            "name": self.name,
            "question": self.question,
            "questionZh": self.question_zh,
            "command": self.command,
            "rows": len(self.table.rows),
            "records": sorted(name for name in found if name in records),
            "things": sorted(name for name in found if name in things),
        }
