"""Words that were encoded twice are told; words that only look odd are not."""

import pytest

from screening.records.mojibake import twice_encoded


@pytest.mark.parametrize(
    "word", ["Müller", "Łukasz", "naïve", "骨骼肌外泌体", "中国", "β—“quoted”", "Ångström", "Šarić"]
)
def test_a_word_that_was_read_as_western_and_saved_again(word: str) -> None:
    damaged = "".join(
        bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in word.encode()
    )
    assert twice_encoded(f"A study by {damaged} and others") == (damaged, word)


@pytest.mark.parametrize(
    "text",
    [
        "Müller, Łukasz and Ångström: naïve façade",
        "骨骼肌外泌体促进成骨分化：“综述”",
        "«BLÅ» og «LÅ»",
        "«CAFÉ» et «THÉ»",
        "SÃO PAULO",
        "Ä, Ö und Ü",
        "dose 5 μg — 10 °C",
        "»HÄ«",
        "",
    ],
)
def test_a_text_as_it_should_be(text: str) -> None:
    assert twice_encoded(text) is None
