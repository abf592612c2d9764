"""Operations on arrays, as programs: their values, and whether their derivatives are those of the values."""

from __future__ import annotations

import numpy as np
import pytest

from proofgrad.bridge.catalogue import Tree, in_order
from proofgrad.oracle.models.aten import RULES
from proofgrad.oracle.models.aten.rules import aten
from proofgrad.oracle.models.evaluate import _ONE, _TWO, evaluate
from proofgrad.oracle.models.formula import Composer
from proofgrad.oracle.models.traced import Writer


def value(tree: Tree, entries, tangents):
    """A tree at numbers."""
    known = {}
    for t in in_order((tree,)):
        args = [known[a] for a in t.args]
        if t.op in ("entry", "tangent"):
            known[t] = (entries if t.op == "entry" else tangents)[int(t.value)]
        elif t.op in ("const", "pi"):
            known[t] = np.pi if t.op == "pi" else float(t.value)
        elif t.op == "powi":
            known[t] = args[0] ** int(t.value)
        elif t.op == "if_gt":
            known[t] = args[2] if args[0] > args[1] else args[3]
        else:
            known[t] = (_ONE if len(args) == 1 else _TWO)[t.op](*map(np.asarray, args))
    return float(known[tree])


def run(operation, arrays, *rest, between=(), mask=False, **options):
    """An operation on arrays: the program, its result, and the constant arrays, which are inputs."""
    late = []
    for _ in range(2):  # constant arrays are known when it is written again
        w = Writer()
        given = [w.input(f"x{i}", a.shape) for i, a in enumerate(arrays)]
        for constant in late:
            w.constants[w.input("constant", constant.shape).array] = constant
        w.operation = operation
        given[1:1] = between  # constants among the arrays
        if mask:  # what is chosen by: where the array is positive
            given, rest_of = [aten(w, "gt.Scalar", given[0], 0.0), *given], rest[1:]
        found = RULES[operation](w, *given, *(rest_of if mask else rest), **options)
        late = late or w.late
    found = found[0] if isinstance(found, list) else found
    return w.program(found), found, list(w.constants.values())


def values(operation, arrays, *rest, **options):
    program, found, constants = run(operation, arrays, *rest, **options)
    composer = Composer(program, dict(enumerate(constants, len(arrays))))
    formula = composer.formula()
    flat = np.concatenate([np.ravel(a) for a in arrays])
    direction = np.cos(np.arange(len(flat)))
    out = np.array([value(t, flat, direction) for t in formula.forward]).reshape(found.shape)
    slope = np.array([value(t, flat, direction) for t in formula.jvp]).reshape(found.shape)
    step = 2.0**-20
    seen = evaluate(program, [*arrays, *constants]).values[program.output]
    assert seen == pytest.approx(out.ravel(), rel=1e-12, abs=1e-12)  # both ways of reading a program
    ends = [
        np.array([value(t, flat + s * step * direction, direction) for t in formula.forward]) for s in (1, -1)
    ]
    assert slope.ravel() == pytest.approx((ends[0] - ends[1]) / (2 * step), rel=1e-5, abs=1e-7)
    return out
