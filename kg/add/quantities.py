"""Numbers as people write them: `1.68 million` with its unit, and the hedge before it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal, InvalidOperation

from kg.errors import UsageError

ReadNumber = Callable[[str], list[Decimal]]
_PLAIN = re.compile(r"[+-]?\d+(?:\.\d+)?|[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_DECIMAL_COMMA = re.compile(r"\d[,，](?!\d{3}(?!\d))\d")  # not before thousands: "23 159,54"
_LOST = re.compile(r"(?<!\d)[-−]\s*\d|\d\.\d+\.\d")
_WORD = re.compile(r"[a-z]+")
_MOST_DIGITS = 40


def decimal(text: str, read_number: ReadNumber, known: Iterable[str] = ()) -> str:
    """Return the number that a text means, as Turtle writes a decimal.

    Args:
        text: the number as people write it.
        read_number: a reader of printed numbers.
        known: names of hedges and units that may stand beside it.

    Raises:
        UsageError: it holds no number, or several, or something that is not read.
    """
    if _DECIMAL_COMMA.search(text):
        message = f"'{text}' has a comma that stands before no thousands; write 23159.54 or 1,000"
        raise UsageError(message)
    plain = text.replace(" ", "").replace("−", "-")
    if _PLAIN.fullmatch(plain) and len(plain) <= _MOST_DIGITS:
        return _written(Decimal(plain.replace(",", "")))
    _refuse_unread(text, read_number, known)
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


def _refuse_unread(text: str, read_number: ReadNumber, known: Iterable[str]) -> None:
    """Refuse a sign, a second point or a word that the reader of numbers would pass over."""
    if _LOST.search(text):
        message = f"'{text}' has a sign or a point that would be lost; write -3 or 1.25 alone"
        raise UsageError(message)
    rest = text.casefold()
    for name in sorted(known, key=len, reverse=True):
        rest = re.sub(rf"(?<!\w){re.escape(name)}s?(?!\w)", " ", rest)
    for word in _WORD.findall(rest):
        if read_number(rest.replace(word, " ", 1)) == read_number(rest):
            message = (
                f"'{word}' in '{text}' is neither a scale, nor a hedge or unit that is known;"
                " write the number, and as it is printed with --as-printed"
            )
            raise UsageError(message)


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
