"""The order learned for one person, read piece by piece; where it knows nothing,
the imported order takes its place.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from struct import pack as struct_pack
from struct import unpack as struct_unpack
from typing import Any

from django.db.models import QuerySet

from screening.models import OrderPart, OrderReason, PersonalOrder, Record, StageSetting, Vote
from screening.queries.access.authorization import Access

#: Records of one part of an order.
PART = 1000


def packed(ids: Sequence[int]) -> bytes:
    """Record ids as a part keeps them."""
    return struct_pack(f"<{len(ids)}Q", *ids)


def unpacked(ids: bytes) -> list[int]:
    """The ids of a part."""
    return list(struct_unpack(f"<{len(ids) // 8}Q", ids))


def learned_ids(access: Access, stage: str, waiting: QuerySet[Record], count: int) -> list[int]:
    """The first `count` of these records in the person's own order,
    then those the order does not know, as imported.

    What was imported since the order was learned, or all when there is none yet,
    comes as imported.
    """
    found: list[int] = []
    for ids in _parts(access, stage):
        here = set(waiting.filter(pk__in=ids).order_by().values_list("pk", flat=True))
        found += [pk for pk in ids if pk in here]
        if len(found) >= count:
            return found[:count]
    rest = waiting.exclude(pk__in=found) if found else waiting
    return found + list(rest.order_by("pk").values_list("pk", flat=True)[: count - len(found)])


def all_in_learned_order(access: Access, stage: str, waiting: QuerySet[Record]) -> list[int]:
    """All of these records in that order."""
    left = dict.fromkeys(waiting.order_by("pk").values_list("pk", flat=True))
    found = [pk for ids in _parts(access, stage) for pk in ids if pk in left]
    known = set(found)
    return found + [pk for pk in left if pk not in known]


def _parts(access: Access, stage: str) -> Iterator[list[int]]:
    """The order from its beginning, in ever larger stretches."""
    mine = PersonalOrder.objects.filter(review=access.review, stage=stage, user=access.user)
    parts = OrderPart.objects.filter(order__in=mine.values("order")).order_by("number")
    start, size = 0, 1
    while some := list(parts[start : start + size].values_list("ids", flat=True)):
        yield [pk for ids in some for pk in unpacked(bytes(ids))]
        start, size = start + size, size * 4


def in_parts(ids: Iterable[int]) -> Iterator[bytes]:
    """An order cut into parts."""
    source = iter(ids)
    while some := list(islice(source, PART)):
        yield packed(some)


def reason_for(access: Access, setting: StageSetting, record_id: int) -> OrderReason | None:
    """Why the record stood near the top of the person's order; after their vote only,
    and if the review shows it.
    """
    if not (setting.learned_order and setting.shows_terms):
        return None
    here: dict[str, Any] = {"record": record_id, "stage": setting.stage, "user": access.user}
    if not Vote.objects.filter(**here).exists():
        return None
    return OrderReason.objects.filter(**here).first()
