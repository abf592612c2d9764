"""`check --export FILE`: no Lean, a verdict on what stands in the file, and never a green for nothing."""

from __future__ import annotations

import gzip
import io
import json
import lzma
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from export_lines import META, ExportLines

from proofgrad.bridge.checker import Recheck, recheck
from proofgrad.bridge.checking.check import check
from proofgrad.bridge.checking.second.given import GivenCheck
from proofgrad.bridge.errors import ToolchainNotFound, UsageError
from proofgrad.bridge.export.load import load_export
from proofgrad.oracle.cli import main

CLI = [sys.executable, "-m", "proofgrad.oracle.cli"]


@pytest.fixture(autouse=True)
def _no_lean(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object, **__: object) -> None:
        raise ToolchainNotFound("no Lean on this machine")

    monkeypatch.setattr("proofgrad.bridge.lean.find.find_toolchain", none)
    monkeypatch.setattr("proofgrad.bridge.checking.compiled.find_toolchain", none)


def accepted(made: ExportLines) -> set[str]:
    """What the second checker accepts of a file, in this process."""
    found = recheck(load_export(io.BytesIO(made.text().encode())).environment)
    return set(found.accepted) - found.tainted


def codes(result) -> list[tuple[str, str | None]]:
    return [(p.code, p.declaration) for p in result.problems]


@pytest.mark.parametrize("where", ["judge", "judge_apart"])
def test_a_theorem_is_accepted_and_counted(where, request):
    judge = request.getfixturevalue(where)
    made = ExportLines()
    made.truth()
    result = judge(made)
    assert (result.status, codes(result)) == ("ok", [])
    assert result.counts["declarations"] == result.counts["theorems"] == result.counts["rechecked"] == 1
    assert (result.lean, result.checkers, dict(result.modules)) == (None, ("python",), {})


def test_a_false_proof_is_rejected(judge):
    made = ExportLines()
    false = made.const(made.false())
    made.theorem(made.name("boom"), false, made.lam(made.sort(0), made.bvar(0)))
    result = judge(made)
    assert codes(result) == [("rejected-by-python", "boom")]
    assert result.exit_code == 1


@pytest.mark.parametrize("text", ["", "\n\n", json.dumps({"meta": META}) + "\n"])
def test_a_file_that_declares_nothing_is_inconclusive(text, judge):
    for options in ({}, {"only_types": True}):
        result = judge(text, **options)
        assert (result.status, codes(result)) == ("inconclusive", [("empty", None)])


def test_names_alone_declare_nothing(judge):
    made = ExportLines()
    made.name("truth")
    made.sort(0)
    assert codes(judge(made)) == [("empty", None)]


def test_an_axiom_beyond_the_three_is_a_finding_and_no_matter_of_types(judge):
    made = ExportLines()
    false = made.const(made.false())
    axiom = made.name("cheat")
    made.axiom(axiom, false)
    made.theorem(made.name("boom"), false, made.const(axiom))
    result = judge(made)
    assert codes(result) == [("extra-axiom", "cheat")]
    assert "boom" in result.problems[0].message
    assert judge(made, allow_axioms=["cheat"]).status == "ok"
    assert judge(made, only_types=True).status == "ok"


def test_one_of_the_three_with_another_statement_is_a_finding(judge):
    made = ExportLines()
    made.axiom(made.name("propext"), made.const(made.false()))
    assert codes(judge(made)) == [("changed-axiom", "propext")]


def test_what_rests_on_sorry_is_a_finding(judge):
    made = ExportLines()
    false, sorry = made.const(made.false()), made.name("sorryAx")
    made.axiom(sorry, false)
    made.theorem(made.name("boom"), false, made.const(sorry))
    assert codes(judge(made)) == [("sorry", "boom")]


@pytest.mark.parametrize("same", [True, False])
def test_two_declarations_of_one_name_are_rejected(same, judge):
    made = ExportLines()
    prop = made.sort(0)
    made.truth()
    first = made.lines[-1]["thm"]
    made.declare("thm", first if same else {**first, "value": prop})
    for options in ({}, {"only_types": True}):
        result = judge(made, **options)
        assert codes(result) == [("rejected-by-python", "truth")]
        assert "declared more than once, in lines" in result.problems[0].message
        assert result.counts["rechecked"] == 0
        assert result.exit_code == 1


def test_a_second_type_in_a_block_with_the_name_of_another_declaration_is_rejected(judge):
    made = ExportLines()
    made.false()
    made.truth("False")
    assert judge(made).status == "failed"


@pytest.mark.parametrize(
    "change",
    [
        lambda block: block["recs"].clear(),
        lambda block: block["recs"][0].update(type=block["types"][0]["type"]),
        lambda block: block["recs"][0].update(numMotives=2),
        lambda block: block["recs"][0].update(numIndices=1 << 40),
        lambda block: block["recs"][0].update(k=True),
        lambda block: block["recs"][0].update(levelParams=[]),
        lambda block: block["recs"][0].update(all=[]),
        lambda block: block["types"][0].update(ctors=[block["recs"][0]["name"]]),
        lambda block: block["types"][0].update(numNested=1),
        lambda block: block["types"].clear(),
    ],
)
def test_a_recursor_is_compared_with_the_one_that_follows(change: Callable[[Any], None]):
    made = ExportLines()
    made.false()
    assert accepted(made) == {"False", "False.rec"}
    change(made.lines[-1]["inductive"])
    assert "False.rec" not in accepted(made)


def test_a_name_that_is_declared_nowhere_is_rejected_and_told(judge):
    made = ExportLines()
    made.theorem(made.name("boom"), made.const(made.name("Nowhere")), made.sort(0))
    result = judge(made)
    assert ("export", None) in codes(result)
    assert ("rejected-by-python", "boom") in codes(result)


def test_declarations_that_stand_on_each_other_are_rejected(judge):
    made = ExportLines()
    false, one, other = made.const(made.false()), made.name("one"), made.name("other")
    made.theorem(one, false, made.const(other))
    made.theorem(other, false, made.const(one))
    result = judge(made)
    assert result.exit_code == 1
    assert any(code == "rejected-by-python" for code, _ in codes(result))


def test_a_use_before_its_declaration_is_accepted_where_it_makes_no_circle(judge):
    made = ExportLines()
    name = made.name("truth")
    prop = made.sort(0)
    statement = made.pi(prop, made.pi(made.bvar(0), made.bvar(1)))
    made.theorem(made.name("again"), statement, made.const(name))
    made.theorem(name, statement, made.lam(prop, made.lam(made.bvar(0), made.bvar(0))))
    assert judge(made).status == "ok"


def test_what_is_no_export_is_inconclusive(judge):
    result = judge("{}\n")
    assert (result.status, codes(result)) == ("inconclusive", [("export", None)])
    assert "line 1" in result.problems[0].message


def test_the_time_out_holds_for_a_file_that_takes_for_ever(judge_apart):
    """A function doubled sixty times, applied: 2^60 steps, in a file of a few kilobytes."""
    made = ExportLines()
    prop, false = made.sort(0), made.const(made.false())
    f, x = made.bvar(1), made.bvar(0)
    twice = made.lam(made.pi(prop, prop), made.lam(prop, made.app(f, made.app(f, x))))
    implied = made.lam(prop, made.pi(false, made.bvar(1)))  # p to False → p
    for _ in range(60):
        implied = made.app(twice, implied)
    name, other = made.name("assumed"), made.name("other")
    made.axiom(other, prop)
    made.axiom(name, made.app(implied, false))
    made.theorem(made.name("boom"), made.app(implied, made.const(other)), made.const(name))
    result = judge_apart(made, timeout=3, only_types=True)
    assert result.status == "inconclusive"
    assert codes(result)[0][0] in ("timeout", "undecided-by-python", "memory")
    assert result.seconds < 30


def test_a_file_that_unpacks_to_too_much_is_stopped_by_the_memory_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Names that are all different: 160 MB of text in a file of some hundred kB."""
    file = tmp_path / "bomb.ndjson.xz"
    monkeypatch.setenv("PROOFGRAD_MEMORY", "100")
    with lzma.open(file, "wb", preset=1) as packed:
        for i in range(1, 40_000):
            line = {"in": i, "str": {"pre": 0, "str": f"{i}" + "x" * 4000}}
            packed.write(json.dumps(line).encode() + b"\n")
    assert file.stat().st_size < 1 << 20
    result = check(export=file, timeout=60)
    assert (result.status, codes(result)) == ("inconclusive", [("memory", None)])


def test_usage_errors(tmp_path: Path):
    with pytest.raises(UsageError, match="cannot read"):
        check(export=tmp_path / "nowhere")
    with pytest.raises(UsageError, match="is no file"):
        check(export=tmp_path)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UsageError, match="is no file"):
        check(export=tmp_path / "pipe")
    (tmp_path / "file").touch()
    for options in ({"project": tmp_path}, {"oleans": tmp_path}, {"checker": "both"}, {"via": "server"}):
        with pytest.raises(UsageError, match="judged by itself"):
            check(export=tmp_path / "file", **options)  # type: ignore[arg-type]
    with pytest.raises(UsageError):
        check(only_types=True)
    assert main(["check", "--arena"]) == 2


def test_the_command_line_and_the_codes_of_the_arena(judge, tmp_path, capsys):
    good, bad, assumed = ExportLines(), ExportLines(), ExportLines()
    good.truth()
    bad.theorem(bad.name("boom"), bad.sort(0), bad.sort(0))
    assumed.axiom(assumed.name("p"), assumed.sort(0))
    file = tmp_path / "file.ndjson"
    for text, ours, arena in (
        (good.text(), 0, 0),
        (bad.text(), 1, 1),
        (assumed.text(), 1, 0),
        (ExportLines().text(), 3, 2),
        ("nonsense", 3, 2),
    ):
        file.write_text(text)
        assert main(["check", "--export", str(file)]) == ours
        assert main(["check", "--export", str(file), "--arena"]) == arena
    capsys.readouterr()
    file.write_text(good.text())
    main(["check", "--export", str(file), "--format", "json"])
    said = json.loads(capsys.readouterr().out)
    assert (said["status"], said["lean"], said["checkers"], said["modules"]) == ("ok", None, ["python"], [])


def test_standard_input_is_judged(tmp_path: Path):
    made = ExportLines()
    made.truth()
    command = [*CLI, "check", "--export", "-"]
    packed = gzip.compress(made.text().encode())
    for given in (made.text().encode(), packed):
        done = subprocess.run(command, input=given, capture_output=True, timeout=100, check=False)
        assert done.returncode == 0, done.stderr
        assert b"1 declaration" in done.stdout
    done = subprocess.run(command, input=b"", capture_output=True, timeout=100, check=False)
    assert done.returncode == 3


def test_what_the_checker_is_silent_about_is_not_ok():
    """A checker that forgets a declaration is not believed."""
    made = GivenCheck({"export": "file"}, ())
    found = Recheck(accepted=["a"]).to_json()
    made.verdicts({"declared": 2, "recheck": found, "modules": {"export": ["b"]}})
    assert [p.code for p in made.problems] == ["undecided-by-python"]
