"""The report in a terminal: tables that fit 80 columns, counts every time, the outcome as the last line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.text import Text

from proofgrad.bridge.catalogue import NOT_SHOWN, PROVED
from proofgrad.oracle.report.compare import Change
from proofgrad.oracle.report.groups import grouped
from proofgrad.oracle.report.kernels_text import kernels_table
from proofgrad.oracle.report.model import (
    CheckJson,
    HypothesisJson,
    NodeJson,
    NodesJson,
    Run,
)
from proofgrad.oracle.report.neutral import neutral
from proofgrad.oracle.report.problems import all_problems, place
from proofgrad.oracle.report.sections import Row, Section
from proofgrad.oracle.report.summary import (
    Summary,
    countable,
    formula_of,
    hypothesis_text,
    labels,
    nodes_outcome,
    proved_text,
    slope_of,
    status_text,
    summarise,
)
from proofgrad.oracle.report.terminal_pieces import (
    CELL,
    STYLES,
    Parts,
    cut,
    plural,
    printable,
    styled,
    table,
)

__all__ = [
    "change_lines",
    "check_line",
    "kernels_table",
    "node_section",
    "nodes_table",
    "notion_lines",
    "outcome_line",
    "report",
]

WORDS = {"ok": "ok", "failed": "FAILED", "inconclusive": "INCONCLUSIVE"}
LONG = 500
"""The same where a node is shown in full; the JSON has all of it."""


def problem_lines(run: Run, *, quiet: bool = False) -> Parts:
    """All that is wrong: place, severity and code, then the message indented. Quiet leaves out warnings."""
    lines: Parts = []
    for problem in printable(all_problems(run)):
        if quiet and problem["severity"] == "warning":
            continue
        head = Text()
        if where := place(problem):
            head.append(f"{where}: ", "bold")
        style = "bold red" if problem["severity"] == "error" else STYLES.get(problem["severity"], "")
        head.append(f"{problem['severity']} [{problem['code']}] ", style)
        head.append(problem["declaration"] or "")
        lines += [head, *(Text(f"    {line}") for line in problem["message"].rstrip().splitlines())]
    return lines


def check_line(check: CheckJson) -> Text:
    """What was checked, by which Lean, in how long."""
    lean, counts = check["lean"], check["counts"]
    line = Text("check: ")
    line.append_text(styled(check["status"], WORDS.get(check["status"], check["status"])))
    if counts.get("modules", 0) or not counts.get("declarations", 0):  # an export file has none
        line.append(f", {plural(counts.get('modules', 0), 'module')}")
    line.append(f", {plural(counts.get('declarations', 0), 'declaration')}")
    line.append(f" ({counts.get('theorems', 0):,} theorems)")
    if replayed := counts.get("replayed", 0):
        line.append(f", {replayed:,} replayed")
    source = f"Lean {lean['version']} ({lean['source']})" if lean else "no Lean: the second checker alone"
    line.append(f"; {source}, {check['seconds']:.1f} s")
    return line


def sized(shape: list[int]) -> str:
    """A shape in a word: ``2×3``."""
    return "×".join(map(str, shape)) or "scalar"


def nodes_table(nodes: NodesJson, *, width: int | None = None) -> Parts:
    """The catalogue in groups, a line for each node: what is proven of it, f and its derivative; generic
    nodes apart; then the counts. At most `width` columns wide: formulas are cut before names are."""
    made = table("node", "status", "f(x)", "f'(x)", title="Nodes")
    listed = printable(countable(nodes))
    every = printable(nodes["nodes"])
    of = labels(n["name"] for n in every)
    for number, (group, members) in enumerate(grouped(listed)):
        if number:
            made.add_row()
        made.add_row(Text(neutral(group), "bold"))
        for node in members:
            texts = (formula_of(node), slope_of(node))
            cells = (Text(cut(text)) for text in texts)  # brackets are no markup
            made.add_row(neutral(of[node["name"]]), proved_cell(node), *cells)
    longest = [max(len(str(cell)) for cell in (column.header, *column.cells)) for column in made.columns]
    widths = [
        min(found, most) for found, most in zip(longest, (24, 20 if width else CELL, CELL, CELL), strict=True)
    ]
    if width is not None:
        left = max(width - widths[0] - widths[1] - 11, 20)  # beside three gaps and an edge
        widths[2] = min(widths[2], left * 3 // 5)
        widths[3] = min(widths[3], left - widths[2])
    for column, size in zip(made.columns, widths, strict=True):
        column.no_wrap, column.overflow, column.width = True, "ellipsis", size
    generic = [neutral(of[n["name"]]) for n in every if n["kind"] == "generic"]
    counted = Counter(map(status_text, listed))
    counts = ", ".join(f"{number} {status}" for status, number in counted.items()) or "none"
    lines: Parts = [made, Text.assemble("nodes: ", styled(nodes_outcome(nodes), counts))]
    if generic:
        lines.append(Text(f"generic (they build nodes, and are none): {', '.join(generic)}", "dim"))
    return [*lines, *notion_lines(nodes)]


def proved_cell(node: NodeJson) -> Text:
    """A node's status and, where there are any, its hypotheses: ``proved where x ≠ 0``."""
    word = node["status"] if node["status"] not in PROVED or not node.get("by") else "conditional"
    return styled(word, proved_text(node))


def notion_lines(nodes: NodesJson) -> Parts:
    """What "proved" means in a catalogue: the notion that ships, or the project's own, in full."""
    notion = printable(nodes.get("notion"))
    if notion is None:
        return []
    if notion["shipped"]:
        return [Text(f"proved: {notion['name']}, as it ships with proofgrad", "dim")]
    others = [name for name in notion["differs"] if name != notion["name"]]
    differing = f" ({', '.join(others)} differ)" if others else ""
    head = f"proved by this project's own definitions, not by those that ship with proofgrad{differing}:"
    return [styled("conditional", head), *(Text(f"    {line}") for line in notion["statement"].splitlines())]


def node_section(node: NodeJson) -> Section:
    """Everything that is known of one node."""
    node = printable(node)
    own = "; its own definitions: " + ", ".join(node["by"]) if node.get("by") else ""
    style = STYLES["conditional"] if own else STYLES.get(node["status"], "bold red")
    rows = [Row("status", status_text(node) + own, style=style)]

    def add(label: str, text: str, *, code: bool = False) -> None:
        rows.append(Row(label, text.strip(), code=code))

    add("kind", node["kind"])
    if node["doc"]:
        add("doc", node["doc"])
    if node["formula"]:
        add("f(x)", node["formula"]["f_text"])
        add("f'(x)", node["formula"]["df_text"])
    if second := node.get("second"):
        add("f''(x)", second["ddf_text"])
    indexed = node.get("indexed")
    if indexed:
        text = indexed["text"]
        equations = [text["forward"], text["jvp"], *text["vjp"]]
        add("computes", "\n".join([text["shapes"], *(cut(equation, LONG) for equation in equations)]))
    for vector in () if indexed else node.get("vectors", ()):
        shapes = ", ".join(f"{i['name']} {sized(i['shape'])}" for i in vector["inputs"])
        sizes = ", ".join(f"{name} = {value}" for name, value in vector["sizes"].items())
        lines = [f"{shapes} -> {sized(vector['output'])}, at {sizes}"]
        if text := vector["forward_text"]:
            lines.append(f"first coordinate: {cut(text, LONG)}")
        add("computes", "\n".join(lines))
    if node["parameters"]:
        add("parameters", ", ".join(node["parameters"]))
    for proof in node["proofs"]:
        add("theorem", f"{proof['theorem']} ({proof['scope']})")
        add("statement", proof["statement"], code=True)
        add("hypotheses", "\n".join(map(explained, proof["hypotheses"])) or "none")
        if needed := _needed(proof["hypotheses"]):
            add("needed", needed)
        add("axioms", ", ".join(proof["axioms"]) or "none")
        add("checked by", ", ".join(proof["checked_by"]) or "nobody")
    if second:
        add("f'' by", f"{second['proof']['theorem']} ({second['proof']['scope']})")
        add("hypotheses", "\n".join(map(explained, second["proof"]["hypotheses"])) or "none")
    if limits := node.get("limits"):
        said = (
            f"→ {limit['text']} at {limit['end']} (theorem {limit['proof']['theorem']})" for limit in limits
        )
        add("limits", "\n".join(said))
    if node["source"]:
        add("source", f"{node['source']['file']}:{node['source']['line']}")
    return Section(node["name"], tuple(rows))


def _needed(hypotheses: Sequence[HypothesisJson]) -> str:
    """What would show that hypotheses can be met of which nobody has shown it; empty where there are none."""
    unshown = [h for h in hypotheses if h.get("why", "").startswith(NOT_SHOWN)]
    if not unshown:
        return ""
    data = "".join(f" ({h['text']})" for h in unshown if h.get("kind") == "data")
    said = " ∧ ".join(f"({h['text']})" for h in unshown if h.get("kind") != "data")
    return f"a theorem of the project that supposes nothing and says: ∃{data} ..., {said or 'True'}"


def explained(hypothesis: HypothesisJson) -> str:
    """A hypothesis in ordinary notation (the statement has Lean's), and by what it is shown that it can be
    met, or why it does not count.
    """
    why, text = hypothesis.get("why"), hypothesis_text(hypothesis)
    return f"{text}  ({why})" if why else text


def outcome_line(summary: Summary) -> Text:
    """The one line at the end: the outcome, and what it is the outcome of."""
    text = styled(summary.outcome, WORDS[summary.outcome])
    if summary.own or summary.by_own:
        text.append_text(styled("conditional", " by this project's own definitions"))
    facts = []
    if "check" in summary.parts:
        facts.append(f"checked {plural(summary.declarations, 'declaration')}")
    if "nodes" in summary.parts:
        own = f", {summary.own} more by this project's own definitions" if summary.own else ""
        facts.append(f"{summary.proved} of {plural(summary.nodes, 'node')} proved{own}")
    if "test" in summary.parts:
        words = (
            f"{summary.verdicts[w]} {w}" for w in ("pass", "fail", "inconclusive") if summary.verdicts.get(w)
        )
        facts.append(f"kernel verdicts: {', '.join(words) or 'none'}")
    return Text.assemble(text, ": ", "; ".join(facts))


def report(run: Run, *, verbose: bool = False, width: int | None = None) -> Parts:
    """The whole run: catalogue, kernels, problems, outcome."""
    parts: Parts = []
    if nodes := run.get("nodes"):
        parts += [*nodes_table(nodes, width=width), Text()]
    if test := run.get("test"):
        parts += [*kernels_table(test, verbose=verbose), Text()]
    if found := problem_lines(run, quiet=not verbose):
        parts += [*found, Text()]
    warnings = sum(problem["severity"] == "warning" for problem in all_problems(run))
    if warnings and not verbose:
        parts.append(Text(f"{plural(warnings, 'warning')} of Lean (-v lists them)", "dim"))
    if check := run.get("check"):
        parts.append(check_line(check))
    return [*parts, outcome_line(summarise(run))]


def change_lines(found: list[Change]) -> Parts:
    """What changed since an older report."""
    if not found:
        return [Text("nothing changed since the older report")]
    return [
        Text(f"{plural(len(found), 'change')} since the older report:", "bold"),
        *(
            Text(neutral(f"  {c['what']}: {c['before'] or 'absent'} -> {c['after'] or 'absent'}"))
            for c in found
        ),
    ]
