"""Evidence of duplicates that was stored as English sentences is stored by key; what is not known stays as it is."""

from django.db import migrations

from screening.dedupe.evidence import as_key


def by_key(apps, schema_editor):
    for name in ("DuplicatePair", "Merge"):
        model = apps.get_model("screening", name)
        changed = []
        for row in model.objects.exclude(evidence=[]).only("evidence").iterator(chunk_size=500):
            row.evidence = [as_key(stored) for stored in row.evidence]
            changed.append(row)
            if len(changed) == 500:
                model.objects.bulk_update(changed, ["evidence"])
                changed = []
        model.objects.bulk_update(changed, ["evidence"])


class Migration(migrations.Migration):
    dependencies = [("screening", "0024_unblinded_and_fresh_outcomes")]

    operations = [migrations.RunPython(by_key, migrations.RunPython.noop)]
