"""Prove a formula, whatever it is written in: capture it, have Lean prove it, tell what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from proofgrad.bridge.catalogue.user import UserFormula
from proofgrad.bridge.errors import FormulaError, UsageError
from proofgrad.oracle.report.model import envelope

if TYPE_CHECKING:
    from proofgrad.bridge.build.run import BuildEvent
    from proofgrad.bridge.proving.prove import Proven
    from proofgrad.oracle.report.model import ProveFunctionsJson, ProveJson

__all__ = ["captured", "functions_json", "is_name", "prove_json", "prove_part", "write_source"]


def captured(
    function: Any,
    *,
    name: str | None = None,
    parameters: Sequence[str] | None = None,
    variable: str | None = None,
    assume: Sequence[str] = (),
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
    return UserFormula(tree, given, variable, name, assumptions)


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


def prove_json(proven: Proven, file: Path | None = None) -> ProveJson:
    """What came of it, as JSON; `file` is where the Lean file was written, if not where it was compiled."""
    from proofgrad.bridge.catalogue.serial import node_to_json

    body = {
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
