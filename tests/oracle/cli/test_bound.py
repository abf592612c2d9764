"""`proofgrad bound`, as people call it."""

from __future__ import annotations

import json

from proofgrad.oracle.cli import main

KERNELS = """
import numpy as np


def square(x):
    return x * x


def wrong(x):
    return x * x * np.float32(1.001)
"""


def run(tmp_path, monkeypatch, capsys, *arguments):
    (tmp_path / "bound_cli_kernels.py").write_text(KERNELS, "utf-8")
    monkeypatch.chdir(tmp_path)
    code = main(["bound", *arguments, "--node", "square", "--dtype", "float32", "--range=1,2"])
    return code, capsys.readouterr()


def test_a_bound_for_people_and_for_programs(tmp_path, monkeypatch, capsys, library):
    code, out = run(tmp_path, monkeypatch, capsys, "bound_cli_kernels:square")
    assert code == 0
    assert "proven ≤ 1.0" in out.out
    assert "measured 0.5" in out.out
    code, out = run(tmp_path, monkeypatch, capsys, "bound_cli_kernels:square", "--format", "json")
    (found,) = json.loads(out.out)["bounds"]
    assert code == 0
    assert found["measured"] <= found["proven"] < 1.2
    assert found["theorems"]


def test_a_wrong_kernel_is_an_error(tmp_path, monkeypatch, capsys, library):
    code, out = run(tmp_path, monkeypatch, capsys, "bound_cli_kernels:wrong")
    assert code == 1
    assert "by the theorem the error is at least" in out.out


def test_compiled_kernels_are_not_traced(tmp_path, monkeypatch, capsys, library):
    code, out = run(tmp_path, monkeypatch, capsys, "torch")
    assert code == 2
    assert "compiled code, which is not traced" in out.err
