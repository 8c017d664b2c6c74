"""Evidence that databases of before hold as English sentences."""

from importlib import import_module

import pytest
from django.apps import apps

from screening.actions.duplicates.merge import merge
from screening.models import DuplicatePair
from tests.builders import make_record, make_review

pytestmark = pytest.mark.django_db


def test_stored_sentences_become_keys():
    review = make_review()
    a, b, c = (make_record(review) for _ in range(3))
    told = {"text": "same DOI", "values": {}, "of": [a.pk, b.pk]}
    done = merge(review=review, record_ids=[a.pk, b.pk], by=None, evidence=[told])
    near = {"text": "titles %(likeness).2f alike", "values": {"likeness": 0.96}}
    pair = DuplicatePair.objects.create(
        review=review, first=a, second=c, answer="open", evidence=[near]
    )
    module = import_module("screening.migrations.0025_evidence_by_key")
    for _ in range(2):  # a second time changes nothing
        module.by_key(apps, None)
        done.refresh_from_db()
        pair.refresh_from_db()
        assert done.evidence == [{"key": "doi.same", "values": {}, "of": [a.pk, b.pk]}]
        assert pair.evidence == [{"key": "title.near", "values": {"likeness": 0.96}}]
