"""The kernels that are tested again when their files, or the formulas of their nodes, change."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from proofgrad.bridge.catalogue import Catalogue, Node
from proofgrad.bridge.errors import UsageError
from proofgrad.oracle.adapters.imported import imported_files
from proofgrad.oracle.difftest import WHATS, Verdict, test_all
from proofgrad.oracle.work.nodes import named

__all__ = ["Kernels"]


class Kernels:
    """Kernels of a backend on some nodes.

    Args:
        backend: ``MODULE:ATTR``.
        names: short or full names of nodes; none means the one that the attribute is named after.
        dtypes: formats.
        kept: a folder for references and worst inputs.
        isolate: whether kernels run in a process of their own.
        timeout: seconds for one call of a kernel.
        asked: what is asked of them, and what is accepted: options of
            :func:`~proofgrad.oracle.difftest.test`.

    Raises:
        UsageError: the backend is not of that form.
    """

    def __init__(
        self,
        backend: str,
        names: Sequence[str] = (),
        *,
        dtypes: Sequence[str] = ("float64", "float32"),
        kept: Path | None = None,
        isolate: bool = False,
        timeout: float | None = None,
        asked: Mapping[str, Any] | None = None,
    ) -> None:
        module, colon, attribute = backend.partition(":")
        if not colon or not module or not attribute:
            raise UsageError(
                f"{backend!r} cannot be watched", hint="name your own kernel: --backend mykernels:sigmoid"
            )
        self.backend, self.module, self.dtypes = backend, module, tuple(dtypes)
        self.names = tuple(names) or (attribute.rpartition(".")[2],)
        self.kept, self.isolate, self.timeout, self.asked = kept, isolate, timeout, dict(asked or {})
        self.verdicts: dict[str, tuple[Verdict, ...]] = {}

    def files(self) -> tuple[Path, ...]:
        """The files that the kernels are made of, as far as they are the user's own."""
        return imported_files(self.module)

    def nodes(self, catalogue: Catalogue) -> dict[str, Node]:
        """The nodes by the names that were given. Raises UsageError, with the nearest names."""
        found = {}
        for name in self.names:
            found[name] = named(catalogue, name, otherwise="name the nodes to test")
        return found

    def test(self, catalogue: Catalogue, names: Sequence[str] | None = None) -> tuple[Verdict, ...]:
        """Test the kernels of these nodes, or of all, with the code as it is on disk now.

        A node that is no longer in the catalogue is inconclusive.
        """
        out: list[Verdict] = []
        for name in self.names if names is None else names:
            try:
                node = catalogue[name]
            except KeyError:
                found = tuple(self._without_node(name))
            else:
                with _fresh(self.files()):
                    found = tuple(self._run(node))
            self.verdicts[name] = found
            out += found
        return tuple(out)

    def _run(self, node: Node) -> Iterator[Verdict]:
        more = self.asked if self.timeout is None else {**self.asked, "timeout": self.timeout}
        yield from test_all(
            [node], backend=self.backend, dtypes=self.dtypes, kept=self.kept, isolate=self.isolate, **more
        )

    def _without_node(self, name: str) -> Iterator[Verdict]:
        for dtype in self.dtypes:
            for what in WHATS:
                message = "the project has no such node now"
                yield Verdict(name, self.backend, dtype, what, "inconclusive", message=message)


@contextmanager
def _fresh(files: Sequence[Path]) -> Iterator[None]:
    """Forget the modules of these files, so that they are imported anew; write no byte code, whose age is
    known to the second only.
    """
    paths = {str(path) for path in files}
    for name, module in list(sys.modules.items()):
        if getattr(module, "__file__", None) in paths:
            del sys.modules[name]
    importlib.invalidate_caches()
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        yield
    finally:
        sys.dont_write_bytecode = before
