"""`scripts/bench oracle`: references, rigorous evaluations beside other ways to have them, kernels beside the
naive formulas.

Both sides of a ratio are measured one right after the other, in CPU time, the best of several rounds: on a
machine that does something else too, that is what the code costs. The formulas are those of the catalogue.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from proofgrad.bridge.catalogue import Node, Tree
from proofgrad.oracle.difftest import DEFAULT_PARAMETERS
from proofgrad.oracle.formula import IntervalEvaluator, Reference, ReferenceCache, evaluate_floats
from proofgrad.oracle.formula.program import Program
from proofgrad.oracle.formula.trees import bind
from proofgrad.oracle.inputs import exhaustive
from proofgrad.oracle.kernels import NAMES, kernel
from proofgrad.oracle.report.environment import environment
from proofgrad.oracle.ulp import FORMATS

__all__ = ["bench_oracle"]

SEED = (
    *("relu", "abs", "log", "inv", "sqrt", "sqrtClamp", "logistic", "sigmoid", "tanh", "softplus"),
    *("silu", "gelu", "safeLog", "smoothAbs", "exp", "sinh", "cosh", "elu"),
)
SIZE = 10**6
SPREAD = 4.0
"""Standard deviation of the numbers that kernels are timed on."""

Report = Callable[[str], None]


def best(action: Callable[[], Any], repeat: int) -> float:
    """CPU seconds, the least of `repeat` rounds after one to warm up."""
    action()
    taken = []
    for _ in range(repeat):
        started = time.process_time()
        action()
        taken.append(time.process_time() - started)
    return max(min(taken), 1e-9)


def values(node: Node) -> dict[str, float]:
    """The values that the tests give the node's parameters."""
    return {p: DEFAULT_PARAMETERS[p] for p in node.parameters}


def sweeps(nodes: Mapping[str, Node], progress: Report) -> dict[str, dict[str, float]]:
    """Seconds for all numbers of a 16-bit format, f and f' of the seed's nodes: cold, and cached."""
    out: dict[str, dict[str, float]] = {}
    for dtype in ("float16", "bfloat16"):
        x = exhaustive(FORMATS[dtype])
        with tempfile.TemporaryDirectory(prefix="proofgrad-bench-") as folder:
            cache = ReferenceCache(Path(folder))
            for label in ("cold", "cached"):
                progress(f"all numbers of {dtype}, {label}")
                cpu, wall = time.process_time(), time.perf_counter()
                for name in SEED:
                    node = nodes[name]
                    assert node.formula is not None
                    reference = Reference([node.formula.f, node.formula.df], values(node))
                    cache.enclose(reference, x, FORMATS[dtype])
                figures = out.setdefault(dtype, {})
                figures[f"{label}_cpu_seconds"] = time.process_time() - cpu
                figures[f"{label}_wall_seconds"] = time.perf_counter() - wall
            figures["megabytes"] = sum(p.stat().st_size for p in Path(folder).iterdir()) / 1e6
            assert (cache.hits, cache.misses) == (len(SEED), len(SEED))
    return out


MPMATH = """
import json, random, sys, time
import mpmath
from mpmath.libmp import BACKEND
bits, count = int(sys.argv[1]), int(sys.argv[2])
mpmath.mp.prec = mpmath.iv.prec = bits
random.seed(0)
xs = [random.gauss(0.0, 4.0) for _ in range(count)]
def slope(c, k, a, b, tanh):
    def df(x):
        t = tanh(k * (x + a * x * x * x))
        return (1 + t + x * (1 - t * t) * (k * (1 + b * x * x))) / 2
    return df
def rate(df, make):
    args = [make(x) for x in xs]
    least = 1e9
    for _ in range(3):
        started = time.process_time()
        for x in args:
            df(x)
        least = min(least, time.process_time() - started)
    return count / least
def interval_tanh(u):
    e = mpmath.iv.exp(2 * u)
    return (e - 1) / (e + 1)
out = {"backend": BACKEND}
for c, tanh, name in ((mpmath.mp, mpmath.mp.tanh, "mp"), (mpmath.iv, interval_tanh, "iv")):
    k = c.sqrt(2 / (c.pi if name == "iv" else +c.pi))
    a = c.mpf(44715) / 1000000
    out[name] = rate(slope(c, k, a, 3 * a, tanh), c.mpf)
print(json.dumps(out))
"""


def mpmath_rates(bits: int, backend: str) -> dict[str, Any] | None:
    """Evaluations of gelu' a second through mpmath and mpmath.iv; None if that backend is not installed."""
    env = dict(os.environ)
    env.pop("MPMATH_NOGMPY", None)
    if backend == "python":
        env["MPMATH_NOGMPY"] = "1"
    command = [sys.executable, "-c", MPMATH, str(bits), "1500"]
    done = subprocess.run(command, capture_output=True, text=True, env=env, check=True, timeout=300)
    found: dict[str, Any] = json.loads(done.stdout)
    return found if found["backend"] == backend else None


def rates(nodes: Mapping[str, Node], repeat: int, progress: Report) -> dict[str, Any]:
    """Evaluations of gelu' a second: rigorous through Arb, at the precisions that references start with."""
    formula = nodes["gelu"].formula
    assert formula is not None
    from flint import arb

    program = Program([formula.df])
    xs = np.random.default_rng(0).normal(0.0, SPREAD, 20000)
    inputs = [arb(x) for x in xs.tolist()]
    out: dict[str, Any] = {}
    for fmt, bits in (("float32 and smaller", 64), ("float64", 96)):
        progress(f"gelu' through Arb, {bits} bits")
        taken = best(lambda bits=bits: program.run(inputs, bits), max(repeat, 9))  # type: ignore[misc]
        out[f"arb, {bits} bits ({fmt})"] = len(inputs) / taken
    reference = Reference([formula.df])
    for dtype in ("float32", "float64"):
        x = FORMATS[dtype].narrow(xs)
        taken = best(lambda x=x, dtype=dtype: reference.enclose(x, FORMATS[dtype]), repeat)  # type: ignore[misc]
        out[f"finished references for {dtype}"] = len(x) / taken
    for backend in ("python", "gmpy"):
        progress(f"gelu' through mpmath, {backend}")
        found = mpmath_rates(96, backend)
        label = "mpmath" if backend == "python" else "mpmath with gmpy2"
        out[f"{label}, 96 bits (not rigorous)"] = None if found is None else found["mp"]
        out[f"{label}: mpmath.iv, 96 bits"] = None if found is None else found["iv"]
    progress("gelu' through our second opinion")
    second = IntervalEvaluator(formula.df)
    from fractions import Fraction

    few = [Fraction(x) for x in xs[:300].tolist()]
    width = Fraction(1, 2**80)
    out["our second opinion (mpmath.iv, 128 bits or more)"] = len(few) / best(
        lambda: [second.bounds(x, width) for x in few], 2
    )
    return out


_SIGNS = {"add": "+", "sub": "-", "mul": "*", "div": "/"}


def naive(tree: Tree) -> Callable[[Any], Any]:
    """The formula as people write it in NumPy, as a function."""

    def code(t: Tree) -> str:
        a = [code(s) for s in t.args]
        match t.op:
            case "var":
                return "x"
            case "const":
                return repr(float(t.value or 0))
            case "pi":
                return "np.pi"
            case "add" | "sub" | "mul" | "div":
                return f"({a[0]} {_SIGNS[t.op]} {a[1]})"
            case "neg":
                return f"(-{a[0]})"
            case "inv":
                return f"(1.0 / {a[0]})"
            case "powi":
                return f"{a[0]}**{t.value}"
            case "max":
                return f"np.maximum({a[0]}, {a[1]})"
            case "if_gt":
                return f"np.where({a[0]} > {a[1]}, {a[2]}, {a[3]})"
        return f"np.{t.op}({a[0]})"

    made: Callable[[Any], Any] = eval(f"lambda x: {code(tree)}", {"np": np})
    return made


TORCH = {
    "relu": lambda t: t.relu,
    "abs": lambda t: t.abs,
    "log": lambda t: t.log,
    "inv": lambda t: t.reciprocal,
    "sqrt": lambda t: t.sqrt,
    "logistic": lambda t: t.sigmoid,
    "sigmoid": lambda t: t.sigmoid,
    "tanh": lambda t: t.tanh,
    "softplus": lambda t: t.nn.functional.softplus,
    "silu": lambda t: t.nn.functional.silu,
    "gelu": lambda t: lambda x: t.nn.functional.gelu(x, approximate="tanh"),
    "exp": lambda t: t.exp,
    "sinh": lambda t: t.sinh,
    "cosh": lambda t: t.cosh,
    "elu": lambda t: lambda x: t.nn.functional.elu(x, alpha=DEFAULT_PARAMETERS["alpha"]),
    "softsign": lambda t: t.nn.functional.softsign,
    "mish": lambda t: t.nn.functional.mish,
    "selu": lambda t: t.nn.functional.selu,
    "logSigmoid": lambda t: t.nn.functional.logsigmoid,
    "hardSwish": lambda t: t.nn.functional.hardswish,
}


def kernels(nodes: Mapping[str, Node], repeat: int, progress: Report) -> list[dict[str, Any]]:
    """Milliseconds of our kernels, of the naive formula and of torch on 10^6 float64 numbers."""
    try:
        import torch
    except ImportError:
        torch = None
    else:
        torch.set_num_threads(1)
    x = np.random.default_rng(0).normal(0.0, SPREAD, SIZE)
    ones = np.ones_like(x)
    rows = []
    for name in (n for n in NAMES if n in nodes and n != "linear"):
        node = nodes[name]
        if node.formula is None:
            continue
        progress(f"kernel of {name}")
        ours = kernel(name, values(node))
        f, df = (naive(bind(t, values(node))) for t in (node.formula.f, node.formula.df))
        with np.errstate(all="ignore"):
            few = np.abs(x[:100])
            assert np.allclose(f(few), evaluate_floats(node.formula.f, few, values(node)))
            row: dict[str, Any] = {
                "node": name,
                "forward_ms": 1e3 * best(lambda ours=ours: ours.forward(x), repeat),  # type: ignore[misc]
                "naive_ms": 1e3 * best(lambda f=f: f(x), repeat),  # type: ignore[misc]
                "jvp_ms": 1e3 * best(lambda ours=ours: ours.jvp(x, ones), repeat),  # type: ignore[misc]
                "naive_jvp_ms": 1e3 * best(lambda df=df: df(x) * ones, repeat),  # type: ignore[misc]
                "torch_ms": None,
            }
        if torch is not None and name in TORCH:
            function, tensor = TORCH[name](torch), torch.from_numpy(x)
            row["torch_ms"] = 1e3 * best(lambda function=function, tensor=tensor: function(tensor), repeat)  # type: ignore[misc]
        rows.append(row)
    return rows


def show(figures: Mapping[str, Any]) -> None:
    """For people."""
    where = figures["environment"]
    print(f"{where['cpu']}; Python {where['python']}; CPU time, the best of several rounds\n")
    for dtype, m in figures["sweeps"].items():
        print(
            f"all 65,536 numbers of {dtype}, f and f' of the seed's {len(SEED)} nodes: "
            f"cold {m['cold_cpu_seconds']:.2f} s CPU ({m['cold_wall_seconds']:.2f} s wall; target 8), "
            f"from the cache {m['cached_cpu_seconds']:.3f} s CPU ({m['cached_wall_seconds']:.3f} s wall; "
            f"target 1), {m['megabytes']:.0f} MB"
        )
    print("\nevaluations of gelu' a second (target: 300,000 rigorous ones through Arb)")
    for label, rate in figures["rates"].items():
        print(f"  {label:<50} {'not installed' if rate is None else f'{rate:12,.0f}'}")
    print(f"\n{SIZE:,} float64 numbers, standard deviation {SPREAD:g}: milliseconds, ratio to naive")
    head = f"{'node':<12} {'forward':>8} {'naive':>8} {'ratio':>6} {'torch':>8}"
    print(f"{head} {'jvp':>9} {'naive':>8} {'ratio':>6}")
    for row in figures["kernels"]:
        forward, jvp = row["forward_ms"] / row["naive_ms"], row["jvp_ms"] / row["naive_jvp_ms"]
        torch = "-" if row["torch_ms"] is None else f"{row['torch_ms']:.2f}"
        print(
            f"{row['node']:<12} {row['forward_ms']:8.2f} {row['naive_ms']:8.2f} {forward:6.2f} {torch:>8} "
            f"{row['jvp_ms']:9.2f} {row['naive_jvp_ms']:8.2f} {jvp:6.2f}"
        )
    if all(row["torch_ms"] is None for row in figures["kernels"]):
        print("torch is not installed")


def bench_oracle(progress: Report, repeat: int, save: str | None) -> int:
    """Measure and print all figures."""
    import proofgrad.bridge

    progress("catalogue")
    nodes = {node.short_name: node for node in proofgrad.bridge.catalogue().nodes}
    figures = {
        "environment": environment(),
        "sweeps": sweeps(nodes, progress),
        "rates": rates(nodes, repeat, progress),
        "kernels": kernels(nodes, repeat, progress),
    }
    progress("")
    show(figures)
    if save:
        Path(save).write_text(json.dumps(figures, indent=2) + "\n", "utf-8")
    return 0
