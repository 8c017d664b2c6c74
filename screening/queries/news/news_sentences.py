"""What news say, in the reader's language, and where they lead."""

from collections import defaultdict
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext

from screening.models import NEWS, Notice
from screening.models.protocol import in_reader_language
from screening.queries.translation import say
from screening.stages import STAGES


def sentence(notice: Notice) -> str:
    """What is told, in one sentence; a kind that this version does not know is told by its name."""
    kind = NEWS.get(notice.kind)
    if kind is None:
        return notice.kind
    words = str(kind.words[kind.variant(notice.data)])
    return words % defaultdict(str, _values(notice))


def detail(notice: Notice) -> str:
    """What a person gave as the reason, the program as the cause, or the numbers of a summary;
    "" for nothing.
    """
    if failed := notice.data.get("failed"):
        return say(failed)
    if counted := notice.data.get("stages"):
        told = gettext("%(stage)s: %(done)s of %(total)s decided")
        rows = (
            {"stage": stage_name(key), "done": done, "total": total} for key, done, total in counted
        )
        return gettext("; ").join(told % row for row in rows)
    return str(notice.data.get("reason") or "")


def stage_name(key: str) -> str:
    """The stage's name; the key itself for a stage this version does not know."""
    return gettext(STAGES[key].label) if key in STAGES else key


def address(notice: Notice) -> str:
    """Where it leads on the site, "" where there is nothing to go to."""
    kind, review = NEWS.get(notice.kind), notice.review_id
    if kind is None or (review is None and kind.place != "reviews"):
        return ""
    try:
        if review is None:
            return reverse(kind.place)
        if record := notice.data.get("record"):
            return reverse("record", args=[review, record])
        stage = [notice.stage] if kind.place.endswith("/") else []
        return reverse(kind.place.rstrip("/"), args=[review, *stage])
    except NoReverseMatch:
        return ""


def _values(notice: Notice) -> dict[str, Any]:
    title = notice.review.title if notice.review else ""
    gone = in_reader_language(notice.data.get("title_en", ""), notice.data.get("title_zh", ""))
    return {"stage": stage_name(notice.stage), "review": title or gone} | notice.data
