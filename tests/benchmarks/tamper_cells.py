"""Whether `verify` finds a change of any cell: `python -m tests.benchmarks.tamper_cells [CELLS]`.

One row of each column of each table of a review is changed, looked for and put back, CELLS of them
(all) by chance. What is not found is printed; what nobody looks for, on purpose, is printed apart.
"""

import datetime
import os
import random
import sys
import time
import uuid
from collections.abc import Iterator
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.apps import apps
from django.db import DatabaseError, models, transaction
from django.test.runner import DiscoverRunner
from django.test.utils import setup_test_environment

from screening.models import Merge, Review, Study

#: Tables that are not looked into, and why.
OUT = {
    "Job Notice Delivery Webhook GivenAnswer ToldOutcome": "work and news, which decide nothing",
    "BlockingKey RecordWords RankedOrder OrderPart FeatureSet": "made anew from what is checked",
    "DedupeRun DuplicateSample ToolUse Assignment SavedFilter": "how the work was divided and done",
    "Membership Highlight HighlightList Label Labelling Note Comment": "people, their marks and words",
    "SourceText RejectedEntry": "a copy of the stored file, whose hash is checked",
}
#: Tables of which only what counts, decides or says who decided is looked at, and what is left.
COLUMNS = {
    "Record": "texts of a record: the stored file has them, the history has each edit",
    "ImportFile": "how a file was read; the file itself and its records are checked",
    "Search": "the documentation of a search; kind and records are checked",
    "Review": "the protocol's prose and how pages look",
    "PublicationCopy": "when its files were made; the files have a hash",
    "DuplicatePair": "what led to the question",
    "Merge": "what led to the merge",
    "Standing": "when it was reached or seen",
    "Reason": "their order",
    "Criterion": "their order",
    "Retrieval": "by whom and with which note; the status is checked",
    "StageSetting": "what decides no vote",
    "Publication": "the moment",
    "ManualNumber": "the moment",
}
LOOKED_AT = {
    "Record": "primary place lane flow_lane reason flow_part published published_reason moved removed removed_note version search",
    "ImportFile": "stored sha256 imported",
    "Search": "kind",
    "Review": "version title_en title_zh counts_studies other_skips_screening diagram_labels",
    "PublicationCopy": "title_en title_zh flows reasons labels counts_studies methods stored sha256 publication",
    "DuplicatePair": "answer answered_by",
    "Merge": "primary by before undone_at undone_by",
    "Standing": "votes outcome reason clash tool needed pinned",
    "Reason": "label_en label_zh retired_at",
    "Criterion": "text_en text_zh retired_at",
    "Retrieval": "status record",
    "StageSetting": "votes_needed double_share maybe_conflicts reason_required cutoff",
    "Publication": "version note flow rows studies reports criteria_version by",
    "ManualNumber": "version source kind box reason number why by withdrawn_at withdrawn_by",
}  # fmt: skip


def cells(review: Review) -> Iterator[tuple[Any, Any, list[Any]]]:
    """Each model with each of its columns (None: the row is deleted) and the rows of the review."""
    for model in apps.get_app_config("screening").get_models():
        names = {field.name for field in model._meta.get_fields()}
        path = next((p for p in ("review", "record", "publication") if p in names), "")
        if model is Review:
            rows = model.objects.filter(pk=review.pk)
        elif path:
            rows = model.objects.filter(**{path if path == "review" else f"{path}__review": review})
        else:
            continue
        ids = list(rows.values_list("pk", flat=True))
        fields = [
            f for f in model._meta.concrete_fields if not f.primary_key and f.name != "review"
        ]
        yield from ((model, field, ids) for field in fields if ids)
        if ids and model is not Review:
            yield model, None, ids
    for through, path in ((Study.reports.through, "study"), (Merge.records.through, "merge")):
        rows = through.objects.filter(**{f"{path}__review": review}).values_list("pk", flat=True)
        yield through, None, list(rows)


def changed(dice: random.Random, field: Any, value: Any) -> Any:
    """Another value for the column."""
    if isinstance(field, models.ForeignKey):
        others = list(
            field.related_model.objects.exclude(pk=value).values_list("pk", flat=True)[:200]
        )
        return dice.choice(
            [*others, *([None] if field.null and value is not None else [])] or [value]
        )
    if isinstance(field, models.BooleanField):
        return not value
    if field.choices:
        return dice.choice([one for one, _label in field.flatchoices if one != value])
    if isinstance(field, models.IntegerField | models.FloatField):
        return (value or 0) + 1
    if isinstance(field, models.DateTimeField):
        start = datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC)
        return (value or start) + datetime.timedelta(days=1)
    if isinstance(field, models.DateField):
        return (value or datetime.date(2024, 1, 1)) + datetime.timedelta(days=1)
    if isinstance(field, models.UUIDField):
        return uuid.uuid4()
    if isinstance(field, models.BinaryField):
        return bytes(value or b"")[::-1]
    if isinstance(field, models.JSONField):
        return [*value, "x"] if isinstance(value, list) else {"x": 1}
    return f"x{value or ''}"[: field.max_length]


def reason_out(model: Any, field: Any) -> str:
    """Why nobody looks for a change there; "" where somebody does."""
    name = model.__name__
    for tables, why in OUT.items():
        if name in tables.split():
            return why
    if name in COLUMNS and field is not None and field.name not in LOOKED_AT[name].split():
        return COLUMNS[name]
    return "a moment" if isinstance(field, models.DateTimeField | models.DateField) else ""


def found(review: Review, model: Any, field: Any, pk: Any, dice: random.Random) -> bool | None:
    """Whether `verify` finds the change; None where the database refuses it or nothing changes."""
    from screening.actions.verification.verification import verify

    try:
        with transaction.atomic():
            rows = model.objects.filter(pk=pk)
            if field is None:
                rows.delete()
            else:
                value = rows.values_list(field.attname, flat=True)[0]
                other = changed(dice, field, value)
                if other == value:
                    return None
                rows.update(**{field.attname: other})
            told = bool(verify(Review.objects.get(pk=review.pk)))
            transaction.set_rollback(True)
            return told
    except (DatabaseError, models.ProtectedError):
        return None


def main(count: int) -> int:
    """Prints what was found and what was not; 1 if anything was missed that is looked for."""
    from tests.builders import make_cast
    from tests.specification.test_played_review import play

    setup_test_environment()
    runner = DiscoverRunner(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    dice, lost, out, right = random.Random(1), [], {}, 0
    try:
        started = time.process_time()
        played, wrong = play(make_cast(), 3, steps=24, every=24)
        assert wrong == [], wrong
        review = played.review
        every = list(cells(review))
        for model, field, ids in every if count >= len(every) else dice.sample(every, count):
            why, what = (
                reason_out(model, field),
                f"{model.__name__}.{field.name if field else 'DELETE'}",
            )
            if why:
                out.setdefault(why, []).append(what)
            elif (told := found(review, model, field, dice.choice(ids), dice)) is False:
                lost.append(what)
            else:
                right += bool(told)
        print(f"{right} found, {len(lost)} not, {time.process_time() - started:.0f} s of CPU")
        print("not found:", *lost)
        for why, names in out.items():
            print(f"left out, {why}: {', '.join(names)}")
    finally:
        runner.teardown_databases(databases)
    return int(bool(lost))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10**6))
