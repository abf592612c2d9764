"""What other people's text may not do: steer a terminal, turn lines around, give orders to a code host."""

from __future__ import annotations

import pytest

from proofgrad.oracle.report.neutral import neutral


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\n   ::error::no", "a\n   : :error: :no"),
        ("wrapped here::set-output name=x::y", "wrapped here: :set-output name=x: :y"),
        (
            "##[error]no ##vso[task.complete] ##teamcity[x]",
            "# #[error]no # #vso[task.complete] # #teamcity[x]",
        ),
        ("a :: b, x[::-1], ## title", "a :: b, x[::-1], ## title"),
        ("\x1b[31m\x00\r\x85\u2028\u202e\u061c", "\ufffd[31m" + "\ufffd" * 6),
        (":\x00:error::x", ":\ufffd:error: :x"),
    ],
)
def test_commands_and_control_characters_are_shown_and_not_obeyed(text: str, shown: str) -> None:
    assert neutral(text) == shown
