"""The report as one HTML file: no scripts, no network, light and dark, printable."""

from __future__ import annotations

from proofgrad.oracle.report.html.page import page

__all__ = ["page"]
