"""The sums that hold in every right diagram;
the same check for counted numbers and for numbers typed in.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from screening.records.messages import Message, gettext_noop

#: Integers by data key; `sources`, `dbr_excluded` and `other_excluded` may be mappings of label to
#: integer.
Numbers = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Breach:
    """An identity that does not hold: its two sides and by how much the left one exceeds the right
    one.

    `boxes` are the data keys that take part and were given; one of them is off by `amount`.
    """

    identity: str
    boxes: tuple[str, ...]
    amount: int
    message: Message

    @property
    def warning(self) -> bool:
        """Whether it only makes one look twice: a sum that may well be right (N2)."""
        return self.identity == "N2"


@dataclass(frozen=True, slots=True)
class Identity:
    """`left` sum = `right` sum, each a list of data keys; a key with a leading "-" is subtracted.

    Checked only when every key of `needs` is given; other missing keys count as 0.
    """

    key: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    needs: tuple[str, ...]


_SOURCES = ("database_results", "register_results")
_OTHER_SOURCES = ("website_results", "organisation_results", "citations_results", "other_results")


def _column(lane: str) -> tuple[Identity, ...]:
    sought, assessed = f"{lane}_sought_reports", f"{lane}_assessed"
    return (
        Identity(
            "I4",
            (sought,),
            (
                f"{lane}_notretrieved_reports",
                f"{lane}_awaiting_retrieval",
                f"{lane}_awaiting_assessment",
                assessed,
            ),
            (sought, assessed),
        ),
        Identity(
            "I5",
            (assessed,),
            (f"{lane}_excluded", f"{lane}_included_reports"),
            (assessed, f"{lane}_included_reports"),
        ),
    )


IDENTITIES = (
    Identity("I1", ("sources",), _SOURCES, ("sources", "database_results")),
    Identity(
        "I2",
        _SOURCES,
        (
            "duplicates",
            "excluded_automatic",
            "excluded_other",
            "records_screened",
            "records_awaiting_screening",
        ),
        ("database_results", "records_screened"),
    ),
    Identity(
        "I3",
        ("records_screened",),
        ("records_excluded", "dbr_sought_reports"),
        ("records_screened", "records_excluded", "dbr_sought_reports"),
    ),
    Identity(
        "I3",
        ("records_excluded",),
        ("records_excluded_human", "records_excluded_automation"),
        ("records_excluded", "records_excluded_human"),
    ),
    *_column("dbr"),
    Identity(
        "O1",
        ("other_raw", "other_reassessed"),
        (*_OTHER_SOURCES, "other_reassessed", "other_duplicates"),
        ("other_raw", "other_duplicates"),
    ),
    Identity(
        "O2",
        (*_OTHER_SOURCES, "other_reassessed"),
        ("other_pre_excluded", "other_awaiting_screening", "other_sought_reports"),
        ("other_sought_reports",),
    ),
    *_column("other"),
    Identity(
        "N1",
        ("dbr_included_reports", "other_included_reports"),
        ("new_reports", "new_reports_of_previous_studies"),
        ("dbr_included_reports", "new_reports"),
    ),
    Identity(
        "N1",
        ("dbr_assessed", "-dbr_excluded", "other_assessed", "-other_excluded"),
        ("new_reports", "new_reports_of_previous_studies"),
        ("dbr_assessed", "dbr_excluded", "new_reports"),
    ),
    Identity(
        "T1",
        ("total_studies",),
        (
            "previous_studies",
            "-previous_removed_studies",
            "-previous_awaiting_studies",
            "-previous_joined_studies",
            "new_studies",
        ),
        ("total_studies", "new_studies"),
    ),
    Identity(
        "T2",
        ("total_reports",),
        (
            "previous_reports",
            "-previous_removed_reports",
            "-previous_awaiting_reports",
            "-previous_joined_reports",
            "new_reports",
            "new_reports_of_previous_studies",
        ),
        ("total_reports", "new_reports"),
    ),
    Identity("U1", ("total_studies",), ("listed_studies",), ("total_studies", "listed_studies")),
    Identity("U1", ("total_reports",), ("listed_reports",), ("total_reports", "listed_reports")),
)

_OFF = gettext_noop(
    "%(identity)s: %(left)s is %(left_sum)s, but %(right)s is %(right_sum)s; off by %(amount)s."
)
_NEGATIVE = gettext_noop("%(box)s is below zero (%(number)s).")
_NO_REPORT = gettext_noop("%(studies)s studies are included but no report of them.")
_NO_STUDY = gettext_noop("%(reports)s reports are included but no study.")
_MORE_STUDIES = gettext_noop(
    "More studies (%(studies)s) than reports (%(reports)s): right only if a report is linked to several studies."
)


def check(numbers: Numbers, several_studies_in_a_report: bool = False) -> list[Breach]:
    """Every identity that does not hold, in the order of the diagram;
    an empty list means that all hold.

    `numbers` are those of `Flow.to_json()` or typed in; keys that are not given are taken as 0
    where the identity makes sense without them and the identity is passed over where it does not.
    More studies than reports is a breach of N2 unless the caller knows of a report linked to
    several studies. `listed_studies` and `listed_reports`, counted in the included list itself, are
    what U1 compares the totals with.
    """
    found = list(_negatives(numbers))
    for identity in IDENTITIES:
        breach = _breach(identity, numbers)
        if breach and not any(
            b.identity == breach.identity and set(b.boxes) <= set(breach.boxes) for b in found
        ):
            found.append(breach)
    found.extend(_pairs(numbers, several_studies_in_a_report))
    return found


def _amount(numbers: Numbers, key: str) -> int:
    value = numbers.get(key.removeprefix("-")) or 0
    amount = sum(value.values()) if isinstance(value, Mapping) else int(value)
    return -amount if key.startswith("-") else amount


def _negatives(numbers: Numbers) -> Iterator[Breach]:
    for key, value in numbers.items():
        # Studies that were split since are joined ones below zero.
        if isinstance(value, int) and value < 0 and not key.startswith("previous_joined"):
            yield Breach("N0", (key,), value, Message(_NEGATIVE, {"box": key, "number": value}))


def _breach(identity: Identity, numbers: Numbers) -> Breach | None:
    if any(numbers.get(key) is None for key in identity.needs):
        return None
    left, right = (
        sum(_amount(numbers, key) for key in side) for side in (identity.left, identity.right)
    )
    if left == right:
        return None
    given = tuple(key.removeprefix("-") for key in (*identity.left, *identity.right))
    values = {
        "identity": identity.key,
        "left": _formula(identity.left, numbers),
        "left_sum": left,
        "right": _formula(identity.right, numbers),
        "right_sum": right,
        "amount": left - right,
    }
    return Breach(
        identity.key,
        tuple(k for k in given if numbers.get(k) is not None),
        left - right,
        Message(_OFF, values),
    )


def _formula(side: tuple[str, ...], numbers: Numbers) -> str:
    """The side as "a + b − c" in data keys, without what was not given;
    the web floor puts labels for keys.
    """
    given = [key for key in side if numbers.get(key.removeprefix("-")) is not None] or list(
        side[:1]
    )
    return "".join(
        (" − " if key.startswith("-") else " + " if position else "") + key.removeprefix("-")
        for position, key in enumerate(given)
    )


_PAIRS: tuple[tuple[str, str, bool], ...] = (
    ("new_studies", "new_reports", True),
    ("previous_studies", "previous_reports", False),
    ("total_studies", "total_reports", True),
)


def _pairs(numbers: Numbers, several: bool) -> Iterator[Breach]:
    # A previous version of which only the studies are known explains more studies than reports in
    # all.
    only_studies = bool(numbers.get("previous_studies")) and not numbers.get("previous_reports")
    for studies_key, reports_key, warn in _PAIRS:
        studies, reports = numbers.get(studies_key), numbers.get(reports_key)
        if studies is None or reports is None or studies < 0 or reports < 0:
            continue
        text = ""
        explained = only_studies and studies_key != "new_studies"
        if studies and not reports and not explained:
            text = _NO_REPORT
        elif reports and not studies:
            text = _NO_STUDY
        elif warn and studies > reports and not several and not explained:
            text = _MORE_STUDIES
        if text:
            message = Message(text, {"studies": studies, "reports": reports})
            yield Breach("N2", (studies_key, reports_key), studies - reports, message)
