"""The whole page, from its sections."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from proofgrad.oracle.report.dependencies import Picture
from proofgrad.oracle.report.html.matrix import in_groups, kernels_by_node, matrix
from proofgrad.oracle.report.html.node import node_section
from proofgrad.oracle.report.html.overview import changed, head, kernels_not_passing, lean_text, problems
from proofgrad.oracle.report.html.pieces import facts, fold, soft
from proofgrad.oracle.report.html.programs import programs
from proofgrad.oracle.report.markup import Child, Html, tag
from proofgrad.oracle.report.model import NodeJson, Run
from proofgrad.oracle.report.source_links import SourceLinks
from proofgrad.oracle.report.summary import Tested, countable, short, summarise

__all__ = ["page"]

_TOTAL = (
    "Functions are total, as in Lean and Mathlib: log x is log |x| with log 0 = 0, √x is 0 for x < 0, "
    "and 1/0 is 0. Where a theorem has hypotheses, it says nothing at the other inputs."
)
_PLOTS = (
    "Plots: green is the proved domain, a dotted vertical line a kink. In the plots of errors the inputs run "
    "from the format's most negative to its most positive number, by magnitude; a line is the largest error "
    "found in each interval, a circle the worst input, the dotted horizontal line the largest bound."
)
_ERRORS = (
    "Errors: one with ≥ is the largest that a search found; one without comes from testing every input of "
    "its class."
)
_PICTURE = (
    "A dot is a module, larger with more theorems; it stands to the right of all that it imports. "
    "Point at a dot for its name. The pictures of single theorems keep these places."
)


def page(run: Run, old: Run | None = None, links: SourceLinks | None = None) -> str:
    """The report as a page.

    Args:
        run: what it is about.
        old: an older run; then it also says what changed since.
        links: where the sources can be read.
    """
    summary = summarise(run)
    check, nodes, test = run.get("check"), run.get("nodes"), run.get("test")
    picture, by_node = Picture(nodes), kernels_by_node(test)
    links = links or SourceLinks()

    def section(node: NodeJson) -> Html:
        return node_section(
            node, by_node.get(node["name"]) or by_node.get(short(node["name"]), []), picture, links
        )

    listed = countable(nodes)
    sections = _in_groups([n for n in listed if not by_node or _tested(n, by_node)], by_node, section)
    rest = [n for n in listed if by_node and not _tested(n, by_node)]
    untested = _in_groups(rest, by_node, section)
    whole = picture.whole()
    environment = test["environment"] if test else {}
    seconds = f"; {check['seconds']:.1f} s to check." if check else "."
    body: list[Child] = [
        tag("h1", "proofgrad report"),
        soft(lean_text(run), seconds, f" Tested on {date}." if (date := environment.get("date")) else ""),
        head(summary),
        _contents(sections, bool(test and test.get("programs")), whole is not None),
        changed(old, run),
        problems(run),
        kernels_not_passing(run),
        tag("h2", "Nodes", id="nodes"),
        matrix(run),
        tag("h2", "Node by node", id="details"),
        [soft(text) for text in (_TOTAL, _PLOTS, _ERRORS)] if sections else None,
        sections,
        fold(f"{len(rest)} nodes whose kernels were not tested", untested) if rest else None,
        programs(test),
        (tag("h2", "What the proofs stand on", id="dependencies"), soft(_PICTURE), whole) if whole else None,
        (
            tag("h2", "Environment", id="environment"),
            facts((str(k), str(v)) for k, v in environment.items()),
        )
        if environment
        else None,
    ]
    style = (Path(__file__).parent / "style.css").read_text("utf-8")
    meta = (
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", f"proofgrad: {summary.outcome}"),
        tag("style", Html(style)),
    )
    return "<!doctype html>\n" + tag("html", tag("head", meta), tag("body", body), lang="en") + "\n"


def _in_groups(
    nodes: list[NodeJson], by_node: Mapping[str, list[Tested]], section: Callable[[NodeJson], Html]
) -> list[Html]:
    """The sections of nodes, each group under its heading."""
    return [
        piece
        for group, members in in_groups(nodes, by_node)
        for piece in (tag("h3", group, class_="group"), *map(section, members))
    ]


def _tested(node: NodeJson, by_node: Mapping[str, list[Tested]]) -> bool:
    return bool(by_node.get(node["name"]) or by_node.get(short(node["name"])))


def _contents(sections: list[Html], programs: bool, pictured: bool) -> Child:
    """Links to the parts of a long page."""
    parts = [("nodes", "Nodes"), ("details", "Node by node")] if sections else []
    parts += [("programs", "Programs")] if programs else []
    parts += [("dependencies", "What the proofs stand on")] if pictured else []
    return tag("nav", [(tag("a", text, href=f"#{name}"), " ") for name, text in parts]) if parts else None
