"""An asyncio loop in a thread of its own, so that sessions work in notebooks too."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

from proofgrad.bridge.errors import ServerError

__all__ = ["LoopThread"]

T = TypeVar("T")


class LoopThread:
    """Runs coroutines in a background thread until it is stopped."""

    def __init__(self, name: str) -> None:
        self._running = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        self._thread = threading.Thread(target=lambda: asyncio.run(self._main()), name=name, daemon=True)
        self._thread.start()
        self._running.wait()

    async def _main(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        self._running.set()
        await self._stop.wait()
        # asyncio.run cancels what is left of the tasks.

    def submit(self, work: Coroutine[Any, Any, T], timeout: float) -> Future[T]:
        """Start a coroutine; its result, or TimeoutError, comes as a future.

        Raises ServerError if stopped.
        """
        if self._loop is None or self._loop.is_closed():
            work.close()
            raise ServerError("the session with the Lean server is closed")
        return asyncio.run_coroutine_threadsafe(asyncio.wait_for(work, timeout), self._loop)

    def stop(self, timeout: float) -> None:
        """Cancel what still runs and end the thread."""
        if self._loop is not None and self._stop is not None and self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stop.set)
            self._thread.join(timeout)
