"""Each format says what the JSON says: all that is wrong is in it, and other people's text stays text."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import jsonschema
import pytest
import referencing
from rich.console import Console
from run_samples import EVIL, broken, clean, hypothesis, node, problem

from proofgrad.bridge.catalogue import NOT_SHOWN
from proofgrad.bridge.errors import UsageError
from proofgrad.oracle.report.compare import changes
from proofgrad.oracle.report.files import FORMATS, ReportError, load_run, render, write_report, write_text
from proofgrad.oracle.report.problems import all_problems
from proofgrad.oracle.report.schemas import NAMES, schema
from proofgrad.oracle.report.sections import text_lines
from proofgrad.oracle.report.terminal import change_lines, node_section, problem_lines, report


def validate(name, document):
    contents = [schema(n) for n in NAMES]
    registry = referencing.Registry().with_resources(
        (c["$id"], referencing.Resource.from_contents(c)) for c in contents
    )
    jsonschema.Draft202012Validator(schema(name), registry=registry).validate(document)


@pytest.mark.parametrize("name", NAMES)
def test_schemas_are_schemas(name):
    jsonschema.Draft202012Validator.check_schema(schema(name))


@pytest.mark.parametrize("make", [clean, broken])
def test_json_is_valid_and_reads_back_as_it_was(make, tmp_path):
    write_report(make(), tmp_path / "sub" / "report.json", "json")
    saved = json.loads((tmp_path / "sub" / "report.json").read_text("utf-8"))
    validate("report", saved)
    assert load_run(tmp_path / "sub" / "report.json") == make()


def spoil_status(run):
    run["nodes"]["nodes"][0]["status"] = "fine"


def spoil_tree(run):
    del run["nodes"]["nodes"][0]["formula"]["df"]["args"][0]["op"]


def spoil_class(run):
    run["test"]["verdicts"][0]["classes"]["normal"]["count"] = -1


def spoil_version(run):
    run["check"]["schema_version"] = 2


@pytest.mark.parametrize("spoil", [spoil_status, spoil_tree, spoil_class, spoil_version])
def test_the_schema_rejects_what_is_no_report(spoil):
    run = clean()
    spoil(run)
    with pytest.raises(jsonschema.ValidationError):
        validate("report", run)


class Page(HTMLParser):
    """Collects the tags, ids and text of a page."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes, self.text, self.open = [], [], "", []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in ("meta", "br", "hr", "img", "link"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def test_html_is_well_formed_self_contained_and_has_every_section():
    text = render(clean(), "html")
    page = Page(text)
    assert page.open == []
    assert "script" not in page.tags
    assert not re.search(r"(src|href)=\"(?!#)|url\((?!#)|@import", text)
    for heading in ("Nodes", "Node by node", "Environment", "sigmoid", "relu"):
        assert heading in page.text
    assert "prefers-color-scheme: dark" in text
    assert "@media print" in text
    ids = [v for k, v in page.attributes if k == "id"]
    targets = [v[1:] for k, v in page.attributes if k == "href"]
    assert targets
    assert set(targets) <= set(ids)
    assert len(ids) == len(set(ids))


def test_html_escapes_everything_that_comes_from_a_project():
    page = Page(render(broken(), "html"))
    assert page.open == []
    assert "script" not in page.tags
    assert page.text.count("<script>alert('x')</script>") >= 3  # in a message, a name, a docstring: as text


def test_html_shows_all_that_is_wrong():
    text = Page(render(broken(), "html")).text
    for expected in (
        "FAILED",
        "type mismatch",
        "declaration uses",
        "no verdict within",
        "sorry",
        "fail inf ULP",
    ):
        assert expected in text
    assert "All that was asked for was checked" not in text


def test_markdown_tables_keep_their_shape_with_evil_text():
    text = render(broken(), "markdown")
    for block in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        widths = {len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()}
        assert len(widths) == 1
    assert "<script>" not in re.sub(r"(`+).*?\1", "", text.replace("\\<", ""))
    assert "**fail** inf" in text


def test_junit_counts_findings_as_failures_and_inconclusive_as_errors():
    root = ElementTree.fromstring(render(broken(), "junit"))
    counted = {s.get("name"): (s.get("tests"), s.get("failures"), s.get("errors")) for s in root}
    assert counted == {"check": ("3", "2", "1"), "nodes": ("6", "2", "1"), "test": ("16", "1", "1")}
    for suite in root:
        assert len(suite.findall("testcase/failure")) == int(suite.get("failures"))
        assert len(suite.findall("testcase/error")) == int(suite.get("errors"))
    clean_root = ElementTree.fromstring(render(clean(), "junit"))
    assert {(s.get("failures"), s.get("errors")) for s in clean_root} == {("0", "0")}


def test_sarif_has_a_result_for_each_thing_that_is_wrong_or_unknown():
    log = json.loads(render(broken(), "sarif"))
    run = log["runs"][0]
    rules = [r["ruleId"] for r in run["results"]]
    assert rules == [
        "rejected", "sorry", "timeout", "theorem-about-another-node",
        "node-sorry", "node-inconclusive", "kernel-fail", "kernel-inconclusive",
    ]  # fmt: skip
    assert {r["id"] for r in run["tool"]["driver"]["rules"]} == set(rules)
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 3, "startColumn": 10}  # Lean counts columns from 0
    assert run["results"][2]["locations"] == []
    assert {r["level"] for r in run["results"]} == {"error", "warning", "note"}
    assert json.loads(render(clean(), "sarif"))["runs"][0]["results"] == []


def shown(renderable, width=80):
    console = Console(width=width, record=True, file=open("/dev/null", "w"))  # noqa: SIM115, PTH123
    for part in renderable if isinstance(renderable, list) else [renderable]:
        console.print(part)
    return console.export_text()


@pytest.mark.parametrize("make", [clean, broken])
def test_the_terminal_report_fits_80_columns(make):
    text = shown(report(make()))
    tables = [line for line in text.splitlines() if line.startswith(" ")]
    assert tables
    assert max(len(line.rstrip()) for line in tables) <= 80


def test_the_terminal_report_ends_with_the_outcome_and_the_counts():
    last = " ".join(shown(report(clean()), width=200).splitlines()[-1:])
    assert last == "ok: checked 2,858 declarations; 2 of 2 nodes proved; kernel verdicts: 16 pass"
    assert shown(report(broken()), width=200).splitlines()[-1].startswith("FAILED: ")


def test_no_control_character_of_a_project_reaches_the_terminal():
    run = clean()
    run["check"]["problems"] = broken()["check"]["problems"]
    run["check"]["problems"][0]["message"] = "\x1b[2Jgone\x07\u202e"
    evil = node("x\x1b[31m", None, None) | {"doc": "\x1b]0;title\x07", "formula": None}
    run["nodes"]["nodes"].append(evil)
    assert not set("\x1b\x07\u202e\x00") & set(
        shown(report(run)) + "".join(line for line, _ in text_lines([node_section(evil)]))
    )


STEERING = "\x1b[2J\x07\x00\x7f\x9b31m\u202e\u2066"


def test_no_control_character_of_a_project_is_in_a_file_or_a_list_of_names():
    run = clean()
    run["check"]["problems"] = broken()["check"]["problems"]
    run["check"]["problems"][0] |= {"message": STEERING, "declaration": f"d{STEERING}"}
    run["nodes"]["nodes"].append(node(f"x{STEERING}", None, None) | {"kind": "generic", "formula": None})
    changed = [{"what": STEERING, "before": STEERING, "after": STEERING}]
    shown_text = shown(report(run)) + shown(change_lines(changed))
    for text in (shown_text, *(render(run, fmt) for fmt in ("html", "markdown", "junit"))):
        assert not set(STEERING) - set("[2J31m") & set(text)
    assert "\ufffd[2J" in shown_text


def test_markup_of_a_project_is_not_taken_for_style():
    run = broken()
    run["check"]["problems"][0]["message"] = "[bold]not markup[/bold] [/]"
    assert "[bold]not markup[/bold] [/]" in shown(problem_lines(run))


def test_a_conditional_node_says_what_would_prove_it():
    """Of hypotheses that somebody could show to be possible, and of no others."""
    conditional = node("odd", {"op": "var"}, {"op": "const", "value": "1"}, hypotheses=("c ≠ 0 ∨ 1 < c", "b"))
    first, second = conditional["proofs"][0]["hypotheses"]
    first |= {"met": False, "why": NOT_SHOWN, "kind": "parameter"}
    second |= {"met": False, "why": "it is the certificate in other words", "kind": "parameter"}
    told = "".join(line for line, _ in text_lines([node_section(conditional)]))
    assert "supposes nothing and says: ∃ ..., (c ≠ 0 ∨ 1 < c)" in told
    del first["why"]
    assert "needed" not in "".join(line for line, _ in text_lines([node_section(conditional)]))


def test_quiet_leaves_out_warnings_but_no_finding():
    text = shown(problem_lines(broken(), quiet=True))
    assert "declaration uses" not in text
    assert "type mismatch" in text
    assert "no verdict within" in text


def test_compare_names_what_came_went_and_changed():
    found = {c["what"]: (c["before"], c["after"]) for c in changes(clean(), broken())}
    assert found["check"] == ("ok", "failed")
    assert found["node Proofs.Autograd.TapeNodes.silu"] == (None, "inconclusive")
    assert found["kernel numpy float64 Proofs.Autograd.TapeNodes.sigmoid forward"] == ("pass", "fail")
    assert changes(clean(), clean()) == []
    assert not any(" of node " in what and "silu" in what for what in found)
    assert "nothing changed" in shown(change_lines([]))


def test_compare_sees_a_theorem_that_says_less_and_an_error_that_grew():
    old, new = clean(), clean()
    relu, verdicts = new["nodes"]["nodes"][1], new["test"]["verdicts"]
    relu["proofs"][0]["hypotheses"].append(hypothesis("P x"))
    relu["proofs"][0]["axioms"] = ["mine", *relu["proofs"][0]["axioms"]]
    verdicts[0]["classes"]["normal"]["max_ulp"] = 3.0
    verdicts[1]["classes"]["normal"]["max_ulp"] = "nan"
    verdicts[2]["classes"]["normal"]["max_ulp"] = 0.9  # of 0.87: found by a longer search, say
    name = "Proofs.Autograd.TapeNodes"
    assert {c["what"]: (c["before"], c["after"]) for c in changes(old, new)} == {
        f"hypotheses of node {name}.relu": ("x ≠ 0", "x ≠ 0; P x"),
        f"axioms of node {name}.relu": (
            "Classical.choice, Quot.sound, propext",
            "Classical.choice, Quot.sound, mine, propext",
        ),
        f"largest error of kernel numpy float64 {name}.sigmoid forward, in ULP": ("0.87", "3.00"),
        f"largest error of kernel numpy float64 {name}.sigmoid jvp, in ULP": ("0.87", "nan"),
    }
    page = Page(render(new, "html", old))
    assert "x ≠ 0; P x" in page.text


@pytest.mark.parametrize("fmt", FORMATS)
def test_every_format_can_be_made_of_a_run_with_parts_missing(fmt):
    partial = {"schema_version": 1, "check": None, "nodes": None, "test": None, "errors": []}
    for run in (
        partial,
        {"schema_version": 1, "check": clean()["check"]},
        {"schema_version": 1, "test": clean()["test"]},
    ):
        assert render(run, fmt)
    assert "inconclusive" in render(partial, "html").lower()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "is not JSON"),
        ("[]", "no report"),
        ('{"schema_version": 99, "check": {}}', "schema_version 99"),
        ('{"schema_version": 1, "error": {"code": "no-lean"}}', "holds none of"),
    ],
)
def test_a_file_that_is_no_report_is_a_usage_error(content, said, tmp_path):
    (tmp_path / "r.json").write_text(content)
    with pytest.raises(UsageError, match=said):
        load_run(tmp_path / "r.json")
    with pytest.raises(UsageError, match="cannot read"):
        load_run(tmp_path / "absent.json")


def test_the_json_of_one_command_is_a_run_too(tmp_path):
    (tmp_path / "check.json").write_text(json.dumps(clean()["check"]))
    assert load_run(tmp_path / "check.json") == {"schema_version": 1, "check": clean()["check"]}


def test_a_report_that_cannot_be_written_is_an_error_and_leaves_the_old_one(tmp_path):
    (tmp_path / "file").write_text("old")
    with pytest.raises(ReportError, match="cannot write"):
        write_text(tmp_path / "file" / "report.html", "new")
    write_text(tmp_path / "file", "new")
    assert (tmp_path / "file").read_text() == "new"
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


def test_evil_text_is_evil_enough():
    assert all(c in EVIL for c in "<>&\"'|`\x00")


def test_what_both_check_and_catalogue_say_is_listed_once_and_why_a_part_is_missing_is_said():
    run = broken()
    flaw = run["nodes"]["problems"][0]
    run["check"]["problems"] = [
        problem("error", flaw["code"], "the same") | {"declaration": flaw["declaration"]}
    ]
    run["errors"] = [{"part": "test", "code": "usage", "message": "no backend", "hint": "numpy"}]
    assert [p["message"] for p in all_problems(run)] == ["the same", "test: no backend\nhint: numpy"]
