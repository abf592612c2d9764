"""Write the export of the library that a wheel carries for machines without Lean: scripts/export.

The library is checked by Lean first; the file that is written is then read back and judged by the second
checker, as it will be where there is no Lean. Only if both accept all of it does it take the old one's place.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from proofgrad.bridge.checking.check import check
from proofgrad.bridge.checking.exporting import export_library
from proofgrad.bridge.errors import ProofgradError
from proofgrad.bridge.export.library import FOLDER, export_file, shipped_library, told_file

TIMEOUT = 1800.0
"""Seconds for the second checker."""


def main() -> int:
    """The command line."""
    try:
        by_lean = check()
        if by_lean.status != "ok":
            print("not written: the library is not accepted (proofgrad check says why)", file=sys.stderr)
            return by_lean.exit_code
        FOLDER.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".new-", dir=FOLDER) as new:
            export_library(Path(new))
            by_python = check(export=export_file(Path(new)), timeout=TIMEOUT)
            declared = by_python.counts["declarations"]
            if by_python.status != "ok" or declared != by_lean.counts["declarations"]:
                print("not written: the second checker does not accept the export", file=sys.stderr)
                for problem in by_python.problems:
                    print(problem, file=sys.stderr)
                return by_python.exit_code or 1
            for file in (export_file, told_file):
                shutil.move(file(Path(new)), file(FOLDER))
        shipped = shipped_library()
    except ProofgradError as error:
        print(f"not written: {error}", file=sys.stderr)
        return error.exit_code
    size = sum(file.stat().st_size for file in (shipped.export, shipped.told))
    print(f"{FOLDER}: {declared:,} declarations, {size / 1e6:.1f} MB, SHA-256 {shipped.sha256}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
