"""Names in an export file, component by component, and the dotted strings that stand for them here.

The strings are those of :mod:`proofgrad.bridge.olean.names`: a component that is no identifier is in
guillemets, so that no two names look alike. In a compiled file a component that has a guillemet itself is
refused; an export file may be by anybody, so here it gets a spelling of its own: a NUL and its characters in
hexadecimal.
"""

from __future__ import annotations

from proofgrad.bridge.olean.names import join, split

__all__ = ["components", "extended"]

_MARK = "\0"


def extended(name: str, component: str | int) -> str:
    """The name with one more component, a string or a number."""
    if isinstance(component, int):
        return f"{name}.{component}" if name else str(component)
    if component.startswith(_MARK) or "«" in component or "»" in component:
        component = _MARK + component.encode("utf-32-be").hex()
    return join(name, component)


def components(name: str) -> list[str | int]:
    """The components of a name: the inverse of :func:`extended`; none of the anonymous name ``""``."""
    return [_component(part) for part in split(name)]


def _component(part: str) -> str | int:
    if not part.startswith("«"):
        return int(part) if part.isascii() and part.isdigit() else part
    inner = part[1:-1]
    return bytes.fromhex(inner[1:]).decode("utf-32-be") if inner.startswith(_MARK) else inner
