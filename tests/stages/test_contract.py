"""What holds for every stage, whichever there are: votes, places, pages, history, replay, exports,
archive, methods.

`test_third_stage` runs all of this once more with a stage that the program does not have.
"""

import csv
import io
from dataclasses import dataclass
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from screening.actions.archive.archive_export import write_archive
from screening.actions.archive.archive_import import load_archive
from screening.actions.fulltext.retrieval import set_retrieval
from screening.actions.records.record_edits import add_record
from screening.actions.screening.adjudication import settle
from screening.actions.screening.reopening import reopen, undo_reopening
from screening.actions.screening.voting import Refused, cast_vote
from screening.actions.verification.verification import verify
from screening.flow.boxes import BOXES
from screening.flow.places import PLACES
from screening.models import Event, Reason, Record, Review
from screening.queries.flow import flow_counts
from screening.queries.translation import PLACE_LABELS
from screening.records.record import Record as Entry
from screening.stages import STAGES, Stage, on_reports
from tests.builders import Cast, make_cast, make_search

pytestmark = pytest.mark.django_db
PAGES = ("screen", "screen-list", "my-decisions", "conflicts", "settled", "stopping")
WHOLE = (
    "overview",
    "protocol",
    "stages",
    "records",
    "flow",
    "methods",
    "agreement",
    "exports",
    "history",
    "full-texts",
)


@dataclass
class Story:
    """A review in which each stage has one report that waits, one that was excluded,
    and one conflict that was settled.
    """

    cast: Cast
    waits: dict[str, Record]
    excluded: dict[str, Record]
    settled: dict[str, Record]
    included: Record


def say(cast: Cast, record: Record, stage: Stage, *verdicts: str) -> None:
    reason = Reason.objects.filter(review=cast.review, stage=stage.key).first()
    for who, verdict in zip((cast.first, cast.second), verdicts, strict=False):
        cast_vote(
            by=who,
            review=cast.review,
            record_id=record.pk,
            stage=stage.key,
            verdict=verdict,
            key=uuid4(),
            reason_id=reason.pk if reason and verdict == "exclude" else None,
        )


def bring_to(cast: Cast, stage: Stage, search, number: int) -> Record:
    """A new report that waits at the stage: included at all before,
    its full text at hand where that is wanted.
    """
    record = add_record(
        by=cast.lead,
        search=search,
        entry=Entry(title=f"题名 {number} title {stage.key}", year=2000 + number),
    )
    for earlier in STAGES.values():
        if earlier.retrieval:
            set_retrieval(
                by=cast.lead, review=cast.review, record_ids=[record.pk], status="retrieved"
            )
        if earlier.key == stage.key:
            break
        say(cast, record, earlier, "include", "include")
    return record


def tell_story() -> Story:
    cast = make_cast()
    search = make_search(cast.review)
    for stage in STAGES.values():
        if stage.reason_required:
            Reason.objects.create(
                review=cast.review,
                stage=stage.key,
                label_en=f"Wrong at {stage.key}",
                label_zh="不符",
            )
    waits, excluded, settled = {}, {}, {}
    for number, stage in enumerate(STAGES.values()):
        waits[stage.key] = bring_to(cast, stage, search, 4 * number)
        say(cast, waits[stage.key], stage, "include")
        excluded[stage.key] = bring_to(cast, stage, search, 4 * number + 1)
        say(cast, excluded[stage.key], stage, "exclude", "exclude")
        settled[stage.key] = bring_to(cast, stage, search, 4 * number + 2)
        say(cast, settled[stage.key], stage, "include", "exclude")
        settle(
            by=cast.adjudicator,
            review=cast.review,
            record_id=settled[stage.key].pk,
            stage=stage.key,
            verdict="include",
            rationale="符合",
        )
    last = list(STAGES.values())[-1]
    included = bring_to(cast, last, search, 99)
    say(cast, included, last, "include", "include")
    cast.review.refresh_from_db()
    return Story(cast, waits, excluded, settled, included)


def places(review: Review) -> dict[int, str]:
    return dict(Record.objects.filter(review=review).values_list("pk", "place"))


def test_every_stage_has_places_codes_and_words_of_its_own():
    for field in ("key", "code", "waits", "excluded", "decisions", "dates"):
        values = [getattr(stage, field) for stage in STAGES.values()]
        assert len(set(values)) == len(values), field
    for stage in STAGES.values():
        assert (
            max(len(stage.waits), len(stage.excluded)) <= Record._meta.get_field("place").max_length
        )
        assert len(stage.key) <= Event._meta.get_field("stage").max_length
        assert set(stage.named) == set(stage.named_fully) == {"en", "zh-hans"}
        assert {stage.waits, stage.excluded} <= set(PLACES) & set(PLACE_LABELS)


def test_every_place_is_counted_once_behind_the_screening_of_records():
    counted = [
        BOXES[f"dbr_{name}"].places
        for name in ("awaiting_assessment", "excluded", "included_reports")
    ]
    here = [place for stage in on_reports() for place in (stage.waits, stage.excluded)]
    assert sorted(place for places in counted for place in places) == sorted([*here, "included"])


def test_votes_carry_a_report_through_all_stages_and_the_history_tells_the_same():
    story = tell_story()
    cast, found = story.cast, places(story.cast.review)
    keys = list(STAGES)
    for key, stage in STAGES.items():
        assert found[story.waits[key].pk] == stage.waits
        assert found[story.excluded[key].pk] == stage.excluded
        after = STAGES[keys[keys.index(key) + 1]] if key != keys[-1] else None
        beyond = (
            "included" if after is None else "await_retrieval" if after.retrieval else after.waits
        )
        assert found[story.settled[key].pk] == beyond
        assert Event.objects.filter(review=cast.review, stage=key, verb="vote").exists()
    assert found[story.included.pk] == "included"
    assert verify(cast.review) == []
    counts = flow_counts.counts(cast.review)
    assert flow_counts.breaches(counts) == []
    assert counts.flow.dbr_excluded == {f"Wrong at {stage.key}": 1 for stage in on_reports()}


def test_report_that_waits_elsewhere_takes_no_vote():
    story = tell_story()
    for key, stage in STAGES.items():
        for other, record in story.waits.items():
            if other != key:
                with pytest.raises(Refused):
                    say(story.cast, record, stage, "include")


def test_decided_report_is_opened_again_and_back_at_every_stage():
    story = tell_story()
    review = story.cast.review
    for key, stage in STAGES.items():
        record = story.excluded[key]
        again = {"by": story.cast.lead, "review": review, "record_id": record.pk, "stage": key}
        done = reopen(**again, votes="again", reason="再看")
        assert places(review)[record.pk] == stage.waits
        assert verify(review) == []
        undo_reopening(by=story.cast.lead, review=review, reopening_id=done.pk)
        assert places(review)[record.pk] == stage.excluded
    assert verify(review) == []


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_pages_answer_at_every_stage(client, language):
    story = tell_story()
    review = story.cast.review
    for user in (story.cast.lead, story.cast.first, story.cast.adjudicator):
        user.language = language
        user.save()
        client.force_login(user)
        paths = [reverse(name, kwargs={"review_id": review.pk}) for name in WHOLE]
        paths += [
            reverse(name, kwargs={"review_id": review.pk, "stage": key})
            for name in PAGES
            for key in STAGES
        ]
        for record in places(review):
            paths.append(reverse("record", kwargs={"review_id": review.pk, "record_id": record}))
        refused = {
            path: code
            for path in paths
            if (code := client.get(path).status_code) not in {200, 302, 403}
        }
        assert refused == {}


def test_methods_section_tells_of_every_stage(client):
    story = tell_story()
    for language in ("en", "zh-hans"):
        story.cast.lead.language = language
        story.cast.lead.save()
        client.force_login(story.cast.lead)
        page = client.get(
            reverse("methods", kwargs={"review_id": story.cast.review.pk})
        ).content.decode()
        assert [
            s.key
            for s in STAGES.values()
            if s.named_fully["en"] not in page and s.named_fully["zh-hans"] not in page
        ] == []


def test_table_of_reports_has_columns_and_statuses_of_every_stage(client):
    story = tell_story()
    story.cast.review.stages.update(
        closed_at=timezone.now()
    )  # until then decisions are kept from everybody
    client.force_login(story.cast.lead)
    answer = client.get(
        reverse("export", kwargs={"review_id": story.cast.review.pk, "key": "all_reports"})
    )
    table = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    for stage in STAGES.values():
        assert {stage.decisions, stage.dates} <= set(table[0])
        statuses = [cell for row in table[1:] for cell in row]
        assert {stage.waits_label, stage.excluded_label} <= set(statuses)


def test_archive_brings_every_stage_back():
    story = tell_story()
    out = io.BytesIO()
    write_archive(story.cast.review, out)
    out.seek(0)
    loaded = load_archive(by=story.cast.lead, source=out, trusted=True)
    assert sorted(places(loaded).values()) == sorted(places(story.cast.review).values())
    assert list(loaded.stages.order_by("pk").values_list("stage", flat=True)) == list(STAGES)
    assert verify(loaded) == []
