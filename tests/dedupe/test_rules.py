"""What each rule asks, condition by condition: one pair that it holds for,
and the same pair with one thing otherwise.

A row names the rule, whether it applies, and what differs from two articles of which nothing is
known but the titles: levels of the comparison by their names, fields of both records by theirs, of
the first or second with `a_` or `b_`.
"""

from dataclasses import fields, replace
from typing import Any

import pytest

from screening.dedupe import decide
from screening.dedupe.compare import Comparison
from screening.dedupe.features import Prepared
from screening.dedupe.prepare import prepare
from screening.dedupe.rules import Surroundings
from screening.dedupe.scripts import sound
from screening.dedupe.title_differences import Wording
from screening.records.record import Record

LEVELS = frozenset(field.name for field in fields(Comparison))
ARTICLE = prepare(Record(title="Walking aids for patients at home"), 1)
NOTHING_KNOWN = Comparison("differs", 80.0, *["unknown"] * 7, Wording())  # type: ignore[arg-type]
#: A title so long that two works hardly share it.
LONG = ("w" * 60,)
ABSTRACT = "w" * 150
SWAPPED = Wording(("men",), ("women",))
ONE_MORE = Wording(("men",), ())
CHINESE = {"script": "chinese", "han": ("老年人步行辅具",), "latin": ()}
TITLES = {"title": "other script", "b_script": "latin"} | {
    f"a_{name}": value for name, value in CHINESE.items()
}
PEOPLE = {"surnames": ("gao", "liu", "wang"), "initials": ("y", "m", "x")}
PLACED = {"place": "range", "journal": "same", "year": "same"}
SOUNDS = tuple(frozenset({sound(name)}) for name in ("gao", "liu", "wang"))
UNNAMED = {"b_initials": ("z", "z", "z")}
KOREAN = {"title": "other script", "a_script": "korean", "b_script": "latin"}
RUSSIAN = KOREAN | {"a_script": "cyrillic"}
CARE = {"authors": "same", "journal": "same"}
AHEAD = CARE | {"title": "alike", "year": "same", "surnames": ("a", "b", "c"), "b_volume": "3"}
COCHRANE = {"kind": "cochrane", "first": "cd001", "doi": "unknown"}

Row = tuple[str, bool, dict[str, Any]]


def both(key: str, holds: dict[str, Any], *otherwise: dict[str, Any]) -> list[Row]:
    """The rule applies to `holds`, and to it with any one of the changes it does not."""
    return [(key, True, holds), *((key, False, holds | change) for change in otherwise)]


def still(key: str, holds: dict[str, Any], *changes: dict[str, Any]) -> list[Row]:
    """The rule applies to `holds` with any one of the changes, too."""
    return [(key, True, holds | change) for change in changes]


MEETING = {"a_kind": "conference", "b_kind": "article", "journal": "differs"}
SHARED = MEETING | {"doi": "same", "a_marks": frozenset({"abstract"})}
KNOWN = TITLES | CARE | PEOPLE | {"year": "same", "place": "volume"}
THREE = TITLES | PEOPLE | {"authors": "same", "year": "same", "place": "unknown"}
ISSUE = TITLES | {
    "authors": "first",
    "journal": "same",
    "year": "same",
    "place": "volume",
    "issue": "3",
}
HEARD = KOREAN | PLACED | PEOPLE | {"authors": "same"}
RANGE = TITLES | PEOPLE | {"authors": "same", "place": "range", "year": "same"}
ERRATUM = {
    "a_marks": frozenset({"erratum"}),
    "title": "same",
    "authors": "same",
    "journal": "same",
    "year": "same",
}
WITHIN = ERRATUM | {
    "a_marks": frozenset({"reply"}),
    "volume": "4",
    "a_first": "12",
    "b_first": "10",
    "b_last": "14",
}
TWO_DOIS = {
    "doi": "differs",
    "place": "volume",
    "title": "same",
    "authors": "same",
    "journal": "same",
    "year": "same",
}
NUMBERS = {"title": "near", "a_numbers": ("1",), "b_numbers": ("2",), "likeness": 97.0}
ISSUES = {
    "place": "other issue",
    "title": "same",
    "authors": "same",
    "year": "same",
    "volume": "4",
    "keys": LONG,
    "first": "201",
    "last": "209",
}
JOURNALS = {
    "journal": "differs",
    "title": "same",
    "authors": "same",
    "year": "same",
    "keys": LONG,
    "place": "volume",
    "issue": "3",
}
SAME_PLACE = {
    "title": "differs",
    "place": "range",
    "year": "same",
    "volume": "4",
    "first": "10",
    "last": "19",
}
LATE = {
    "place": "page differs",
    "title": "same",
    "authors": "same",
    "journal": "same",
    "year": "same",
    "a_first": "22",
    "b_first": "18",
    "last": "35",
}
PROTOCOL = {"a_marks": frozenset({"protocol"}), "title": "near", "place": "volume"}
ABSTRACTS = CARE | {"abstract": "same", "a_abstract": ABSTRACT, "b_abstract": ABSTRACT}
DOI = {"doi": "same", "place": "differs", "title": "same", "journal": "same", "authors": "same"}
NEAR_DOI = DOI | {"title": "near", "abstract": "same", "wording": ONE_MORE}
WORDS = {"title": "near", "wording": SWAPPED, "place": "volume"}
DENIED = WORDS | {
    "wording": Wording((), ("without",)),
    "abstract": "same",
    "a_abstract": "in men",
    "b_abstract": "in no men",
}
FAR = {"title": "differs", "journal": "same", "authors": "same"}
ALIKE = FAR | {"title": "alike", "doi": "same"}
WORN = {"keys": ("editorial",), "title": "same", "authors": "differs"}
VERSIONS = {"title": "differs", "year": "next"} | COCHRANE

ROWS: list[Row] = [
    *both("conference", MEETING, {"b_kind": "conference"}, {"pmid": "same"}, {"place": "range"}, {"place": "both"},
          {"journal": "same"}),
    *still("conference", MEETING | {"journal": "same"}, {"place": "differs"}, {"place": "volume differs"}),
    *both("conference", SHARED, {"a_marks": frozenset()}, {"journal": "same"}),
    *both("bridge_likely", KNOWN, {"authors": "shared"}, {"year": "next"}, {"place": "differs"}, {"doi": "differs"}),
    *both("bridge_likely", KNOWN | {"place": "unknown", "surnames": ("gao", "liu"), "initials": ("y", "")},
          {"surnames": ("gao",)}, {"journal": "unknown"}, {"authors": "first"}, {"place": "volume differs"}),
    *both("bridge_likely", THREE, {"journal": "differs"}, {"year": "unknown"}, {"authors": "first"},
          {"surnames": ("gao", "liu"), "initials": ("y", "m")}, {"b_initials": ("y", "m", "z")}, {"place": "page only"}),
    *both("bridge_likely", ISSUE, {"b_issue": "4"}, {"issue": ""}, {"authors": "shared"}, {"journal": "unknown"},
          {"year": "next"}, {"place": "unknown"}),
    *both("bridge_likely", RUSSIAN | {"place": "range", "year": "same", "volume": "4"}, {"place": "both"},
          {"year": "unknown"}, {"b_volume": ""}, {"journal": "differs"}, {"a_script": "chinese"}),
    *both("bridge_likely", TITLES | PEOPLE | PLACED | {"authors": "differs"}, {"place": "both"}, {"journal": "differs"}),
    *still("bridge_likely", TITLES | PLACED | {"authors": "differs", "place": "both"},
           {"a_surnames": ("gao",), "b_surnames": ("liu", "wang")}, PEOPLE | {"authors": "unknown"}),
    *both("bridge", HEARD, {"place": "both"}, {"authors": "first"}, {"b_surnames": ("gao",), "b_initials": ("y",)},
          {"b_initials": ("z", "m", "x")}),
    *both("bridge", HEARD | {"a_sounds": SOUNDS, "issue": "3"} | UNNAMED, {"b_issue": "4"}, {"issue": ""},
          {"a_sounds": SOUNDS[:2]}, {"a_sounds": SOUNDS[:1], "b_surnames": ("gao",), "b_initials": ("y",)},
          {"a_sounds": (SOUNDS[1], SOUNDS[0], SOUNDS[2])}),
    *both("bridge", HEARD | {"b_sounds": SOUNDS, "issue": "3"} | UNNAMED, {"b_issue": "4"}, {"b_sounds": SOUNDS[:2]}),
    *both("bridge", RANGE, {"place": "both"}, {"authors": "first"}, {"b_initials": ("y", "m", "")}, {"year": "close"}),
    *both("bridge", TITLES | PLACED | {"authors": "same"}, {"authors": "shared"}, {"doi": "differs"}, {"pmid": "differs"}),
    *both("bridge", TITLES | {"doi": "same"}, {"place": "differs"}, {"place": "page differs"}, {"authors": "differs"}),
    *both("elsewhere", {"place": "differs"}, {"doi": "same"}, {"pmid": "same"}),
    *both("elsewhere", {"place": "page differs", "title": "near"},
          {"abstract": "same", "keys": LONG}, {"title": "same"}),
    *still("elsewhere", {"place": "page differs", "title": "near"}, {"abstract": "same"}, {"keys": LONG}),
    *both("elsewhere", {"place": "volume differs", "journal": "differs"}, {"journal": "same"}),
    *both("elsewhere", {"place": "page differs alone", "doi": "differs"}, {"doi": "unknown"}, {"place": "volume"}),
    *still("elsewhere", {"place": "page differs alone"}, {"journal": "differs"}, {"pmid": "differs"}),
    *still("elsewhere", {"place": "page differs", "title": "same"}, {"doi": "differs"}, {"journal": "differs"}),
    *both("correction_beside", ERRATUM, {"a_marks": frozenset()}, {"b_marks": frozenset({"erratum"})},
          {"authors": "differs"}, {"journal": "differs"}, {"year": "close"}, {"title": "alike"}),
    *both("correction_beside", WITHIN, {"a_first": "9"}, {"a_first": "15"}, {"b_volume": "5"}, {"volume": ""},
          {"a_last": "13"}, {"b_last": ""}, {"a_first": "e12"}),
    *still("correction_beside", WITHIN, {"a_first": "10"}, {"a_first": "14"}),
    *both("identifiers", {"pmid": "differs"}, {"doi": "same"}),
    *both("identifiers", TWO_DOIS, {"pmid": "same"}, {"place": "range"}, {"place": "both"}, {"place": "page"},
          {"abstract": "same"}, {"a_doi": "10.1/a1", "b_doi": "10.1/a1"}, {"a_doi": "10.1/a", "b_doi": "10.1/a.x"}),
    *still("identifiers", TWO_DOIS, {"abstract": "same", "authors": "first"}, {"abstract": "same", "journal": "differs"},
           {"abstract": "same", "year": "next"}, {"abstract": "same", "title": "alike"},
           {"abstract": "same", "place": "volume differs"}, {"abstract": "same", "title": "near", "wording": ONE_MORE},
           {"abstract": "same", "title": "near", "wording": SWAPPED},
           {"a_doi": "10.1/a1", "b_doi": "10.1/b1", "title": "near"}),
    *both("identifiers", TWO_DOIS | {"abstract": "same", "place": "page differs"}, {"place": "unknown"}),
    ("identifiers", False, TWO_DOIS | {"abstract": "same", "title": "near"}),
    ("identifiers", False, TWO_DOIS | {"a_doi": "10.1/a1", "b_doi": "10.1/b1"}),
    ("identifiers", True, TWO_DOIS | {"a_doi": "10.1/a1", "b_doi": "10.1/a2"}),
    *still("identifiers", TWO_DOIS | {"abstract": "same", "title": "near"}, {"wording": Wording((), ("men",))}),
    *both("notice", {"a_marks": frozenset({"erratum"})}, {"doi": "same", "place": "range"},
          {"doi": "same", "place": "both"}, {"title": "other script"}, {"b_marks": frozenset({"erratum"})}),
    *still("notice", {"a_marks": frozenset({"erratum"})}, {"doi": "same", "place": "page"}, {"place": "range"}),
    *both("numbers", NUMBERS, {"title": "same"}, {"title": "differs"}, {"title": "other script"}, {"b_numbers": ("1",)},
          {"b_numbers": ()}, {"place": "range", "abstract": "same"}, {"place": "range", "doi": "same"},
          {"a_numbers": ("1", "2"), "b_numbers": ("12",)}),
    *still("numbers", NUMBERS, {"place": "range"}, {"place": "both", "abstract": "same"}, {"abstract": "same"},
           {"place": "range", "abstract": "same", "likeness": 96.9}),
    *both("other_issue", ISSUES | {"a_issue": "1", "b_issue": "2", "b_last": "210"}, {"place": "volume"},
          {"doi": "same"}, {"pmid": "same"}, {"abstract": "same"}, {"b_last": "209"}, {"b_last": ""}, {"b_last": "201"}),
    *still("other_issue", ISSUES, {"b_first": "202"}, {"first": "200"}, {"first": "e201"}, {"title": "near"},
           {"authors": "first"}, {"year": "next"}, {"b_volume": "5"}, {"volume": ""}, {"keys": ("short",)},
           {"abstract": "same", "b_first": "202"}, {"abstract": "same", "first": "", "last": ""}),
    *both("each_issue", {"place": "other issue", "first": "50"}, {"first": "51"}, {"place": "volume"}),
    *still("each_issue", {"place": "other issue", "first": "51"}, {"b_first": "52"}, {"first": ""}, {"first": "s"}),
    *both("other_journal", JOURNALS | {"b_issue": "4"}, {"journal": "same"}, {"place": "range"}, {"place": "both"},
          {"place": "page"}, {"doi": "same"}, {"pmid": "same"}, {"b_issue": "3"},
          {"abstract": "same", "volume": "4", "first": "10"}),
    *still("other_journal", JOURNALS, {"place": "unknown"}, {"issue": ""}, {"title": "near"}, {"authors": "first"},
           {"year": "next"}, {"keys": ("short",)}),
    *still("other_journal", JOURNALS | {"b_issue": "4", "volume": "4", "first": "10"}, {"b_volume": "5", "abstract": "same"},
           {"b_first": "11", "abstract": "same"}, {"volume": "", "abstract": "same"}, {"first": "", "abstract": "same"},
           {"abstract": "alike"}),
    *both("other_page", {"place": "page differs"}, {"place": "differs"}, {"doi": "same"}, {"pmid": "same"},
          {"abstract": "same"}, CARE | {"title": "same", "year": "same", "keys": LONG}),
    *still("other_page", CARE | {"place": "page differs alone", "title": "same", "year": "same", "keys": LONG},
           {"title": "near"}, {"authors": "first"}, {"journal": "unknown"}, {"year": "next"}, {"keys": ("short",)},
           {"a_issue": "1", "b_issue": "2", "first": "10", "last": "19"}),
    ("other_page", False, CARE | {"place": "page differs", "title": "same", "year": "same", "keys": LONG,
                                  "a_issue": "1", "b_issue": "2", "first": "10", "last": "10"}),
    *both("other_page", LATE | {"a_first": "27"}, {"a_first": "26"}),
    *still("other_page", LATE, {"b_last": "36"}, {"a_first": "s22"}, {"b_last": ""}, {"title": "near"},
           {"authors": "first"}, {"journal": "unknown"}, {"year": "next"}, {"place": "page differs alone"}),
    *both("pages_likely", SAME_PLACE | {"journal": "same", "authors": "unknown"}, {"title": "same"}, {"title": "near"},
          {"place": "both"}, {"year": "next"}, {"b_volume": ""}, {"doi": "differs"}, {"pmid": "differs"},
          {"kind": "conference"}, {"first": "e10"}, {"authors": "same"}, {"abstract": "differs"}, {"last": "11"},
          {"last": "70"}, {"journal": "differs"}),
    *still("pages_likely", SAME_PLACE | {"authors": "same"}, {"journal": "differs"}, {"journal": "unknown"},
           {"journal": "same", "abstract": "same"}, {"journal": "same", "abstract": "differs"}),
    *both("protocol", PROTOCOL, {"b_marks": frozenset({"protocol"})}, {"title": "other script"}, {"place": "range"},
          {"place": "both"}, {"doi": "same"}),
    *still("protocol", PROTOCOL | {"kind": "cochrane"}, {"place": "both"}, {"doi": "same"}),
    ("protocol", False, PROTOCOL | {"a_kind": "cochrane", "place": "both"}),
    ("protocol", False, PROTOCOL | {"b_kind": "cochrane", "place": "both"}),
    *both("provisional_title", AHEAD, {"authors": "first"}, {"journal": "unknown"}, {"surnames": ("a", "b")},
          {"year": "next"}, {"title": "differs"}, {"title": "same"}, {"doi": "differs"}, {"abstract": "differs"},
          {"a_kind": "conference"}, {"b_issue": "s1"}, {"a_volume": "3"}, {"a_first": "10"}),
    *still("provisional_title", AHEAD | {"doi": "same"}, {"title": "differs"}, {"year": "next"}, {"title": "close"}),
    ("provisional_title", False, AHEAD | {"doi": "same", "year": "close"}),
    ("provisional_title", False, AHEAD | {"doi": "unknown", "title": "differs"}),
    *both("same_abstract", ABSTRACTS, {"abstract": "alike"}, {"journal": "unknown"}, {"a_abstract": "w" * 149},
          {"b_abstract": "w" * 149}, {"authors": "first"}, {"place": "page differs"}, {"doi": "differs"},
          {"b_kind": "conference"}),
    *still("same_abstract", ABSTRACTS | {"authors": "differs", "doi": "differs"}, {"title": "same"}, {"title": "near"}),
    *both("shared_doi", DOI | {"journal": "differs"}, {"doi": "unknown"}, {"pmid": "same"}, {"place": "volume"},
          {"journal": "same"}),
    *still("shared_doi", DOI, {"title": "close"}, {"authors": "shared"}, {"title": "near", "wording": ONE_MORE},
           {"title": "near", "wording": Wording((), ("men",))}, {"place": "page differs", "title": "alike"}),
    ("shared_doi", False, DOI | {"title": "near"}),
    ("shared_doi", False, DOI | {"authors": "unknown"}),
    ("shared_doi", False, DOI | {"authors": "first"}),
    ("shared_doi", False, NEAR_DOI),
    ("shared_doi", False, NEAR_DOI | {"title": "close"}),
    *still("shared_doi", NEAR_DOI, {"abstract": "alike"}, {"authors": "first"}, {"journal": "unknown"},
           {"title": "alike"}),
    *both("wording", WORDS, {"wording": ONE_MORE}, {"pmid": "same"}, {"place": "range"}, {"place": "both"},
          {"abstract": "same"}),
    *still("wording", WORDS, {"place": "range", "abstract": "differs"}, {"place": "both", "kind": "conference"},
           {"place": "both", "b_issue": "s1"}, {"place": "both", "a_first": "s12"},
           {"place": "page differs", "abstract": "same"}, {"place": "page differs alone", "abstract": "same"},
           {"abstract": "same", "wording": Wording(("dog", "liver"), ("cortex", "sheep"))},
           {"abstract": "same", "place": "unknown", "wording": Wording(("dog", "liver"), ("cortex", "sheep"))}),
    *[("wording", False, WORDS | {"abstract": "same"} | change) for change in (
        {"place": "page differs", "doi": "same"}, {"place": "range", "wording": Wording(("a", "b"), ("c", "d"))},
        {"wording": Wording(("dog", "liver"), ("sheep",))}, {"place": "page"})],
    *both("wording", WORDS | {"a_abstract": "in men", "b_abstract": "in women", "abstract": "same", "place": "range"},
          {"doi": "same"}, {"b_abstract": "in men"}, {"a_abstract": "in women"}, {"b_abstract": ""}),
    *still("wording", WORDS | {"a_abstract": "in men", "b_abstract": "in women", "abstract": "same"},
           {"doi": "same", "place": "page"}, {"place": "both"}),
    ("wording", False, WORDS | {"a_abstract": "in men", "b_abstract": "in women", "place": "both", "doi": "same"}),
    *both("wording", DENIED, {"place": "range"}, {"place": "both"}, {"b_abstract": "in men"}, {"pmid": "same"},
          {"wording": Wording((), ("older",))}),
    *both("other_authors", {"authors": "differs"}, {"authors": "namesake"}, {"doi": "same"}, {"pmid": "same"},
          {"abstract": "same"}, {"place": "range"}, {"keys": LONG}),
    *both("other_authors", {"authors": "differs", "a_people": ("高亚", "刘明"), "b_people": ("王霞", "陈丽")},
          {"a_people": ("高亚",)}, {"b_people": ("王霞",)}, {"b_people": ("高亚", "王霞")}, {"a_people": ()}),
    *both("retitled", {"title": "differs"}, {"title": "same"}, {"title": "near"}),
    *[("retitled", False, one | change) for one, changes in (
        (FAR | {"place": "range"}, ({"abstract": "same"}, {"doi": "same"}, {"authors": "first", "abstract": "same"})),
        (ALIKE, ({"abstract": "same"}, {"year": "same", "place": "range"}, {"year": "same", "place": "both"},
                 {"year": "same", "place": "volume"}, {"year": "same", "place": "unknown"},
                 {"year": "same", "first": "12"})),
    ) for change in changes],
    *still("retitled", FAR | {"place": "range", "abstract": "same"}, {"journal": "differs"}, {"authors": "shared"},
           {"place": "both"}, {"abstract": "alike"}, {"abstract": "differs", "doi": "same"}),
    *still("retitled", ALIKE | {"abstract": "same"}, {"doi": "unknown"}, {"authors": "first"}, {"abstract": "alike"},
           {"title": "differs"}),
    *still("retitled", ALIKE | {"year": "same", "place": "volume"}, {"place": "page differs"}, {"kind": "conference"},
           {"a_issue": "s1"}, {"first": "s12"}, {"year": "next"}, {"authors": "first"}, {"doi": "unknown"},
           {"title": "differs"}),
    *both("worn_title", WORN, {"keys": LONG}, {"doi": "same"}, {"pmid": "same"}, {"abstract": "same"},
          {"authors": "same", "place": "range"}, {"authors": "first", "place": "both"},
          {"authors": "unknown", "place": "page", "journal": "same"},
          {"kind": "registration", "trials": ("NCT00000001",)}, {"kind": "cochrane", "place": "both"}),
    *still("worn_title", WORN, {"place": "range"}, {"authors": "same"}, {"authors": "same", "place": "page"},
           {"abstract": "same", "place": "differs"}, {"abstract": "same", "place": "other issue"},
           {"authors": "same", "place": "range", "journal": "differs"}, {"a_kind": "registration", "trials": ("N1",)},
           {"b_kind": "registration", "trials": ("N1",)}, {"b_keys": LONG}, {"a_keys": LONG},
           {"a_kind": "cochrane", "place": "both"}, {"authors": "same", "place": "volume", "journal": "same"}),
    *both("versions", VERSIONS, {"year": "same"}, {"year": "unknown"}, {"b_first": "cd002"}, {"first": ""},
          {"b_kind": "article"}, {"a_kind": "article"}),
    *both("versions", {"a_doi": "10.1/a", "b_doi": "10.1/a", "a_version": "pub2", "b_version": "pub3"},
          {"b_version": "pub2"}, {"b_doi": "10.1/b"}, {"a_doi": "", "b_doi": ""},
          {"authors": "same", "year": "same", "title": "same"},
          {"authors": "same", "year": "same", "title": "near", "abstract": "same"}),
    *still("versions", {"a_doi": "10.1/a", "b_doi": "10.1/a", "a_version": "pub2", "b_version": "pub3", "title": "same",
                        "authors": "same", "year": "same"},
           {"authors": "first"}, {"year": "next"}, {"abstract": "differs"}, {"title": "close"}),
]  # fmt: skip


def applies(key: str, given: dict[str, Any]) -> bool:
    """Whether the rule, as the judge has it at this moment, applies to that pair."""
    levels = {
        name: value for name, value in given.items() if name in LEVELS and name not in _FIELDS
    }
    record = {
        name: value for name, value in given.items() if name in _FIELDS and name not in LEVELS
    }
    doubled = {name: value for name, value in given.items() if name in LEVELS & _FIELDS}
    sides = [
        record | {n[2:]: v for n, v in given.items() if n.startswith(side)} for side in ("a_", "b_")
    ]
    a, b = (replace(ARTICLE, **side) for side in sides)
    return decide.RULES[key].applies(
        a, b, replace(NOTHING_KNOWN, **levels, **doubled), Surroundings()
    )


_FIELDS = frozenset(field.name for field in fields(Prepared))


def wrong_rows() -> list[str]:
    """The rows that come out otherwise; none, unless somebody changed a rule."""
    return [
        f"{key} {given}" for key, expected, given in ROWS if applies(key, given) is not expected
    ]


@pytest.mark.parametrize(("key", "expected", "given"), ROWS)
def test_rule(key: str, expected: bool, given: dict[str, Any]):
    assert applies(key, given) is expected
