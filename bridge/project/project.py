"""A Lean project as far as the bridge needs it: where its sources are, its modules, its options.

Read from `lakefile.toml` (one package; libraries with `srcDir`, `roots`, `leanOptions`). A folder without a
lakefile is a project too: all its Lean files are its modules.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from proofgrad.bridge.errors import ProjectError
from proofgrad.bridge.files.paths import lean_sources
from proofgrad.bridge.project.header import is_file_name, join_name, read_header, split_name
from proofgrad.bridge.project.places import refuse_others

__all__ = ["Project", "load_project", "project_from_config"]

Option = str | int | bool
_SKIPPED = frozenset({"lakefile.lean"})


@dataclass(frozen=True)
class Project:
    """A Lean project.

    Attributes:
        root: its folder, absolute.
        name: the package's name, or the folder's.
        source_dir: where module ``A.B`` is ``A/B.lean``, absolute.
        options: Lean options (`leanOptions`), flattened: ``{"pp.unicode.fun": True}``.
        roots: first components (or longer prefixes) of its modules; empty for all files.
        packages: folders with the oleans of its packages, as its own lake says; None to look where lake puts
            them.
        library: the library that ships with proofgrad, where the project requires it: modules that it
            imports from there are compiled from the installed sources. None where it requires none. Of a
            module that proofgrad wrote about a project, that project.
    """

    root: Path
    name: str
    source_dir: Path
    options: Mapping[str, Option]
    roots: tuple[str, ...]
    packages: tuple[Path, ...] | None = None
    library: Project | None = None

    def home_of(self, module: str) -> Project | None:
        """Whose module that is: the required library's, or of what that requires; this project's; or None.

        The library comes first: what it is made of is never taken from elsewhere.
        """
        home = self.library.home_of(module) if self.library is not None else None
        if home is not None:
            return home
        return self if self.has(module) else None

    def chain(self) -> Iterator[Project]:
        """This project, the library that it requires, what that requires."""
        yield self
        if self.library is not None:
            yield from self.library.chain()

    def path_of(self, module: str) -> Path:
        """The source file of a module; it need not exist."""
        return self.source_dir.joinpath(*split_name(module)[:-1], split_name(module)[-1] + ".lean")

    def module_of(self, path: Path) -> str | None:
        """The module of a source file, or None for a file outside the sources."""
        try:
            relative = path.absolute().relative_to(self.source_dir)
        except ValueError:
            return None
        return join_name(relative.with_suffix("").parts) if relative.suffix == ".lean" else None

    def has(self, module: str) -> bool:
        """Whether the project has a source file for that module, inside its folder (links are followed)."""
        if not is_file_name(module):
            return False
        path = self.path_of(module)
        return path.is_file() and path.resolve().is_relative_to(self.root.resolve())

    def owns(self, module: str) -> bool:
        """Whether an import of that name must be one of the project's modules."""
        return not self.roots or any(module == r or module.startswith(r + ".") for r in self.roots)

    def modules(self) -> tuple[str, ...]:
        """All modules under the roots, sorted: every Lean file, not only what a root imports.

        Raises:
            ProjectError: a folder cannot be read.
        """
        found: list[str] = []
        try:
            if not self.roots:
                self._scan(self.source_dir, [], found)
            for root in self.roots:
                if os.path.lexists(self.path_of(root)):
                    _ordinary(self.inside(self.path_of(root)))
                if self.has(root):
                    found.append(root)
                folder = self.source_dir.joinpath(*split_name(root))
                if folder.is_dir():
                    self._scan(folder, split_name(root), found)
        except OSError as error:
            raise ProjectError(f"cannot read the Lean project {self.root}: {error}") from error
        return tuple(sorted(set(found)))

    def _scan(self, folder: Path, prefix: list[str], found: list[str]) -> None:
        with os.scandir(folder) as entries:
            for entry in entries:
                name = entry.name
                if name.startswith(".") or (not prefix and name in _SKIPPED):
                    continue
                if name.endswith(".lean") and not entry.is_dir():
                    _ordinary(self.inside(Path(entry.path)) if entry.is_symlink() else Path(entry.path))
                if name.endswith(".lean") and entry.is_file() and self._inside(entry):
                    found.append(join_name([*prefix, name[:-5]]))
                elif entry.is_dir() and self._inside(entry):
                    self._scan(Path(entry.path), [*prefix, name], found)

    def _inside(self, entry: os.DirEntry[str]) -> bool:
        """Whether an entry lies in the project, or links to a place in it: a link out is an error.

        A link to a folder above it would make the scan go round in circles, and is left out.
        """
        if not entry.is_symlink():
            return True
        target = self.inside(Path(entry.path)).resolve()
        return not Path(entry.path).parent.resolve().is_relative_to(target)

    def needs_init(self) -> bool:
        """Whether a module does not start with `prelude` and so imports Lean's own library."""
        if self.root == lean_sources():
            return False
        for module in self.modules():
            try:
                header = read_header(self.path_of(module).read_text(encoding="utf-8"))
            except (OSError, UnicodeDecodeError):
                continue  # the build says what is wrong with it
            if not header.prelude and header.open_comment is None:
                return True
        return False

    def option_arguments(self) -> list[str]:
        """The options as Lean's command line takes them: ``-Dname=value``."""
        return [f"-D{name}={_shown(value)}" for name, value in sorted(self.options.items())]

    def search_path(self) -> list[Path]:
        """Folders with the oleans of packages: those that lake names, else what it left in `.lake/packages`.

        Raises:
            ProjectError: a link leads out of the project.
        """
        if self.packages is not None:
            return list(self.packages)
        packages = self.root / ".lake" / "packages"
        found = sorted(packages.glob("*/.lake/build/lib/lean")) if packages.is_dir() else []
        return [self.inside(path) for path in found if path.is_dir()]

    def inside(self, path: Path) -> Path:
        """The path, if it lies in the project with all links followed. Raises ProjectError otherwise."""
        target = path.resolve()
        if not target.is_relative_to(self.root.resolve()):
            raise ProjectError(
                f"{path} leads out of the project, to {target}",
                hint="copy it into the project: nothing outside its folder is read",
            )
        return path


def _ordinary(source: Path) -> None:
    """Raise ProjectError for a source that is a pipe or a device, or a link to one, or to nothing."""
    if not source.is_file():
        raise ProjectError(f"{source} is no ordinary file", hint="a pipe or a device is no source of Lean")


def _shown(value: Option) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _flatten(table: Mapping[str, Any], prefix: str = "") -> dict[str, Option]:
    flat: dict[str, Option] = {}
    for key, value in table.items():
        if isinstance(value, dict):
            flat.update(_flatten(value, f"{prefix}{key}."))
        elif isinstance(value, str | int | bool):
            flat[prefix + key] = value
        else:
            raise ProjectError(
                f"lakefile.toml: the option {prefix}{key} is neither a string, a number nor a boolean"
            )
    return flat


def load_project(root: Path | str | None = None) -> Project:
    """Read a project.

    Args:
        root: its folder; None for the Lean library that ships with proofgrad.

    Raises:
        ProjectError: there is no such folder, or its lakefile cannot be read or asks for what is not
            supported.
    """
    folder = Path(root).expanduser().absolute() if root is not None else lean_sources()
    if not folder.is_dir():
        raise ProjectError(
            f"no such folder: {folder}", hint="--project takes the folder of the lakefile.toml"
        )
    if root is not None:
        refuse_others(folder)
    file = folder / "lakefile.toml"
    if not file.exists():
        roots = _roots_of_folder(folder) if (folder / "lakefile.lean").is_file() else ()
        return Project(folder, folder.name, folder, {}, roots)
    from proofgrad.bridge.project.toml import read_toml

    try:
        config = read_toml(file)
    except (OSError, ValueError) as error:
        raise ProjectError(f"cannot read {file}: {error}") from error
    try:
        return project_from_config(folder, config)
    except (TypeError, AttributeError, KeyError) as error:
        raise ProjectError(f"{file} does not have the shape of a lakefile: {error!r}") from error


def _roots_of_folder(folder: Path) -> tuple[str, ...]:
    """First components of the modules in a folder whose lakefile is Lean, which is not read here."""
    return tuple(sorted(p.stem for p in folder.glob("*.lean") if p.name not in _SKIPPED))


def project_from_config(folder: Path, config: Mapping[str, Any]) -> Project:
    """The project that a parsed `lakefile.toml` describes.

    Raises:
        ProjectError: it asks for what is not supported, or leads out of the folder.
        TypeError, AttributeError, KeyError: it does not have the shape of a lakefile.
    """
    name = str(config.get("name") or folder.name)
    libraries: list[Mapping[str, Any]] = config.get("lean_lib") or [{"name": name}]
    sources = {str(Path(config.get("srcDir", "."), library.get("srcDir", "."))) for library in libraries}
    if len(sources) != 1:
        raise ProjectError(f"{folder}/lakefile.toml: libraries with different srcDir are not supported")
    options = _flatten(config.get("leanOptions", {}))
    for table in (config, *libraries):
        if table.get("moreLeanArgs") or table.get("weakLeanArgs"):
            raise ProjectError(
                f"{folder}/lakefile.toml: moreLeanArgs is not supported", hint="use leanOptions"
            )
    for library in libraries:
        extra = _flatten(library.get("leanOptions", {}))
        if len(libraries) > 1 and extra:
            raise ProjectError(
                f"{folder}/lakefile.toml: leanOptions of one of several libraries is not supported"
            )
        options.update(extra)
    roots = tuple(str(root) for library in libraries for root in library.get("roots", [library["name"]]))
    source_dir = Path(os.path.normpath(folder / sources.pop()))
    if not source_dir.resolve().is_relative_to(folder.resolve()):
        raise ProjectError(f"{folder}/lakefile.toml: srcDir leads out of the project, to {source_dir}")
    for root in roots:
        if not is_file_name(root):
            raise ProjectError(f"{folder}/lakefile.toml: {root!r} is no name of a module")
    return Project(folder, name, source_dir, options, roots, library=_required_library(config, folder))


LIBRARY = "NN"
"""The name of the library that ships with proofgrad, as lakefiles require it."""


def _required_library(config: Mapping[str, Any], folder: Path) -> Project | None:
    """The library that ships with proofgrad, if a lakefile requires it by its name alone, or by its folder.

    One that is required from elsewhere (``git``, another ``path``) is somebody's own, whatever it is called.
    """
    for package in config.get("require", []):
        if str(package["name"]) != LIBRARY or set(package) - {"name", "path"}:
            continue
        library = load_project(None)
        path = package.get("path")
        if path is None or (folder / str(path)).resolve() == library.root.resolve():
            return library
    return None
