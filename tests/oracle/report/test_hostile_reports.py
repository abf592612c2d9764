"""Saved reports by strangers: a shape that is not ours is an error of its own kind, whatever it is."""

from __future__ import annotations

import copy
import json
import os
import random
import typing
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import referencing
from run_samples import clean

from proofgrad.bridge.errors import UsageError
from proofgrad.oracle.report import model
from proofgrad.oracle.report.files import load_run
from proofgrad.oracle.report.schemas import NAMES, schema
from proofgrad.oracle.report.schemas.shape import departure

RUN: dict[str, Any] = json.loads(json.dumps(clean()))


def reference(name: str) -> jsonschema.Draft202012Validator:
    contents = [schema(n) for n in NAMES]
    registry = referencing.Registry().with_resources(
        (c["$id"], referencing.Resource.from_contents(c)) for c in contents
    )
    return jsonschema.Draft202012Validator(schema(name), registry=registry)


def changed(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    run = copy.deepcopy(RUN)
    change(run)
    return run


HOSTILE: dict[str, Callable[[dict[str, Any]], object]] = {
    "unknown verdict": lambda run: run["test"]["verdicts"][0].update(verdict="splendid"),
    "unknown status": lambda run: run["nodes"]["nodes"][0].update(status="PROVED"),
    "unknown outcome": lambda run: run["check"].update(status="great"),
    "a number for a text": lambda run: run["nodes"]["nodes"][0].update(name=7),
    "no list": lambda run: run["test"].update(verdicts={}),
    "a list of lists": lambda run: run["check"].update(problems=[[]]),
    "missing": lambda run: run["check"].pop("counts"),
    "a text for a number": lambda run: run["check"]["counts"].update(modules="many"),
    "true for a number": lambda run: run["check"].update(seconds=True),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_has_not_our_shape_is_a_usage_error(name: str, tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    file.write_text(json.dumps(RUN))
    assert load_run(file) == RUN
    run = changed(HOSTILE[name])
    assert not reference("report").is_valid(run)
    file.write_text(json.dumps(run))
    with pytest.raises(UsageError, match="no report of proofgrad"):
        load_run(file)


def formula(run: dict[str, Any]) -> dict[str, Any]:
    return next(node for node in run["nodes"]["nodes"] if node["formula"])["formula"]


NO_NODE: dict[str, Callable[[dict[str, Any]], object]] = {
    "an operator that there is not": lambda run: formula(run).update(f={"op": "splendid", "args": []}),
    "an operator of too few": lambda run: formula(run).update(f={"op": "max", "args": [{"op": "var"}]}),
    "a number that is none": lambda run: formula(run).update(df={"op": "const", "value": "inf"}),
    "a division by zero": lambda run: formula(run).update(df={"op": "const", "value": "1/0"}),
}


@pytest.mark.parametrize("name", NO_NODE)
def test_what_fits_the_schema_and_is_no_node_is_a_usage_error(name: str, tmp_path: Path) -> None:
    run = changed(NO_NODE[name])
    assert departure("report", run) is None
    file = tmp_path / "report.json"
    file.write_text(json.dumps(run))
    with pytest.raises(UsageError, match="is no node"):
        load_run(file)


@pytest.mark.parametrize(
    "text",
    ["[" * 100_000, '{"schema_version": 1, "check": ' + '{"a":' * 10_000, "\ud83d", "\0", "NaN", '"'],
)
def test_what_is_no_json_is_a_usage_error(text: str, tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(UsageError):
        load_run(file)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
def test_a_pipe_is_no_report_and_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UsageError, match="no ordinary file"):
        load_run(tmp_path / "pipe")


def test_the_shape_is_what_jsonschema_says(tmp_path: Path) -> None:
    """On documents that fit and that do not: our reading of the schemas against the library."""
    parts = {"report": RUN, **{part: RUN[part] for part in ("check", "nodes", "test")}}
    for name, document in parts.items():
        validator = reference(name)
        assert departure(name, document) is None
        paths = list(_paths(document))
        for path in random.Random(0).sample(paths, min(30, len(paths))):
            for value in (None, -1, "x", [], True):
                altered = _with(document, path, value)
                assert (departure(name, altered) is None) == validator.is_valid(altered), (name, path, value)


def _paths(document: Any, at: tuple[Any, ...] = ()) -> Any:
    if isinstance(document, dict | list):
        for key, value in document.items() if isinstance(document, dict) else enumerate(document):
            yield (*at, key)
            yield from _paths(value, (*at, key))


def _with(document: Any, path: tuple[Any, ...], value: Any) -> Any:
    altered = copy.deepcopy(document)
    inner = altered
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    return altered


@pytest.mark.parametrize(
    "value",
    ["1" * 400, "-" + "1" * 400, "1e999", "NaN", '"\\ud800"'],
    ids=["large", "small", "inf", "nan", "half"],
)
def test_what_cannot_be_written_again_is_not_read(value: str, tmp_path: Path) -> None:
    """An integer beyond floating-point numbers, no number, half a surrogate pair."""
    file = tmp_path / "report.json"
    file.write_text(json.dumps(RUN).replace('"seconds": ', f'"more": {value}, "seconds": ', 1))
    with pytest.raises(UsageError, match="is not JSON"):
        load_run(file)


def test_every_key_of_the_json_stands_in_the_schemas() -> None:
    """What a schema does not mention may be of any shape, and is read all the same."""
    silent = [gap for part in ("check", "nodes", "test") for gap in _silent(PARTS[part], schema(part), part)]
    assert silent == []


PARTS = {"check": model.CheckJson, "nodes": model.NodesJson, "test": model.TestJson}


def _silent(hint: Any, rule: dict[str, Any], at: str) -> Iterator[str]:
    """The keys of typed dictionaries, at any depth, that a schema says nothing of."""
    if typing.is_typeddict(hint):
        for key, inner in typing.get_type_hints(hint).items():
            rules = [each["properties"][key] for each in _rules(rule) if key in each.get("properties", {})]
            if rules:
                yield from _silent(inner, rules[0], f"{at}.{key}")
            else:
                yield f"{at}.{key}"
    elif typing.get_origin(hint) is list:
        items = [each["items"] for each in _rules(rule) if "items" in each]
        yield from _silent(typing.get_args(hint)[0], items[0], f"{at}[]") if items else (f"{at}[]",)
    elif typing.get_origin(hint) is dict:
        values = [each["additionalProperties"] for each in _rules(rule) if "additionalProperties" in each]
        yield from _silent(typing.get_args(hint)[1], values[0], f"{at}.*") if values else ()
    else:
        for one in typing.get_args(hint):
            yield from _silent(one, rule, at)


def _rules(rule: dict[str, Any]) -> list[dict[str, Any]]:
    """A rule, what it refers to, and its alternatives."""
    if "$ref" in rule:
        rule = _DEFINITIONS[rule["$ref"].rpartition("/")[2]]
    return [
        rule,
        *(inner for word in ("oneOf", "anyOf") for each in rule.get(word, ()) for inner in _rules(each)),
    ]


_DEFINITIONS = {key: rule for name in NAMES for key, rule in schema(name).get("$defs", {}).items()}
