"""The frame of the command line, with no Lean: arguments, errors, exit codes, JSON, and a fast start."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys

import jsonschema
import pytest
from run_samples import broken, clean

from proofgrad.bridge._version import __version__
from proofgrad.bridge.errors import ToolchainNotFound
from proofgrad.bridge.nearest import nearest
from proofgrad.oracle.cli import main
from proofgrad.oracle.cli.commands import check as check_command
from proofgrad.oracle.cli.grammar import COMMANDS
from proofgrad.oracle.cli.parser import parse
from proofgrad.oracle.report.schemas import schema

CLI = [sys.executable, "-m", "proofgrad.oracle.cli"]


@pytest.fixture
def saved(tmp_path):
    """A function that saves a run and returns its path."""

    def save(run, name="report.json"):
        path = tmp_path / name
        path.write_text(json.dumps(run), "utf-8")
        return str(path)

    return save


def test_version_is_printed_by_every_command(capsys):
    for arguments in (["--version"], ["check", "--version"], ["--format", "json", "--version"]):
        assert main(arguments) == 0
        assert capsys.readouterr().out == f"proofgrad {__version__}\n"


def test_version_loads_little():
    """Neither rich, numpy, flint nor anything of Lean; that is what keeps it under 0.1 s."""
    code = "import sys; from proofgrad.oracle.cli import main; main(['--version']); print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    heavy = {"rich", "numpy", "flint", "mpmath", "leanclient", "asyncio", "jsonschema", "platformdirs"}
    assert not heavy & set(loaded)
    assert len([name for name in loaded if name.startswith("proofgrad")]) < 40


def test_help_names_the_commands_and_the_exit_codes(capsys):
    assert main(["--help"]) == 0
    text = capsys.readouterr().out
    assert all(f"  {command} " in text for command in COMMANDS)
    order = ["test my kernel:", "prove my function or model:", "check proofs:", "options:", "exit codes:"]
    assert sorted(order, key=text.index) == order
    assert text.index("test my kernel:") < text.index("    sweep ") < text.index("check proofs:")
    assert "could not be checked" in text
    assert max(map(len, text.splitlines())) <= 100


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_examples(command, capsys):
    assert main([command, "--help"]) == 0
    assert "examples:\n" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "command"),
    [
        ([], "run"),
        (["--out", "x"], "run"),
        (["-q", "--format", "json"], "run"),
        (["--format=json", "--out=x"], "run"),
        (["--timeout", "3", "check"], "check"),
        (["-v", "nodes", "run"], "nodes"),
    ],
)
def test_run_is_the_default_command(arguments, command):
    assert parse(arguments).command == command


@pytest.mark.parametrize("value", ["-80,80", "-inf,-1"])
def test_a_value_may_begin_with_a_minus_sign(value):
    """argparse alone takes it for an option, and says that one argument was expected."""
    low, high = value.split(",")
    assert parse(["test", "silu", "--range", value]).range == (float(low), float(high))


def test_common_options_stand_before_or_after_the_command():
    for arguments in (["--format", "json", "-v", "check"], ["check", "--format", "json", "-v"]):
        options = parse(arguments)
        assert (options.format, options.verbose, options.debug) == ("json", 1, False)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["chekc"], "did you mean check?"),
        (["check", "--nonsense"], "proofgrad check takes no --nonsense"),
        (["check", "--checker", "me"], "invalid choice"),
        (["check", "--timeout", "0"], "not a positive number"),
        (["check", "--timeout", "inf"], "not a positive number"),
        (["test", "--dtype", "float31"], "no dtype 'float31'"),
        (["test", "--exhaustive", "--dtype", "float64"], "too many numbers"),
        (["report"], "nothing to write"),
        (["report", "--from", "no-such.json"], "cannot read no-such.json"),
        (["check", "--project", "no-such-folder"], "no such folder"),
    ],
)
def test_a_senseless_command_line_is_exit_2_and_json_if_asked(arguments, said, capsys):
    code = main(arguments)
    captured = capsys.readouterr()
    expected = 3 if "no-such-folder" in arguments else 2
    assert code == expected
    assert captured.out == ""
    assert captured.err.startswith("proofgrad: error: ")
    assert said in captured.err
    assert "Traceback" not in captured.err
    assert main([*arguments, "--format", "json"]) == expected
    captured = capsys.readouterr()
    document = json.loads(captured.out)
    jsonschema.validate(document, schema("error"))
    assert said in json.dumps(document, ensure_ascii=False)
    assert captured.err == ""


def test_no_argument_at_all_is_the_main_job(monkeypatch):
    monkeypatch.setattr("proofgrad.oracle.cli.commands.run.execute", lambda options, out: 17)
    assert main([]) == 17


BACKENDS = """
PAIR = (abs, abs)
N = 3
EMPTY = {}
TYPO = {"tanhh": abs}
"""


@pytest.mark.parametrize(
    ("backend", "said"),
    [
        ("nope", "unknown backend"),
        ("./some_backends:PAIR", "unknown backend"),
        ("some_backends", "unknown backend"),
        ("some_backends:nothing", "no attribute"),
        ("nomodule:x", "cannot import"),
        ("some_backends:N", "no kernel"),
        ("some_backends:EMPTY", "empty mapping"),
    ],
)
@pytest.mark.parametrize("command", ["test", "run"])
def test_a_backend_that_is_none_is_told_once_and_before_lean_is_started(
    command, backend, said, tmp_path, monkeypatch, capsys
):
    (tmp_path / "some_backends.py").write_text(BACKENDS)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delitem(sys.modules, "some_backends", raising=False)
    monkeypatch.setattr("proofgrad.oracle.work.main_job.check_part", None)
    monkeypatch.setattr("proofgrad.oracle.cli.commands.test.catalogue_part", None)
    assert main([command, "--backend", backend]) == 2
    assert said in capsys.readouterr().err


def test_one_kernel_is_of_one_node(tmp_path, monkeypatch, capsys):
    (tmp_path / "some_backends.py").write_text(BACKENDS)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delitem(sys.modules, "some_backends", raising=False)
    assert main(["run", "--backend", "some_backends:PAIR"]) == 2
    assert "one kernel" in capsys.readouterr().err


def test_nearest_names():
    assert nearest("sigmod", ["sigmoid", "silu", "relu"]) == "did you mean sigmoid?"
    assert nearest("SIGMOID", ["sigmoid"]) == "did you mean sigmoid?"
    assert nearest("zzzz", ["sigmoid"]) is None


@pytest.mark.parametrize(("make", "code"), [(clean, 0), (broken, 1)])
@pytest.mark.parametrize("fmt", ["html", "markdown", "json", "junit", "sarif"])
def test_report_from_a_saved_run_has_the_exit_code_of_the_run_in_every_format(
    make, code, fmt, saved, tmp_path
):
    target = tmp_path / f"out.{fmt}"
    assert main(["report", "--from", saved(make()), f"--{fmt}", str(target), "-q"]) == code
    assert target.stat().st_size > 100


def test_an_inconclusive_saved_run_is_exit_3(saved, capsys):
    run = clean()
    run["test"] = None
    assert main(["report", "--from", saved(run)]) == 3
    assert "INCONCLUSIVE" in capsys.readouterr().out


def test_report_as_json_with_changes_is_valid(saved, capsys):
    assert (
        main(
            ["report", "--from", saved(broken()), "--compare", saved(clean(), "old.json"), "--format", "json"]
        )
        == 1
    )
    document = json.loads(capsys.readouterr().out)
    assert {"what": "check", "before": "ok", "after": "failed"} in document["changes"]


def test_report_that_cannot_be_written_is_an_error(saved, capsys, tmp_path):
    (tmp_path / "file").write_text("")
    assert main(["report", "--from", saved(clean()), "--html", str(tmp_path / "file" / "x.html")]) == 3
    assert "cannot write" in capsys.readouterr().err


def raising(error):
    def execute(options, out):
        raise error

    return execute


def test_an_error_has_its_exit_code_its_hint_and_no_traceback(monkeypatch, capsys):
    monkeypatch.setattr(
        check_command, "execute", raising(ToolchainNotFound("no Lean here", hint="install one"))
    )
    assert main(["check"]) == 3
    assert capsys.readouterr().err == "proofgrad: error: no Lean here\n  hint: install one\n"
    assert main(["check", "--format", "json"]) == 3
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "no-lean"
    with pytest.raises(ToolchainNotFound):
        main(["check", "--debug"])


STEERING = "\x1b]0;title\x07\x1b[2J\x9b31m\u202e\u2066\x7f"


@pytest.mark.parametrize("fmt", ["text", "json"])
@pytest.mark.parametrize("kind", [ToolchainNotFound, RuntimeError])
def test_what_an_error_quotes_cannot_steer_the_terminal(kind, fmt, monkeypatch, capsys):
    error = kind(f"no {STEERING}", hint=STEERING) if kind is ToolchainNotFound else kind(STEERING)
    monkeypatch.setattr(check_command, "execute", raising(error))
    assert main(["check", "--format", fmt]) == 3
    out, err = capsys.readouterr()
    assert not set("\x1b\x07\x9b\u202e\u2066\x7f") & set(out + err)
    if fmt == "json":
        assert STEERING in json.loads(out)["error"]["message"]  # escaped, not lost


@pytest.mark.parametrize("fmt", ["text", "json"])
def test_an_absurdly_long_error_is_cut_with_a_note(fmt, monkeypatch, capsys):
    monkeypatch.setattr(check_command, "execute", raising(ToolchainNotFound("x" * 10_000_000)))
    assert main(["check", "--format", fmt]) == 3
    out, err = capsys.readouterr()
    assert len(out + err) < 20_000
    assert "characters left out" in out + err


def test_a_bug_is_inconclusive_never_clean_and_debug_shows_where(monkeypatch, capsys):
    monkeypatch.setattr(check_command, "execute", raising(RuntimeError("oops")))
    assert main(["check"]) == 3
    assert "internal error: RuntimeError: oops" in capsys.readouterr().err
    with pytest.raises(RuntimeError):
        main(["check", "--debug"])


def test_ctrl_c_is_130_and_one_line(monkeypatch, capsys):
    monkeypatch.setattr(check_command, "execute", raising(KeyboardInterrupt()))
    assert main(["check"]) == 128 + signal.SIGINT
    assert capsys.readouterr().err == "proofgrad: interrupted\n"


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX pipes")
def test_a_reader_that_goes_away_is_no_error(saved):
    command = [*CLI, "report", "--from", saved(clean()), "--format", "json"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdout.close()  # as `| head` does
    assert process.wait(30) == 141
    assert process.stderr.read() == b""


def test_output_survives_a_terminal_without_unicode(saved):
    env = os.environ | {"PYTHONIOENCODING": "ascii"}
    command = [*CLI, "report", "--from", saved(broken())]
    done = subprocess.run(command, capture_output=True, env=env, check=False)
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    assert b"FAILED" in done.stdout


def test_no_colour_when_piped_or_when_asked(saved):
    for extra in ({}, {"NO_COLOR": "1"}):
        command = [*CLI, "report", "--from", saved(broken())]
        done = subprocess.run(command, capture_output=True, env=os.environ | extra, check=False)
        assert b"\x1b[" not in done.stdout
