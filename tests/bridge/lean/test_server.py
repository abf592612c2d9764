"""A session with a real Lean server: its answers, and what becomes of it when something dies."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FunctionType

import psutil
import pytest
from processes import descendants

from proofgrad.bridge.build.run import BuildResult, build
from proofgrad.bridge.errors import LeanCrashed, LeanTimeout, ProofgradError, ServerError
from proofgrad.bridge.lean.server import client
from proofgrad.bridge.lean.server.probe import probe
from proofgrad.bridge.lean.server.session import LeanServer, server_command
from proofgrad.bridge.lean.toolchain import Toolchain
from proofgrad.bridge.project.project import Project

Copy = Callable[[str], Project]


@pytest.fixture
def project(copy: Copy) -> Project:
    return copy("inherited_sorry")


@pytest.fixture
def built(project: Project, toolchain: Toolchain) -> BuildResult:
    return build(project, toolchain)


@pytest.fixture
def server(project: Project, built: BuildResult, toolchain: Toolchain) -> Iterator[LeanServer]:
    with LeanServer(server_command(toolchain, built.lean_path, source_dir=project.source_dir)) as session:
        yield session


@pytest.fixture(autouse=True)
def _processes_of_earlier_tests() -> None:
    global earlier
    earlier = frozenset(descendants())


earlier: frozenset[psutil.Process] = frozenset()
"""Of this process before the test began: a resource tracker of multiprocessing stays for good."""


def family() -> list[psutil.Process]:
    """The processes that this test has begun and that are still there."""
    return [p for p in descendants() if p not in earlier]


def worker() -> psutil.Process:
    """The process that elaborates the file that is open."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        found = [p for p in family() if "--worker" in p.cmdline() and p.name() != "sh"]
        if found:
            return found[0]
        time.sleep(0.05)
    raise AssertionError("no worker")


def gone(processes: list[psutil.Process], seconds: float = 5.0) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not any(p.is_running() and p.status() != psutil.STATUS_ZOMBIE for p in processes):
            return True
        time.sleep(0.05)
    return False


def soon(act: Callable[[], object]) -> None:
    threading.Timer(1.0, act).start()


def test_diagnostics_are_those_of_the_batch_build(
    project: Project, built: BuildResult, server: LeanServer
) -> None:
    for name, result in built.modules.items():
        path = project.path_of(name)
        found = server.diagnostics(path, path.read_text())
        assert [(m.severity, m.line, m.column, m.text) for m in found] == [
            (m.severity, m.line, m.column, m.text) for m in result.messages
        ]


def test_a_file_without_messages_is_answered_with_none(project: Project, server: LeanServer) -> None:
    assert server.diagnostics(project.path_of("New"), "prelude\nimport Base\n") == ()


def test_errors_come_with_their_place(project: Project, server: LeanServer) -> None:
    text = "prelude\nimport Base\n-- «ä𝒜»\ntheorem t : False := True.intro\n"
    (message,) = server.diagnostics(project.path_of("New"), text)
    assert (message.severity, message.line, message.column) == ("error", 4, 21)


def test_the_text_counts_and_not_the_file(project: Project, server: LeanServer) -> None:
    path = project.path_of("Hole")
    assert len(server.diagnostics(path, path.read_text())) == 1
    assert server.diagnostics(path, "prelude\nimport Base\n") == ()
    assert len(server.diagnostics(path, path.read_text())) == 1


def test_goals_and_hover(project: Project, server: LeanServer) -> None:
    text = "prelude\nimport Base\ntheorem t (a : Bool) : Eq a a := Eq.refl\n"
    assert server.goals(project.path_of("New"), text, 3, 0).status == "no_goal"
    hover = server.hover(project.path_of("New"), text, 3, 36)
    assert hover is not None
    assert "Eq a a" in hover


def test_the_probe_answers_for_each_name(server: LeanServer) -> None:
    answers = probe(server, ["Case"], ["hole", "Case.standsOnHole", "Case.clean"])
    assert answers["hole"].axioms == ("sorryAx",)
    assert answers["Case.standsOnHole"].axioms == ("sorryAx",)
    assert answers["Case.clean"].axioms == ()
    assert answers["Case.standsOnHole"].statement == "∀ (p : False → True), True"


@pytest.mark.parametrize(("modules", "name"), [(["Case"], "nope"), (["Nope"], "hole"), ([], "hole")])
def test_a_question_without_an_answer_is_an_error(server: LeanServer, modules: list[str], name: str) -> None:
    with pytest.raises(ServerError):
        probe(server, modules, [name])


def test_a_time_out_is_an_error_and_frees_the_processor(
    copy: Copy, toolchain: Toolchain, server: LeanServer
) -> None:
    project = copy("time_out")
    path = project.path_of("Case")
    with pytest.raises(LeanTimeout, match="within 2 s"):
        server.diagnostics(path, path.read_text(), timeout=2)
    assert gone([p for p in family() if "--worker" in p.cmdline()])
    assert server.alive
    assert server.diagnostics(path, "prelude\nimport Base\n") == ()  # the session is still good


def test_a_crash_is_an_error(copy: Copy, server: LeanServer) -> None:
    project = copy("stack_overflow")
    path = project.path_of("Case")
    with pytest.raises(LeanCrashed):
        server.diagnostics(path, path.read_text(), timeout=30)
    assert server.diagnostics(path, "prelude\nimport Base\n") == ()


def test_a_killed_worker_is_an_error_at_once(copy: Copy, server: LeanServer) -> None:
    path = copy("time_out").path_of("Case")
    soon(lambda: worker().kill())
    began = time.monotonic()
    with pytest.raises(LeanCrashed):
        server.diagnostics(path, path.read_text(), timeout=60)
    assert time.monotonic() - began < 20


def test_a_killed_server_is_an_error_at_once_and_leaves_no_worker(copy: Copy, server: LeanServer) -> None:
    path = copy("time_out").path_of("Case")
    everybody: list[psutil.Process] = []

    def kill() -> None:
        everybody.extend(family())
        next(p for p in everybody if "--server" in p.cmdline()).kill()

    soon(kill)
    with pytest.raises(ServerError, match="is gone"):
        server.diagnostics(path, path.read_text(), timeout=60)
    with pytest.raises(ServerError):
        server.diagnostics(path, "prelude\n", timeout=10)
    assert not server.alive
    assert len(everybody) >= 2
    assert gone(everybody)


def test_several_files_at_once_each_have_their_answer(copy: Copy, server: LeanServer) -> None:
    slow, wrong = copy("time_out").path_of("Case"), copy("failed_proof").path_of("Case")
    files = {name: (path, path.read_text()) for name, path in (("slow", slow), ("wrong", wrong))}
    answers = dict(server.diagnostics_of_all(files, timeout=3))
    assert isinstance(answers["slow"], LeanTimeout)
    assert not isinstance(answers["wrong"], ProofgradError)
    assert [m.severity for m in answers["wrong"]] == ["error"]


@pytest.mark.parametrize("command", [["/nowhere/lean"], ["/bin/false"], ["/bin/echo", "Content-Length: x"]])
def test_a_server_that_does_not_start_is_an_error(command: list[str], cache: object) -> None:
    before = psutil.Process().num_fds()
    with pytest.raises(ServerError), LeanServer(command, timeout=10):
        pass
    assert family() == []
    assert psutil.Process().num_fds() <= before


def test_sessions_leave_no_process_no_thread_and_no_file(
    project: Project, built: BuildResult, toolchain: Toolchain
) -> None:
    command = server_command(toolchain, built.lean_path, source_dir=project.source_dir)

    def session() -> tuple[int, int]:
        with LeanServer(command) as server:
            server.diagnostics(project.path_of("New"), "prelude\nimport Base\n")
            processes = family()
            assert processes
        assert gone(processes)
        return threading.active_count(), psutil.Process().num_fds()

    first = session()
    assert session() == first
    with pytest.raises(ServerError, match="closed"):
        LeanServer(command).diagnostics(project.path_of("New"), "prelude\n")


def test_private_names_of_leanclient_are_asked_in_one_file() -> None:
    """A new version of leanclient needs a look at one file alone, and has what that file asks for."""
    from leanclient import aio

    folder = Path(client.__file__).parent
    own = re.compile(r"(?<!self)(?<!cls)\._[a-z]")
    assert [file.name for file in folder.glob("*.py") if own.search(file.read_text("utf-8"))] == ["client.py"]
    assert isinstance(aio.AsyncLeanLSPClient._start_file_watcher, FunctionType)
