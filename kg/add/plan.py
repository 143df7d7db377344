"""Rows of words in, changed files out: nothing is written here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from pathlib import Path

from kg import load, paths
from kg.add import naming, places, turtle
from kg.add.drafts import Draft, Drafter, Word
from kg.add.facts import Facts
from kg.add.lacks import Lack, Missing, lacks
from kg.add.moments import when
from kg.add.naming import WHEN
from kg.add.options import Options
from kg.add.passages import Texts
from kg.add.quantities import ReadNumber
from kg.add.schema import HAS_EVIDENCE, LABEL, Kind, Schema
from kg.add.words import Words
from kg.errors import AntkgError, UsageError
from kg.query.answers import Cell
from kg.query.near import close_to
from kg.vocabulary import TERMS, compact, expand, sparql_prefixes

_PERIOD = tuple(TERMS + name for name in ("periodStart", "periodEnd", "grain"))
_MOST_PARTS = 4
_MOST_PROBLEMS = 20


@dataclass(frozen=True)
class Row:
    """The words for one entity: its kind, and options with their values.

    Attributes:
        kind: the word for the kind.
        words: pairs of option and value; the option iri gives the IRI.
        place: what to call the row in an error, or "".
    """

    kind: str
    words: tuple[Word, ...]
    place: str = ""


@dataclass(frozen=True)
class Change:
    """One file as it was and as it is to be, and which of its lines are new."""

    path: Path
    before: bytes
    after: bytes
    lines: frozenset[int]


@dataclass(frozen=True)
class Plan:
    """What rows come to: changed files, new entities, and their Turtle."""

    changes: tuple[Change, ...]
    entities: tuple[str, ...]
    turtle: str


@dataclass
class Workspace:
    """The ontology and the data as they are now; for one plan only.

    Attributes:
        data: the folder of the data.
        read_number: a reader of printed numbers.
        texts: the folder with the texts of sources, if there is one.
        ontology: the folder of the ontology.
    """

    data: Path
    read_number: ReadNumber
    texts: Path | None = None
    ontology: Path = paths.ONTOLOGY
    _orders: dict[str, turtle.Order] = field(default_factory=dict)
    _made: list[Draft] = field(default_factory=list)

    @cached_property
    def schema(self) -> Schema:
        """What can be added, and what it needs."""
        ontology, shapes = load.load(self.ontology), load.load(self.ontology / "shapes")
        return Schema(Facts(ontology.store), Facts(shapes.store), paths.DERIVE)

    @cached_property
    def folder(self) -> places.Folder:
        """The files of the data."""
        return places.read_folder(self.data)

    @cached_property
    def words(self) -> Words:
        """What reads the values."""
        return Words(
            self.schema, load.load(self.ontology, self.folder.path).store, self.read_number
        )

    @cached_property
    def known(self) -> set[str]:
        """The IRIs that the data speaks of."""
        return {block.iri for block in self.folder.blocks}

    # -- Kinds -------------------------------------------------------------------------

    def kinds(self) -> list[Kind]:
        """Return all kinds that can be added, by their words."""
        found = (self.schema.kind(class_) for class_ in self.schema.classes)
        return sorted(found, key=lambda kind: kind.word)

    def kind(self, word: str) -> Kind:
        """Return the kind that a word means: a class, or the word in its IRIs.

        Raises:
            UsageError: there is none.
        """
        asked = word.strip().casefold().replace(" ", "-").removeprefix("akg:")
        kinds = self.kinds()
        for kind in kinds:
            if asked in (kind.word, kind.word.replace("-", ""), kind.label.replace(" ", "-")):
                return kind
        for kind in kinds:
            if asked == kind.segment:
                return kind
        words = {each for kind in kinds for each in (kind.word, kind.segment)}
        near = close_to(asked, words)
        hint = (
            f"did you mean {' or '.join(near)}?"
            if near
            else f"they are: {', '.join(sorted(words))}"
        )
        message = f"there is no kind '{word}' to add; {hint}"
        raise UsageError(message)

    # -- Planning ----------------------------------------------------------------------

    def plan(self, rows: Sequence[Row]) -> Plan:
        """Return what the files come to with all rows in them.

        Raises:
            Missing: the only row lacks words.
            UsageError: rows are wrong; it lists what is wrong with each.
            UnknownName: a name of the only row is unknown.
        """
        problems: list[tuple[str, AntkgError]] = []
        for row in rows:
            try:
                self._take(row)
            except AntkgError as fault:
                problems.append((row.place, fault))
        if len(problems) == 1 and not problems[0][0]:
            raise problems[0][1]
        if problems:
            told = [f"{place}: {fault}" for place, fault in problems[:_MOST_PROBLEMS]]
            more = len(problems) - len(told)
            rest = [f"… and {more} more rows"] if more else []
            message = "nothing was added:\n" + "\n".join([*told, *rest])
            raise UsageError(message)
        return self._finished()

    def _take(self, row: Row) -> None:
        kind = self.kind(row.kind)
        asked = [text for option, text in row.words if option.strip("- ") == "iri"]
        given = [(o, text) for o, text in row.words if o.strip("- ") != "iri" and text.strip()]
        drafter = Drafter(self.words, kind, Texts(self.words.store, self.texts))
        draft = drafter.draft(given)
        if drafter.problems:
            raise _joined(drafter.problems)
        missing = list(lacks(self.words, drafter.options, draft))
        if missing:
            raise Missing(row.kind, missing, self._example(drafter.options, missing))
        self._name(draft, asked[0] if asked else "")
        self._put(draft)

    def _example(self, options: Options, missing: Sequence[Lack]) -> str:
        words = [f"--{lack.options[0]} {_sample(lack.like)}" for lack in missing if lack.options]
        return f"kg add {options.kind.word} … {' '.join(words)}"

    # -- Names -------------------------------------------------------------------------

    def _name(self, draft: Draft, asked: str) -> None:
        kind = draft.kind
        if asked:
            iri = naming.chosen(asked, kind.segment)
            name = iri.rpartition("/")[2]
        elif draft.owner:
            self._name_part(draft, *draft.owner)
            return
        else:
            name = self._proposed(draft)
        draft.iri = naming.new(kind.segment, name, self.known, self._remedy(kind, name))
        self.known.add(draft.iri)
        for path, part in draft.parts:
            self._name_part(part, path, draft.iri)

    def _remedy(self, kind: Kind, name: str) -> str:
        if HAS_EVIDENCE in kind.by_iri:
            return f"add evidence to it with: kg add evidence --record {kind.segment}:{name} …"
        return "use it as it is"

    def _name_part(self, part: Draft, path: str, owner: str) -> None:
        """Name what belongs to an owner after it."""
        segment, name = compact(owner).split(":", 1)
        if path == HAS_EVIDENCE:
            part.iri = naming.numbered(part.kind.segment, f"{segment}-{name}", self.known)
        else:
            values = [cell for of in part.kind.properties for cell in part.said.get(of.iri, ())]
            slugs = [naming.local(cell.value) for cell in values if cell.kind == "iri"]
            tries = ["-".join([name, *slugs[:count]]) for count in (1, 2)]
            fresh = [t for t in tries if expand(f"{part.kind.segment}:{t}") not in self.known]
            part.iri = naming.new(part.kind.segment, (fresh or tries)[0], self.known, "say others")
        self.known.add(part.iri)
        for inner_path, inner in part.parts:
            self._name_part(inner, inner_path, part.iri)

    def _proposed(self, draft: Draft) -> str:
        labels = sorted(draft.said.get(LABEL, ()), key=lambda c: c.language != "en")
        spelled = [s for cell in labels if (s := naming.slug(cell.value))]
        if labels:
            return naming.fitted(spelled[0], draft.kind.segment) if spelled else ""
        slugs = self._slugs(draft.facts()) | self._slugs_of_parts(draft)
        usual = naming.pattern(self._named_so_far(draft.kind), slugs)
        usual = usual or tuple(("", of) for of in self._telling(draft.kind, slugs))
        return naming.written(usual, slugs, draft.kind.segment)

    def _named_so_far(self, kind: Kind) -> list[tuple[str, Mapping[str, str]]]:
        found = (b for b in self.folder.blocks if kind.iri in b.classes)
        return [(b.iri.rpartition("/")[2], self._slugs(_said(b))) for b in found]

    def _slugs(self, said: Mapping[str, Sequence[Cell]]) -> dict[str, str]:
        """Return a slug for each property with one value that names something, and for the time."""
        found = {
            name: naming.local(cells[0].value)
            for name, cells in said.items()
            if len(cells) == 1 and cells[0].kind == "iri" and name not in _PERIOD
        }
        start, end, grain = (next((c.value for c in said.get(n, ())), "") for n in _PERIOD)
        moment = when(start, end, grain.removeprefix(TERMS))
        return {n: s for n, s in {**found, WHEN: moment}.items() if s and n != HAS_EVIDENCE}

    def _slugs_of_parts(self, draft: Draft) -> dict[str, str]:
        """Return the first value of each part as a slug: those who take part."""
        found = {}
        for at, (path, part) in enumerate(draft.parts):
            first = next(iter(part.kind.properties), None)
            if path != HAS_EVIDENCE and first and (cell := part.one(first.iri)):
                found[f"{path} {at}"] = naming.local(cell.value)
        return found

    def _telling(self, kind: Kind, slugs: Mapping[str, str]) -> list[str]:
        """Return the properties that tell records of a kind apart, where the data shows no form."""
        entities = [
            of.iri
            for of in kind.properties
            if of.iri in slugs and not self.schema.is_listed(of.range)
        ]
        parts = [name for name in slugs if " " in name]
        return [*entities, *parts][:_MOST_PARTS] + ([WHEN] if WHEN in slugs else [])

    # -- Text --------------------------------------------------------------------------

    def _put(self, draft: Draft) -> None:
        text = "\n".join(self._blocks(draft))
        terms = set(chain.from_iterable(_terms(each) for each in _all(draft)))
        if draft.owner:
            file = self._put_behind(draft, *draft.owner, text)
        else:
            file = self.folder.put(draft.iri, draft.kind.segment, text, self._home(draft.kind))
        file.used |= {*turtle.prefixes(terms)}
        self._made.append(draft)
        link = f"<{draft.owner[1]}> <{draft.owner[0]}> <{draft.iri}> ." if draft.owner else ""
        self.words.store.update(f"{sparql_prefixes()} INSERT DATA {{ {text} {link} }}")  # type: ignore[union-attr]

    def _put_behind(self, draft: Draft, path: str, owner: str, text: str) -> places.File:
        file = self.folder.file_of(owner)
        if file is None:
            new = next((d for made in self._made for d in _all(made) if d.iri == owner), None)
            if new is None:
                message = f"{compact(owner)} does not stand in {paths.shown(self.data)}"
                raise UsageError(message)
            message = f"{compact(owner)} is added in the same go; give its evidence in its own row"
            raise UsageError(message)
        said = (s for b in file.blocks if b.iri == owner for s in b.statements)
        relatives = [str(s.object) for s in said if s.predicate == path]
        self.folder.put_behind(file, owner, relatives, text)
        file.links[owner].append((compact(path), compact(draft.iri)))
        return file

    def _blocks(self, draft: Draft) -> Iterator[str]:
        said = {name: list(cells) for name, cells in draft.said.items()}
        for path, part in draft.parts:
            said.setdefault(path, []).append(Cell(part.iri, "iri"))
        yield turtle.block(draft.iri, draft.kind.iri, said, self._order(draft.kind))
        for _, part in draft.parts:
            yield from self._blocks(part)

    def _order(self, kind: Kind) -> turtle.Order:
        if kind.iri not in self._orders:
            seen = (b.properties for b in self.folder.blocks if kind.iri in b.classes)
            self._orders[kind.iri] = turtle.order(kind, seen)
        return self._orders[kind.iri]

    def _home(self, kind: Kind) -> tuple[str, str]:
        """Return file and section for the first of a kind: the topic that defines its class."""
        form = re.compile(rf"^{re.escape(compact(kind.iri))} a owl:Class\b", re.MULTILINE)
        files = load.turtle_files(self.ontology)
        topic = (f for f in files if form.search(f.read_text(encoding="utf-8")))
        label = kind.label[:1].upper() + kind.label[1:]
        plural = f"{label[:-1]}ies" if label.endswith("y") else f"{label}s"
        return next(topic, Path("core.ttl")).name, plural

    def _finished(self) -> Plan:
        changes = []
        for file in self.folder.files:
            if file.insertions or file.links:
                text, lines = file.text()
                changes.append(Change(file.path, file.original, text.encode(), frozenset(lines)))
        entities = [each.iri for draft in self._made for each in _all(draft)]
        return Plan(tuple(changes), tuple(entities), self._turtle())

    def _turtle(self) -> str:
        terms = {"akg:", *(t for draft in self._made for each in _all(draft) for t in _terms(each))}
        names = turtle.prefixes(t for t in terms if t != "akg:")
        head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in sorted(names.items()))
        blocks = [
            f"{compact(draft.owner[1])} {compact(draft.owner[0])} {compact(draft.iri)} .\n"
            for draft in self._made
            if draft.owner
        ]
        blocks += [block for draft in self._made for block in self._blocks(draft)]
        return "\n".join([head, *blocks])


def _all(draft: Draft) -> list[Draft]:
    return [draft, *(inner for _, part in draft.parts for inner in _all(part))]


def _terms(draft: Draft) -> Iterator[Cell | str]:
    yield draft.iri
    yield draft.kind.iri
    yield from draft.owner or ()
    for name, cells in draft.said.items():
        yield name
        yield from cells
    for path, _ in draft.parts:
        yield path


def _said(block: places.Block) -> dict[str, list[Cell]]:
    found: dict[str, list[Cell]] = {}
    for each in block.statements:
        is_iri = isinstance(each.object, str)
        text = each.object if isinstance(each.object, str) else each.object[0]
        found.setdefault(each.predicate, []).append(Cell(text, "iri" if is_iri else "literal"))
    found.pop(places.TYPE, None)
    return found


def _joined(problems: Sequence[AntkgError]) -> AntkgError:
    if len(problems) == 1:
        return problems[0]
    made = UsageError("\n".join(map(str, problems)))
    made.exit_code = min(fault.exit_code for fault in problems)
    return made


def _sample(like: str) -> str:
    told = like.partition("such as ")[2] or like.partition("name of: ")[2].upper() or like
    first = told.partition(", ")[0].partition(" or ")[0]
    return f'"{first}"' if " " in first else first
