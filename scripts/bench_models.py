"""`scripts/bench models`: what each step of `proofgrad certify` costs, for the models of tests/support.

Each model is certified in a process of its own, with the library compiled before. Seconds are of processor
time, Lean's processes included.
"""

from __future__ import annotations

import importlib
import json
import os
import re
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench_common import MIB, run

__all__ = ["bench_models"]

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "models.md"
MARK = re.compile(r"(<!-- written by scripts/bench models[^\n]*-->\n).*?(<!-- end -->)", re.DOTALL)
SMALL = {
    "mlp": "MLP with cross-entropy",
    "residual": "residual convolutions, batch norm, pooling",
    "lstm": "LSTM over 8 steps",
    "gpt2": "GPT-2 block",
    "llama": "Llama block",
    "vae": "VAE loss",
    "unet": "U-Net block",
}
LARGE = {"gpt2_large": "GPT-2 block, 768 wide, 12 heads", "llama_large": "Llama block, 768 wide, 12 heads"}
STEPS = {
    "capture": [("proofgrad.oracle.models.capture", "capture")],
    "always met": [("proofgrad.bridge.certifying.positive", "without_met_conditions")],
    "theorem": [("proofgrad.bridge.certifying.certify", "prove_program")],
    "conditions": [("proofgrad.oracle.models.conditions", "conditions_met")],
    "test": [("proofgrad.oracle.work.certify", "_tested")],
}
"""Each with the functions in which it is done."""


def bench_models(progress: Callable[[str], None], *, write: bool) -> int:
    """Measure, and print the table; with `write` into docs/models.md too."""
    env = dict(os.environ) | {"PYTHONPATH": os.pathsep.join([*sys.path, str(ROOT / "tests" / "support")])}
    rows: list[list[str]] = []
    heads = ["model", "operations", "PyTorch's import", *STEPS, "all", "memory"]
    for number, name in enumerate(["mlp", *SMALL, *LARGE]):
        progress(f"certify {name}")
        outcome = run([sys.executable, __file__, name], env, ROOT)
        if not number:
            continue  # compiled the library
        told = json.loads(outcome.stdout.splitlines()[-1])
        spent = [told["seconds"].get(step, 0.0) for step in ("import", *STEPS)]
        figures = [f"{s:.1f} s" if s >= 0.05 else "-" for s in spent]
        what = (SMALL | LARGE)[name]
        whole = [f"{outcome.cpu_seconds:.1f} s", f"{outcome.peak_bytes / MIB:.0f} MiB"]
        rows.append([what, str(told["operations"]), *figures, *whole])
        print(f"\r{what}: {told['status']}, {' '.join(whole)}", flush=True)
    table = "\n".join(f"| {' | '.join(row)} |" for row in (heads, ["---"] * len(heads), *rows))
    if write:
        old = PAGE.read_text("utf-8")
        PAGE.write_text(MARK.sub(lambda m: f"{m[1]}\n{table}\n\n{m[2]}", old), "utf-8")
    else:
        print(table)
    return 0


def spent() -> float:
    """Seconds of processor time of this process and of those that it has waited for."""
    own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


def one(name: str) -> None:
    """Certify a model of tests/support/torch_models.py, and print what each step took."""
    began = spent()
    models = importlib.import_module("torch_models")
    seconds = {"import": spent() - began}
    from proofgrad.oracle.work.certify import certify

    def timed(step: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **options: Any) -> Any:
            before = spent()
            try:
                return function(*args, **options)
            finally:
                seconds[step] = seconds.get(step, 0.0) + spent() - before

        return call

    for step, places in STEPS.items():
        for module, function in places:
            where = importlib.import_module(module)
            setattr(where, function, timed(step, getattr(where, function)))
    model, inputs = getattr(models, name)()
    found = certify(model, inputs, name=name, test=name not in LARGE)
    print(json.dumps({"seconds": seconds, "operations": len(found.operations), "status": found.status}))


if __name__ == "__main__":
    one(sys.argv[1])
