"""The top of the page: the verdict and the counts, what changed, and all that is wrong."""

from __future__ import annotations

from typing import Any

from proofgrad.bridge.catalogue import PROVED
from proofgrad.oracle.report.compare import changes
from proofgrad.oracle.report.grades import example_of, grade_of, troubles
from proofgrad.oracle.report.html.pieces import WORDS, badge, cut, fold, table, tone
from proofgrad.oracle.report.markup import Child, Html, anchor, tag
from proofgrad.oracle.report.model import ProblemJson, Run, VerdictJson
from proofgrad.oracle.report.problems import all_problems, place
from proofgrad.oracle.report.summary import Summary, short

__all__ = ["changed", "head", "kernels_not_passing", "lean_text", "problems"]

HEADLINES = {
    "ok": "All that was asked for was checked, and nothing is wrong.",
    "failed": "Something is wrong.",
    "inconclusive": "Something could not be checked: this is not a clean result.",
}


def lean_text(run: Run) -> str:
    """Which Lean the proofs were checked with."""
    part: Any = run.get("check") or run.get("nodes") or {}
    lean = part.get("lean")
    if not lean or lean["source"] == "none":
        return "No Lean was used"
    origin = "from the pip wheel" if lean["source"] == "embedded" else "the project's own"
    return f"Lean {lean['version']} ({origin}, commit {lean['commit'][:12]})"


def head(summary: Summary) -> Child:
    """The outcome in words and the counts."""
    kernels, statuses = summary.verdicts, summary.statuses
    counts: list[tuple[str, str]] = [
        ("declarations", f"{summary.declarations:,}"),
        ("theorems", f"{summary.theorems:,}"),
        ("nodes", str(summary.nodes)),
        ("nodes proved", str(summary.proved)),
        *((f"nodes {status}", str(n)) for status, n in statuses.items() if status not in PROVED),
        *((f"kernels: {w}", str(n)) for w in ("pass", "fail", "inconclusive") if (n := kernels.get(w))),
    ]
    parts = ", ".join(f"{part}: {outcome}" for part, outcome in summary.parts.items())
    return (
        tag(
            "div",
            tag("strong", summary.outcome.upper(), class_=tone(summary.outcome)),
            tag("span", HEADLINES[summary.outcome]),
            tag("span", f"({parts})", class_="soft"),
            class_=f"outcome {tone(summary.outcome)}",
        ),
        tag("dl", [tag("div", tag("dt", k), tag("dd", v)) for k, v in counts], class_="counts"),
    )


def changed(old: Run | None, run: Run) -> Child:
    """What changed since an older run; nothing if none is given."""
    if old is None:
        return None
    rows = [
        tag(
            "tr",
            tag("td", tag("code", c["what"])),
            tag("td", _state(c["before"])),
            tag("td", _state(c["after"])),
        )
        for c in changes(old, run)
    ]
    return (
        tag("h2", "What changed", id="changes"),
        table(("what", "before", "now"), rows, "changes")
        if rows
        else tag("p", "Nothing, since the older report."),
    )


def _state(text: str | None) -> Child:
    """One side of a change: a status word in its colour, any other text as it is."""
    if text is None:
        return "absent"
    return badge(text) if text in WORDS else tag("code", cut(text, 300))


def problems(run: Run) -> Child:
    """All that is wrong; warnings folded away, since they are no findings."""
    listed = all_problems(run)
    warnings = [_problem(p) for p in listed if p["severity"] == "warning"]
    others = [_problem(p) for p in listed if p["severity"] != "warning"]
    if not listed:
        return None
    folded = fold(f"{len(warnings)} warnings of Lean", warnings) if warnings else None
    return (tag("h2", "Problems", id="problems"), others, folded)


def _problem(problem: ProblemJson) -> Html:
    """One problem: what it is and where, then the message as it came."""
    severity, code = problem["severity"], problem["code"]
    heading = (
        badge(severity, severity if code == severity else f"{severity}: {code}"),
        tag("code", place(problem)) if problem["file"] else None,
        tag("code", problem["declaration"]) if problem["declaration"] else None,
    )
    return tag("article", tag("header", heading), tag("pre", problem["message"].rstrip()))


def kernels_not_passing(run: Run) -> Child:
    """What is the matter with kernels, the worst first, before anything else."""
    found = troubles(run.get("test"))
    if not found:
        return None
    rows = [
        tag(
            "tr",
            tag("td", badge(grade_of(trouble.verdicts))),
            tag(
                "td",
                tag("a", short(trouble.verdicts[0]["node"]), href=f"#{anchor(trouble.verdicts[0]['node'])}"),
            ),
            tag("td", f"{trouble.about} {trouble.verdicts[0]['backend']} {', '.join(trouble.dtypes)}"),
            tag("td", trouble.text, _example(trouble.verdicts[0])),
        )
        for trouble in found
    ]
    return (
        tag("h2", "Kernels that do not pass", id="kernels"),
        table(("grade", "node", "kernel", "what is the matter"), rows, "matter"),
    )


def _example(verdict: VerdictJson) -> Child:
    """An input at which it shows, and the line of the kernel."""
    own = verdict.get("source")
    texts = [example_of(verdict).removeprefix("; "), f"{own['file']}:{own['line']}" if own else ""]
    return [tag("div", tag("code", cut(text, 300)), class_="soft") for text in texts if text]
