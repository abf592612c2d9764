"""The JSON of a run, typed. The files in schemas/ say the same to other programs; a test keeps the two equal.

These are TypedDicts and not classes: what is saved, what `--from` reads back and what the renderers get is
one thing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NotRequired, TypedDict

__all__ = [
    "SCHEMA_VERSION",
    "CheckJson",
    "ClassJson",
    "DeclarationJson",
    "ErrorJson",
    "FlawJson",
    "HypothesisJson",
    "KinkJson",
    "LeanJson",
    "ModuleInfoJson",
    "ModuleJson",
    "NodeJson",
    "NodesJson",
    "NotionJson",
    "ProblemJson",
    "ProofJson",
    "ProveFunctionsJson",
    "ProveJson",
    "Run",
    "Severity",
    "SupportJson",
    "TestJson",
    "TestedNodeJson",
    "VerdictJson",
]

SCHEMA_VERSION = 1
"""Raised when a field changes its meaning or goes away; new fields do not raise it."""

Status = Literal["ok", "failed", "inconclusive"]
Severity = Literal["error", "inconclusive", "warning"]


class LeanJson(TypedDict):
    """The Lean that was used."""

    version: str
    commit: str
    source: Literal["embedded", "project", "none"]


class ProblemJson(TypedDict):
    """Something that is wrong or could not be checked. Lines count from 1, columns from 0, as in Lean."""

    severity: Severity
    code: str
    message: str
    file: str | None
    line: int | None
    column: int | None
    declaration: str | None


class ModuleJson(TypedDict):
    """One module: its verdict and what it cost."""

    name: str
    status: Status
    cached: bool
    seconds: NotRequired[float | None]
    cpu_seconds: NotRequired[float | None]
    peak_bytes: NotRequired[int | None]


class CheckJson(TypedDict):
    """`proofgrad check`."""

    schema_version: int
    command: Literal["check"]
    status: Status
    lean: LeanJson | None
    counts: dict[str, int]
    checkers: list[Any]
    problems: list[ProblemJson]
    modules: NotRequired[list[ModuleJson]]
    seconds: float


class HypothesisJson(TypedDict):
    """One hypothesis of a theorem about a node: as Lean prints it, and as a relation where understood."""

    text: str
    scope: Literal["input", "parameter"]
    relation: Literal["ne", "lt", "le", "eq"] | None
    left: dict[str, Any] | None
    right: dict[str, Any] | None
    met: NotRequired[bool]
    why: NotRequired[str]
    kind: NotRequired[str]


class SupportJson(TypedDict):
    """What a theorem stands on, all the way down; `modules` with how many constants of each."""

    theorems: int
    constants: int
    modules: dict[str, int]
    direct: list[str]
    complete: bool


class ModuleInfoJson(TypedDict):
    """A module that was read."""

    name: str
    imports: list[str]
    theorems: int
    constants: int


class ProofJson(TypedDict):
    """One theorem about a node."""

    theorem: str
    scope: Literal["global", "pointwise"]
    hypotheses: list[HypothesisJson]
    statement: str
    axioms: list[str]
    checked_by: list[str]
    support: NotRequired[SupportJson | None]


class SecondJson(TypedDict):
    """The second derivative of a scalar node, and the theorem about it."""

    ddf: dict[str, Any]
    ddf_text: str
    proof: ProofJson


class LimitJson(TypedDict):
    """What a scalar node tends to at one end, and the theorem about it; no value: beyond every bound."""

    end: Literal["+∞", "-∞"]
    value: dict[str, Any] | None
    text: str
    proof: ProofJson


class NodeJson(TypedDict):
    """One node, with its proofs and formulas."""

    name: str
    kind: Literal["elementwise", "vector", "generic"]
    status: str
    proofs: list[ProofJson]
    parameters: list[str]
    formula: dict[str, Any] | None
    vectors: NotRequired[list[dict[str, Any]]]
    indexed: NotRequired[dict[str, Any] | None]
    second: NotRequired[SecondJson | None]
    limits: NotRequired[list[LimitJson]]
    doc: str
    source: dict[str, Any] | None
    by: NotRequired[list[str]]


class NotionJson(TypedDict):
    """What the word "proved" means in a catalogue."""

    name: str
    statement: str
    shipped: bool
    differs: list[str]


class DeclarationJson(TypedDict):
    """One constant of the project."""

    name: str
    kind: str
    axioms: list[str]
    status: str


class FlawJson(TypedDict):
    """What the reader of the catalogue found wrong: a theorem about another node, of unknown shape, ..."""

    code: str
    message: str
    declaration: str
    source: dict[str, Any] | None


class NodesJson(TypedDict):
    """`proofgrad nodes`."""

    schema_version: int
    command: Literal["nodes"]
    lean: LeanJson
    counts: dict[str, int]
    nodes: list[NodeJson]
    declarations: list[DeclarationJson]
    problems: list[FlawJson]
    modules: NotRequired[list[ModuleInfoJson]]
    notion: NotRequired[NotionJson | None]


class GivenDerivativeJson(TypedDict):
    """What came of a derivative that was given with a formula."""

    text: str
    theorem: str | None
    verdict: Literal["proven", "agrees", "wrong", "inconclusive"]
    detail: str


class ProveJson(TypedDict):
    """`proofgrad prove`."""

    schema_version: int
    command: Literal["prove"]
    lean: LeanJson
    node: NodeJson
    module: str
    file: str
    source: str
    cached: bool
    seconds: float
    given_derivative: NotRequired[GivenDerivativeJson]


class FunctionJson(TypedDict):
    """A function of the formula language."""

    name: str
    arguments: list[str]
    meaning: str
    also: list[str]


class ProveFunctionsJson(TypedDict):
    """`proofgrad prove --functions`."""

    schema_version: int
    command: Literal["prove"]
    functions: list[FunctionJson]


class WorstJson(TypedDict):
    """The worst input of a class. Numbers are decimal text, so that inf and nan survive JSON."""

    input: Any
    input_hex: Any
    got: Any
    wanted: Any


class ClassJson(TypedDict):
    """A kernel's errors on one class of inputs (normal range, subnormals, ±0, ...), in ULP of the dtype."""

    count: int
    max_ulp: float | str | None
    median_ulp: float | str | None
    bias_ulp: float | str | None
    worst: WorstJson | None
    bound: float | str | None
    exact: bool
    over: NotRequired[int]
    unit: NotRequired[str]
    failed: NotRequired[list[str]]
    proved: NotRequired[int | None]
    runtime: NotRequired[int | None]
    grade: NotRequired[str]
    wrong: NotRequired[int]
    where: NotRequired[list[str]]
    theorems: NotRequired[list[str]]


class KinkJson(TypedDict):
    """An input on a switch point: the kernel's answer, Lean's value, and the proven one-sided limits."""

    input: str
    input_hex: str
    got: str
    wanted: str
    left: str
    right: str
    accepted: bool
    proved: bool | None


class ProvenBoundJson(TypedDict):
    """What is proven of the errors of the very kernel that was tested: none from low to high is greater."""

    ulp: float
    low: float
    high: float
    gaps: int
    supposes: list[str]


class VerdictJson(TypedDict):
    """One kernel function on one node in one format."""

    node: str
    backend: str
    dtype: str
    what: Literal["forward", "jvp", "vjp", "adjoint", "hvp"]
    verdict: Literal["pass", "fail", "inconclusive"]
    classes: dict[str, ClassJson]
    slack: float | str | None
    reproduce: str
    message: NotRequired[str]
    params: NotRequired[dict[str, float]]
    unknown: NotRequired[int]
    conventions: NotRequired[int]
    second_opinions: NotRequired[int | None]
    domain: NotRequired[str]
    kinks: NotRequired[list[KinkJson]]
    replayed: NotRequired[int]
    simplest: NotRequired[dict[str, str] | None]
    seed: NotRequired[int]
    error: NotRequired[dict[str, str] | None]
    seconds: NotRequired[float]
    profile: NotRequired[list[float | str | None] | None]
    grade: NotRequired[str]
    require: NotRequired[str]
    diagnosis: NotRequired[str]
    refused: NotRequired[list[str]]
    allowed: NotRequired[int]
    source: NotRequired[dict[str, Any] | None]
    remarks: NotRequired[list[str]]
    known: NotRequired[bool]
    proven_bound: NotRequired[ProvenBoundJson]


class ProgramJson(TypedDict):
    """A whole program that was tested, and which theorem covers it."""

    name: str
    nodes: list[str]
    shapes: dict[str, list[int]]
    theorem: str | None
    coverage: dict[str, Any]
    covered: str


class TestedNodeJson(TypedDict):
    """A node whose kernels were tested: what is proven of it, by whose definitions, and who checked that
    here (nobody, where it is taken as it ships)."""

    name: str
    status: str
    by: list[str]
    checked_by: NotRequired[list[str]]


class BaselineJson(TypedDict):
    """What became of a baseline: how many failures it accepts, and what has been mended since."""

    file: str
    accepted: int
    mended: list[str]


class TestJson(TypedDict):
    """`proofgrad test`."""

    schema_version: int
    command: Literal["test"]
    environment: dict[str, Any]
    verdicts: list[VerdictJson]
    programs: NotRequired[list[ProgramJson]]
    nodes: NotRequired[list[TestedNodeJson]]
    require_proof: NotRequired[bool]
    require: NotRequired[str]
    warnings: NotRequired[list[str]]
    baseline: NotRequired[BaselineJson | None]


class ErrorJson(TypedDict):
    """Why a part could not be made."""

    part: str
    code: str
    message: str
    hint: str | None


class Run(TypedDict, total=False):
    """`report.json`: the parts that a run was to do. One that failed is None; `errors` says why."""

    schema_version: int
    check: CheckJson | None
    nodes: NodesJson | None
    test: TestJson | None
    errors: list[ErrorJson]


def envelope(command: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """The JSON of a part, with its schema version and name in front."""
    return {"schema_version": SCHEMA_VERSION, "command": command, **body}
