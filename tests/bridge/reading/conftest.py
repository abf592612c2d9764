"""The library's catalogue, and one of nodes that are wrong in many ways; both compiled by Lean once per
session.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from proofgrad.bridge.build.run import build
from proofgrad.bridge.catalogue import Catalogue, LeanInfo
from proofgrad.bridge.files.paths import lean_sources
from proofgrad.bridge.lean.find import find_toolchain
from proofgrad.bridge.olean import Environment
from proofgrad.bridge.project.project import load_project
from proofgrad.bridge.reading.catalogue import Verdict, read_catalogue

SOURCES = Path(__file__).parent / "sources"
LEAN = LeanInfo("4.35.0", "eb6cafb7290e8bd5f2937522d8d804f58f02bafc", "embedded")


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """The module Fake and all of the library that it stands on."""
    root = tmp_path_factory.mktemp("fake")
    shutil.copytree(lean_sources() / "NN", root / "NN")
    shutil.copy(SOURCES / "Fake.lean", root / "Fake.lean")
    lakefile = (lean_sources() / "lakefile.toml").read_text(encoding="utf-8")
    (root / "lakefile.toml").write_text(lakefile + '\n[[lean_lib]]\nname = "Fake"\n', encoding="utf-8")
    result = build(load_project(root), find_toolchain())
    assert result.status == "ok", [m for r in result.modules.values() for m in r.messages]
    return Environment.load(result.oleans)


@pytest.fixture(scope="session")
def verdicts(environment: Environment) -> Mapping[str, Verdict]:
    return dict.fromkeys(environment.modules, "ok")


@pytest.fixture(scope="session")
def catalogue(environment: Environment, verdicts: Mapping[str, Verdict]) -> Catalogue:
    return read_catalogue(environment, lean=LEAN, verdicts=verdicts)
