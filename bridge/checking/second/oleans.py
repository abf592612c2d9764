"""Judge given .olean files by the second checker alone: no Lean, no sources, and nothing of theirs is run.

What is judged is what stands in the files, not the sources that somebody says they were made from. Everything
is read in a process of its own, within a time-out and a memory limit, and nothing is remembered.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from proofgrad.bridge.build.compile import ModuleResult, Status
from proofgrad.bridge.build.run import BuildEvent
from proofgrad.bridge.checker import Recheck
from proofgrad.bridge.checking.audit import Facts, fact_problems
from proofgrad.bridge.checking.declared import list_of
from proofgrad.bridge.checking.model import CheckResult, Problem, finished
from proofgrad.bridge.checking.second.apart import Answer, ask
from proofgrad.bridge.checking.second.opinion import SHOWN, verdict_problems
from proofgrad.bridge.errors import OleanError, ProjectError
from proofgrad.bridge.project.header import is_file_name, join_name
from proofgrad.bridge.project.project import Project, load_project
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
    files = {name: path.relative_to(folder).as_posix() for name, path in oleans.items()}
    check = _Check(folder, oleans, files, tuple(allow_axioms))
    if not oleans:
        check.problems.append(Problem.of("empty", f"there are no .olean files below {folder}"))
    else:
        if on_event is not None:
            on_event(BuildEvent("stage", "rechecking with the second checker", 0, len(oleans)))
        check.run(load_project(project) if project is not None else None, timeout, require_proof)
    return check.result(began)


class _Check:
    """One run of :func:`check_oleans`."""

    def __init__(
        self,
        folder: Path,
        oleans: Mapping[str, Path],
        files: Mapping[str, str],
        allow_axioms: tuple[str, ...],
    ) -> None:
        self.folder, self.oleans, self.files = folder, oleans, files
        self.allow_axioms = allow_axioms
        self.problems: list[Problem] = []
        self.counts: dict[str, int] = {}
        self.axioms: tuple[str, ...] = ()
        self.statuses: dict[str, Status] = dict.fromkeys(oleans, "inconclusive")
        self.homes: dict[str, str] = {}

    def run(self, project: Project | None, timeout: float | None, require_proof: bool) -> None:
        """Ask the second checker, and collect what it says."""
        wanted, problems = list_of(project.root) if project is not None else (None, [])
        if project is not None:
            read_config(project.root, project.inside)  # what is wrong with it is said at once
        self.problems += problems
        describe = {"list": wanted, "allow_axioms": self.allow_axioms, "files": dict(self.files)}
        describe["project"] = os.fspath(project.root) if project is not None else None
        try:
            answer = ask(self.oleans, timeout=timeout, describe=describe)
        except OleanError as error:
            self.problems.append(Problem.of("olean", error.message))
            return
        if "facts" in answer.found:
            self.facts(answer.found)
        if "recheck" in answer.found:
            self.verdicts(answer.found)
        if "digest" in answer.found:
            self.nodes(answer.found["digest"], require_proof)
        if answer.problem is not None:
            self.problems.append(answer.problem)
        elif not self.complete(answer):
            self.problems.append(
                Problem.of("empty", "the second checker did not say everything it was asked")
            )

    def complete(self, answer: Answer) -> bool:
        """Whether every question was answered; what comes after a time-out need not be."""
        late = any(problem.severity == "inconclusive" for problem in self.problems)
        return "facts" in answer.found and "recheck" in answer.found and ("digest" in answer.found or late)

    def facts(self, found: Mapping[str, Any]) -> None:
        """Axioms and `sorry`, and what has vanished."""
        facts = Facts.from_json(found["facts"])
        self.counts.update(facts.counts)
        self.axioms = tuple(axiom.name for axiom in facts.axioms)
        self.problems += fact_problems(lambda module: self.files[module], facts, self.allow_axioms)
        sorry: list[str] = found["sorry"]
        for name in sorry[:SHOWN]:
            self.problems.append(Problem.of("sorry", f"{name} rests on `sorry`", declaration=name))
        if len(sorry) > SHOWN:
            text = f"{len(sorry) - SHOWN} more declarations rest on `sorry`"
            self.problems.append(Problem.of("sorry", text))
        if "list" in found:
            self.counts["listed"] = int(found["list"]["compared"])
            for code, text, file, line, declaration in found["list"]["found"]:
                self.problems.append(Problem.of(code, text, file=file, line=line, declaration=declaration))

    def verdicts(self, found: Mapping[str, Any]) -> None:
        """What the second checker says of each declaration."""
        recheck = Recheck.from_json(found["recheck"])
        left: Mapping[str, list[str]] = found["modules"]
        homes = {name: self.files[module] for module, names in left.items() for name in names}
        declared = self.counts.get("declarations", 0)
        self.problems += verdict_problems(recheck, lambda name: (homes.get(name), None, None), declared)
        self.counts["rechecked"] = len(set(recheck.accepted) - recheck.tainted)
        for module in self.oleans:
            rejected = not recheck.rejected.keys().isdisjoint(left.get(module, ()))
            self.statuses[module] = "failed" if rejected else "inconclusive" if module in left else "ok"

    def nodes(self, digest: Mapping[str, Any], require_proof: bool) -> None:
        """What the catalogue found wrong."""
        from proofgrad.bridge.checking.session import digest_problems

        problems, counts = digest_problems(digest, require_proof)
        self.problems += problems
        self.counts.update(counts)

    def result(self, began: float) -> CheckResult:
        """All that was found; nothing checked is `inconclusive`."""
        modules = {
            name: ModuleResult(
                name, path, self.statuses[name], (), path if self.statuses[name] == "ok" else None
            )
            for name, path in self.oleans.items()
        }
        return finished(
            modules,
            self.counts,
            self.problems,
            checkers=("python",),
            via="batch",
            seconds=time.monotonic() - began,
            lean=None,
            root=self.folder,
            axioms=self.axioms,
        )
