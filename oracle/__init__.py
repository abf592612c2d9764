"""Everything about numbers, nothing about Lean: evaluate proven formulas, test kernels against them.

    from proofgrad import oracle

    for verdict in oracle.test("sigmoid", my_function):
        print(verdict)
    oracle.report(html="report.html")

Importing this package is cheap; what is asked for is loaded then.
"""

from __future__ import annotations

# `report` is a function of this package and a package in it. Loading the package first leaves the function as
# the attribute, while `from proofgrad.oracle.report import ...` goes on finding the package.
import proofgrad.oracle.report as _report_package  # noqa: F401
from proofgrad.oracle.api import catalogue, check, doctor, explain, prove, report, test, test_graph, watch

__all__ = ["catalogue", "check", "doctor", "explain", "prove", "report", "test", "test_graph", "watch"]
