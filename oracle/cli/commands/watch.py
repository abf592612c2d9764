"""`proofgrad watch`: edit a Lean file or a kernel, and see the verdict."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from proofgrad.oracle.cli.output import Output
from proofgrad.oracle.cli.progress import Bar
from proofgrad.oracle.cli.typed import project_folder
from proofgrad.oracle.report.model import envelope
from proofgrad.oracle.report.summary import exit_code

if TYPE_CHECKING:
    from proofgrad.bridge.checking.incremental import Looked
    from proofgrad.oracle.watching import Watch, WatchEvent

__all__ = ["execute"]

MOST_PROBLEMS = 20


def execute(options: argparse.Namespace, out: Output) -> int:
    """Watch until Ctrl-C, or until --changes edits have been judged."""
    from proofgrad.oracle.watching import Watch
    from proofgrad.oracle.watching.kernels import Kernels
    from proofgrad.oracle.work.configured import configured, options_of_tests
    from proofgrad.oracle.work.kept import kept_folder
    from proofgrad.oracle.work.nodes import names_exist
    from proofgrad.oracle.work.options import TestOptions

    names_exist(options.names, project_folder(options))
    kernels = None
    if options.backend:
        own = configured()
        kernels = Kernels(
            options.backend,
            options.names,
            dtypes=TestOptions(dtypes=tuple(options.dtype or own.get("dtype", ()))).chosen_dtypes(),
            kept=kept_folder(),
            isolate=options.isolate,
            timeout=options.timeout,
            asked=options_of_tests(own),
        )
    bar = Bar(out, "Lean modules")
    watch = Watch(
        project_folder(options),
        kernels=kernels,
        timeout=options.timeout,
        on_event=bar.event,
        on_lean=lambda changed, looked: show_lean(changed, looked, out, bar),
    )
    outcome = "inconclusive"
    for event in watch:
        bar.stop()
        outcome = event.outcome
        out.json_line(envelope("watch", event.to_json()))
        show(event, watch, out)
        if event.number >= options.changes >= 0:
            break
    return exit_code(outcome)


def show_lean(changed: tuple[str, ...], looked: Looked, out: Output, bar: Bar) -> None:
    """Lean's verdict, before the nodes are read and kernels tested."""
    bar.stop()
    if out.json or out.quiet or not looked.affected:
        return
    from rich.text import Text

    from proofgrad.oracle.report.neutral import neutral

    names = ", ".join(changed[:3]) + (f" and {len(changed) - 3} more" if len(changed) > 3 else "")
    out.show(Text(neutral(f"{time.strftime('%H:%M:%S')} {names}"), "bold"))
    ran = [module for module in looked.affected if not module.cached]
    for module in ran[:8]:
        out.show(
            Text.assemble("  ", word(module.status), f": {neutral(module.name)}, {module.seconds:.2f} s")
        )
    if len(ran) > 8:
        out.show(Text(f"  and {len(ran) - 8} more modules"))
    known = len(looked.affected) - len(ran)
    if known:
        out.show(Text(f"  {known} compiled before"))


def word(outcome: str) -> Any:
    """An outcome in its colour."""
    from proofgrad.oracle.report.terminal import WORDS
    from proofgrad.oracle.report.terminal_pieces import styled

    return styled(outcome, WORDS.get(outcome, outcome))


def show(event: WatchEvent, watch: Watch, out: Output) -> None:
    """The event for people; nothing with --format json."""
    if out.json:
        return
    from rich.text import Text

    from proofgrad.oracle.report.kernels_text import kernels_table
    from proofgrad.oracle.report.neutral import neutral
    from proofgrad.oracle.report.terminal import problem_lines
    from proofgrad.oracle.report.terminal_pieces import plural

    if event.changed and not event.modules and not out.quiet:
        out.show(Text(neutral(f"{time.strftime('%H:%M:%S')} {', '.join(event.changed[:3])}"), "bold"))
    problems = [problem.to_json() for problem in event.problems]
    shown: Any = {"check": {"problems": problems[:MOST_PROBLEMS]}}
    out.show(problem_lines(shown, quiet=not out.verbose))
    if len(problems) > MOST_PROBLEMS:
        out.show(Text(f"and {len(problems) - MOST_PROBLEMS} more"))
    for change in event.nodes:
        before = change.before.status if change.before else "absent"
        after = change.after.status if change.after else "absent"
        formula = " (another formula)" if before == after else ""
        out.show(Text(neutral(f"  node {change.name.rpartition('.')[2]}: {before} -> {after}{formula}")))
    if event.verdicts and (not out.quiet or event.outcome != "ok"):
        test: Any = {"environment": {}, "verdicts": [verdict.to_json() for verdict in event.verdicts]}
        out.show(kernels_table(test, verbose=out.verbose))
    lean = f" (Lean and axioms {event.lean_seconds:.2f} s)" if event.modules else ""
    out.show(Text.assemble(word(event.outcome), f": {event.seconds:.2f} s{lean}"))
    if event.number == 0 and not out.quiet:
        kernels = f" and {plural(len(watch.kernels.files()), 'kernel file')}" if watch.kernels else ""
        folder = watch.root
        if folder.is_relative_to(Path.cwd()):
            folder = folder.relative_to(Path.cwd())
        count = len(watch.files()) - (len(watch.kernels.files()) if watch.kernels else 0)
        out.note(f"watching {plural(count, 'file')} in {folder}{kernels}; Ctrl-C ends")
