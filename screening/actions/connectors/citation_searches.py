"""Following citations from reports, backward and forward, by services:
a search of the kind "citation searching".

What was found is one file a service, which waits in the inbox with how many are new and how many
known, and how the services overlap; the duplicate engine recognises what is known once a lead lets
it in.
"""

import json
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from tempfile import TemporaryFile
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from screening.actions.connectors.runs import ConnectorRefused, begin, reporting, set_state
from screening.actions.connectors.sessions import open_session
from screening.actions.history.event_log import log
from screening.actions.imports.import_files import Upload, read, store
from screening.actions.imports.parser_client import Reader
from screening.actions.imports.searches import add_search
from screening.actions.jobs.job_run import Running
from screening.connectors import CONNECTORS, Chasing, Wanted
from screening.connectors._reading import as_list
from screening.formats import parse
from screening.models import ImportFile, Job, Record, Review, RunPage, ServiceRun, User
from screening.queries.connectors.services import usable
from screening.queries.connectors.wanted import wanted_reports
from screening.records.messages import Message, gettext_noop
from screening.records.record import Record as Entry
from screening.records.text import title_key

WAYS = ("backward", "forward")
MOST_SEEDS = 500
DEEPEST = 3
SEEDS_AT_ONCE = 20
ASKING = gettext_noop("%(service)s is asked for citations: round %(round)s, %(n)s seeds.")


def begin_chase(
    *,
    by: User,
    review: Review,
    services: Iterable[str],
    record_ids: Sequence[int] | None,
    ways: Iterable[str],
    depth: int = 1,
) -> tuple[ServiceRun, Job]:
    """Writes the search down and gives the job that follows the citations, to be sent.
    `record_ids` None: the included.

    Raises ConnectorRefused: off, none (no seed, or no way), many (more than MOST_SEEDS seeds).
    """
    able = {connector.key for connector in usable(review, "citations")}
    chosen = [key for key in services if key in able]
    if not chosen:
        raise ConnectorRefused("off")
    rows = Record.objects.filter(review=review, primary=None).exclude(place="loading")
    rows = rows.filter(place="included") if record_ids is None else rows.filter(pk__in=record_ids)
    seeds = list(rows.order_by("pk")[: MOST_SEEDS + 1])
    asked = [way for way in WAYS if way in set(ways)]
    if not seeds or not asked or not 1 <= depth <= DEEPEST:
        raise ConnectorRefused("none")
    if len(seeds) > MOST_SEEDS:
        raise ConnectorRefused("many")
    return _begun(by, review, chosen, seeds, asked, depth)


@transaction.atomic
def _begun(
    by: User, review: Review, services: list[str], seeds: list[Record], ways: list[str], depth: int
) -> tuple[ServiceRun, Job]:
    labels = ", ".join(CONNECTORS[key].label for key in services)
    lines = [f"{len(seeds)} seeds; {' + '.join(ways)}; depth {depth}; {labels}"]
    lines += [
        f"{seed.own_title[:120]} {seed.doi or (seed.pmid and f'PMID {seed.pmid}')}".strip()
        for seed in seeds
    ]
    search = add_search(
        by=by,
        review=review,
        kind="citation",
        name=f"Citation searching ({labels})"[:200],
        platform=labels[:200],
        date_run=timezone.localdate(),
        strategy="\n".join(lines),
        ran_by=str(by)[:200],
    )
    run, job = begin(
        by=by,
        review=review,
        purpose="citations",
        services=services,
        search=search,
        facts={"ways": ways, "depth": depth, "seeds": len(seeds)},
    )
    run.seeds.set(seeds)
    return run, job


def run(running: Running) -> dict[str, Any]:
    """The job "chase". Params: run. Each service, round and way is a step that is kept."""
    row = ServiceRun.objects.select_related("review", "search", "by").get(pk=running.params["run"])
    # A worker that was killed after the end is started once more: what is done stays as it is.
    if row.state in (ServiceRun.State.READY, ServiceRun.State.TAKEN, ServiceRun.State.LEFT):
        return {"run": row.pk}
    set_state(row, ServiceRun.State.RUNNING, message=None, finished_at=None)
    seeds = wanted_reports(row.review, row.seeds.values_list("pk", flat=True))
    with reporting(row):
        for key in row.services:
            _follow(row, key, seeds, running)
    return _conclude(row, running)


def _follow(row: ServiceRun, key: str, seeds: Sequence[Wanted], running: Running) -> None:
    """All rounds of one service; each round's seeds are the works that the one before has found."""
    chasing = CONNECTORS[key].chasing
    if chasing is None:
        return
    current = list(seeds)
    seen = {_mark(each.doi, each.pmid, each.title) for each in current}
    for depth in range(1, row.facts["depth"] + 1):
        values = {"service": CONNECTORS[key].label, "round": depth, "n": len(current)}
        running.advance(0, None, Message(ASKING, values))
        found = _round(row, key, chasing, current, depth, running)
        current = []
        for entry in found:
            mark = _mark(entry.doi, entry.pmid, entry.title)
            # A work without an identifier cannot be asked about, so it ends its branch.
            if mark not in seen and (entry.doi or entry.pmid):
                seen.add(mark)
                current.append(
                    Wanted(-len(seen), doi=entry.doi, pmid=entry.pmid, title=entry.title)
                )
        # Citations of citations grow by the hundred: the next round asks about so many and no more.
        current = current[:MOST_SEEDS]


def _round(
    row: ServiceRun,
    key: str,
    chasing: Chasing,
    seeds: Sequence[Wanted],
    depth: int,
    running: Running,
) -> list[Entry]:
    entries: list[Entry] = []
    for way in row.facts["ways"]:
        follow = getattr(chasing, way)
        for at in range(0, len(seeds), SEEDS_AT_ONCE) if follow else ():
            step = f"{key} {depth} {way} {at}"
            # Asked once and kept: a job that goes on after a break asks for nothing a second time.
            if step not in running.resume.get("steps", []):
                with open_session(key, review=row.review, what="citations") as session:
                    cited = follow(session, seeds[at : at + SEEDS_AT_ONCE])
                _kept_step(row, step, cited, running)
            page = RunPage.objects.get(run=row, number=running.resume["steps"].index(step))
            entries += [
                entry for body in _unpacked(page) for entry in _entries(body, chasing.format)
            ]
    return entries


def _kept_step(row: ServiceRun, step: str, cited: Any, running: Running) -> None:
    steps = [*running.resume.get("steps", []), step]
    body = zlib.compress(json.dumps([each.decode() for each in cited.bodies]).encode())
    # The answer and the note that it is there belong together.
    with transaction.atomic():
        lost = running.resume.get("unidentified", 0) + cited.unidentified
        running.remember(steps=steps, unidentified=lost)
        RunPage.objects.create(
            run=row, number=len(steps) - 1, ids=[list(edge) for edge in cited.edges], body=body
        )


def _unpacked(page: RunPage) -> list[bytes]:
    return [each.encode() for each in json.loads(zlib.decompress(bytes(page.body)))]


def _entries(body: bytes, format_key: str) -> list[Entry]:
    return parse(body, name="", format_key=format_key).records


def _mark(doi: str, pmid: str, title: str) -> str:
    """What tells one work from another across services; "" for a work that nothing is known of."""
    return doi.lower() or (pmid and f"pmid:{pmid}") or title_key(title)


def _conclude(row: ServiceRun, running: Running) -> dict[str, Any]:
    steps: list[str] = running.resume.get("steps", [])
    by_service: defaultdict[str, dict[str, Entry]] = defaultdict(dict)
    bodies: defaultdict[str, list[bytes]] = defaultdict(list)
    for page in RunPage.objects.filter(run=row).order_by("number"):
        key = steps[page.number].split(" ")[0]
        chasing = CONNECTORS[key].chasing
        for body in _unpacked(page) if chasing else ():
            bodies[key].append(body)
            for entry in _entries(body, chasing.format if chasing else ""):
                by_service[key].setdefault(_mark(entry.doi, entry.pmid, entry.title), entry)
    marks = {key: set(found) - {""} for key, found in by_service.items()}
    every = set().union(*marks.values()) if marks else set()
    known = {mark for mark in every if mark in _known(row.review)}
    files = [
        _file(row, key, bodies[key], by_service[key], known) for key in row.services if bodies[key]
    ]
    facts = row.facts | {
        "found": {key: len(found) for key, found in marks.items()},
        "overlap": overlap(marks),
        "unidentified": running.resume.get("unidentified", 0),
        "files": [file.pk for file in files if file],
    }
    kept = [file for file in files if file]
    with transaction.atomic():
        running.remember(concluded=True)
        state = ServiceRun.State.READY if kept else ServiceRun.State.TAKEN
        set_state(
            row,
            state,
            facts=facts,
            new=len(every - known),
            known=len(known),
            reported=len(every),
            file=kept[0] if kept else None,
        )
        log(
            review=row.review,
            actor=row.by,
            verb="services_answered",
            purpose=row.purpose,
            services=row.services,
            run_id=row.pk,
            search=row.search_id,
            reported=len(every),
            fetched=len(every),
            new=len(every - known),
        )
        RunPage.objects.filter(run=row).delete()
    return {"run": row.pk, "new": row.new, "known": row.known}


def overlap(marks: Mapping[str, set[str]]) -> dict[str, int]:
    """How many works each set of services has found together and no other:
    "crossref+openalex" → 12.
    """
    holders: defaultdict[str, list[str]] = defaultdict(list)
    for key in sorted(marks):
        for mark in marks[key]:
            holders[mark].append(key)
    counted: defaultdict[str, int] = defaultdict(int)
    for keys in holders.values():
        counted["+".join(keys)] += 1
    return dict(sorted(counted.items()))


def _known(review: Review) -> set[str]:
    """Marks of all records of the review."""
    found: set[str] = set()
    rows = Record.objects.filter(review=review).values_list(
        "doi", "pmid", "title", "title_translated"
    )
    for doi, pmid, title, translated in rows.iterator(chunk_size=2000):
        found |= {doi.lower(), pmid and f"pmid:{pmid}", title_key(title), title_key(translated)}
    return found - {""}


def _file(
    row: ServiceRun,
    key: str,
    bodies: Sequence[bytes],
    entries: Mapping[str, Entry],
    known: set[str],
) -> ImportFile | None:
    """What a service has found and the review does not know, as one file of the search;
    None for nothing.
    """
    chasing = CONNECTORS[key].chasing
    fresh = [entry for mark, entry in entries.items() if mark and mark not in known]
    if chasing is None or not fresh or row.search is None or row.by is None:
        return None
    name = f"{key}-{row.pk}.{chasing.extension}"
    file = ImportFile.objects.filter(search=row.search, name=name).first()
    if file is None:
        with TemporaryFile() as whole:
            whole.write(_raw(fresh, chasing.extension))
            whole.seek(0)
            file = store(by=row.by, search=row.search, upload=Upload(name, File(whole, name=name)))
    if file.state == ImportFile.State.READING:
        file.options = {"chosen": {"format": chasing.format, "encoding": "utf-8"}}
        file.save(update_fields=["options"])
        with Reader(seconds=3600, patient=True) as reader:
            file = read(file=file, reader=reader)
    return file


def _raw(entries: Iterable[Entry], extension: str) -> bytes:
    """The entries' own texts as the service gave them, in one file."""
    if extension == "json":
        return as_list(json.loads(entry.raw) for entry in entries)
    inner = "\n".join(entry.raw for entry in entries)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<PubmedArticleSet>\n{inner}\n</PubmedArticleSet>\n'.encode()
