"""leanclient with what it lacks: no watch over a folder, whose process it is, and an end that leaves nothing.

Everything that we ask of private names of leanclient (0.13) and of asyncio stands here, and nowhere else:
``_start_file_watcher`` and ``_watch_ready`` of the client, the ``_proc`` of its ``_transport``, and the
``_transport`` of that process. A new version of leanclient needs a look at this file alone.
"""

from __future__ import annotations

import contextlib
from typing import Any

import psutil
from leanclient import aio

__all__ = ["Client"]


class Client(aio.AsyncLeanLSPClient):
    """A client whose text never comes from disk."""

    def _start_file_watcher(self) -> None:
        self._watch_ready.set()

    def family(self) -> list[Any]:
        """The server's process (last) and all its descendants: its workers lead sessions of their own."""
        process = self._transport._proc
        if process is None:
            return []
        try:
            parent = psutil.Process(process.pid)
            return [*parent.children(recursive=True), parent]
        except psutil.Error:
            return []

    async def end(self) -> None:
        """Close, also where the connection had broken before: then leanclient leaves the process alone."""
        try:
            await self.close()
        finally:
            process = self._transport._proc
            if process is not None:
                if process.returncode is None:
                    with contextlib.suppress(ProcessLookupError):
                        process.kill()
                await process.wait()
                process._transport.close()  # type: ignore[attr-defined]
