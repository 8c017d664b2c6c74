"""A published version as it was: the snapshot that its diagram is drawn from,
and what was kept with it.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language

from screening.flow.counts import Flow
from screening.methods import LANGUAGES, Section
from screening.models import Membership, Publication, PublicationCopy, Review, User
from screening.queries.access.authorization import Access
from screening.queries.flow import flow_counts
from screening.records.snapshot import Methods, Snapshot, Wishes


def team_copy(review: Review, *, lead: bool = False) -> Access:
    """The eyes of nobody in particular, for a file that the whole team may have;
    `lead` sees single votes as well.
    """
    nobody = User(pk=0)
    return Access(review, Membership(review=review, user=nobody, leads=lead), nobody)


def copy_of(published: Publication) -> PublicationCopy | None:
    """What was kept with it; None for a version published before copies were kept."""
    return PublicationCopy.objects.filter(publication=published).first()


def reader_language() -> str:
    """The key of the reader's language among those that are kept."""
    return "zh-hans" if (get_language() or "").startswith("zh") else "en"


def flow_of(published: Publication, copy: PublicationCopy | None) -> Flow:
    """The numbers as they were, with the reasons in the reader's language where that was kept."""
    return Flow.from_snapshot(
        (copy.flows.get(reader_language()) if copy else None) or published.flow
    )


def words_of(
    published: Publication, copy: PublicationCopy | None, label_set: str
) -> Mapping[str, str]:
    """The team's own words of the diagram as they were; as they are where no copy was kept."""
    kept: dict[str, Any] = copy.labels if copy else published.review.diagram_labels
    return kept.get(label_set, {})


def snapshot_of(published: Publication, copy: PublicationCopy | None, wishes: Wishes) -> Snapshot:
    """All that its diagram needs; of its reports there is only what the kept files hold."""
    review, language = published.review, reader_language()
    first, second = (copy.title_en, copy.title_zh) if copy else (review.title_en, review.title_zh)
    titles = (second, first) if language == "zh-hans" else (first, second)
    return Snapshot(
        title=titles[0] or titles[1],
        taken_at=published.at,
        language=language,
        version=published.version,
        example=bool(review.example),
        counts_studies=copy.counts_studies if copy else review.counts_studies,
        reports=lambda places: iter(()),
        flow=flow_of(published, copy).to_snapshot(),
        reasons=tuple(copy.reasons.get(language, ())) if copy else flow_counts.reason_order(review),
        wishes=wishes,
        methods=Methods(),
    )


def methods_of(copy: PublicationCopy | None, language: str) -> list[Section]:
    """The methods text as it was."""
    kept = copy.methods.get(language, []) if copy else []
    return [
        Section(s["key"], s["heading"], tuple(s["paragraphs"]), tuple(s["lines"])) for s in kept
    ]


def both_languages() -> tuple[str, ...]:
    """The languages in which a published version is kept."""
    return tuple(LANGUAGES)


def in_all(review: Review, numbers: Flow) -> dict[str, int]:
    """The five numbers of all versions together: those of each version as it was published last,
    and of this one.

    Included are the reports in the totals of this version,
    so that one dropped since is not among them.
    """
    found = Counter(flow_counts.five(numbers))
    done: set[int] = set()
    earlier = (
        Publication.objects.filter(review=review, version__lt=review.version)
        .defer("rows")
        .order_by("-pk")
    )
    for published in earlier:
        if published.version not in done:
            done.add(published.version)
            found.update(flow_counts.five(Flow.from_snapshot(published.flow)))
    return {**found, "included": numbers["total_reports"]}
