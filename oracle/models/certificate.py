"""A certificate: what was captured, what is proven of it, under which conditions, by whom it was checked.

It never says more than the theorem: over the real numbers, the reverse pass of this program is the adjoint of
its derivative, where the conditions hold. That the framework computes what the program says is tested, not
proven.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from proofgrad.oracle.models.conditions import Met

__all__ = ["SAYS", "SAYS_NOT", "Certificate"]

SAYS = (
    "Over the real numbers, where the conditions hold: the program that was captured is differentiable, its "
    "JVP is its Fréchet derivative, and its reverse pass is the adjoint of that."
)
SAYS_NOT = (
    "That the framework computes what the program says, and how its arithmetic rounds: that is tested at the "
    "given size, not proven. That the capture is faithful: the test compares the two."
)


@dataclass(frozen=True)
class Certificate:
    """What is known of a captured model.

    Attributes:
        model: how it was named.
        framework: its name and version.
        program: SHA-256 of the exported graph.
        inputs: names and shapes of the program's inputs.
        operations: how often each operation of the framework occurs.
        unsupported: operations without a proof: name, place, why.
        conditions: of the steps that have one.
        theorem: its name; None where there is none.
        axioms: what it rests on.
        checked_by: the kernels that accepted it.
        lean: version of Lean.
        source: the Lean file; empty where there is none.
        source_sha256: of that.
        verdicts: of the tests, as in `proofgrad test`.
        untested: why there are none, where that was not asked for.
        unreduced: why conditions that are always met are among those listed; empty where none are.
    """

    model: str
    framework: str
    program: str
    inputs: tuple[tuple[str, tuple[int, ...]], ...]
    operations: Mapping[str, int]
    unsupported: tuple[tuple[str, str, str], ...] = ()
    conditions: tuple[Met, ...] = ()
    theorem: str | None = None
    axioms: tuple[str, ...] = ()
    checked_by: tuple[str, ...] = ()
    lean: str = ""
    source: str = ""
    source_sha256: str = ""
    verdicts: Sequence[Mapping[str, Any]] = field(default_factory=tuple)
    untested: str = ""
    unreduced: str = ""

    @property
    def lost(self) -> frozenset[str]:
        """Operations without a proof."""
        return frozenset(operation for operation, _, _ in self.unsupported)

    @property
    def proven(self) -> tuple[int, int]:
        """How many of the calls of operations are proven, and how many there are."""
        counts = self.operations.items()
        return sum(n for o, n in counts if o not in self.lost), sum(n for _, n in counts)

    def needs(self, operation: str) -> tuple[str, ...]:
        """The conditions that an operation has in this model."""
        parts = (m for m in self.conditions if m.operation == operation)
        return tuple(dict.fromkeys(m.needs for m in parts))

    @property
    def status(self) -> str:
        """``proved``; ``proved-on-domain`` where steps have conditions; ``partial`` where an operation has no
        proof; ``inconclusive`` where there is neither.
        """
        if self.unsupported:
            return "partial"
        if self.theorem is None:
            return "inconclusive"
        return "proved-on-domain" if self.conditions else "proved"

    @property
    def verdict(self) -> str:
        """``fail`` where the framework's gradient, or a condition at the given inputs, is wrong; ``pass``."""
        if any(v["verdict"] == "fail" for v in self.verdicts) or any(m.met is False for m in self.conditions):
            return "fail"
        undecided = not self.verdicts or any(v["verdict"] != "pass" for v in self.verdicts)
        unseen = any(m.met is None for m in self.conditions)
        return "inconclusive" if undecided or unseen or self.theorem is None else "pass"

    def to_json(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "model": self.model,
            "status": self.status,
            "verdict": self.verdict,
            "says": SAYS if self.theorem else "Nothing: there is no theorem.",
            "says_not": SAYS_NOT,
            "framework": self.framework,
            "program_sha256": self.program,
            "inputs": [[name, list(shape)] for name, shape in self.inputs],
            "operations": dict(self.operations),
            "unsupported": [{"operation": o, "source": s, "why": w} for o, s, w in self.unsupported],
            "conditions": [
                {"step": m.step, "operation": m.operation, "source": m.source, "needs": m.needs, "met": m.met}
                for m in self.conditions
            ],
            "theorem": self.theorem,
            "axioms": list(self.axioms),
            "checked_by": list(self.checked_by),
            "lean": self.lean,
            "source": self.source,
            "source_sha256": self.source_sha256,
            "verdicts": list(self.verdicts),
            "untested": self.untested,
        }
