"""Text for a picture: cleaned, measured without a font, and cut into lines.

Every function has its twin in kg/pages/exports.js, which the reader's browser runs.
"""

from __future__ import annotations

import math

WIDE = "\u2e80"  # from here on letters are as wide as they are high
_BLANKS = frozenset("\t\n\r\u00a0\u3000")
_NARROW = frozenset("iljtfrI.,:;'|!()[] ")
_BROAD = frozenset("mwMW@%")


def clean(text: object) -> str:
    """Return a text without what XML does not take and what turns the order of letters around."""
    kept = "".join(_kept(c) for c in ("" if text is None else str(text)))
    return " ".join(word for word in kept.split(" ") if word)


def _kept(character: str) -> str:
    code = ord(character)
    if character in _BLANKS:
        return " "
    is_bad = (
        code < 32
        or 127 <= code < 160
        or 0xD800 <= code < 0xE000
        or code & 0xFFFE == 0xFFFE
        or 0x200E <= code <= 0x200F
        or 0x2028 <= code <= 0x202E
        or 0x2066 <= code <= 0x2069
    )
    return "" if is_bad else character


def xml(text: object) -> str:
    """Return a text as XML takes it between tags and in attributes."""
    plain = clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return plain.replace('"', "&quot;").replace("'", "&#39;")


def num(value: float) -> str:
    """Return a number with one digit behind the point at most, as JavaScript writes it."""
    sound = min(1e6, max(-1e6, value)) if math.isfinite(value) else 0.0
    return plain_number(math.floor(sound * 10 + 0.5) / 10 + 0.0)


def plain_number(value: float) -> str:
    """Return a number without a point where it is whole."""
    return repr(value).removesuffix(".0")


def width_of(text: str) -> int:
    """Return the width of a text in hundredths of its size."""
    return sum(_width(c) for c in text)


def _width(character: str) -> int:
    if character >= WIDE:
        return 100
    if character in _NARROW:
        return 32
    if character in _BROAD:
        return 86
    return 68 if "A" <= character <= "Z" else 55


def wrapped(text: object, limit: float, most: int) -> list[str]:
    """Return a text in lines of about `limit` hundredths, cut at blanks, or in too long words.

    What does not fit into `most` lines is left out, and the last line says so.
    """
    lines: list[str] = []
    for glue, piece in _pieces(clean(text), limit):
        joined = f"{lines[-1]}{glue}{piece}" if lines else ""
        if lines and width_of(joined) <= limit:
            lines[-1] = joined
        else:
            lines.append(piece)
    return lines if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1]}…"]


def _pieces(text: str, limit: float) -> list[tuple[str, str]]:
    """Return what may stand on a line of its own, each with what joins it to the one before."""
    found: list[tuple[str, str]] = []
    for word in text.split(" ") if text else []:
        if width_of(word) <= limit and not any(c >= WIDE for c in word):
            found.append((" ", word))
        else:
            found += [("" if at else " ", c) for at, c in enumerate(word)]
    return found
