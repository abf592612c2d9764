"""The pytest plugin: test a kernel of yours against a proven node.

    @pytest.mark.proofgrad("sigmoid", dtype="float32")
    def test_my_sigmoid(proofgrad_verdicts):
        proofgrad_verdicts(my_sigmoid)

The fixture tests the kernel and fails with the worst inputs. pytest imports this module at every start in
every project, so it must not import the library before a test asks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from proofgrad.oracle.difftest import Verdict

_CALLED = pytest.StashKey[bool]()
"""Whether a test has had a kernel tested."""

MARKER = (
    "proofgrad(node, dtype='float64', params=None, formula=None, ...): "
    "the proven node, or the formula, that the kernel should compute"
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """The plugin's own options."""
    group = parser.getgroup("proofgrad", "kernels against proven derivatives")
    group.addoption(
        "--proofgrad-project", metavar="DIR", help="the Lean project (default: the one in proofgrad)"
    )
    group.addoption(
        "--proofgrad-seed", type=int, default=0, metavar="N", help="seed of the random inputs (0)"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker."""
    config.addinivalue_line("markers", MARKER)


@pytest.fixture
def proofgrad_verdicts(request: pytest.FixtureRequest) -> Callable[..., Sequence[Verdict]]:
    """A function (kernel, node=None, **options) that fails the test unless every verdict is pass.

    Node or formula, dtype and params come from the marker `proofgrad`, or as arguments; options are those of
    :func:`proofgrad.oracle.test`; without a kernel, `backend` names it (``backend="torch"``, or
    ``backend="mine:relu", isolate=True`` for one that may crash). Returns the verdicts. One that is
    `inconclusive` fails the test too: what could not be checked has not passed.
    """

    def run(kernel: Any = None, node: str | None = None, **options: Any) -> Sequence[Verdict]:
        from proofgrad import oracle
        from proofgrad.bridge.errors import UsageError

        marker = request.node.get_closest_marker("proofgrad")
        settings = project_settings(request.config.rootpath)
        settings |= dict(marker.kwargs) | options if marker else options
        baseline = settings.pop("baseline", None)
        name = node or (marker.args[0] if marker and marker.args else None)
        if name is None and settings.get("formula") is None:
            hint = "@pytest.mark.proofgrad('sigmoid'), or formula='c*tanh(x/c)'"
            pytest.fail(f"name the node: {hint}", pytrace=False)
        if kernel is None and "backend" not in settings:
            pytest.fail("name what to test: a kernel, or backend='torch'", pytrace=False)
        request.node.stash[_CALLED] = True
        settings.setdefault("seed", request.config.getoption("--proofgrad-seed"))
        settings.setdefault("project", request.config.getoption("--proofgrad-project"))
        try:
            verdicts = known(oracle.test(name, kernel, **settings), baseline)
        except UsageError as error:
            pytest.fail(str(error), pytrace=False)
        lines = [describe(verdict) for verdict in verdicts]
        for verdict, line in zip(verdicts, lines, strict=True):
            # Properties travel from xdist's workers to the summary and into JUnit XML.
            request.node.user_properties.append(("proofgrad", f"{verdict.verdict} {line}"))
        bad = [line for verdict, line in zip(verdicts, lines, strict=True) if verdict.verdict != "pass"]
        if bad or not verdicts:
            pytest.fail("\n".join(bad) or "nothing was tested", pytrace=False)
        return verdicts

    return run


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, Any, Any]:
    """A test with the marker that tests no kernel has checked nothing: it fails."""
    result = yield
    marked = any(mark.name == "proofgrad" for mark in item.own_markers)
    if marked and not item.stash.get(_CALLED, False):
        pytest.fail(
            "marked with proofgrad, and no kernel was tested: call the fixture proofgrad_verdicts",
            pytrace=False,
        )
    return result


def project_settings(folder: Path) -> dict[str, Any]:
    """What the project's pyproject.toml says about tests of kernels, as options of a test."""
    from proofgrad.bridge.errors import UsageError
    from proofgrad.oracle.work.configured import configured, options_of_tests

    try:
        found = configured(folder)
    except UsageError as error:
        pytest.fail(str(error), pytrace=False)
    baseline = {"baseline": found["baseline"]} if "baseline" in found else {}
    return options_of_tests(found) | baseline  # without formats: a test is about one


def known(verdicts: Sequence[Verdict], baseline: str | None) -> Sequence[Verdict]:
    """The verdicts, with failures that a baseline knows let pass."""
    if baseline is None:
        return verdicts
    from dataclasses import replace

    from proofgrad.oracle.work.baseline import with_baseline

    shown = [verdict.to_json() for verdict in verdicts]
    with_baseline(shown, Path(baseline))
    return [
        replace(v, verdict=s["verdict"], message=s["message"], diagnosis=s["diagnosis"])
        for v, s in zip(verdicts, shown, strict=True)
    ]


def describe(verdict: Verdict) -> str:
    """One verdict: the grade, what, the outcome, why, and the worst input of each class that failed."""
    about = f"{verdict.node} {verdict.what} {verdict.dtype}: {verdict.verdict}"
    word = f"{verdict.grade}: " if verdict.grade else ""
    lines = [f"{word}{about} {verdict.diagnosis or verdict.message}".rstrip()]
    if verdict.diagnosis and verdict.message:
        lines.append(f"  {verdict.message}")
    if simple := verdict.simplest:
        lines.append(f"  at {simple.input}: got {simple.got}, wanted {simple.wanted}")
    for name, found in verdict.classes.items():
        if found.failed and found.worst:
            worst = found.worst
            lines.append(f"  {name}: {found.over} of {found.count} inputs, worst {found.max_ulp:.3g} ULP")
            lines.append(f"    at {worst.input} ({worst.input_hex}): got {worst.got}, wanted {worst.wanted}")
    return "\n".join(lines)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """How many kernels were tested, and with what verdicts; nothing if there were none."""
    reports = [
        r for found in terminalreporter.stats.values() for r in found if isinstance(r, pytest.TestReport)
    ]
    lines = [str(v) for r in reports if r.when == "call" for k, v in r.user_properties if k == "proofgrad"]
    if not lines:
        return
    words = [line.split(" ", 1)[0] for line in lines]
    counts = ", ".join(f"{words.count(w)} {w}" for w in ("pass", "fail", "inconclusive") if w in words)
    terminalreporter.section("proofgrad")
    terminalreporter.line(f"kernel verdicts against proven formulas: {counts}")
