"""Printed numbers read: "23.45 billion", "1,000", "97%", "#6", "6.5亿", "5 juta", "1.459,5"."""

from __future__ import annotations

import re
from decimal import Decimal

_SCALES: dict[str, Decimal] = {
    "dozen": Decimal(12),
    "hundred": Decimal(100),
    **dict.fromkeys(("thousand", "ribu", "tausend", "mille", "mila", "mil"), Decimal(1000)),
    **dict.fromkeys(
        ("million", "millions", "millionen", "milioni", "milione", "millones", "juta"),
        Decimal(10) ** 6,
    ),
    **dict.fromkeys(
        ("billion", "milliarden", "milliarde", "milliards", "miliardi", "miliar"),
        Decimal(10) ** 9,
    ),
    **dict.fromkeys(("trillion", "triliun"), Decimal(10) ** 12),
    "百": Decimal(100),
    "千": Decimal(1000),
    **dict.fromkeys("万萬", Decimal(10) ** 4),
    **dict.fromkeys("亿億", Decimal(10) ** 8),
    "k": Decimal(1000),
    **dict.fromkeys(("m", "mm", "mn"), Decimal(10) ** 6),
    "成": Decimal(10),
    "fold": Decimal(1),
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
    **dict.fromkeys(("half", "一半", "hälfte"), Decimal("0.5")),
    **dict.fromkeys("两兩", Decimal(2)),
}
_FRACTIONS = {
    "half": 2,
    "一半": 2,
    "hälfte": 2,
    "third": 3,
    "thirds": 3,
    "quarter": 4,
    "quarters": 4,
    "fifth": 5,
}
_DECIMAL_COMMA = frozenset({"de", "es", "fr", "id", "it", "nl", "pt", "ru", "tr", "vi"})
_NUMBER = re.compile(
    r"(?P<digits>\d+(?:(?:[.,，]|[ \u00a0\u2009\u202f](?=\d{3}(?!\d))|\. (?=\d+[万萬亿億]))\d+)*)"
    rf"|(?<![A-Za-z])(?P<word>{'|'.join(sorted(_WORDS, key=len, reverse=True))})(?![a-eg-z])",
    re.IGNORECASE,
)
_SCALE = re.compile(
    rf"[\s多余餘-]*(?P<scale>{'|'.join(sorted(_SCALES, key=len, reverse=True))})(?![A-Za-z])",
    re.IGNORECASE,
)
_PART = re.compile(
    rf"\b(?:(?P<parts>an?|one|two|three|four)[\s-])?(?P<of>{'|'.join(_FRACTIONS)})\b", re.IGNORECASE
)
_BELOW_ZERO = re.compile(r"(?<!\d)[-−]\s?\d|\bminus \d", re.IGNORECASE)
_PARTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4}


def readings(printed: str, language: str = "en") -> list[Decimal]:
    """Return the numbers that a printed text may mean: those of "2 of 3 million" are 2, 3000000.

    Numbers side by side, each of a smaller scale, are one as well: "1億2000万" is 120 million.
    Where the language of the text writes a comma before the decimals, "1.459,5" is 1459.5.
    """
    has_decimal_comma = language.partition("-")[0] in _DECIMAL_COMMA
    found: list[Decimal] = []
    sums: list[Decimal] = []
    before, last_end, last_scale = Decimal(0), -1, Decimal(0)
    for match in _NUMBER.finditer(printed):
        scale, end = _scale(printed, match.end())
        digits, word = match["digits"], match["word"]
        plain = _plain(digits, has_decimal_comma) if digits else _WORDS[word.lower()]
        is_next = match.start() == last_end and scale < last_scale
        before = plain * scale + (before if is_next else 0)
        sums += [before] if is_next else []
        found.append(plain * scale)
        last_end, last_scale = end, scale
    return found + sums


def _scale(printed: str, position: int) -> tuple[Decimal, int]:
    """Return the product of the scales behind a number, and where they end."""
    product = Decimal(1)
    while scale := _SCALE.match(printed, position):
        product *= _SCALES[scale["scale"].lower()]
        position = scale.end()
    return product, position


def _plain(digits: str, has_decimal_comma: bool) -> Decimal:
    """Return the number of digits with points and commas; what follows a misplaced one is left."""
    closed = re.sub(r"\s", "", digits)
    group, point = (r"\.", ",") if has_decimal_comma else ("[,，]", r"\.")
    whole = re.match(rf"(?:\d{{1,3}}(?:{group}\d{{3}})+|\d+)(?:{point}\d+)?", closed)
    assert whole is not None, "digits begin with one"
    return Decimal(re.sub(group, "", whole[0]).replace(",", "."))


def _shares(printed: str) -> list[Decimal]:
    """Return the percentages that fractions in words mean, to a tenth: "two thirds" is 66.7."""
    found = (
        Decimal(100 * _PARTS[(match["parts"] or "a").lower()]) / _FRACTIONS[match["of"].lower()]
        for match in _PART.finditer(printed)
    )
    return [share.quantize(Decimal("0.1")) for share in found]


def means(printed: str, value: Decimal, language: str = "en") -> bool:
    """Whether a printed text in a language can be read as this value."""
    if value < 0:
        return bool(_BELOW_ZERO.search(printed)) and means(printed, -value, language)
    return value in readings(printed, language) or value.quantize(Decimal("0.1")) in _shares(
        printed
    )
