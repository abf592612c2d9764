"""Run one Lean process to its end or to its limit: wall clock, output size; and say what it cost.

The process leads a process group of its own, which is killed as a whole, so that nothing is left behind.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event

__all__ = ["Outcome", "run_process"]

OUTPUT_LIMIT = 64 << 20
"""Bytes of output after which a process is stopped: one that prints for ever must not fill the memory."""
POLL = 0.1
"""Seconds between two looks at the clock and at `stop`."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a process ended.

    Attributes:
        returncode: exit status; negative for a signal.
        stopped: why it was killed: ``timeout``, ``output``, ``cancelled``; None if it ended by itself.
        stdout, stderr: what it printed.
        seconds: wall clock.
        cpu_seconds: user and system time of it and its children.
        peak_bytes: largest resident set (0 where the system does not say).
    """

    returncode: int
    stopped: str | None
    stdout: str
    stderr: str
    seconds: float
    cpu_seconds: float
    peak_bytes: int


def run_process(
    command: Sequence[str],
    *,
    env: Mapping[str, str],
    cwd: Path,
    timeout: float,
    stop: Event | None = None,
    stdin: int | None = None,
) -> Outcome:
    """Run a command and wait for it.

    Args:
        command: program and arguments.
        env: its environment.
        cwd: its folder.
        timeout: wall-clock seconds until it is killed.
        stop: kill it when this is set.
        stdin: a file descriptor that it gets as standard input; None for nothing to read.

    Raises:
        OSError: the program cannot be started.
    """
    began = time.monotonic()
    process = subprocess.Popen(
        command,
        env=dict(env),
        cwd=cwd,
        stdin=subprocess.DEVNULL if stdin is None else stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    collected = {"stdout": bytearray(), "stderr": bytearray()}
    stopped: str | None = None
    usage: tuple[float, int] = (0.0, 0)
    try:
        stopped = _collect(process, collected, began + timeout, stop)
        if stopped is None:
            while (ended := _reap(process)) is None:
                if time.monotonic() > began + timeout:
                    stopped = "timeout"
                    break
                time.sleep(0.002)
            else:
                usage = ended
    finally:
        if process.returncode is None:
            kill_group(process)
            usage = _reap(process, block=True) or usage
        for stream in (process.stdout, process.stderr):
            if stream is not None:
                stream.close()
    return Outcome(
        returncode=process.returncode if process.returncode is not None else -9,
        stopped=stopped,
        stdout=collected["stdout"].decode("utf-8", "replace"),
        stderr=collected["stderr"].decode("utf-8", "replace"),
        seconds=time.monotonic() - began,
        cpu_seconds=usage[0],
        peak_bytes=usage[1],
    )


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """Kill the process and everything in its group."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)


def _collect(
    process: subprocess.Popen[bytes], into: dict[str, bytearray], deadline: float, stop: Event | None
) -> str | None:
    """Read both streams to their end; or say why to stop before that."""
    if sys.platform == "win32":
        return _collect_with_threads(process, into, deadline)
    with selectors.DefaultSelector() as selector:
        for name, stream in (("stdout", process.stdout), ("stderr", process.stderr)):
            if stream is not None:
                selector.register(stream, selectors.EVENT_READ, name)
        while selector.get_map():
            left = deadline - time.monotonic()
            if left <= 0:
                return "timeout"
            if stop is not None and stop.is_set():
                return "cancelled"
            for key, _ in selector.select(min(left, POLL)):
                chunk = os.read(key.fd, 1 << 16)
                if not chunk:
                    selector.unregister(key.fileobj)
                into[key.data] += chunk
            if len(into["stdout"]) + len(into["stderr"]) > OUTPUT_LIMIT:
                return "output"
    return None


def _collect_with_threads(
    process: subprocess.Popen[bytes], into: dict[str, bytearray], deadline: float
) -> str | None:
    """The same where pipes cannot be selected (Windows)."""
    try:
        out, err = process.communicate(timeout=max(0.0, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        return "timeout"
    into["stdout"] += out
    into["stderr"] += err
    return None


def _reap(process: subprocess.Popen[bytes], *, block: bool = False) -> tuple[float, int] | None:
    """Wait for the process; (CPU seconds, peak bytes) once it has ended, None if it still runs."""
    if sys.platform == "win32":
        if block:
            process.wait()
        return None if process.poll() is None else (0.0, 0)
    pid, status, usage = os.wait4(process.pid, 0 if block else os.WNOHANG)
    if pid == 0:
        return None
    process.returncode = os.waitstatus_to_exitcode(status)
    unit = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit
