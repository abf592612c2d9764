"""What a project does to be looked at less: options that switch checks off, commands that hide errors.

No proof gets past the kernel by it: what counts is what the replay accepts. But such a line has no honest use
in a project that is to be checked, and what an error was hidden about was not checked.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping

from proofgrad.bridge.build.compile import ModuleResult
from proofgrad.bridge.checking.model import Problem
from proofgrad.bridge.checking.source import file_of
from proofgrad.bridge.errors import ProjectError
from proofgrad.bridge.project.project import Project
from proofgrad.bridge.project.tokens import Token, tokens
from proofgrad.bridge.project.toml import read_toml

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
    problems = [
        Problem.of("switched-off", f"the option {option} switches checks off", file=file)
        for file, option in _in_lakefiles(project)
    ]
    for name, result in results.items():
        if any(trigger in result.source for trigger in _TRIGGERS):
            source = result.source.decode("utf-8", "replace")
            for code, text, token in _in_text(list(tokens(source))):
                place = {"file": file_of(project, name), "line": token.line, "column": token.column}
                problems.append(Problem.of(code, text, **place))  # type: ignore[arg-type]
    return problems


def _switches_off(option: str, value: str) -> bool:
    name = _plain(option)
    return name in HARMLESS and value != HARMLESS[name]


def _plain(option: str) -> str:
    name = option.replace("«", "").replace("»", "").replace(" ", "")
    while name.startswith("weak."):
        name = name.removeprefix("weak.")
    return name


def _in_lakefiles(project: Project) -> Iterator[tuple[str, str]]:
    """Files and options: of any table and of any list of arguments, whoever reads those."""
    found = [(name, str(value).lower()) for name, value in project.options.items()]
    file = project.root / "lakefile.toml"
    if file.is_file():
        with contextlib.suppress(ValueError, OSError):  # what cannot be read has no options, and was told
            found += _settings(read_toml(file), ())
    for name, value in dict.fromkeys((_plain(option), value) for option, value in found):
        if _switches_off(name, value):
            yield "lakefile.toml", f"{name} = {value}"
    program = project.root / "lakefile.lean"
    if program.is_file():
        with contextlib.suppress(ProjectError, OSError, UnicodeDecodeError):
            words = tokens(project.inside(program).read_text("utf-8"))
            for word in dict.fromkeys(token.text for token in words):
                if any(word.endswith(option.rpartition(".")[2]) for option in HARMLESS if "debug" in option):
                    yield "lakefile.lean", word


def _settings(value: object, path: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """The options in a part of a lakefile: below keys, as ``{name, value}``, and as ``-Dname=value``."""
    if isinstance(value, Mapping):
        if isinstance(value.get("name"), str) and "value" in value:
            yield value["name"], str(value["value"]).lower()
        for key, part in value.items():
            yield from _settings(part, (*path, str(key)))
    elif isinstance(value, list):
        for part in value:
            yield from _settings(part, path)
    else:
        for option in re.findall(r"[\w.«»]+\s*=\s*\w+", value if isinstance(value, str) else ""):
            name, _, shown = option.partition("=")
            yield name.strip().removeprefix("D"), shown.strip().lower()
        for start in range(len(path)):
            yield ".".join(path[start:]), str(value).lower()


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
    """Whether a `#guard_msgs` expects errors, by its documentation comment, or drops them, or may do so."""
    if _HIDES.search(command.doc):
        return True
    given: list[str] = []
    if behind and behind[0].text == "(":
        for token in behind[1:]:
            if token.text == ")":
                break
            given.append(token.text)
    if "substring" in given or "$" in given:  # part of a message is enough, or a macro says which are dropped
        return True
    return "drop" in given and ("error" in given or "all" in given)
