"""The document: as committed, without a warning, and shown without the network."""

import json
from pathlib import Path

from django.test import Client
from drf_spectacular.drainage import GENERATOR_STATS

from screening.api.document_page import make_document

COMMITTED = Path(__file__).parents[2] / "docs" / "api" / "openapi.json"


def test_the_committed_document_is_the_one_of_the_code():
    """`python manage.py api_document` writes it anew."""
    assert json.loads(COMMITTED.read_text()) == json.loads(json.dumps(make_document()))


def test_making_it_gives_no_warning(capsys):
    GENERATOR_STATS.reset()
    made = make_document()
    assert made["openapi"].startswith("3.1")
    assert not GENERATOR_STATS, capsys.readouterr().err


def test_every_operation_says_what_it_is_for():
    for methods in make_document()["paths"].values():
        for one in methods.values():
            assert one["summary"].endswith("."), one["operationId"]
            assert {"401", "403", "429"} <= set(one["responses"]), one["operationId"]


def test_the_page_needs_nothing_from_elsewhere(db):
    answer = Client().get("/api/v1/docs/")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "cast_vote" in text
    assert "<script>" not in text
    assert "https://" not in text.replace("https://example.org", "")


def test_the_document_is_served(db):
    assert Client().get("/api/v1/openapi.json").json()["info"]["title"] == "Reviewapp"
