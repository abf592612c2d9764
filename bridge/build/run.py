"""Compile the modules of a Lean project: in order of their imports, in parallel, and only what has changed.

Independent modules overlap; of those that are ready the one with the longest chain of work behind it goes
first. As a command, ``python -m proofgrad.bridge.build [--project DIR] [MODULE...]`` compiles and prints what
Lean says.
"""

from __future__ import annotations

import contextlib
import heapq
import json
import os
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Literal

from proofgrad.bridge import settings
from proofgrad.bridge.build.compile import ModuleResult, Status, compile_module
from proofgrad.bridge.build.plan import PlannedModule, make_plan
from proofgrad.bridge.build.store import Entry, Store
from proofgrad.bridge.files.atomic import write_atomically
from proofgrad.bridge.lean.messages import Message
from proofgrad.bridge.lean.toolchain import Toolchain
from proofgrad.bridge.project.project import Project

if TYPE_CHECKING:
    from concurrent.futures import Future

__all__ = ["BuildEvent", "BuildResult", "Message", "ModuleResult", "build"]

BYTES_PER_SECOND = 8000
"""Source that Lean compiles in a second, roughly: the guess for modules that have never been compiled."""


@dataclass(frozen=True, slots=True)
class BuildEvent:
    """Progress: a module was started or has its result. Called in the thread that called :func:`build`.

    Attributes:
        kind: ``started`` or ``finished`` (a module whose result was there already is only ``finished``);
            ``stage`` when a check goes on to something else after the build.
        module: its name; of a stage, what is being done.
        done: modules that have their result; of a stage, how far it is.
        total: all modules; of a stage, how much there is to do, 0 if that is not known.
        result: of a finished module.
    """

    kind: Literal["started", "finished", "stage"]
    module: str
    done: int
    total: int
    result: ModuleResult | None = None


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What became of all modules.

    Attributes:
        modules: by name, imports before those that import them.
        tree: folder with the oleans of the accepted modules, laid out for LEAN_PATH; None if there is none.
        lean_path: the whole LEAN_PATH they were compiled with.
        seconds: wall clock of the build.
    """

    modules: Mapping[str, ModuleResult]
    tree: Path | None
    lean_path: str
    seconds: float

    @property
    def status(self) -> Status:
        """``failed`` if a module failed; else ``inconclusive`` if one has no verdict or there are none."""
        statuses = {result.status for result in self.modules.values()}
        if "failed" in statuses:
            return "failed"
        return "ok" if statuses == {"ok"} else "inconclusive"

    @property
    def oleans(self) -> dict[str, Path]:
        """The compiled modules, imports first."""
        return {name: r.olean for name, r in self.modules.items() if r.olean is not None}


class _Build:
    """One run of :func:`build`."""

    def __init__(
        self,
        project: Project,
        toolchain: Toolchain,
        plan: dict[str, PlannedModule],
        on_event: Callable[[BuildEvent], None] | None,
    ) -> None:
        self.project = project
        self.toolchain = toolchain
        self.plan = plan
        self.on_event = on_event
        self.store = Store()
        self.results: dict[str, ModuleResult] = {}
        keys = {name: module.key for name, module in plan.items() if module.key is not None}
        self.tree = self.store.tree(keys) if keys else None
        folders = [*([self.tree] if self.tree else []), *project.search_path()]
        self.lean_path = os.pathsep.join(map(os.fspath, folders))

    def emit(self, kind: Literal["started", "finished"], name: str) -> None:
        if self.on_event is not None:
            done, total = len(self.results), len(self.plan)
            self.on_event(BuildEvent(kind, name, done, total, self.results.get(name)))

    def finish(self, result: ModuleResult, entry: Entry | None) -> None:
        if entry is not None:
            assert self.tree is not None
            result = replace(result, olean=self.store.link(self.tree, result.name, entry))
        self.results[result.name] = replace(result, source=self.plan[result.name].source)
        self.emit("finished", result.name)

    def settle(self, module: PlannedModule, status: Status, messages: Iterable[Message]) -> None:
        """A result without running Lean."""
        self.finish(
            ModuleResult(
                module.name, module.path, status, tuple(messages), key=module.key, imports=module.imports
            ),
            None,
        )

    def take_known(self) -> list[PlannedModule]:
        """Settle what needs no Lean; the modules that do."""
        todo = []
        for module in self.plan.values():
            if module.problems:
                unreadable = all(p.kind == "unreadable" for p in module.problems)
                self.settle(module, "inconclusive" if unreadable else "failed", module.problems)
            elif module.key is None:
                self.settle(module, "inconclusive", [_blocked(module, module.blocked_by)])
            elif (entry := self.store.get(module.key)) is not None:
                self.store.touch(entry.folder)
                costs = (entry.seconds, entry.cpu_seconds, entry.peak_bytes)
                found = ModuleResult(
                    module.name,
                    module.path,
                    "ok",
                    entry.messages,
                    entry.olean,
                    True,
                    *costs,
                    key=module.key,
                    imports=module.imports,
                )
                self.finish(found, entry)
            else:
                todo.append(module)
        return todo

    def compile(self, todo: list[PlannedModule], jobs: int, timeout: float, fail_fast: bool) -> None:
        """Compile these modules, `jobs` at a time."""
        from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait

        waiting = {m.name: {i for i in m.imports if i not in self.results} for m in todo}
        users: dict[str, list[str]] = {}
        for name, imports in waiting.items():
            for imported in imports:
                users.setdefault(imported, []).append(name)
        memory = _Memory(self.store)
        urgency = _urgency(todo, users, memory)
        ready = [(-urgency[name], name) for name, imports in waiting.items() if not imports]
        heapq.heapify(ready)
        running: dict[Future[tuple[ModuleResult, Entry | None]], str] = {}
        stop = Event()
        with ThreadPoolExecutor(jobs, thread_name_prefix="lean") as pool:
            try:
                while ready or running:
                    while ready and len(running) < jobs:
                        _, name = heapq.heappop(ready)
                        bad = next(
                            (i for i in self.plan[name].imports if self.results[i].status != "ok"), None
                        )
                        if bad is not None or stop.is_set():
                            why = _blocked(self.plan[name], bad) if bad else _cancelled()
                            self.settle(self.plan[name], "inconclusive", [why])
                            self._release(name, users, waiting, urgency, ready)
                            continue
                        self.emit("started", name)
                        running[
                            pool.submit(
                                compile_module,
                                self.plan[name],
                                toolchain=self.toolchain,
                                store=self.store,
                                lean_path=self.lean_path,
                                timeout=timeout,
                                stop=stop,
                            )
                        ] = name
                    for future in wait(running, return_when=FIRST_COMPLETED)[0] if running else ():
                        name = running.pop(future)
                        result, entry = future.result()
                        self.finish(result, entry)
                        if result.status == "ok":
                            memory.note(name, result.cpu_seconds)
                        elif fail_fast:
                            stop.set()
                        self._release(name, users, waiting, urgency, ready)
            except BaseException:
                stop.set()  # leaving the pool waits for the threads, which kill their Lean
                raise
        memory.save()
        self.store.prune()

    @staticmethod
    def _release(
        name: str,
        users: Mapping[str, list[str]],
        waiting: dict[str, set[str]],
        urgency: Mapping[str, float],
        ready: list[tuple[float, str]],
    ) -> None:
        for user in users.get(name, ()):
            waiting[user].discard(name)
            if not waiting[user]:
                heapq.heappush(ready, (-urgency[user], user))


def _blocked(module: PlannedModule, by: str | None) -> Message:
    where = next((i for i in module.header.imports if i.module == by), None)
    line, column = (where.line, where.column) if where else (None, None)
    return Message("error", f"not checked: {by} was not accepted", line, column, kind="blocked")


def _cancelled() -> Message:
    return Message("error", "not checked: stopped after the first failure", kind="cancelled")


class _Memory:
    """How long each module took last time, whatever its content was then. Only a guess for the order."""

    def __init__(self, store: Store) -> None:
        self.file = store.root / "seconds.json"
        self.seconds: dict[str, float] = {}
        with contextlib.suppress(OSError, ValueError, TypeError, AttributeError):
            self.seconds = {str(k): float(v) for k, v in json.loads(self.file.read_bytes()).items()}

    def guess(self, module: PlannedModule) -> float:
        return self.seconds.get(module.name) or len(module.source) / BYTES_PER_SECOND

    def note(self, name: str, seconds: float) -> None:
        self.seconds[name] = round(seconds, 2)

    def save(self) -> None:
        with contextlib.suppress(OSError):
            write_atomically(self.file, json.dumps(self.seconds).encode())


def _urgency(todo: list[PlannedModule], users: Mapping[str, list[str]], memory: _Memory) -> dict[str, float]:
    """Seconds of the longest chain of work that starts with each module."""
    urgency: dict[str, float] = {}
    for module in reversed(todo):  # users come after what they import
        behind = max((urgency[user] for user in users.get(module.name, ())), default=0.0)
        urgency[module.name] = memory.guess(module) + behind
    return urgency


def build(
    project: Project,
    toolchain: Toolchain,
    *,
    modules: Iterable[str] | None = None,
    jobs: int | None = None,
    timeout: float | None = None,
    on_event: Callable[[BuildEvent], None] | None = None,
    fail_fast: bool = False,
) -> BuildResult:
    """Have Lean check the modules of a project, and keep what it compiled.

    Args:
        project: whose modules.
        toolchain: which Lean.
        modules: only these and what they import; None for all.
        jobs: how many at the same time; None for PROOFGRAD_JOBS or the number of usable cores.
        timeout: wall-clock seconds for one module; None for PROOFGRAD_TIMEOUT or 300.
        on_event: called with progress.
        fail_fast: stop after the first module that is not accepted.

    Raises:
        CacheError: the cache folder cannot be written.
        ProjectError: the project cannot be read.
        UsageError: no such module, or a setting that makes no sense.
        ToolchainNotFound: Lean cannot be started.
    """
    began = time.monotonic()
    run = _Build(project, toolchain, make_plan(project, toolchain, modules), on_event)
    todo = run.take_known()
    if todo:
        run.compile(
            todo,
            jobs or settings.jobs(),
            settings.module_timeout() if timeout is None else timeout,
            fail_fast,
        )
    ordered = {name: run.results[name] for name in run.plan}
    return BuildResult(ordered, run.tree, run.lean_path, time.monotonic() - began)
