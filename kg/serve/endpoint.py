"""The SPARQL 1.1 Protocol at /sparql: a request in, a question to the workers, a reply out."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable
from functools import lru_cache
from typing import Protocol
from urllib.parse import parse_qsl

from kg.query.wire import GRAPHS, TABLES
from kg.serve import frames, media
from kg.serve.limits import Limits
from kg.serve.messages import PROBLEM, Refused, Reply, Request

PATH = "/sparql"
METHODS = "GET, HEAD, POST, OPTIONS"
FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
_CORS = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "ETag, Retry-After"}
_VARIES = {"Vary": "Accept"}
_PREFLIGHT = {
    "Allow": METHODS,
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
}
_DATASET = ("default-graph-uri", "named-graph-uri", "using-graph-uri", "using-named-graph-uri")
# What gives another answer each time; a backslash could hide such a word.
_CHANGING = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID|BNODE)\b|\\", re.IGNORECASE)
PAGE_RULES = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}

Respond = Callable[[Reply], None]
Cancel = Callable[[], None]


class Ask(Protocol):
    """Hand a question's frame to the workers; what comes back drops it."""

    def __call__(
        self, frame: bytes, tell: Callable[[int, str, bytes], None], address: str
    ) -> Cancel | None:
        """Take the question on."""


class Endpoint:
    """The rules of the protocol, and the answers that are kept."""

    def __init__(
        self,
        ask: Ask,
        version: str,
        limits: Limits,
        page: Callable[[], Reply],
        description: str,
    ) -> None:
        """Know whom to ask, the data's version, the page for people, the description's query."""
        self.ask, self.version, self.limits = ask, version, limits
        self.page, self.description = page, description
        self.kept: OrderedDict[tuple[str, str, str], tuple[str, bytes]] = OrderedDict()
        self.kept_bytes = 0

    def handle(self, request: Request, respond: Respond) -> Cancel | None:
        """Answer a request for /sparql, now or later."""
        try:
            if request.method == "OPTIONS":
                respond(Reply(204, headers=_CORS | _PREFLIGHT))
                return None
            return self._handle(request, respond)
        except Refused as refused:
            refused.headers = _CORS | refused.headers
            respond(refused.reply())
        return None

    def _handle(self, request: Request, respond: Respond) -> Cancel | None:
        if request.method not in ("GET", "HEAD", "POST"):
            detail = f"{request.method} is not for this address; use {METHODS}"
            raise Refused(405, detail, {"Allow": METHODS})
        text, form = _asked(request)
        accept = request.headers.get("accept", "*/*")
        is_read = request.method != "POST"
        if text is None:
            if media.wants_page(accept):
                page = self.page()
                respond(Reply(200, page.media_type, page.body, page.headers | _CORS | _VARIES))
                return None
            text, table, graph = self.description, "", media.graph_format(accept)
        else:
            table, graph = _formats(accept, form)
        if not table and not graph:
            raise _not_acceptable()
        return self._answer(request if is_read else None, (text, table, graph), request, respond)

    def _answer(
        self,
        reading: Request | None,
        key: tuple[str, str, str],
        request: Request,
        respond: Respond,
    ) -> Cancel | None:
        text, table, graph = key
        is_stable = _is_stable(text)
        headers = self._headers(table, graph) if is_stable else _UNSTABLE
        if reading and is_stable and _matches(reading, headers["ETag"]):
            respond(Reply(304, headers=headers))
            return None
        if is_stable and (kept := self.kept.get(key)):
            self.kept.move_to_end(key)
            respond(Reply(200, media.TYPES[kept[0]], kept[1], headers))
            return None

        def tell(status: int, name: str, body: bytes) -> None:
            if status != 200:
                respond(Reply(status, PROBLEM, body, _FAILED[status == 503]))
                return
            if is_stable:
                self._keep(key, name, body)
            respond(Reply(200, media.TYPES[name], body, headers))

        return self.ask(frames.question(text.encode(), table, graph), tell, request.address)

    def _headers(self, table: str, graph: str) -> dict[str, str]:
        return {
            "ETag": f'W/"{self.version}.{table}.{graph}"',
            "Cache-Control": "no-cache",
            "Vary": "Accept",
            **_CORS,
        }

    def _keep(self, key: tuple[str, str, str], name: str, body: bytes) -> None:
        size = len(body) + len(key[0])
        if size > min(self.limits.cached_answer, self.limits.cache) or key in self.kept:
            return
        self.kept[key] = (name, body)
        self.kept_bytes += size
        while self.kept_bytes > self.limits.cache:
            (text, _, _), (_, old) = self.kept.popitem(last=False)
            self.kept_bytes -= len(old) + len(text)


_UNSTABLE = {"Cache-Control": "no-store", "Vary": "Accept", **_CORS}
_FAILED = (
    {"Cache-Control": "no-store", **_CORS},
    {"Cache-Control": "no-store", "Retry-After": "1", **_CORS},
)


@lru_cache(maxsize=256)
def _is_stable(text: str) -> bool:
    """Say whether a query gives the same answer each time."""
    return not _CHANGING.search(text)


def _asked(request: Request) -> tuple[str | None, str]:
    """Return the query (None where there is none) and the short name of a format, or ""."""
    pairs = _pairs(request.query, "address") if request.query else ()
    if request.method == "POST":
        kind = _kind(request)
        if kind == QUERY:
            if any(name == "query" for name, _ in pairs):
                raise Refused(400, "the query stands in the body; drop it from the address")
            pairs = (*pairs, ("query", _text(request.body)))
        elif kind == FORM:
            pairs += _pairs(_text(request.body), "body")
        else:
            detail = f"a POST carries {QUERY} or {FORM}, not {kind or 'a body without a type'}"
            raise Refused(415, detail, {"Accept-Post": f"{QUERY}, {FORM}"})
    queries = [value for name, value in pairs if name == "query"]
    _refuse_others({name for name, _ in pairs})
    if len(queries) > 1 or (request.method == "POST" and not queries):
        raise Refused(400, f"there must be one parameter named query; there are {len(queries)}")
    form = next((value for name, value in pairs if name == "format"), "")
    return (queries[0] if queries else None), form


def _refuse_others(names: set[str]) -> None:
    if "update" in names:
        raise Refused(400, "updates are refused: this service never changes its graph")
    for name in _DATASET:
        if name in names:
            raise Refused(400, f"{name} is refused: there is one graph, and every query reads it")


def _kind(request: Request) -> str:
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise Refused(415, "a body must come as it is, without a Content-Encoding")
    kind, *parameters = (p.strip() for p in request.headers.get("content-type", "").split(";"))
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset" and value.strip('" ').lower() not in ("utf-8", "utf8"):
            raise Refused(415, "a body must be in UTF-8")
    return kind.lower()


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as fault:
        detail = f"the body is not UTF-8 at byte {fault.start}"
        raise Refused(400, detail) from fault


@lru_cache(maxsize=256)
def _pairs(text: str, where: str) -> tuple[tuple[str, str], ...]:
    try:
        return tuple(parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=64))
    except ValueError as fault:
        detail = f"the parameters in the {where} are not UTF-8, percent-encoded once, or too many"
        raise Refused(400, detail) from fault


def _formats(accept: str, form: str) -> tuple[str, str]:
    """Return the formats for rows and for triples; the parameter `format` goes before Accept."""
    table = form if form in TABLES else media.table_format(accept)
    graph = form if form in GRAPHS else media.graph_format(accept)
    return table, graph


def _not_acceptable() -> Refused:
    served = [media.TYPES[name] for name in frames.FORMATS if name]
    return Refused(406, "no format of Accept can be served", {}, served=served)


def _matches(request: Request, tag: str) -> bool:
    given = request.headers.get("if-none-match")
    return bool(given) and any(
        one.strip().removeprefix("W/") == tag[2:] for one in str(given).split(",")
    )
