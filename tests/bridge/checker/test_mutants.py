"""Random mutations of real proofs: one subterm replaced by another of the same proof. Rejected, or truly
equal."""

from __future__ import annotations

import random
import sys
import threading
from collections.abc import Callable

import pytest
from surgery import occurrences, put

from proofgrad.bridge.checker.declarations import Rejected, Theorem
from proofgrad.bridge.checker.driver import _Driver
from proofgrad.bridge.checker.kernel import Kernel
from proofgrad.bridge.checker.terms import (
    LAM,
    LET,
    PI,
    PROJ,
    Term,
    fvar,
    instantiate,
)
from proofgrad.bridge.olean import Environment

from .conftest import Library

MUTANTS = 600
SEED = 20260101
Place = tuple[int, ...]


def opened(e: Term, place: Place, *terms: Term) -> list[Term]:
    """Terms as they stand at that place, its binders opened."""
    variables: list[Term] = []
    for at in place:
        if e.kind in (LAM, PI) and at == 1:
            variables.insert(0, fvar(len(variables), instantiate(e.a, variables)))
        elif e.kind == LET and at == 2:
            variables.insert(0, instantiate(e.b, variables))
        e = e.c if e.kind == PROJ or (e.kind == LET and at == 2) else (e.a, e.b)[at]
    return [instantiate(t, variables) for t in terms]


@pytest.mark.slow
def test_mutants_of_real_proofs_are_rejected_or_truly_equal(
    library: Environment, lib: Library, record_property: Callable[[str, object], None]
) -> None:
    figures: dict[str, int] = {}
    wrong: list[str] = []

    def run() -> None:
        driver = _Driver([lib[n] for n in library], None, frozenset())
        result = driver.run()
        assert not result.rejected
        figures.update(_mutate(driver.kernel, wrong))

    limit, size = sys.getrecursionlimit(), threading.stack_size(512 << 20)
    sys.setrecursionlimit(200_000)
    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    sys.setrecursionlimit(limit)
    threading.stack_size(size)
    print(f"mutants: {figures} (seed {SEED})")
    for name, value in figures.items():
        record_property(f"mutants_{name}", value)
    assert wrong == []
    assert figures["tried"] == MUTANTS
    assert figures["rejected"] > 0.9 * MUTANTS
    assert figures["rejected"] + figures["equal"] + figures["same_data"] == MUTANTS


def same_data(kernel: Kernel, value: Term, mutant: Term, place: Place) -> bool:
    """Whether something around the place, that is no proof, is the same in both: the expressions x - -y and
    y + x, reflected, are different terms, and what the proof has of them, their normal form, is one.
    """
    for length in range(len(place) - 1, -1, -1):
        around = place[:length]
        a, b = value, mutant
        for at in around:
            a, b = (e.c if e.kind == PROJ or (e.kind == LET and at == 2) else (e.a, e.b)[at] for e in (a, b))
        (a,), (b,) = opened(value, around, a), opened(mutant, around, b)
        if kernel.is_proposition(kernel.infer(a)):
            return False
        if kernel.is_def_eq(a, b):
            return True
    return False


def _mutate(kernel: Kernel, wrong: list[str]) -> dict[str, int]:
    rng = random.Random(SEED)
    theorems = sorted(n for n, d in kernel.env.items() if isinstance(d, Theorem))
    figures = {"tried": 0, "rejected": 0, "equal": 0, "same_data": 0}
    while figures["tried"] < MUTANTS:
        name = rng.choice(theorems)
        theorem = kernel.env[name]
        assert isinstance(theorem, Theorem)
        value = theorem.value
        found = list(occurrences(value))
        if len(found) < 3:
            continue
        place, old = rng.choice(found)
        new = rng.choice(found)[1]
        mutant = put(value, place, new)
        if mutant is value or mutant.loose:
            continue
        figures["tried"] += 1
        del kernel.env[name]
        try:
            kernel.add(Theorem(name, theorem.level_params, theorem.type, mutant))
        except Rejected:
            figures["rejected"] += 1
        else:  # accepted: then what was put in must be what it replaced, up to definitional equality
            a, b = opened(value, place, old, new)
            if kernel.is_def_eq(a, b):
                figures["equal"] += 1
            elif same_data(kernel, value, mutant, place):
                figures["same_data"] += 1
            else:
                wrong.append(f"{name}: {old} replaced by {new}")
        kernel.env[name] = theorem
    return figures
