"""Write the list of a project's public declarations: scripts/declarations [PROJECT].

Of the library that ships with proofgrad also the digests of what the word "proved" rests on
(`bridge/reading/shipped.txt`), and the catalogue with which kernels can be tested before the proofs have been
checked (`lean/catalogue.json.xz`).

Refuses while a module is not accepted: a list of half a library would hide the other half.
"""

from __future__ import annotations

import sys

from proofgrad.bridge.build.run import build
from proofgrad.bridge.checking import shipped_nodes
from proofgrad.bridge.checking.catalogue import catalogue
from proofgrad.bridge.checking.declarations import list_declarations, written
from proofgrad.bridge.checking.declared import FILE
from proofgrad.bridge.errors import ProofgradError
from proofgrad.bridge.lean.find import find_toolchain
from proofgrad.bridge.olean import Environment
from proofgrad.bridge.project.project import load_project
from proofgrad.bridge.reading.config import CatalogueConfig
from proofgrad.bridge.reading.library import Library
from proofgrad.bridge.reading.notions import shipped_digests
from proofgrad.bridge.reading.shipped import FILE as SHIPPED
from proofgrad.bridge.reading.shipped import written as written_digests


def main(arguments: list[str]) -> int:
    """The command line."""
    try:
        project = load_project(arguments[0] if arguments else None)
        result = build(project, find_toolchain(project.root, needs_init=project.needs_init()))
        if result.status != "ok":
            bad = [name for name, module in result.modules.items() if module.status != "ok"]
            print(f"not written: Lean does not accept {', '.join(bad) or 'anything'}", file=sys.stderr)
            return 1
        environment = Environment.load(result.oleans)
        listed = list_declarations(environment, set(result.modules))
        says = shipped_digests(Library(environment, CatalogueConfig())) if not arguments else {}
    except ProofgradError as error:
        print(f"not written: {error}", file=sys.stderr)
        return error.exit_code
    file = project.root / FILE
    file.write_text(written(listed), encoding="utf-8")
    print(f"{file}: {len(listed)} declarations")
    if says:
        SHIPPED.write_text(written_digests(says), encoding="utf-8")
        print(f"{SHIPPED}: {len(says)} of them are what the word proved rests on")
        nodes = catalogue()  # after the digests, which it depends on
        beside = project.root / shipped_nodes.FILE
        beside.write_bytes(shipped_nodes.written(nodes))
        print(f"{beside}: {len(nodes.nodes)} nodes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
