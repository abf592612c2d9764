"""One's own Lean with its lake, played by scripts that note their calls: there is no real one here."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from fake_lake import FakeToolchain
from others import install

import proofgrad.bridge
from proofgrad.bridge.build.lake import prepared
from proofgrad.bridge.errors import LakeError, ProjectError, UsageError
from proofgrad.bridge.lean.find import find_toolchain
from proofgrad.bridge.project.project import load_project

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-ins are sh scripts")


@pytest.fixture(scope="module")
def installed(library: object, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return install(tmp_path_factory.mktemp("others") / "grad")


@pytest.fixture
def project(installed: Path, tmp_path: Path) -> Path:
    return shutil.copytree(installed, tmp_path / "grad")


@pytest.fixture
def use(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., FakeToolchain]:
    """Install the stand-ins and choose them."""

    def make(on_build: str | None = None) -> FakeToolchain:
        fake = FakeToolchain(tmp_path / "tool chain", project, on_build)
        monkeypatch.setenv("PROOFGRAD_LEAN", str(fake.lean))
        return fake

    return make


def test_lake_builds_what_is_imported_and_lean_what_is_the_projects(
    project: Path, use: Callable[..., FakeToolchain]
) -> None:
    fake = use()
    (project / "src" / "Grad" / "Cell.lean").open("a").write(f"-- {project}\n")  # not compiled before
    result = proofgrad.bridge.check(project)
    assert [(p.code, p.declaration) for p in result.problems] == [
        ("sorry", "Grad.half_sound"),
        ("own-definitions", ""),
    ]
    assert result.lean is not None
    assert result.lean.source == "project"
    build, env = fake.calls("lake")
    assert build.startswith("build NN.Proofs.Autograd.Op ")
    assert set(build.split()[1:]) == {
        "NN.Proofs.Autograd.Op",
        "NN.Analysis.Pow",
        "NN.Analysis.Real",
        "NN.Analysis.ExpDeriv",
        "NN.Analysis.Deriv.Inv",
        "NN.Analysis.Deriv.Pow",
    }
    assert env.startswith("env ")
    assert f"{project} lake build" in fake.log.read_text()
    compiled = [call.split("/")[-1] for call in fake.calls("lean") if "--json" in call]
    assert sorted(compiled) == ["Cell.lean", "Cells.lean", "Grad.lean", "Later.lean"]
    assert any("--server" in call for call in fake.calls("lean"))
    assert not (project / ".lake" / "build").exists()  # nothing of the project's own is written into it


def test_the_search_path_is_lakes_without_the_projects_own_build(
    project: Path, use: Callable[..., FakeToolchain]
) -> None:
    """Files that lake left of the project's own modules may be stale: they are never read."""
    use()
    (project / ".lake" / "build" / "lib" / "lean").mkdir(parents=True)
    found = prepared(load_project(project), find_toolchain(project))
    assert found.search_path() == [project / ".lake/packages/NN/.lake/build/lib/lean"]


@pytest.mark.parametrize(
    ("on_build", "said"),
    [
        ("echo 'no network' >&2; exit 1", "failed with status 1: no network"),
        ("kill -9 $$", "failed with status -9"),
        ("sleep 60", "did not finish within 1 s"),
    ],
)
def test_a_lake_that_fails_is_told_and_nothing_is_proved(
    project: Path, use: Callable[..., FakeToolchain], on_build: str, said: str
) -> None:
    use(on_build)
    with pytest.raises(LakeError, match=said) as caught:
        proofgrad.bridge.check(project, timeout=1)
    assert caught.value.exit_code == 3
    assert "PROOFGRAD_LAKE=never" in str(caught.value)
    read = proofgrad.bridge.catalogue(project, timeout=1)
    assert {node.status for node in read.nodes} == {"inconclusive"}
    assert said in read.problems[0].message


def test_without_lake_what_lies_there_is_used(
    project: Path, use: Callable[..., FakeToolchain], monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = use()
    monkeypatch.setenv("PROOFGRAD_LAKE", "never")
    result = proofgrad.bridge.check(project)
    assert fake.calls("lake") == []
    assert "missing-module" in {p.code for p in result.problems}  # the stand-in had put the package away
    monkeypatch.setenv("PROOFGRAD_LAKE", "sometimes")
    with pytest.raises(UsageError, match="PROOFGRAD_LAKE"):
        proofgrad.bridge.check(project)


def test_a_lakefile_in_lean_is_translated_by_lake(project: Path, use: Callable[..., FakeToolchain]) -> None:
    fake = use()
    (project / "lakefile.toml").rename(project / "lakefile.kept")
    (project / "lakefile.lean").write_text("import Lake\nopen Lake DSL\npackage grad\n")
    found = prepared(load_project(project), find_toolchain(project))
    assert fake.calls("lake")[0].startswith("translate-config toml /")
    assert found.source_dir == project / "src"
    assert found.options == {"genInjectivity": False, "genSizeOf": False}
    (project / "lakefile.kept").write_text('srcDir = "../.."\n')
    with pytest.raises(ProjectError, match="leads out"):
        prepared(load_project(project), find_toolchain(project))
    (project / "lakefile.kept").write_text("not toml")
    with pytest.raises(LakeError, match="did not translate"):
        prepared(load_project(project), find_toolchain(project))


def test_packages_outside_of_the_project_are_not_read(
    project: Path, use: Callable[..., FakeToolchain], tmp_path: Path
) -> None:
    fake = use()
    text = fake.lake.read_text().replace('LEAN_PATH="$(pwd)/$packages:', f'LEAN_PATH="{tmp_path}:')
    fake.lake.write_text(text)
    with pytest.raises(ProjectError, match="leads out of the project"):
        proofgrad.bridge.check(project)


def test_lake_serve_is_the_server_where_that_is_asked_for(
    project: Path, use: Callable[..., FakeToolchain], monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = use()
    monkeypatch.setenv("PROOFGRAD_LAKE", "serve")
    # What `lake build` of everything would leave for its server: the package, and the project's own modules.
    from proofgrad.bridge.build.run import build

    loaded = prepared(load_project(project), find_toolchain(project))
    built = build(loaded, find_toolchain(project))
    shutil.copytree(loaded.search_path()[0], fake.serve_path)
    for name, olean in built.oleans.items():
        place = fake.serve_path.joinpath(*name.split(".")[:-1], name.split(".")[-1] + ".olean")
        place.parent.mkdir(exist_ok=True)
        shutil.copyfile(olean, place)
    result = proofgrad.bridge.check(project)
    assert fake.calls("lake")[-2:] == ["build", "serve"]
    assert f"{project} lake serve" in fake.log.read_text()
    assert result.counts["cross_checked"] == 4
    assert [p.code for p in result.problems] == ["sorry", "own-definitions"]


def test_a_lake_serve_with_other_files_is_no_agreement(
    project: Path, use: Callable[..., FakeToolchain], monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = use()
    monkeypatch.setenv("PROOFGRAD_LAKE", "serve")
    fake.serve_path.mkdir()  # nothing is built there
    (project / "src" / "Grad" / "More.lean").write_text("prelude\nimport Grad.Cells\n")  # not remembered
    result = proofgrad.bridge.check(project)
    assert fake.calls("lake")[-1] == "serve"
    assert "cross_checked" not in result.counts or result.counts["cross_checked"] == 0
    assert result.exit_code in (1, 3)
    assert {p.code for p in result.problems} - {"sorry"}
