"""The tools for assistants, asked by the SDK's own client."""

from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import anyio
import pytest
from mcp import Client

from screening.actions.access.tokens import make_token
from screening.management.assistant import make_server
from screening.models import Event
from tests.builders import make_cast, make_record

READING = {
    "list_reviews",
    "search_records",
    "read_record",
    "explain_number",
    "what_waits",
    "draft_methods",
}


@pytest.fixture
def cast(transactional_db):
    return make_cast()


def tokened(monkeypatch, user, *scopes: str) -> None:
    _made, text = make_token(
        by=user, name="assistant", scopes=scopes or ["read"], valid=timedelta(days=1)
    )
    monkeypatch.setenv("REVIEWAPP_TOKEN", text)


def call(name: str, **arguments: Any) -> Any:
    async def run() -> Any:
        async with Client(make_server()) as client:
            return await client.call_tool(name, arguments)

    return in_a_loop(run)


def in_a_loop(run: Callable[[], Awaitable[Any]]) -> Any:
    """What it gives, in a thread of its own: in this one a browser's event loop may be running."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(anyio.run, run).result()


def test_the_tools_read_and_none_votes():
    async def run() -> set[str]:
        async with Client(make_server()) as client:
            return {tool.name for tool in (await client.list_tools()).tools}

    assert in_a_loop(run) == READING | {"suggest_terms"}


def test_records_are_found_and_a_number_is_explained(cast, monkeypatch):
    tokened(monkeypatch, cast.first)
    record = make_record(cast.review, title="骨骼肌外泌体")
    found = call("search_records", review_id=cast.review.pk)
    assert "骨骼肌外泌体" in found.content[0].text
    told = call("explain_number", review_id=cast.review.pk)
    assert "database_results" in told.content[0].text
    assert (
        str(record.pk)
        in call("read_record", review_id=cast.review.pk, record_id=record.pk).content[0].text
    )


def test_the_methods_text_is_drafted_in_chinese(cast, monkeypatch):
    tokened(monkeypatch, cast.first)
    assert (
        "检索"
        in call("draft_methods", review_id=cast.review.pk, language="zh-hans").content[0].text
    )


def test_what_the_person_may_not_see_the_assistant_is_not_shown(cast, monkeypatch):
    tokened(monkeypatch, cast.outsider)
    answer = call("search_records", review_id=cast.review.pk)
    assert answer.is_error
    assert "request.not_found" in answer.content[0].text


def test_a_suggestion_stands_in_the_history_and_needs_a_leads_word(cast, monkeypatch):
    about = {
        "review_id": cast.review.pk,
        "terms": ["外泌体", "exosome*"],
        "why": "frequent among the included",
    }
    tokened(monkeypatch, cast.lead)
    assert call("suggest_terms", **about).is_error
    tokened(monkeypatch, cast.lead, "lead")
    assert not call("suggest_terms", **about).is_error
    event = Event.objects.get(verb="suggest_terms")
    assert event.data["terms"] == ["外泌体", "exosome*"]
    assert not cast.review.highlight_lists.exists(), "nothing is changed"
