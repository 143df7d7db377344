"""The files of the data: which sections they have, what stands where, and where new text goes."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kg import paths, positions
from kg.errors import DataError
from kg.load import turtle_files
from kg.vocabulary import PREFIXES, THINGS

_HEADER = re.compile(r"# -- (?P<title>.+?) -*\s*$")
_PREFIX = re.compile(r"@prefix\s+(?P<name>[A-Za-z]*):\s*<(?P<iri>[^>]*)>\s*\.\s*$")
_WIDTH = 82
TYPE = PREFIXES["rdf"] + "type"


@dataclass(frozen=True)
class Block:
    """What stands about one entity in one place: its IRI, first line, classes and statements."""

    iri: str
    line: int
    statements: tuple[positions.Statement, ...]

    @property
    def classes(self) -> list[str]:
        """The classes that the block gives."""
        return [str(s.object) for s in self.statements if s.predicate == TYPE]

    @property
    def segment(self) -> str:
        """The word for the kind in the IRI, or ""."""
        return self.iri.removeprefix(THINGS).partition("/")[0] if THINGS in self.iri else ""

    @property
    def properties(self) -> list[str]:
        """The properties in the order of the text, without the type."""
        return [s.predicate for s in self.statements if s.predicate != TYPE]


@dataclass(frozen=True)
class Section:
    """A stretch of a file from its header line, or the head of the file, to the next."""

    title: str
    start: int
    end: int
    blocks: tuple[Block, ...]


@dataclass
class File:
    """One file: its bytes as read, its lines, blocks and sections; lines count from 1."""

    path: Path
    original: bytes
    lines: list[str]
    blocks: list[Block]
    sections: list[Section]
    declared: dict[str, str]
    insertions: dict[int, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    links: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    used: set[str] = field(default_factory=set)

    def text(self) -> tuple[str, set[int]]:
        """Return the file with all that was put into it, and the numbers of the new lines."""
        lines: list[tuple[str, bool]] = [(line, False) for line in self.lines]
        for iri, added in self.links.items():
            self._link(lines, iri, added)
        out: list[tuple[str, bool]] = []
        for number in range(1, len(lines) + 2):
            for _, text in sorted(self.insertions.get(number, ())):
                out += self._apart(out, text, is_last=number > len(lines))
            out += lines[number - 1 : number]
        out = self._with_prefixes(out)
        texts = [part for text, is_new in out for part in self._split(text, is_new)]
        new = {number for number, (_, is_new) in enumerate(texts, start=1) if is_new}
        return "".join(text for text, _ in texts), new

    def _split(self, text: str, is_new: bool) -> list[tuple[str, bool]]:
        return (
            [(part, is_new) for part in text.splitlines(keepends=True)]
            if is_new
            else [(text, False)]
        )

    def _apart(
        self, out: list[tuple[str, bool]], text: str, *, is_last: bool
    ) -> list[tuple[str, bool]]:
        """Return a text with an empty line between it and its neighbours."""
        before = out[-1][0] if out else "\n"
        gap = [] if before.strip() == "" else [("\n" if before.endswith("\n") else "\n\n", True)]
        return [*gap, (text, True), *([] if is_last else [("\n", True)])]

    def _link(
        self, lines: list[tuple[str, bool]], iri: str, added: Sequence[tuple[str, str]]
    ) -> None:
        """Write more values of a property into the statements about an entity of this file."""
        for name, term in reversed(added):
            at = self._last_line(iri, name)
            line = lines[at - 1][0]
            end = re.search(r" ([;.])\s*$", line)
            if end is None:
                message = (
                    f"{paths.shown(self.path)}:{at}: the line does not end as the house writes it;"
                    " run kg format first"
                )
                raise DataError(message)
            kept = line[: end.start()]
            lines[at - 1] = (f"{kept} ;\n    {name} {term} {end[1]}\n", True)

    def _last_line(self, iri: str, name: str) -> int:
        blocks = [block for block in self.blocks if block.iri == iri]
        namespace = PREFIXES[name.partition(":")[0]] + name.partition(":")[2]
        same = [s.line for block in blocks for s in block.statements if s.predicate == namespace]
        return max(same or [s.line for s in blocks[0].statements])

    def _with_prefixes(self, lines: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
        missing = sorted(self.used - {*self.declared})
        for name in missing:
            text = f"@prefix {name}: <{PREFIXES[name]}> .\n"
            found = [(at, _PREFIX.match(line)) for at, (line, _) in enumerate(lines)]
            later = [at for at, match in found if match and match["name"] > name]
            last = max((at + 1 for at, match in found if match), default=0)
            lines.insert(later[0] if later else last, (text, True))
            if not last:
                lines.insert(1, ("\n", True))
        return lines


def read(path: Path) -> File:
    """Return a file of Turtle with its blocks and sections.

    Raises:
        SyntaxFault: it does not parse.
        DataError: it cannot be read, or binds one of our prefixes to something else.
    """
    shown = paths.shown(path)
    try:
        original = path.read_bytes()
        text = original.decode("utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        message = f"{shown}: cannot be read: {fault}"
        raise DataError(message) from fault
    lines = re.findall(r"[^\n]*\n|[^\n]+\Z", text)
    declared = {m["name"]: m["iri"] for line in lines if (m := _PREFIX.match(line))}
    for name, iri in declared.items():
        if PREFIXES.get(name, iri) != iri:
            message = f"{shown}: the prefix {name}: is not <{PREFIXES[name]}> as everywhere else"
            raise DataError(message)
    blocks = _blocks(positions.statements(text, shown))
    return File(path, original, lines, blocks, _sections(lines, blocks), declared)


def _blocks(statements: Sequence[positions.Statement]) -> list[Block]:
    grouped: dict[tuple[int, str], list[positions.Statement]] = defaultdict(list)
    for each in statements:
        grouped[each.subject_line, each.subject].append(each)
    return [Block(iri, line, tuple(found)) for (line, iri), found in sorted(grouped.items())]


def _sections(lines: Sequence[str], blocks: Sequence[Block]) -> list[Section]:
    headers = [(n, m["title"]) for n, line in enumerate(lines, 1) if (m := _HEADER.match(line))]
    starts = [(0, ""), *headers]
    ends = [line for line, _ in headers] + [len(lines) + 1]
    return [
        Section(title, start, end, tuple(b for b in blocks if start <= b.line < end))
        for (start, title), end in zip(starts, ends, strict=True)
    ]


@dataclass
class Folder:
    """All files of the data."""

    path: Path
    files: list[File]

    @property
    def blocks(self) -> list[Block]:
        """The blocks of all files."""
        return [block for file in self.files for block in file.blocks]

    def file_of(self, iri: str) -> File | None:
        """Return the file that says the class of an entity."""
        return next((f for f in self.files for b in f.blocks if b.iri == iri and b.classes), None)

    def put(self, iri: str, segment: str, text: str, home: tuple[str, str]) -> File:
        """Put a new entity where those of its kind stand, in the order of IRIs.

        Args:
            iri: of the entity.
            segment: the word for the kind in its IRI.
            text: its statements and those of what belongs to it.
            home: name of the file and title of the section where there is none of its kind yet.
        """
        file, section = self._section(segment) or self._made(*home)
        later = [b for b in section.blocks if b.segment == segment and b.iri > iri]
        line = _above_comments(file, later[0].line) if later else section.end
        key = iri if section.start < section.end else f"~{section.title} {iri}"
        file.insertions[line].append((key, text))
        return file

    def put_behind(self, file: File, owner: str, relatives: Sequence[str], text: str) -> None:
        """Put what belongs to an entity behind what belongs to it already."""
        lines = [b.line for b in file.blocks if b.iri in (owner, *relatives)]
        later = [b.line for b in file.blocks if b.line > max(lines)]
        section = next(s for s in file.sections if s.start <= max(lines) < s.end)
        line = min(_above_comments(file, later[0]) if later else section.end, section.end)
        file.insertions[line].append(("", text))

    def _section(self, segment: str) -> tuple[File, Section] | None:
        counts: Counter[tuple[int, int]] = Counter()
        for at, file in enumerate(self.files):
            for number, section in enumerate(file.sections):
                counts[at, number] += sum(block.segment == segment for block in section.blocks)
        best = max(counts, key=lambda place: (counts[place], -place[0], -place[1]), default=None)
        if best is None or not counts[best]:
            return None
        return self.files[best[0]], self.files[best[0]].sections[best[1]]

    def _made(self, name: str, title: str) -> tuple[File, Section]:
        """Return a new section at the end of a file, which is made too if need be."""
        file = next((f for f in self.files if f.path.name == name), None)
        if file is None:
            file = File(self.path / name, b"", [], [], [Section("", 0, 1, ())], {})
            self.files.append(file)
        end = len(file.lines) + 1
        same = [section for section in file.sections if section.title == title]
        if not same:
            header = f"# -- {title} ".ljust(_WIDTH, "-") + "\n"
            file.sections.append(Section(title, end, end, ()))
            file.insertions[end].append((f"~{title}", header))
            same = file.sections[-1:]
        return file, same[0]


def _above_comments(file: File, line: int) -> int:
    """Return the first of the comment lines that stand right above a line."""
    while (
        line > 1
        and file.lines[line - 2].startswith("#")
        and not _HEADER.match(file.lines[line - 2])
    ):
        line -= 1
    return line


def read_folder(folder: Path) -> Folder:
    """Return all Turtle files of a folder.

    Raises:
        SyntaxFault: one does not parse.
        DataError: the folder or a file cannot be read.
    """
    if not folder.is_dir():
        message = f"{paths.shown(folder)}: no such folder; name the folder that holds the data"
        raise DataError(message)
    return Folder(folder, [read(p) for p in turtle_files(folder) if p.suffix == ".ttl"])
