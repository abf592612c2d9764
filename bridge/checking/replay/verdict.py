"""What Lean's kernel says of the declarations that the compiled files hold; remembered by content.

A module is judged again only if its content, or that of a module it imports, is another, or the Lean that
judges, or the code that asks it. What is outside the project (Lean's own library, lake's packages) is taken
as it was compiled there.

Only the Lean whose library is in the wheel can be asked. Files that another Lean has made are judged by the
second checker instead, and are then said to be accepted by it, not by Lean.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from proofgrad.bridge.checking.apart import run_apart
from proofgrad.bridge.checking.contents import combined
from proofgrad.bridge.checking.listed import listed, place_of, some
from proofgrad.bridge.checking.model import Problem
from proofgrad.bridge.checking.replay.foundation import by_name, judge_foundation
from proofgrad.bridge.code_digest import code_digest
from proofgrad.bridge.files.atomic import write_atomically
from proofgrad.bridge.files.paths import parts_of, translate_os_errors
from proofgrad.bridge.files.seal import sealed, unsealed
from proofgrad.bridge.lean.embedded import kernel_for
from proofgrad.bridge.project.header import split_name

if TYPE_CHECKING:
    from proofgrad.bridge.build.compile import Status
    from proofgrad.bridge.checking.compiled import Compiled
    from proofgrad.bridge.checking.second.opinion import Opinion

__all__ = ["Replayed", "replayed"]

WHO = "Lean's kernel"
_WORKER = "proofgrad.bridge.checking.replay.worker"
_FOLDER = "replayed"
_CODE = ("bridge/checking/replay", "bridge/checking/apart.py", "bridge/checking/contents.py")

Kernel = Literal["lean", "python"]
Verdict = Literal["failed", "inconclusive"]


@dataclass(frozen=True, slots=True)
class Replayed:
    """Who looked at the compiled declarations, and what was not accepted.

    Attributes:
        by: the kernel that looked: ``lean``, or ``python`` where Lean's cannot be asked.
        accepted: how many declarations it accepted.
        unjudged: how many it was not asked about: unsafe and partial ones, which no proof can use.
        refused: declarations that it does not accept, with the reason.
        undecided: declarations that it could not judge, with the reason.
        missing: modules without an answer.
        foundation: what becomes of everything, because of what the kernel takes by name.
        problems: all that keeps a declaration from being accepted, for whoever reads a report.
    """

    by: Kernel
    accepted: int = 0
    unjudged: int = 0
    refused: Mapping[str, str] = field(default_factory=dict)
    undecided: Mapping[str, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    foundation: Literal["ok", "failed", "inconclusive"] = "ok"
    problems: tuple[Problem, ...] = ()

    def judged(self) -> dict[str, Verdict]:
        """The declarations that were not accepted, and what they are instead."""
        return {**dict.fromkeys(self.undecided, "inconclusive"), **dict.fromkeys(self.refused, "failed")}

    def verdicts(self, compiled: Mapping[str, Status]) -> dict[str, Status]:
        """What became of each module: accepted by Lean when it was compiled, and looked at by a kernel.

        Args:
            compiled: what became of it when it was compiled.
        """
        if self.foundation != "ok":  # then nothing that the kernel accepted says anything
            return {name: self.foundation if v == "ok" else v for name, v in compiled.items()}
        missing: dict[str, Status] = {n: "inconclusive" for n in self.missing if compiled[n] == "ok"}
        return {**compiled, **missing}

    @property
    def mark(self) -> list[object]:
        """What a remembered answer that follows from this depends on."""
        return [self.by, sorted(self.refused), sorted(self.undecided), sorted(self.missing), self.foundation]


def replayed(compiled: Compiled, second: Callable[[], Opinion]) -> Replayed:
    """Have a kernel judge what was compiled of a project, as far as that was not done before.

    Args:
        compiled: the project.
        second: asks the second checker, where Lean's kernel cannot be asked.

    Raises:
        OleanError: a compiled file cannot be read.
        CacheError: the cache folder cannot be written.
    """
    if not compiled.built.oleans:
        return Replayed("lean")
    kernel = kernel_for(compiled.toolchain)
    if kernel is None:
        return _by_the_second_checker(compiled, second())
    found = _Replay(compiled, *kernel).run()
    return found if found is not None else _by_the_second_checker(compiled, second())


def _by_the_second_checker(compiled: Compiled, opinion: Opinion) -> Replayed:
    found = opinion.found
    if found is None:
        return Replayed("python", missing=tuple(compiled.built.oleans), problems=opinion.problems)
    tainted = dict.fromkeys(found.tainted, "it stands on a declaration that is not accepted")
    return Replayed(
        "python",
        accepted=len(opinion.accepted),
        refused=found.rejected,
        undecided={**tainted, **found.inconclusive},
        problems=opinion.problems,
    )


class _Replay:
    """One replay by Lean's kernel: what was remembered, and what is judged now."""

    def __init__(self, compiled: Compiled, library: Path, sha256: str) -> None:
        self.compiled, self.library, self.sha256 = compiled, library, sha256
        self.own = compiled.built.oleans
        self.folder = compiled.store.root / _FOLDER
        self.keys = self._keys()
        self.known: dict[str, Mapping[str, Any]] = {}
        for name in self.own:  # imports come first
            if all(i in self.known for i in self._imports(name)):
                remembered = self._remembered(name)
                if remembered is not None:
                    self.known[name] = remembered

    def _imports(self, name: str) -> list[str]:
        return [i for i in self.compiled.built.modules[name].imports if i in self.own]

    def _keys(self) -> dict[str, bytes]:
        """For each module a digest of all that its verdict depends on."""
        compiled = self.compiled
        base = json.dumps([self.sha256, code_digest(*_CODE)]).encode()
        keys: dict[str, bytes] = {}
        for name in self.own:
            imports = (keys[i] for i in self._imports(name))
            # What comes from outside is marked in the key that the module was compiled under.
            outside = (compiled.built.modules[name].key or "").encode() if compiled.has_outside else b""
            keys[name] = combined(base, name.encode(), compiled.contents[name], outside, *imports)
        return keys

    def _place(self, name: str) -> str:
        return f"{_FOLDER}/{self.keys[name].hex()}"

    def _remembered(self, name: str) -> Mapping[str, Any] | None:
        try:
            data = unsealed(self._place(name), (self.folder / self.keys[name].hex()).read_bytes())
            answer = json.loads(data) if data is not None else None
            return _kept(answer) if answer else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def _remember(self, name: str, answer: Mapping[str, Any]) -> None:
        file = self.folder / self.keys[name].hex()
        with translate_os_errors(file):
            self.folder.mkdir(exist_ok=True)
            write_atomically(file, sealed(self._place(name), json.dumps(_kept(answer)).encode()))

    def run(self) -> Replayed | None:
        """All verdicts; None if the library cannot be asked."""
        compiled = self.compiled
        todo = [name for name in self.own if name not in self.known]
        answers: dict[str, Mapping[str, Any]] = dict(self.known)
        trouble: list[Problem] = []
        if todo:
            compiled.stage("having Lean's kernel judge what was compiled")
            outside = (name for name in compiled.oleans if name not in self.own)
            known = [split_name(name) for name in (*outside, *self.known)]
            job = {
                "library": os.fspath(self.library),
                "search_path": [part for part in compiled.built.lean_path.split(os.pathsep) if part],
                "known": known,
                "by_name": by_name(),
                "modules": [[name, [os.fspath(p) for p in parts_of(self.own[name])]] for name in todo],
            }
            work = run_apart(_WORKER, WHO, job, timeout=compiled.timeout)
            for answer in work.said:
                if "missing" in answer:
                    return None
                if "failed" in answer:
                    text = f"{WHO} could not be asked: {answer['failed']}"
                    trouble.append(Problem.of("not-replayed", text))
                elif "stored" in answer and answer.get("module") in self.own:
                    answers[answer["module"]] = answer
                elif "damaged" in answer:
                    trouble.append(Problem.of("olean", f"{answer['module']}: {answer['damaged']}"))
            if work.problem is not None:
                trouble.append(work.problem)
            for name in todo:
                answer = answers.get(name, {"refused": True})
                if not answer["refused"] and not answer["undecided"]:
                    self._remember(name, answer)
        return self._result(answers, trouble)

    def _result(self, answers: Mapping[str, Mapping[str, Any]], trouble: list[Problem]) -> Replayed:
        refused: dict[str, str] = {}
        undecided: dict[str, str] = {}
        for answer in answers.values():
            refused |= answer.get("refused", {})
            undecided |= answer.get("undecided", {})
        missing = tuple(name for name in self.own if name not in answers)
        if missing:
            text = f"{WHO} gave no answer about {len(missing)} of {len(self.own)} modules: {some(missing)}"
            trouble.append(Problem.of("not-replayed", text))
        accepted = sum(answer["accepted"] for answer in answers.values())
        judged = accepted + len(refused) + len(undecided)
        unjudged = sum(answer["stored"] for answer in answers.values()) - judged
        place = partial(place_of, self.compiled)
        trouble += listed("refused-by-kernel", f"{WHO} refuses", refused, place)
        trouble += listed("undecided-by-kernel", f"{WHO} cannot judge", undecided, place)
        foundation = judge_foundation(self.compiled, answers, self.keys)
        trouble += foundation.problems
        return Replayed(
            "lean", accepted, unjudged, refused, undecided, missing, foundation.verdict, tuple(trouble)
        )


def _kept(answer: Mapping[str, Any]) -> dict[str, Any]:
    """What is remembered of a module that was accepted. Raises KeyError, TypeError or ValueError."""
    return {
        "accepted": int(answer["accepted"]),
        "stored": int(answer["stored"]),
        "by_name": [str(name) for name in answer["by_name"]],
        "literals": [str(kind) for kind in answer["literals"]],
    }
