"""Printed numbers read: "23.45 billion", "1,000", "97%", "#6", "6.5亿"."""

from __future__ import annotations

import re
from decimal import Decimal

_SCALES: dict[str, Decimal] = {
    "hundred": Decimal(100),
    "thousand": Decimal(1000),
    "million": Decimal(10) ** 6,
    "billion": Decimal(10) ** 9,
    "trillion": Decimal(10) ** 12,
    "百": Decimal(100),
    "千": Decimal(1000),
    "万": Decimal(10) ** 4,
    "亿": Decimal(10) ** 8,
    "k": Decimal(1000),
    "m": Decimal(10) ** 6,
    "mn": Decimal(10) ** 6,
    "bn": Decimal(10) ** 9,
}
_COUNTS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
    *("nineteen", "twenty"),
)
_TENS = ("thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"),
    "tenth",
)
_WORDS: dict[str, Decimal] = {
    **{word: Decimal(number) for number, word in enumerate(_COUNTS)},
    **{word: Decimal(number) for number, word in zip(range(30, 100, 10), _TENS, strict=True)},
    **{word: Decimal(number) for number, word in enumerate(_ORDINALS, start=1)},
    **{sign: Decimal(number) for number, sign in enumerate("零一二三四五六七八九十")},
    "half": Decimal("0.5"),
    "两": Decimal(2),
}
_NUMBER = re.compile(
    r"(?P<digits>\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    rf"|(?<![A-Za-z])(?P<word>{'|'.join(sorted(_WORDS, key=len, reverse=True))})(?![a-z])",
    re.IGNORECASE,
)
_SCALE = re.compile(
    rf"[\s-]*(?P<scale>{'|'.join(sorted(_SCALES, key=len, reverse=True))})(?![A-Za-z])",
    re.IGNORECASE,
)


def readings(printed: str) -> list[Decimal]:
    """Return the numbers that a printed text may mean: those of "2 of 3 million" are 2, 3000000."""
    found: list[Decimal] = []
    for match in _NUMBER.finditer(printed):
        if match["digits"]:
            number = Decimal(re.sub("[,，]", "", match["digits"]))
        else:
            number = _WORDS[match["word"].lower()]
        position = match.end()
        scale = _SCALE.match(printed, position)
        while scale:
            number *= _SCALES[scale["scale"].lower()]
            position = scale.end()
            scale = _SCALE.match(printed, position)
        found.append(number)
    return found


def means(printed: str, value: Decimal) -> bool:
    """Whether a printed text can be read as this value."""
    return value in readings(printed)
