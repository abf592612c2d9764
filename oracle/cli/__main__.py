"""`python -m proofgrad.oracle.cli`."""

import sys

from proofgrad.oracle.cli import main

sys.exit(main())
