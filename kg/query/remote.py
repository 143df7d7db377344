"""A SPARQL 1.1 service elsewhere: it answers as the store in this process does."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from kg.errors import ToolError
from kg.query import guard, results, syntax, transport
from kg.query.answers import XSD, Answer, Cell, Table
from kg.query.transport import Reply
from kg.vocabulary import PREFIXES

VARIABLE = "KG_ENDPOINT"
SECONDS = 60.0
_JSON = ("application/sparql-results+json", "application/json")
_TRIPLES = {"application/n-triples": ox.RdfFormat.N_TRIPLES, "text/turtle": ox.RdfFormat.TURTLE}
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^<>\"{}|^`\\\x00-\x20]*")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
_LANGUAGE_TEXT = PREFIXES["rdf"] + "langString"
_VIRTUOSO_YES = "__ASK_RETVAL"  # Virtuoso answers ASK with a row of this column
_MEDIA = {"rows": ", ".join(_JSON), "boolean": ", ".join(_JSON), "triples": ", ".join(_TRIPLES)}


def chosen(given: str | None) -> str | None:
    """Return the address that was given, else the one that KG_ENDPOINT holds, else None."""
    return given or os.environ.get(VARIABLE) or None


@dataclass(frozen=True)
class Endpoint:
    """A service, and how long it may take for each answer."""

    address: transport.Address
    seconds: float = SECONDS

    def run(self, text: str, file: str, limit: int | None) -> Answer:
        """Return the answer, cut at the limit.

        The text is parsed here first: the service sees SPARQL 1.1 and no dialect, and an error in
        it is shown with line and caret, whoever answers.

        Raises:
            SyntaxFault: the text is not SPARQL 1.1.
            AntkgError: the service cannot be reached, refuses, hits a limit, or answers nonsense.
        """
        form = syntax.form(text, file)
        reply = transport.post(self.address, with_prefixes(text), _MEDIA[form], self.seconds)
        self._refuse_cut(reply, limit)
        if form == "triples":
            return results.triples(self._triples(reply), limit)
        found = self._json(reply)
        return self._boolean(found) if form == "boolean" else self._table(found, limit)

    def _refuse_cut(self, reply: Reply, limit: int | None) -> None:
        """Virtuoso cuts an answer at its row or time limit and says so in the headers alone."""
        most = reply.headers.get("x-sparql-maxrows", "")
        if most.isdecimal() and (limit is None or limit >= int(most)):
            raise transport.cut(self.address.url, f"it gives {most} rows at most")
        if reply.headers.get("x-sql-state") == "S1TAT":
            raise transport.cut(self.address.url, "its time was up")

    def _triples(self, reply: Reply) -> Iterable[ox.Triple]:
        self._expect(reply, tuple(_TRIPLES))
        try:
            quads = list(ox.parse(reply.body, format=_TRIPLES[reply.media_type]))
        except SyntaxError as problem:
            raise transport.cut(self.address.url, "its triples do not parse") from problem
        return (quad.triple for quad in quads)

    def _json(self, reply: Reply) -> dict[str, Any]:
        self._expect(reply, _JSON)
        try:
            found = json.loads(reply.body.decode("utf-8"))
        except (ValueError, RecursionError) as problem:
            raise transport.cut(self.address.url, "its JSON does not parse") from problem
        if not isinstance(found, dict):
            raise self._nonsense()
        return found

    def _expect(self, reply: Reply, media_types: tuple[str, ...]) -> None:
        coding = reply.headers.get("content-encoding", "identity")
        if reply.media_type not in media_types or coding != "identity":
            message = (
                f"{self.address.url} answers with {reply.media_type} ({coding}) and not with"
                f" {media_types[0]}; is this the address of its SPARQL service?"
            )
            raise ToolError(message)

    def _boolean(self, found: dict[str, Any]) -> bool:
        if isinstance(found.get("boolean"), bool):
            return bool(found["boolean"])
        table = self._table(found, None)
        if table.columns != (_VIRTUOSO_YES,) or len(table.rows) > 1:
            raise self._nonsense()
        return any(row[0] is not None and row[0].value == "1" for row in table.rows)

    def _table(self, found: dict[str, Any], limit: int | None) -> Table:
        try:
            columns = tuple(found["head"]["vars"])
            bindings = found["results"]["bindings"]
            is_sound = isinstance(bindings, list) and len(set(columns)) == len(columns)
        except (KeyError, TypeError, ValueError) as problem:
            raise self._nonsense() from problem
        if not is_sound or not all(isinstance(column, str) for column in columns):
            raise self._nonsense()
        kept, is_cut = results.first(bindings, limit)
        return Table(columns, tuple(self._row(columns, one) for one in kept), is_cut)

    def _row(self, columns: tuple[str, ...], binding: object) -> tuple[Cell | None, ...]:
        if not isinstance(binding, dict) or not binding.keys() <= set(columns):
            raise self._nonsense()
        return tuple(self._cell(binding[c]) if c in binding else None for c in columns)

    def _cell(self, term: object) -> Cell:
        made = _cell(term) if isinstance(term, dict) else None
        if made is None:
            raise self._nonsense()
        return made

    def _nonsense(self) -> ToolError:
        return ToolError(
            f"{self.address.url} answers with other JSON than SPARQL's; is this its service?"
        )


@dataclass(frozen=True)
class RemoteGraph:
    """A graph that a service holds."""

    store: Endpoint


def at(address: str, seconds: float = SECONDS) -> RemoteGraph:
    """Return the graph that the service at an address holds.

    Raises:
        UsageError: it is no http or https address.
    """
    return RemoteGraph(Endpoint(transport.address(address), seconds))


def with_prefixes(text: str) -> str:
    """Return a query that declares what it uses of our prefixes, on its first line."""
    used = {token.prefix for token in guard.tokens(text) if token.kind == "name"}
    wanted = sorted((used & PREFIXES.keys()) - guard.declared_prefixes(text).keys())
    return "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}> " for prefix in wanted) + text


def _cell(term: dict[str, object]) -> Cell | None:
    """Return one term of SPARQL's JSON, or None where it is none."""
    kind, value = term.get("type"), term.get("value")
    if not isinstance(value, str) or not _is_text(value):
        return None
    if kind == "uri":
        return Cell(value, "iri") if _IRI.fullmatch(value) else None
    if kind == "bnode":  # Virtuoso writes nodeID://b1, which is no name of a blank node
        return Cell("_:" + re.sub(r"\W", "_", value.removeprefix("nodeID://")), "bnode")
    return _literal(value, term) if kind in ("literal", "typed-literal") else None


def _literal(value: str, term: dict[str, object]) -> Cell | None:
    language, datatype = term.get("xml:lang"), term.get("datatype")
    if language is not None:
        is_tag = isinstance(language, str) and _LANGUAGE.fullmatch(language)
        return Cell(value, "literal", _LANGUAGE_TEXT, str(language)) if is_tag else None
    if datatype is None:
        return Cell(value, "literal", XSD + "string")
    is_type = isinstance(datatype, str) and _IRI.fullmatch(datatype)
    return Cell(value, "literal", str(datatype)) if is_type else None


def _is_text(value: str) -> bool:
    """Say whether a text is Unicode: JSON can hold half of a character."""
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
