"""Turtle text in, the place of every triple out: the store keeps none.

A small strict reader of Turtle 1.1 of our own. Terms are plain: an IRI is its text, a blank node is
`_:name`, a literal is the tuple (value, datatype, language). Nothing here knows an RDF library.
Nested blank nodes and lists are kept on a stack of our own, so depth does not matter.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from kg.errors import SyntaxFault

Literal = tuple[str, str, str]
Term = str | Literal

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"
_MOST_FAULTS = 20

_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_CHAR = _BASE + "_0-9\u00b7\u0300-\u036f\u203f\u2040\\-"
_PLX = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_PREFIX = rf"(?:[{_BASE}](?:[{_CHAR}]|\.+(?=[{_CHAR}]))*)?:"
_LOCAL = rf"(?:(?:[{_BASE}_0-9:]|{_PLX})(?:[{_CHAR}:]|{_PLX}|\.+(?=[{_CHAR}:%\\]))*)?"
_TOKEN = re.compile(
    rf"""(?P<space>(?:[ \t\r\n]++|\#[^\n\r]*+)++)
    |(?P<iri><(?:[^\x00-\x20<>"{{}}|^`\\]++|\\u[0-9A-Fa-f]{{4}}|\\U[0-9A-Fa-f]{{8}})*+>)
    |(?P<long>\"\"\"(?:\"{{0,2}}(?:[^"\\]|\\.))*+\"\"\"|'''(?:'{{0,2}}(?:[^'\\]|\\.))*+''')
    |(?P<short>"(?:[^"\\\n\r]++|\\.)*+"|'(?:[^'\\\n\r]++|\\.)*+')
    |(?P<at>@[A-Za-z]++(?:-[A-Za-z0-9]++)*+)
    |(?P<double>[+-]?(?:[0-9]+\.[0-9]*|\.?[0-9]+)[eE][+-]?[0-9]+)
    |(?P<decimal>[+-]?[0-9]*\.[0-9]+)
    |(?P<integer>[+-]?[0-9]+)
    |(?P<blank>_:[{_BASE}_0-9](?:[{_CHAR}]|\.+(?=[{_CHAR}]))*)
    |(?P<name>{_PREFIX}{_LOCAL})
    |(?P<word>[A-Za-z]+)
    |(?P<mark>\^\^|[.;,\[\]()])""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_ESCAPED = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}
_RESUME = re.compile(r"\n(?=[^\s#.;,\])])")
_FORBIDDEN_IN_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\]')
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_IRI_PARTS = re.compile(
    r"([A-Za-z][A-Za-z0-9+.-]*:)?(//[^/?#]*)?([^?#]*)(\?[^#]*)?(#.*)?", re.DOTALL
)


@dataclass(frozen=True)
class Statement:
    """One triple and the place of its object; `subject_line` is where its subject was written."""

    subject: str
    predicate: str
    object: Term
    line: int
    column: int
    subject_line: int


@dataclass(frozen=True)
class Reading:
    """What could be read of a text, what could not, and the IRIs named in the unreadable parts."""

    statements: list[Statement]
    faults: list[SyntaxFault]
    lost: frozenset[str]


class _ReadingError(Exception):
    def __init__(self, offset: int, problem: str) -> None:
        self.offset, self.problem = offset, problem
        super().__init__(problem)


@dataclass
class _Token:
    kind: str
    text: str
    offset: int


@dataclass
class _Frame:
    """An open statement, property list or collection."""

    closing: str
    expect: str
    subject: str = ""
    subject_offset: int = 0
    predicate: str = ""
    may_end: bool = False
    empty: bool = False
    opened_at: int = 0
    last: str = ""


@dataclass
class _Reader:
    text: str
    prefixes: dict[str, str] = field(default_factory=dict)
    base: str = ""
    fresh: int = 0
    position: int = 0
    found: list[tuple[str, str, Term, int, int]] = field(default_factory=list)

    # -- tokens ------------------------------------------------------------------

    def next_or_end(self) -> _Token | None:
        while self.position < len(self.text):
            match = _TOKEN.match(self.text, self.position)
            if match is None:
                raise _ReadingError(self.position, f"unexpected {self.text[self.position]!r}")
            self.position = match.end()
            if match.lastgroup != "space":
                return _Token(str(match.lastgroup), match[0], match.start())
        return None

    def next(self) -> _Token:
        token = self.next_or_end()
        if token is None:
            raise _ReadingError(len(self.text), "the file ends within a statement")
        return token

    def peek(self) -> _Token | None:
        token = self.next_or_end()
        if token is not None:
            self.position = token.offset
        return token

    # -- terms -------------------------------------------------------------------

    def blank(self) -> str:
        self.fresh += 1
        return f"_:made {self.fresh}"

    def iri(self, token: _Token) -> str:
        if token.kind == "name":
            prefix, _, local = token.text.partition(":")
            if prefix not in self.prefixes:
                raise _ReadingError(token.offset, f"the prefix {prefix}: is not declared")
            return self.prefixes[prefix] + re.sub(r"\\(.)", r"\1", local)
        if token.kind != "iri":
            raise _ReadingError(token.offset, f"{token.text!r} stands where an IRI belongs")
        value = _unescape(token.text[1:-1], token.offset)
        if _FORBIDDEN_IN_IRI.search(value):
            raise _ReadingError(token.offset, "an IRI holds a character that it may not hold")
        if _SCHEME.match(value):
            return value
        if not self.base:
            raise _ReadingError(
                token.offset, f"the IRI <{value}> is relative and there is no @base"
            )
        return _resolve(self.base, value)

    def term(self, token: _Token) -> Term:
        match token.kind:
            case "short" | "long":
                return self.literal(token)
            case "integer" | "decimal" | "double":
                return (token.text, XSD + token.kind, "")
            case "word" if token.text in {"true", "false"}:
                return (token.text, XSD + "boolean", "")
            case "blank":
                return token.text
        return self.iri(token)

    def literal(self, token: _Token) -> Literal:
        width = 3 if token.kind == "long" else 1
        value = _unescape(token.text[width:-width], token.offset)
        after = self.peek()
        if after is not None and after.kind == "at":
            self.next()
            if any(len(part) > 8 for part in after.text[1:].split("-")):
                raise _ReadingError(after.offset, f"{after.text} is not a language tag")
            return (value, RDF + "langString", after.text[1:].lower())
        if after is not None and after.text == "^^":
            self.next()
            return (value, self.iri(self.next()), "")
        return (value, XSD + "string", "")

    # -- statements --------------------------------------------------------------

    def read_statement(self) -> None:
        first = self.next()
        keyword = first.text.lower() if first.kind in {"at", "word"} else ""
        if keyword.lstrip("@") in {"prefix", "base"}:
            self.read_directive(keyword)
            return
        self.position = first.offset
        frames = [_Frame(".", "subject", subject_offset=first.offset)]
        while frames:
            self.step(frames, self.next())

    def read_directive(self, keyword: str) -> None:
        name = self.next() if keyword.endswith("prefix") else None
        if name is not None and not (name.kind == "name" and name.text.endswith(":")):
            raise _ReadingError(name.offset, f"{name.text!r} stands where a prefix belongs")
        iri = self.next()
        if iri.kind != "iri":
            raise _ReadingError(iri.offset, f"{iri.text!r} stands where an IRI belongs")
        if name is None:
            self.base = self.iri(iri)
        else:
            self.prefixes[name.text[:-1]] = self.iri(iri)
        if keyword.startswith("@") and (end := self.next()).text != ".":
            raise _ReadingError(end.offset, "a dot is missing after the directive")

    def step(self, frames: list[_Frame], token: _Token) -> None:
        frame = frames[-1]
        if frame.expect == "predicate":
            self.take_predicate(frames, frame, token)
        elif frame.expect == "after":
            self.take_separator(frames, frame, token)
        elif token.text == ")" and frame.expect == "item":
            self.close(frames, token)
        elif token.text == "[":
            node = self.blank()
            frames.append(
                _Frame("]", "predicate", node, token.offset, empty=True, opened_at=token.offset)
            )
        elif token.text == "(":
            frames.append(_Frame(")", "item", opened_at=token.offset))
        else:
            self.deliver(frame, self.term(token), token.offset)

    def take_predicate(self, frames: list[_Frame], frame: _Frame, token: _Token) -> None:
        if token.text == frame.closing and (frame.may_end or frame.empty):
            self.close(frames, token)
        elif token.text == ";" and frame.may_end and frame.predicate:
            return
        elif token.text == "a" and token.kind == "word":
            frame.predicate, frame.expect, frame.empty = RDF + "type", "object", False
        else:
            frame.predicate, frame.expect, frame.empty = self.iri(token), "object", False

    def take_separator(self, frames: list[_Frame], frame: _Frame, token: _Token) -> None:
        if token.text == ",":
            frame.expect = "object"
        elif token.text == ";":
            frame.expect, frame.may_end = "predicate", True
        elif token.text == frame.closing:
            self.close(frames, token)
        else:
            expected = f"',', ';' or '{frame.closing}'"
            raise _ReadingError(token.offset, f"{token.text!r} stands where {expected} belongs")

    def close(self, frames: list[_Frame], token: _Token) -> None:
        done = frames.pop()
        if not frames:
            return
        if done.closing == ")":
            if done.last:
                self.emit(done.last, RDF + "rest", RDF + "nil", token.offset, done.opened_at)
            self.deliver(frames[-1], done.subject or RDF + "nil", done.opened_at)
            return
        self.deliver(frames[-1], done.subject, done.opened_at)
        if frames[-1].closing == "." and frames[-1].expect == "predicate":
            frames[-1].may_end = not done.empty

    def deliver(self, frame: _Frame, term: Term, offset: int) -> None:
        if frame.expect == "subject":
            if not isinstance(term, str):
                raise _ReadingError(offset, "a literal stands where a subject belongs")
            frame.subject, frame.subject_offset, frame.expect = term, offset, "predicate"
        elif frame.expect == "object":
            self.emit(frame.subject, frame.predicate, term, offset, frame.subject_offset)
            frame.expect = "after"
        else:
            cell = self.blank()
            if frame.last:
                self.emit(frame.last, RDF + "rest", cell, offset, frame.opened_at)
            else:
                frame.subject = cell
            self.emit(cell, RDF + "first", term, offset, frame.opened_at)
            frame.last = cell

    def emit(self, subject: str, predicate: str, term: Term, offset: int, start: int) -> None:
        self.found.append((subject, predicate, term, offset, start))


@dataclass(frozen=True)
class _Lines:
    starts: list[int]

    @classmethod
    def of(cls, text: str) -> _Lines:
        return cls([0, *(match.end() for match in re.finditer("\n", text))])

    def place(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1


def read(text: str, file: str = "-") -> Reading:
    """Read a text as far as it goes; after a fault, go on at the next line that may start anew."""
    reader, lines = _Reader(text), _Lines.of(text)
    faults: list[SyntaxFault] = []
    lost: set[str] = set()
    while len(faults) < _MOST_FAULTS:
        start = reader.position
        try:
            if (first := reader.peek()) is None:
                break
            start = first.offset
            reader.read_statement()
        except _ReadingError as fault:
            faults.append(SyntaxFault(file, *lines.place(fault.offset), fault.problem))
            resume = _RESUME.search(text, max(fault.offset, start))
            reader.position = resume.end() if resume else len(text)
            lost |= _named(text[start : reader.position], reader)
    statements = [
        Statement(s, p, o, *lines.place(offset), lines.place(origin)[0])
        for s, p, o, offset, origin in reader.found
    ]
    return Reading(statements, faults, frozenset(lost))


def statements(text: str, file: str = "-") -> list[Statement]:
    """Return every triple of a text with its place.

    Raises:
        SyntaxFault: the text is not Turtle 1.1.
    """
    reading = read(text, file)
    if reading.faults:
        raise reading.faults[0]
    return reading.statements


def _named(text: str, reader: _Reader) -> set[str]:
    """Return the IRIs that a piece of unreadable text names."""
    named = set()
    for match in _TOKEN.finditer(text):
        if match.lastgroup in {"iri", "name"}:
            try:
                named.add(reader.iri(_Token(match.lastgroup, match[0], 0)))
            except _ReadingError:
                continue
    return named


def _unescape(text: str, offset: int) -> str:
    if "\\" not in text:
        return text

    def plain(match: re.Match[str]) -> str:
        if match[3] is not None:
            if match[3] not in _ESCAPED:
                raise _ReadingError(offset, f"\\{match[3]} is not an escape")
            return _ESCAPED[match[3]]
        code = int(match[1] or match[2], 16)
        if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
            raise _ReadingError(offset, f"{match[0]} is not a character")
        return chr(code)

    return _ESCAPE.sub(plain, text)


def _resolve(base: str, relative: str) -> str:
    """Return a relative IRI made absolute, as RFC 3986 section 5.2 says."""
    scheme, authority, path, query, fragment = _parts(base)
    _, own_authority, own_path, own_query, own_fragment = _parts(relative)
    if own_authority:
        authority, path, query = own_authority, _without_dots(own_path), own_query
    elif own_path:
        joined = own_path if own_path.startswith("/") else _merged(authority, path, own_path)
        path, query = _without_dots(joined), own_query
    elif own_query:
        query = own_query
    del fragment
    return scheme + authority + path + query + own_fragment


def _parts(iri: str) -> tuple[str, str, str, str, str]:
    match = _IRI_PARTS.fullmatch(iri)
    assert match is not None, "the pattern fits every text"
    scheme, authority, path, query, fragment = (part or "" for part in match.groups())
    return scheme, authority, path, query, fragment


def _merged(authority: str, path: str, own_path: str) -> str:
    if authority and not path:
        return "/" + own_path
    return path[: path.rfind("/") + 1] + own_path


def _without_dots(path: str) -> str:
    kept: list[str] = []
    parts = path.split("/")
    for part in parts:
        if part == "..":
            if len(kept) > 1:
                kept.pop()
        elif part != ".":
            kept.append(part)
    if parts[-1] in {".", ".."}:
        kept.append("")
    return "/".join(kept)
