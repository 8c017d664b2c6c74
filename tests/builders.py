"""People, reviews and records for tests: plain functions that fill in what a test does not care
about.
"""

from dataclasses import dataclass
from itertools import count
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from screening.models import (
    FullTextFile,
    ImportFile,
    Membership,
    Record,
    RejectedEntry,
    Review,
    Search,
    StageSetting,
    Study,
    User,
)
from screening.records.messages import Message
from screening.records.sorting import sort_key
from screening.stages import STAGES

PASSWORD = "correct horse battery staple"
_numbers = count(1)


def make_user(name: str = "", **fields: Any) -> User:
    """A person who signs in with `PASSWORD` and <name>@example.org."""
    name = name or f"person{next(_numbers)}"
    email = fields.pop("email", f"{name.lower()}@example.org")
    return User.objects.create_user(email, PASSWORD, **({"confirmed": True, "name": name} | fields))


def join(review: Review, user: User, *roles: str) -> Membership:
    """Makes the person a member with roles among lead, reviewer, adjudicator;
    none of them observes.
    """
    return Membership.objects.create(
        review=review,
        user=user,
        leads="lead" in roles,
        reviews="reviewer" in roles,
        adjudicates="adjudicator" in roles,
        code=f"R{review.memberships.count() + 1}",
    )


def make_review(
    *, lead: User | None = None, reviewers: int | list[User] = 0, opened: bool = True, **fields: Any
) -> Review:
    """A review with its lead, that many (or those) reviewers and all stages,
    open unless told otherwise.
    """
    lead = lead or make_user()
    fields = {"title_en": "Lung nodules", "title_zh": "肺结节", "created_by": lead} | fields
    review = Review.objects.create(**fields)
    join(review, lead, "lead")
    people = [make_user() for _ in range(reviewers)] if isinstance(reviewers, int) else reviewers
    for user in people:
        join(review, user, "reviewer")
    for stage in STAGES.values():
        StageSetting.objects.create(
            review=review,
            stage=stage.key,
            votes_needed=stage.votes_needed,
            reason_required=stage.reason_required,
            opened_at=timezone.now() if opened else None,
        )
    return review


def make_search(review: Review, **fields: Any) -> Search:
    """A search of PubMed."""
    return Search.objects.create(review=review, **({"name": "PubMed", "kind": "database"} | fields))


def make_record(review: Review, *, search: Search | None = None, **fields: Any) -> Record:
    """A record that waits for screening."""
    search = search or review.searches.first() or make_search(review)
    number = next(_numbers)
    fields = {
        "title": f"Record {number} 记录",
        "year": 2020,
        "place": "await_ta",
        "position": number,
    } | fields
    fields.setdefault("title_sort", sort_key(fields["title"] or fields.get("title_translated", "")))
    return Record.objects.create(
        review=review, search=search, lane=search.lane, flow_lane=search.lane, **fields
    )


def make_file(review: Review, *, search: Search | None = None, **fields: Any) -> ImportFile:
    """An imported RIS file with one rejected entry; its records are not made."""
    search = search or review.searches.first() or make_search(review)
    stored = default_storage.save("imports/sample", ContentFile(b"TY  - JOUR\nTI  - A\nER  - \n"))
    values = {
        "name": "CNKI-导出.ris",
        "sha256": f"{next(_numbers):064x}",
        "size": 27,
        "format": "ris",
        "state": "imported",
    }
    values |= {
        "encoding": "utf-8",
        "found": 1,
        "rejected": 1,
        "stored": stored,
        "uploaded_by": review.created_by,
    }
    file = ImportFile.objects.create(review=review, search=search, **(values | fields))
    message = Message("The entry has no title.").to_json()
    RejectedEntry.objects.create(
        file=file, line=3, message=message, raw="TY  - JOUR\nAU  - 高亚\nER  - \n"
    )
    return file


@dataclass(frozen=True, slots=True)
class Cast:
    """A review and everybody who has to do with it, or should not."""

    review: Review
    lead: User
    first: User
    second: User
    adjudicator: User
    observer: User
    outsider: User


def make_cast(**fields: Any) -> Cast:
    """Lena leads, Rosa and Ren review, Ada adjudicates, Otto observes, Uma is not in it."""
    lead, first, second = make_user("Lena"), make_user("Rosa"), make_user("Ren 任")
    adjudicator, observer, outsider = make_user("Ada"), make_user("Otto"), make_user("Uma")
    review = make_review(lead=lead, reviewers=[first, second], **fields)
    join(review, adjudicator, "adjudicator")
    join(review, observer)
    return Cast(review, lead, first, second, adjudicator, observer, outsider)


def make_full_text(review: Review, *, record: Record | None = None, **fields: Any) -> FullTextFile:
    """A small PDF of a report that waits for full-text screening."""
    record = record or make_record(review, place="await_ft")
    name = default_storage.save(
        f"full-texts/{review.pk}/{next(_numbers)}.pdf", ContentFile(b"%PDF-1.4 made up")
    )
    fields = {
        "name": "报告.pdf",
        "stored": name,
        "sha256": "0" * 64,
        "size": 16,
        "content_type": "application/pdf",
    } | fields
    return FullTextFile.objects.create(record=record, by=review.created_by, **fields)


def make_study(review: Review, **fields: Any) -> Study:
    """A study with one included report."""
    study = Study.objects.create(review=review, **({"name": "Gao 2024 高亚"} | fields))
    study.reports.add(make_record(review, place="included"))
    return study
