"""Completing records: services propose what is missing, people accept it,
and a run can be taken back as a whole.

Nothing is ever written over: a field that says something is left alone, and what was filled since
is left alone by an undo.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction

from screening.actions.connectors.runs import ConnectorRefused, begin, reporting, set_state
from screening.actions.connectors.sessions import open_session
from screening.actions.history.event_log import log
from screening.actions.imports.import_job import next_dedupe
from screening.actions.jobs.job_run import Running
from screening.actions.records.bilingual import retell
from screening.actions.records.record_edits import COMPARED, add_record
from screening.connectors import CONNECTORS, Connector, Found, Wanted
from screening.models import BlockingKey, Job, Proposal, Record, Review, Search, ServiceRun, User
from screening.queries.connectors.proposals import fields_of, incomplete, is_missing
from screening.queries.connectors.services import usable
from screening.queries.connectors.wanted import wanted_record
from screening.queries.records.stored_records import to_row
from screening.records import identifiers
from screening.records.messages import Message, gettext_noop
from screening.records.record import Record as Entry

State = Proposal.State
#: Sources in the order in which they are believed: rights and texts are clearest in the first.
ORDER = ("pubmed", "europepmc", "crossref", "openalex")
AT_ONCE = 100
MOST = 20_000
ASKING = gettext_noop("%(service)s is asked about %(n)s records.")


def begin_completion(
    *, by: User, review: Review, services: Iterable[str], record_ids: Sequence[int] | None = None
) -> tuple[ServiceRun, Job]:
    """The job that looks for what records lack, to be sent. Raises ConnectorRefused: off, busy,
    none.
    """
    able = [connector.key for connector in _sources(review) if connector.key in set(services)]
    if not able:
        raise ConnectorRefused("off")
    rows = incomplete(review)
    rows = rows.filter(pk__in=record_ids) if record_ids is not None else rows
    ids = list(rows.values_list("pk", flat=True)[:MOST])
    if not ids:
        raise ConnectorRefused("none")
    return begin(by=by, review=review, purpose="complete", services=able, params={"records": ids})


def _sources(review: Review) -> list[Connector]:
    found = {connector.key: connector for connector in usable(review, "complete")}
    return [found[key] for key in ORDER if key in found]


def run(running: Running) -> dict[str, Any]:
    """The job "complete". Params: run, records. Goes on behind the last batch of the last service."""
    row = ServiceRun.objects.select_related("review").get(pk=running.params["run"])
    if row.state == ServiceRun.State.READY:
        return {"run": row.pk}
    set_state(row, ServiceRun.State.RUNNING, message=None, finished_at=None)
    steps = [(key, ids) for key in row.services for ids in _batches(running.params["records"])]
    total = len(running.params["records"]) * len(row.services)
    with reporting(row):
        for number, (key, ids) in enumerate(steps):
            if number < running.resume.get("step", 0):
                continue
            _ask(row, key, ids, running, number)
            values = {"service": CONNECTORS[key].label, "n": len(running.params["records"])}
            running.advance(min((number + 1) * AT_ONCE, total), total, Message(ASKING, values))
    made = Proposal.objects.filter(run=row)
    facts = {"records": made.values("record").distinct().count(), "proposals": made.count()}
    set_state(row, ServiceRun.State.READY, facts=facts)
    return {"run": row.pk} | facts


def _batches(ids: Sequence[int]) -> list[Sequence[int]]:
    return [ids[at : at + AT_ONCE] for at in range(0, len(ids), AT_ONCE)]


def _ask(row: ServiceRun, key: str, ids: Sequence[int], running: Running, number: int) -> None:
    rows = incomplete(row.review, fields_of(key)).filter(pk__in=ids)
    records = {each.pk: each for each in rows}
    wanted = [wanted_record(each) for each in records.values()]
    with open_session(key, review=row.review, what="complete") as session:
        look_up = CONNECTORS[key].look_up
        found = list(look_up(session, wanted)) if look_up and wanted else []
    made = [each for one in found for each in _proposed(row, key, records[one.id], one)]
    with transaction.atomic():
        running.remember(step=number + 1)
        Proposal.objects.bulk_create(made, ignore_conflicts=True)


def _proposed(row: ServiceRun, key: str, record: Record, found: Found) -> list[Proposal]:
    told = to_row(found.record, review=row.review, key="")
    made = []
    for name in fields_of(key):
        value = told[name]
        if is_missing(record, name) and value not in ("", [], None, "other"):
            made.append(
                Proposal(
                    review=row.review,
                    run=row,
                    record=record,
                    field=name,
                    value=value,
                    service=key,
                    told_by=found.by,
                )
            )
    return made


@transaction.atomic
def accept(*, by: User, review: Review, proposal_ids: Iterable[int]) -> int:
    """Fills fields as proposed, declines what else was proposed for them; how many were filled."""
    chosen = Proposal.objects.select_for_update().filter(
        review=review, pk__in=list(proposal_ids), state=State.OPEN
    )
    return _fill(by, review, list(chosen.order_by("pk")))


@transaction.atomic
def accept_kind(*, by: User, review: Review, field: str) -> int:
    """Fills a field wherever it is missing, from the most believed source; how many were filled."""
    rows = Proposal.objects.select_for_update().filter(review=review, field=field, state=State.OPEN)
    first: dict[int, Proposal] = {}
    for each in sorted(rows, key=lambda one: (_rank(one.service), one.pk)):
        first.setdefault(each.record_id, each)
    return _fill(by, review, list(first.values()))


def _rank(service: str) -> int:
    return ORDER.index(service) if service in ORDER else len(ORDER)


def _fill(by: User, review: Review, proposals: Sequence[Proposal]) -> int:
    records = {
        row.pk: row
        for row in Record.objects.select_for_update(of=("self",)).filter(
            review=review, pk__in={each.record_id for each in proposals}
        )
    }
    filled: dict[int, dict[str, Proposal]] = {}
    for each in proposals:
        record = records.get(each.record_id)
        if (
            record is None
            or not is_missing(record, each.field)
            or each.field in filled.get(each.record_id, {})
        ):
            continue
        each.before, each.state, each.by = getattr(record, each.field), State.ACCEPTED, by
        setattr(record, each.field, each.value)
        filled.setdefault(each.record_id, {})[each.field] = each
    for pk, fields in filled.items():
        _written(by, review, records[pk], fields)
    return sum(map(len, filled.values()))


def _written(by: User, review: Review, record: Record, fields: dict[str, Proposal]) -> None:
    for each in fields.values():
        each.save(update_fields=["before", "state", "by", "at"])
        others = Proposal.objects.filter(record=record, field=each.field, state=State.OPEN)
        others.update(state=State.DECLINED, by=by)
    log(
        review=review,
        actor=by,
        verb="edit_record",
        record=record,
        before={name: each.before for name, each in fields.items()},
        after={name: each.value for name, each in fields.items()},
        services={name: each.service for name, each in fields.items()},
    )
    _changed(by, review, record, list(fields))


def _changed(by: User | None, review: Review, record: Record, names: Sequence[str]) -> None:
    record.save(update_fields=list(names))
    retell(review, [record.pk])
    if COMPARED.intersection(names):
        # Without keys it counts as new: identifiers found this way tell more duplicates.
        BlockingKey.objects.filter(record=record).delete()
        next_dedupe(review, by)


@transaction.atomic
def decline(*, by: User, review: Review, proposal_ids: Iterable[int]) -> int:
    """Leaves these proposals aside; how many."""
    rows = Proposal.objects.filter(review=review, pk__in=list(proposal_ids), state=State.OPEN)
    return rows.update(state=State.DECLINED, by=by)


@transaction.atomic
def undo_run(*, by: User, run: ServiceRun) -> int:
    """Takes back what a run filled, but for fields that somebody has changed since;
    how many fields are empty again.
    """
    rows = (
        Proposal.objects.select_for_update()
        .filter(run=run, state=State.ACCEPTED)
        .select_related("record")
    )
    undone = 0
    by_record: dict[int, list[Proposal]] = {}
    for each in rows.order_by("pk"):
        by_record.setdefault(each.record_id, []).append(each)
    for proposals in by_record.values():
        record = proposals[0].record
        ours = [each for each in proposals if getattr(record, each.field) == each.value]
        for each in ours:
            setattr(record, each.field, each.before)
        Proposal.objects.filter(pk__in=[each.pk for each in ours]).update(state=State.UNDONE, by=by)
        if ours:
            log(
                review=run.review,
                actor=by,
                verb="edit_record",
                record=record,
                before={each.field: each.value for each in ours},
                after={each.field: each.before for each in ours},
                undone_run=run.pk,
            )
            _changed(by, run.review, record, [each.field for each in ours])
        undone += len(ours)
    Proposal.objects.filter(run=run, state=State.OPEN).update(state=State.UNDONE, by=by)
    log(review=run.review, actor=by, verb="undo_completion", run_id=run.pk, fields=undone)
    return undone


def find_works(*, review: Review, text: str) -> list[tuple[str, Entry]]:
    """Works of that DOI, PMID or title: (service, record), while a person waits.
    Raises ConnectorRefused: off, empty.

    A title is looked up as it is given; what comes back is shown,
    and a person says whether it is the one.
    """
    text = " ".join(text.split())
    if not text:
        raise ConnectorRefused("empty")
    sources = _sources(review)
    if not sources:
        raise ConnectorRefused("off")
    doi = identifiers.doi(text)
    pmid = "" if doi else identifiers.pmid(text)
    wanted = Wanted(0, doi=doi, pmid=pmid, title="" if doi or pmid else text)
    found: list[tuple[str, Entry]] = []
    for connector in sources:
        with open_session(connector.key, review=review, what="complete", hurried=True) as session:
            look_up = connector.look_up
            found += (
                [(connector.key, each.record) for each in look_up(session, [wanted])]
                if look_up
                else []
            )
        if found:
            break
    return found


def add_work(*, by: User, search: Search, service: str, entry: Entry) -> Record:
    """A work that was found, as a record added by hand to a search. Raises RecordRefused."""
    if service not in CONNECTORS:
        raise ConnectorRefused("off")
    return add_record(by=by, search=search, entry=entry)
