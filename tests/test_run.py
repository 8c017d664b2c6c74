"""The run of all tests leaves nothing out in silence."""

from contextlib import nullcontext

from tests.run import ROOT, Round, rounds, run


def test_every_path_of_a_round_exists():
    paths = [
        path
        for together in rounds()
        for one in together
        for path in one.arguments
        if not path.startswith("-")
    ]
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_round_with_a_path_that_does_not_exist_fails():
    lost = Round("lost", ["tests/no_such_folder"], 1, nullcontext(""), nullcontext(""))
    assert run(lost, [], live=False) == ("lost", False, "there is no tests/no_such_folder")
