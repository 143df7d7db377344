"""Every file read, good or bad: bytes, syntax, and the graph that the other steps look at."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import pyoxigraph as ox

from kg import paths, positions
from kg.load import FORMATS, syntax_fault
from kg.positions import RDF, XSD, Statement, Term
from kg.validate.findings import Fault

DATA_GRAPH = ox.NamedNode("https://w3id.org/antkg/data")
Role = Literal["ontology", "shapes", "data"]
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_BOM = b"\xef\xbb\xbf"
_MOST_FAULTS = 20
_MOST_COMPLAINTS = 200
_NUMBERS = {XSD + "integer", XSD + "decimal"}
_Place = tuple[str, int, int]
_LONGEST_WORD = 16 * 2**20


@dataclass
class Reading:
    """What was read: the statements as written, the store that queries ask, and the faults.

    Attributes:
        store: ontology and data in the default graph, those of the data in DATA_GRAPH as well.
        shapes: what well-formed data looks like.
        literals: every literal that was read, once.
        files: paths of the files as shown, in order of reading.
        faults: what is wrong with files and syntax.
    """

    store: ox.Store = field(default_factory=ox.Store)
    shapes: ox.Store = field(default_factory=ox.Store)
    literals: set[ox.Literal] = field(default_factory=set)
    files: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    _lost: set[str] = field(default_factory=set)
    _texts: dict[str, str] = field(default_factory=dict)
    _located: dict[str, positions.Reading] = field(default_factory=dict)
    _ontology: set[str] = field(default_factory=set)

    @cached_property
    def places(self) -> Places:
        """Where every statement stands."""
        return Places(self._texts, lambda shown: self._positions(shown).statements)

    @property
    def statements(self) -> dict[str, list[Statement]]:
        """The statements that can be read, with their places, by file.

        They are read when someone asks: a run without a finding never looks for a place.
        """
        return {shown: self._positions(shown).statements for shown in self._texts}

    @property
    def lost(self) -> set[str]:
        """IRIs named in statements that could not be read, but for terms of the ontology."""
        if not self._lost or len(self._ontology) == len(self._texts):
            return self._lost
        terms = (s.subject for file in self._ontology for s in self._positions(file).statements)
        return self._lost.difference(terms)

    def _positions(self, shown: str) -> positions.Reading:
        if shown not in self._located:
            self._located[shown] = positions.read(self._texts[shown], shown)
        return self._located[shown]

    def read_folder(self, folder: Path, role: Role) -> None:
        """Read every data file of a folder; what is not a folder with files is a fault."""
        home = folder if folder.is_dir() else folder.parent
        for path in self._files_of(folder):
            if _leads_out(path, home):
                self.files.append(str(path))
                problem = "this link leads out of the folder and is not followed"
                self._refuse(path, problem, "Put the file itself here, or take the link away.")
            else:
                self.read_file(path, role)

    def _files_of(self, folder: Path) -> list[Path]:
        if folder.is_file() and folder.suffix in FORMATS:
            return [folder]
        problem = ""
        try:
            if folder.is_file():
                problem = "this is a file, not a folder"
            files = [] if problem else sorted(p for p in folder.iterdir() if p.suffix in FORMATS)
        except OSError as fault:
            files, problem = [], f"this folder cannot be read: {fault.strerror}"
        if not files:
            problem = problem or "this folder holds no .ttl, .nt or .nq file"
            remedy = "Name a folder that holds Turtle files."
            self.faults.append(_file_fault("folder", folder, problem, remedy))
        return files

    def read_file(self, path: Path, role: Role) -> None:
        """Read one file as far as it goes; a file that was read before is not read again."""
        shown = paths.shown(path)
        if shown in self.files:
            return
        self.files.append(shown)
        if path.suffix not in FORMATS:
            self._refuse(path, f"the ending '{path.suffix}' is unknown", "Use .ttl, .nt or .nq.")
            return
        if path.exists() and not (path.is_file() or path.is_dir()):
            self._refuse(path, "this is a pipe or device, not a file", "Take it out of the folder.")
            return
        try:
            content = path.read_bytes()
        except OSError as fault:
            problem = f"this file cannot be read: {fault.strerror}"
            self._refuse(path, problem, "Give it read permission, or take it out of the folder.")
            return
        self.faults.extend(_byte_faults(shown, content))
        self._read_content(shown, content.removeprefix(_BOM), FORMATS[path.suffix], role)

    def _refuse(self, path: Path, problem: str, remedy: str) -> None:
        self.faults.append(_file_fault("unreadable-file", path, problem, remedy))

    def _read_content(self, shown: str, content: bytes, form: ox.RdfFormat, role: Role) -> None:
        parsed = list(_parse(shown, content, form, f"f{len(self.files)}n"))
        quads = [quad for quad in parsed if isinstance(quad, ox.Quad)]
        faults = [fault for fault in parsed if isinstance(fault, Fault)]
        text = content.decode("utf-8", errors="replace") if form != ox.RdfFormat.N_QUADS else ""
        self._texts[shown] = text
        if role == "ontology":
            self._ontology.add(shown)
        if faults:
            self._note_faults(shown, faults)
        self.literals.update(o for q in quads if isinstance(o := q.object, ox.Literal))
        (self.shapes if role == "shapes" else self.store).extend(quads)
        if role == "data":
            self.store.extend(ox.Quad(q.subject, q.predicate, q.object, DATA_GRAPH) for q in quads)

    def _note_faults(self, shown: str, faults: list[Fault]) -> None:
        reading = self._positions(shown)
        if not faults[-1].place:
            place = _long_place(shown, self._texts[shown], reading.statements)
            faults[-1] = replace(faults[-1], place=place)
        self.faults.extend(faults)
        for fault in faults:
            self._lost |= reading.lost | _written_at(reading.statements, fault)


def _leads_out(path: Path, home: Path) -> bool:
    """Whether a file is a link to one elsewhere; one that leads nowhere is left to its reader."""
    return path.is_symlink() and path.exists() and home.resolve() not in path.resolve().parents


def _written_at(statements: list[Statement], fault: Fault) -> set[str]:
    """Return the IRIs in the block of statements in which only the strict parser sees a fault."""
    line = fault.place[1] if fault.place else 0
    start = max((s.subject_line for s in statements if s.subject_line <= line), default=0)
    block = [s for s in statements if s.subject_line == start]
    return {s.subject for s in block} | {s.object for s in block if isinstance(s.object, str)}


def _parse(shown: str, content: bytes, form: ox.RdfFormat, blank: str) -> Iterator[ox.Quad | Fault]:
    """Yield what the strict parser accepts, and a fault for each line that it does not.

    The parser goes on behind a fault by itself, and starts from the beginning of a line each time;
    so it is left after some hundred complaints, of which all may be about one line.
    Blank nodes are numbered, for the parser gives them other names on each run.
    """
    parser = ox.parse(content, format=form, rename_blank_nodes=True)
    named = _Numbered(blank)
    lines: set[int] = set()
    complaints = 0

    while len(lines) < _MOST_FAULTS and complaints < _MOST_COMPLAINTS:
        try:
            quad = next(parser)
        except StopIteration:
            return
        except SyntaxError as error:
            complaints += 1
            fault = syntax_fault(shown, error)
            if fault.line not in lines:
                lines.add(fault.line)
                place = (shown, fault.line, fault.column)
                remedy = "Mend the statement at this place; what follows it may be read wrongly."
                yield Fault("syntax", "error", fault.problem, remedy, place=place)
        except MemoryError:
            problem = "one word or literal is longer than 16 MiB, so the rest of the file is unread"
            remedy = "Shorten it, or look for the quotation mark that is missing."
            yield Fault("syntax", "error", problem, remedy)
            return
        else:
            yield ox.Quad(named(quad.subject), quad.predicate, named(quad.object))


def _long_place(shown: str, text: str, statements: list[Statement]) -> _Place:
    """Return where the word begins that is longer than the parser bears."""
    for s in statements:
        if not isinstance(s.object, str) and len(s.object[0].encode()) >= _LONGEST_WORD // 2:
            return (shown, s.line, s.column)
    sizes = enumerate((len(line.encode()) for line in text.split("\n")), start=1)
    line, size = max(sizes, key=lambda numbered: numbered[1])
    return (shown, line if size >= _LONGEST_WORD // 2 else 1, 1)


class _Numbered:
    """Gives nameless nodes names by their order."""

    def __init__(self, start: str) -> None:
        self.start = start
        self.names: dict[ox.BlankNode, ox.BlankNode] = {}

    def __call__(self, term: Any) -> Any:  # noqa: ANN401 - any kind of term, and the same kind back
        if isinstance(term, ox.BlankNode):
            return self.names.setdefault(term, ox.BlankNode(f"{self.start}{len(self.names)}"))
        return term


class Places:
    """Where a statement, a subject or any term was first written.

    A file is read for places when it may hold what a finding is about, for most runs find little.
    """

    def __init__(self, texts: dict[str, str], read: Callable[[str], list[Statement]]) -> None:
        """Take the texts of the files in order, and what reads one; earlier files win."""
        self._texts, self._read = texts, read
        self._order = {file: order for order, file in enumerate(texts)}
        self._unread = dict.fromkeys(texts)
        self._triples: dict[tuple[Term, str, Term], _Place] = {}
        self._pairs: dict[tuple[str, str], _Place] = {}
        self._subjects: dict[str, _Place] = {}
        self._terms: dict[Term, _Place] = {}

    def _read_files(self, name: str = "") -> None:
        """Index the files in which a name occurs; without a name, all of them."""
        for file in [file for file in self._unread if name in self._texts[file]]:
            del self._unread[file]
            for s in self._read(file):
                place = (file, s.line, s.column)
                self._keep(self._triples, (_plain(s.subject), s.predicate, _plain(s.object)), place)
                self._keep(self._pairs, (s.subject, s.predicate), place)
                self._keep(self._subjects, s.subject, (file, s.subject_line, 1))
                self._keep(self._terms, s.object, place)
                self._keep(self._terms, s.predicate, place)

    def _keep(self, known: dict[Any, _Place], key: Any, place: _Place) -> None:  # noqa: ANN401
        """Keep the first place; that of nameless nodes in the last file, for data is read last."""
        at = known.setdefault(key, place)
        is_nameless = isinstance(key, tuple) and "_:" in key
        before, now = self._order[at[0]], self._order[place[0]]
        if now > before if is_nameless else now < before:
            known[key] = place

    def find(self, fault: Fault) -> _Place:
        """Return the narrowest place that is known for a fault, or ("", 0, 0)."""
        if fault.place:
            return fault.place
        entity, name = fault.entity or "", fault.property or ""
        self._read_files("" if entity.startswith("_:") else _last_part(entity))
        if found := self._of_entity(entity, name, fault.value):
            return found
        self._read_files()
        by_value = self._terms.get(fault.value) if fault.value is not None else None
        last = by_value or self._terms.get(name) or ("", 0, 0)
        return self._of_entity(entity, name, fault.value) or last

    def _of_entity(self, entity: str, name: str, value: Term | None) -> _Place | None:
        return (
            self._statement(entity, name, value)
            or self._pairs.get((entity, name))
            or self._subjects.get(entity)
            or self._terms.get(entity)
        )

    def find_list(self, members: Iterable[str]) -> _Place:
        """Return where a list of just these members is a value, or ("", 0, 0)."""
        wanted = set(members)
        for file in self._texts:
            found = self._read(file)
            firsts = {s.subject: s.object for s in found if s.predicate == RDF + "first"}
            rests = {s.subject: s.object for s in found if s.predicate == RDF + "rest"}
            for s in found:
                is_list = s.object in firsts and s.predicate != RDF + "rest"
                if is_list and set(_listed(s.object, firsts, rests)) == wanted:
                    return (file, s.line, s.column)
        return ("", 0, 0)

    def _statement(self, entity: str, name: str, value: Term | None) -> _Place | None:
        if value is None:
            return None
        if name.startswith("^") and isinstance(value, str):
            return self._triples.get((_plain(value), name[1:], _plain(entity)))
        return self._triples.get((_plain(entity), name, _plain(value)))


def _last_part(iri: str) -> str:
    """Return what stands behind the last mark of an IRI, which Turtle writes in any case."""
    return re.split(r"[#/:]", iri)[-1]


def _listed(cell: Term, firsts: dict[str, Term], rests: dict[str, Term]) -> Iterator[Term]:
    """Yield the members of a list; one that bites its own tail ends there."""
    seen = set()
    while isinstance(cell, str) and cell in firsts and cell not in seen:
        seen.add(cell)
        yield firsts[cell]
        cell = rests.get(cell, "")


def _plain(term: Term) -> Term:
    """Return a term as it is found again: the store names a blank node, and spells 1.50 as 1.5."""
    if isinstance(term, str):
        return "_:" if term.startswith("_:") else term
    value, datatype, language = term
    if datatype not in _NUMBERS or "e" in value.lower():
        return term
    whole, _, part = value.lstrip("+-").partition(".")
    sign = "-" if value.startswith("-") else ""
    return (f"{sign}{whole.lstrip('0')}.{part.rstrip('0')}", datatype, language)


def _file_fault(check: str, path: Path, problem: str, remedy: str) -> Fault:
    return Fault(check, "error", problem, remedy, place=(paths.shown(path), 1, 1))


def _byte_faults(shown: str, content: bytes) -> Iterator[Fault]:
    if content.startswith(_BOM):
        yield Fault(
            "byte-order-mark",
            "error",
            "the file starts with a byte order mark",
            "Save it as UTF-8 without a byte order mark.",
            place=(shown, 1, 1),
        )
    if not _CONTROL.search(content):
        return
    for number, line in enumerate(content.split(b"\n"), start=1):
        column = next((i for i, byte in enumerate(line) if byte < 32 and byte not in b"\t\r"), None)
        if column is not None:
            yield Fault(
                "control-character",
                "error",
                f"the line holds the control character {line[column]:#04x}",
                "Take it out; write \\n or \\t where a literal needs one.",
                place=(shown, number, len(line[:column].decode("utf-8", "replace")) + 1),
            )
