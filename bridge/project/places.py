"""The places in a project's folder that are looked for by their names: files and folders as the names say.

What is there under such a name and is something else (a link out, a link to nothing, a pipe, a device, a file
for a folder) is an error. Passed over, it would look as if it were not there: no lakefile, no packages.
"""

from __future__ import annotations

import os
from pathlib import Path

from proofgrad.bridge.errors import ProjectError

__all__ = ["refuse_others"]

_FILES = (
    *("lakefile.toml", "lakefile.lean", "lake-manifest.json", "lean-toolchain"),
    *("proofgrad.toml", "pyproject.toml", "declarations.txt"),
)
_FOLDERS = (".lake", ".lake/packages", ".lake/build", ".lake/build/lib", ".lake/build/lib/lean")
_OF_A_PACKAGE = ("", ".lake", ".lake/build", ".lake/build/lib", ".lake/build/lib/lean")


def refuse_others(root: Path) -> None:
    """Raise ProjectError for a place that is not what its name says, or leads out of the project.

    Args:
        root: the project's folder.
    """
    for name in _FILES:
        _refuse(root / name, root, folder=False)
    for name in _FOLDERS:
        _refuse(root / name, root, folder=True)
    packages = root / ".lake" / "packages"
    if packages.is_dir():
        for package in sorted(packages.iterdir()):
            for name in _OF_A_PACKAGE if package.is_dir() or package.is_symlink() else ():
                _refuse(package / name, root, folder=True)


def _refuse(place: Path, root: Path, *, folder: bool) -> None:
    if not os.path.lexists(place):
        return
    target = place.resolve()
    if not target.is_relative_to(root.resolve()):
        raise ProjectError(
            f"{place} leads out of the project, to {target}",
            hint="copy it into the project: nothing outside its folder is read",
        )
    if folder and not place.is_dir():
        raise ProjectError(
            f"{place} is no folder", hint="remove it: Lean's packages and results are kept there"
        )
    if not folder and not place.is_file():
        raise ProjectError(
            f"{place} is no ordinary file", hint="a pipe, a device or a link to nothing is not read"
        )
