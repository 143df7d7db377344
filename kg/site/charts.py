"""Figures over time: one chart for each indicator of a thing that has three points or more."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from kg.site.model import Site

FEWEST = 3
WIDTH, HEIGHT = 640, 190
LEFT, RIGHT, TOP, BOTTOM = 64, 616, 16, 156
_UP = frozenset({"AtLeast", "MoreThan"})
_DOWN = frozenset({"AtMost", "LessThan"})
_STEPS = (1, 2, 5, 10)


@dataclass(frozen=True)
class Point:
    """One figure: its place, what it says, and which way its bound leaves open."""

    record: str
    words: str
    x: float
    y: float
    upper_y: float | None
    opens: str


@dataclass(frozen=True)
class Chart:
    """Figures of one indicator, basis, population and unit, in order of time.

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


def charts(site: Site, figures: Iterable[str]) -> tuple[Chart, ...]:
    """Return a chart for every series of three days or more among some figures."""
    series: dict[tuple[str, ...], list[_Figure]] = defaultdict(list)
    for record in figures:
        if figure := _figure(site, record):
            facts = site.holdings[record]
            key = tuple(facts.one(t) for t in ("ofIndicator", "basis", "population", "comparedIn"))
            series[key].append(figure)
    drawn = [_chart(site, key, found) for key, found in sorted(series.items()) if _is_long(found)]
    return tuple(sorted(drawn, key=lambda chart: (-len(chart.points), chart.title)))


def _is_long(found: list[_Figure]) -> bool:
    return len({figure.day for figure in found}) >= FEWEST


def _figure(site: Site, record: str) -> _Figure | None:
    facts = site.holdings[record]
    when = facts.one("periodEnd") or facts.one("periodStart")
    value, unit, compared = facts.one("value"), facts.one("unit"), facts.one("comparedValue")
    if not when or not value or not unit:
        return None
    try:
        number = float(compared or value)
        scale = number / float(value) if compared and float(value) else 1.0
        upper = float(facts.one("upperValue")) * scale if facts.one("upperValue") else None
        day = datetime.date.fromisoformat(when[:10])
    except ValueError:
        return None
    return _Figure(record, day, number, upper, facts.one("bound").rpartition("#")[2], unit, scale)


def _chart(site: Site, key: tuple[str, ...], found: list[_Figure]) -> Chart:
    indicator, basis, population, _ = key
    labels = site.holdings.labels
    unit, factor = _usual_unit(found)
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

    aside = [labels[iri] for iri in (basis, population, unit) if iri]
    lines = round(top / step)
    every = max(1, (last.year - first.year + 7) // 8)
    return Chart(
        title=", ".join([labels[indicator], *aside]),
        points=tuple(
            Point(
                f.record,
                _words(site, f),
                across(f.day),
                up(f.value),
                None if f.upper is None else up(f.upper),
                "up" if f.bound in _UP else "down" if f.bound in _DOWN else "",
            )
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


def _words(site: Site, figure: _Figure) -> str:
    facts = site.holdings[figure.record]
    printed = facts.one("asPrinted") or facts.one("value")
    return f"{printed}, {figure.day.isoformat()}"


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
