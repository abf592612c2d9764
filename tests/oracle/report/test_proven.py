"""What is proven, and by whose definitions, is said in every output."""

from __future__ import annotations

from typing import Any

import pytest

from proofgrad.oracle.report import markdown
from proofgrad.oracle.report.html.pieces import status_badge
from proofgrad.oracle.report.kernels_text import proof_lines
from proofgrad.oracle.report.summary import labels, status_text, summarise, unproved_lines, verdict_outcome
from proofgrad.oracle.report.terminal import nodes_table, notion_lines, outcome_line


def node(name: str, status: str = "proved", by: tuple[str, ...] = ()) -> Any:
    formula = {"f": {"op": "var"}, "df": {"op": "const", "value": "1"}, "f_text": "x", "df_text": "1"}
    return {
        "name": name,
        "kind": "elementwise",
        "status": status,
        "proofs": [],
        "parameters": [],
        "formula": formula,
        "linear": None,
        "doc": "",
        "source": None,
        "by": list(by),
    }


def nodes(*listed: Any, **more: Any) -> Any:
    return {"nodes": list(listed), "problems": [], "counts": {}, "lean": {}, **more}


def run_of(*listed: Any, require_proof: bool = False) -> Any:
    about = [{"name": n["name"], "status": n["status"], "by": n["by"]} for n in listed]
    verdict = {"verdict": "pass", "node": listed[0]["name"], "classes": {}}
    return {"verdicts": [verdict], "nodes": about, "require_proof": require_proof}


def text(parts: Any) -> str:
    from rich.console import Console

    console = Console(width=80, file=None, record=True, quiet=False)
    with console.capture() as captured:
        for part in parts:
            console.print(part)
    return captured.get()


OWN = node("Junk.kink", by=("Junk.DerivSound",))


def test_nodes_of_one_short_name_show_where_they_are_from() -> None:
    assert labels(["A.exp", "A.log", "B.exp"]) == {"A.exp": "A.exp", "A.log": "log", "B.exp": "B.exp"}
    assert labels(["A.B.exp", "C.B.exp", "exp"]) == {"A.B.exp": "A.B.exp", "C.B.exp": "C.B.exp", "exp": "exp"}
    table = text(nodes_table(nodes(node("A.exp"), node("B.exp"))))
    assert "A.exp" in table
    assert "B.exp" in table


def test_the_table_shows_the_derivative() -> None:
    assert "f'(x)" in text(nodes_table(nodes(node("A.id"))))


def test_own_definitions_are_shown_and_not_counted() -> None:
    assert status_text(OWN) == "proved by its own definitions"
    assert status_text(node("A.exp")) == "proved"
    asking = [{"hypotheses": [{"text": "f 0 < f 0", "left": None, "right": None, "relation": None}]}]
    builder = {**node("A.builder"), "kind": "generic", "proofs": asking}
    assert status_text(builder) == "proved of functions that meet its hypotheses, if there are any"
    assert status_text({**builder, "proofs": []}) == "proved"
    assert "own definitions" in " ".join(text(nodes_table(nodes(OWN))).split())
    assert "doubtful" in str(status_badge(OWN))
    assert "own definitions" in "\n".join(map(str, markdown.node_row(OWN)))
    summary = summarise({"nodes": nodes(OWN, node("A.exp"))})
    assert (summary.proved, summary.own) == (1, 1)
    assert "1 of 2 nodes proved, 1 more by this project's own definitions" in outcome_line(summary).plain


def test_a_check_says_that_statuses_are_by_own_definitions() -> None:
    problem = {"code": "own-definitions", "severity": "warning", "declaration": ""}
    check: Any = {"status": "ok", "counts": {"declarations": 5}, "problems": [problem]}
    assert outcome_line(summarise({"check": check})).plain.startswith(
        "ok by this project's own definitions: "
    )


def test_the_notion_is_printed() -> None:
    shipped = {"name": "N", "statement": "N := x", "shipped": True, "differs": []}
    assert "N, as it ships" in text(notion_lines(nodes(notion=shipped)))
    own = {"name": "N", "statement": "N := x", "shipped": False, "differs": ["M"]}
    printed = text(notion_lines(nodes(notion=own)))
    assert "own definitions" in printed
    assert "N := x" in printed
    assert "M" in printed


@pytest.mark.parametrize("status", ["unproved", "conditional", "refuted", "sorry"])
def test_a_test_of_a_node_without_a_proof_says_so(status: str) -> None:
    lines = text(proof_lines(run_of(node("A.exp", status))))
    assert "UNPROVED: exp is" in lines
    assert unproved_lines(run_of(node("A.exp"))) == []
    assert "own definitions" in text(proof_lines(run_of(OWN)))


def test_a_proof_may_be_asked_for() -> None:
    assert verdict_outcome(run_of(node("A.exp", "unproved"))) == "ok"
    assert verdict_outcome(run_of(node("A.exp", "unproved"), require_proof=True)) == "failed"
    assert verdict_outcome(run_of(node("A.exp"), require_proof=True)) == "ok"
    assert verdict_outcome(run_of(node("A.exp", "refuted"))) == "failed"
