"""Verdicts in a notebook: the table, and below it a small plot of the errors over the whole format."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

from proofgrad.oracle.difftest.verdict import Verdicts

if TYPE_CHECKING:
    from proofgrad.oracle.report.model import VerdictJson

__all__ = ["DrawnVerdicts"]


class DrawnVerdicts(Verdicts):
    """Verdicts whose HTML has a plot for each kernel and format of which the errors were measured so."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        """For notebooks."""
        return super()._repr_html_() + _plots(self)


def _plots(verdicts: Verdicts) -> str:
    from proofgrad.oracle.report.markup import tag
    from proofgrad.oracle.report.plots import error_plot

    of: dict[tuple[str, str, str], list[VerdictJson]] = {}
    for verdict in verdicts:
        found = cast("VerdictJson", verdict.to_json())
        of.setdefault((verdict.node, verdict.backend, verdict.dtype), []).append(found)
    figures = []
    for (node, backend, dtype), listed in of.items():
        svg = error_plot(None, listed)
        if svg is not None:
            text = f"{node}, {backend}, {dtype}: ULP by input; "
            lines = (("accent", "forward"), ("second", "jvp"), ("third", "vjp if different"))
            names = [tag("span", f"— {name} ", style=f"color: var(--{colour})") for colour, name in lines]
            figures.append(tag("figure", svg, tag("figcaption", text, names)))
    return f"<style>{_style()}</style>{tag('div', figures, class_='proofgrad')}" if figures else ""


@cache
def _style() -> str:
    """The rules of the report's page that its plots need, for a page that is not ours."""
    page = (Path(__file__).parent / "html" / "style.css").read_text("utf-8")
    colours = re.search(r":root \{(.*?)\}", page, re.DOTALL)
    assert colours is not None
    rules = re.findall(r"^svg\.plot[^{}]*\{[^}]*\}|(?<=\} )svg\.plot[^{}]*\{[^}]*\}", page, re.MULTILINE)
    return " ".join((f".proofgrad {{{colours[1]}}}", ".proofgrad figure { margin: .75rem 0; }", *rules))
