"""The bindings of Lean's notation and tactics are what the script reads off Lean's library, byte for byte."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "generate_native.py"


@pytest.fixture(scope="module")
def generate_native() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate_native", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def library(generate_native: ModuleType) -> Path:
    try:
        found: Path = generate_native.installed_library()
    except FileNotFoundError as error:
        pytest.skip(str(error))
    if found.read_bytes()[:4] != b"\x7fELF":
        pytest.skip("Lean's shared library is not an ELF file on this system")
    return found


def test_native_bindings_are_what_the_script_generates(generate_native: ModuleType, library: Path) -> None:
    for path, text in generate_native.generate(library).items():
        assert path.read_bytes() == text.encode(), f"{path.name}: run scripts/generate_native.py"


def test_check_reports_a_stale_file(
    generate_native: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    stale = tmp_path / "Native.lean"
    stale.write_text("old")
    monkeypatch.setattr(generate_native, "generate", lambda library: {stale: "new"})
    monkeypatch.setattr(generate_native, "installed_library", lambda: tmp_path)
    assert generate_native.main(["--check"]) == 1
    assert str(stale) in capsys.readouterr().err
    assert stale.read_text() == "old"
    assert generate_native.main([]) == 0
    assert stale.read_text() == "new"
    assert generate_native.main(["--check"]) == 0


def test_a_library_without_the_listed_parsers_is_refused(generate_native: ModuleType) -> None:
    with pytest.raises(generate_native.MissingSymbolError, match="stx_"):
        list(generate_native.Generator(set()).native())
    with pytest.raises(generate_native.MissingSymbolError, match="Eq"):
        list(generate_native.Generator(set()).unexpanders())


@pytest.mark.parametrize(
    "name", ["term_=_", "term∃_,_", "term_⁻¹", "rcasesPat", "tactic_<;>_", "term_x_y", "a.b"]
)
def test_mangled_names_are_read_back(generate_native: ModuleType, name: str) -> None:
    mangled = generate_native.mangle(name)
    assert mangled.isascii()
    assert generate_native.demangle(mangled) == [name]
    assert generate_native.demangle(f"Lean_{mangled}") == ["Lean", name]


def test_the_script_says_how_to_use_it() -> None:
    done = subprocess.run([sys.executable, SCRIPT, "--help"], capture_output=True, text=True, check=True)
    assert "--check" in done.stdout
