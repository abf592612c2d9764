"""A Lean server that misbehaves: a typed error in time, never a clean answer, and nothing left behind."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import psutil
import pytest
from processes import descendants

from proofgrad.bridge.errors import LeanTimeout, ProofgradError, ServerError
from proofgrad.bridge.lean.server import session as server_module
from proofgrad.bridge.lean.server.session import LeanServer

FAKE = Path(__file__).resolve().parents[2] / "support" / "fake_lean_server.py"
LIMIT = 3.0
FAILS: dict[str, type[ProofgradError]] = {
    "hangs at start": LeanTimeout,
    "dies at start": ServerError,
    "malformed at start": ServerError,
    "hangs in the middle": LeanTimeout,
    "dies in the middle": ServerError,
    "malformed in the middle": ServerError,
    "never finishes": LeanTimeout,
}
ANSWERS = ("answers out of order", "empty first, errors later", "floods stderr")


@pytest.fixture(autouse=True)
def nothing_is_left_behind(cache: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(server_module, "START_TIMEOUT", LIMIT)
    before, earlier = psutil.Process().num_fds(), descendants()
    yield
    assert [p for p in descendants() if p not in earlier] == []
    assert psutil.Process().num_fds() <= before


def ask(scenario: str, tmp_path: Path):
    began = time.monotonic()
    try:
        with LeanServer([sys.executable, str(FAKE), scenario], timeout=LIMIT) as server:
            return server.diagnostics(tmp_path / "Case.lean", "prelude\n")
    finally:
        assert time.monotonic() - began < 2 * LIMIT + server_module.CLOSE_TIMEOUT + 5


@pytest.mark.parametrize("scenario", FAILS)
def test_a_fault_is_a_typed_error_in_time(scenario: str, tmp_path: Path) -> None:
    with pytest.raises(ProofgradError) as caught:
        ask(scenario, tmp_path)
    assert isinstance(caught.value, (FAILS[scenario], LeanTimeout)), caught.value


@pytest.mark.parametrize("scenario", ANSWERS)
def test_a_late_or_disordered_answer_is_waited_for(scenario: str, tmp_path: Path) -> None:
    """The error comes after an empty answer; the empty one must not pass for the verdict."""
    assert [(m.severity, m.text) for m in ask(scenario, tmp_path)] == [("error", "the proof is wrong")]
