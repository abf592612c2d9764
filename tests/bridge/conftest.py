"""A cache folder of the tests' own, and copies of the small Lean projects of tests/lean."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from proofgrad.bridge.lean.find import find_toolchain
from proofgrad.bridge.lean.toolchain import Toolchain
from proofgrad.bridge.project.project import Project, load_project

LEAN = Path(__file__).resolve().parents[1] / "lean"


@pytest.fixture(scope="session")
def shared_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache folder")  # with a space in its name, as users have


@pytest.fixture
def cache(shared_cache: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache that the tests share, so that the foundation is compiled once."""
    monkeypatch.setenv("PROOFGRAD_CACHE_DIR", str(shared_cache))
    for name in ("PROOFGRAD_LEAN", "PROOFGRAD_TIMEOUT", "PROOFGRAD_JOBS", "PROOFGRAD_MEMORY"):
        monkeypatch.delenv(name, raising=False)
    return shared_cache


@pytest.fixture
def fresh_cache(cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache that nothing is in yet."""
    folder = tmp_path / "fresh cache"
    monkeypatch.setenv("PROOFGRAD_CACHE_DIR", str(folder))
    return folder


@pytest.fixture
def toolchain(cache: Path) -> Toolchain:
    return find_toolchain()


@pytest.fixture
def copy(tmp_path: Path) -> Callable[[str], Project]:
    """Copy a project of tests/lean, to be changed."""

    def make(name: str) -> Project:
        return load_project(shutil.copytree(LEAN / name, tmp_path / "projects" / name))

    return make
