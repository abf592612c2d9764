"""`scripts/bench checkers`: what other gradient checkers catch, miss and falsely flag, beside proofgrad.

The wrong kernels are those of the mutation suite, the sound ones those that must not be flagged, and the
framework functions those of scripts/framework_findings.py. Each checker is used as its documentation shows:

- torch.autograd.gradcheck with its defaults, and with atol 1e-9 and rtol 1e-7 ("strict"), on 64 normally
  distributed numbers in float64, forward mode too;
- jax.test_util's check_jvp and check_vjp, which check_grads calls, with the defaults for the dtype, on the
  same numbers in the kernel's dtype;
- values of f and f' against mpmath at the points of SciPy's own tests (scipy.special._mptestutils.Arg),
  within rtol 1e-13 (float64), 8 ULP otherwise; nan and infinity must agree.

For functions that are not defined everywhere, the size of the numbers is taken. A checker catches a kernel if
it raises, for whatever reason. It is told nothing of where a kernel is wrong.
"""

from __future__ import annotations

import json
import sys
import time
import warnings
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

__all__ = ["bench_checkers"]

POSITIVE = ("log", "sqrt", "sqrtClamp", "inv")
COUNT = 64
STRICT = {"atol": 1e-9, "rtol": 1e-7}
_DIGITS = 30


@dataclass(frozen=True)
class Row:
    """What one checker said about a kernel: ``caught``, ``passed``, or ``n/a`` (it cannot test it); CPU s."""

    suite: str
    name: str
    checker: str
    said: str
    seconds: float


@dataclass(frozen=True)
class Subject:
    """A kernel to test: forward, jvp and vjp on arrays, and its node."""

    suite: str
    name: str
    node: Any
    kernel: Any
    dtype: str
    params: Mapping[str, float]
    judge: Callable[[], bool]
    """proofgrad's verdict: whether it flags the kernel."""
    framework: str = ""


def _numbers(subject: Subject, dtype: Any) -> Any:
    x = np.random.default_rng(0).standard_normal(COUNT)
    if subject.node.short_name in POSITIVE:
        x = np.abs(x) + 0.1
    return x.astype(dtype)


def gradcheck(subject: Subject, **tolerances: float) -> bool:
    """torch.autograd.gradcheck on the kernel as a torch.autograd.Function. True if it passes."""
    import torch

    k = subject.kernel
    x = torch.from_numpy(_numbers(subject, np.float64)).requires_grad_()
    if subject.framework == "torch":  # the function itself, as its users check it
        from proofgrad.oracle.adapters.torch_kernels import FUNCTIONS

        function, values = FUNCTIONS[subject.node.short_name], tuple(subject.params.values())
        called = (lambda x: function(x, *values)) if values else function
        return bool(torch.autograd.gradcheck(called, (x,), check_forward_ad=True, **tolerances))

    def to(array: Any) -> Any:
        return torch.from_numpy(np.array(array, dtype=np.float64))

    class Kernel(torch.autograd.Function):
        @staticmethod
        def forward(ctx: Any, x: Any) -> Any:
            ctx.save_for_backward(x)
            ctx.save_for_forward(x)
            return to(k.forward(x.detach().numpy().copy()))

        @staticmethod
        def backward(ctx: Any, ct: Any) -> Any:
            return to(k.vjp(ctx.saved_tensors[0].detach().numpy().copy(), ct.detach().numpy().copy()))

        @staticmethod
        def jvp(ctx: Any, dx: Any) -> Any:
            return to(k.jvp(ctx.saved_tensors[0].detach().numpy().copy(), dx.detach().numpy().copy()))

    forward = k.jvp is not None
    return bool(torch.autograd.gradcheck(Kernel.apply, (x,), check_forward_ad=forward, **tolerances))


def jax_checks(subject: Subject) -> bool:
    """check_jvp and check_vjp of jax.test_util. True if they pass; else they raise."""
    import jax
    from jax._src import public_test_util

    k = subject.kernel
    x = _numbers(subject, subject.dtype)
    if subject.framework == "jax":
        from jax.test_util import check_grads

        from proofgrad.oracle.adapters.jax_kernels import FUNCTIONS

        function, values = FUNCTIONS[subject.node.short_name], tuple(subject.params.values())
        with jax.enable_x64(True):
            check_grads((lambda x: function(x, *values)) if values else function, (x,), order=1)
        return True

    def pushed(primals: Any, tangents: Any) -> Any:
        return k.forward(np.array(primals[0])), k.jvp(np.array(primals[0]), np.array(tangents[0]))

    def pulled(x: Any) -> Any:
        x = np.array(x)
        return k.forward(x.copy()), lambda ct: (k.vjp(x.copy(), np.array(ct)),)

    with jax.enable_x64(True):
        public_test_util.check_jvp(lambda x: k.forward(np.array(x)), pushed, (x,))
        public_test_util.check_vjp(lambda x: k.forward(np.array(x)), pulled, (x,))
    return True


def mpmath_values(subject: Subject) -> bool:
    """f and f' against mpmath at the points of SciPy's tests. True if all agree."""
    import mpmath
    from scipy.special._mptestutils import Arg

    formula = subject.node.formula
    x = np.asarray(Arg().values(200), dtype=np.float64)
    with np.errstate(over="ignore"):
        x = x.astype(subject.dtype)
    x = x[np.isfinite(x.astype(np.float64))]
    if subject.node.short_name in POSITIVE:
        x = x[x.astype(np.float64) > 0]
    info = {"float64": 1e-13, "float32": 2.0**-20, "float16": 2.0**-7, "bfloat16": 2.0**-4}[subject.dtype]
    parts = [(formula.f, subject.kernel.forward(x.copy()))]
    if subject.kernel.jvp is not None:
        parts.append((formula.df, subject.kernel.jvp(x.copy(), np.ones_like(x))))
    for tree, got in parts:
        if np.shape(got) != x.shape or np.asarray(got).dtype != x.dtype:
            return False
        for at, answer in zip(x.astype(np.float64), np.asarray(got).astype(np.float64), strict=True):
            with mpmath.workdps(_DIGITS):
                wanted = _value(tree, mpmath.mpf(float(at)), subject.params)
            if not _agree(float(answer), wanted, info, subject.dtype):
                return False
    return True


def _agree(got: float, wanted: Any, rtol: float, dtype: str) -> bool:
    from proofgrad.oracle.ulp import format_of

    if wanted is None:  # mpmath has no value: nothing to compare
        return True
    fmt = format_of(dtype)
    nearest = float(fmt.narrow(np.array([float(wanted)]))[0])
    if not np.isfinite(nearest) or not np.isfinite(got):
        return got == nearest or (np.isnan(got) and np.isnan(nearest))
    floor = float(2.0 ** max(fmt.tiny_exponent, -1074))
    return abs(got - float(wanted)) <= rtol * abs(float(wanted)) + floor


def _value(tree: Any, x: Any, params: Mapping[str, float]) -> Any:
    """A formula as one would write it with mpmath, without enclosures. None where it is undefined."""
    import mpmath

    plain: dict[str, Callable[..., Any]] = {
        "add": lambda a, b: a + b,
        "sub": lambda a, b: a - b,
        "mul": lambda a, b: a * b,
        "neg": lambda a: -a,
        "abs": abs,
        "max": max,
        "sign": mpmath.sign,
        "exp": mpmath.exp,
        "sinh": mpmath.sinh,
        "cosh": mpmath.cosh,
        "tanh": mpmath.tanh,
        "sin": mpmath.sin,
        "cos": mpmath.cos,
    }
    if tree.op == "var":
        return x
    if tree.op == "const":
        return mpmath.mpf(tree.value.numerator) / tree.value.denominator
    if tree.op == "param":
        return mpmath.mpf(float(params[str(tree.value)]))
    if tree.op == "pi":
        return +mpmath.pi
    if tree.op == "if_gt":
        a, b = (_value(t, x, params) for t in tree.args[:2])
        return None if a is None or b is None else _value(tree.args[2 if a > b else 3], x, params)
    args = [_value(t, x, params) for t in tree.args]
    if any(a is None for a in args):
        return None
    if tree.op == "powi":
        return args[0] ** int(tree.value)
    if tree.op in ("div", "inv"):
        top, below = args if tree.op == "div" else (mpmath.mpf(1), args[0])
        return None if below == 0 else top / below
    if tree.op in ("log", "sqrt"):
        return None if args[0] <= 0 else getattr(mpmath, tree.op)(args[0])
    return plain[tree.op](*args)


CHECKERS: Mapping[str, Callable[[Subject], bool]] = {
    "gradcheck": gradcheck,
    "gradcheck, strict": lambda s: gradcheck(s, **STRICT),
    "jax check_grads": jax_checks,
    "mpmath, as SciPy": mpmath_values,
    "proofgrad": lambda s: not s.judge(),
}


def ask(subject: Subject, checker: str) -> Row:
    """One checker about one kernel."""
    started = time.process_time()
    said = "n/a"
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if not (checker.startswith(("gradcheck", "jax")) and subject.kernel.vjp is None) and not (
            checker.startswith("mpmath") and subject.node.formula is None
        ):
            try:
                said = "passed" if CHECKERS[checker](subject) else "caught"
            except Exception:  # noqa: BLE001 -- that is how checkers say that a kernel is wrong
                said = "caught"
    return Row(subject.suite, subject.name, checker, said, time.process_time() - started)


def _subjects(nodes: Mapping[str, Any]) -> list[Subject]:
    from findings import Python, reproduces
    from framework_findings import FINDINGS
    from mutants import SOUND, SUITE, examine, run
    from mutants.model import PARAMETERS, Right

    from proofgrad.oracle import difftest
    from proofgrad.oracle.adapters import load, wrap

    out = []
    for m in SUITE:
        if m.node == "linear":
            rng = np.random.default_rng(1)
            made = m.build(rng.standard_normal((COUNT, COUNT)), rng.standard_normal(COUNT))
        else:
            made = m.build(Right.of(m.node))
        params = PARAMETERS.get(m.node, {})
        kernel = wrap(made, node=m.node, params=params, backend="wrong")

        def wrong(m: Any = m) -> bool:
            return any(v.verdict == "fail" for v in run(m, nodes))

        out.append(Subject("wrong", m.name, nodes[m.node], kernel, m.dtype, params, wrong))
    for s in SOUND:
        params = PARAMETERS.get(s.node, {})
        kernel = wrap(s.kernel, node=s.node, params=params, backend="sound")

        def flagged(s: Any = s) -> bool:
            return any(v.verdict != "pass" for v in examine(s, nodes))

        out.append(Subject("sound", s.name, nodes[s.node], kernel, s.dtype, params, flagged))
    here = Python.of(sys.executable)
    for f in FINDINGS:
        if not reproduces(f, nodes[f.node], here):
            print(f"right in {f.framework} {here.versions[f.framework]}: {f.title}")
            continue
        params = {p: difftest.DEFAULT_PARAMETERS[p] for p in nodes[f.node].parameters}
        backend = f.backend or f.framework
        kernel = load(backend, f.node, params)

        def found(f: Any = f, backend: str = backend) -> bool:
            eager = backend == "torch"  # others compile for each length anew
            verdicts = difftest.test(
                nodes[f.node], backend=backend, dtype=f.dtype, what=(f.what,), layouts=eager
            )
            return verdicts[0].verdict == "fail"

        name = f"{f.framework} {f.title}"
        out.append(Subject("finding", name, nodes[f.node], kernel, f.dtype, params, found, f.framework))
    return out


def write_table(page: Path, text: str) -> None:
    """Put a text between the two comments of a page. Raises ValueError if they are not there."""
    start, end = "<!-- written by scripts/bench checkers --write -->\n", "<!-- to here -->\n"
    old = page.read_text("utf-8")
    before, _, rest = old.partition(start)
    _, found, after = rest.partition(end)
    if not found:
        raise ValueError(f"{page} has no place for the table")
    page.write_text(before + start + text + end + after, "utf-8")


def bench_checkers(progress: Callable[[str], None], save: str | None, *, write: bool = False) -> int:
    """Print the table; save the rows as JSON, and write the table into docs/comparison.md, if asked to.

    Returns 1 if proofgrad misses or flags falsely.
    """
    root = Path(__file__).resolve().parents[1]
    sys.path.insert(0, str(root / "tests" / "support"))
    import proofgrad.bridge
    from proofgrad.oracle.report.environment import environment

    progress("catalogue")
    nodes = {node.short_name: node for node in proofgrad.bridge.catalogue().nodes}
    subjects = _subjects(nodes)
    rows = []
    for number, subject in enumerate(subjects):
        for checker in CHECKERS:
            progress(f"{number} of {len(subjects)} {checker}: {subject.name}")
            rows.append(ask(subject, checker))
    progress("")
    where = environment()
    versions = (
        f"{name} {where[name]}" for name in ("torch", "jax", "scipy", "numpy", "mpmath") if name in where
    )
    place = f"{', '.join(versions)}; Python {where['python']}; {where['cpu']}"
    print(place)
    print(table(rows))
    if write:
        write_table(root / "docs" / "comparison.md", f"On {place}:\n\n{table(rows).strip()}\n\n")
    if save:
        Path(save).write_text(json.dumps([asdict(r) for r in rows], indent=1) + "\n", "utf-8")
    own = [r for r in rows if r.checker == "proofgrad"]
    bad = [r.name for r in own if (r.said == "caught") == (r.suite == "sound")]
    print("\n".join(f"proofgrad is wrong about: {name}" for name in bad) + "\n" * bool(bad), end="")
    return 1 if bad else 0


def table(rows: list[Row]) -> str:
    """A line for each checker: caught of those it can test, in each suite, and its time."""
    totals = Counter(r.suite for r in rows if r.checker == "proofgrad")
    lines = [
        "| checker | wrong caught | missed | cannot test | sound flagged | findings caught | CPU s |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for checker in dict.fromkeys(r.checker for r in rows):
        said = Counter((r.suite, r.said) for r in rows if r.checker == checker)
        seconds = sum(r.seconds for r in rows if r.checker == checker)
        cells = [
            f"{said['wrong', 'caught']} of {totals['wrong']}",
            str(said["wrong", "passed"]),
            str(said["wrong", "n/a"]),
            f"{said['sound', 'caught']} of {totals['sound'] - said['sound', 'n/a']}",
            f"{said['finding', 'caught']} of {totals['finding']}",
            f"{seconds:.0f}",
        ]
        lines.append(f"| {checker} | {' | '.join(cells)} |")
    return "\n".join(lines)
