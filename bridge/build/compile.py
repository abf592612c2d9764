"""Compile one module and judge what happened: accepted, rejected, or no answer.

No answer is never taken for a yes.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Literal

from proofgrad.bridge.build.copied import Copied, copied
from proofgrad.bridge.build.plan import PlannedModule
from proofgrad.bridge.build.store import Entry, Store
from proofgrad.bridge.errors import CacheError, ToolchainNotFound
from proofgrad.bridge.files.paths import CACHE_HINT
from proofgrad.bridge.lean.launcher_codes import EXIT_MEMORY
from proofgrad.bridge.lean.messages import Message, panic_in, parse_messages
from proofgrad.bridge.lean.process import Outcome, run_process
from proofgrad.bridge.lean.toolchain import STACK, Toolchain
from proofgrad.bridge.project.project import Project

__all__ = ["ModuleResult", "Status", "compile_module"]

Status = Literal["ok", "failed", "inconclusive"]

_TAIL = 400
"""Characters of stderr that are shown after a crash."""
_NOT_REACHED = "Lean did not come to the end of the file: what it did not reach is not checked"


@dataclass(frozen=True, slots=True)
class ModuleResult:
    """What became of one module.

    Attributes:
        name: dotted.
        path: the source file.
        status: ``ok`` (Lean accepted it; it may still say `sorry`), ``failed``, ``inconclusive`` (no
            verdict).
        messages: by Lean and by the builder, in the order of the file.
        olean: the compiled module; None unless `status` is ``ok``.
        cached: whether the result was there already.
        seconds: wall clock of the compilation (of the one that is remembered, if cached).
        cpu_seconds: user and system time of it.
        peak_bytes: largest resident set of it.
        key: content key; None where there is none (unreadable, cycle, missing import).
        source: what was compiled.
    """

    name: str
    path: Path
    status: Status
    messages: tuple[Message, ...]
    olean: Path | None = None
    cached: bool = False
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    peak_bytes: int = 0
    key: str | None = None
    imports: tuple[str, ...] = field(default=())
    source: bytes = field(default=b"", repr=False)

    @property
    def errors(self) -> tuple[Message, ...]:
        """The messages that are errors."""
        return tuple(m for m in self.messages if m.severity == "error")

    @property
    def sorries(self) -> tuple[Message, ...]:
        """The warnings that a declaration uses `sorry`."""
        return tuple(m for m in self.messages if m.is_sorry)


def compile_module(
    module: PlannedModule,
    *,
    toolchain: Toolchain,
    store: Store,
    lean_path: str,
    timeout: float,
    stop: Event | None = None,
) -> tuple[ModuleResult, Entry | None]:
    """Compile a module whose imports are all in the tree at the head of `lean_path`.

    Returns:
        The result, its `olean` not yet set, and the entry in the store if Lean accepted the module.

    Raises:
        CacheError: the store cannot be written.
        ToolchainNotFound: Lean cannot be started.
    """
    assert module.key is not None
    with store.lock(module.key, stop):
        entry = store.get(module.key)
        if entry is not None:  # another process was faster
            return _accepted(module, entry, cached=True), entry
        with store.scratch() as folder:
            made = folder / "made"
            made.mkdir()
            source = copied(module, module.project, folder / "source")
            outcome = _run(source, made, module.project, toolchain, lean_path, timeout, stop)
            status, messages = judge(outcome, timeout)
            if status != "ok" and outcome.stopped is None and source.disturbed(messages):
                source = copied(module, module.project, folder / "unmarked", marked=False)
                outcome = _run(source, made, module.project, toolchain, lean_path, timeout, stop)
                status, messages = judge(outcome, timeout)
            if status == "ok" and not source.reached_end(messages):
                status = "inconclusive"
                messages.append(Message("error", _NOT_REACHED, kind="not-reached"))
            messages = source.without_mark(messages)
            if status == "ok" and not is_complete(made / "module.olean"):
                raise CacheError(
                    f"the cache folder {store.root} cannot be written: half a file of {module.name}",
                    hint=CACHE_HINT,
                )
            if _has_changed(module):
                status = "inconclusive"
                messages = [Message("error", "the file was changed while it was checked", kind="changed")]
            costs = (outcome.seconds, outcome.cpu_seconds, outcome.peak_bytes)
            if status == "ok":
                entry = store.put(module.key, module.name, made, Entry(made, tuple(messages), *costs))
                return _accepted(module, entry, cached=False), entry
    result = ModuleResult(
        module.name,
        module.path,
        status,
        tuple(messages),
        None,
        False,
        *costs,
        key=module.key,
        imports=module.imports,
    )
    return result, None


def _accepted(module: PlannedModule, entry: Entry, *, cached: bool) -> ModuleResult:
    costs = (entry.seconds, entry.cpu_seconds, entry.peak_bytes)
    return ModuleResult(
        module.name,
        module.path,
        "ok",
        entry.messages,
        entry.olean,
        cached,
        *costs,
        key=module.key,
        imports=module.imports,
    )


def _run(
    source: Copied,
    made: Path,
    project: Project,
    toolchain: Toolchain,
    lean_path: str,
    timeout: float,
    stop: Event | None,
) -> Outcome:
    command = toolchain.command(
        STACK,
        "--json",
        f"--root={source.root}",
        *project.option_arguments(),
        "-o",
        str(made / "module.olean"),
        "-i",
        str(made / "module.ilean"),
        str(source.file),
    )
    env: Mapping[str, str] = toolchain.environment(lean_path)
    try:
        return run_process(command, env=env, cwd=project.root, timeout=timeout, stop=stop)
    except OSError as error:
        raise ToolchainNotFound(f"Lean cannot be started: {error}") from error


def judge(outcome: Outcome, timeout: float) -> tuple[Status, list[Message]]:
    """What the end of a Lean process means.

    An error that Lean has reported stays a rejection even if Lean crashed after it. Otherwise only exit
    status 0 with no error and no sign of a panic is ``ok``.
    """
    messages, rest = parse_messages(outcome.stdout)
    said = (outcome.stderr.strip() or "\n".join(rest))[-_TAIL:]
    failed = any(m.severity == "error" for m in messages)
    trouble: tuple[str, str] | None = None
    if outcome.stopped == "timeout":
        trouble = "timeout", f"Lean did not finish within {timeout:g} s and was stopped"
    elif outcome.stopped == "cancelled":
        trouble = "cancelled", "the check was cancelled"
    elif outcome.stopped is not None:
        trouble = "crash", "Lean printed without end and was stopped"
    elif outcome.returncode == EXIT_MEMORY:
        trouble = "memory", "Lean needed more memory than PROOFGRAD_MEMORY allows and was stopped"
    elif "PANIC" in outcome.stderr:
        trouble = "crash", f"Lean panicked: {said}"
    elif (panic := panic_in(messages)) is not None:
        trouble = "crash", f"Lean panicked: {panic}"
    elif outcome.returncode not in (0, 1):
        trouble = "crash", f"Lean crashed ({_exit_text(outcome.returncode)}): {said}"
    elif outcome.returncode == 1 and not failed:
        trouble = "empty", f"Lean ended with an error but reported none: {said}"
    if trouble is not None:
        messages.append(Message("error", trouble[1], kind=trouble[0]))
    status: Status = "failed" if failed else "inconclusive" if trouble is not None else "ok"
    return status, messages


def _exit_text(code: int) -> str:
    if code == 134 or code == -6:
        return "aborted, as on a stack overflow"
    return f"signal {-code}" if code < 0 else f"exit status {code}"


def _has_changed(module: PlannedModule) -> bool:
    """Whether the file is no longer the one that Lean read a copy of."""
    try:
        return module.path.read_bytes() != module.source
    except OSError:
        return True


def is_complete(olean: Path) -> bool:
    """Whether an .olean was written to its end. Lean reports success even when the disk was full.

    The root object is written last, so the file must reach beyond the root pointer (header of 96 bytes: base
    address at offset 80, root pointer at 88).
    """
    try:
        size = olean.stat().st_size
        with olean.open("rb") as file:
            header = file.read(96)
    except OSError:
        return False
    if len(header) < 96 or header[:5] != b"olean":
        return False
    base, root = struct.unpack_from("<QQ", header, 80)
    return bool(96 <= root - base < size)
