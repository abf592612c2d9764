"""The foundation `NN.Core`: its tactics work, fail as they should, and all of Lean's type theory is there."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from proofgrad.bridge.build.run import build
from proofgrad.bridge.checker import recheck
from proofgrad.bridge.files.paths import lean_sources
from proofgrad.bridge.lean.toolchain import Toolchain
from proofgrad.bridge.olean import Environment
from proofgrad.bridge.project.project import Project, load_project

LEAN = Path(__file__).resolve().parents[1] / "lean"
NEEDED = ("Core", "Analysis/Order/Basic.lean")


def on_the_core(folder: str, tmp_path: Path) -> Project:
    """The modules of a folder of tests/lean together with what they import of the library."""
    root = tmp_path / "project"
    for part in NEEDED:
        source, target = lean_sources() / "NN" / part, root / "NN" / part
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target)
        else:
            shutil.copy(source, target)
    modules = sorted((LEAN / folder).glob("*.lean"))
    for module in modules:
        shutil.copy(module, root)
    options = "".join(f"{name} = {json.dumps(value)}\n" for name, value in load_project().options.items())
    roots = json.dumps(["NN", *(module.stem for module in modules)])
    (root / "lakefile.toml").write_text(
        f'name = "core"\n[leanOptions]\n{options}[[lean_lib]]\nname = "core"\nroots = {roots}\n',
        encoding="utf-8",
    )
    return load_project(root)


def test_tactics_work_without_a_warning(tmp_path: Path, toolchain: Toolchain) -> None:
    result = build(on_the_core("tactics", tmp_path), toolchain)
    said = {name: module.messages for name, module in result.modules.items() if module.messages}
    assert said == {}
    assert result.status == "ok"
    assert {"Everyday", "Ring", "NN.Core.RingTactic"} <= set(result.modules)


WRONG = {
    "FalseDecide": "Tactic `decide` proved that the proposition",
    "FalseDecideKernel": "Tactic `decide` proved that the proposition",
    "FalseLin": "ring: the two sides have different normal forms",
    "FalseRfl": "Type mismatch",
    "FalseRing": "ring: the two sides have different normal forms",
    "FalseRingTactic": "ring: the two sides have different normal forms",
    "NothingToRewrite": "Tactic `rewrite` failed",
    "OpenGoal": "unsolved goals",
    "SimpStuck": "`simp` made no progress",
    "WrongInduction": "Alternative `zero` has not been provided",
}


def test_each_wrong_proof_is_an_error_in_its_place(tmp_path: Path, toolchain: Toolchain) -> None:
    result = build(on_the_core("tactics_rejected", tmp_path), toolchain)
    wrong = {name: module for name, module in result.modules.items() if not name.startswith("NN")}
    assert sorted(wrong) == sorted(WRONG)
    for name, module in wrong.items():
        assert module.status == "failed", name
        assert module.olean is None, name
        errors = [message for message in module.messages if message.severity == "error"]
        assert any(WRONG[name] in message.text for message in errors), (name, errors)
        lines = (LEAN / "tactics_rejected" / f"{name}.lean").read_text(encoding="utf-8").splitlines()
        (theorem,) = (number for number, line in enumerate(lines, 1) if line.startswith("theorem wrong"))
        assert all(message.line is not None and message.line >= theorem - 1 for message in errors), name
    assert all(module.status == "ok" for name, module in result.modules.items() if name.startswith("NN"))


@pytest.fixture
def features(tmp_path: Path, toolchain: Toolchain) -> Environment:
    result = build(on_the_core("features", tmp_path), toolchain)
    assert result.status == "ok", {name: module.messages for name, module in result.modules.items()}
    return Environment.load(result.oleans)


def test_second_checker_accepts_every_feature_of_the_type_theory(features: Environment) -> None:
    result = recheck(features)
    assert result.rejected == {}
    assert result.inconclusive == {}
    assert result.tainted == set()
    names = {name for name in features if name.startswith("Features.")}
    assert names <= set(result.accepted)
    for feature in (
        "Even",
        "Rose",
        "Polygon",
        "W",
        "Acc.fix_eq",
        "structure_eta",
        "k_reduction",
        "nat_pow",
        "quot_lift",
    ):
        assert f"Features.{feature}" in names


def test_features_need_no_axiom_but_where_quotients_are_equated(features: Environment) -> None:
    with_axioms = {name for name in features if name.startswith("Features.") and features.axioms(name)}
    equated = {"Features.quot_sound", "Features.quotMap", "Features.quotMap_mk"}
    assert {name for name in with_axioms if "._proof_" not in name} == equated
    assert features.axioms("Features.quot_sound") == ("Quot.sound",)
