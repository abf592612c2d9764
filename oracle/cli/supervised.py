"""A command that runs other people's kernels, in a process of its own: the exit code is ours alone.

A kernel can end the process that it is called in, with whatever exit status it likes. So the process that was
started, and whose exit status is believed, runs no kernel: it waits for a copy of itself that does the work
and says at its end how that came out. If the copy ends without having said so, there is no verdict.

In the copy, file descriptor 1 is standard error: what native code prints is no part of the results.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import signal
import sys
import time
from collections.abc import Callable, Iterator
from types import FrameType

from proofgrad.bridge.errors import EXIT_INCONCLUSIVE, ProofgradError

__all__ = ["NoVerdict", "can_supervise", "supervised"]

_CODE_BYTES = 1
_PATIENCE = 10.0
"""Seconds that the copy has to end after a signal."""
_ECHO = 0.5
"""Seconds within which a second interrupt is the first one's echo."""


class NoVerdict(ProofgradError):
    """The process that does the work ended without having said how it came out."""

    code = "no-verdict"
    exit_code = EXIT_INCONCLUSIVE


def can_supervise() -> bool:
    """Whether a process can be copied here: not on Windows."""
    return hasattr(os, "fork")


def supervised(work: Callable[[], int]) -> int:
    """Do the work in a copy of this process.

    Args:
        work: what is done; returns the exit code. Everything that it says, it says itself.

    Raises:
        NoVerdict: the copy ended without an answer.
    """
    token = secrets.token_bytes(16)
    reading, writing = os.pipe()
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            with contextlib.suppress(OSError, ValueError):
                stream.flush()
    parent = os.getpid()
    child = os.fork()
    if child == 0:
        _work_and_tell(work, parent, reading, writing, token)
    os.close(writing)
    with _passing_on(child):
        status = _wait(child)
    os.set_blocking(reading, False)  # a process that a kernel left behind may hold the other end
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read(len(token) + _CODE_BYTES) or b""
    if len(said) == len(token) + _CODE_BYTES and said.startswith(token):
        return said[-1]
    code = os.waitstatus_to_exitcode(status)
    fate = f"signal {-code}" if code < 0 else f"exit status {code}"
    raise NoVerdict(
        f"the process that called the kernels ended without a verdict ({fate}): a kernel ended it",
        hint="--isolate runs each kernel in a process of its own, and says which one it was",
    )


def _work_and_tell(work: Callable[[], int], parent: int, reading: int, writing: int, token: bytes) -> None:
    """In the copy: work, say how it came out, and end; nothing that was registered for the end is run."""
    from proofgrad.oracle.adapters.parent import die_with_parent

    code: int | None = None
    own = os.getpid()
    try:
        os.close(reading)
        os.set_inheritable(writing, False)
        die_with_parent(parent)
        _interrupted_once()
        _standard_output_aside()
        code = work()
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                with contextlib.suppress(OSError, ValueError):
                    stream.flush()
        if os.getpid() == own:  # and not a copy that a kernel made
            os.write(writing, token + bytes([code & 255]))
    finally:
        os._exit(EXIT_INCONCLUSIVE if code is None else code & 255)


def _interrupted_once() -> None:
    """A Ctrl-C reaches the copy twice, from the terminal and from the process that waits: the second one
    must not interrupt the clearing up after the first."""
    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        return
    last = -_ECHO

    def handler(number: int, frame: FrameType | None) -> None:
        nonlocal last
        now = time.monotonic()
        echo, last = now - last < _ECHO, now
        if not echo:
            signal.default_int_handler(number, frame)

    signal.signal(signal.SIGINT, handler)


def _standard_output_aside() -> None:
    """Keep standard output for what this program says; descriptor 1 becomes standard error."""
    try:
        kept = os.dup(1)
        os.dup2(2, 1)
    except OSError:
        return  # one of them is closed
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    sys.stdout = open(kept, "w", encoding=encoding, errors="replace", closefd=False)  # noqa: SIM115


@contextlib.contextmanager
def _passing_on(child: int) -> Iterator[None]:
    """While the copy works, signals are its business; if it does not end then (native code that keeps
    Python's lock), it is ended."""

    def tell(number: int, _frame: FrameType | None) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, number)
        signal.setitimer(signal.ITIMER_REAL, _PATIENCE)

    def end(_number: int, _frame: FrameType | None) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)

    before = {}
    for number, handler in (
        (signal.SIGINT, tell),  # a terminal tells both, whoever sends it to one process tells one
        (signal.SIGTERM, tell),
        (signal.SIGHUP, tell),
        (signal.SIGALRM, end),
    ):
        with contextlib.suppress(ValueError):  # not the main thread
            before[number] = signal.signal(number, handler)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        for number, old in before.items():
            signal.signal(number, old)


def _wait(child: int) -> int:
    while True:
        with contextlib.suppress(InterruptedError):
            return os.waitpid(child, 0)[1]
