"""Where each report stood in the version before, and how it takes part in the flow of this one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("screening", "0017_confirmed_addresses"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="record",
            name="record_flow",
        ),
        migrations.AddField(
            model_name="importfile",
            name="run_again_on",
            field=models.DateField(blank=True, null=True, verbose_name="search run again on"),
        ),
        migrations.AddField(
            model_name="publication",
            name="reports",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="record",
            name="flow_part",
            field=models.CharField(
                blank=True,
                choices=[
                    ("reassessed", "Previous version of this review, re-assessed"),
                    ("known", "Known from an earlier version"),
                    ("both", "Known from an earlier version and re-assessed"),
                ],
                max_length=10,
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="record",
            name="moved",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="record",
            name="published",
            field=models.CharField(blank=True, max_length=16, null=True),
        ),
        migrations.AddField(
            model_name="record",
            name="published_mark",
            field=models.CharField(blank=True, max_length=10, null=True),
        ),
        migrations.AddIndex(
            model_name="record",
            index=models.Index(
                fields=["review", "version", "search", "flow_lane", "place", "reason"],
                name="record_flow",
            ),
        ),
        migrations.AddIndex(
            model_name="record",
            index=models.Index(
                condition=models.Q(("flow_part__isnull", False)),
                fields=["review"],
                name="record_flow_part",
            ),
        ),
        migrations.AddIndex(
            model_name="record",
            index=models.Index(
                condition=models.Q(("published__isnull", False)),
                fields=["review", "published"],
                name="record_published",
            ),
        ),
    ]
