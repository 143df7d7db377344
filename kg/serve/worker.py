"""One worker: questions in over a channel, whole answers out, inside bounds of the system."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import socket
import sys
import threading
import time
from pathlib import Path

# What an answer or an error may need is imported here: later no file can be opened any more.
import csv  # noqa: F401  isort: skip
import difflib  # noqa: F401  isort: skip
import io  # noqa: F401  isort: skip
import tempfile  # noqa: F401  isort: skip

import pyoxigraph as ox

from kg.errors import LimitError, SyntaxFault, UnknownName
from kg.query.wire import NotAcceptable, Wanted, serialized
from kg.serve.frames import answer, questions
from kg.serve.limits import MEGABYTE, Limits
from kg.serve.messages import problem

CHANNEL = 3  # the number of the one open file besides the three that every process has
STACK = 64 * MEGABYTE


def work(channel: socket.socket, store: ox.Store, limits: Limits) -> None:
    """Answer questions until the other end closes."""
    for text, table, graph in questions(channel):
        channel.sendall(answered(store, text, Wanted(table, graph, limits.rows, limits.answer)))


def answered(store: ox.Store, text: str, wanted: Wanted) -> bytes:
    """Return the frame of an answer, or of the problem that stands in its place."""
    try:
        name, body = serialized(store, text, wanted)
    except SyntaxFault as fault:
        where = {"line": fault.line, "column": fault.column}
        return answer(400, "", problem(400, str(fault), **where))
    except UnknownName as fault:
        return answer(400, "", problem(400, str(fault)))
    except NotAcceptable as fault:
        return answer(406, "", problem(406, str(fault)))
    except LimitError as fault:
        return answer(422, "", problem(422, str(fault)))
    except (OSError, ValueError, RuntimeError, MemoryError) as fault:
        detail = f"the engine could not answer: {type(fault).__name__}"
        return answer(500, "", problem(500, detail))
    return answer(200, name, body)


def confine(channel: socket.socket, memory: int) -> socket.socket:  # pragma: no cover - no file
    """Give up everything but the channel: no file, no socket, no core dump, bounded memory.

    An engine that tried to call out would not get a socket, whatever the query says.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    _bound_memory(memory)
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    kept = channel.detach()
    if kept != CHANNEL:
        os.dup2(kept, CHANNEL)
    os.closerange(CHANNEL + 1, 4096)
    for kind, most in ((resource.RLIMIT_NOFILE, CHANNEL + 1), (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(kind, (most, most))
    return socket.socket(fileno=CHANNEL)


def _bound_memory(memory: int) -> None:  # pragma: no cover - called by confine
    """Bound what a query adds to the graph: by the system where it can, else by looking often."""
    _, hard = resource.getrlimit(resource.RLIMIT_STACK)
    stack = STACK if hard == resource.RLIM_INFINITY else min(STACK, hard)
    with contextlib.suppress(ValueError, OSError):  # macOS fixes it when a program starts
        resource.setrlimit(resource.RLIMIT_STACK, (stack, hard))
    if sys.platform == "linux":
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        most = pages * resource.getpagesize() + memory
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    else:
        most = _most_resident() + memory
        threading.Thread(target=_watch, args=(most,), daemon=True).start()


def _most_resident() -> int:  # pragma: no cover - called by confine
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def _watch(most: int) -> None:  # pragma: no cover - called by confine
    """End this process where it took more memory than it may."""
    while _most_resident() <= most:
        time.sleep(0.02)
    os._exit(1)
