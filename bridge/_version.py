"""The version of proofgrad, in the one place that pyproject.toml and the command line read."""

__version__ = "0.2.0"
