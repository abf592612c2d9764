"""What a project does to be looked at less: options that switch checks off, commands that hide errors.

No proof gets past the kernel by it: what counts is what the replay accepts. But such a line has no honest use
in a project that is to be checked, and what an error was hidden about was not checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from proofgrad.bridge.build.compile import ModuleResult
from proofgrad.bridge.checking.model import Problem
from proofgrad.bridge.checking.source import file_of
from proofgrad.bridge.project.project import Project
from proofgrad.bridge.project.tokens import Token, tokens

__all__ = ["hiding_problems"]

HARMLESS: Mapping[str, str] = {
    "debug.skipKernelTC": "false",
    "debug.byAsSorry": "false",
    "debug.proofAsSorry": "false",
    "debug.terminalTacticsAsSorry": "false",
    "warn.sorry": "true",
}
"""Options that switch checks or warnings off, with the value that does not."""
_TRIGGERS = (b"skipKernelTC", b"AsSorry", b"warn", b"guard_msgs", b"exit")
_HIDES = re.compile(r"^\s*(?:/--)?\s*error\b", re.MULTILINE)


def hiding_problems(project: Project, results: Mapping[str, ModuleResult]) -> list[Problem]:
    """Problems with the options of a project and with the texts of its modules."""
    problems = []
    for name, value in project.options.items():
        shown = str(value).lower()
        if _switches_off(name, shown):
            text = f"the option {name} = {shown} switches checks off"
            problems.append(Problem.of("switched-off", text, file="lakefile.toml"))
    for name, result in results.items():
        if any(trigger in result.source for trigger in _TRIGGERS):
            source = result.source.decode("utf-8", "replace")
            for code, text, token in _in_text(list(tokens(source))):
                place = {"file": file_of(project, name), "line": token.line, "column": token.column}
                problems.append(Problem.of(code, text, **place))  # type: ignore[arg-type]
    return problems


def _switches_off(option: str, value: str) -> bool:
    name = option.replace("«", "").replace("»", "").removeprefix("weak.")
    return name in HARMLESS and value != HARMLESS[name]


def _in_text(words: list[Token]) -> Iterator[tuple[str, str, Token]]:
    for at, token in enumerate(words):
        following = words[at + 1].text if at + 1 < len(words) else ""
        if _switches_off(token.text, following):
            yield "switched-off", f"the option {token.text} switches checks off", token
        elif token.text == "#exit":
            yield "not-reached", "what stands behind #exit is not checked", token
        elif token.text == "#guard_msgs" and _hides(token, words[at + 1 :]):
            yield "not-reached", "#guard_msgs hides errors: what they are about is not checked", token


def _hides(command: Token, behind: list[Token]) -> bool:
    """Whether a `#guard_msgs` expects errors, by its documentation comment, or drops them."""
    if _HIDES.search(command.doc):
        return True
    given: list[str] = []
    if behind and behind[0].text == "(":
        for token in behind[1:]:
            if token.text == ")":
                break
            given.append(token.text)
    return "drop" in given and ("error" in given or "all" in given)
