"""`proofgrad sweep` on the command line: words, JSON, exit codes."""

from __future__ import annotations

import json

import jsonschema
import pytest

from proofgrad.oracle.cli import main
from proofgrad.oracle.report.schemas import schema

pytestmark = pytest.mark.usefixtures("library")


def test_a_whole_format_passes_and_the_document_fits_its_schema(capsys, tmp_path):
    out = tmp_path / "sweeps.json"
    asked = ["sweep", "tanh", "--dtype", "bfloat16", "--jobs", "1", "--format", "json", "--out", str(out)]
    assert main(asked) == 0
    document = json.loads(capsys.readouterr().out)
    jsonschema.validate(document, schema("sweep"))
    assert json.loads(out.read_text()) == document
    assert [s["what"] for s in document["sweeps"]] == ["forward", "jvp"]
    assert all(s["verdict"] == "pass" for s in document["sweeps"])


def test_a_part_is_exit_3_and_says_so(capsys):
    assert main(["sweep", "tanh", "--segments", "16200:16201", "--what", "forward", "--jobs", "1"]) == 3
    said = capsys.readouterr().out
    assert "no statement about the rest" in " ".join(said.split())
    assert "65,536 inputs" in said


def test_a_limit_that_is_broken_is_exit_1(capsys):
    asked = ["sweep", "tanh", "--dtype", "float16", "--what", "jvp", "--max-ulp", "0.4", "--jobs", "1"]
    assert main(asked) == 1
    assert ": fail" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["softmax"], "no function of one number"),
        (["sigmod"], "sigmoid"),
        (["tanh", "--what", "vjp"], "no part"),
        (["tanh", "--segments", "9:3"], "no segments"),
        (["tanh", "--budget", "soon"], "seconds"),
        (["tanh", "--dtype", "float64"], "float64"),
        (["tanh", "--backend", "nomodule:x"], "cannot import"),
    ],
)
def test_what_makes_no_sense_is_exit_2(capsys, asked, said):
    assert main(["sweep", *asked]) == 2
    assert said in capsys.readouterr().err
