"""The net under the proofs: what is no derivative is caught, whoever proved it; what is one is not."""

from __future__ import annotations

import shutil
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

import proofgrad.bridge
from proofgrad.bridge.catalogue import Catalogue, Formula, Hypothesis, Node, Proof, Tree, VectorFormula
from proofgrad.bridge.files.paths import lean_sources
from proofgrad.oracle.formula.derivative_check import slope_findings
from proofgrad.oracle.work.safety import examined_node

SUPPOSE = Path(__file__).parents[1] / "bridge" / "reading" / "sources" / "Suppose.lean"
X, C = Tree("var"), Tree("param", value="c")
EXP = Tree("exp", (X,))


def num(value: int | Fraction) -> Tree:
    return Tree("const", value=Fraction(value))


def neg(tree: Tree) -> Tree:
    return Tree("neg", (tree,))


def below(left: Tree, right: Tree, scope: str = "input", relation: str = "lt") -> Hypothesis:
    kind = "entries" if scope == "input" else "parameter"
    return Hypothesis("h", scope, relation, left, right, kind=kind)  # type: ignore[arg-type]


def claimed(f: Tree, df: Tree, *hypotheses: Hypothesis, status: str = "proved") -> Node:
    proof = Proof("t", "global", hypotheses, "", (), ("lean",))
    names = tuple(dict.fromkeys((*f.params(), *df.params())))
    return Node("N.f", "elementwise", status, (proof,), names, Formula(f, df, "", ""))  # type: ignore[arg-type]


def codes(node: Node) -> list[str]:
    return [finding.code for finding in slope_findings(node)]


def test_a_right_derivative_is_not_accused() -> None:
    assert codes(claimed(EXP, EXP)) == []
    assert codes(claimed(Tree("mul", (C, X)), C)) == []


def times(number: Fraction, tree: Tree) -> Tree:
    return Tree("mul", (Tree("const", value=number), tree))


@pytest.mark.parametrize(
    "df",
    [num(7), neg(EXP), times(Fraction(10**12 + 1, 10**12), EXP), Tree("add", (EXP, num(Fraction(1, 10**9))))],
    ids=["constant", "sign", "a little steeper", "a little more"],
)
def test_a_wrong_one_is(df: Tree) -> None:
    (found,) = slope_findings(claimed(EXP, df))
    assert found.code == "wrong-derivative"
    assert "where the slope is" in found.message


def test_the_bell_whose_proof_the_kernel_never_saw() -> None:
    """lean-by-example#1743: 3 for 2 in the derivative of exp(-x²), with a theorem."""
    bell = Tree("exp", (neg(Tree("powi", (X,), 2)),))
    for factor, expected in ((3, ["wrong-derivative"]), (2, [])):
        assert codes(claimed(bell, Tree("mul", (neg(times(Fraction(factor), X)), bell)))) == expected


def test_far_from_zero_and_near_the_constants_of_a_formula() -> None:
    far = Tree("if_gt", (X, num(1000), num(7), EXP))
    assert codes(claimed(EXP, far)) == ["wrong-derivative"]
    narrow = Tree("if_gt", (X, num(50), Tree("if_gt", (num(51), X, num(7), EXP)), EXP))
    assert codes(claimed(EXP, narrow)) == ["wrong-derivative"]


def test_only_the_domain_counts() -> None:
    size, sign = Tree("abs", (X,)), Tree("sign", (X,))
    assert codes(claimed(size, num(1), below(num(0), X))) == []
    assert codes(claimed(size, num(1), below(X, num(0)))) == ["wrong-derivative"]
    assert codes(claimed(size, sign, below(X, num(0), relation="ne"))) == []
    assert codes(claimed(size, num(1), below(num(5), X), below(X, num(Fraction(5001, 1000))))) == []


@pytest.mark.parametrize(
    "hypotheses",
    [
        (below(X, num(0)), below(num(0), X)),
        (below(num(2), X), below(X, num(1))),
        (below(num(1), X, relation="le"), below(X, num(1), relation="le"), below(X, num(1), relation="ne")),
        (below(num(1), num(0)),),
        (below(C, C, "parameter"),),
        (below(num(0), C, "parameter"), below(C, num(0), "parameter")),
    ],
    ids=["sides", "gap", "hole", "false", "itself", "both"],
)
def test_a_domain_without_points_is_an_error(hypotheses: tuple[Hypothesis, ...]) -> None:
    node = claimed(Tree("mul", (C, EXP)), num(7), *hypotheses, status="proved-on-domain")
    assert codes(node) == ["empty-domain"]


@pytest.mark.parametrize(
    ("hypotheses", "code"),
    [
        ((below(EXP, num(0)),), "unseen-domain"),
        ((below(Tree("mul", (X, X)), num(0)),), "unseen-domain"),
        ((below(C, X), below(X, C)), "unseen-domain"),
        ((below(num(5), C, "parameter"), below(C, X), below(X, num(5))), "unseen-domain"),
        ((below(Tree("param", value="j[i]"), Tree("param", value="j[i]")),), "unseen-domain"),
        ((below(X, num(0), relation="eq"),), "undecided-derivative"),
        ((below(EXP, num(1), relation="eq"),), "undecided-derivative"),
    ],
    ids=["exp", "square", "between", "parameter", "another", "point", "zero of exp"],
)
def test_a_domain_in_which_nobody_has_seen_a_point(hypotheses: tuple[Hypothesis, ...], code: str) -> None:
    node = claimed(Tree("mul", (C, EXP)), num(7), *hypotheses, status="proved-on-domain")
    assert codes(node) == [code]
    assert examined_node(node).status == ("conditional" if code == "unseen-domain" else "proved-on-domain")


def test_parameters_are_chosen_within_their_hypotheses() -> None:
    """f = (c - 3) e^x and f' = 0 is right where c = 3, and only there."""
    f = Tree("mul", (Tree("sub", (C, num(3))), EXP))
    equal = Hypothesis("c = 3", "parameter", "eq", C, num(3), kind="parameter")
    assert codes(claimed(f, num(0), equal)) == []
    assert codes(claimed(f, num(0))) == ["wrong-derivative"]


def test_what_is_unknown_of_the_input_is_undecided_and_what_is_unknown_of_nothing_is_not() -> None:
    about_x = Hypothesis("?", "input", kind="input")
    about_nothing = Hypothesis("False", "parameter", met=False, kind="size")
    assert codes(claimed(EXP, num(7), about_x)) == ["undecided-derivative"]
    assert codes(claimed(EXP, num(7), about_nothing, status="conditional")) == ["wrong-derivative"]
    assert codes(claimed(EXP, EXP, about_x)) == []


def test_what_could_not_be_compared_is_said() -> None:
    nowhere = below(Tree("powi", (X,), 2), num(0), relation="le")  # a single point
    assert codes(claimed(EXP, num(7), nowhere)) == ["undecided-derivative"]


def test_what_is_not_called_proven_is_not_compared() -> None:
    for status in ("unproved", "sorry", "inconclusive"):
        assert codes(claimed(EXP, num(7), status=status)) == []


def vector(wrong: int | None) -> VectorFormula:
    """(x0 x1, x0 / x1), with 1 too much in a coordinate of the derivative."""
    a, b = (Tree("entry", value=i) for i in range(2))
    da, db = (Tree("tangent", value=i) for i in range(2))
    product = Tree("add", (Tree("mul", (a, db)), Tree("mul", (b, da))))
    quotient = Tree("div", (Tree("sub", (Tree("mul", (b, da)), Tree("mul", (a, db)))), Tree("mul", (b, b))))
    jvp = [Tree("add", (t, num(1))) if i == wrong else t for i, t in enumerate((product, quotient))]
    forward = (Tree("mul", (a, b)), Tree("div", (a, b)))
    return VectorFormula((("n", "2"),), (("x", (2,)),), (2,), forward, tuple(jvp))


@pytest.mark.parametrize("wrong", [None, 0, 1])
def test_every_coordinate_of_a_vector_node_is_compared(wrong: int | None) -> None:
    proof = Proof("t", "global", (), "", (), ("lean",))
    node = Node("N.v", "vector", "proved", (proof,), vectors=(vector(wrong),))
    found = slope_findings(node)
    assert [f.code for f in found] == ([] if wrong is None else ["wrong-derivative"])
    assert wrong is None or f"coordinate {wrong}" in found[0].message


@pytest.fixture(scope="module")
def library() -> Catalogue:
    return proofgrad.bridge.catalogue()


def test_none_of_the_librarys_nodes_is_accused_and_all_are_compared(library: Catalogue) -> None:
    nodes = [n for n in library.nodes if n.kind != "generic"]
    assert [(n.name, slope_findings(n)) for n in nodes if slope_findings(n)] == []
    steeper = Fraction(10**9 + 1, 10**9)
    missed = []
    for node in nodes:
        if node.formula is not None:
            wrong = replace(node, formula=replace(node.formula, df=times(steeper, node.formula.df)))
        else:
            vectors = tuple(replace(v, jvp=tuple(times(steeper, t) for t in v.jvp)) for v in node.vectors)
            wrong = replace(node, vectors=vectors)
        if not slope_findings(wrong):
            missed.append(node.short_name)
    assert missed == []


def test_alone_it_catches_every_wrong_slope_that_a_theorem_without_meaning_was_about(tmp_path: Path) -> None:
    """As if the reader knew no hypotheses: each node is called proved, without any."""
    shutil.copytree(lean_sources() / "NN", tmp_path / "NN")
    shutil.copy(SUPPOSE, tmp_path / "NN" / "Suppose.lean")
    shutil.copy(lean_sources() / "lakefile.toml", tmp_path)
    (tmp_path / "proofgrad.toml").write_text('namespaces = ["Suppose"]\n')
    nodes = proofgrad.bridge.catalogue(tmp_path).nodes
    honest = {"vectors", "above", "astray", "configured"}
    of_nothing = {
        "sumAsked",
        "sumNothing",
        "sumLength",
        "sumHidden",
        "total",
    }  # what is read of them has no entry
    bare = [replace(n, status="proved", proofs=(Proof("t", "global", (), "", (), ()),)) for n in nodes]
    assert len(bare) > 15
    caught = {n.short_name for n in bare if [f.code for f in slope_findings(n)] == ["wrong-derivative"]}
    of_functions = {"builder"}  # generic: it has no formula of its own
    assert caught == {n.short_name for n in bare} - honest - of_nothing - of_functions
