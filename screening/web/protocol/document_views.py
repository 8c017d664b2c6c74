"""The protocol as a document, to register it or to publish it."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from screening.methods import pdf, word
from screening.methods.protocol_text import ORDERS, TITLES, protocol_sections
from screening.models import Languages
from screening.queries.access.authorization import Access, access_review
from screening.queries.protocol.protocol_document import protocol_facts


@login_required
@require_safe
def document(request: HttpRequest, review_id: int, document: str) -> HttpResponse:
    """As DOCX or PDF, in the order of PRISMA-P or PROSPERO,
    in the language of the review or of the page.
    """
    access = access_review(request.user, review_id)
    order = request.GET.get("order", ORDERS[0])
    if order not in ORDERS:
        raise Http404
    language = _language(access)
    with override(language):
        facts = protocol_facts(access)
        sections, title = (
            protocol_sections(facts, order, language),
            f"{TITLES[language]}: {facts.title}",
        )
    data = (
        word.render(title, sections)
        if document == "docx"
        else pdf.render(title, sections, language)
    )
    name = content_disposition_header(
        as_attachment=True, filename=f"{facts.title[:80]} – {order}.{document}"
    )
    kind = word.CONTENT_TYPE if document == "docx" else pdf.CONTENT_TYPE
    return HttpResponse(
        data, content_type=kind, headers={"Content-Disposition": name or "attachment"}
    )


def _language(access: Access) -> str:
    only = {Languages.EN: "en", Languages.ZH: "zh-hans"}.get(Languages(access.review.languages))
    return only or ("zh-hans" if (get_language() or "").startswith("zh") else "en")
