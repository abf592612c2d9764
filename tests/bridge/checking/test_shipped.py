"""Where there is no Lean: the export that ships is judged in its place, and refused where it does not belong.

The library is a small project here, so that its export is made in a second.
"""

from __future__ import annotations

import json
import lzma
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import proofgrad.bridge
from proofgrad.bridge.checking import shipped
from proofgrad.bridge.checking.catalogue import known_catalogue
from proofgrad.bridge.checking.check import check
from proofgrad.bridge.checking.declarations import list_declarations, written
from proofgrad.bridge.checking.exporting import export_library
from proofgrad.bridge.checking.second import given
from proofgrad.bridge.checking.shipped import ShippedSession
from proofgrad.bridge.errors import ExportError, ToolchainNotFound
from proofgrad.bridge.explaining.explain import Explainer
from proofgrad.bridge.export import library as export_of_library
from proofgrad.bridge.export.library import export_file, shipped_library, told_file, told_of
from proofgrad.bridge.lean import embedded, own
from proofgrad.bridge.project.project import load_project
from proofgrad.oracle.cli import main
from proofgrad.oracle.work.doctor import examination

LEAN = Path(__file__).resolve().parents[2] / "lean"


def pretend(monkeypatch: pytest.MonkeyPatch, root: Path, folder: Path) -> None:
    """The library is the project at `root`, and its export is in `folder`."""
    for module in ("project.project", "export.library", "checking.declared", "checking.exporting"):
        monkeypatch.setattr(f"proofgrad.bridge.{module}.lean_sources", lambda: root)
    monkeypatch.setattr(export_of_library, "FOLDER", folder)


def without_lean(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "library", lambda: None)
    monkeypatch.setattr(own, "find", lambda *_: None)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a small library, `lean`, and the export that ships with it, `shipped`."""
    folder = tmp_path_factory.mktemp("small library")
    shutil.copytree(LEAN / "accepted", folder / "lean")
    listed = folder / "lean" / "declarations.txt"
    listed.write_text("")
    with pytest.MonkeyPatch.context() as patch:
        pretend(patch, folder / "lean", folder / "shipped")
        assert export_library(folder / "shipped").written is not None
        without_lean(patch)
        listed.write_text(declarations_of_export())
    return folder


def declarations_of_export() -> str:
    """The list of declarations that fits the small library, read from its export."""
    session = shipped.open_session(None)
    assert isinstance(session, ShippedSession)
    return written(list_declarations(session.environment, {"Base", "Case"}))


@pytest.fixture
def root(made: Path, fresh_cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The sources of a copy of it, on a machine without Lean."""
    copied = shutil.copytree(made, tmp_path / "installed")
    pretend(monkeypatch, copied / "lean", copied / "shipped")
    without_lean(monkeypatch)
    return copied / "lean"


def codes(problems) -> list[str]:
    return [problem.code for problem in problems]


def test_the_library_is_checked_by_the_second_checker_alone_and_that_is_said(root: Path, capsys):
    result = check()
    assert (result.status, codes(result.problems)) == ("ok", ["one-checker"])
    assert (result.checkers, result.lean) == (("python",), None)
    assert set(result.modules) == {"Base", "Case"}
    assert result.counts["declarations"] == result.counts["rechecked"] > 40
    assert main(["check"]) == 0
    text = capsys.readouterr().out
    assert "one-checker" in text
    assert "no Lean: the second checker alone" in text


def test_what_was_judged_is_remembered_by_content(root: Path, monkeypatch: pytest.MonkeyPatch):
    first = check()

    def never(*_: object, **__: object) -> None:
        raise AssertionError("asked again")

    monkeypatch.setattr(given, "ask", never)
    again = check()
    assert (again.counts, again.problems) == (first.counts, first.problems)
    with pytest.raises(AssertionError, match="asked again"):
        check(allow_axioms=["another"])


def test_what_needs_lean_still_says_so(root: Path, tmp_path: Path):
    for options in ({"checker": "both"}, {"via": "server"}, {"project": root}):
        with pytest.raises(ToolchainNotFound):
            check(**options)  # type: ignore[arg-type]
    with pytest.raises(ToolchainNotFound):
        proofgrad.bridge.catalogue(checker="both")
    assert main(["export", "-o", str(tmp_path / "x")]) == 3


def test_a_lean_that_was_asked_for_is_not_replaced(root: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PROOFGRAD_LEAN", "embedded")
    with pytest.raises(ToolchainNotFound):
        check()


@pytest.mark.parametrize(
    ("file", "change"),
    [
        ("Case.lean", lambda path: path.write_text(path.read_text() + "\n-- another\n")),
        ("Base.lean", lambda path: path.unlink()),
        ("More.lean", lambda path: path.write_text("prelude\n")),
        ("lean-toolchain", lambda path: path.write_text("leanprover/lean4:v4.35.0\n")),
    ],
)
def test_an_export_of_other_sources_is_refused(root: Path, file: str, change: Callable[[Path], object]):
    change(root / file)
    with pytest.raises(ToolchainNotFound, match=f"made from other sources: {file} differs") as caught:
        check()
    assert "elan" in (caught.value.hint or "")
    assert caught.value.exit_code == 3


def test_a_changed_export_is_refused(root: Path):
    folder = export_of_library.FOLDER
    file = export_file(folder)
    text = lzma.decompress(file.read_bytes())
    file.write_bytes(lzma.compress(text + b"\n"))
    with pytest.raises(ToolchainNotFound, match="not the one that was made"):
        check()


def test_no_export_or_nothing_legible_beside_it_is_told(root: Path):
    folder = export_of_library.FOLDER
    told_file(folder).write_bytes(lzma.compress(b"{}"))
    with pytest.raises(ToolchainNotFound, match="cannot be read"):
        check()
    told_file(folder).unlink()
    with pytest.raises(ToolchainNotFound, match="no export of the library ships") as caught:
        check()
    assert "wheel" in caught.value.message
    with pytest.raises(ExportError):
        shipped_library()


def forged(folder: Path, change: Callable[[str], str]) -> None:
    """An export that fits what is told beside it, made by somebody who is no friend."""
    text = change(lzma.decompress(export_file(folder).read_bytes()).decode())
    export_file(folder).write_bytes(lzma.compress(text.encode()))
    told = json.loads(lzma.decompress(told_file(folder).read_bytes()))
    told["export"] = export_of_library.hashlib.sha256(export_file(folder).read_bytes()).hexdigest()
    told_file(folder).write_bytes(lzma.compress(json.dumps(told).encode()))


def test_a_false_proof_in_the_export_is_found(root: Path):
    def change(text: str) -> str:
        lines = [json.loads(line) for line in text.splitlines()]
        (theorem,) = (line["thm"] for line in lines if "thm" in line)
        theorem["value"] = theorem["type"]
        return "".join(json.dumps(line) + "\n" for line in lines)

    forged(export_of_library.FOLDER, change)
    for _ in range(2):  # nothing of it is remembered
        result = check()
        assert result.status == "failed"
        assert codes(result.problems) == ["rejected-by-python", "one-checker"]
        assert result.problems[0].file == "Case.lean"
        assert result.modules["Case"].status == "failed"


def test_declarations_that_are_not_told_of_are_refused(root: Path):
    forged(export_of_library.FOLDER, lambda text: text.rstrip("\n").rpartition("\n")[0] + "\n")
    result = check()
    assert result.status == "inconclusive"
    assert "export" in codes(result.problems)


def test_the_list_of_declarations_is_compared(root: Path):
    listed = (root / "declarations.txt").read_text()
    assert "Case.fine" in listed
    assert codes(check().problems) == ["one-checker"]
    (root / "declarations.txt").write_text(listed.replace("Case.fine", "Case.lost"))
    assert set(codes(check().problems)) == {"vanished-declaration", "new-declaration", "one-checker"}


def test_doctor_says_what_stands_in(root: Path, capsys):
    found = {finding["name"]: finding for finding in examination()["checks"]}
    assert (found["export"]["status"], found["lean"]["status"]) == ("ok", "absent")
    assert main(["doctor"]) == 0
    assert "by the second checker alone" in " ".join(capsys.readouterr().out.split())
    (root / "More.lean").write_text("prelude\n")
    found = {finding["name"]: finding for finding in examination()["checks"]}
    assert (found["export"]["status"], found["lean"]["status"]) == ("absent", "failed")
    assert main(["doctor"]) == 3
    assert examination(root)["status"] == "inconclusive"


@pytest.mark.slow
def test_the_whole_library_is_judged_the_same_from_its_export_and_so_is_all_that_comes_after(
    library, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
):
    with_lean = proofgrad.bridge.catalogue()
    folder = tmp_path_factory.mktemp("shipped")
    monkeypatch.setattr(export_of_library, "FOLDER", folder)
    export_library(folder)
    assert sum(file.stat().st_size for file in folder.iterdir()) < 10 << 20
    assert told_of(told_file(folder)).sources.keys() >= {"lean-toolchain", "lakefile.toml"}
    without_lean(monkeypatch)
    assert known_catalogue() is None
    result = check()
    assert result.status == library.status
    assert sorted(codes(result.problems)) == sorted([*codes(library.problems), "one-checker"])
    assert result.counts["declarations"] == result.counts["rechecked"] == library.counts["declarations"]
    assert result.axioms == library.axioms
    for key in ("theorems", "nodes", "proved", "proved-on-domain", "conditional", "unproved"):
        assert result.counts[key] == library.counts[key]
    catalogue = proofgrad.bridge.catalogue()
    assert codes(catalogue.problems) == [*codes(with_lean.problems), "one-checker"]
    for mine, theirs in zip(catalogue.nodes, with_lean.nodes, strict=True):
        assert (mine.name, mine.status, mine.formula, mine.vectors, mine.doc, mine.source) == (
            theirs.name,
            theirs.status,
            theirs.formula,
            theirs.vectors,
            theirs.doc,
            theirs.source,
        )
        for proof, other in zip(mine.proofs, theirs.proofs, strict=True):
            assert (proof.theorem, proof.statement, proof.hypotheses, proof.axioms) == (
                other.theorem,
                other.statement,
                other.hypotheses,
                other.axioms,
            )
            assert proof.checked_by == ("python",)
    assert known_catalogue() == catalogue
    explainer = Explainer()
    assert explainer.background(catalogue["relu"]).reasons
    with pytest.raises(ToolchainNotFound):
        explainer.goals(catalogue["relu"], "+1")
    assert main(["test", "sigmoid", "softmax", "--dtype", "float32"]) == 0
    assert load_project(None).modules()
