"""What was found of kernels, in a terminal: a table, then one line for each thing that is the matter.

The lines stand last, the worst first, so that they are what is seen; -v puts all details above them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.text import Text

from proofgrad.oracle.report.figures import figure, unit, worst_ulp
from proofgrad.oracle.report.grades import grade_of, shown, troubles
from proofgrad.oracle.report.model import TestJson, VerdictJson
from proofgrad.oracle.report.neutral import neutral
from proofgrad.oracle.report.proven import NOTE, any_proven, bound_text, in_short
from proofgrad.oracle.report.summary import kernels_of, second_opinions, short, unproved_lines, whats_of
from proofgrad.oracle.report.terminal_pieces import Parts, plural, printable, styled, table

__all__ = ["kernels_table", "proof_lines", "trouble_lines"]

_LINES = 20
"""Things that are the matter, in a terminal of 40 lines."""
_FEW = 3
"""So few of them are shown with an input."""
EXPLAINED = "proofgrad explain-failure"
OWN_HINT = "proofgrad has kernels of its own nodes only: --backend MODULE:ATTR names yours"
PARTS_HINT = (
    "all four are tested of a pair (f, f'), or of an object with forward, jvp and vjp; "
    "--what forward asks for that alone"
)


def verdict_cell(verdict: VerdictJson | None) -> Text:
    """The worst error in ULP in the verdict's colour, marked where it is no pass."""
    if verdict is None:
        return Text("-", "dim")
    ulp = figure(worst_ulp(verdict))
    word = verdict["verdict"]
    if word == "fail" and verdict.get("error") and not verdict["classes"]:
        return styled(word, "! error")
    return styled(word, ulp if word == "pass" else f"{'!' if word == 'fail' else '?'} {ulp}")


def kernels_table(test: TestJson, *, verbose: bool = False) -> Parts:
    """Tables of the worst errors, one for each backend; then what is the matter."""
    test = printable(test)
    kernels = kernels_of(test)
    whats, proven = whats_of(kernels), any_proven(kernels)
    parts: Parts = []
    labels = {kernel.node: {k.label for k in kernels if k.node == kernel.node} for kernel in kernels}
    for backend in dict.fromkeys(kernel.backend for kernel in kernels):
        title = f"Kernels of {backend}: largest error found, in ULP"
        parts.append(Text(title, "bold"))
        bounds = [">proven bound"] if proven else []
        made = table("grade", "node", "dtype", *(f">{what}" for what in whats), *bounds)
        for kernel in kernels:
            if kernel.backend == backend:
                cells = (verdict_cell(kernel.verdicts.get(what)) for what in whats)
                single = len(labels[kernel.node]) == 1  # then the parameters are named once, below the table
                grade = grade_of(kernel.verdicts.values())
                name = kernel.node if single else kernel.label
                bound = [in_short(kernel.verdicts)] if proven else []
                made.add_row(styled(grade), name, kernel.dtype, *cells, *bound)
        parts.append(made)
    if proven:
        parts.append(Text(NOTE, "dim"))
    if any(unit(v) == "u" for v in test["verdicts"]):
        parts.append(
            Text("vector nodes and programs: in units of the rounding that their formula can cause", "dim")
        )
    given = [label for found in labels.values() for label in found if len(found) == 1 and " (" in label]
    if given:
        parts.append(Text(f"parameters: {', '.join(given)}", "dim"))
    if opinions := second_opinions(test):
        parts.append(Text(opinions, "dim"))
    for program in test.get("programs", ()):
        parts.append(Text(f"program {program['name']}: {program['covered']}"))
    if verbose:
        for verdict in test["verdicts"]:
            parts.append(verdict_line(verdict, verdict["what"], verdict.get("message", "")))
            parts.extend(verdict_details(verdict))
    parts += remark_lines(test)
    parts += proof_lines(test)
    return [*parts, *trouble_lines(test, inputs=not verbose)]


def remark_lines(test: TestJson) -> Parts:
    """What is told beside verdicts, whatever they are: a line for each remark, with all it is about."""
    about: dict[str, dict[str, None]] = {}
    for verdict in test["verdicts"]:
        for remark in verdict.get("remarks", ()):
            name = f"{short(verdict['node'])} {verdict['what']}"
            about.setdefault(neutral(remark).partition(":")[0], {})[name] = None
    return [Text(f"{remark}: {', '.join(names)}", "dim") for remark, names in about.items()]


def proof_lines(test: TestJson) -> Parts:
    """Which of the tested nodes are not proven, or not in the sense that ships: a pass says less of them."""
    return [styled(word, neutral(line)) for word, line in unproved_lines(test)]


def trouble_lines(test: TestJson, *, inputs: bool = True) -> Parts:
    """A line for each thing that is the matter, the worst first, and what became of tolerances and baseline.

    Args:
        test: the test.
        inputs: whether a few of them are shown with an input, and how to see it again.
    """
    test = printable(test)
    found = troubles(test)
    parts: Parts = []
    for trouble in found[:_LINES]:
        first = trouble.verdicts[0]
        parts.append(verdict_line(first, trouble.about, trouble.text, trouble.dtypes))
        if inputs and len(found) <= _FEW:
            parts.extend(_example(first))
    if len(found) > _LINES:
        parts.append(Text(f"... and {len(found) - _LINES} more (-v, or --format json, has all)"))
    for warning in test.get("warnings", ()):
        parts.append(styled("warning", f"warning: {warning}"))
    if baseline := test.get("baseline"):
        known = plural(baseline["accepted"], "known failure")
        parts.append(Text(f"baseline {baseline['file']}: {known} accepted"))
        parts += [Text(f"    mended: {line}", "green") for line in baseline["mended"][:_LINES]]
    if any("no NumPy kernel for" in trouble.text for trouble in found):
        parts.append(Text(OWN_HINT, "dim"))
    if any("offers no " in trouble.text for trouble in found):
        parts.append(Text(PARTS_HINT, "dim"))
    if found:
        more = "" if not inputs else "; -v shows every class"
        parts.append(Text(f"what these words mean: {EXPLAINED}{more}", "dim"))
    return parts


def verdict_line(verdict: VerdictJson, whats: str, text: str, dtypes: Iterable[str] = ()) -> Text:
    """The grade, or that there is none; what it is about; what is the matter."""
    named = ", ".join(dtypes) or verdict["dtype"]
    about = f"{short(verdict['node'])} {whats} {verdict['backend']} {named}"
    word = grade_of([verdict])
    outcome = {"pass": "", "fail": " FAIL"}.get(verdict["verdict"], "")
    return Text.assemble(
        styled(word), styled(verdict["verdict"], outcome), f": {about}", f": {text}" if text else ""
    )


def _example(verdict: VerdictJson) -> Iterator[Text]:
    """One input at which it shows, and how to see it again."""
    found = shown(verdict)
    if found:
        yield Text(f"    at {found['input']}: got {found['got']}, wanted {found['wanted']}")
    if verdict["reproduce"] and verdict["verdict"] == "fail":
        yield Text(f"    again: {verdict['reproduce']}", "dim", no_wrap=True)  # it is to be copied


def verdict_details(verdict: VerdictJson) -> Iterator[Text]:
    """A simple input that fails, all classes of inputs, switch points, how to see it again."""
    if words := verdict.get("diagnosis"):
        yield Text(f"    {words}")
    if simplest := verdict.get("simplest"):
        yield Text(f"    at {simplest['input']}: got {simplest['got']}, wanted {simplest['wanted']}")
    for name, found in verdict["classes"].items():
        if not found["count"]:
            yield Text(f"    {name}: not judged, as there is no input to try it on")
            continue
        exact = "exactly" if found["exact"] else "at least"
        error = f"max {exact} {figure(found['max_ulp'])} {found.get('unit', 'ulp')}"
        rest = f"median {figure(found['median_ulp'])}, bias {figure(found['bias_ulp'])}"
        domain = "" if found.get("proved") is None else f", {found['proved']:,} in the proved domain"
        grade = f"{found['grade']}, " if found.get("grade") else ""
        yield Text(f"    {name}: {grade}{plural(found['count'], 'input')}{domain}, {error}, {rest}")
        for theorem in found.get("theorems", ()):
            yield Text(f"        the limit is that of {theorem}")
        if worst := found["worst"]:
            where = f"at {worst['input']} ({worst['input_hex']})"
            yield Text(f"        {where}: got {worst['got']}, wanted {worst['wanted']}")
    for text in verdict.get("refused", ()):
        yield Text(f"    layout refused: {text}")
    for kink in verdict.get("kinks", ()):
        sides = f"from {kink['left']} on the left to {kink['right']} on the right"
        word = "accepted" if kink["accepted"] else "not accepted"
        line = f"kink at {kink['input']}: got {kink['got']} ({word}); {sides}, Lean's value {kink['wanted']}"
        yield Text(f"    {line}")
    if verdict.get("allowed"):
        yield Text(f"    accepted as their class is allowed: {plural(verdict['allowed'], 'answer')}")
    if "proven_bound" in verdict:
        yield Text(f"    proven: {bound_text(verdict)}")
        for text in verdict["proven_bound"]["supposes"]:
            yield Text(f"        supposes: {text}")
    if verdict.get("domain"):
        yield Text(f"    proved domain: {verdict['domain']}")
    if verdict.get("replayed"):
        yield Text(f"    tried first: {plural(verdict['replayed'], 'worst input')} of earlier runs")
    if verdict["reproduce"] and verdict["verdict"] != "pass":
        again = "again, at the simplest input that fails too" if verdict.get("simplest") else "again"
        yield Text(f"    {again}: {verdict['reproduce']}", "dim", no_wrap=True)  # it is to be copied
