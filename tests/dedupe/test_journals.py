import pytest

from screening.dedupe.journals import aliases, read_journal, same_journal
from screening.records.text import fold


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Journal of Molecular and Cellular Cardiology", "J Mol Cell Cardiol"),
        ("Proceedings of the National Academy of Sciences", "Proc Natl Acad Sci U S A"),
        ("British Medical Journal", "BMJ"),
        ("中国老年学杂志", "Zhongguo Lao Nian Xue Za Zhi"),
        ("北京大学学报(医学版)", "北京大学学报"),
        ("Annals of Otology", "Ann Otol Suppl"),
        ("Annales Françaises d'Anesthésie et de Réanimation", "Ann Fr Anesth Reanim"),
        ("Deutsche Medizinische Wochenschrift", "Dtsch Med Wochenschr"),
        ("Japanese Journal of Pharmacology", "Jpn J Pharmacol"),
    ],
)
def test_same_journal_knows_short_forms(a: str, b: str):
    assert same_journal(fold(a), fold(b))
    assert same_journal(fold(b), fold(a))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Circulation", "Circulation Research"),
        ("J Hepatol", "J Viral Hepat"),
        ("Lancet", "Lancet Oncology"),
        ("中华肝脏病杂志(电子版)", "中华肝脏病杂志"),
        ("中华内科杂志", "中华外科杂志"),
        ("", "Lancet"),
    ],
)
def test_same_journal_keeps_journals_apart(a: str, b: str):
    assert not same_journal(fold(a), fold(b))


@pytest.mark.parametrize(
    "name",
    ["中华儿科杂志", "Chinese Journal of Pediatrics", "Zhonghua Er Ke Za Zhi", "中華兒科雜誌"],
)
def test_read_journal_knows_a_chinese_journal_by_all_its_names(name: str):
    assert read_journal(name)[1:] == ("中华儿科杂志", frozenset({"0578-1310"}))


def test_aliases_have_valid_issns():
    for _, issns in aliases().values():
        for issn in issns:
            digits = issn.replace("-", "")
            total = sum((10 if c == "X" else int(c)) * (8 - at) for at, c in enumerate(digits))
            assert total % 11 == 0, issn
