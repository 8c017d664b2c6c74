"""Checks of what is kept so that it can be brought back:
merges and what was before them, re-openings, answers about pairs, and where a report stood in the
version before.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from screening.actions.verification.table_checks import cast_votes, differing, settlements_made
from screening.models import DuplicatePair, Event, Merge, Record, Reopening, Review
from screening.queries.protocol.merged_reasons import reasons_now
from screening.records.messages import Message

ANSWERS = {"same": "same", "different": "different", "later": "later"}


def kept(review: Review) -> Iterator[Message]:
    """Everything that would bring back what never was."""
    for check in (_merges, _put_aside, _pairs):
        try:
            yield from check(review)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            yield from differing("kept", {"form": repr(error)}, {"form": "readable"})


def _merges(review: Review) -> Iterator[Message]:
    """Every merge joined the records that it is said to have joined, and stands as long."""
    events = Event.objects.filter(review=review).order_by("pk")
    made = {
        data["merge"]: (actor, data["records"])
        for actor, data in events.filter(verb="merge").values_list("actor_id", "data")
    }
    undone = {
        data["merge"]: actor
        for actor, data in events.filter(verb="undo_merge").values_list("actor_id", "data")
    }
    there = set(Record.objects.filter(review=review).values_list("pk", flat=True))
    joined: dict[int, set[int]] = defaultdict(set)
    through = Merge.records.through.objects.filter(merge__review=review)
    for merge, record in through.values_list("merge_id", "record_id"):
        joined[merge].add(record)
    for row in Merge.objects.filter(review=review).defer("evidence").iterator(chunk_size=1000):
        actor, records = made.pop(row.pk, (None, []))
        behind = {int(pk): of for pk, of in row.before.get("primary", {}).items()}
        found = {
            "primary": row.primary_id,
            "by": row.by_id,
            "reports": {row.primary_id} | {pk for pk, of in behind.items() if of is None} & there,
            "records": joined[row.pk],
            "undone": row.undone_at is not None,
            "undone by": row.undone_by_id,
        }
        right = {
            "primary": records[0] if records else None,
            "by": actor,
            "reports": set(records) & there,
            "records": {row.primary_id, *behind} & there,
            "undone": row.pk in undone,
            "undone by": undone.get(row.pk),
        }
        yield from differing(f"merge {row.pk}", found, right)
    for pk, (_actor, records) in made.items():
        if there.issuperset(records):
            yield from differing(f"merge {pk}", {"primary": None}, {"primary": records[0]})


def _put_aside(review: Review) -> Iterator[Message]:
    """Votes and settlements that would come back were given like that."""
    votes, settlements, now = cast_votes(review), settlements_made(review), reasons_now(review)

    def checked(what: str, stage: str, aside: Mapping[str, Any]) -> Iterator[Message]:
        for vote in aside.get("votes", ()):
            right = votes.get(UUID(vote["key"]), [None] * 7)
            yield from differing(
                f"{what}: vote", _vote(vote, stage, now), dict(zip(VOTE, right, strict=True))
            )
        for one in aside.get("settled", ()):
            reason = now.get(one["reason"], one["reason"])
            said = (one["user"], stage, one["verdict"], reason, one["rationale"])
            if said not in settlements:
                yield from differing(f"{what}: resolution", {"of": said}, {"of": None})

    for row in Merge.objects.filter(review=review).only("before").iterator(chunk_size=1000):
        for stage, aside in row.before.get("moved", {}).items():
            yield from checked(f"merge {row.pk}", stage, aside)
        for stage, settled in row.before.get("overtaken", {}).items():
            yield from checked(f"merge {row.pk}", stage, {"settled": settled})
    for opened in Reopening.objects.filter(review=review).only("before", "stage"):
        for stage, aside in opened.before.get("stages", {}).items():
            yield from checked(f"re-opening {opened.pk}", stage, aside)


#: What an event of a vote says, in this order.
VOTE = ("user", "stage", "verdict", "reason", "grade", "first", "judgements")


def _vote(vote: Mapping[str, Any], stage: str, now: Mapping[Any, int]) -> dict[str, Any]:
    reason = now.get(vote["reason"], vote["reason"])
    kept = {"grade": None, "first": ""} | dict(vote) | {"stage": stage, "reason": reason}
    return {name: kept[name] for name in VOTE}


def _pairs(review: Review) -> Iterator[Message]:
    """Every answer is the one that was given last, unless a merge was undone since.

    Pairs of a sample are left out: what people find there takes effect with its evaluation.
    """
    said, parted = _answers(review)
    rows = DuplicatePair.objects.filter(review=review, sample=None, found="")
    for row in rows.iterator(chunk_size=1000):
        event, actor, answer = said.pop(frozenset({row.first_id, row.second_id}), (0, None, "open"))
        if not event or parted > event:
            continue
        yield from differing(
            f"pair {row.pk}",
            {"answer": row.answer, "by": row.answered_by_id},
            {"answer": answer, "by": actor},
        )
    sampled = DuplicatePair.objects.filter(review=review).values_list("first", "second")
    for pair in map(frozenset, sampled):
        said.pop(pair, None)
    there = set(Record.objects.filter(review=review).values_list("pk", flat=True))
    for pair, (event, _actor, answer) in said.items():
        if event > parted and answer != "open" and pair <= there:
            names = " – ".join(map(str, sorted(pair)))
            yield from differing(f"pair {names}", {"answer": None}, {"answer": answer})


def _answers(review: Review) -> tuple[dict[frozenset[int], tuple[int, int | None, str]], int]:
    """Each pair's last answer with its event, and the last event that parted records again."""
    said: dict[frozenset[int], tuple[int, int | None, str]] = {}
    events = Event.objects.filter(review=review).order_by("pk")
    answers = events.filter(verb__in=["answer_pair", "reopen_pair"])
    for pk, verb, actor, data in answers.values_list("pk", "verb", "actor_id", "data"):
        opened = verb == "reopen_pair"
        answer = "open" if opened else ANSWERS[data["answer"]]
        said[frozenset(data["records"])] = (pk, None if opened else actor, answer)
    parted = events.filter(verb="undo_merge").values_list("pk", flat=True).last()
    return said, parted or 0
