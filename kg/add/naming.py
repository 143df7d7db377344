"""Slugs and IRIs: how records of a kind are named is read off those that stand in the data."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from kg.errors import UsageError
from kg.vocabulary import THINGS, compact, expand

Slugs = Mapping[str, str]  # property → slug of its value
WHEN = "when"
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LINKS = ("", "by", "in", "of", "on", "at", "for", "with", "from", "to", "and")
_LONGEST = 120
_LEAST_VOTES = 2
_Part = tuple[str, str]  # the word that joins, and the property


def slug(text: str) -> str:
    """Return small letters, digits and hyphens for a name; "" where it has none in Latin script."""
    plain = unicodedata.normalize(
        "NFKD", text.casefold().replace("&", " and ").replace("+", " plus ")
    )
    ascii_ = "".join(c for c in plain if not unicodedata.combining(c))
    joined = re.sub(r"['’`]", "", ascii_)
    if any(c.isalpha() and not c.isascii() for c in joined):
        return ""
    return re.sub("[^a-z0-9]+", "-", joined).strip("-")


def local(iri: str) -> str:
    """Return the last part of an IRI as a slug."""
    name = re.split("[#/]", iri)[-1]
    return slug(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name))


def pattern(records: Sequence[tuple[str, Slugs]], given: Collection[str]) -> tuple[_Part, ...]:
    """Return the form in which most records of a kind are named, out of what is given.

    Args:
        records: for each record its slug, and the slugs of its values.
        given: the properties that the new record has.
    """
    votes: Counter[tuple[_Part, ...]] = Counter()
    for name, slugs in records:
        found = _taken_apart(name, slugs)
        if len(found) > 1 and {of for _, of in found} <= {*given}:
            votes[found] += 1
    best = max(votes.items(), key=lambda item: (item[1], len(item[0]), item[0]), default=((), 0))
    return best[0] if best[1] >= _LEAST_VOTES else ()


def _taken_apart(name: str, slugs: Slugs) -> tuple[_Part, ...]:
    """Return the properties whose slugs, joined by small words, make a name; () for none."""
    if not name:
        return ()
    for link in _LINKS:
        start = f"{link}-" if link else ""
        rest = name.removeprefix(start)
        if link and rest == name:
            continue
        for of in sorted(slugs, key=lambda p: (-len(slugs[p]), p)):
            if rest == slugs[of]:
                return ((link, of),)
            if rest.startswith(slugs[of] + "-"):
                others = {p: s for p, s in slugs.items() if p != of}
                tail = _taken_apart(rest[len(slugs[of]) + 1 :], others)
                if tail:
                    return ((link, of), *tail)
    return ()


def written(parts: Sequence[_Part], slugs: Slugs, segment: str) -> str:
    """Return the slug of a new record in this form, short enough for its evidence as well."""
    text = "-".join(word for link, of in parts for word in (link, slugs[of]) if word)
    return fitted(text, segment)


def fitted(name: str, segment: str) -> str:
    """Return a slug cut between two words where the IRI of its evidence would be too long."""
    most = _LONGEST - len(f"{THINGS}evidence/{segment}--99")
    return name if len(name) <= most else name[: most + 1].rpartition("-")[0] or name[:most]


def chosen(text: str, segment: str) -> str:
    """Return the IRI that a curator asks for: a slug, a short or a full IRI.

    Raises:
        UsageError: it is not of this kind, or is badly formed.
    """
    full = expand(text if ":" in text else f"{segment}:{text}")
    name = full.removeprefix(f"{THINGS}{segment}/")
    if name == full or not _SLUG.fullmatch(name) or len(full) > _LONGEST:
        message = f"'{text}' cannot be the IRI; write {segment}:words-with-hyphens in small letters"
        raise UsageError(message)
    return full


def new(segment: str, name: str, known: Collection[str], remedy: str) -> str:
    """Return the IRI for a slug, which must be new.

    Raises:
        UsageError: there is no slug, or something has this IRI.
    """
    if not name:
        message = f"no IRI can be made of the names; say --iri {segment}:words-with-hyphens"
        raise UsageError(message)
    iri = chosen(name, segment)
    if iri in known:
        message = f"{compact(iri)} is there already; {remedy}, or say another --iri"
        raise UsageError(message)
    return iri


def numbered(segment: str, name: str, known: Collection[str]) -> str:
    """Return the first free IRI of name-1, name-2 and so on."""
    number = 1
    while f"{THINGS}{segment}/{name}-{number}" in known:
        number += 1
    return f"{THINGS}{segment}/{name}-{number}"
