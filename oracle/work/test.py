"""Test the kernels of a backend on nodes of a catalogue, and whole programs; results as plain data."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from proofgrad import bridge
from proofgrad.bridge.errors import ProofgradError, UsageError
from proofgrad.bridge.settings import jobs
from proofgrad.oracle.report.model import envelope
from proofgrad.oracle.work.baseline import with_baseline
from proofgrad.oracle.work.kept import kept_folder
from proofgrad.oracle.work.kept_bounds import with_bounds
from proofgrad.oracle.work.node_hvp import with_hvp
from proofgrad.oracle.work.nodes import at_many_sizes
from proofgrad.oracle.work.options import TestOptions
from proofgrad.oracle.work.programs import program_verdicts
from proofgrad.oracle.work.progress import Progress

if TYPE_CHECKING:
    from proofgrad.bridge.catalogue import Node
    from proofgrad.oracle.difftest import Verdict, What
    from proofgrad.oracle.report.model import TestJson

__all__ = ["test_part"]

_MANY = 4
"""So many nodes are worth starting processes for."""


def untested(
    node: Node, backend: str, dtypes: Sequence[str], whats: Sequence[What], error: Exception
) -> Iterator[Verdict]:
    """Inconclusive verdicts for a node on which proofgrad itself has failed."""
    from proofgrad.oracle.difftest import KernelError, Verdict

    message = f"internal error (--debug shows where): {type(error).__name__}: {error}"
    problem = KernelError("internal", message)
    for dtype in dtypes:
        for what in whats:
            yield Verdict(
                node.short_name, backend, dtype, what, "inconclusive", error=problem, message=message
            )


def number(name: str, text: str) -> float:
    """The value of a parameter that is a number. Raises UsageError if it is none."""
    try:
        return float(text)
    except ValueError:
        raise UsageError(f"--param {name}={text}: {text!r} is no number") from None


def value(name: str, text: str) -> Any:
    """The value of a parameter: a number, or an array such as ``[[1,0],[1,1]]``.

    Raises:
        UsageError: it is neither.
    """
    try:
        if not text.lstrip().startswith("["):
            return float(text)
        found = np.array(json.loads(text), dtype=np.float64)
        if np.isfinite(found).all():
            return found
        raise ValueError("not finite")
    except (ValueError, TypeError):
        raise UsageError(
            f"--param {name}={text}: {text!r} is no number, and no array of numbers",
            hint=f"--param {name}=0.5, or --param '{name}=[[1,0],[1,1]]'",
        ) from None


_HUGE = 0.01
"""A share of the value that is a huge tolerance."""
_FEW = 16.0
"""ULP that are never called huge, whatever they are of a 16-bit number."""


def warnings_of(options: TestOptions, dtypes: Sequence[str]) -> list[str]:
    """What a person should know of the tolerances that were asked for."""
    from proofgrad.oracle.ulp import format_of

    out = []
    for dtype in dtypes:
        share = (options.max_ulp or 0.0) * 2.0 ** (1 - format_of(dtype).precision)
        if share >= _HUGE and (options.max_ulp or 0.0) > _FEW:
            out.append(
                f"--max-ulp {options.max_ulp:g} lets pass what is {100 * share:.3g} % off in {dtype}: "
                "--allow and --range say where a kernel may be worse, --require correct how much"
            )
    if (options.rtol or 0.0) >= _HUGE:
        out.append(f"--rtol {options.rtol:g} lets pass what is {100 * (options.rtol or 0.0):.3g} % off")
    return out


def _checkers(node: Node) -> list[str]:
    """Who accepted a proof of the node here; nobody where it is taken as it ships."""
    return sorted({who for proof in node.proofs for who in proof.checked_by})


def own_parameters(node: Node, given: Mapping[str, Any]) -> dict[str, Any]:
    """Those that a node has."""
    from proofgrad.oracle.difftest import named_parameters

    own = {}
    for name, value in given.items():
        with contextlib.suppress(UsageError):
            named_parameters(node, {name: value})
            own[name] = value
    return own


def test_part(options: TestOptions, progress: Progress, nodes: Sequence[Node]) -> TestJson:
    """Test the kernels of a backend on these nodes."""
    chosen = options.chosen_dtypes()
    from proofgrad.oracle.difftest import WHATS, named_parameters, test_all
    from proofgrad.oracle.difftest.worth import refuse_parameters
    from proofgrad.oracle.report.environment import environment
    from proofgrad.oracle.work.parallel import BrokenProcessPool, can_fork, in_processes

    tested = [n for n in nodes if n.kind != "generic"]
    verdicts: list[dict[str, Any]] = []
    settings: dict[str, Any] = {} if options.timeout is None else {"timeout": options.timeout}
    whats = options.what or WHATS
    settings |= {
        "what": whats,
        "exhaust": True if options.exhaustive else None,
        "kept": kept_folder(),
        "isolate": options.isolate,
        "bounds": options.max_ulp,
        **options.tolerances(),
    }

    given = {name: value(name, text) for name, text in options.params}
    of_nodes = {node.name: own_parameters(node, given) for node in tested}
    for name in given:
        if not any(name in own for own in of_nodes.values()):
            for node in tested[:1]:
                named_parameters(node, {name: given[name]})  # says which it has

    for node in tested:
        refuse_parameters(node, named_parameters(node, of_nodes[node.name]))

    def judge(node: Node) -> list[dict[str, Any]]:
        try:
            own: dict[str, Any] = {"params": of_nodes[node.name] or None}
            if options.given_shapes and node.kind == "vector":
                own["shapes"] = dict(options.given_shapes)
            if options.shapes == "many" and node.vectors:
                node = at_many_sizes(node, options.project)
            found = list(test_all([node], backend=options.backend, dtypes=chosen, **settings, **own))
            if node.vectors and "hvp" in whats:
                found = list(with_hvp(found, node, bridge.catalogue(options.project), **settings, **own))
        except ProofgradError:
            raise
        except Exception as error:  # one node that breaks the tester must not take the report with it
            if options.debug:
                raise
            found = list(untested(node, options.backend, chosen, whats, error))
        return [{**verdict.to_json(), "node": node.name} for verdict in found]

    processes = jobs() if options.backend == "numpy" and can_fork() and not options.debug else 1
    with progress("Kernels") as meter:
        done = 0

        def show(node: Node) -> None:
            nonlocal done
            done += 1
            meter.update(done, len(tested), node.short_name)

        if processes > 1 and len(tested) >= _MANY:
            answers = in_processes(processes, judge, tested, show)
        else:
            answers = []
            for node in tested:
                meter.update(done, len(tested), node.short_name)
                answers.append(judge(node))
                show(node)
    for node, answer in zip(tested, answers, strict=True):
        if isinstance(answer, BrokenProcessPool):
            lost = untested(node, options.backend, chosen, whats, answer)
            verdicts += [{**verdict.to_json(), "node": node.name} for verdict in lost]
        else:  # an error is raised again here, with its own type and hint
            verdicts += judge(node) if isinstance(answer, Exception) else answer
    with_bounds(verdicts, tested)
    body: dict[str, Any] = {"environment": environment(), "verdicts": verdicts, "programs": []}
    body["nodes"] = [
        {"name": n.name, "status": n.status, "by": list(n.by), "checked_by": _checkers(n)} for n in tested
    ]
    body["require_proof"] = options.require_proof
    body["require"], body["warnings"] = options.require, warnings_of(options, chosen)
    if options.programs:
        of_programs, body["programs"] = program_verdicts(options, progress, chosen[0])
        verdicts += of_programs
    if options.baseline is not None:
        body["baseline"] = with_baseline(verdicts, options.baseline, write=options.write_baseline)
    return cast("TestJson", envelope("test", body))
