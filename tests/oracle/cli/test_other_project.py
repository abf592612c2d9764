"""The commands on a project that is not ours, and on one that there is no Lean for."""

from __future__ import annotations

import json
import shutil

import pytest
from others import install

from proofgrad.oracle.cli import main


@pytest.fixture(scope="module")
def installed(library, tmp_path_factory):
    return install(tmp_path_factory.mktemp("others") / "grad")


@pytest.fixture
def other_version(installed, tmp_path, monkeypatch):
    """The same project for a Lean that is not here."""
    monkeypatch.setenv("ELAN_HOME", str(tmp_path / "no elan"))
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    folder = shutil.copytree(installed, tmp_path / "grad")
    (folder / "lean-toolchain").write_text("leanprover/lean4:v4.20.0\n")
    return folder


def run_json(capsys, *arguments):
    code = main([*arguments, "--format", "json"])
    return code, json.loads(capsys.readouterr().out)


def test_nodes_shows_its_nodes_and_the_sorry(capsys, installed):
    code, document = run_json(capsys, "nodes", "--project", str(installed))
    assert code == 1  # one theorem is assumed
    shown = {n["name"]: n["status"] for n in document["nodes"] if n["kind"] != "generic"}
    assert shown == {
        "Grad.bell": "proved",
        "Grad.recip": "proved-on-domain",
        "Grad.cube": "unproved",
        "Grad.half": "sorry",
    }
    assert document["counts"]["proved"] == 1
    assert main(["nodes", "bell", "--project", str(installed)]) == 0
    assert "exp(-x^2)" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("node", "kernel", "code"), [("bell", "bell", 0), ("recip", "recip", 0), ("bell", "wrong", 1)]
)
def test_kernels_are_tested_against_its_formulas(capsys, installed, node, kernel, code):
    backend = f"grad_kernels:Kernels.{kernel}"
    arguments = ["test", node, "--project", str(installed), "--backend", backend, "--dtype", "float32"]
    found, document = run_json(capsys, *arguments)
    verdicts = {v["what"]: v["verdict"] for v in document["verdicts"]}
    assert found == code, verdicts
    assert set(verdicts) == {"forward", "jvp", "vjp", "adjoint"}
    assert verdicts["forward"] == "pass"
    assert (verdicts["jvp"] == "pass") == (code == 0)


def test_without_a_kernel_nothing_passes(capsys, installed):
    code, document = run_json(capsys, "test", "bell", "--project", str(installed))
    assert code == 3
    assert {v["verdict"] for v in document["verdicts"]} == {"inconclusive"}
    assert main(["test", "bell", "--project", str(installed), "--dtype", "float32"]) == 3
    assert "--backend MODULE:ATTR names yours" in capsys.readouterr().out


def test_a_project_for_another_lean_is_listed_and_nothing_of_it_passes(capsys, other_version):
    code, document = run_json(capsys, "nodes", "--project", str(other_version))
    assert code == 3
    assert document["lean"]["source"] == "none"
    assert document["counts"]["inconclusive"] == len(document["nodes"]) == 5
    assert [p["code"] for p in document["problems"]] == ["not-compiled"]
    assert main(["nodes", "--project", str(other_version)]) == 3
    assert "inconclusive" in capsys.readouterr().out
    arguments = ["test", "bell", "--project", str(other_version), "--backend", "grad_kernels:Kernels.bell"]
    code, document = run_json(capsys, *arguments)
    assert code == 3
    assert {v["verdict"] for v in document["verdicts"]} == {"inconclusive"}
    assert run_json(capsys, "check", "--project", str(other_version))[0] == 3


def test_a_configuration_that_makes_no_sense_is_a_usage_error(capsys, installed, tmp_path):
    folder = shutil.copytree(installed, tmp_path / "grad")
    (folder / "proofgrad.toml").write_text('nod = "A"\n')
    for command in ("nodes", "check", "test"):
        code, document = run_json(capsys, command, "--project", str(folder))
        assert code == 2
        assert document["error"]["code"] == "config"
        assert "did you mean node" in document["error"]["hint"]
    assert run_json(capsys, "doctor", "--project", str(folder))[0] == 3


def test_doctor_says_whose_names_and_whose_lean(capsys, installed):
    code, document = run_json(capsys, "doctor", "--project", str(installed))
    assert code == 0
    messages = {c["name"]: (c["status"], c["message"]) for c in document["checks"]}
    assert messages["names"] == ("ok", "as its proofgrad.toml says: nodes are Grad.Cell")
    assert messages["lake"][0] == "absent"
