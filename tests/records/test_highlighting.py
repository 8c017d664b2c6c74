"""Highlight terms: word match in Latin script, substring in Chinese, wildcards, linear time."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.records.highlighting import Terms, even


def found(text: str, *terms: str) -> list[str]:
    return [text[m.start : m.end] for m in Terms((terms,)).find(text)]


@pytest.mark.parametrize(
    ("text", "terms", "marked"),
    [
        ("Bone formation and bones", ["bone"], ["Bone"]),
        ("Osteoblasts and osteocytes, not periosteal", ["osteo*"], ["Osteoblasts", "osteocytes"]),
        ("osteoporosis and sarcopenia", ["*porosis"], ["osteoporosis"]),
        ("tumour or tumor", ["tumo*r"], ["tumour", "tumor"]),
        ("women and woman", ["wom?n"], ["women", "woman"]),
        (
            "bone-formation, bone  formation",
            ["bone formation"],
            ["bone-formation", "bone  formation"],
        ),
        ("骨骼肌源性外泌体调控骨形成", ["外泌体", "骨形成"], ["外泌体", "骨形成"]),
        ("骨骼肌来源的外泌体", ["骨骼肌*外泌体"], ["骨骼肌来源的外泌体"]),
        ("COVID-19疫情期间", ["covid-19"], ["COVID-19"]),
        ("抑制miR-206表达", ["miR-206"], ["miR-206"]),
        ("miR-2061", ["miR-206"], []),
        ("外泌體與骨形成", ["外泌体"], ["外泌體"]),
        ("ＭＩＲ－206", ["mir-206"], ["ＭＩＲ－206"]),
        ("TNF-α and α-smooth", ["TNF-α"], ["TNF-α"]),
        ("p < 0.05 (n=3)", ["(n=3)", "p < 0.05"], ["p < 0.05", "(n=3)"]),
        ("a.b", ["a?b", "."], []),
        ("骨 bone 骨", [""], []),
        ("anything", ["*", "?", " "], []),
        ("Straße STRASSE", ["straße"], ["Straße"]),
    ],
)
def test_find_marks_what_the_term_means(text: str, terms: list[str], marked: list[str]) -> None:
    assert found(text, *terms) == marked


def test_find_prefers_the_longer_term_then_the_earlier_list() -> None:
    terms = Terms((("骨", "bone"), ("骨形成", "bone")))
    assert [(m.start, m.end, m.list) for m in terms.find("骨形成 bone")] == [(0, 3, 1), (4, 8, 0)]


@given(st.text(max_size=200), st.lists(st.text(max_size=12), max_size=8))
def test_find_gives_marks_in_order_without_overlap(text: str, terms: list[str]) -> None:
    place = 0
    for mark in Terms((tuple(terms),)).find(text):
        assert place <= mark.start < mark.end <= len(text)
        place = mark.end


@given(st.text(max_size=200))
def test_even_keeps_the_length(text: str) -> None:
    assert len(even(text)) == len(text)


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("a*" * 8 + "b", "a" * 600),
        ("骨*" * 8 + "末", "骨" * 600),
        ("x" + " -" * 8 + " y", "x" + "-" * 2_000),
        ("a" + "*" * 30 + "b", "a" * 600),
    ],
)
def test_term_of_many_stars_or_blanks_keeps_nobody_waiting(term: str, text: str) -> None:
    assert _seconds(Terms(((term,),)), text) < 1.5


@pytest.mark.parametrize(
    ("text", "term", "marked"),
    [
        ("immunohistochemically", "im*no*is*to*che*ly", ["immunohistochemically"]),
        ("骨髓间充质干细胞向成骨分化", "骨*间*干*向*骨*化", ["骨髓间充质干细胞向成骨分化"]),
        ("case - control study", "case control", ["case - control"]),
        ("case-control study", "case - control", ["case-control"]),
    ],
)
def test_many_stars_and_blanks_beside_hyphens_find_what_they_mean(
    text: str, term: str, marked: list[str]
) -> None:
    assert found(text, term) == marked


@pytest.mark.parametrize("text", ["a" * 20_000, "ab " * 7_000, "骨" * 20_000, "x-" * 10_000])
def test_find_is_linear_in_hostile_texts(text: str) -> None:
    terms = Terms((("a*a*a*b", "*b", "骨*骨*体", "x-*y", "x x x x x y"),))
    small = _seconds(terms, text[: len(text) // 10])
    assert _seconds(terms, text) < max(40 * small, 1.5)


def _seconds(terms: Terms, text: str) -> float:
    start = time.perf_counter()
    terms.find(text)
    return time.perf_counter() - start
