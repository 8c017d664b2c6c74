"""Editors, translators, edition, the day a page was seen, and whether the list of authors was cut."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("screening", "0010_first_verdicts")]

    operations = [
        migrations.AddField(
            "record",
            "authors_incomplete",
            models.BooleanField(default=False, verbose_name="more authors than are listed"),
        ),
        migrations.AddField(
            "record", "editors", models.JSONField(blank=True, default=list, verbose_name="editors")
        ),
        migrations.AddField(
            "record",
            "translators",
            models.JSONField(blank=True, default=list, verbose_name="translators"),
        ),
        migrations.AddField(
            "record",
            "edition",
            models.TextField(blank=True, default="", verbose_name="edition"),
        ),
        migrations.AddField(
            "record",
            "accessed",
            models.TextField(blank=True, default="", verbose_name="seen on"),
        ),
    ]
