"""The files that a kernel of the user's is made of."""

from __future__ import annotations

import ast
import os
from pathlib import Path

__all__ = ["imported_files"]


def imported_files(module: str) -> tuple[Path, ...]:
    """The file of a module and those of the modules that it imports, as far as they are the user's own.

    Nothing is imported: the sources are read. The user's own are those below the current folder or a folder
    of PYTHONPATH.
    """
    roots = [
        Path.cwd(),
        *(Path(p).absolute() for p in os.environ.get("PYTHONPATH", "").split(os.pathsep) if p),
    ]
    found: dict[Path, None] = {}
    todo = [module]
    seen = {module}
    while todo:
        name = todo.pop()
        for path in _files_of(name, roots):
            if path not in found:
                found[path] = None
                new = _imports(path, name) - seen
                seen |= new
                todo.extend(new)
    return tuple(found)


def _files_of(module: str, roots: list[Path]) -> list[Path]:
    """The module's file, and the `__init__` of the packages that it is in."""
    parts = module.split(".")
    for root in roots:
        place = root.joinpath(*parts)
        for path in (place.with_suffix(".py"), place / "__init__.py"):
            if path.is_file():
                packages = (root.joinpath(*parts[:n], "__init__.py") for n in range(1, len(parts)))
                return [path, *(package for package in packages if package.is_file())]
    return []


def _imports(path: Path, module: str) -> set[str]:
    """The names of modules that a file imports; of ``from a import b`` both ``a`` and ``a.b``."""
    try:
        tree = ast.parse(path.read_bytes())
    except (OSError, SyntaxError, ValueError):
        return set()
    names: set[str] = set()
    base = module.split(".") if path.name == "__init__.py" else module.split(".")[:-1]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = base[: len(base) - node.level + 1] if node.level else []
            start = ".".join([*package, *([node.module] if node.module else [])])
            if start:
                names.add(start)
            names.update(f"{start}.{alias.name}".lstrip(".") for alias in node.names)
    return names
