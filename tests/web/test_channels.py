"""Every channel by which a vote could leak, and the test that keeps it shut.

CHANNELS names them all, L1 to L22; what no other module pins is tested here, in the twin worlds of
`test_blinding`: the other has done nothing, included, or excluded with reason, note and label, and
the viewer has not voted.
"""

import importlib
import logging
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from screening.actions.duplicates.merge import merge
from screening.actions.fulltext.annotations import mark_page
from screening.actions.fulltext.retrieval import set_retrieval
from screening.actions.records.labels import make_label, put_labels
from screening.actions.screening.first_look import outcomes_seen
from screening.actions.screening.offboarding import remove_member
from screening.actions.screening.stages import unblind
from screening.actions.screening.voting import cast_vote
from screening.exports import EXPORTS
from screening.exports._export import LISTED
from screening.models import (
    DuplicatePair,
    Event,
    FullTextFile,
    ImportFile,
    Label,
    Membership,
    Notice,
    Reason,
    Record,
    StageSetting,
    User,
    Vote,
)
from screening.queries.access.authorization import access_review
from screening.queries.screening.queue import ORDERS, next_ids, open_setting
from screening.web.records.filters import EventFilter, RecordFilter
from screening.web.screening.decision_filters import DecisionFilter
from tests.builders import make_record
from tests.web.twin_worlds import (
    FT,
    TA,
    TELLS_PROGRESS,
    WORLDS,
    at_full_text,
    difference,
    in_world,
    look,
    target,
    world,
)
from tests.world import World

__all__ = ["at_full_text", "target", "world"]

TWINS = "tests.web.test_blinding.test_every_page_is_the_same_whatever_the_other_did"
HERE = "tests.web.test_channels"
ACTING = "tests.web.test_acting_twins.test_no_act_and_no_undo_of_it_tells_of_an_open_vote"
#: Channel → the test that pins it, and what it is about. L13 in milliseconds: `python -m
#: tests.benchmarks.bench_twins`.
CHANNELS = {
    "L1": (TWINS, "what a record's page, cards and headers say"),
    "L2": (f"{HERE}.test_l2_totals_and_facets", "counts, facets, badges"),
    "L3": (f"{HERE}.test_l3_queue_keeps_what_the_other_excluded", "who is in the queue"),
    "L4": (
        "tests.actions.ranking.test_ranking_job.test_open_votes_of_the_other_change_nothing_and_settled_ones_do",
        "learned order",
    ),
    "L5": (
        "tests.actions.screening.test_voting.test_vote_can_be_mended_until_somebody_has_looked",
        "probe, look, change",
    ),
    "L6": (f"{HERE}.test_l6_agreement_of_an_open_stage", "live kappa"),
    "L7": (f"{HERE}.test_l7_every_export", "exports, to the last hidden sheet"),
    "L8": (f"{HERE}.test_l8_history_and_notices", "history, notices, presence"),
    "L9": (f"{HERE}.test_l9_notes_labels_and_marks", "notes, labels, marks"),
    "L10": (
        "tests.web.fulltext.test_views.test_file_of_a_report_that_is_not_sought_yet_is_not_there",
        "an early full text",
    ),
    "L11": (f"{HERE}.test_l11_duplicate_marked_by_the_other", "a duplicate marked while screening"),
    "L12": (f"{HERE}.test_l12_numbers_of_votes", "gaps between numbers"),
    "L13": (
        "tests.web.test_blinding.test_every_page_is_the_same_whatever_the_other_did",
        "timing: the same queries",
    ),
    "L14": (
        "tests.web.test_blinding.test_answer_to_my_vote_tells_nothing_of_the_other",
        "answers and ways onward",
    ),
    "L15": (f"{HERE}.test_l15_nothing_stays_in_a_cache", "caches and shared computers"),
    "L16": (
        f"{HERE}.test_l16_logs_tell_no_verdict",
        "logs; jobs and files are held by the role table",
    ),
    "L17": (
        f"{HERE}.test_l17_and_l18_no_question_reaches_the_votes_of_others",
        "search operators, sorting",
    ),
    "L18": (
        f"{HERE}.test_l17_and_l18_no_question_reaches_the_votes_of_others",
        "look-ups in parameters",
    ),
    "L19": (f"{HERE}.test_l19_diagram_and_methods", "print, PDF, pictures"),
    "L20": (f"{HERE}.test_l20_unblinding_needs_a_reason_and_is_told", "the owner who also votes"),
    "L21": (ACTING, "a change, a look, the change taken back"),
    "L22": ("tests.web.test_leaks.test_d_outcome_looked_at_and_the_vote_changed", "who votes last"),
}


def test_every_channel_has_its_test() -> None:
    assert list(CHANNELS) == [f"L{n}" for n in range(1, 23)]
    for path, _what in CHANNELS.values():
        module, name = path.rsplit(".", 1)
        assert callable(getattr(importlib.import_module(module), name))


def client_of(user: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def same_in_all(
    world: World, record: Record, path: str, *, viewer: str = "first", worlds: list[Any] = WORLDS
) -> Any:
    """Asserts that the viewer gets the same bytes there in all worlds, and gives what that is."""
    user = world.person(viewer)
    assert user is not None
    client = client_of(user)
    client.get(reverse("reviews"))
    found = [in_world(world, record, TA, happen, lambda: look(client, path)) for happen in worlds]
    assert [(path, difference(found[0], other)) for other in found[1:] if other != found[0]] == []
    return found[0]


@pytest.mark.parametrize("name", ["flow", "conflicts", "reviews", "records", "agreement"])
def test_l2_totals_and_facets(world: World, target: Record, name: str) -> None:
    assert same_in_all(world, target, world.path(name)).status in {200, 403}


@pytest.mark.parametrize("stage", [TA, FT])
def test_l3_queue_keeps_what_the_other_excluded(
    world: World, target: Record, at_full_text: Record, stage: str
) -> None:
    record = target if stage == TA else at_full_text
    access = access_review(world.cast.first, world.cast.review.pk)
    setting = open_setting(access, stage)
    for order in ORDERS:
        queues = [
            in_world(
                world,
                record,
                stage,
                happen,
                lambda order=order: next_ids(access, setting, order, 7, count=200),
            )
            for happen in WORLDS
        ]
        assert record.pk in queues[0]
        assert queues == [queues[0]] * 3


@pytest.mark.parametrize("viewer", ["first", "lead"])
def test_l6_agreement_of_an_open_stage(world: World, target: Record, viewer: str) -> None:
    page = same_in_all(world, target, world.path("agreement"), viewer=viewer)
    assert b"0.0" not in page.body
    assert page.status in {200, 403}


@pytest.mark.parametrize("viewer", ["first", "lead", "observer"])
def test_l7_every_export(world: World, target: Record, viewer: str) -> None:
    assert len(EXPORTS) > 5
    for key in EXPORTS:
        group, _, form = key.partition("_")
        path = (
            world.path("records-export", form=form)
            if group == LISTED
            else world.path("export", key=key)
        )
        same_in_all(world, target, path, viewer=viewer)


@pytest.mark.parametrize("viewer", ["first", "lead", "adjudicator", "observer"])
def test_l8_history_and_notices(world: World, target: Record, viewer: str) -> None:
    for name in ("history", "notices"):
        page = world.path(name)
        same_in_all(world, target, page, viewer=viewer, worlds=WORLDS[1:])
    assert not Notice.objects.filter(data__record=target.pk).exists()


def test_l8_undo_of_an_import_names_no_record_that_only_the_other_worked_on(
    world: World, target: Record
) -> None:
    file = ImportFile.objects.get(pk=world.value("file_id"))
    mine = Record.objects.get(review=world.cast.review, title="外泌体 4")
    Record.objects.filter(pk__in=[target.pk, mine.pk]).update(file=file)
    lead, path = client_of(world.cast.lead), world.path("file-undo")
    cast_vote(
        by=world.cast.lead,
        review=world.cast.review,
        record_id=mine.pk,
        stage=TA,
        verdict="maybe",
        key=uuid4(),
    )
    for happen in WORLDS[1:]:
        page = in_world(world, target, TA, happen, lambda: lead.get(path).content.decode())
        assert ("外泌体 4" in page, "骨骼肌外泌体" in page) == (True, False)


@pytest.mark.parametrize("name", ["history", "record"])
def test_l8_vote_taken_back_by_a_lead_who_votes(world: World, target: Record, name: str) -> None:
    """Whoever removes a colleague with their open votes does not read them in what they have done."""
    colleague = world.cast.review.memberships.get(user=world.cast.second)

    def removed(happen: Any) -> Any:
        def both(world: World, record: Record, stage: str) -> None:
            happen(world, record, stage)
            remove_member(by=world.cast.lead, member=colleague, open_votes="withdraw")
            assert Event.objects.filter(verb="withdraw_vote", actor=world.cast.lead).exists()

        return both

    path = world.path(name, record_id=target.pk) if name == "record" else world.path(name)
    page = same_in_all(
        world, target, path, viewer="lead", worlds=[removed(happen) for happen in WORLDS[1:]]
    )
    assert page.status == 200


def test_l9_notes_labels_and_marks(world: World, target: Record) -> None:
    def invents(world: World, record: Record, stage: str) -> None:
        by, review = world.cast.second, world.cast.review
        label = make_label(by=by, review=review, name="完全无关 off topic")
        put_labels(by=by, review=review, record_id=record.pk, label_ids=[label.pk], stage=stage)
        file = FullTextFile.objects.filter(record__review=review).first()
        assert file is not None
        mark_page(by=by, review=review, file_id=file.pk, page=1, quote="geheim")

    paths = [
        world.path("screen"),
        world.path("records"),
        world.path("full-text-read"),
        world.path("record", record_id=target.pk),
    ]
    for viewer in ("first", "lead"):
        for path in paths:
            same_in_all(world, target, path, viewer=viewer, worlds=[WORLDS[0], invents])
        page = same_in_all(world, target, world.path("history"), viewer=viewer, worlds=[invents])
        assert "完全无关" not in page.body.decode()


def test_l9_label_of_another_is_mine_to_use_once_the_report_is_decided(
    world: World, target: Record
) -> None:
    by, review = world.cast.second, world.cast.review
    label = make_label(by=by, review=review, name="只做动物实验")
    put_labels(by=by, review=review, record_id=target.pk, label_ids=[label.pk], stage=TA)
    seen = [
        client_of(user).get(world.path("screen")).content.decode()
        for user in (world.cast.first, by)
    ]
    assert ["只做动物实验" in page for page in seen] == [False, True]
    for user in (world.cast.first, by):
        cast_vote(
            by=user, review=review, record_id=target.pk, stage=TA, verdict="exclude", key=uuid4()
        )
    outcomes_seen(review)
    assert "只做动物实验" in client_of(world.cast.first).get(world.path("screen")).content.decode()
    assert Label.objects.filter(review=review, name="只做动物实验").count() == 1


@pytest.mark.parametrize("viewer", ["first", "lead", "observer"])
def test_l9_label_of_full_text_stays_mine_although_titles_are_decided(
    world: World, target: Record, viewer: str
) -> None:
    review = world.cast.review
    for user in (world.cast.first, world.cast.second):
        cast_vote(
            by=user, review=review, record_id=target.pk, stage=TA, verdict="include", key=uuid4()
        )
    outcomes_seen(review)
    set_retrieval(by=world.cast.lead, review=review, record_ids=[target.pk], status="retrieved")

    def labelled(world: World, record: Record, stage: str) -> None:
        label = make_label(by=world.cast.second, review=review, name="不是随机对照试验")
        put_labels(
            by=world.cast.second, review=review, record_id=record.pk, label_ids=[label.pk], stage=FT
        )

    exported = [world.path("export", key="included_csv"), world.path("records-export", form="csv")]
    for path in (
        *exported,
        world.path("record", record_id=target.pk),
        world.path("screen", stage=FT),
    ):
        same_in_all(world, target, path, viewer=viewer, worlds=[WORLDS[0], labelled])
    labelled(world, target, FT)
    for user in (world.cast.first, world.cast.second):
        cast_vote(
            by=user, review=review, record_id=target.pk, stage=FT, verdict="include", key=uuid4()
        )
    outcomes_seen(review)
    person = world.person(viewer)
    assert person is not None
    for path in exported:
        assert (
            "不是随机对照试验" in b"".join(client_of(person).get(path).streaming_content).decode()
        )


def test_l11_duplicate_marked_by_the_other(world: World, target: Record) -> None:
    other = Record.objects.get(review=world.cast.review, title="外泌体 3")

    def merged(happen: Any) -> Any:
        def both(world: World, record: Record, stage: str) -> None:
            happen(world, record, stage)
            merge(review=world.cast.review, record_ids=[other.pk, record.pk], by=world.cast.second)

        return both

    worlds = [merged(happen) for happen in WORLDS]
    for path in (
        world.path("screen"),
        world.path("screen-cards") + f"?ids={other.pk}",
        world.path("record", record_id=other.pk),
    ):
        same_in_all(world, target, path, worlds=worlds)


def test_l11_record_that_stays_primary_tells_of_no_open_vote(world: World, target: Record) -> None:
    """The more complete record stays, whoever has voted on the other one;
    the vote comes over to it.
    """
    review = world.cast.review
    fuller = make_record(
        review, title="骨骼肌外泌体", abstract="目的：观察外泌体对成骨的作用。", shuffle=6
    )
    pair = DuplicatePair.objects.create(review=review, first=target, second=fuller)

    def kept() -> tuple[int, int]:
        client_of(world.cast.first).post(
            world.path("pair-answer", pair_id=pair.pk), {"answer": "same"}
        )
        (primary,) = Record.objects.filter(pk__in=[target.pk, fuller.pk], primary=None)
        return primary.pk, primary.votes.count()

    found = [in_world(world, target, TA, happen, kept) for happen in WORLDS]
    assert found == [(fuller.pk, 0), (fuller.pk, 1), (fuller.pk, 1)]


def test_l12_numbers_of_votes(world: World, target: Record) -> None:
    """Nothing that I am given holds the number of a vote; the key is what my own browser made."""
    client, key = client_of(world.cast.first), str(uuid4())

    def answer() -> bytes:
        data = {"record": target.pk, "verdict": "include", "key": key, "seen": "none"}
        return client.post(world.path("vote"), data, headers={"accept": "application/json"}).content

    answers = [in_world(world, target, TA, happen, answer) for happen in WORLDS]
    assert answers == [answers[0]] * 3
    page = client.get(world.path("my-decisions"))
    rows = [(vote, vote.pk) for vote in Vote.objects.filter(user=world.cast.first)]
    assert rows
    assert all(
        f'"{pk}"' not in page.content.decode() for _vote, pk in rows if pk != _vote.record_id
    )


@pytest.mark.parametrize(
    "name", ["screen", "screen-cards", "record", "history", "my-decisions", "overview"]
)
def test_l15_nothing_stays_in_a_cache(world: World, name: str) -> None:
    answer = client_of(world.cast.first).get(world.path(name))
    assert "no-store" in answer["Cache-Control"]
    assert not answer.has_header("ETag")
    assert not answer.has_header("Last-Modified")


def test_l15_signing_out_clears_what_the_browser_kept(world: World) -> None:
    answer = client_of(world.cast.first).post(reverse("sign-out"))
    assert "cache" in answer["Clear-Site-Data"]


def test_l16_logs_tell_no_verdict(
    world: World, target: Record, caplog: pytest.LogCaptureFixture
) -> None:
    client, reason = client_of(world.cast.second), Reason.objects.filter(stage=TA).first()
    assert reason is not None
    caplog.set_level(logging.DEBUG)
    logging.getLogger("django.db.backends").setLevel(
        logging.INFO
    )  # statements are written down under DEBUG alone
    for verdict, key in (("exclude", uuid4()), ("banana", uuid4())):
        data = {
            "record": target.pk,
            "verdict": verdict,
            "reason": reason.pk,
            "key": str(key),
            "seen": "none",
        }
        client.post(world.path("vote"), data, headers={"accept": "application/json"})
    told = "\n".join(record.getMessage() for record in caplog.records)
    assert Vote.objects.filter(record=target).exists()
    assert not any(
        word in told for word in ("exclude", "banana", reason.label_en, str(world.cast.second))
    )


LOOKUPS = [
    f"{relation}{field}{lookup}={value}"
    for relation in (
        "votes__",
        "vote__",
        "standings__",
        "settlements__",
        "people_notes__",
        "labellings__",
        "record__votes__",
    )
    for field, value in (
        ("verdict", "exclude"),
        ("user", "3"),
        ("outcome", "pending"),
        ("cast_at", "2026-11-23"),
    )
    for lookup in ("", "__exact", "__in", "__gte")
]


def test_l17_and_l18_no_question_reaches_the_votes_of_others(world: World, target: Record) -> None:
    for path in (world.path("records"), world.path("my-decisions")):
        same_in_all(world, target, f"{path}?{'&'.join(LOOKUPS)}")
        same_in_all(
            world,
            target,
            f"{path}?order=-votes__cast_at&sort=votes&q=decision:exclude&fields=votes&expand=votes",
        )
    for filters in (RecordFilter, EventFilter, DecisionFilter):
        reached = {str(one.field_name) for one in filters.base_filters.values()}
        assert not {
            name
            for name in reached
            if name.startswith(("votes", "standing", "settlement", "record__votes"))
        }


@pytest.mark.parametrize("name", ["flow", "flow-svg", "methods"])
def test_l19_diagram_and_methods(world: World, target: Record, name: str) -> None:
    try:
        path = world.path(name)
    except StopIteration:
        pytest.fail(f"there is no address {name}")
    worlds = WORLDS[1:] if name in TELLS_PROGRESS else WORLDS
    assert same_in_all(world, target, path, worlds=worlds).status == 200


def test_l20_unblinding_needs_a_reason_and_is_told(world: World, target: Record) -> None:
    assert Membership.objects.get(review=world.cast.review, user=world.cast.lead).reviews
    for happen in WORLDS:
        page = in_world(
            world,
            target,
            TA,
            happen,
            lambda: look(client_of(world.cast.lead), world.path("record", record_id=target.pk)),
        )
        assert "秘密备注".encode() not in page.body
    answer = client_of(world.cast.lead).post(world.path("stage-unblind"), {"reason": " "})
    assert answer.status_code == 302
    assert not StageSetting.objects.filter(unblinded_at__isnull=False).exists()
    unblind(by=world.cast.lead, review=world.cast.review, stage=TA, reason="试点结束")
    assert Event.objects.get(verb="unblind").data["note"] == "试点结束"
    told = set(Notice.objects.filter(kind="unblinded").values_list("user", flat=True))
    assert told == set(
        world.cast.review.memberships.filter(ended_at=None).values_list("user", flat=True)
    )
