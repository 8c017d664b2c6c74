"""One reading process for all tests of a run,
as starting one for every file takes longer than the tests.
"""

from screening.actions.imports.parser_client import Reader


class SharedReader(Reader):
    """A reader that stays open when its `with` block ends."""

    def __init__(self) -> None:
        super().__init__(seconds=1000, patient=True)

    def __exit__(self, *_: object) -> None:
        """Nothing: the process serves the next test."""


SHARED_READER = SharedReader()
