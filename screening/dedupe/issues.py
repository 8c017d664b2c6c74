"""The issue within a volume: read, compared, and recognised where the field holds something else."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

#: CNKI writes S1, Wanfang and SinoMed z1; a capital Z1 of CNKI is a double issue.
_SUPPLEMENT = re.compile(r"(?i:suppl?(?:ement)?s?\.?|增刊|特刊|^s(?=\.? ?\d{0,2}$))|^z(?=\d$)")
#: VIP writes A01 or B12: a supplement by the month, not by its number.
_SUPPLEMENT_OF_MONTH = re.compile(r"^[AB]\d\d$")
#: What Embase puts into the field of the issue: "e0226300", "CD010479".
_ARTICLE_NUMBER = re.compile(r"(?i)^(?:[a-z]{1,4}[ .-]?)\d{3,}$|^\d{5,}$")
#: A date in the place of the number ("01-Feb", "Mar 15"), by a spreadsheet or by the journal: not
#: read.
_DATE = re.compile(r"(?i)(?:^|\d{1,2}-)(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)")
#: The name of a month alone: the issue of a monthly journal; it agrees with that number and objects
#: to none.
_MONTH = re.compile(r"(?i)^(jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?$")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DOUBLE = re.compile(r"^\D*0*(\d{1,2})\s*[-/&+,、–—~～]\s*0*(\d{1,2})\D*$")
_NUMBER = re.compile(r"\d+")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")

#: Issues a volume has at most, one a week and a few more; a higher number counts on from the first
#: volume.
MOST_IN_A_VOLUME = 60

#: Numbers of one source below which they do not show whether they count issues or rows.
LEAST_TO_TELL = 8

#: Share of different numbers, and of numbers above MOST_IN_A_VOLUME, that no journals' issues have.
EACH_ONCE, MANY_HIGH = 0.95, 0.5


class Issue(NamedTuple):
    """The numbers of an issue ("3", of a double issue "3" and "4"), whether it is a supplement,
    and which one.
    """

    numbers: frozenset[str]
    supplement: bool
    which: str


def read_issue(text: str) -> str:
    """The issue in one form: "01" gives "1", "增刊2" and "S2" "s2", "12 SUPPL. 1" "12s1",
    "3/4" "3-4"; "" if none.

    "m5" is the month of May.
    """
    text = text.strip()
    if text.isascii() and text.isdigit() and len(text) < 5:
        return text.lstrip("0")
    month = _MONTH.match(text)
    if month:
        return f"m{_MONTHS.index(month[1][:3].lower()) + 1}"
    if not text or is_article_number(text) or _DATE.search(text):
        return ""
    if _SUPPLEMENT_OF_MONTH.match(text):
        return "s"
    found = _SUPPLEMENT.search(text)
    if found:
        return f"{_first_number(text[: found.start()])}s{_first_number(text[found.end() :])}"
    double = _DOUBLE.match(text)
    if double and int(double[1]) < int(double[2]):
        return f"{double[1]}-{double[2]}"
    return _first_number(text)


def is_article_number(text: str) -> bool:
    """Whether the field of the issue holds the number of an article."""
    return bool(_ARTICLE_NUMBER.match(text.strip()))


def _first_number(text: str) -> str:
    found = _NUMBER.search(_YEAR.sub("", text))
    return found.group().lstrip("0") if found else ""


def issues_differ(a: str, b: str) -> bool:
    """Whether both are known and cannot be one issue, as read by `read_issue`.

    A supplement without its number may be any of them; a number above those of a volume counts
    otherwise than one of a volume, so the two say nothing about each other, nor do two that lie
    further apart than the issues of a volume.
    """
    if not a or not b or a == b or "m" in a + b:
        return False
    one, two = _parts(a), _parts(b)
    which_differs = bool(one.which and two.which and one.which != two.which)
    if one.numbers and two.numbers:
        if not one.numbers.isdisjoint(two.numbers):
            return which_differs
        return one.supplement != two.supplement or _counts_alike(one.numbers, two.numbers)
    return which_differs if one.supplement and two.supplement else one.supplement != two.supplement


def numbers_of(issue: str) -> frozenset[str]:
    """Every number of an issue as read, whether it counts issues or supplements."""
    return frozenset(_NUMBER.findall(issue))


def is_one_issue(a: str, b: str) -> bool:
    """Whether both are known and are the same one,
    the month of a monthly journal for its number too.

    Not of a supplement: it holds the abstracts of a meeting, by hundreds.
    """
    return bool(a) and a.lstrip("m") == b.lstrip("m") and not in_supplement(a)


def _parts(issue: str) -> Issue:
    before, supplement, which = issue.partition("s")
    return Issue(frozenset(before.split("-")) - {""}, bool(supplement), which)


def _counts_alike(a: frozenset[str], b: frozenset[str]) -> bool:
    """Whether both count within a volume, or both through volumes and could stand in one."""
    one, two = max(map(int, a)), max(map(int, b))
    return (one > MOST_IN_A_VOLUME) == (two > MOST_IN_A_VOLUME) and abs(
        one - two
    ) <= MOST_IN_A_VOLUME


def in_supplement(issue: str) -> bool:
    """Whether an issue as read is a supplement."""
    return "s" in issue


def row_numbered(issues: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """The sources whose issues are the row numbers of a reference manager: each value once,
    many above any volume's.

    `issues` holds for each source (a file,
    or what one column of it names) the issues of its records as read.
    """
    return frozenset(
        source for source, given in issues.items() if _count_rows([i for i in given if i])
    )


def _count_rows(given: list[str]) -> bool:
    if len(given) < LEAST_TO_TELL or len(set(given)) < EACH_ONCE * len(given):
        return False
    high = sum(1 for issue in given if issue.isdigit() and int(issue) > MOST_IN_A_VOLUME)
    return high >= MANY_HIGH * len(given)


def by_source(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Pairs of source and issue gathered for `row_numbered`."""
    found: dict[str, list[str]] = defaultdict(list)
    for source, issue in pairs:
        found[source].append(issue)
    return found
