"""The formats that other programs read: JUnit, SARIF, annotations, Markdown on a pull request, a badge."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest
import xmlschema
from run_samples import EVIL, broken, clean, full, node, problem, verdict

from proofgrad.bridge.errors import UsageError
from proofgrad.oracle.report.annotations import github
from proofgrad.oracle.report.files import render
from proofgrad.oracle.report.findings import findings
from proofgrad.oracle.report.markdown import LIMIT, document
from proofgrad.oracle.report.source_links import SourceLinks

SCHEMAS = Path(__file__).parents[2] / "support" / "schemas"
NOTHING = {"schema_version": 1, "check": None, "nodes": None, "test": None, "errors": []}
RUNS = {"clean": clean, "broken": broken, "full": full, "nothing": lambda: copy.deepcopy(NOTHING)}


def evil(text):
    """A run in which every text that a project chooses is this one."""
    run = broken()
    run["check"]["problems"] = [
        problem("error", "rejected", text) | {"file": text, "declaration": text} for _ in range(2)
    ]
    run["nodes"]["nodes"].append(node("sigmoid", *(2 * [{"op": "var"}])) | {"name": f"N.{text}", "doc": text})
    run["nodes"]["nodes"][-1]["parameters"] = [text]
    run["test"]["verdicts"].append(verdict("sigmoid", "forward", word="fail", backend=text, message=text))
    return run


@pytest.fixture(scope="module")
def junit_schema():
    return xmlschema.XMLSchema(str(SCHEMAS / "junit.xsd"))


@pytest.mark.parametrize("name", RUNS)
def test_junit_meets_the_schema_and_its_totals_are_the_sums(name, junit_schema):
    text = render(RUNS[name](), "junit")
    junit_schema.validate(ElementTree.fromstring(text))
    root = ElementTree.fromstring(text)
    for key in ("tests", "failures", "errors"):
        assert int(root.get(key)) == sum(int(suite.get(key)) for suite in root)


def drop_name(root):
    del root.find("testsuite/testcase").attrib["name"]


def word_for_count(root):
    root.find("testsuite").set("tests", "many")


def two_reasons(root):
    case = root.find("testsuite/testcase/failure/..")
    case.append(copy.deepcopy(case[0]))


def unknown_element(root):
    root.append(ElementTree.Element("surprise"))


@pytest.mark.parametrize("spoil", [drop_name, word_for_count, two_reasons, unknown_element])
def test_the_junit_schema_rejects_what_viewers_reject(spoil, junit_schema):
    root = ElementTree.fromstring(render(broken(), "junit"))
    assert junit_schema.is_valid(root)
    spoil(root)
    assert not junit_schema.is_valid(root)


def sarif_validator():
    return jsonschema.Draft202012Validator(json.loads((SCHEMAS / "sarif-2.1.0.json").read_text("utf-8")))


@pytest.mark.parametrize("make", [*RUNS.values(), lambda: evil(EVIL)], ids=[*RUNS, "evil"])
def test_sarif_meets_the_schema(make):
    sarif_validator().validate(json.loads(render(make(), "sarif", root="lean")))


def no_driver(log):
    del log["runs"][0]["tool"]["driver"]


def odd_level(log):
    log["runs"][0]["results"][0]["level"] = "inconclusive"


def column_zero(log):
    log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startColumn"] = 0


def space_in_uri(log):
    log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] = "a b"


@pytest.mark.parametrize("spoil", [no_driver, odd_level, column_zero, space_in_uri])
def test_the_sarif_schema_rejects_what_is_none(spoil):
    log = json.loads(render(broken(), "sarif"))
    assert sarif_validator().is_valid(log)
    spoil(log)
    assert not sarif_validator().is_valid(log)


def test_files_are_named_from_the_root_of_the_repository():
    (first, *_) = findings(broken(), "lean/")
    assert first.file == "lean/NN/Bad.lean"
    log = json.loads(render(broken(), "sarif", root="lean"))
    place = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "lean/NN/Bad.lean"


def test_annotations_name_all_that_is_wrong_and_then_the_outcome():
    lines = list(github(broken(), "lean"))
    start = "::error file=lean/NN/Bad.lean,line=3,col=10,title=proofgrad%3A rejected::type mismatch%0A"
    assert lines[0].startswith(start)
    assert len(lines) == len(list(findings(broken()))) + 1
    assert next(line for line in lines if "no verdict within" in line).startswith("::error ")
    assert lines[-1].startswith("::error title=proofgrad::failed")
    assert list(github(clean())) == ["::notice title=proofgrad::ok: 2 of 2 nodes proved"]


COMMAND = "x\n::add-mask::secret\r\n%0A::error::forged,file=a:b\x1b[2J"


def test_no_text_of_a_project_becomes_a_workflow_command():
    for line in github(evil(COMMAND)):
        assert re.match(r"::(error|warning|notice) [^:]*::", line)
        assert not set("\r\n\x1b") & set(line)
        properties = line.split("::")[1].partition(" ")[2].split(",")
        assert {p.partition("=")[0] for p in properties} <= {"file", "line", "col", "title"}


@pytest.mark.parametrize("name", RUNS)
def test_the_badge_is_svg_and_says_the_outcome(name):
    run = RUNS[name]()
    badge = ElementTree.fromstring(render(run, "badge"))
    assert badge.tag == "{http://www.w3.org/2000/svg}svg"
    said = badge.find("{*}title").text
    expected = {"clean": "2 of 2 nodes proved, 16 kernel tests pass", "broken": "failed"}
    assert said == f"proofgrad: {expected.get(name, 'inconclusive' if name == 'nothing' else said[11:])}"
    texts = [t.text for t in badge.iter("{http://www.w3.org/2000/svg}text")]
    assert ": ".join(texts) == said


def test_a_badge_with_something_open_gives_no_figures_that_look_clean():
    run = clean()
    run["test"]["verdicts"][0]["verdict"] = "inconclusive"
    assert "inconclusive" in (badge := render(run, "badge"))
    assert "proved" not in badge
    assert "#18713c" not in badge


@pytest.mark.parametrize("fmt", ["html", "badge", "junit"])
def test_markup_of_a_project_is_text_in_every_markup(fmt):
    text = render(evil(f"</title></text><svg onload=alert(1)>{EVIL}"), fmt)
    assert "<svg onload" not in text
    assert "<script" not in text


def test_plots_take_the_names_of_nodes_and_kernels_as_text():
    run, name = full(), "</title><script>alert(1)</script>$\\frac{1}{0}$"
    run["nodes"]["nodes"][0]["name"] = f"N.{name}"
    for v in run["test"]["verdicts"]:
        v["node"] = v["node"].replace("Proofs.Autograd.TapeNodes.sigmoid", f"N.{name}")
        v["backend"] = name
    text = render(run, "html")
    assert "<script" not in text
    assert text.count("&lt;/title&gt;&lt;script&gt;") > 5
    page = re.sub(r"<!doctype html>|<meta[^>]*>", "", text)
    ElementTree.fromstring(page)  # the whole page is well-formed, plots and formulas included


def test_markdown_fits_a_pull_request_and_says_what_is_left_out():
    run = broken()
    run["check"]["problems"] *= 400
    run["nodes"]["nodes"] = [node(f"n{i}", *(2 * [{"op": "var"}])) for i in range(900)]
    text = document(run)
    assert len(text.encode("utf-8")) <= LIMIT
    assert re.search(r"^\.\.\. and [\d,]+ more, which do not fit here\.$", text, re.MULTILINE)
    assert text.startswith("## proofgrad: failed\n")
    short = document(broken(), limit=1500)
    assert len(short.encode("utf-8")) <= 1500
    assert "### Problems" in short
    assert "do not fit" not in document(broken())


def test_markdown_lists_kernels_that_do_not_pass_first():
    run = clean()
    run["test"]["verdicts"][-1]["verdict"] = "inconclusive"
    rows = [line for line in document(run).splitlines() if line.startswith("| ") and "numpy" in line]
    assert rows[0].startswith("| inconclusive |")
    assert "**inconclusive**" in rows[0]
    assert not any("**" in row for row in rows[1:])


def test_markdown_says_what_changed():
    text = document(broken(), clean())
    assert "### What changed" in text
    assert "| node Proofs.Autograd.TapeNodes.silu | absent | inconclusive |" in text
    assert "What changed" not in document(broken())


def test_markdown_calls_nobody_and_makes_no_links_of_a_projects_text():
    text = document(evil("@someone [x](https://evil) ![i](https://evil) <b> #12"))
    outside = re.sub(r"(`+)[^`].*?\1", "", text)
    assert not re.search(r"@\w", outside)
    assert not re.search(r"(?<!\\)[\[<#](?!#* )", outside.replace("\n#", "\n"))


def test_sources_are_linked_where_an_address_is_given():
    links = SourceLinks("https://host/p/blob/main/lean/{file}#L{line}")
    text = render(clean(), "html", links=links)
    address = "https://host/p/blob/main/lean/NN/Proofs/Autograd/Tape/Nodes/Elementwise.lean#L12"
    assert f'href="{address}"' in text
    assert "https://" not in render(clean(), "html")


@pytest.mark.parametrize(
    "template", ["javascript:alert('{file}')", "https://host/", "{file}", "data:,{file}"]
)
def test_an_address_that_is_none_is_refused(template):
    with pytest.raises(UsageError):
        SourceLinks(template)


def test_a_files_name_cannot_leave_its_address():
    links = SourceLinks("https://host/{file}#L{line}")
    assert (
        links.address('a" onclick="x?y#{line}.lean', 3)
        == "https://host/a%22%20onclick%3D%22x%3Fy%23%7Bline%7D.lean#L3"
    )


def failing():
    """A run in which the last kernel fails, with a line of its own, and the first cannot be judged."""
    run = clean()
    first, last = run["test"]["verdicts"][0], run["test"]["verdicts"][-1]
    first |= {"verdict": "inconclusive", "message": "no answer within 60 s", "grade": ""}
    worst = {"input": "3.0", "input_hex": "0x4008", "got": "1.5", "wanted": "1.0"}
    last |= {
        "verdict": "fail",
        "grade": "wrong",
        "diagnosis": "wrong for x from 2 to 4",
        "source": {"file": "src/mine.py", "line": 7},
    }
    last["classes"]["normal"] |= {"failed": ["max"], "grade": "wrong", "worst": worst}
    return run


def test_a_finding_points_at_the_kernels_own_line_with_an_input():
    first, second, *_ = [f for f in findings(failing(), "lean") if f.rule.startswith("kernel-")]
    assert (first.rule, first.file, first.line) == ("kernel-fail", "src/mine.py", 7)
    assert first.message.startswith("wrong: relu ")
    assert first.message.endswith(": wrong for x from 2 to 4; at 3.0: got 1.5, wanted 1.0")
    assert second.rule == "kernel-inconclusive"
    away = failing()
    away["test"]["verdicts"][-1]["source"]["file"] = "/somewhere/else.py"  # not in the repository
    (other,) = [f for f in findings(away, "lean") if f.rule == "kernel-fail"]
    assert other.file.startswith("lean/NN/")


def test_junit_says_why_a_verdict_is_inconclusive_and_puts_failures_first():
    cases = ElementTree.fromstring(render(failing(), "junit")).findall("testsuite[@name='test']/testcase")
    assert cases[0].find("failure").get("message").startswith("wrong: wrong for x from 2 to 4; at 3.0: got")
    assert "src/mine.py:7" in cases[0].find("failure").text
    assert cases[1].find("error").get("message") == "inconclusive: no answer within 60 s"
    assert all(case.find("failure") is None and case.find("error") is None for case in cases[2:])
