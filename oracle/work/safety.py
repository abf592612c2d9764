"""The net under every proof, spread: each node's f' is compared with its f, and what disagrees is a problem.

What was compared before is remembered by what it is about, so that only new formulas cost anything.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from proofgrad.bridge.catalogue import PROVED, Catalogue, CatalogueProblem, LeanInfo
from proofgrad.bridge.catalogue.model import NodeStatus, counts
from proofgrad.bridge.catalogue.serial import node_from_json, node_to_json
from proofgrad.bridge.code_digest import code_digest
from proofgrad.oracle.work.kept import kept_folder

if TYPE_CHECKING:
    from proofgrad.bridge.build.compile import Status
    from proofgrad.bridge.catalogue import Node
    from proofgrad.bridge.checking.model import CheckResult
    from proofgrad.oracle.formula.derivative_check import Code, Finding

__all__ = ["examined", "examined_node", "examined_result"]

_COUNTED = (*PROVED, "conditional")
"""What is compared: nodes that are called proven, or would be."""

_MOST = 5_000
"""So many comparisons are remembered."""

_FILE = "slopes.json"

_AFTER: Mapping[str, NodeStatus] = {
    "wrong-derivative": "refuted",
    "empty-domain": "conditional",
    "unseen-domain": "conditional",
}
"""What a finding makes of a status."""


def examined(catalogue: Catalogue) -> Catalogue:
    """A catalogue with what the net found: problems, and the statuses that do not stand."""
    compared = [n for n in catalogue.nodes if n.status in _COUNTED and n.kind != "generic"]
    found = dict(zip(compared, _findings([node_to_json(n) for n in compared]), strict=True))
    if not any(found.values()):
        return catalogue
    nodes, problems = [], list(catalogue.problems)
    for node in catalogue.nodes:
        status = node.status
        for finding in found.get(node, ()):
            text = f"{node.name}: {finding.message}"
            problems.append(CatalogueProblem(finding.code, text, node.name, node.source))
            status = _AFTER.get(finding.code, status)
        nodes.append(replace(node, status=status))
    counted = counts(nodes, catalogue.declarations)
    return replace(catalogue, nodes=tuple(nodes), problems=tuple(problems), counts=counted)


def examined_node(node: Node) -> Node:
    """One node with the status that the net leaves it."""
    (found,) = examined(Catalogue(LeanInfo("", "", "none"), (node,))).nodes
    return found


def examined_result(result: CheckResult) -> CheckResult:
    """A check with what the net found."""
    from proofgrad.bridge.checking.model import Problem

    problems = list(result.problems)
    numbers = dict(result.counts)
    for claim, findings in zip(result.claims, _findings(result.claims), strict=True):
        status = str(claim["status"])
        for finding in findings:
            source = claim["source"] or {"file": None, "line": None}
            problems.append(
                Problem.of(
                    finding.code,
                    f"{claim['name']}: {finding.message}",
                    file=source["file"],
                    line=source["line"],
                    declaration=claim["name"],
                )
            )
            after = _AFTER.get(finding.code, status)
            if after != status:
                numbers[status] = numbers.get(status, 1) - 1
                numbers[after] = numbers.get(after, 0) + 1
                status = after
    severities = [problem.severity for problem in problems]
    numbers["errors"], numbers["inconclusive"] = severities.count("error"), severities.count("inconclusive")
    numbers["compared_slopes"] = len(result.claims)
    said: Status = (
        "failed" if numbers["errors"] else "inconclusive" if numbers["inconclusive"] else result.status
    )
    return replace(result, status=said, counts=numbers, problems=tuple(problems))


def _findings(nodes: Sequence[Mapping[str, Any]]) -> list[tuple[Finding, ...]]:
    """What the net finds of each node, as the `nodes` JSON has them; remembered by their content."""
    folder = kept_folder()
    known = _known(folder)
    version = _version() if nodes else ""
    out: list[tuple[Finding, ...]] = []
    fresh: dict[str, list[list[str]]] = {}
    for node in nodes:
        about = [version, node["kind"], node["status"], node["formula"], node.get("vectors"), node["proofs"]]
        key = hashlib.sha256(json.dumps(about, sort_keys=True).encode()).hexdigest()[:32]
        rows = known.get(key)
        if rows is None:
            from proofgrad.oracle.formula.derivative_check import slope_findings

            found = slope_findings(node_from_json(node))
            fresh[key] = [[f.code, f.message] for f in found]
            out.append(found)
        else:
            out.append(tuple(map(_finding, rows)))
    if fresh and folder is not None:
        _remember(folder, {**known, **fresh})
    return out


def _version() -> str:
    """What findings depend on: our evaluator and Arb, without loading them: a warm check needs neither."""
    from importlib.metadata import version

    code = code_digest("oracle/formula", "oracle/ulp", "bridge/catalogue")
    return f"{version('python-flint')} {code}"


def _finding(row: Sequence[str]) -> Finding:
    from proofgrad.oracle.formula.derivative_check import Finding

    code, message = row
    return Finding(cast("Code", code), message)


def _known(folder: Path | None) -> dict[str, list[list[str]]]:
    """Code and message of each finding that is remembered, by the node's key."""
    from proofgrad.oracle.storage import read_checked

    data = None if folder is None else read_checked(folder / _FILE)
    if data is None:
        return {}
    with contextlib.suppress(ValueError, TypeError, AttributeError):
        return {
            str(key): [[str(code), str(message)] for code, message in rows]
            for key, rows in json.loads(bytes(data)).items()
        }
    return {}


def _remember(folder: Path, rows: Mapping[str, list[list[str]]]) -> None:
    from proofgrad.oracle.storage import write_checked

    kept = dict(list(rows.items())[-_MOST:])
    write_checked(folder / _FILE, json.dumps(kept).encode())
