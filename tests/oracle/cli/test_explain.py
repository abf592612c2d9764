"""`proofgrad explain` and its function on the real library: reasons, tree, values, goals."""

from __future__ import annotations

import json
import re
from fractions import Fraction

import pytest
from schema_check import validate

from proofgrad import oracle
from proofgrad.bridge.errors import UsageError
from proofgrad.oracle.cli import main

pytestmark = pytest.mark.usefixtures("library")


def explained(capsys, *arguments):
    assert main(["explain", *arguments, "--format", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    validate("explain", document)
    return document


def test_relu_is_told_with_witness_necessity_and_both_sides_of_its_kink(capsys):
    document = explained(capsys, "relu")
    roles = {reason["role"]: reason["theorem"].rpartition(".")[2] for reason in document["reasons"]}
    assert roles == {
        "witness": "exists_reluFderivAt",
        "necessary": "relu_correctAt_iff",
        "left-derivative": "hasLeftDerivAt_relu_zero",
        "right-derivative": "hasRightDerivAt_relu_zero",
        "no-derivative": "not_hasDerivAt_relu_zero",
    }
    (kink,) = document["kinks"]
    assert (kink["at"], kink["proved"]) == ("0", False)
    assert (kink["df"]["left"]["decimal"], kink["df"]["right"]["decimal"]) == ("0", "1")


def test_a_one_sided_limit_may_be_infinite(capsys):
    (kink,) = explained(capsys, "log")["kinks"]
    assert (kink["f"]["left"]["kind"], kink["df"]["left"]["kind"]) == ("-inf", "-inf")
    assert kink["df"]["right"]["kind"] == "+inf"
    assert kink["df"]["conventional"]


def test_a_node_without_hypotheses_says_so(capsys):
    assert main(["explain", "sigmoid"]) == 0
    assert "the theorem holds at every input" in capsys.readouterr().out


def names(part):
    return [part["name"], *(name for used in part["uses"] for name in names(used))]


def test_the_tree_leads_from_the_theorem_to_the_axioms(capsys):
    document = explained(capsys, "sigmoid", "--depth", "2")
    (tree,) = document["trees"]
    assert tree["complete"]
    found = names(tree["theorem"])
    assert found[0].endswith("sigmoidFderiv")
    assert "Activation.Math.hasDerivAt_sigmoid" in found
    assert {chain["axiom"] for chain in tree["axioms"]} == {"Classical.choice", "Quot.sound", "propext"}
    for chain in tree["axioms"]:
        assert chain["chain"][0] == found[0]
        assert chain["chain"][-1] == chain["axiom"]


def test_every_step_of_a_chain_is_a_use(library):
    from proofgrad.bridge.explaining.explain import Explainer
    from proofgrad.bridge.olean.uses import Uses

    explainer = Explainer()
    node = explainer.session.catalogue()["gelu"]
    uses = Uses(list(explainer.session.environment.modules.values()))
    for chain in explainer.background(node).trees[0].axioms:
        for here, there in zip(chain.chain, chain.chain[1:], strict=False):
            assert there in uses[here]


def test_a_deeper_tree_has_more_and_opens_nothing_twice(capsys):
    sizes = []
    for depth in ("0", "1", "4"):
        part = explained(capsys, "tanh", "--depth", depth)["trees"][0]["theorem"]
        sizes.append(len(names(part)))

        def opened(part):
            return [part["name"]] * bool(part["uses"]) + [n for used in part["uses"] for n in opened(used)]

        assert len(opened(part)) == len(set(opened(part)))
    assert sizes[0] == 1
    assert sizes == sorted(set(sizes))


def test_the_tree_can_be_left_out_and_what_it_holds_is_counted_all_the_same(capsys):
    assert main(["explain", "tanh", "--depth", "0"]) == 0
    text = capsys.readouterr().out
    assert "hasDerivAt_cosh" not in text
    below = " ".join(text.partition("stands on")[2].split())
    counted = r"[\d,]+ theorems and [\d,]+ definitions, and the axioms Classical.*propext"
    assert re.fullmatch(counted, below), below


def enclosed(enclosure, truth):
    decimal, radius = Fraction(enclosure["decimal"]), Fraction(enclosure["radius"])
    return abs(decimal - truth) <= radius


def test_values_are_enclosures_with_the_digits_asked_for(capsys):
    import mpmath

    document = explained(capsys, "sigmoid", "--at", "-3.5", "--at", "1/3", "--digits", "40")
    for value, x in zip(document["values"], (Fraction(-7, 2), Fraction(1, 3)), strict=True):
        with mpmath.workdps(80):
            truth = 1 / (1 + mpmath.exp(-mpmath.mpf(x.numerator) / x.denominator))
            slope = truth * (1 - truth)
            for found, wanted in (("f", truth), ("df", slope)):
                enclosure = value[found]["value"]
                man, exp = int(wanted * mpmath.mpf(10) ** 70), -70
                assert enclosed(enclosure, Fraction(man) * Fraction(10) ** exp)
                assert len(enclosure["decimal"].replace(".", "").lstrip("0")) >= 39
                assert Fraction(enclosure["radius"]) < Fraction(10) ** -39


def test_negative_and_infinite_points_are_values_not_options(capsys):
    values = explained(capsys, "tanh", "--at", "-1e-5", "--at", "-inf", "--at=-1/3")["values"]
    assert [value["at"] for value in values] == ["-0.00001", "-inf", "-1/3"]
    assert values[1]["f"]["value"]["decimal"] == "-1"


def test_parameters_are_used_exactly_and_unknown_ones_refused(capsys):
    (value,) = explained(capsys, "elu", "--at", "-1", "--param", "alpha=2")["values"]
    assert value["parameters"] == {"alpha": "2"}
    assert value["f"]["value"]["decimal"].startswith("-1.264241117657115")
    assert main(["explain", "elu", "--param", "beta=2"]) == 2
    assert "its parameters: alpha" in capsys.readouterr().err


def test_vector_nodes_have_values_and_a_jacobian(capsys):
    (value,) = explained(capsys, "softmax", "--at", "1,2,3")["values"]
    total = sum(Fraction(v["value"]["decimal"]) for v in value["values"])
    assert abs(total - 1) < Fraction(10) ** -18
    assert [len(row) for row in value["jacobian"]] == [3, 3, 3]
    for column in zip(*value["jacobian"], strict=True):
        assert abs(sum(Fraction(entry["decimal"]) for entry in column)) < Fraction(10) ** -18
    (value,) = explained(capsys, "matmul", "--at", "[[1,2],[3,4]]; [[1,1],[0,-1]]")["values"]
    assert [v["value"]["decimal"] for v in value["values"]] == ["1", "-1", "3", "-1"]
    (value,) = explained(
        capsys, "linear", "--param", "weights=[[1,2],[3,4]]", "--param", "bias=0.5,0", "--at", "5,-6"
    )["values"]
    assert [v["value"]["decimal"] for v in value["values"]] == ["-6.5", "-9"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["sigmod"], "did you mean sigmoid"),
        (["sigmoid", "--at", "two"], "is no number"),
        (["sigmoid", "--at", "1e99999999999"], "is no number"),
        (["matmul", "--at", "1,2,3"], "--at '[[1,2],[3,4],[5,6]]; [[7,8,9,10],[11,12,13,14]]'"),
        (["matmul", "--at", "[[1,2],[3]]; [1]"], "different lengths"),
        (["sigmoid", "--param", "alpha"], "NAME=VALUE"),
        (["sigmoid", "--digits", "0"], "between 1 and 1000"),
        (["sigmoid", "--goal", "x"], "no place in a Lean file"),
        (["sigmoid", "--goal", "99999"], "there is no line 99999"),
        (["sigmoid", "--goal", "../setup.lean:1"], "the project has no file"),
        (["elemwise", "--at", "1"], "builds nodes"),
    ],
)
def test_what_makes_no_sense_is_exit_2_and_says_what_would(arguments, said, capsys):
    assert main(["explain", *arguments]) == 2
    err = capsys.readouterr().err
    assert said in err
    assert "Traceback" not in err


def test_goal_states_come_from_the_lean_server(capsys):
    from proofgrad.bridge.files.paths import lean_sources

    file = "NN/Proofs/Autograd/Tape/Nodes/Converse.lean"
    lines = (lean_sources() / file).read_text("utf-8").split("\n")
    line = 1 + next(i for i, text in enumerate(lines) if text.strip() == "exact kink _ d")
    before, after = explained(capsys, "relu", "--goal", f"{file}:{line}")["goals"]
    assert before["status"] == "goals"
    assert "⊢ False" in before["goals"][0]
    assert "kink : ∀ (d : ℝ), ¬HasDerivAt f d 0" in before["goals"][0]
    assert (after["status"], after["goals"]) == ("complete", [])
    (state,) = explained(capsys, "relu", "--goal", f"{file}:{line}:2")["goals"]
    assert state["goals"] == before["goals"]


def test_lines_are_counted_in_the_file_of_the_theorem(capsys):
    states = explained(capsys, "gelu", "--goal", "+0")["goals"]
    assert all("geluFderiv" in state["text"] for state in states)


def test_the_text_fits_80_columns(monkeypatch, capsys):
    for width in (60, 80):
        monkeypatch.setenv("COLUMNS", str(width))
        for arguments in (["relu", "--at", "0"], ["multiHeadCausalAttention"], ["conv2d"]):
            assert main(["explain", *arguments]) == 0
            lines = capsys.readouterr().out.splitlines()
            assert max(map(len, lines)) <= width
            assert len(lines) > 20


def test_the_object_is_text_and_escaped_html():
    found = oracle.explain("relu", at=[0, "1/3"])
    assert repr(found) == (
        "<Explanation of Proofs.Autograd.TapeNodes.relu: proved-on-domain, 2 values, 0 goal states>"
    )
    assert "What reluFderivAt stands on" in str(found)
    html = found._repr_html_()
    assert "if x &gt; 0 then 1 else 0" in html
    assert "<script" not in html
    with pytest.raises(UsageError, match="no node 'relux'"):
        oracle.explain("relux")
