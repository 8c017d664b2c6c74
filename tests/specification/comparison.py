"""What the pages, files and checks say, beside what the specification says."""

import csv
import io
from typing import Any

from screening.actions.verification.verification import verify
from screening.models import Record, Search, Study
from tests.api.client import OPERATIONS, Program, path_of
from tests.specification.counting import Boxes, boxes
from tests.specification.identities import broken
from tests.specification.model import SOUGHT
from tests.specification.played_review import PlayedReview


def ask(program: Program, name: str, query: str = "", **parts: Any) -> Any:
    """What the interface answers, without holding it to its document, which other tests do."""
    path = path_of(OPERATIONS[name], **parts) + (f"?{query}" if query else "")
    return program.client.get(path, headers=program.headers).json()


PEOPLE_KEYS = {"sources", "dbr_excluded", "other_excluded", "complete"}


def differences(played: PlayedReview, program: Program, *, thorough: bool = True) -> list[str]:
    """Everything in which the application and the specification differ; [] where they agree.

    Unless `thorough`, lists behind a box that says 0, and files, are not asked for:
    they take most of the time.
    """
    right = boxes(played.events, played.policy)
    found = [f"model breaks {name}: {sides}" for name, sides in broken(right).items()]
    told = ask(program, "get_flow", review_id=played.review.pk)
    found += _numbers(told, right)
    found += _lists(played, program, told, right, thorough=thorough)
    found += _studies(played, right)
    if thorough:
        found += _files(played, right)
    played.review.refresh_from_db()
    return found + [f"verify: {message}" for message in verify(played.review)]


def _numbers(told: dict[str, Any], right: Boxes) -> list[str]:
    numbers = {one["box"]: one["number"] for one in told["boxes"]}
    found = []
    for box, number in right.counts.items():
        if box in PEOPLE_KEYS:
            continue
        if box not in numbers:
            found.append(f"{box}: the application has no such box")
        elif numbers[box] != number:
            found.append(f"{box}: {numbers[box]}, by the specification {number}")
    for box, key in (
        ("sources", "sources"),
        ("dbr_excluded", "excluded"),
        ("other_excluded", "other_excluded"),
    ):
        said = {name: number for name, number in told[key].items() if number}
        if said != right.counts[box]:
            found.append(f"{box}: {said}, by the specification {right.counts[box]}")
    if told["complete"] != right.counts["complete"]:
        found.append(
            f"complete: {told['complete']}, by the specification {right.counts['complete']}"
        )
    return found + [f"breach: {text}" for text in told["breaches"]]


def _lists(
    played: PlayedReview, program: Program, told: dict[str, Any], right: Boxes, *, thorough: bool
) -> list[str]:
    found = []
    members = _members(right)
    for one in told["boxes"]:
        box = one["box"]
        if one["records"] is None or box in STUDIES or not (one["number"] or thorough):
            continue
        answer = ask(program, "list_records", f"box={box}&limit=200", review_id=played.review.pk)
        listed = {str(row["id"]) for row in answer["results"]}
        by_number = right.numbers if box in BY_HAND else {}
        number = one["number"] - by_number.get(BY_HAND.get(box, ""), 0)
        if len(answer["results"]) != number - _numbers_in(played, right, box):
            found.append(f"list {box}: {len(answer['results'])} rows, the box says {one['number']}")
        if box in members and listed != members[box]:
            found.append(
                f"list {box}: too many {listed - members[box]}, missing {members[box] - listed}"
            )
    return found


STUDIES = {
    "new_studies",
    "total_studies",
    "previous_studies",
    "previous_removed_studies",
    "previous_awaiting_studies",
}
BY_HAND = {"total_reports": "reports"}


def _numbers_in(played: PlayedReview, right: Boxes, box: str) -> int:
    """What of the box only a number tells of."""
    carried = right.snapshot.numbers
    mine = {
        key: n
        for (version, key), n in right.state.numbers.items()
        if version == right.state.version
    }
    if box == "previous_reports":
        return carried["reports"] + mine.get("previous_reports", 0)
    if box == "previous_removed_reports":
        return mine.get("removed_reports", 0)
    return 0


def _members(right: Boxes) -> dict[str, set[str]]:
    """Box to the reports behind it, by their primary records;
    raw records where the box counts those.
    """
    state = right.state

    def of(*lists: str) -> set[str]:
        return {report.records[0] for name in lists for report in right.lists.get(name, [])}

    mine = [name for name, version in state.version_of.items() if version == state.version]
    kind = {name: state.kinds[state.source_of[name]] for name in mine}
    members = {
        "database_results": {name for name in mine if kind[name] == "database"},
        "register_results": {name for name in mine if kind[name] == "register"},
        "excluded_automatic": of("dbr_auto"),
        "excluded_other": of("dbr_other"),
        "records_screened": of("dbr_ta_exclude", *(f"dbr_{place}" for place in SOUGHT)),
        "records_excluded": of("dbr_ta_exclude"),
        "records_awaiting_screening": of("dbr_await_ta"),
        "other_awaiting_screening": of("other_await_ta"),
        "other_pre_excluded": of("other_auto", "other_other", "other_ta_exclude"),
        "other_reassessed": right.reassessed,
        "previous_awaiting_reports": of("previous_awaiting"),
        "previous_removed_reports": of("previous_removed"),
        "total_reports": of("included"),
    }
    for lane in ("dbr", "other"):
        members |= {
            f"{lane}_sought_reports": of(*(f"{lane}_{place}" for place in SOUGHT)),
            f"{lane}_notretrieved_reports": of(f"{lane}_not_retrieved"),
            f"{lane}_awaiting_retrieval": of(f"{lane}_await_retrieval"),
            f"{lane}_awaiting_assessment": of(f"{lane}_await_ft"),
            f"{lane}_assessed": of(f"{lane}_ft_exclude", f"{lane}_included"),
            f"{lane}_included_reports": of(f"{lane}_included"),
            f"{lane}_excluded": of(f"{lane}_ft_exclude"),
        }
    return members


def _studies(played: PlayedReview, right: Boxes) -> list[str]:
    page = played.client(played.cast.lead).get(played.path("studies")).context
    found = []
    if page["report_total"] != len(right.reports):
        found.append(
            f"studies page: {page['report_total']} reports, by the specification {len(right.reports)}"
        )
    if page["study_total"] != len(right.studies):
        found.append(
            f"studies page: {page['study_total']} studies, by the specification {len(right.studies)}"
        )
    grouped = {
        f"s{study.pk}": {str(report.pk) for report in study.included} for study in page["studies"]
    }
    alone = {str(report.pk): {str(report.pk)} for report in page["single"]}
    wanted: dict[str, set[str]] = {}
    for report in right.lists["included"]:
        for study in right.state.studies_of(report):
            wanted.setdefault(study, set()).add(report.records[0])
    if grouped | alone != wanted:
        found.append(f"studies page: {grouped | alone}, by the specification {wanted}")
    return found


def _files(played: PlayedReview, right: Boxes) -> list[str]:
    included = {report.records[0] for report in right.lists["included"]}
    lists = right.lists
    rows = {
        "included_csv": len(included),
        "excluded_full_text": sum(
            len(lists.get(f"{lane}_ft_exclude", [])) for lane in ("dbr", "other")
        ),
        "not_retrieved": sum(
            len(lists.get(f"{lane}_not_retrieved", [])) for lane in ("dbr", "other")
        ),
        "previous_removed": len(lists["previous_removed"]),
        "duplicates": sum(len(report.records) - 1 for report in right.state.reports()),
    }
    found = []
    for key, number in rows.items():
        text = _file(played, key).decode("utf-8-sig")
        there = len(list(csv.reader(io.StringIO(text)))) - 1
        if there != number:
            found.append(f"{key}.csv: {there} rows, by the specification {number}")
    ris = _file(played, "included_ris").count(b"\nER  -")
    if ris != len(included):
        found.append(f"included.ris: {ris} entries, by the specification {len(included)}")
    return found


def _file(played: PlayedReview, key: str) -> bytes:
    answer = played.client(played.cast.lead).get(played.path("export", key=key))
    assert answer.status_code == 200, (key, answer.status_code)
    return b"".join(answer.streaming_content)


def facts(played: PlayedReview) -> dict[str, int]:
    """How large the played review has become."""
    return {
        "records": Record.objects.filter(review=played.review).count(),
        "searches": Search.objects.filter(review=played.review).count(),
        "studies": Study.objects.filter(review=played.review).count(),
        "version": played.review.version,
    }
