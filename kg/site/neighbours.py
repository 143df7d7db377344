"""A small picture of a thing among those it has to do with: names in two columns, lines between."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from kg.query import answers
from kg.site.holdings import Labels, kind_of
from kg.site.model import Site
from kg.vocabulary import compact

MOST = 16
WIDTH, ROW, TOP, LOWEST = 720, 44, 34, 110
LEFT, RIGHT = 256, 464  # where the two columns begin
MIDDLE = WIDTH // 2
_SIDE_LETTERS, _MIDDLE_LETTERS = 31, 16
_RELATIONS = 2  # are said of one neighbour


@dataclass(frozen=True)
class Neighbour:
    """One thing beside the one in the middle, at its place."""

    iri: str
    name: str
    full_name: str
    kind: str
    words: str
    full_words: str
    is_left: bool
    x: int
    y: int
    is_disputed: bool
    line: str


@dataclass(frozen=True)
class Picture:
    """A thing and its nearest neighbours; how many more there are."""

    name_lines: tuple[str, ...]
    kind: str
    height: int
    middle: int
    neighbours: tuple[Neighbour, ...]
    more: int
    explorer: str


def picture(site: Site, iri: str, language: str = "en") -> Picture | None:
    """Return the picture of a thing, or None where nothing has to do with it."""
    labels = site.holdings.labels_zh if language == "zh" else site.holdings.labels
    beside = _beside(site, iri)
    if not beside:
        return None
    ranked = sorted(beside, key=lambda other: (-len(beside[other]), labels[other]))
    shown = ranked[:MOST]
    rows = (len(shown) + 1) // 2
    height = max(TOP * 2 + ROW * (rows - 1), LOWEST)
    middle = height // 2
    return Picture(
        name_lines=_wrapped(labels[iri]),
        kind=kind_of(iri),
        height=height,
        middle=middle,
        neighbours=tuple(
            _placed(site, (iri, other), beside[other], (at, middle), labels)
            for at, other in enumerate(shown)
        ),
        more=len(ranked) - len(shown),
        explorer=f"explorer.html#focus={compact(iri)}",
    )


def _beside(site: Site, iri: str) -> dict[str, list[str]]:
    """Return the edges to each neighbour."""
    found: dict[str, list[str]] = defaultdict(list)
    holdings = site.holdings
    for edge in holdings.to_here(iri, "edgeFrom", "edgeTo"):
        ends = [*holdings.from_here(edge, "edgeFrom"), *holdings.from_here(edge, "edgeTo")]
        for other in ends:
            if other != iri and other in site.addresses:
                found[other].append(edge)
    return found


def _placed(
    site: Site, ends: tuple[str, str], edges: list[str], at: tuple[int, int], labels: Labels
) -> Neighbour:
    """Return a neighbour at its rank, beside the thing that stands at a height."""
    (iri, other), (rank, middle) = ends, at
    is_left = rank % 2 == 1
    x, y = LEFT if is_left else RIGHT, TOP + ROW * (rank // 2)
    bend = (x + MIDDLE) // 2
    name = labels[other]
    relations = _relations(site, iri, edges, labels)
    disputed = any(site.holdings[edge].one("disputed") == "true" for edge in edges)
    return Neighbour(
        iri=other,
        name=_short(name, _SIDE_LETTERS),
        full_name=name,
        kind=kind_of(other),
        words=_short(_arrows(relations, is_left=is_left), _SIDE_LETTERS + 6),
        full_words=_arrows(relations, is_left=False),
        is_left=is_left,
        x=x,
        y=y,
        is_disputed=disputed,
        line=f"M{MIDDLE} {middle}C{bend} {middle} {bend} {y} {x} {y}",
    )


def _relations(
    site: Site, iri: str, edges: list[str], labels: Labels
) -> tuple[list[tuple[bool, str]], int]:
    """Return how two things are joined, and by how many records.

    Each relation says whether it leads to the middle; those from there come first.
    """
    holdings = site.holdings
    words: dict[tuple[bool, str], None] = {}
    for edge in edges:
        relation = holdings.from_here(edge, "edgeRelation")[0]
        goes_out = holdings.from_here(edge, "edgeFrom") == [iri]
        words[not goes_out, labels[relation]] = None
    records = {record for edge in edges for record in holdings.from_here(edge, "derivedFrom")}
    both = {text for back, text in words if not back}
    return [(back, text) for back, text in sorted(words) if not back or text not in both][
        :_RELATIONS
    ], len(records)


def _arrows(relations: tuple[list[tuple[bool, str]], int], *, is_left: bool) -> str:
    """Say relations in words; an arrow at one that leads to the middle points there."""
    kept, number = relations
    arrow = "{} →" if is_left else "← {}"
    said = ", ".join(arrow.format(text) if back else text for back, text in kept)
    return f"{said} · {number}" if number > 1 else said


def _short(text: str, letters: int) -> str:
    """Return a text that fits, cut with a sign where it is too long."""
    return answers.fitted(text, letters).rstrip()


def _wrapped(text: str) -> tuple[str, ...]:
    """Return a name in at most three lines."""
    lines = [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}".strip()
        if answers.columns_of(joined) <= _MIDDLE_LETTERS or not lines[-1]:
            lines[-1] = joined
        else:
            lines.append(word)
    kept = [_short(line, _MIDDLE_LETTERS) for line in lines[:3]]
    if len(lines) > len(kept):
        kept[-1] = _short(f"{kept[-1]} …", _MIDDLE_LETTERS)
    return tuple(kept)
