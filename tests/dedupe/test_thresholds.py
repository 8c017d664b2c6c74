"""Each threshold where it stands: one value that just passes and one that just does not."""

from collections.abc import Callable

import pytest

from screening.dedupe.compare import compare, compare_titles
from screening.dedupe.features import Prepared
from screening.dedupe.issues import issues_differ, row_numbered
from screening.dedupe.prepare import prepare
from screening.dedupe.rules import RULES, Surroundings
from screening.dedupe.rules.each_issue import is_paged_on
from screening.dedupe.title_kinds import is_telling
from screening.records.record import Record

#: A hundred letters without "z", which stands for a difference.
LETTERS = "".join(chr(ord("a") + at * 7 % 25) for at in range(100))
LONG = "A study of the care of wounds in the villages of the northern hills and valleys"


def record(title: str = LETTERS, **more: object) -> Prepared:
    given = {
        "authors": ("Gao, Ya", "Liu, Ming"),
        "year": 2018,
        "journal": "Heart Letters",
        "volume": "44",
    }
    return prepare(Record(title=title, **{**given, **more}), 1)  # type: ignore[arg-type]


def title_level(different: int) -> str:
    return compare_titles(record(), record(LETTERS[: 100 - different] + "z" * different))[0]


def abstract_level(different: int) -> str:
    text = LETTERS[: 100 - different] + "z" * different
    return compare(record(abstract=LETTERS), record(abstract=text)).abstract


def part(letters: int) -> bool:
    return compare_titles(record(LETTERS[:letters]), record())[0] == "part"


def applies(key: str, a: Prepared, b: Prepared) -> bool:
    return RULES[key].applies(a, b, compare(a, b), Surroundings())


def paged(pages: str, issue: str, title: str = LONG) -> Prepared:
    return record(title, issue=issue, pages=pages)


def same_pages(last: int) -> bool:
    return applies(
        "same_pages",
        record("Noise in dental surgeries", pages=f"10-{last}"),
        record("[On sound in rooms]", pages=f"10-{last}"),
    )


def one_heading(letters: int) -> bool:
    a, b = (record(LETTERS[:letters] + end * 20, pages="101") for end in "zy")
    return applies("one_heading", a, b)


def same_abstract(letters: int) -> bool:
    text = (LETTERS + LETTERS)[:letters]
    return applies(
        "same_abstract",
        record("Care of skin", abstract=text),
        record("Grafts of ears", abstract=text),
    )


#: What stands at a threshold, and whether it holds; the mutation run asks them too.
CHECKS: tuple[tuple[str, Callable[[], bool]], ...] = (
    ("titles of 95 are near", lambda: title_level(5) == "near"),
    ("titles of 94 are close", lambda: title_level(6) == "close"),
    ("titles of 88 are close", lambda: title_level(12) == "close"),
    ("titles of 87 are alike", lambda: title_level(13) == "alike"),
    ("titles of 70 are alike", lambda: title_level(30) == "alike"),
    ("titles of 69 differ", lambda: title_level(31) == "differs"),
    ("abstracts of 90 are the same", lambda: abstract_level(10) == "same"),
    ("abstracts of 89 are alike", lambda: abstract_level(11) == "alike"),
    ("abstracts of 69 differ", lambda: abstract_level(31) == "differs"),
    ("twenty letters are a part", lambda: part(20)),
    ("nineteen letters are none", lambda: not part(19)),
    ("sixty letters are telling", lambda: is_telling(record(LETTERS[:60]), record(LETTERS[:60]))),
    ("fifty-nine are not", lambda: not is_telling(record(LETTERS[:59]), record(LETTERS[:59]))),
    ("issues 52 and 60 of a volume differ", lambda: issues_differ("52", "60")),
    ("issues 60 and 61 count otherwise", lambda: not issues_differ("60", "61")),
    ("eight rows tell", lambda: bool(row_numbered({"a": [str(n * 100) for n in range(1, 9)]}))),
    ("seven rows do not", lambda: not row_numbered({"a": [str(n * 100) for n in range(1, 8)]})),
    (
        "page 201 is paged through",
        lambda: not applies("other_issue", paged("201-209", "1"), paged("201-209", "2")),
    ),
    (
        "page 200 is not",
        lambda: applies("other_issue", paged("200-209", "1"), paged("200-209", "2")),
    ),
    ("page 51 is no column", lambda: is_paged_on(paged("51", "1"), paged("51", "2"))),
    ("page 50 may be", lambda: not is_paged_on(paged("50", "1"), paged("50", "2"))),
    ("three pages are an article", lambda: same_pages(12)),
    ("two are a letter", lambda: not same_pages(11)),
    ("sixty pages are an article", lambda: same_pages(69)),
    ("sixty-one are a supplement", lambda: not same_pages(70)),
    ("twenty letters are a heading", lambda: one_heading(20)),
    ("nineteen are not", lambda: not one_heading(19)),
    ("an abstract of 150 letters tells", lambda: same_abstract(150)),
    ("one of 149 does not", lambda: not same_abstract(149)),
)


@pytest.mark.parametrize(("name", "holds"), CHECKS, ids=[name for name, _ in CHECKS])
def test_threshold(name: str, holds: Callable[[], bool]):
    assert holds(), name
