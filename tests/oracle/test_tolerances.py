"""What a person may accept: by class, by range, by size; and what is never accepted with it."""

from __future__ import annotations

import json

import numpy as np
import pytest

from proofgrad import oracle
from proofgrad.bridge.errors import UsageError
from proofgrad.oracle import difftest
from proofgrad.oracle.difftest.tolerances import ALLOWABLE, Tolerances
from proofgrad.oracle.kernels import kernel
from proofgrad.oracle.kernels.vector import vector_kernel
from proofgrad.oracle.work.baseline import with_baseline
from proofgrad.oracle.work.configured import configured
from proofgrad.oracle.work.options import TestOptions
from proofgrad.oracle.work.test import warnings_of

TINY = np.finfo(np.float64).tiny


def one(node, kernel, what="forward", **options):
    (verdict,) = difftest.test(node, kernel, what=(what,), second_opinion=False, **options)
    return verdict


def with_faults(fault):
    """A kernel of exp, right but for one class of inputs."""
    right = kernel("exp")

    def exp(x):
        y = right.forward(x)
        with np.errstate(invalid="ignore"):
            if fault == "underflow":
                return np.where(np.abs(y) < np.finfo(x.dtype).tiny, y.dtype.type(0), y)
            if fault == "inf":
                return np.where(np.isinf(x), x.dtype.type(np.nan), y)
            if fault == "nan":
                return np.where(np.isnan(x), x.dtype.type(1), y)
        return y

    return exp


@pytest.mark.parametrize("name", ["underflow", "inf", "nan"])
def test_a_class_is_allowed_and_no_other(nodes, name):
    assert one(nodes["exp"], with_faults(name)).verdict == "fail"
    fine = one(nodes["exp"], with_faults(name), allow=[name])
    assert fine.verdict == "pass"
    assert fine.allowed > 0
    covered = {name, "subnormal"} if name == "underflow" else {name}  # both take 0 for a subnormal result
    others = ",".join(set(ALLOWABLE) - covered)
    assert one(nodes["exp"], with_faults(name), allow=others).verdict == "fail"


def test_subnormal_inputs_may_be_taken_for_zero(nodes):
    def flushed(x):
        small = np.where(np.abs(x) < np.finfo(x.dtype).tiny, np.copysign(0, x), x).astype(x.dtype)
        return kernel("tanh").forward(small)

    assert one(nodes["tanh"], flushed, dtype="float32").verdict == "fail"
    allowed = one(nodes["tanh"], flushed, dtype="float32", allow="subnormal,underflow")
    assert allowed.verdict == "pass", allowed.diagnosis

    def off(x):
        small = (x != 0) & (np.abs(x) < np.finfo(x.dtype).tiny)
        return np.where(small, x.dtype.type(1), flushed(x)).astype(x.dtype)

    assert one(nodes["tanh"], off, dtype="float32", allow="subnormal,underflow").verdict == "fail"


def of_vectors(name, change, **options):
    """Verdicts on forward, jvp, vjp and adjoint of our kernel whose answers are changed."""
    own = vector_kernel(name)

    def changed(method):
        def answer(*arguments):
            found = method(*arguments)
            x = arguments if method == own.forward else arguments[0]
            return tuple(change(y, x) for y in found) if isinstance(found, tuple) else change(found, x)

        return answer

    kernel = type("K", (), {m: staticmethod(changed(getattr(own, m))) for m in ("forward", "jvp", "vjp")})
    made = oracle.test(name, kernel(), dtype="float32", layouts=False, second_opinion=False, **options)
    return {v.what: v.verdict for v in made}


def lost(y, x):
    return np.where(np.abs(y) < np.finfo(np.float32).tiny, y.dtype.type(0), y)


def test_an_answer_that_underflows_may_be_lost_whatever_the_input_is():
    whats = ("forward", "jvp", "vjp", "adjoint")
    assert "fail" in of_vectors("softmax", lost).values()
    assert of_vectors("softmax", lost, allow="underflow") == dict.fromkeys(whats, "pass")
    others = ",".join(set(ALLOWABLE) - {"underflow", "subnormal"})
    assert of_vectors("softmax", lost, allow=others)["forward"] == "fail"
    more = lambda y, x: np.where(np.abs(y) < 1e-30, y.dtype.type(0), y)  # noqa: E731
    assert of_vectors("softmax", more, allow=list(ALLOWABLE))["forward"] == "fail"


def test_a_direction_may_underflow_and_a_nan_in_it_be_lost(nodes):
    right = kernel("sigmoid")
    names = ("jvp", "vjp", "adjoint")

    def found(change, **options):
        made = type("K", (), {m: staticmethod(change(getattr(right, m))) for m in ("forward", "jvp", "vjp")})
        return {
            v.what: v.verdict
            for v in difftest.test(nodes["sigmoid"], made(), dtype="float32", what=names, **options)
        }

    flushing = lambda method: lambda *arguments: lost(method(*arguments), None)  # noqa: E731
    assert "pass" not in (found(flushing)["jvp"], found(flushing)["vjp"])
    assert found(flushing, allow="underflow") == dict.fromkeys(names, "pass")

    def numbers(method):
        return lambda x, *d: np.where(np.isnan(d[0]), 1, method(x, *d)).astype(x.dtype) if d else method(x)

    assert found(numbers)["jvp"] == "fail"
    assert found(numbers, allow="nan")["jvp"] == "pass"


@pytest.mark.parametrize("name", ["nan", "inf"])
def test_what_reads_no_nan_and_no_infinity_is_judged_beside_them(name):
    at = {"nan": np.isnan, "inf": np.isinf}[name]
    its_own = lambda y, x: np.where(at(x[0]) | at(x[1]), y.dtype.type(np.inf), y)  # noqa: E731
    spread = lambda y, x: y * 0 + np.inf if at(x).any() else y  # noqa: E731
    with np.errstate(all="ignore"):
        assert of_vectors("mul", its_own)["forward"] == "fail"
        assert of_vectors("mul", its_own, allow=name)["forward"] == "pass"
        assert of_vectors("mul", spread, allow=name)["forward"] == "fail"


@pytest.mark.parametrize("where", ["everywhere", "tail", "small"])
def test_a_gradient_that_is_half_never_passes_because_a_tail_was_allowed(nodes, where):
    right = kernel("sigmoid")

    def half(x, dx):
        y = right.jvp(x, dx)
        bad = {"everywhere": x == x, "tail": np.abs(x) > 20, "small": np.abs(y) < 4 * TINY}[where]
        bad &= np.abs(y) > TINY  # what is smaller may be lost
        return np.where(bad, y / 2, y)

    target = type("Half", (), {"forward": staticmethod(right.forward), "jvp": staticmethod(half)})()
    found = one(nodes["sigmoid"], target, "jvp", allow=list(ALLOWABLE))
    assert (found.verdict, found.grade) == ("fail", "wrong")


def test_a_switch_point_may_be_nan_and_no_slope_without_bounds(nodes):
    def slope(at):
        def df(x):
            return np.where(x == 0, at, np.where(np.isnan(x), x, np.where(x > 0, 1.0, 0.0)))

        return (lambda x: np.maximum(x, 0), df)

    assert one(nodes["relu"], slope(np.nan), "jvp").verdict == "fail"
    assert one(nodes["relu"], slope(np.nan), "jvp", allow="kink").verdict == "pass"
    assert one(nodes["relu"], slope(1e300), "jvp", allow="kink").verdict == "fail"


def test_inputs_may_be_kept_to_a_range(nodes):
    def short(x):
        return np.where(np.abs(x) > 10, x.dtype.type(7), kernel("exp").forward(x))

    assert one(nodes["exp"], short).verdict == "fail"
    found = one(nodes["exp"], short, range=(-10, 10))
    assert found.verdict == "pass"
    assert {"inf", "nan"}.isdisjoint(found.classes)
    assert one(nodes["exp"], short, range=(-11, 11)).verdict == "fail"
    with pytest.raises(UsageError, match="no numbers from 3 to 2"):
        one(nodes["exp"], short, range=(3, 2))


def test_a_limit_in_ulp_keeps_those_of_median_and_bias(nodes):
    def up(x):
        return np.nextafter(kernel("exp").forward(x), np.inf)

    found = one(nodes["exp"], up, bounds=1000.0, layouts=False)
    assert found.verdict == "fail"
    assert found.classes["normal"].failed == ("median", "bias")
    assert found.diagnosis.startswith("rounds up, by "), found.diagnosis


def test_a_huge_limit_is_told():
    (line,) = warnings_of(TestOptions(max_ulp=1e6), ["float64", "float32"])
    assert "12 % off in float32" in line or "11.9 % off in float32" in line
    assert warnings_of(TestOptions(max_ulp=8.0), ["bfloat16", "float16"]) == []
    assert "50 % off" in warnings_of(TestOptions(rtol=0.5), ["float64"])[0]


def test_a_tolerance_as_numpy_has_it(nodes):
    def rough(x):
        return kernel("exp").forward(x) * (1 + 1e-9)

    assert one(nodes["exp"], rough).grade == "wrong"
    found = one(nodes["exp"], rough, rtol=1e-8, atol=1e-300)
    assert found.verdict == "pass"
    assert "1e-300 + 1e-08·|wanted|" in found.classes["normal"].unit
    assert one(nodes["exp"], rough, rtol=1e-10, atol=1e-300).verdict == "fail"
    assert one(nodes["exp"], rough, atol=1e-3).verdict == "fail"  # exp is large
    assert one(nodes["tanh"], lambda x: np.tanh(x) + 1e-5, atol=1e-4, layouts=False).verdict == "pass"
    assert one(nodes["tanh"], lambda x: np.tanh(x) + 1e-3, atol=1e-4, layouts=False).verdict == "fail"


@pytest.mark.parametrize(
    ("met", "said"),
    [
        (lambda x: x.size == 4097, "depends on the length of the array (length 4097)"),
        (lambda x: x.size == 144 and np.isnan(x).any(), "depends on what else is in the array (nan"),
    ],
    ids=["length", "beside"],
)
def test_what_depends_on_the_length_or_on_other_entries_is_told_so(nodes, met, said):
    exp = kernel("exp").forward
    found = one(nodes["exp"], lambda x: exp(x) * (1 + 1e-9 * met(x)))
    assert found.diagnosis.startswith(said)


def test_what_is_wrong_in_every_layout_does_not_depend_on_layout(library):
    def wrong(a, b):
        return np.where(np.arange(b.shape[1]) == b.shape[1] - 1, 1.5, 1.0).astype(a.dtype) * (a @ b)

    (found,) = oracle.test("matmul", wrong, dtype="float64", what=("forward",), second_opinion=False)
    assert found.grade == "wrong"
    assert "layout" not in found.diagnosis
    assert not found.classes["layout"].failed


def test_what_depends_on_layout_may_be_allowed_while_it_is_accurate(nodes):
    def by_stride(off):
        def exp(x):
            y = kernel("exp").forward(np.array(x, order="C"))
            return y * (1 + off) if x.ndim == 1 and x.strides[0] < 0 else y

        return exp

    little = by_stride(2.0**-52)
    assert one(nodes["exp"], by_stride(0.0)).verdict == "pass"
    found = one(nodes["exp"], little)
    assert (found.verdict, found.grade) == ("fail", "correct")
    assert found.diagnosis.startswith("depends on layout (stride -")
    for bad in (0.5, 1e-9):
        assert one(nodes["exp"], by_stride(bad), allow="layout").grade == "wrong"
        assert one(nodes["exp"], by_stride(bad), layouts=False).verdict == "pass"


def test_a_layout_that_is_refused_hides_no_figure(nodes):
    def plain(x):
        if any(step < 0 for step in x.strides):
            raise ValueError("negative strides are not supported")
        return kernel("exp").forward(x)

    found = one(nodes["exp"], plain)
    assert (found.verdict, found.grade) == ("fail", "correct")
    assert found.classes["normal"].count > 1000
    assert found.classes["layout"].count > 10
    assert "stride -1: ValueError: negative strides are not supported" in found.refused
    assert "does not take every layout (stride -" in found.diagnosis
    assert one(nodes["exp"], plain, allow="layout").verdict == "pass"
    assert one(nodes["exp"], plain, layouts=False).verdict == "pass"

    def flat(x):
        return plain(np.array(x, order="C")).reshape(-1) if x.ndim == 2 else plain(np.array(x, order="C"))

    found = one(nodes["exp"], flat, allow="layout", require="correct")  # nobody has allowed that
    assert (found.verdict, found.grade) == ("fail", "wrong")
    assert found.diagnosis.startswith("answers in another form in some layouts (2-d")
    assert found.classes["normal"].count > 1000

    def worse(x):
        return plain(x) * (1.5 if x.ndim == 2 else 1.0)

    assert one(nodes["exp"], worse, allow="layout").grade == "wrong"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"allow": "underfow"}, "did you mean underflow"),
        ({"require": "wrong"}, "no grade that can be required"),
        ({"rtol": -1.0}, "no tolerance"),
        ({"range": "abc"}, "no range"),
    ],
)
def test_what_makes_no_sense_is_told(given, said):
    with pytest.raises(UsageError) as told:
        Tolerances.of(**given)
    assert said in f"{told.value.message} {told.value.hint}"


def test_a_project_says_in_its_pyproject_how_kernels_are_judged(tmp_path):
    text = '[tool.proofgrad.test]\nrequire = "correct"\nallow = ["layout"]\nrange = [-10, 10]\nmax-ulp = 4\n'
    (tmp_path / "pyproject.toml").write_text(text)
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    assert configured(below) == {
        "require": "correct",
        "allow": ("layout",),
        "range": (-10.0, 10.0),
        "max_ulp": 4.0,
    }
    for wrong, said in (
        ("alow = 1", "did you mean allow"),
        ("range = 3", "two numbers"),
        ("[", "it is read for"),
    ):
        (tmp_path / "pyproject.toml").write_text(f"[tool.proofgrad.test]\n{wrong}\n")
        with pytest.raises(UsageError) as told:
            configured(below)
        assert said in f"{told.value.message} {told.value.hint}"


@pytest.fixture
def known(nodes, tmp_path):
    """A baseline that knows of a kernel that loses a little where x > 5, and how to test another one."""

    def verdicts(off, node="exp", where=5.0):
        def exp(x):
            y = kernel(node).forward(x)
            return np.where(x > where, y * (1 + off), y)

        found = one(nodes[node], exp, layouts=False, backend="mine")
        return [json.loads(json.dumps(found.to_json()))]

    file = tmp_path / "known.json"
    with_baseline(verdicts(1e-12), file, write=True)
    return file, verdicts


def test_a_baseline_accepts_what_is_known_and_fails_on_what_is_worse(known):
    file, verdicts = known
    same = verdicts(1e-12)
    assert with_baseline(same, file)["accepted"] == 1
    assert (same[0]["verdict"], same[0]["known"]) == ("pass", True)
    for worse, said in (
        (verdicts(1e-9), "max of class"),
        (verdicts(1e-12, where=-5.0), "of class normal"),
        (verdicts(1e-12, node="sinh"), ""),
    ):
        assert with_baseline(worse, file)["accepted"] == 0
        assert worse[0]["verdict"] == "fail"
        assert said in worse[0]["diagnosis"]
    mended = verdicts(0.0)
    assert len(with_baseline(mended, file)["mended"]) == 1
    assert with_baseline(mended, file)["accepted"] == 0


EMPTY = '{"command": "baseline", "schema_version": 1, "known": [{}]}'


@pytest.mark.parametrize("text", ["", "[]", "{}", EMPTY])
def test_what_is_no_baseline_is_told(tmp_path, text):
    file = tmp_path / "known.json"
    with pytest.raises(UsageError, match="cannot read the baseline"):
        with_baseline([], file)
    file.write_text(text)
    with pytest.raises(UsageError, match="is no baseline"):
        with_baseline([], file)


class Reverse:
    """A kernel for reverse mode only."""

    def forward(self, x):
        return np.maximum(x, 0)

    def vjp(self, x, ct):
        return np.where(np.isnan(x), x, np.where(x > 0, ct, 0 * ct))


def test_a_kernel_that_offers_less_is_asked_for_less_and_passes(nodes):
    found = difftest.test(nodes["relu"], Reverse(), what="forward,vjp")
    assert [(v.what, v.verdict) for v in found] == [("forward", "pass"), ("vjp", "pass")]
    assert difftest.combined(found) == "pass"
    assert difftest.combined(difftest.test(nodes["relu"], Reverse())) == "inconclusive"


def test_an_object_with_backward_is_asked_whether_it_means_vjp(nodes):
    backward = type("Backward", (), {"forward": Reverse.forward, "backward": Reverse.vjp})()
    found = one(nodes["relu"], backward, "vjp")
    assert found.verdict == "inconclusive"
    assert found.message.endswith("it has a backward: if that is backward(x, ct), call it vjp")
    assert "it has a backward" not in one(nodes["relu"], lambda x: x, "vjp").message
