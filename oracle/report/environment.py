"""What a test ran on: versions and the CPU, as far as the machine tells."""

from __future__ import annotations

import platform
import sys
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from proofgrad.bridge._version import __version__

__all__ = ["environment"]

PACKAGES = ("numpy", "python-flint", "mpmath", "ml-dtypes", "torch", "jax", "scipy")


def cpu() -> str:
    """The CPU's own name where Linux tells it, else its architecture."""
    try:
        for line in Path("/proc/cpuinfo").read_text("utf-8", "replace").splitlines():
            key, _, value = line.partition(":")
            if key.strip() == "model name":
                return value.strip()
    except OSError:
        pass  # not Linux
    return platform.processor() or platform.machine()


def environment() -> dict[str, str]:
    """Names and versions, and when. Optional backends are there only if they have been imported."""
    found = {"proofgrad": __version__, "python": platform.python_version(), "platform": platform.platform()}
    found["cpu"] = cpu()
    found["date"] = f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
    for name in PACKAGES:
        if name in ("torch", "jax", "scipy") and name not in sys.modules:
            continue
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
