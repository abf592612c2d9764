"""`lean` without a C compiler: a script that calls `lean_main` of a Lean shared library in this process.

Usage: ``python -I -S launcher.py LIBRARY EXECUTABLE [lean's arguments]``. EXECUTABLE is a path that runs this
    script
again (Lean's server starts its workers through it). The script stands alone: it imports nothing of proofgrad
and, for the sake of start-up time, little of Python. A thread watches over the process, because Lean's own
limits have no effect here: it ends the process when the parent is gone (no orphans) and when memory passes
PROOFGRAD_MEMORY MiB.
"""

# pathlib would double the start-up time
# ruff: noqa: PTH120, PTH123

import _thread
import ctypes
import os
import resource
import signal
import sys
import time

EXIT_MEMORY = 97
"""Exit status when the memory limit was passed; Lean itself uses 0, 1 and 2."""
EXIT_ORPHAN = 98
"""Exit status when the parent process died."""
INTERVAL = 0.1
"""Seconds between two looks at parent and memory."""


def _memory() -> int:
    """Resident bytes: now (Linux, where ru_maxrss also counts the parent before exec) or at most (macOS)."""
    try:
        with open("/proc/self/statm", "rb") as file:
            return int(file.read().split()[1]) * resource.getpagesize()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _watch(parent: int, limit: int) -> None:
    while True:
        time.sleep(INTERVAL)
        if os.getppid() != parent:
            os._exit(EXIT_ORPHAN)
        if _memory() > limit:
            os.write(2, b"proofgrad: memory limit passed\n")
            os._exit(EXIT_MEMORY)


def main(library: str, executable: str, arguments: list[str]) -> int:
    """Run Lean and return its exit status."""
    os.environ["LEAN_SYSROOT"] = os.path.dirname(os.path.dirname(executable))
    os.environ["LEAN_WORKER_PATH"] = executable
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    lean = ctypes.CDLL(library)
    limit = int(os.environ.get("PROOFGRAD_MEMORY") or 3072) << 20
    _thread.start_new_thread(_watch, (os.getppid(), limit))
    argv = [os.fsencode(executable), *map(os.fsencode, arguments)]
    status: int = lean.lean_main(len(argv), (ctypes.c_char_p * (len(argv) + 1))(*argv, None))
    ctypes.CDLL(None).fflush(None)
    return status & 255


if __name__ == "__main__":
    os._exit(main(sys.argv[1], sys.argv[2], sys.argv[3:]))
