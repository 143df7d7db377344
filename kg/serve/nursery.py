"""A process that holds the graph and forks a worker whenever it is asked to.

A worker is there within milliseconds and shares the graph's memory with all others.
The nursery alone ends and reaps workers, so a process number never means another process.
It ends, and its workers with it, where the server closes the line or dies.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import socket
import struct
from collections.abc import Iterable

import pyoxigraph as ox

from kg.query.wire import Wanted
from kg.serve.limits import Limits
from kg.serve.worker import answered, confine, work

ORDER = struct.Struct("!cI")
FORK, KILL, LAST = b"F", b"K", b"L"
LOW_PRIORITY = 10
HELLO = struct.Struct("!I")


def start(store: ox.Store, limits: Limits, others: Iterable[socket.socket]) -> socket.socket:
    """Fork the nursery off this process, and return the line to it.

    Args:
        store: the graph that workers will hold.
        limits: what a query may take.
        others: sockets of this process that are none of the nursery's business.
    """
    ours, theirs = socket.socketpair()
    # The error path is walked once, so that all it needs is in memory before the first fork.
    answered(store, "SELCT", Wanted("json", "ttl", 1, 1))
    gc.collect()
    gc.freeze()
    if os.fork():
        theirs.close()
        return ours
    try:
        for other in (ours, *others):
            other.close()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        Nursery(theirs, store, limits).run()
    finally:
        os._exit(0)


class Nursery:
    """Orders in, workers out."""

    def __init__(self, line: socket.socket, store: ox.Store, limits: Limits) -> None:
        self.line, self.store, self.limits = line, store, limits
        self.children: set[int] = set()

    def run(self) -> None:
        """Follow orders until the line is closed, then end all workers."""
        try:
            while self._follow():
                pass
        finally:
            for child in list(self.children):
                self._end(child)

    def _follow(self) -> bool:
        order, channels, _, _ = socket.recv_fds(self.line, ORDER.size, 1)
        if len(order) < ORDER.size:
            return False
        kind, child = ORDER.unpack(order)
        if kind == FORK:
            self._fork(socket.socket(fileno=channels[0]))
        elif child in self.children:
            if kind == KILL:
                self._end(child)
            else:
                with contextlib.suppress(OSError):
                    os.setpriority(os.PRIO_PROCESS, child, LOW_PRIORITY)
        return True

    def _fork(self, channel: socket.socket) -> None:
        child = os.fork()
        if child:
            self.children.add(child)
            channel.close()
            return
        try:  # pragma: no cover - a process that may open no file cannot write what it covered
            self.line.close()
            channel = confine(channel, self.limits.memory)
            channel.sendall(HELLO.pack(os.getpid()))
            work(channel, self.store, self.limits)
        finally:
            os._exit(0)

    def _end(self, child: int) -> None:
        self.children.discard(child)
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(child, 0)
