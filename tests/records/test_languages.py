import pytest

from screening.records import languages


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("中文;", "zh"),
        ("chi", "zh"),
        ("zh-CN", "zh"),
        ("汉语", "zh"),
        ("Chinese", "zh"),
        ("English", "en"),
        ("English.", "en"),
        ("eng; fre", "en"),
        ("en_US", "en"),
        ("英文", "en"),
        ("Article in Portuguese", "pt"),
        ("日文", "ja"),
        ("Language", ""),
        ("xx", ""),
        ("", ""),
    ],
)
def test_tag_knows_names_and_codes_in_two_languages(text, expected):
    assert languages.tag(text) == expected
