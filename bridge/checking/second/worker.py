"""The second checker in a process of its own, so that a clock and a memory limit can stop it for certain.

Usage: ``python -P -m proofgrad.bridge.checking.second.worker JOB``. JOB is a JSON file by
:mod:`proofgrad.bridge.checking.second.apart`; the answer is one JSON object a line on standard output, each
as soon as it is known, so that what was found before the process is stopped is not lost. Python cannot
interrupt itself in the middle of one large division or allocation, hence the process. It runs nothing of what
it reads and starts no Lean.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from proofgrad.bridge.checker import recheck, recheck_remembered
from proofgrad.bridge.checking.apart import limit_process, say
from proofgrad.bridge.errors import CacheError, ExportError, OleanError
from proofgrad.bridge.lean.launcher_codes import EXIT_MEMORY

if TYPE_CHECKING:
    from proofgrad.bridge.olean import Environment

__all__ = ["main"]

_SHOWN = 20


def main(job_file: str) -> int:
    """Do one job and return the exit status."""
    job = json.loads(Path(job_file).read_bytes())
    limit_process(int(job["memory"]))
    try:
        _work(job)
    except MemoryError:
        return EXIT_MEMORY
    except OleanError as error:
        say(error="olean", message=error.message, hint=error.hint)
    except ExportError as error:
        say(error="export", message=error.message, hint=error.hint)
    except CacheError as error:
        say(error="cache", message=error.message, hint=error.hint)
    return 0


def _work(job: Mapping[str, Any]) -> None:
    deadline = time.monotonic() + float(job["seconds"])
    describe = job["describe"]
    if job["oleans"] is None:
        _work_on_export(job, deadline)
        return
    oleans = {name: Path(path) for name, path in job["oleans"].items()}
    if job.get("foundation") is not None:
        from proofgrad.bridge.checking.second.foundation import recheck_foundation
        from proofgrad.bridge.olean import Environment

        found = recheck_foundation(Environment.load(oleans), job["foundation"], deadline=deadline)
        say(recheck=found.to_json())
        return
    if describe is None:
        say(recheck=recheck_remembered(oleans, deadline=deadline).to_json())
        return
    from proofgrad.bridge.olean import Environment

    environment = Environment.load(oleans)
    say(**_facts(environment, oleans, describe))
    found = recheck(environment, deadline=deadline)
    say(recheck=found.to_json(), modules=_modules(environment, found.accepted, found.tainted))
    if time.monotonic() < deadline:
        accepted = frozenset(found.accepted) - found.tainted
        say(digest=_digest(environment, describe, accepted))


def _work_on_export(job: Mapping[str, Any], deadline: float) -> None:
    from proofgrad.bridge.export.library import told_of
    from proofgrad.bridge.export.load import load_export

    describe, path = job["describe"], job["export"]
    told = None
    if job["told"] is not None:
        told = told_of(Path(job["told"]))
    with open(0 if path is None else path, "rb", closefd=path is not None) as source:
        loaded = load_export(source, told)
    environment, duplicates = loaded.environment, loaded.export.duplicates
    missing = loaded.missing()
    modules = {name: Path(name) for name in environment.modules}
    say(
        declared=len(environment),
        theorems=sum(environment.kind(name) == "theorem" for name in environment),
        duplicates=sorted(duplicates),
        missing=missing[:_SHOWN],
    )
    if not missing:  # else nothing can be said of what its declarations stand on
        answer = _facts(environment, modules, describe)
        answer["facts"]["has_sorry_axiom"] = True  # a file need not declare it: nothing is elaborated here
        say(**answer)
    found = recheck(environment, deadline=deadline)
    for name, lines in duplicates.items():
        found.rejected[name] = f"{name} is declared more than once, in lines {', '.join(map(str, lines))}"
    found.accepted = [name for name in found.accepted if name not in duplicates]
    say(recheck=found.to_json(), modules=_modules(environment, found.accepted, found.tainted))
    if not missing and time.monotonic() < deadline:
        say(digest=_digest(environment, describe, frozenset(found.accepted) - found.tainted))


def _facts(
    environment: Environment, oleans: Mapping[str, Path], describe: Mapping[str, Any]
) -> dict[str, Any]:
    """Axioms, who rests on `sorry`, and how the declarations differ from a list, from the terms alone."""
    from proofgrad.bridge.build.compile import ModuleResult
    from proofgrad.bridge.checking.audit import SORRY, collect_facts
    from proofgrad.bridge.checking.declared import differences

    results = {name: ModuleResult(name, path, "ok", ()) for name, path in oleans.items()}
    facts = collect_facts(environment, results)
    sorry = [name for name in environment if name != SORRY and SORRY in environment.axioms(name)]
    # Without sources there are no messages to say where `sorry` stands, so all that rest on it are listed.
    answer: dict[str, Any] = {"facts": replace(facts, inherited=()).to_json(), "sorry": sorry}
    if describe["list"] is not None:
        answer["list"] = differences(environment, set(oleans), set(oleans), describe["list"])
    return answer


def _modules(environment: Environment, accepted: list[str], tainted: set[str]) -> dict[str, list[str]]:
    """The modules with declarations that are not accepted, or stand on such ones; those declarations."""
    fine = set(accepted) - tainted
    found = {name: [c for c in module.kinds if c not in fine] for name, module in environment.modules.items()}
    return {name: left for name, left in found.items() if left}


def _digest(
    environment: Environment, describe: Mapping[str, Any], accepted: frozenset[str]
) -> dict[str, Any]:
    """What the check needs of the catalogue."""
    from proofgrad.bridge.catalogue.model import LeanInfo
    from proofgrad.bridge.checking.digest import digest_of
    from proofgrad.bridge.reading.catalogue import read_catalogue
    from proofgrad.bridge.reading.configure import read_config

    files: Mapping[str, str] = describe["files"]
    version, commit = next(iter(environment.modules.values())).lean
    found = read_catalogue(
        environment,
        lean=LeanInfo(version, commit, "project"),
        verdicts=dict.fromkeys(environment.modules, "ok"),
        allow_axioms=describe["allow_axioms"],
        python_accepted=accepted,
        judged=dict.fromkeys((name for name in environment if name not in accepted), "inconclusive"),
        by="python",
        file_of=lambda module: files.get(module, module),
        config=read_config(Path(describe["project"])) if describe["project"] is not None else None,
    )
    return digest_of(found)


if __name__ == "__main__":
    status = main(sys.argv[1])
    sys.stdout.flush()
    os._exit(status)  # without taking down millions of terms one by one
