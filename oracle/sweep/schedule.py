"""Who does the pieces of a long piece of work: processes of this machine, or the workers of a Dask cluster.

Both are given to an existing engine (concurrent.futures, dask.distributed). A piece whose worker dies is done
again elsewhere, a few times; done twice it gives the same.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any, TypeVar

from proofgrad.bridge.errors import UsageError

__all__ = ["done_by"]

T = TypeVar("T")
U = TypeVar("U")

RETRIES = 3
"""A piece is given up after so many workers died over it."""


def done_by(
    work: Callable[[T], U], pieces: Sequence[T], *, jobs: int = 1, scheduler: str | None = None
) -> Iterator[tuple[int, U]]:
    """The results of ``work(piece)`` as they come, each with the number of its piece.

    Args:
        work: a function of a module, so that another process finds it.
        pieces: what it is called with; they must be able to be pickled.
        jobs: processes of this machine; with one the work is done in this process.
        scheduler: instead, a Dask scheduler: its address (``tcp://host:8786``) or a scheduler file.

    Raises:
        UsageError: Dask is not installed, or there is no such scheduler.
        BrokenProcessPool: a piece was given up.
    """
    if scheduler is not None:
        yield from _by_dask(work, pieces, scheduler)
    elif jobs <= 1:
        for number, piece in enumerate(pieces):
            yield number, work(piece)
    else:
        yield from _by_processes(work, pieces, jobs)


def _by_processes(work: Callable[[T], U], pieces: Sequence[T], jobs: int) -> Iterator[tuple[int, U]]:
    deaths = 0
    left = list(range(len(pieces)))
    while left:
        pool = ProcessPoolExecutor(min(jobs, len(left)), multiprocessing.get_context("spawn"))
        running: dict[Future[U], int] = {}
        waiting = iter(list(left))
        try:
            more = True
            while more or running:
                while more and len(running) < 2 * jobs:  # no more at once: a stop leaves little half done
                    number = next(waiting, None)
                    if number is None:
                        more = False
                    else:
                        running[pool.submit(work, pieces[number])] = number
                for future in wait(running, return_when=FIRST_COMPLETED).done if running else ():
                    number = running.pop(future)
                    found = future.result()
                    left.remove(number)
                    yield number, found
        except BrokenProcessPool:
            deaths += 1
            if deaths > RETRIES:
                raise
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _by_dask(work: Callable[[T], U], pieces: Sequence[T], scheduler: str) -> Iterator[tuple[int, U]]:
    try:
        import distributed
    except ImportError as error:
        raise UsageError(
            "--scheduler needs Dask, which is not installed", hint="pip install 'proofgrad[cluster]'"
        ) from error
    where: dict[str, Any] = (
        {"scheduler_file": scheduler} if Path(scheduler).is_file() else {"address": scheduler}
    )
    try:
        client: Any = distributed.Client(timeout=5, set_as_default=False, **where)  # type: ignore[no-untyped-call]
    except (OSError, TimeoutError, ValueError) as error:
        raise UsageError(
            f"no Dask scheduler answers at {scheduler}", hint="dask scheduler starts one, dask worker workers"
        ) from error
    with client:
        numbers = {
            client.submit(work, piece, retries=RETRIES, pure=False): n for n, piece in enumerate(pieces)
        }
        done: Any = distributed.as_completed
        for future in done(list(numbers), loop=client.loop):
            yield numbers[future], future.result()
            future.release()
