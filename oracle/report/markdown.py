"""The report as Markdown that fits a pull request: the outcome, what is wrong, the nodes, the kernels."""

from __future__ import annotations

import re
from collections.abc import Iterable

from proofgrad.oracle.report.figures import figure, worst_ulp
from proofgrad.oracle.report.model import Run, VerdictJson
from proofgrad.oracle.report.neutral import neutral
from proofgrad.oracle.report.problems import all_problems, place
from proofgrad.oracle.report.summary import countable, formula_of, hypotheses_of, kernels_of, short, summarise

__all__ = ["document"]

WHATS = ("forward", "jvp", "vjp", "adjoint")


def text(value: str) -> str:
    """Text that means itself in Markdown and in a table cell."""
    one_line = re.sub(r"\s+", " ", neutral(value))
    return re.sub(r"([\\`*_{}\[\]<>|~#&])", r"\\\1", one_line)


def code(value: str) -> str:
    """Text as code, in a table cell too, with a fence longer than any run of backticks in it."""
    one_line = re.sub(r"\s+", " ", neutral(value)).replace("|", "\\|")
    fence = "`" * (1 + max((len(run) for run in re.findall(r"`+", one_line)), default=0))
    space = " " if one_line.startswith("`") or one_line.endswith("`") else ""
    return f"{fence}{space}{one_line}{space}{fence}"


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> list[str]:
    """A Markdown table."""
    titles = list(head)
    lines = ["| " + " | ".join(titles) + " |", "|" + " --- |" * len(titles)]
    return lines + ["| " + " | ".join(row) + " |" for row in rows]


def verdict_text(verdict: VerdictJson | None) -> str:
    """The largest error, with the word where it is no pass."""
    if verdict is None:
        return "-"
    ulp = figure(worst_ulp(verdict))
    return ulp if verdict["verdict"] == "pass" else f"**{verdict['verdict']}** {ulp}"


def document(run: Run) -> str:
    """The whole document."""
    summary = summarise(run)
    check, nodes, test = run.get("check"), run.get("nodes"), run.get("test")
    lines = [f"## proofgrad: {summary.outcome}", ""]
    if check:
        lean = f"Lean {check['lean']['version']}" if check["lean"] else "no Lean"
        lines.append(f"- check: **{check['status']}**, {summary.declarations:,} declarations, {lean}")
    if nodes:
        statuses = ", ".join(f"{n} {s}" for s, n in summary.statuses.items()) or "none"
        lines.append(f"- nodes: {summary.nodes} ({statuses})")
    if test:
        words = ", ".join(f"{n} {w}" for w, n in summary.verdicts.items()) or "none"
        lines.append(f"- kernel verdicts: {words}")
    shown = all_problems(run)
    if shown:
        lines += ["", "### Problems", ""]
    for p in shown:
        where = f" {code(place(p))}" if p["file"] else ""
        lines.append(f"- **{p['severity']}** {code(p['code'])}{where} {text(p['message'])}")
    if nodes:
        rows = (
            [
                code(short(n["name"])),
                n["status"],
                "; ".join(code(h) for h in hypotheses_of(n)) or "-",
                n["kind"] if formula_of(n) == n["kind"] else code(formula_of(n)),
            ]
            for n in countable(nodes)
        )
        lines += ["", "### Nodes", "", *table(["node", "proof", "hypotheses", "f(x)"], rows)]
    if test and test["verdicts"]:
        lines += ["", "### Kernels: largest error found, in ULP", ""]
        kernel_rows = []
        for kernel in kernels_of(test):
            cells = [verdict_text(kernel.verdicts.get(what)) for what in WHATS]
            kernel_rows.append([code(kernel.label), text(kernel.backend), kernel.dtype, *cells])
        lines += table(["node", "backend", "dtype", *WHATS], kernel_rows)
    if test and test.get("programs"):
        lines += ["", "### Programs", ""]
        for program in test["programs"]:
            lines.append(
                f"- {code(program['name'])}: {len(program['nodes'])} nodes; {text(program['covered'])}"
            )
    return "\n".join(lines) + "\n"
