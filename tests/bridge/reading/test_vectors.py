"""Vector nodes of the library: read at concrete sizes, coordinate by coordinate."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest

from proofgrad.bridge.catalogue import Catalogue, Tree, serial
from proofgrad.bridge.catalogue.model import VectorFormula
from proofgrad.bridge.catalogue.text import vector_text
from proofgrad.bridge.olean import Environment
from proofgrad.bridge.olean.compute import Computing
from proofgrad.bridge.reading.concrete import ConcreteReader
from proofgrad.bridge.reading.config import CatalogueConfig
from proofgrad.bridge.reading.extract import ExtractionError
from proofgrad.bridge.reading.library import Library

NODES = "Proofs.Autograd.TapeNodes"


@pytest.fixture(scope="module")
def reader(environment: Environment) -> ConcreteReader:
    return ConcreteReader(Library(environment, CatalogueConfig()))


TEXTS: dict[str, tuple[dict[str, int | tuple[int, ...]], str, str]] = {
    "add": ({"s": (2,)}, "a[0] + b[0]", "da[0] + db[0]"),
    "div": ({"s": ()}, "a / b", "(da - (a / b)*db) / b"),
    "sum": ({"s": (2, 1)}, "idx[0, 0] + idx[1, 0]", "didx[0, 0] + didx[1, 0]"),
    "mean": ({"s": (2,)}, "(idx[0] + idx[1]) / 2", "(didx[0] + didx[1]) / 2"),
    "matmul": (
        {"k": 2, "m": 1, "n": 1},
        "a[0, 0]*b[0, 0] + a[0, 1]*b[1, 0]",
        "a[0, 0]*db[0, 0] + b[0, 0]*da[0, 0] + (a[0, 1]*db[1, 0] + b[1, 0]*da[0, 1])",
    ),
    "logSumExp": (
        {"n": 2},
        "log(exp(idx[0]) + exp(idx[1]))",
        (
            "(exp(idx[0]) / (exp(idx[0]) + exp(idx[1])))*didx[0]"
            " + (exp(idx[1]) / (exp(idx[0]) + exp(idx[1])))*didx[1]"
        ),
    ),
    "nll": ({"m": 2, "n": 2}, "(-(idx[0, 0] + idx[1, 1])) / 2", "(-(didx[0, 0] + didx[1, 1])) / 2"),
}


@pytest.mark.parametrize("name", TEXTS)
def test_first_coordinates_as_in_ordinary_notation(reader: ConcreteReader, name: str) -> None:
    sizes, forward, jvp = TEXTS[name]
    assert vector_text(reader.read(f"{NODES}.{name}", sizes)) == (forward, jvp)


def test_each_coordinate_of_a_transposed_matrix(reader: ConcreteReader) -> None:
    found = reader.read(f"{NODES}.transpose", {"m": 2, "n": 3})
    assert found.inputs == (("idx", (2, 3)),)
    assert found.output == (3, 2)
    assert [tree.value for tree in found.forward] == [0, 3, 1, 4, 2, 5]
    assert [tree.op for tree in found.jvp] == ["tangent"] * 6


def test_every_vector_node_has_formulas_at_different_sizes(catalogue: Catalogue) -> None:
    vectors = [n for n in catalogue.nodes if n.kind == "vector" and "Fake" not in n.name]
    read = [n for n in vectors if n.vectors]
    assert {"add", "matmul", "softmax", "mse", "dot"} <= {n.short_name for n in read}
    for node in read:
        assert len({v.label for v in node.vectors}) == len(node.vectors) >= 3
        for vector in node.vectors:
            count = 1
            for size in vector.output:
                count *= size
            assert len(vector.forward) == len(vector.jvp) == count


def test_a_derivative_is_linear_in_the_direction(catalogue: Catalogue) -> None:
    """At direction zero, by exact arithmetic, every polynomial derivative vanishes."""
    matmul = catalogue[f"{NODES}.matmul"].vectors[0]

    def value(tree: Tree) -> Fraction:
        if tree.op == "entry":
            return Fraction(int(tree.value or 0) + 1)
        if tree.op == "tangent":
            return Fraction(0)
        if tree.op == "const":
            return Fraction(tree.value or 0)
        a, b = map(value, tree.args)
        return a + b if tree.op == "add" else a * b

    assert all(value(tree) == 0 for tree in matmul.jvp)
    assert any(value(tree) != 0 for tree in matmul.forward)


def test_a_missing_or_impossible_size_is_an_error(reader: ConcreteReader) -> None:
    with pytest.raises(ExtractionError, match="no value for"):
        reader.read(f"{NODES}.matmul", {"m": 2})
    with pytest.raises(ExtractionError, match="false"):
        reader.read(f"{NODES}.reshape", {"s": (2,), "t": (3,)})
    assert reader.variables(f"{NODES}.add") == {"s": tuple}


def test_json_has_every_subtree_once_and_comes_back(catalogue: Catalogue) -> None:
    data = json.loads(json.dumps(serial.to_json(catalogue)))
    assert serial.from_json(data).nodes == catalogue.nodes
    softmax = next(n for n in data["nodes"] if n["name"] == f"{NODES}.softmax")["vectors"][0]
    rows = [json.dumps(row, sort_keys=True) for row in softmax["table"]]
    assert len(set(rows)) == len(rows)
    assert softmax["forward_text"].startswith("exp(idx[0]) / ")


def test_a_row_that_refers_to_a_later_one_is_refused(catalogue: Catalogue) -> None:
    from proofgrad.bridge.catalogue.dag import vector_from_json, vector_to_json

    data = vector_to_json(catalogue[f"{NODES}.add"].vectors[0])
    assert isinstance(vector_from_json(data), VectorFormula)
    data["table"][-1] = {"op": "neg", "args": [len(data["table"]) - 1]}
    with pytest.raises(ValueError, match="later"):
        vector_from_json(data)


def test_numbers_are_computed_as_lean_does(environment: Environment) -> None:
    computing = Computing(environment)
    terms = environment.terms

    def apply(name: str, a: int, b: int) -> int | None:
        return computing.natural(terms.apply(terms.const(name), terms.lit(a), terms.lit(b)))

    assert apply("Nat.add", 2, 3) == 5
    assert apply("Nat.sub", 2, 3) == 0
    assert apply("Nat.mul", 2, 3) == 6
    assert apply("Nat.mod", 7, 0) == 7
    unknown = terms.fvar("n", terms.const("Nat"))
    assert computing.natural(terms.apply(terms.const("Nat.add"), unknown, terms.lit(1))) is None


def test_propositions_about_numbers_are_decided_and_others_are_not(environment: Environment) -> None:
    computing = Computing(environment)
    terms = environment.terms
    nat, level = terms.const("Nat"), terms.succ(terms.zero)

    def equal(a: int, b: int) -> bool | None:
        return computing.decide(terms.apply(terms.const("Eq", (level,)), nat, terms.lit(a), terms.lit(b)))

    assert equal(3, 3) is True
    assert equal(3, 4) is False
    variable = terms.fvar("p", terms.sort(terms.zero))
    assert computing.decide(variable) is None
    both = terms.apply(terms.const("And"), variable, terms.const("False"))
    assert computing.decide(both) is False
