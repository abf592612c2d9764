"""A certificate's source says what it has to say, or is none, whoever wrote the file."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from proofgrad.bridge.catalogue import Tree
from proofgrad.bridge.catalogue.index import constant
from proofgrad.bridge.catalogue.program import (
    PLACE,
    Program,
    Step,
    bound,
    condition,
    coordinates,
    flat,
    read,
    remainder,
    selected,
    summed,
    where,
)
from proofgrad.bridge.certifying.claimed import Claimed, read_source
from proofgrad.bridge.certifying.lean_text import lean_file
from proofgrad.bridge.certifying.positive import Positive
from proofgrad.bridge.errors import UsageError
from proofgrad.oracle.work.certify import verify


def traced() -> Program:
    """A matrix product, entries chosen by a table where an index is small, a logarithm with a condition."""
    i, j = coordinates(PLACE, (2, 4))
    product = Tree("mul", (read(0, flat([i, bound("l")], (2, 3))), read(1, flat([bound("l"), j], (3, 4)))))
    small = condition(remainder(PLACE, 4), "lt", constant(2))
    steps = (
        Step((2, 4), summed(3, "l", product), "mm"),
        Step((2, 4), where([small], read(2, selected("t", PLACE)), Tree("exp", (read(2, PLACE),))), "take"),
        Step((2, 4), Tree("log", (read(3, PLACE),)), "log", condition="0 < x"),
    )
    return Program((("x", (2, 3)), ("y", (3, 4))), steps, 4, {"t": tuple(range(8))})


SHAPES = [(2, 3), (3, 4)]


@pytest.fixture(scope="module")
def source(library: object) -> str:
    return lean_file(traced(), Positive.of_the_library())


def test_what_proofgrad_writes_is_read(source: str) -> None:
    said = read_source(source, SHAPES)
    steps = traced().steps
    assert said == Claimed(len(steps), tuple(n for n, step in enumerate(steps) if step.condition))
    assert said.conditional != ()


HOSTILE: dict[str, Callable[[str], str]] = {
    "another statement": lambda s: s.replace(
        "theorem certificate (x : CtxVec inputs)", "theorem certificate : True"
    ),
    "a weaker one": lambda s: s.replace("∀ dx δ, ⟪(Program", "∀ dx, ∃ δ, ⟪(Program"),
    "a condition that nobody meets": lambda s: s.replace(
        "CtxVec inputs)\n", "CtxVec inputs)\n    (h : 1 = 2)\n"
    ),
    "a notation": lambda s: s.replace("/-- No step", 'local notation "∃" => True\n/-- No step'),
    "a macro": lambda s: s.replace("/-- No step", "macro_rules | `(term| ⟪$x, $y⟫) => `(0)\n/-- No step"),
    "an option": lambda s: s.replace("/-- No step", "set_option debug.skipKernelTC true\n/-- No step"),
    "another graph": lambda s: s.replace("/-- No step", "def Program.graph := inputs\n/-- No step"),
    "an end": lambda s: s.replace("/-- No step", "end Certificate\n/-- No step"),
    "a comment that is none": lambda s: s.replace("/-- No step. -/", "/-- No step. -/ #exit /-- -/"),
    "an instance": lambda s: s.replace("/-- No step", "instance : HMul Nat Nat Nat := x\n/-- No step"),
    "another beginning": lambda s: s.replace("open Proofs.Autograd", "open Evil Proofs.Autograd"),
    "more behind": lambda s: s + "theorem Certificate.more : True := trivial\n",
    "one step less": lambda s: s.replace("noncomputable def program0", "noncomputable def  program0"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_says_something_else_is_refused(name: str, source: str) -> None:
    changed = HOSTILE[name](source)
    assert changed != source
    with pytest.raises(ValueError, match=r"its theorem is not|more in it"):
        read_source(changed, SHAPES)


def test_inputs_of_other_shapes_are_another_program(source: str) -> None:
    with pytest.raises(ValueError, match="other shapes"):
        read_source(source, [(2, 3), (3, 5)])


def certificate(text: str, **changed: Any) -> str:
    steps = [n for n, step in enumerate(traced().steps) if step.condition]
    body = {
        "model": "m",
        "framework": "torch",
        "program_sha256": "0" * 64,
        "inputs": [["x", [2, 3]], ["y", [3, 4]]],
        "conditions": [{"step": n} for n in steps],
        "theorem": "Certificate.certificate",
        "axioms": [],
        "says": "that the moon is made of cheese",
        "source": text,
        "source_sha256": hashlib.sha256(text.encode()).hexdigest(),
    }
    return json.dumps({**body, **changed})


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"conditions": []}, "other conditions"),
        ({"inputs": [["x", [2, 3]]]}, "other shapes"),
        ({"inputs": 7}, "no certificate"),
        ({"axioms": 7}, "no certificate"),
        ({"axioms": [[]]}, None),
        ({"conditions": [[]]}, "no certificate"),
        ({"source": "theorem t : True := trivial"}, "was changed"),
        ({"source_sha256": 10**400}, "no certificate"),
    ],
)
def test_what_a_certificate_says_beside_its_source_is_compared(
    changed: dict[str, Any], said: str | None, source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("proofgrad.bridge.certifying.certify.check_source", lambda *_, **__: Accepted)
    file = tmp_path / "c.json"
    file.write_text(certificate(source), "utf-8")
    assert "cheese" not in verify(file)["says"]
    file.write_text(certificate(source, **changed), "utf-8")
    with pytest.raises(UsageError, match=said):
        verify(file)


class Accepted:
    """As if Lean had accepted the source."""

    name = "Certificate.certificate"
    axioms = ()


def test_a_trivial_theorem_of_the_right_name_is_no_certificate(tmp_path: Path) -> None:
    source = "prelude\nimport NN.Program\ntheorem Certificate.certificate : True := True.intro\n"
    (tmp_path / "c.json").write_text(certificate(source), "utf-8")
    with pytest.raises(UsageError, match="not the one about the derivative"):
        verify(tmp_path / "c.json")


@pytest.mark.parametrize("text", ["[" * 100_000, "[]", "7", '"\\ud800"', "\0"])
def test_what_is_no_json_is_no_certificate(text: str, tmp_path: Path) -> None:
    (tmp_path / "c.json").write_text(text, "utf-8")
    with pytest.raises(UsageError):
        verify(tmp_path / "c.json")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UsageError, match="no ordinary file"):
        verify(tmp_path / "pipe")
