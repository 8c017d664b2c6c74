"""The worked example runs through real actions and ends in 81 included articles,
which nobody typed in.
"""

import pytest
from django.core.management import call_command
from django.db.models import Min

from screening.actions.archive.review_deletion import delete_review
from screening.example.articles import write_articles
from screening.example.build import play, practise
from screening.example.files import write_files
from screening.example.people import PEOPLE, keep_password, make_people
from screening.formats import parse
from screening.models import Event, Merge, Record, Review, Settlement, Standing, User, Vote
from screening.queries.duplicates.duplicate_pairs import linked, to_check
from screening.queries.flow import flow_counts
from screening.queries.verification.event_stream import policy, tell
from screening.records.text import has_han
from screening.replay.what_if import other_maybe, screened, single, stopped_after

#: Irrelevant reports in a row, as the example has them.
RUN = 8


@pytest.fixture(scope="module")
def example(django_db_setup, django_db_blocker):
    """The finished example, built once for all tests of this module."""
    with django_db_blocker.unblock():
        review = play(make_people("one-two-three-four"))
        yield review
        delete_review(by=None, review=review)
        Event.objects.filter(
            review=None, verb="delete_review"
        ).delete()  # which stays where a review was
        User.objects.filter(email__in=[email for email, *_ in PEOPLE.values()]).delete()


@pytest.mark.django_db
def test_eighty_one_articles_come_out_of_the_votes(example):
    numbers = flow_counts.flow(example)
    assert numbers["new_reports"] == 81
    assert numbers.complete
    assert flow_counts.breaches(flow_counts.counts(example)) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "box",
    [
        "database_results",
        "duplicates",
        "records_screened",
        "records_excluded",
        "dbr_sought_reports",
        "dbr_assessed",
        "dbr_notretrieved_reports",
        "citations_results",
        "new_reports",
    ],
)
def test_list_behind_a_number_has_exactly_that_many_records(example, box):
    numbers = flow_counts.flow(example)
    assert flow_counts.behind(example, box).count() == numbers[box] > 0


@pytest.mark.django_db
def test_example_teaches_what_real_reviews_bring(example):
    records = Record.objects.filter(review=example)
    assert 600 <= records.count() <= 1000
    joined = set(
        records.filter(place="duplicate").values_list("language", "title", "primary__title")
    )
    assert any(has_han(title) != has_han(primary) for _language, title, primary in joined), (
        "a Chinese-English pair"
    )
    assert records.filter(abstract="").exists()
    assert records.filter(type="thesis").exists()
    assert records.exclude(notices=[]).exists()
    assert Vote.objects.filter(review=example, verdict="maybe").exists()
    assert Settlement.objects.filter(review=example, record__language="zh").exists()
    assert Settlement.objects.filter(review=example, record__language="en").exists()
    assert Merge.objects.filter(review=example).exclude(undone_at=None).exists()
    assert Event.objects.filter(review=example, verb="clear_vote").exists()
    assert len(flow_counts.flow(example).dbr_excluded) == 5
    assert records.filter(place="not_retrieved").count() == 7


@pytest.mark.django_db
def test_no_record_could_be_taken_for_a_real_one(example):
    records = Record.objects.filter(review=example)
    assert not records.exclude(doi="").exclude(doi__startswith="10.5555/").exists()
    assert not records.exclude(pmid="").filter(pmid__lt="98").exists()
    assert example.example


def test_files_say_that_they_are_made_up_and_read_back_whole():
    for sample in write_files(write_articles()):
        parsed = parse(sample.data, name=sample.name)
        assert parsed.found == len(parsed.records) > 0, sample.name
        assert all(
            "made-up" in r.raw.lower().replace("\n      ", " ") or "示例数据" in r.raw
            for r in parsed.records
        )


@pytest.mark.django_db
def test_removing_the_example_leaves_other_reviews_alone():
    other = Review.objects.create(title_en="Mine", created_by=make_people("x" * 12)["lead"])
    Review.objects.create(
        title_en="Example", example="muscle-exosomes", created_by=other.created_by
    )
    call_command("demo", "--remove", verbosity=0)
    assert list(
        Review.objects.filter(created_by=other.created_by).values_list("title_en", flat=True)
    ) == ["Mine"]


def test_password_is_made_once_and_kept_to_its_owner(tmp_path):
    first = keep_password(tmp_path)
    assert keep_password(tmp_path) == first
    assert len(first) >= 15
    assert (tmp_path / "example-password").stat().st_mode & 0o077 == 0


@pytest.mark.django_db
def test_practice_review_waits_for_whoever_tries_it():
    review = practise(make_people("one-two-three-four"))
    places = set(Record.objects.filter(review=review).values_list("place", flat=True))
    assert "await_ta" in places
    assert places <= {"await_ta", "duplicate"}
    assert not Vote.objects.filter(review=review).exists()
    assert review.example


@pytest.mark.django_db
def test_practice_review_has_pairs_that_somebody_must_look_at():
    review = practise(make_people("one-two-three-four"))
    waiting = list(to_check(review))
    assert len(waiting) == 5
    assert any(has_han(pair.first.title) != has_han(pair.second.title) for pair in waiting)
    assert linked(review).count() == 2
    assert Merge.objects.get(review=review).by is None


@pytest.mark.django_db
def test_what_if_agrees_with_a_recount_of_the_tables(example):
    """The history is replayed by one side; the other counts votes,
    settlements and places as they stand in tables.
    """
    found = screened(tell(example).events, policy(example), "TA")
    rows = decided_in_tables(example)
    assert {one.report for one in found} == {str(pk) for pk in rows}
    for last in (False, True):
        alone = {
            pk: verdicts[-1 if last else 0] != "exclude"
            for pk, (_outcome, verdicts, _settled, _in) in rows.items()
        }
        lost = {
            pk for pk, (outcome, _v, _s, included) in rows.items() if included and not alone[pk]
        }
        more = {
            pk for pk, (outcome, _v, _s, _in) in rows.items() if outcome == "exclude" and alone[pk]
        }
        change = single(found, last=last)
        assert ({int(r) for r in change.lost}, {int(r) for r in change.more}) == (lost, more)
        assert change.votes == sum(len(verdicts) - 1 for _o, verdicts, _s, _i in rows.values())
        assert change.settlements == sum(settled for _o, _v, settled, _i in rows.values()) > 0
    strict = other_maybe(found, "exclude")
    doubt = {
        pk
        for pk, (outcome, v, _s, _i) in rows.items()
        if outcome == "include" and set(v) == {"maybe"}
    }
    assert {int(r) for r in (*strict.lost, *strict.fewer)} == doubt
    change = stopped_after(found, RUN)
    order = [rows[int(one.report)] for one in found]
    ends = "".join("i" if outcome == "include" else "e" for outcome, *_ in order)
    stop = ends.index("e" * RUN, ends.index("i")) + RUN
    assert change.stopped == stop
    late = Vote.objects.filter(review=example, stage="title-abstract", record__in=rows)
    begun = dict(
        late.values("record").annotate(first=Min("cast_at")).values_list("record", "first")
    )
    moment = Standing.objects.get(
        record=int(found[stop - 1].report), stage="title-abstract"
    ).reached_at
    unread = {pk for pk in rows if begun[pk] > moment}
    assert {int(r) for r in change.lost} == {pk for pk in unread if rows[pk][3]}
    assert change.votes == sum(len(rows[pk][1]) for pk in unread)


def decided_in_tables(review):
    """Report to (outcome, verdicts in the order cast, whether it was settled,
    whether it is included now).
    """
    here = {"review": review, "stage": "title-abstract"}
    settled = set(Settlement.objects.filter(**here).values_list("record", flat=True))
    votes = {}
    for record, verdict in (
        Vote.objects.filter(**here).order_by("cast_at", "pk").values_list("record", "verdict")
    ):
        votes.setdefault(record, []).append(verdict)
    ends = Standing.objects.filter(
        **here, outcome__in=["include", "exclude"], tool="", record__primary=None
    )
    places = ends.exclude(record__place="previous").values_list(
        "record", "outcome", "record__place"
    )
    return {
        pk: (end, votes[pk], pk in settled, place == "included")
        for pk, end, place in places
        if pk in votes
    }
