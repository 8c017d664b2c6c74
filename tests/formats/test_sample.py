"""The sample that a person can send shows how a file is built and nothing of what it says."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.formats import parse
from screening.formats._sample import sample

TEXTS = (
    "TY  - JOUR\nTI  - 老年人贫血 with iron 2019\nAU  - 张三\nER  - \n",
    "【标题】:老年人贫血\n【作者】:张三(1);李四(2)\n【出处】:杂志;2018.98(12):901-905\n",
    "<Trial><TrialID>ChiCTR2000029544</TrialID><Public_title>Iron 补铁</Public_title></Trial>\n",
)


@pytest.mark.parametrize("text", TEXTS)
def test_structure_and_lengths_stay_and_texts_go(text):
    made = sample(text, header=False)
    assert len(made) == len(text)
    assert re.sub(r"\w", "x", made) == re.sub(r"\w", "x", text)
    for secret in ("贫血", "张三", "Iron", "iron", "2000029544"):
        assert secret not in made
    for mark in re.findall(r"<[^<>]*>|【[^】]*】|^[A-Z]{2}  -", text, re.MULTILINE):
        assert mark in made


def test_a_sample_is_read_as_the_same_number_of_entries():
    text = TEXTS[1].replace("【标题】", "【流水号】:2018000001\n【标题】") * 4
    assert parse(sample(text, header=False).encode()).found == parse(text.encode()).found


def test_the_header_of_a_table_stays():
    assert sample("题名,作者\n贫血,张三\n", header=True).startswith("题名,作者\n")


@given(st.text())
def test_any_text_keeps_its_length(text):
    assert len(sample(text, header=False)) <= len(text)
