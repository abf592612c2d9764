"""The named cross-check: what a Lean server says about theorems must equal what the oleans say.

The server imports the compiled modules afresh and is asked for the axioms and the statement of each theorem;
our reader of the same files answers the same two questions. Neither knows of the other, so a difference means
that one of them, or a file, is not what it seems.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from proofgrad.bridge import settings
from proofgrad.bridge.build.compile import ModuleResult
from proofgrad.bridge.checking.model import Problem
from proofgrad.bridge.checking.session import Session
from proofgrad.bridge.checking.source import file_of
from proofgrad.bridge.errors import LeanCrashed, ProofgradError, ServerError
from proofgrad.bridge.lean.messages import Message, panic_in

if TYPE_CHECKING:
    from proofgrad.bridge.lean.server.session import LeanServer
    from proofgrad.bridge.olean import Environment

__all__ = ["compare_with_server", "elaborate_with_server", "lean_server", "theorems_of"]

SAMPLE = 64
"""How many theorems are asked for in a project without nodes: the last ones."""

_PRIVATE = re.compile(r"_private\..+?\.\d+\.(.+)\Z")


def theorems_of(env: Environment, results: Mapping[str, ModuleResult]) -> list[str]:
    """The last theorems of a project that a person wrote and that can be named from outside."""
    names = [
        name
        for name in env
        if env.kind(name) == "theorem"
        and env.module_of(name) in results
        and env.position(name) is not None
        and not name.startswith("_private.")
    ]
    return names[-SAMPLE:]


def compare_with_server(session: Session, names: Sequence[str]) -> list[Problem]:
    """Ask a server about theorems and list where its answers differ from the oleans.

    Raises:
        ServerError, LeanTimeout, LeanCrashed: it did not answer all questions.
        OleanError: a term is damaged.
    """
    from proofgrad.bridge.checking.cross.terms import difference
    from proofgrad.bridge.lean.server.probe import probe

    env, project = session.environment, session.project
    modules = list(dict.fromkeys(env.module_of(name) for name in names))
    with lean_server(session) as server:
        answers = probe(server, modules, names)
    problems = []
    for name, answer in answers.items():
        constant = env[name]
        found = []
        if answer.axioms != tuple(sorted(map(_shown, env.axioms(name)))):
            found.append(f"axioms: Lean says {list(answer.axioms)}, the olean {list(env.axioms(name))}")
        where = difference(answer.statement, answer.levels, constant.type, constant.levels)
        if where is not None:
            found.append(f"statement: Lean and the olean differ at {where}")
        at = env.position(name)
        for text in found:
            problems.append(
                Problem.of(
                    "cross-check",
                    f"{name}: {text}",
                    file=file_of(project, env.module_of(name)),
                    line=at.line if at else None,
                    column=at.column if at else None,
                    declaration=name,
                )
            )
    return problems


def elaborate_with_server(session: Session) -> tuple[dict[str, ModuleResult], list[Problem]]:
    """Have a server elaborate the modules themselves; its word then counts instead of the batch build's.

    Modules that Lean was not run on (cycles, missing or rejected imports) keep their result. If the server
    cannot be used at all, no module has a verdict.

    Returns:
        The results by the server, and a problem for each module where the two disagree.
    """
    results = dict(session.built.modules)
    problems: list[Problem] = []
    asked = {name: r for name, r in results.items() if r.key is not None and not _untouched(r)}
    try:
        files = {name: (r.path, r.path.read_bytes().decode("utf-8")) for name, r in asked.items()}
        with lean_server(session) as server:
            for name, answer in server.diagnostics_of_all(files):
                batch = asked[name]
                if isinstance(answer, ProofgradError):
                    results[name] = _without_verdict(batch, answer)
                    continue
                failed = any(m.severity == "error" for m in answer)
                panic = panic_in(answer)
                if panic is not None and not failed:
                    results[name] = _without_verdict(batch, LeanCrashed(f"Lean panicked: {panic}"))
                    continue
                results[name] = replace(batch, status="failed" if failed else "ok", messages=answer)
                if batch.status != "inconclusive" and _essence(answer) != _essence(batch.messages):
                    text = f"the server's diagnostics of {name} differ from those of the batch build"
                    problems.append(Problem.of("cross-check", text, file=file_of(session.project, name)))
    except (OSError, UnicodeDecodeError) as error:
        if not isinstance(error, ProofgradError):
            error = ServerError(f"the sources cannot be read: {error}")
        results |= {name: _without_verdict(result, error) for name, result in asked.items()}
    return results, problems


def lean_server(session: Session) -> LeanServer:
    """A server for the project's compiled modules, not started yet."""
    from proofgrad.bridge.build.lake import find_lake, lake_build, lake_environment
    from proofgrad.bridge.lean.server.session import LeanServer, lake_server_command, server_command

    project = session.project
    lake = find_lake(project, session.toolchain) if settings.lake_use() == "serve" else None
    if lake is not None:  # its server reads what it has built itself
        lake_build(lake, project, session.toolchain, timeout=session.timeout)
        command = lake_server_command(lake, project.root, lake_environment(session.toolchain))
    else:
        command = server_command(
            session.toolchain,
            session.built.lean_path,
            options=project.option_arguments(),
            source_dir=project.source_dir,
        )
    return LeanServer(command, timeout=session.timeout)


def _without_verdict(result: ModuleResult, error: ProofgradError) -> ModuleResult:
    kind = "server" if isinstance(error, ServerError) else error.code
    return replace(result, status="inconclusive", messages=(Message("error", error.message, kind=kind),))


def _untouched(result: ModuleResult) -> bool:
    return any(m.kind in ("blocked", "cancelled", "changed") for m in result.messages)


def _essence(messages: Sequence[Message]) -> list[tuple[str, int | None, int | None, str]]:
    """What both ways must agree on."""
    return sorted((m.severity, m.line, m.column, m.text.strip()) for m in messages)


def _shown(name: str) -> str:
    """A name as Lean shows it in another module: of a private one the end, with a dagger."""
    private = _PRIVATE.match(name)
    return f"{private[1]}✝" if private is not None else name
