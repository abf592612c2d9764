"""How Sphinx makes a site of docs/*.md: plain Markdown, which reads well without it too."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.parsers.rst import Directive

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / ".dev"))

project = "proofgrad"
author = "the proofgrad authors"
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_sphinx"]
html_theme = "furo"
html_title = "proofgrad"
html_copy_source = False
default_role = "literal"  # docstrings write `code`
myst_heading_anchors = 3
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented"
napoleon_use_ivar = True
autodoc_member_order = "bysource"
napoleon_google_docstring = True

_OUTSIDE = re.compile(r"\[([^\]\n]+)\]\(\.\./[^)\n]*\)")


def only_text(_app: Any, _name: str, source: list[str]) -> None:
    """Links to files of the repository lead nowhere on the site: keep their text."""
    source[0] = _OUTSIDE.sub(r"\1", source[0])


class Transcript(Directive):
    """A command and lines of what it prints, in order; a test runs the command and looks for the lines."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """The lines as they stand."""
        text = "\n".join(self.content)
        return [nodes.literal_block(text, text, language="text")]


def setup(app: Any) -> None:
    """Called by Sphinx."""
    app.connect("source-read", only_text)
    app.add_directive("transcript", Transcript)
