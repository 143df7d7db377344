"""Days and periods in words; a period ends with its last day, and not with the first one after."""

from __future__ import annotations

import calendar
import datetime

from kg.query import Cell
from kg.show import period
from kg.site.holdings import Holdings
from kg.vocabulary import TERMS

ENDS = frozenset(  # properties that hold the first instant after something
    TERMS + term for term in ("periodEnd", "dueBy", "baselineEnd", "basePeriodEnd")
)
_WIDE = frozenset(("Year", "FiscalYear", "HalfYear", "Quarter", "Month"))


def when(holdings: Holdings, iri: str) -> str:
    """Return when a record holds, in words; one known only from the day of reading is undated."""
    facts = holdings[iri]
    if is_undated(holdings, iri):
        return "undated"
    words = period(holdings.labels, facts)
    if facts.one("grain").rpartition("#")[2] in _WIDE and not facts.one("periodStart"):
        words = words.replace("until ", "until the end of ")
    return words.replace("about until ", "until about ")


def is_undated(holdings: Holdings, iri: str) -> bool:
    """Say whether the day of reading is all that limits the time at which a record holds."""
    facts = holdings[iri]
    if facts.one("periodStart") or not facts.one("periodCertainty").endswith("#NotAfter"):
        return False
    read = [
        holdings[source].one("readOn")[:10]
        for evidence in holdings.from_here(iri, "hasEvidence")
        for source in holdings.from_here(evidence, "foundIn")
    ]
    return bool(read) and facts.one("periodEnd")[:10] > min(read)


def last_day(instant: str) -> datetime.date | None:
    """Return the last day before an instant; None where there is none."""
    try:
        return datetime.date.fromisoformat(instant[:10]) - datetime.timedelta(days=1)
    except (ValueError, OverflowError):
        return None


def day_in_words(cell: Cell, predicate: str) -> str:
    """Return a day in words, that of an end as the last one: "the end of 2024"."""
    if predicate in ENDS:
        return end_in_words(cell.value) or cell.shown()
    try:
        return _said(datetime.date.fromisoformat(cell.shown()))
    except ValueError:  # no day, or one with a time of day
        return cell.shown()


def end_in_words(instant: str) -> str:
    """Return the end that an instant marks, as "the end of August 2024" or "3 May 2024"."""
    last = last_day(instant)
    if last is None:
        return ""
    if (last.month, last.day) == (12, 31):
        return f"the end of {last.year}"
    if (last + datetime.timedelta(days=1)).day == 1:
        return f"the end of {calendar.month_name[last.month]} {last.year}"
    return _said(last)


def _said(day: datetime.date) -> str:
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"
