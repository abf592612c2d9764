"""The header of a Lean file, read without Lean."""

from __future__ import annotations

import pytest

from proofgrad.bridge.olean import names
from proofgrad.bridge.project.header import Import, join_name, read_header, split_name


def test_prelude_and_imports_with_their_places() -> None:
    header = read_header("prelude\nimport A.B\n  import C\n\ntheorem t : True := .intro\n")
    assert header.prelude
    assert header.imports == (Import("A.B", 2, 7), Import("C", 3, 9))
    assert header.modules == ("A.B", "C")


def test_a_file_without_prelude_imports_init() -> None:
    assert read_header("import A\n").modules == ("Init", "A")
    assert read_header("theorem t : True := trivial").modules == ("Init",)


@pytest.mark.parametrize(
    "text",
    [
        "-- import X\nprelude import A",
        "/- import X /- import Y -/ import Z -/ prelude\nimport A",
        "prelude -- import X\n/-- not text, but a docstring: the header is over -/",
        "prelude\nimport A\n/-! import X -/\nimport Y",
        "prelude\nimport A\ndef x := 1\nimport Y",
        "\r\nprelude\r\nimport A\r\n",
        "prelude import A /- never closed",
    ],
)
def test_comments_and_commands_are_no_imports(text: str) -> None:
    header = read_header(text)
    assert header.prelude
    assert set(header.modules) <= {"A"}
    assert ("A" in header.modules) == ("import A" in text)


def test_the_module_system_and_quoted_names() -> None:
    header = read_header("module\nprelude\npublic import all «weird name».B\nmeta import C\n")
    assert header.is_module
    assert header.modules == ("«weird name».B", "C")


def test_a_malformed_header_is_read_as_far_as_it_goes() -> None:
    assert read_header("prelude import 3\nimport A").modules == ()
    assert read_header("").modules == ("Init",)


@pytest.mark.parametrize("part", ["a", "b'", "c₁", "ℝ", "x-y", "two words", "λ", "3", "Ж", "_x", "a.b", ""])
def test_names_are_quoted_as_the_reader_of_oleans_does(part: str) -> None:
    name = join_name(["A", part])
    assert name == names.join("A", part)
    assert split_name(name) == (["A", part] if part else ["A", ""])
