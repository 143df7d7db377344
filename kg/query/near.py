"""A misspelt name in, the known names that look like it out."""

from __future__ import annotations

from collections.abc import Iterable


def close_to(name: str, known: Iterable[str]) -> list[str]:
    """Return up to three known names that look like the one given, the nearest first."""
    import difflib

    plain = {candidate.casefold(): candidate for candidate in sorted(known, reverse=True)}
    near = difflib.get_close_matches(name.casefold(), sorted(plain), n=3, cutoff=0.6)
    return [plain[candidate] for candidate in near]
