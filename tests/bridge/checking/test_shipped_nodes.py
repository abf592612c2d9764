"""The catalogue that ships beside the sources: in step with the proofs, used for these very sources only."""

from __future__ import annotations

import json
import lzma
import shutil
from pathlib import Path

import pytest

import proofgrad.bridge
from proofgrad.bridge.catalogue.serial import node_to_json
from proofgrad.bridge.checking import shipped_nodes
from proofgrad.bridge.files.paths import lean_sources
from proofgrad.oracle.cli import main
from proofgrad.oracle.report.summary import NOT_CHECKED_YET


def test_what_ships_is_what_is_read_from_the_proofs(library):
    """scripts/declarations writes it anew."""
    found, wanted = shipped_nodes.shipped_nodes(), proofgrad.bridge.catalogue()
    assert found is not None
    for mine, theirs in zip(found.nodes, wanted.nodes, strict=True):
        told = node_to_json(theirs)
        for proof in told["proofs"]:
            assert proof["checked_by"] == ["lean"]
            proof["checked_by"] = []
        assert node_to_json(mine) == told


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the sources, as if they were those that ship."""
    folder = shutil.copytree(lean_sources(), tmp_path / "lean")
    monkeypatch.setattr(shipped_nodes, "lean_sources", lambda: folder)
    return folder


def test_it_belongs_to_the_sources_to_the_letter(elsewhere: Path):
    assert shipped_nodes.shipped_nodes() is not None
    file = elsewhere / "NN" / "Program" / "Basic.lean"
    file.write_text(file.read_text("utf-8") + "\n", "utf-8")
    assert shipped_nodes.shipped_nodes() is None


@pytest.mark.parametrize("content", [b"", b"no xz", lzma.compress(b"[]"), lzma.compress(b'{"sources": {}}')])
def test_what_cannot_be_read_is_not_used(elsewhere: Path, content: bytes):
    (elsewhere / shipped_nodes.FILE).write_bytes(content)
    assert shipped_nodes.shipped_nodes() is None


def test_it_cannot_say_that_somebody_has_checked_it(elsewhere: Path):
    file = elsewhere / shipped_nodes.FILE
    body = json.loads(lzma.decompress(file.read_bytes()))
    for node in body["catalogue"]["nodes"]:
        for proof in node["proofs"]:
            proof["checked_by"] = ["lean", "python"]
    file.write_bytes(lzma.compress(json.dumps(body).encode()))
    found = shipped_nodes.shipped_nodes()
    assert found is not None
    assert {proof.checked_by for node in found.nodes for proof in node.proofs} == {()}


def test_a_file_that_unpacks_to_more_than_it_can_be_is_not_used(elsewhere: Path, monkeypatch):
    monkeypatch.setattr(shipped_nodes, "_LARGEST", 1000)
    assert shipped_nodes.shipped_nodes() is None


def test_a_first_test_of_a_kernel_waits_for_no_proof_and_says_so(fresh_cache: Path, capsys):
    asked = ["test", "sigmoid", "--dtype", "float32"]
    assert main(asked) == 0
    assert NOT_CHECKED_YET in " ".join(capsys.readouterr().out.split())
    assert main([*asked, "--format", "json"]) == 0
    (node,) = json.loads(capsys.readouterr().out)["nodes"]
    assert node["checked_by"] == []
    assert main([*asked, "-q"]) == 0
    assert "not checked here yet" in capsys.readouterr().out


def test_where_proofs_are_required_nothing_is_taken_as_it_ships(fresh_cache: Path, monkeypatch, capsys):
    def asked(*_: object, **__: object) -> None:
        raise proofgrad.bridge.ProofgradError("the proofs are looked at")

    monkeypatch.setattr(proofgrad.bridge, "catalogue", asked)
    assert main(["test", "sigmoid", "--require-proof"]) != 0
    assert "the proofs are looked at" in capsys.readouterr().err


def test_once_they_are_checked_nothing_of_it_is_said(library, capsys):
    proofgrad.bridge.catalogue()
    assert main(["test", "sigmoid", "--dtype", "float32"]) == 0
    assert "not checked here yet" not in capsys.readouterr().out
