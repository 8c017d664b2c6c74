"""Styles of the Citation Style Language: found by name, each entry in its own language,
unusable files refused.
"""

from datetime import date

import pytest

from screening.citations import STYLES, Options, StyleError, bibliography, plain, search, style_of
from screening.citations import _csl as csl
from screening.records.registry import RegistryError
from tests.citations.records import RECORDS


def written(key, name, **options):
    return plain(style_of(key).format(RECORDS[name], Options(**options), ""))


@pytest.mark.parametrize(
    ("style", "name", "expected"),
    [
        (
            "csl-nature",
            "en_article",
            "Page, M. J., McKenzie, J. E. & van der Berg, J.-L. Muscle exosomes in bone: an example. "
            "Example J Bone 372, 1106–1111 (2021).",
        ),
        (
            "csl-nature",
            "en_many",
            "Peebles, P. Z., Jr et al. A trial of many hands. Example Med 8, e12 (2020).",
        ),
        (
            "csl-the-lancet",
            "en_many",
            "Peebles PZ Jr, Page MJ, World Health Organization, et al. A trial of many hands. "
            "Example Med 2020; 8: e12.",
        ),
        (
            "csl-american-medical-association",
            "zh_article",
            "高亚, 欧阳修文, 李四, 王五. 骨骼肌源性外泌体调控骨形成的研究进展. "
            "示例组织工程研究. 2026;30(13):3379～3391. doi:10.5555/zh.340",
        ),
        ("csl-apa", "zh_thesis", "王琦. (2022). 运动对骨代谢的影响. 示例大学."),
        (
            "csl-china-national-standard-gb-t-7714-2015-numeric",
            "en_many",
            "PEEBLES P Z Jr, PAGE M J, WORLD HEALTH "
            "ORGANIZATION, et al. A trial of many hands. Example Med, 2020, 8: e12.",
        ),
    ],
)
def test_entry_of_another_style(style, name, expected):
    assert written(style, name) == expected


def test_and_others_follows_the_language_of_the_entry_in_one_list():
    style = style_of("csl-modern-language-association")
    zh, en = (plain(style.format(RECORDS[key], Options(), "")) for key in ("zh_article", "en_many"))
    assert zh.startswith("高亚, 等. ")
    assert ", et al. " in en


def test_italics_are_kept_and_signs_of_markup_survive():
    from dataclasses import replace

    record = replace(RECORDS["en_article"], title="Wnt & bone: p < 0.05 in <i>vivo</i>")
    found = style_of("csl-nature").format(record, Options(), "")
    assert "Wnt & bone: p < 0.05 in" in plain(found)
    assert "Example J Bone" in [run.text for run in found if run.italic]


def test_address_appears_with_the_day_it_was_seen():
    assert "example.org" not in written("csl-apa", "zh_article")
    assert "https://example.org/web" not in written("csl-apa", "en_web")
    assert "https://example.org/museum" in written("csl-apa", "zh_web", accessed=date(2026, 11, 23))


def test_numbers_are_written_as_the_style_does():
    records = [RECORDS["zh_article"], RECORDS["en_article"]]
    assert [e.label for e in bibliography(records, style_of("csl-ieee"))] == ["[1]", "[2]"]
    assert [e.label for e in bibliography(records, style_of("csl-nature"))] == ["1.", "2."]
    named = list(bibliography(records[::-1], style_of("csl-apa")))
    assert [e.label for e in named] == ["", ""]
    assert plain(named[0].reference).startswith("高亚")


def test_journal_that_follows_another_style_is_written_like_it():
    assert written("csl-nature-medicine", "en_article") == written("csl-nature", "en_article")


def test_search_finds_names_by_all_words():
    assert [named.name for named in search("gb/t 7714 2015 numeric")][:1] == [
        "China National Standard GB/T 7714-2015 (numeric, 中文)"
    ]
    assert search("nature medicine")[0].key == "csl-nature-medicine"
    assert search("") == search("骨骼肌杂志没有") == []


def test_our_own_styles_come_first_and_unknown_ones_are_refused():
    assert style_of("vancouver") is STYLES["vancouver"]
    for key in ("csl-no-such-style", "csl-../secret", "no-style", ""):
        with pytest.raises(RegistryError):
            style_of(key)


def test_file_that_the_processor_cannot_use_is_refused(tmp_path):
    broken = tmp_path / "broken.csl"
    for text in (
        "no style at all",
        '<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0"><citation/></style>',
    ):
        broken.write_text(text, encoding="utf-8")
        csl._style.cache_clear()
        with pytest.raises(StyleError):
            csl.mark(broken)


def test_entry_that_makes_the_processor_stumble_says_so(monkeypatch):
    def stumble(*_):
        raise IndexError

    style = style_of("csl-apa")
    monkeypatch.setattr(csl, "_render", stumble)
    assert (
        plain(style.format(RECORDS["zh_thesis"], Options(), ""))
        == "?? 王琦. 运动对骨代谢的影响. 2022."
    )
