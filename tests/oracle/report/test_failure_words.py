"""`proofgrad explain-failure` knows every word that a verdict is told in."""

from __future__ import annotations

import json

import pytest
from jsonschema import validate

from proofgrad.bridge.errors import UsageError
from proofgrad.oracle.cli import main
from proofgrad.oracle.difftest.tolerances import GRADES
from proofgrad.oracle.inputs import CLASSES
from proofgrad.oracle.report.failure_words import entries, matching
from proofgrad.oracle.report.schemas import schema


@pytest.mark.parametrize("word", [*CLASSES, *GRADES, "layout", "state", "direction", "bias", "u", "ULP"])
def test_classes_grades_statistics_and_units_are_explained(word):
    found = matching(word)
    assert any(word in (e.words, *e.terms) for e in found), found
    assert len(found) < len(entries())


def test_words_of_a_diagnosis_find_their_row_whatever_their_case():
    (row,) = matching("Depends on Layout")
    assert row.section == "The diagnosis"
    assert not set("`[]|*") & set(row.words + row.meaning.replace("|got", "").replace("wanted|", ""))


def test_no_marks_of_the_page_are_left_anywhere():
    assert not any(mark in e.words + e.meaning for e in entries() for mark in ("`", "*", "](", "\\|"))


def test_what_nothing_explains_is_a_usage_error_with_the_nearest(capsys):
    with pytest.raises(UsageError, match="'lnear'"):
        matching("lnear")
    with pytest.raises(UsageError):
        matching("  ")
    assert main(["explain-failure", "underflo"]) == 2
    assert "did you mean underflow" in capsys.readouterr().err


def test_a_failing_test_names_the_command(tmp_path, monkeypatch, capsys):
    (tmp_path / "mine.py").write_text("def relu(x):\n    return x\n")
    monkeypatch.chdir(tmp_path)
    asked = ["test", "relu", "--backend", "mine:relu", "--what", "forward", "--dtype", "float32"]
    assert main([*asked, "--no-layouts"]) == 1
    assert "proofgrad explain-failure" in capsys.readouterr().out


def test_its_json_is_of_its_schema(capsys):
    assert main(["explain-failure", "kink", "--format", "json"]) == 0
    validate(json.loads(capsys.readouterr().out), schema("explain-failure"))
