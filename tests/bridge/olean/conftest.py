"""Small Lean modules, compiled once per session on top of the library's notation."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from proofgrad.bridge.build.run import build
from proofgrad.bridge.files.paths import lean_sources
from proofgrad.bridge.lean.find import find_toolchain
from proofgrad.bridge.olean import Environment
from proofgrad.bridge.project.project import load_project

SOURCES = Path(__file__).parent / "sources"


@pytest.fixture(scope="session")
def oleans(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """Module name to file: Holes, Small and what they stand on."""
    root = tmp_path_factory.mktemp("small")
    shutil.copytree(lean_sources() / "NN" / "Core", root / "NN" / "Core")
    for source in SOURCES.glob("*.lean"):
        shutil.copy(source, root / source.name)
    options = 'name = "Small"\n[leanOptions]\ngenInjectivity = false\ngenSizeOf = false\n'
    libraries = '[[lean_lib]]\nname = "all"\nroots = ["NN", "Small", "Holes"]\n'
    (root / "lakefile.toml").write_text(options + libraries, encoding="utf-8")
    result = build(load_project(root), find_toolchain(), modules=["Holes"])
    assert result.status == "ok", [m for r in result.modules.values() for m in r.messages]
    return result.oleans


@pytest.fixture(scope="session")
def env(oleans: Mapping[str, Path]) -> Environment:
    return Environment.load(oleans)
