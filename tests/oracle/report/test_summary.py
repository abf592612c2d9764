"""The rule that decides every exit code: findings beat inconclusive, and nothing checked is never ok."""

from __future__ import annotations

import pytest
from run_samples import broken, clean, found, hypothesis, problem, verdict

from proofgrad.oracle.report.figures import figure, worst_ulp
from proofgrad.oracle.report.summary import (
    combine,
    exit_code,
    hypotheses_of,
    kernels_of,
    second_opinions,
    summarise,
    worst_exit,
)


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        (["ok", "ok"], "ok"),
        (["ok", "inconclusive"], "inconclusive"),
        (["inconclusive", "failed", "ok"], "failed"),
        ([], "inconclusive"),
        (["something new"], "inconclusive"),
    ],
)
def test_findings_beat_inconclusive_and_nothing_is_inconclusive(outcomes, expected):
    assert combine(outcomes) == expected


def test_exit_codes():
    assert [exit_code(word) for word in ("ok", "failed", "inconclusive", "?")] == [0, 1, 3, 3]
    assert worst_exit([0, 2, 3, 1]) == 1
    assert worst_exit([0, 2, 3]) == 3
    assert worst_exit([0, 2]) == 2
    assert worst_exit([]) == 3


def test_a_clean_run_is_ok_and_counted():
    summary = summarise(clean())
    assert summary.outcome == "ok"
    assert (summary.declarations, summary.theorems, summary.nodes, summary.proved) == (2858, 1400, 2, 2)
    assert summary.verdicts == {"pass": 16}


def lose_check(run):
    run["check"] = None


def no_declarations(run):
    run["check"]["counts"]["declarations"] = 0


def no_nodes(run):
    run["nodes"]["nodes"] = []


def only_generic(run):
    run["nodes"]["nodes"] = [n for n in run["nodes"]["nodes"] if n["kind"] == "generic"]


def no_verdicts(run):
    run["test"]["verdicts"] = []


def lose_tests(run):
    run["test"] = None


def timeout(run):
    run["check"]["problems"] = [problem("inconclusive", "timeout", "too long")]


def node_inconclusive(run):
    run["nodes"]["nodes"][0]["status"] = "inconclusive"


def verdict_inconclusive(run):
    run["test"]["verdicts"][3]["verdict"] = "inconclusive"


@pytest.mark.parametrize(
    "spoil",
    [
        lose_check,
        no_declarations,
        no_nodes,
        only_generic,
        no_verdicts,
        lose_tests,
        timeout,
        node_inconclusive,
        verdict_inconclusive,
    ],
)
def test_what_could_not_be_checked_is_inconclusive(spoil):
    run = clean()
    spoil(run)
    assert summarise(run).outcome == "inconclusive"


@pytest.mark.parametrize("status", ["sorry", "extra-axiom", "failed"])
def test_a_node_with_a_bad_proof_is_a_finding_even_beside_an_inconclusive_one(status):
    run = clean()
    run["nodes"]["nodes"][0]["status"] = status
    run["nodes"]["nodes"][1]["status"] = "inconclusive"
    assert summarise(run).outcome == "failed"


def test_unproved_alone_is_no_finding_and_not_counted_as_proved():
    run = clean()
    run["nodes"]["nodes"][0]["status"] = "unproved"
    summary = summarise(run)
    assert summary.outcome == "ok"
    assert summary.proved == 1


def test_an_error_in_the_problems_beats_a_status_that_says_ok():
    run = clean()
    run["check"]["problems"] = [problem("error", "rejected", "no")]
    assert summarise(run).parts["check"] == "failed"


def test_a_run_with_everything_wrong_is_failed_in_every_part():
    assert set(summarise(broken()).parts.values()) == {"failed"}


def test_verdicts_are_grouped_by_kernel_and_parameters():
    test = {"verdicts": [verdict("n", "jvp", params={"ε": 1e-6}), verdict("n", "jvp", params={"ε": 1.0})]}
    assert [k.label for k in kernels_of(test)] == ["n (ε=1e-06)", "n (ε=1)"]


def test_hypotheses_are_in_ordinary_notation_where_understood_and_listed_once():
    node = clean()["nodes"]["nodes"][1]
    (known,) = node["proofs"][0]["hypotheses"]
    node["proofs"].append({**node["proofs"][0], "hypotheses": [hypothesis("P x"), known]})
    assert hypotheses_of(node) == ["x ≠ 0", "P x"]


def test_a_flaw_of_the_catalogue_is_a_finding():
    run = clean()
    run["nodes"]["problems"] = broken()["nodes"]["problems"]
    assert summarise(run).outcome == "failed"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0.00"),
        (0.5, "0.50"),
        (9.999, "10.00"),
        (12.3, "12"),
        (310000.0, "3.1e5"),
        (1e-9, "1.0e-9"),
        ("inf", "inf"),
        ("-inf", "-inf"),
        ("nan", "nan"),
        (None, "-"),
        ("words", "-"),
        (-0.25, "-0.25"),
    ],
)
def test_figures_are_short_and_never_hide_an_infinity(value, text):
    assert figure(value) == text


def test_the_worst_error_is_the_largest_class_and_nan_is_the_largest_of_all():
    classes = {"a": found(1.0), "b": found("inf"), "c": found(None)}
    assert worst_ulp(verdict("n", "jvp", classes=classes)) == float("inf")
    assert str(worst_ulp(verdict("n", "jvp", classes={"a": found(2.0), "b": found("nan")}))) == "nan"
    assert worst_ulp(verdict("n", "jvp", classes={})) is None


def test_references_without_a_second_opinion_are_named():
    run = clean()
    assert second_opinions(run["test"]) == ""
    for v, count in zip(run["test"]["verdicts"], [12, 0, None, 3], strict=False):
        v["second_opinions"] = count
    said = second_opinions(run["test"])
    assert said.startswith("second opinion: 15 references")
    second = run["test"]["verdicts"][1]
    assert f"none for {second['node'].rpartition('.')[2]} {second['what']} {second['dtype']}:" in said
    assert second_opinions(None) == ""
    run["test"]["verdicts"] = [second]
    assert "agrees" not in second_opinions(run["test"])
