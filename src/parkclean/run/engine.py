"""How steps of a run are carried out: one function, many tasks, results in the order of the tasks.

A run asks for nothing else, because what steps hand to each other lies in files, cut so that any step can read its
slice (`signing`, `crossfile`): another runner needs `map` and a folder that all its machines see.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, TypeVar

from parkclean.files import RefusedError, WriteError, remove_parts, shown

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

Task = TypeVar("Task")
Result = TypeVar("Result")

POOL_FROM = 4_000_000
"""Bytes of input from which a process pool pays for its start (0.3 s, at 10 to 100 MB a second)."""

AHEAD = 4
"""Tasks a process that are handed out before their results are taken."""

PATIENCE = 10.0
"""Seconds in which the processes of a killed run have to be gone."""


class Engine(Protocol):
    """Runs a step for many tasks."""

    def map(self, step: Callable[[Task], Result], tasks: Iterable[Task], /) -> Iterator[Result]:
        """The results in the order of the tasks; step and tasks can be pickled."""


class Local(AbstractContextManager["Local"]):
    """Processes of this machine; with one job everything happens in this process.

    None of them outlives this one, and nobody else writes to `folder` while one lives.
    Raises RefusedError if a run does that already.
    """

    def __init__(self, jobs: int, folder: Path) -> None:
        self.jobs = jobs
        self.folder = folder
        self._hold = _held_alone(folder)
        self._pool: ProcessPoolExecutor | None = None

    def map(self, step: Callable[[Task], Result], tasks: Iterable[Task], /) -> Iterator[Result]:
        """The results in the order of the tasks; at most `AHEAD` a process are on their way.

        Raises WriteError if a process died.
        """
        if self.jobs == 1:
            yield from map(step, tasks)
            return
        from concurrent.futures.process import BrokenProcessPool

        waiting: deque[Future[Result]] = deque()
        try:
            pool = self._started()
            for task in tasks:
                waiting.append(pool.submit(step, task))
                if len(waiting) >= AHEAD * self.jobs:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenProcessPool:
            raise WriteError(
                "a worker process died, perhaps for want of memory; go on with --resume --jobs 1"
            ) from None

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            from concurrent.futures import ProcessPoolExecutor

            self._pool = ProcessPoolExecutor(self.jobs, initializer=_begin_worker, initargs=(self.folder,))
        return self._pool

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._pool is not None:
            if error is not None:  # what a shard has done so far is worth no waiting
                for worker in list((self._pool._processes or {}).values()):
                    worker.terminate()
            self._pool.shutdown(cancel_futures=True)
            if error is not None:
                remove_parts(self.folder)
        os.close(self._hold)


def _begin_worker(folder: Path) -> None:
    """Ctrl-C reaches every process of the terminal; only the first one answers it, and when it dies all do."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _held(folder)  # never let go of: a worker that is not yet gone still writes
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    from multiprocessing import parent_process

    if parent := parent_process():
        parent.join()
        os._exit(1)


def _held(folder: Path, alone: bool = False) -> int:
    """A hold on the folder that ends with this process, or when it is closed. Raises BlockingIOError."""
    try:
        import fcntl
    except ImportError:  # Windows has no such holds
        return os.open(os.devnull, os.O_RDONLY)
    hold = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(hold, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(hold)
        raise
    except OSError:  # a file system that knows no locks
        pass
    return hold


def _held_alone(folder: Path) -> int:
    """The same when nobody else had one; from then on shared with the workers of this run."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            os.close(_held(folder, alone=True))
            return _held(folder)
        except BlockingIOError:
            if time.monotonic() > until:
                raise RefusedError(f"another run writes {shown(folder)}; wait for its end, or end it") from None
        time.sleep(0.05)


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def jobs_for(wanted: int | None, size: int, shards: int) -> int:
    """How many processes a run of so many bytes and shards has. Raises RefusedError for fewer than one."""
    if wanted is None:
        wanted = cores() if size >= POOL_FROM else 1
    elif not isinstance(wanted, int) or wanted < 1:
        raise RefusedError(f"jobs is a number, at least 1; got {wanted!r}")
    return max(1, min(wanted, shards))
