"""Which option means what: `--of-indicator`, `--indicator`, `--name-zh`, `--period`, `--words`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from kg.add.schema import (
    EVIDENCE,
    HAS_EVIDENCE,
    LABEL,
    OTHER_LABEL,
    RECORD,
    SOURCE,
    THING,
    XSD,
    Kind,
    Property,
    Schema,
    dashed,
)
from kg.errors import UsageError
from kg.query.near import close_to
from kg.vocabulary import PREFIXES, TERMS

ALIASES: Mapping[str, str] = {
    "name": LABEL,
    "also": OTHER_LABEL,
    "source": TERMS + "foundIn",
    "words": TERMS + "fragment",
    "certainty": TERMS + "periodCertainty",
}
_WORDS_OF_EVIDENCE = "evidence-"
_TEXTS = ("", PREFIXES["rdf"] + "langString")


@dataclass(frozen=True)
class Target:
    """What an option speaks of.

    Attributes:
        of: the property; that of the start for a period.
        part: "own", "evidence", "owner", "nested" or "period".
        language: the tag in the option, or "".
        option: the option's usual name.
    """

    of: Property
    part: str
    option: str
    language: str = ""
    is_evidence: bool = False


class Options:
    """The options of one kind."""

    def __init__(self, schema: Schema, kind: Kind) -> None:
        self.schema, self.kind = schema, kind

    @cached_property
    def takes_evidence(self) -> bool:
        """Whether members of the kind rest on evidence."""
        return HAS_EVIDENCE in self.kind.by_iri

    @cached_property
    def own(self) -> dict[str, Target]:
        """The options for what the member itself says, by their usual names."""
        found = self._targets(self.kind)
        for path in self.kind.owners:
            for class_ in self.schema.domain(path):
                of = Property("^" + path, class_, 1, 1, self.schema.label(class_), "", "")
                name = dashed(class_.removeprefix(TERMS))
                found[name] = Target(of, "owner", name)
        return found

    @cached_property
    def of_evidence(self) -> dict[str, Target]:
        """The options for what its evidence says."""
        if not self.takes_evidence:
            return {}
        found = self._targets(self.schema.kind(EVIDENCE))
        return {
            (n if n not in self.own else _WORDS_OF_EVIDENCE + n): replace(t, is_evidence=True)
            for n, t in found.items()
        }

    def _targets(self, kind: Kind) -> dict[str, Target]:
        found: dict[str, Target] = {}
        for of in kind.properties:
            if of.iri == HAS_EVIDENCE:
                continue
            name = self.usual_name(of.iri)
            stem = stem_of_period(of, kind)
            if stem:
                found.setdefault(stem, Target(kind.by_iri[period(stem)[0]], "period", stem))
            elif self.is_nested(of):
                first = self.schema.kind(of.range).properties[0]
                found[dashed(first.name)] = Target(of, "nested", dashed(first.name))
            else:
                found[name] = Target(of, "own", name)
        return found

    def is_nested(self, of: Property) -> bool:
        """Whether values are entities that stand for nothing without their owner."""
        if not of.range.startswith(TERMS) or self.schema.is_listed(of.range):
            return False
        return not any(self.schema.within(of.range, each) for each in (THING, RECORD, SOURCE))

    def usual_name(self, iri: str) -> str:
        """Return the name of the option for a property."""
        known = {of: name for name, of in ALIASES.items()}
        return known.get(iri) or dashed(_last(iri))

    def find(self, word: str) -> Target:
        """Return what an option speaks of; the last words of its name are enough.

        Raises:
            UsageError: there is no such option, or several.
        """
        name = word.strip().lstrip("-").replace("_", "-")
        for spelled, language in ((name, ""), _parted(name)):
            target = self._exact(spelled) or self._ending(spelled)
            if target and (not language or target.of.range in _TEXTS):
                return replace(target, language=language) if language else target
        names = [*self.own, *self.of_evidence]
        near = " or ".join(f"--{each}" for each in close_to(name, names))
        hint = f"did you mean {near}?" if near else f"kg add {self.kind.word} --help lists them"
        message = f"{self.kind.word} has no option --{name}; {hint}"
        raise UsageError(message)

    def _exact(self, name: str) -> Target | None:
        plain = name.removeprefix(_WORDS_OF_EVIDENCE)
        aliased = {dashed(_last(iri)): alias for alias, iri in ALIASES.items()}
        for spelled in (name, aliased.get(name, name)):
            if found := self.own.get(spelled) or self.of_evidence.get(spelled):
                return found
        return self.of_evidence.get(plain) if plain != name else None

    def _ending(self, name: str) -> Target | None:
        for targets in (self.own, self.of_evidence):
            found = [target for each, target in targets.items() if each.endswith("-" + name)]
            if len(found) == 1:
                return found[0]
        return None


def period(stem: str) -> tuple[str, str]:
    """Return the properties for both ends of a period: basePeriodStart for `base-period`."""
    first, *others = stem.split("-")
    name = TERMS + first + "".join(word.capitalize() for word in others)
    return name + "Start", name + "End"


def stem_of_period(of: Property, kind: Kind) -> str:
    """Return `base-period` for the properties that start and end one; "" for others."""
    if of.range != XSD + "dateTime":
        return ""
    stem = dashed(of.name.removesuffix("Start").removesuffix("End"))
    is_pair = all(each in kind.by_iri for each in period(stem))
    return stem if is_pair else ""


def _last(iri: str) -> str:
    return iri.replace("#", "/").rpartition("/")[2]


def _parted(name: str) -> tuple[str, str]:
    """Return `name` and `zh-Hans` for `name-zh-Hans`."""
    words = name.split("-")
    for at in range(1, len(words)):
        if len(words[at]) in (2, 3) and words[at].isalpha():
            is_end = all(len(word) <= 8 for word in words[at + 1 :])
            if is_end and len(words) - at <= 2:
                return "-".join(words[:at]), "-".join(words[at:])
    return name, ""
