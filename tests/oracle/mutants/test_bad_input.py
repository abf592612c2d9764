"""Kernels that misbehave, through the command line: each is named with its node, backend and input, and the
other nodes go on.
"""

from __future__ import annotations

import json

import pytest

from proofgrad.oracle.cli import main

pytestmark = pytest.mark.usefixtures("library")

KERNELS = """
import time
import numpy as np


def raises(x):
    raise RuntimeError("out of memory")


def mutates(x):
    return np.maximum(x, 0, out=x)


def hangs(x):
    time.sleep(30)
    return x


def quits(x):
    raise SystemExit(0)


KERNELS = {
    "tanh": raises,
    "relu": mutates,
    "exp": lambda x: x[:1],
    "log": lambda x: x.astype(complex),
    "sinh": lambda x: 1.0,
    "cosh": quits,
    "silu": hangs,
    "inv": "not a function",
    "abs": (np.abs, np.sign),
}
"""

EXPECTED = {
    "tanh": ("fail", "raised", "RuntimeError: out of memory"),
    "relu": ("fail", "mutated", "changed its argument"),
    "exp": ("fail", "shape", "returned shape (1,)"),
    "log": ("fail", "dtype", "returned complex128"),
    "sinh": ("fail", "type", "returned a float"),
    "cosh": ("fail", "raised", "SystemExit"),
    "silu": ("inconclusive", "timeout", "no answer within 2 s"),
}


@pytest.fixture
def here(tmp_path, monkeypatch):
    """The current folder has a module of bad kernels, under a name of its own, as modules stay imported."""
    name = f"bad_{abs(hash(tmp_path.name))}"
    (tmp_path / f"{name}.py").write_text(KERNELS)
    monkeypatch.chdir(tmp_path)
    return name


def test_bad_kernels_are_named_and_the_others_go_on(here, capsys):
    names = [*EXPECTED, "inv", "softplus", "abs"]
    options = ["--backend", f"{here}:KERNELS", "--dtype", "float64", "--timeout", "2", "--format", "json"]
    code = main(["test", *names, *options])
    found = json.loads(capsys.readouterr().out)["verdicts"]
    forward = {v["node"].rpartition(".")[2]: v for v in found if v["what"] == "forward"}
    assert set(forward) == set(names)
    for name, (verdict, kind, said) in EXPECTED.items():
        error = forward[name]["error"]
        assert (forward[name]["verdict"], error["kind"]) == (verdict, kind), name
        for part in (said, f"forward of {name}", here, "float64["):
            assert part in error["message"], name
    for name in ("inv", "softplus"):  # not a kernel; not there
        assert forward[name]["verdict"] == "inconclusive"
        assert name in forward[name]["message"] or "not a kernel" in forward[name]["message"]
    assert forward["abs"]["verdict"] == "pass"
    assert code == 1


def test_a_kernel_that_never_returns_alone_is_exit_3(here, capsys):
    options = ["--backend", f"{here}:KERNELS", "--dtype", "float32", "--timeout", "0.2"]
    assert main(["test", "silu", *options]) == 3
    assert "silu" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["test", "sigmod"], "sigmoid"),
        (["test", "tanh", "--dtype", "float8"], "float8"),
        (["test", "tanh", "--dtype", "int32"], "int32"),
        (["test", "tanh", "--backend", "nump"], "nump"),
    ],
)
def test_what_does_not_exist_is_told_with_what_does(arguments, said, capsys):
    code = main(arguments)
    shown = capsys.readouterr()
    assert code in (2, 3)
    assert said in shown.err + shown.out
    assert "pass" not in shown.out
