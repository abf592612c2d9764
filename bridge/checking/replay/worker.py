"""Have Lean's kernel judge the constants of compiled files, in a process of its own.

Usage: ``python -P -m proofgrad.bridge.checking.replay.worker JOB``; see
:mod:`proofgrad.bridge.checking.apart`. The method is that of Lean's own ``leanchecker``: the constants of a
file are given to the kernel one by one, in an environment that holds nothing but what has been judged before.
Lean's elaborator has no part in it, no extension is loaded, no option is set, and nothing of the project is
run. What that method leaves open is closed here: a constant has to be listed under its own name, and the data
of inductive types and quotients have to be those that the kernel makes.

A module that the kernel does not accept as a whole is gone through declaration by declaration.
"""

from __future__ import annotations

import json
import os
import re
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from proofgrad.bridge.checking.apart import limit_process, say
from proofgrad.bridge.checking.replay.literals import literals_in
from proofgrad.bridge.checking.replay.runtime import Lean, LeanError, Missing
from proofgrad.bridge.errors import OleanError
from proofgrad.bridge.olean.names import join

__all__ = ["main"]

_STACK = 256 << 20
"""Bytes of stack: Lean elaborates with a quarter of it, so that what it accepted is not too deep here."""
_UNKNOWN = re.compile(r"\(kernel\) unknown constant '(.*)'")
_LIMITS = re.compile(
    r"\(kernel\) (deep recursion|deterministic timeout|out of memory|excessive memory|interrupt)"
)
_ORIGIN = re.compile(r"^while replaying declaration '[^']*':\s*")
_ALL_OF_INDUCTIVE, _TYPE_OF_CONSTRUCTOR, _ALL_OF_RECURSOR = 3, 1, 1

Name = tuple[str | int, ...]


def main(job_file: str) -> int:
    """Do one job and return the exit status."""
    job = json.loads(Path(job_file).read_bytes())
    limit_process(int(job["memory"]))
    threading.stack_size(_STACK)
    failure: list[BaseException] = []

    def work() -> None:
        try:
            _work(job)
        except BaseException as error:  # noqa: BLE001  # handed on below
            failure.append(error)

    thread = threading.Thread(target=work, name="replay")
    thread.start()
    thread.join()
    if failure:
        raise failure[0]
    return 0


def _work(job: Mapping[str, Any]) -> None:
    try:
        lean = Lean(job["library"])
        if job["known"]:
            environment = lean.imported(job["search_path"], job["known"])
        else:
            environment = lean.empty_environment()
        replay = _Replay(lean, environment, frozenset(job["by_name"]))
        for module, files in job["modules"]:
            replay.module(module, files)
    except Missing as error:
        say(missing=str(error))
    except LeanError as error:
        say(failed=str(error))


def written(name: Name) -> str:
    """A name as the reader of compiled files writes it."""
    text = ""
    for part in name:
        text = join(text, part) if isinstance(part, str) else f"{text}.{part}" if text else str(part)
    return text


class _Replay:
    """The environment so far, and the verdicts."""

    def __init__(self, lean: Lean, environment: int, by_name: frozenset[str]) -> None:
        self.lean, self.environment, self.by_name = lean, environment, by_name
        self.refused: set[str] = set()
        self.undecided = False

    def module(self, module: str, files: Sequence[str]) -> None:
        """Judge a module whose imports have been judged."""
        lean = self.lean
        try:
            stored = lean.constants(files)
            literals = literals_in([Path(file) for file in files])
        except (LeanError, OleanError) as error:
            say(module=module, damaged=str(error))
            self.undecided = True
            return
        judged = [info for info in stored if lean.is_judged(info)]
        try:
            refused, undecided = self._all(judged), dict[str, str]()
        except LeanError:
            refused, undecided = self._one_by_one(judged)
        accepted = len(judged) - len(refused) - len(undecided)
        say(
            module=module,
            refused=refused,
            undecided=undecided,
            accepted=accepted,
            stored=len(stored),
            by_name=sorted(self.by_name & {written(lean.parts(lean.name_of(info))) for info in stored}),
            literals=literals,
        )

    def _all(self, constants: Sequence[int]) -> dict[str, str]:
        """Have the kernel accept constants; those that it holds otherwise than the file, with the reason."""
        lean = self.lean
        self.environment = lean.replay(self.environment, constants)
        kernel = lean.kernel_environment(self.environment)
        return {
            written(lean.parts(lean.name_of(info))): "the kernel makes it otherwise than the file has it"
            for info in constants
            if not lean.is_as_stored(kernel, info)
        }

    def _one_by_one(self, constants: Sequence[int]) -> tuple[dict[str, str], dict[str, str]]:
        """Those that the kernel refuses, and those that it could not judge, with the reasons.

        The order of their uses is found by trying: what names a constant that is not there yet has to wait.
        """
        lean = self.lean
        waiting = self._groups(constants)
        refused: dict[str, str] = {}
        undecided: dict[str, str] = {}
        again = True
        why: dict[Name, str] = {}
        while again:
            again = False
            for key, group in list(waiting.items()):
                try:
                    otherwise = self._all(group)
                except LeanError as error:
                    why[key] = _ORIGIN.sub("", str(error))
                    if _UNKNOWN.match(why[key]):
                        continue
                    names = [written(lean.parts(lean.name_of(info))) for info in group]
                    where = undecided if _LIMITS.match(why[key]) else refused
                    where.update(dict.fromkeys(names, why[key]))
                else:
                    refused |= otherwise
                    again = True
                del waiting[key]
        self.refused |= refused.keys()
        self.undecided = self.undecided or bool(undecided)
        while (found := self._stands_on_refused(waiting, why)) is not None:
            names = [written(lean.parts(lean.name_of(info))) for info in waiting.pop(found)]
            refused |= dict.fromkeys(names, why[found])
            self.refused.update(names)
        # What still waits stands on what could not be judged; if there is no such thing, on nothing at all.
        for key, group in waiting.items():
            names = [written(lean.parts(lean.name_of(info))) for info in group]
            (undecided if self.undecided else refused).update(dict.fromkeys(names, why[key]))
        return refused, undecided

    def _stands_on_refused(self, waiting: Mapping[Name, object], why: Mapping[Name, str]) -> Name | None:
        for key in waiting:
            unknown = _UNKNOWN.match(why[key])
            if unknown is not None and unknown[1] in self.refused:
                return key
        return None

    def _groups(self, constants: Sequence[int]) -> dict[Name, list[int]]:
        """The constants that the kernel takes together: inductive types with all that belongs to them."""
        lean = self.lean
        heads: dict[Name, Name] = {}
        for info in constants:
            if lean.kind(info) == "inductive":
                everything = lean.field(lean.value(info), _ALL_OF_INDUCTIVE)
                head = next((lean.parts(name) for name in lean.listed(everything)), ())
                heads[lean.parts(lean.name_of(info))] = head
        groups: dict[Name, list[int]] = {}
        for info in constants:
            name, kind = lean.parts(lean.name_of(info)), lean.kind(info)
            if kind == "constructor":
                name = lean.parts(lean.field(lean.value(info), _TYPE_OF_CONSTRUCTOR))
            elif kind == "recursor":
                everything = lean.field(lean.value(info), _ALL_OF_RECURSOR)
                name = next((lean.parts(each) for each in lean.listed(everything)), name)
            groups.setdefault(("quotient",) if kind == "quot" else heads.get(name, name), []).append(info)
        return groups


if __name__ == "__main__":
    status = main(sys.argv[1])
    sys.stdout.flush()
    os._exit(status)
