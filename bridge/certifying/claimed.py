"""What the theorem in a certificate's Lean source says, whoever wrote the file.

That Lean accepts a theorem called ``Certificate.certificate`` says nothing about what it states. So the
source has to be of the form that :mod:`~proofgrad.bridge.certifying.lean_text` writes: its beginning, then
steps and formulas made of nothing but data, then the theorem, letter by letter. No notation, macro, instance
or option can stand in it, so that the statement means what it says.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from proofgrad.bridge.certifying.lean_text import END, HEAD, certificate_text, inputs_text

__all__ = ["Claimed", "read_source"]

_DOCS = re.compile(
    r"/-- (?:Step \d+|The rules of differentiation apply to step \d+, whatever the values are"
    r"|A formula of the program|It has no conditions|The shapes of the inputs|No step|The first \d+ steps"
    r"|Numbers of the program)\. -/"
)
_OWN = r"(?:step\d+(?:_ok)?|formula\d+(?:_ok)?|program\d+|table\d+(?:_\d+)?|inputs)"
_TOKEN = re.compile(r"[^\W\d][\w.']*|\.[^\W\d]\w*|\d+|:=|=>|\S")
_DEFINED = re.compile(rf"(?<!\w)(?:def|theorem)\s+(?!{_OWN}\s)")
_ALLOWED = re.compile(
    rf"{_OWN}(?:\.(?:entry|Ok))?|(?:Entry|Formula|Index|Nat|Bool)\.\w+|\.[^\W\d]\w*|[a-z]\d?|\d+"
    r"|noncomputable|def|theorem|where|fun|by|decide|kernel|trivial|le_of_lt|shape|entry"
    r"|Step|List|Shape|Nat|Formula|Program|ℝ|:=|=>|[-(){}⟨⟩:,+*∀→_]"
)


@dataclass(frozen=True)
class Claimed:
    """What a source is about.

    Attributes:
        steps: how many steps its program has.
        conditional: the numbers of those that have a condition.
    """

    steps: int
    conditional: tuple[int, ...]


def read_source(source: str, shapes: Sequence[Sequence[int]]) -> Claimed:
    """What the theorem in a source is about.

    Args:
        source: the Lean file.
        shapes: of the program's inputs, as somebody says.

    Raises:
        ValueError: it is not of the form that proofgrad writes; the message says what is not.
    """
    steps = len(re.findall(r"^noncomputable def program\d+ ", source, re.MULTILINE)) - 1
    found = sorted({int(number) for number in re.findall(r"\(h(\d{1,9}) : ", source)})
    last = certificate_text(steps, found) + END
    if not source.startswith(HEAD) or not source.endswith(last) or (found and found[-1] >= steps):
        raise ValueError("its theorem is not the one about the derivative of a program")
    middle = source[len(HEAD) : len(source) - len(last)]
    if inputs_text([tuple(shape) for shape in shapes]) not in middle:
        raise ValueError("its source is about inputs of other shapes than it says")
    bare = _DOCS.sub("", middle)
    wrong = next((t for t in _TOKEN.findall(bare) if not _ALLOWED.fullmatch(t)), None)
    other = _DEFINED.search(bare)
    if wrong is not None or other is not None:
        said = wrong if wrong is not None else bare[other.start() :].split("\n")[0] if other else ""
        raise ValueError(f"its source has more in it than the steps of a program: {said[:80]!r}")
    return Claimed(steps, tuple(found))
