"""What is to be compiled, in which order, and under which key: everything that is known before Lean runs.

The key of a module is a SHA-256 over all that its compilation depends on: Lean's library, the options, the
module's name, its source and the keys of what it imports. Equal keys mean equal results, in every clone and
every project.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from proofgrad.bridge.errors import ProjectError, UsageError
from proofgrad.bridge.lean.messages import Message
from proofgrad.bridge.lean.toolchain import Toolchain
from proofgrad.bridge.project.header import Header, is_file_name, read_header, split_name
from proofgrad.bridge.project.project import Project

__all__ = ["External", "PlannedModule", "make_plan"]

FORMAT = 4
"""Part of every key: to be raised when the way modules are compiled changes."""
_MARK = b"\xef\xbb\xbf"


@dataclass(slots=True)
class PlannedModule:
    """A module before it is compiled.

    Attributes:
        name: dotted.
        path: the source file.
        source: its bytes.
        project: whose module it is: the one that is built, or the library that it requires.
        imports: modules of these projects that it imports.
        closure: those and all that they import.
        key: hex; None where `problems` keep it from being compiled.
        problems: what is wrong before Lean runs (unreadable, import cycle, missing import).
        blocked_by: an import that cannot be compiled, so that this module cannot either.
    """

    name: str
    path: Path
    source: bytes
    header: Header
    project: Project
    imports: tuple[str, ...] = ()
    closure: frozenset[str] = frozenset()
    key: str | None = None
    problems: list[Message] = field(default_factory=list)
    blocked_by: str | None = None


def make_plan(
    project: Project, toolchain: Toolchain, modules: Iterable[str] | None = None
) -> dict[str, PlannedModule]:
    """Read the modules asked for (None: all) and what they import, dependencies first.

    Raises:
        UsageError: a module that was asked for does not exist.
    """
    wanted = list(project.modules() if modules is None else modules)
    read: dict[str, PlannedModule] = {}
    external = External(project, toolchain)
    homes: dict[tuple[Path, str], Project | None] = {}
    if modules is None and project.library is None:  # they were just found there: no need to look again
        homes = {(project.root, name): project for name in wanted if is_file_name(name)}

    def home_of(asking: Project, name: str) -> Project | None:
        """A library sees its own modules only, and those of what it requires."""
        if (asking.root, name) not in homes:
            homes[asking.root, name] = asking.home_of(name)
        return homes[asking.root, name]

    for name in wanted:
        home = home_of(project, name)
        if home is None:
            raise UsageError(f"no module {name}: there is no file {project.path_of(name)}")
        if home is not project and project.has(name):
            raise ProjectError(
                f"{project.path_of(name)} is named like the module {name} of the library {home.name}",
                hint="give it another name: the library's own modules are compiled from its sources alone",
            )
    pending = list(reversed(wanted))
    while pending:
        name = pending.pop()
        if name in read:
            continue
        module = read[name] = _read(home_of(project, name) or project, name)
        inside = []
        unread = bool(module.problems)  # what it imports is then not known
        for imported in () if unread else module.header.modules:
            if home_of(module.project, imported) is not None:
                inside.append(imported)
            else:
                problem = external.problem(module, imported)
                if problem is not None:
                    module.problems.append(problem)
        module.imports = tuple(inside)
        pending.extend(reversed(inside))
    order = _order(read)
    # A module of the library has the key that it has in the library: the same result for everybody.
    bases: dict[Path, list[object]] = {
        home.root: [FORMAT, toolchain.version, toolchain.sha256, home.option_arguments(), _manifest(home)]
        for home in project.chain()
    }
    packages = external.packages_mark()
    if packages is not None:
        bases[project.root].append(packages)
    for module in order.values():
        _finish(module, order, bases[module.project.root], external)
    return order


def _manifest(project: Project) -> str | None:
    """Digest of lake's list of pinned packages: imports from there may change under the same name."""
    file = project.root / "lake-manifest.json"
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else None


def _read(project: Project, name: str) -> PlannedModule:
    path = project.path_of(name)
    try:
        source = path.read_bytes()
        header = read_header(source.decode("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        said = "not UTF-8" if isinstance(error, UnicodeDecodeError) else error.strerror or str(error)
        problem = Message("error", f"cannot read {path}: {said}", kind="unreadable")
        return PlannedModule(name, path, b"", Header(True, False, ()), project, problems=[problem])
    module = PlannedModule(name, path, source, header, project)
    if source.startswith(_MARK):
        text = (
            "the file starts with a byte order mark, which Lean does not take: save it as UTF-8 without one"
        )
        module.problems.append(Message("error", text, 1, 0, kind="syntax-error"))
    elif header.open_comment is not None:
        text = "a comment is opened here and never closed: the rest of the file belongs to it"
        module.problems.append(Message("error", text, *header.open_comment, kind="syntax-error"))
    return module


class External:
    """Imports from outside the project: Lean's own library and lake's packages (one's own Lean only)."""

    def __init__(self, project: Project, toolchain: Toolchain) -> None:
        self.folders = project.search_path()
        self.packages = len(self.folders)
        self.embedded = toolchain.source == "embedded"
        if not self.embedded:
            self.folders.append(toolchain.executable.resolve().parent.parent / "lib" / "lean")
        self.project = project

    def file(self, module: str) -> Path | None:
        """The olean of a module from outside, or None.

        Raises ProjectError if it is a package's, and a link out of the project.
        """
        if not is_file_name(module):
            return None
        for number, folder in enumerate(self.folders):
            *folders, last = split_name(module)
            path = folder.joinpath(*folders, last + ".olean")
            if path.is_file():
                return self.project.inside(path) if number < self.packages else path
        return None

    def marks(self, module: PlannedModule) -> list[tuple[str, int, int]]:
        """What the key says about imports from outside: name, size and time of change of the olean."""
        marks = []
        for name in module.header.modules:
            file = None if name in module.imports else self.file(name)
            if file is not None:
                stat = file.stat()
                marks.append((name, stat.st_size, stat.st_mtime_ns))
        return marks

    def packages_mark(self) -> str | None:
        """A digest of place, size and times of every olean of the packages: what they import in turn counts.

        The time of the last change of a file's state counts as well: no program sets it back.
        """
        if not self.packages:
            return None
        digest = hashlib.sha256()
        for folder in self.folders[: self.packages]:
            for file in sorted(folder.rglob("*.olean*")):
                stat = file.stat()
                place = (os.fspath(file), stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino)
                digest.update(repr(place).encode("utf-8", "surrogatepass"))
        return digest.hexdigest()

    def problem(self, module: PlannedModule, imported: str) -> Message | None:
        """What is wrong with an import that is no module of the project; None if it is there."""
        if self.file(imported) is not None:
            return None
        where = next((i for i in module.header.imports if i.module == imported), None)
        if where is None:
            text = (
                "this file does not start with `prelude`, so it imports Lean's library `Init`, "
                "which the Lean in use does not carry"
            )
            return Message("error", text, 1, 0, kind="missing-module")
        expected = self.project.path_of(imported)
        text = f"imports module {imported}, which does not exist (no file {expected})"
        return Message("error", text, where.line, where.column, kind="missing-module")


def _order(read: Mapping[str, PlannedModule]) -> dict[str, PlannedModule]:
    """Dependencies first; a cycle becomes a problem of each module on it. Iterative: a chain may be long."""
    order: dict[str, PlannedModule] = {}
    path: dict[str, None] = {}  # the modules on the way from the start to here, in order
    for start in read:
        stack: list[tuple[str, bool]] = [(start, False)]
        while stack:
            name, leaving = stack.pop()
            if leaving:
                del path[name]
                order[name] = read[name]
            elif name in path:
                _report_cycle(read, [*path][[*path].index(name) :])
            elif name not in order:
                path[name] = None
                stack.append((name, True))
                stack.extend((imported, False) for imported in reversed(read[name].imports))
    return order


def _report_cycle(read: Mapping[str, PlannedModule], cycle: list[str]) -> None:
    for here, following in zip(cycle, [*cycle[1:], cycle[0]], strict=True):
        module = read[here]
        if any(p.kind == "import-cycle" for p in module.problems):
            continue
        at = cycle.index(here)
        text = "import cycle: " + " -> ".join([*cycle[at:], *cycle[:at], here])
        where = next((i for i in module.header.imports if i.module == following), None)
        line, column = (where.line, where.column) if where else (None, None)
        module.problems.append(Message("error", text, line, column, kind="import-cycle"))


def _finish(
    module: PlannedModule, plan: Mapping[str, PlannedModule], base: list[object], external: External
) -> None:
    """Fill in closure, blocked_by and key; the imports come before it in the plan."""
    if module.problems:
        return
    for name in module.imports:
        if plan[name].key is None:
            module.blocked_by = plan[name].blocked_by or name
            return
    module.closure = frozenset(module.imports).union(*(plan[name].closure for name in module.imports))
    inside = [(name, plan[name].key) for name in module.imports]
    described = json.dumps([*base, module.name, inside, external.marks(module)])
    digest = hashlib.sha256(described.encode())
    digest.update(b"\0" + module.source)
    module.key = digest.hexdigest()
