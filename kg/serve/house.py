"""The server itself: one event loop that holds the connections, the endpoint and the workers."""

from __future__ import annotations

import asyncio
import signal
import socket
from collections import Counter
from collections.abc import Callable
from functools import partial

from kg import paths
from kg.errors import ToolError
from kg.serve import endpoint, files, media
from kg.serve.connection import Cancel, Connection, Respond
from kg.serve.endpoint import Endpoint
from kg.serve.limits import Limits
from kg.serve.messages import Refused, Reply, Request
from kg.serve.pool import Pool

SWEEP = 0.25
BACKLOG = 1024
SITE = paths.BUILD / "site"
# The site's SPARQL page answers in the browser; a mark says that here it can ask the endpoint, too.
SPARQL_PAGES = ("/sparql.html", "/zh/sparql.html")
_UNMARKED = b'<meta name="sparql-endpoint" content="">'
_MARKED = _UNMARKED.replace(b'""', f'"{endpoint.PATH}"'.encode())


class House:
    """What all connections share, from the first to the last of them."""

    def __init__(
        self, line: socket.socket, version: str, door: socket.socket, limits: Limits
    ) -> None:
        """Know the line to the nursery, the version of the data, and the socket that listens."""
        self.line, self.door, self.limits = line, door, limits
        host, port = door.getsockname()[:2]
        self.address = f"http://{f'[{host}]' if ':' in host else host}:{port}"
        self.connections: set[Connection] = set()
        self.at_work: Counter[str] = Counter()
        self.is_ending = False
        self.is_broken = False
        self.site = SITE.resolve()
        query = (paths.PAGES / "service_description.rq").read_text(encoding="utf-8")
        self.endpoint = Endpoint(
            self._ask,
            version,
            limits,
            self._sparql_page,
            f"BASE <{self.address}{endpoint.PATH}>\n{query}",
        )

    async def live(self, ready: Callable[[str], None]) -> None:
        """Serve until a signal comes, then let what runs end, for a while.

        Raises:
            ToolError: the process that starts workers died.
        """
        loop = asyncio.get_running_loop()
        self.time = loop.time
        self.over = asyncio.Event()
        self.pool = Pool(self.line, self.limits, self._broken)
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self.over.set)
        server = await loop.create_server(
            partial(Connection, self), sock=self.door, backlog=BACKLOG
        )
        self._sweep()
        ready(self.address)
        await self.over.wait()
        self.is_ending = True
        server.close()
        for connection in list(self.connections):
            connection.end()
        until = loop.time() + self.limits.grace_seconds
        while self.connections and loop.time() < until:
            await asyncio.sleep(0.02)
        self.pool.end()
        for connection in list(self.connections):
            if connection.transport:
                connection.transport.abort()
        await asyncio.sleep(0)
        if self.is_broken:
            message = "the process that starts workers died; start the server again"
            raise ToolError(message)

    def handle(self, request: Request, respond: Respond) -> Cancel | None:
        """Send a request where it belongs."""
        if request.path == endpoint.PATH:
            return self.endpoint.handle(request, respond)
        try:
            respond(self._page(request))
        except Refused as refused:
            respond(refused.reply())
        return None

    def _page(self, request: Request) -> Reply:
        here = {"Location": endpoint.PATH, "Cache-Control": "no-cache"}
        if request.path == "/.well-known/void":
            return Reply(303, headers=here)
        is_read = request.method in ("GET", "HEAD")
        if request.path == "/" and is_read and not (self.site / "index.html").is_file():
            return Reply(303, headers=here)
        reply = files.served(self.site, request)
        if request.path in SPARQL_PAGES:
            reply.body = reply.body.replace(_UNMARKED, _MARKED)
        return reply

    def _sparql_page(self) -> Reply:
        """Return the site's page for people who open the endpoint, or a form without the site."""
        try:
            return self._page(Request("GET", SPARQL_PAGES[0], "", {}))
        except Refused:
            form = (paths.PAGES / "sparql.html").read_bytes()
            return Reply(200, media.TYPES["html"], form, endpoint.PAGE_RULES)

    def _ask(
        self, frame: bytes, tell: Callable[[int, str, bytes], None], address: str
    ) -> Cancel | None:
        job = self.pool.submit(frame, tell)
        return partial(self.pool.give_up, job) if job else None

    def enter(self, address: str) -> bool:
        """Count a request of an address; False where it has too many."""
        self.at_work[address] += 1
        return self.at_work[address] <= self.limits.per_address

    def leave(self, address: str) -> None:
        """Count it out again."""
        self.at_work[address] -= 1
        if not self.at_work[address]:
            del self.at_work[address]

    def _sweep(self) -> None:
        """Look every so often for clients that are too slow."""
        loop = asyncio.get_running_loop()
        for connection in list(self.connections):
            connection.check(loop.time())
        loop.call_later(SWEEP, self._sweep)

    def _broken(self) -> None:
        self.is_broken = True
        self.over.set()
        asyncio.get_running_loop().remove_reader(self.line)
