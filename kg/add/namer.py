"""What new entities are called: as others of their kind in the data, and after their owners."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kg.add import naming, places
from kg.add.drafts import Draft
from kg.add.moments import when
from kg.add.naming import WHEN
from kg.add.schema import HAS_EVIDENCE, LABEL, Kind
from kg.query.answers import Cell
from kg.vocabulary import TERMS, compact, expand

_PERIOD = tuple(TERMS + name for name in ("periodStart", "periodEnd", "grain"))
_MOST_PARTS = 4
_MOST_VALUES = 2


@dataclass
class Namer:
    """Gives IRIs to drafts.

    Attributes:
        blocks: what stands in the data.
        is_listed: whether values of a class are codes.
        known: IRIs that are taken; those that are given are added.
    """

    blocks: Sequence[places.Block]
    is_listed: Callable[[str], bool]
    known: set[str]

    def name(self, draft: Draft, asked: str) -> None:
        """Give an IRI to a draft and to all its parts: the one that is asked for, or a fitting one.

        Raises:
            UsageError: it is taken, badly formed, or there is nothing to make it of.
        """
        kind = draft.kind
        if asked:
            iri = naming.chosen(asked, kind.segment)
            name = iri.rpartition("/")[2]
        elif draft.owner:
            self._name_part(draft, *draft.owner)
            return
        else:
            name = self._proposed(draft)
        draft.iri = naming.new(kind.segment, name, self.known, self._remedy(kind, name))
        self.known.add(draft.iri)
        for path, part in draft.parts:
            self._name_part(part, path, draft.iri)

    def _remedy(self, kind: Kind, name: str) -> str:
        if HAS_EVIDENCE in kind.by_iri:
            return f"add evidence to it with: kg add evidence --record {kind.segment}:{name} …"
        return "use it as it is"

    def _name_part(self, part: Draft, path: str, owner: str) -> None:
        """Name what belongs to an owner after it."""
        segment, name = compact(owner).split(":", 1)
        if path == HAS_EVIDENCE:
            part.iri = naming.numbered(part.kind.segment, f"{segment}-{name}", self.known)
        else:
            values = [cell for of in part.kind.properties for cell in part.said.get(of.iri, ())]
            slugs = [naming.local(cell.value) for cell in values if cell.kind == "iri"]
            tries = ["-".join([name, *slugs[:count]]) for count in (1, 2)]
            fresh = [t for t in tries if expand(f"{part.kind.segment}:{t}") not in self.known]
            part.iri = naming.new(part.kind.segment, (fresh or tries)[0], self.known, "say others")
        self.known.add(part.iri)
        for inner_path, inner in part.parts:
            self._name_part(inner, inner_path, part.iri)

    def _proposed(self, draft: Draft) -> str:
        labels = sorted(draft.said.get(LABEL, ()), key=lambda c: c.language != "en")
        spelled = [s for cell in labels if (s := naming.slug(cell.value))]
        if labels:
            return naming.fitted(spelled[0], draft.kind.segment) if spelled else ""
        slugs = self._slugs(draft.said) | self._slugs_of_parts(draft)
        usual = naming.pattern(self._named_so_far(draft.kind), slugs)
        usual = usual or tuple(("", of) for of in self._telling(draft.kind, slugs))
        return naming.written(usual, slugs, draft.kind.segment)

    def _named_so_far(self, kind: Kind) -> list[tuple[str, Mapping[str, str]]]:
        found = (b for b in self.blocks if kind.iri in b.classes)
        return [(b.iri.rpartition("/")[2], self._slugs(_said(b))) for b in found]

    def _slugs(self, said: Mapping[str, Sequence[Cell]]) -> dict[str, str]:
        """Return a slug for each property whose values name something, and for the time."""
        found = {
            name: "-and-".join(naming.local(cell.value) for cell in cells[:_MOST_VALUES])
            for name, cells in said.items()
            if cells[0].kind == "iri" and name not in _PERIOD
        }
        start, end, grain = (next((c.value for c in said.get(n, ())), "") for n in _PERIOD)
        moment = when(start, end, grain.removeprefix(TERMS))
        return {n: s for n, s in {**found, WHEN: moment}.items() if s and n != HAS_EVIDENCE}

    def _slugs_of_parts(self, draft: Draft) -> dict[str, str]:
        """Return the first value of each part as a slug: those who take part."""
        found = {}
        for at, (path, part) in enumerate(draft.parts):
            first = next(iter(part.kind.properties), None)
            if path != HAS_EVIDENCE and first and (cell := part.one(first.iri)):
                found[f"{path} {at}"] = naming.local(cell.value)
        return found

    def _telling(self, kind: Kind, slugs: Mapping[str, str]) -> list[str]:
        """Return the properties that tell records of a kind apart, where the data shows no form."""
        entities = [
            of.iri for of in kind.properties if of.iri in slugs and not self.is_listed(of.range)
        ]
        parts = [name for name in slugs if " " in name]
        return [*entities, *parts][:_MOST_PARTS] + ([WHEN] if WHEN in slugs else [])


def _said(block: places.Block) -> dict[str, list[Cell]]:
    found: dict[str, list[Cell]] = {}
    for each in block.statements:
        is_iri = isinstance(each.object, str)
        text = each.object if isinstance(each.object, str) else each.object[0]
        found.setdefault(each.predicate, []).append(Cell(text, "iri" if is_iri else "literal"))
    found.pop(places.TYPE, None)
    return found
