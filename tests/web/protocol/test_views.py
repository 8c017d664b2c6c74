from io import BytesIO
from uuid import uuid4

import docx
import pypdfium2
import pytest
from django.urls import reverse

from screening.actions.screening.voting import cast_vote
from screening.models import Criterion, HighlightList, Reason
from screening.queries.exports.snapshot import usual_style
from screening.queries.protocol.current_protocol import criteria, reasons
from screening.web.protocol.list_forms import entries
from tests.builders import make_record, make_review


def test_a_criterion_changed_late_says_what_becomes_of_the_votes(cast, client):
    record = make_record(cast.review, title="外泌体与骨形成")
    client.force_login(cast.lead)
    page = reverse("criterion-new", args=[cast.review.pk])
    way = f'<a href="{reverse("stages", args=[cast.review.pk])}">'
    told = f"decided under older criteria on the {way}Stages</a> page"
    assert told not in client.get(page).content.decode()
    vote = {
        "review": cast.review,
        "record_id": record.pk,
        "stage": "title-abstract",
        "verdict": "include",
    }
    cast_vote(by=cast.first, key=uuid4(), **vote)
    assert told in client.get(page).content.decode()
    assert (
        f"{way}“阶段”页</a>"
        in client.get(page, headers={"accept-language": "zh-hans"}).content.decode()
    )


@pytest.mark.parametrize(
    ("line", "entry"),
    [
        ("1. Adults", "Adults"),
        ("（1）成人", "成人"),
        ("１．成人", "成人"),
        ("一 成人", "一 成人"),
        ("（三）成人", "成人"),
        ("①成人", "成人"),
        ("• 18 years or older", "18 years or older"),
        ("18 years or older", "18 years or older"),
        ("2020 年以后", "2020 年以后"),
        ("- ", ""),
    ],
)
def test_marks_of_a_list_go_and_numbers_of_the_text_stay(line, entry):
    assert entries(line) == ([entry] if entry else [])


def test_seven_criteria_and_nine_reasons_take_one_form(cast, client):
    client.force_login(cast.lead)
    page = reverse("protocol-paste", args=[cast.review.pk])
    data = {
        "title-abstract-inclusion_zh": "\n".join(f"{i}. 纳入{i}" for i in range(1, 5)),
        "title-abstract-exclusion_zh": "排除甲\n\n排除乙\n排除丙",
        "full-text-reasons_zh": "\n".join(f"理由{i}" for i in range(9)),
        "also": "on",
    }
    answer = client.post(page, data, follow=True)
    assert [c.text_zh for c in criteria(cast.review, "full-text")] == [
        c.text_zh for c in criteria(cast.review, "title-abstract")
    ]
    assert criteria(cast.review, "title-abstract").count() == 7
    assert reasons(cast.review, "full-text").count() == 9
    assert "14 criteria added; 9 reasons added." in answer.content.decode()


def test_lines_that_do_not_fit_are_named_and_nothing_is_added(cast, client):
    client.force_login(cast.lead)
    page = reverse("protocol-paste", args=[cast.review.pk])
    for data, told in (
        ({"full-text-reasons_en": "ok\n" + "x" * 201}, "Line 2 is longer than 200 characters."),
        (
            {"full-text-reasons_en": "a\nb", "full-text-reasons_zh": "甲"},
            "English has 2 lines, Chinese 1.",
        ),
        ({"full-text-reasons_en": "a\n" * 101}, "At most 100 lines at once"),
        ({"full-text-reasons_en": " \n- "}, "Nothing was entered."),
    ):
        assert told in client.post(page, data).content.decode()
    assert not reasons(cast.review).exists()


def test_only_members_copy_the_protocol_of_a_review(cast, client):
    other = make_review()
    client.force_login(cast.lead)
    assert (
        client.post(
            reverse("protocol-begin", args=[cast.review.pk]), {"source": f"review:{other.pk}"}
        ).status_code
        == 404
    )


def test_a_review_in_one_language_asks_for_no_other(cast, client):
    cast.review.languages = "zh"
    cast.review.save()
    client.force_login(cast.lead)
    for name, args in (
        ("criterion-new", []),
        ("reason-new", []),
        ("protocol-edit", []),
        ("highlights-new", []),
        ("stage-edit", ["full-text"]),
        ("protocol-paste", []),
    ):
        form = client.get(reverse(name, args=[cast.review.pk, *args])).context["form"]
        assert not [field for field in form.fields if field.endswith("_en")], name


def test_what_a_field_out_of_sight_holds_stays(cast, client):
    criterion = Criterion.objects.create(
        review=cast.review, stage="full-text", text_en="Adults", text_zh="成人"
    )
    cast.review.languages = "zh"
    cast.review.save()
    client.force_login(cast.lead)
    page = reverse("criterion-edit", args=[cast.review.pk, criterion.pk])
    client.post(
        page, {"stage": "full-text", "inclusion": "True", "kind": "quality", "text_zh": "成年人"}
    )
    criterion.refresh_from_db()
    assert (criterion.text_en, criterion.text_zh) == ("Adults", "成年人")
    wrong = client.post(
        page, {"stage": "full-text", "inclusion": "True", "kind": "quality", "text_zh": ""}
    )
    assert wrong.status_code in (200, 302)


def test_an_edit_in_place_gives_back_its_stage(cast, client):
    criterion = Criterion.objects.create(review=cast.review, stage="full-text", text_zh="成人")
    client.force_login(cast.lead)
    page = reverse("criterion-edit", args=[cast.review.pk, criterion.pk])
    swapped = {"headers": {"HX-Request": "true"}}
    assert "<html" not in client.get(page, **swapped).content.decode()
    data = {"stage": "full-text", "inclusion": "True", "kind": "quality", "text_zh": "成年人"}
    part = client.post(page, data, **swapped).content.decode()
    assert 'id="section-full-text"' in part
    assert "成年人" in part


@pytest.mark.parametrize("order", ["prisma-p", "prospero"])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_document_tells_the_protocol_in_the_order_of_the_register(
    cast, client, order, language
):
    Criterion.objects.create(
        review=cast.review, stage="full-text", text_en="Adults", text_zh="成人"
    )
    cast.review.framework, cast.review.elements = (
        "pico",
        {"population": {"en": "Nurses", "zh": "护士"}},
    )
    cast.review.save()
    client.force_login(cast.observer)
    page = reverse("protocol-document", args=[cast.review.pk, "docx"]) + f"?order={order}"
    answer = client.get(page, headers={"accept-language": language})
    text = "\n".join(p.text for p in docx.Document(BytesIO(answer.content)).paragraphs)
    assert all(
        word in text
        for word in {
            "en": ["Adults", "Nurses", "[to fill in]"],
            "zh-hans": ["成人", "护士", "【待填写】"],
        }[language]
    )
    pdf = client.get(page.replace("docx", "pdf"), headers={"accept-language": language})
    read = pypdfium2.PdfDocument(pdf.content)
    assert {"en": "Nurses", "zh-hans": "护士"}[language] in "".join(
        p.get_textpage().get_text_range() for p in read
    )


def test_the_conventions_of_the_language_are_the_defaults(cast, client):
    client.force_login(cast.lead)
    for languages, style in (
        ("en", "vancouver"),
        ("zh", "gbt7714-2015-numeric"),
        ("both", "gbt7714-2015-numeric"),
    ):
        cast.review.languages = languages
        cast.review.save()
        assert usual_style(cast.review) == style
        assert (
            client.get(reverse("exports", args=[cast.review.pk]))
            .context["form"]
            .fields["style"]
            .choices[0][0]
            == style
        )


def test_removing_is_asked_for_with_its_consequence(cast, client):
    Criterion.objects.create(
        review=cast.review, stage="title-abstract", inclusion=True, text_en="Adults"
    )
    Reason.objects.create(
        review=cast.review, stage="full-text", label_en="Wrong design", label_zh="", position=0
    )
    HighlightList.objects.create(review=cast.review, name_en="Exposure", terms=["blue light"])
    client.force_login(cast.lead)
    page = client.get(reverse("protocol", args=[cast.review.pk])).content.decode()
    sheets = page.split('class="menu asks-removal"')[1:]
    names = ("Adults", "Wrong design", "Exposure")
    words = (
        "no longer shown beside records",
        "Votes that name it keep it",
        "deleted with all its terms",
    )
    for sheet, name, consequence in zip(sheets, names, words, strict=True):
        assert f'aria-label="Remove: {name}"' in sheet
        assert consequence in sheet.split("<button")[0]
    assert page.count("/retire/") + page.count("/delete/") == len(sheets)
