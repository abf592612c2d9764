"""The parts of the main job, from options to results; the commands put them together."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from proofgrad.bridge.catalogue import serial
from proofgrad.bridge.errors import ProofgradError, UsageError
from proofgrad.bridge.settings import jobs
from proofgrad.oracle.cli.output import SCHEMA_VERSION, Output
from proofgrad.oracle.cli.parser import nearest
from proofgrad.oracle.cli.programs import program_verdicts
from proofgrad.oracle.cli.progress import Bar

if TYPE_CHECKING:
    from proofgrad.bridge.catalogue import Catalogue, Node
    from proofgrad.oracle.difftest import Verdict
    from proofgrad.oracle.report.model import CheckJson, NodesJson, Run, TestJson

__all__ = [
    "catalogue_part",
    "check_part",
    "envelope",
    "main_job",
    "nodes_json",
    "pick",
    "project_folder",
    "test_part",
]

_MANY = 4
"""So many nodes are worth starting processes for."""

SMALL = ("float16", "bfloat16")
"""Formats of which every number can be tested."""


def project_folder(options: argparse.Namespace) -> Path | None:
    """--project, or None for the project in this package."""
    return Path(options.project) if options.project else None


def envelope(command: str, body: dict[str, Any]) -> dict[str, Any]:
    """The JSON of a part, with its schema version and name in front."""
    return {"schema_version": SCHEMA_VERSION, "command": command, **body}


def check_part(options: argparse.Namespace, out: Output) -> CheckJson:
    """Check the proofs. Raises ProofgradError where that is not possible at all."""
    from proofgrad.bridge.checking.check import check

    with Bar(out, "Lean modules") as bar:
        result = check(
            project_folder(options),
            checker=options.checker,
            via=options.via,
            timeout=options.timeout,
            allow_axioms=tuple(options.allow_axiom),
            require_proof=options.require_proof,
            fail_fast=options.fail_fast,
            on_event=bar.event,
            oleans=getattr(options, "oleans", None),
        )
    return cast("CheckJson", envelope("check", result.to_json()))


def catalogue_part(options: argparse.Namespace, out: Output) -> Catalogue:
    """Read the catalogue of what was checked; compiles first what is not compiled yet."""
    import proofgrad.bridge

    with Bar(out, "Lean modules") as bar:
        return proofgrad.bridge.catalogue(
            project_folder(options),
            checker="lean" if getattr(options, "checker", "lean") == "lean" else "both",
            timeout=options.timeout,
            allow_axioms=tuple(getattr(options, "allow_axiom", ())),
            on_event=bar.event,
        )


def nodes_json(catalogue: Catalogue, nodes: Sequence[Node] | None = None) -> NodesJson:
    """The catalogue as JSON, with only these nodes, and what is wrong with them, if they are given."""
    body = serial.to_json(catalogue)
    if nodes is not None:
        names = tuple(node.name for node in nodes)
        body["nodes"] = [n for n in body["nodes"] if n["name"] in names]
        # A flawed theorem is no proof of the node, but is named after it: tanhFderiv after tanh.
        body["problems"] = [p for p in body["problems"] if p["declaration"].startswith(names)]
    return cast("NodesJson", envelope("nodes", body))


def pick(catalogue: Catalogue, names: Sequence[str]) -> tuple[Node, ...]:
    """The nodes of these full names or endings of names; all if there are no names.

    Raises:
        UsageError: there is no such node; the hint names the nearest.
    """
    if not names:
        return catalogue.nodes
    picked: dict[str, Node] = {}
    for name in names:
        found = {n.name: n for n in catalogue.nodes if n.name == name or n.name.endswith(f".{name}")}
        if not found:
            known = nearest(name.rpartition(".")[2], [n.short_name for n in catalogue.nodes])
            raise UsageError(f"no node {name!r}", hint=known or "proofgrad nodes lists them")
        picked |= found
    return tuple(picked.values())


def dtypes(options: argparse.Namespace) -> tuple[str, ...]:
    """--dtype, or its defaults. Raises UsageError for --exhaustive with a format that is too large for it."""
    chosen = tuple(options.dtype or (SMALL if options.exhaustive else ("float64", "float32")))
    large = [d for d in chosen if d not in SMALL]
    if options.exhaustive and large:
        raise UsageError(
            f"{large[0]} has too many numbers to test them all",
            hint=f"--exhaustive takes: {', '.join(SMALL)}",
        )
    return chosen


def untested(node: Node, backend: str, dtypes: Sequence[str], error: Exception) -> Iterator[Verdict]:
    """Inconclusive verdicts for a node on which proofgrad itself has failed."""
    from proofgrad.oracle.difftest import WHATS, KernelError, Verdict

    message = f"internal error (--debug shows where): {type(error).__name__}: {error}"
    problem = KernelError("internal", message)
    for dtype in dtypes:
        for what in WHATS:
            yield Verdict(
                node.short_name, backend, dtype, what, "inconclusive", error=problem, message=message
            )


def number(name: str, text: str) -> float:
    """The value of a parameter. Raises UsageError if it is none."""
    try:
        return float(text)
    except ValueError:
        raise UsageError(f"--param {name}={text}: {text!r} is no number") from None


def own_parameters(node: Node, given: Mapping[str, float]) -> dict[str, float]:
    """Those that a node has."""
    from proofgrad.oracle.difftest import named_parameters

    own = {}
    for name, value in given.items():
        with contextlib.suppress(UsageError):
            named_parameters(node, {name: value})
            own[name] = value
    return own


def test_part(options: argparse.Namespace, out: Output, nodes: Sequence[Node]) -> TestJson:
    """Test the kernels of a backend on these nodes."""
    chosen = dtypes(options)
    from proofgrad.oracle.api import at_many_sizes, kept_folder
    from proofgrad.oracle.cli.parallel import BrokenProcessPool, can_fork, in_processes
    from proofgrad.oracle.difftest import named_parameters, test_all
    from proofgrad.oracle.report.environment import environment

    tested = [n for n in nodes if n.kind != "generic"]
    verdicts: list[dict[str, Any]] = []
    settings: dict[str, Any] = {} if options.timeout is None else {"timeout": options.timeout}
    settings |= {
        "exhaust": True if options.exhaustive else None,
        "kept": kept_folder(),
        "isolate": options.isolate,
        "bounds": options.max_ulp,
    }

    given = {name: number(name, text) for name, text in options.param}
    of_nodes = {node.name: own_parameters(node, given) for node in tested}
    for name in given:
        if not any(name in own for own in of_nodes.values()):
            for node in tested[:1]:
                named_parameters(node, {name: given[name]})  # says which it has

    def judge(node: Node) -> list[dict[str, Any]]:
        try:
            own = {"params": of_nodes[node.name] or None}
            if options.shapes == "many" and node.vectors:
                node = at_many_sizes(node, options.project)
            found = list(test_all([node], backend=options.backend, dtypes=chosen, **settings, **own))
        except ProofgradError:
            raise
        except Exception as error:  # one node that breaks the tester must not take the report with it
            if options.debug:
                raise
            found = list(untested(node, options.backend, chosen, error))
        return [{**verdict.to_json(), "node": node.name} for verdict in found]

    processes = jobs() if options.backend == "numpy" and can_fork() and not options.debug else 1
    with Bar(out, "Kernels") as bar:
        done = 0

        def show(node: Node) -> None:
            nonlocal done
            done += 1
            bar.update(done, len(tested), node.short_name)

        if processes > 1 and len(tested) >= _MANY:
            answers = in_processes(processes, judge, tested, show)
        else:
            answers = []
            for node in tested:
                bar.update(done, len(tested), node.short_name)
                answers.append(judge(node))
                show(node)
    for node, answer in zip(tested, answers, strict=True):
        if isinstance(answer, BrokenProcessPool):
            lost = untested(node, options.backend, chosen, answer)
            verdicts += [{**verdict.to_json(), "node": node.name} for verdict in lost]
        else:  # an error is raised again here, with its own type and hint
            verdicts += judge(node) if isinstance(answer, Exception) else answer
    body: dict[str, Any] = {"environment": environment(), "verdicts": verdicts, "programs": []}
    if options.program:
        of_programs, body["programs"] = program_verdicts(options, out, options.program, chosen[0])
        verdicts += of_programs
    return cast("TestJson", envelope("test", body))


def main_job(options: argparse.Namespace, out: Output) -> Run:
    """Check, catalogue, test. What stops a later part is kept in `errors`, beside what was found before."""
    from proofgrad.oracle.cli.backend import backend_target, kernels_named
    from proofgrad.oracle.graph.examples import EXAMPLES

    target = backend_target(options)  # a wrong command line is told before Lean is started
    if target is not None and not isinstance(target, Mapping):
        hint = "a mapping from names of nodes to kernels, or: proofgrad test NODE --backend ..."
        raise UsageError(f"{options.backend} is one kernel, and this is about all nodes", hint=hint)
    # Without a Lean or a project there is nothing to report on, so what `check` raises is not caught.
    run: Run = {
        "schema_version": SCHEMA_VERSION,
        "check": check_part(options, out),
        "nodes": None,
        "test": None,
        "errors": [],
    }
    part = "nodes"
    try:
        catalogue = catalogue_part(options, out)
        run["nodes"] = nodes_json(catalogue)
        part = "test"
        if options.backend == "numpy" and not options.program and not options.project:
            options.program = list(EXAMPLES)
        names = kernels_named(target, options.backend, catalogue)
        run["test"] = test_part(options, out, pick(catalogue, names))
    except ProofgradError as error:
        run["errors"].append({"part": part, "code": error.code, "message": error.message, "hint": error.hint})
        if not out.json:
            out.error(error)
    return run
