"""What users have met when they tested kernels of their own: parameters, prints, reproductions, options."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import numpy as np
import pytest

from proofgrad.bridge.errors import UsageError
from proofgrad.oracle import difftest
from proofgrad.oracle.adapters.vectors import bind_vectors
from proofgrad.oracle.cli import main
from proofgrad.oracle.difftest import named_parameters
from proofgrad.oracle.kernels import kernel


def smooth(x, eps):
    return kernel("smoothAbs", {"ε": eps}).forward(x)


class Smooth:
    def forward(self, x, eps=7.0):
        return smooth(x, eps)

    def jvp(self, x, dx, *, eps=7.0):
        return kernel("smoothAbs", {"ε": eps}).jvp(x, dx)


@pytest.mark.parametrize("name", ["ε", "eps"])
@pytest.mark.parametrize("target", [smooth, Smooth()], ids=["function", "methods"])
def test_parameters_reach_functions_and_methods_under_either_name(nodes, target, name):
    (verdict,) = difftest.test(nodes["smoothAbs"], target, params={name: 0.25}, what=("forward",), size=100)
    assert verdict.verdict == "pass", verdict.message
    assert verdict.params == {"ε": 0.25}


def test_an_unknown_parameter_is_an_error_that_names_those_there_are(nodes):
    with pytest.raises(UsageError, match="no parameter 'zzz'") as caught:
        difftest.test(nodes["elu"], np.tanh, params={"zzz": 1.0})
    assert "alpha" in str(caught.value.hint)
    assert named_parameters(nodes["safeLog"], {"eps": 1.0}) == {"ε": 1.0}


def test_a_slope_that_is_too_large_is_not_accused_of_another_adjoint(nodes):
    pair = (kernel("silu").forward, lambda x: np.float32(1.5) * x * x)
    found = {v.what: v.verdict for v in difftest.test(nodes["silu"], pair, dtype="float32", size=500)}
    assert (found["forward"], found["jvp"], found["vjp"]) == ("pass", "fail", "fail")
    for scale, outcome in ((1.0, "pass"), (1.001, "fail")):

        class Other:
            forward = staticmethod(kernel("tanh").forward)
            jvp = staticmethod(lambda x, dx: dx * np.float32(3))
            vjp = staticmethod(lambda x, ct, scale=scale: ct * np.float32(3 * scale))

        (verdict,) = difftest.test(nodes["tanh"], Other(), dtype="float32", size=500, what=("adjoint",))
        assert verdict.verdict == outcome, verdict.message


def replayed(line, capsys):
    code = re.fullmatch(r'python -c "(.*)"', line)[1]
    exec(code, {})
    return capsys.readouterr().out


def by_length(x):
    out = kernel("tanh").forward(x)
    if x.ndim == 1 and len(x) % 8 == 1 and len(x) > 8:
        out[-1] *= out.dtype.type(1.001)
    return out


def test_a_reproduction_shows_what_depends_on_the_place(nodes, capsys, monkeypatch):
    import types

    module = types.ModuleType("mine_by_length")
    module.F = by_length
    monkeypatch.setitem(sys.modules, "mine_by_length", module)
    (verdict,) = difftest.test(nodes["tanh"], backend="mine_by_length:F", what=("forward",), size=300)
    assert verdict.verdict == "fail"
    assert "count=" in verdict.reproduce
    said = replayed(verdict.reproduce, capsys)
    assert float(re.search(r"([\d.e+]+) ULP apart", said)[1]) > 1e9


def test_what_does_not_happen_again_has_no_reproduction(nodes, monkeypatch):
    import types

    calls = []

    def once(x):
        calls.append(1)
        return kernel("tanh").forward(x) * (1.001 if len(calls) == 1 else 1.0)

    module = types.ModuleType("mine_once")
    module.F = once
    monkeypatch.setitem(sys.modules, "mine_once", module)
    (verdict,) = difftest.test(
        nodes["tanh"], backend="mine_once:F", what=("forward",), size=300, layouts=False
    )
    assert (verdict.verdict, verdict.reproduce) == ("fail", "")


def test_what_a_kernel_prints_is_not_on_stdout(library, tmp_path, monkeypatch, capsys):
    (tmp_path / "prints.py").write_text(
        "import numpy as np\n\ndef f(x):\n    print('debugging', x.shape)\n    return np.abs(x)\n"
    )
    monkeypatch.chdir(tmp_path)
    main(["test", "abs", "--backend", "prints:f", "--dtype", "float32", "--format", "json"])
    shown = capsys.readouterr()
    assert json.loads(shown.out)["verdicts"][0]["verdict"] == "pass"
    assert "debugging" in shown.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["relu", "--max-ulp", "-1"], "no number of ULP"),
        (["relu", "--param", "eps=1"], "relu has no parameter 'eps'"),
        (["elu", "--param", "alpha=x"], "'x' is no number"),
        (["relu", "--backend", "./prints.py:f"], "prints:f"),
        (["relu", "--backend", "json:lods"], "it has: loads"),
        (["relu", "--backend", "no_such_module:f"], "looked in"),
    ],
)
def test_wrong_options_say_what_is_wrong(library, capsys, arguments, said):
    assert main(["test", *arguments]) == 2
    assert said in capsys.readouterr().err


def test_a_parameter_on_the_command_line(library, capsys):
    assert main(["test", "layerNorm", "--param", "eps=1e-3", "--dtype", "float32", "--format", "json"]) == 0
    verdicts = json.loads(capsys.readouterr().out)["verdicts"]
    assert {v["params"]["ε"] for v in verdicts} == {1e-3}


def test_the_simplest_input_that_fails_comes_first(library, tmp_path, monkeypatch, capsys):
    (tmp_path / "wrong.py").write_text(
        "import numpy as np\n\ndef f(x):\n    return np.tanh(x) * np.where(x > 0.5, x.dtype.type(1.01), 1)\n"
        "\ndef raises(x):\n    raise RuntimeError('no such x')\n"
    )
    monkeypatch.chdir(tmp_path)
    assert main(["test", "tanh", "--backend", "wrong:f", "--dtype", "float32"]) == 1
    lines = capsys.readouterr().out.splitlines()
    first = next(i for i, line in enumerate(lines) if line.startswith("wrong FAIL: tanh forward"))
    assert lines[first + 1].strip().startswith("at 1.0: got 0.769")
    assert main(["test", "tanh", "--backend", "wrong:raises", "--dtype", "float32"]) == 1
    assert "! error" in capsys.readouterr().out


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_kernel_that_kills_the_process_is_seen_in_a_traceback(library, tmp_path):
    (tmp_path / "dies.py").write_text("import ctypes\n\ndef f(x):\n    ctypes.string_at(0)\n")
    command = [sys.executable, "-m", "proofgrad.oracle.cli", "test", "tanh", "--backend", "dies:f"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 3  # nothing was judged
    assert "without a verdict" in done.stderr
    assert "dies.py" in done.stderr


def test_an_input_may_be_called_as_a_size_is_and_have_a_default(library):
    """groupNorm has g groups, and its second input is called g by many."""

    def group_norm(x, g=None, b=None, eps=1e-5):
        mean = x.mean(axis=(2, 3), keepdims=True)
        root = np.sqrt(((x - mean) ** 2).mean(axis=(2, 3), keepdims=True) + x.dtype.type(eps))
        return (x - mean) / root * g[None, :, :, None] + b[None, :, :, None]

    bound = bind_vectors("groupNorm", group_norm, 3, {"ε": 0.25, "g": 2, "k": 1}, "numpy", parameters=("ε",))
    x, ones = np.arange(4.0).reshape(1, 2, 1, 2), np.ones((2, 1))
    np.testing.assert_allclose(bound.forward(x, 2 * ones, ones), group_norm(x, 2 * ones, ones, eps=0.25))
