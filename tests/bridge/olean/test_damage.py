"""Damaged files: always a typed error, or nothing that was read has changed."""

from __future__ import annotations

import os
import random
import struct
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from proofgrad.bridge.checker import recheck
from proofgrad.bridge.errors import OleanError
from proofgrad.bridge.olean import Environment
from proofgrad.bridge.olean.constants import Definition, Opaque, Recursor, Theorem
from proofgrad.bridge.olean.digest import Digester
from proofgrad.bridge.olean.image import HEADER_BYTES, Image, header
from proofgrad.bridge.olean.module import Module
from proofgrad.bridge.olean.terms import Term, Terms


@pytest.fixture(scope="session")
def small(oleans: Mapping[str, Path]) -> bytes:
    return oleans["Small"].read_bytes()


class Reading:
    """Reads a damaged `Small` completely, among the intact modules it needs."""

    def __init__(self, oleans: Mapping[str, Path], folder: Path) -> None:
        self.terms = Terms()
        self.others = {n: Module(n, p, self.terms) for n, p in oleans.items() if n not in ("Small", "Holes")}
        self.digest = Digester()
        self.file = folder / "Small.olean"

    def environment(self, data: bytes) -> Environment:
        """The environment with the damaged module in it. Raises OleanError if it is damaged."""
        self.file.write_bytes(data)
        return Environment({**self.others, "Small": Module("Small", self.file, self.terms)}, self.terms)

    def __call__(self, data: bytes, *, axioms: bool = True) -> dict[str, tuple[object, ...]]:
        """What the file says of each constant, up to names of binders. Raises OleanError if it is damaged."""
        env = self.environment(data)
        said: dict[str, tuple[object, ...]] = {}
        for name in env.modules["Small"].places:
            constant = env[name]
            terms: list[Term] = [constant.type]
            if isinstance(constant, Definition | Theorem | Opaque):
                terms.append(constant.value)
            if isinstance(constant, Recursor):
                terms += [rule.value for rule in constant.rules]
            said[name] = (constant.kind, constant.levels, *map(self.digest.hex, terms))
            if axioms:
                said[name] += (env.axioms(name),)
            env.docstring(name)
            env.position(name)
        return said


@pytest.fixture(scope="session")
def reading(oleans: Mapping[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Reading:
    return Reading(oleans, tmp_path_factory.mktemp("damaged"))


@pytest.fixture(scope="session")
def intact(reading: Reading, small: bytes) -> dict[str, tuple[object, ...]]:
    return reading(small)


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda data: b"", "not an .olean"),
        (lambda data: b"hello" + data[5:], "not an .olean"),
        (lambda data: data[:50], "truncated"),
        (lambda data: data[:HEADER_BYTES], "truncated"),
        (lambda data: data[:5] + b"\3" + data[6:], "format version 3"),
        (lambda data: data[:40] + b"\xff" * 40 + data[80:], "damaged header"),
        (lambda data: data[:80] + struct.pack("<Q", 12345) + data[88:], "impossible base address"),
        (lambda data: data[:88] + struct.pack("<Q", 8) + data[96:], "not the address of an object"),
        (lambda data: data[: len(data) // 2], "damaged"),
        (lambda data: data[:HEADER_BYTES] + bytes(len(data) - HEADER_BYTES), "damaged"),
    ],
)
def test_files_that_are_no_oleans(
    reading: Reading, small: bytes, damage: Callable[[bytes], bytes], message: str
) -> None:
    with pytest.raises(OleanError, match=message):
        reading(damage(small))


def test_a_file_of_another_lean_that_is_laid_out_otherwise_is_told_as_such(
    reading: Reading, small: bytes
) -> None:
    """The same format version, but module data with another number of fields."""
    version = b"4.20.0".ljust(33, b"\0")
    other = small[:7] + version + small[40:]
    assert reading(other)  # laid out as known: read
    broken = other[:88] + struct.pack("<Q", struct.unpack("<Q", other[80:88])[0] + HEADER_BYTES) + other[96:]
    with pytest.raises(OleanError, match=r"of Lean 4\.20\.0, and this reader knows the files of Lean 4\.35"):
        reading(broken)
    with pytest.raises(OleanError, match="is damaged"):
        reading(broken[:7] + small[7:40] + broken[40:])


def test_a_missing_file(reading: Reading, tmp_path: Path) -> None:
    with pytest.raises(OleanError, match="cannot be read"):
        Module("Gone", tmp_path / "Gone.olean", Terms())


def test_a_folder_in_place_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "Folder.olean").mkdir()
    with pytest.raises(OleanError, match="cannot be read"):
        Module("Folder", tmp_path / "Folder.olean", Terms())


def _flip(rng: random.Random, data: bytearray) -> None:
    position = rng.randrange(HEADER_BYTES, len(data))
    data[position] ^= 1 << rng.randrange(8)


def _redirect(rng: random.Random, data: bytearray) -> None:
    """Make one pointer that lies inside the file point somewhere else inside the file."""
    base = struct.unpack_from("<Q", data, 80)[0]
    for _ in range(1000):
        position = 8 * rng.randrange(HEADER_BYTES // 8, len(data) // 8)
        pointer = struct.unpack_from("<Q", data, position)[0]
        if base <= pointer < base + len(data):
            target = base + 8 * rng.randrange(HEADER_BYTES // 8, len(data) // 8)
            struct.pack_into("<Q", data, position, target)
            return


def _overwrite(rng: random.Random, data: bytearray) -> None:
    position = 8 * rng.randrange(HEADER_BYTES // 8, len(data) // 8)
    value = rng.choice([0, 1, 3, (1 << 64) - 1, 1 << 63, rng.getrandbits(64)])
    struct.pack_into("<Q", data, position, value)


def _truncate(rng: random.Random, data: bytearray) -> None:
    del data[rng.randrange(len(data)) :]


def _corruptions(small: bytes, count: int, seed: int) -> list[tuple[str, bytes]]:
    rng = random.Random(seed)
    made = []
    for number in range(count):
        data = bytearray(small)
        damage = (_flip, _redirect, _overwrite, _truncate)[number % 4]
        damage(rng, data)
        made.append((damage.__name__, bytes(data)))
    return made


@pytest.mark.parametrize("seed", range(4))
def test_random_damage_is_a_typed_error_or_harmless(
    reading: Reading, small: bytes, intact: dict[str, tuple[object, ...]], seed: int
) -> None:
    """Nothing but OleanError may come out, quickly; what is read all the same must be what was written.

    A pointer from a constant to its type or value that is redirected to another well-formed term cannot be
    seen by reading alone; then the constant's type or value differs, which the second checker and the file's
    digest find.
    """
    caught, harmless, unseen = 0, 0, 0
    for _, data in _corruptions(small, 100, seed):
        began = time.monotonic()
        try:
            said = reading(data)
        except OleanError:
            caught += 1
        else:
            if said == intact:
                harmless += 1
            else:
                unseen += 1
        assert time.monotonic() - began < 20
    assert caught > 20
    assert harmless > 5
    assert unseen <= 2


@pytest.mark.slow
def test_corruptions_by_the_thousand(
    reading: Reading, small: bytes, record_property: Callable[[str, object], None]
) -> None:
    """Each is a typed error, is rejected by the second checker, or leaves all statements alone."""
    intact = reading(small, axioms=False)
    figures = {"typed error": 0, "unchanged": 0, "rejected": 0, "statements unchanged": 0}
    wrong = []
    count = int(os.environ.get("PROOFGRAD_CORRUPTIONS", "2500"))  # 10,000 in scripts/bench trust
    for number, (damage, data) in enumerate(_corruptions(small, count, 2026)):
        try:
            said = reading(data, axioms=False)
        except OleanError:
            figures["typed error"] += 1
            continue
        if said == intact:
            figures["unchanged"] += 1
            continue
        judged = recheck(reading.environment(data))
        if judged.rejected:
            figures["rejected"] += 1
        elif {n: s[:3] for n, s in said.items()} == {n: s[:3] for n, s in intact.items()}:
            figures["statements unchanged"] += 1
        else:
            wrong.append((number, damage, [n for n in intact if said.get(n) != intact[n]]))
    print(f"{count:,} corruptions: {figures}")
    for name, value in {**figures, "wrong": len(wrong)}.items():
        record_property(f"corruptions_{name}", value)
    assert wrong == []
    assert sum(figures.values()) == count
    assert figures["typed error"] > count // 2


def test_a_flipped_letter_in_a_name_does_not_fit_its_hash(reading: Reading, small: bytes) -> None:
    position = small.index(b"usesAxiom\0")
    with pytest.raises(OleanError, match="does not fit its hash"):
        reading(small[:position] + b"v" + small[position + 1 :])


def _objects(data: bytes, word: int) -> list[int]:
    return [i for i in range(HEADER_BYTES, len(data) - 8, 8) if struct.unpack_from("<Q", data, i)[0] == word]


def test_a_term_that_contains_itself_is_an_error(reading: Reading, small: bytes) -> None:
    base = struct.unpack_from("<Q", small, 80)[0]
    errors = 0
    for application in _objects(small, header(5, 2, 32))[:20]:
        data = bytearray(small)
        struct.pack_into("<Q", data, application + 8, base + application)
        try:
            reading(bytes(data))
        except OleanError:
            errors += 1
    assert errors == 20


def test_a_list_that_runs_in_a_circle_is_an_error(small: bytes, tmp_path: Path) -> None:
    base = struct.unpack_from("<Q", small, 80)[0]
    cell = _objects(small, header(1, 2, 24))[0]
    data = bytearray(small)
    struct.pack_into("<Q", data, cell + 16, base + cell)
    file = tmp_path / "Circle.olean"
    file.write_bytes(data)
    with pytest.raises(OleanError, match="circle"):
        Image([file]).list(base + cell)


def test_absurd_sizes_do_not_take_memory(small: bytes, tmp_path: Path) -> None:
    base = struct.unpack_from("<Q", small, 80)[0]
    file = tmp_path / "Huge.olean"
    for tag, read in ((246, Image.array), (249, Image.string), (250, Image.natural)):
        data = bytearray(small)
        struct.pack_into("<QQQ", data, HEADER_BYTES, tag << 56, 1 << 60, 1 << 60)
        file.write_bytes(data)
        with pytest.raises(OleanError):
            read(Image([file]), base + HEADER_BYTES)


def test_parts_that_overlap_are_an_error(oleans: Mapping[str, Path]) -> None:
    with pytest.raises(OleanError, match="overlaps"):
        Image([oleans["Small"], oleans["Small"]])


def test_damage_in_a_proof_is_found_by_the_axiom_scan(oleans: Mapping[str, Path], tmp_path: Path) -> None:
    """The scan never decodes a proof; a broken pointer inside one must still not pass for a proof without
    axioms.
    """
    data = bytearray(oleans["Small"].read_bytes())
    image = Image([oleans["Small"]])
    module = Module("Small", oleans["Small"], Terms())
    value = module.places["Small.inherited"].value
    proof = image.at(image.words[value + 2])
    struct.pack_into("<Q", data, 8 * (proof + 1), 8)
    file = tmp_path / "Small.olean"
    file.write_bytes(data)
    env = Environment.load({**{n: p for n, p in oleans.items() if n != "Holes"}, "Small": file})
    with pytest.raises(OleanError):
        env.axioms("Small.inherited")
