"""Choices that shapes leave, such as "an address, or why there is none": which of them holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.query.answers import Cell

Said = Mapping[str, Sequence[Cell]]


@dataclass(frozen=True)
class Condition:
    """How many values of a property there are, or one that is among them."""

    path: str
    least: int
    most: int | None
    value: Cell | None

    def holds(self, said: Said) -> bool:
        """Whether what is said fits."""
        values = said.get(self.path, ())
        if self.value is not None and self.value.value not in {cell.value for cell in values}:
            return False
        return self.least <= len(values) and (self.most is None or len(values) <= self.most)

    def is_lacking(self, said: Said) -> bool:
        """Whether one more value can make it hold."""
        return not self.holds(said) and not said.get(self.path) and self.most != 0


@dataclass(frozen=True)
class Alternative:
    """Conditions that hold together, and what must not."""

    conditions: tuple[Condition, ...]
    refused: Alternative | None

    def holds(self, said: Said) -> bool:
        """Whether what is said fits."""
        is_refused = self.refused is not None and self.refused.holds(said)
        return not is_refused and all(each.holds(said) for each in self.conditions)

    def lacking(self, said: Said) -> list[Condition] | None:
        """Return what would have to be added to make it hold; None where adding cannot."""
        if self.refused is not None and self.refused.holds(said):
            return None
        open_ = [each for each in self.conditions if not each.holds(said)]
        return open_ if all(each.is_lacking(said) for each in open_) else None


@dataclass(frozen=True)
class Choice:
    """Alternatives of which one holds: at least one, or exactly one."""

    alternatives: tuple[Alternative, ...]
    is_exclusive: bool
    message: str

    def holds(self, said: Said) -> bool:
        """Whether what is said fits."""
        count = sum(each.holds(said) for each in self.alternatives)
        return count == 1 if self.is_exclusive else count > 0

    def ways(self, said: Said) -> list[list[Condition]]:
        """Return what could be added to make it hold, the shortest way first."""
        if self.is_exclusive and any(each.holds(said) for each in self.alternatives):
            dropped = [c for each in self.alternatives for c in each.conditions if c.most == 0]
            return [[Condition(c.path, 1, None, None)] for c in dropped if not said.get(c.path)]
        found = [each.lacking(said) for each in self.alternatives]
        return sorted([way for way in found if way], key=lambda way: (_is_forced(way), len(way)))


def _is_forced(way: Sequence[Condition]) -> bool:
    """Whether a way asks for one certain value, which is not to be wished for its own sake."""
    return any(condition.value is not None for condition in way)
