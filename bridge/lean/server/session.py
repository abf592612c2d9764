"""One session with Lean's language server, driven by leanclient: diagnostics, goals, hover.

A session belongs to one set of compiled modules (a LEAN_PATH that never changes, see `build.store`), so what
it says cannot be stale. Text is always sent along, never read from disk behind our back. Every question has a
time limit; no answer, half an answer or a dead server is an error with a type, never an empty list. Closing a
session leaves no process and no file handle behind.
"""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Coroutine, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import psutil
from leanclient import aio

from proofgrad.bridge import settings
from proofgrad.bridge.lean.messages import Message
from proofgrad.bridge.errors import LeanCrashed, LeanTimeout, ProofgradError, ServerError
from proofgrad.bridge.lean.server.client import Client
from proofgrad.bridge.lean.server.loop import LoopThread
from proofgrad.bridge.lean.toolchain import STACK, Toolchain

__all__ = ["Goals", "LeanServer", "lake_server_command", "server_command"]

T = TypeVar("T")

START_TIMEOUT = 30.0
"""Seconds for the server to introduce itself."""
CLOSE_TIMEOUT = 10.0
"""Seconds for a session to end; then it is left to the operating system."""
_SEVERITIES = {1: "error", 2: "warning", 3: "information", 4: "information"}
_STALE = "Imports are out of date"


@dataclass(frozen=True, slots=True)
class Goals:
    """The state of a proof: ``goals`` (some are open), ``complete``, ``term`` (no tactics here: the goal is
    the type that the term must have), or ``no_goal`` (not in a proof).
    """

    status: str
    goals: tuple[str, ...]


def server_command(
    toolchain: Toolchain, lean_path: str, *, options: Sequence[str] = (), source_dir: Path | None = None
) -> list[str]:
    """The command line of a Lean server.

    Args:
        toolchain: which Lean.
        lean_path: where it finds compiled modules; no `lake` is asked.
        options: such as ``-DmaxRecDepth=1000``; the server hands them to its workers.
        source_dir: the folder that module names are relative to.
    """
    full, plain = toolchain.environment(lean_path), os.environ
    env = {name: value for name, value in full.items() if plain.get(name) != value}
    if source_dir is not None:
        env["LEAN_SRC_PATH"] = os.fspath(source_dir)
    starter = os.fspath(Path(__file__).resolve().with_name("start.py"))
    pairs = [f"{name}={value}" for name, value in env.items()]
    lean = toolchain.command("--server", STACK, *options)
    return [sys.executable, "-I", "-S", starter, *pairs, "--", *lean]


def lake_server_command(lake: Path, root: Path, environment: Mapping[str, str]) -> list[str]:
    """The command line of the server of a project's own lake: ``lake serve``, in the project's folder."""
    starter = os.fspath(Path(__file__).resolve().with_name("start.py"))
    path = f"PATH={environment['PATH']}"
    return [sys.executable, "-I", "-S", starter, path, f"--cwd={root}", "--", os.fspath(lake), "serve"]


class LeanServer:
    """A running Lean server. Use it as a context manager; it may be used from any one thread at a time.

    Args:
        command: how to start it, see :func:`server_command`.
        timeout: seconds for each question; None for PROOFGRAD_TIMEOUT or 300.
        workers: files that are open at the same time; each has a process of its own.

    Raises:
        LeanTimeout: (all methods) no answer in time. The file is closed then, so that it takes no more CPU
            time.
        LeanCrashed: (all methods) the process that elaborates the file died.
        ServerError: (all methods) the server does not start, has died or talks nonsense.
    """

    def __init__(self, command: Sequence[str], *, timeout: float | None = None, workers: int = 2) -> None:
        self.command = list(command)
        self.timeout = settings.module_timeout() if timeout is None else timeout
        self.workers = workers
        self._loop: LoopThread | None = None
        self._client: Client | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    # Life cycle

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def start(self) -> None:
        """Start the server and wait until it has introduced itself."""
        if self._loop is not None:
            raise ServerError("the session has been started already")
        self._folder = tempfile.TemporaryDirectory(prefix="proofgrad-server-")
        self._loop = LoopThread("lean-server")
        try:
            self._ask(self._start(), START_TIMEOUT, "start")
        except BaseException:
            self.close()
            raise

    async def _start(self) -> None:
        assert self._folder is not None
        self._client = Client(
            self._folder.name,
            max_workers=self.workers,
            request_timeout=self.timeout,
            check_version=False,
            server_command=self.command,
        )
        await self._client.start()

    def close(self) -> None:
        """End the session and every process of it. Harmless if there is none."""
        loop, folder = self._loop, self._folder
        self._loop = self._folder = None
        if loop is not None:
            family = [] if self._client is None else self._client.family()
            try:
                if self._client is not None:
                    with contextlib.suppress(TimeoutError, *_TRANSLATED):
                        loop.submit(self._client.end(), CLOSE_TIMEOUT).result(CLOSE_TIMEOUT)
            finally:
                for process in family:
                    with contextlib.suppress(psutil.Error):
                        process.kill()
                self._client = None
                loop.stop(CLOSE_TIMEOUT)
        if folder is not None:
            folder.cleanup()

    @property
    def alive(self) -> bool:
        """Whether the server runs and the connection stands."""
        return self._client is not None and bool(self._client.alive)

    # Asking

    def _submit(self, question: Coroutine[Any, Any, T], timeout: float) -> Future[T]:
        if self._loop is None:
            question.close()
            raise ServerError("the session with the Lean server is closed")
        return self._loop.submit(question, timeout)

    def _ask(self, question: Coroutine[Any, Any, T], timeout: float, what: str) -> T:
        """Have the session's thread do something; wait for the answer; translate what may go wrong."""
        future = self._submit(question, timeout)
        try:
            # The margin lets the inner limit strike first; the outer one is for a loop that is stuck.
            return future.result(timeout + CLOSE_TIMEOUT)
        except _TRANSLATED as error:
            future.cancel()
            raise _translate(error, timeout, what) from error

    def diagnostics(self, path: Path, text: str, *, timeout: float | None = None) -> tuple[Message, ...]:
        """Elaborate a file and return all that Lean says about it, in the order of the file.

        Args:
            path: its absolute path; nothing is read from there.
            text: its content.
            timeout: seconds, instead of the session's.
        """
        limit = self.timeout if timeout is None else timeout
        return self._ask(self._diagnostics(os.fspath(path), text, limit), limit, path.name)

    async def _diagnostics(self, path: str, text: str, limit: float) -> tuple[Message, ...]:
        async with self._opened(path, text) as client:
            return await self._report(client, path, limit)

    async def _report(self, client: aio.AsyncLeanLSPClient, path: str, limit: float) -> tuple[Message, ...]:
        report = await client.diagnostics(path, timeout=limit)
        if report.version is None or report.partial:
            raise ServerError("the Lean server gave no diagnostics for the current text")
        messages = tuple(sorted(map(_message, report.items), key=lambda m: (m.line or 0, m.column or 0)))
        if any(m.severity == "error" and m.text.startswith(_STALE) for m in messages):
            raise ServerError("the Lean server says that imports are out of date")
        return messages

    def goals(self, path: Path, text: str, line: int, column: int) -> Goals:
        """The goals at a position of a file (line 1-based, column 0-based in characters)."""
        return self.goals_at(path, text, [(line, column)])[0][0]

    def goals_at(
        self, path: Path, text: str, places: Sequence[tuple[int, int]]
    ) -> tuple[tuple[Goals, ...], tuple[Message, ...]]:
        """The goals at some positions of a file, as with :meth:`goals`, and all that Lean says about it."""
        return self._ask(self._goals(os.fspath(path), text, places), self.timeout, path.name)

    async def _goals(
        self, path: str, text: str, places: Sequence[tuple[int, int]]
    ) -> tuple[tuple[Goals, ...], tuple[Message, ...]]:
        async with self._opened(path, text) as client:
            messages = await self._report(client, path, self.timeout)
            answers = []
            for line, column in places:
                found = await client.goal(path, line - 1, column)
                answer = Goals(found.status, tuple(found.goals))
                if answer.status == "no_goal":
                    term = await client.term_goal(path, line - 1, column)
                    if term is not None:
                        answer = Goals("term", (str(term["goal"]),))
                answers.append(answer)
            return tuple(answers), messages

    def hover(self, path: Path, text: str, line: int, column: int) -> str | None:
        """What an editor shows for a position, as Markdown; None where there is nothing."""
        return self._ask(self._hover(os.fspath(path), text, line, column), self.timeout, path.name)

    async def _hover(self, path: str, text: str, line: int, column: int) -> str | None:
        async with self._opened(path, text) as client:
            await self._report(client, path, self.timeout)
            found = await client.hover(path, line - 1, column)
            return None if found is None else str(found["contents"]["value"])

    @contextlib.asynccontextmanager
    async def _opened(self, path: str, text: str) -> Any:
        """Open a file, close it at the end: then its process ends, even in the middle of a proof."""
        assert self._client is not None
        await self._client.open(path, text=text, wait=False)
        try:
            yield self._client
        finally:
            await self._client.close_file(path)

    def diagnostics_of_all(
        self, files: Mapping[str, tuple[Path, str]], *, timeout: float | None = None
    ) -> Iterator[tuple[str, tuple[Message, ...] | ProofgradError]]:
        """Elaborate files (key -> path, text), a few at the same time.

        Yields:
            The key with the messages or with the error of that file, as they come in.
        """
        limit = self.timeout if timeout is None else timeout
        pending = iter(files.items())
        running: dict[Future[tuple[Message, ...]], str] = {}
        while True:
            while len(running) < self.workers and (item := next(pending, None)) is not None:
                key, (path, text) = item
                running[self._submit(self._diagnostics(os.fspath(path), text, limit), limit)] = key
            if not running:
                return
            for future in wait(running, timeout=limit + CLOSE_TIMEOUT, return_when=FIRST_COMPLETED)[0] or [
                *running
            ]:
                key = running.pop(future)
                try:
                    yield key, future.result(0)
                except _TRANSLATED as error:
                    yield key, _translate(error, limit, key)


_TRANSLATED = (
    ProofgradError,
    aio.LeanClientError,
    OSError,
    EOFError,
    LookupError,
    TypeError,
    ValueError,
    AttributeError,
)
"""What goes wrong with a server, and what reading nonsense raises. TimeoutError is an OSError."""


def _translate(error: Exception, timeout: float, what: str) -> ProofgradError:
    """The error of ours that stands for what leanclient or the reading of its answers raised."""
    if isinstance(error, ProofgradError):
        return error
    if isinstance(error, TimeoutError | aio.LeanRequestTimeout):
        return LeanTimeout(f"the Lean server did not answer within {timeout:g} s ({what})")
    if isinstance(error, aio.LeanWorkerCrashed):
        return LeanCrashed(f"Lean crashed ({what}): {error}")
    if isinstance(error, aio.LeanTransportError):
        tail = error.stderr_tail.strip()[-400:]
        return ServerError(f"the Lean server is gone ({what}): {error}" + (f": {tail}" if tail else ""))
    if isinstance(error, aio.LeanClientError | OSError | EOFError):
        return ServerError(f"the Lean server failed ({what}): {error}")
    return ServerError(f"the Lean server talks nonsense ({what}): {error!r}")


def _message(item: Mapping[str, Any]) -> Message:
    place = item.get("fullRange") or item["range"]
    code = item.get("code")
    return Message(
        severity=_SEVERITIES[item.get("severity", 1)],
        text=str(item["message"]),
        line=place["start"]["line"] + 1,
        column=place["start"]["character"],
        end_line=place["end"]["line"] + 1,
        end_column=place["end"]["character"],
        kind=code if isinstance(code, str) else "",
    )


