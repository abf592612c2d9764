"""Kernels that hang or crash: named, in time, and the process can end."""

from __future__ import annotations

import subprocess
import sys
import textwrap
import time

import numpy as np
import pytest

from proofgrad.oracle import difftest
from proofgrad.oracle.adapters import BoundKernel
from proofgrad.oracle.kernels import kernel


def one(node, function, **options):
    (found,) = difftest.test(node, function, what=("forward",), size=64, **options)
    return found


def test_a_backend_that_compiles_for_every_shape_is_asked_for_few(nodes):
    inner, lengths = kernel("tanh"), {False: set(), True: set()}
    for per_shape, seen in lengths.items():

        def counted(x, *, seen=seen):
            seen.add(x.shape)
            return inner.forward(x)

        verdict = one(nodes["tanh"], BoundKernel("mine", counted, per_shape=per_shape))
        assert verdict.verdict == "pass"
        assert verdict.classes["normal"].count > 20
    assert len(lengths[True]) < len(lengths[False]) * 0.7
    wrong = BoundKernel("mine", lambda x: inner.forward(x) * np.where(x > 0.5, 1.001, 1.0), per_shape=True)
    found = one(nodes["tanh"], wrong)
    assert (found.verdict, found.error) == ("fail", None)


def test_a_kernel_that_hangs_is_called_once(nodes):
    calls = []

    def hangs(x):
        calls.append(1)
        time.sleep(30)

    started = time.monotonic()
    inner = kernel("tanh")
    slow = BoundKernel("mine", hangs, inner.jvp, inner.vjp)
    first, jvp = difftest.test(nodes["tanh"], slow, what=("forward", "jvp"), size=64, timeout=0.3)
    assert time.monotonic() - started < 10
    assert len(calls) == 1
    for found in (first, jvp):
        assert (found.verdict, found.error.kind) == ("inconclusive", "timeout")
    assert "not called" in jvp.error.message


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
