"""Operations written as steps compute what PyTorch documents, seen at numbers; so are their derivatives."""

from __future__ import annotations

import numpy as np
import pytest
from aten_runs import run, value, values

from proofgrad.oracle.models.aten import RULES
from proofgrad.oracle.models.conditions import conditions_met
from proofgrad.oracle.models.evaluate import evaluate
from proofgrad.oracle.models.formula import Composer
from proofgrad.oracle.models.torch_linear import linear
from proofgrad.oracle.models.traced import Traced, Unsupported, Writer

rng = np.random.default_rng(7)
A = rng.normal(size=(2, 3, 4))
B = rng.normal(size=(2, 4, 5))
X = rng.normal(size=(1, 2, 5, 6))
W = rng.normal(size=(4, 2, 3, 3))


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
    program, found, _ = run("convolution.default", [X, W], None, [2, 2], [1, 1], [1, 1], False, [0, 0], 1)
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


@pytest.mark.parametrize(("ceil", "dilation"), [(False, 2), (True, 1)])
def test_windows_beyond_the_border_hold_what_is_inside(ceil, dilation):
    got = values("max_pool2d_with_indices.default", [X], [3, 2], [2, 3], [1, 1], [dilation, 1], ceil)
    padded = np.full((*X.shape[:2], 20, 20), -np.inf)
    padded[:, :, 1:6, 1:7] = X
    for i, j in np.ndindex(*got.shape[2:]):
        window = padded[:, :, 2 * i : 2 * i + 3 * dilation : dilation, 3 * j : 3 * j + 2]
        assert got[:, :, i, j] == pytest.approx(window.max((2, 3)))


def test_no_entry_is_its_own_tie_beyond_a_border():
    program, _, _ = run("max_pool2d_with_indices.default", [X], [3, 3], [2, 2], [1, 1])
    assert [m.met for m in conditions_met(program, [X])] == [True]
    assert [m.met for m in conditions_met(program, [np.round(X)])] == [False]


def test_means_of_windows():
    got = values("avg_pool2d.default", [X], [2, 3], [2, 2], [1, 1], False, False)
    padded = np.full((*X.shape[:2], 7, 8), np.nan)
    padded[:, :, 1:6, 1:7] = X
    for i, j in np.ndindex(*got.shape[2:]):
        window = padded[:, :, 2 * i : 2 * i + 2, 2 * j : 2 * j + 3]
        assert got[:, :, i, j] == pytest.approx(np.nanmean(window, (2, 3)))
    got = values("_adaptive_avg_pool2d.default", [X], [2, 4])
    for i, j in np.ndindex(2, 4):
        window = X[:, :, i * 5 // 2 : -(-(i + 1) * 5 // 2), j * 6 // 4 : -(-(j + 1) * 6 // 4)]
        assert got[:, :, i, j] == pytest.approx(window.mean((2, 3)))
    got = values("adaptive_max_pool2d.default", [X], [2, 4])
    for i, j in np.ndindex(2, 4):
        window = X[:, :, i * 5 // 2 : -(-(i + 1) * 5 // 2), j * 6 // 4 : -(-(j + 1) * 6 // 4)]
        assert got[:, :, i, j] == pytest.approx(window.max((2, 3)))


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
    x = w.input("x", (100,))
    w.operation = "sort.default"
    with pytest.raises(Unsupported, match="too many"):
        RULES[w.operation](w, x)


ONES = np.ones((2, 3, 4))


@pytest.mark.parametrize(
    ("operation", "rest", "options", "wanted"),
    [
        ("amax.default", ([1],), {}, A.max(1)),
        ("amin.default", ([0, 2], True), {}, A.min((0, 2), keepdims=True)),
        ("cummax.default", (2,), {}, np.maximum.accumulate(A, 2)),
        ("sort.default", (1,), {}, np.sort(A, 1)),
        ("sort.default", (-1, True), {}, -np.sort(-A, -1)),
        ("topk.default", (2, 1), {}, -np.sort(-A, 1)[:, :2]),
        ("kthvalue.default", (2, 2), {}, np.sort(A, 2)[:, :, 1]),
        ("median.dim", (2,), {}, np.sort(A, 2)[:, :, 1]),
        ("var.correction", ([1],), {"correction": 0}, A.var(1)),
        ("std.correction", ([0, 1],), {}, A.std((0, 1), ddof=1)),
        ("linalg_vector_norm.default", (2, [1]), {}, np.sqrt((A**2).sum(1))),
        ("linalg_vector_norm.default", (1, [1], True), {}, np.abs(A).sum(1, keepdims=True)),
        ("linalg_vector_norm.default", (np.inf, [2]), {}, np.abs(A).max(2)),
        ("linalg_vector_norm.default", (3, [2]), {}, (np.abs(A) ** 3).sum(2) ** (1 / 3)),
        ("prod.dim_int", (1,), {}, A.prod(1)),
        ("prod.default", (), {}, A.prod()),
        ("cumprod.default", (2,), {}, A.cumprod(2)),
        ("cumsum.default", (1,), {}, A.cumsum(1)),
        ("logcumsumexp.default", (1,), {}, np.log(np.exp(A).cumsum(1))),
        ("logsumexp.default", ([1, 2],), {}, np.log(np.exp(A).sum((1, 2)))),
        ("sign.default", (), {}, np.sign(A)),
        ("atan2.default", (ONES,), {}, np.arctan2(A, 1.0)),
        ("hypot.default", (ONES,), {}, np.hypot(A, 1.0)),
        ("logaddexp.default", (ONES,), {}, np.logaddexp(A, 1.0)),
        ("softplus.default", (2.0, 0.5), {}, np.where(2 * A > 0.5, A, np.log1p(np.exp(2 * A)) / 2)),
        ("log_sigmoid_forward.default", (), {}, -np.log1p(np.exp(-A))),
        ("clamp.Tensor", (-0.5, 0.5 * ONES), {}, np.clip(A, -0.5, 0.5)),
        ("special_ndtr.default", (), {}, None),
        ("asinh.default", (), {}, np.arcsinh(A)),
        ("sinc.default", (), {}, np.sinc(A)),
        ("floor.default", (), {}, np.floor(A)),
        ("ceil.default", (), {}, np.ceil(A)),
        ("trunc.default", (), {}, np.trunc(A)),
        ("round.default", (), {}, np.round(A)),
        ("frac.default", (), {}, A - np.trunc(A)),
        ("remainder.Scalar", (0.7,), {}, A % 0.7),
        ("fmod.Scalar", (0.7,), {}, np.fmod(A, 0.7)),
        ("div.Tensor_mode", (0.3,), {"rounding_mode": "floor"}, np.floor(A / 0.3)),
        ("round.decimals", (), {"decimals": 1}, np.round(A, 1)),
    ],
)
def test_selections_and_sums(operation, rest, options, wanted):
    got = values(operation, [A], *rest, **options)
    assert wanted is None or got == pytest.approx(wanted)


SQUARE = rng.normal(size=(2, 4, 4))


@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_determinants_and_inverses(n):
    given = SQUARE[:, :n, :n]
    assert values("_linalg_det.default", [given]) == pytest.approx(np.linalg.det(given))
    assert values("linalg_inv_ex.default", [given]) == pytest.approx(np.linalg.inv(given), rel=1e-9)
    if n == 3:
        sides = rng.normal(size=(2, 3, 2))
        assert values("_linalg_solve_ex.default", [given, sides]) == pytest.approx(
            np.linalg.solve(given, sides)
        )


@pytest.mark.parametrize("relation", ["gt", "ge", "lt", "le", "eq", "ne"])
def test_a_choice_by_values(relation):
    w = Writer()
    x = w.input("x", (2, 3))
    w.operation = f"{relation}.Scalar"
    mask = RULES[w.operation](w, x, 0.25)
    w.operation = "logical_not.default"
    mask = RULES[w.operation](w, mask)
    w.operation = "where.self"
    program = w.program(RULES[w.operation](w, mask, x, np.array(7.0)))
    given = np.array([[0.5, -1.0, 0.25], [1.0, -0.25, 0.0]])
    compared = {"gt": np.greater, "ge": np.greater_equal, "lt": np.less, "le": np.less_equal}
    found = evaluate(program, [given])
    if relation in compared:
        apart = given != 0.25
        wanted = np.where(~compared[relation](given, 0.25), given, 7.0)
        assert (found.values[-1].reshape(2, 3) == wanted)[apart].all()
    else:
        wanted = np.where((given == 0.25) == (relation == "ne"), given, 7.0)
        assert (found.values[-1].reshape(2, 3) == wanted).all()
    assert found.met == [False]  # 0.25 is where the choice switches


def test_truth_values_are_put_together():
    w = Writer()
    x = w.input("x", (4,))

    def call(operation, *rest):
        w.operation = operation
        return RULES[operation](w, *rest)

    high, low = call("gt.Scalar", x, 1.0), call("lt.Scalar", x, -1.0)
    outside = call("logical_or.default", high, low)
    inside = call("logical_and.default", call("logical_not.default", high), call("logical_not.default", low))
    either = call("logical_xor.default", outside, inside)
    total = call("add.Tensor", call("mul.Tensor", outside, 10.0), call("mul.Tensor", inside, either))
    found = evaluate(w.program(total), [np.array([-2.0, -0.5, 0.5, 2.0])])
    assert found.values[-1].tolist() == [10.0, 1.0, 1.0, 10.0]


class Arrays:
    """A framework whose arrays are NumPy's, for what is tried with a basis."""

    Tensor = np.ndarray

    class _Given(np.ndarray):
        def numpy(self):
            return np.asarray(self)

    def from_numpy(self, values):
        return values.view(self._Given)


@pytest.mark.parametrize(
    "function",
    [
        lambda x: np.flip(x, 1),
        lambda x: np.roll(x, 1, 0),
        lambda x: x[:, ::2].T,
        lambda x: np.tril(x),
        lambda x: np.pad(x, 1, constant_values=2.0),
        lambda x: np.cumsum(x, 1) * 0.5,
        lambda x: np.take(x, [2, 0, 2], 1),
    ],
)
def test_linear_operations_are_read_from_what_they_do_to_a_basis(function):
    given = rng.normal(size=(3, 4))
    target = lambda x: Arrays().from_numpy(np.ascontiguousarray(function(x)))  # noqa: E731
    constants: list = []
    for _ in range(2):
        w = Writer()
        x = w.input("x", given.shape)
        for constant in constants:
            w.constants[w.input("constant", constant.shape).array] = constant
        program = w.program(linear(Arrays(), w, target, [x], {}))
        constants = [*constants, *w.late]
    found = evaluate(program, [given, *constants])
    assert found.values[-1].reshape(function(given).shape) == pytest.approx(function(given))
    Composer(program, dict(enumerate(constants, 1))).formula()


def test_what_is_not_linear_is_not_taken_for_it():
    w = Writer()
    x = w.input("x", (3,))
    w.operation = "scatter_reduce.two"
    with pytest.raises(Unsupported, match="not linear"):
        linear(Arrays(), w, lambda x: Arrays().from_numpy(x**2 + 1), [x], {})


def test_the_condition_of_a_floor_is_not_met_at_integers():
    """π times an integer has a sine of 0, which float64 does not give."""
    for x, met in (([1.0, 2.5], False), ([1.25, -2.5], True)):
        program, _, _ = run("floor.default", [np.array(x)])
        assert [m.met for m in conditions_met(program, [np.array(x)])] == [met]
