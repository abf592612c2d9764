"""All that is wrong in a run, from whichever part it comes, in one list and one shape."""

from __future__ import annotations

from collections.abc import Iterator

from proofgrad.oracle.report.model import FlawJson, ProblemJson, Run, Severity

__all__ = ["all_problems", "flaw_problem", "flaw_severity", "place"]


def place(problem: ProblemJson) -> str:
    """``file:line:column``, as far as it is known."""
    parts = (problem["file"], problem["line"], problem["column"])
    return ":".join(str(part) for part in parts if part is not None)


def flaw_severity(flaw: FlawJson) -> Severity:
    """As `check` judges the same code; a code that it does not know is an error."""
    from proofgrad.bridge.checking.model import CODES

    return CODES[flaw["code"]][0] if flaw["code"] in CODES else "error"


def flaw_problem(flaw: FlawJson) -> ProblemJson:
    """A flaw of the catalogue as a problem."""
    source = flaw["source"] or {"file": None, "line": None}
    return {
        "severity": flaw_severity(flaw),
        "code": flaw["code"],
        "message": flaw["message"],
        "file": source["file"],
        "line": source["line"],
        "column": None,
        "declaration": flaw["declaration"],
    }


def found(run: Run) -> Iterator[ProblemJson]:
    """Problems of the check, flaws of the catalogue, and why a part could not be made."""
    check, nodes = run.get("check"), run.get("nodes")
    yield from check["problems"] if check else ()
    yield from map(flaw_problem, nodes["problems"] if nodes else ())
    for error in run.get("errors", ()):
        hint = f"\nhint: {error['hint']}" if error["hint"] else ""
        yield {
            "severity": "inconclusive",
            "code": error["code"],
            "message": f"{error['part']}: {error['message']}{hint}",
            "file": None,
            "line": None,
            "column": None,
            "declaration": None,
        }


def all_problems(run: Run) -> list[ProblemJson]:
    """Everything :func:`found`, the check's word first; what both check and catalogue say is listed once."""
    seen: set[tuple[str, str]] = set()
    out = []
    for problem in found(run):
        if problem["declaration"] is not None:
            key = (problem["code"], problem["declaration"])
            if key in seen and problem["column"] is None:
                continue
            seen.add(key)
        out.append(problem)
    return out
