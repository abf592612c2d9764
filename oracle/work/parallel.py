"""Nodes tested by several processes at once.

The processes are forked, so that nothing has to be carried over but results, and only for the project's own
kernels: code of a user's, or of a framework with threads of its own, need not survive a fork. What one
process finds does not depend on the others.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
import warnings
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

__all__ = ["BrokenProcessPool", "can_fork", "in_processes"]

T = TypeVar("T")
U = TypeVar("U")

_task: tuple[Callable[..., object], Sequence[object]] | None = None
"""What the processes do, and on what; they find it here, as they are copies of this one."""


def can_fork() -> bool:
    """Whether processes can be forked safely: on Linux. On macOS system libraries do not survive it."""
    return sys.platform == "linux"


def in_processes(
    jobs: int, work: Callable[[T], U], items: Sequence[T], on_done: Callable[[T], None]
) -> list[U | Exception]:
    """``work(item)`` for every item, by so many processes.

    Args:
        jobs: how many processes, at most.
        work: what is done; its results must be able to be pickled.
        items: on what.
        on_done: called when one is done.

    Returns:
        A result for each item, in order; or what was raised instead, or
        :class:`~concurrent.futures.process.BrokenProcessPool` where a process died.
    """
    global _task
    _task = (work, items)
    context = multiprocessing.get_context("fork")
    pool = ProcessPoolExecutor(min(jobs, len(items)), context, _settle, (os.getpid(),))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of Python 3.12, about threads
            futures: list[Future[U]] = [pool.submit(_one, i) for i in range(len(items))]
        places = {future: i for i, future in enumerate(futures)}
        for future in as_completed(futures):
            on_done(items[places[future]])
        pool.shutdown()
    except BaseException:  # Ctrl-C above all: no process is left behind
        for process in multiprocessing.active_children():
            process.kill()
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    finally:
        _task = None
    return [_outcome(future) for future in futures]


def _outcome(future: Future[Any]) -> Any:
    error = future.exception()
    if error is None:
        return future.result()
    return error if isinstance(error, Exception) else BrokenProcessPool(repr(error))


def _one(index: int) -> Any:
    assert _task is not None
    work, items = _task
    return work(items[index])


def _settle(parent: int) -> None:
    """In a new process: Ctrl-C is the parent's business, and without a parent there is nothing to do."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1.0)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
