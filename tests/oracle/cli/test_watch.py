"""`proofgrad watch`: an edit is judged, and only what it affects is run again."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from schema_check import validate

from proofgrad import bridge, oracle
from proofgrad.bridge.errors import UsageError
from proofgrad.bridge.files.paths import lean_sources
from proofgrad.oracle.adapters.imported import imported_files
from proofgrad.oracle.watching.files import Poller

PROJECTS = Path(__file__).resolve().parents[2] / "lean"
CLI = [sys.executable, "-m", "proofgrad.oracle.cli"]


@pytest.fixture
def project(tmp_path):
    """A copy of a small project: Base, Case that imports it, and a leaf beside it."""
    folder = shutil.copytree(PROJECTS / "accepted", tmp_path / "accepted")
    text = f"prelude\nimport Base\n{nonce()}\ntheorem leaf : True := True.intro\n"
    (folder / "Leaf.lean").write_text(text, "utf-8")
    return folder


def nonce():
    """A comment that makes a file one that Lean has never compiled, so that no earlier test did the work."""
    return f"-- {time.time_ns()} {os.getpid()}\n"


def edited(watch, path, text):
    """Edit a file, then the next event of a watch."""
    path.write_text(text, "utf-8")
    return next(watch)


def ran(event):
    """The modules that Lean was run on."""
    return [module.name for module in event.modules if not module.cached]


def test_a_leaf_edit_runs_the_leaf_alone(project):
    watch = oracle.watch(project)
    first = next(watch)
    assert (first.number, first.outcome, first.modules) == (0, "ok", ())
    leaf = project / "Leaf.lean"
    good = leaf.read_text("utf-8")
    event = edited(watch, leaf, good + "\ntheorem more : True := leaf\n")
    assert (event.outcome, event.changed, ran(event)) == ("ok", ("Leaf.lean",), ["Leaf"])
    event = edited(watch, leaf, good.replace("True.intro", "leaf"))
    assert (event.outcome, ran(event)) == ("failed", ["Leaf"])
    assert [(p.code, p.file, p.declaration) for p in event.problems] == [("rejected", "Leaf.lean", "leaf")]
    event = edited(watch, leaf, good)
    assert (event.outcome, ran(event)) == ("ok", [])  # that content is known
    assert [module.name for module in event.modules] == ["Leaf"]


def test_an_edit_of_the_base_runs_what_imports_it(project):
    watch = oracle.watch(project)
    next(watch)
    base = project / "Base.lean"
    event = edited(watch, base, base.read_text("utf-8") + nonce())
    assert sorted(ran(event)) == ["Base", "Case", "Leaf"]
    assert event.outcome == "ok"


def test_sorry_and_axioms_in_a_leaf_are_found(project):
    watch = oracle.watch(project)
    next(watch)
    leaf = project / "Leaf.lean"
    head = f"prelude\nimport Base\n{nonce()}"
    event = edited(watch, leaf, head + "theorem leaf : True := sorryAx _ true\n")
    assert (event.outcome, ran(event)) == ("failed", ["Leaf"])
    event = edited(watch, leaf, head + "axiom wish : True\ntheorem leaf : True := wish\n")
    assert event.outcome == "failed"
    assert {problem.code for problem in event.problems} == {"extra-axiom"}
    event = edited(watch, leaf, head + "theorem leaf : True := True.intro\n")
    assert (event.outcome, event.problems) == ("ok", ())


def test_files_that_come_and_go_and_broken_projects_are_events(project):
    watch = oracle.watch(project)
    next(watch)
    event = edited(watch, project / "New.lean", "prelude\nimport Base\ntheorem new : True := True.intro\n")
    assert (event.outcome, [module.name for module in event.modules]) == ("ok", ["New"])
    (project / "New.lean").unlink()
    assert next(watch).outcome == "ok"
    event = edited(watch, project / "lakefile.toml", "name = ")
    assert (event.outcome, [p.code for p in event.problems]) == ("inconclusive", ["project"])
    (project / "lakefile.toml").unlink()
    assert next(watch).outcome == "ok"


def test_a_project_that_stands_on_the_library_is_watched_alone(library, tmp_path):
    from proofgrad.bridge.proving.new_project import write_project

    write_project(tmp_path / "mine")
    watch = oracle.watch(tmp_path / "mine")
    assert next(watch).outcome == "ok"
    bell = tmp_path / "mine" / "Formulas" / "Bell.lean"
    good = bell.read_text("utf-8")
    event = edited(watch, bell, good.replace("(2 * (x / sigma)", "(3 * (x / sigma)"))
    assert event.outcome == "failed"
    assert [(node.name, node.after) for node in event.nodes] == [("Formulas.bell", None)]
    event = edited(watch, bell, good + nonce())
    assert (event.outcome, sorted(ran(event))) == ("ok", ["Formulas", "Formulas.Bell"])
    assert [(node.name, node.before) for node in event.nodes] == [("Formulas.bell", None)]


NODE = """prelude
import NN.Proofs.Autograd.Tape.Nodes.Elementwise

namespace Proofs.Autograd.TapeNodes
open Spec Vec
variable {Γ : List Shape} {s : Shape}

/-- The exponential again. -/
noncomputable def again (idx : Idx Γ s) : Node Γ s := elemwise idx Math.exp Math.exp
"""
PROOF = """
theorem againFderiv (idx : Idx Γ s) : NodeFDerivCorrect (again idx) :=
  elemwiseFderiv idx _ _ fun z => hasDerivAt_exp z
"""


def test_a_new_node_is_seen_and_then_proved_with_no_other_node_read_again(library, tmp_path, monkeypatch):
    from proofgrad.bridge.reading.catalogue import _Reading

    project = shutil.copytree(lean_sources(), tmp_path / "lean")
    watch = oracle.watch(project)
    next(watch)
    read = []
    real = _Reading.node
    monkeypatch.setattr(_Reading, "node", lambda self, name, c: read.append(name) or real(self, name, c))
    name = "Proofs.Autograd.TapeNodes.again"
    file = project / "NN" / "Again.lean"
    definition = NODE.replace("Math.exp", "_root_.exp") + nonce()
    end = "\nend Proofs.Autograd.TapeNodes\n"
    event = edited(watch, file, definition + end)
    assert ran(event) == ["NN.Again"], event.problems
    assert [(c.name, c.before, c.after.status) for c in event.nodes] == [(name, None, "unproved")]
    event = edited(watch, file, definition + PROOF + end)
    assert ran(event) == ["NN.Again"], event.problems
    assert [(c.before.status, c.after.status) for c in event.nodes] == [("unproved", "proved")]
    assert set(read) == {name}


KERNEL = """import numpy as np
from helper import half

def tanh_half(x):
    return np.tanh(half * x)

def sigmoid(x):
    with np.errstate(all="ignore"):
        return np.where(x > -15, 0.5 + 0.5 * tanh_half(x), np.exp(x)).astype(x.dtype)
"""


@pytest.fixture
def kernels(tmp_path, monkeypatch):
    """A folder with a kernel and a module that it imports."""
    folder = tmp_path / "kernels"
    folder.mkdir()
    (folder / "watched_kernels.py").write_text(KERNEL.replace("helper", "watched_helper"))
    (folder / "watched_helper.py").write_text("half = 0.5\n")
    (folder / "unrelated.py").write_text("")
    monkeypatch.chdir(folder)
    yield folder
    for name in ("watched_kernels", "watched_helper"):
        sys.modules.pop(name, None)


@pytest.mark.usefixtures("library")
def test_a_kernel_edit_runs_that_kernel_and_no_lean(kernels):
    watch = oracle.watch(backend="watched_kernels:sigmoid", dtypes=["float32"])
    first = next(watch)
    forward = [v.verdict for v in first.verdicts if v.what == "forward"]
    assert len(forward) == 1
    (kernels / "unrelated.py").write_text("x = 1\n")
    event = edited(
        watch, kernels / "watched_helper.py", "half = 0.51\n"
    )  # same size as before: no stale .pyc
    assert event.changed == ("watched_helper.py",)
    assert event.modules == ()
    assert [v.verdict for v in event.verdicts if v.what == "forward"] == ["fail"]
    worst = event.verdicts[0].classes["normal"].max_ulp
    assert worst > first.verdicts[0].classes["normal"].max_ulp
    event = edited(watch, kernels / "watched_helper.py", "half = (\n")
    assert event.outcome in ("failed", "inconclusive")
    assert all(v.verdict != "pass" for v in event.verdicts)
    event = edited(watch, kernels / "watched_helper.py", "half = 0.5\n")
    assert [v.verdict for v in event.verdicts if v.what == "forward"] == forward


@pytest.mark.usefixtures("library")
def test_what_a_project_asks_for_holds_here_too(kernels, capsys):
    (kernels / "pyproject.toml").write_text(
        '[tool.proofgrad.test]\nrequire = "correct"\nmax-ulp = 1e9\ndtype = ["float16"]\nrange = [-4, 4]\n'
    )
    from proofgrad.oracle.cli import main

    main(["watch", "sigmoid", "--backend", "watched_kernels:sigmoid", "--changes", "0", "--format", "json"])
    verdicts = json.loads(capsys.readouterr().out)["verdicts"]
    assert {v["dtype"] for v in verdicts} == {"float16"}
    forward = next(v for v in verdicts if v["what"] == "forward")
    assert forward["require"] == "correct"
    assert forward["classes"]["normal"]["bound"] == 1e9
    assert "inf" not in forward["classes"]


@pytest.mark.usefixtures("library")
def test_what_cannot_be_watched_is_said_at_the_start(kernels):
    with pytest.raises(UsageError, match="cannot be watched"):
        next(oracle.watch(backend="numpy"))
    with pytest.raises(UsageError, match="no node 'sigmo'"):
        next(oracle.watch(nodes=["sigmo"], backend="watched_kernels:sigmoid"))


def test_the_users_own_imports_are_followed_and_no_others(kernels):
    (kernels / "package").mkdir()
    (kernels / "package" / "__init__.py").write_text("from . import inner\n")
    (kernels / "package" / "inner.py").write_text("import os, numpy\nfrom ..nowhere import x\n")
    (kernels / "watched_helper.py").write_text("import package.inner\nhalf = 0.5\n")
    names = {path.relative_to(kernels).as_posix() for path in imported_files("watched_kernels")}
    assert names == {"watched_kernels.py", "watched_helper.py", "package/__init__.py", "package/inner.py"}


def test_a_save_in_several_steps_is_one_change(tmp_path):
    file = tmp_path / "a.lean"
    file.write_text("1")
    poller = Poller(lambda: [file])
    assert poller.changed() == ()

    def save():
        for n in range(5):
            file.write_text("x" * (n + 2))
            time.sleep(0.02)

    thread = threading.Thread(target=save)
    thread.start()
    while not (found := poller.changed()):
        pass
    thread.join()
    assert found == (file,)
    assert poller.changed() == ()


def test_json_is_a_line_for_each_event(project, capsys):
    from proofgrad.oracle.cli import main

    def edit():
        time.sleep(1.5)
        (project / "Leaf.lean").write_text("prelude\nimport Base\ntheorem leaf : True := x\n")

    thread = threading.Thread(target=edit)
    thread.start()
    code = main(["watch", "--project", str(project), "--changes", "1", "--format", "json"])
    thread.join()
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [event["outcome"] for event in events] == ["ok", "failed"]
    assert code == 1
    for event in events:
        validate("watch", event)
    assert [module["name"] for module in events[1]["modules"]] == ["Leaf"]


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals")
def test_ctrl_c_ends_it_with_130_and_no_traceback(project):
    process = subprocess.Popen(
        [*CLI, "watch", "--project", str(project)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    assert process.stdout.readline().startswith("ok: ")
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    err = process.communicate(timeout=20)[1]
    assert process.returncode == 130
    assert "Traceback" not in err
    assert "interrupted" in err


def test_what_is_called_proven_and_is_false_is_not_shown_as_proven_here_either(tmp_path):
    lakefile = 'name = "Mine"\n[[require]]\nname = "NN"\n[[lean_lib]]\nname = "Mine"\n'
    (tmp_path / "lakefile.toml").write_text(lakefile, "utf-8")
    file = tmp_path / "Mine.lean"
    file.write_text(NOWHERE + nonce(), "utf-8")
    for event in (next(watch := oracle.watch(tmp_path)), edited(watch, file, NOWHERE + nonce())):
        assert event.outcome == "failed"
        assert [problem.code for problem in event.problems] == ["empty-domain"]
    # The bridge evaluates no formula; the faces do.
    assert bridge.catalogue(tmp_path)["Mine.nowhere"].status == "proved-on-domain"
    assert oracle.catalogue(tmp_path)["Mine.nowhere"].status == "conditional"
    assert [p.code for p in oracle.check(tmp_path).problems if p.severity == "error"] == ["empty-domain"]


NOWHERE = """prelude
import NN.Proofs.Autograd.Tape.Nodes.Elementwise
namespace Mine
open Proofs.Autograd Spec
variable {Γ : List Shape} {s : Shape}
noncomputable def nowhere (idx : Idx Γ s) : Node Γ s := TapeNodes.elemwise idx _root_.exp fun _ => 7
theorem nowhereFderivAt (idx : Idx Γ s) (xV : CtxVec Γ) (h : ∀ i : Fin s.size, (CtxVec.get idx xV).ofLp i < 0)
    (h' : ∀ i : Fin s.size, 0 < (CtxVec.get idx xV).ofLp i) : NodeFDerivCorrectAt (nowhere idx) xV :=
  TapeNodes.elemwiseFderivAt idx _ _ xV fun i => absurd (lt_trans (h i) (h' i)) (lt_irrefl _)
end Mine
"""
