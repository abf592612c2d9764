"""The report as one HTML file: no scripts, no network, light and dark, printable."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from proofgrad.bridge.catalogue.serial import node_from_json
from proofgrad.oracle.difftest import DEFAULT_PARAMETERS
from proofgrad.oracle.report.compare import changes
from proofgrad.oracle.report.dependencies import Picture
from proofgrad.oracle.report.figures import figure, worst_ulp
from proofgrad.oracle.report.markup import Child, Html, anchor, tag
from proofgrad.oracle.report.mathml import math
from proofgrad.oracle.report.model import NodeJson, ProblemJson, ProofJson, Run, TestJson, VerdictJson
from proofgrad.oracle.report.plots import MISSING, Plotter, available
from proofgrad.oracle.report.problems import all_problems, place
from proofgrad.oracle.report.summary import (
    Summary,
    Tested,
    countable,
    hypotheses_of,
    kernels_of,
    short,
    summarise,
)

__all__ = ["page"]

COLOURS = {
    **dict.fromkeys(("ok", "pass", "proved", "proved-on-domain"), "good"),
    **dict.fromkeys(("inconclusive", "unproved", "warning"), "open"),
}
"""Class of a status word; anything else is a finding."""

HEADLINES = {
    "ok": "All that was asked for was checked, and nothing is wrong.",
    "failed": "Something is wrong.",
    "inconclusive": "Something could not be checked: this is not a clean result.",
}
CHECKERS = {"lean": "Lean's kernel", "python": "the second checker"}
TOTAL = (
    "Functions are total, as in Lean and Mathlib: log x is log |x| with log 0 = 0, √x is 0 for x < 0, "
    "and 1/0 is 0. Where a theorem has hypotheses, it says nothing at the other inputs."
)
WHATS = ("forward", "jvp", "vjp", "adjoint")


def colour(word: str) -> str:
    """The CSS class of a status word."""
    return COLOURS.get(word, "bad")


def badge(word: str, text: str | None = None) -> Html:
    """A status word in its colour."""
    return tag("span", text if text is not None else word, class_=f"badge {colour(word)}")


def table(head: Iterable[str], rows: Iterable[Child], numbers: frozenset[int] = frozenset()) -> Html:
    """A table that scrolls by itself where it is too wide; the columns `numbers` are set right."""
    cells = [tag("th", h, class_="number" if i in numbers else None, scope="col") for i, h in enumerate(head)]
    return tag("div", tag("table", tag("thead", tag("tr", cells)), tag("tbody", rows)), class_="scroll")


def facts(pairs: Iterable[tuple[str, Child]]) -> Html:
    """Terms and what stands for them; empty ones left out."""
    return tag("dl", [(tag("dt", k), tag("dd", v)) for k, v in pairs if v], class_="facts")


def head(summary: Summary) -> Child:
    """The outcome in words and the counts."""
    kernels = summary.verdicts
    counts: list[tuple[str, str]] = [
        ("declarations", f"{summary.declarations:,}"),
        ("theorems", f"{summary.theorems:,}"),
        ("nodes", str(summary.nodes)),
        ("nodes proved", str(summary.proved)),
        *(
            (f"nodes {s}", str(n))
            for s, n in summary.statuses.items()
            if s not in ("proved", "proved-on-domain")
        ),
        *(
            (f"kernels: {word}", str(kernels[word]))
            for word in ("pass", "fail", "inconclusive")
            if kernels.get(word)
        ),
    ]
    parts = ", ".join(f"{part}: {outcome}" for part, outcome in summary.parts.items())
    return (
        tag(
            "div",
            tag("strong", summary.outcome.upper(), class_=colour(summary.outcome)),
            tag("span", HEADLINES[summary.outcome]),
            tag("span", f"({parts})", class_="soft"),
            class_=f"outcome {colour(summary.outcome)}",
        ),
        tag("dl", [tag("div", tag("dt", k), tag("dd", v)) for k, v in counts], class_="counts"),
    )


def problems(run: Run) -> Child:
    """All that is wrong; warnings folded away, since they are no findings."""
    listed = all_problems(run)
    warnings = [problem_section(p) for p in listed if p["severity"] == "warning"]
    others = [problem_section(p) for p in listed if p["severity"] != "warning"]
    if not listed:
        return None
    folded = (
        tag("details", tag("summary", f"{len(warnings)} warnings of Lean"), warnings) if warnings else None
    )
    return (tag("h2", "Problems", id="problems"), others, folded)


def kernels_not_passing(run: Run) -> Child:
    """The kernels that fail or could not be judged, with why, before anything else."""
    found = [
        tag(
            "tr",
            tag("td", tag("a", short(v["node"]), href=f"#{anchor(v['node'])}")),
            tag("td", f"{v['backend']} {v['dtype']} {v['what']}"),
            tag("td", badge(v["verdict"])),
            tag("td", v.get("message") or f"largest error {figure(worst_ulp(v))} ULP"),
        )
        for v in (run.get("test") or {"verdicts": []})["verdicts"]
        if v["verdict"] != "pass"
    ]
    if not found:
        return None
    return (tag("h2", "Kernels that do not pass", id="kernels"), table(("node", "kernel", "", "why"), found))


def problem_section(problem: ProblemJson) -> Html:
    """One problem: what it is and where, then the message as it came."""
    severity, code = problem["severity"], problem["code"]
    heading = (
        badge(severity, severity if code == severity else f"{severity}: {code}"),
        tag("code", place(problem)) if problem["file"] else None,
        tag("code", problem["declaration"]) if problem["declaration"] else None,
    )
    return tag("article", tag("header", heading), tag("pre", problem["message"].rstrip()))


Column = tuple[str, str]
"""Backend and format."""


def by_node(test: TestJson | None) -> tuple[list[Column], dict[str, list[Tested]]]:
    """The columns of the matrix, and the tested kernels by the node's short name."""
    kernels = kernels_of(test)
    columns = list(dict.fromkeys((k.backend, k.dtype) for k in kernels))
    cells: dict[str, list[Tested]] = {}
    for kernel in kernels:
        cells.setdefault(kernel.node, []).append(kernel)
    return columns, cells


def cell(kernels: list[Tested]) -> Child:
    """A cell of the matrix: the worst word and the largest error of a node's functions in one format."""
    verdicts = [v for k in kernels for v in k.verdicts.values()]
    if not verdicts:
        return tag("span", "not tested", class_="soft")
    words = [v["verdict"] for v in verdicts]
    word = next((w for w in ("fail", "inconclusive") if w in words), "pass")
    errors = [e for v in verdicts if v["what"] != "adjoint" and (e := worst_ulp(v)) is not None]
    return badge(word, f"{word} {figure(max(errors))} ULP" if errors else word)


def matrix(run: Run) -> Child:
    """Nodes by proof status, hypotheses, checkers, and the verdict of each backend and format."""
    nodes = countable(run.get("nodes"))
    if not nodes:
        return tag("p", badge("inconclusive", "no nodes"), " The catalogue is empty.")
    columns, cells = by_node(run.get("test"))
    rows = []
    for node in nodes:
        tested = cells.get(short(node["name"]), [])
        checkers = dict.fromkeys(c for p in node["proofs"] for c in p["checked_by"])
        rows.append(
            tag(
                "tr",
                tag("td", tag("a", short(node["name"]), href=f"#{anchor(node['name'])}")),
                tag("td", badge(node["status"])),
                tag(
                    "td",
                    [tag("div", tag("code", h)) for h in hypotheses_of(node)]
                    or tag("span", "none", class_="soft"),
                ),
                tag("td", ", ".join(checkers) or "-"),
                [tag("td", cell([k for k in tested if (k.backend, k.dtype) == c])) for c in columns],
            )
        )
    titles = ["node", "proof", "hypotheses", "checked by", *(f"{b} {d}" for b, d in columns)]
    return table(titles, rows)


def stands_on(proof: ProofJson, picture: Picture) -> Child:
    """How much a proof stands on and where that is; nothing in a report that does not know."""
    support = proof.get("support")
    if not support:
        return None
    least = "" if support["complete"] else "at least "
    counts = f"{least}{support['theorems']:,} theorems in {len(support['modules'])} modules"
    axioms = ", ".join(proof["axioms"]) or "none"
    down = f"Down to the axioms ({axioms}): {least}{support['constants']:,} constants."
    direct = [tag("li", tag("code", name)) for name in support["direct"]]
    return tag(
        "details",
        tag("summary", f"What it stands on: {counts}"),
        tag("p", down, " The proof itself mentions these theorems:" if direct else None),
        tag("ul", direct) if direct else None,
        picture.of(support),
    )


def proof_section(proof: ProofJson, picture: Picture) -> Child:
    """One theorem: what it says, on what it rests, who accepted it."""
    hypotheses = [h["text"] for h in proof["hypotheses"]]
    return (
        tag("h4", "Theorem ", tag("code", proof["theorem"])),
        tag("pre", proof["statement"]),
        facts(
            [
                (
                    "scope",
                    {"global": "every input", "pointwise": "inputs that meet the hypotheses"}[proof["scope"]],
                ),
                ("hypotheses", [tag("pre", h) for h in hypotheses] or "none"),
                ("axioms", ", ".join(proof["axioms"]) or "none"),
                ("accepted by", ", ".join(CHECKERS.get(c, c) for c in proof["checked_by"]) or "nobody"),
            ]
        ),
        stands_on(proof, picture),
    )


def class_rows(verdict: VerdictJson) -> Iterable[Html]:
    """The rows of one verdict: one per class of inputs."""
    for name, found in verdict["classes"].items():
        worst = found["worst"]
        texts: list[Child] = [
            verdict["what"],
            name,
            f"{found['count']:,}",
            ("" if found["exact"] else "≥ ") + figure(found["max_ulp"]),
            figure(found["median_ulp"]),
            figure(found["bias_ulp"]),
        ]
        where: Child = "-"
        if worst:
            where = [tag("code", str(worst["input"])), f" got {worst['got']}, wanted {worst['wanted']}"]
        cells = [tag("td", t, class_="number" if i >= 2 else None) for i, t in enumerate(texts)]
        yield tag("tr", cells, tag("td", where))


def verdict_section(kernels: list[Tested]) -> Child:
    """The kernels tested on a node: a line for each, the classes of inputs folded away."""
    titles = ("function", "inputs", "count", "max ULP", "median", "bias", "worst input")
    out: list[Child] = []
    for kernel in kernels:
        verdicts = [kernel.verdicts[what] for what in WHATS if what in kernel.verdicts]
        marks = [
            (badge(v["verdict"], f"{v['what']}: {v['verdict']} {figure(worst_ulp(v))}"), " ")
            for v in verdicts
        ]
        reasons = dict.fromkeys(v["message"] for v in verdicts if v["verdict"] != "pass" and v.get("message"))
        again = dict.fromkeys(v["reproduce"] for v in verdicts if v["reproduce"])
        out.append(tag("h4", f"Kernel: {kernel.label}, {kernel.backend}, {kernel.dtype}"))
        out.append(tag("p", marks))
        out.append([tag("p", reason) for reason in reasons])
        rows = [row for v in verdicts for row in class_rows(v)]
        body = (table(titles, rows, frozenset({2, 3, 4, 5})), [tag("pre", command) for command in again])
        out.append(tag("details", tag("summary", "Errors by class of inputs"), body))
    return out


def prose(text: str) -> Child:
    """A docstring: what stands in backticks is code, all else is text."""
    return [tag("code", part) if i % 2 else part for i, part in enumerate(text.split("`"))]


def vector_section(node: NodeJson) -> Html | None:
    """The first coordinate of a vector node and of its derivative, at each of the sizes it was read at."""
    rows = [
        tag(
            "tr",
            tag("td", ", ".join(f"{name} = {value}" for name, value in vector["sizes"].items())),
            tag("td", tag("code", vector["forward_text"])),
            tag("td", tag("code", vector["jvp_text"])),
        )
        for vector in node.get("vectors", ())
        if vector["forward_text"]
    ]
    if not rows:
        return None
    body = table(["sizes", "first coordinate", "its derivative"], rows)
    return tag("details", tag("summary", "Formulas at small sizes"), body)


def plots(node: NodeJson, kernels: list[Tested], plotter: Plotter | None) -> tuple[Child, Child]:
    """The plot of f and f', and those of the errors of the kernels."""
    if plotter is None or node["formula"] is None:
        return None, None
    entry = node_from_json(node)
    given = [v for k in kernels for v in k.verdicts.values() if v.get("params")]
    values = {**DEFAULT_PARAMETERS, **(given[0]["params"] if given else {})}
    drawn = plotter.formulas(entry, values)
    errors = []
    for kernel in kernels:
        svg = plotter.errors(entry, list(kernel.verdicts.values()))
        if svg is not None:
            what = (
                f"Error of {kernel.backend} in {kernel.dtype}, in ULP, the largest found in each interval: "
            )
            errors.append(tag("figure", svg, tag("figcaption", what, ERROR_LEGEND)))
    function = tag("figure", drawn, tag("figcaption", legend(("first", "f"), ("second", "f′")), MARKS))
    return (function if drawn else None), tag("div", errors, class_="plots") if errors else None


def legend(*entries: tuple[str, str]) -> Child:
    """Names in the colours of a plot's lines."""
    return [(tag("span", f"— {name}", class_=f"line {colour}"), " ") for colour, name in entries]


ERROR_LEGEND = (
    legend(
        ("first", "forward"), ("second", "jvp"), ("third", "vjp where it differs"), ("bad", "largest bound")
    ),
    "A circle is the worst input; green: the proved domain.",
)
MARKS = "Green: the proved domain; dotted: a kink."


def node_section(node: NodeJson, kernels: list[Tested], plotter: Plotter | None, picture: Picture) -> Html:
    """All about one node."""
    formula, source = node["formula"], node["source"]
    function, errors = plots(node, kernels, plotter)
    return tag(
        "article",
        tag("header", tag("h3", short(node["name"])), badge(node["status"]), tag("code", node["name"])),
        tag("p", prose(node["doc"])) if node["doc"] else None,
        [math(formula["f"]), math(formula["df"], primes=1)] if formula else vector_section(node),
        function,
        facts(
            [
                ("kind", node["kind"]),
                ("parameters", ", ".join(node["parameters"])),
                ("source", f"{source['file']}:{source['line']}" if source else None),
            ]
        ),
        [proof_section(p, picture) for p in node["proofs"]]
        or tag("p", "No theorem about this node.", class_="soft"),
        verdict_section(kernels),
        errors,
        id=anchor(node["name"]),
    )


def lean_text(run: Run) -> str:
    """Which Lean the proofs were checked with."""
    part: Any = run.get("check") or run.get("nodes") or {}
    lean = part.get("lean")
    if not lean:
        return "No Lean was used."
    origin = "from the pip wheel" if lean["source"] == "embedded" else "the project's own"
    return f"Lean {lean['version']} ({origin}, commit {lean['commit'][:12]})"


def changed(old: Run | None, run: Run) -> Child:
    """What changed since an older run; nothing if none is given."""
    if old is None:
        return None
    found = changes(old, run)
    rows = [
        tag(
            "tr",
            tag("td", tag("code", c["what"])),
            tag("td", badge(c["before"]) if c["before"] else "absent"),
            tag("td", badge(c["after"]) if c["after"] else "absent"),
        )
        for c in found
    ]
    return (
        tag("h2", "What changed", id="changes"),
        table(("what", "before", "now"), rows) if rows else tag("p", "Nothing, since the older report."),
    )


def page(run: Run, old: Run | None = None) -> str:
    """The whole page; with an older run also what changed since."""
    summary = summarise(run)
    check, nodes, test = run.get("check"), run.get("nodes"), run.get("test")
    _, cells = by_node(test)
    generic = [n for n in nodes["nodes"] if n["kind"] == "generic"] if nodes else []
    environment = test["environment"] if test else {}
    plotter, picture = (Plotter() if available() else None), Picture(nodes)
    body: list[Child] = [
        tag("h1", "proofgrad report"),
        tag("p", lean_text(run), f"; {check['seconds']:.1f} s to check." if check else "", class_="soft"),
        head(summary),
        changed(old, run),
        problems(run),
        kernels_not_passing(run),
        tag("h2", "Nodes", id="nodes"),
        matrix(run),
        tag(
            "p",
            "An error with ≥ is the largest that a search found; one without comes from testing every input.",
            class_="soft",
        )
        if test
        else None,
        tag(
            "p",
            f"Generic (they build nodes, and are none): {', '.join(short(n['name']) for n in generic)}",
            class_="soft",
        )
        if generic
        else None,
        tag("h2", "Node by node", id="details"),
        tag("p", TOTAL, class_="soft"),
        tag("p", MISSING, class_="soft") if plotter is None else None,
        [node_section(n, cells.get(short(n["name"]), []), plotter, picture) for n in countable(nodes)],
        (
            tag("h2", "What the proofs stand on", id="dependencies"),
            tag(
                "p",
                "A dot is a module, larger with more theorems, to the right of all that it imports.",
                class_="soft",
            ),
            drawn,
        )
        if (drawn := picture.whole())
        else None,
        (tag("h2", "Environment"), facts((str(k), str(v)) for k, v in environment.items()))
        if environment
        else None,
    ]
    style = Html((Path(__file__).parent / "style.css").read_text("utf-8"))
    meta = (
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", f"proofgrad: {summary.outcome}"),
        tag("style", style),
    )
    return "<!doctype html>\n" + tag("html", tag("head", meta), tag("body", body), lang="en") + "\n"
