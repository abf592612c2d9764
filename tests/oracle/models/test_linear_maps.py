"""What an operation does to the numbers of entries, or to a basis, says where each entry comes from."""

from __future__ import annotations

import numpy as np
import pytest

from proofgrad.oracle.models.aten import RULES
from proofgrad.oracle.models.aten.linear_maps import linear_map, moved_entries
from proofgrad.oracle.models.aten.rules import aten
from proofgrad.oracle.models.aten.truth import Truth, number
from proofgrad.oracle.models.evaluate import evaluate
from proofgrad.oracle.models.lowering import LOST, Lowering
from proofgrad.oracle.models.traced import Unsupported, Writer

X = np.random.default_rng(1).normal(size=(3, 4))

MOVES = {
    "transpose": lambda a: a.T,
    "backwards": lambda a: a[::-1, 1::2],
    "rows by index": lambda a: a[[2, 0, 2, 2]],
    "repeated": lambda a: np.broadcast_to(a[:, None], (3, 5, 4)),
    "entries by index": lambda a: a.ravel()[[5, 1, 7]],
    "one entry": lambda a: a[1:2, 3:],
    "nothing": lambda a: a[:0],
}


def run(applied, values=X):
    late = []
    for _ in range(2):
        w = Writer(operation="op")
        x = w.input("x", values.shape)
        for c in late:
            w.constants[w.input("c", c.shape).array] = c
        found = applied(w, x)
        late = late or w.late
    program = w.program(found)
    return evaluate(program, [values, *late]).values[program.output].reshape(found.shape), program


@pytest.mark.parametrize("name", MOVES)
def test_entries_that_are_moved(name):
    found, program = run(lambda w, x: moved_entries(w, x, MOVES[name]))
    assert np.array_equal(found, MOVES[name](X))
    assert not program.tables or "index" in name


def test_rows_are_looked_up_in_a_table_of_rows_alone():
    _, program = run(lambda w, x: moved_entries(w, x, MOVES["rows by index"]))
    assert [len(t) for t in program.tables.values()] == [4]


def test_entries_beyond_what_there_is_have_a_value_or_are_refused():
    def beyond(a):
        return np.pad(a, 1)

    found, _ = run(lambda w, x: moved_entries(w, x, beyond, 2.5))
    assert np.array_equal(found, np.pad(X, 1, constant_values=2.5))
    with pytest.raises(Unsupported, match="beyond"):
        run(lambda w, x: moved_entries(w, x, beyond))


def test_truth_values_are_moved_without_being_numbers():
    def flipped(w, x):
        w.operation = "gt.Scalar"
        positive = RULES["gt.Scalar"](w, x, 0.0)
        moved = moved_entries(w, positive, lambda a: a.T)
        assert isinstance(moved, Truth)
        return number(w, moved)

    found, program = run(flipped)
    assert np.array_equal(found, X.T > 0)
    assert len(program.steps) == 1


@pytest.mark.parametrize("dense", [True, False])
def test_a_linear_map_of_one_array(dense):
    matrix = np.zeros((5, 12))
    matrix[np.arange(5), np.arange(5)] = 2.0
    matrix[1:, 7] = -1.5
    matrix += 0.25 * dense
    found, _ = run(lambda w, x: linear_map(w, [x], lambda p: matrix @ p[0].ravel() + 1))
    assert found == pytest.approx(matrix @ X.ravel() + 1)


def test_what_is_not_linear_is_not_taken_for_it():
    with pytest.raises(Unsupported, match="not linear"):
        run(lambda w, x: linear_map(w, [x], lambda p: np.maximum(p[0], 0) ** 2))


@pytest.mark.parametrize("pads", [[1, 2], [0, 0, 2, 0], [-1, 1, 0, -2], [-1, -1, 1, 1]])
def test_a_constant_around_an_array_and_entries_cut_off(pads):
    found, program = run(lambda w, x: aten(w, "constant_pad_nd.default", x, pads, 3.0))
    (a, b), (c, d) = pads[:2], (pads[2:] or [0, 0])
    wanted = np.pad(X, ((max(c, 0), max(d, 0)), (max(a, 0), max(b, 0))), constant_values=3.0)
    rows = slice(max(-c, 0), len(wanted) - max(-d, 0))
    assert np.array_equal(found, wanted[rows, max(-a, 0) : wanted.shape[1] - max(-b, 0)])
    assert program.steps[-1].operation == "op"  # the name that the other framework has


def masked(w, x):
    return aten(w, "add.Tensor", x, np.where(np.eye(3, 4), -np.inf, 0.0))


def test_the_exponential_of_minus_infinity_is_nothing():
    found, _ = run(lambda w, x: aten(w, "exp.default", masked(w, x)))
    assert found == pytest.approx(np.where(np.eye(3, 4), 0.0, np.exp(X)))


@pytest.mark.parametrize("name", ["neg.default", "sin.default", "square.default"])
def test_other_functions_of_minus_infinity_are_refused(name):
    with pytest.raises(Unsupported, match="of minus infinity"):
        run(lambda w, x: aten(w, name, masked(w, x)))
    with pytest.raises(Unsupported, match="of minus infinity"):
        run(lambda w, x: aten(w, "mul.Tensor", masked(w, x), np.asarray(-2.0)))
    w = Writer(operation="op")
    doubled = aten(w, "mul.Tensor", masked(w, w.input("x", (3, 4))), np.asarray(2.0))
    assert np.array_equal(doubled.excluded, np.eye(3, 4))  # still minus infinity


def test_what_indices_that_depend_on_inputs_choose_is_named():
    lowering = Lowering()
    x = lowering.input("x", X)
    assert lowering.call("argmax", "here", [x], lambda: None, object) is None
    assert lowering.call("gather", "there", [x, None], lambda: x, object) is LOST
    assert lowering.call("later", "there", [LOST], lambda: x, object) is LOST  # named once
    assert [u[:2] for u in lowering.unsupported] == [("gather", "there")]
