"""What a folder of data says to the gate in its gate.toml: accepted findings, and least counts."""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg import paths
from kg.errors import DataError
from kg.positions import RDF
from kg.validate.coded import CODED
from kg.validate.findings import Accepted, Fault, Finding
from kg.vocabulary import compact

FILE = "gate.toml"
_TYPE, _HEADER = ox.NamedNode(RDF + "type"), ox.NamedNode("http://www.w3.org/2002/07/owl#Ontology")
_DATES = [ox.NamedNode("http://purl.org/dc/terms/" + name) for name in ("issued", "modified")]
_KEYS = ("check", "about", "reason", "until")
_AT = re.compile(r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)")
Place = tuple[str, int, int]


@dataclass(frozen=True)
class Excuse:
    """One entry of the file: this check may find this, for this reason, until this day."""

    check: str
    about: str
    reason: str
    until: datetime.date
    place: Place

    def fits(self, finding: Finding) -> bool:
        """Whether a finding is the one that is meant: by IRI, by short name, or by file."""
        named = {finding.entity, compact(finding.entity), finding.file, Path(finding.file).name}
        return self.check == finding.check and self.about in named - {""}


@dataclass
class Agreement:
    """What the file says, and what is wrong with it."""

    excuses: list[Excuse] = field(default_factory=list)
    floors: dict[str, tuple[int, Place]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def read(data: Path, checks: Iterable[str]) -> Agreement:
    """Return what the gate.toml of a folder of data says; nothing where there is none."""
    path, agreement = data / FILE, Agreement()
    if not path.is_file():
        return agreement
    shown = paths.shown(path)
    try:
        text = path.read_bytes().decode("utf-8", errors="replace")
        content = tomllib.loads(text)
    except OSError as fault:
        agreement.faults.append(_unclear(f"it cannot be read: {fault.strerror}", (shown, 1, 1)))
        return agreement
    except tomllib.TOMLDecodeError as fault:
        agreement.faults.append(_not_toml(str(fault), shown, text))
        return agreement
    _fill(agreement, content, _Lines(text, shown), set(checks))
    return agreement


def _fill(agreement: Agreement, content: dict[str, Any], lines: _Lines, known: set[str]) -> None:
    for name in sorted(set(content) - {"accepted", "least"}):
        problem = f"the gate knows [[accepted]] and [least], but no {name!r}"
        agreement.faults.append(_unclear(problem, lines.first(name)))
    accepted, least = content.get("accepted", []), content.get("least", {})
    for number, entry in enumerate(accepted if isinstance(accepted, list) else [accepted]):
        place = lines.entry(number)
        try:
            agreement.excuses.append(_excuse(entry, place, known))
        except DataError as fault:
            agreement.faults.append(_unclear(str(fault), place))
    for name, floor in least.items() if isinstance(least, dict) else [("least", None)]:
        place = lines.first(name)
        if type(floor) is int:
            agreement.floors[name] = (floor, place)
        else:
            agreement.faults.append(_unclear(f"the least of {name!r} is no whole number", place))


def _excuse(entry: object, place: Place, known: set[str]) -> Excuse:
    if not isinstance(entry, dict) or sorted(entry) != sorted(_KEYS):
        message = f"an entry has {', '.join(_KEYS[:-1])} and {_KEYS[-1]}, and nothing else"
        raise DataError(message)
    check, about, reason, until = (entry[key] for key in _KEYS)
    if check not in known or (check in CODED and CODED[check].group == "checks"):
        message = f"there is no check named {check!r} whose findings can be accepted"
        raise DataError(message)
    if not all(isinstance(text, str) and text.strip() for text in (about, reason)):
        message = "about names an IRI or a file, and reason says in words why the finding may stay"
        raise DataError(message)
    if type(until) is not datetime.date:
        message = "until is a day without quotes, such as 2027-06-30"
        raise DataError(message)
    return Excuse(check, about, reason, until, place)


class _Lines:
    """Where a key or an entry stands, for the parser of the standard library does not say."""

    def __init__(self, text: str, file: str) -> None:
        self.lines, self.file = text.splitlines(), file

    def first(self, key: str) -> Place:
        """Return the first line that gives this key or opens the table of this name."""
        return self._nth(rf"""\s*\[*\s*["']?{re.escape(key)}["']?\s*[=\].]""", 0)

    def entry(self, number: int) -> Place:
        """Return the line of the entry with this number."""
        return self._nth(r"\s*\[\[\s*accepted\s*\]\]", number)

    def _nth(self, pattern: str, number: int) -> Place:
        found = [at for at, line in enumerate(self.lines, start=1) if re.match(pattern, line)]
        return (self.file, found[number] if number < len(found) else 1, 1)


def _not_toml(words: str, shown: str, text: str) -> Fault:
    match = _AT.search(words)
    at = match["line"] if match else None
    line = int(at) if at else max(len(text.splitlines()), 1)
    column = int(match["column"]) if match and at else 1
    return _unclear(f"this is not TOML: {_AT.sub('', words)}", (shown, line, column))


def _unclear(problem: str, place: Place) -> Fault:
    remedy = CODED["exception-unclear"].solution
    return Fault("exception-unclear", "error", problem, remedy, place=place)


# -- Holding a run against it ------------------------------------------------------


def release_date(store: ox.Store) -> datetime.date | None:
    """Return the last day that a header (an owl:Ontology) gives as issued or modified."""
    days = [
        quad.object.value[:10]
        for header in store.quads_for_pattern(None, _TYPE, _HEADER, ox.DefaultGraph())
        for name in _DATES
        for quad in store.quads_for_pattern(header.subject, name, None, ox.DefaultGraph())
        if isinstance(quad.object, ox.Literal)
    ]
    try:
        return max(map(datetime.date.fromisoformat, days), default=None)
    except ValueError:  # an ill-typed date is a finding of its own
        return None


def divided(
    findings: Sequence[Finding], excuses: Sequence[Excuse], release: datetime.date | None
) -> tuple[list[Finding], list[Accepted], list[Excuse]]:
    """Return the findings that count, those that are accepted, and the excuses for nothing."""
    valid = [excuse for excuse in excuses if release and release <= excuse.until]
    counted: list[Finding] = []
    accepted: list[Accepted] = []
    used: set[Excuse] = set()
    for finding in findings:
        fitting = [excuse for excuse in valid if excuse.fits(finding)]
        used.update(fitting)
        if fitting:
            accepted.append(Accepted(finding, fitting[0].reason, fitting[0].until.isoformat()))
        else:
            counted.append(finding)
    return counted, accepted, [excuse for excuse in valid if excuse not in used]


def faults_of_excuses(
    excuses: Iterable[Excuse], unused: Iterable[Excuse], release: datetime.date | None
) -> Iterator[Fault]:
    """Yield a fault for each excuse that has expired, and for each that excuses nothing."""
    for excuse in excuses:
        if release and release <= excuse.until:
            continue
        when = f"the data is of {release}" if release else "the data has no release date"
        problem = f"{excuse.check} of {excuse.about} is accepted until {excuse.until}, and {when}"
        remedy = CODED["exception-expired"].solution
        if not release:
            remedy = "Give the header of the ontology dcterms:issued or dcterms:modified."
        yield Fault("exception-expired", "error", problem, remedy, place=excuse.place)
    for excuse in unused:
        problem = f"{excuse.check} finds nothing at {excuse.about}"
        remedy = CODED["exception-unused"].solution
        yield Fault("exception-unused", "error", problem, remedy, place=excuse.place)


def faults_of_floors(
    floors: Mapping[str, tuple[int, Place]], counts: Mapping[str, int]
) -> Iterator[Fault]:
    """Yield a fault for each count that is below its floor; what was not counted is not judged."""
    for name, (floor, place) in floors.items():
        if counts.get(name, floor) < floor:
            problem = f"the gate saw {counts[name]} {name}, and there must be {floor} at least"
            remedy = CODED["count-below-floor"].solution
            yield Fault("count-below-floor", "error", problem, remedy, place=place)
