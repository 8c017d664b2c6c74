"""Searching the text of records, in Chinese and in English alike."""

import re
from collections.abc import Sequence

from django.db.models import Q

from screening.models import RecordWords
from screening.records.columns import LONGEST_TOKEN
from screening.records.text import query_tokens

_PREFIX = re.compile(r"(\w+)[*＊](?=\s|$)")


def matching(text: str) -> Q:
    """A condition on records: those in which every word of the text is found,
    in whatever field and order.

    Chinese matches by neighbouring characters, so that a search of any length finds its text;
    `osteo*` matches every word that begins so. A text without letters and digits matches nothing.
    """
    prefixes = [f"{token}*" for word in _PREFIX.findall(text) for token in query_tokens(word)[-1:]]
    tokens = [*query_tokens(_PREFIX.sub(r"\1 ", text)), *prefixes]
    beginnings = {prefix.rstrip("*") for prefix in prefixes}
    wanted = [token[:LONGEST_TOKEN] for token in dict.fromkeys(tokens) if token not in beginnings]
    if not wanted:
        return Q(pk__in=[])
    return Q(pk__in=RecordWords.objects.filter(words__holds=wanted).values("record"))


def in_titles(text: str, record: str = "record") -> Q:
    """A condition on what belongs to a record: the text stands in a title of its report,
    in either language.
    """
    return in_columns(text, ("title", "title_translated"), record)


def in_columns(text: str, columns: Sequence[str], record: str = "") -> Q:
    """A condition on records, or on what belongs to one:
    the text stands in one of these columns of its report.
    """
    path, found = f"{record}__" if record else "", Q()
    for column in columns:
        found |= Q(**{f"{path}{column}__icontains": text}) | Q(
            **{f"{path}bilingual__{column}__icontains": text}
        )
    return found
