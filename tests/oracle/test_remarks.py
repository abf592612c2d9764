"""What is told beside a verdict, whatever it is."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from proofgrad.bridge import catalogue
from proofgrad.oracle import difftest
from proofgrad.oracle.difftest.remarks import SAMPLED, SHARES
from proofgrad.oracle.report.kernels_text import remark_lines


@pytest.fixture(scope="module")
def vectors(library):
    return {n.short_name: n for n in catalogue().nodes}


def test_an_answer_that_shares_memory_is_told_in_a_passing_verdict(vectors):
    view = SimpleNamespace(forward=lambda x: x.T)
    (found,) = difftest.test(vectors["transpose"], view, what=("forward",), layouts=False)
    assert found.verdict == "pass"
    assert SHARES in found.remarks
    copy = SimpleNamespace(forward=lambda x: x.T.copy())
    (found,) = difftest.test(vectors["transpose"], copy, what=("forward",), layouts=False)
    assert SHARES not in found.remarks


def test_and_in_a_failing_one(nodes):
    (found,) = difftest.test(nodes["abs"], lambda x: x[:], what=("forward",), layouts=False)
    assert found.verdict == "fail"
    assert SHARES in found.remarks
    lines = [line.plain for line in remark_lines({"verdicts": [found.to_json()]})]
    assert lines == [f"{SHARES}: abs forward"]


def test_sampled_coordinates_are_told(vectors):
    found = difftest.test(
        vectors["matmul"], what=("forward",), layouts=False, shapes={"a": (40, 50), "b": (50, 60)}
    )
    (remark,) = [r for r in found[0].remarks if r.startswith(SAMPLED)]
    judged, _, total = remark.removeprefix(f"{SAMPLED}: ").partition(" of ")
    assert 0 < int(judged) < int(total)
    found = difftest.test(
        vectors["matmul"], what=("forward",), layouts=False, shapes={"a": (2, 3), "b": (3, 2)}
    )
    assert not found[0].remarks
    assert np.all([v.verdict == "pass" for v in found])
