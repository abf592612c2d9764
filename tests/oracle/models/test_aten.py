"""Operations written as steps compute what PyTorch documents, seen at numbers; so are their derivatives."""

from __future__ import annotations

import numpy as np
import pytest

from proofgrad.bridge.catalogue import Tree
from proofgrad.oracle.models.aten import RULES
from proofgrad.oracle.models.conditions import _Judge, conditions_met
from proofgrad.oracle.models.formula import Composer
from proofgrad.oracle.models.traced import Traced, Unsupported, Writer

rng = np.random.default_rng(7)
A = rng.normal(size=(2, 3, 4))
B = rng.normal(size=(2, 4, 5))
X = rng.normal(size=(1, 2, 5, 6))
W = rng.normal(size=(4, 2, 3, 3))


def value(tree: Tree, entries, tangents):
    """A tree at numbers."""
    judge = _Judge(np.concatenate([entries, tangents]))
    moved = {}

    def at(t):
        if t not in moved:
            if t.op == "tangent":
                moved[t] = Tree("entry", value=int(t.value) + len(entries))
            elif t.args:
                moved[t] = Tree(t.op, tuple(map(at, t.args)), t.value)
            else:
                moved[t] = t
        return moved[t]

    return judge.value(at(tree))


def run(operation, arrays, *rest, **options):
    """An operation on arrays: its values, and the program."""
    w = Writer()
    given = [w.input(f"x{i}", a.shape) for i, a in enumerate(arrays)]
    w.operation = operation
    found = RULES[operation](w, *given, *rest, **options)
    found = found[0] if isinstance(found, list) else found
    return w.program(found), found


def values(operation, arrays, *rest, **options):
    program, found = run(operation, arrays, *rest, **options)
    composer = Composer(program)
    formula = composer.formula()
    flat = np.concatenate([np.ravel(a) for a in arrays])
    direction = np.cos(np.arange(len(flat)))
    out = np.array([value(t, flat, direction) for t in formula.forward]).reshape(found.shape)
    slope = np.array([value(t, flat, direction) for t in formula.jvp]).reshape(found.shape)
    step = 2.0**-20
    ends = [
        np.array([value(t, flat + s * step * direction, direction) for t in formula.forward]) for s in (1, -1)
    ]
    assert slope.ravel() == pytest.approx((ends[0] - ends[1]) / (2 * step), rel=1e-5, abs=1e-7)
    return out


def softmax(x, axis):
    e = np.exp(x - x.max(axis, keepdims=True))
    return e / e.sum(axis, keepdims=True)


def convolved(x, w, stride, padding):
    x = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    height, width = ((n - 3) // stride + 1 for n in x.shape[2:])
    out = np.zeros((x.shape[0], w.shape[0], height, width))
    for i in range(height):
        for j in range(width):
            window = x[:, :, i * stride : i * stride + 3, j * stride : j * stride + 3]
            out[:, :, i, j] = np.einsum("bcuv,ocuv->bo", window, w)
    return out


def test_contractions():
    assert values("bmm.default", [A, B]) == pytest.approx(A @ B)
    assert values("mm.default", [A[0], B[0]]) == pytest.approx(A[0] @ B[0])


@pytest.mark.parametrize(("stride", "padding"), [(1, 0), (1, 1), (2, 1), (2, 0), (3, 2)])
def test_convolution(stride, padding):
    options = ([stride] * 2, [padding] * 2, [1, 1], False, [0, 0], 1)
    assert values("convolution.default", [X, W], None, *options) == pytest.approx(
        convolved(X, W, stride, padding)
    )


def test_a_transposed_convolution_is_the_adjoint_of_the_convolution():
    program, found = run("convolution.default", [X, W], None, [2, 2], [1, 1], [1, 1], False, [0, 0], 1)
    del program
    y = rng.normal(size=found.shape)
    back = values("convolution.default", [y, W], None, [2, 2], [1, 1], [1, 1], True, [0, 1], 1)
    assert back.shape == X.shape
    forward = convolved(X, W, 2, 1)
    assert (forward * y).sum() == pytest.approx((back * X).sum())


def test_pooling_that_overlaps_and_is_padded():
    got = values("max_pool2d_with_indices.default", [X], [3, 3], [2, 2], [1, 1])
    padded = np.pad(X, ((0, 0), (0, 0), (1, 1), (1, 1)), constant_values=-np.inf)
    wanted = [
        [padded[:, :, 2 * i : 2 * i + 3, 2 * j : 2 * j + 3].max((2, 3)) for j in range(3)] for i in range(3)
    ]
    assert got == pytest.approx(np.moveaxis(np.array(wanted), (0, 1), (2, 3)))


def test_softmax_and_norms():
    assert values("_softmax.default", [A], -1, False) == pytest.approx(softmax(A, -1))
    assert values("_log_softmax.default", [A], 1, False) == pytest.approx(np.log(softmax(A, 1)))
    centred = A - A.mean(-1, keepdims=True)
    wanted = centred / np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-5)
    assert values("native_layer_norm.default", [A], [4], None, None, 1e-5) == pytest.approx(wanted)


def test_a_mask_of_minus_infinity_is_left_out():
    w = Writer()
    x = w.input("x", (3, 3))
    mask = np.triu(np.full((3, 3), -np.inf), 1)
    w.operation = "add.Tensor"
    scores = RULES["add.Tensor"](w, x, mask)
    assert isinstance(scores, Traced)
    w.operation = "_softmax.default"
    program = w.program(RULES["_softmax.default"](w, scores, -1, False))
    formula = Composer(program).formula()
    flat = rng.normal(size=9)
    got = np.array([value(t, flat, flat) for t in formula.forward]).reshape(3, 3)
    assert got == pytest.approx(softmax(flat.reshape(3, 3) + mask, -1))
    assert not program.tables  # a triangle is said by comparing coordinates
    with pytest.raises(Unsupported, match="minus infinity"):
        w.program(scores)


@pytest.mark.parametrize(
    ("operation", "rest", "wanted"),
    [
        ("permute.default", ([2, 0, 1],), np.transpose(A, (2, 0, 1))),
        ("select.int", (1, 2), A[:, 2]),
        ("slice.Tensor", (2, 1, 4, 2), A[:, :, 1:4:2]),
        ("unsqueeze.default", (1,), A[:, None]),
        ("expand.default", ([5, 2, 3, 4],), np.broadcast_to(A, (5, 2, 3, 4))),
        ("view.default", ([6, -1],), A.reshape(6, 4)),
        ("mean.dim", ([1], True), A.mean(1, keepdims=True)),
        ("sum.dim_IntList", ([0, 2],), A.sum((0, 2))),
        ("pow.Tensor_Scalar", (3,), A**3),
        ("gelu.default", ("tanh",), None),
        ("leaky_relu.default", (0.1,), np.where(A > 0, A, 0.1 * A)),
        ("clamp.default", (-0.5, 0.5), np.clip(A, -0.5, 0.5)),
    ],
)
def test_entries_and_functions(operation, rest, wanted):
    got = values(operation, [A], *rest)
    if wanted is not None:
        assert got == pytest.approx(wanted)


def test_pieces_put_together_are_the_whole():
    w = Writer()
    x = w.input("x", A.shape)
    w.operation = "split_with_sizes.default"
    parts = RULES[w.operation](w, x, [1, 2], 1)
    w.operation = "cat.default"
    program = w.program(RULES[w.operation](w, parts, 1))
    formula = Composer(program).formula()
    assert [t.value for t in formula.forward] == list(range(A.size))


def test_conditions_are_told_and_seen():
    w = Writer()
    x = w.input("x", (2,))
    w.operation = "log.default"
    program = w.program(RULES[w.operation](w, x))
    for given, met in (([1.0, 2.0], True), ([1.0, -2.0], False), ([1.0, np.nan], None)):
        (found,) = conditions_met(program, [np.array(given)])
        assert (found.needs, found.met) == ("0 < x", met)


def test_what_programs_do_not_have_is_told():
    w = Writer()
    x = w.input("x", (3,))
    for operation, rest in (("where.self", (x, x)), ("eq.Scalar", (1.0,))):
        w.operation = operation
        with pytest.raises(Unsupported):
            RULES[operation](w, x, *rest)
