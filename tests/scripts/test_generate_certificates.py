"""The generator of the certificates writes the committed files, and its numbers are the constants."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import mpmath
import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "generate_certificates", ROOT / "scripts" / "generate_certificates.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_committed_files_are_what_the_script_writes(generator: ModuleType) -> None:
    assert generator.main(["--check"]) == 0


def test_check_finds_a_changed_and_a_missing_file(
    generator: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert generator.main(["--folder", str(tmp_path)]) == 0
    assert generator.main(["--folder", str(tmp_path), "--check"]) == 0
    changed = tmp_path / "Pi.lean"
    changed.write_text(changed.read_text(encoding="utf-8").replace("7", "8", 1), encoding="utf-8")
    (tmp_path / "LogTwo.lean").unlink()
    assert generator.main(["--folder", str(tmp_path), "--check"]) == 1
    error = capsys.readouterr().err
    assert "Pi.lean" in error
    assert "LogTwo.lean" in error
    assert "ExpOne.lean" not in error


@pytest.mark.parametrize(
    ("name", "constant"),
    [("ExpOne.lean", "e"), ("LogTwo.lean", "log(2)"), ("TanhOne.lean", "tanh(1)"), ("Pi.lean", "pi")],
)
def test_bounds_are_around_the_constant(generator: ModuleType, name: str, constant: str) -> None:
    """The two fractions of the theorem are consecutive and enclose mpmath's value."""
    text = generator.MODULES[name]()
    numerators = [int(digits) for digits in re.findall(r"\((\d+) : R\) / 10 \^ 30", text)]
    assert len(numerators) == 2
    context = mpmath.MPContext()
    context.dps = 60
    values = {"e": context.e, "log(2)": context.log(2), "tanh(1)": context.tanh(1), "pi": context.pi}
    scaled = values[constant] * context.mpf(10) ** 30
    assert numerators[0] < scaled < numerators[1]
    assert numerators[1] == numerators[0] + 1
