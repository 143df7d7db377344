"""Every bound of the server in one place."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

MEGABYTE = 1024 * 1024


def _cores() -> int:
    return max(2, os.cpu_count() or 2)


@dataclass(frozen=True)
class Limits:
    """What one query, one connection and all of them together may take.

    Attributes:
        deadline: seconds that a query may run before its worker is killed.
        short: seconds after which a query counts as long and leaves the workers for short ones.
        crowded: the same, while others wait and the place for long ones is full.
        workers: processes that stand ready for short queries.
        long: long queries that may run at the same time, at low priority.
        queue: queries that may wait for a worker.
        wait: seconds that a query may wait for a worker.
        memory: bytes that a query may take beside the graph.
        rows: rows of an answer.
        answer: bytes of an answer.
        body: bytes of a request's body.
        head: bytes of a request's line and headers.
        connections: connections that are open at the same time.
        per_address: requests of one address that may be worked on at the same time.
        head_seconds: seconds in which line and headers must have come.
        body_seconds: seconds in which a body must have come.
        idle_seconds: seconds that a connection may stay open with nothing asked.
        send_seconds: seconds in which a client must take an answer.
        linger_seconds: seconds in which what a refused client still sends is thrown away.
        grace_seconds: seconds for what runs at the time of a shutdown.
        cache: bytes of answers that are kept; 0 for none.
        cached_answer: bytes of the longest answer that is kept.
    """

    deadline: float = 10.0
    short: float = 0.25
    crowded: float = 0.05
    workers: int = field(default_factory=_cores)
    long: int = field(default_factory=lambda: 2 * _cores())
    queue: int = 256
    wait: float = 5.0
    memory: int = 512 * MEGABYTE
    rows: int = 100_000
    answer: int = 32 * MEGABYTE
    body: int = 512 * 1024
    head: int = 128 * 1024
    connections: int = 512
    per_address: int = 512
    head_seconds: float = 5.0
    body_seconds: float = 10.0
    idle_seconds: float = 30.0
    send_seconds: float = 20.0
    linger_seconds: float = 2.0
    grace_seconds: float = 3.0
    cache: int = 32 * MEGABYTE
    cached_answer: int = MEGABYTE
