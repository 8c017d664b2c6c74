"""A web process keeps what it has loaded, so that no request pays for a look through all of it."""

import subprocess
import sys

CODE = """
import gc
import reviewapp.wsgi
import screening.web.flow.views, screening.web.records.views
print(gc.get_freeze_count(), len(gc.get_objects()), gc.get_threshold()[0])
"""


def test_nothing_that_is_loaded_at_the_start_is_looked_through_again():
    done = subprocess.run(
        [sys.executable, "-c", CODE], capture_output=True, text=True, timeout=120, check=True
    )
    kept, looked_at, threshold = map(int, done.stdout.split())
    assert kept > 50_000
    assert looked_at < kept / 20
    assert threshold == 10_000
