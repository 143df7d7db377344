"""The curated files as lines of text, and mutants as edits of these lines.

The files are in the house style of turtlefmt: one statement a line, four blanks before each but the
first, which is the type. What is not in this style is refused, so that no statement is overlooked.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

_TYPE = re.compile(r"([a-z]+:[a-z0-9-]+) a akg:([A-Za-z]+) ([;.])")
_STATEMENT = re.compile(r"    ([a-z]+:[A-Za-z0-9]+) (.+) ([;.])")
_TERM = re.compile(r"^akg:([A-Za-z]+) a (owl:[^;]+?) ;", re.MULTILINE)
_KIND = re.compile(
    r"^akg:([A-Za-z]+) a owl:Class ;(?:\n    .*)*?\n    akg:iriKind \"([a-z]+)\"", re.M
)
_ID = "https://w3id.org/antkg/id/"
_PREFIX = re.compile(r"^@prefix ([a-z]+):", re.MULTILINE)
_NAME = re.compile(r"(?<![^\s])([a-z]+):([a-z0-9-]+)(?= [a;,.]| akg:)")
_CODE = re.compile(r"^akg:([A-Za-z]+) a akg:([A-Za-z]+) ;", re.MULTILINE)

# What every member may happen to have and a source may yet leave open: its loss is no fault.
_LOSS = {
    *("akg:periodStart", "akg:periodEnd", "akg:periodCertainty", "akg:writtenBy"),
    *("akg:originalOrganization", "akg:resultingOrganization"),
    *("akg:missingIndicator", "akg:conferredBy"),
}


@dataclass(frozen=True)
class Statement:
    """One line of a block, without its type line."""

    line: int
    predicate: str
    object: str
    end: str

    def text(self) -> str:
        """Return the line."""
        return f"    {self.predicate} {self.object} {self.end}"


@dataclass(frozen=True)
class Block:
    """All statements about one subject."""

    file: str
    line: int
    subject: str
    kind: str
    statements: tuple[Statement, ...]

    @property
    def prefix(self) -> str:
        """Return the prefix of the subject: the kind of thing that its IRI tells."""
        return self.subject.partition(":")[0]

    @property
    def slug(self) -> str:
        """Return the subject without its prefix."""
        return self.subject.partition(":")[2]

    def all(self, predicate: str) -> list[Statement]:
        """Return the statements with this predicate."""
        return [s for s in self.statements if s.predicate == predicate]

    def value(self, predicate: str) -> str:
        """Return the first object of this predicate, or nothing."""
        return next((s.object for s in self.statements if s.predicate == predicate), "")

    def sort(self) -> str:
        """Return the class, for evidence also what sort it is: it decides what must be there."""
        if self.kind != "Evidence":
            return self.kind
        if self.value("akg:method") == "akg:CuratorJudgement":
            return "Evidence of a judgement"
        return "Evidence with a number" if self.value("akg:value") else "Evidence in words"

    def text(self) -> list[str]:
        """Return the lines."""
        return [f"{self.subject} a akg:{self.kind} ;", *(s.text() for s in self.statements)]


@dataclass(frozen=True)
class Mutant:
    """One wrong version of one file.

    Attributes:
        operator: the name of the function that made it.
        stratum: the sort of place at which it was made; a sample takes from all of them.
        file: name of the file that is changed.
        edits: new text of lines by number from zero; None takes the line out.
        added: lines that are put behind the end.
        note: what was done, in a line.
    """

    stratum: str
    file: str
    edits: tuple[tuple[int, str | None], ...]
    note: str
    added: tuple[str, ...] = ()
    operator: str = ""

    def named(self, operator: str) -> Mutant:
        """Return the mutant with the name of its operator."""
        return replace(self, operator=operator)


SECTION = "\n# -- "  # the release's file has none, and no facts


@dataclass
class Corpus:
    """All files of a folder of data, and the names that the ontology declares."""

    files: dict[str, list[str]]
    ontology: str
    blocks: list[Block] = field(default_factory=list)

    def __post_init__(self) -> None:
        for file, lines in self.files.items():
            self.blocks.extend(_blocks(file, lines))

    def text(self, file: str) -> str:
        """Return a file as it is."""
        return "\n".join(self.files[file]) + "\n"

    def mutated(self, mutant: Mutant) -> str:
        """Return the file of a mutant with the fault in it, every prefix declared."""
        edits = dict(mutant.edits)
        old = self.files[mutant.file]
        kept = [edits.get(number, line) for number, line in enumerate(old)]
        text = "\n".join([line for line in kept if line is not None] + list(mutant.added)) + "\n"
        declared = set(_PREFIX.findall(text))
        return _NAME.sub(lambda m: m[0] if m[1] in declared else f"<{_ID}{m[1]}/{m[2]}>", text)

    @cached_property
    def by_subject(self) -> dict[str, Block]:
        """Return every block by its subject."""
        return {block.subject: block for block in self.blocks}

    @cached_property
    def objects(self) -> dict[str, list[str]]:
        """Return every object that a predicate has anywhere."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for block in self.blocks:
            for s in block.statements:
                found[s.predicate].add(s.object)
        return {predicate: sorted(values) for predicate, values in found.items()}

    @cached_property
    def of_kind(self) -> dict[str, list[str]]:
        """Return the subjects of every class."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for block in self.blocks:
            found[block.kind].append(block.subject)
        return dict(found)

    @cached_property
    def kinds(self) -> dict[str, str]:
        """Return the classes that have members, with the kind in their IRIs."""
        return dict(_KIND.findall(self.ontology))

    @cached_property
    def codes(self) -> dict[str, str]:
        """Return every code with its list."""
        listed = dict(_CODE.findall(self.ontology))
        return {f"akg:{code}": kind for code, kind in listed.items() if code not in self.kinds}

    @cached_property
    def functional(self) -> set[str]:
        """Return the properties that have one value."""
        return {f"akg:{n}" for n, t in _TERM.findall(self.ontology) if "owl:Functional" in t}

    @cached_property
    def required(self) -> dict[str, set[str]]:
        """Return what every member of a class has in the data, where there are three or more."""
        found: dict[str, list[set[str]]] = defaultdict(list)
        for block in self.blocks:
            found[block.sort()].append({s.predicate for s in block.statements})
        return {k: set.intersection(*all_) - _LOSS for k, all_ in found.items() if len(all_) > 2}


def read(data: Path, ontology: Path) -> Corpus:
    """Return the files of a folder of data as lines."""
    texts = {p.name: p.read_text(encoding="utf-8") for p in sorted(data.glob("*.ttl"))}
    files = {name: text.splitlines() for name, text in texts.items() if SECTION in text}
    terms = "\n".join(p.read_text(encoding="utf-8") for p in sorted(ontology.glob("*.ttl")))
    return Corpus(files, terms)


def without(block: Block, gone: Statement) -> tuple[tuple[int, str | None], ...]:
    """Return the edits that take one statement out and keep the punctuation right."""
    edits: list[tuple[int, str | None]] = [(gone.line, None)]
    if gone.end == "." and len(block.statements) > 1:
        last = block.statements[-2]
        edits.append((last.line, replace(last, end=".").text()))
    elif gone.end == ".":
        edits.append((block.line, f"{block.subject} a akg:{block.kind} ."))
    return tuple(edits)


def _blocks(file: str, lines: list[str]) -> list[Block]:
    blocks: list[Block] = []
    open_block: Block | None = None
    for number, line in enumerate(lines):
        start, statement = _TYPE.fullmatch(line), _STATEMENT.fullmatch(line)
        if start and open_block is None:
            open_block = Block(file, number, start[1], start[2], ())
        elif statement and open_block:
            added = (*open_block.statements, Statement(number, *statement.groups()))
            open_block = replace(open_block, statements=added)
        elif line and not line.startswith(("@prefix", "#")):
            message = f"{file}:{number + 1}: this line is not in the style that mutants are made of"
            raise ValueError(message)
        if open_block and line.endswith(" ."):
            blocks.append(open_block)
            open_block = None
    return blocks
