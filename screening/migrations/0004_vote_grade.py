"""The grade of a vote: the mean of its judgements."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("screening", "0003_screening_room"),
    ]

    operations = [
        migrations.AddField(
            model_name="vote",
            name="grade",
            field=models.FloatField(blank=True, null=True),
        ),
    ]
