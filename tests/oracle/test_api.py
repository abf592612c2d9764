"""The Python API: typed functions whose results are short in one line and escaped in notebooks."""

from __future__ import annotations

import inspect
import re
from dataclasses import replace
from pathlib import Path

import pytest

from proofgrad import bridge, oracle
from proofgrad.bridge.catalogue import Catalogue, LeanInfo
from proofgrad.bridge.checking.keywords import CatalogueKeywords, CheckKeywords
from proofgrad.oracle import difftest
from proofgrad.oracle.cli.grammar import COMMANDS
from proofgrad.oracle.difftest.options import Options

EVIL = "<script>alert('x')</script>\x1b[2J"
DOCS = Path(__file__).resolve().parents[2] / "docs" / "api.md"


def test_every_command_has_its_function_in_the_documentation():
    text = DOCS.read_text("utf-8")
    for command in set(COMMANDS) - {"completion"}:
        assert re.search(rf"\| `proofgrad {command}\b|`report`", text), command
    for package, name in re.findall(r"`proofgrad\.(bridge|oracle)\.(\w+)\(", text):
        function = getattr({"bridge": bridge, "oracle": oracle}[package], name)
        assert inspect.isfunction(function)
        assert inspect.signature(function).return_annotation is not inspect.Signature.empty
        assert "Raises" in function.__doc__
    assert text.count("`proofgrad.oracle.") >= 6


@pytest.mark.parametrize("name", oracle.__all__)
def test_the_docstring_of_a_function_names_every_argument(name):
    function = getattr(oracle, name)
    for parameter in inspect.signature(function).parameters:
        assert re.search(rf"\b{parameter}\b", function.__doc__), parameter


@pytest.mark.parametrize(
    ("function", "keywords", "own"),
    [
        (difftest.test, Options, {"dtype", "backend", "params", "shapes"}),
        (bridge.check, CheckKeywords, set()),
        (bridge.catalogue, CatalogueKeywords, set()),
    ],
)
def test_what_is_handed_on_is_what_is_taken(function, keywords, own):
    taken = inspect.signature(function).parameters.values()
    names = {p.name for p in taken if p.kind is p.KEYWORD_ONLY}
    assert set(keywords.__annotations__) | own == names
    assert not set(keywords.__annotations__) & own


@pytest.mark.parametrize("name", oracle.__all__)
def test_every_argument_of_a_function_has_a_name(name):
    for parameter in inspect.signature(getattr(oracle, name)).parameters.values():
        assert parameter.kind is not parameter.VAR_KEYWORD or str(parameter.annotation).startswith("Unpack[")


def test_a_node_and_a_catalogue_are_short_lines_and_escaped_tables(nodes):
    node = nodes["relu"]
    assert repr(node) == "<Node Proofs.Autograd.TapeNodes.relu: elementwise, proved>"
    lean = LeanInfo("4.35.0", "e" * 40, "embedded")
    evil = replace(node, doc=EVIL, name=f"A.{EVIL}")
    catalogue = Catalogue(lean, (node, evil), counts={"nodes": 2, "proved": 2})
    assert repr(catalogue) == "<Catalogue of 2 nodes: 2 proved>"
    for html in (evil._repr_html_(), catalogue._repr_html_()):
        assert "<script" not in html
        assert "&lt;script" in html
        assert "\x1b" not in html
    assert "max(x, 0)" in catalogue._repr_html_()


def test_verdicts_are_a_tuple_with_an_outcome(nodes):
    import numpy as np

    def wrong(x):
        return np.where(x > 1, x + EVIL_NUMBER, np.maximum(x, 0)).astype(x.dtype)

    EVIL_NUMBER = 0.5
    verdicts = oracle.test(nodes["relu"], wrong, dtype="float32", what=("forward",), kept=None, backend=EVIL)
    assert isinstance(verdicts, tuple)
    assert (verdicts.outcome, len(verdicts)) == ("fail", 1)
    assert repr(verdicts[0]).startswith("<Verdict wrong, fail: relu forward of ")
    assert "ULP" in repr(verdicts[0])
    html = verdicts._repr_html_()
    assert html.count("<tr>") == 2
    assert "<script" not in html
    good = oracle.test(nodes["relu"], lambda x: np.maximum(x, 0), what=("forward",), kept=None)
    assert (good.outcome, good[0].max_ulp) == ("pass", 0)


def test_a_check_is_a_short_line(library):
    assert repr(library).startswith(f"<CheckResult {library.status}: {library.counts['modules']} modules, ")
    assert len(repr(library)) < 120
    assert "<table>" in library._repr_html_()


def test_long_tables_are_cut_and_say_so():
    from proofgrad.bridge.notebook import html_table

    html = html_table("t", ("n",), [(n,) for n in range(300)])
    assert html.count("<td style") == 200
    assert "and 100 more" in html


def test_doctor_is_the_json_of_the_command(capsys):
    import json

    from proofgrad.oracle.cli import main

    main(["doctor", "--format", "json"])
    printed = json.loads(capsys.readouterr().out)
    assert oracle.doctor().items() <= printed.items()
    assert oracle.doctor("/no/such/folder")["status"] == "inconclusive"
