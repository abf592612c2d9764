"""Proven bounds of rounding errors that were found before: what stands beside measured errors.

Nothing is bounded here. A bound is kept under a digest of all that it is about: the kernel's source (its file
and those that it imports), the formula, the parameters, the format. A kernel that was edited has another
digest, so that no bound of what it was is shown. Those of the project's own kernels ship
(`oracle/rounding/bounds.json`, written by `scripts/bounds.py`), those of others are in the cache, sealed.
"""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from proofgrad.bridge.catalogue.formula import Formula

if TYPE_CHECKING:
    from proofgrad.bridge.catalogue import Node
    from proofgrad.oracle.report.model import ProvenBoundJson
    from proofgrad.oracle.work.bound import BoundResult

__all__ = ["SHIPPED", "keep", "key_of", "summary_of", "with_bounds"]

_ORACLE = Path(__file__).resolve().parents[1]
SHIPPED = _ORACLE / "rounding" / "bounds.json"
_KERNELS = "proofgrad.oracle.kernels"
_PLACE = "bounds"


def key_of(
    node: Node, backend: str, what: str, dtype: str, params: Mapping[str, Any] | None = None
) -> str | None:
    """The digest of what a bound would be about; None for what no bound speaks of.

    Args:
        node: an elementwise node.
        backend: ``numpy`` or ``MODULE:ATTR``.
        what: ``forward`` or ``jvp``.
        dtype: the tested format.
        params: values of the node's parameters.
    """
    if not isinstance(node.formula, Formula) or what not in ("forward", "jvp"):
        return None
    if backend == "numpy":
        name, files = _own_source(node.short_name, what)
    elif ":" in backend:
        from proofgrad.oracle.adapters.imported import imported_files

        name, files = backend, imported_files(backend.partition(":")[0])
    else:
        return None
    if not files:
        return None
    tree = node.formula.f if what == "forward" else node.formula.df
    values = {name: float(value) for name, value in sorted((params or {}).items())}
    about = json.dumps([name, what, dtype, values, tree.to_json()], sort_keys=True)
    digest = hashlib.sha256(about.encode())
    for file in files:
        content = file.read_bytes()
        digest.update(len(content).to_bytes(8, "little") + content)
    return digest.hexdigest()


@cache
def _own_source(node: str, what: str) -> tuple[str, tuple[Path, ...]]:
    """What the table of the project's own kernels says of one, and the files that it is made of; nothing, and
    no files, where there is none.
    """
    folder = _ORACLE / "kernels"
    for part in ast.walk(ast.parse((folder / "__init__.py").read_bytes())):
        if isinstance(part, ast.Dict):
            for key, pair in zip(part.keys, part.values, strict=True):
                if isinstance(key, ast.Constant) and key.value == node and isinstance(pair, ast.Tuple):
                    wanted = pair.elts[what == "jvp"]
                    names = {n.id for n in ast.walk(wanted) if isinstance(n, ast.Name)}
                    return ast.unparse(wanted), _with_imports(folder, names)
    return "", ()


def _with_imports(folder: Path, names: Iterable[str]) -> tuple[Path, ...]:
    """The modules of these names, what they import of their folder, and what calls them."""
    found = {folder / "base.py": None}
    todo = list(names)
    while todo:
        file = folder / f"{todo.pop()}.py"
        if file.is_file() and file not in found:
            found[file] = None
            for part in ast.walk(ast.parse(file.read_bytes())):
                if isinstance(part, ast.ImportFrom) and (part.module or "").startswith(f"{_KERNELS}."):
                    todo.append(str(part.module).rpartition(".")[2])
    return tuple(sorted(found))


def summary_of(result: BoundResult) -> ProvenBoundJson | None:
    """What is kept of a result: the greatest bound, and where; None where nothing is proven."""
    if not result.rows or result.proven is None:
        return None
    return {
        "ulp": result.proven,
        "low": min(row.low for row in result.rows),
        "high": max(row.high for row in result.rows),
        "gaps": len(result.open),
        "supposes": list(result.supposes),
    }


def keep(key: str | None, result: BoundResult) -> None:
    """Keep a result for later runs, unless an error was seen that is beyond it. Raises CacheError."""
    from proofgrad.bridge.files.atomic import write_atomically
    from proofgrad.bridge.files.paths import cache_dir, translate_os_errors
    from proofgrad.bridge.files.seal import sealed

    summary = summary_of(result)
    if any(row.measured > row.proven for row in result.rows if row.measured and row.proven is not None):
        return  # what was supposed does not hold
    if key is None or summary is None:
        return
    file = cache_dir() / _PLACE / key
    with translate_os_errors(file):
        file.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(file, sealed(f"{_PLACE}/{key}", json.dumps(summary).encode()))


def _kept(key: str) -> ProvenBoundJson | None:
    from proofgrad.bridge.errors import CacheError
    from proofgrad.bridge.files.paths import cache_dir
    from proofgrad.bridge.files.seal import unsealed

    shipped = _shipped().get(key)
    if shipped is not None:
        return shipped
    try:
        data = unsealed(f"{_PLACE}/{key}", (cache_dir() / _PLACE / key).read_bytes())
        return cast("ProvenBoundJson", json.loads(data)) if data else None
    except (OSError, ValueError, CacheError):
        return None


@cache
def _shipped() -> Mapping[str, ProvenBoundJson]:
    try:
        return cast("Mapping[str, ProvenBoundJson]", json.loads(SHIPPED.read_bytes()))
    except FileNotFoundError:
        return {}


def with_bounds(verdicts: Iterable[dict[str, Any]], nodes: Sequence[Node]) -> None:
    """Say beside each verdict what is proven of the very kernel that it is about, if anything is known."""
    by_name = {node.name: node for node in nodes}
    for verdict in verdicts:
        node = by_name.get(verdict["node"])
        if node is None:
            continue
        key = key_of(node, verdict["backend"], verdict["what"], verdict["dtype"], verdict.get("params"))
        if key is not None and (found := _kept(key)) is not None:
            verdict["proven_bound"] = found
