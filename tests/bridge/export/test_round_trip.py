"""What Lean accepted is written as an export, read back, and is the same: terms, axioms, verdicts."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import lzma
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from proofgrad.bridge.build.run import build
from proofgrad.bridge.checker import recheck
from proofgrad.bridge.checking.check import check
from proofgrad.bridge.export.load import load_export
from proofgrad.bridge.export.module import parts
from proofgrad.bridge.export.told import Told
from proofgrad.bridge.export.writer import write_export
from proofgrad.bridge.lean.find import find_toolchain
from proofgrad.bridge.olean import Environment
from proofgrad.bridge.olean.constants import Constant, Recursor, WithValue
from proofgrad.bridge.olean.terms import Const
from proofgrad.bridge.project.project import Project, load_project
from proofgrad.oracle.cli import main
from proofgrad.oracle.report.schemas import schema

LEAN = ("4.35.0", "commit")


def written(environment: Environment, **options: bool) -> str:
    pieces: list[str] = []
    write_export(environment, pieces.append, lean=LEAN, **options)
    return "".join(pieces)


@pytest.fixture(scope="module")
def compiled() -> Environment:
    """Some modules of the library, with every kind of declaration."""
    built = build(load_project(), find_toolchain(), modules=["NN.Core.Syntax"])
    assert built.status == "ok"
    return Environment.load(built.oleans)


def test_an_export_read_back_is_the_same_environment(compiled: Environment):
    text = written(compiled, unsafe=True)
    told = Told.of(compiled, export="", sources={})
    told = Told.from_json(told.to_json())
    again = load_export(io.BytesIO(text.encode()), told).environment
    assert set(again) == set(compiled)
    assert list(again.modules) == list(compiled.modules)
    for name in compiled:
        old, new = compiled[name], again[name]
        assert type(old) is type(new)
        assert (old.kind, old.levels, old.module) == (new.kind, new.levels, new.module)
        assert compiled.statement_digest(name) == again.statement_digest(name)
        assert compiled.axioms(name) == again.axioms(name)
        assert compiled.position(name) == again.position(name)
        assert compiled.docstring(name) == again.docstring(name)
        assert compiled.unfolds_to(name) == again.unfolds_to(name)
    kinds = ("def", "theorem", "inductive", "axiom", "opaque", "quot", "ctor", "rec")
    assert dict(compiled.conclusions(kinds)) == dict(again.conclusions(kinds))
    assert {compiled.kind(name) for name in compiled} == set(kinds)
    assert written(again, unsafe=True) == text


def test_nobody_can_tell_what_lean_made_up_where_no_positions_are_told(compiled: Environment):
    bare = load_export(io.BytesIO(written(compiled, unsafe=True).encode())).environment
    made_up = {name for name in compiled if not compiled.is_written(name)}
    assert "Bool.rec" in made_up
    assert "Bool" not in made_up
    assert not any(bare.position(name) for name in bare)
    assert all(bare.is_written(name) for name in bare)


def test_the_second_checker_says_the_same_of_both(compiled: Environment):
    text = written(compiled, unsafe=True)
    first, second = recheck(compiled), recheck(load_export(io.BytesIO(text.encode())).environment)
    assert set(first.accepted) == set(second.accepted)
    assert (first.rejected, first.inconclusive, first.operations) == (
        second.rejected,
        second.inconclusive,
        second.operations,
    )
    assert len(first.accepted) == len(compiled) > 500


def test_the_file_is_as_strict_readers_want_it(compiled: Environment):
    """Numbers one after the other, nothing has two, declarations come after what they use."""
    text = written(compiled)
    lines = [json.loads(line) for line in text.splitlines()]
    assert lines[0]["meta"]["format"]["version"] == "3.1.0"
    counts, said = {"in": 1, "il": 1, "ie": 0}, set()
    groups: list[list[int]] = []
    for line in lines[1:]:
        mark = next((mark for mark in counts if mark in line), None)
        if mark is None:
            ((key, body),) = line.items()
            parts = [x for group in body.values() for x in group] if key == "inductive" else [body]
            groups.append([part["name"] for part in parts])
        else:
            assert line.pop(mark) == counts[mark]
            counts[mark] += 1
            said.add((mark, json.dumps(line)))
    assert len(said) == sum(counts.values()) - 2

    export = load_export(io.BytesIO(text.encode())).export
    order = iter(export.constants)
    declared: set[str] = set()
    for group in groups:
        unit = [next(order) for _ in group]
        declared.update(unit)
        for name in unit:
            assert mentioned(export.constants[name]) <= declared, name
    assert next(order, None) is None


def mentioned(constant: Constant) -> set[str]:
    todo = [constant.type]
    if isinstance(constant, WithValue):
        todo.append(constant.value)
    if isinstance(constant, Recursor):
        todo += [rule.value for rule in constant.rules]
    seen, names = set(todo), set()
    while todo:
        term = todo.pop()
        if isinstance(term, Const):
            names.add(term.name)
        todo += [part for part in parts(term) if part not in seen]
        seen.update(parts(term))
    return names


def test_what_is_unsafe_or_partial_is_left_out_unless_asked_for(compiled: Environment):
    unsafe = {
        name
        for name in compiled
        if getattr(compiled[name], "unsafe", False) or getattr(compiled[name], "safety", "safe") != "safe"
    }
    assert unsafe
    every = set(load_export(io.BytesIO(written(compiled, unsafe=True).encode())).environment)
    safe = set(load_export(io.BytesIO(written(compiled).encode())).environment)
    assert every == set(compiled)
    assert every - safe == unsafe


def test_a_project_is_exported_and_judged(
    cache: Path, copy: Callable[[str], Project], tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    project = copy("accepted").root
    texts = []
    for name in ("plain.ndjson", "packed.ndjson.gz", "packed.ndjson.xz"):
        file = tmp_path / name
        assert main(["export", "--project", str(project), "-o", str(file), "--format", "json"]) == 0
        said = json.loads(capsys.readouterr().out)
        jsonschema.validate(said, schema("export"))
        opened = {".gz": gzip.open, ".xz": lzma.open}.get(file.suffix, open)
        with opened(file, "rb") as unpacked:
            texts.append(unpacked.read())
        assert hashlib.sha256(texts[-1]).hexdigest() == said["sha256"]
        result = check(export=file, timeout=60)
        assert result.counts["declarations"] == result.counts["rechecked"] == said["counts"]["declarations"]
    assert result.counts["declarations"] > 40
    assert len(set(texts)) == 1
    assert [p.code for p in result.problems] == []
    assert {path.name for path in tmp_path.iterdir()} == {
        "plain.ndjson",
        "packed.ndjson.gz",
        "packed.ndjson.xz",
        "projects",
    }


def test_what_lean_rejects_is_not_exported(
    cache: Path, copy: Callable[[str], Project], tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    file = tmp_path / "out.ndjson"
    assert main(["export", "--project", str(copy("failed_proof").root), "-o", str(file)]) == 1
    assert "nothing is written" in capsys.readouterr().err
    assert not file.exists()


def test_where_the_export_goes(cache: Path, copy: Callable[[str], Project], tmp_path: Path, capsys):
    project = str(copy("accepted").root)
    assert main(["export", "--project", project, "-o", str(tmp_path / "no" / "folder")]) == 3
    assert "cannot write" in capsys.readouterr().err
    assert main(["export", "--project", project, "--format", "json"]) == 2
    done = subprocess.run(
        [sys.executable, "-m", "proofgrad.oracle.cli", "export", "--project", project],
        capture_output=True,
        timeout=200,
        check=True,
    )
    assert load_export(io.BytesIO(done.stdout)).environment.kind("Case.fine") == "theorem"
    assert b"declarations" in done.stderr
