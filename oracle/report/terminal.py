"""The report in a terminal: tables that fit 80 columns, counts every time, the outcome as the last line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TypeVar, cast

from rich import box
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from proofgrad.bridge.catalogue import PROVED
from proofgrad.oracle.report.compare import Change
from proofgrad.oracle.report.figures import figure, unit, worst_ulp
from proofgrad.oracle.report.model import (
    CheckJson,
    HypothesisJson,
    NodeJson,
    NodesJson,
    Run,
    TestJson,
    VerdictJson,
)
from proofgrad.oracle.report.neutral import neutral
from proofgrad.oracle.report.problems import all_problems, place
from proofgrad.oracle.report.sections import Row, Section
from proofgrad.oracle.report.summary import (
    Summary,
    countable,
    formula_of,
    hypotheses_of,
    kernels_of,
    labels,
    nodes_outcome,
    second_opinions,
    short,
    slope_of,
    status_text,
    summarise,
    unproved_lines,
    whats_of,
)

__all__ = [
    "change_lines",
    "check_line",
    "kernels_table",
    "node_section",
    "nodes_table",
    "notion_lines",
    "outcome_line",
    "proof_lines",
    "report",
]

STYLES = {
    "ok": "green",
    "pass": "green",
    "proved": "green",
    "proved-on-domain": "green",
    "conditional": "magenta",
    "unproved": "yellow",
    "inconclusive": "bold yellow",
    "warning": "yellow",
}
"""Style of a status word; anything else is a finding and red."""

WORDS = {"ok": "ok", "failed": "FAILED", "inconclusive": "INCONCLUSIVE"}
_CELL = 40
CELL = 56
"""Characters of a formula or a hypothesis in a table."""
LONG = 500
"""The same where a node is shown in full; the JSON has all of it."""

T = TypeVar("T")
Parts = list[RenderableType]
"""Tables and texts, to be printed one below the other."""


def printable(value: T) -> T:
    """The same JSON without control characters: what other people's files say must not steer a terminal."""
    if isinstance(value, str):
        return cast(T, neutral(value))
    if isinstance(value, dict):
        return cast(T, {printable(k): printable(v) for k, v in value.items()})
    if isinstance(value, list):
        return cast(T, [printable(v) for v in value])
    return value


def styled(word: str, text: str | None = None) -> Text:
    """`text` (or the word) in the style of a status word."""
    return Text(text if text is not None else word, STYLES.get(word, "bold red"))


def plural(count: int, word: str) -> str:
    """``1 module``, ``2 modules``."""
    return f"{count:,} {word}{'' if count == 1 else 's'}"


def table(*columns: str, title: str = "") -> Table:
    """An empty table in the one look of this tool; columns that start with ``>`` are set right."""
    made = Table(
        title=title or None, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False
    )
    for column in columns:
        made.add_column(column.lstrip(">"), justify="right" if column.startswith(">") else "left")
    return made


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


def domain(node: NodeJson) -> str:
    """What the node's hypotheses say, for a table cell: a dash where there are none."""
    return "; ".join(hypotheses_of(node)) or "-"


def sized(shape: list[int]) -> str:
    """A shape in a word: ``2×3``."""
    return "×".join(map(str, shape)) or "scalar"


def cut(text: str, limit: int = CELL) -> str:
    """The text, or its beginning; by default what fits into a cell of two or three lines."""
    return text if len(text) <= limit else text[: limit - 4].rstrip() + " ..."


def nodes_table(nodes: NodesJson) -> Parts:
    """The catalogue: each node's status, hypotheses and f; generic nodes apart; then the counts."""
    made = table("node", "status", "hypotheses", "f(x)", "f'(x)", title="Nodes")
    for column, width in ((0, 20), (1, 16), (2, 16), (3, 20), (4, 20)):
        made.columns[column].max_width = width
    made.columns[1].min_width = 16
    listed = printable(countable(nodes))
    every = printable(nodes["nodes"])
    of = labels(n["name"] for n in every)
    for node in listed:
        texts = (domain(node), formula_of(node), slope_of(node))
        cells = (Text(cut(text, _CELL)) for text in texts)  # brackets are no markup
        word = node["status"] if node["status"] not in PROVED or not node.get("by") else "conditional"
        made.add_row(neutral(of[node["name"]]), styled(word, status_text(node)), *cells)
    generic = [neutral(of[n["name"]]) for n in every if n["kind"] == "generic"]
    counted = Counter(map(status_text, listed))
    counts = ", ".join(f"{number} {status}" for status, number in counted.items()) or "none"
    lines: Parts = [made, Text.assemble("nodes: ", styled(nodes_outcome(nodes), counts))]
    if generic:
        lines.append(Text(f"generic (they build nodes, and are none): {', '.join(generic)}", "dim"))
    return [*lines, *notion_lines(nodes)]


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
        add("axioms", ", ".join(proof["axioms"]) or "none")
        add("checked by", ", ".join(proof["checked_by"]) or "nobody")
    if second:
        add("f'' by", f"{second['proof']['theorem']} ({second['proof']['scope']})")
        add("hypotheses", "\n".join(map(explained, second["proof"]["hypotheses"])) or "none")
    if node["source"]:
        add("source", f"{node['source']['file']}:{node['source']['line']}")
    return Section(node["name"], tuple(rows))


def explained(hypothesis: HypothesisJson) -> str:
    """A hypothesis, and by what it is shown that it can be met, or why it does not count."""
    why = hypothesis.get("why")
    return f"{hypothesis['text']}  ({why})" if why else hypothesis["text"]


def verdict_cell(verdict: VerdictJson | None) -> Text:
    """The worst error in ULP in the verdict's colour, with the word where it is no pass."""
    if verdict is None:
        return Text("-", "dim")
    ulp = figure(worst_ulp(verdict))
    word = verdict["verdict"]
    if word == "fail" and verdict.get("error"):
        return styled(word, "FAIL error")
    return styled(word, ulp if word == "pass" else f"{'FAIL' if word == 'fail' else '?'} {ulp}")


def kernels_table(test: TestJson, *, verbose: bool = False) -> Parts:
    """Tables of the worst errors, one for each backend; then what failed, with its worst inputs."""
    test = printable(test)
    kernels = kernels_of(test)
    whats = whats_of(kernels)
    parts: Parts = []
    labels = {kernel.node: {k.label for k in kernels if k.node == kernel.node} for kernel in kernels}
    for backend in dict.fromkeys(kernel.backend for kernel in kernels):
        title = f"Kernels of {backend}: largest error found, in ULP"
        parts.append(Text(title, "bold"))
        made = table("node", "dtype", *(f">{what}" for what in whats))
        for kernel in kernels:
            if kernel.backend == backend:
                cells = (verdict_cell(kernel.verdicts.get(what)) for what in whats)
                single = len(labels[kernel.node]) == 1  # then the parameters are named once, below the table
                made.add_row(kernel.node if single else kernel.label, kernel.dtype, *cells)
        parts.append(made)
    if any(unit(v) == "u" for v in test["verdicts"]):
        parts.append(
            Text("vector nodes and programs: in units of the rounding that their formula can cause", "dim")
        )
    given = [label for found in labels.values() for label in found if len(found) == 1 and " (" in label]
    if given:
        parts.append(Text(f"parameters: {', '.join(given)}", "dim"))
    if opinions := second_opinions(test):
        parts.append(Text(opinions, "dim"))
    parts += proof_lines(test)
    for program in test.get("programs", ()):
        parts.append(Text(f"program {program['name']}: {program['covered']}"))
    for kernel in kernels:
        shown = [v for v in kernel.verdicts.values() if v["verdict"] != "pass" or verbose]
        if (
            shown
            and len({v.get("message", v["what"]) for v in shown}) == 1
            and not any(v["classes"] for v in shown)
        ):
            # One reason for all of them: the kernel could not be judged at all.
            parts.append(verdict_line(shown[0], ", ".join(v["what"] for v in shown)))
            continue
        for verdict in shown:
            parts.append(verdict_line(verdict, verdict["what"]))
            parts.extend(verdict_details(verdict, verbose=verbose))
    return parts


def proof_lines(test: TestJson) -> Parts:
    """Which of the tested nodes are not proven, or not in the sense that ships: a pass says less of them."""
    return [styled(word, neutral(line)) for word, line in unproved_lines(test)]


def verdict_line(verdict: VerdictJson, whats: str) -> Text:
    """The outcome, what it is about, and the reason."""
    about = f"{short(verdict['node'])} {whats} {verdict['backend']} {verdict['dtype']}"
    message = verdict.get("message", "")
    return Text.assemble(styled(verdict["verdict"]), f": {about}", f": {message}" if message else "")


def verdict_details(verdict: VerdictJson, *, verbose: bool) -> Iterator[Text]:
    """A simple input that fails, the classes of inputs that decided (verbose: all), how to see it again."""
    if simplest := verdict.get("simplest"):
        yield Text(f"    at {simplest['input']}: got {simplest['got']}, wanted {simplest['wanted']}")
    for name, found in verdict["classes"].items():
        if not verbose and not found.get("failed", True):
            continue
        exact = "exactly" if found["exact"] else "at least"
        error = f"max {exact} {figure(found['max_ulp'])} {found.get('unit', 'ulp')}"
        rest = f"median {figure(found['median_ulp'])}, bias {figure(found['bias_ulp'])}"
        domain = "" if found.get("proved") is None else f", {found['proved']:,} in the proved domain"
        yield Text(f"    {name}: {plural(found['count'], 'input')}{domain}, {error}, {rest}")
        if worst := found["worst"]:
            where = f"at {worst['input']} ({worst['input_hex']})"
            yield Text(f"        {where}: got {worst['got']}, wanted {worst['wanted']}")
    for kink in verdict.get("kinks", ()):
        if verbose or not kink["accepted"]:
            sides = f"from {kink['left']} on the left to {kink['right']} on the right"
            word = "accepted" if kink["accepted"] else "not accepted"
            line = (
                f"kink at {kink['input']}: got {kink['got']} ({word}); {sides}, Lean's value {kink['wanted']}"
            )
            yield Text(f"    {line}")
    if verbose and verdict.get("domain"):
        yield Text(f"    proved domain: {verdict['domain']}")
    if verbose and verdict.get("replayed"):
        yield Text(f"    tried first: {plural(verdict['replayed'], 'worst input')} of earlier runs")
    if verdict["reproduce"] and verdict["verdict"] != "pass":
        again = "again, at the simplest input that fails too" if verdict.get("simplest") else "again"
        yield Text(f"    {again}: {verdict['reproduce']}", "dim", no_wrap=True)  # it is to be copied


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


def report(run: Run, *, verbose: bool = False) -> Parts:
    """The whole run: catalogue, kernels, problems, outcome."""
    parts: Parts = []
    if nodes := run.get("nodes"):
        parts += [*nodes_table(nodes), Text()]
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
