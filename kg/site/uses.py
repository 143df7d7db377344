"""How often the graph uses each term, and where one sees it used."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from kg.site.holdings import TYPE
from kg.site.model import Site
from kg.vocabulary import TERMS, THINGS


@dataclass
class Use:
    """How often a term is used, and the first thing or record with a place in the site that does.

    Attributes:
        count: triples of a property, members of a class, values that are a code.
        example: an IRI, or nothing.
    """

    count: int = 0
    example: str = ""


class Uses:
    """Uses by IRI: of properties, and of everything that can be a value or a datatype."""

    def __init__(self, site: Site) -> None:
        """Read all facts once."""
        self.site = site
        self.of_properties: dict[str, Use] = defaultdict(Use)
        self.of_values: dict[str, Use] = defaultdict(Use)
        for subject in sorted(site.holdings):
            self._take(subject, subject if site.address(subject) else "")

    def _take(self, subject: str, shown: str) -> None:
        is_ours = subject.startswith(THINGS)
        for predicate, cells in self.site.holdings[subject].items():
            _add(self.of_properties[predicate], len(cells), shown)
            if is_ours and predicate != TYPE:
                for cell in cells:
                    name = cell.value if cell.kind == "iri" else cell.datatype or ""
                    _add(self.of_values[name], 1, shown)

    def of_class(self, iri: str) -> Use:
        """Return how many members one of our classes has, with those of classes below it."""
        members = self.site.holdings.of_class(iri.removeprefix(TERMS))
        shown = (one for one in members if self.site.address(one))
        return Use(len(members), next(shown, ""))


def _add(use: Use, number: int, shown: str) -> None:
    use.count += number
    use.example = use.example or shown
