"""Documents against the schemas that are shipped."""

from __future__ import annotations

from typing import Any

import jsonschema
import referencing

from proofgrad.oracle.report.schemas import NAMES, schema


def validate(name: str, document: Any) -> None:
    """Raise if a document is not what the schema of that name says."""
    contents = [schema(n) for n in NAMES]
    registry = referencing.Registry().with_resources(
        (c["$id"], referencing.Resource.from_contents(c)) for c in contents
    )
    jsonschema.Draft202012Validator(schema(name), registry=registry).validate(document)
