"""``python -m proofgrad.bridge.build``: compile modules, print what Lean says.

For those who write the Lean library; users have ``proofgrad check``.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from proofgrad.bridge.build.lake import prepared
from proofgrad.bridge.build.run import BuildEvent, BuildResult, ModuleResult, build
from proofgrad.bridge.errors import EXIT_FINDINGS, EXIT_INCONCLUSIVE, EXIT_OK, EXIT_USAGE, ProofgradError
from proofgrad.bridge.lean.find import find_toolchain
from proofgrad.bridge.project.project import Project, load_project

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; its exit status (0 accepted, 1 rejected or `sorry`, 2 usage, 3 no verdict)."""
    parser = argparse.ArgumentParser(
        prog="python -m proofgrad.bridge.build", description="compile Lean modules"
    )
    parser.add_argument(
        "modules", nargs="*", metavar="MODULE", help="dotted name or .lean file (default: all)"
    )
    parser.add_argument("--project", type=Path, help="folder of the Lean project (default: proofgrad's own)")
    parser.add_argument("--jobs", "-j", type=int, help="modules at the same time")
    parser.add_argument("--timeout", type=float, help="seconds for one module")
    parser.add_argument("--fail-fast", action="store_true", help="stop after the first failure")
    parser.add_argument("--quiet", "-q", action="store_true", help="print messages only")
    parser.add_argument(
        "--infos", action="store_true", help="print information messages of cached modules too"
    )
    options = parser.parse_args(arguments)
    try:
        project = load_project(options.project)
        toolchain = find_toolchain(project.root, needs_init=project.needs_init())
        project = prepared(project, toolchain, timeout=options.timeout)
        result = build(
            project,
            toolchain,
            modules=[_module_name(project, text) for text in options.modules] or None,
            jobs=options.jobs,
            timeout=options.timeout,
            fail_fast=options.fail_fast,
            on_event=lambda event: _show(event, options.quiet, options.infos),
        )
    except ProofgradError as error:
        print(f"error: {error}", file=sys.stderr)
        return error.exit_code
    return _summary(result)


def _module_name(project: Project, text: str) -> str:
    if text.endswith(".lean"):
        return project.module_of(Path(os.path.normpath(Path(text).absolute()))) or text
    return text


def _show(event: BuildEvent, quiet: bool, infos: bool) -> None:
    result = event.result
    if result is None:
        return
    if not quiet and (not result.cached or result.status != "ok"):
        costs = f"{result.seconds:.1f} s, {result.peak_bytes >> 20} MiB" if result.seconds else "-"
        print(f"[{event.done}/{event.total}] {result.name}: {result.status} ({costs})")
    _show_messages(result, infos or not result.cached)
    sys.stdout.flush()


def _show_messages(result: ModuleResult, infos: bool) -> None:
    path = os.path.relpath(result.path)
    for message in result.messages:
        if message.severity == "information" and not infos:
            continue
        place = path if message.line is None else f"{path}:{message.line}:{message.column}"
        print(f"{place}: {message.severity}: {message.text}")


def _summary(result: BuildResult) -> int:
    results = result.modules.values()
    count = {status: sum(r.status == status for r in results) for status in ("ok", "failed", "inconclusive")}
    sorries = sum(len(r.sorries) for r in results)
    cached = sum(r.cached for r in results)
    print(
        f"{len(results)} module{'' if len(results) == 1 else 's'}: {count['ok']} ok ({cached} of them"
        f" cached), {count['failed']} failed, "
        f"{count['inconclusive']} without a verdict, {sorries} sorry; {result.seconds:.2f} s"
    )
    if result.status == "failed" or sorries:
        return EXIT_FINDINGS
    return EXIT_OK if result.status == "ok" else EXIT_INCONCLUSIVE


if __name__ == "__main__":
    sys.exit(main() if len(sys.argv) else EXIT_USAGE)


if __name__ == "__main__":
    raise SystemExit(main())
