"""The catalogue of the library that ships: every node, its formulas, what is proven, and what each operator
means.
"""

from __future__ import annotations

import json

import pytest

from proofgrad.bridge.catalogue import Catalogue, in_order, serial
from proofgrad.bridge.olean import Environment
from proofgrad.bridge.olean.printing import Printer
from proofgrad.bridge.reading.config import CatalogueConfig
from proofgrad.bridge.reading.operators import CLASS_OPERATIONS, OPERATORS

NODES = "Proofs.Autograd.TapeNodes"

FORMULAS = {
    "relu": ("max(x, 0)", "if x > 0 then 1 else 0"),
    "abs": ("|x|", "sign(x)"),
    "log": ("log(x)", "1 / x"),
    "inv": ("1 / x", "-(1 / x^2)"),
    "sqrtClamp": ("sqrt(max(x, 0))", "1 / (2*sqrt(x))"),
    "sqrt": ("sqrt(x)", "1 / (2*sqrt(x))"),
    "logistic": ("exp(x) / (exp(x) + 1)", "(exp(x) / (exp(x) + 1))*(1 - exp(x) / (exp(x) + 1))"),
    "sigmoid": ("1 / (1 + exp(-x))", "(1 / (1 + exp(-x)))*(1 - 1 / (1 + exp(-x)))"),
    "tanh": ("tanh(x)", "1 - tanh(x)^2"),
    "softplus": ("log(1 + exp(x))", "1 / (1 + exp(-x))"),
    "silu": (
        "x*(1 / (1 + exp(-x)))",
        "1 / (1 + exp(-x)) + x*(1 / (1 + exp(-x)))*(1 - 1 / (1 + exp(-x)))",
    ),
    "gelu": (
        "x*(1 + tanh(sqrt(2 / π)*(x + 0.044715*x^3))) / 2",
        (
            "(1 + tanh(sqrt(2 / π)*(x + 0.044715*x^3)) + x*(1 - tanh(sqrt(2 / π)*(x + 0.044715*x^3))^2)"
            "*(sqrt(2 / π)*(1 + 3*0.044715*x^2))) / 2"
        ),
    ),
    "safeLog": ("log(log(1 + exp(x)) + ε)", "(1 / (1 + exp(-x))) / (log(1 + exp(x)) + ε)"),
    "smoothAbs": ("sqrt(x^2 + ε)", "x / sqrt(x^2 + ε)"),
    "exp": ("exp(x)", "exp(x)"),
    "sinh": ("sinh(x)", "cosh(x)"),
    "cosh": ("cosh(x)", "sinh(x)"),
    "sin": ("sin(x)", "cos(x)"),
    "cos": ("cos(x)", "-sin(x)"),
    "elu": ("if x > 0 then x else alpha*(exp(x) - 1)", "if x > 0 then 1 else alpha*exp(x)"),
}

ON_DOMAIN = {
    "relu": ("ne", "x", "0"),
    "abs": ("ne", "x", "0"),
    "log": ("ne", "x", "0"),
    "inv": ("ne", "x", "0"),
    "sqrt": ("ne", "x", "0"),
    "elu": ("ne", "x", "0"),
    "sqrtClamp": ("lt", "0", "x"),
}


@pytest.mark.parametrize("name", FORMULAS)
def test_formulas_are_read_off_the_definitions(catalogue: Catalogue, name: str) -> None:
    node = catalogue[f"{NODES}.{name}"]
    assert node.kind == "elementwise"
    assert node.formula is not None
    assert (node.formula.f_text, node.formula.df_text) == FORMULAS[name]


@pytest.mark.parametrize("name", FORMULAS)
def test_every_node_is_proved_under_the_seeds_hypotheses(catalogue: Catalogue, name: str) -> None:
    from proofgrad.bridge.catalogue.text import formula_text

    node = catalogue[f"{NODES}.{name}"]
    proof = next(p for p in node.proofs if p.theorem.startswith(f"{NODES}.{name}Fderiv"))
    assert set(proof.axioms) <= {"propext", "Classical.choice", "Quot.sound"}
    assert proof.checked_by == ("lean",)
    read = []
    for h in proof.hypotheses:
        assert h.left is not None
        assert h.right is not None
        read.append((h.relation, formula_text(h.left), formula_text(h.right)))
    if name in ON_DOMAIN:
        assert (node.status, proof.scope, read) == ("proved-on-domain", "pointwise", [ON_DOMAIN[name]])
    elif name in ("safeLog", "smoothAbs"):
        assert (node.status, proof.scope, read) == ("proved", "global", [("lt", "0", "ε")])
        assert node.parameters == ("ε",)
    else:
        assert (node.status, proof.scope, read) == ("proved", "global", [])


def test_the_linear_node_is_a_vector_node_with_its_form(catalogue: Catalogue) -> None:
    linear = catalogue[f"{NODES}.linear"]
    assert (linear.kind, linear.status) == ("vector", "proved")
    assert linear.parameters == ("weights", "bias")
    assert linear.vectors
    assert {t.value for t in in_order(linear.vectors[0].forward) if t.op == "param"} >= {
        "weights[0, 0]",
        "bias[0]",
    }


def test_constructors_of_nodes_are_generic_and_not_counted(catalogue: Catalogue) -> None:
    for name in ("elemwise", "unaryOp"):
        assert catalogue[f"{NODES}.{name}"].kind == "generic"
    ordinary = [node for node in catalogue.nodes if node.kind != "generic"]
    assert catalogue.counts["nodes"] == len(ordinary)
    assert catalogue.counts["generic"] == len(catalogue.nodes) - len(ordinary)


def test_statements_read_as_in_lean(catalogue: Catalogue) -> None:
    statement = catalogue[f"{NODES}.relu"].proofs[0].statement
    assert statement == (
        "∀ {Γ : List Spec.Shape} {s : Spec.Shape} (idx : Idx Γ s) (xV : CtxVec Γ), "
        "(∀ (i : Fin s.size), (CtxVec.get idx xV).ofLp i ≠ 0) → NodeFDerivCorrectAt (relu idx) xV"
    )


def test_docstrings_and_sources_are_there(catalogue: Catalogue) -> None:
    for name in FORMULAS:
        node = catalogue[f"{NODES}.{name}"]
        assert node.doc
        assert node.source is not None
        own = "Arithmetic" if name in ("sin", "cos") else "Elementwise"
        assert node.source.file == f"NN/Proofs/Autograd/Tape/Nodes/{own}.lean"
        assert node.source.line > 1


def test_the_shipped_library_has_no_problems(catalogue: Catalogue) -> None:
    assert [p for p in catalogue.problems if not p.declaration.startswith("Fake.")] == []


def test_every_operator_has_its_theorem_in_the_library(environment: Environment) -> None:
    """Without its theorem a constant is unfolded instead; in our library none may be missing."""
    for name, operator in OPERATORS.items():
        assert environment.get(name) is not None, name
        if operator.theorem is not None:
            theorem = environment[operator.theorem]
            assert theorem.kind == "theorem", operator.theorem
            # a power is written with `^` in its theorem; all others are named
            assert name == "npow" or name in Printer(environment)(theorem.type), (name, operator.theorem)
    for operation in CLASS_OPERATIONS.values():
        assert operation.theorem in environment, operation.theorem


def test_the_json_comes_back_as_it_was(catalogue: Catalogue) -> None:
    data = json.loads(json.dumps(serial.to_json(catalogue)))
    assert serial.from_json(data) == catalogue
    assert set(data) == {"lean", "counts", "nodes", "declarations", "problems", "modules", "notion"}


def test_the_default_configuration_names_what_exists(environment: Environment) -> None:
    config = CatalogueConfig()
    for name in (config.node, config.correct, config.correct_at, config.forward, config.jvp, config.get):
        assert name in environment, name
    for name in (
        config.elemwise,
        config.elemwise_forward,
        config.elemwise_jvp,
        config.linear_spec,
        config.real,
    ):
        assert name in environment, name
    for name in (config.field_class, config.sorry, *config.coordinates, *config.trusted_axioms):
        assert name in environment, name
