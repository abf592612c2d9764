"""The matrix: nodes by proof status, hypotheses, checkers, and the verdict of each backend and format."""

from __future__ import annotations

from collections.abc import Mapping

from proofgrad.oracle.report.figures import ROUNDING, figure, unit, worst_ulp
from proofgrad.oracle.report.grades import grade_of
from proofgrad.oracle.report.groups import grouped
from proofgrad.oracle.report.html.pieces import badge, cut, soft, status_badge, table
from proofgrad.oracle.report.markup import Child, anchor, tag
from proofgrad.oracle.report.model import NodeJson, Run, TestJson
from proofgrad.oracle.report.summary import (
    Tested,
    countable,
    hypotheses_of,
    kernels_of,
    labels,
    second_opinions,
    short,
)

__all__ = ["in_groups", "kernels_by_node", "matrix"]

_HYPOTHESIS = 72
"""Characters of a hypothesis that a cell shows; the node's section has all."""


def kernels_by_node(test: TestJson | None) -> dict[str, list[Tested]]:
    """The tested kernels by the node's name, as the verdicts have it."""
    found: dict[str, list[Tested]] = {}
    for kernel in kernels_of(test):
        found.setdefault(kernel.name, []).append(kernel)
    return found


def in_groups(nodes: list[NodeJson], by_node: Mapping[str, list[Tested]]) -> list[tuple[str, list[NodeJson]]]:
    """The nodes under headings: those whose kernels do not pass, then the groups of `proofgrad nodes`."""

    def passes(node: NodeJson) -> bool:
        tested = by_node.get(node["name"]) or by_node.get(short(node["name"]), [])
        return all(v["verdict"] == "pass" for k in tested for v in k.verdicts.values())

    first = [node for node in nodes if not passes(node)]
    rest = grouped(node for node in nodes if passes(node))
    return [("Kernels that do not pass", first), *rest] if first else rest


def _cell(kernels: list[Tested]) -> Child:
    """The worst word and the largest error of a node's functions in one format."""
    verdicts = [v for k in kernels for v in k.verdicts.values()]
    if not verdicts:
        return tag("span", "not tested", class_="soft")
    words = [v["verdict"] for v in verdicts]
    word, failed = grade_of(verdicts), "fail" in words
    shown = f"{word}, fails" if failed and word not in ("wrong", "fail") else word
    errors = [e for v in verdicts if v["what"] != "adjoint" and (e := worst_ulp(v)) is not None]
    named = " u" if unit(verdicts[0]) == "u" else ""
    return badge("fail" if failed else word, f"{shown} {figure(max(errors))}{named}" if errors else shown)


def matrix(run: Run) -> Child:
    """The table with what it means; says so if there are no nodes."""
    listed, test = run.get("nodes"), run.get("test")
    nodes = countable(listed)
    if not nodes:
        return tag("p", badge("inconclusive", "no nodes"), " The catalogue is empty.")
    by_node = kernels_by_node(test)
    columns = list(dict.fromkeys((k.backend, k.dtype) for kernels in by_node.values() for k in kernels))
    rows = []
    of = labels(node["name"] for node in nodes)
    width = len(columns) + 4
    for group, node in ((g, node) for g, members in in_groups(nodes, by_node) for node in (None, *members)):
        if node is None:
            rows.append(tag("tr", tag("th", group, colspan=str(width), scope="rowgroup"), class_="group"))
            continue
        tested = by_node.get(node["name"]) or by_node.get(short(node["name"]), [])
        checkers = dict.fromkeys(c for p in node["proofs"] for c in p["checked_by"])
        hypotheses = [tag("div", tag("code", cut(h, _HYPOTHESIS))) for h in hypotheses_of(node)]
        rows.append(
            tag(
                "tr",
                tag("td", tag("a", of[node["name"]], href=f"#{anchor(node['name'])}")),
                [tag("td", _cell([k for k in tested if (k.backend, k.dtype) == c])) for c in columns],
                tag("td", status_badge(node)),
                tag("td", hypotheses or tag("span", "none", class_="soft"), class_="hypotheses"),
                tag("td", ", ".join(checkers) or "-"),
            )
        )
    titles = ["node", *(f"{b} {d}" for b, d in columns), "proof", "hypotheses", "checked by"]
    generic = [short(n["name"]) for n in (listed["nodes"] if listed else ()) if n["kind"] == "generic"]
    return (
        table(titles, rows, "matrix"),
        soft(f"A verdict's figure is the largest error found of forward, jvp and vjp, in ULP. {ROUNDING}.")
        if columns
        else None,
        soft(f"{opinions[0].upper()}{opinions[1:]}.") if (opinions := second_opinions(test)) else None,
        soft(f"Generic (they build nodes, and are none): {', '.join(generic)}.") if generic else None,
    )
