"""A stand-in for a Lean installed by elan: `lean` and `lake` as scripts that note how they were called.

`lean` hands over to the Lean of the wheel. `lake` does what the tests say: `build` brings the compiled
package from a stash, `env` sets LEAN_PATH, `serve` starts the server, `translate-config` writes a
lakefile.toml.
"""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path

from proofgrad.bridge.lean.find import find_toolchain

LAKE = """#!/bin/sh
echo "$(pwd) lake $*" >> {log}
packages=.lake/packages/NN/.lake/build/lib/lean
case "$1" in
  build) {on_build} ;;
  env) shift; LEAN_PATH="$(pwd)/$packages:$(pwd)/.lake/build/lib/lean" exec "$@" ;;
  translate-config) cp lakefile.kept "$3" ;;
  serve) LEAN_PATH={serve_path} exec {lean} --server ;;
  *) exit 9 ;;
esac
"""


class FakeToolchain:
    """The folder of a toolchain, and what was called.

    Args:
        folder: a new folder.
        project: the project; its compiled package is put away, so that `lake build` has to bring it.
        on_build: what `lake build` does, in sh; by default it brings the package.
    """

    def __init__(self, folder: Path, project: Path, on_build: str | None = None) -> None:
        self.log = folder / "called"
        stash = folder / "stash"
        package = project / ".lake" / "packages" / "NN" / ".lake"
        folder.mkdir(parents=True)
        shutil.move(package, stash)
        if on_build is None:
            on_build = f"mkdir -p .lake/packages/NN; cp -r {shlex.quote(str(stash))} .lake/packages/NN/.lake"
        lean = shlex.quote(str(find_toolchain().executable))
        self.lean = folder / "bin" / "lean"
        self.lean.parent.mkdir()
        log = shlex.quote(str(self.log))
        self.lean.write_text(f'#!/bin/sh\necho "$(pwd) lean $*" >> {log}\nexec {lean} "$@"\n')
        self.serve_path = folder / "serve path"
        serve_path = shlex.quote(str(self.serve_path))
        script = LAKE.format(log=log, on_build=on_build, serve_path=serve_path, lean=lean)
        self.lake = folder / "bin" / "lake"
        self.lake.write_text(script)
        for program in (self.lean, self.lake):
            program.chmod(0o755)

    def calls(self, program: str) -> list[str]:
        """The arguments of each call of ``lean`` or ``lake``, and nothing of where."""
        if not self.log.exists():
            return []
        lines = self.log.read_text("utf-8").splitlines()
        return [line.partition(f" {program} ")[2] for line in lines if f" {program} " in line]
