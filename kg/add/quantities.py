"""Numbers as people write them: `1.68 million` with its unit, and the hedge before it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation

from kg.errors import UsageError

ReadNumber = Callable[[str], list[Decimal]]
_PLAIN = re.compile(r"[+-]?\d+(?:\.\d+)?|[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_DECIMAL_COMMA = re.compile(r"\d[,，](?!\d{3}(?!\d))\d")  # not before thousands: "23 159,54"
_MOST_DIGITS = 40


def decimal(text: str, read_number: ReadNumber) -> str:
    """Return the number that a text means, as Turtle writes a decimal.

    Raises:
        UsageError: it holds no number, or several.
    """
    if _DECIMAL_COMMA.search(text):
        message = f"'{text}' has a comma that stands before no thousands; write 23159.54 or 1,000"
        raise UsageError(message)
    plain = text.replace(" ", "").replace("−", "-")
    if _PLAIN.fullmatch(plain) and len(plain) <= _MOST_DIGITS:
        return _written(Decimal(plain.replace(",", "")))
    try:
        found = read_number(text) if sum(map(str.isdigit, text)) <= _MOST_DIGITS else []
    except InvalidOperation:
        found = []
    whole = found[-1:] if found and sum(found[:-1]) == found[-1] else found
    if len(set(whole)) != 1 or len(str(whole[0])) > _MOST_DIGITS:
        several = f"'{text}' can be read as several numbers" if whole else f"'{text}' is no number"
        message = f"{several}; write one, such as 750000000, 1,000 or 1.68 million"
        raise UsageError(message)
    return _written(whole[0])


def _written(number: Decimal) -> str:
    text = format(number, "f")
    if "." not in text:
        return f"{text}.0"
    text = text.rstrip("0")
    return text + "0" if text.endswith(".") else text


def beginning(text: str, names: Mapping[str, str]) -> str:
    """Return the code whose name begins a text, the longest name first; "" for none."""
    folded = text.casefold().lstrip()
    for name in sorted(names, key=len, reverse=True):
        if folded.startswith(name + " "):
            return names[name]
    return ""


def ending(text: str, names: Mapping[str, str]) -> str:
    """Return the code whose name, one or many of it, ends a text; "" for none."""
    folded = text.casefold().replace("%", " percent").rstrip()
    for name in sorted(names, key=len, reverse=True):
        if folded.endswith((f" {name}", f" {name}s")):
            return names[name]
    return ""
