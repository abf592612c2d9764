"""The same cases before this checker and before Lean's kernel: where the two disagree."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from fuzzing import Fuzzer
from olean_files import olean_of

from proofgrad.bridge.checker import levels
from proofgrad.bridge.checker.declarations import Declaration
from proofgrad.bridge.checker.driver import recheck_declarations
from proofgrad.bridge.checker.importing import Importer
from proofgrad.bridge.olean import Environment

JUDGE = Path(__file__).with_name("lean_judge.py")
CRASHED = "Lean's kernel crashed"
SECONDS = 120
"""How long Lean may take for a batch."""


@dataclass
class Comparison:
    """What came of some cases.

    Attributes: accepted, rejected: by both. declined: cases that this checker does not judge. crashed: those
        at which Lean's kernel crashed. only_here, only_lean: accepted by one alone, with what the other says.
    """

    accepted: int = 0
    rejected: int = 0
    declined: int = 0
    crashed: int = 0
    only_here: dict[int, str] = field(default_factory=dict)
    only_lean: dict[int, str] = field(default_factory=dict)
    cases: dict[int, list[Declaration]] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """Cases looked at."""
        both = self.accepted + self.rejected + self.declined + self.crashed
        return both + len(self.only_here) + len(self.only_lean)


def explanation(case: Sequence[Declaration], only_here: bool, said: str) -> str | None:
    """Why the two disagree about a case, where that is known and no fault.

    Args:
        case: it.
        only_here: whether this checker alone accepts it, rather than Lean's kernel alone.
        said: what the other one says.
    """
    if only_here and said.startswith("Invalid recursor"):
        return "Lean compares stored recursors letter by letter, this checker by definition"
    last = case[-1]
    if only_here and last.name.endswith(".l") and same_everywhere(last.type.a.a, last.type.b.a):
        return "Lean compares universe levels by a normal form that is not unique"
    return None


def same_everywhere(a: levels.Level, b: levels.Level, largest: int = 4) -> bool:
    """Whether two levels have the same value wherever their parameters are small: by evaluation, which
    neither of the two checkers does."""
    names = sorted(a.params | b.params)
    return all(
        _value(a, at) == _value(b, at)
        for at in (
            dict(zip(names, values, strict=True))
            for values in itertools.product(range(largest + 1), repeat=len(names))
        )
    )


def _value(level: levels.Level, at: dict[str, int]) -> int:
    kind = level.kind
    if kind == 0:
        return 0
    if kind == 1:
        return _value(level.a, at) + 1
    if kind == 4:
        return at[level.name]
    right = _value(level.b, at)
    return 0 if kind == 3 and right == 0 else max(_value(level.a, at), right)


def compare(
    oleans: dict[str, Path], library: Path, folder: Path, *, seed: int, count: int, start: int = 0
) -> Comparison:
    """Make `count` cases on the foundation of these files, and have both judge them."""
    environment, importer = Environment.load(oleans), Importer()
    foundation = [importer.declaration(environment[name]) for name in environment]
    fuzzer = Fuzzer(foundation, seed)
    cases = [fuzzer.case(start + i) for i in range(count)]
    files = [oleans[name] for name in environment.modules]
    lean = _by_lean(cases, files, library, folder)
    result = recheck_declarations(lambda: [*foundation, *(d for case in cases for d in case)])
    accepted = set(result.accepted)
    found = Comparison()
    for i, (case, said) in enumerate(zip(cases, lean, strict=True)):
        names = [d.name for d in case]
        why = next((result.rejected[n] for n in names if n in result.rejected), "")
        if said == CRASHED:
            found.crashed += 1
        elif not why and any(n in result.inconclusive for n in names):
            found.declined += 1
        elif all(n in accepted for n in names) == (said == ""):
            found.accepted += said == ""
            found.rejected += said != ""
        else:
            (found.only_lean if said == "" else found.only_here)[start + i] = said or why or "tainted"
            found.cases[start + i] = case
    return found


def _by_lean(
    cases: Sequence[Sequence[Declaration]], foundation: Sequence[Path], library: Path, folder: Path
) -> list[str]:
    """What Lean's kernel says of each case: nothing, or why not."""
    header = foundation[0].read_bytes()[:80]
    olean, job = folder / "Cases.olean", folder / "job.json"
    olean.write_bytes(olean_of([d for case in cases for d in case], header))
    names = [[d.name for d in case] for case in cases]
    data = {"library": str(library), "foundation": list(map(str, foundation)), "cases": str(olean)}
    said: list[str] = []
    while len(said) < len(cases):
        job.write_text(json.dumps(data | {"names": names, "first": len(said)}), "utf-8")
        command = [sys.executable, str(JUDGE), str(job)]
        try:
            done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
            lines, status = done.stdout, done.returncode
        except subprocess.TimeoutExpired as error:
            lines, status = error.stdout or b"", 1
        before = len(said)
        said += [json.loads(line) for line in lines.splitlines()]
        if len(said) < len(cases):
            if status == 0 or (len(said) == before == 0 and not lines and b"Missing" in (done.stderr or b"")):
                raise RuntimeError("Lean's kernel did not judge the cases")
            said.append(CRASHED)
    return said
