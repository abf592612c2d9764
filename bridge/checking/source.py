"""Turn what Lean says about modules into problems, with the declaration that each one is about.

A rejected module leaves no .olean to look names up in, so the declaration around a line is found in the
source text, by keywords, namespaces and sections. It is for display only; no verdict depends on it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from proofgrad.bridge.build.compile import ModuleResult
from proofgrad.bridge.checking.model import CODES, Problem
from proofgrad.bridge.lean.messages import Message
from proofgrad.bridge.project.project import Project

__all__ = ["declaration_at", "file_of", "module_problems"]

_DECLARATION = re.compile(
    r"^\s*(?:@\[[^\]]*\]\s*)*(?:(?:private|protected|noncomputable|unsafe|partial|scoped|local|nonrec)\s+)*"
    r"(?:theorem|lemma|def|abbrev|instance|axiom|opaque|structure|class|inductive)\s+(?!where\b)([^\s:({\[⦃]+)"
)
_SCOPE = re.compile(r"^(namespace|section|noncomputable section|end)\b[ \t]*([^\s]*)")
_SYNTAX = re.compile(
    r"unexpected |expected |unterminated |unknown tactic$|missing end of |invalid escape |.*; expected "
)


def file_of(project: Project, module: str) -> str:
    """The source file of a module, relative to the project's folder."""
    path = project.path_of(module)
    try:
        return path.relative_to(project.root).as_posix()
    except ValueError:
        return path.as_posix()


def declaration_at(source: str, line: int) -> str | None:
    """The full name of the declaration that a line (1-based) belongs to, as far as plain reading shows."""
    scopes: list[str] = []
    name: str | None = None
    for number, text in enumerate(source.split("\n"), 1):
        if number > line:
            break
        if (scope := _SCOPE.match(text)) is not None:
            name = None
            if scope[1] == "end":
                if scopes:
                    scopes.pop()
            else:
                scopes.append(scope[2] if scope[1] == "namespace" else "")
        elif (found := _DECLARATION.match(text)) is not None:
            prefix = [scope for scope in scopes if scope]
            name = found[1].removeprefix("_root_.")
            if name == found[1]:
                name = ".".join([*prefix, name])
            name = name.rstrip(".")  # of universe parameters
    return name


def code_of(message: Message) -> str:
    """The problem code of an error message of Lean or of the builder."""
    if message.kind in CODES and message.kind != "warning":
        return message.kind
    if message.kind == "syntax" or _SYNTAX.match(message.text):
        return "syntax-error"
    return "rejected"


def module_problems(project: Project, results: Mapping[str, ModuleResult]) -> list[Problem]:
    """All errors and warnings of Lean and of the builder as problems, module by module."""
    problems: list[Problem] = []
    for result in results.values():
        wanted = [m for m in result.messages if m.severity != "information"]
        if result.status != "ok" and not any(m.severity == "error" for m in wanted):
            wanted.append(Message("error", "there is no verdict on this module", kind="empty"))
        if not wanted:
            continue
        try:
            source = result.path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            source = ""  # then without names
        file = file_of(project, result.name)
        for message in wanted:
            code = "sorry" if message.is_sorry else code_of(message)
            if message.severity == "warning" and not message.is_sorry:
                code = "warning"
            name = declaration_at(source, message.line) if message.line is not None else None
            place = {"file": file, "line": message.line, "column": message.column}
            problems.append(Problem.of(code, message.text, declaration=name, **place))  # type: ignore[arg-type]
    return problems
