"""Judge given .olean files by the second checker alone: no Lean, no sources, and nothing of theirs is run.

What is judged is what stands in the files, not the sources that somebody says they were made from. Everything
is read in a process of its own, within a time-out and a memory limit, and nothing is remembered.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from proofgrad.bridge.build.run import BuildEvent
from proofgrad.bridge.checking.declared import list_of
from proofgrad.bridge.checking.model import CheckResult, Problem
from proofgrad.bridge.checking.second.given import GivenCheck
from proofgrad.bridge.errors import ProjectError
from proofgrad.bridge.project.header import is_file_name, join_name
from proofgrad.bridge.project.project import load_project
from proofgrad.bridge.reading.configure import read_config

__all__ = ["check_oleans", "find_oleans"]

_SUFFIX = ".olean"


def find_oleans(folder: Path) -> dict[str, Path]:
    """The .olean files below a folder by the names of their modules: ``A/B.olean`` is ``A.B``.

    Raises:
        ProjectError: there is no such folder, it cannot be read, or a link in it leads out of it.
    """
    if not folder.is_dir():
        raise ProjectError(f"no such folder: {folder}", hint="--oleans takes a folder with .olean files")
    top = folder.resolve()
    found: dict[str, Path] = {}

    def failed(error: OSError) -> None:
        raise ProjectError(f"cannot read the folder {error.filename}: {error.strerror}") from error

    for at, folders, files in os.walk(folder, onerror=failed):  # links to folders are not followed
        folders.sort()
        for name in sorted(files):
            path = Path(at, name)
            if _SUFFIX not in name or not path.is_file():
                continue
            if path.is_symlink() and not path.resolve().is_relative_to(top):
                raise ProjectError(
                    f"{path} leads out of the folder, to {path.resolve()}",
                    hint="copy the file into the folder: nothing outside it is read",
                )
            module = join_name([*path.parent.relative_to(folder).parts, name.removesuffix(_SUFFIX)])
            if name.endswith(_SUFFIX) and is_file_name(module):
                found[module] = path
    return found


def check_oleans(
    folder: Path,
    *,
    project: Path | str | None = None,
    timeout: float | None = None,
    allow_axioms: Iterable[str] = (),
    require_proof: bool = False,
    on_event: Callable[[BuildEvent], None] | None = None,
) -> CheckResult:
    """Check the .olean files below a folder.

    Args:
        folder: where they are.
        project: a folder whose `declarations.txt` they are compared with, and whose `proofgrad.toml` says
            what nodes are called; None for no comparison and the names of the library that ships.
        timeout: wall-clock seconds for all of it; None for PROOFGRAD_TIMEOUT or 300.
        allow_axioms, require_proof, on_event: as for :func:`proofgrad.bridge.check`.

    Raises:
        ProjectError: the folder cannot be read, or a link in it leads out of it.
    """
    began = time.monotonic()
    folder = folder.absolute()
    oleans = find_oleans(folder)
    check = GivenCheck(
        {name: path.relative_to(folder).as_posix() for name, path in oleans.items()}, tuple(allow_axioms)
    )
    if not oleans:
        check.problems.append(Problem.of("empty", f"there are no .olean files below {folder}"))
    else:
        if on_event is not None:
            on_event(BuildEvent("stage", "rechecking with the second checker", 0, len(oleans)))
        wanted = root = None
        if project is not None:
            loaded = load_project(project)
            root = loaded.root
            wanted, problems = list_of(root)
            read_config(root, loaded.inside)  # what is wrong with it is said at once
            check.problems += problems
        check.run(oleans, timeout=timeout, require_proof=require_proof, wanted=wanted, project=root)
    return check.result(oleans, folder, began)
