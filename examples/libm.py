"""The single-precision functions of this machine's C library, as kernels.

    proofgrad sweep tanh --what forward --backend libm:tanh        # every float32 input
    proofgrad test exp --what forward --backend libm:exp --dtype float32

A C compiler makes a loop around each function, once, in a temporary folder.
"""

from __future__ import annotations

import ctypes
import subprocess
import tempfile
from pathlib import Path

from proofgrad import c

NAMES = """acos acosh asin asinh atan atanh cbrt cos cosh erf erfc exp exp2 expm1 log log10 log1p log2 sin
sinh sqrt tan tanh"""
LOOP = """void all_{0}(const float *x, float *y, size_t n) {{
  for (size_t i = 0; i < n; i++) y[i] = {0}f(x[i]);
}}
"""

_folder = tempfile.TemporaryDirectory()
_source = Path(_folder.name, "loops.c")
_source.write_text("#include <math.h>\n#include <stddef.h>\n" + "".join(map(LOOP.format, NAMES.split())))
_made = str(_source.with_suffix(".so"))
subprocess.run(["cc", "-O2", "-shared", "-fPIC", str(_source), "-o", _made, "-lm"], check=True)
_loops = ctypes.CDLL(_made)

for _name in NAMES.split():
    globals()[_name] = c.wrap(getattr(_loops, f"all_{_name}"), "void(const float*, float*, size_t)")
