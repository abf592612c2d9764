"""A baseline: the failures of kernels that are known, so that only what is new or worse is one.

What is kept of each failure is what it was: which kernel, node, parameters, format and comparison, its grade,
and for each class that failed which limits, how large the error, its median, and what share of the inputs.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from proofgrad.bridge.errors import UsageError
from proofgrad.bridge.files.strangers import read_json

if TYPE_CHECKING:
    from proofgrad.oracle.report.model import BaselineJson

__all__ = ["with_baseline"]

_VERSION = 1
_LARGER = 2.0
"""An error is worse if it is that many times larger: a search finds a little more or less."""
_MORE = 0.02
"""A share of the inputs is worse if it is half as large again, and by so much at least."""


def with_baseline(verdicts: Sequence[dict[str, Any]], file: Path, *, write: bool = False) -> BaselineJson:
    """Let known failures pass, in place: their verdict is ``pass`` and their ``known`` true.

    Args:
        verdicts: as in the `test` JSON.
        file: the baseline.
        write: write it first, from these verdicts.

    Returns:
        How many failures are accepted, and the known ones that are none any more.

    Raises:
        UsageError: there is no such file, or it is no baseline.
    """
    if write:
        _write(verdicts, file)
    known = _read(file)
    accepted, mended = 0, []
    for verdict in verdicts:
        before = known.get(_key(verdict))
        if before is None:
            continue
        if verdict["verdict"] == "pass":
            mended.append(f"{_name(verdict)} ({before.get('diagnosis') or before['grade']})")
            continue
        if verdict["verdict"] != "fail":
            continue
        worse = _worse(before, _entry(verdict))
        if worse:
            verdict["message"] = f"worse than the baseline: {worse}; {verdict['message']}"
            verdict["diagnosis"] = f"worse than the baseline ({worse}): {verdict['diagnosis']}"
            continue
        accepted += 1
        verdict["verdict"], verdict["known"] = "pass", True
    return {"file": str(file), "accepted": accepted, "mended": mended}


def _key(v: Mapping[str, Any]) -> tuple[str, ...]:
    params = ",".join(f"{name}={value!r}" for name, value in sorted(v.get("params", {}).items()))
    return v["backend"], v["node"], v["dtype"], v["what"], params


def _name(v: Mapping[str, Any]) -> str:
    return f"{v['node'].rpartition('.')[2]} {v['what']} {v['backend']} {v['dtype']}"


def _entry(v: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept of a failure."""
    from proofgrad.oracle.difftest.tolerances import GRADES

    required = GRADES.index(v.get("require", "accurate"))
    failed = {
        name: {
            "failed": list(c["failed"]),
            "grade": c["grade"],
            "max_ulp": c["max_ulp"],
            "median_ulp": c["median_ulp"],
            "share": round(c.get("over", 0) / max(c["count"], 1), 4),
            "where": list(c.get("where", ())),
        }
        for name, c in v["classes"].items()
        if c["failed"] or GRADES.index(c["grade"]) < required
    }
    error = v.get("error")
    return {
        **{key: v[key] for key in ("backend", "node", "dtype", "what", "grade", "diagnosis")},
        "params": dict(v.get("params", {})),
        "error": error["kind"] if error else None,
        "refused": [text.partition(":")[0] for text in v.get("refused", ())],
        "classes": failed,
    }


def _worse(before: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    """In which way a failure is worse than it was; empty if it is not."""
    from proofgrad.oracle.difftest.tolerances import GRADES

    if GRADES.index(now["grade"] or "wrong") < GRADES.index(before["grade"] or "wrong"):
        return f"{now['grade']}, was {before['grade']}"
    if now["error"] and now["error"] != before.get("error"):
        return f"error {now['error']}, was {before.get('error') or 'none'}"
    new = [name for name in now["refused"] if name not in before.get("refused", ())]
    if new:
        return f"it does not take {new[0]}"
    for name, c in now["classes"].items():
        was = before["classes"].get(name)
        if was is None:
            return f"class {name} is new"
        if GRADES.index(c["grade"]) < GRADES.index(was["grade"]):
            return f"class {name} is {c['grade']}, was {was['grade']}"
        fresh = [word for word in c["failed"] if word not in was["failed"]]
        if fresh:
            return f"{fresh[0]} of class {name} is new"
        for figure in ("max_ulp", "median_ulp"):
            if not float(c[figure]) <= _LARGER * float(was[figure]):
                now_is, was_so = float(c[figure]), float(was[figure])
                return f"{figure.partition('_')[0]} of class {name} is {now_is:.3g}, was {was_so:.3g}"
        if c["share"] > max(1.5 * was["share"], was["share"] + _MORE) and name != "layout":
            return f"{100 * c['share']:.3g} % of class {name}, was {100 * was['share']:.3g} %"
        places = [place for place in c["where"] if place not in was.get("where", ())]
        if places and was.get("where"):
            return f"layout {places[0]} is new"
    return ""


def _write(verdicts: Sequence[Mapping[str, Any]], file: Path) -> None:
    from proofgrad.oracle.report.environment import environment
    from proofgrad.oracle.report.files import write_text

    known = [_entry(v) for v in verdicts if v["verdict"] == "fail"]
    body = {"schema_version": _VERSION, "command": "baseline", "environment": environment(), "known": known}
    write_text(file, json.dumps(body, indent=2, ensure_ascii=False) + "\n")


def _read(file: Path) -> dict[tuple[str, ...], dict[str, Any]]:
    """The entries of a file."""
    hint = "--write-baseline writes one"
    try:
        body = read_json(file)
    except OSError as error:
        raise UsageError(f"cannot read the baseline {file}: {error.strerror}", hint=hint) from None
    except ValueError:
        raise UsageError(f"{file} is no baseline: it is no JSON", hint=hint) from None
    try:
        if body["command"] != "baseline" or body["schema_version"] != _VERSION:
            raise KeyError("command")
        out = {_key(entry): entry for entry in body["known"]}
        for entry in out.values():  # whatever is missing is told here, and not in the middle of a comparison
            _worse(entry, {**entry, "refused": [], "error": None})
    except (KeyError, TypeError, ValueError, AttributeError):
        raise UsageError(f"{file} is no baseline of this version", hint=hint) from None
    return out
