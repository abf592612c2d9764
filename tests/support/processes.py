"""The processes below a test: what it has begun must be gone when it ends."""

from __future__ import annotations

import contextlib

import psutil

__all__ = ["descendants"]


def descendants() -> list[psutil.Process]:
    """The processes below this one that have not ended.

    An earlier test of the same worker may have left one on purpose (multiprocessing's resource tracker stays
    until its parent ends): compare with what was there before.
    """
    alive = []
    for process in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):
            if process.status() != psutil.STATUS_ZOMBIE:
                alive.append(process)
    return alive
