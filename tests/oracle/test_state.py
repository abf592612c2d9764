"""A kernel is a function: the same arrays give the same bits, in any order and from any thread."""

from __future__ import annotations

import threading
from dataclasses import replace

import numpy as np
import pytest

from proofgrad.oracle import difftest
from proofgrad.oracle.adapters.replaced import judges, put_back
from proofgrad.oracle.kernels import kernel
from proofgrad.oracle.ulp import FORMATS

TANH = kernel("tanh").forward


def verdict(node, forward):
    with np.errstate(all="ignore"):
        (found,) = difftest.test(node, forward, what=("forward",), size=300)
    return found


class Noisy:
    """Right within an ULP, and another answer each time."""

    def __init__(self):
        self.rng = np.random.default_rng(5)

    def forward(self, x):
        y = TANH(x)
        return np.where(self.rng.random(y.shape) < 0.5, y, np.nextafter(y, 0.0))


class Shared:
    """Works in a buffer that all calls share, and is slow enough for two to meet there."""

    def __init__(self):
        self.buffer = {}

    def forward(self, x):
        space = self.buffer.setdefault((x.shape, x.dtype), np.empty(x.shape, x.dtype))
        space[...] = x
        threading.Event().wait(0.005)
        return TANH(space)


@pytest.mark.parametrize(
    ("made", "said"), [(Noisy, "not deterministic"), (Shared, "not thread-safe")], ids=["noisy", "shared"]
)
def test_what_is_no_function_is_told_in_its_own_words(nodes, made, said):
    found = verdict(nodes["tanh"], made())
    assert found.verdict == "fail"
    assert found.message.startswith(said)
    assert found.classes["state"].failed == (said,)
    assert "layout" not in found.classes


def test_an_answer_that_depends_on_the_call_before_is_found(nodes):
    class Odd:
        def __init__(self):
            self.last = 0

        def forward(self, x):
            y, self.last = (TANH(x), x.size) if self.last != x.size or x.size != 259 else (-TANH(x), 0)
            return y

    found = verdict(nodes["tanh"], Odd())
    assert found.message.startswith("not deterministic")


def test_a_right_kernel_is_called_from_two_threads(nodes):
    seen = set()

    def forward(x):
        seen.add(threading.get_ident())
        threading.Event().wait(0.001)
        return TANH(x)

    found = verdict(nodes["tanh"], forward)
    assert found.verdict == "pass"
    assert found.classes["state"].count == 2  # a small batch and a large one
    assert len(seen) >= 2


def test_vector_nodes_have_no_state_either(nodes):
    few = replace(nodes["linear"], vectors=tuple(v for v in nodes["linear"].vectors if v.output == (4,)))

    class Layer:
        def __init__(self, weights, bias):
            self.w, self.b, self.calls = weights, bias, 0

        def forward(self, x):
            self.calls += 1
            return np.nextafter(self.w @ x + self.b, np.inf if self.calls % 2 else -np.inf)

    found = verdict(few, Layer)
    assert found.message.startswith("not deterministic")
    assert FORMATS["float64"].name == found.dtype


def patches_numpy(x):
    np.isfinite = np.isnan = lambda *_: np.False_
    return x


def patches_the_judge(x):
    from proofgrad.oracle.difftest import judge

    judge.judge = lambda *_, **__: None
    return x


class EqualToAll:
    __hash__ = None

    def __eq__(self, other):
        return True

    def __call__(self, *args):
        return np.False_


def test_what_claims_to_equal_what_it_replaces_is_told_too():
    names, before = judges(), np.isnan
    assert put_back(names) == put_back(names) == []
    np.isnan = EqualToAll()
    assert put_back(names) == ["numpy.isnan"]
    assert np.isnan is before
    assert put_back(names) == []


@pytest.mark.parametrize(
    ("forward", "name"), [(patches_numpy, "numpy.isnan"), (patches_the_judge, "difftest.judge.judge")]
)
def test_what_a_kernel_replaces_in_what_judges_it_is_told_and_put_back(nodes, forward, name):
    found = verdict(nodes["tanh"], forward)
    assert (found.verdict, found.error.kind) == ("fail", "state")
    assert name in found.error.message
    assert not np.isfinite(np.inf)
    assert verdict(nodes["tanh"], TANH).verdict == "pass"
