"""One row of words in, the entities that it makes out: a record with its parts and evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.add.moments import instant, span
from kg.add.options import Options, Target, period
from kg.add.passages import Texts
from kg.add.quantities import beginning, ending
from kg.add.schema import EVIDENCE, HAS_EVIDENCE, XSD, Kind, Property
from kg.add.words import Words
from kg.errors import AntkgError, UsageError
from kg.query.answers import Cell
from kg.vocabulary import TERMS

_GRAIN, _CERTAINTY, _METHOD = (TERMS + n for n in ("grain", "periodCertainty", "method"))
_STANCE, _JUDGED = TERMS + "stance", TERMS + "CuratorJudgement"
_VALUE, _PRINTED, _UNIT, _BOUND = (TERMS + n for n in ("value", "asPrinted", "unit", "bound"))
_OF_A_READING = (_VALUE, TERMS + "upperValue", _UNIT, _BOUND, _PRINTED)
_ONE_END = (TERMS + "NotAfter", TERMS + "NotBefore")
_AS = " as "
Word = tuple[str, str]


@dataclass
class Draft:
    """An entity in the making: its kind, what it says, and what belongs to it.

    Attributes:
        kind: its kind.
        said: values by property.
        parts: entities that stand for nothing without it, by the property that names them.
        owner: the property and the IRI of the entity that names this one, where it is there.
        iri: its IRI, "" until it has one.
    """

    kind: Kind
    said: dict[str, list[Cell]] = field(default_factory=dict)
    parts: list[tuple[str, Draft]] = field(default_factory=list)
    owner: tuple[str, str] | None = None
    iri: str = ""

    def add(self, of: Property, cell: Cell) -> None:
        """Say one more value.

        Raises:
            UsageError: there may be no more.
        """
        values = self.said.setdefault(of.iri, [])
        if cell in values:
            return
        if of.most is not None and len(values) >= of.most:
            message = f"{of.label} is given more than once; there may be {of.most}"
            raise UsageError(message)
        values.append(cell)

    def one(self, name: str) -> Cell | None:
        """Return the first value of a property."""
        return next(iter(self.said.get(name, ())), None)

    def facts(self) -> dict[str, list[Cell]]:
        """Return what is said, with parts and owner, as the choices of shapes look at it."""
        found = {name: list(values) for name, values in self.said.items()}
        for at, (name, _) in enumerate(self.parts):
            found.setdefault(name, []).append(Cell(f"part {at}", "iri"))
        if self.owner:
            found["^" + self.owner[0]] = [Cell(self.owner[1], "iri")]
        return found


class Drafter:
    """Makes drafts of the words of a row."""

    def __init__(self, words: Words, kind: Kind, texts: Texts) -> None:
        self.words, self.kind, self.texts = words, kind, texts
        self.options = Options(words.schema, kind)
        self.problems: list[AntkgError] = []
        self.hints: list[tuple[Draft, Property, Cell]] = []
        self.unless_said: list[tuple[Draft, str, Cell]] = []

    def draft(self, given: Sequence[Word]) -> Draft:
        """Return the entity that the words speak of, as far as they go; see `problems`."""
        main = Draft(self.kind)
        evidence = main if self.kind.iri == EVIDENCE else Draft(self.words.schema.kind(EVIDENCE))
        spans: list[tuple[Draft, Target, str]] = []
        has_words = False
        for option, text in given:
            try:
                target = self.options.find(option)
                holder = evidence if target.is_evidence else main
                has_words = has_words or target.is_evidence
                if target.part == "period":
                    spans.append((holder, target, text))
                else:
                    self._take(holder, target, text)
            except AntkgError as fault:
                self.problems.append(_named(option, fault))
        for holder, of, read in self.hints:
            self._take_hint(holder, of, read)
        for holder, name, cell in self.unless_said:
            holder.said.setdefault(name, [cell])
        self._add_spans(spans)
        if self.options.takes_evidence and (has_words or self._needs_evidence()):
            main.parts.append((HAS_EVIDENCE, evidence))
        self._complete(main, evidence)
        return main

    def _needs_evidence(self) -> bool:
        return self.kind.by_iri[HAS_EVIDENCE].least > 0

    def _take(self, holder: Draft, target: Target, text: str) -> None:
        if target.part == "nested":
            holder.parts.append((target.of.iri, self._part(target.of, text)))
        elif target.part == "owner":
            found = self.words.value(target.of, text)
            holder.owner = (target.of.iri[1:], found.value)
        else:
            holder.add(target.of, self.words.value(target.of, text, target.language))
            self._take_hints(holder, target.of, text)
            self._take_grain(holder, target.of, text)

    def _part(self, of: Property, text: str) -> Draft:
        """Return what `Ant Group as initiator` says: the needed properties, joined by " as "."""
        kind = self.words.schema.kind(of.range)
        needed = [each for each in kind.properties if each.least > 0]
        values = text.rsplit(_AS, len(needed) - 1)
        if len(values) != len(needed):
            form = _AS.join(each.label.upper() for each in needed)
            message = f"'{text}' says too little; write {form}"
            raise UsageError(message)
        draft = Draft(kind)
        for each, value in zip(needed, values, strict=True):
            draft.add(each, self.words.value(each, value))
        return draft

    # -- What follows from what is said --------------------------------------------------

    def _take_hints(self, holder: Draft, of: Property, text: str) -> None:
        """Read hedge and unit off a number such as `more than 1.68 million mu`; keep its form."""
        if of.iri == _VALUE:
            for name, look in ((_BOUND, beginning), (_UNIT, ending)):
                if iri := look(text, self.words.codes(holder.kind.by_iri[name].range)):
                    self.hints.append((holder, holder.kind.by_iri[name], Cell(iri, "iri")))
            self.unless_said.append((holder, _PRINTED, Cell(text.strip(), "literal")))

    def _take_hint(self, holder: Draft, of: Property, read: Cell) -> None:
        (said,) = holder.said.setdefault(of.iri, [read])
        if said != read:
            names = [self.words.schema.label(cell.value) for cell in (read, said)]
            message = f"the value says {names[0]}, and --{of.label} says {names[1]}; say one"
            self.problems.append(UsageError(message))

    def _take_grain(self, holder: Draft, of: Property, text: str) -> None:
        """Say how finely a day is known where the kind has a property for that."""
        name = of.iri.removesuffix("On") + "Grain"
        if of.range == XSD + "dateTime" and name != of.iri and name in holder.kind.by_iri:
            self.unless_said.append((holder, name, Cell(TERMS + instant(text)[1], "iri")))

    def _add_spans(self, spans: Sequence[tuple[Draft, Target, str]]) -> None:
        for holder, target, text in spans:
            try:
                found = span(text)
            except AntkgError as fault:
                self.problems.append(_named(target.option, fault))
                continue
            for name, moment in zip(period(target.option), (found.start, found.end), strict=True):
                if moment:
                    holder.said[name] = [Cell(moment, "literal", XSD + "dateTime")]
            if target.option == "period":
                certainty = holder.one(_CERTAINTY)
                is_vague = certainty is not None and certainty.value in _ONE_END
                grain = "Unknown" if is_vague else found.grain
                holder.said.setdefault(_GRAIN, [Cell(TERMS + grain, "iri")])

    def _complete(self, main: Draft, evidence: Draft) -> None:
        if evidence is not main and HAS_EVIDENCE not in dict(main.parts):
            return
        evidence.said.setdefault(_STANCE, [Cell(TERMS + "Supports", "iri")])
        method = evidence.one(_METHOD)
        if method is not None and method.value == _JUDGED:
            return
        is_whole = all(name in main.said for name in (_VALUE, _UNIT, _BOUND))
        if evidence is not main and is_whole and _VALUE not in evidence.said:
            for name in _OF_A_READING:
                if name in main.said:
                    evidence.said.setdefault(name, list(main.said[name]))
        try:
            self.texts.place(evidence)
        except AntkgError as fault:
            self.problems.append(fault)


def _named(option: str, fault: AntkgError) -> AntkgError:
    """Return a fault that says in which option it is."""
    name = option if option.startswith("-") else f"--{option}"
    if f"option {name}" in str(fault):
        return fault
    kind = type(fault) if type(fault) is UsageError else AntkgError
    made = kind(f"{name}: {fault}")
    made.exit_code = fault.exit_code
    return made
