import random

import pytest

from screening.formats import Limits, parse
from tests.benchmarks.mutate_formats import MOST, fault, mutate, runs
from tests.formats.samples import SAMPLES
from tests.shared import needs_shared


@pytest.mark.parametrize(("path", "key"), SAMPLES, ids=lambda value: getattr(value, "name", value))
def test_injured_sample_is_read_or_refused_without_loss(path, key):
    chance = random.Random(f"{key}{path.name}")
    for _ in range(25):
        data = mutate(path.read_bytes()[:MOST], chance)
        assert fault(parse(data, name=path.name, limits=Limits(seconds=30)), 0) == "", data


@needs_shared
def test_injured_exports_are_read_or_refused_without_loss():
    assert [(path.name, wrong) for path, _, wrong, _ in runs(150, seed=20261123) if wrong] == []


@pytest.mark.parametrize(
    "data",
    [
        b"TY  - " * 100_000,
        b"TY  - JOUR\n" * 30_000,
        b"\n" * 500_000 + b"TY  - JOUR\nTI  - x\nER  - \n",
        b"PMID- 1\n" * 30_000,
        b"PMID- 1\nAB  - " + b"x\n" * 200_000,
        b"{Reference Type}: x\n{Title}: " + b"{" * 200_000,
        b"%0 Journal Article\n%A " + b"%A " * 60_000,
        b"RT Journal Article\nA1 " + b"a;" * 60_000,
        "【来源篇名】".encode() * 40_000,
        "【题名】x\n【作者】\n【刊名】".encode() + "刊 ".encode() * 40_000,
        b"<1. >\nTI  - x\nSO  - " + b"1 (" * 60_000,
        b"[1]A. B[J]. " + b"2020," * 60_000 + b"\n",
        b"[1]" + b"A." * 60_000 + b"[J]\n",
        b"PT J\nTI " + b"<" * 100_000 + b"\nER\n",
        b"TY  - JOUR\nTI  - " + b"&" * 200_000 + b"<i" * 50_000 + b"\nER  - \n",
        b"TY  - JOUR\nTI  - x\nAU  - "
        + b"[1" * 60_000
        + b"\nSN  - "
        + b"1234" * 40_000
        + b"\nER  - \n",
        b"TY  - JOUR\nTI  - x\nN1  - " + b"RAYYAN-INCLUSION: {" * 20_000 + b"\nER  - \n",
        b"DataType: 1\nTitle-" + "题".encode() * 60_000 + b": x\n",
    ],
)
def test_hostile_repetition_is_read_in_time(data):
    parsed = parse(data, name="x", limits=Limits(seconds=20))
    assert parsed.error is None or "stopped" not in str(parsed.error)
