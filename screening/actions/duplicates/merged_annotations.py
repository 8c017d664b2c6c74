"""Notes and labels of a merged report: they come over to the record that stays, as votes do,
and go home on undoing.
"""

from collections.abc import Sequence
from typing import Any

from screening.models import Labelling, Note, Record, Standing

Row = dict[str, Any]


def bring_words(first: Record, others: Sequence[Record], before: dict[str, Any]) -> None:
    """Moves to the first record what people wrote on the others and do not have there;
    `before` keeps where it was.

    What would show at once, as the first is decided, stays with a record that is not: an undone
    merge would have told it to those who have still to vote there. To be called before the votes
    come over.
    """
    decided = _decided([first, *others])
    there = set(Note.objects.filter(record=first).values_list("user", "stage"))
    before["notes"] = []
    for note in Note.objects.filter(record__in=others).order_by("pk"):
        shows = note.stage in decided[first.pk] - decided[note.record_id]
        if (note.user_id, note.stage) not in there and not shows:
            there.add((note.user_id, note.stage))
            before["notes"].append(_note(note))
            Note.objects.filter(pk=note.pk).update(record=first)
    put = set(Labelling.objects.filter(record=first).values_list("user", "label"))
    before["labellings"] = []
    for labelling in Labelling.objects.filter(record__in=others).order_by("pk"):
        shows = labelling.stage in decided[first.pk] - decided[labelling.record_id]
        if (labelling.user_id, labelling.label_id) not in put and not shows:
            put.add((labelling.user_id, labelling.label_id))
            before["labellings"].append(_labelling(labelling))
            Labelling.objects.filter(pk=labelling.pk).update(record=first)


def return_words(primary: int, before: dict[str, Any]) -> None:
    """All goes home as it was; of a note changed meanwhile the new text stays,
    the old is written again at home.
    """
    for kept in before.get("notes", []):
        home = {"record_id": kept["from"], "user_id": kept["user"], "stage": kept["stage"]}
        same = Note.objects.filter(**home | {"record_id": primary}, text=kept["text"])
        if not Note.objects.filter(**home).exists() and not same.update(record_id=kept["from"]):
            Note.objects.create(**home, text=kept["text"], shared=kept["shared"])
    for kept in before.get("labellings", []):
        home = {"record_id": kept["from"], "user_id": kept["user"], "label_id": kept["label"]}
        same_label = Labelling.objects.filter(**home | {"record_id": primary})
        if not Labelling.objects.filter(**home).exists() and not same_label.update(
            record_id=kept["from"]
        ):
            Labelling.objects.create(**home, shared=kept["shared"], stage=kept.get("stage", ""))


def _note(note: Note) -> Row:
    return {
        "from": note.record_id,
        "user": note.user_id,
        "stage": note.stage,
        "text": note.text,
        "shared": note.shared,
    }


def _labelling(row: Labelling) -> Row:
    return {
        "from": row.record_id,
        "user": row.user_id,
        "label": row.label_id,
        "shared": row.shared,
        "stage": row.stage,
    }


def _decided(records: Sequence[Record]) -> dict[int, set[str]]:
    """Record id to the stages at which others may see what was said of it."""
    found: dict[int, set[str]] = {record.pk: set() for record in records}
    standings = Standing.objects.filter(record__in=records).exclude(outcome="pending")
    for record, stage in standings.values_list("record", "stage"):
        found[record].add(stage)
    return found
