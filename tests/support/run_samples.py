"""Runs as JSON for the tests of the renderers: a clean one, and one with everything that can go wrong."""

from __future__ import annotations

import copy
from typing import Any

from proofgrad.oracle.difftest.profile import edges
from proofgrad.oracle.ulp import format_of

X = {"op": "var"}
ONE = {"op": "const", "value": "1"}
SIGMOID = {
    "op": "inv",
    "args": [{"op": "add", "args": [ONE, {"op": "exp", "args": [{"op": "neg", "args": [X]}]}]}],
}
DSIGMOID = {"op": "mul", "args": [SIGMOID, {"op": "sub", "args": [ONE, SIGMOID]}]}
STEP = {"op": "if_gt", "args": [X, {"op": "const", "value": "0"}, ONE, {"op": "const", "value": "0"}]}
LEAN = {"version": "4.35.0", "commit": "e" * 40, "source": "embedded"}
AXIOMS = ["Classical.choice", "Quot.sound", "propext"]
NAMESPACE = "Proofs.Autograd.TapeNodes"


def hypothesis(text: str) -> dict[str, Any]:
    """A hypothesis that the reader understood, x ≠ 0, or one that it did not."""
    known = text.endswith("≠ 0")
    zero = {"op": "const", "value": "0"}
    sides = (
        {"relation": "ne", "left": X, "right": zero}
        if known
        else {"relation": None, "left": None, "right": None}
    )
    return {"text": text, "scope": "input", **sides}


def node(
    name: str, f: Any, df: Any, *, hypotheses: tuple[str, ...] = (), status: str = "proved"
) -> dict[str, Any]:
    """A node with one theorem."""
    at = "At" if hypotheses else ""
    proof = {
        "theorem": f"{NAMESPACE}.{name}Fderiv{at}",
        "scope": "pointwise" if hypotheses else "global",
        "hypotheses": [hypothesis(h) for h in hypotheses],
        "statement": f"theorem {name}Fderiv{at} ... : NodeFDerivCorrect{at} ({name} idx)",
        "axioms": AXIOMS,
        "checked_by": ["lean"],
    }
    return {
        "name": f"{NAMESPACE}.{name}",
        "kind": "elementwise",
        "status": status,
        "proofs": [proof] if status.startswith("proved") else [],
        "parameters": [],
        "formula": {"f": f, "df": df, "f_text": f"{name}(x)", "df_text": f"{name}'(x)"},
        "doc": f"The node of {name}.",
        "source": {"file": "NN/Proofs/Autograd/Tape/Nodes/Elementwise.lean", "line": 12},
    }


def found(max_ulp: Any, **changes: Any) -> dict[str, Any]:
    """The errors on one class of inputs."""
    worst = {"input": "-0.69", "input_hex": "-0x1.6p-1", "got": "0.33", "wanted": "0.3340"}
    base = {
        "count": 1000,
        "max_ulp": max_ulp,
        "median_ulp": 0.25,
        "bias_ulp": -0.01,
        "worst": worst,
        "bound": 4.0,
        "exact": False,
    }
    return base | changes


def verdict(
    name: str, what: str, dtype: str = "float64", word: str = "pass", **changes: Any
) -> dict[str, Any]:
    """A verdict with two classes of inputs."""
    base = {
        "node": f"{NAMESPACE}.{name}",
        "backend": "numpy",
        "dtype": dtype,
        "what": what,
        "verdict": word,
        "classes": {"normal": found(0.87), "subnormal": found(0.5, exact=True, worst=None)},
        "slack": 0.0005,
        "reproduce": f"proofgrad test {name} --dtype {dtype}",
    }
    return base | changes


CLEAN: dict[str, Any] = {
    "schema_version": 1,
    "check": {
        "schema_version": 1,
        "command": "check",
        "status": "ok",
        "lean": LEAN,
        "counts": {"modules": 2, "declarations": 2858, "theorems": 1400},
        "checkers": ["lean"],
        "problems": [],
        "modules": [
            {
                "name": "NN.Core.Logic",
                "status": "ok",
                "cached": True,
                "seconds": 0.5,
                "cpu_seconds": 0.5,
                "peak_bytes": 1,
            },
            {
                "name": "NN.Core.Nat",
                "status": "ok",
                "cached": False,
                "seconds": 1.5,
                "cpu_seconds": 1.4,
                "peak_bytes": 2,
            },
        ],
        "seconds": 1.25,
    },
    "nodes": {
        "schema_version": 1,
        "command": "nodes",
        "lean": LEAN,
        "counts": {"declarations": 2858, "theorems": 1400, "nodes": 2, "proved": 1, "proved-on-domain": 1},
        "nodes": [
            node("sigmoid", SIGMOID, DSIGMOID),
            node(
                "relu",
                {"op": "max", "args": [X, {"op": "const", "value": "0"}]},
                STEP,
                hypotheses=("∀ i, (CtxVec.get idx xV).ofLp i ≠ 0",),
                status="proved-on-domain",
            ),
            node("elemwise", None, None)
            | {"kind": "generic", "formula": None, "status": "unproved", "proofs": []},
        ],
        "declarations": [
            {"name": f"{NAMESPACE}.sigmoid", "kind": "def", "axioms": AXIOMS, "status": "ok"},
        ],
        "problems": [],
    },
    "test": {
        "schema_version": 1,
        "command": "test",
        "environment": {"python": "3.11.7", "numpy": "2.4.6", "cpu": "x86-64"},
        "verdicts": [
            verdict(name, what, dtype)
            for name in ("sigmoid", "relu")
            for dtype in ("float64", "float32")
            for what in ("forward", "jvp", "vjp", "adjoint")
        ],
    },
    "errors": [],
}

EVIL = "<script>alert('x')</script> & \"quotes\" | `ticks` \x00"
"""Text that must come out as text."""


def clean() -> dict[str, Any]:
    """A run in which nothing is wrong."""
    return copy.deepcopy(CLEAN)


def problem(severity: str, code: str, message: str) -> dict[str, Any]:
    """A problem with a place."""
    place = {"file": "NN/Bad.lean", "line": 3, "column": 9, "declaration": "Bad.bad"}
    return {"severity": severity, "code": code, "message": message} | place


def broken() -> dict[str, Any]:
    """A run with a rejected proof, a sorry, inconclusive nodes, kernels that do not pass, evil text."""
    run = clean()
    run["check"]["status"] = "failed"
    run["check"]["modules"][0]["status"] = "failed"
    run["check"]["modules"][1]["status"] = "inconclusive"
    run["check"]["problems"] = [
        problem("error", "rejected", "type mismatch\n  " + EVIL),
        problem("warning", "sorry", "declaration uses `sorry`"),
        problem("inconclusive", "timeout", "no verdict within 300 s")
        | {"file": None, "line": None, "column": None},
    ]
    nodes = run["nodes"]["nodes"]
    nodes.append(node("gelu", X, ONE, status="sorry") | {"doc": EVIL, "name": f"{NAMESPACE}.«{EVIL}»"})
    nodes.append(node("silu", X, ONE, status="inconclusive"))
    nodes.append(node("tanh", X, ONE, status="unproved"))
    run["nodes"]["problems"] = [
        {
            "code": "theorem-about-another-node",
            "message": "siluFderiv is about `relu`",
            "declaration": f"{NAMESPACE}.siluFderiv",
            "source": {"file": "NN/Bad.lean", "line": 7},
        }
    ]
    verdicts = run["test"]["verdicts"]
    verdicts[0] |= {
        "verdict": "fail",
        "classes": {"normal": found("inf"), "nan": found("nan"), "kinks": found(5e9)},
    }
    verdicts[1] |= {
        "verdict": "inconclusive",
        "classes": {"normal": found(None, count=0, worst=None)},
        "slack": None,
    }
    return run


def vector_node(name: str) -> dict[str, Any]:
    """A node of two inputs, at a small size that can be typeset, and at one whose texts are endless."""
    entries = [{"op": "entry", "value": 0}, {"op": "entry", "value": 2}, {"op": "mul", "args": [0, 1]}]
    tangents = [{"op": "tangent", "value": 0}, {"op": "mul", "args": [3, 1]}]
    small = {
        "sizes": {"n": "2"},
        "inputs": [{"name": "a", "shape": [2]}, {"name": "b", "shape": [2]}],
        "output": [2],
        "table": entries + tangents,
        "forward": [2, 2],
        "jvp": [4, 4],
        "forward_text": "a[0]*b[0]",
        "jvp_text": "da[0]*b[0]",
    }
    endless = small | {"sizes": {"n": "9" * 60}, "forward_text": "x" * 4000, "jvp_text": "a[0]*b[0] + " * 300}
    return node(name, None, None) | {"kind": "vector", "formula": None, "vectors": [small, endless]}


def full() -> dict[str, Any]:
    """A run with all that a report can show: plots, vector nodes, what proofs stand on, long names."""
    run = clean()
    nodes = run["nodes"]["nodes"]
    nodes.append(vector_node("mulRow"))
    nodes.append(node("aVeryLongName" * 12, X, ONE, hypotheses=("∀ i, P i → " * 40,)) | {"parameters": ["ε"]})
    modules = ["NN.Core.Logic", "NN.Core.Nat", "NN.Analysis.Exp", f"NN.{'Deep.' * 20}Module"]
    run["nodes"]["modules"] = [
        {"name": name, "imports": modules[:i], "theorems": 20 * i, "constants": 40 * i}
        for i, name in enumerate(modules)
    ]
    for proof in (p for n in nodes for p in n["proofs"]):
        proof["support"] = {
            "theorems": 700,
            "constants": 1200,
            "modules": dict.fromkeys(modules, 12),
            "direct": ["HasDerivAt.exp", "Proofs.Autograd." + "veryLong" * 20],
            "complete": True,
        }
    for v in run["test"]["verdicts"]:
        if v["what"] != "adjoint":
            count = 2 * len(edges(format_of(v["dtype"])))
            v["profile"] = [None, "inf", *(0.01 * 1.1**i for i in range(count - 2))]
    run["test"]["verdicts"].append(verdict("mulRow", "forward", classes={"normal": found(0.5)}))
    return run
