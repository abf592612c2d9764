"""Models of people's: captured from their framework, written as programs of proven operations, tested.

Capturing knows frameworks and no Lean; what it leaves is the plain data of
:mod:`proofgrad.bridge.catalogue.program`.
"""
