"""Checks of what exports and diagrams say in the team's words: reasons, criteria, titles, labels,
and the marks by which records were removed.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from screening.actions.verification.table_checks import differing
from screening.models import Criterion, Event, Reason, Record, Review
from screening.records.messages import Message

WORDS = ("label_en", "label_zh", "text_en", "text_zh")
#: What a figure or an export shows of the review itself.
SHOWN = ("title_en", "title_zh", "counts_studies", "conflict_votes")
ITEMS: dict[str, type[Reason] | type[Criterion]] = {"reason": Reason, "criterion": Criterion}


def worded(review: Review) -> Iterator[Message]:
    """All words that are not those which were written last."""
    for kind in ITEMS:
        yield from _items(review, kind)
    yield from _review(review)
    yield from _removals(review)


def _items(review: Review, kind: str) -> Iterator[Message]:
    """Reasons or criteria; one that no event has written is an example's or a test's."""
    told: dict[int, dict[str, Any]] = {}
    rewritten: list[dict[str, Any]] = []
    verbs = [f"save_{kind}", f"retire_{kind}", "merge_reasons"]
    events = Event.objects.filter(review=review, verb__in=verbs).order_by("pk")
    for verb, data in events.values_list("verb", "data"):
        one = told.setdefault(data.get(kind), {})
        one["retired"] = verb != f"save_{kind}"
        one |= {name: text for name, text in (data.get("after") or {}).items() if name in WORDS}
        old = (data.get("before") or {}).items()
        rewritten.append({name: text for name, text in old if name in WORDS})
    rows = {row.pk: row for row in ITEMS[kind].objects.filter(review=review)}
    for pk, right in told.items():
        row = rows.get(pk)
        if row is not None:
            found = {name: getattr(row, name) for name in right if name != "retired"}
            found["retired"] = _is_retired(row, right["retired"], rewritten)
            yield from differing(f"{kind} {pk}", found, right)
        elif not right["retired"]:
            yield from differing(f"{kind} {pk}", {"retired": True}, {"retired": False})


def _is_retired(
    row: Reason | Criterion, told: bool, rewritten: Iterable[Mapping[str, Any]]
) -> bool:
    """Whether the item is out of use without a word about it."""
    if isinstance(row, Reason):
        return row.retired_at is not None
    # Once there are votes, new wording is a new criterion: that event ends the one before it, and
    # names it by its words alone.
    its = {"text_en": row.text_en, "text_zh": row.text_zh}
    ended = row.until_version is not None
    replaced = any(old and its == {**its, **old} for old in rewritten)
    return ended and (told or not replaced)


def _review(review: Review) -> Iterator[Message]:
    said: dict[str, Any] = {}
    labels: dict[str, Any] = {}
    verbs = ["create_review", "change_review", "word_diagram"]
    events = Event.objects.filter(review=review, verb__in=verbs).order_by("pk")
    for verb, data in events.values_list("verb", "data"):
        if verb == "word_diagram":
            labels[data["label_set"]] = data["after"]
        else:
            new = data if verb == "create_review" else data["after"]
            said |= {name: value for name, value in new.items() if name in SHOWN}
            labels = dict(new.get("diagram_labels", labels))
    yield from differing("review", {name: getattr(review, name) for name in said}, said)
    shown = {key: review.diagram_labels.get(key, {}) for key in {*labels, *review.diagram_labels}}
    yield from differing("labels", shown, {key: labels.get(key, {}) for key in shown})


def _removals(review: Review) -> Iterator[Message]:
    """Every mark of removal is the one set last, on duplicates too, where it moves nothing."""
    said: dict[int | None, tuple[str, str]] = {}
    events = Event.objects.filter(review=review, verb__in=["remove", "restore"]).order_by("pk")
    for record, data in events.values_list("record_id", "data").iterator(chunk_size=5000):
        said[record] = (data["kind"], data.get("note", ""))
    marked = Record.objects.filter(review=review).exclude(removed="", removed_note="")
    rows = {
        pk: (kind, note) for pk, kind, note in marked.values_list("pk", "removed", "removed_note")
    }
    there = set(
        Record.objects.filter(review=review, pk__in=list(said)).values_list("pk", flat=True)
    )
    for pk in sorted(rows.keys() | there):
        found, right = rows.get(pk, ("", "")), said.get(pk, ("", ""))
        yield from differing(f"record {pk}", {"removed": found}, {"removed": right})
