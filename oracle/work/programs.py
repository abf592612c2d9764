"""Whole programs: which ones, their verdicts, and which theorem covers them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from proofgrad.bridge.errors import UsageError
from proofgrad.bridge.nearest import nearest
from proofgrad.oracle.work.graph import test_graph
from proofgrad.oracle.work.options import TestOptions
from proofgrad.oracle.work.progress import Progress

if TYPE_CHECKING:
    from proofgrad.oracle.graph.examples import Program

__all__ = ["load_program", "program_verdicts"]


def load_program(name: str) -> Program:
    """An example by its name, or ``MODULE:ATTR``: a Program, or a function that returns one.

    Raises:
        UsageError: there is no such program.
    """
    from proofgrad.oracle.adapters.load import find
    from proofgrad.oracle.graph.examples import EXAMPLES, Program

    module, colon, attribute = name.partition(":")
    if not colon:
        if name not in EXAMPLES:
            hint = nearest(name, list(EXAMPLES)) or f"there are: {', '.join(EXAMPLES)}; or MODULE:ATTR"
            raise UsageError(f"no program {name!r}", hint=hint)
        return EXAMPLES[name]()
    found = find(module, attribute)
    hint = "it must be, or return without arguments, a proofgrad.oracle.graph.Program"
    if callable(found) and not isinstance(found, Program):
        try:
            found = found()
        except Exception as error:  # a function of the user's may raise anything
            raise UsageError(f"{name} raised {type(error).__name__}: {error}", hint=hint) from error
    if not isinstance(found, Program):
        raise UsageError(f"{name} is no program", hint=hint)
    return found


def _kernel(options: TestOptions, program: Program) -> Any:
    """What is tested as a program: what the backend names, by itself or under the program's name; None for
    the NumPy kernels; PyTorch's functions, one for each node, for ``torch``.

    Raises:
        UsageError: the backend has nothing for it.
    """
    name = program.name
    if options.backend == "numpy":
        return None
    if options.backend == "torch":
        from proofgrad.oracle.graph.torch import torch_kernel

        return torch_kernel(program.graph)
    from collections.abc import Mapping

    from proofgrad.oracle.adapters.load import named
    from proofgrad.oracle.adapters.registry import FRAMEWORKS

    hint = f"an object with forward(*inputs), jvp and vjp, or a mapping with the key {name!r}"
    if options.backend in FRAMEWORKS:
        raise UsageError(f"backend {options.backend} has no kernel of the program {name}", hint=hint)
    found = named(options.backend)
    if not isinstance(found, Mapping):
        return found
    if name not in found:
        raise UsageError(f"{options.backend} has no kernel of the program {name}", hint=hint)
    return found[name]


def program_verdicts(
    options: TestOptions, progress: Progress, dtype: str
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The verdicts of programs in one dtype, run with the NumPy kernels or with one's own; and what is proven
    of each.

    Raises:
        UsageError: there is no such program, or no kernel for it.
    """
    programs = [load_program(name) for name in options.programs]
    kernels = [_kernel(options, program) for program in programs]
    limit: dict[str, Any] = {} if options.timeout is None else {"timeout": options.timeout}
    limit |= options.tolerances()
    limit["what"] = options.what or None
    verdicts, described = [], []
    with progress("Programs") as meter:
        for number, (program, kernel) in enumerate(zip(programs, kernels, strict=True)):
            meter.update(number, len(programs), program.name)
            found, covered = test_graph(
                program.graph, program.shapes, kernel, dtype=dtype, project=options.project, **limit
            )
            verdicts += [
                {**v.to_json(), "node": f"program {program.name}", "backend": options.backend} for v in found
            ]
            described.append(
                {
                    "name": program.name,
                    "nodes": [step.node for step in program.graph.steps],
                    "shapes": {name: list(shape) for name, shape in program.shapes.items()},
                    "theorem": program.theorem or None,
                    "coverage": covered.to_json(),
                    "covered": str(covered),
                }
            )
    return verdicts, described
