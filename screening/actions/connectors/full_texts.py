"""Fetching open-access copies: each is checked to be a PDF of that article,
and waits for a person to confirm it.
"""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction

from screening.actions.connectors.runs import ConnectorRefused, begin, reporting, set_state
from screening.actions.connectors.sessions import open_session
from screening.actions.fulltext.fulltext_files import SOUGHT, FileRefused, store_unmatched
from screening.actions.jobs.job_run import Running
from screening.connectors import (
    CONNECTORS,
    Ask,
    Copy,
    Parked,
    Refused,
    Session,
    Unavailable,
    Wanted,
)
from screening.connectors._request import MOST_PDF
from screening.models import FullTextFile, Job, Record, Review, ServiceRun, UnmatchedFile, User
from screening.queries.connectors.services import usable
from screening.queries.connectors.wanted import wanted_reports
from screening.records.fulltext_names import Sought, identify
from screening.records.messages import Message, gettext_noop
from screening.records.pdf_text import first_pages

ORDER = ("unpaywall", "europepmc", "pmc_oa", "openalex")
MOST = 2_000
ASKING = gettext_noop("%(n)s of %(of)s reports looked for; %(found)s copies found.")


def begin_fetch(
    *, by: User, review: Review, record_ids: Sequence[int] | None = None
) -> tuple[ServiceRun, Job]:
    """The job that looks for open copies of reports that are still to find, to be sent.
    Raises ConnectorRefused.
    """
    able = {connector.key for connector in usable(review, "full_texts")}
    if not able:
        raise ConnectorRefused("off")
    rows = Record.objects.filter(review=review, place__in=SOUGHT[:2])
    rows = rows.filter(pk__in=record_ids) if record_ids is not None else rows
    ids = list(rows.order_by("pk").values_list("pk", flat=True)[:MOST])
    if not ids:
        raise ConnectorRefused("none")
    services = [key for key in ORDER if key in able]
    return begin(
        by=by, review=review, purpose="full_texts", services=services, params={"records": ids}
    )


def run(running: Running) -> dict[str, Any]:
    """The job "full_texts". Params: run, records. One report is one step."""
    row = ServiceRun.objects.select_related("review", "by").get(pk=running.params["run"])
    if row.state == ServiceRun.State.READY:
        return {"run": row.pk}
    set_state(row, ServiceRun.State.RUNNING, message=None, finished_at=None)
    ids = running.params["records"]
    wanted = {each.id: each for each in wanted_reports(row.review, ids)}
    found, failed = running.resume.get("found", 0), dict(running.resume.get("failed", {}))
    for number in range(running.resume.get("step", 0), len(ids)):
        with reporting(row):
            found += _report(row, wanted.get(ids[number]), failed)
        running.remember(step=number + 1, found=found, failed=failed)
        running.advance(
            number + 1, len(ids), Message(ASKING, {"n": number + 1, "of": len(ids), "found": found})
        )
    set_state(
        row,
        ServiceRun.State.READY,
        new=found,
        facts={"reports": len(ids), "found": found, "failed": failed},
    )
    return {"run": row.pk, "found": found}


def _report(row: ServiceRun, wanted: Wanted | None, failed: dict[str, int]) -> int:
    """Keeps the first copy that is one; 1, or 0 for none.
    A service that is down is counted and passed over.
    """
    if wanted is None or _at_hand(wanted.id):
        return 0
    for key in row.services:
        try:
            with open_session(key, review=row.review, what="full_texts") as session:
                if _from_service(row, key, session, wanted):
                    return 1
        except Parked:
            raise
        except (Refused, Unavailable):
            failed[key] = failed.get(key, 0) + 1
    return 0


def _at_hand(record: int) -> bool:
    waiting = UnmatchedFile.objects.filter(suggested_id=record, found__has_key="service")
    return waiting.exists() or FullTextFile.objects.filter(record_id=record).exists()


def _from_service(row: ServiceRun, key: str, session: Session, wanted: Wanted) -> bool:
    copies = CONNECTORS[key].copies
    for copy in copies(session, wanted) if copies else ():
        body = _fetched(session, copy)
        how = _is_article(body, wanted) if body else ""
        if body and how:
            return _kept(row, key, copy, body, how, wanted)
    return False


def _fetched(session: Session, copy: Copy) -> bytes | None:
    """The file behind an address, if it is a PDF by its content; a page that leads to one is none."""
    if not copy.url.startswith(("https://", "http://")):
        return None
    url = (
        f"https://{copy.url.removeprefix('http://')}"
        if copy.url.startswith("http://")
        else copy.url
    )
    most = min(MOST_PDF, settings.UPLOAD_LIMIT)
    try:
        answer = session.ask(Ask(url, expects="pdf", anywhere=True, most=most))
    except (Refused, Unavailable):
        return None
    return answer.body if answer.body[:1024].lstrip()[:5] == b"%PDF-" else None


def _is_article(body: bytes, wanted: Wanted) -> str:
    """How the first pages tell the article: doi, pmid or title; "" when they do not."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as copy:
        copy.write(body)
        copy.flush()
        text = first_pages(Path(copy.name))
    titles = tuple(filter(None, (wanted.title, *wanted.titles)))
    sought = Sought(
        wanted.id,
        (wanted.doi,) if wanted.doi else (),
        (wanted.pmid,) if wanted.pmid else (),
        titles,
    )
    told = identify(text, "", [sought])
    return told[1] if told else ""


def _kept(row: ServiceRun, key: str, copy: Copy, body: bytes, how: str, wanted: Wanted) -> bool:
    name = f"{(wanted.doi or wanted.pmid or str(wanted.id)).replace('/', '_')}.pdf"
    origin = {
        "service": key,
        "url": copy.url,
        "licence": copy.licence,
        "version": copy.version,
        "host": copy.host,
    }
    if row.by is None:
        return False
    try:
        with transaction.atomic():
            store_unmatched(
                by=row.by,
                review=row.review,
                name=name,
                content=ContentFile(body),
                limit=settings.UPLOAD_LIMIT,
                found={"how": how} | origin,
                suggested=wanted.id,
            )
    except FileRefused:
        return False
    return True
