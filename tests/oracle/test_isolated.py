"""Kernels that hang or crash: named, in time, and the process can end."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import subprocess
import sys
import textwrap
import time

import numpy as np
import pytest

from proofgrad.oracle import difftest
from proofgrad.oracle.adapters import BoundKernel
from proofgrad.oracle.difftest.isolated import Isolated, _Image
from proofgrad.oracle.difftest.layout import layouts
from proofgrad.oracle.kernels import kernel

forks = pytest.mark.skipif(
    "fork" not in multiprocessing.get_all_start_methods(), reason="this system cannot fork"
)


def one(node, function, **options):
    (found,) = difftest.test(node, function, what=("forward",), size=64, **options)
    return found


def test_a_kernel_that_hangs_is_called_once(nodes):
    calls = []

    def hangs(x):
        calls.append(1)
        time.sleep(30)

    started = time.monotonic()
    inner = kernel("tanh")
    slow = BoundKernel("mine", hangs, inner.jvp, inner.vjp)
    first, second, jvp = difftest.test(
        nodes["tanh"], slow, what=("forward", "forward", "jvp"), size=64, timeout=0.3
    )
    assert time.monotonic() - started < 10
    assert len(calls) == 1
    for found in (first, second, jvp):
        assert (found.verdict, found.error.kind) == ("inconclusive", "timeout")
    assert "not called" in second.error.message


@pytest.mark.parametrize("body", ["while True: pass", "time.sleep(1e6)", "threading.Event().wait()"])
def test_the_process_ends_although_a_kernel_does_not(body):
    code = f"""
        import threading, time
        import numpy as np
        from proofgrad.oracle.adapters import wrap
        from proofgrad.oracle.difftest.call import Caller
        from proofgrad.oracle.ulp import FORMATS
        def kernel(x):
            {body}
        found = Caller(wrap(kernel), "tanh", FORMATS["float64"], 0.3)("forward", np.ones(3))
        print(found.kind)
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, timeout=60
    )
    assert done.stdout.strip() == "timeout"
    assert done.returncode == 0


def _keeps_the_lock(x):
    ctypes.PyDLL(None).sleep(1000)


def _crashes(x):
    os.kill(os.getpid(), signal.SIGKILL)


def _raises(x):
    raise ValueError("no good")


def _mutates(x):
    x[...] = 0.0
    return x


@forks
@pytest.mark.parametrize(
    ("bad", "kind", "text"),
    [
        (_keeps_the_lock, "timeout", "no answer within 0.5 s"),
        (_crashes, "raised", "SIGKILL"),
        (_raises, "raised", "no good"),
        (_mutates, "mutated", "argument number 1"),
        (lambda x: lambda: x, "raised", "cannot be passed on"),
        (lambda x: x[:-1], "shape", "shape"),
    ],
)
def test_in_a_process_of_its_own_a_kernel_may_do_anything(nodes, bad, kind, text):
    found = one(nodes["tanh"], bad, isolated=True, timeout=0.5)
    assert found.error.kind == kind
    assert text in found.error.message
    assert found.verdict == ("inconclusive" if kind == "timeout" else "fail")
    assert not [p for p in multiprocessing.active_children() if p.is_alive()]


@forks
def test_verdicts_are_the_same_in_a_process_of_its_own(nodes):
    plain = difftest.test(nodes["silu"], size=300)
    apart = difftest.test(nodes["silu"], size=300, isolated=True)
    for a, b in zip(plain, apart, strict=True):
        assert a.verdict == b.verdict == "pass"
        assert a.classes == b.classes


@pytest.mark.parametrize("dtype", ["float64", "float32", "bfloat16"])
def test_arrays_lie_in_memory_there_as_here(dtype):
    from proofgrad.oracle.ulp import FORMATS

    x = FORMATS[dtype].narrow(np.arange(200.0))
    for name, array, _ in layouts(x):
        if name.startswith("length 1310"):
            continue
        image = _Image.of(array)
        other = image.array()
        assert (other.shape, other.strides, other.dtype) == (array.shape, array.strides, array.dtype), name
        assert other.tobytes() == array.tobytes(), name
        assert other.flags.writeable == array.flags.writeable, name
        assert other.flags.aligned == array.flags.aligned, name


@forks
def test_a_kernel_that_reads_memory_wrongly_is_caught_there_too(nodes):
    inner = kernel("exp")

    def strided(x):
        wrong = x.ndim == 1 and x.size > 1 and x.strides[0] != x.itemsize
        return inner.forward(x) * (2.0 if wrong else 1.0)

    found = one(nodes["exp"], strided, isolated=True)
    assert found.classes["layout"].failed


@forks
def test_an_isolated_kernel_goes_on_after_a_crash():
    made = Isolated(BoundKernel("mine", lambda x: _crashes(x) if x[0] < 0 else x + 1), 5.0)
    bound = made.bound()
    try:
        with pytest.raises(Exception, match="SIGKILL"):
            bound.forward(np.array([-1.0]))
        assert bound.forward(np.array([1.0]))[0] == 2.0
        assert bound.jvp is None
    finally:
        made.close()
