"""Worst inputs are kept, and tried first by the next run."""

from __future__ import annotations

import numpy as np
import pytest

from proofgrad.bridge.catalogue import Tree
from proofgrad.oracle import difftest
from proofgrad.oracle.difftest.corpus import KEPT, Corpus
from proofgrad.oracle.formula.coordinates import digest
from proofgrad.oracle.kernels import kernel
from proofgrad.oracle.ulp import FORMATS

DOUBLE = FORMATS["float64"]
NEEDLE = 2.7182818284590446  # wrong at this one number: no seed finds it


def corpus(folder, what="forward"):
    return Corpus(folder, digest([Tree("tanh", (Tree("var"),))]), DOUBLE, what)


def bits(*values):
    return [(int(b),) for b in DOUBLE.to_bits(np.array(values))]


def numbers(kept):
    return DOUBLE.from_bits(np.array([pattern[0] for pattern in kept.inputs()], dtype=np.uint64))


class Pricked:
    """tanh, but for one number; notes what it is asked first."""

    def __init__(self):
        self.first = None

    def forward(self, x):
        if self.first is None:
            self.first = np.array(x)
        return np.where(x == NEEDLE, 0.5, kernel("tanh").forward(x))


def test_a_failure_that_an_earlier_run_found_is_found_again(nodes, tmp_path):
    (blind,) = difftest.test(nodes["tanh"], Pricked(), what=("forward",), size=300, kept=tmp_path)
    assert blind.verdict == "pass"  # the needle is too thin
    corpus(tmp_path / "worst").add(bits(NEEDLE), [])
    pricked = Pricked()
    (found,) = difftest.test(nodes["tanh"], pricked, what=("forward",), size=300, kept=tmp_path, seed=1)
    assert found.verdict == "fail"
    assert found.replayed > 0
    assert NEEDLE in pricked.first
    assert len(pricked.first) <= KEPT
    assert found.to_json()["replayed"] == found.replayed
    (without,) = difftest.test(nodes["tanh"], Pricked(), what=("forward",), size=300, seed=1)
    assert without.verdict == "pass"


def test_a_run_keeps_what_it_found(nodes, tmp_path):
    wrong = (lambda x: np.where((x > 4) & (x < 4.01), 0.9, np.tanh(x)), None)
    (found,) = difftest.test(nodes["tanh"], wrong[0], what=("forward",), kept=tmp_path)
    assert found.verdict == "fail"
    kept = numbers(corpus(tmp_path / "worst"))
    assert ((kept > 4) & (kept < 4.01)).any()
    (again,) = difftest.test(nodes["tanh"], wrong[0], what=("forward",), kept=tmp_path, size=64, seed=5)
    assert again.verdict == "fail"
    assert again.replayed > 0
    # what is kept is judged by its maximum alone: it must not tilt median and bias
    (right,) = difftest.test(nodes["tanh"], what=("forward",), kept=tmp_path, seed=5)
    assert right.verdict == "pass"


def test_nothing_is_kept_without_a_folder_or_of_all_numbers(nodes, tmp_path):
    difftest.test(nodes["exp"], dtype="bfloat16", what=("forward",), kept=tmp_path)
    assert not (tmp_path / "worst").exists()
    (found,) = difftest.test(nodes["exp"], what=("forward",), size=100)
    assert found.replayed == 0


def test_failures_stay_and_new_ones_come_first(tmp_path):
    kept = corpus(tmp_path)
    kept.add(bits(7.0), bits(1.0))
    for i in range(KEPT):
        kept.add([], bits(100.0 + i))
    values = numbers(kept).tolist()
    assert len(values) == KEPT
    assert values[0] == 7.0
    assert values[1] == 100.0 + KEPT - 1
    assert 1.0 not in values
    assert not len(corpus(tmp_path, "jvp").inputs())


@pytest.mark.parametrize("damage", ["flip", "truncate", "text", "elsewhere"])
def test_a_damaged_list_is_an_empty_list(tmp_path, damage):
    kept = corpus(tmp_path)
    kept.add(bits(7.0), [])
    data = bytearray(kept.path.read_bytes())
    if damage == "flip":
        data[-3] ^= 1
    elif damage == "truncate":
        del data[-1:]
    elif damage == "text":
        data = bytearray(b'{"inputs": [[1, true]]}')
    else:
        corpus(tmp_path, "jvp").path.write_bytes(data)
        assert not len(corpus(tmp_path, "jvp").inputs())
        return
    kept.path.write_bytes(data)
    assert not len(kept.inputs())
    kept.add(bits(8.0), [])
    assert numbers(kept).tolist() == [8.0]
