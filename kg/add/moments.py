"""Days and periods as people write them in, half-open intervals of UTC with a grain out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from kg.errors import UsageError

_FORMS = (
    ("Day", re.compile(r"(?P<year>\d{4})-(?P<month>\d\d?)-(?P<day>\d\d?)")),
    ("Month", re.compile(r"(?P<year>\d{4})-(?P<month>\d\d?)")),
    ("Quarter", re.compile(r"(?P<year>\d{4})-?Q(?P<quarter>[1-4])", re.IGNORECASE)),
    ("HalfYear", re.compile(r"(?P<year>\d{4})-?H(?P<half>[12])", re.IGNORECASE)),
    ("Year", re.compile(r"(?P<year>\d{4})")),
)
_MONTHS = {"Month": 1, "Quarter": 3, "HalfYear": 6, "Year": 12}
_UNKNOWN = ("unknown", "?")
EXAMPLES = "2025, 2025-08, 2025-Q3, 2025-H1, 2025-08-14, 2017..2020, ..2025-08, 2017.. or unknown"


@dataclass(frozen=True)
class Span:
    """A stretch of time: first instant, first instant after it, and how finely it is known."""

    start: str
    end: str
    grain: str


def span(text: str) -> Span:
    """Return the period that a text means; an end that is left open is "".

    Raises:
        UsageError: it is no period, or ends before it starts.
    """
    plain = "".join(text.split())
    if plain.lower() in _UNKNOWN:
        return Span("", "", "Unknown")
    first, dots, last = plain.partition("..")
    if not dots:
        return _one(plain)
    if not first and not last:
        raise UsageError(_unreadable(text))
    start, end = _one(first) if first else None, _one(last) if last else None
    if start and end and start.start >= end.end:
        message = f"the period '{text}' ends before it starts"
        raise UsageError(message)
    grains = [each.grain for each in (start, end) if each]
    finest = next(name for name, _ in _FORMS if name in grains)
    return Span(start.start if start else "", end.end if end else "", finest)


def instant(text: str) -> tuple[str, str]:
    """Return the first instant of a day, month or year, and the grain; "today" is a day too.

    Raises:
        UsageError: it is none.
    """
    if text.strip().lower() == "today":
        return _written(datetime.now(UTC).date()), "Day"
    try:
        found = _one("".join(text.split()).removesuffix("T00:00:00Z"))
    except UsageError as fault:
        message = f"'{text}' is no day; write one such as 2025-08-14, 2025-08, 2025 or today"
        raise UsageError(message) from fault
    return found.start, found.grain


def _one(text: str) -> Span:
    for grain, form in _FORMS:
        if match := form.fullmatch(text):
            parts = {name: int(number) for name, number in match.groupdict().items()}
            month = _first_month(parts)
            try:
                start = date(parts["year"], month, parts.get("day", 1))
                return Span(_written(start), _written(_end(start, grain)), grain)
            except (ValueError, OverflowError) as fault:
                message = f"'{text}' is no day of the calendar"
                raise UsageError(message) from fault
    raise UsageError(_unreadable(text))


def _first_month(parts: dict[str, int]) -> int:
    if "quarter" in parts:
        return 3 * parts["quarter"] - 2
    return 6 * parts["half"] - 5 if "half" in parts else parts.get("month", 1)


def _end(start: date, grain: str) -> date:
    if grain == "Day":
        return start + timedelta(days=1)
    months = start.year * 12 + start.month - 1 + _MONTHS[grain]
    return date(months // 12, months % 12 + 1, 1)


def _written(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _unreadable(text: str) -> str:
    return f"'{text}' is no time; write {EXAMPLES}"


def when(start: str, end: str, grain: str) -> str:
    """Return the words by which an IRI tells a time: 2025, 2025-08, 2025-08-14; "" for none."""
    if not start and not end:
        return ""
    day = date.fromisoformat((start or end)[:10])
    if not start or (end and grain != "Day" and _spans_more(start, end, grain)):
        day = date.fromisoformat(end[:10]) - timedelta(days=1)
    text = day.isoformat()
    return {
        "Day": text,
        "Unknown": text,
        "Month": text[:7],
        "Quarter": f"{text[:4]}-q{(day.month + 2) // 3}",
        "HalfYear": f"{text[:4]}-h{(day.month + 5) // 6}",
    }.get(grain, text[:4])


def _spans_more(start: str, end: str, grain: str) -> bool:
    return grain in _MONTHS and _written(_end(date.fromisoformat(start[:10]), grain)) != end
