"""A process that ends with the one that started it, whatever that one dies of."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys
import threading
import time

__all__ = ["die_with_parent"]

_SET_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of <sys/prctl.h>
_INTERVAL = 0.2
"""Seconds between two looks at the parent."""


def die_with_parent(parent: int) -> None:
    """End this process when its parent is gone.

    Args:
        parent: its process id, taken when this process began.

    Linux does it by itself, even where native code never gives back Python's lock; elsewhere a thread looks.
    """
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_SET_DEATH_SIGNAL, signal.SIGKILL)

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_INTERVAL)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
