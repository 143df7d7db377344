"""A query's text in, its tokens out, or a refusal with line and column before an engine sees it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from kg.errors import LimitError, SyntaxFault
from kg.query.answers import columns_of
from kg.query.near import close_to

MOST_CHARACTERS = 50_000
# The engine reads by recursion, and what is too deep or too wide for its stack kills the process.
# On a stack of 8 MB it died of 860 nested EXISTS, 960 nested calls, and of 2,600 BINDs, MINUSes or
# operators in one chain; both bounds together use half of the stack.
DEEPEST = 100
WIDEST = 1000
_UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD"})
_WIDE = "AS BIND EXISTS FILTER GRAPH HAVING MINUS OPTIONAL SELECT UNION VALUES"
_WIDE_WORDS = frozenset(_WIDE.split())
_WIDE_MARKS = frozenset("{[.;|&+-*/^!<")
_SUSPECT = (*sorted(_UPDATES), "FROM", "SERVICE", "WITH")
_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
_SPARQL = """
A AS ASC ASK BASE BIND BY CONSTRUCT DESC DESCRIBE DISTINCT EXISTS FALSE FILTER FROM GRAPH GROUP
HAVING IN LIMIT MINUS NAMED NOT OFFSET OPTIONAL ORDER PREFIX REDUCED SELECT SEPARATOR SERVICE SILENT
TRUE UNDEF UNION VALUES WHERE
ABS AVG BNODE BOUND CEIL COALESCE CONCAT CONTAINS COUNT DATATYPE DAY ENCODE_FOR_URI FLOOR
GROUP_CONCAT HOURS IF IRI ISBLANK ISIRI ISLITERAL ISNUMERIC ISURI LANG LANGMATCHES LCASE MAX MD5 MIN
MINUTES MONTH NOW RAND REGEX REPLACE ROUND SAMETERM SAMPLE SECONDS SHA1 SHA256 SHA384 SHA512 STR
STRAFTER STRBEFORE STRDT STRENDS STRLANG STRLEN STRSTARTS STRUUID SUBSTR SUM TIMEZONE TZ UCASE URI
UUID YEAR
"""
_KEYWORDS = frozenset(_SPARQL.split())

_IRI = r'<[^<>"{}|^`\\\x00-\x20]*>'
_LONG = r"\"\"\"(?:\"{0,2}(?:[^\"\\]|\\.))*+\"\"\"|'''(?:'{0,2}(?:[^'\\]|\\.))*+'''"
_SHORT = r"\"(?:[^\"\\\r\n]|\\.)*+\"|'(?:[^'\\\r\n]|\\.)*+'"
_SHORT_TEXT = re.compile(_SHORT)
_SOUND = re.compile(r"(?:[^\\]|\\[tbnrf\"'\\])*", re.DOTALL)
_LOCAL = r"(?:[\w:.\-·]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%])*"
# A bound on the length of a prefix keeps the scan linear: a.a.a.a without a colon is read once.
_NAME = rf"(?P<prefix>[^\W\d](?:[\w.\-]{{0,99}}[\w\-])?)?:{_LOCAL}"
_TOKEN = re.compile(
    rf"(?P<space>\s+|\#[^\r\n]*)|(?P<iri>{_IRI})|(?P<text>{_LONG}|{_SHORT})"
    rf"|(?P<variable>[?$]\w+)|(?P<language>@[A-Za-z][A-Za-z0-9-]*)"
    rf"|(?P<name>{_NAME})|(?P<word>[^\W\d]\w*)|(?P<mark>.)",
    re.DOTALL,
)
_BLANK = r"(?:\s|\#[^\r\n]*(?=[\r\n]))*"
# Names are taken for whatever an engine might take for one: escapes and any letters of the world.
_PIECE = r"(?:[^\s{}()<>\"'\\]|\\.)*+"
_START = r"[^\s{}()<>\"'\\:]*+"
_GAP = r"(?:\s|\#[^\r\n]*(?=[\r\n]))"
_REACHES_OUT = re.compile(
    rf"SERVICE(?:{_BLANK}(?:SILENT{_BLANK})?[<?$]|{_GAP}+(?:SILENT{_GAP}+)?{_START}:"
    rf"|{_START}:{_PIECE}{_BLANK}\{{)"
    rf"|FROM(?:{_BLANK}(?:NAMED{_BLANK})?<|{_GAP}+(?:NAMED{_GAP}+)?{_START}:)",
    re.IGNORECASE,
)


class Token(NamedTuple):
    """One word, name, mark, text or IRI of a query, and where it begins."""

    kind: str
    text: str
    start: int

    @property
    def prefix(self) -> str:
        """The part of a name in front of its first colon."""
        return self.text.partition(":")[0]


def tokens(text: str) -> list[Token]:
    """Return what a query is made of, without blanks and comments."""
    return list(_tokens(text))


@lru_cache(maxsize=8)  # one query is read for its size, its prefixes and its terms
def _tokens(text: str) -> tuple[Token, ...]:
    # The group "prefix" lies inside "name", so lastgroup still names the outer alternative.
    found = (Token(str(m.lastgroup), m[0], m.start()) for m in _TOKEN.finditer(text))
    return tuple(token for token in found if token.kind != "space")


def refuse(text: str, file: str = "query") -> None:
    """Refuse what must not reach the engine.

    Raises:
        LimitError: the text is too long, nested too deeply, or has too many parts.
        SyntaxFault: it updates, calls out (SERVICE) or names another dataset (FROM).
    """
    if len(text) > MOST_CHARACTERS:
        message = f"{file}: a query may have {MOST_CHARACTERS} characters; this has {len(text)}"
        raise LimitError(message)
    if len(text) > WIDEST or sum(map(text.count, "({[")) > DEEPEST:
        _refuse_size(text, file)
    capitals = text.upper()
    if any(word in capitals for word in _SUSPECT):
        _refuse_calls(text, file)
        _refuse_updates(text, file)


def _refuse_size(text: str, file: str) -> None:
    depth = width = 0
    for token, opened in _nested(text):
        depth = len(opened)
        width += _is_step(token, opened)
        if depth > DEEPEST or width > WIDEST:
            line, column = place(text, token.start)
            problem = (
                f"nested more than {DEEPEST} brackets deep"
                if depth > DEEPEST
                else f"more than {WIDEST} patterns and operators; a long list belongs into VALUES"
            )
            message = f"{file}:{line}:{column}: {problem}"
            raise LimitError(message)


def _nested(text: str) -> Iterator[tuple[Token, str]]:
    """Yield every token with the brackets that are open around it, itself included.

    They are `{` and `[` as written, `v` for the rows of VALUES, `c` for a parenthesis that may be a
    collection of terms, `(` for any other, and `d` for the list behind DESCRIBE.
    """
    opened, last, is_data = "", "", False
    for token in tokens(text):
        word = token.text.upper()
        if word == "DESCRIBE":
            opened += "d"
        elif word == "{":
            opened = opened.rstrip("d") + ("v" if is_data else "{")
            is_data = False
        elif word == "[":
            opened += "["
        elif word == "(":
            opened += (
                "c" if opened[-1:] in ("{", "[", "c") and not is_data and last != "word" else "("
            )
        is_data = is_data or word == "VALUES"
        yield token, opened
        if word in (")", "}", "]"):
            opened = opened[:-1]
        last = token.kind


def _is_step(token: Token, opened: str) -> bool:
    """Say whether a token adds to the height of the tree that the engine builds."""
    around = opened[-1:]
    if "v" in opened:
        return False
    if token.kind == "word":
        return token.text.upper() in _WIDE_WORDS
    if around in ("c", "d"):
        return True
    return token.text in _WIDE_MARKS or (token.text == "," and around in ("{", "["))


def _refuse_calls(text: str, file: str) -> None:
    at = way_out(text)
    if at is None:
        return
    if text[at : at + 4].upper() == "FROM":
        problem = "FROM is refused: there is one graph, and every query reads it; drop the line"
    else:
        problem = "SERVICE is refused: a query reads this graph and never calls out"
    raise fault(file, text, at, problem)


def way_out(text: str) -> int | None:
    """Return where SERVICE or FROM stands, under any way in which an engine could read the text.

    Whether `<` opens an IRI or compares two values depends on what stands around it, and words may
    run together (`trueSERVICEex:a{`). So every reading is followed: the set of places at which a
    token can begin is walked once, from left to right.
    """
    begins = bytearray(len(text) + 1)
    begins[0] = 1
    for at in range(len(text)):
        if not begins[at]:
            continue
        for end in _ends(text, at):
            begins[end] = 1
        for inside in range(at, at + _letters(text, at)):
            if _REACHES_OUT.match(text, inside):
                return inside
    return None


def _ends(text: str, at: int) -> Iterator[int]:
    token = _TOKEN.match(text, at)
    assert token is not None, "every character is at least a mark"
    yield token.end()
    if text[at] == "<":
        yield at + 1
    # An escape that does not exist makes an engine read '''a\\q as '' and then 'a\\q.
    if token.lastgroup == "text" and not _SOUND.fullmatch(token[0]):
        short = _SHORT_TEXT.match(text, at)
        yield short.end() if short else at + 1


def _letters(text: str, at: int) -> int:
    """Return how many characters of the token belong to a bare word or to a prefix."""
    token = _TOKEN.match(text, at)
    assert token is not None, "every character is at least a mark"
    if token.lastgroup == "word":
        return len(token[0])
    return len(token["prefix"] or "") if token.lastgroup == "name" else 0


def _refuse_updates(text: str, file: str) -> None:
    form = ""
    for token in outermost_words(text):
        word = token.text.upper()
        form = form or (word if word in _FORMS | _UPDATES | {"WITH"} else "")
        if form and form not in _FORMS:
            problem = f"{form} is refused: a query never changes the graph; edit the Turtle files"
            raise fault(file, text, token.start, problem)


def outermost_words(text: str) -> Iterator[Token]:
    """Yield the bare words that stand outside of all brackets."""
    depth = 0
    for token in tokens(text):
        depth += (token.text in ("(", "{", "[")) - (token.text in (")", "}", "]"))
        if token.kind == "word" and depth == 0:
            yield token


def declared_prefixes(text: str) -> dict[str, str]:
    """Return the prefixes that a query declares itself."""
    found = tokens(text)
    return {
        name.text[:-1]: iri.text[1:-1]
        for word, name, iri in zip(found, found[1:], found[2:], strict=False)
        if word.text.upper() == "PREFIX" and name.kind == "name" and iri.kind == "iri"
    }


def place(text: str, start: int) -> tuple[int, int]:
    """Return line and column, both from 1, of a position."""
    before = text[:start]
    return before.count("\n") + 1, start - (before.rfind("\n") + 1) + 1


def offset(text: str, line: int, column: int) -> int:
    """Return the position of a line and column, both from 1; the opposite of `place`."""
    return sum(len(before) + 1 for before in text.split("\n")[: line - 1]) + column - 1


def unexpected(file: str, text: str, at: int) -> SyntaxFault:
    """Return the error for the token that begins at a position, or is next after it."""
    found = tokens(text)
    culprit = next((token for token in found if token.start + len(token.text) > at), None)
    if culprit is None:
        strange = (t for t in found if t.kind == "word" and t.text.upper() not in _KEYWORDS)
        culprit = next((t for t in found if t.text in "\"'"), None) or next(strange, None)
    if culprit is None:
        depth = sum((t.text in "({[") - (t.text in ")}]") for t in found)
        missing = "a closing bracket is missing" if depth > 0 else "it does not parse"
        return fault(file, text, len(text.rstrip()), f"this is not a whole query: {missing}")
    if culprit.text in "\"'":
        return fault(file, text, culprit.start, f"the text that {culprit.text} opens is not closed")
    near = close_to(culprit.text.upper(), _KEYWORDS)[:1] if culprit.kind == "word" else []
    hint = f"; did you mean {near[0]}?" if near and near[0] != culprit.text.upper() else ""
    return fault(file, text, culprit.start, f"unexpected '{culprit.text}'{hint}")


def fault(file: str, text: str, start: int, problem: str) -> SyntaxFault:
    """Return the error for a position of a query, with the line and a caret below it."""
    return fault_at(file, text, *place(text, start), problem)


def fault_at(file: str, text: str, line: int, column: int, problem: str) -> SyntaxFault:
    """Return the error for a line and column of a query, with the line and a caret below it."""
    lines = text.split("\n")
    shown = lines[line - 1].rstrip("\r") if line <= len(lines) else ""
    before = shown[: column - 1]
    gap = "".join("\t" if c == "\t" else " " * columns_of(c) for c in before)
    return SyntaxFault(file, line, column, f"{problem}\n  {shown}\n  {gap}^")
