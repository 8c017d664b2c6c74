"""A review written into an archive and loaded again is the same review,
in this and in another installation.
"""

import base64
import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage

from screening.actions.archive.archive_export import write_archive
from screening.actions.archive.archive_import import load_archive
from screening.actions.archive.archive_reading import ArchiveRefused
from screening.actions.archive.archive_tables import LEFT_OUT, TABLES
from screening.actions.duplicates import dedupe_job
from screening.actions.duplicates.blocking_keys import SEEN, make_keys
from screening.actions.duplicates.duplicate_answers import redo_run, undo_run
from screening.actions.duplicates.merge import merge, undo_merge
from screening.actions.flow.publication import begin_update, publish
from screening.actions.fulltext.retrieval import set_retrieval
from screening.actions.fulltext.studies import group_reports, ungroup_reports
from screening.actions.records.labels import make_label, put_labels
from screening.actions.records.record_edits import add_record
from screening.actions.screening.adjudication import settle
from screening.actions.screening.notes import write_note
from screening.actions.screening.prescreening_removal import set_removed
from screening.actions.screening.stages import screen_again
from screening.actions.verification.verification import verify
from screening.flow.boxes import UPDATES
from screening.models import (
    BlockingKey,
    DedupeRun,
    Event,
    FullTextFile,
    Merge,
    Record,
    Review,
    Study,
    User,
    Vote,
)
from screening.queries.flow import flow_counts
from screening.queries.flow.versions import pack, unpack
from screening.records.record import Record as Entry
from tests.actions.duplicates.test_dedupe_job import CHINESE, PAPER, dedupe
from tests.actions.verification.test_verification import FT, TA, lived_review, say
from tests.builders import (
    make_cast,
    make_file,
    make_full_text,
    make_record,
    make_review,
    make_search,
)
from tests.world import build_world

pytestmark = pytest.mark.django_db
WRITTEN = (
    "full_texts__name",
    "people_notes__text",
    "people_notes__user__name",
    "labellings__label__name",
    "labellings__user__name",
)


def archived(review: Review) -> io.BytesIO:
    out = io.BytesIO()
    write_archive(review, out)
    out.seek(0)
    return out


def test_loaded_review_has_the_same_state_and_counts():
    cast = lived_review()
    loaded = load_archive(by=cast.observer, source=archived(cast.review))
    assert loaded.pk != cast.review.pk
    assert flow_counts.flow(loaded).to_json() == flow_counts.flow(cast.review).to_json()
    for model in (Record, Vote):
        assert (
            model.objects.filter(review=loaded).count()
            == model.objects.filter(review=cast.review).count()
        )
    told = ("title", "place", "flow_lane", "year", "created_at")
    rows = [
        list(Record.objects.filter(review=r).order_by("pk").values_list(*told))
        for r in (cast.review, loaded)
    ]
    assert sorted(rows[0], key=str) == sorted(rows[1], key=str)
    assert verify(loaded) == []
    assert Event.objects.get(review=loaded, verb="load_review").actor == cast.observer
    assert loaded.memberships.get(user=cast.observer).leads


def test_files_and_published_versions_go_along():
    cast = make_cast()
    file = make_file(cast.review)
    record = make_record(cast.review, place="included")
    publish(by=cast.lead, review=cast.review, note="投稿")
    loaded = load_archive(by=None, source=archived(cast.review))
    again = loaded.files.get()
    assert (again.name, again.sha256) == (file.name, file.sha256)
    assert again.stored.read() == file.stored.read()
    assert loaded.publications.get().studies == {
        f"r{loaded.records.get().pk}": [loaded.records.get().pk]
    }
    assert loaded.records.get().title == record.title


def test_published_studies_that_were_ended_since_are_still_told_apart():
    cast = make_cast()
    search = make_search(cast.review, name="中国知网")
    for name in ("高亚 2024", "Page 2021"):
        reports = [make_record(cast.review, search=search, place="included").pk for _ in range(2)]
        group_reports(by=cast.lead, review=cast.review, record_ids=reports, name=name)
    publish(by=cast.lead, review=cast.review)
    review = begin_update(by=cast.lead, review=cast.review)
    for study in Study.objects.filter(review=review):
        reports = list(study.reports.values_list("pk", flat=True))
        ungroup_reports(by=cast.lead, review=review, study=study, record_ids=reports)
    once = load_archive(by=None, source=archived(review))
    again = load_archive(by=None, source=archived(once))
    assert flow_counts.flow(again).to_json() == flow_counts.flow(review).to_json()
    assert flow_counts.flow(again)["previous_studies"] == 2
    assert flow_counts.behind(again, "previous_studies").count() == 4


def test_report_of_other_methods_keeps_the_source_it_was_found_in_first():
    cast = make_cast()
    found = [("参考文献", "citation"), ("Website", "website")]
    searches = [make_search(cast.review, name=name, kind=kind) for name, kind in found]
    first, second = (
        add_record(by=cast.lead, search=s, entry=Entry(title=f"题名 {s.pk}")) for s in searches
    )
    merge(review=cast.review, record_ids=[second.pk, first.pk], by=cast.lead)
    loaded = load_archive(by=None, source=archived(cast.review))
    assert (
        flow_counts.flow(loaded)["citations_results"]
        == flow_counts.flow(cast.review)["citations_results"]
        == 1
    )
    assert verify(loaded) == []


@pytest.mark.parametrize(
    "brought", ["votes", "settlement", "clash", "retrieval", "study", "words", "file"]
)
def test_merge_is_undone_in_the_loaded_review_as_in_the_first(brought):
    cast = make_cast()
    search = make_search(cast.review, name="中国知网")
    first, second = (
        add_record(by=cast.lead, search=search, entry=Entry(title=f"外泌体 {n}")) for n in range(2)
    )
    said = {
        "votes": (("include",), ()),
        "settlement": (("include", "exclude"), ()),
        "clash": (2 * ("exclude",), 2 * ("include",)),
    }
    for record, verdicts in zip(
        (second, first), said.get(brought, 2 * (2 * ("include",),)), strict=True
    ):
        say(cast, record, "title-abstract", *verdicts)
    if brought == "settlement":
        settled = {
            "record_id": second.pk,
            "stage": "title-abstract",
            "verdict": "include",
            "rationale": "符合",
        }
        settle(by=cast.adjudicator, review=cast.review, **settled)
    if brought == "retrieval":
        set_retrieval(
            by=cast.lead, review=cast.review, record_ids=[second.pk], status="not_retrieved"
        )
    if brought == "study":
        group_reports(by=cast.lead, review=cast.review, record_ids=[second.pk], name="高亚 2024")
    if brought == "file":
        make_full_text(
            cast.review, record=second, sha256=hashlib.sha256(b"%PDF-1.4 made up").hexdigest()
        )
    if brought == "words":
        write_note(
            by=cast.first,
            review=cast.review,
            record_id=second.pk,
            stage="title-abstract",
            text="样本太小",
        )
        label = make_label(by=cast.second, review=cast.review, name="综述")
        put_labels(by=cast.second, review=cast.review, record_id=second.pk, label_ids=[label.pk])
    merge(review=cast.review, record_ids=[first.pk, second.pk], by=cast.lead)
    loaded = load_archive(by=cast.lead, source=archived(cast.review))
    states = []
    for review in (cast.review, loaded):
        undo_merge(by=cast.lead, review=review, merge_id=Merge.objects.get(review=review).pk)
        assert verify(review) == []
        told = ("title", "place", "retrieval__status", "studies__name", "votes__verdict", *WRITTEN)
        states.append(sorted(Record.objects.filter(review=review).values_list(*told), key=str))
    assert states[0] == states[1]


def undone_run(review: Review) -> DedupeRun:
    """Two merges of one run, undone together."""
    for values in (PAPER, PAPER, CHINESE, CHINESE):
        make_record(review, **values)
    dedupe(review)
    run = DedupeRun.objects.get(review=review)
    assert undo_run(by=review.created_by, review=review, run_id=run.pk) == (2, 0)
    return run


def test_undone_run_is_taken_back_in_the_loaded_review_as_in_the_first():
    cast = make_cast()
    run = undone_run(cast.review)
    loaded = load_archive(by=cast.lead, source=archived(cast.review))
    there = DedupeRun.objects.get(review=loaded)
    assert sorted(there.undone) == sorted(
        Merge.objects.filter(review=loaded).values_list("pk", flat=True)
    )
    assert redo_run(by=cast.lead, review=loaded, run_id=there.pk) == (2, 0)
    assert redo_run(by=cast.lead, review=cast.review, run_id=run.pk) == (2, 0)
    assert [
        Record.objects.filter(review=one, primary=None).count() for one in (loaded, cast.review)
    ] == [2, 2]


def test_merges_that_an_archive_does_not_hold_are_not_taken_back():
    cast = make_cast()
    undone_run(cast.review)
    other = make_review()
    elsewhere = merge(by=None, review=other, record_ids=[make_record(other).pk for _ in range(2)])
    whole = changed(archived(cast.review), rows_changed("DedupeRun", undone=[elsewhere.pk]))
    loaded = load_archive(by=cast.lead, source=whole)
    assert DedupeRun.objects.get(review=loaded).undone == []


def test_every_table_is_archived_or_made_anew():
    known = {table.name for table in TABLES} | LEFT_OUT | {"Review", "User"}
    assert {model.__name__ for model in apps.get_app_config("screening").get_models()} == known


def test_compared_records_are_not_compared_again():
    cast = make_cast()
    twins = [
        make_record(cast.review, title="外泌体与骨形成", doi="10.5555/1", year=2020)
        for _ in range(2)
    ]
    make_keys(cast.review, [row.pk for row in twins])
    make_record(cast.review, title="Brought after the last comparison")
    loaded = load_archive(by=cast.lead, source=archived(cast.review))
    keys = [
        sorted(
            BlockingKey.objects.filter(record__review=review).values_list("record__title", "key")
        )
        for review in (cast.review, loaded)
    ]
    assert keys[0] == keys[1]
    assert {title for title, key in keys[1]} == {"外泌体与骨形成"}
    assert SEEN == dedupe_job.SEEN


def test_only_who_loads_is_known_by_address_unless_trusted():
    cast = make_cast()
    whole = archived(cast.review)
    loaded = load_archive(by=cast.first, source=whole)
    known = set(User.objects.filter(memberships__review=loaded, is_active=True))
    assert known == {cast.first}
    others = User.objects.filter(memberships__review=loaded, is_active=False)
    assert {user.name for user in others} >= {"Lena", "Ada", "Otto"}
    assert not any(
        user.has_usable_password() or not user.email.endswith(".invalid") for user in others
    )
    trusted = load_archive(by=None, source=whole, trusted=True)
    assert set(trusted.memberships.values_list("user", flat=True)) == set(
        cast.review.memberships.values_list("user", flat=True)
    )


def changed(whole: io.BytesIO, change: Callable[[str, bytes], bytes], **parts: bytes) -> io.BytesIO:
    """The archive with other parts, its hashes made right again, as whoever means harm would."""
    out = io.BytesIO()
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        manifest = json.loads(old.read("manifest.json"))
        contents = {
            name: change(name, old.read(name)) for name in old.namelist() if name != "manifest.json"
        } | parts
        for name, data in contents.items():
            new.writestr(name, data)
            manifest["hashes"][name] = hashlib.sha256(data).hexdigest()
        new.writestr("manifest.json", change("manifest.json", json.dumps(manifest).encode()))
    out.seek(0)
    return out


def rows_changed(table: str, **values: Any) -> Callable[[str, bytes], bytes]:
    def change(name: str, data: bytes) -> bytes:
        if name != f"tables/{table}.jsonl":
            return data
        return b"".join(
            json.dumps(json.loads(line) | values).encode() + b"\n" for line in data.splitlines()
        )

    return change


def same(name: str, data: bytes) -> bytes:
    return data


def test_archive_of_an_earlier_version_lacks_columns_that_have_come_since():
    since = {
        "tables/Vote.jsonl": {"first_verdict"},
        "tables/Record.jsonl": {
            "authors_incomplete",
            "editors",
            "translators",
            "edition",
            "accessed",
        },
    }

    def without(name: str, data: bytes) -> bytes:
        if name not in since:
            return data
        rows = [
            {k: v for k, v in json.loads(line).items() if k not in since[name]}
            for line in data.splitlines()
        ]
        return b"".join(json.dumps(row).encode() + b"\n" for row in rows)

    cast = lived_review()
    loaded = load_archive(by=cast.observer, source=changed(archived(cast.review), without))
    assert set(Vote.objects.filter(review=loaded).values_list("first_verdict", flat=True)) == {""}
    assert {
        tuple(editors)
        for editors in Record.objects.filter(review=loaded).values_list("editors", flat=True)
    } == {()}
    assert verify(loaded) == []


def refused_as(source: io.BytesIO, code: str) -> None:
    """Refused for that, and not a row or a file of it is left."""
    before = Review.objects.count(), Record.objects.count(), stored_files()
    with pytest.raises(ArchiveRefused, match=code):
        load_archive(by=None, source=source, trusted=True)
    assert (Review.objects.count(), Record.objects.count(), stored_files()) == before


def stored_files() -> set[str]:
    root = Path(settings.MEDIA_ROOT)
    return {str(path) for path in root.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("part", "code"),
    [
        ("../evil", "paths"),
        ("/etc/passwd", "paths"),
        ("files/../../evil", "paths"),
        ("files\\evil", "paths"),
        ("tables/Session.jsonl", "paths"),
        ("files/" + "a" * 400, "paths"),
        ("tables/../files/x", "paths"),
    ],
)
def test_archive_with_a_part_where_none_belongs_is_refused(part, code):
    cast = make_cast()
    refused_as(changed(archived(cast.review), same, **{part: b"x"}), code)


@pytest.mark.parametrize(
    ("table", "values", "code"),
    [
        ("Record", {"search_id": 10**6}, "content Record"),
        ("Record", {"review_id": 10**6}, "content Record"),
        ("Record", {"place": "auto"}, "counts"),
        ("Record", {"year": "soon"}, "content Record"),
        ("Record", {"id": "x"}, "content"),
        ("Record", {"authors": None}, "content"),
        ("Event", {"at": "never"}, "content Event"),
        ("Event", {"actor_id": 10**6}, "content Event"),
        ("Membership", {"user_id": 10**6}, "content Membership"),
        ("User", {"email": 5}, "content User"),
        ("User", {"id": [1]}, "content User"),
        ("Review", {"created_by_id": None}, "content Review"),
        ("Publication", {"rows": "eA=="}, "content Publication"),
        ("Publication", {"studies": 3}, "content Publication"),
    ],
)
def test_row_that_is_not_what_it_should_be_is_refused(table, values, code):
    cast = make_cast()
    make_record(cast.review, place="included")
    make_file(cast.review)
    publish(by=cast.lead, review=cast.review, note="投稿")
    refused_as(changed(archived(cast.review), rows_changed(table, **values)), code)


def test_bombs_and_nonsense_are_refused():
    cast = make_cast()
    whole = archived(cast.review)
    refused_as(changed(whole, same, **{"files/bomb": b"0" * (30 << 20)}), "size")
    for data in (b"", b"no zip", whole.getvalue()[:-30], whole.getvalue()[:200]):
        refused_as(io.BytesIO(data), "format")
    for text in (b"[]", b"{", b'{"format": "reviewapp-archive-1"}', b"\xff"):
        refused_as(
            changed(whole, lambda name, data, t=text: t if name == "manifest.json" else data),
            "format",
        )
    damaged = bytearray(whole.getvalue())
    damaged[120] ^= 255
    refused_as(io.BytesIO(bytes(damaged)), "hash|format|paths")


def test_stored_names_and_types_are_never_those_of_the_archive():
    cast = make_cast()
    foreign = make_file(make_cast_of_strangers().review)
    make_file(cast.review)
    full = make_full_text(cast.review)
    change = rows_changed("ImportFile", stored=foreign.stored.name)
    loaded = load_archive(by=cast.lead, source=changed(archived(cast.review), change))
    assert not default_storage.exists(loaded.files.get().stored.name)
    change = rows_changed("FullTextFile", content_type="text/html")
    loaded = load_archive(by=cast.lead, source=changed(archived(cast.review), change))
    kept = FullTextFile.objects.get(record__review=loaded)
    assert kept.content_type == "application/octet-stream"
    assert kept.stored.read() == full.stored.read()


def make_cast_of_strangers():
    return build_world(other=True).cast


def test_changed_archive_is_refused_and_nothing_is_loaded():
    cast = make_cast()
    set_removed(
        by=cast.lead,
        review=cast.review,
        record_ids=[make_record(cast.review).pk],
        kind="other",
        note="撤稿",
    )
    whole = archived(cast.review)
    changed = io.BytesIO()
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(
                name, data.replace("撤稿".encode(), "留下".encode()) if "Record" in name else data
            )
    changed.seek(0)
    with pytest.raises(ArchiveRefused, match="hash"):
        load_archive(by=None, source=changed)
    with pytest.raises(ArchiveRefused, match="format"):
        load_archive(by=None, source=io.BytesIO(b"no zip"))
    assert Review.objects.count() == 1


def test_update_archived_before_old_reports_were_counted_in_it_loads_and_counts_them():
    """What was opened again in the update stood in no box then; now it is re-assessed."""
    since = {
        "tables/Record.jsonl": {
            "flow_part",
            "published",
            "published_reason_id",
            "published_mark",
            "moved",
        },
        "tables/Publication.jsonl": {"reports"},
        "tables/ImportFile.jsonl": {"run_again_on"},
    }

    def of_before(name: str, data: bytes) -> bytes:
        if name == "manifest.json":
            manifest = json.loads(data)
            manifest["flow"] = {key: n for key, n in manifest["flow"].items() if key not in UPDATES}
            return json.dumps(manifest).encode()
        rows = [json.loads(line) for line in data.splitlines()] if name in since else []
        for row in rows:
            if name == "tables/Publication.jsonl":
                stood = unpack(base64.b64decode(row["rows"]))
                row["rows"] = base64.b64encode(
                    pack((s.record, s.place, s.reason) for s in stood)
                ).decode()
            for key in since[name]:
                row.pop(key, None)
        return b"".join(json.dumps(row).encode() + b"\n" for row in rows) if rows else data

    cast = make_cast()
    search = make_search(cast.review)
    rows = [
        add_record(by=cast.lead, search=search, entry=Entry(title=f"题名 {n}")) for n in range(2)
    ]
    say(cast, rows[0], TA, "include", "include")
    say(cast, rows[0], FT, "include", "include")
    say(cast, rows[1], TA, "exclude", "exclude")
    publish(by=cast.lead, review=cast.review)
    review = begin_update(by=cast.lead, review=cast.review)
    screen_again(by=cast.lead, review=review, stage=TA, record_ids=[rows[1].pk], reason="更正")
    published = Event.objects.get(review=review, verb="publish")
    Event.objects.filter(pk=published.pk).update(
        data={k: v for k, v in published.data.items() if k not in {"digest", "contents", "words"}}
    )
    loaded = load_archive(by=None, source=changed(archived(review), of_before))
    numbers = flow_counts.flow(loaded)
    assert (numbers["other_reassessed"], numbers["previous_reports"], numbers["total_reports"]) == (
        1,
        1,
        1,
    )
    assert verify(loaded) == []
