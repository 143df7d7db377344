"""The site and a guarded SPARQL endpoint over HTTP, for one graph that never changes."""

from __future__ import annotations

import hashlib
import os
import socket
from collections.abc import Callable
from pathlib import Path

from kg import load, paths
from kg.errors import UsageError
from kg.load import Graph
from kg.serve import nursery
from kg.serve.limits import MEGABYTE, Limits

__all__ = ["MEGABYTE", "Limits", "listening", "serve", "version_of"]

BACKLOG = 1024


def version_of(data: Path | None) -> str:
    """Return a short hash over the files that the graph is made of; same files, same version."""
    found = hashlib.sha256()
    places = [*load.turtle_files(paths.ONTOLOGY), *load.turtle_files(data or paths.DATA)]
    for file in [*places, *sorted(paths.DERIVE.glob("*.rq"))]:
        found.update(hashlib.sha256(file.read_bytes()).digest())
    return found.hexdigest()[:20]


def listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens there.

    Raises:
        UsageError: the address is taken, or is none of this machine's.
    """
    try:
        return socket.create_server((host, port), backlog=BACKLOG, reuse_port=False)
    except OSError as fault:
        problem = os.strerror(fault.errno or 0)
        message = f"cannot listen on {host}:{port}: {problem}; try another --port"
        raise UsageError(message) from fault


def serve(
    graph: Graph, version: str, door: socket.socket, limits: Limits, ready: Callable[[str], None]
) -> None:
    """Serve a graph until SIGINT or SIGTERM.

    Args:
        graph: what is asked.
        version: of the data, for ETag.
        door: the socket that listens.
        limits: what a query and a client may take.
        ready: told the address once questions can be answered.

    Raises:
        ToolError: the process that starts workers died.
    """
    line = nursery.start(graph.store, limits, [door])
    # The loop and its threads come after the fork.
    import uvloop

    from kg.serve.house import House

    try:
        uvloop.run(House(line, version, door, limits).live(ready))
    finally:
        line.close()
