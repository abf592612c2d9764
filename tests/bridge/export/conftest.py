"""Files in the export format, and what the second checker says of them in a process of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from export_lines import ExportLines

from proofgrad.bridge.checking.check import check
from proofgrad.bridge.checking.model import CheckResult

Judge = Callable[..., CheckResult]


@pytest.fixture
def judge(tmp_path: Path) -> Judge:
    """Judge lines made by hand, or a text."""

    def run(given: ExportLines | str, **options: object) -> CheckResult:
        file = tmp_path / "given.ndjson"
        file.write_text(given if isinstance(given, str) else given.text(), encoding="utf-8")
        return check(export=file, **{"timeout": 60, **options})  # type: ignore[arg-type]

    return run
