"""ClinicalTrials.gov, version 2 of its interface. Source: https://clinicaltrials.gov/data-api/api."""

from collections.abc import Collection
from typing import Any

from screening.connectors._connector import Connector, Counted, Page, Query, Searching, State
from screening.connectors._reading import as_list, join_lists
from screening.connectors._request import Answer, Ask, Pace
from screening.connectors._session import Session
from screening.records.messages import gettext_noop

BASE = "https://clinicaltrials.gov/api/v2/studies"
A_PAGE = 200
#: What is asked for; names and telephone numbers of contact persons are not.
FIELDS = "|".join(
    (
        "NCTId",
        "OrgStudyId",
        "SecondaryId",
        "BriefTitle",
        "OfficialTitle",
        "StudyFirstSubmitDate",
        "OverallStatus",
        "LeadSponsorName",
        "BriefSummary",
        "DetailedDescription",
        "Condition",
        "Keyword",
        "InterventionName",
        "StudyType",
        "Phase",
        "EnrollmentCount",
        "StartDate",
        "CompletionDate",
        "ReferencesModule",
        "LastUpdatePostDate",
    )
)


def _ask(session: Session, **params: Any) -> dict[str, Any]:
    return dict(
        session.ask(
            Ask(BASE, {"fields": FIELDS, "countTotal": "true"} | params, check=_whole)
        ).json()
    )


def _whole(answer: Answer) -> str:
    found = answer.json()
    return (
        ""
        if isinstance(found, dict) and isinstance(found.get("studies"), list)
        else "an answer without studies"
    )


def _term(query: Query) -> str:
    if query.since is None:
        return query.text
    return f"({query.text}) AND AREA[LastUpdatePostDate]RANGE[{query.since:%Y-%m-%d},MAX]"


def _id(study: dict[str, Any]) -> str:
    return str(
        ((study.get("protocolSection") or {}).get("identificationModule") or {}).get("nctId", "")
    )


def count(session: Session, query: Query) -> Counted:
    """The number, which only a first page tells."""
    found = _ask(session, pageSize=1, **{"query.term": _term(query)})
    return Counted(int(found.get("totalCount", 0)), _term(query))


def begin(session: Session, query: Query) -> State:
    """The first page."""
    return {"term": _term(query), "token": ""}


def page(session: Session, state: State, known: Collection[str]) -> Page:
    """A page; the last one has no token."""
    token = {"pageToken": state["token"]} if state["token"] else {}
    found = _ask(session, pageSize=A_PAGE, **{"query.term": state["term"]}, **token)
    studies = [each for each in found["studies"] if isinstance(each, dict)]
    following = str(found.get("nextPageToken") or "")
    over = not studies or not following or following == state["token"]
    fresh = [each for each in studies if _id(each) not in known]
    on = {"term": state["term"], "token": following}
    return Page(tuple(map(_id, studies)), as_list(fresh) if fresh else None, None if over else on)


def first(session: Session, query: Query, most: int) -> bytes:
    """The first records of a query, to look at."""
    return as_list(_ask(session, pageSize=most, **{"query.term": _term(query)})["studies"])


CONNECTOR = Connector(
    key="clinicaltrials",
    label="ClinicalTrials.gov",
    kind="register",
    hosts=("clinicaltrials.gov",),
    address="https://clinicaltrials.gov/",
    pace=Pace(0.8, 1),
    sends=gettext_noop("The search strategy."),
    terms=gettext_noop(
        "Cite NLM and the day; names and telephone numbers of contact persons are not fetched."
    ),
    searching=Searching(
        count,
        begin,
        page,
        join_lists,
        first,
        "ctgov_json",
        "json",
        example='("pulmonary nodule" OR "lung nodule") AND robot',
        hint=gettext_noop(
            "Written as in the field “Other terms” of its own search (Essie expressions)."
        ),
    ),
)
