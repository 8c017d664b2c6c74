"""A merged report is bilingual wherever it is read: stored when records join, part or change,
and read as it stands.
"""

import io
from importlib import import_module

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.utils.translation import override
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from screening.actions.archive.archive_export import write_archive
from screening.actions.archive.archive_import import load_archive
from screening.actions.duplicates.merge import merge, undo_merge
from screening.actions.fulltext.fulltext_matching import sort_in
from screening.actions.records.bilingual import mistold
from screening.actions.records.record_edits import edit_record, stamp
from screening.actions.records.search_index import index
from screening.citations import bibliography, plain, style_of
from screening.flow.fonts import PATH
from screening.models import Record, Review
from screening.queries.access.authorization import access_review
from screening.queries.ranking.training_labels import text_rows
from screening.queries.records.search import matching
from screening.queries.records.stored_records import group_of, merged
from screening.queries.screening.cards import cards
from tests.builders import make_cast, make_record, make_review

pytestmark = pytest.mark.django_db
CHINESE = {
    "title": "骨骼肌外泌体调控成骨分化",
    "title_translated": "Osteogenic differentiation and exosomes of muscle",
    "authors": ["高亚", "欧阳静"],
    "journal": "示例骨科杂志",
    "abstract": "目的:观察外泌体。",
    "keywords": ["外泌体"],
    "language": "zh",
    "doi": "10.5555/zh.1",
}
ENGLISH = {
    "title": "Muscle exosomes regulate osteogenesis.",
    "authors": ["Gao Y", "Ouyang J"],
    "journal": "Shi Li Gu Ke",
    "abstract": "To study exosomes.",
    "keywords": ["Exosomes"],
    "language": "zh",
    "pmid": "99000123",
}


def pair(review: Review, **fields: object) -> tuple[Record, Record]:
    """The record of PubMed, which is to be the primary one, and that of CNKI."""
    english, chinese = (make_record(review, **(values | fields)) for values in (ENGLISH, CHINESE))
    index([english, chinese])
    return english, chinese


def joined(review: Review, **fields: object) -> tuple[Record, Record, int]:
    english, chinese = pair(review, **fields)
    done = merge(review=review, record_ids=[english.pk, chinese.pk], by=None)
    return Record.objects.get(pk=english.pk), chinese, done.pk


def found(review: Review, text: str) -> list[int]:
    return list(
        Record.objects.filter(matching(text), review=review)
        .order_by("pk")
        .values_list("pk", flat=True)
    )


def test_report_says_what_each_of_its_records_says_and_which_one_says_so():
    english, chinese, _ = joined(make_review())
    assert english.bilingual["title"] == CHINESE["title"]
    assert english.bilingual["sources"]["title"] == [chinese.pk]
    with override("zh-hans"):
        assert str(english) == CHINESE["title"]
        assert english.shown.journal == CHINESE["journal"]
    with override("en"):
        assert str(english) == ENGLISH["title"]
        assert english.shown.title_translated == CHINESE["title"]
    assert english.shown.doi == CHINESE["doi"]


def test_search_finds_a_report_by_the_words_of_all_its_records_and_no_longer_once_they_part():
    review = make_review(lead=None)
    english, chinese, done = joined(review)
    assert found(review, "调控成骨分化") == [english.pk, chinese.pk]
    assert found(review, "Muscle exosomes regulate") == [english.pk]
    assert found(review, "10.5555/zh.1") == [english.pk, chinese.pk]
    undo_merge(by=review.created_by, review=review, merge_id=done)
    assert found(review, "调控成骨分化") == [chinese.pk]


def test_undoing_a_merge_brings_back_the_view_of_before_exactly():
    review = make_review()
    english, _chinese, first = joined(review)
    before = english.bilingual
    third = make_record(
        review, title="Exosomes of muscle", abstract="A much longer abstract of the same work."
    )
    second = merge(review=review, record_ids=[third.pk, english.pk], by=None)
    assert Record.objects.get(pk=third.pk).bilingual
    assert Record.objects.get(pk=english.pk).bilingual is None  # a duplicate now
    undo_merge(by=review.created_by, review=review, merge_id=second.pk)
    assert Record.objects.get(pk=english.pk).bilingual == before
    undo_merge(by=review.created_by, review=review, merge_id=first)
    assert not Record.objects.filter(review=review, bilingual__isnull=False).exists()


def test_editing_a_duplicate_changes_what_the_report_says_and_is_found_by():
    review = make_review()
    english, chinese, _ = joined(review)
    chinese.refresh_from_db()
    edit_record(
        by=review.created_by,
        review=review,
        record_id=chinese.pk,
        seen=stamp(chinese),
        fields={"title": "运动与骨形成"},
    )
    assert Record.objects.get(pk=english.pk).bilingual["title"] == "运动与骨形成"
    assert found(review, "运动与骨形成") == [english.pk, chinese.pk]
    assert list(mistold(review)) == []


def test_what_is_stored_otherwise_than_it_follows_is_told():
    review = make_review()
    english, _chinese, _ = joined(review)
    Record.objects.filter(pk=english.pk).update(bilingual=english.bilingual | {"title": "别的"})
    assert [pk for pk, _there, _right in mistold(review)] == [english.pk]


def test_card_shows_both_languages_at_no_more_queries(django_assert_num_queries):
    cast = make_cast()
    alone = make_record(cast.review)
    report, _, _ = joined(cast.review)
    access = access_review(cast.first, cast.review.pk)
    with django_assert_num_queries(7):
        cards(access, "title-abstract", [alone.pk])
    with override("zh-hans"), django_assert_num_queries(7):
        card = cards(access, "title-abstract", [report.pk])[0]
        assert card.titles == [CHINESE["title"], ENGLISH["title"]]
        assert (card.authors, card.authors_again) == (CHINESE["authors"], ENGLISH["authors"])
        assert [abstract.language for abstract in card.abstracts] == ["zh", "en"]
        assert card.keywords == ["外泌体", "Exosomes"]


def test_order_is_learned_from_both_languages():
    review = make_review()
    report, _, _ = joined(review)
    (row,) = text_rows(review, (report.place,))
    assert row[1:3] == (CHINESE["title"], ENGLISH["title"])


def test_chinese_article_is_cited_in_chinese_though_its_primary_record_is_english():
    report, _, _ = joined(make_review())
    group = group_of(report)
    (entry,) = bibliography([merged(group[0], group[1:]).record], style_of("gbt7714-2015-numeric"))
    assert plain(entry.reference).startswith(
        "高亚, 欧阳静. 骨骼肌外泌体调控成骨分化[J]. 示例骨科杂志"
    )


def pdf(title: str) -> ContentFile:
    """A page with that title in two lines, in the font of the diagrams."""
    pdfmetrics.registerFont(TTFont("NotoSansSC", str(PATH)))
    out = io.BytesIO()
    canvas = Canvas(out)
    for line, text in enumerate((title[: len(title) // 2], title[len(title) // 2 :])):
        canvas.setFont("NotoSansSC", 18)
        canvas.drawString(60, 760 - 26 * line, text)
    canvas.save()
    return ContentFile(out.getvalue())


def test_pdf_with_the_chinese_title_is_told_to_be_the_report_whose_primary_record_is_english():
    review = make_review()
    report, _, _ = joined(review, place="await_retrieval")
    Record.objects.filter(pk=report.pk).update(place="await_retrieval")
    kept = sort_in(
        by=review.created_by,
        review=review,
        name="下载.pdf",
        content=pdf(CHINESE["title"]),
        limit=10**7,
    )
    assert (kept.suggested_id, kept.found) == (report.pk, {"how": "title"})


def test_archive_is_loaded_with_the_view_made_anew():
    cast = make_cast()
    report, _, _ = joined(cast.review)
    out = io.BytesIO()
    write_archive(cast.review, out)
    loaded = load_archive(by=cast.lead, source=out)
    there = Record.objects.get(review=loaded, bilingual__isnull=False)
    assert there.bilingual | {"sources": 0} == report.bilingual | {"sources": 0}
    assert list(mistold(loaded)) == []
    assert len(found(loaded, "调控成骨分化")) == 2


def test_reports_merged_before_are_told_by_the_migration():
    review = make_review()
    report, chinese, _ = joined(review)
    Record.objects.update(bilingual=None)
    index([chinese])
    import_module("screening.migrations.0027_bilingual_reports_of_before").tell(apps, None)
    assert Record.objects.get(pk=report.pk).bilingual == report.bilingual
    assert list(mistold(review)) == []
