"""What the second checker says of given files, as problems and counts: compiled files, or an export file."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from proofgrad.bridge.build.compile import ModuleResult, Status
from proofgrad.bridge.checker import Recheck
from proofgrad.bridge.checking.audit import Facts, fact_problems
from proofgrad.bridge.checking.listed import SHOWN
from proofgrad.bridge.checking.model import CheckResult, Problem, finished
from proofgrad.bridge.checking.second.apart import Answer, ExportFile, ask
from proofgrad.bridge.checking.second.opinion import verdict_problems
from proofgrad.bridge.errors import ExportError, OleanError

__all__ = ["GivenCheck"]


class GivenCheck:
    """One check of given files.

    Args:
        files: for each module the file that problems name.
        allow_axioms: axioms that are allowed beyond Lean's three.

    Attributes:
        problems, counts, axioms: as those of :class:`CheckResult`.
        statuses: of each module.
        accepted: the declarations that are accepted, with all that they stand on.
    """

    def __init__(self, files: Mapping[str, str], allow_axioms: tuple[str, ...]) -> None:
        self.files, self.allow_axioms = files, allow_axioms
        self.problems: list[Problem] = []
        self.counts: dict[str, int] = {}
        self.axioms: tuple[str, ...] = ()
        self.claims: list[dict[str, Any]] = []
        self.statuses: dict[str, Status] = dict.fromkeys(files, "inconclusive")
        self.accepted: frozenset[str] = frozenset()

    def run(
        self,
        given: Mapping[str, Path] | ExportFile,
        *,
        timeout: float | None,
        require_proof: bool,
        wanted: str | None = None,
        project: Path | None = None,
    ) -> Answer | None:
        """Ask the second checker, and collect what it says.

        Args:
            given: the files.
            timeout: wall-clock seconds for all of it; None for PROOFGRAD_TIMEOUT or 300.
            require_proof: a node without a theorem is an error.
            wanted: the list that the declarations are compared with; None for no comparison.
            project: the folder whose configuration says what nodes are called; None for the default.

        Returns:
            What the checker said; None if the files cannot be read, which is among the problems then.
        """
        describe = {
            "list": wanted,
            "allow_axioms": self.allow_axioms,
            "files": dict(self.files),
            "project": str(project) if project is not None else None,
        }
        try:
            answer = ask(given, timeout=timeout, describe=describe)
        except (OleanError, ExportError) as error:
            self.problems.append(Problem.of(error.code, error.message))
            return None
        self.take(answer, require_proof)
        return answer

    def take(self, answer: Answer, require_proof: bool) -> None:
        """Collect what the second checker said."""
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
        missing = bool(answer.found.get("missing"))  # then it was asked about verdicts alone
        facts = "facts" in answer.found or missing
        return facts and "recheck" in answer.found and ("digest" in answer.found or late or missing)

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
        declared = int(found["declared"]) if "declared" in found else self.counts.get("declarations", 0)
        self.problems += verdict_problems(recheck, lambda name: (homes.get(name), None, None), declared)
        self.accepted = frozenset(recheck.accepted) - recheck.tainted
        self.counts["rechecked"] = len(self.accepted)
        for module in self.statuses:
            rejected = not recheck.rejected.keys().isdisjoint(left.get(module, ()))
            self.statuses[module] = "failed" if rejected else "inconclusive" if module in left else "ok"

    def nodes(self, digest: Mapping[str, Any], require_proof: bool) -> None:
        """What the catalogue found wrong."""
        from proofgrad.bridge.checking.digest import digest_problems

        problems, counts = digest_problems(digest, require_proof)
        self.claims = digest["claims"]
        self.problems += problems
        self.counts.update(counts)

    def result(self, paths: Mapping[str, Path], root: Path, began: float) -> CheckResult:
        """All that was found; nothing checked is `inconclusive`.

        Args:
            paths: for each module that is to be listed its file.
            root: the folder that the files are in.
            began: when the check began, by `time.monotonic`.
        """
        modules = {
            name: ModuleResult(
                name, path, self.statuses[name], (), path if self.statuses[name] == "ok" else None
            )
            for name, path in paths.items()
        }
        return finished(
            modules,
            self.counts,
            self.problems,
            checkers=("python",),
            via="batch",
            seconds=time.monotonic() - began,
            lean=None,
            root=root,
            axioms=self.axioms,
            claims=self.claims,
        )
