"""The report as Markdown that fits a pull request: the outcome, what is wrong, the nodes, the kernels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal

from proofgrad.oracle.report.compare import Change, changes
from proofgrad.oracle.report.figures import figure, worst_ulp
from proofgrad.oracle.report.grades import Trouble, example_of, grade_of, troubles
from proofgrad.oracle.report.model import NodeJson, NodesJson, ProblemJson, ProgramJson, Run, VerdictJson
from proofgrad.oracle.report.neutral import neutral
from proofgrad.oracle.report.problems import all_problems, place
from proofgrad.oracle.report.proven import any_proven, in_words
from proofgrad.oracle.report.summary import (
    Tested,
    countable,
    formula_of,
    hypotheses_of,
    kernels_of,
    labels,
    second_opinions,
    short,
    slope_of,
    status_text,
    summarise,
    whats_of,
)

__all__ = ["LIMIT", "document"]

LIMIT = 65_536
"""What GitHub takes in a comment or the text of a pull request: characters there, bytes here."""
_RESERVE = 500
"""Bytes for the lines that say how much is left out."""
_SIDES: tuple[Literal["before"], Literal["after"]] = ("before", "after")
_MESSAGE, _FORMULA = 600, 120
"""Characters of a message, and of a formula or hypothesis."""


def text(value: str) -> str:
    """Text that means itself in Markdown and in a table cell."""
    one_line = re.sub(r"\s+", " ", neutral(value))
    # A word joiner after @: at a code host the text of a project must call nobody.
    return re.sub(r"([\\`*_{}\[\]<>|~#&])", r"\\\1", one_line).replace("@", "@\u2060")


def code(value: str) -> str:
    """Text as code, in a table cell too, with a fence longer than any run of backticks in it."""
    one_line = re.sub(r"\s+", " ", neutral(value)).replace("|", "\\|")
    fence = "`" * (1 + max((len(run) for run in re.findall(r"`+", one_line)), default=0))
    space = " " if one_line.startswith("`") or one_line.endswith("`") else ""
    return f"{fence}{space}{one_line}{space}{fence}"


def shortened(value: str, length: int) -> str:
    """The text, without what is beyond `length` characters."""
    return value if len(value) <= length else value[: length - 4] + " ..."


def table(head: list[str], rows: Iterable[Iterable[str]]) -> tuple[list[str], list[str]]:
    """The head and the rows of a Markdown table."""
    top = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    return top, ["| " + " | ".join(row) + " |" for row in rows]


def verdict_text(verdict: VerdictJson | None) -> str:
    """The largest error, with the word where it is no pass."""
    if verdict is None:
        return "-"
    ulp = figure(worst_ulp(verdict))
    return ulp if verdict["verdict"] == "pass" else f"**{text(verdict['verdict'])}** {ulp}"


def trouble_line(trouble: Trouble) -> str:
    """What is the matter with a kernel, as an item of a list: the word, what it is about, the diagnosis."""
    first = trouble.verdicts[0]
    own = first.get("source")
    place = code(f"{own['file']}:{own['line']}") if own else ""
    words = (
        code(short(first["node"])),
        trouble.about,
        text(first["backend"]),
        ", ".join(trouble.dtypes),
        place,
    )
    about = " ".join(word for word in words if word)
    said = text(shortened(trouble.text + example_of(first), _MESSAGE))
    return f"- **{grade_of(trouble.verdicts)}** {about}: {said}"


def problem_line(problem: ProblemJson) -> str:
    """A problem as an item of a list."""
    where = f" {code(place(problem))}" if problem["file"] else ""
    message = text(shortened(problem["message"], _MESSAGE))
    return f"- **{text(problem['severity'])}** {code(problem['code'])}{where} {message}"


def node_row(node: NodeJson, label: str = "") -> list[str]:
    """A node as a row of a table."""
    formula = formula_of(node)
    return [
        code(label or short(node["name"])),
        text(status_text(node)),
        "; ".join(code(shortened(h, _FORMULA)) for h in hypotheses_of(node)) or "-",
        formula if formula == node["kind"] else code(shortened(formula, _FORMULA)),
        code(shortened(slope, _FORMULA)) if (slope := slope_of(node)) != "-" else slope,
    ]


def node_rows(nodes: NodesJson | None) -> list[list[str]]:
    """The rows of all nodes."""
    listed = countable(nodes)
    of = labels(node["name"] for node in listed)
    return [node_row(node, of[node["name"]]) for node in listed]


def kernel_row(kernel: Tested, whats: Sequence[str], proven: bool) -> list[str]:
    """A kernel in one format as a row of a table."""
    cells = [verdict_text(kernel.verdicts.get(what)) for what in whats]
    grade = grade_of(kernel.verdicts.values())
    bounds = [text(in_words(kernel.verdicts))] if proven else []
    return [grade, code(kernel.label), text(kernel.backend), text(kernel.dtype), *cells, *bounds]


def program_line(program: ProgramJson) -> str:
    """A program, and which theorem covers it, as an item of a list."""
    return f"- {code(program['name'])}: {len(program['nodes'])} nodes; {text(program['covered'])}"


def change_row(change: Change) -> list[str]:
    """A change as a row of a table."""
    return [text(change["what"]), *(text(shortened(change[side] or "absent", _MESSAGE)) for side in _SIDES)]


def passing(kernel: Tested) -> bool:
    """Whether all functions of a kernel pass."""
    return all(v["verdict"] == "pass" for v in kernel.verdicts.values())


def document(run: Run, old: Run | None = None, limit: int = LIMIT) -> str:
    """The whole document.

    Args:
        run: what it is about.
        old: an older run; then it also says what changed since.
        limit: the most bytes (UTF-8) that it may have. What is wrong comes first; where something is left
            out, the document says how much.
    """
    nodes, test = run.get("nodes"), run.get("test")
    lines = summary_lines(run)
    room = limit - size(lines) - _RESERVE
    kernels = sorted(kernels_of(test), key=passing)
    whats, proven = whats_of(kernels), any_proven(kernels)
    sections: list[tuple[str, list[str], list[str]]] = [
        ("Problems", [], [problem_line(p) for p in all_problems(run)]),
        ("What is the matter with kernels", [], [trouble_line(trouble) for trouble in troubles(test)]),
        (
            "What changed",
            *table(["what", "before", "now"], map(change_row, changes(old, run)) if old else ()),
        ),
        (
            "Kernels: largest error found, in ULP (vectors, programs: in u, their formula's rounding)",
            *table(
                ["grade", "node", "backend", "dtype", *whats, *(["proven bound"] if proven else [])],
                [kernel_row(kernel, whats, proven) for kernel in kernels],
            ),
        ),
        ("Programs", [], [program_line(program) for program in test.get("programs", ())] if test else []),
        ("Nodes", *table(["node", "proof", "hypotheses", "f(x)", "f'(x)"], node_rows(nodes))),
    ]
    sections = [(title, head, rows) for title, head, rows in sections if rows]
    for i, (title, head, rows) in enumerate(sections):
        top = ["", f"### {title}", "", *head]
        later = sum(size([title, *head, *rows]) + 8 for title, head, rows in sections[i + 1 :])
        share = max(room - later, room // 2)  # what comes later may need the room, but at most half of it
        kept = fitting(rows, share - size(top))
        if kept < len(rows):
            rows = [*rows[:kept], "", f"... and {len(rows) - kept:,} more, which do not fit here."]
        section = [*(top if kept else top[:2]), *rows]
        lines += section
        room -= size(section)
    return "\n".join(lines) + "\n"


def summary_lines(run: Run) -> list[str]:
    """The outcome and the counts."""
    summary = summarise(run)
    check, nodes, test = run.get("check"), run.get("nodes"), run.get("test")
    lines = [f"## proofgrad: {summary.outcome}", ""]
    if check:
        lean = f"Lean {text(check['lean']['version'])}" if check["lean"] else "no Lean"
        lines.append(f"- check: **{text(check['status'])}**, {summary.declarations:,} declarations, {lean}")
    if nodes:
        statuses = ", ".join(f"{n} {text(s)}" for s, n in summary.statuses.items()) or "none"
        lines.append(f"- nodes: {summary.nodes} ({statuses})")
    if test:
        words = ", ".join(f"{n} {text(w)}" for w, n in summary.verdicts.items()) or "none"
        lines.append(f"- kernel verdicts: {words}")
        if opinions := second_opinions(test):
            lines.append(f"- {text(opinions)}")
    return lines


def size(lines: Iterable[str]) -> int:
    """Bytes of these lines."""
    return sum(len(line.encode("utf-8")) + 1 for line in lines)


def fitting(lines: list[str], room: int) -> int:
    """How many of the lines fit."""
    used = 0
    for count, line in enumerate(lines):
        used += size([line])
        if used > room:
            return count
    return len(lines)
