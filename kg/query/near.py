"""A misspelt name in, the known names that look like it out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable


def close_to(name: str, known: Iterable[str]) -> list[str]:
    """Return up to three known names that look like the one given, the nearest first.

    Capitals do not count, save between two names that differ in nothing else.
    """
    from difflib import SequenceMatcher, get_close_matches

    plain: dict[str, list[str]] = defaultdict(list)
    for candidate in sorted(known):
        plain[candidate.casefold()].append(candidate)
    near = get_close_matches(name.casefold(), sorted(plain), n=3, cutoff=0.6)
    return [
        max(plain[found], key=lambda n: SequenceMatcher(None, name, n).ratio()) for found in near
    ]
