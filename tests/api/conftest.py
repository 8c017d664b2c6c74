"""What the tests of the interface share."""

import pytest

from screening.api.rate_limit import WINDOWS


@pytest.fixture(autouse=True)
def _whole_minute() -> None:
    """No test uses up another one's requests."""
    WINDOWS.kept.clear()
