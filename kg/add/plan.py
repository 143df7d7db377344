"""Rows of words in, changed files out: nothing is written here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from pathlib import Path

from kg import load, paths
from kg.add import places, turtle
from kg.add.drafts import Draft, Drafter, Word
from kg.add.facts import Facts
from kg.add.lacks import Lack, Missing, lacks
from kg.add.namer import Namer
from kg.add.options import Options
from kg.add.passages import Texts
from kg.add.quantities import ReadNumber
from kg.add.schema import HAS_EVIDENCE, SOURCE, Kind, Schema
from kg.add.words import Words
from kg.errors import AntkgError, UsageError
from kg.query.answers import Cell
from kg.query.near import close_to
from kg.vocabulary import compact, sparql_prefixes

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
    def graph(self) -> load.Graph:
        """Ontology and data, and what the rows so far add."""
        return load.load(self.ontology, self.folder.path)

    @cached_property
    def words(self) -> Words:
        """What reads the values."""
        return Words(self.schema, self.graph.store, self.read_number)

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
        waiting = sorted(rows, key=self._turn)
        while waiting:  # a row may name what a later row adds
            problems = []
            again = [row for row in waiting if not self._took(row, problems)]
            if len(again) == len(waiting):
                break
            waiting = again
        order = [row.place for row in rows]
        problems.sort(key=lambda problem: order.index(problem[0]))
        if len(problems) == 1 and not problems[0][0]:
            raise problems[0][1]
        if problems:
            told = [f"{place}: {fault}" for place, fault in problems[:_MOST_PROBLEMS]]
            more = len(problems) - len(told)
            rest = [f"… and {more} more rows"] if more else []
            message = "nothing was added:\n" + "\n".join([*told, *rest])
            raise UsageError(message)
        return self._finished()

    def _turn(self, row: Row) -> int:
        """Return when a row is read: things first, for others name them; what has an owner last."""
        try:
            kind = self.kind(row.kind)
        except UsageError:
            return 0
        return 3 if kind.owners else 2 if HAS_EVIDENCE in kind.by_iri else kind.iri == SOURCE

    def _took(self, row: Row, problems: list[tuple[str, AntkgError]]) -> bool:
        known = frozenset(self.known)
        try:
            self._take(row)
        except AntkgError as fault:
            self.known = {*known}
            problems.append((row.place, fault))
            return False
        return True

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
        namer = Namer(self.folder.blocks, self.schema.is_listed, self.known)
        namer.name(draft, asked[0] if asked else "")
        self._keep(draft)

    def _example(self, options: Options, missing: Sequence[Lack]) -> str:
        words = [f"--{lack.options[0]} {_sample(lack.like)}" for lack in missing if lack.options]
        return "" if not words else f"kg add {options.kind.word} … {' '.join(words)}"

    # -- Text --------------------------------------------------------------------------

    def _keep(self, draft: Draft) -> None:
        """Let what comes after see a new entity; evidence of a new record becomes part of it."""
        text = "\n".join(self._blocks(draft))
        path, owner = draft.owner or ("", "")
        link = f"<{owner}> <{path}> <{draft.iri}> ." if draft.owner else ""
        self.graph.store.update(f"{sparql_prefixes()} INSERT DATA {{ {text} {link} }}")
        new = next((d for made in self._made for d in _all(made) if d.iri == owner), None)
        if new is None:
            self._made.append(draft)
        else:
            new.parts.append((path, draft))
            draft.owner = None

    def _put(self, draft: Draft) -> None:
        text = "\n".join(self._blocks(draft))
        terms = set(chain.from_iterable(_terms(each) for each in _all(draft)))
        if draft.owner:
            file = self._put_behind(draft, *draft.owner, text)
        else:
            file = self.folder.put(draft.iri, draft.kind.segment, text, self._home(draft.kind))
        file.used |= {*turtle.prefixes(terms)}

    def _put_behind(self, draft: Draft, path: str, owner: str, text: str) -> places.File:
        file = self.folder.file_of(owner)
        if file is None:
            place = paths.shown(self.data)
            message = f"{compact(owner)} does not stand in a Turtle file of {place}"
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
        for draft in self._made:
            self._put(draft)
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
