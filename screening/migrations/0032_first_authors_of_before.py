"""Records of before get the key by which they are sorted by their first author."""

from django.db import migrations

from screening.records.columns import sorting

BATCH = 1000
TOLD = ("title", "title_translated", "authors", "authors_translated")


def tell(apps, schema_editor):
    """BATCH records at a time, in the order of their numbers."""
    records, last = apps.get_model("screening", "Record").objects, 0
    while rows := list(records.filter(pk__gt=last).order_by("pk").only("pk", *TOLD)[:BATCH]):
        for row in rows:
            row.author_sort = sorting(*(getattr(row, name) for name in TOLD))["author_sort"]
        records.bulk_update(rows, ["author_sort"], batch_size=200)
        last = rows[-1].pk


class Migration(migrations.Migration):
    dependencies = [("screening", "0031_a_reviewers_hour")]

    operations = [migrations.RunPython(tell, migrations.RunPython.noop)]
