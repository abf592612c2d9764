"""Use the project's own lake, where there is one: it builds dependencies and knows where they are.

Only with one's own Lean, whose `lake` lies beside it; the Lean in the wheel has none. What the project
imports from its packages is built by `lake build`; the project's own modules are compiled by
:mod:`~proofgrad.bridge.build.run` with the search path that `lake env` gives, one by one, with messages as
JSON, time limit, memory limit, and by content. A `lakefile.lean` is read through
`lake translate-config toml`.
`PROOFGRAD_LAKE=serve` has the Lean server be `lake serve` as well, after a `lake build` of everything, and
`never` leaves lake alone.

This was written from lake's documentation and is tested with a stand-in for lake, since no real one was at
hand. Whatever lake does that is not understood ends in an error, never in an accepted proof: lake decides
where imports lie, and Lean what is proven.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from proofgrad.bridge import settings
from proofgrad.bridge.build.plan import External
from proofgrad.bridge.errors import LakeError, ProjectError
from proofgrad.bridge.lean.process import run_process
from proofgrad.bridge.lean.toolchain import Toolchain
from proofgrad.bridge.project.header import read_header
from proofgrad.bridge.project.project import Project, project_from_config
from proofgrad.bridge.project.toml import read_toml

__all__ = ["find_lake", "lake_build", "lake_environment", "prepared"]

_TAIL = 600
_HINT = "run `lake build` in the project and see what it says; PROOFGRAD_LAKE=never goes on without lake"


def find_lake(project: Project, toolchain: Toolchain) -> Path | None:
    """The `lake` beside one's own Lean; None for a folder without a lakefile, or where there is none."""
    if toolchain.source != "project" or settings.lake_use() == "never":
        return None
    if not any((project.root / name).is_file() for name in ("lakefile.toml", "lakefile.lean")):
        return None
    lake = toolchain.executable.with_name("lake" + toolchain.executable.suffix)
    return lake if lake.is_file() else None


def lake_environment(toolchain: Toolchain) -> dict[str, str]:
    """The environment that lake runs in: its own Lean first, and nothing left over of another one."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("LEAN", "LAKE"))}
    env["PATH"] = os.pathsep.join([os.fspath(toolchain.executable.parent), env.get("PATH", os.defpath)])
    return env


def _lake(
    lake: Path, project: Project, toolchain: Toolchain, arguments: Sequence[str], timeout: float | None
) -> str:
    """What a lake command prints on standard output.

    Raises:
        LakeError: it failed, crashed, or did not finish in time.
    """
    limit = settings.module_timeout() if timeout is None else timeout
    what = f"lake {' '.join(arguments[:3])}"
    try:
        outcome = run_process(
            [os.fspath(lake), *arguments], env=lake_environment(toolchain), cwd=project.root, timeout=limit
        )
    except OSError as error:
        raise LakeError(f"{lake} cannot be started: {error}", hint=_HINT) from error
    if outcome.stopped is not None:
        raise LakeError(f"`{what}` did not finish within {limit:g} s and was stopped", hint=_HINT)
    if outcome.returncode != 0:
        said = (outcome.stderr.strip() + "\n" + outcome.stdout.strip()).strip()[-_TAIL:]
        raise LakeError(f"`{what}` failed with status {outcome.returncode}: {said}", hint=_HINT)
    return outcome.stdout


def prepared(project: Project, toolchain: Toolchain, *, timeout: float | None = None) -> Project:
    """The project as its own lake sees it, with what it imports from its packages built.

    Args:
        project: as read without lake.
        toolchain: whose lake.
        timeout: wall-clock seconds for each lake command; None for PROOFGRAD_TIMEOUT or 300.

    Returns:
        The same project where there is no lake.

    Raises:
        LakeError: lake fails or does not finish.
        ProjectError: its lakefile asks for what is not supported, or its packages lie outside its folder.
    """
    lake = find_lake(project, toolchain)
    if lake is None:
        return project
    if not (project.root / "lakefile.toml").is_file():
        project = _translated(lake, project, toolchain, timeout)
    wanted = _imported(project, toolchain)
    if not wanted:
        return project
    lake_build(lake, project, toolchain, wanted, timeout=timeout)
    return replace(project, packages=_search_path(lake, project, toolchain, timeout))


def lake_build(
    lake: Path, project: Project, toolchain: Toolchain, targets: Sequence[str] = (), *, timeout: float | None
) -> None:
    """``lake build`` of some modules, or of the default targets. Raises LakeError."""
    _lake(lake, project, toolchain, ["build", *targets], timeout)


def _translated(lake: Path, project: Project, toolchain: Toolchain, timeout: float | None) -> Project:
    """The project with the options, roots and folders of its `lakefile.lean`."""
    with tempfile.TemporaryDirectory(prefix="proofgrad-lake-") as folder:
        file = Path(folder, "lakefile.toml")
        _lake(lake, project, toolchain, ["translate-config", "toml", os.fspath(file)], timeout)
        try:
            config = read_toml(file)
        except (OSError, ValueError) as error:
            raise LakeError(f"lake did not translate {project.root}/lakefile.lean: {error}") from error
    try:
        return project_from_config(project.root, config)
    except (TypeError, AttributeError, KeyError) as error:
        raise ProjectError(f"{project.root}/lakefile.lean is not understood: {error!r}") from error


def _imported(project: Project, toolchain: Toolchain) -> list[str]:
    """Modules that the project imports from its packages, whether they are built or not."""
    own = External(replace(project, packages=()), toolchain)
    found: dict[str, None] = {}
    for name in project.modules():
        try:
            header = read_header(project.path_of(name).read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError):
            continue  # the build says what is wrong with it
        for module in header.modules:
            if not project.has(module) and own.file(module) is None:
                found[module] = None
    return list(found)


def _search_path(
    lake: Path, project: Project, toolchain: Toolchain, timeout: float | None
) -> tuple[Path, ...]:
    """Where lake finds compiled modules, but for the project's own: those are compiled here."""
    ask = [sys.executable, "-I", "-S", "-c", "import os; print(os.environ.get('LEAN_PATH', ''))"]
    said = _lake(lake, project, toolchain, ["env", *ask], timeout).strip()
    if not said:
        raise LakeError(f"`lake env` gives no LEAN_PATH for {project.root}", hint=_HINT)
    parts = [part for part in said.splitlines()[-1].split(os.pathsep) if part]
    folders = [Path(os.path.normpath(project.root / part)) for part in parts]
    own = (project.root / ".lake" / "build").resolve()
    standard = toolchain.executable.resolve().parent.parent
    kept = [
        folder
        for folder in folders
        if not folder.resolve().is_relative_to(own) and not folder.resolve().is_relative_to(standard)
    ]
    return tuple(project.inside(folder) for folder in kept if folder.is_dir())
