"""Files in the export format, and what the second checker says of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from export_lines import ExportLines

from proofgrad.bridge.checking.check import check
from proofgrad.bridge.checking.model import CheckResult
from proofgrad.bridge.checking.second import apart, given, worker

Judge = Callable[..., CheckResult]


def ask_here(
    what: apart.ExportFile,
    *,
    timeout: float | None,
    describe: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> apart.Answer:
    """The work of the second checker's process, in this one, which saves a second a time."""
    found: dict[str, Any] = {}
    with monkeypatch.context() as patch:
        patch.setattr(worker, "say", lambda **answer: found.update(json.loads(json.dumps(answer))))
        worker._work({**apart._places(what), "seconds": timeout or 60, "describe": describe})
    return apart.Answer(found, None, 0.0, 0)


@pytest.fixture
def judge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Judge:
    """Judge lines made by hand, or a text, in this process."""
    monkeypatch.setattr(given, "ask", lambda what, **more: ask_here(what, monkeypatch=monkeypatch, **more))
    return _judge(tmp_path)


@pytest.fixture
def judge_apart(tmp_path: Path) -> Judge:
    """The same in a process of its own, as a user does."""
    return _judge(tmp_path)


def _judge(folder: Path) -> Judge:
    def run(made: ExportLines | str, **options: Any) -> CheckResult:
        file = folder / "given.ndjson"
        file.write_text(made if isinstance(made, str) else made.text(), encoding="utf-8")
        return check(export=file, **{"timeout": 60, **options})

    return run
