"""References of vector nodes are remembered for the next kernel: the same ones, whatever a kernel does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

import proofgrad.bridge
from proofgrad.bridge.catalogue import Node
from proofgrad.oracle import difftest
from proofgrad.oracle.difftest.subjects import vector_subjects
from proofgrad.oracle.difftest.tolerances import Tolerances
from proofgrad.oracle.formula.coordinates import CoordinateReference
from proofgrad.oracle.ulp import format_of


@pytest.mark.usefixtures("unremembered")
def test_the_next_kernel_meets_the_same_references(
    nodes: Mapping[str, Node], monkeypatch: pytest.MonkeyPatch
) -> None:
    node = replace(nodes["linear"], vectors=nodes["linear"].vectors[:2])
    calls: list[str] = []
    enclose = CoordinateReference.enclose
    monkeypatch.setattr(
        CoordinateReference, "enclose", lambda self, *args: calls.append(args[0]) or enclose(self, *args)
    )

    def verdicts(dtype: str) -> list[difftest.Verdict]:
        found = difftest.test(node, dtype=dtype, what=("forward", "jvp"), layouts=False)
        return [replace(v, seconds=0.0) for v in found]

    first, asked = verdicts("float32"), len(calls)
    assert asked > 10
    assert verdicts("float32") == first
    assert len(calls) == asked
    verdicts("float64")
    assert len(calls) > asked + 10


@pytest.mark.usefixtures("unremembered")
def test_what_a_kernel_writes_into_its_parameters_changes_no_reference() -> None:
    node = proofgrad.bridge.catalogue()["linear"]

    def subject() -> difftest.case.Subject:
        (found,) = vector_subjects(
            node,
            None,
            backend="numpy",
            fmt=format_of("float32"),
            params={},
            seed=0,
            timeout=60.0,
            isolate=False,
            tolerances=Tolerances(),
            sizes=[{"inDim": 40, "outDim": 30}],
        )
        return found

    first = subject()
    assert first.function.large
    kept = {name: np.array(value) for name, value in first.function.reference.arrays.items()}
    for value in first.options.values():
        if isinstance(value, np.ndarray):
            value += 1
    second = subject()
    assert second.function.reference is first.function.reference
    for name, value in second.function.reference.arrays.items():
        assert np.array_equal(value, kept[name])
        assert np.array_equal(value, second.options[name])
    assert len(kept) == 2
