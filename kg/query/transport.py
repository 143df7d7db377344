"""One HTTP request to a SPARQL service: its whole answer, or an error that says what to do."""

from __future__ import annotations

import ipaddress
import json
import time
from contextlib import closing
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urlsplit

from kg.errors import AntkgError, DataError, LimitError, ToolError, UsageError
from kg.query.answers import visible

if TYPE_CHECKING:
    from http.client import HTTPMessage, HTTPResponse
    from urllib.error import HTTPError
    from urllib.request import OpenerDirector, Request

MOST_BYTES = 256 * 1024 * 1024
_MOST_WORDS = 200
_FORM = "application/x-www-form-urlencoded"
_GRAPHS = ("default-graph-uri", "named-graph-uri")
_REMEDIES = {
    401: "it wants a name and a password: https://NAME:PASSWORD@…",
    403: "it does not let you in; a name and a password go into the address: NAME:PASSWORD@…",
    404: "give the whole address of its SPARQL service; the path often ends in /sparql or /query",
    405: "give the whole address of its SPARQL service; the path often ends in /sparql or /query",
}
_LIMITS = {
    408: "time",
    413: "size",
    414: "size",
    422: "rows",
    429: "requests",
    503: "load",
    504: "time",
}


@dataclass(frozen=True)
class Address:
    """Where a service is, and what every request says to it.

    Attributes:
        url: without name, password and the graphs; safe to show.
        graphs: the parameters default-graph-uri and named-graph-uri, which belong to the query.
        authorization: the header, or "".
    """

    url: str
    graphs: tuple[tuple[str, str], ...] = ()
    authorization: str = ""


@dataclass(frozen=True)
class Reply:
    """An answer that came whole."""

    media_type: str
    headers: dict[str, str]
    body: bytes


def address(text: str) -> Address:
    """Return the address that a person gave, taken apart.

    Raises:
        UsageError: it is no http or https address.
    """
    try:
        parts = urlsplit(text.strip())
        is_address = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port or a bracketed address that is none
        is_address = False
    if not is_address or parts.fragment or not text.strip().isprintable() or " " in text.strip():
        message = f"'{visible(text)}' is no address of a service; give http://… or https://…"
        raise UsageError(message)
    asked = parse_qsl(parts.query, keep_blank_values=True)
    rest = urlencode([pair for pair in asked if pair[0] not in _GRAPHS])
    url = parts._replace(netloc=parts.netloc.rpartition("@")[2], query=rest)
    graphs = tuple(pair for pair in asked if pair[0] in _GRAPHS)
    return Address(url.geturl(), graphs, _authorization(parts))


def _authorization(parts: SplitResult) -> str:
    if parts.username is None:
        return ""
    import base64

    pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    return "Basic " + base64.b64encode(pair.encode()).decode("ascii")


def post(to: Address, query: str, accept: str, seconds: float) -> Reply:
    """Send a query and return the whole answer.

    Raises:
        DataError: the service refuses the query.
        LimitError: the answer is late, too large or cut, or the service has too much to do.
        ToolError: the service cannot be reached, wants something else, or fails.
    """
    import http.client
    from urllib.error import HTTPError, URLError
    from urllib.request import Request

    headers = {"Accept": accept, "Content-Type": _FORM, "User-Agent": "antkg"}
    headers |= {"Authorization": to.authorization} if to.authorization else {}
    form = urlencode([("query", query), *to.graphs]).encode("ascii")
    try:
        with closing(
            _opener().open(Request(to.url, form, headers, method="POST"), timeout=seconds)
        ) as response:
            return _whole(response, to.url, seconds)
    except HTTPError as refusal:
        with closing(refusal):
            raise _refused(refusal, to.url) from refusal
    except URLError as problem:
        raise _unreached(problem.reason, to.url, seconds) from problem
    except http.client.IncompleteRead as problem:
        raise cut(to.url) from problem
    except (OSError, http.client.HTTPException) as problem:
        raise _unreached(problem, to.url, seconds) from problem


def _opener() -> OpenerDirector:
    """Return what speaks http and https and nothing else, with the proxies of the environment."""
    from urllib import request

    class Proxies(request.ProxyHandler):
        """The proxies of the environment, never for this machine itself."""

        def proxy_open(self, req: Request, proxy: str, type: str) -> HTTPResponse | None:
            if is_loopback(urlsplit(req.full_url).hostname or ""):
                return None
            return super().proxy_open(req, proxy, type)

    class Redirects(request.HTTPRedirectHandler):
        """Redirects that keep the query, and stay within http and https."""

        def redirect_request(
            self,
            req: Request,
            fp: IO[bytes],
            code: int,
            msg: str,
            headers: HTTPMessage,
            newurl: str,
        ) -> Request | None:
            return _redirected(req, code, newurl)

    opener = request.OpenerDirector()
    for handler in (
        Proxies(),
        request.HTTPHandler(),
        request.HTTPSHandler(),
        request.HTTPDefaultErrorHandler(),
        Redirects(),
        request.HTTPErrorProcessor(),
    ):
        opener.add_handler(handler)
    return opener


def _redirected(before: Request, code: int, to: str) -> Request:
    from urllib.request import Request

    old, new = urlsplit(before.full_url), urlsplit(to)
    if new.scheme not in ("http", "https") or (old.scheme, new.scheme) == ("https", "http"):
        message = f"{before.full_url} sends us on to {visible(to)}, which is refused"
        raise ToolError(message)
    names = ("Accept", "User-agent") if code == 303 else ("Accept", "User-agent", "Content-type")
    names = (*names, "Authorization") if old[:2] == new[:2] else names
    headers = {name: before.headers[name] for name in names if name in before.headers}
    return Request(to, None if code == 303 else before.data, headers)


def is_loopback(host: str) -> bool:
    """Say whether a host is this machine itself."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _whole(response: HTTPResponse, url: str, seconds: float) -> Reply:
    deadline = time.monotonic() + seconds
    pieces: list[bytes] = []
    size = 0
    while piece := response.read1(1 << 16):
        pieces.append(piece)
        size += len(piece)
        if size > MOST_BYTES:
            message = f"{url} answers with more than {MOST_BYTES} bytes; narrow the query"
            raise LimitError(message)
        if time.monotonic() > deadline:
            raise _late(url, seconds)
    headers = {name.lower(): value for name, value in response.headers.items()}
    promised = headers.get("content-length", "")
    if promised.isdecimal() and "transfer-encoding" not in headers and size < int(promised):
        raise cut(url)
    return Reply(response.headers.get_content_type(), headers, b"".join(pieces))


def cut(url: str, why: str = "") -> LimitError:
    """Return the error for an answer that ends before its end."""
    said = f" ({why})" if why else ""
    return LimitError(
        f"{url} stopped in the middle of its answer{said}; narrow the query,"
        " or let the service take more time"
    )


def _late(url: str, seconds: float) -> LimitError:
    return LimitError(
        f"no answer from {url} within {seconds:g} seconds; narrow the query or allow more time"
    )


def _unreached(why: object, url: str, seconds: float) -> AntkgError:
    if isinstance(why, TimeoutError):
        return _late(url, seconds)
    said = getattr(why, "strerror", None) or visible(str(why)) or type(why).__name__
    return ToolError(f"{url} cannot be reached: {said}; is the service running, at this address?")


def _refused(refusal: HTTPError, url: str) -> AntkgError:
    said = f"{refusal.code} {visible(refusal.reason or '')}".strip()
    words = _words(refusal)
    said += f": {words}" if words else ""
    if refusal.code in _LIMITS:
        return LimitError(f"{url} hit a limit of {_LIMITS[refusal.code]}: {said}; ask for less")
    if refusal.code in _REMEDIES:
        return ToolError(f"{url} does not answer: {said}; {_REMEDIES[refusal.code]}")
    if 400 <= refusal.code < 500:
        return DataError(f"{url} refuses the query: {said}")
    return ToolError(f"{url} failed: {said}; try again later, or ask who runs it")


def _words(refusal: HTTPError) -> str:
    """Return what a service says of its refusal, as one line that cannot steer a terminal."""
    import http.client

    try:
        body = refusal.read(1 << 16).decode("utf-8", "replace")
    except (OSError, http.client.HTTPException):
        return ""
    kind = refusal.headers.get_content_type()
    text = "" if kind == "text/html" else _problem(body) if kind.endswith("json") else body
    line = next((line for line in text.splitlines() if line.strip()), "")
    shown = visible(line)
    return shown if len(shown) <= _MOST_WORDS else shown[: _MOST_WORDS - 1] + "…"


def _problem(body: str) -> str:
    """Return the sentence of a JSON problem (RFC 9457), or nothing."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    found = said if isinstance(said, dict) else {}
    sentences = (found.get(name) for name in ("detail", "message", "title"))
    return next((text for text in sentences if isinstance(text, str)), "")
