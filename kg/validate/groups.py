"""The twelve groups of checks; each check belongs to one."""

from __future__ import annotations

GROUPS: dict[str, str] = {
    "syntax": "Files, bytes and literals can be read.",
    "profile": "Ontology and data are in OWL 2 DL.",
    "logic": "Ontology and data can hold together.",
    "shapes": "Things and records have the parts that they need, and no others.",
    "hygiene": "The terms of the ontology are named, defined and used with care.",
    "evidence": "Every record rests on a passage that stands where it is said to stand.",
    "identity": "What is named exists, once.",
    "labels": "Names are clean and say their language.",
    "iris": "IRIs and addresses have the agreed form.",
    "time": "Dates and periods fit each other and their sources.",
    "questions": "Every question gives the answer on record.",
    "checks": "The checks themselves ran, on enough, and nothing is excused for nothing.",
}
_SHAPES_BY_START = (
    ("evidence-", "evidence"),
    ("record-evidence", "evidence"),
    ("source-", "evidence"),
    ("thing-label", "labels"),
    ("statement-grain", "time"),
    ("record-unknown", "time"),
)


def group_of_shape(name: str) -> str:
    """Return the group of a shape, which its name tells."""
    if name.endswith("-period"):
        return "time"
    return next((group for start, group in _SHAPES_BY_START if name.startswith(start)), "shapes")
