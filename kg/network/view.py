"""What is measured: a network, by one lens, with or without records on own word alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from kg.network.lenses import TAKES_PART, joined, leave_out
from kg.network.shared import sides

if TYPE_CHECKING:
    import networkx as nx

    from kg.network.reading import Network


@dataclass(frozen=True)
class View:
    """A network as a measure looks at it.

    Attributes:
        network: all that is known.
        lens: "partners" or "everything".
        is_checked: whether records on the word of their own parties alone are left out.
    """

    network: Network
    lens: str = "partners"
    is_checked: bool = False

    @cached_property
    def joined(self) -> nx.Graph[str]:
        """Who or what is joined with what, by the lens."""
        return self.through(self.lens)

    @cached_property
    def checked(self) -> nx.Graph[str]:
        """The same without records on own word alone."""
        return joined(self.network.graph, self.lens, self.network.own_word)

    def through(self, lens: str) -> nx.Graph[str]:
        """Return who or what is joined with what, by another lens."""
        return joined(self.network.graph, lens, self._left_out())

    def two_sided(self) -> tuple[nx.Graph[str], list[str], list[str]]:
        """Return who takes part in what, the participants and the programmes."""
        return sides(leave_out(self.network.graph, self._left_out()), TAKES_PART)

    def _left_out(self) -> frozenset[str]:
        return self.network.own_word if self.is_checked else frozenset()
