import pytest

from tests.bench import HELPERS, modules


def test_modules_are_chosen_by_name():
    assert modules(["formats"]) == ["bench_formats", "bench_formats_b"]
    assert not HELPERS & set(modules())


def test_modules_of_no_such_name_are_refused_with_those_there_are():
    with pytest.raises(SystemExit, match=r"no benchmark speed; there are dedupe"):
        modules(["speed"])
