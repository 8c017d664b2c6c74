"""What the document of the protocol tells, in the reader's language. Nothing of votes is among it."""

from django.utils.translation import get_language, gettext

from screening import PROGRAM
from screening.methods.frameworks import FRAMEWORKS
from screening.methods.protocol_text import ProtocolFacts
from screening.models import Membership, Search, StageSetting
from screening.models.protocol import in_reader_language
from screening.queries.access.authorization import Access
from screening.queries.protocol.current_protocol import criteria, reasons
from screening.stages import STAGES


def protocol_facts(access: Access) -> ProtocolFacts:
    """The protocol as it stands."""
    review = access.review
    chinese = (get_language() or "").startswith("zh")
    texts = {
        k: in_reader_language(t.get("en", ""), t.get("zh", "")) for k, t in review.elements.items()
    }
    framework = FRAMEWORKS.get(review.framework)
    names = framework.elements.items() if framework else ()
    label = {key: gettext(stage.label) for key, stage in STAGES.items()}
    settings = {s.stage: s.votes_needed for s in StageSetting.objects.filter(review=review)}
    members = (
        Membership.objects.filter(review=review, ended_at=None)
        .select_related("user")
        .order_by("pk")
    )
    return ProtocolFacts(
        title=review.title,
        question=review.question,
        background=review.background,
        elements=tuple((gettext(name), texts[key]) for key, name in names if texts.get(key)),
        element_texts={key: texts[key] for key, _name in names if texts.get(key)},
        criteria={
            label[key]: (
                tuple(c.text for c in criteria(review, key) if c.inclusion),
                tuple(c.text for c in criteria(review, key) if not c.inclusion),
            )
            for key in STAGES
        },
        reasons={label[key]: tuple(r.label for r in reasons(review, key)) for key in STAGES},
        searches=tuple(_search(one) for one in Search.objects.filter(review=review).order_by("pk")),
        stages=tuple((label[key], settings[key]) for key in STAGES if key in settings),
        team=tuple(str(member.user) for member in members) if review.show_names else (),
        notes={
            stem: review.methods.get(f"{stem}_{'zh' if chinese else 'en'}", "")
            for stem in ("extraction_tool", "quality_tool")
        },
        program=PROGRAM,
    )


def _search(search: Search) -> str:
    day = search.date_run.isoformat() if search.date_run else ""
    return ", ".join(part for part in (search.name, search.platform, day, search.coverage) if part)
