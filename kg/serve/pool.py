"""Questions in, answers out by callback: who works on what, for how long, and who must wait.

Workers that stand ready work on short queries only. A query that turns out to be long leaves with
its worker, goes on at low priority, and a fresh worker takes the place; so however many long
queries there are, a short one finds a worker that is free within a fraction of a second.
"""

from __future__ import annotations

import asyncio
import socket
from collections import deque
from collections.abc import Callable
from typing import cast

from kg.serve.frames import ANSWER_HEAD, answer_head
from kg.serve.limits import MEGABYTE, Limits
from kg.serve.messages import problem
from kg.serve.nursery import FORK, HELLO, KILL, LAST, ORDER

Answered = Callable[[int, str, bytes], None]
TICK = 0.02
AT_ONCE = 0.05
BATCH = 8


class Job:
    """One question: its frame, whom to tell, and when it came and began."""

    __slots__ = ("arrived", "began", "frame", "is_gone", "is_second", "tell")

    def __init__(self, frame: bytes, tell: Answered, arrived: float) -> None:
        self.frame, self.tell, self.arrived = frame, tell, arrived
        self.began = 0.0
        self.is_gone = False
        self.is_second = False

    def fail(self, status: int, detail: str) -> None:
        """Tell that there will be no answer, and why."""
        self.tell(status, "", problem(status, detail))


class Worker(asyncio.Protocol):
    """This end of the channel to one worker, and its questions, the running one first."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self.transport: asyncio.Transport | None = None
        self.number = 0
        self.jobs: deque[Job] = deque()
        self.parts: list[bytes] = []
        self.held = 0
        self.needed = HELLO.size
        self.is_long = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        self.transport = cast("asyncio.Transport", transport)

    def run(self, jobs: list[Job], now: float) -> None:
        """Hand questions to the worker, in one piece."""
        assert self.transport is not None, "a worker says hello first"
        jobs[0].began = now
        self.jobs.extend(jobs)
        self.transport.write(
            b"".join([job.frame for job in jobs]) if len(jobs) > 1 else jobs[0].frame
        )

    def data_received(self, data: bytes) -> None:
        """Collect answers and tell each when it is whole."""
        self.parts.append(data)
        self.held += len(data)
        if self.held < self.needed:
            return
        data = self.parts[0] if len(self.parts) == 1 else b"".join(self.parts)
        rest = self._answers(data) if self.number else self._hello(data)
        self.parts = [rest] if rest else []
        self.held = len(rest)

    def _hello(self, data: bytes) -> bytes:
        (self.number,) = HELLO.unpack_from(data)
        self.needed = ANSWER_HEAD
        self.pool.ready(self)
        return data[HELLO.size :]

    def _answers(self, data: bytes) -> bytes:
        """Tell all whole answers; return what is left."""
        at = 0
        while len(data) - at >= ANSWER_HEAD:
            length, status, name = answer_head(data, at)
            end = at + ANSWER_HEAD + length
            if len(data) < end:
                self.needed = end - at
                return data[at:]
            body, at = data[at + ANSWER_HEAD : end], end
            self._tell(status, name, body)
        self.needed = ANSWER_HEAD
        return data[at:]

    def _tell(self, status: int, name: str, body: bytes) -> None:
        job = self.jobs.popleft()
        if self.jobs:
            self.jobs[0].began = self.pool.loop.time()
        else:
            self.pool.ready(self)
        if not job.is_gone:
            job.tell(status, name, body)

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell that the worker died with the question, and get another one."""
        self.pool.lost(self)


class Pool:
    """The workers, the queue, and the clock that both live by."""

    def __init__(self, line: socket.socket, limits: Limits, broken: Callable[[], None]) -> None:
        self.line, self.limits = line, limits
        self.loop = asyncio.get_running_loop()
        self.idle: list[Worker] = []
        self.busy: set[Worker] = set()
        self.long: set[Worker] = set()
        self.starting: set[asyncio.Task[tuple[asyncio.Transport, Worker]]] = set()
        self.queue: deque[Job] = deque()
        self.is_ending = False
        self.clock: asyncio.TimerHandle | None = None
        line.setblocking(False)
        self.loop.add_reader(line, broken)
        for _ in range(limits.workers):
            self._order_worker()

    # -- Questions ---------------------------------------------------------------

    def submit(self, frame: bytes, tell: Answered) -> Job | None:
        """Take a question on; it is told at once where there is no room."""
        now = self.loop.time()
        job = Job(frame, tell, now)
        if self.idle:
            self._begin(self.idle.pop(), [job], now)
        elif len(self.queue) >= self.limits.queue or self.is_ending:
            job.fail(503, "too many queries wait already; try again in a moment")
            return None
        else:
            self.queue.append(job)
        return job

    def give_up(self, job: Job) -> None:
        """Drop a question whose client is gone; where it runs for long, end its worker."""
        job.is_gone = True
        for worker in self.long:
            if worker.jobs and worker.jobs[0] is job:
                self._stop(worker, 503, "")
                break

    def _begin(self, worker: Worker, jobs: list[Job], now: float) -> None:
        self.busy.add(worker)
        worker.run(jobs, now)
        if self.clock is None:
            self.clock = self.loop.call_later(TICK, self._tick)

    def ready(self, worker: Worker) -> None:
        """Give a worker that is free what comes next; one that had a long question is done."""
        self.busy.discard(worker)
        if worker.is_long:
            self.long.discard(worker)
            self._kill(worker)
            return
        jobs = self._next() if self.queue else []
        if jobs:
            self._begin(worker, jobs, self.loop.time())
        else:
            self.idle.append(worker)

    def _next(self) -> list[Job]:
        """Take a fair share of the queue: under load the way to a worker is made for several."""
        share = min(BATCH, 1 + len(self.queue) // self.limits.workers)
        found: list[Job] = []
        while self.queue and len(found) < share:
            job = self.queue.popleft()
            if not job.is_gone:
                found.append(job)
        return found

    def _take_back(self, worker: Worker) -> Job | None:
        """Return the question that runs; those behind it go back to the front of the queue."""
        job = worker.jobs.popleft() if worker.jobs else None
        self.queue.extendleft(reversed(worker.jobs))
        worker.jobs.clear()
        return job

    # -- The clock ---------------------------------------------------------------

    def _tick(self) -> None:
        now = self.loop.time()
        self.clock = None
        for worker in list(self.busy):
            self._judge_short(worker, now)
        for worker in list(self.long):
            if worker.jobs and now - worker.jobs[0].began > self.limits.deadline:
                seconds = self.limits.deadline
                detail = f"no answer within {seconds:g} seconds; narrow the query or add a LIMIT"
                self._stop(worker, 504, detail)
        while self.queue and now - self.queue[0].arrived > self.limits.wait:
            late = self.queue.popleft()
            if not late.is_gone:
                late.fail(503, f"no worker was free within {self.limits.wait:g} seconds")
        if self.busy or self.long or self.queue:
            self.clock = self.loop.call_later(TICK, self._tick)

    def _judge_short(self, worker: Worker, now: float) -> None:
        is_full = len(self.long) >= self.limits.long
        slice_ = self.limits.crowded if is_full and self.queue else self.limits.short
        if not worker.jobs or now - worker.jobs[0].began <= min(slice_, self.limits.deadline):
            return
        if is_full or worker.jobs[0].is_gone:
            self._stop(worker, 503, "too many long queries run already; try again in a moment")
            return
        self.busy.discard(worker)
        self.long.add(worker)
        worker.is_long = True
        if job := self._take_back(worker):
            worker.jobs.append(job)
        self._order(LAST, worker.number)
        self._order_worker()

    def _stop(self, worker: Worker, status: int, detail: str) -> None:
        job = self._take_back(worker)
        self._kill(worker)
        if job is not None and not job.is_gone:
            job.fail(status, detail)

    # -- Processes ---------------------------------------------------------------

    def _order(self, kind: bytes, number: int) -> None:
        self.line.sendall(ORDER.pack(kind, number))

    def _order_worker(self) -> None:
        if self.is_ending:
            return
        ours, theirs = socket.socketpair()
        socket.send_fds(self.line, [ORDER.pack(FORK, 0)], [theirs.fileno()])
        theirs.close()
        ours.setblocking(False)
        made = asyncio.ensure_future(
            self.loop.create_unix_connection(lambda: Worker(self), sock=ours)
        )
        self.starting.add(made)
        made.add_done_callback(self.starting.discard)

    def _kill(self, worker: Worker) -> None:
        self._order(KILL, worker.number)
        if worker.transport is not None:
            worker.transport.abort()

    def lost(self, worker: Worker) -> None:
        """Replace a worker that is gone, and tell the client whose query it took along."""
        if worker in self.long:
            self.long.discard(worker)
        elif not worker.is_long:
            self.busy.discard(worker)
            if worker in self.idle:
                self.idle.remove(worker)
            self._order_worker()
        if self.is_ending:
            return
        if worker.number:
            self._order(KILL, worker.number)
        job = self._take_back(worker)
        if job is None or job.is_gone:
            return
        if not job.is_second and self.loop.time() - job.began < AT_ONCE:
            # Most likely the worker was dead before it got the question.
            job.is_second = True
            self.queue.appendleft(job)
        else:
            most = self.limits.memory // MEGABYTE
            job.fail(
                503,
                f"the worker of this query died; most likely it needed more than {most} MB of "
                "memory; narrow the query",
            )

    def end(self) -> None:
        """Close the line, which ends the nursery and all workers."""
        self.is_ending = True
        self.loop.remove_reader(self.line)
        if self.clock:
            self.clock.cancel()
        self.line.close()
