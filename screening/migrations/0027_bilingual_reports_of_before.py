"""Reports merged before: what all their records say in either language, and the words they are found by."""

from django.db import migrations

from screening.dedupe.merge import shown
from screening.records.columns import COLUMNS, from_columns, search_words, to_columns
from screening.records.record import Record

BATCH = 200
DEFAULTS = to_columns(Record())


def tell(apps, schema_editor):
    """BATCH reports at a time, in the order of their numbers."""
    records = apps.get_model("screening", "Record").objects
    duplicates, last = records.filter(primary__isnull=False), 0
    while True:
        after = (
            duplicates.filter(primary__gt=last)
            .order_by("primary")
            .values_list("primary_id", flat=True)
        )
        if not (ids := list(after.distinct()[:BATCH])):
            return
        last = ids[-1]
        behind = {pk: [] for pk in ids}
        for row in duplicates.filter(primary__in=ids).order_by("pk"):
            behind[row.primary_id].append(row)
        primaries = list(records.filter(pk__in=ids))
        for row in primaries:
            row.bilingual = shown({one.pk: entry(one) for one in (row, *behind[row.pk])}, row.pk)
        records.bulk_update(primaries, ["bilingual"])
        write(apps.get_model("screening", "RecordWords"), primaries, behind)


def values(row):
    """The columns of a row, also of those that have come since."""
    return {name: getattr(row, name, DEFAULTS[name]) for name in COLUMNS}


def entry(row):
    return from_columns(values(row))


def write(model, primaries, behind):
    """The words of all records of each report."""
    words = []
    for row in primaries:
        told = (search_words(values(one)).split() for one in (row, *behind[row.pk]))
        words.append(
            model(
                record_id=row.pk,
                words=" ".join(dict.fromkeys(token for some in told for token in some)),
            )
        )
    model.objects.filter(pk__in=[row.pk for row in primaries]).delete()
    model.objects.bulk_create(words)


class Migration(migrations.Migration):
    dependencies = [("screening", "0026_bilingual_reports")]

    operations = [migrations.RunPython(tell, migrations.RunPython.noop)]
