"""A published version as it was: diagram, numbers, methods text, lists, and every file of it."""

import zipfile
from collections.abc import Iterator

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, gettext, override
from django.views.decorators.http import require_POST, require_safe

from screening.actions.flow.published_files import ask_files
from screening.exports import EXPORTS
from screening.exports._export import GROUPS
from screening.flow.alternative import sentences
from screening.flow.content import Content, compose
from screening.flow.labels import SETS
from screening.flow.layout import lay_out
from screening.flow.svg import render as draw
from screening.flow.templates import TEMPLATES, Choices, fitting
from screening.methods import LANGUAGES
from screening.methods.word import CONTENT_TYPE
from screening.methods.word import render as render_word
from screening.models import Job, Publication, PublicationCopy
from screening.queries.access.authorization import Access, access_review
from screening.queries.exports.snapshot import may_see_votes
from screening.queries.flow.published import (
    copy_of,
    flow_of,
    methods_of,
    reader_language,
    snapshot_of,
    words_of,
)
from screening.records.snapshot import Wishes
from screening.tasks import send
from screening.web.download_names import download_name
from screening.web.exports.export_options import file_language, told_wishes
from screening.web.exports.forms import WishesForm
from screening.web.flow.forms import DiagramForm
from screening.web.flow.methods_views import TITLES

PIECE = 1 << 16


def _opened(
    request: HttpRequest, review_id: int, publication_id: int
) -> tuple[Access, Publication]:
    access = access_review(request.user, review_id)
    rows = (
        Publication.objects.filter(review=access.review)
        .select_related("by", "review")
        .defer("rows")
    )
    return access, get_object_or_404(rows, pk=publication_id)


@login_required
@require_safe
def version(request: HttpRequest, review_id: int, publication_id: int) -> HttpResponse:
    """Everything that was kept of a published version."""
    access, published = _opened(request, review_id, publication_id)
    copy, form = copy_of(published), DiagramForm(request.GET or None)
    content = _content(published, copy, form)
    language = reader_language()
    kept = {tuple(file) for file in copy.files} if copy else set()
    groups = [
        {
            "label": label,
            "exports": [
                e for e in EXPORTS.values() if e.group == key and (language, e.key) in kept
            ],
        }
        for key, label in GROUPS.items()
        if key != "decisions" or may_see_votes(access)
    ]
    return render(
        request,
        "screening/flow/version.html",
        {
            "access": access,
            "published": published,
            "copy": copy,
            "form": form,
            "language": language,
            "svg": draw(lay_out(content), colour=not form.choice("bw")),
            "sentences": sentences(content),
            "labels_lang": content.labels.lang,
            "query": request.GET.urlencode(),
            "diagrams": [e for e in EXPORTS.values() if e.group == "diagram"],
            "groups": [group for group in groups if group["exports"]],
            "methods": methods_of(copy, language),
            "lang": "zh-Hans" if language == "zh-hans" else "en",
            "languages": list(LANGUAGES),
            "making": _job(published),
            "current": _is_current(published),
        },
    )


def _job(published: Publication) -> Job | None:
    jobs = Job.objects.filter(
        review=published.review, kind="publication", state__in=["queued", "running"]
    )
    return next((job for job in jobs if job.params.get("publication") == published.pk), None)


def _is_current(published: Publication) -> bool:
    """Whether its files can still be made: the version is worked on,
    and nothing was published after it.
    """
    later = Publication.objects.filter(review=published.review, pk__gt=published.pk)
    return published.version == published.review.version and not later.exists()


def _content(published: Publication, copy: PublicationCopy | None, form: DiagramForm) -> Content:
    reader = "zh" if (get_language() or "").startswith("zh") else "en"
    key = form.choice("label_set") or reader
    told, numbers = snapshot_of(published, copy, Wishes()), flow_of(published, copy)
    template = TEMPLATES.get(form.choice("template")) or fitting(numbers)
    choices = Choices(count_studies=told.counts_studies, reasons=told.reasons)
    return compose(
        numbers, template, SETS[key].altered(dict(words_of(published, copy, key))), choices
    )


@login_required
@require_safe
def version_diagram(
    request: HttpRequest, review_id: int, publication_id: int, diagram: str
) -> HttpResponse:
    """The diagram of a published version in any of its forms."""
    _access, published = _opened(request, review_id, publication_id)
    export, form = EXPORTS.get(diagram), WishesForm(request.GET or None)
    if export is None or export.group != "diagram":
        raise Http404
    if form.errors:
        return redirect("version", review_id, publication_id)
    copy, told = copy_of(published), told_wishes(form)
    with override(file_language(form, export)):
        words = told["label_set"] or ("zh" if (get_language() or "").startswith("zh") else "en")
        wishes = Wishes(
            label_set=words,
            template=told["template"],
            labels=words_of(published, copy, words),
            colour=told["colour"],
        )
        data = b"".join(export.render(snapshot_of(published, copy, wishes), gettext))
    return _file(
        data,
        export.content_type,
        download_name(published.review, f"v{published.version}-{export.filename}"),
    )


@login_required
@require_safe
def version_methods(
    request: HttpRequest, review_id: int, publication_id: int, language: str
) -> HttpResponse:
    """The methods text of a published version as a Word document."""
    _access, published = _opened(request, review_id, publication_id)
    sections = methods_of(copy_of(published), language)
    if not sections:
        raise Http404
    data = render_word(TITLES[language], sections)
    return _file(
        data, CONTENT_TYPE, download_name(published.review, f"v{published.version}-methods.docx")
    )


def _file(data: bytes, kind: str, name: str) -> HttpResponse:
    told = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return HttpResponse(
        data,
        content_type=kind,
        headers={"Content-Disposition": told, "X-Content-Type-Options": "nosniff"},
    )


@login_required
@require_safe
def version_file(
    request: HttpRequest, review_id: int, publication_id: int, language: str, key: str
) -> StreamingHttpResponse:
    """One file of a published version, as it was."""
    access, published = _opened(request, review_id, publication_id)
    copy, export = copy_of(published), EXPORTS.get(key)
    if copy is None or export is None or [language, key] not in copy.files:
        raise Http404
    if export.group == "decisions" and not may_see_votes(access):
        raise PermissionDenied
    if not default_storage.exists(copy.stored.name):
        raise Http404
    name = download_name(published.review, f"v{published.version}-{export.filename}")
    return StreamingHttpResponse(
        _pieces(copy, f"{language}/{export.key}/{export.filename}"),
        content_type=export.content_type,
        headers={
            "Content-Disposition": content_disposition_header(as_attachment=True, filename=name)
            or "attachment",
            "X-Content-Type-Options": "nosniff",
        },
    )


def _pieces(copy: PublicationCopy, name: str) -> Iterator[bytes]:
    with (
        copy.stored.open() as stored,
        zipfile.ZipFile(stored) as archive,
        archive.open(name) as file,
    ):
        while piece := file.read(PIECE):
            yield piece


@login_required
@require_POST
def version_keep(request: HttpRequest, review_id: int, publication_id: int) -> HttpResponse:
    """Has the files of a version made for which they are missing,
    while it is still the one worked on.
    """
    access = access_review(request.user, review_id, "lead")
    published = get_object_or_404(Publication, review=access.review, pk=publication_id)
    copy = copy_of(published)
    if _is_current(published) and not _job(published) and not (copy and copy.stored):
        with transaction.atomic():
            send(ask_files(published, access.user))
    return redirect("version", review_id, publication_id)
