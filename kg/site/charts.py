"""Figures over time: one chart for each indicator of a thing that has three points or more."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from kg.show import in_words
from kg.site.amounts import amount, printed, said
from kg.site.holdings import TYPE
from kg.site.model import Site
from kg.site.periods import is_undated, last_day, when
from kg.vocabulary import TERMS

FEWEST = 3
WIDTH, HEIGHT = 640, 190
LEFT, RIGHT, TOP, BOTTOM = 64, 616, 16, 156
_UP = frozenset({"AtLeast", "MoreThan"})
_DOWN = frozenset({"AtMost", "LessThan"})
_STEPS = (1, 2, 5, 10)
_SERIES = ("subject", "ofIndicator", "basis", "population", "ofWhole", "perBase", "comparedIn")
_SPANS = {1: "month", 3: "quarter", 6: "half year", 12: "year"}
_DAYS_OF_A_MONTH = 30.44


@dataclass(frozen=True)
class Point:
    """One figure: its place, what it says and when, and which way its bound leaves open."""

    record: str
    words: str
    when: str
    amount: str
    voices: str
    x: float
    y: float
    upper_y: float | None
    opens: str


@dataclass(frozen=True)
class Chart:
    """Figures of one subject, indicator, basis, population and unit, in order of time.

    What flows in a year stands in no chart with what flows in half of one.

    Attributes:
        title: the indicator in words, with what it counts.
        points: from left to right.
        rows: words and height of each line across.
        years: words and place of each year below.
    """

    title: str
    points: tuple[Point, ...]
    rows: tuple[tuple[str, float], ...]
    years: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class _Figure:
    record: str
    day: datetime.date
    value: float
    upper: float | None
    bound: str
    unit: str
    factor: float


def charts(site: Site, thing: str, records: Iterable[str]) -> tuple[Chart, ...]:
    """Return a chart for every series of three days or more among the figures about a thing."""
    series: dict[tuple[str, ...], list[_Figure]] = defaultdict(list)
    kinds = site.holdings.below(TERMS + "Figure")
    for record in records:
        facts = site.holdings[record]
        is_figure = any(cell.value in kinds for cell in facts[TYPE])
        if is_figure and (figure := _figure(site, record)):
            key = *(facts.one(t) for t in _SERIES), _span(site, record)
            series[key].append(figure)
    drawn = [
        _chart(site, _title(site, thing, key, found), found)
        for key, found in sorted(series.items())
        if _is_long(found)
    ]
    return tuple(sorted(drawn, key=lambda chart: (-len(chart.points), chart.title)))


def _span(site: Site, record: str) -> str:
    """Return how long the time is in which a figure flowed; nothing for other figures."""
    facts = site.holdings[record]
    start, end = (facts.one(term)[:10] for term in ("periodStart", "periodEnd"))
    if not facts.one("basis").endswith("#Flow") or not start or not end:
        return ""
    try:
        days = (datetime.date.fromisoformat(end) - datetime.date.fromisoformat(start)).days
    except ValueError:
        return ""
    months = round(days / _DAYS_OF_A_MONTH)
    return _SPANS.get(months, f"{months} months" if months else f"{days} days")


def _title(site: Site, thing: str, key: tuple[str, ...], found: list[_Figure]) -> str:
    """Return what a series counts: the indicator, whose it is if another's, and the rest."""
    subject, indicator, basis, *more, _, span = key
    labels = site.holdings.labels
    names = [labels[iri] for iri in (basis, *more, _usual_unit(found)[0]) if iri]
    whose = [labels[subject]] if subject and subject != thing else []
    return ", ".join([*whose, labels[indicator], *names, *([f"by {span}"] if span else [])])


def _is_long(found: list[_Figure]) -> bool:
    return len({figure.day for figure in found}) >= FEWEST


def _figure(site: Site, record: str) -> _Figure | None:
    facts = site.holdings[record]
    value, unit, compared = facts.one("value"), facts.one("unit"), facts.one("comparedValue")
    if not facts.one("ofIndicator") or not value or not unit or is_undated(site.holdings, record):
        return None
    try:
        number = float(compared or value)
        scale = number / float(value) if compared and float(value) else 1.0
        upper = float(facts.one("upperValue")) * scale if facts.one("upperValue") else None
        day = last_day(facts.one("periodEnd"))
        day = day or datetime.date.fromisoformat(facts.one("periodStart")[:10])
    except ValueError:
        return None
    return _Figure(record, day, number, upper, facts.one("bound").rpartition("#")[2], unit, scale)


def _chart(site: Site, title: str, found: list[_Figure]) -> Chart:
    factor = _usual_unit(found)[1]
    found = [
        replace(f, value=f.value / factor, upper=None if f.upper is None else f.upper / factor)
        for f in sorted(found, key=lambda figure: (figure.day, figure.value, figure.record))
    ]
    top, step = _scale(max(max(f.value, f.upper or 0.0) for f in found))
    first = datetime.date(found[0].day.year, 1, 1)
    last = datetime.date(found[-1].day.year + 1, 1, 1)
    span = (last - first).days

    def across(day: datetime.date) -> float:
        return round(LEFT + (RIGHT - LEFT) * (day - first).days / span, 1)

    def up(value: float) -> float:
        return round(BOTTOM - (BOTTOM - TOP) * max(value, 0.0) / top, 1)

    lines = round(top / step)
    every = max(1, (last.year - first.year + 7) // 8)
    return Chart(
        title=title,
        points=tuple(
            _point(site, f, across(f.day), up(f.value), None if f.upper is None else up(f.upper))
            for f in found
        ),
        rows=tuple((short(step * at), up(step * at)) for at in range(lines + 1)),
        years=tuple(
            (str(year), across(datetime.date(year, 1, 1)))
            for year in range(first.year, last.year + 1, every)
        ),
    )


def _usual_unit(found: list[_Figure]) -> tuple[str, float]:
    """Return the unit in which most figures are told, and how much it is of the common one."""
    units = Counter(figure.unit for figure in found)
    unit = min(units, key=lambda unit: (-units[unit], unit))
    return unit, next(figure.factor for figure in found if figure.unit == unit)


def _point(site: Site, figure: _Figure, x: float, y: float, upper_y: float | None) -> Point:
    holdings, record = site.holdings, figure.record
    words, period = said(holdings, record), when(holdings, record)
    other = [text for text in printed(holdings, record) if text not in words]
    voices = {
        in_words(holdings.labels, cell): None
        for evidence in holdings.from_here(record, "hasEvidence")
        for cell in holdings[evidence][TERMS + "voice"]
    }
    return Point(
        record=record,
        words=f"{words}, {period}" + (f" ({', '.join(other)})" if other else ""),
        when=period,
        amount=amount(holdings.labels, holdings[record]),
        voices=", ".join(sorted(voices)),
        x=x,
        y=y,
        upper_y=upper_y,
        opens="up" if figure.bound in _UP else "down" if figure.bound in _DOWN else "",
    )


def _scale(greatest: float) -> tuple[float, float]:
    """Return the top of an axis that holds a number, and the step between its lines."""
    if greatest <= 0:
        return 1.0, 0.5
    rough = greatest / 3
    power = 10.0 ** len(str(int(rough))) / 10 if rough >= 1 else 0.1
    while power > rough:
        power /= 10
    step = next(power * s for s in _STEPS if power * s >= rough)
    return step * -(-greatest // step), step


def short(value: float) -> str:
    """Return a number as an axis shows it: 1.5 million is 1.5M."""
    for size, sign in ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k")):
        if abs(value) >= size:
            return f"{value / size:.3g}{sign}"
    return f"{value:.3g}"
