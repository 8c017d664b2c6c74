"""Real exports, gold sets and the like: texts of others, read where they lie beside the checkout,
never copied.
"""

from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2] / "shared"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason=f"NOT RUN: {SHARED} is not here")
