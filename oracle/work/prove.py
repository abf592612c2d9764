"""Prove a formula, whatever it is written in: capture it, have Lean prove it, tell what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

from proofgrad.bridge.catalogue.user import UserFormula
from proofgrad.bridge.errors import FormulaError, UsageError
from proofgrad.oracle.report.model import envelope

if TYPE_CHECKING:
    from proofgrad.bridge.build.run import BuildEvent
    from proofgrad.bridge.proving.prove import Proven
    from proofgrad.oracle.report.model import ProveFunctionsJson, ProveJson

__all__ = [
    "GivenDerivative",
    "captured",
    "functions_json",
    "given_derivative",
    "is_name",
    "prove_json",
    "prove_part",
    "write_source",
]


def captured(
    function: Any,
    *,
    name: str | None = None,
    parameters: Sequence[str] | None = None,
    variable: str | None = None,
    assume: Sequence[str] = (),
    derivative: Any = None,
) -> UserFormula:
    """A function in any of the ways people write one, as a plain formula.

    Args:
        function: text in the formula language, a Python function of numbers, a SymPy expression, or a
            function written with JAX or PyTorch.
        name: of the node; None for the function's own, or ``f``.
        parameters: names of the parameters; None for all arguments of a function but the first, and for all
            symbols of a SymPy expression but the variable. Text must say.
        variable: name of the variable; None for ``x``, or a function's first argument.
        assume: what is supposed, in the formula language: ``c > 0``.
        derivative: what its derivative is said to be, in any of these ways, with the same names.

    Raises:
        FormulaError: it is no formula, or one without proven rules.
    """
    from proofgrad.oracle.capture.text import assumption_from_text, formula_from_text

    if isinstance(function, UserFormula):
        return function
    if isinstance(function, str):
        variable = variable or "x"
        given = tuple(parameters or ())
        tree = formula_from_text(function, variable=variable, parameters=given)
    else:
        from proofgrad.oracle.capture.objects import formula_from_object

        tree, variable, given, own = formula_from_object(function, variable, parameters)
        name = name or (own if own is not None and is_name(own) else None)
    assumptions = tuple(assumption_from_text(a, variable=variable, parameters=given) for a in assume)
    said = None
    if derivative is not None:
        said = captured(derivative, variable=variable, parameters=given).tree
    return UserFormula(tree, given, variable, name, assumptions, said)


def is_name(name: str) -> bool:
    """Whether a node can have that name."""
    from proofgrad.bridge.proving.names import check_name

    try:
        check_name(name)
    except FormulaError:
        return False
    return True


def prove_part(
    formula: UserFormula,
    *,
    timeout: float | None = None,
    on_event: Callable[[BuildEvent], None] | None = None,
) -> Proven:
    """Have Lean prove it. Raises FormulaError, ProofRejected, and what checking the library raises."""
    from proofgrad.bridge.proving.prove import prove

    return prove(formula, timeout=timeout, on_event=on_event)


@dataclass(frozen=True)
class GivenDerivative:
    """What came of a derivative that was given.

    Attributes:
        text: the formula.
        theorem: Lean's theorem that it is the derivative, or None: it is not proven to be.
        verdict: ``proven``; ``agrees`` with f wherever the two were compared; ``wrong``; ``inconclusive``: it
            could not be compared.
        detail: where, and how, it is seen not to be the derivative, or why it was not compared.
    """

    text: str
    theorem: str | None
    verdict: Literal["proven", "agrees", "wrong", "inconclusive"]
    detail: str = ""

    @property
    def said(self) -> str:
        """The verdict for people."""
        match self.verdict:
            case "proven":
                return f"proven to be the derivative too, by {self.theorem}"
            case "agrees":
                return "not proven (only the f' above is), but it agrees with f wherever they were compared"
            case "wrong":
                return f"not the derivative: {self.detail}"
        return f"not proven, and not compared: {self.detail}"


def given_derivative(formula: UserFormula, proven: Proven) -> GivenDerivative | None:
    """What came of the derivative that was given with a formula; None if there was none."""
    from dataclasses import replace

    from proofgrad.bridge.catalogue.formula import Formula
    from proofgrad.bridge.catalogue.text import formula_text
    from proofgrad.oracle.formula.derivative_check import slope_findings

    node = proven.node
    if formula.derivative is None or not isinstance(node.formula, Formula):
        return None
    said = replace(node.formula, df=formula.derivative)
    text = formula_text(formula.derivative, formula.variable)
    found = next(iter(slope_findings(replace(node, formula=said))), None)
    if found is not None and found.code == "wrong-derivative":
        return GivenDerivative(text, None, "wrong", found.message)
    if proven.given is not None:
        return GivenDerivative(text, proven.given, "proven")
    if found is not None:
        return GivenDerivative(text, None, "inconclusive", found.message)
    return GivenDerivative(text, None, "agrees")


def prove_json(proven: Proven, file: Path | None = None, given: GivenDerivative | None = None) -> ProveJson:
    """What came of it, as JSON; `file` is where the Lean file was written, if not where it was compiled."""
    from proofgrad.bridge.catalogue.serial import node_to_json

    body: dict[str, Any] = {
        "lean": {
            "version": proven.lean.version,
            "commit": proven.lean.commit,
            "source": proven.lean.source,
        },
        "node": node_to_json(proven.node),
        "module": proven.module,
        "file": str(file or proven.file),
        "source": proven.source,
        "cached": proven.cached,
        "seconds": proven.seconds,
    }
    if given is not None:
        body["given_derivative"] = asdict(given)
    return cast("ProveJson", envelope("prove", body))


def functions_json() -> ProveFunctionsJson:
    """The functions that formulas may be made of, as JSON."""
    from proofgrad.oracle.capture.functions import FUNCTIONS, OTHER_NAMES, is_provable

    rows = [
        {
            "name": f.name,
            "arguments": list(f.shown),
            "meaning": f.meaning,
            "also": [other for other, name in OTHER_NAMES.items() if name == f.name],
        }
        for f in FUNCTIONS.values()
        if is_provable(f)
    ]
    return cast("ProveFunctionsJson", envelope("prove", {"functions": rows}))


def write_source(proven: Proven, target: Path) -> Path:
    """Write the Lean file: to a file, or into a folder under the name of the node.

    Raises:
        UsageError: another file is there, or it cannot be written.
    """
    from proofgrad.bridge.files.atomic import write_atomically

    path = target / f"{proven.module.rpartition('.')[2]}.lean" if target.is_dir() else target
    if path.suffix != ".lean":
        raise UsageError(f"{path} is no Lean file", hint="give a folder, or a name that ends in .lean")
    try:
        if path.exists() and path.read_text(encoding="utf-8") != proven.source:
            raise UsageError(
                f"{path} exists already, and is another file", hint="give another name or folder"
            )
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, proven.source.encode(), shared=True)
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be written: {error}") from error
    return path
