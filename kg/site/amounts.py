"""Numbers in words: grouped digits, millions, bounds and units, as English readers say them."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal, InvalidOperation

from kg.site.holdings import Facts, Holdings, Labels
from kg.vocabulary import TERMS

_SIZES = (("trillion", 12), ("billion", 9), ("million", 6))
_MOST_PLACES = 3  # after the point, for a number said in millions
_UNSAID = ("exactly", "between")
_SAME_IN_PLURAL = ("yuan", "won", "mu", "euro", "rupiah", "percent")
_NO_UNIT = "/NUM"
_BARE = re.compile(r"(?:[A-Z]?[a-z ]+ )?[\d.,\s]+(?:thousand|million|billion|trillion)?")  # no unit


def grouped(number: str) -> str:
    """Return a number with its digits in groups of three, or a text that is none as it is."""
    try:
        shown = f"{Decimal(number):,f}"
    except (InvalidOperation, ValueError):
        return number
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def in_millions(number: str) -> str:
    """Return a number as it is said: 4180000000 is "4.18 billion", 1234567 is "1,234,567"."""
    try:
        value = Decimal(number)
    except (InvalidOperation, ValueError):
        return number
    for name, size in _SIZES:
        part = value.scaleb(-size)
        if abs(part) >= 1 and part == round(part, _MOST_PLACES):
            return f"{grouped(str(part))} {name}"
    return grouped(number)


def with_unit(labels: Labels, number: str, unit: str) -> str:
    """Return a number in words with the name of its unit after it."""
    name = labels[unit] if unit else "number"
    if name == "percent":
        return f"{number}%"
    if name == "number":
        return number
    return f"{number} {name if number == '1' or name.endswith(_SAME_IN_PLURAL) else plural(name)}"


def plural(words: str) -> str:
    """Return a name of a kind or of a unit as it stands for several."""
    if words.endswith("y") and words[-2:-1] not in ("a", "e", "o", "u"):
        return f"{words[:-1]}ies"
    return f"{words}es" if words.endswith(("s", "x", "ch", "sh")) else f"{words}s"


def amount(labels: Labels, facts: Facts) -> str:
    """Return the number of a record with its bound and unit; nothing where it has none."""
    value, upper, bound = (facts.one(term) for term in ("value", "upperValue", "bound"))
    if not value:
        return ""
    told = labels[bound] if bound else ""
    number = in_millions(value) + (f" to {in_millions(upper)}" if upper else "")
    if facts.one("basis").endswith("#Rank"):
        number = f"place {number}"
    said = with_unit(labels, number, facts.one("unit"))
    return said if told in ("", *_UNSAID) else f"{told} {said}"


def printed(holdings: Holdings, iri: str) -> list[str]:
    """Return the words in which documents print the number of a record."""
    return [cell.value for cell in holdings[iri][TERMS + "asPrinted"]]


def said(holdings: Holdings, iri: str) -> str:
    """Return a number as a document prints it in English, or else in English words of ours."""
    has_unit = not holdings[iri].one("unit").endswith(_NO_UNIT)
    readable = [
        text
        for text in printed(holdings, iri)
        if is_latin(text) and not (has_unit and _BARE.fullmatch(text))
    ]
    if readable and _has_english_source(holdings, iri):
        return ", ".join(readable)
    return amount(holdings.labels, holdings[iri])


def is_latin(text: str) -> bool:
    """Say whether all letters of a text are Latin ones."""
    return text.isascii() or all(
        "LATIN" in unicodedata.name(letter, "") for letter in text if letter.isalpha()
    )


def _has_english_source(holdings: Holdings, iri: str) -> bool:
    """Say whether a document behind a record is in English, or in a language that is not told."""
    languages = [
        holdings[source].one("inLanguage")
        for evidence in holdings.from_here(iri, "hasEvidence")
        for source in holdings.from_here(evidence, "foundIn")
    ]
    known = [language for language in languages if language]
    return not known or any(language.startswith("en") for language in known)
