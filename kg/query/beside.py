"""Work done beside the caller's thread, which so keeps hearing the clock and the keyboard.

The engine lets go of Python's lock, so a wait ends on time; work that is late stays behind in a
daemon thread and ends with the process. A thread that is done waits for more: to start one takes
longer than a short query. Even to wake one can take as long, so work that was over at once the last
time, and has no limit of time, is done in the caller's thread.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Hashable
from queue import SimpleQueue
from typing import Generic, TypeVar

from kg.errors import LimitError

AT_ONCE = 0.01
_MOST_KNOWN = 4096
_Made = TypeVar("_Made")


class _Job(Generic[_Made]):
    """One piece of work, and what came of it."""

    def __init__(self, work: Callable[[], _Made]) -> None:
        self.work = work
        self.over = threading.Lock()
        self.over.acquire()
        self.made: list[_Made] = []
        self.failed: BaseException | None = None

    def run(self) -> None:
        try:
            self.made.append(_done(self.work))
        except BaseException as problem:  # noqa: BLE001 - handed over to the caller's thread
            self.failed = problem


class _Helper:
    """A thread, and the line on which it is given work."""

    def __init__(self) -> None:
        self.line: SimpleQueue[_Job[object]] = SimpleQueue()
        threading.Thread(target=self._live, daemon=True).start()

    def _live(self) -> None:
        while True:
            job = self.line.get()
            job.run()
            _idle.append(self)
            over = job.over
            del job  # what it holds belongs to the caller now
            over.release()


_idle: list[_Helper] = []
# A process that is forked has the list but not the threads.
os.register_at_fork(after_in_child=_idle.clear)


_quick: set[Hashable] = set()


def within(seconds: float | None, work: Callable[[], _Made], name: Hashable) -> _Made:
    """Return what the work returns, or raise what it raises.

    Args:
        seconds: how long it may take; None for as long as it takes.
        work: what is to be done.
        name: the same for work that is likely to take the same time.

    Raises:
        LimitError: the work took longer than it may.
    """
    start = time.perf_counter()
    made = _done(work) if seconds is None and name in _quick else _beside(seconds, work)
    if time.perf_counter() - start > AT_ONCE:
        _quick.discard(name)
    elif len(_quick) < _MOST_KNOWN:
        _quick.add(name)
    return made


def _beside(seconds: float | None, work: Callable[[], _Made]) -> _Made:
    job = _Job(work)
    try:
        helper = _idle.pop()
    except IndexError:
        helper = _Helper()
    helper.line.put(job)  # type: ignore[arg-type] # it only runs it
    if not job.over.acquire(timeout=-1 if seconds is None else seconds):
        message = f"no answer within {seconds:g} seconds; narrow the query or allow more time"
        raise LimitError(message)
    if job.failed is not None:
        raise job.failed
    return job.made[0]


def _done(work: Callable[[], _Made]) -> _Made:
    """Return what the work returns.

    What the engine made must end in the thread that made it. So the frames behind a problem are
    emptied: whoever keeps the problem would keep them, and any thread may be the one to let go.
    """
    try:
        return work()
    except BaseException as problem:
        trace = problem.__traceback__
        while trace and (trace := trace.tb_next):
            trace.tb_frame.clear()
        raise
