"""A Zotero library beside a review, against a library of our own that keeps Zotero's rules,
filled with recorded answers.
"""

import json
import re
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from reviewapp.wsgi import application
from screening.actions.access.tokens import make_token
from screening.models import Job, Record, Scope
from screening.tasks import run_job
from tests.builders import make_cast, make_record, make_search
from tests.shared import SHARED, needs_shared

sys.path.insert(0, str(Path(__file__).parents[2] / "clients" / "python"))

from reviewapp_client import Client
from reviewapp_client.zotero import Library, ZoteroRefused, pull, pull_pdfs, push

PDF = b"%PDF-1.4 made up %%EOF"


class Zotero:
    """A library with versions: writes of an older version are refused item by item, as Zotero does."""

    def __init__(self, items: list[dict[str, Any]] | None = None) -> None:
        self.items = {one["key"]: one for one in items or []}
        self.version, self.asked, self.before_write, self.pages_move, self.busy = (
            100,
            [],
            None,
            0,
            0,
        )
        self.files: dict[str, bytes] = {}

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append((request.method, request.url.path))
        assert request.headers["Zotero-API-Key"] == "secret"
        if self.busy:
            self.busy -= 1
            return httpx.Response(
                429, headers={"Retry-After": "16.666"}, text="Request rate limit exceeded"
            )
        heads = {"Last-Modified-Version": str(self.version)}
        path = request.url.path.removeprefix("/groups/1")
        if request.method == "POST":
            return httpx.Response(200, json=self.write(json.loads(request.content)), headers=heads)
        if found := re.fullmatch(r"/items/(\w+)/file", path):
            return httpx.Response(200, content=self.files[found[1]], headers=heads)
        if found := re.fullmatch(r"/items/(\w+)/children", path):
            return httpx.Response(200, json=self.children(found[1]), headers=heads)
        if (found := re.fullmatch(r"/items/(\w+)", path)) and found[1] != "top":
            return httpx.Response(200, json=self.items[found[1]], headers=heads)
        start, limit = int(request.url.params["start"]), int(request.url.params["limit"])
        assert limit <= 100
        rows = list(self.items.values())
        page = rows[start : start + min(limit, 20)]
        if self.pages_move and start:
            self.pages_move -= 1
            self.version += 1
        return httpx.Response(200, json=page, headers=heads | {"Total-Results": str(len(rows))})

    def children(self, key: str) -> list[dict[str, Any]]:
        data = {
            "contentType": "application/pdf",
            "linkMode": "imported_file",
            "filename": "报告.pdf",
        }
        return (
            [{"key": f"F{key}", "data": data | {"itemType": "attachment"}}]
            if f"F{key}" in self.files
            else []
        )

    def write(self, sent: list[dict[str, Any]]) -> dict[str, Any]:
        assert len(sent) <= 50
        if self.before_write:
            self.before_write()
            self.before_write = None
        told: dict[str, Any] = {"successful": {}, "success": {}, "unchanged": {}, "failed": {}}
        for place, one in enumerate(sent):
            key = one.get("key") or f"NEW{len(self.items)}"
            known = self.items.get(key)
            if known and one["version"] != known["data"]["version"]:
                told["failed"][str(place)] = {
                    "key": key,
                    "code": 412,
                    "message": "Item has been modified",
                }
                continue
            self.version += 1
            data = (known["data"] if known else {}) | one | {"version": self.version, "key": key}
            self.items[key] = {"key": key, "version": self.version, "data": data}
            told["success"][str(place)] = key
        return told


def item(key: str, title: str, **more: Any) -> dict[str, Any]:
    data = {
        "key": key,
        "version": 7,
        "itemType": "journalArticle",
        "title": title,
        "tags": [],
        "extra": "",
    } | more
    return {"key": key, "version": 7, "data": data}


@pytest.fixture
def cast(db):
    return make_cast()


@pytest.fixture
def client(cast):
    # The requests share the database connection of the test.
    signals = [request_started, request_finished]
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield from _client(cast)
    for signal in signals:
        signal.connect(close_old_connections)


def _client(cast):
    _made, text = make_token(by=cast.lead, name="z", scopes=Scope.values, valid=timedelta(days=1))

    def work(_seconds: float) -> None:
        for job in Job.objects.filter(state="queued"):
            run_job(job.pk)

    with Client(
        "http://testserver", text, transport=httpx.WSGITransport(application), sleep=work
    ) as made:
        yield made


def library(zotero: Zotero, waited: list[float] | None = None) -> Library:
    return Library(
        "groups/1", "secret", transport=httpx.MockTransport(zotero), sleep=(waited or []).append
    )


@needs_shared
def test_a_real_collection_becomes_records(cast, client):
    rows = json.loads(
        (SHARED / "data/services/zotero/items_50/body.json").read_text(encoding="utf-8")
    )
    wanted = [one for one in rows if one["data"]["itemType"] not in {"attachment", "note"}]
    (file,) = pull(client, library(Zotero(rows)), cast.review.pk, make_search(cast.review).pk)
    assert (file["state"], file["found"]) == ("imported", len(wanted))
    assert Record.objects.filter(review=cast.review).count() == file["imported"]
    assert file["imported"] + file["rejected"] == len(wanted)


def test_a_library_that_changes_while_it_is_read_is_read_again():
    zotero = Zotero([item(f"K{n}", f"标题 {n}") for n in range(45)])
    zotero.pages_move = 1
    assert len(library(zotero).items()) == 45
    zotero.pages_move = 99
    with pytest.raises(ZoteroRefused):
        library(zotero).items()


def test_it_waits_as_long_as_it_is_told():
    zotero, waited = Zotero([item("A", "标题")]), []
    zotero.busy = 2
    made = Library("groups/1", "secret", transport=httpx.MockTransport(zotero), sleep=waited.append)
    assert len(made.items()) == 1
    assert waited == [16.666, 16.666]


@pytest.fixture
def decided(cast):
    make_record(cast.review, title="骨骼肌外泌体", doi="10.5555/A", place="included")
    make_record(cast.review, title="Exosomes in bone", place="ta_exclude")
    make_record(cast.review, title="未决定", place="await_ta")
    make_record(
        cast.review, title="不在库中", doi="10.5555/new", place="included", authors=["高亚"]
    )
    return Zotero(
        [
            item(
                "A",
                "Another title",
                DOI="10.5555/a",
                extra="Citation Key: gao2024",
                tags=[{"tag": "好"}, {"tag": "reviewapp: old"}],
            ),
            item("B", "Exosomes in Bone."),
            item("C", "未决定", tags=[{"tag": "reviewapp: included"}]),
        ]
    )


def test_a_dry_run_writes_nothing(cast, client, decided):
    told = push(client, library(decided), cast.review.pk)
    assert {(key, mine) for key, _v, _t, mine in told.tags} == {
        ("A", "reviewapp: included"),
        ("B", "reviewapp: excluded on title and abstract"),
    }
    assert [one["title"] for one in told.new] == ["不在库中"]
    assert not any(method == "POST" for method, _path in decided.asked)


def test_decisions_become_tags_and_all_else_stays(cast, client, decided):
    push(client, library(decided), cast.review.pk, write=True)
    first = decided.items["A"]["data"]
    assert first["tags"] == [{"tag": "好"}, {"tag": "reviewapp: included"}]
    assert first["extra"] == "Citation Key: gao2024"
    assert len(decided.items) == 4
    again = push(client, library(decided), cast.review.pk, write=True)
    assert (again.tags, again.new, again.unchanged) == ([], [], 3)


def test_a_change_of_somebody_else_meanwhile_stays(cast, client, decided):
    def meanwhile() -> None:
        decided.items["A"]["data"] |= {"version": 8, "tags": [{"tag": "新"}]}

    decided.before_write = meanwhile
    push(client, library(decided), cast.review.pk, write=True)
    assert decided.items["A"]["data"]["tags"] == [{"tag": "新"}, {"tag": "reviewapp: included"}]


def test_full_texts_come_along(cast, client):
    record = make_record(cast.review, title="骨骼肌外泌体", place="await_retrieval")
    zotero = Zotero([item("A", "骨骼肌外泌体"), item("B", "别的")])
    zotero.files = {"FA": PDF, "FB": PDF}
    assert pull_pdfs(client, library(zotero), cast.review.pk) == 1
    assert record.full_texts.get().name == "报告.pdf"
    assert pull_pdfs(client, library(zotero), cast.review.pk) == 0
