from django.db import migrations, models
from django.db.models.functions import Coalesce

from screening.flow.places import stage_reached


def fill(apps, schema_editor):
    """A label put before its stage was kept counts as put at the stage that its report has come to."""
    rows = apps.get_model("screening", "Labelling").objects.annotate(
        at=Coalesce("record__primary__place", "record__place")
    )
    for place in set(rows.values_list("at", flat=True)):
        some = rows.filter(at=place).values("pk")
        apps.get_model("screening", "Labelling").objects.filter(pk__in=some).update(
            stage=stage_reached(place)
        )


class Migration(migrations.Migration):
    dependencies = [
        ("screening", "0039_score_words"),
    ]

    operations = [
        migrations.AddField(
            model_name="labelling",
            name="stage",
            field=models.CharField(blank=True, default="", max_length=20),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
