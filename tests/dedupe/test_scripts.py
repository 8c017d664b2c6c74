import pytest

from screening.dedupe.engine import deduplicate
from screening.dedupe.scripts import is_heard, language_of, script_of, sounds
from tests.dedupe.cases import read_cases


@pytest.mark.parametrize(
    ("text", "script", "language"),
    [
        ("Качество сна", "cyrillic", "Russian"),
        ("Здоров'я працівників", "cyrillic", "Ukrainian"),
        ("수면의 질", "korean", "Korean"),
        ("睡眠の質", "japanese", "Japanese"),
        ("睡眠质量", "chinese", "Chinese"),
        ("جودة النوم", "arabic", "Arabic"),
        ("کیفیت خواب", "arabic", "Persian"),
        ("คุณภาพ", "thai", "Thai"),
        ("Η ποιότητα του ύπνου", "greek", "Greek"),
        ("Chất lượng giấc ngủ", "vietnamese", "Vietnamese"),
        ("איכות השינה", "hebrew", "Hebrew"),
        ("नींद", "devanagari", "Hindi"),
        ("TNF-α in Müller cells", "latin", "English"),
        ("Effets de la rééducation", "latin", "English"),
        ("外泌体与 TNF-α 的关系", "chinese", "Chinese"),
        ("", "latin", "English"),
        ("12", "latin", "English"),
    ],
)
def test_script_of_and_language_of_name_what_a_title_is_written_in(
    text: str, script: str, language: str
):
    assert script_of(text) == script
    assert language_of(script, text) == language


@pytest.mark.parametrize(
    ("name", "script", "surname"),
    [
        ("Щербаков Ю.Н.", "cyrillic", "Shcherbakov"),
        ("Юрьев А.", "cyrillic", "Iur'ev"),
        ("Юрьев А.", "cyrillic", "Yuriev"),
        ("Гриценко О.", "cyrillic", "Hrytsenko"),
        ("Їжак К.", "cyrillic", "Yizhak"),
        ("이지원", "korean", "Lee"),
        ("이지원", "korean", "Rhee"),
        ("박민수", "korean", "Park"),
        ("남궁민수", "korean", "Namkoong"),
        ("佐藤 健", "japanese", "Sato"),
        ("長谷川健", "japanese", "Hasegawa"),
        ("محمد الشريف", "arabic", "Al-Sharif"),
        ("علی حسینی", "arabic", "Hosseini"),
        ("Παπαδόπουλος Γ.", "greek", "Papadopoulos"),
        ("วรรณา ทองดี", "thai", "Thongdee"),
        ("Nguyễn Văn Đức", "vietnamese", "Nguyen"),
    ],
)
def test_a_surname_in_latin_letters_is_heard_in_the_name(name: str, script: str, surname: str):
    assert is_heard(surname, sounds(name, script))


@pytest.mark.parametrize(
    ("name", "script", "surname"),
    [
        ("Щербаков Ю.Н.", "cyrillic", "Petrov"),
        ("이지원", "korean", "Park"),
        ("佐藤 健", "japanese", "Tanaka"),
        ("محمد الشريف", "arabic", "Hosseini"),
        ("Nguyễn Văn Đức", "vietnamese", "Tran"),
        ("", "korean", "Kim"),
    ],
)
def test_another_surname_is_not_heard(name: str, script: str, surname: str):
    assert not is_heard(surname, sounds(name, script))


def test_a_question_says_which_languages():
    records = next(case.records for case in read_cases() if case.name == "Arabic without its issue")
    (question,) = deduplicate(records).questions
    assert "possibly one article in two languages: Arabic and English" in map(
        str, question.evidence
    )
    assert "different authors" not in map(str, question.evidence)
