"""Every environment variable of proofgrad, in one place and under one prefix.

Command-line flags and function arguments win over these; these win over the defaults. A variable that is set
to the empty string counts as not set. Values are read at each use, not at import, so that a test or a caller
may change them.
"""

from __future__ import annotations

import os

from proofgrad.bridge.errors import UsageError

__all__ = ["VARIABLES", "cache_folder", "jobs", "lake_use", "lean_choice", "memory_limit", "module_timeout"]

VARIABLES: dict[str, str] = {
    "PROOFGRAD_CACHE_DIR": "folder for compiled modules and other caches (default: the user's cache folder)",
    "PROOFGRAD_LEAN": "'embedded' (the pip wheel), 'project' (elan/lake), or the path of a lean executable",
    "PROOFGRAD_LAKE": "'auto' (your own lake builds what is imported), 'serve' (and is the server), 'never'",
    "PROOFGRAD_TIMEOUT": "seconds of wall clock that Lean may spend on one module (default 300)",
    "PROOFGRAD_JOBS": "modules compiled, and nodes tested, at the same time (default: the usable cores)",
    "PROOFGRAD_MEMORY": "MiB that one Lean process, or the second checker, may use at most (default 3072)",
}
"""Name and meaning; `doctor` prints this table."""

DEFAULT_TIMEOUT = 300.0
DEFAULT_MEMORY = 3072


def _text(name: str) -> str | None:
    return os.environ.get(name) or None


def _positive(name: str, default: float) -> float:
    text = _text(name)
    if text is None:
        return default
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0.0 < value < float("inf"):
        raise UsageError(f"{name}={text!r} is not a positive number", hint=VARIABLES[name])
    return value


def cache_folder() -> str | None:
    """The folder that the user wants caches in, or None for the default."""
    return _text("PROOFGRAD_CACHE_DIR")


def lean_choice() -> str | None:
    """``embedded``, ``project``, a path, or None for the automatic choice."""
    return _text("PROOFGRAD_LEAN")


def lake_use() -> str:
    """``auto``, ``serve`` or ``never``. Raises UsageError for anything else."""
    text = _text("PROOFGRAD_LAKE") or "auto"
    if text not in ("auto", "serve", "never"):
        raise UsageError(f"PROOFGRAD_LAKE={text!r} is neither auto nor serve nor never")
    return text


def module_timeout() -> float:
    """Wall-clock seconds for one module. Raises UsageError if the variable is not a positive number."""
    return _positive("PROOFGRAD_TIMEOUT", DEFAULT_TIMEOUT)


def memory_limit() -> int:
    """MiB for one Lean process, or the second checker. Raises UsageError if it is not a positive number."""
    return int(_positive("PROOFGRAD_MEMORY", DEFAULT_MEMORY))


def jobs() -> int:
    """How many modules to compile, or nodes to test, at once: the variable, else the usable cores.

    Raises UsageError if the variable is not a positive number.
    """
    if _text("PROOFGRAD_JOBS") is not None:
        return max(1, int(_positive("PROOFGRAD_JOBS", 1)))
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return os.cpu_count() or 1
