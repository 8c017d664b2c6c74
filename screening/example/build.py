"""Plays the example through the same actions as a real review. Nothing here types in a count:
81 comes out of the votes.
"""

from django.core.files.base import ContentFile
from django.db import transaction

from screening.actions.duplicates import dedupe_job
from screening.actions.fulltext.retrieval import set_retrieval
from screening.actions.history.event_log import log
from screening.actions.imports import import_job
from screening.actions.imports.import_files import Upload, read, store
from screening.actions.imports.parser_client import Reader
from screening.actions.imports.searches import add_search
from screening.actions.jobs import job_queue
from screening.actions.protocol.protocol_items import save_criterion, save_highlights, save_reason
from screening.actions.protocol.reviews import change_review, create_review
from screening.actions.protocol.rule_changes import change_stage
from screening.actions.screening.adjudication import settle
from screening.actions.screening.notes import write_note
from screening.actions.screening.stages import close_stage
from screening.actions.screening.voting import cast_vote, clear_vote
from screening.example import protocol
from screening.example.articles import Article, write_articles
from screening.example.files import SampleFile, write_files
from screening.example.played import Story, Tell, run_job
from screening.example.played_duplicates import deduplicate
from screening.example.practice_duplicates import write_puzzles
from screening.example.schedule import Say, Scene, reading_scene, screening_scene
from screening.models import (
    Membership,
    Record,
    Review,
    StageSetting,
    User,
)
from screening.records.text import title_key
from screening.stages import STAGES

#: What `Review.example` says of the finished review, and of the one that is there to be tried.
KEY, PRACTICE = "muscle-exosomes", "practice"
#: Searches whose files the practice review begins with.
PRACTISED = ("cnki_update", "pubmed_update")
TA, FT = "title-abstract", "full-text"


@transaction.atomic
def play(people: dict[str, User], tell: Tell = lambda line: None) -> Review:
    """Builds the whole example: protocol, searches, imports, duplicates, both stages, conflicts,
    studies of its own.

    All or nothing. Raises LookupError or a refusal of an action if the example no longer fits the
    program.
    """
    articles = write_articles()
    story = Story(people, _start(people), tell, _by_title(articles))
    _write_protocol(story)
    _import_all(story, write_files(articles))
    deduplicate(story)
    _screen(story)
    _find_full_texts(story)
    _read(story)
    for stage in STAGES:
        close_stage(by=people["lead"], review=story.review, stage=stage)
    return story.review


@transaction.atomic
def practise(people: dict[str, User], tell: Tell = lambda line: None) -> Review:
    """A small review with the same team and protocol, to try everything on: nothing screened,
    some duplicates to answer.
    """
    articles = write_articles()
    story = Story(people, _start(people, practice=True), tell, _by_title(articles))
    _write_protocol(story)
    _import_all(
        story,
        [*(file for file in write_files(articles) if file.search in PRACTISED), write_puzzles()],
    )
    job, _new = job_queue.enqueue_once(kind="dedupe", review=story.review, by=people["lead"])
    run_job(job, dedupe_job.run)
    return story.review


def _by_title(articles: list[Article]) -> dict[str, Article]:
    found: dict[str, Article] = {}
    for article in articles:
        for title in (article.telling.title.en, article.telling.title.zh):
            if found.setdefault(title_key(title), article) is not article:
                raise LookupError(f"two articles of the example share a title: {title!r}")
    return found


def _start(people: dict[str, User], practice: bool = False) -> Review:
    title = protocol.PRACTICE_TITLE if practice else protocol.TITLE
    review = create_review(
        by=people["lead"],
        title_en=title.en,
        title_zh=title.zh,
        question_en=protocol.QUESTION.en,
        question_zh=protocol.QUESTION.zh,
        example=PRACTICE if practice else KEY,
    )
    Membership.objects.filter(review=review, user=people["lead"]).update(reviews=False)
    for part, code, role in (
        ("first", "B", "reviews"),
        ("second", "C", "reviews"),
        ("adjudicator", "D", "adjudicates"),
        ("observer", "E", ""),
    ):
        Membership.objects.create(
            review=review, user=people[part], code=code, **({role: True} if role else {})
        )
        log(
            review=review,
            actor=people["lead"],
            verb="join",
            roles=[role or "observer"],
            name=people[part].name,
        )
    return change_review(
        by=people["lead"],
        review=review,
        background=protocol.BACKGROUND,
        counts_studies=False,
        methods=protocol.METHODS,
    )


def _write_protocol(story: Story) -> None:
    lead, review = story.people["lead"], story.review
    for wanted in protocol.CRITERIA:
        saved = save_criterion(
            by=lead,
            review=review,
            stage=wanted.stage,
            kind=wanted.kind,
            inclusion=wanted.inclusion,
            text_en=wanted.text.en,
            text_zh=wanted.text.zh,
        )
        if wanted.stage == FT:
            story.criteria[wanted.kind] = saved
    for stage, reasons in protocol.REASONS.items():
        for key, label in reasons:
            story.reasons[stage, key] = save_reason(
                by=lead, review=review, stage=stage, label_en=label.en, label_zh=label.zh
            )
    for name, colour, terms in protocol.HIGHLIGHTS:
        save_highlights(
            by=lead,
            review=review,
            own=False,
            name_en=name.en,
            name_zh=name.zh,
            colour=colour,
            terms=list(terms),
        )
    change_stage(by=lead, setting=StageSetting.objects.get(review=review, stage=FT), judged=True)


def _import_all(story: Story, files: list[SampleFile]) -> None:
    lead, review = story.people["lead"], story.review
    with Reader(seconds=60) as reader:
        for sample in files:
            search = add_search(
                by=lead, review=review, ran_by=lead.name, **protocol.SEARCHES[sample.search]
            )
            upload = Upload(sample.name, ContentFile(sample.data, sample.name))
            file = read(file=store(by=lead, search=search, upload=upload), reader=reader)
            result = run_job(import_job.begin_import(by=lead, file=file), import_job.import_file)
            search.hits = result["found"]
            search.save(update_fields=["hits"])
            story.tell(f"{sample.name}: {result['imported']} of {result['found']} records")


def _screen(story: Story) -> None:
    conflicts = 0
    for number, record in enumerate(_at(story, "await_ta")):
        if number == 5:
            _change_of_mind(story, record)
        conflicts += _play_scene(story, record, TA, screening_scene(story.article_of(record)))
    story.tell(f"titles and abstracts screened, {conflicts} conflicts settled")


def _at(story: Story, place: str) -> list[Record]:
    return list(Record.objects.filter(review=story.review, place=place).order_by("pk"))


def _change_of_mind(story: Story, record: Record) -> None:
    """The second reviewer presses the wrong key and takes the vote back."""
    who = {
        "by": story.people["second"],
        "review": story.review,
        "record_id": record.pk,
        "stage": TA,
    }
    cast_vote(**who, verdict="maybe", key=story.next_key())
    clear_vote(**who, key=story.next_key())


def _play_scene(story: Story, record: Record, stage: str, scene: Scene) -> bool:
    for part, say in (("first", scene.first), ("second", scene.second)):
        _cast(story, story.people[part], record, stage, say)
    if not scene.conflict:
        return False
    chinese = record.language == "zh"
    write_note(
        by=story.people["second"],
        review=story.review,
        record_id=record.pk,
        stage=stage,
        text="请再看一遍结局指标。" if chinese else "Please look at the outcomes once more.",
    )
    reason = story.reasons.get((stage, scene.final.reason))
    settle(
        by=story.people["adjudicator"],
        review=story.review,
        record_id=record.pk,
        stage=stage,
        verdict=scene.final.verdict,
        reason_id=reason.pk if reason else None,
        rationale=scene.rationale.zh if chinese else scene.rationale.en,
    )
    return True


def _cast(story: Story, by: User, record: Record, stage: str, say: Say) -> None:
    reason = story.reasons.get((stage, say.reason))
    cast_vote(
        by=by,
        review=story.review,
        record_id=record.pk,
        stage=stage,
        verdict=say.verdict,
        key=story.next_key(),
        reason_id=reason.pk if reason else None,
        judgements={str(story.criteria[kind].pk): answer for kind, answer in say.judgements},
    )


def _find_full_texts(story: Story) -> None:
    sought = _at(story, "await_retrieval")
    missing = [r for r in sought if story.article_of(r).fate == "not_retrieved"]
    there = [r for r in sought if r not in missing]
    first = story.people["first"]
    set_retrieval(
        by=first, review=story.review, record_ids=[r.pk for r in missing], status="requested"
    )
    set_retrieval(
        by=first, review=story.review, record_ids=[r.pk for r in there], status="retrieved"
    )
    set_retrieval(
        by=first,
        review=story.review,
        record_ids=[r.pk for r in missing],
        status="not_retrieved",
        note="图书馆与作者均未能提供 / neither library nor authors could help",
    )
    story.tell(f"{len(sought)} full texts sought, {len(missing)} not to be had")


def _read(story: Story) -> None:
    conflicts = 0
    for record in _at(story, "await_ft"):
        conflicts += _play_scene(story, record, FT, reading_scene(story.article_of(record)))
    story.tell(f"full texts read, {conflicts} conflicts settled")
