"""Which operations of a model have proofs, as files; certificates and coverage against their schemas."""

from __future__ import annotations

from pathlib import Path

import pytest
from schema_check import validate

from proofgrad.bridge.errors import UsageError
from proofgrad.oracle.models.certificate import Certificate
from proofgrad.oracle.models.conditions import Met
from proofgrad.oracle.report.coverage_files import coverage_document, coverage_file, share
from proofgrad.oracle.report.model import envelope

FOUND = Certificate(
    "block<script>",
    "torch 2.13.0",
    "0" * 64,
    (("x", (2, 3)),),
    {"mm.default": 3, "log.default": 1, "_fft_r2c.default": 1},
    (("_fft_r2c.default", "model.py:7", "complex | numbers"),),
    (Met(0, "log.default", "", "0 < x", True), Met(1, "log.default", "", "0 < x", None)),
)


def written(name: str) -> str:
    document = envelope("coverage", coverage_document(FOUND))
    return coverage_file(FOUND, Path(name), document)


def test_what_is_not_proven_comes_first_with_its_place() -> None:
    lines = written("c.md").splitlines()
    assert lines[0] == r"# block\<script\>: 4 of 5 calls are proven (80.0%)"
    assert lines[6] == r"| `_fft_r2c.default` | 1 | none: complex \| numbers (model.py:7) |  |"
    assert lines[7:] == [
        "| `mm.default` | 3 | Program.hasFDerivAt |  |",
        r"| `log.default` | 1 | Program.hasFDerivAt | 0 \< x |",
    ]


def test_pages_are_escaped() -> None:
    page = written("c.html")
    assert "<script>" not in page
    assert "model.py:7" in page


def test_a_badge_says_how_much() -> None:
    assert "80%" in written("c.svg")
    assert "#b3261e" in written("c.svg")  # and that something is missing


def test_nothing_is_not_covered() -> None:
    nothing = Certificate("m", "torch", "0", (), {})
    assert share(nothing) == 0.0
    assert "#7a5200" in coverage_file(nothing, Path("c.svg"), {})


def test_another_ending_is_no_format() -> None:
    with pytest.raises(UsageError, match="no format"):
        written("c.pdf")


def test_documents_have_their_shapes() -> None:
    validate("coverage", envelope("coverage", coverage_document(FOUND)))
    validate("certify", envelope("certify", FOUND.to_json()))
