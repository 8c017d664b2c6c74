"""The terms that one person sees marked: the team's lists and their own, made ready once and kept."""

from functools import lru_cache

from screening.models import HighlightList, Review, User
from screening.queries.protocol.current_protocol import highlight_lists
from screening.records.highlighting import Terms


def highlights(review: Review, user: User) -> tuple[list[HighlightList], Terms]:
    """The lists in their order, and their terms ready to be found in texts."""
    lists = list(highlight_lists(review, user))
    return lists, _ready(tuple(tuple(str(term) for term in each.terms) for each in lists))


@lru_cache(maxsize=256)
def _ready(lists: tuple[tuple[str, ...], ...]) -> Terms:
    return Terms(lists)
