"""Lean's own kernel judges cases, in a process of its own: each by itself, on a foundation that it accepts
first.

Usage: ``python lean_judge.py JOB``; JOB is a JSON file with `library`, `foundation` (compiled files), `cases`
(a compiled file), `names` (for each case its constants) and `first` (where to begin). A line is printed for
each case, as soon as it is judged: an empty string, or what the kernel says against it."""

from __future__ import annotations

import json
import sys
import threading
from pathlib import Path
from typing import Any

from proofgrad.bridge.checking.replay.runtime import Lean, LeanError
from proofgrad.bridge.checking.replay.worker import written


def work(job: dict[str, Any]) -> None:
    """Judge all cases."""
    lean = Lean(job["library"])
    foundation = [info for file in job["foundation"] for info in lean.constants([file])]
    environment = lean.replay(lean.empty_environment(), [info for info in foundation if lean.is_judged(info)])
    found = {written(lean.parts(lean.name_of(info))): info for info in lean.constants([job["cases"]])}
    for names in job["names"][job["first"] :]:
        said = ""
        constants = [found[name] for name in names]
        try:
            made = lean.replay(environment, constants)
            kernel = lean.kernel_environment(made)
            for name, info in zip(names, constants, strict=True):
                if not lean.is_as_stored(kernel, info):
                    said = f"{name} is made otherwise"
        except LeanError as error:
            said = str(error) or "refused"
        print(json.dumps(said), flush=True)


if __name__ == "__main__":
    threading.stack_size(256 << 20)
    thread = threading.Thread(target=work, args=(json.loads(Path(sys.argv[1]).read_bytes()),))
    thread.start()
    thread.join()
