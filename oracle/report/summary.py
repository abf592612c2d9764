"""What a run comes to: one outcome, its exit code, and the counts that every format shows.

The rule of the whole tool stands here once: findings beat inconclusive, and nothing checked is
inconclusive, never ok.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from proofgrad.bridge.catalogue import PROVED, Tree
from proofgrad.bridge.catalogue.text import formula_text
from proofgrad.bridge.errors import EXIT_FINDINGS, EXIT_INCONCLUSIVE, EXIT_OK, EXIT_USAGE
from proofgrad.oracle.report.model import (
    CheckJson,
    HypothesisJson,
    NodeJson,
    NodesJson,
    Run,
    TestJson,
    VerdictJson,
)
from proofgrad.oracle.report.problems import flaw_severity

__all__ = [
    "Summary",
    "Tested",
    "check_outcome",
    "combine",
    "exit_code",
    "formula_of",
    "hypotheses_of",
    "hypothesis_text",
    "kernels_of",
    "labels",
    "nodes_outcome",
    "proved_text",
    "second_opinions",
    "short",
    "slope_of",
    "status_text",
    "summarise",
    "unproved_lines",
    "verdict_outcome",
    "whats_of",
    "worst_exit",
]

Outcome = Literal["ok", "failed", "inconclusive"]

BAD_NODES = frozenset({"failed", "refuted", "sorry", "extra-axiom"})
"""Statuses of a node that are findings."""

NODE_OUTCOMES = {"inconclusive": "inconclusive", **dict.fromkeys(BAD_NODES, "failed")}
"""What a node's status comes to; any other is ok."""


def combine(outcomes: Iterable[str]) -> Outcome:
    """One outcome of many: failed if any is, else inconclusive if any is or there are none, else ok."""
    seen = set(outcomes)
    if "failed" in seen:
        return "failed"
    return "ok" if seen == {"ok"} else "inconclusive"


def exit_code(outcome: str) -> int:
    """0 for ok, 1 for failed, 3 for anything else."""
    return {"ok": EXIT_OK, "failed": EXIT_FINDINGS}.get(outcome, EXIT_INCONCLUSIVE)


def worst_exit(codes: Iterable[int]) -> int:
    """The exit code of a command made of several: 1 before 3 before 2 before 0."""
    order = (EXIT_FINDINGS, EXIT_INCONCLUSIVE, EXIT_USAGE, EXIT_OK)
    return min(codes, key=order.index, default=EXIT_INCONCLUSIVE)


def check_outcome(check: CheckJson | None) -> Outcome:
    """Of the check alone. Nothing checked is inconclusive, whatever the status says."""
    if check is None:
        return "inconclusive"
    severities = {p["severity"] for p in check["problems"]}
    if check["status"] == "failed" or "error" in severities:
        return "failed"
    checked = check["counts"].get("declarations", 0) > 0
    return (
        "ok" if check["status"] == "ok" and checked and "inconclusive" not in severities else "inconclusive"
    )


def nodes_outcome(nodes: NodesJson | None) -> Outcome:
    """Of the catalogue: a node with a rejected or assumed proof, or a flaw, is a finding; unproved is not."""
    words = {"error": "failed", "inconclusive": "inconclusive", "warning": "ok"}
    flaws = [words[flaw_severity(flaw)] for flaw in (nodes["problems"] if nodes else ())]
    return combine([*(NODE_OUTCOMES.get(n["status"], "ok") for n in countable(nodes)), *flaws])


def verdict_outcome(test: TestJson | None) -> Outcome:
    """Of the tests: any failing kernel fails, and so do a node whose f' is not the derivative of its f and,
    where a proof is asked for, any node without one.
    """
    words = {"pass": "ok", "fail": "failed"}
    verdicts = [words.get(v["verdict"], "inconclusive") for v in (test["verdicts"] if test else ())]
    tested = test.get("nodes", ()) if test else ()
    if any(n["status"] == "refuted" for n in tested):
        verdicts.append("failed")
    if test and test.get("require_proof") and any(n["status"] not in PROVED for n in tested):
        verdicts.append("failed")
    return combine(verdicts)


def countable(nodes: NodesJson | None) -> list[NodeJson]:
    """The nodes without the generic ones, which build nodes from functions and are never counted."""
    return [n for n in nodes["nodes"] if n["kind"] != "generic"] if nodes else []


@dataclass(frozen=True, slots=True)
class Summary:
    """The outcome of a run, by part, with counts.

    Attributes:
        outcome: of everything that the run was to do.
        parts: outcome of ``check``, ``nodes``, ``test``; a part that the run was not asked for is missing.
        declarations: constants of the project that were checked.
        theorems: those of them that are theorems.
        nodes: nodes, generic ones not counted.
        statuses: nodes by proof status.
        own: how many of the proven ones are so by the project's own definitions, and not by those that ship.
        verdicts: verdicts by word.
        problems: problems by severity.
        by_own: whether a check found that statuses rest on the project's own definitions.
    """

    outcome: Outcome
    parts: Mapping[str, Outcome]
    declarations: int
    theorems: int
    nodes: int
    statuses: Mapping[str, int]
    verdicts: Mapping[str, int]
    problems: Mapping[str, int]
    own: int = 0
    by_own: bool = False

    @property
    def proved(self) -> int:
        """Nodes that are proven everywhere or on a stated domain, in the sense that ships with proofgrad."""
        return sum(self.statuses.get(status, 0) for status in PROVED) - self.own


def summarise(run: Run) -> Summary:
    """Count, and judge every part that the run has; a run with no part at all is inconclusive."""
    parts: dict[str, Outcome] = {}
    if "check" in run:
        parts["check"] = check_outcome(run["check"])
    if "nodes" in run:
        parts["nodes"] = nodes_outcome(run["nodes"])
    if "test" in run:
        parts["test"] = verdict_outcome(run["test"])
    check, nodes, test = run.get("check"), run.get("nodes"), run.get("test")
    counts: Mapping[str, int] = (check["counts"] if check else {}) or (nodes["counts"] if nodes else {})
    listed = countable(nodes)
    return Summary(
        outcome=combine(parts.values()),
        parts=parts,
        declarations=counts.get("declarations", 0),
        theorems=counts.get("theorems", 0),
        nodes=len(listed),
        statuses=Counter(n["status"] for n in listed),
        verdicts=Counter(v["verdict"] for v in (test["verdicts"] if test else ())),
        problems=Counter(p["severity"] for p in (check["problems"] if check else ())),
        own=sum(n["status"] in PROVED and bool(n.get("by")) for n in listed),
        by_own=any(p["code"] == "own-definitions" for p in (check["problems"] if check else ())),
    )


RELATIONS = {"ne": "≠", "eq": "=", "lt": "<", "le": "≤"}


def hypothesis_text(hypothesis: HypothesisJson) -> str:
    """A hypothesis in ordinary notation (``x ≠ 0`` for every coordinate x), else as Lean prints it."""
    left, right, relation = hypothesis["left"], hypothesis["right"], hypothesis["relation"]
    if left is None or right is None or relation is None:
        return hypothesis["text"]
    sides = (formula_text(Tree.from_json(side)) for side in (left, right))
    return f" {RELATIONS[relation]} ".join(sides)


def hypotheses_of(node: NodeJson) -> list[str]:
    """The hypotheses of the node's proofs in ordinary notation, each once."""
    return list(dict.fromkeys(hypothesis_text(h) for p in node["proofs"] for h in p["hypotheses"]))


def short(name: str) -> str:
    """The last component of a Lean name."""
    return name.rpartition(".")[2]


def labels(names: Iterable[str]) -> dict[str, str]:
    """A short name for each full one: its last components, as many as it takes to be unlike the others."""
    listed = list(dict.fromkeys(names))
    out: dict[str, str] = {}
    for name in listed:
        parts = name.split(".")
        for count in range(1, len(parts) + 1):
            label = ".".join(parts[-count:])
            if not any(other != name and f".{other}".endswith(f".{label}") for other in listed):
                break
        out[name] = label
    return out


def status_text(node: NodeJson) -> str:
    """The status of a node; whether it is one by the project's own definitions; of a node that builds nodes,
    that nobody has looked whether any functions meet what it asks of them.
    """
    said: str = node["status"]
    if node["kind"] == "generic" and said in PROVED and hypotheses_of(node):
        said += " of functions that meet its hypotheses, if there are any"
    own = node.get("by") and node["status"] in (*PROVED, "conditional")
    return f"{said} by its own definitions" if own else said


def proved_text(node: NodeJson) -> str:
    """A node's status and, where there are any, its hypotheses: ``proved where x ≠ 0``."""
    said, where = status_text(node), hypotheses_of(node)
    if where and node["status"] in PROVED:
        joint = " where " if node["status"] == "proved-on-domain" else " if "
        said = said.replace("proved-on-domain", "proved", 1) + joint + "; ".join(where)
    return said


NOT_CHECKED_YET = (
    "proofs not checked here yet: the formulas are those that ship with these very Lean files; "
    "proofgrad check has Lean look at them"
)
"""What is said where kernels were tested before the proofs were."""


def unproved_lines(test: TestJson) -> list[tuple[str, str]]:
    """The nodes that were tested and are not proven, or not in the sense that ships: status word and text."""
    lines = []
    if any(n["status"] in PROVED and n.get("checked_by") == [] for n in test.get("nodes", ())):
        lines.append(("unproved", NOT_CHECKED_YET))
    of = labels(n["name"] for n in test.get("nodes", ()))
    for node in test.get("nodes", ()):
        name = of[node["name"]]
        if node["status"] not in PROVED:
            lines.append(
                (node["status"], f"UNPROVED: {name} is {node['status']}: {_MEANING[node['status']]}")
            )
        elif node["by"]:
            which = ", ".join(node["by"][:5])
            lines.append(
                ("conditional", f"{name} is {node['status']} by its project's own definitions: {which}")
            )
    return lines


_UNPROVED = "no theorem says that its f' is the derivative of its f"
_MEANING = {
    "conditional": "nobody has shown that what its theorem supposes can be met",
    "unproved": _UNPROVED,
    "refuted": "its f' is not the derivative of its f",
    "sorry": "its theorem rests on `sorry`",
    "extra-axiom": "its theorem rests on an axiom that is not allowed",
    "failed": "Lean rejects its theorem",
    "inconclusive": "it could not be checked",
}
"""What a status that is no proof means for a test."""


@dataclass(frozen=True, slots=True)
class Tested:
    """The verdicts of one kernel in one format, by what was compared.

    Attributes:
        node: name of the node, as short as it can be.
        label: the same with the values of its parameters, if it has any.
        backend: whose kernel.
        dtype: tested format.
        verdicts: by ``forward``, ``jvp``, ``vjp``, ``adjoint``.
        name: the node's name as the verdicts have it.
    """

    node: str
    label: str
    backend: str
    dtype: str
    verdicts: Mapping[str, VerdictJson]
    name: str = ""


def kernels_of(test: TestJson | None) -> list[Tested]:
    """The verdicts grouped by kernel and format, in order of first appearance."""
    groups: dict[tuple[str, str, str, str, str], dict[str, VerdictJson]] = {}
    of = labels(verdict["node"] for verdict in (test["verdicts"] if test else ()))
    for verdict in test["verdicts"] if test else ():
        node = of[verdict["node"]]
        params = ", ".join(f"{k}={v:.3g}" for k, v in verdict.get("params", {}).items())
        label = f"{node} ({params})" if params else node
        key = (node, label, verdict["backend"], verdict["dtype"], verdict["node"])
        groups.setdefault(key, {})[verdict["what"]] = verdict
    return [Tested(*key[:4], verdicts, key[4]) for key, verdicts in groups.items()]


def whats_of(kernels: Iterable[Tested]) -> list[str]:
    """What was compared of some kernels: the columns of their table."""
    found = {what for kernel in kernels for what in kernel.verdicts}
    return [what for what in ("forward", "jvp", "vjp", "adjoint", "hvp") if what in found]


def second_opinions(test: TestJson | None) -> str:
    """How many references were evaluated a second time, and which verdicts have none of theirs so; empty if
    it was not asked for."""
    counted = [
        (v, n) for v in (test["verdicts"] if test else ()) if (n := v.get("second_opinions")) is not None
    ]
    if not counted:
        return ""
    total = sum(n for _, n in counted)
    line = f"second opinion: {total:,} references evaluated by mpmath too" + (
        ", which agrees" if total else ""
    )
    alone = [v for v, n in counted if n == 0 and v["classes"]]
    if alone:
        named = list(dict.fromkeys(f"{short(v['node'])} {v['what']} {v['dtype']}" for v in alone))
        more = f" and {len(named) - 3} more" if len(named) > 3 else ""
        line += f"; none for {', '.join(named[:3])}{more}: they rest on Arb alone"
    return line


def formula_of(node: NodeJson) -> str:
    """What a node computes, for a table cell: f, a coordinate of the result, or its kind."""
    if node["formula"]:
        return str(node["formula"]["f_text"])
    if indexed := node.get("indexed"):
        return str(indexed["text"]["forward"]).partition(" = ")[2]
    for vector in node.get("vectors", ()):
        if vector["forward_text"]:
            return f"{vector['forward_text']}, ..." if vector["output"] else str(vector["forward_text"])
    return node["kind"]


def slope_of(node: NodeJson) -> str:
    """The derivative of a node, for a table cell: f', or that of a coordinate in a direction."""
    if node["formula"]:
        return str(node["formula"]["df_text"])
    if indexed := node.get("indexed"):
        return str(indexed["text"]["jvp"]).partition(" = ")[2]
    for vector in node.get("vectors", ()):
        if vector.get("jvp_text"):
            return f"{vector['jvp_text']}, ..." if vector["output"] else str(vector["jvp_text"])
    return "-"
