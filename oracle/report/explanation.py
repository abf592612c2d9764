"""A node explained: all that Lean and the numbers say of it, as data, JSON, text and HTML."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from proofgrad.bridge.catalogue import Node
from proofgrad.bridge.catalogue.serial import node_to_json
from proofgrad.bridge.explaining.model import GoalState, NodeBackground
from proofgrad.oracle.points import PointValue, VectorPoint
from proofgrad.oracle.report.explanation_text import sections
from proofgrad.oracle.report.markup import Html, tag
from proofgrad.oracle.report.sections import Section, text_lines

__all__ = ["Explanation"]


@dataclass(frozen=True)
class Explanation:
    """What :func:`proofgrad.oracle.explain` says of a node.

    Printing it gives the text of `proofgrad explain`; a notebook shows it as HTML.

    Attributes:
        node: the node, as in the catalogue.
        background: what is read from the compiled proofs: reasons for the hypotheses, dependency trees.
        kinks: the points that the hypotheses exclude or where a formula switches, with both sides.
        values: the formulas at the points that were asked for.
        goals: the goal states at the places that were asked for.
        outside: the hypotheses about parameters that their values do not meet.
    """

    node: Node
    background: NodeBackground
    kinks: tuple[PointValue, ...] = ()
    values: tuple[PointValue | VectorPoint, ...] = ()
    goals: tuple[GoalState, ...] = ()
    outside: tuple[str, ...] = ()

    @property
    def sections(self) -> tuple[Section, ...]:
        """The explanation as titled rows of text."""
        return sections(self)

    def to_json(self) -> dict[str, Any]:
        """The `explain` JSON, without ``schema_version`` and ``command``."""
        background = self.background.to_json()
        return {
            "node": node_to_json(self.node),
            "definition": background["definition"],
            "reasons": background["reasons"],
            "trees": background["trees"],
            "kinks": [kink.to_json() for kink in self.kinks],
            "values": [value.to_json() for value in self.values],
            "goals": [goal.to_json() for goal in self.goals],
            "outside": list(self.outside),
        }

    def __str__(self) -> str:
        """The text, unwrapped."""
        return "\n".join(text for text, _ in text_lines(self.sections))

    def __repr__(self) -> str:
        """One line."""
        asked = f", {len(self.values)} values, {len(self.goals)} goal states"
        return f"<Explanation of {self.node.name}: {self.node.status}{asked}>"

    def _repr_html_(self) -> str:
        """For notebooks; all text is escaped."""
        return tag("div", [_section(section) for section in self.sections])


def _section(section: Section) -> Html:
    rows = [
        tag(
            "tr",
            tag("th", row.label, style="text-align:left;vertical-align:top;white-space:nowrap"),
            tag(
                "td",
                tag("code", row.text) if row.code else row.text,
                style=f"text-align:left;white-space:pre-wrap;padding-left:{1 + row.depth * 1.5:g}em",
            ),
        )
        for row in section.rows
    ]
    return tag("section", tag("h4", section.title), tag("table", rows))
