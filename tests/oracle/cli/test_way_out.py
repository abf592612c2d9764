"""A name that is no node answers with the way out, before anything is compiled."""

from __future__ import annotations

import pytest

from proofgrad.bridge.checking.catalogue import names_in_text
from proofgrad.bridge.errors import UsageError
from proofgrad.oracle.work.nodes import OTHER_NODES, names_exist, other_spelling, unknown

SAID = [
    ("sigmod", "did you mean sigmoid"),
    ("expit", "sigmoid is the same function"),
    ("asin", "proofgrad prove 'asin(x)'"),
    ("hypot", "proofgrad prove 'hypot(x, y)' --param y"),
    ("frobnicate", "proves a formula of your own"),
    ("swish", "silu is swish with beta = 1"),
    ("maximum", "proofgrad prove 'max(x, y)' --param y"),
    ("re_lu", "relu is the same function"),
    ("SiLU", "silu is the same function"),
]


@pytest.mark.parametrize(("name", "said"), SAID, ids=[name for name, _ in SAID])
def test_the_hint_is_the_way_out(name: str, said: str) -> None:
    assert said in (unknown(name, ["sigmoid", "silu", "relu"]).hint or "")


def test_names_are_looked_up_in_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("subprocess.Popen", None)  # Lean cannot be started
    names_exist(["sigmoid", "Proofs.Autograd.TapeNodes.tanh"], None)
    with pytest.raises(UsageError, match="no node 'sigmod'"):
        names_exist(["sigmoid", "sigmod"], None)


def test_another_library_s_name_leads_to_a_node_that_there_is() -> None:
    known = [full.rpartition(".")[2] for full in names_in_text()]
    assert {name: other_spelling(name, known) for name in OTHER_NODES} == OTHER_NODES
    assert not set(OTHER_NODES) & set(known)  # what is a node needs no other
    assert other_spelling("log_ndtr", known) == "logNdtr"
    assert other_spelling("erfinv", known) is None


def test_the_text_has_all_nodes_of_the_catalogue(library) -> None:
    from proofgrad.bridge import catalogue

    assert {node.name for node in catalogue().nodes} <= set(names_in_text())
