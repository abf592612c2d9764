"""The manners of the command line: widths, completion, Ctrl-C, what is resumed, no traceback."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from run_samples import broken, clean

from proofgrad.oracle.cli import main
from proofgrad.oracle.cli.commands.completion import script
from proofgrad.oracle.cli.grammar import COMMANDS
from proofgrad.oracle.cli.parser import build

ROOT = Path(__file__).resolve().parents[3]
PROJECTS = ROOT / "tests" / "lean"
CLI = [sys.executable, "-m", "proofgrad.oracle.cli"]
posix = pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals and terminals")


# Widths


@posix
@pytest.mark.parametrize("width", [60, 80])
@pytest.mark.parametrize("make", [clean, broken])
def test_a_report_fits_the_terminal(width, make, tmp_path):
    saved = tmp_path / "run.json"
    saved.write_text(json.dumps(make()), "utf-8")
    lines = on_a_terminal([*CLI, "report", "--from", str(saved), "-v"], width)
    assert len(lines) > 15
    assert max(map(len, lines)) <= width


@posix
@pytest.mark.parametrize("width", [60, 80])
def test_the_catalogue_fits_the_terminal(library, width):
    for arguments in (["nodes"], ["nodes", "conv2d", "maskedAttention", "multiHeadCausalAttention", "relu"]):
        lines = on_a_terminal([*CLI, *arguments], width)
        assert max(map(len, lines)) <= width
        assert any("proved" in line for line in lines)


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_fits_80_columns_and_has_examples(command, monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", "80")
    assert main([*([command] if command else []), "--help"]) == 0
    text = capsys.readouterr().out
    assert max(map(len, text.splitlines())) <= 80
    if command:
        examples = text.partition("examples:\n")[2].splitlines()
        assert any(f"proofgrad {command}" in line or line.strip() == "proofgrad" for line in examples)


def on_a_terminal(command, width):
    """The last state of each line that a command shows on a terminal of that width, without colours."""
    import fcntl
    import pty
    import re
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, width, 0, 0))
    env = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "NO_COLOR")} | {"TERM": "xterm"}
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=env, close_fds=True)
    os.close(theirs)
    said = b""
    while True:
        try:
            part = os.read(ours, 1 << 16)
        except OSError:  # Linux: the other end is closed
            break
        if not part:
            break
        said += part
    os.close(ours)
    process.wait(60)
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", said.decode("utf-8"))
    return [line.rstrip("\r").rpartition("\r")[2] for line in text.split("\n")]


# Completion


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "tcsh", "powershell"])
def test_completion_knows_every_command(shell, capsys):
    assert main(["completion", shell]) == 0
    text = capsys.readouterr().out
    assert all(command in text for command in COMMANDS)
    assert "--checker" in text or shell == "fish"


def test_the_parser_itself_is_not_changed_by_completion():
    script("bash")
    parsed = build().parse_args(["test", "--dtype", "anything"])
    assert parsed.dtype == ["anything"]


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_bash_completes_commands_options_choices_and_nodes(library, tmp_path):
    file = tmp_path / "completion.bash"
    file.write_text(script("bash"), "utf-8")
    assert subprocess.run(["bash", "-n", str(file)], check=False).returncode == 0
    asked = [
        ("proofgrad explain-", "explain-failure"),
        ("proofgrad explain --go", "--goal"),
        ("proofgrad check --checker py", "python"),
        ("proofgrad test --dtype bf", "bfloat16"),
        ("proofgrad explain sigm", "sigmoid"),
        ("proofgrad test softp", "softplus"),
    ]
    python = " ".join(map(repr, CLI))
    lines = [f'proofgrad() {{ {python} "$@"; }}', f"source {str(file)!r}"]
    for typed, _ in asked:
        words = " ".join(map(repr, typed.split()))
        lines += [
            f"COMP_WORDS=({words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); COMPREPLY=()",
            '"$(complete -p proofgrad | sed "s/.*-F \\([^ ]*\\).*/\\1/")" proofgrad',
            'echo "${COMPREPLY[*]}"',
        ]
    done = subprocess.run(
        ["bash", "--norc", "-c", "\n".join(lines)], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.stdout.split() == [wanted for _, wanted in asked], done.stderr


def test_completion_of_nodes_starts_no_lean(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("PROOFGRAD_CACHE_DIR", str(tmp_path))
    began = time.process_time()
    assert main(["completion", "nodes"]) == 0
    assert capsys.readouterr().out.strip() == ""
    assert time.process_time() - began < 5


# Ctrl-C


def interrupted(command, started, env, cwd=None, number=signal.SIGINT):
    """Start a command, wait until `started` says so, send what Ctrl-C sends: how it ended."""
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=env,
        cwd=cwd,
        text=True,
        # CI systems start us with SIGINT ignored, and children inherit that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    limit = time.monotonic() + 60
    while not started(process):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < limit
        time.sleep(0.02)
    process.send_signal(number)
    out, err = process.communicate(timeout=30)
    return process.returncode, out, err


def family(process):
    return psutil.Process(process.pid).children(recursive=True)


def residue(folder):
    """What a program that was stopped in the middle would leave: temporary files."""
    return [
        p for p in folder.rglob("*") if p.is_file() and (p.name.startswith(".") or "tmp" in p.name.lower())
    ]


@posix
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("via", ["batch", "server"])
def test_ctrl_c_during_a_check_leaves_no_process_and_no_half_file(via, number, tmp_path):
    project = shutil.copytree(PROJECTS / "time_out", tmp_path / "project")
    cache = tmp_path / "cache"
    env = os.environ | {"PROOFGRAD_CACHE_DIR": str(cache)}
    seen = []

    def busy(process):
        """Lean has been at the endless proof for a while."""
        seen[:] = [p for p in family(process) if sum(p.cpu_times()[:2]) > 0.7]
        return bool(seen)

    command = [*CLI, "check", "--project", str(project), "--via", via]
    code, out, err = interrupted(command, busy, env, number=number)
    assert (code, out) == (128 + number, "")
    assert "interrupted" in err
    assert "Traceback" not in err
    assert psutil.wait_procs(seen, timeout=5)[1] == []
    assert residue(cache / "v1" / "store") == []
    done = subprocess.run(  # and the cache is as good as ever
        [*CLI, "check", "--project", str(PROJECTS / "accepted")], env=env, capture_output=True, check=False
    )
    assert done.returncode == 0, done


SLOW = """import time
import numpy as np

def sigmoid(x):
    open("started", "w").close()
    time.sleep(0.5)
    return 1 / (1 + np.exp(-x))


ALL = {"sigmoid": sigmoid}
"""


@posix
@pytest.mark.parametrize("extra", [[], ["--isolate"]])
def test_ctrl_c_during_a_report_leaves_the_old_report(library, extra, tmp_path):
    (tmp_path / "slow_kernels.py").write_text(SLOW)
    report = tmp_path / "report.html"
    report.write_text("the old one")
    seen = []

    def testing(process):
        seen[:] = family(process)
        return (tmp_path / "started").exists()

    command = [*CLI, "report", "--html", str(report), "--backend", "slow_kernels:ALL", *extra]
    code, _, err = interrupted(command, testing, dict(os.environ), cwd=tmp_path)
    assert code == 130
    assert "Traceback" not in err
    assert report.read_text() == "the old one"
    assert sorted(p.name for p in tmp_path.iterdir() if p.name != "__pycache__") == [
        "report.html",
        "slow_kernels.py",
        "started",
    ]
    assert psutil.wait_procs(seen, timeout=5)[1] == []


# What is resumed


@posix
def test_an_interrupted_check_keeps_the_modules_that_were_finished(tmp_path):
    project = shutil.copytree(PROJECTS / "time_out", tmp_path / "project")
    env = os.environ | {"PROOFGRAD_CACHE_DIR": str(tmp_path / "cache")}
    command = [*CLI, "check", "--project", str(project)]

    def busy(process):
        """Whether a module keeps Lean busy: the one that never ends, as the first is done sooner."""
        for p in family(process):
            with contextlib.suppress(psutil.NoSuchProcess):  # it has ended meanwhile
                if sum(p.cpu_times()[:2]) > 0.7:
                    return True
        return False

    interrupted(command, busy, env)
    done = subprocess.run(
        [*command, "--timeout", "1", "--format", "json"], env=env, capture_output=True, check=False
    )
    modules = {m["name"]: m for m in json.loads(done.stdout)["modules"]}
    assert modules["Base"]["cached"]
    assert modules["Base"]["status"] == "ok"


def test_references_of_finished_nodes_are_reused_by_the_next_run(library, tmp_path, monkeypatch):
    from proofgrad import oracle
    from proofgrad.oracle.difftest import run, subjects
    from proofgrad.oracle.formula.reference import Reference

    node = oracle.api.find_node("sigmoid")
    calls = []
    real = Reference.enclose
    monkeypatch.setattr(Reference, "enclose", lambda s, x, fmt: calls.append(len(x)) or real(s, x, fmt))

    def interrupted(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(run, "_compare", interrupted)
        with pytest.raises(KeyboardInterrupt):
            oracle.test(node, dtype="float32", kept=tmp_path)
    assert max(calls) > 1000
    subjects._prepared.cache_clear()
    calls.clear()
    verdicts = oracle.test(node, dtype="float32", kept=tmp_path)
    assert {v.verdict for v in verdicts} == {"pass"}
    assert max(calls, default=0) < 1000
