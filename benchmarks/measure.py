"""A whole process timed: processor seconds with all that it started, wall seconds, a limit."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

_LONG = 15.0


class Failed(Exception):
    """A process that is timed ended as it should not."""


@dataclass(frozen=True)
class Cost:
    """What a process took; where it was cut off, it would have taken more.

    Attributes:
        cpu: seconds of processor time, that of its own processes included.
        wall: seconds on the clock.
        is_cut: whether it was ended at its limit of time.
        runs: of how many runs this is the median.
    """

    cpu: float
    wall: float
    is_cut: bool = False
    runs: int = 1

    def __add__(self, other: Cost) -> Cost:
        """Return the cost of one after the other."""
        return Cost(
            self.cpu + other.cpu,
            self.wall + other.wall,
            self.is_cut or other.is_cut,
            min(self.runs, other.runs),
        )


class Stopwatch:
    """Times processes until the time for all of them is up; then each further one is cut off."""

    def __init__(self, seconds: float) -> None:
        self._until = time.monotonic() + seconds

    def left(self) -> float:
        """Return how many seconds are left."""
        return max(self._until - time.monotonic(), 0.0)

    def time(self, command: Sequence[str], runs: int, limit: float) -> Cost | None:
        """Return the median cost of several runs, None where no time is left for one.

        A run that takes long is not repeated.

        Raises:
            Failed: the process ended with an error.
        """
        costs: list[Cost] = []
        while len(costs) < runs and self.left() > 1:
            cost = once(command, min(limit, self.left()))
            if cost.is_cut:
                return cost
            costs.append(cost)
            if cost.wall > _LONG:
                break
        if not costs:
            return None
        return Cost(median(c.cpu for c in costs), median(c.wall for c in costs), runs=len(costs))


def once(command: Sequence[str], limit: float) -> Cost:
    """Run a command once, in a process group of its own that ends at the limit.

    A process that is killed does not report what its own processes took, so where a run is cut
    off, its processor time is at least what is given.

    Raises:
        Failed: the process ended with an error.
    """
    start = time.monotonic()
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    )
    late = threading.Event()

    def end() -> None:
        late.set()
        os.killpg(process.pid, signal.SIGKILL)

    timer = threading.Timer(limit, end)
    timer.start()
    assert process.stderr is not None
    complaint = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    timer.cancel()
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stderr.close()
    if process.returncode and not late.is_set():
        message = (
            f"{' '.join(command)} ended with {process.returncode}: {complaint.decode()[-400:]}"
        )
        raise Failed(message)
    return Cost(usage.ru_utime + usage.ru_stime, time.monotonic() - start, late.is_set())
