"""The part of a node's section about the kernels that were tested on it."""

from __future__ import annotations

from collections.abc import Iterable

from proofgrad.oracle.report.figures import figure, unit, worst_ulp
from proofgrad.oracle.report.grades import diagnosis_of, failing_first, grade_of
from proofgrad.oracle.report.html.pieces import badge, fold, soft, table
from proofgrad.oracle.report.markup import Child, Html, tag
from proofgrad.oracle.report.model import ClassJson, VerdictJson
from proofgrad.oracle.report.proven import any_proven, in_words
from proofgrad.oracle.report.summary import Tested, whats_of

__all__ = ["kernels_section"]

_BOUND = "Proven bound: of f and f′ by this very source, in ULP, within that range (docs/bound.md)."


def kernels_section(kernels: list[Tested]) -> Child:
    """A line for each kernel and format; the classes of inputs and how to repeat it folded away."""
    if not kernels:
        return (tag("h4", "Kernels"), soft("None was tested."))
    whats, proven = whats_of(kernels), any_proven(kernels)
    rows = []
    for kernel in kernels:
        name = kernel.label.removeprefix(kernel.node).strip()
        cells = [_verdict(kernel.verdicts.get(what)) for what in whats]
        rows.append(
            tag(
                "tr",
                tag("th", f"{kernel.backend} {kernel.dtype} {name}".strip(), scope="row"),
                (tag("td", cell) for cell in cells),
                tag("td", in_words(kernel.verdicts)) if proven else None,
            )
        )
    reasons: dict[str, dict[str, None]] = {}
    for kernel in kernels:
        for v in failing_first(kernel.verdicts.values()):
            if (v["verdict"] != "pass" or v.get("diagnosis")) and not v.get("known"):
                reason = f"{grade_of([v])}: {diagnosis_of(v)}"
                reasons.setdefault(reason, {})[f"{kernel.backend} {kernel.dtype} {v['what']}"] = None
    return (
        tag("h4", "Kernels"),
        table(("largest error found", *whats, *(("proven bound",) if proven else ())), rows, "verdicts"),
        soft(_BOUND) if proven else None,
        [tag("p", f"{reason} ({', '.join(where)})") for reason, where in reasons.items()],
        [_classes(kernel) for kernel in kernels if any(v["classes"] for v in kernel.verdicts.values())],
    )


def _verdict(verdict: VerdictJson | None) -> Child:
    """The word and the largest error."""
    if verdict is None:
        return tag("span", "not tested", class_="soft")
    worst = worst_ulp(verdict)
    word, failed = grade_of([verdict]), verdict["verdict"] == "fail"
    shown = f"{word}, fails" if failed and word not in ("wrong", "fail") else word
    return badge(
        "fail" if failed else word, f"{shown} {figure(worst)} {unit(verdict)}" if worst is not None else shown
    )


def _classes(kernel: Tested) -> Html:
    """The errors by class of inputs; functions with the same figures share a row."""
    shared: dict[str, tuple[list[str], str, ClassJson]] = {}
    for what in whats_of([kernel]):
        for name, found in kernel.verdicts[what]["classes"].items() if what in kernel.verdicts else ():
            shared.setdefault(f"{name} {found}", ([], name, found))[0].append(what)
    titles = ("function", "inputs", "grade", "count", "max", "median", "bias", "worst input")
    again = dict.fromkeys(v["reproduce"] for v in kernel.verdicts.values() if v["reproduce"])
    return fold(
        f"Errors by class of inputs: {kernel.backend} {kernel.dtype}",
        table(titles, (_row(whats, name, found) for whats, name, found in shared.values()), "classes"),
        [tag("pre", command) for command in again],
    )


def _row(whats: Iterable[str], name: str, found: ClassJson) -> Html:
    """One class of inputs of one or several functions."""
    worst = found["worst"]
    where: Child = "-"
    if worst:
        where = (tag("code", str(worst["input"])), f" got {worst['got']}, wanted {worst['wanted']}")
    cells = (
        ", ".join(whats),
        name,
        found.get("grade", "-"),
        f"{found['count']:,}",
        ("" if found["exact"] else "≥ ") + figure(found["max_ulp"]),
        figure(found["median_ulp"]),
        figure(found["bias_ulp"]),
        where,
    )
    return tag("tr", (tag("td", cell) for cell in cells))
