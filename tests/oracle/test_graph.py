"""Programs of nodes: gradients against the composed formulas, against differences, against PyTorch."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

import proofgrad.bridge
from proofgrad.bridge.checking import vector_formulas
from proofgrad.bridge.errors import UsageError
from proofgrad.oracle import difftest
from proofgrad.oracle import test_graph as check_graph
from proofgrad.oracle.graph import Graph, GraphKernel, Value, composed, coverage
from proofgrad.oracle.graph.examples import transformer
from proofgrad.oracle.graph.torch import torch_gradient
from proofgrad.oracle.kernels.vector import vector_kernel

SHAPES = {"x": (2, 3), "y": (2, 1), "U": (3, 2), "b": (2,), "V": (2, 1), "c": (1,)}


def mlp(activation="tanh"):
    graph = Graph()
    x, y, u, b, v, c = (graph.input(name) for name in SHAPES)
    hidden = graph.apply(activation, graph.apply("addRow", graph.apply("matmul", x, u), b))
    graph.apply("mse", graph.apply("addRow", graph.apply("matmul", hidden, v), c), y)
    return graph


@pytest.fixture(scope="module")
def catalogue():
    return proofgrad.bridge.catalogue()


@pytest.fixture
def inputs():
    rng = np.random.default_rng(5)
    return {name: rng.standard_normal(shape) for name, shape in SHAPES.items()}


def test_the_gradient_of_a_network_is_that_of_its_proven_formula():
    verdicts, covered = check_graph(mlp(), SHAPES)
    assert {v.what: v.verdict for v in verdicts} == dict.fromkeys(
        ("forward", "jvp", "vjp", "adjoint"), "pass"
    )
    assert covered.status == "proved"
    assert covered.certificates["tanh"].endswith("tanhFderiv")
    assert not covered.missing


def test_a_wrong_gradient_of_the_whole_program_is_found(catalogue):
    formula = composed(mlp(), catalogue, SHAPES, proofgrad.bridge.VectorFormulas())
    good = GraphKernel(mlp())

    def without_the_bias(inputs, cotangent):
        found = list(good.vjp(inputs, cotangent))
        found[3] = np.zeros_like(found[3])
        return tuple(found)

    wrong = SimpleNamespace(forward=good.forward, jvp=good.jvp, vjp=without_the_bias)
    node = replace(catalogue["matmul"], vectors=(formula,), indexed=None)
    found = {v.what: v.verdict for v in difftest.test(node, wrong)}
    assert found == {"forward": "pass", "jvp": "pass", "vjp": "fail", "adjoint": "fail"}


def test_backprop_agrees_with_differences(inputs):
    graph = mlp()
    gradient = graph.backprop(inputs)
    for name, array in inputs.items():
        step = 1e-6 * np.ones_like(array)
        up, down = ({**inputs, name: array + s} for s in (step, -step))
        slope = (graph.evaluate(up) - graph.evaluate(down)) / 2e-6
        assert gradient[name].sum() == pytest.approx(float(slope), rel=1e-6)
        along = graph.jvp(inputs, {n: np.ones_like(a) * (n == name) for n, a in inputs.items()})
        assert float(along) == pytest.approx(gradient[name].sum(), rel=1e-12)


def test_a_value_that_is_used_twice_gets_both_gradients():
    graph = Graph()
    x = graph.input("x")
    graph.apply("sum", graph.apply("mul", x, x))
    point = np.array([1.0, -3.0])
    assert graph.backprop({"x": point})["x"].tolist() == [2.0, -6.0]


def test_an_input_that_is_not_used_has_gradient_zero():
    graph = Graph()
    x, _ = graph.input("x"), graph.input("unused")
    graph.apply("sum", x)
    found = graph.backprop({"x": np.ones(2), "unused": np.ones(3)})
    assert found["unused"].tolist() == [0.0, 0.0, 0.0]


def test_coverage_says_where_hypotheses_are_and_what_is_missing(catalogue):
    relu = coverage(mlp("relu"), catalogue)
    assert relu.status == "proved-on-domain"
    assert "≠ 0" in relu.hypotheses["relu"][0]
    without = replace(catalogue, nodes=tuple(n for n in catalogue.nodes if n.short_name != "matmul"))
    assert coverage(mlp(), without).missing == ("matmul",)
    nothing = replace(catalogue, declarations=())
    found = coverage(mlp(), nothing)
    assert found.status == "unproved"
    assert "Proofs.Autograd.Graph.hasFDerivAt_eval" in found.missing
    assert "not covered" in str(found)


def test_misuse_is_a_usage_error(inputs):
    graph = mlp()
    with pytest.raises(UsageError, match="inputs are"):
        graph.evaluate({"x": inputs["x"]})
    with pytest.raises(UsageError, match="before nodes"):
        graph.input("late")
    with pytest.raises(UsageError, match="no kernel"):
        graph.apply("nonsense", Value(0, "x"))
    with pytest.raises(UsageError, match="not values"):
        graph.apply("exp", Value(99, "elsewhere"))
    vector = Graph()
    vector.apply("exp", vector.input("x"))
    with pytest.raises(UsageError, match="no single number"):
        vector.backprop({"x": np.ones(2)})


def test_a_shape_that_no_formula_was_read_at_is_an_error_or_read(catalogue):
    graph = Graph()
    graph.apply("matmul", graph.input("a"), graph.input("b"))
    shapes = {"a": (2, 5), "b": (5, 1)}
    with pytest.raises(UsageError, match="no formula"):
        composed(graph, catalogue, shapes)
    found = composed(graph, catalogue, shapes, proofgrad.bridge.VectorFormulas())
    assert found.output == (2, 1)
    with pytest.raises(proofgrad.bridge.ProofgradError, match="shapes"):
        composed(graph, catalogue, {"a": (2, 5), "b": (4, 1)}, proofgrad.bridge.VectorFormulas())


def test_the_transformer_block_is_that_of_its_proven_formula():
    block = transformer()
    verdicts, covered = check_graph(block.graph, block.shapes)
    assert {v.verdict for v in verdicts} == {"pass"}
    assert covered.status == "proved"
    assert len(covered.certificates) == 7
    assert len(block.graph.steps) == 18


def test_an_attention_that_sees_the_future_is_found():
    block, other = transformer(), transformer()
    good = GraphKernel(block.graph)
    place = next(i for i, step in enumerate(other.graph.steps) if step.node == "causalAttention")
    other.graph._kernels[place] = vector_kernel("attention", {})
    wrong = SimpleNamespace(forward=GraphKernel(other.graph).forward, jvp=good.jvp, vjp=good.vjp)
    verdicts, _ = check_graph(block.graph, block.shapes, wrong)
    assert {v.what: v.verdict for v in verdicts} == {
        "forward": "fail",
        "jvp": "pass",
        "vjp": "pass",
        "adjoint": "pass",
    }


def test_the_gradient_of_the_transformer_is_that_of_pytorch():
    pytest.importorskip("torch")
    block = transformer(tokens=3, width=4, hidden=5)
    rng = np.random.default_rng(6)
    inputs = {name: rng.standard_normal(shape) for name, shape in block.shapes.items()}
    block.graph.apply("sum", Value(len(block.graph.inputs) + len(block.graph.steps) - 1, "add"))
    found, theirs = block.graph.backprop(inputs), torch_gradient(block.graph, inputs)
    for name in block.shapes:
        assert np.allclose(found[name], theirs[name], rtol=1e-9, atol=1e-12), name


def test_the_gradient_is_that_of_pytorch(inputs):
    pytest.importorskip("torch")
    found, theirs = mlp().backprop(inputs), torch_gradient(mlp(), inputs)
    for name in SHAPES:
        assert np.allclose(found[name], theirs[name], rtol=1e-12, atol=1e-14)


def test_indices_that_are_chosen_are_those_of_the_formula(catalogue):
    graph = Graph()
    graph.apply("embedding", graph.input("table"), token=(2, 0))
    found = composed(graph, catalogue, {"table": (3, 2)}, proofgrad.bridge.VectorFormulas())
    assert [tree.value for tree in found.forward] == [4, 5, 0, 1]
    assert GraphKernel(graph).forward(np.arange(6.0).reshape(3, 2)).ravel().tolist() == [4, 5, 0, 1]


def test_compiled_proofs_are_opened_for_nodes_that_resist_alone(catalogue, monkeypatch):
    monkeypatch.setattr(vector_formulas, "open_session", lambda project: pytest.fail("opened"))
    formulas = proofgrad.bridge.VectorFormulas()
    assert formulas(catalogue["matmul"], [(2, 5), (5, 1)]).output == (2, 1)
    with pytest.raises(pytest.fail.Exception, match="opened"):
        formulas(replace(catalogue["matmul"], indexed=None), [(3, 5), (5, 1)])
