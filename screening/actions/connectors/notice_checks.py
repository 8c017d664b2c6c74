"""Looking for retractions, corrections and expressions of concern of all reports.

Weekly, when the diagram is opened, and when somebody asks.

What is found stands among the notices of the record, in words that name the source, and is answered
like any other. What a service does not tell any more goes again; a service that failed takes
nothing away.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from screening.actions.access.notifications import tell_leads
from screening.actions.connectors.runs import ConnectorRefused, begin, reporting, set_state
from screening.actions.connectors.sessions import open_session
from screening.actions.history.event_log import log
from screening.actions.jobs.job_run import Running
from screening.connectors import CONNECTORS, NoticeFound, Wanted
from screening.models import Job, Record, Review, ReviewServices, ServiceNotice, ServiceRun, User
from screening.queries.connectors.services import usable
from screening.queries.connectors.wanted import wanted_reports
from screening.records.messages import Message, gettext_noop

EVERY = timedelta(days=7)
#: How long what was asked is good enough for somebody who opens the diagram.
FRESH = timedelta(days=1)
ASKING = gettext_noop("%(service)s is asked for notices of %(n)s reports.")
AT_ONCE = 200


def begin_check(*, by: User | None, review: Review) -> tuple[ServiceRun, Job]:
    """The job that looks for notices of all reports, to be sent. Raises ConnectorRefused: off,
    busy.
    """
    return begin(
        by=by, review=review, purpose="notices", services=[c.key for c in usable(review, "notices")]
    )


def begin_on_look(review: Review, now: datetime) -> Job | None:
    """Looks for notices when somebody opens the diagram and no one has asked for a day; the job,
    to be delivered.
    """
    if not settings.CONNECTORS or not usable(review, "notices"):
        return None
    rows = ReviewServices.objects.filter(review=review, notices_weekly=True).exclude(
        notices_at__gt=now - FRESH
    )
    # One that failed is not begun again by every look.
    asked = ServiceRun.objects.filter(review=review, purpose="notices", at__gt=now - FRESH)
    if not rows.exists() or asked.exists():
        return None
    try:
        return begin_check(by=None, review=review)[1]
    except ConnectorRefused:
        return None


def begin_due(now: datetime) -> list[Job]:
    """Looks for notices where a week has passed, in reviews that are worked on; the jobs,
    to be delivered.
    """
    rows = ReviewServices.objects.filter(
        notices_weekly=True, review__put_away_at=None, review__deleting_at=None
    ).exclude(notices_at__gt=now - EVERY)
    begun = []
    for row in rows.select_related("review"):
        try:
            begun.append(begin_check(by=None, review=row.review)[1])
        except ConnectorRefused:
            continue
        ReviewServices.objects.filter(pk=row.pk).update(notices_at=now)
    return begun


def run(running: Running) -> dict[str, Any]:
    """The job "notices". Params: run. Goes on with the service it had not finished."""
    row = ServiceRun.objects.select_related("review").get(pk=running.params["run"])
    if row.state == ServiceRun.State.READY:
        return {"run": row.pk}
    set_state(row, ServiceRun.State.RUNNING, message=None, finished_at=None)
    wanted = [each for each in wanted_reports(row.review) if each.doi or each.pmid]
    running.advance(0, len(wanted) * len(row.services))
    done = dict(running.resume.get("done", {}))
    with reporting(row):
        for number, key in enumerate(row.services):
            if key in done:
                continue
            running.advance(
                number * len(wanted),
                None,
                Message(ASKING, {"service": CONNECTORS[key].label, "n": len(wanted)}),
            )
            found = _asked(row, key, wanted, running)
            with transaction.atomic():
                done[key] = _keep(row, key, wanted, found)
                running.remember(done=done)
    new = sum(done.values())
    with transaction.atomic():
        set_state(
            row,
            ServiceRun.State.READY,
            new=new,
            facts={"reports": len(wanted), "new_by_service": done},
        )
        ReviewServices.objects.filter(review=row.review).update(notices_at=timezone.now())
        if new:
            tell_leads(row.review, "report_notice", {"notices": new}, but=row.by)
    return {"run": row.pk, "new": new}


def _asked(
    row: ServiceRun, key: str, wanted: Sequence[Wanted], running: Running
) -> list[NoticeFound]:
    connector = CONNECTORS[key]
    found: list[NoticeFound] = []
    size = max(connector.at_once, AT_ONCE)
    with open_session(key, review=row.review, what="notices") as session:
        for at in range(0, len(wanted), size):
            running.advance(running.done)
            found += (
                list(connector.notices(session, wanted[at : at + size]))
                if connector.notices
                else []
            )
    return found


def _keep(row: ServiceRun, key: str, wanted: Iterable[Wanted], found: Iterable[NoticeFound]) -> int:
    """Writes what is new, brings back what is told again, takes away what is not told any more;
    how many are new.
    """
    now, new = timezone.now(), 0
    known = {
        (one.record_id, one.key): one
        for one in ServiceNotice.objects.filter(review=row.review, service=key)
    }
    told = {(one.id, one.key[:400]): one for one in found}
    for (report, name), one in told.items():
        there = known.get((report, name))
        if there is None:
            words = _said(key, one.words)
            ServiceNotice.objects.create(
                review=row.review,
                record_id=report,
                service=key,
                key=name,
                words=words,
                date=one.date[:10],
            )
            new += _put(row, report, words)
        elif there.gone_at is not None:
            ServiceNotice.objects.filter(pk=there.pk).update(gone_at=None)
            new += _put(row, report, there.words)
    asked = {each.id for each in wanted}
    for (report, name), there in known.items():
        if (report, name) not in told and there.gone_at is None and report in asked:
            ServiceNotice.objects.filter(pk=there.pk).update(gone_at=now)
            _take(row, report, there.words)
    return new


def _said(key: str, words: str) -> str:
    """The notice with its source, as it stands with the record."""
    return f"{words} — {CONNECTORS[key].label}"


def _put(row: ServiceRun, report: int, words: str) -> int:
    """1 where the record did not say so itself already."""
    record = Record.objects.select_for_update(of=("self",)).get(pk=report)
    if words in record.notices:
        return 0
    record.notices = [*record.notices, words]
    record.save(update_fields=["notices"])
    log(
        review=row.review,
        actor=row.by,
        verb="found_notice",
        record=record,
        notices=[words],
        run_id=row.pk,
    )
    return 1


def _take(row: ServiceRun, report: int, words: str) -> None:
    record = Record.objects.select_for_update(of=("self",)).get(pk=report)
    if words in record.notices:
        record.notices = [each for each in record.notices if each != words]
        record.save(update_fields=["notices"])
        log(
            review=row.review,
            actor=row.by,
            verb="lost_notice",
            record=record,
            notices=[words],
            run_id=row.pk,
        )
