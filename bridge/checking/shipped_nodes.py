"""The catalogue that ships beside the Lean sources: for tests of kernels before the proofs were checked.

It is what the reader read when the sources were written, with their digests: where a file differs, it is not
used. It says of no proof who checked it, because nobody has on this machine; whoever shows it says so.
"""

from __future__ import annotations

import json
import lzma
from dataclasses import replace

from proofgrad.bridge.catalogue.model import Catalogue, counts
from proofgrad.bridge.catalogue.serial import from_json, to_json
from proofgrad.bridge.export.sources import source_digests
from proofgrad.bridge.files.paths import lean_sources

__all__ = ["FILE", "shipped_nodes", "written"]

FILE = "catalogue.json.xz"
"""Its name in the folder of the sources."""

_LARGEST = 64 << 20
"""Bytes of it, unpacked: some sixty times what it has; what is cut off there is no JSON."""


def written(catalogue: Catalogue) -> bytes:
    """The content of the file for a catalogue of the library as its sources are now.

    Raises:
        OSError: a source cannot be read.
    """
    body = {"sources": source_digests(lean_sources()), "catalogue": to_json(_unchecked(catalogue))}
    return lzma.compress(json.dumps(body, ensure_ascii=False, sort_keys=True).encode(), preset=9)


def _unchecked(catalogue: Catalogue) -> Catalogue:
    """The nodes alone, with nobody having checked a proof of theirs."""
    nodes = tuple(
        replace(node, proofs=tuple(replace(proof, checked_by=()) for proof in node.proofs))
        for node in catalogue.nodes
    )
    return replace(catalogue, nodes=nodes, declarations=(), counts=counts(nodes, ()))


def shipped_nodes() -> Catalogue | None:
    """The catalogue that ships; None where there is none that was made of the sources that are here, or where
    it cannot be read, or is larger than it can be: the proofs are checked then, which makes one. Whatever the
    file says of it, nobody has checked its proofs here.
    """
    root = lean_sources()
    try:
        packed = (root / FILE).read_bytes()
        body = json.loads(lzma.LZMADecompressor().decompress(packed, max_length=_LARGEST))
        if body["sources"] != source_digests(root):
            return None
        return _unchecked(from_json(body["catalogue"]))
    except (OSError, lzma.LZMAError, EOFError, ValueError, KeyError, TypeError, AttributeError):
        return None
