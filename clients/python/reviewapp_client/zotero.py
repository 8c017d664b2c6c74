"""A Zotero library beside a review: a collection becomes records, full texts come along,
decisions become tags.

The key of the library stays with whoever runs this; the server never has it. Zotero's rules are
kept: pages of a hundred, fifty items in one write, versions (412 means: read again, put the change
on top, never force), `Backoff` and `Retry-After`. Only tags of our own beginning are touched, so
citation keys and everything else in an item stay.
"""

import json
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

import httpx2 as httpx

from reviewapp_client.client import Client, Tell, silent
from reviewapp_client.matching import names_of
from reviewapp_client.transport import Problem

API = "https://api.zotero.org"
PAGE = 100
#: Items that Zotero takes in one write.
WRITE = 50
TRIES = 5
#: How every tag of ours begins.
MINE = "reviewapp: "
#: Where a report stands → what its tag says; a report in any other place gets none.
DECIDED = {
    "included": "included",
    "ft_exclude": "excluded on full text",
    "ta_exclude": "excluded on title and abstract",
    "not_retrieved": "full text not retrieved",
}
ASIDE = {"attachment", "note", "annotation"}


class ZoteroRefused(Exception):
    """What Zotero said instead of doing it."""


class Moved(Exception):
    """The library changed while it was read or written to (412)."""


class Library:
    """A library of Zotero: `users/123` or `groups/456`."""

    def __init__(
        self,
        library: str,
        key: str,
        *,
        url: str = API,
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        heads = {
            "Zotero-API-Version": "3",
            "Zotero-API-Key": key,
            "User-Agent": "reviewapp-client/0.2.0",
        }
        self.line = httpx.Client(
            base_url=f"{url}/{library}",
            headers=heads,
            timeout=60.0,
            transport=transport,
            follow_redirects=True,
        )
        self.sleep = sleep

    def ask(self, method: str, path: str, **sent: Any) -> httpx.Response:
        """The answer, after as much patience as Zotero asks for. Raises Moved and ZoteroRefused."""
        for left in reversed(range(TRIES)):
            answer = self.line.request(method, path, **sent)
            if wait := _seconds(answer.headers.get("Backoff", "")):
                self.sleep(wait)
            if answer.status_code in (429, 503) and left:
                self.sleep(_seconds(answer.headers.get("Retry-After", "")) or 5.0)
                continue
            break
        if answer.status_code == 412:
            raise Moved
        if answer.status_code >= 400:
            raise ZoteroRefused(f"{answer.status_code}: {answer.text[:200]}")
        return answer

    def items(self, collection: str = "") -> list[dict[str, Any]]:
        """All references of a collection, or of the library, as they were at one version of it."""
        path = f"/collections/{collection}/items/top" if collection else "/items/top"
        for _try in range(TRIES):
            try:
                return [one for one in self._pages(path) if one["data"]["itemType"] not in ASIDE]
            except Moved:
                continue
        raise ZoteroRefused("The library changes faster than it can be read.")

    def _pages(self, path: str) -> Iterator[dict[str, Any]]:
        start, version = 0, ""
        while True:
            answer = self.ask("GET", path, params={"format": "json", "limit": PAGE, "start": start})
            now = answer.headers.get("Last-Modified-Version", "")
            if version and now != version:
                raise Moved
            version, rows = now, answer.json()
            yield from rows
            start += len(rows)
            if not rows or start >= int(answer.headers.get("Total-Results", start)):
                return

    def pdf(self, item: str) -> tuple[str, bytes] | None:
        """Name and content of the first PDF of an item, if its file is with Zotero."""
        for child in self.ask("GET", f"/items/{item}/children").json():
            data = child["data"]
            if data.get("contentType") == "application/pdf" and data.get("linkMode", "").startswith(
                "imported"
            ):
                content = self.ask("GET", f"/items/{child['key']}/file").content
                if content.startswith(b"%PDF-"):
                    return data.get("filename") or f"{child['key']}.pdf", content
        return None

    def write(self, items: list[dict[str, Any]]) -> dict[str, Any]:
        """Writes these (key, version, changed fields), or new ones; what Zotero says of each."""
        heads = (
            {"Zotero-Write-Token": uuid4().hex} if not all("key" in one for one in items) else {}
        )
        found: dict[str, Any] = self.ask("POST", "/items", json=items, headers=heads).json()
        return found


@dataclass(slots=True)
class Plan:
    """What would be written: tags of items that are there, and items that are not."""

    #: Key, version, all tags, and the one of ours.
    tags: list[tuple[str, int, list[dict[str, Any]], str]] = field(default_factory=list)
    new: list[dict[str, Any]] = field(default_factory=list)
    unchanged: int = 0


def pull(
    client: Client,
    library: Library,
    review_id: int,
    search_id: int,
    *,
    collection: str = "",
    tell: Tell = silent,
) -> list[Any]:
    """Brings a collection to a search, as a file that is imported; the file as it stands then."""
    items = library.items(collection)
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"zotero-{collection or 'library'}.json"
        path.write_text(json.dumps(items, ensure_ascii=False), encoding="utf-8")
        return client.bring(review_id, search_id, path, tell=tell)


def pull_pdfs(
    client: Client, library: Library, review_id: int, *, collection: str = "", tell: Tell = silent
) -> int:
    """Brings PDFs of reports whose full text is sought and has no file yet; how many."""
    wanted = [one["record"] for one in client.each_full_texts(review_id) if not one["files"]]
    known, brought = _by_name(library.items(collection)), 0
    for number, record in enumerate(wanted, 1):
        item = _same(record, known)
        found = library.pdf(item["key"]) if item else None
        if found is not None:
            try:
                client.add_full_text(review_id, record["id"], file=found)
                brought += 1
            except Problem as problem:
                if problem.code != "fulltext.twice":
                    raise
        tell("full texts", number, len(wanted))
    return brought


def plan(client: Client, library: Library, review_id: int, *, collection: str = "") -> Plan:
    """What `push` would write; nothing is."""
    made, known = Plan(), _by_name(library.items(collection))
    for place, words in DECIDED.items():
        for record in client.each_records(review_id, place=[place]):
            item = _same(record, known)
            if item is not None:
                _tag(made, item, MINE + words)
            elif place == "included":
                made.new.append(_new(record, MINE + words, collection))
    return made


def push(
    client: Client, library: Library, review_id: int, *, collection: str = "", write: bool = False
) -> Plan:
    """Writes decisions as tags, and included reports that are missing;
    without `write` it only says what it would do.

    Where somebody has changed an item meanwhile,
    it is read again and the tag is put on what it is now.
    """
    made = plan(client, library, review_id, collection=collection)
    if not write:
        return made
    for start in range(0, len(made.tags), WRITE):
        _write_tags(library, made.tags[start : start + WRITE])
    for start in range(0, len(made.new), WRITE):
        told = library.write(made.new[start : start + WRITE])
        if told.get("failed"):
            raise ZoteroRefused(str(told["failed"]))
    return made


def _write_tags(
    library: Library, rows: Iterable[tuple[str, int, list[dict[str, Any]], str]]
) -> None:
    waiting = {key: (version, tags, mine) for key, version, tags, mine in rows}
    for _try in range(TRIES):
        sent: list[dict[str, Any]] = [
            {"key": key, "version": version, "tags": tags}
            for key, (version, tags, _mine) in waiting.items()
        ]
        told = library.write(sent)
        failed = {sent[int(place)]["key"]: one for place, one in told.get("failed", {}).items()}
        if other := [one for one in failed.values() if one.get("code") != 412]:
            raise ZoteroRefused(str(other[0]))
        if not failed:
            return
        waiting = {key: _again(library, key, waiting[key][2]) for key in failed}
    raise ZoteroRefused("These items change faster than they can be written.")


def _again(library: Library, key: str, mine: str) -> tuple[int, list[dict[str, Any]], str]:
    item = library.ask("GET", f"/items/{key}").json()
    return item["data"]["version"], _tags(item, mine), mine


def _tag(made: Plan, item: dict[str, Any], mine: str) -> None:
    tags = _tags(item, mine)
    if tags == item["data"].get("tags", []):
        made.unchanged += 1
    else:
        made.tags.append((item["key"], item["data"]["version"], tags, mine))


def _tags(item: dict[str, Any], mine: str) -> list[dict[str, Any]]:
    """The tags of others as they are, and this one of ours."""
    others = [one for one in item["data"].get("tags", []) if not one["tag"].startswith(MINE)]
    return [*others, {"tag": mine}]


def _new(record: Any, mine: str, collection: str) -> dict[str, Any]:
    creators = [
        {"creatorType": "author", "name": name}
        for name in record["authors"] or record["authors_translated"]
    ]
    return {
        "itemType": "journalArticle",
        "title": record["title"] or record["title_translated"],
        "creators": creators,
        "date": str(record["year"] or ""),
        "publicationTitle": record["journal"],
        "volume": record["volume"],
        "issue": record["issue"],
        "pages": record["pages"],
        "DOI": record["doi"],
        "tags": [{"tag": mine}],
        "collections": [collection] if collection else [],
    }


def _by_name(items: Iterable[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    known: dict[str, dict[str, Any]] = {}
    for item in items:
        for name in names_of(_doi(item["data"]), item["data"].get("title", "")):
            known.setdefault(name, item)
    return known


def _same(record: Any, known: dict[str, dict[str, Any]]) -> dict[str, Any] | None:
    """The item of a record: by DOI, else by the very title in either language."""
    names = names_of(record["doi"], record["title"], record["title_translated"])
    return next((known[name] for name in names if name in known), None)


def _doi(data: dict[str, Any]) -> str:
    """The DOI of an item; where its kind has no field for one, it stands in `extra`."""
    if data.get("DOI"):
        return str(data["DOI"]).removeprefix("https://doi.org/")
    for line in str(data.get("extra", "")).splitlines():
        name, _colon, value = line.partition(":")
        if name.strip().casefold() == "doi":
            return value.strip()
    return ""


def _seconds(text: str) -> float:
    """What `Backoff` and `Retry-After` say; Zotero gives decimals as well."""
    try:
        return min(max(float(text), 0.0), 120.0)
    except ValueError:
        return 0.0
