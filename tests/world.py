"""A review with something behind every address: for the role table, for axe-core and for pictures.

An address of a new kind of thing needs one line in `MAKERS` (an integer in the path: how to make
such a thing in the review, giving its id) or in `TEXTS` (a text in the path: a value that exists).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from unittest.mock import patch
from uuid import uuid4

from django.urls import reverse
from django.utils import timezone

from screening.actions.access.members import invite
from screening.actions.access.tokens import add_service_account, make_token
from screening.actions.duplicates.merge import merge
from screening.actions.flow import published_files
from screening.actions.flow.diagram_settings import enter_number
from screening.actions.flow.publication import publish
from screening.actions.flow.published_files import ask_files
from screening.actions.fulltext.annotations import mark_page
from screening.actions.protocol.rule_changes import change_stage
from screening.actions.records.notice_answers import answer_notices
from screening.actions.screening.reopening import ask_reopening, reopen
from screening.actions.screening.voting import cast_vote
from screening.exports import EXPORTS
from screening.models import (
    BulkVote,
    Criterion,
    DedupeRun,
    DuplicatePair,
    HighlightList,
    Job,
    Label,
    Proposal,
    Reason,
    Record,
    SavedFilter,
    ServiceRun,
    Strategy,
    User,
    Webhook,
)
from screening.queries.protocol.rule_changes import rule_changes
from screening.tasks import run_job
from screening.web.urls import urlpatterns
from tests.builders import (
    Cast,
    join,
    make_cast,
    make_file,
    make_full_text,
    make_record,
    make_review,
    make_search,
    make_study,
    make_user,
)


@dataclass
class World:
    """A cast, somebody without any review, somebody removed, an open invitation;
    things are made when asked for.
    """

    cast: Cast
    newcomer: User
    removed: User
    token: str
    made: dict[str, Any] = field(default_factory=dict)

    def value(self, name: str) -> Any:
        """What stands for that part of a path in this world."""
        if name == "review_id":
            return self.cast.review.pk
        if name == "token":
            return self.token
        if name in TEXTS:
            return TEXTS[name]
        if name not in self.made:
            self.made[name] = MAKERS[name](self.cast)
        return self.made[name]

    def path(self, name: str, **given: Any) -> str:
        """The address of that name, with the things of this world in it unless they are given."""
        return reverse(name, kwargs={part: self.value(part) for part in parts(name)} | given)

    def person(self, role: str) -> User | None:
        """Who has that role: a field of `Cast`, "newcomer", "removed", or "" for nobody signed in."""
        if role in {"newcomer", "removed"}:
            return getattr(self, role)
        return getattr(self.cast, role) if role else None


def build_world(*, other: bool = False, **fields: Any) -> World:
    """A review in two languages with its people; its things are made when an address needs them.

    `other`: a second one beside the first, with people of other names.
    """
    fields = {
        "title_en": "Robot-assisted versus manual CT-guided percutaneous puncture for pulmonary nodules",
        "title_zh": "机器人辅助与徒手CT引导下肺结节经皮穿刺比较的系统评价",
        "question_en": "In adults with pulmonary nodules, is robot-assisted puncture more accurate than freehand puncture?",
        "question_zh": "对于肺结节成人患者，机器人辅助穿刺是否比徒手穿刺更准确？",
    } | fields
    cast = _other_cast(**fields) if other else make_cast(**fields)
    newcomer, removed = make_user(), make_user()
    member = join(cast.review, removed, "lead", "reviewer", "adjudicator")
    member.ended_at = timezone.now()
    member.save()
    _, token = invite(by=cast.lead, review=cast.review, valid=timedelta(days=7), reviews=True)
    return World(cast, newcomer, removed, token)


def parts(name: str) -> list[str]:
    """The names of the variable parts of an address."""
    pattern = next(pattern for pattern in urlpatterns if pattern.name == name)
    return list(pattern.pattern.converters)


def _other_cast(**fields: Any) -> Cast:
    lead, first, second, adjudicator, observer, outsider = (make_user() for _ in range(6))
    review = make_review(lead=lead, reviewers=[first, second], **fields)
    join(review, adjudicator, "adjudicator")
    join(review, observer)
    return Cast(review, lead, first, second, adjudicator, observer, outsider)


def _pair(cast: Cast) -> int:
    first, second = make_record(cast.review), make_record(cast.review)
    return DuplicatePair.objects.create(review=cast.review, first=first, second=second).pk


def _merge(cast: Cast) -> int:
    records = [make_record(cast.review).pk for _ in range(2)]
    return merge(review=cast.review, record_ids=records, by=cast.lead).pk


def _invitation(cast: Cast) -> int:
    wang = {"email": "wang@example.org", "valid": timedelta(days=3), "reviews": True}
    return invite(by=cast.lead, review=cast.review, **wang)[0].pk


def _member(cast: Cast) -> int:
    return cast.review.memberships.get(user=cast.first).pk


def _rule_change(cast: Cast) -> int:
    setting = cast.review.stages.get(stage="title-abstract")
    change_stage(by=cast.lead, setting=setting, maybe_conflicts=not setting.maybe_conflicts)
    return max(rule_changes(cast.review))


def _entry(cast: Cast) -> int:
    file = cast.review.files.first() or make_file(cast.review)
    return file.rejected_entries.get().pk


def _decided(cast: Cast) -> Record:
    record = make_record(cast.review)
    for user in (cast.first, cast.second):
        cast_vote(
            by=user,
            review=cast.review,
            record_id=record.pk,
            stage="title-abstract",
            verdict="exclude",
            key=uuid4(),
        )
    return record


def _reopening(cast: Cast) -> int:
    pk = _decided(cast).pk
    return reopen(
        by=cast.lead,
        review=cast.review,
        record_id=pk,
        stage="title-abstract",
        votes="again",
        reason="勘误",
    ).pk


def _request(cast: Cast) -> int:
    pk = _decided(cast).pk
    return ask_reopening(
        by=cast.first, review=cast.review, record_id=pk, stage="title-abstract", text="请再看"
    ).pk


def _publication(cast: Cast) -> int:
    make_record(cast.review, place="included")
    published = publish(by=cast.lead, review=cast.review, note="随论文投稿")
    # All of its files take a second; the one that the paths name is enough here.
    with patch.object(
        published_files, "kept_exports", lambda *, decisions: [EXPORTS["included_csv"]]
    ):
        run_job(ask_files(published, cast.lead).pk)
    return published.pk


def _notice_answer(cast: Cast) -> int:
    record = make_record(
        cast.review, place="included", title="撤稿：骨骼肌外泌体", notices=["撤稿"]
    )
    return answer_notices(
        by=cast.lead, review=cast.review, record_id=record.pk, why="结论不受影响"
    ).pk


def webhook_of(cast: Cast) -> Webhook:
    """The webhook of the review, made if there is none."""
    about = {
        "url": "https://example.org/",
        "events": ["stage.opened"],
        "secret": "",
        "made_by": cast.lead,
    }
    return Webhook.objects.get_or_create(review=cast.review, defaults=about)[0]


def _service_run(cast: Cast) -> int:
    run = ServiceRun.objects.create(
        review=cast.review,
        purpose="complete",
        services=["pubmed", "crossref"],
        state="ready",
        by=cast.lead,
        facts={"records": 3, "proposals": 5},
    )
    record = make_record(cast.review, title="骨骼肌外泌体的研究进展", abstract="", pmid="12091962")
    text = "Exosomes of skeletal muscle carry signals between organs; their role in sarcopenia is not yet clear."
    for service, value in (("pubmed", text), ("crossref", text.upper())):
        Proposal.objects.create(
            review=cast.review,
            run=run,
            record=record,
            field="abstract",
            value=value,
            service=service,
            told_by="pmid",
        )
    return run.pk


def _strategy(cast: Cast) -> int:
    concepts = [
        {
            "name": "Population",
            "terms": ["MeSH: Solitary Pulmonary Nodule", "pulmonary nodule*", "肺结节"],
        },
        {"name": "Intervention", "terms": ["MeSH: Robotics", "robot*", "机器人"]},
    ]
    lines = {"wos": 'TS=("lung nodule*" OR robot* AND CT)'}
    row = Strategy.objects.create(
        review=cast.review, name="肺结节 Nodules", concepts=concepts, lines=lines, by=cast.lead
    )
    return row.pk


MAKERS: dict[str, Callable[[Cast], Any]] = {
    "pk": lambda cast: 1,
    "person": lambda cast: cast.first.pk,
    "review": lambda cast: cast.review.pk,
    "job": lambda cast: Job.objects.create(kind="export", review=cast.review, by=cast.lead).pk,
    "record_id": lambda cast: make_record(cast.review).pk,
    "search_id": lambda cast: make_search(cast.review).pk,
    "member_id": _member,
    "invitation_id": _invitation,
    "criterion_id": lambda cast: (
        Criterion.objects.create(
            review=cast.review, stage="title-abstract", text_en="Adults", text_zh="成人"
        ).pk
    ),
    "reason_id": lambda cast: (
        Reason.objects.create(
            review=cast.review,
            stage="full-text",
            label_en="Wrong design",
            label_zh="研究设计不符",
            position=1,
        ).pk
    ),
    "highlights_id": lambda cast: (
        HighlightList.objects.create(review=cast.review, name_en="Include", terms=["结节"]).pk
    ),
    "change_id": _rule_change,
    "pair_id": _pair,
    "merge_id": _merge,
    "run_id": lambda cast: DedupeRun.objects.create(review=cast.review).pk,
    "file_id": lambda cast: make_file(cast.review).pk,
    "entry_id": _entry,
    "document_id": lambda cast: make_full_text(cast.review).pk,
    "mark_id": lambda cast: (
        mark_page(
            by=cast.first,
            review=cast.review,
            file_id=cast.review.records.get(full_texts__isnull=False).full_texts.get().pk,
            page=1,
            quote="外泌体",
        ).pk
    ),
    "load_id": lambda cast: (
        Job.objects.create(
            kind="load_review", by=cast.lead, total=700, done=210, state="running"
        ).pk
    ),
    "export_id": lambda cast: (
        Job.objects.create(
            kind="export",
            review=cast.review,
            by=cast.lead,
            params={"key": "included_csv"},
            total=80,
            done=30,
        ).pk
    ),
    "study_id": lambda cast: make_study(cast.review).pk,
    "manual_id": lambda cast: (
        enter_number(
            by=cast.lead, review=cast.review, box="previous", number=12, why="第一版的纸质筛选"
        ).pk
    ),
    "publication_id": _publication,
    "answer_id": _notice_answer,
    "reopening_id": _reopening,
    "request_id": _request,
    "filter_id": lambda cast: (
        SavedFilter.objects.create(
            review=cast.review, user=cast.lead, name="近五年", query="year_from=2020"
        ).pk
    ),
    "label_id": lambda cast: (
        Label.objects.create(review=cast.review, name="背景", colour="blue").pk
    ),
    "act_id": lambda cast: (
        BulkVote.objects.create(
            review=cast.review,
            user=cast.first,
            stage="title-abstract",
            verdict="exclude",
            key=uuid4(),
            cast_at=timezone.now(),
        ).pk
    ),
    "webhook_id": lambda cast: webhook_of(cast).pk,
    "delivery_id": lambda cast: (
        webhook_of(cast).deliveries.create(about="x", event="stage.opened", body="{}").pk
    ),
    "token_id": lambda cast: (
        make_token(by=cast.lead, name="R", scopes=["read"], valid=timedelta(days=30))[0].pk
    ),
    "service_id": lambda cast: (
        add_service_account(by=cast.lead, review=cast.review, name="夜间导入", leads=True).pk
    ),
    "settlement_id": lambda cast: 10**9,
    "unmatched_id": lambda cast: 10**9,
    "service_run_id": _service_run,
    "strategy_id": _strategy,
    "job_id": lambda cast: Job.objects.create(kind="dedupe", review=cast.review, by=cast.lead).pk,
}
TEXTS: dict[str, str] = {
    "place": "banner",
    "stage": "title-abstract",
    "change": "up",
    "document": "docx",
    "what": "criteria",
    "uidb36": "1",
    "provider_id": "nowhere",
    "key": "included_csv",
    "form": "csv",
    "label_set": "zh",
    "diagram": "prisma_svg",
    "language": "zh-hans",
}
