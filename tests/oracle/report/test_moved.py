"""What changed between two reports is more than verdicts: grades, limits, medians, layouts."""

from __future__ import annotations

from copy import deepcopy

from run_samples import CLEAN, found

from proofgrad.oracle.report.compare import changes


def two(**classes):
    old, new = deepcopy(CLEAN), deepcopy(CLEAN)
    for run in (old, new):
        for verdict in run["test"]["verdicts"]:
            verdict |= {"grade": "accurate", "refused": []}
    new["test"]["verdicts"][0]["classes"] |= classes
    return old, new


def test_a_median_that_moves_is_told_where_the_largest_error_stays():
    assert changes(*two()) == []
    (median,) = changes(*two(normal=found(0.87, median_ulp=11777.0)))
    assert median["what"].startswith("median error in class normal of kernel numpy float64 ")
    assert (median["before"], median["after"]) == ("0.25", "1.2e4")
    assert changes(*two(normal=found(0.87, median_ulp=0.3))) == []  # another seed
    assert changes(*two(normal=found(0.87, median_ulp=11777.0, count=3))) == []


def test_grades_limits_and_layouts_are_told():
    old, new = two(normal=found(0.87, failed=["median"]))
    old["test"]["verdicts"][0]["classes"]["normal"]["failed"] = []
    new["test"]["verdicts"][0] |= {"grade": "correct", "refused": ["stride -1: ValueError: no"]}
    said = {c["what"].partition(" kernel ")[0]: (c["before"], c["after"]) for c in changes(old, new)}
    assert said == {
        "grade of": ("accurate", "correct"),
        "limits exceeded in class normal of": ("none", "median"),
        "layouts refused by": ("none", "stride -1"),
    }


def test_a_report_of_an_older_version_has_no_grades_and_that_is_no_news():
    old, new = two()
    for verdict in old["test"]["verdicts"]:
        del verdict["grade"], verdict["refused"]
    assert changes(old, new) == []
