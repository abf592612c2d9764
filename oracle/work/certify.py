"""Certify a model, verify a certificate, tell which of a model's operations have proofs."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from proofgrad.bridge.errors import ProofgradError, UsageError
from proofgrad.oracle.work.progress import Progress, silent

if TYPE_CHECKING:
    from proofgrad.bridge.catalogue.program import Program
    from proofgrad.oracle.models.capture import Framework
    from proofgrad.oracle.models.captured import Captured
    from proofgrad.oracle.models.certificate import Certificate
    from proofgrad.oracle.models.conditions import Met

__all__ = ["certify", "coverage", "load_model", "verify"]


def load_model(name: str, inputs: str | None = None) -> tuple[Any, tuple[Any, ...]]:
    """A model and example inputs.

    Args:
        name: ``MODULE:ATTR``: a pair of model and inputs, or a function without arguments that returns one;
            with `inputs` also the model alone. ``onnx:PATH``: a file, with or without inputs.
        inputs: ``MODULE:ATTR`` of the inputs, or of a function that returns them.

    Raises:
        UsageError: there is no such thing.
    """
    if name.startswith("onnx:"):
        from proofgrad.oracle.models.onnx_file import OnnxModel

        found: Any = OnnxModel(Path(name.removeprefix("onnx:")))
        given: Any = () if inputs is None else _found(inputs)
        return found, tuple(given) if isinstance(given, (tuple, list)) else (given,)
    found = _found(name)
    if inputs is not None:
        given = _found(inputs)
    elif isinstance(found, tuple) and len(found) == 2:
        found, given = found
    else:
        raise UsageError(
            f"{name} comes without inputs", hint="a pair (model, inputs), or --inputs MODULE:ATTR"
        )
    return found, tuple(given) if isinstance(given, (tuple, list)) else (given,)


def _found(name: str) -> Any:
    from proofgrad.oracle.adapters.load import find

    module, colon, attribute = name.partition(":")
    if not colon:
        raise UsageError(f"{name!r} names no model", hint="MODULE:ATTR, such as models:mlp")
    found = find(module, attribute)
    if callable(found) and not hasattr(found, "parameters") and not isinstance(found, type):
        try:
            found = found()
        except TypeError:
            return found  # a function of tensors
        except Exception as error:
            raise UsageError(f"{name} raised {type(error).__name__}: {error}") from error
    return found


def certify(
    model: Any,
    inputs: Sequence[Any],
    *,
    name: str = "model",
    framework: Framework | None = None,
    dtype: str | None = None,
    test: bool = True,
    timeout: float | None = None,
    progress: Progress = silent,
) -> Certificate:
    """Capture a model, prove it, test it.

    Args:
        model: a ``torch.nn.Module``, a function of tensors or of JAX's arrays, an
            :class:`~proofgrad.oracle.models.onnx_file.OnnxModel`.
        inputs: example arguments.
        name: how it is called in the certificate.
        framework: ``torch`` or ``jax``, where that is not seen from the model and its inputs.
        dtype: the format in which it is tested; None: the model's own.
        test: whether the framework's gradient is tested against the program's formulas.
        timeout: wall-clock seconds for Lean.
        progress: told how far it is.

    Raises:
        UsageError: the model cannot be captured, or is too large to be tested.
        ProofgradError: the theorem cannot be checked.
    """
    from proofgrad.bridge.certifying.certify import TheoremRejected, prove_program
    from proofgrad.bridge.certifying.positive import Positive, without_met_conditions
    from proofgrad.oracle.models.capture import capture
    from proofgrad.oracle.models.certificate import Certificate
    from proofgrad.oracle.models.conditions import conditions_met
    from proofgrad.oracle.models.formula import TooLarge

    captured = capture(model, inputs, framework)
    program = whole = captured.program
    positive = None
    if program is not None:
        with progress("Lean modules"):
            positive = Positive.of_the_library(timeout)
        program = without_met_conditions(program, positive)
        captured = replace(captured, program=program)
    shapes = () if program is None else program.inputs
    out = Certificate(
        name,
        captured.framework,
        captured.digest,
        shapes,
        captured.operations,
        captured.unsupported,
    )
    if program is None:
        return out
    with progress("Lean modules") as meter:
        try:
            theorem = prove_program(program, positive, timeout=timeout, on_event=meter.event)
        except TheoremRejected:
            if program is whole or whole is None:
                raise
            program = whole  # with all conditions as hypotheses, those too that seemed to be always met
            captured = replace(captured, program=program)
            theorem = prove_program(program, positive, timeout=timeout, on_event=meter.event)
    out = replace(
        out,
        theorem=theorem.name,
        axioms=theorem.axioms,
        checked_by=theorem.checked_by,
        lean=theorem.lean,
        source=theorem.source,
        source_sha256=theorem.digest,
    )
    # The conditions are the theorem's, whether anybody looks at the inputs or not.
    out = replace(out, conditions=_conditions(program))
    if not test:
        return out
    out = replace(out, conditions=tuple(conditions_met(program, captured.inputs)))
    try:
        return replace(out, verdicts=_tested(captured, out.status, name, dtype))
    except TooLarge as error:
        return replace(out, untested=error.message)


def coverage(
    model: Any,
    inputs: Sequence[Any],
    *,
    name: str = "model",
    framework: Framework | None = None,
    progress: Progress = silent,
) -> Certificate:
    """Capture a model, and see which of its operations have proofs; nothing is proven or tested.

    Which conditions are always met is asked of the library that ships, as for a certificate; where that
    cannot be compiled, all are listed, and the certificate says so (`unreduced`).

    Raises:
        UsageError: the model cannot be captured.
    """
    from proofgrad.oracle.models.capture import capture
    from proofgrad.oracle.models.certificate import Certificate

    captured = capture(model, inputs, framework)
    program, unreduced = captured.program, ""
    if program is not None and any(step.condition for step in program.steps):
        from proofgrad.bridge.certifying.positive import Positive, without_met_conditions

        try:
            with progress("Lean modules"):
                program = without_met_conditions(program, Positive.of_the_library())
        except ProofgradError as error:
            unreduced = f"conditions that are always met are listed, too: {error.message}"
    return Certificate(
        name,
        captured.framework,
        captured.digest,
        () if program is None else program.inputs,
        captured.operations,
        captured.unsupported,
        () if program is None else _conditions(program),
        unreduced=unreduced,
    )


def _conditions(program: Program) -> tuple[Met, ...]:
    """The conditions of the steps, which nobody has looked at."""
    from proofgrad.oracle.models.conditions import Met

    steps = enumerate(program.steps)
    return tuple(Met(n, s.operation, s.source, s.condition, None) for n, s in steps if s.condition)


def _tested(captured: Captured, status: str, name: str, dtype: str | None) -> list[dict[str, Any]]:
    from proofgrad.bridge.catalogue import Node
    from proofgrad.oracle.difftest import test
    from proofgrad.oracle.difftest.verdict import WHATS
    from proofgrad.oracle.models.formula import vector_formula

    held = {n: captured.inputs[n] for n in captured.fixed}
    assert captured.program is not None
    formula = vector_formula(captured.program, held)
    node = Node(name, "vector", status, vectors=(formula,))  # type: ignore[arg-type]
    point = [a for n, a in enumerate(captured.inputs) if n not in captured.fixed]
    found = test(
        node,
        captured.kernel(),
        backend=captured.backend,
        dtype=dtype or captured.dtype,
        what=WHATS if captured.gradients else ("forward",),
        points=[point],
    )
    return [v.to_json() for v in found]


def verify(file: Path, *, timeout: float | None = None, progress: Progress = silent) -> Mapping[str, Any]:
    """Check the theorem of a certificate again, from its Lean source.

    Returns:
        What the theorem says, and what the file says that it is about.

    Raises:
        UsageError: the file is no certificate, or has none of a theorem, or was changed; or its source is not
            of the form that proofgrad writes, so that nobody knows what its theorem says.
        ProofgradError: the theorem is not accepted.
    """
    from proofgrad.bridge.certifying.certify import check_source
    from proofgrad.bridge.certifying.claimed import read_source
    from proofgrad.bridge.files.strangers import read_json
    from proofgrad.oracle.models.certificate import SAYS, SAYS_NOT

    try:
        data = read_json(file)
        source, digest = data["source"], data["source_sha256"]
        claimed = sorted(map(str, data.get("axioms", ())))
        shapes = [[int(n) for n in shape] for _, shape in data["inputs"]]
        conditional = sorted({int(met["step"]) for met in data["conditions"]})
        about = {key: str(data[key]) for key in ("model", "framework", "program_sha256")}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"{file} is no certificate: {error}") from error
    if not isinstance(source, str) or not source:
        raise UsageError(f"{file} holds no theorem", hint="an operation of the model has no proof")
    if hashlib.sha256(source.encode()).hexdigest() != digest:
        raise UsageError(f"{file} was changed: its Lean source is not the one that it was made with")
    try:
        said = read_source(source, shapes)
    except ValueError as error:
        raise UsageError(f"{file} is no certificate: {error}") from error
    if list(said.conditional) != conditional:
        raise UsageError(f"{file} names other conditions than its theorem has")
    with progress("Lean modules") as meter:
        theorem = check_source(source, timeout=timeout, on_event=meter.event)
    if theorem.name != data.get("theorem") or sorted(theorem.axioms) != claimed:
        raise UsageError(f"{file} claims another theorem or other axioms than its source has")
    return {**about, "theorem": theorem.name, "says": SAYS, "says_not": SAYS_NOT}
