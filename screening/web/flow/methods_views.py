"""The methods section: read, copied, taken away as a Word document, and what people add to it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from screening.actions.protocol.reviews import change_review
from screening.methods import GAPS, LANGUAGES, Section
from screening.methods.word import CONTENT_TYPE
from screening.methods.word import render as render_word
from screening.queries.access.authorization import Access, access_review
from screening.queries.exports.snapshot import snapshot
from screening.records.snapshot import Wishes
from screening.web.download_names import download_name
from screening.web.flow.methods_forms import MethodsForm

TITLES = {"zh-hans": "资料和方法", "en": "Methods"}


@login_required
@require_safe
def methods(request: HttpRequest, review_id: int) -> HttpResponse:
    """The section in Chinese or English, ready to be copied."""
    access = access_review(request.user, review_id)
    language = _language(request)
    sections = _sections(access, language)
    text = "\n\n".join(f"{n} {section.text}" for n, section in enumerate(sections, 1))
    context = {
        "access": access,
        "sections": sections,
        "text": text,
        "lang": "zh-Hans" if language == "zh-hans" else "en",
        "language": language,
        "title": TITLES[language],
        "gaps": text.count(GAPS[language]),
    }
    return render(request, "screening/flow/methods.html", context)


@login_required
@require_safe
def methods_docx(request: HttpRequest, review_id: int) -> HttpResponse:
    """The section as a Word document."""
    access = access_review(request.user, review_id)
    language = _language(request)
    name = content_disposition_header(
        as_attachment=True, filename=download_name(access.review, "methods.docx")
    )
    data = render_word(TITLES[language], _sections(access, language))
    return HttpResponse(
        data, content_type=CONTENT_TYPE, headers={"Content-Disposition": name or "attachment"}
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def methods_notes(request: HttpRequest, review_id: int) -> HttpResponse:
    """What the section needs and no other page asks."""
    access = access_review(request.user, review_id, "lead")
    form = MethodsForm(
        request.POST if request.method == "POST" else None, initial=access.review.methods
    )
    if request.method == "POST" and form.is_valid():
        written = {name: text.strip() for name, text in form.cleaned_data.items() if text.strip()}
        change_review(by=access.user, review=access.review, methods=written)
        messages.success(request, _("Saved. The methods section has been updated."))
        return redirect("methods", review_id=review_id)
    return render(request, "screening/flow/methods_notes.html", {"access": access, "form": form})


def _language(request: HttpRequest) -> str:
    wanted = request.GET.get("language", "")
    reader = "zh-hans" if (get_language() or "").startswith("zh") else "en"
    return wanted if wanted in LANGUAGES else reader


def _sections(access: Access, language: str) -> tuple[Section, ...]:
    with override(language):
        return LANGUAGES[language](snapshot(access, Wishes()))
