"""Tags for news: what a notice says, and where it leads."""

from django import template

from screening.models import Notice
from screening.queries.news.news_sentences import address, detail, sentence

register = template.Library()
register.filter("news_sentence", sentence)
register.filter("news_detail", detail)


@register.simple_tag
def news_link(notice: Notice) -> str:
    """Where it leads, "" for the page of notices itself; a discussion is at the team's votes."""
    link = address(notice)
    if notice.data.get("record") and notice.kind in {"discuss", "comment", "mention"}:
        return f"{link}#team-votes"
    return "" if link.endswith("/notices/") else link
