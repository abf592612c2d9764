"""A kernel that is called by a command does not decide how the command ends."""

from __future__ import annotations

import ctypes
import json
import os
import platform
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

KERNELS = """
import atexit
import ctypes
import os
import sys
import time
from proofgrad.oracle.kernels import kernel

right = kernel("tanh").forward


def leaves(x):
    os._exit(0)


def leaves_later(x):
    atexit.register(os._exit, 0)
    return x


def talks(x):
    os.write(1, b'{"status": "ok"}')
    print("::error::no")
    return right(x)


def closes(x):
    for number in (1, 2):
        try:
            os.close(number)
        except OSError:
            pass
    return right(x)


def forgets(x):
    sys.stdout = sys.stderr = None
    return right(x)


def forks(x):
    os.fork()
    return right(x)


def sleeps(x):
    time.sleep(600)


def rounds_up(x):
    ctypes.CDLL("libm.so.6").fesetround(0x800)
    return right(x)
"""
COMMAND = [
    sys.executable,
    "-m",
    "proofgrad.oracle.cli",
    "test",
    "tanh",
    "--dtype",
    "float32",
    "--format",
    "json",
]


@pytest.fixture
def folder(library: object, tmp_path: Path) -> Path:
    (tmp_path / "hostile.py").write_text(KERNELS)
    return tmp_path


def ran(folder: Path, name: str, *more: str) -> subprocess.CompletedProcess[bytes]:
    command = [*COMMAND, "--backend", f"hostile:{name}", *more]
    return subprocess.run(command, cwd=folder, capture_output=True, timeout=120, check=False)


def test_a_kernel_that_ends_the_process_with_success_is_inconclusive(folder: Path) -> None:
    result = ran(folder, "leaves")
    assert result.returncode == 3
    error = json.loads(result.stdout)["error"]
    assert error["code"] == "no-verdict"
    assert "exit status 0" in error["message"]


@pytest.mark.parametrize(
    ("name", "code"), [("leaves_later", 1), ("talks", 0), ("closes", 0), ("forgets", 0), ("forks", 0)]
)
def test_whatever_else_a_kernel_does_to_the_process_the_verdict_is_told(
    name: str, code: int, folder: Path
) -> None:
    result = ran(folder, name)
    verdicts = [v for v in json.loads(result.stdout)["verdicts"] if v["what"] == "forward"]
    assert [v["verdict"] for v in verdicts] == ["pass" if code == 0 else "fail"], verdicts
    assert result.returncode in (code, 3)  # jvp and vjp are not offered


def test_a_kernel_that_changes_the_rounding_is_told_so_and_the_next_one_is_unharmed(nodes: object) -> None:
    import numpy as np

    from proofgrad.oracle import difftest

    namespace: dict[str, object] = {}
    exec(KERNELS, namespace)
    if not hasattr(os, "fork") or sys.platform != "linux":
        pytest.skip("the constant is that of glibc on x86-64")
    (found,) = difftest.test(nodes["tanh"], namespace["rounds_up"], what=("forward",))  # type: ignore[index]
    assert (found.verdict, found.error.kind) == ("fail", "state")  # type: ignore[union-attr]
    assert "direction of rounding" in found.error.message  # type: ignore[union-attr]
    (found,) = difftest.test(nodes["tanh"], what=("forward",))  # type: ignore[index]
    assert found.verdict == "pass"

    def raises_errors(x: object) -> object:
        np.seterr(all="raise")
        return x

    (found,) = difftest.test(nodes["tanh"], raises_errors, what=("forward",))  # type: ignore[index]
    assert "numpy.seterr" in found.error.message  # type: ignore[union-attr]


@pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() != "x86_64", reason="the register of x86-64, by glibc"
)
@pytest.mark.parametrize(
    ("bits", "told"),
    [
        (0x8000, "subnormal"),
        (0x0040, "subnormal"),
        (0x6000, "rounding"),  # of SSE alone, which fegetround does not ask
        (0x0080, "floating-point errors"),
    ],
    ids=["flush to zero", "subnormal inputs are zero", "rounding to zero", "traps"],
)
def test_a_register_that_a_kernel_changes_is_told_and_put_back(bits: int, told: str, nodes: object) -> None:
    import numpy as np

    from proofgrad.oracle import difftest
    from proofgrad.oracle.adapters.floating import StateChanged, kept_state

    library = ctypes.CDLL("libm.so.6")

    def changes(x: object) -> object:
        answer = np.tanh(x)  # type: ignore[call-overload]
        room = ctypes.create_string_buffer(256)
        library.fegetenv(room)
        control = int.from_bytes(room.raw[28:32], "little") ^ bits
        room[28:32] = control.to_bytes(4, "little")
        library.fesetenv(room)
        return answer

    least = np.float64(5e-324)
    with pytest.raises(StateChanged, match=told), kept_state():
        changes(np.ones(3))
    assert least * np.float64(1) == least
    (found,) = difftest.test(nodes["tanh"], changes, what=("forward",))  # type: ignore[index]
    assert (found.verdict, found.error.kind) == ("fail", "state")  # type: ignore[union-attr]
    assert told in found.error.message  # type: ignore[union-attr]


def test_nothing_is_left_when_the_process_that_was_started_is_killed(folder: Path) -> None:
    command = [*COMMAND, "--backend", "hostile:sleeps", "--isolate"]
    started = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    family: list[psutil.Process] = []
    end = time.monotonic() + 60
    while time.monotonic() < end and len(family) < 2:  # the copy, and the kernel's own process
        time.sleep(0.1)
        family = psutil.Process(started.pid).children(recursive=True)
    assert len(family) >= 2
    started.kill()
    started.wait()
    _, alive = psutil.wait_procs(family, timeout=20)
    assert alive == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="closing streams is a shell's")
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"])
def test_closed_streams_are_no_traceback(closed: str, folder: Path) -> None:
    shell = f"{sys.executable} -m proofgrad.oracle.cli nodes tanh {closed}"
    result = subprocess.run(["sh", "-c", shell], cwd=folder, capture_output=True, timeout=120, check=False)
    assert b"Traceback" not in result.stderr + result.stdout
    assert result.returncode == 0
