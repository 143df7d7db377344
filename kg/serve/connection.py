"""One client's connection: bytes in, requests out; replies in, bytes out; every wait is bounded."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from email.utils import formatdate
from enum import Enum, auto
from functools import lru_cache
from http import HTTPStatus
from typing import Protocol, cast

import httptools

from kg.serve.limits import Limits
from kg.serve.messages import Refused, Reply, Request

Respond = Callable[[Reply], None]
Cancel = Callable[[], None]
_LATER = 64 * 1024
_PHRASES = {status.value: status.phrase for status in HTTPStatus}
_SAFE = b"X-Content-Type-Options: nosniff\r\n"


class _State(Enum):
    IDLE = auto()  # nothing has come since the last reply
    HEAD = auto()  # line and headers are coming
    BODY = auto()
    WORK = auto()  # a request is with the handler
    SEND = auto()  # the client takes its time with the reply
    LINGER = auto()  # the last reply is out; what still comes is thrown away
    CLOSED = auto()


class House(Protocol):
    """What all connections share."""

    limits: Limits
    connections: set[Connection]
    is_ending: bool
    time: Callable[[], float]

    def handle(self, request: Request, respond: Respond) -> Cancel | None:
        """Send a request where it belongs; what comes back drops it."""

    def enter(self, address: str) -> bool:
        """Count a request of an address; False where it has too many."""

    def leave(self, address: str) -> None:
        """Count it out again."""


class Connection(asyncio.Protocol):
    """The protocol object of one connection; one request is worked on at a time."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.limits = house.limits
        self.parser = httptools.HttpRequestParser(self)
        self.transport: asyncio.Transport | None = None
        self.address = ""
        self.state = _State.IDLE
        self.until = 0.0
        self.taken = 0
        self.later: deque[bytes] = deque()
        self.waiting: deque[Request] = deque()
        self.cancel: Cancel | None = None
        self.url = b""
        self.headers: dict[str, str] = {}
        self.body: list[bytes] = []
        self.refusal: Reply | None = None
        self.is_last = False
        self.is_head = False

    # -- Coming and going --------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Let a client in, or tell it that the house is full."""
        self.transport = cast("asyncio.Transport", transport)
        peer = transport.get_extra_info("peername")
        self.address = str(peer[0]) if peer else ""
        self.transport.set_write_buffer_limits(high=_LATER, low=0)
        self.house.connections.add(self)
        self._wait(_State.IDLE, self.limits.head_seconds)
        if len(self.house.connections) > self.limits.connections:
            self._refuse(Refused(503, "too many connections are open", {"Retry-After": "1"}))

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the client, and drop what it waits for."""
        if self.cancel:
            self.cancel()
        if self.state == _State.WORK:
            self.house.leave(self.address)
        self.state = _State.CLOSED
        self.house.connections.discard(self)

    def check(self, now: float) -> None:
        """Cut the client off where it is slower than it may be."""
        if now < self.until or self.state in (_State.WORK, _State.CLOSED):
            return
        if self.state in (_State.HEAD, _State.BODY):
            self._refuse(Refused(408, "the request did not come in time"))
        elif self.transport:
            self.transport.abort()

    def end(self) -> None:
        """Close at once where nothing is being worked on, else after the reply."""
        self.is_last = True
        if self.state in (_State.IDLE, _State.HEAD, _State.BODY) and self.transport:
            self.transport.close()

    def _wait(self, state: _State, seconds: float) -> None:
        self.state, self.until = state, self.house.time() + seconds

    # -- Bytes in ----------------------------------------------------------------

    def data_received(self, data: bytes) -> None:
        """Parse what comes, or keep it for later while a request is being worked on."""
        if self.state in (_State.LINGER, _State.CLOSED):
            return
        if self.state in (_State.WORK, _State.SEND):
            self.later.append(data)
            if sum(map(len, self.later)) > _LATER and self.transport:
                self.transport.pause_reading()
            return
        self._parse(data)
        self._next()

    def _parse(self, data: bytes) -> None:
        if self.state == _State.IDLE:
            self._wait(_State.HEAD, self.limits.head_seconds)
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade:  # nobody gets another protocol here
            self.is_last = True
        except httptools.HttpParserInvalidMethodError:
            self._refused(Refused(501, "this method is not known here"))
        except httptools.HttpParserError:
            self._refused(Refused(400, "this is not a request of HTTP/1.1"))
        if self.state == _State.HEAD and not self.waiting:
            self.taken += len(data)
            if self.taken > self.limits.head:
                self._too_many_headers()

    def _too_many_headers(self) -> None:
        detail = f"line and headers may have {self.limits.head} bytes"
        self._refused(Refused(431, detail))

    def _refused(self, refusal: Refused) -> None:
        """Note a refusal; it is sent when the parser has come back."""
        self.refusal = self.refusal or refusal.reply(is_last=True)

    def on_message_begin(self) -> None:
        """Begin a request."""
        self.url, self.headers, self.body, self.taken = b"", {}, [], 0

    def on_url(self, url: bytes) -> None:
        """Take a piece of the address."""
        self.url += url

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header; several of one name are joined."""
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        self.headers[key] = f"{self.headers[key]}, {text}" if key in self.headers else text

    def on_headers_complete(self) -> None:
        """Refuse a body that is announced as too long, and ask for one that waits to be asked."""
        if len(self.url) > self.limits.head:
            self._refused(Refused(414, f"an address may have {self.limits.head} bytes"))
        elif sum(map(len, self.headers.values())) > self.limits.head:
            self._too_many_headers()
        length = self.headers.get("content-length", "0")
        if length.isdigit() and int(length) > self.limits.body:
            self._too_long()
        elif self.headers.get("expect", "").lower() == "100-continue" and self.transport:
            self.transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        self._wait(_State.BODY, self.limits.body_seconds)

    def on_body(self, part: bytes) -> None:
        """Take a piece of the body, up to its bound."""
        self.taken += len(part)
        if self.taken > self.limits.body:
            self._too_long()
        else:
            self.body.append(part)

    def _too_long(self) -> None:
        self.body = []
        self._refused(Refused(413, f"a request may carry {self.limits.body} bytes"))

    def on_message_complete(self) -> None:
        """Put the request in line, if there is nothing against it."""
        self.state = _State.HEAD
        if self.refusal:
            return
        path, _, query = self.url.partition(b"?")
        request = Request(
            self.parser.get_method().decode("ascii"),
            path.decode("latin-1"),
            query.decode("latin-1"),
            self.headers,
            b"".join(self.body),
            self.address,
        )
        if not self.parser.should_keep_alive():
            request.headers["connection"] = "close"
        self.waiting.append(request)

    def _next(self) -> None:
        """Work on the next whole request, or read on, or send a refusal."""
        while self.state not in (_State.WORK, _State.SEND, _State.LINGER, _State.CLOSED):
            if self.waiting:
                self._work(self.waiting.popleft())
            elif self.refusal:
                self.reply(self.refusal)
            elif self.later:
                self._parse(self.later.popleft())
            else:
                return

    def _work(self, request: Request) -> None:
        self.is_head = request.method == "HEAD"
        self.is_last = self.is_last or request.headers.get("connection", "").lower() == "close"
        self.state = _State.WORK
        if not self.house.enter(self.address):
            detail = f"one address may have {self.limits.per_address} requests at work"
            self.reply(Refused(429, detail, {"Retry-After": "1"}).reply())
            return
        cancel = self.house.handle(request, self.reply)
        self.cancel = cancel if self.state == _State.WORK else None

    # -- Bytes out ---------------------------------------------------------------

    def reply(self, reply: Reply) -> None:
        """Send a reply, and turn to the next request when the client has taken it."""
        transport = self.transport
        if transport is None or self.state == _State.CLOSED:
            return
        if self.state == _State.WORK:
            self.house.leave(self.address)
        self.cancel = None
        is_last = self.is_last or reply.is_last or self.house.is_ending
        head = _head(reply, is_last, _date(int(self.house.time())))
        body = b"" if self.is_head else reply.body
        is_refusal, was_at_work = self.refusal is reply, self.state == _State.WORK
        self._wait(_State.IDLE, self.limits.idle_seconds)
        transport.write(head + body if len(body) < _LATER else head)
        if len(body) >= _LATER:
            transport.write(body)
        if is_last:
            self._linger(transport, is_refusal)
        elif self.state == _State.IDLE and was_at_work and (self.later or self.waiting):
            transport.resume_reading()
            asyncio.get_running_loop().call_soon(self._next)

    def _linger(self, transport: asyncio.Transport, is_refusal: bool) -> None:
        """Close; after a refusal let the client read it first, though it may still be sending."""
        if is_refusal or self.state == _State.SEND:
            seconds = self.limits.linger_seconds if is_refusal else self.limits.send_seconds
            self._wait(_State.LINGER, seconds)
            if transport.can_write_eof():
                transport.write_eof()
            transport.resume_reading()
        else:
            self.state = _State.LINGER
            transport.close()

    def _refuse(self, refusal: Refused) -> None:
        self.refusal = refusal.reply(is_last=True)
        self.reply(self.refusal)

    def pause_writing(self) -> None:
        """Begin to count the time that a client takes for its reply."""
        if self.state == _State.IDLE:
            self._wait(_State.SEND, self.limits.send_seconds)

    def resume_writing(self) -> None:
        """Go on: the client has taken all."""
        if self.state == _State.SEND:
            self._wait(_State.IDLE, self.limits.idle_seconds)
            if self.transport:
                self.transport.resume_reading()
            self._next()


@lru_cache(maxsize=2)
def _date(_second: int) -> bytes:
    return b"Date: " + formatdate(usegmt=True).encode() + b"\r\n"


@lru_cache(maxsize=1024)
def _fixed(status: int, media_type: str, headers: tuple[tuple[str, str], ...]) -> bytes:
    lines = [f"HTTP/1.1 {status} {_PHRASES[status]}"]
    if media_type:
        lines.append(f"Content-Type: {media_type}")
    lines += [f"{name}: {value}" for name, value in headers]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n" + _SAFE


def _head(reply: Reply, is_last: bool, date: bytes) -> bytes:
    length = b"" if reply.status in (204, 304) else b"Content-Length: %d\r\n" % len(reply.body)
    closing = b"Connection: close\r\n" if is_last else b""
    fixed = _fixed(reply.status, reply.media_type, tuple(reply.headers.items()))
    return b"".join((fixed, date, length, closing, b"\r\n"))
