"""`unit="strict"`: every coordinate of a vector node is held to its own ULP."""

from __future__ import annotations

import numpy as np
import pytest

from proofgrad import oracle
from proofgrad.bridge.errors import UsageError
from proofgrad.oracle.difftest.verdict import WHATS
from proofgrad.oracle.work.configured import configured


def softmax(x):
    e = np.exp(x - x.max(initial=-np.inf))
    return e / e.sum()


class Textbook:
    """Its gradient is 0 where that is small beside one of the terms."""

    def forward(self, x):
        return softmax(x)

    def vjp(self, xs, ct):
        p = softmax(xs[0])
        return (p * (ct - (p * ct).sum()),)


def test_what_is_small_beside_its_terms_is_forgiven_and_not_if_that_is_asked_for():
    for unit, outcome in (("formula", "pass"), ("strict", "fail")):
        forward, vjp = oracle.test(
            "softmax",
            Textbook(),
            dtype="float32",
            what=("forward", "vjp"),
            unit=unit,
            shapes={"n": 5},
            layouts=False,
        )
        assert vjp.verdict == outcome
    assert vjp.grade == "correct"  # within what the formula rounds to
    assert vjp.classes["normal"].unit == "ulp of the coordinate"
    assert vjp.classes["normal"].bound == 4.0
    assert vjp.diagnosis.startswith("loses digits")
    assert forward.message.endswith("allowed 4") or forward.verdict == "pass"


@pytest.mark.parametrize(
    ("node", "limit", "shapes", "what"),
    [
        # Its gradient may be small beside its terms as far as one likes: float64 is not enough for that.
        ("softmax", None, {"n": 4}, ("forward",)),
        ("softmax", None, {"n": 65}, ("forward",)),
        ("matmul", 0.501, {"a": (2, 3), "b": (3, 1)}, WHATS),
    ],
)
def test_a_kernel_that_computes_wider_passes(node, limit, shapes, what):
    """The project's own compute in float64 and round once."""
    options = {"dtype": "float32", "bounds": limit, "shapes": shapes, "layouts": False, "what": what}
    for v in oracle.test(node, unit="strict", **options):
        assert v.verdict == "pass", f"{v.what}: {v.message}"
        assert not v.unknown


def test_it_may_stand_in_a_project_and_no_other_word_may(tmp_path):
    (tmp_path / "pyproject.toml").write_text('[tool.proofgrad.test]\nunit = "strict"\n')
    assert configured(tmp_path) == {"unit": "strict"}
    with pytest.raises(UsageError, match="'ulps' is no unit"):
        oracle.test("softmax", unit="ulps")  # before anything is called
