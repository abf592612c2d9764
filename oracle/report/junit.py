"""The report as JUnit XML: a case per module, node and kernel verdict, so that a CI shows each by name.

A finding is a `failure`; what could not be checked is an `error`, so that no viewer counts it as passed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from proofgrad.oracle.report.figures import figure, unit, worst_ulp
from proofgrad.oracle.report.grades import diagnosis_of, example_of, failing_first, grade_of
from proofgrad.oracle.report.model import Run
from proofgrad.oracle.report.neutral import neutral
from proofgrad.oracle.report.problems import flaw_severity
from proofgrad.oracle.report.summary import NODE_OUTCOMES, check_outcome, countable, short, status_text

__all__ = ["document"]

Case = tuple[str, str, float, str, str]
"""Class name, name, seconds, outcome (ok, failed, inconclusive), message."""


def clean(value: str) -> str:
    """Without control characters and what else XML 1.0 forbids."""
    return re.sub(r"[\ufffe\uffff]", "\ufffd", neutral(value))


def check_cases(run: Run) -> Iterator[Case]:
    """The modules, or the check as a whole where the modules are not listed."""
    check = run.get("check")
    if not check:
        return
    problems = [p for p in check["problems"] if p["severity"] == "error"]
    text = "\n".join(f"{p['file'] or ''}:{p['line'] or ''}: {p['message']}" for p in problems)
    yield "proofgrad.check", "all", check["seconds"], check_outcome(check), text
    for module in check.get("modules", []):
        yield (
            "proofgrad.check.module",
            module["name"],
            module.get("seconds") or 0.0,
            module["status"],
            module["status"],
        )


def cases(run: Run) -> Iterator[tuple[str, list[Case]]]:
    """The suites with their cases."""
    yield "check", list(check_cases(run))
    nodes = countable(run.get("nodes"))
    listed = [
        ("proofgrad.nodes", n["name"], 0.0, NODE_OUTCOMES.get(n["status"], "ok"), status_text(n))
        for n in nodes
    ]
    flaws = (run.get("nodes") or {"problems": []})["problems"]
    for flaw in flaws:
        outcome = {"error": "failed", "warning": "ok"}.get(flaw_severity(flaw), "inconclusive")
        listed.append(("proofgrad.nodes.theorem", flaw["declaration"], 0.0, outcome, flaw["message"]))
    yield "nodes", listed
    words = {"pass": "ok", "fail": "failed"}
    verdicts = []
    for v in failing_first((run.get("test") or {"verdicts": []})["verdicts"]):
        name = f"{short(v['node'])}.{v['what']}.{v['dtype']}"
        where = f"{own['file']}:{own['line']}\n" if (own := v.get("source")) else ""
        figures = f"largest error found: {figure(worst_ulp(v))} {unit(v)}\n" if v["classes"] else ""
        reason = f"{grade_of([v])}: {diagnosis_of(v)}{example_of(v)}"
        message = f"{reason}\n{where}{figures}{v['reproduce']}"
        verdicts.append(
            (
                f"proofgrad.test.{v['backend']}",
                name,
                v.get("seconds") or 0.0,
                words.get(v["verdict"], "inconclusive"),
                message,
            )
        )
    yield "test", verdicts


def document(run: Run) -> str:
    """The XML, with a declaration."""
    root = Element("testsuites", name="proofgrad")
    totals = {"tests": 0, "failures": 0, "errors": 0}
    for name, found in cases(run):
        failures, errors = (sum(c[3] == word for c in found) for word in ("failed", "inconclusive"))
        for key, count in zip(totals, (len(found), failures, errors), strict=True):
            totals[key] += count
        seconds = f"{sum(c[2] for c in found):.3f}"
        suite = SubElement(
            root,
            "testsuite",
            name=name,
            tests=str(len(found)),
            failures=str(failures),
            errors=str(errors),
            time=seconds,
        )
        for classname, case_name, case_seconds, outcome, message in found:
            case = SubElement(
                suite,
                "testcase",
                classname=clean(classname),
                name=clean(case_name),
                time=f"{case_seconds:.3f}",
            )
            if outcome != "ok":
                element = SubElement(case, "failure" if outcome == "failed" else "error", type=outcome)
                first = message.splitlines()[0] if message else outcome
                element.set("message", clean(first))
                element.text = clean(message)
            elif classname == "proofgrad.nodes" and " " in message:  # proved, and by whose definitions
                SubElement(case, "system-out").text = clean(message)
    for key, count in totals.items():
        root.set(key, str(count))
    indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode") + "\n"
