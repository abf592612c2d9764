"""Everything about numbers, nothing about Lean: evaluate proven formulas, test kernels against them.

    from proofgrad import oracle

    verdicts = oracle.test("sigmoid", my_kernel)   # my_kernel(x) -> array, or an object with forward, jvp, vjp
    oracle.report(html="report.html")              # check, catalogue, test, write; returns the run as JSON

Importing it is cheap: what is asked for is loaded then.
"""
