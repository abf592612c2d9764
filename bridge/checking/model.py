"""What a check finds: plain data, ready for every face of the tool."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from proofgrad.bridge.build.compile import ModuleResult, Status
from proofgrad.bridge.catalogue.model import LeanInfo
from proofgrad.bridge.errors import EXIT_FINDINGS, EXIT_INCONCLUSIVE, EXIT_OK, shortened

__all__ = ["CODES", "CheckResult", "Problem", "Severity", "finished"]

Severity = Literal["error", "inconclusive", "warning"]

CODES: Mapping[str, tuple[Severity, str]] = {
    "rejected": ("error", "Lean rejects a declaration"),
    "syntax-error": ("error", "Lean cannot parse the file"),
    "sorry": ("error", "a declaration uses `sorry`"),
    "inherited-sorry": ("error", "a declaration stands on another one that uses `sorry`"),
    "extra-axiom": ("error", "an axiom that is not on the allow-list is used"),
    "changed-axiom": ("error", "one of Lean's three axioms is declared with another statement"),
    "no-sorry-axiom": ("error", "`sorryAx` is not declared, so rejected proofs would look clean"),
    "vanished-declaration": ("error", "a declaration of the committed list is no longer there"),
    "changed-declaration": ("error", "a declaration is not what the committed list says"),
    "damaged-list": ("error", "the committed list of declarations is damaged, so nothing was compared"),
    "new-declaration": ("warning", "declarations are not in the committed list yet"),
    "import-cycle": ("error", "modules import each other"),
    "missing-module": ("error", "an imported module does not exist"),
    "unknown-theorem-shape": ("error", "a theorem about a node has a form that is not understood"),
    "theorem-about-another-node": ("error", "a theorem is named after one node and states another"),
    "unknown-formula": ("inconclusive", "the formula of a node cannot be read"),
    "not-compiled": ("inconclusive", "nodes are known from the text alone, since Lean did not compile them"),
    "one-checker": ("warning", "there is no Lean here: what ships was judged by the second checker alone"),
    "unproved": ("error", "a node has no theorem, and --require-proof asks for one"),
    "conditional": ("error", "a theorem supposes what nobody has met, and --require-proof asks for a proof"),
    "own-definitions": ("warning", "what a status rests on is not what ships with proofgrad"),
    "wrong-derivative": ("error", "f' is not the derivative of f, whatever the theorem says"),
    "undecided-derivative": ("inconclusive", "f' is not the derivative of f where hypotheses are unknown"),
    "empty-domain": ("error", "no input meets the hypotheses of a node's theorem"),
    "unseen-domain": ("inconclusive", "no input was found that meets the hypotheses of a node's theorem"),
    "rejected-by-python": ("error", "the second checker rejects a declaration that Lean accepted"),
    "undecided-by-python": ("inconclusive", "the second checker could not judge a declaration"),
    "refused-by-kernel": ("error", "Lean's kernel refuses a declaration as it was compiled"),
    "undecided-by-kernel": ("inconclusive", "Lean's kernel could not judge a declaration as it was compiled"),
    "not-replayed": ("inconclusive", "no kernel has looked at what Lean compiled"),
    "cross-check": ("error", "two ways of asking Lean give different answers"),
    "timeout": ("inconclusive", "Lean or the second checker did not finish in time"),
    "memory": ("inconclusive", "Lean or the second checker needed too much memory"),
    "crash": ("inconclusive", "Lean or the second checker ended without a verdict"),
    "empty": ("inconclusive", "there was no answer, or nothing to check"),
    "blocked": ("inconclusive", "an import was not accepted"),
    "cancelled": ("inconclusive", "the check was stopped before it came to this"),
    "not-reached": ("inconclusive", "part of a file was not checked: it ends early, or hides errors"),
    "switched-off": ("error", "an option switches checks off"),
    "changed": ("inconclusive", "the file changed while it was checked"),
    "unreadable": ("inconclusive", "the file cannot be read"),
    "server": ("inconclusive", "the Lean server failed"),
    "export": ("inconclusive", "what is to be judged is no file in Lean's export format, or not all of one"),
    "olean": ("inconclusive", "what Lean compiled cannot be read back"),
    "warning": ("warning", "Lean warns"),
}
"""The codes of problems, which stay the same, with their severity and meaning."""


_LONGEST_NAME = 1000


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong or could not be checked.

    Attributes:
        severity: ``error`` (exit status 1), ``inconclusive`` (3) or ``warning`` (0).
        code: a key of :data:`CODES`.
        message: what Lean or the check says; :meth:`of` cuts it after 10,000 characters and says so.
        file: the source file, relative to the project, with ``/``; None if it concerns no file.
        line: 1-based, or None.
        column: 0-based in characters, as Lean prints it, or None.
        declaration: full name of the declaration concerned, if known.
    """

    severity: Severity
    code: str
    message: str
    file: str | None = None
    line: int | None = None
    column: int | None = None
    declaration: str | None = None

    @classmethod
    def of(
        cls,
        code: str,
        message: str,
        *,
        file: str | None = None,
        line: int | None = None,
        column: int | None = None,
        declaration: str | None = None,
    ) -> Problem:
        """A problem with the severity that its code has; what is absurdly long is cut.

        Raises KeyError for an unknown code.
        """
        if declaration is not None:
            declaration = shortened(declaration, _LONGEST_NAME)
        return cls(CODES[code][0], code, shortened(message), file, line, column, declaration)

    def __str__(self) -> str:
        """As a compiler prints it: ``file:line:column: severity: message [code]``."""
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)
        return f"{place}: {self.severity}: {self.message} [{self.code}]".removeprefix(": ")

    def to_json(self) -> dict[str, Any]:
        """As in the `check` JSON."""
        return {
            "severity": self.severity,
            "code": self.code,
            "message": self.message,
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "declaration": self.declaration,
        }


@dataclass(frozen=True)
class CheckResult:
    """The outcome of a check.

    Attributes:
        status: ``failed`` if anything is wrong, else ``inconclusive`` if anything could not be checked, or
            if there was nothing to check, else ``ok``.
        counts: ``modules``, ``accepted`` (modules), ``declarations``, ``theorems``, ``axioms``, ``nodes``,
            ``cross_checked`` (theorems asked of the server as well), ``errors``, ``inconclusive``,
            ``warnings``.
        checkers: who accepted the proofs: ``lean``, ``python``.
        via: ``batch`` or ``server``.
        problems: in the order of the modules; errors of a file in the order of its lines.
        seconds: wall clock.
        lean: which Lean; None where none was asked.
        root: folder of the project; `Problem.file` is relative to it.
        modules: by name, imports first.
        axioms: all that the declarations rest on, sorted.
        claims: the nodes that are called proven, or would be if their hypotheses could be met, as in the
            `nodes` JSON: what whoever can evaluate formulas should look at again.
    """

    status: Status
    counts: Mapping[str, int]
    checkers: tuple[str, ...]
    via: Literal["batch", "server"]
    problems: tuple[Problem, ...]
    seconds: float
    lean: LeanInfo | None
    root: Path
    modules: Mapping[str, ModuleResult] = field(default_factory=dict)
    axioms: tuple[str, ...] = ()
    claims: tuple[Mapping[str, Any], ...] = ()

    def __repr__(self) -> str:
        """One line; :attr:`problems` has the details."""
        facts = (f"{self.counts.get(key, 0):,} {key}" for key in ("modules", "declarations", "errors"))
        return f"<CheckResult {self.status}: {', '.join(facts)}, {self.seconds:.1f} s>"

    def _repr_html_(self) -> str:
        """For notebooks."""
        from proofgrad.bridge.notebook import html_table

        rows = [
            (p.severity, p.code, ":".join(str(x) for x in (p.file, p.line) if x is not None), p.message)
            for p in self.problems
        ]
        return html_table(repr(self)[1:-1], ("severity", "code", "place", "message"), rows)

    @property
    def exit_code(self) -> int:
        """The exit status that the status stands for: 0, 1 or 3."""
        return {"ok": EXIT_OK, "failed": EXIT_FINDINGS, "inconclusive": EXIT_INCONCLUSIVE}[self.status]

    def to_json(self) -> dict[str, Any]:
        """The `check` JSON of the design notes, without ``schema_version`` and ``command``."""
        return {
            "status": self.status,
            "lean": None
            if self.lean is None
            else {"version": self.lean.version, "commit": self.lean.commit, "source": self.lean.source},
            "via": self.via,
            "checkers": list(self.checkers),
            "counts": dict(self.counts),
            "axioms": list(self.axioms),
            "problems": [problem.to_json() for problem in self.problems],
            "modules": [
                {
                    "name": result.name,
                    "status": result.status,
                    "cached": result.cached,
                    "seconds": round(result.seconds, 3),
                    "cpu_seconds": round(result.cpu_seconds, 3),
                    "peak_bytes": result.peak_bytes,
                }
                for result in self.modules.values()
            ],
            "seconds": round(self.seconds, 3),
        }


def finished(
    modules: Mapping[str, ModuleResult],
    counts: Mapping[str, int],
    problems: Sequence[Problem],
    *,
    checkers: tuple[str, ...],
    via: Literal["batch", "server"],
    seconds: float,
    lean: LeanInfo | None,
    root: Path,
    axioms: tuple[str, ...],
    claims: Sequence[Mapping[str, Any]] = (),
) -> CheckResult:
    """The outcome of a check, from what was counted and found.

    Nothing checked is `inconclusive`: that is said here, for every way of checking.
    """
    found = list(problems)
    if modules and not counts.get("declarations"):
        found.append(Problem.of("empty", "no declaration was checked"))
    severities = [problem.severity for problem in found]
    numbers = {
        "modules": len(modules),
        "accepted": sum(result.status == "ok" for result in modules.values()),
        **dict.fromkeys(("declarations", "theorems", "axioms", "nodes", "cross_checked"), 0),
        **counts,
        "errors": severities.count("error"),
        "inconclusive": severities.count("inconclusive"),
        "warnings": severities.count("warning"),
    }
    status: Status = "failed" if numbers["errors"] else "inconclusive" if numbers["inconclusive"] else "ok"
    return CheckResult(
        status, numbers, checkers, via, tuple(found), seconds, lean, root, modules, axioms, tuple(claims)
    )
