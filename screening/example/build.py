"""Plays the example through the same actions as a real review. Nothing here types in a count: 81 comes out of the votes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

from django.core.files.base import ContentFile
from django.db import transaction

from screening.actions.duplicates import dedupe_job, duplicate_answers
from screening.actions.duplicates.merge import MergeRefused, merge
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
from screening.example.practice_duplicates import write_puzzles
from screening.example.schedule import Say, Scene, reading_scene, screening_scene
from screening.models import Criterion, DuplicatePair, Membership, Reason, Record, Review, StageSetting, User
from screening.queries.duplicates.duplicate_pairs import to_check
from screening.records.text import title_key
from screening.stages import STAGES

KEY, PRACTICE = "muscle-exosomes", "practice"
"""What `Review.example` says of the finished review, and of the one that is there to be tried."""
PRACTISED = ("cnki_update", "pubmed_update")
"""Searches whose files the practice review begins with."""
TA, FT = "title-abstract", "full-text"
Tell = Callable[[str], None]


@dataclass(slots=True)
class Story:
    """The example while it is being played: who is in it, and which record is which article."""

    people: dict[str, User]
    review: Review
    tell: Tell
    articles: dict[str, Article]
    reasons: dict[tuple[str, str], Reason] = field(default_factory=dict)
    criteria: dict[str, Criterion] = field(default_factory=dict)
    keys: int = 0

    def article_of(self, record: Record) -> Article:
        """The article behind a record, by its folded title in either language."""
        found = self.articles.get(title_key(record.title)) or self.articles.get(title_key(record.title_translated))
        if found is None:
            raise LookupError(f"record {record.pk} is none of the example's: {record.title!r}")
        return found

    def next_key(self) -> UUID:
        """A key for one press; the same example has the same keys."""
        self.keys += 1
        return uuid5(UUID(int=self.review.pk), str(self.keys))


@transaction.atomic
def play(people: dict[str, User], tell: Tell = lambda line: None) -> Review:
    """Builds the whole example: protocol, searches, imports, duplicates, both stages, conflicts, studies of its own.

    All or nothing. Raises LookupError or a refusal of an action if the example no longer fits the program.
    """
    articles = write_articles()
    story = Story(people, _start(people), tell, _by_title(articles))
    _write_protocol(story)
    _import_all(story, write_files(articles))
    _deduplicate(story)
    _screen(story)
    _find_full_texts(story)
    _read(story)
    for stage in STAGES:
        close_stage(by=people["lead"], review=story.review, stage=stage)
    return story.review


@transaction.atomic
def practise(people: dict[str, User], tell: Tell = lambda line: None) -> Review:
    """A small review with the same team and protocol, to try everything on: nothing screened, some duplicates to answer."""
    articles = write_articles()
    story = Story(people, _start(people, practice=True), tell, _by_title(articles))
    _write_protocol(story)
    _import_all(story, [*(file for file in write_files(articles) if file.search in PRACTISED), write_puzzles()])
    job, _new = job_queue.enqueue_once(kind="dedupe", review=story.review, by=people["lead"])
    _run(job, dedupe_job.run)
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
        by=people["lead"], title_en=title.en, title_zh=title.zh, question_en=protocol.QUESTION.en,
        question_zh=protocol.QUESTION.zh, example=PRACTICE if practice else KEY,
    )  # fmt: skip
    Membership.objects.filter(review=review, user=people["lead"]).update(reviews=False)
    for part, code, role in (
        ("first", "B", "reviews"), ("second", "C", "reviews"), ("adjudicator", "D", "adjudicates"), ("observer", "E", ""),
    ):  # fmt: skip
        Membership.objects.create(review=review, user=people[part], code=code, **({role: True} if role else {}))
        log(review=review, actor=people["lead"], verb="join", roles=[role or "observer"], name=people[part].name)
    return change_review(
        by=people["lead"], review=review, background=protocol.BACKGROUND, counts_studies=False,
        methods=protocol.METHODS,
    )  # fmt: skip


def _write_protocol(story: Story) -> None:
    lead, review = story.people["lead"], story.review
    for wanted in protocol.CRITERIA:
        saved = save_criterion(
            by=lead, review=review, stage=wanted.stage, kind=wanted.kind, inclusion=wanted.inclusion,
            text_en=wanted.text.en, text_zh=wanted.text.zh,
        )  # fmt: skip
        if wanted.stage == FT:
            story.criteria[wanted.kind] = saved
    for stage, reasons in protocol.REASONS.items():
        for key, label in reasons:
            story.reasons[stage, key] = save_reason(
                by=lead, review=review, stage=stage, label_en=label.en, label_zh=label.zh
            )
    for name, colour, terms in protocol.HIGHLIGHTS:
        save_highlights(
            by=lead, review=review, own=False, name_en=name.en, name_zh=name.zh, colour=colour, terms=list(terms)
        )
    change_stage(by=lead, setting=StageSetting.objects.get(review=review, stage=FT), judged=True)


def _import_all(story: Story, files: list[SampleFile]) -> None:
    lead, review = story.people["lead"], story.review
    with Reader(seconds=60) as reader:
        for sample in files:
            search = add_search(by=lead, review=review, ran_by=lead.name, **protocol.SEARCHES[sample.search])
            upload = Upload(sample.name, ContentFile(sample.data, sample.name))
            file = read(file=store(by=lead, search=search, upload=upload), reader=reader)
            result = _run(import_job.begin_import(by=lead, file=file), import_job.import_file)
            search.hits = result["found"]
            search.save(update_fields=["hits"])
            story.tell(f"{sample.name}: {result['imported']} of {result['found']} records")


def _run(job: Any, work: Callable[[Any], dict[str, Any] | None]) -> dict[str, Any]:
    running = job_queue.claim(job.pk)
    if running is None:
        raise LookupError(f"job {job.pk} is in other hands")
    result = work(running) or {}
    running.finish(result)
    return result


def _deduplicate(story: Story) -> None:
    """The program merges what is certain; people answer its questions and find what it could not."""
    job, _new = job_queue.enqueue_once(kind="dedupe", review=story.review, by=story.people["lead"])
    result = _run(job, dedupe_job.run)
    answered = [_answer(story, pair) for pair in to_check(story.review)]
    found = _merge_what_is_left(story)
    _err_and_undo(story)
    story.tell(
        f"{result['merged']} duplicates merged, {len(answered)} pairs answered, {found} found while reading the list"
    )


def _answer(story: Story, pair: DuplicatePair) -> DuplicatePair:
    same = story.article_of(pair.first) is story.article_of(pair.second)
    return duplicate_answers.answer_pair(
        by=story.people["first"], review=story.review, pair_id=pair.pk, answer="same" if same else "different"
    )


def _merge_what_is_left(story: Story) -> int:
    standing: dict[int, Record] = {}
    found = 0
    for record in Record.objects.filter(review=story.review, primary=None).order_by("pk"):
        first = standing.setdefault(story.article_of(record).number, record)
        if first is not record:
            duplicate_answers.mark_duplicate(
                by=story.people["second"], review=story.review, record_id=record.pk, of_id=first.pk
            )
            found += 1
    return found


def _err_and_undo(story: Story) -> None:
    """A merge that should not have been, taken back."""
    a, b = Record.objects.filter(review=story.review, primary=None, place="await_ta").order_by("title_sort")[:2]
    try:
        wrong = merge(review=story.review, record_ids=[a.pk, b.pk], by=story.people["second"])
    except MergeRefused as refused:
        raise LookupError(f"the example could not merge {a.pk} and {b.pk}") from refused
    duplicate_answers.split(by=story.people["second"], review=story.review, merge_id=wrong.pk)


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
    who = {"by": story.people["second"], "review": story.review, "record_id": record.pk, "stage": TA}
    cast_vote(**who, verdict="maybe", key=story.next_key())
    clear_vote(**who, key=story.next_key())


def _play_scene(story: Story, record: Record, stage: str, scene: Scene) -> bool:
    for part, say in (("first", scene.first), ("second", scene.second)):
        _cast(story, story.people[part], record, stage, say)
    if not scene.conflict:
        return False
    chinese = record.language == "zh"
    write_note(
        by=story.people["second"], review=story.review, record_id=record.pk, stage=stage,
        text="请再看一遍结局指标。" if chinese else "Please look at the outcomes once more.",
    )  # fmt: skip
    reason = story.reasons.get((stage, scene.final.reason))
    settle(
        by=story.people["adjudicator"], review=story.review, record_id=record.pk, stage=stage,
        verdict=scene.final.verdict, reason_id=reason.pk if reason else None,
        rationale=scene.rationale.zh if chinese else scene.rationale.en,
    )  # fmt: skip
    return True


def _cast(story: Story, by: User, record: Record, stage: str, say: Say) -> None:
    reason = story.reasons.get((stage, say.reason))
    cast_vote(
        by=by, review=story.review, record_id=record.pk, stage=stage, verdict=say.verdict, key=story.next_key(),
        reason_id=reason.pk if reason else None,
        judgements={str(story.criteria[kind].pk): answer for kind, answer in say.judgements},
    )  # fmt: skip


def _find_full_texts(story: Story) -> None:
    sought = _at(story, "await_retrieval")
    missing = [r for r in sought if story.article_of(r).fate == "not_retrieved"]
    there = [r for r in sought if r not in missing]
    first = story.people["first"]
    set_retrieval(by=first, review=story.review, record_ids=[r.pk for r in missing], status="requested")
    set_retrieval(by=first, review=story.review, record_ids=[r.pk for r in there], status="retrieved")
    set_retrieval(
        by=first, review=story.review, record_ids=[r.pk for r in missing], status="not_retrieved",
        note="图书馆与作者均未能提供 / neither library nor authors could help",
    )  # fmt: skip
    story.tell(f"{len(sought)} full texts sought, {len(missing)} not to be had")


def _read(story: Story) -> None:
    conflicts = 0
    for record in _at(story, "await_ft"):
        conflicts += _play_scene(story, record, FT, reading_scene(story.article_of(record)))
    story.tell(f"full texts read, {conflicts} conflicts settled")
