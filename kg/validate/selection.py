"""Which checks a run makes: all, or those that are named by group or id."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.errors import UsageError
from kg.query.near import close_to
from kg.validate.catalogue import Entry
from kg.validate.coded import ALWAYS
from kg.validate.groups import GROUPS


@dataclass(frozen=True)
class Asked:
    """One question of the catalogue and how to have it answered, as tab-separated text."""

    name: str
    path: Path
    answer: Callable[[], str]


@dataclass(frozen=True)
class Wanted:
    """What is asked of a run beyond its files.

    Attributes:
        only: ids and groups of the checks to make; none means all.
        skip: ids and groups of the checks to leave out.
        questions: what returns the questions that belong to this data; None where none do.
    """

    only: Sequence[str] = ()
    skip: Sequence[str] = ()
    questions: Callable[[], Iterable[Asked]] | None = None


class Selection:
    """The checks that are made.

    Files that cannot be read and tools that cannot run are said even where `only` names other
    checks, for what was not looked at is not valid; `skip` silences them all the same.
    """

    def __init__(self, entries: Iterable[Entry], wanted: Wanted) -> None:
        """Hold the wish against the checks that there are.

        Raises:
            UsageError: it names a check or group that there is not.
        """
        self.groups = {entry.name: entry.group for entry in entries}
        known = {*self.groups, *GROUPS}
        for word in (*wanted.only, *wanted.skip):
            if word not in known:
                raise UsageError(_unknown(word, known))
        self._skip = set(self._names(wanted.skip))
        self._only = set(self._names(wanted.only)) if wanted.only else set(self.groups)
        self.is_whole = not wanted.only and not wanted.skip

    def _names(self, words: Sequence[str]) -> Iterator[str]:
        return (name for name, group in self.groups.items() if name in words or group in words)

    def group(self, name: str) -> str:
        """Return the group of a check."""
        return self.groups.get(name, "")

    def makes(self, *names: str) -> bool:
        """Whether any of these checks is made."""
        return any(name in self._only and name not in self._skip for name in names)

    def shows(self, name: str) -> bool:
        """Whether a finding of this check is reported; one that nobody listed always is."""
        if name in self._skip:
            return False
        is_always = name in ALWAYS or name.endswith("-not-run") or name not in self.groups
        return is_always or name in self._only


def _unknown(word: str, known: Iterable[str]) -> str:
    near = close_to(word, known)
    hint = f"did you mean {' or '.join(near)}?" if near else f"the groups are {', '.join(GROUPS)}"
    return f"there is no check or group of checks named '{word}'; {hint}"
