"""Whether a document by anybody has the shape of one of ours, by the schemas that are shipped.

Only the keywords that those schemas use are known; an unknown one is an error of the schema (a test goes over
all of them). The library `jsonschema` is what the tests compare with; it is no dependency of an installation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from proofgrad.oracle.report.schemas import NAMES, schema

__all__ = ["departure"]

_TYPES: Mapping[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "boolean": (bool,),
    "null": (type(None),),
    "integer": (int,),
    "number": (int, float),
}
_SAID = frozenset({"$schema", "$id", "$defs", "title", "description"})


@cache
def _by_id() -> dict[str, Mapping[str, Any]]:
    return {found["$id"]: found for found in map(schema, NAMES)}


def departure(name: str, document: Any) -> str | None:
    """Where a document is not what the schema of that name says, and how; None if it is."""
    whole = schema(name)
    return next(_departures(whole, whole, document, ""), None)


def _departures(rule: Mapping[str, Any], whole: Mapping[str, Any], value: Any, at: str) -> Iterator[str]:
    where = at or "the document"
    for keyword, said in rule.items():
        if keyword == "$ref":
            target, root = _target(said, whole)
            yield from _departures(target, root, value, at)
        elif keyword == "type":
            names = [said] if isinstance(said, str) else said
            if not any(_is(value, each) for each in names):
                yield f"{where} is no {' or '.join(names)}"
                return
        elif keyword == "enum" or keyword == "const":
            allowed = said if keyword == "enum" else [said]
            if not any(type(value) is type(each) and value == each for each in allowed):
                yield f"{where} is {str(value)[:60]!r}, which is none of: {', '.join(map(str, allowed))}"
        elif keyword in ("oneOf", "anyOf"):
            fits = [next(_departures(each, whole, value, at), None) for each in said]
            if None not in fits:
                yield str(fits[-1])
        elif keyword == "minimum":
            if isinstance(value, int | float) and value < said:
                yield f"{where} is less than {said}"
        elif keyword in ("minItems", "maxItems"):
            if (
                isinstance(value, list)
                and (len(value) < said) == (keyword == "minItems")
                and len(value) != said
            ):
                yield f"{where} has {len(value)} items"
        elif isinstance(value, dict):
            yield from _in_object(keyword, said, rule, whole, value, at)
        elif isinstance(value, list):
            yield from _in_array(keyword, said, rule, whole, value, at)


def _in_object(
    keyword: str, said: Any, rule: Mapping[str, Any], whole: Mapping[str, Any], value: dict[str, Any], at: str
) -> Iterator[str]:
    if keyword == "required":
        yield from (f"{at or 'the document'} has no {key!r}" for key in said if key not in value)
    elif keyword == "properties":
        for key, each in said.items():
            if key in value:
                yield from _departures(each, whole, value[key], f"{at}.{key}".lstrip("."))
    elif keyword == "additionalProperties":
        for key in value.keys() - rule.get("properties", {}).keys():
            yield from _departures(_rule(said), whole, value[key], f"{at}.{key[:60]}".lstrip("."))
    elif keyword not in _SAID and keyword not in ("items", "prefixItems"):
        raise NotImplementedError(keyword)


def _in_array(
    keyword: str, said: Any, rule: Mapping[str, Any], whole: Mapping[str, Any], value: list[Any], at: str
) -> Iterator[str]:
    first = rule.get("prefixItems", ())
    if keyword == "items":
        for number, each in enumerate(value[len(first) :], len(first)):
            yield from _departures(_rule(said), whole, each, f"{at}[{number}]")
    elif keyword == "prefixItems":
        for number, (inner, each) in enumerate(zip(said, value, strict=False)):
            yield from _departures(inner, whole, each, f"{at}[{number}]")
    elif keyword not in _SAID and keyword not in ("properties", "required", "additionalProperties"):
        raise NotImplementedError(keyword)


def _rule(said: Any) -> Mapping[str, Any]:
    if isinstance(said, bool):
        return {} if said else {"enum": []}
    return dict(said)


def _is(value: Any, name: str) -> bool:
    if isinstance(value, bool):
        return name == "boolean"
    if name == "integer" and isinstance(value, float):
        return value.is_integer()
    return isinstance(value, _TYPES[name])


def _target(reference: str, whole: Mapping[str, Any]) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    place, _, path = reference.partition("#")
    root = _by_id()[place] if place else whole
    found: Any = root
    for part in path.split("/")[1:]:
        found = found[part]
    return found, root
