"""Reports: what was checked, what is proven of which node, how kernels did; for people and for programs.

Every format is a pure function of the `report.json` of a run (:mod:`~proofgrad.oracle.report.model`), so a
report can be made again from a saved file, and no format can know more, or say otherwise, than the JSON
does.
"""
