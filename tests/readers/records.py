"""Made-up records of every type, in both languages,
with every field filled and with values that break readers.
"""

from screening.records.record import TYPES, Record

#: Characters that mean something in LaTeX, XML, CSV or JSON, in one title.
HOSTILE = 'A & B_c: 50 % of $x^2$ #1 {TNF}-α ~2 \\gamma "q" -- `p` <0.05 µg/mL 中文“引号”'

_ENGLISH = {
    "authors": (
        "O'Neil-Smith, Anne M.",
        "van der Berg, Jan",
        "Müller, Jörg",
        "World Health Organization",
    ),
    "editors": ("Editor, Eva", "Lee, Bo"),
    "translators": ("Trans, Tom",),
    "year": 2021,
    "date": "2021-05-03",
    "volume": "12",
    "issue": "3",
    "pages": "101-115",
    "doi": "10.1234/abc_def.(2021)<12>1",
    "pmid": "31234567",
    "language": "en",
    "publisher": "Example & Sons Press",
    "place": "New York",
    "edition": "2",
    "accessed": "2024-02-01",
    "url": "https://example.org/a_b?x=1&y=2#z",
    "abstract": "BACKGROUND: 50% of patients & controls. RESULTS: p < 0.05; β = 1.2_3.",
    "keywords": ("exosomes", "TNF-alpha", "quality of life"),
    "issn": ("1234-5679", "2345-6789"),
}
_CHINESE = {
    "authors": ("高亚", "欧阳修文", "示例大学研究组"),
    "authors_translated": ("Gao, Ya", "Ouyang, Xiuwen"),
    "editors": ("王编者",),
    "translators": ("李译者",),
    "year": 2020,
    "date": "2020-11",
    "volume": "36",
    "issue": "05",
    "pages": "1106-1111+1117",
    "doi": "10.13345/j.cjb.200001",
    "pmid": "30000001",
    "language": "zh",
    "publisher": "示例出版社",
    "place": "北京",
    "edition": "第2版",
    "accessed": "2024-02-01",
    "url": "https://example.cn/路径?a=1",
    "abstract": "目的：观察（50％）患者。结果：P<0.05，差异有统计学意义。",
    "abstract_translated": "Objective: to observe patients.",
    "keywords": ("外泌体", "肺癌"),
    "issn": ("1000-3061",),
}
_HOSTS = frozenset({"article", "review", "conference", "chapter", "newspaper"})
_BOOKS = frozenset({"book", "chapter", "conference"})


def _record(kind: str, chinese: bool) -> Record:
    values = dict(_CHINESE if chinese else _ENGLISH)
    host = (
        ("示例杂志（自然科学版）" if chinese else "Journal of Examples & Tests")
        if kind in _HOSTS
        else ""
    )
    isbn = ("978-7-5037-1234-5", "7-5037-1234-X") if kind in _BOOKS else ()
    title = (
        f"外泌体治疗肺癌：{TYPES[kind]}"
        if chinese
        else f"Exosomes and lung cancer: {TYPES[kind].lower()} of 2021"
    )
    other = f"Exosomes in lung cancer: {kind}" if chinese else ""
    return Record(**values, title=title, title_translated=other, journal=host, isbn=isbn, type=kind)  # type: ignore[arg-type]


def records() -> list[Record]:
    """All types in both languages, and a few whose values are hostile, cut, odd or hardly there."""
    whole = [_record(kind, chinese) for kind in TYPES for chinese in (False, True)]
    odd = [
        Record(
            title=HOSTILE,
            authors=("Doe, J.",),
            year=1999,
            language="en",
            journal="J. {Odd} & Co_",
            abstract=HOSTILE,
            keywords=("a & b", "100%"),
            doi="10.1002/(sici)1097-0258(19980815)17:15<1661::aid-x>3.0.co;2-2",
        ),
        Record(
            title="Only a title and a group",
            authors=("Salt Substitute and Stroke Study (SSaSS) Group",),
            year=2019,
        ),
        Record(
            title="Cut list of authors",
            authors=("First, A.", "Second, B."),
            authors_incomplete=True,
            year=2018,
        ),
        Record(
            title="被截断的作者",
            authors=("张三", "李四"),
            authors_incomplete=True,
            year=2018,
            language="zh",
        ),
        Record(
            title="Nobody wrote it", year=2003, date="2003 Jan-Feb", pages="e0815", issue="Suppl 1"
        ),
        Record(
            title="古籍无年份", authors=("李时珍",), type="book", language="zh", edition="影印本"
        ),
        Record(
            title="=SUM(1+1)",
            authors=("-Dash, A.",),
            abstract="+1 to all",
            journal="@home",
            year=2011,
        ),
        Record(title="Surname only", authors=("Plato", "Aristotle"), year=2000, pages="S12-S19"),
    ]
    return whole + odd
