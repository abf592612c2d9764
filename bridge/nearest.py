"""The nearest known words to one that is not known: one way of saying ``did you mean ...?`` everywhere."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["nearest", "nearest_words"]


def nearest_words(word: str, known: Iterable[str]) -> tuple[str, ...]:
    """At most three of the known words, the nearest first; case is ignored. Empty if none is near."""
    from difflib import get_close_matches

    lower = {option.lower(): option for option in known}
    return tuple(lower[found] for found in get_close_matches(word.lower(), lower, n=3, cutoff=0.61))


def nearest(word: str, known: Iterable[str]) -> str | None:
    """``did you mean ...?`` with the known words nearest to `word`, or None if none is near."""
    found = nearest_words(word, known)
    return f"did you mean {', '.join(found)}?" if found else None
