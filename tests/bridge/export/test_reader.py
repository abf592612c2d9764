"""An export file is read as the format says, and whatever is not so is an error that names the line."""

from __future__ import annotations

import gzip
import io
import json
import lzma
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from export_lines import META, ExportLines

from proofgrad.bridge.errors import ExportError
from proofgrad.bridge.export import lines, reader
from proofgrad.bridge.export.load import load_export
from proofgrad.bridge.export.names import components, extended
from proofgrad.bridge.export.reader import Export, read_export
from proofgrad.bridge.export.writer import digits
from proofgrad.bridge.olean.constants import Opaque, Theorem
from proofgrad.bridge.olean.terms import App, Lit


def read(text: str | bytes) -> Export:
    return read_export(io.BytesIO(text.encode() if isinstance(text, str) else text))


def of(*added: dict[str, Any]) -> str:
    return "".join(json.dumps(line) + "\n" for line in ({"meta": META}, *added))


FOO = {"in": 1, "str": {"pre": 0, "str": "foo"}}
PROP = {"ie": 0, "sort": 0}
AXIOM = {"axiom": {"name": 1, "levelParams": [], "type": 0, "isUnsafe": False}}


def test_numbers_may_have_gaps_and_any_order_and_the_meta_line_may_be_missing():
    text = of(
        {"in": 70, "str": {"pre": 0, "str": "foo"}},
        {"il": 9, "succ": 0},
        {"il": 2, "succ": 9},
        {"ie": 1 << 40, "sort": 2},
        {"axiom": {"name": 70, "levelParams": [], "type": 1 << 40, "isUnsafe": False}},
    )
    for given in (text, text.partition("\n")[2]):
        export = read(given)
        assert list(export.constants) == ["foo"]
        assert not export.duplicates
    assert (read(text).format, read(text).lean, read(text).exporter) == ("3.1.0", ("4.35.0", ""), "by hand")


def test_metadata_are_left_out_and_one_name_may_have_two_numbers():
    again = {"in": 2, "str": {"pre": 0, "str": "foo"}}
    data = {"ie": 1, "mdata": {"expr": 0, "data": {"a": "b"}}}
    twice = {"ie": 2, "app": {"fn": 1, "arg": 0}}
    named = {"axiom": {**AXIOM["axiom"], "name": 2, "type": 2}}
    export = read(of(FOO, again, PROP, data, twice, named))
    type_ = export.constants["foo"].type
    assert isinstance(type_, App)
    assert type_.fn is type_.arg is export.terms.sort(export.terms.zero)


def test_the_keys_and_the_groups_of_version_3_0():
    made = ExportLines({**META, "format": {"version": "3.0.0"}})
    made.truth()
    theorem = made.lines.pop()["thm"]
    opaque = {**theorem, "name": made.name("other"), "isUnsafe": False}
    made.declare("thm", [theorem])
    made.declare("def", [opaque])
    made.declare("axiomInfo", {"name": made.name("ax"), "levelParams": [], "type": 0, "isUnsafe": False})
    made.false()
    block = made.lines[-1]["inductive"]
    made.lines[-1]["inductive"] = dict(
        zip(("inductiveVals", "constructorVals", "recursorVals"), block.values(), strict=True)
    )
    constants = read(made.text()).constants
    assert list(constants) == ["truth", "other", "ax", "False", "False.rec"]
    assert isinstance(constants["truth"], Theorem)
    assert isinstance(constants["other"], Opaque)


def test_a_name_that_is_declared_twice_is_told_and_the_first_is_kept():
    made = ExportLines()
    made.truth()
    first = made.lines[-1]["thm"]
    made.declare("axiom", {"name": first["name"], "levelParams": [], "type": 0, "isUnsafe": False})
    export = read(made.text())
    assert isinstance(export.constants["truth"], Theorem)
    assert list(export.duplicates) == ["truth"]
    assert len(export.duplicates["truth"]) == 2


@pytest.mark.parametrize(
    "parts",
    [
        ("a", "b"),
        ("a.b",),
        ("a", 3),
        ("a", "3"),
        ("",),
        ("a", "", "b"),
        ("«a»",),
        ("»",),
        ("\0ab",),
        ("é x",),
    ],
)
def test_names_can_be_told_apart_and_written_again(parts):
    name = ""
    for part in parts:
        name = extended(name, part)
    assert components(name) == list(parts)


def test_different_names_are_different_strings():
    spellings = [("a", "b"), ("a.b",), ("«a».b",), ("a", "3"), ("a", 3), ("»a", "b"), ("\0»",), ("»",), ("",)]
    made = set()
    for parts in spellings:
        name = ""
        for part in parts:
            name = extended(name, part)
        made.add(name)
    assert len(made) == len(spellings)


BAD: dict[str, tuple[str | bytes, str]] = {
    "not JSON": ("{", "line 1 is not JSON"),
    "cut off": (of(FOO)[:-5], "line 2 is not JSON"),
    "not UTF-8": (of(FOO).encode() + b'{"in":2,"str":{"pre":0,"str":"\xff"}}\n', "not UTF-8"),
    "UTF-16": (of(FOO).encode("utf-16"), "not UTF-8"),
    "a number alone": ("7\n", "no JSON object"),
    "nothing in the object": (of({}), "neither a name"),
    "nested deeply": ("[" * 100_000 + "]" * 100_000, "nested too deeply"),
    "deep metadata": ('{"ie":0,"mdata":' + '{"a":' * 100_000 + "1" + "}" * 100_001, "nested too deeply"),
    "a key twice": ('{"in":1,"str":{"pre":0,"str":"a","str":"b"}}', "a key is given twice"),
    "the outer key twice": ('{"ie":0,"sort":0,"sort":0}', "a key is given twice"),
    "NaN": ('{"ie":0,"bvar":NaN}', "NaN is no number"),
    "half a surrogate pair": (of({"in": 1, "str": {"pre": 0, "str": "\ud800"}}), "surrogate"),
    "another version": (of().replace("3.1.0", "4.0.0"), "version '4.0.0'"),
    "meta in the middle": (of(FOO, {"meta": META}), "keys: 'meta'"),
    "an unknown line": (of({"instance": {"name": 1}}), "keys: 'instance'"),
    "a key that speaks to a terminal": (
        '{"\\u001b[31m\\n::error::\\ud800":1}',
        r"'\x1b[31m\n::error::\ud800'",
    ),
    "an unknown term": (of({"ie": 0, "fvar": 1}), "'fvar' is unknown here"),
    "two things at once": (of({"ie": 0, "bvar": 0, "sort": 0}), "keys: 'ie', 'bvar', 'sort'"),
    "a level as a term": (of({"ie": 0, "succ": 0}), "'succ' is unknown here"),
    "a name of no number": (of(PROP, AXIOM), "no name of number 1 yet"),
    "a term of no number": (of(FOO, AXIOM), "no term of number 0 yet"),
    "a level of no number": (of({"ie": 0, "sort": 5}), "no level of number 5 yet"),
    "a negative number": (of({"ie": 0, "sort": -1}), "no level of number -1 yet"),
    "a forward reference": (
        of({"ie": 0, "app": {"fn": 1, "arg": 1}}, {"ie": 1, "sort": 0}),
        "term of number 1",
    ),
    "a circle": (of({"ie": 0, "app": {"fn": 0, "arg": 0}}), "no term of number 0 yet"),
    "a name above itself": (of({"in": 1, "str": {"pre": 1, "str": "a"}}), "no name of number 1 yet"),
    "a level above itself": (of({"il": 1, "succ": 1}), "no level of number 1 yet"),
    "a number given twice": (of(PROP, {"ie": 0, "bvar": 0}), "stands for something else"),
    "the anonymous name given": (of({"in": 0, "str": {"pre": 0, "str": "a"}}), "stands for something else"),
    "level 0 given": (of({"il": 1, "succ": 0}, {"il": 0, "succ": 1}), "stands for something else"),
    "a fraction": (of({"ie": 0.0, "sort": 0}), "a natural number expected"),
    "true as a number": (of({"ie": 0, "bvar": True}), "a natural number expected"),
    "true as an index": (of({"il": 1, "succ": 0}, {"ie": 0, "sort": True}), "the number of a level"),
    "a huge index": (of({"ie": 10**30, "sort": 0}), "not one so large"),
    "an endless number": ('{"ie":' + "9" * 10_000 + ',"sort":0}', "is not JSON"),
    "a list for a number": (of({"ie": 0, "sort": [0]}), "the number of a level"),
    "three levels": (of({"il": 1, "max": [0, 0, 0]}), "two levels"),
    "a literal that is no number": (of({"ie": 0, "natVal": "0x10"}), "not written in digits"),
    "a literal as a number": (of({"ie": 0, "natVal": 3}), "a string expected"),
    "a negative literal": (of({"ie": 0, "natVal": "-3"}), "not written in digits"),
    "other digits": (of({"ie": 0, "natVal": "٣"}), "not written in digits"),
    "a literal without end": (of({"ie": 0, "natVal": "1" * 1_000_000}), "1000000 digits"),
    "a deep level": (of({"il": 1, "succ": 0}, *({"il": i + 1, "succ": i} for i in range(1, 400))), "nested"),
    "an endless name": (of(*({"in": i + 1, "str": {"pre": i, "str": "a" * 90}} for i in range(100))), "8192"),
    "a missing field": (of(FOO, PROP, {"axiom": {"name": 1, "type": 0}}), "'levelParams' is missing"),
    "no flag": (of(FOO, PROP, {"axiom": {**AXIOM["axiom"], "isUnsafe": 0}}), "true or false expected"),
    "a kind of its own": (of(FOO, PROP, {"quot": {**AXIOM["axiom"], "kind": "x"}}), "one of type, ctor"),
    "an empty group": (of({"def": []}), "an empty group"),
    "binder": (of(PROP, {"ie": 1, "lam": {"name": 0, "type": 0, "body": 0, "binderInfo": "x"}}), "implicit"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_no_export_is_an_error_that_says_why(case):
    text, why = BAD[case]
    with pytest.raises(ExportError, match=r"^line \d+") as caught:
        read(text)
    assert why in caught.value.message
    assert len(caught.value.message) < 500


def test_the_good_lines_of_those_cases_are_read():
    assert list(read(of(FOO, PROP, AXIOM)).constants) == ["foo"]


def test_the_same_number_may_say_the_same_again():
    assert list(read(of(FOO, PROP, PROP, FOO, AXIOM)).constants) == ["foo"]


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress])
def test_packed_files_are_unpacked_whatever_they_are_called(pack: Callable[[bytes], bytes]):
    text = of(FOO, PROP, AXIOM).encode()
    assert list(read(pack(text)).constants) == ["foo"]
    assert list(read(pack(text[:20]) + pack(text[20:])).constants) == ["foo"]  # several streams, as xz allows
    with pytest.raises(ExportError, match="cut off"):
        read(pack(text)[:-9])
    with pytest.raises(ExportError, match="cannot be unpacked"):
        read(pack(text)[:-20] + bytes(20))


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress])
def test_a_bomb_is_stopped_when_it_has_grown_too_large(pack, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(lines, "LARGEST", 4 << 20)
    bomb = pack((b" " * 1023 + b"\n") * (8 << 10))
    assert len(bomb) < 100_000
    with pytest.raises(ExportError, match="GiB of text"):
        read(bomb)


def test_a_line_without_end_is_stopped(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(lines, "LONGEST_LINE", 1 << 20)
    with pytest.raises(ExportError, match="a line of more than"):
        read(bytes(8 << 20))


def test_long_literals_are_read_and_written_exactly():
    text = "123456789" * 2000
    (term,) = read_literals(text)
    assert term % 10**9 == 123456789
    assert digits(term) == text
    assert digits(10**12000) == "1" + "0" * 12000
    assert len(text) < reader.MAX_DIGITS


def read_literals(text: str) -> list[int]:
    export = read(of(FOO, {"ie": 0, "natVal": text}, AXIOM))
    type_ = export.constants["foo"].type
    assert isinstance(type_, Lit)
    assert isinstance(type_.value, int)
    return [type_.value]


def test_names_that_are_mentioned_and_not_declared_are_found():
    made = ExportLines()
    made.axiom(made.name("ax"), made.app(made.const(made.name("here.not")), made.sort(0)))
    assert load_export(io.BytesIO(made.text().encode())).missing() == ["here.not"]
    whole = ExportLines()
    whole.false()
    assert load_export(io.BytesIO(whole.text().encode())).missing() == []


def test_an_xz_file_cannot_ask_for_gigabytes_of_memory():
    """The size of the dictionary stands in the header of a block: here 4 GiB, with a checksum that fits."""
    packed = bytearray(lzma.compress(of(FOO, PROP, AXIOM).encode()))
    start = 12
    end = start + 4 * packed[start]
    assert packed[start + 2 : start + 4] == b"\x21\x01"  # LZMA2, one byte of properties
    packed[start + 4] = 40
    packed[end : end + 4] = zlib.crc32(packed[start:end]).to_bytes(4, "little")
    with pytest.raises(ExportError, match="Memory usage limit"):
        read(bytes(packed))
