"""Mutants that are judged together, because none of them can be blamed for what another did.

One run of the gate over all data costs seconds. Mutants whose changes stand far from each other
share one: what the gate newly says about a subject that only one of them changed is said of that
one. Whoever is not spoken of is judged again, alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain

from .corpus import Corpus, Mutant
from .judge import Judge

_NAME = re.compile(r"[a-z]+:[a-z0-9-]+")


@dataclass
class Pool:
    """Mutants that share one run.

    Attributes:
        own: for each mutant, by its number, the subjects that it changes or adds.
        near: for each, those and what lies within two steps of them.
    """

    own: dict[int, set[str]] = field(default_factory=dict)
    near: dict[int, set[str]] = field(default_factory=dict)

    def takes(self, own: set[str], near: set[str]) -> bool:
        """Whether nobody here stands near to what is changed, nor the other way round."""
        return not any(own & self.near[other] or near & self.own[other] for other in self.own)


def killed(corpus: Corpus, gate: Judge, mutants: Sequence[Mutant]) -> list[bool]:
    """Return for each mutant whether the gate says anything of it."""
    told = set(chain.from_iterable(_told(gate, pool, mutants) for pool in _pools(corpus, mutants)))
    return [number in told or gate.judge(mutant).is_killed for number, mutant in enumerate(mutants)]


def _told(gate: Judge, pool: Pool, mutants: Sequence[Mutant]) -> Iterable[int]:
    """Return the numbers of those that a new error or warning is about."""
    said = gate.judge_together([mutants[number] for number in pool.own])
    return [number for number, own in pool.own.items() if own & said]


def _pools(corpus: Corpus, mutants: Iterable[Mutant]) -> list[Pool]:
    pools: list[Pool] = []
    for number, mutant in enumerate(mutants):
        own = _own(corpus, mutant)
        near = _near(corpus, own | _names(chain(_new_lines(mutant), mutant.added)))
        pool = next((pool for pool in pools if pool.takes(own, near)), None)
        if pool is None:
            pools.append(pool := Pool())
        pool.own[number], pool.near[number] = own, near
    return pools


def _own(corpus: Corpus, mutant: Mutant) -> set[str]:
    lines = {number for number, _ in mutant.edits}
    changed = {
        block.subject
        for block in corpus.blocks
        if block.file == mutant.file
        and lines & {block.line, *(statement.line for statement in block.statements)}
    }
    return changed | {line.split(" ")[0] for line in mutant.added if _NAME.match(line)}


def _new_lines(mutant: Mutant) -> Iterable[str]:
    return [line for _, line in mutant.edits if line is not None]


def _near(corpus: Corpus, names: set[str]) -> set[str]:
    """Return the names, what their blocks name, and what the blocks of these name."""
    found = set(names)
    for _ in range(2):
        blocks = [corpus.by_subject[name] for name in found if name in corpus.by_subject]
        found |= _names(line for block in blocks for line in block.text())
    return found


def _names(lines: Iterable[str]) -> set[str]:
    return {name for line in lines for name in _NAME.findall(line) if not name.startswith("akg:")}
