"""Faults in a small part of a domain are found: many inputs are looked at, the suspicious ones judged."""

from __future__ import annotations

import numpy as np
import pytest

from proofgrad.oracle import difftest
from proofgrad.oracle.difftest.screen import dense, suspicious
from proofgrad.oracle.kernels import kernel
from proofgrad.oracle.ulp import format_of


def wrong_in(start, width, factor=1.001):
    right = kernel("sigmoid", {}).forward

    def forward(x):
        y = right(x)
        with np.errstate(invalid="ignore"):
            there = (x >= start) & (x <= start + width)
        return np.where(there, y * y.dtype.type(factor), y).astype(y.dtype)

    return forward


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("start", [-9.3217, 2.00312, 14.4441])
def test_a_fault_in_an_interval_of_half_a_thousandth_is_found(nodes, start, dtype):
    kernel_ = wrong_in(start, 5e-4)
    (verdict,) = difftest.test(nodes["sigmoid"], kernel_, dtype=dtype, what=("forward",), layouts=False)
    assert verdict.verdict == "fail"
    assert start <= float(verdict.classes["normal"].worst.input) <= start + 5e-4


def test_a_few_wrong_digits_there_are_found_too(nodes):
    kernel_ = wrong_in(1.23456, 5e-4, 1 + 64 * 2.0**-52)
    (verdict,) = difftest.test(nodes["sigmoid"], kernel_, what=("forward",), layouts=False)
    assert verdict.verdict == "fail"


def test_every_interval_has_an_input():
    for name in ("float64", "float32"):
        for seed in range(3):
            x = dense(format_of(name), seed)
            inside = np.sort(x[(np.abs(x) <= 16)].astype(np.float64))
            assert np.diff(inside).max() <= 5e-4


def test_what_is_rough_everywhere_is_suspicious_nowhere():
    fmt, rng = format_of("float64"), np.random.default_rng(1)
    near = np.linspace(1.0, 2.0, 10_000)
    got = near * (1 + 1e-9 * rng.choice([-1.0, 1.0], len(near)))
    assert len(suspicious(got, near, fmt)) <= 32
    got[777] = 1.5
    assert 777 in suspicious(got, near, fmt)
    got = near.copy()
    got[123] = np.nan
    assert suspicious(got, near, fmt).tolist() == [123]
    assert not len(suspicious(np.full(100, np.nan), np.ones(100), fmt))  # so have all its neighbours


def test_overflow_of_the_format_is_not_suspicious():
    near = np.exp(np.linspace(80.0, 100.0, 1000))
    with np.errstate(over="ignore"):
        got = near.astype(np.float32)
    assert np.isinf(got).any()
    assert not len(suspicious(got, near, format_of("float32")))


def test_where_rough_values_are_wrong_there_is_room_for_others():
    near = np.linspace(1.0, 2.0, 6400)
    got = near.copy()
    near[1000:1031] = np.inf  # most of half a block
    got[5000:5031] = 1.7
    got[123] = 1.5
    assert 123 in suspicious(got, near, format_of("float64"))
    assert not set(range(1000, 1031)) & set(suspicious(got, near, format_of("float64")).tolist())


def test_a_right_kernel_is_not_accused_by_rough_values(nodes):
    for name in ("sigmoid", "log", "tanh"):
        found = difftest.test(nodes[name], dtype="float32", what=("forward",), layouts=False)
        assert [v.verdict for v in found] == ["pass"]


def test_a_slow_kernel_is_asked_for_fewer(nodes, monkeypatch):
    sizes = []
    right = kernel("sigmoid", {}).forward

    def counted(x):
        sizes.append(x.size)
        return right(x)

    monkeypatch.setattr("proofgrad.oracle.difftest.screen._SECONDS", 1e-9)
    difftest.test(nodes["sigmoid"], counted, what=("forward",), layouts=False)
    assert max(sizes) < 100_000
