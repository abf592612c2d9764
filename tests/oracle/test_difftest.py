"""The tester is tested: right kernels pass, wrong ones are caught, broken ones are named."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
import time
import warnings

import numpy as np
import pytest

from proofgrad.bridge.errors import UsageError
from proofgrad.oracle import difftest
from proofgrad.oracle.kernels import kernel


def verdicts(node, *args, **options):
    options.setdefault("size", 1500)
    return {v.what: v for v in difftest.test(node, *args, **options)}


NAMES = [
    "relu",
    "abs",
    "log",
    "inv",
    "sqrt",
    "sqrtClamp",
    "logistic",
    "sigmoid",
    "tanh",
    "softplus",
    "silu",
    "gelu",
    "safeLog",
    "smoothAbs",
    "exp",
    "sinh",
    "cosh",
    "sin",
    "cos",
    "elu",
    "linear",
]


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("name", NAMES)
def test_the_numpy_kernels_pass_and_leak_no_warning(nodes, name, dtype):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for v in difftest.test(nodes[name], dtype=dtype, seed=11, size=2000):
            assert v.verdict == "pass", f"{v.node} {v.what}: {v.message} {v.reproduce}"
            assert v.slack <= 2.0**-10
            assert sum(c.count for c in v.classes.values()) > 0


@pytest.mark.slow
@pytest.mark.parametrize("dtype", ["float16", "bfloat16"])
@pytest.mark.parametrize("name", NAMES)
def test_the_numpy_kernels_pass_on_every_16_bit_number(nodes, name, dtype):
    for v in difftest.test(nodes[name], dtype=dtype):
        assert v.verdict == "pass", f"{v.node} {v.what}: {v.message} {v.reproduce}"
        if name != "linear" and v.what == "forward":
            # The format itself, once: without the ways in which some of it is passed again.
            own = {k: c for k, c in v.classes.items() if k not in {"layout", "state"}}
            assert sum(c.count for c in own.values()) == 65536
            assert all(c.exact for c in own.values())


def _sigmoid(x):
    return 1 / (1 + np.exp(-x))


def _only_between(low, high, f, g):
    return lambda x: np.where((x > low) & (x < high), g(x), f(x)).astype(x.dtype)


def _pair(name):
    inner = kernel(name)
    return inner.forward, lambda x: inner.jvp(x, np.ones_like(x))


GOOD = {name: _pair(name) for name in ("sigmoid", "tanh", "exp", "softplus", "silu", "gelu")}
MUTANTS = {
    "wrong sign": ("tanh", lambda x: -np.tanh(x), None),
    "dropped factor": ("silu", None, lambda x: _sigmoid(x) + _sigmoid(x) * (1 - _sigmoid(x))),
    "saturates too early": ("sigmoid", lambda x: np.where(x > 20, 1.0, GOOD["sigmoid"][0](x)), None),
    "float32 intermediate": ("exp", lambda x: np.exp(x.astype(np.float32)).astype(x.dtype), None),
    "constant to half precision": ("exp", lambda x: np.exp2(x * float(np.float16(1.4426950408889634))), None),
    "scaled by 1 + 1e-15": ("silu", lambda x: GOOD["silu"][0](x) * (1 + 1e-15), None),
    "only inside [4, 4.01]": (
        "tanh",
        _only_between(4.0, 4.01, GOOD["tanh"][0], lambda x: np.tanh(x) * (1 + 1e-12)),
        None,
    ),
    "s(1 - s) in the tail": ("sigmoid", None, lambda x: _sigmoid(x) * (1 - _sigmoid(x))),
    "1 - tanh² in the tail": ("tanh", None, lambda x: 1 - np.tanh(x) ** 2),
    "flushes subnormals": ("exp", lambda x: np.where(np.exp(x) < 2.3e-308, 0.0, np.exp(x)), None),
    "nan at -inf": ("silu", lambda x: x / (1 + np.exp(-x)), None),
    "nan becomes zero": ("tanh", lambda x: np.nan_to_num(np.tanh(x)), None),
    "log(1 + exp x)": ("softplus", lambda x: np.log(1 + np.exp(x)), None),
    "a variant of gelu": ("gelu", lambda x: x * _sigmoid(1.702 * x), None),
}


@pytest.mark.parametrize("label", MUTANTS)
def test_wrong_kernels_are_caught(nodes, label):
    name, f, df = MUTANTS[label]
    good = GOOD[name]
    with np.errstate(all="ignore"):
        found = verdicts(nodes[name], (f or good[0], df or good[1]), what=("forward", "jvp"), size=8192)
    part = "forward" if f else "jvp"
    assert found[part].verdict == "fail", label
    assert found["jvp" if f else "forward"].verdict == "pass"


class Swapped:
    """A kernel whose vjp forgets the cotangent's sign."""

    def __init__(self, inner):
        self.forward, self.jvp, self._vjp = inner.forward, inner.jvp, inner.vjp

    def vjp(self, x, ct):
        return self._vjp(x, np.abs(ct))


def test_a_vjp_that_is_no_adjoint_is_caught(nodes):
    found = verdicts(nodes["tanh"], Swapped(kernel("tanh")))
    assert found["jvp"].verdict == "pass"
    assert found["vjp"].verdict == "fail"
    assert found["adjoint"].verdict == "fail"


def test_transposed_weights_are_caught(nodes):
    class Transposed:
        def __init__(self, w, b):
            self.w, self.b = w, b

        def forward(self, x):
            return self.w @ x + self.b

        def jvp(self, x, dx):
            return self.w @ dx[0]

        def vjp(self, x, ct):
            return (self.w @ ct,)

    square = {"weights": np.arange(9.0).reshape(3, 3), "bias": np.zeros(3)}
    found = verdicts(nodes["linear"], Transposed, params=square)
    assert [found[w].verdict for w in difftest.WHATS] == ["pass", "pass", "fail", "fail"]


def test_a_bias_that_the_maximum_hides_is_seen(nodes):
    """Every result one ULP up is within silu's limit of the maximum almost everywhere; the mean is not."""
    good = GOOD["tanh"]
    found = verdicts(
        nodes["tanh"],
        (lambda x: np.nextafter(good[0](x), np.inf), good[1]),
        what=("forward",),
        bounds=(WIDE, WIDE),
    )
    assert found["forward"].verdict == "fail"
    assert set(found["forward"].classes["normal"].failed) & {"median", "bias"}


WIDE = difftest.Bounds(2.5, "as for sigmoid")


def test_both_conventions_are_accepted_where_the_theorem_is_silent(nodes):
    with np.errstate(all="ignore"):
        # Without layouts: np.log rounds some float64 otherwise where strides are negative, with AVX-512.
        ieee = verdicts(nodes["log"], (np.log, lambda x: 1 / x), what=("forward", "jvp"), layouts=False)
    assert ieee["forward"].verdict == "pass"
    assert ieee["forward"].conventions > 0
    wrong = verdicts(
        nodes["log"], (lambda x: np.where(x < 0, 7.0, np.log(np.abs(x))), np.reciprocal), what=("forward",)
    )
    assert wrong["forward"].verdict == "fail"


@pytest.mark.parametrize(
    ("slope", "verdict"), [(0.0, "pass"), (0.5, "pass"), (1.0, "pass"), (1.5, "fail"), (-0.1, "fail")]
)
def test_a_slope_at_a_kink_may_be_anything_between_the_one_sided_ones(nodes, slope, verdict):
    def drelu(x):
        return np.where(x == 0, slope, np.where(np.isnan(x), x, (x > 0) * 1.0))

    found = verdicts(nodes["relu"], (lambda x: np.maximum(x, 0), drelu), what=("jvp",))
    assert found["jvp"].verdict == verdict


def _raises(x):
    raise RuntimeError("out of memory")


def _mutates(x):
    x[...] = np.tanh(x)
    return x


def _sleeps(x):
    time.sleep(5)
    return x


@pytest.mark.parametrize(
    ("bad", "kind"),
    [
        (_raises, "raised"),
        (_mutates, "mutated"),
        (lambda x: x[:-1], "shape"),
        (lambda x: np.tanh(x).astype(np.float32), "dtype"),
        (lambda x: list(x), "type"),
        (_sleeps, "timeout"),
    ],
)
def test_kernels_that_misbehave_are_named(nodes, bad, kind):
    (v,) = difftest.test(nodes["tanh"], bad, what=("forward",), size=64, timeout=0.5)
    assert v.verdict == ("inconclusive" if kind == "timeout" else "fail")
    assert v.error.kind == kind
    assert "tanh" in v.error.message
    assert "float64" in v.error.message


def test_a_missing_derivative_is_inconclusive_not_passed(nodes):
    found = verdicts(nodes["tanh"], np.tanh)
    assert found["forward"].verdict != "inconclusive"
    assert {found[w].verdict for w in ("jvp", "vjp", "adjoint")} == {"inconclusive"}


def test_other_nodes_go_on_after_a_bad_one(nodes):
    from dataclasses import replace

    unknown = replace(nodes["exp"], name="Proofs.Autograd.TapeNodes.sigmod")
    found = list(difftest.test_all([unknown, nodes["relu"]], dtypes=("float64",), size=64))
    assert {v.verdict for v in found if v.node == "sigmod"} == {"inconclusive"}
    assert {v.verdict for v in found if v.node == "relu"} == {"pass"}
    assert "sigmoid" in found[0].error.message


def test_a_node_without_formula_is_inconclusive(nodes):
    from dataclasses import replace

    for node in (replace(nodes["exp"], formula=None), replace(nodes["linear"], vectors=())):
        found = verdicts(node)
        assert {v.verdict for v in found.values()} == {"inconclusive"}


def test_generic_nodes_are_refused(nodes):
    from dataclasses import replace

    with pytest.raises(UsageError):
        difftest.test(replace(nodes["exp"], kind="generic"))


def test_nothing_judged_is_not_a_pass():
    assert difftest.combined(()) == "inconclusive"


def test_verdicts_are_json_and_repeat_with_the_seed(nodes):
    first, second = (difftest.test(nodes["sigmoid"], seed=7, size=300) for _ in range(2))
    texts = []
    for found in (first, second):
        rows = [v.to_json() for v in found]
        for row in rows:
            row.pop("seconds")
        texts.append(json.dumps(rows, allow_nan=False))
    assert texts[0] == texts[1]
    worst = json.loads(texts[0])[0]["classes"]["normal"]["worst"]
    assert set(worst) == {"input", "input_hex", "got", "wanted"}


def test_the_reproduction_line_reproduces(nodes):
    (v,) = difftest.test(nodes["safeLog"], what=("forward",), size=300)
    words = shlex.split(v.reproduce)
    assert words[:2] == ["python", "-c"]
    shown = subprocess.run(
        [sys.executable, *words[1:]], capture_output=True, text=True, check=True, timeout=60
    )
    worst = max(v.classes.values(), key=lambda r: r.max_ulp / max(r.bound, 1e-9)).worst
    assert f"got {worst.got}, wanted {worst.wanted}, " in shown.stdout
    assert re.search(r", ([\d.e+]+) ULP apart$", shown.stdout.strip())
    assert not shown.stderr


def test_a_kernel_that_forgets_its_parameter_is_caught(nodes):
    def elu(x, *, alpha):
        return np.where(x > 0, x, np.expm1(np.minimum(x, 0)))

    def slope(x, *, alpha):
        return np.where(x > 0, 1.0, alpha * np.exp(np.minimum(x, 0)))

    found = verdicts(nodes["elu"], (elu, slope), what=("forward",), bounds=(WIDE, WIDE))
    assert found["forward"].verdict == "fail"
    assert found["forward"].params == {"alpha": 1.25}


def test_a_kernel_without_parameters_is_tested_as_what_it_is(nodes):
    def elu(x):
        return np.where(x > 0, x, np.expm1(np.minimum(x, 0)))

    found = verdicts(nodes["elu"], elu, what=("forward",), bounds=(WIDE, WIDE))
    assert found["forward"].verdict == "pass"
    assert found["forward"].params == {"alpha": 1.0}


def _last_odd(x):
    last = np.arange(x.size).reshape(x.shape) == x.size - 1
    return 1.0 + 1e-9 * (last & (x.size % 4 == 1))


LAYOUT_MUTANTS = {
    "large arrays": lambda x: np.where(x.size > 100_000, 1.0000001, 1.0),
    "last odd element": _last_odd,
    "not contiguous": lambda x: 1.0 if x.flags.c_contiguous else 1.0 + 1e-9,
}


@pytest.mark.parametrize("label", LAYOUT_MUTANTS)
def test_results_that_depend_on_the_layout_are_caught(nodes, label):
    wrong, good = LAYOUT_MUTANTS[label], kernel("tanh").forward

    def tanh(x):
        with np.errstate(all="ignore"):
            return np.asarray(good(x) * wrong(x))

    found = verdicts(nodes["tanh"], tanh, what=("forward",))["forward"]
    assert found.verdict == "fail"
    assert "layout" in [name for name, c in found.classes.items() if c.failed]
    assert found.classes["layout"].worst is not None


def test_a_kernel_that_cannot_take_an_empty_array_is_named(nodes):
    good = kernel("tanh").f

    def tanh(x):
        return good(x) + 0 * x[~np.isnan(x)].max()

    (v,) = difftest.test(nodes["exp"], tanh, what=("forward",), size=64)
    assert v.verdict == "fail"
    assert v.error.kind == "raised"
    assert "length 0" in v.error.message


def test_the_search_finds_what_a_small_random_set_misses(nodes):
    """The error grows slowly toward x = 3.1: a few ULP at the distances of a random set, many at the top."""
    good = GOOD["tanh"]

    def tanh(x):
        with np.errstate(all="ignore"):
            return good[0](x) * (1 - 2e-16 * np.maximum(0, -np.log10(np.abs(x - 3.1))))

    (v,) = difftest.test(nodes["tanh"], tanh, what=("forward",), size=400, layouts=False)
    assert v.verdict == "fail"
    assert abs(float(v.classes["normal"].worst.input) - 3.1) < 1e-3
    assert not v.classes["normal"].exact


def test_a_failure_is_shrunk_to_the_simplest_input(nodes):
    good = GOOD["tanh"]

    def tanh(x):
        with np.errstate(all="ignore"):
            return np.where(x > 2.7, good[0](x) * (1 + 1e-12), good[0](x))

    (v,) = difftest.test(nodes["tanh"], tanh, what=("forward",), layouts=False)
    assert v.verdict == "fail"
    assert v.simplest is not None
    assert v.simplest.input == "3.0"


def test_what_cannot_be_shrunk_is_shown_as_it_was_found(nodes):
    good = GOOD["exp"]

    def exp(x):
        with np.errstate(all="ignore"):
            return np.where(np.isnan(x), 0.0, good[0](x))

    (v,) = difftest.test(nodes["exp"], exp, what=("forward",), layouts=False)
    assert v.verdict == "fail"
    assert v.simplest is None
    assert v.classes["nan"].worst.input == "nan"


@pytest.mark.parametrize("lane", [0, 5, 15])
@pytest.mark.parametrize("special", [np.nan, np.inf, 0.0, 5e-324], ids=str)
def test_a_special_number_in_one_place_of_a_register_is_tried(nodes, lane, special):
    """Wrong where one number is special in this place of sixteen and the others are not."""
    good = kernel("tanh").forward

    def tanh(x):
        y = good(x)
        if x.ndim == 1 and x.size in (64, 144):
            same = np.isnan(x) if np.isnan(special) else np.abs(x) == special
            if special == 5e-324:
                same = (x != 0) & (np.abs(x) < np.finfo(float).tiny)
            if same.sum() == 1 and np.flatnonzero(same)[0] % 16 == lane:
                y = np.nextafter(y, 2.0)
        return y

    (v,) = difftest.test(nodes["tanh"], tanh, what=("forward",), size=200)
    assert v.verdict == "fail"
    assert f"in place {lane} of 16" in v.classes["layout"].worst.input


def test_a_length_just_over_a_block_is_tried(nodes):
    good = kernel("tanh").forward
    found = verdicts(
        nodes["tanh"], lambda x: good(x) * (1.0 + 1e-12 * (x.size == 4097)), what=("forward",), size=200
    )["forward"]
    assert "length 4097" in found.classes["layout"].worst.input


def test_nan_is_no_slope_where_the_function_is_constant(nodes):
    """jax.grad(lambda x: sqrt(max(x, 0)))(-1) is nan; f is 0 on all of x < 0."""

    def root(x):
        return np.sqrt(np.maximum(x, 0)).astype(x.dtype)

    def slope(at_negative):
        def df(x):
            with np.errstate(all="ignore"):
                positive = 0.5 / np.sqrt(np.maximum(x, 0))
            return np.where(np.isnan(x), x, np.where(x > 0, positive, at_negative)).astype(x.dtype)

        return df

    for part in ("jvp", "vjp"):
        right, wrong = (
            verdicts(nodes["sqrtClamp"], (root, slope(value)), dtype="float32", what=(part,), layouts=False)[
                part
            ]
            for value in (0.0, np.nan)
        )
        assert right.verdict == "pass"
        assert wrong.verdict == "fail"
        assert wrong.classes["normal"].worst.input.startswith("-")
        assert wrong.classes["inf"].failed
    own = verdicts(nodes["log"], what=("jvp",), layouts=False)["jvp"]
    assert own.verdict == "pass"
    assert own.conventions  # log's slope at x < 0 stays one
