"""What Lean's kernel takes by name is not left to its own word: the second checker judges it, by content.

A replay cannot find a false ``Nat.add``: the kernel that replays computes it by name as well. Nor can it be
asked about ``Lean.reduceBool``, for which it runs compiled code of the project.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from proofgrad.bridge.checking.compiled import Compiled
from proofgrad.bridge.checking.contents import combined
from proofgrad.bridge.checking.listed import listed, place_of
from proofgrad.bridge.checking.model import Problem
from proofgrad.bridge.code_digest import code_digest
from proofgrad.bridge.files.atomic import write_atomically
from proofgrad.bridge.files.paths import translate_os_errors
from proofgrad.bridge.files.seal import sealed, unsealed

__all__ = ["Foundation", "by_name", "judge_foundation"]

_CODE = ("bridge/checker", "bridge/olean", "bridge/checking")
_FOLDER = "foundations"
_RUNS = ("Lean.reduceBool", "Lean.reduceNat")


@dataclass(frozen=True, slots=True)
class Foundation:
    """What the second checker says of what Lean's kernel takes by name.

    Attributes:
        verdict: of all that stands on it.
        problems: what is wrong with it, or could not be judged.
        lasting: whether it holds for whatever else the project declares.
    """

    verdict: Literal["ok", "failed", "inconclusive"] = "ok"
    problems: tuple[Problem, ...] = ()
    lasting: bool = True


def by_name() -> list[str]:
    """The constants that Lean's kernel knows by name."""
    from proofgrad.bridge.checking.second.foundation import BY_NAME

    return [*BY_NAME, *_RUNS]


def judge_foundation(
    compiled: Compiled, answers: Mapping[str, Mapping[str, Any]], keys: Mapping[str, bytes]
) -> Foundation:
    """Judge what the project's own modules declare of it.

    Args:
        compiled: the project.
        answers: for each module that was replayed which constants it declares that are known ``by_name``, and
            which kinds of ``literals`` it has.
        keys: for each module a digest of its content and of what it imports.

    Raises:
        OleanError: a compiled file is damaged.
        CacheError: the cache folder cannot be written.
    """
    declared = {module: answer["by_name"] for module, answer in answers.items() if answer["by_name"]}
    if not declared:
        return Foundation()  # all of it comes from Lean's own library, or there is none
    run = [name for names in declared.values() for name in names if name in _RUNS]
    if run:
        why = dict.fromkeys(run, "it runs compiled code of the project and believes what that returns")
        place = partial(place_of, compiled)
        return Foundation("inconclusive", tuple(listed("undecided-by-kernel", _NO_WORD, why, place)))
    literals = sorted({kind for answer in answers.values() for kind in answer["literals"]})
    marks = [code_digest(*_CODE), literals, sorted(keys[module].hex() for module in declared)]
    mark = combined(json.dumps(marks).encode()).hex()
    file, place_of_file = compiled.store.root / _FOLDER / mark, f"{_FOLDER}/{mark}"
    try:
        if unsealed(place_of_file, file.read_bytes()) is not None:
            return Foundation()
    except OSError:
        pass  # never judged, or not found fine
    found = _asked(compiled, declared, literals)
    if found.verdict == "ok" and found.lasting:
        with translate_os_errors(file):
            file.parent.mkdir(exist_ok=True)
            write_atomically(file, sealed(place_of_file, b""))
    return found


_NO_WORD = "the word of Lean's kernel is not enough for"


def _asked(compiled: Compiled, declared: Mapping[str, object], literals: list[str]) -> Foundation:
    from proofgrad.bridge.checker import Recheck
    from proofgrad.bridge.checking.replay.beside_sorry import literals_beside_sorry
    from proofgrad.bridge.checking.second.apart import ask
    from proofgrad.bridge.checking.second.foundation import KIND_OF_LITERAL

    compiled.stage("judging what Lean's kernel takes by name")
    todo, needed = list(declared), dict[str, None]()
    while todo:
        module = todo.pop()
        if module in compiled.built.oleans and module not in needed:
            needed[module] = None
            todo += compiled.built.modules[module].imports
    oleans = {name: path for name, path in compiled.built.oleans.items() if name in needed}
    answer = ask(oleans, timeout=compiled.timeout, foundation=literals)
    if "recheck" not in answer.found:
        why = answer.problem or Problem.of("empty", "the second checker gave no answer")
        return Foundation("inconclusive", (why,))
    found = Recheck.from_json(answer.found["recheck"])
    # A literal that the second checker does not understand is not wrong for that.
    ours = set(KIND_OF_LITERAL)
    literal = {name: why for name, why in found.rejected.items() if name in ours}
    rejected = {name: why for name, why in found.rejected.items() if name not in ours}
    lasting = not literal
    if literal:
        counting = literals_beside_sorry(compiled.environment)
        literal = {name: why for name, why in literal.items() if KIND_OF_LITERAL[name] in counting}
    place = partial(place_of, compiled)
    problems = listed("rejected-by-python", "the second checker rejects", rejected, place)
    undecided = {**found.inconclusive, **literal}
    problems += listed("undecided-by-python", "the second checker cannot judge", undecided, place)
    if answer.problem is not None:
        problems.append(answer.problem)
    verdict: Literal["ok", "failed", "inconclusive"] = (
        "failed" if rejected else "inconclusive" if problems or found.tainted else "ok"
    )
    return Foundation(verdict, tuple(problems), lasting)
