"""The kernels keep their bounds whichever of NumPy's vector code runs: with AVX512, with AVX2, with neither.

NumPy chooses its code when it is imported, so each choice is another process. On a machine that has nothing
to switch off the tests are skipped, and say so.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

CHILD = """
import json, sys
import numpy as np
try:
    from numpy._core import _multiarray_umath as core
except ImportError:
    from numpy.core import _multiarray_umath as core
have = core.__cpu_features__
print(json.dumps([f for f in core.__cpu_dispatch__ if have.get(f)]))
"""
TEST = """
import importlib.util, sys
from pathlib import Path
spec = importlib.util.spec_from_file_location("formulas", sys.argv[1])
formulas = importlib.util.module_from_spec(spec)
spec.loader.exec_module(formulas)
from proofgrad.oracle import difftest
bad = 0
for name in formulas.FORMULAS:
    for dtype in ("float64", "float32"):
        for v in difftest.test(formulas.node(name), dtype=dtype, size=3000, what=("forward", "jvp")):
            top = max(c.max_ulp for k, c in v.classes.items() if k not in ("layout", "direction"))
            print(f"{name} {v.what} {dtype}: {v.verdict} {v.message} {top:.3f}")
            bad += v.verdict != "pass"
sys.exit(1 if bad else 0)
"""


def run(code, off, *arguments):
    env = dict(os.environ) | {"NPY_DISABLE_CPU_FEATURES": " ".join(off)}
    env.pop("NPY_ENABLE_CPU_FEATURES", None)
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", code, *arguments],
        capture_output=True,
        text=True,
        env=env,
        timeout=600,
    )


def dispatched(off=()):
    """What NumPy chooses among and this CPU has, with these features switched off."""
    done = run(CHILD, off)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def is_512(feature):
    return "AVX512" in feature or feature == "X86_V4"


CHOICES = {
    "without AVX512": is_512,
    "without AVX512, AVX2 and FMA": lambda f: is_512(f) or f in ("AVX2", "FMA3", "X86_V3"),
    "without anything to choose": lambda f: True,
}


@pytest.mark.slow
@pytest.mark.parametrize("choice", CHOICES)
def test_the_kernels_pass(choice, request):
    have = dispatched()
    off = [f for f in have if CHOICES[choice](f)]
    print(f"NumPy chooses among {' '.join(have) or 'nothing'}; switched off: {' '.join(off) or 'nothing'}")
    if not off:
        pytest.skip(f"{choice}: nothing to switch off; NumPy chooses among: {' '.join(have) or 'nothing'}")
    left = dispatched(off)
    assert not set(left) & set(off), "NumPy did not switch them off"
    request.node.user_properties.append(("numpy features switched off", " ".join(off)))
    done = run(TEST, off, str(Path(__file__).with_name("formulas.py")))
    print(done.stdout)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_kernel_that_is_wrong_without_them_would_fail():
    """The child's exit code tells: with a limit that nothing can meet it is 1."""
    code = TEST.replace("size=3000", "size=50, bounds=(none, none), layouts=False, second_opinion=False")
    code = code.replace(
        "bad = 0", 'from dataclasses import dataclass\nnone = difftest.Bounds(0.0, "")\nbad = 0'
    )
    code = code.replace("in formulas.FORMULAS", 'in ("tanh",)')
    done = run(code, dispatched()[-1:], str(Path(__file__).with_name("formulas.py")))
    assert done.returncode == 1, done.stderr
    assert "fail" in done.stdout
