"""Whole programs on the command line: which ones, their verdicts, and which theorem covers them."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from proofgrad.bridge.errors import UsageError
from proofgrad.oracle.cli.output import Output
from proofgrad.oracle.cli.parser import nearest
from proofgrad.oracle.cli.progress import Bar

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


def program_verdicts(
    options: argparse.Namespace, out: Output, names: Sequence[str], dtype: str
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The verdicts of programs, run with the NumPy kernels in one dtype; and what is proven of each."""
    from proofgrad.oracle.api import test_graph

    programs = [load_program(name) for name in names]
    project = Path(options.project) if options.project else None
    limit = {} if options.timeout is None else {"timeout": options.timeout}
    verdicts, described = [], []
    with Bar(out, "Programs") as bar:
        for number, program in enumerate(programs):
            bar.update(number, len(programs), program.name)
            found, covered = test_graph(program.graph, program.shapes, dtype=dtype, project=project, **limit)
            verdicts += [
                {**v.to_json(), "node": f"program {program.name}", "backend": "numpy"} for v in found
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
