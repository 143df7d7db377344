"""What a draft still needs, by its shapes: required properties first, then choices."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from kg.add.drafts import Draft
from kg.add.options import Options, Target, stem_of_period
from kg.add.rules import Choice, Said
from kg.add.schema import EVIDENCE, HAS_EVIDENCE, Property
from kg.add.words import Words
from kg.errors import UsageError
from kg.vocabulary import TERMS

_EXAMPLE_PERIOD = "2025-08, 2017..2020, ..2025-08 or unknown"


@dataclass(frozen=True)
class Lack:
    """One thing that is missing: options that would give it, what is asked, what a value is like.

    Attributes:
        options: names of options; where there are several ways, all of them.
        message: what is asked for, in the words of the shape.
        like: what a value looks like, for the first option.
        is_choice: whether another option may do instead.
    """

    options: tuple[str, ...]
    message: str
    like: str
    is_choice: bool = False

    def __str__(self) -> str:
        """Return a line for a list."""
        if not self.options:
            return f"  what is said does not fit together: {_first_sentence(self.message)}"
        joined = " or ".join(f"--{name}" for name in self.options)
        said = f"  {joined} ({self.like})" if self.like else f"  {joined}"
        return f"{said}: {_first_sentence(self.message)}" if self.message else said


class Missing(UsageError):
    """Some needed words are missing: a list of all of them, with what they look like."""

    def __init__(self, kind: str, lacks: list[Lack], example: str) -> None:
        self.lacks = lacks
        lines = "\n".join(map(str, lacks))
        head = f"{kind} needs more" if example else f"{kind} has too much"
        super().__init__(f"{head}:\n{lines}" + (f"\nfor example: {example}" if example else ""))


def lacks(words: Words, options: Options, draft: Draft) -> Iterator[Lack]:
    """Yield what a draft and its evidence need and do not have."""
    own = Options(words.schema, draft.kind)
    yield from _of(words, own, draft, "")
    for name, part in draft.parts:
        if name == HAS_EVIDENCE:
            inner = Options(words.schema, words.schema.kind(EVIDENCE))
            for lack in _of(words, inner, part, HAS_EVIDENCE):
                named = tuple(_spelled(options, each) for each in lack.options)
                yield Lack(named, lack.message, lack.like, lack.is_choice)


def _spelled(options: Options, name: str) -> str:
    return name if name in options.of_evidence else f"evidence-{name}"


def _of(words: Words, options: Options, draft: Draft, owned_by: str) -> Iterator[Lack]:
    said = draft.facts()
    for of in draft.kind.properties:
        if len(said.get(of.iri, ())) < of.least and not _follows(of.iri, said):
            target = _target(options, of.iri)
            yield Lack((target.option,), of.message, like(words, target.of, options), False)
    owners = [t for t in options.own.values() if t.part == "owner"]
    if owners and not draft.owner and not owned_by:
        yield Lack(
            tuple(t.option for t in owners), "It belongs to something.", "IRI, such as figure:…"
        )
    needed = {of.iri for of in draft.kind.properties if of.least > len(said.get(of.iri, ()))}
    for choice in draft.kind.choices:
        if not choice.holds(said):
            yield from _of_choice(words, options, choice, said, needed)


def _of_choice(
    words: Words,
    options: Options,
    choice: Choice,
    said: Said,
    needed: Collection[str],
) -> Iterator[Lack]:
    ways = [[c.path for c in way if not _follows(c.path, said)] for way in choice.ways(said)]
    if any({*way} <= {*needed} and len(way) > 1 for way in ways):
        return  # it holds as soon as what is asked for anyway is there
    shortest = len(ways[0]) if ways else 0
    asked = {
        target.option: target
        for way in ways
        if len(way) == shortest
        for target in (_target(options, path) for path in way)
        if target.of.iri not in needed
    }
    if shortest > 1:
        for name, target in asked.items():
            yield Lack((name,), choice.message, like(words, target.of, options))
    else:
        shown = "; ".join(dict.fromkeys(like(words, t.of, options) for t in asked.values()))
        yield Lack(tuple(asked), choice.message, shown, is_choice=len(asked) > 1)


def _follows(path: str, said: Said) -> bool:
    """Whether a property is filled in from others, as soon as they are there."""
    is_printed = path == TERMS + "asPrinted" and TERMS + "value" not in said
    return is_printed or path in (HAS_EVIDENCE, TERMS + "readingLevel", TERMS + "issuedGrain")


def _target(options: Options, iri: str) -> Target:
    of = options.kind.by_iri[iri]
    if iri == TERMS + "grain" and "period" in options.own:
        return options.own["period"]
    stem = stem_of_period(of, options.kind)
    if stem:
        return options.own[stem]
    found = (t for t in options.own.values() if t.of.iri == iri)
    return next(found)


def like(words: Words, of: Property, options: Options) -> str:
    """Return in words what a value of an option looks like."""
    if stem_of_period(of, options.kind):
        return _EXAMPLE_PERIOD
    if options.is_nested(of):
        needed = [p.label for p in words.schema.kind(of.range).properties if p.least > 0]
        return " as ".join(label.upper() for label in needed)
    return words.shape_of(of)


def _first_sentence(text: str) -> str:
    return text.partition(". ")[0].rstrip(".")
