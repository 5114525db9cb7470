"""Small arrays as NumPy writes them: single.npy, double.npy, columns.npy (column by column), integers.npy.

    python3 tests/reference/arrays.py        (made with numpy 1.24)
"""

import pathlib

import numpy as np

here = pathlib.Path(__file__).parent
np.save(here / "single.npy", (np.arange(6, dtype=np.float32) / np.float32(7)).reshape(2, 3))
np.save(here / "double.npy", np.array([1 / 3, -0.0, np.inf, -np.inf, 5e-324, np.finfo(np.float64).max]))
np.save(here / "columns.npy", np.asfortranarray(np.arange(6, dtype=np.float64).reshape(2, 3)))
np.save(here / "integers.npy", np.arange(6))
