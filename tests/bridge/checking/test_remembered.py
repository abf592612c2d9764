"""What is remembered is read once per process, and only as long as the file has the same bytes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from proofgrad.bridge.build.store import Store
from proofgrad.bridge.checking.remembered import Remembered


def listed(data: Any) -> tuple[int, ...]:
    return tuple(data)


def test_the_same_bytes_are_the_same_object_and_others_are_not(tmp_path: Path) -> None:
    memory = Remembered(Store(tmp_path), "facts", {}, {})
    assert memory.read_once(listed) is None
    memory.put([1, 2])
    first = memory.read_once(listed)
    assert first == (1, 2)
    assert Remembered(Store(tmp_path), "facts", {}, {}).read_once(listed) is first
    assert memory.read_once(list) == [1, 2]  # made by something else
    memory.put([3])
    assert memory.read_once(listed) == (3,)


def test_what_is_not_ours_is_not_taken_from_memory(tmp_path: Path) -> None:
    memory = Remembered(Store(tmp_path), "facts", {}, {})
    memory.put([1, 2])
    assert memory.read_once(listed) == (1, 2)
    content = bytearray(memory.file.read_bytes())
    content[-2] ^= 1
    memory.file.write_bytes(bytes(content))
    assert memory.read_once(listed) is None
    memory.file.unlink()
    assert memory.read_once(listed) is None
