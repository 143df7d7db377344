"""Whether a text is SPARQL, and which form of answer it asks for; asked of no graph."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

import pyoxigraph as ox

from kg.query import guard
from kg.vocabulary import PREFIXES

if TYPE_CHECKING:
    from kg.errors import SyntaxFault

Form = Literal["rows", "boolean", "triples"]
_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


def form(text: str, file: str) -> Form:
    """Return what a query answers with.

    Raises:
        SyntaxFault: the text is not SPARQL 1.1.
    """
    try:
        found = ox.Store().query(text, prefixes=PREFIXES)
    except SyntaxError as problem:
        raise fault(text, file) from problem
    if isinstance(found, ox.QueryBoolean):
        return "boolean"
    return "rows" if isinstance(found, ox.QuerySolutions) else "triples"


def fault(text: str, file: str) -> SyntaxFault:
    """Say where the parser stopped reading a text that does not parse, and what stood there.

    The parser reports the furthest character that it looked at. Where it tried a keyword it looked
    as many characters ahead as the keyword has, or to the end of the text if that came first; so
    the text is read once more with blanks behind it, and the keyword's length is taken off.
    """
    try:
        ox.Store().query(text + " " * 64, prefixes=PREFIXES)
    except SyntaxError as problem:
        stop = _PLACE.match(str(problem))
    assert stop is not None, "the engine names line and column"
    at = guard.offset(text, int(stop[1]), int(stop[2]))
    if said := re.search(r"([A-Z][\w ]+(?:unbound|failed|duplicated|not allowed)[\w ]*)", stop[3]):
        return guard.fault(file, text, min(at, len(text.rstrip())), said[1])
    if keyword := re.search(r"(?:^expected |^expected one of |, )([A-Za-z]{3,})(?:,|$)", stop[3]):
        at -= len(keyword[1])
    return guard.unexpected(file, text, at)
