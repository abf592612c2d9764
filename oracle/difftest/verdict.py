"""What a differential test finds: plain typed data, and the JSON of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from proofgrad.bridge.errors import UsageError
from proofgrad.bridge.nearest import nearest
from proofgrad.oracle.difftest.profile import Profile
from proofgrad.oracle.difftest.tolerances import Grade

__all__ = [
    "EVERY",
    "WHATS",
    "ClassResult",
    "KernelError",
    "Kink",
    "Outcome",
    "Verdict",
    "Verdicts",
    "What",
    "Worst",
    "combined",
    "parts_named",
]

What = Literal["forward", "jvp", "vjp", "adjoint", "hvp"]
Outcome = Literal["pass", "fail", "inconclusive"]

WHATS: tuple[What, ...] = ("forward", "jvp", "vjp", "adjoint")
"""What is compared if nobody says what, in the order of the verdicts; ``hvp`` has to be asked for."""

EVERY: tuple[What, ...] = (*WHATS, "hvp")
"""What can be compared."""


def parts_named(what: Sequence[str] | str) -> tuple[What, ...]:
    """The comparisons of that name; one text may have commas.

    Raises:
        UsageError: there is none of that name, or none at all.
    """
    names = [name.strip() for name in what.split(",")] if isinstance(what, str) else list(what)
    for name in names:
        if name not in EVERY:
            close = nearest(name, EVERY)
            raise UsageError(f"nothing is called {name!r}", hint=close or f"one of: {', '.join(EVERY)}")
    if not names:
        raise UsageError("nothing to compare", hint=f"some of: {', '.join(EVERY)}")
    return tuple(part for part in EVERY if part in names)


@dataclass(frozen=True, slots=True)
class Worst:
    """The input with the largest error of a class; numbers in shortest decimal, the input's bits in hex."""

    input: str
    input_hex: str
    got: str
    wanted: str

    def to_json(self) -> dict[str, str]:
        """As in the `test` JSON."""
        return {"input": self.input, "input_hex": self.input_hex, "got": self.got, "wanted": self.wanted}


@dataclass(frozen=True, slots=True)
class ClassResult:
    """Errors of one class of inputs.

    Attributes:
        count: inputs judged.
        max_ulp: largest absolute error; inf where a nan or an infinity is wrong.
        median_ulp: median absolute error.
        bias_ulp: mean signed error of the finite ones, less that of correctly rounded answers.
        over: how many exceed the bound.
        worst: the input with the largest error.
        bound: the limit of max_ulp.
        exact: whether every input of the class in this dtype was tested; else max_ulp is a lower bound.
        unit: what errors are counted in: ``ulp``, or ``ulp of the root's scale`` near a root.
        failed: the statistics that exceed their limits (``max``, ``median``, ``bias``), or ``sign`` of a
            zero.
        grade: how good the answers are, see :data:`~proofgrad.oracle.difftest.tolerances.GRADES`.
        wrong: how many answers were found beyond what evaluating the formula can cause; the search stops
            when there are some.
        where: of ``layout``: the layouts concerned.
        proved: how many of the inputs lie in the proved domain, where a theorem's hypotheses hold; None if
            that is unknown, or not counted (``direction``, ``layout``, adjointness).
        runtime: how many lie in the runtime domain: a kernel is expected to return a number there, none of
            Lean's total functions (1/0 = 0, log of x <= 0, ...) decides the value. None if not counted.
        theorems: of ``inf``: which theorems say the limits that the answers were compared with.
    """

    count: int
    max_ulp: float
    median_ulp: float
    bias_ulp: float
    over: int
    worst: Worst | None
    bound: float
    exact: bool
    unit: str = "ulp"
    failed: tuple[str, ...] = ()
    grade: Grade = "rounded"
    wrong: int = 0
    where: tuple[str, ...] = ()
    proved: int | None = None
    runtime: int | None = None
    theorems: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """What exceeds a limit is no better than wrong, unless somebody has looked why."""
        if self.failed and self.grade in ("accurate", "rounded"):
            object.__setattr__(self, "grade", "wrong")

    def to_json(self) -> dict[str, Any]:
        """As in the `test` JSON; an infinite error is the string "inf"."""
        return {
            "count": self.count,
            "max_ulp": _number(self.max_ulp),
            "median_ulp": _number(self.median_ulp),
            "bias_ulp": _number(self.bias_ulp),
            "over": self.over,
            "worst": self.worst.to_json() if self.worst else None,
            "bound": _number(self.bound),
            "exact": self.exact,
            "unit": self.unit,
            "failed": list(self.failed),
            "grade": self.grade,
            "wrong": self.wrong,
            "where": list(self.where),
            "proved": self.proved,
            "runtime": self.runtime,
            "theorems": list(self.theorems),
        }


@dataclass(frozen=True, slots=True)
class Kink:
    """An input on a switch point of the formula, and what may be answered there: anything between the
    smallest and the largest of the theorem's value and its limits from both sides. Numbers are decimal.

    Attributes:
        input: the input.
        input_hex: its bits.
        got: the kernel's answer.
        wanted: the value of Lean's function there; a convention, not a derivative, if the input is not in
            the proved domain.
        left: the proven limit from below.
        right: the proven limit from above.
        accepted: whether the answer is one of them or between them.
        proved: whether the input lies in the proved domain; None if that is unknown.
    """

    input: str
    input_hex: str
    got: str
    wanted: str
    left: str
    right: str
    accepted: bool
    proved: bool | None

    def to_json(self) -> dict[str, Any]:
        """As in the `test` JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class KernelError:
    """A kernel that did not answer as a kernel should.

    Attributes:
        kind: ``raised``, ``crashed``, ``shape``, ``dtype``, ``type``, ``mutated``, ``aliased``, ``timeout``,
            ``missing``, ``state`` (it changed what it shares with others).
        message: what happened, with the node, the backend and the input.
    """

    kind: str
    message: str

    def to_json(self) -> dict[str, str]:
        """As JSON."""
        return {"kind": self.kind, "message": self.message}


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict of one comparison of one kernel with one node's theorem.

    Attributes:
        node: the node's short name.
        backend: whose kernel.
        dtype: tested format.
        what: ``forward``, ``jvp``, ``vjp``, ``adjoint`` or ``hvp``.
        verdict: ``pass``, ``fail`` or ``inconclusive``.
        classes: results by class of input; only classes with inputs.
        slack: the largest radius of the references used, in ULP.
        unknown: inputs whose reference could not be decided (not judged).
        conventions: inputs where the kernel followed IEEE's convention instead of Lean's, or one of the
            one-sided values at a kink (judged correct).
        second_opinions: how many of the references were evaluated a second time, with mpmath's intervals, and
            overlap the first; 0: all rest on the first evaluator alone. None where that was not asked for,
            where references are exact rationals (linear), and where there are none (adjointness).
        domain: the proved domain in words.
        kinks: the tested inputs on switch points.
        replayed: how many worst inputs of earlier runs were tried first.
        params: values of the node's parameters.
        seed: of the inputs and of the random directions.
        sizes: at how many sizes (shapes of inputs) a vector node was tested; 0 for other nodes.
        simplest: the simplest input found that fails too, if a maximum is exceeded.
        error: why the kernel could not be judged, if so.
        message: one sentence on what decided the verdict.
        grade: the worst of all classes; empty where nothing was measured.
        require: the grade that decides.
        diagnosis: what is the matter, in words, from all classes together; empty where nothing is.
        refused: layouts that the kernel does not take, each with what it says.
        allowed: how many answers were accepted only because their class was allowed.
        source: file and line of the kernel; None where it has none.
        remarks: what is told beside the verdict, whatever it is: that an answer shares memory with an
            argument, that of large sizes some coordinates only were judged.
        reproduce: a shell line that shows the worst input again; empty if the kernel cannot be imported by
            name.
        seconds: wall time of this comparison, the references included in the first of a node.
        profile: the largest errors over the range of the format; None where they were not measured so.
    """

    node: str
    backend: str
    dtype: str
    what: What
    verdict: Outcome
    classes: Mapping[str, ClassResult] = field(default_factory=dict)
    slack: float = 0.0
    unknown: int = 0
    conventions: int = 0
    second_opinions: int | None = None
    domain: str = ""
    kinks: tuple[Kink, ...] = ()
    replayed: int = 0
    params: Mapping[str, float] = field(default_factory=dict)
    seed: int = 0
    sizes: int = 0
    simplest: Worst | None = None
    error: KernelError | None = None
    message: str = ""
    reproduce: str = ""
    seconds: float = 0.0
    profile: Profile | None = None
    grade: Grade | Literal[""] = ""
    require: Grade = "accurate"
    diagnosis: str = ""
    refused: tuple[str, ...] = ()
    allowed: int = 0
    source: tuple[str, int] | None = None
    remarks: tuple[str, ...] = ()

    @property
    def max_ulp(self) -> float:
        """The largest error of all classes, in ULP; nan if nothing was measured."""
        return max((c.max_ulp for c in self.classes.values()), default=float("nan"))

    def __repr__(self) -> str:
        """One line."""
        about = f"{self.node} {self.what} of {self.backend} in {self.dtype}"
        measured = f", largest error found {self.max_ulp:.3g} ULP" if self.classes else ""
        graded = f"{self.grade}, " if self.grade else ""
        why = self.diagnosis or self.message
        return f"<Verdict {graded}{self.verdict}: {about}{measured}{f': {why}' if why else ''}>"

    def to_json(self) -> dict[str, Any]:
        """As in the `test` JSON of the design notes, with a few keys more."""
        return {
            "node": self.node,
            "backend": self.backend,
            "dtype": self.dtype,
            "what": self.what,
            "verdict": self.verdict,
            "classes": {k: c.to_json() for k, c in self.classes.items()},
            "slack": _number(self.slack),
            "unknown": self.unknown,
            "conventions": self.conventions,
            "second_opinions": self.second_opinions,
            "domain": self.domain,
            "kinks": [kink.to_json() for kink in self.kinks],
            "replayed": self.replayed,
            "params": dict(self.params),
            "seed": self.seed,
            "sizes": self.sizes,
            "simplest": self.simplest.to_json() if self.simplest else None,
            "error": self.error.to_json() if self.error else None,
            "message": self.message,
            "reproduce": self.reproduce,
            "seconds": round(self.seconds, 4),
            "profile": self.profile.to_json() if self.profile else None,
            "grade": self.grade,
            "require": self.require,
            "diagnosis": self.diagnosis,
            "refused": list(self.refused),
            "allowed": self.allowed,
            "remarks": list(self.remarks),
            "source": {"file": self.source[0], "line": self.source[1]} if self.source else None,
        }


class Verdicts(tuple[Verdict, ...]):
    """Verdicts, as a tuple that shows as a table in notebooks."""

    __slots__ = ()

    @property
    def outcome(self) -> Outcome:
        """One outcome of all, see :func:`combined`."""
        return combined(self)

    def _repr_html_(self) -> str:
        """For notebooks."""
        from proofgrad.bridge.notebook import html_table

        head = (
            "grade",
            "node",
            "what",
            "backend",
            "dtype",
            "verdict",
            "largest error found (ULP)",
            "worst input",
            "why",
        )
        rows = []
        for v in self:
            found = max(v.classes.values(), key=lambda c: c.max_ulp, default=None)
            worst = found.worst.input if found is not None and found.worst is not None else ""
            size = f"{v.max_ulp:.4g}" if v.classes else "-"
            why = v.diagnosis or v.message
            rows.append((v.grade, v.node, v.what, v.backend, v.dtype, v.verdict, size, worst, why))
        return html_table(f"Kernels: {self.outcome}", head, rows)


def combined(verdicts: tuple[Verdict, ...]) -> Outcome:
    """One outcome of many: fail if any failed, else inconclusive if any is or there are none, else pass."""
    outcomes = {v.verdict for v in verdicts}
    if "fail" in outcomes:
        return "fail"
    return "inconclusive" if "inconclusive" in outcomes or not outcomes else "pass"


def _number(value: float) -> float | str:
    """JSON has no infinity and no nan."""
    return value if value == value and abs(value) != float("inf") else str(value)
