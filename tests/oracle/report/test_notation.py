"""Formulas and theorems in ordinary notation: the right entries, the right inputs, and nothing endless."""

from __future__ import annotations

import re
from html import unescape

import pytest
from run_samples import DSIGMOID, clean, full, hypothesis, vector_node

from proofgrad.oracle.report.html.statement import statement
from proofgrad.oracle.report.markup import tag
from proofgrad.oracle.report.mathml import math, notation, symbol
from proofgrad.oracle.report.vectors import coordinate, entry_names


def plain(*children):
    """The text of some HTML, without the invisible sign for the application of a function."""
    return unescape(re.sub(r"<[^>]+>", "", tag("p", *children))).replace("\u2061", "")


def test_entries_are_counted_through_the_inputs_the_last_axis_fastest():
    inputs = [{"name": "a", "shape": [2, 2]}, {"name": "b", "shape": []}, {"name": "c", "shape": [1]}]
    assert entry_names({"inputs": inputs}) == ["a[0, 0]", "a[0, 1]", "a[1, 0]", "a[1, 1]", "b", "c[0]"]


def test_the_first_coordinate_has_the_names_of_the_inputs():
    vector = vector_node("n")["vectors"][0]
    a, b, da = ({"op": "param", "value": name} for name in ("a[0]", "b[0]", "da[0]"))
    assert coordinate(vector, "forward", 3) == {"op": "mul", "args": [a, b]}
    assert coordinate(vector, "jvp", 3) == {"op": "mul", "args": [da, b]}


def test_what_is_longer_is_not_written_out_even_where_its_table_is_short():
    doubling = [{"op": "entry", "value": 0}] + [{"op": "add", "args": [i, i]} for i in range(80)]
    vector = {"inputs": [{"name": "x", "shape": []}], "table": doubling, "forward": [80], "jvp": []}
    assert coordinate(vector, "forward", 10**6) is None
    assert coordinate(vector, "jvp", 10**6) is None
    assert coordinate(vector_node("n")["vectors"][0], "forward", 2) is None


def test_names_and_indices_are_typeset():
    assert symbol("a[0, 1]") == "<msub><mi>a</mi><mn>0, 1</mn></msub>"
    assert symbol("not [an] index") == "<mi>not [an] index</mi>"
    assert plain(notation("F_i(x) = f′(x_i)")) == "Fi(x)=f′(xi)"
    assert plain(math(DSIGMOID, primes=1)).startswith("f′(x)=11+exp(−x)⋅(1−")


def proof_text(node, **changes):
    return plain(statement(node, node["proofs"][0] | changes))


def test_a_theorem_names_its_inputs_and_its_parameters():
    sigmoid, relu, _ = clean()["nodes"]["nodes"]
    assert proof_text(sigmoid).startswith("For every input, the JVP is the derivative of the forward map F")
    assert proof_text(relu).startswith("For every input with x ≠ 0 at every entry, the JVP is")
    both = [hypothesis("∀ i, x i ≠ 0"), hypothesis("P x"), hypothesis("0 < ε") | {"scope": "parameter"}]
    text = proof_text(relu, hypotheses=both)
    assert text.startswith("For every input with x ≠ 0 and P x at every entry, if 0 < ε, the JVP is")
    for equation in ("DF(x)[u]=JVP(x,u)", "⟨JVP(x,u),δ⟩=⟨u,VJP(x,δ)⟩", "JVPi(x,u)=f′(xi)ui"):
        assert equation in text


def test_only_elementwise_nodes_are_said_to_work_entry_by_entry():
    vector = next(n for n in full()["nodes"]["nodes"] if n["name"].endswith(".mulRow"))
    text = proof_text(vector, hypotheses=[hypothesis("Q x")])
    assert text.startswith("For every input with Q x, the JVP is")
    assert "f′" not in text
    assert "at every entry" not in text


@pytest.mark.parametrize("status", ["sorry", "failed", "inconclusive", "extra-axiom"])
def test_a_theorem_of_a_node_that_is_not_proved_is_marked(status):
    from proofgrad.oracle.report.dependencies import Picture
    from proofgrad.oracle.report.html.proofs import proof_section

    node = clean()["nodes"]["nodes"][0]
    proved = plain(proof_section(node, node["proofs"][0], Picture(None)))
    assert proved.startswith("Theorem Proofs.Autograd.TapeNodes.sigmoidFderivFor")
    marked = plain(proof_section(node | {"status": status}, node["proofs"][0], Picture(None)))
    assert marked.startswith(f"Theorem Proofs.Autograd.TapeNodes.sigmoidFderiv {status}For")
