"""From a found fact to a record: words of a curator in, changed Turtle files out.

What can be added, and what it needs, is read from the ontology, its shapes and its rules; how
records are named and where they stand is read off the data.
"""

from __future__ import annotations

from kg.add.lacks import Lack, Missing
from kg.add.landing import alone, copy, land
from kg.add.manual import of_all, of_kind
from kg.add.plan import Change, Plan, Row, Workspace
from kg.add.rows import read

__all__ = [
    "Change",
    "Lack",
    "Missing",
    "Plan",
    "Row",
    "Workspace",
    "alone",
    "copy",
    "land",
    "of_all",
    "of_kind",
    "read",
]
