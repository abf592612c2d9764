"""The section about one node: what it computes, plots, its theorems, its kernels."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from proofgrad.bridge.catalogue.serial import node_from_json
from proofgrad.oracle.parameters import DEFAULT_PARAMETERS
from proofgrad.oracle.report.dependencies import Picture
from proofgrad.oracle.report.html.kernels import kernels_section
from proofgrad.oracle.report.html.pieces import cut, facts, fold, prose, soft, status_badge
from proofgrad.oracle.report.html.proofs import proof_section
from proofgrad.oracle.report.markup import Child, Html, anchor, tag
from proofgrad.oracle.report.mathml import equation, math, symbol
from proofgrad.oracle.report.model import NodeJson
from proofgrad.oracle.report.plots import error_plot, formula_plot
from proofgrad.oracle.report.source_links import SourceLinks
from proofgrad.oracle.report.summary import Tested, short
from proofgrad.oracle.report.vectors import coordinate

__all__ = ["node_section"]

_PARTS = 60
"""Parts of a formula that is typeset; longer ones are plain text, which wraps."""
_LINE = 110
"""Characters, as plain text, of a formula that is typeset."""
_TEXT = 600
"""Characters of plain text that a formula may take; the JSON has all."""


def node_section(node: NodeJson, kernels: list[Tested], picture: Picture, links: SourceLinks) -> Html:
    """All about one node."""
    return tag(
        "article",
        tag("header", tag("h3", short(node["name"])), status_badge(node), tag("code", node["name"])),
        tag("p", prose(node["doc"])) if node["doc"] else None,
        _formulas(node),
        _plots(node, kernels),
        facts(
            [
                ("kind", node["kind"]),
                ("parameters", ", ".join(node["parameters"])),
                ("source", links.link(node["source"])),
            ]
        ),
        [proof_section(node, p, picture) for p in node["proofs"]] or soft("No theorem about this node."),
        kernels_section(kernels),
        id=anchor(node["name"]),
    )


def _formulas(node: NodeJson) -> Child:
    """f and f', or a coordinate of the result at every size, or the first one at some sizes."""
    formula = node["formula"]
    if formula:
        return (math(formula["f"]), math(formula["df"], primes=1))
    if indexed := node.get("indexed"):
        text = indexed["text"]
        lines = [text["forward"], text["jvp"], *text["vjp"]]
        return [soft(text["shapes"]), *(tag("pre", cut(line, _TEXT)) for line in lines)]
    shown = [list(_coordinate(vector)) for vector in node.get("vectors", ()) if vector["forward_text"]]
    if not shown:
        return None
    more = len(shown) - 1
    title = "Formulas at another size" if more == 1 else f"Formulas at {more} other sizes"
    return (shown[0], fold(title, shown[1:]) if more else None)


def _coordinate(vector: dict[str, Any]) -> Iterator[Child]:
    """The first coordinate of the result and of its derivative, at one choice of sizes."""
    output = vector["output"]
    sizes = ", ".join(f"{name} = {value}" for name, value in vector["sizes"].items())
    shapes = ", ".join(f"{given['name']} {_shape(given['shape'])}" for given in vector["inputs"])
    first = " The first entry of the result and of its derivative:" if output else ""
    yield soft(f"With {sizes}: {shapes}; result {_shape(output)}.{first}" if sizes else shapes)
    index = f"[{', '.join('0' for _ in output)}]" if output else ""
    for which, name in (("forward", f"F{index}"), ("jvp", f"dF{index}")):
        text = str(vector[f"{which}_text"])
        tree = coordinate(vector, which, _PARTS) if len(text) <= _LINE else None
        if tree is not None:
            yield equation(symbol(name), tree)
        else:
            yield tag("pre", f"{name} = {cut(text, _TEXT)}")


def _shape(shape: list[int]) -> str:
    """``2 × 3``; a number is a ``scalar``."""
    return " × ".join(map(str, shape)) or "scalar"


def _plots(node: NodeJson, kernels: list[Tested]) -> Child:
    """f and f', and the errors of the kernels, side by side."""
    if node["formula"] is None:
        return None
    entry = node_from_json(node)
    given = [v for k in kernels for v in k.verdicts.values() if v.get("params")]
    drawn = formula_plot(entry, {**DEFAULT_PARAMETERS, **(given[0]["params"] if given else {})})
    figures = [_figure(drawn, "", ("first", "f"), ("second", "f′"))] if drawn else []
    for kernel in kernels:
        svg = error_plot(entry, list(kernel.verdicts.values()))
        if svg is not None:
            name = f"{kernel.backend} {kernel.dtype}, ULP by input: "
            figures.append(
                _figure(svg, name, ("first", "forward"), ("second", "jvp"), ("third", "vjp if different"))
            )
    return tag("div", figures, class_="plots") if figures else None


def _figure(svg: Html, title: str, *lines: tuple[str, str]) -> Html:
    """A plot with the names of its lines in their colours."""
    names = [(tag("span", f"— {name}", class_=f"line {colour}"), " ") for colour, name in lines]
    return tag("figure", svg, tag("figcaption", title, names))
