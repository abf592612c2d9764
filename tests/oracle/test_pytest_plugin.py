"""The plugin as a user meets it: a pytest of its own on files of the user's."""

from __future__ import annotations

from importlib.metadata import entry_points
from pathlib import Path

import platformdirs
import pytest

from proofgrad.bridge.files.paths import cache_dir

INSTALLED = any(e.value == "proofgrad.oracle.pytest_plugin" for e in entry_points(group="pytest11"))

KERNELS = """
import numpy as np
import pytest

def good(x):
    return np.maximum(x, 0)

def bad(x):
    return np.abs(x)

@pytest.mark.proofgrad("relu")
def test_good(proofgrad_verdicts):
    verdicts = proofgrad_verdicts(good, what=("forward",))
    assert len(verdicts) == 1
"""


CACHE, DATA = cache_dir().parent, Path(platformdirs.user_data_dir()).absolute()
"""Taken before pytester changes HOME: the library need not be compiled again in every test."""


@pytest.fixture
def run(pytester, library, monkeypatch):
    """Runs pytest in a process of its own, with the plugin, in a folder with this test file."""
    monkeypatch.setenv("PROOFGRAD_CACHE_DIR", str(CACHE))
    monkeypatch.setenv("XDG_DATA_HOME", str(DATA))

    def run(text, *arguments):
        pytester.makepyfile(test_kernels=text)
        plugin = () if INSTALLED else ("-p", "proofgrad.oracle.pytest_plugin")
        common = ("--strict-markers", "-p", "no:cacheprovider")
        return pytester.runpytest_subprocess(*plugin, *common, *arguments)

    return run


def test_a_correct_kernel_passes_and_is_counted_in_the_summary(run):
    result = run(KERNELS)
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["*proofgrad*", "kernel verdicts against proven formulas: 1 pass"])


def test_a_wrong_kernel_fails_with_its_worst_input_and_no_traceback(run):
    result = run(KERNELS.replace("proofgrad_verdicts(good", "proofgrad_verdicts(bad"))
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["wrong: relu forward float64: fail *", "*inputs, worst*", "*got*wanted*"])
    result.stdout.no_fnmatch_line("*Traceback*")
    result.stdout.fnmatch_lines(["kernel verdicts against proven formulas: 1 fail"])


def test_a_kernel_that_cannot_be_judged_fails_too(run):
    text = KERNELS.replace('what=("forward",)', 'what=("jvp",)')
    result = run(text.replace("assert len(verdicts) == 1", ""))
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["relu jvp float64: inconclusive*"])


def test_an_unknown_node_is_an_error_with_the_nearest_name(run):
    result = run(KERNELS.replace('proofgrad("relu")', 'proofgrad("rellu")'))
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*did you mean*relu*"])


def test_a_test_without_a_node_is_told_to_name_one(run):
    result = run(KERNELS.replace('@pytest.mark.proofgrad("relu")\n', ""))
    assert result.ret != 0
    result.stdout.fnmatch_lines(["*name the node*"])


def test_a_backend_can_be_tested_in_a_process_of_its_own_and_nothing_is_no_pass(run):
    text = KERNELS.replace('"relu")', '"relu", backend="numpy", isolate=True)')
    result = run(text.replace("proofgrad_verdicts(good, ", "proofgrad_verdicts("))
    result.assert_outcomes(passed=1)
    result = run(KERNELS.replace("proofgrad_verdicts(good, ", "proofgrad_verdicts("))
    assert result.ret != 0
    result.stdout.fnmatch_lines(["*name what to test*"])


def test_a_limit_of_ones_own(run):
    text = KERNELS.replace('"relu")', '"exp", bounds={})').replace(
        "return np.maximum(x, 0)",  # of a copy: with AVX-512 NumPy rounds otherwise at negative strides
        "return np.exp(np.array(x)) * np.where(np.abs(x - 1) < 0.01, 1 + 1e-15, 1.0)",
    )
    run(text.replace("{}", "2.0")).assert_outcomes(failed=1)
    run(text.replace("{}", "20.0")).assert_outcomes(passed=1)


def test_the_verdicts_are_in_the_junit_file_and_come_back_from_workers(run, pytester):
    result = run(KERNELS, "-n2", "--junitxml=out.xml")
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["kernel verdicts against proven formulas: 1 pass"])
    written = (pytester.path / "out.xml").read_text()
    assert 'name="proofgrad" value="pass rounded: relu forward float64' in written


def test_a_session_without_kernels_pays_nothing_and_says_nothing(run, pytester):
    text = "import sys\ndef test_nothing():\n    assert 'proofgrad.oracle.difftest' not in sys.modules\n"
    text += "    assert 'numpy' not in sys.modules\n"
    result = run(text)
    result.assert_outcomes(passed=1)
    result.stdout.no_fnmatch_line("*kernel verdicts*")


def test_help_has_a_group_of_its_own_and_the_marker_is_registered(run):
    run("", "--help").stdout.fnmatch_lines(["kernels against proven derivatives:", "*--proofgrad-project*"])
    run("", "--markers").stdout.fnmatch_lines(["@pytest.mark.proofgrad(node*"])


def test_a_marked_test_that_tests_no_kernel_fails(run):
    result = run(
        KERNELS
        + """
@pytest.mark.proofgrad("relu")
def test_forgotten():
    pass

@pytest.mark.proofgrad("relu")
def test_skipped():
    pytest.skip("not here")
"""
    )
    result.assert_outcomes(passed=1, failed=1, skipped=1)
    result.stdout.fnmatch_lines(["*no kernel was tested: call the fixture proofgrad_verdicts*"])


def test_a_wrong_use_is_told_in_a_line(run):
    result = run(
        KERNELS
        + """
@pytest.mark.proofgrad("relo")
def test_typo(proofgrad_verdicts):
    proofgrad_verdicts(good)
"""
    )
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["*no node 'relo'*"])
    result.stdout.no_fnmatch_line("*def run(*")


def test_what_a_project_allows_stands_in_its_pyproject(run, pytester):
    text = KERNELS.replace("return np.maximum(x, 0)", "return np.where(x > 0, x, np.zeros_like(x))")
    run(text).assert_outcomes(failed=1)
    pytester.makepyprojecttoml('[tool.proofgrad.test]\nallow = ["nan"]\n')
    run(text).assert_outcomes(passed=1)
    marked = text.replace('proofgrad("relu")', 'proofgrad("relu", allow="inf")')  # a marker goes before
    result = run(marked)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["wrong: relu forward float64: fail wrong at special values only: nan"])
