"""Write the list of a project's public declarations: scripts/declarations [PROJECT].

Refuses while a module is not accepted: a list of half a library would hide the other half.
"""

from __future__ import annotations

import sys

from proofgrad.bridge.build.run import build
from proofgrad.bridge.checking.declarations import list_declarations, written
from proofgrad.bridge.checking.declared import FILE
from proofgrad.bridge.errors import ProofgradError
from proofgrad.bridge.lean.find import find_toolchain
from proofgrad.bridge.olean import Environment
from proofgrad.bridge.project.project import load_project


def main(arguments: list[str]) -> int:
    """The command line."""
    try:
        project = load_project(arguments[0] if arguments else None)
        result = build(project, find_toolchain(project.root, needs_init=project.needs_init()))
        if result.status != "ok":
            bad = [name for name, module in result.modules.items() if module.status != "ok"]
            print(f"not written: Lean does not accept {', '.join(bad) or 'anything'}", file=sys.stderr)
            return 1
        listed = list_declarations(Environment.load(result.oleans), set(result.modules))
    except ProofgradError as error:
        print(f"not written: {error}", file=sys.stderr)
        return error.exit_code
    file = project.root / FILE
    file.write_text(written(listed), encoding="utf-8")
    print(f"{file}: {len(listed)} declarations")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
