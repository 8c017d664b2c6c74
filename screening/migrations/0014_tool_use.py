"""Which automated steps were run, in which version of the program and when."""

import django.db.models.deletion
from django.db import migrations, models

STEPS = [
    ("dedupe", "Looking for duplicates"),
    ("order", "Ordering by likely relevance"),
    ("audit", "Drawing a random sample before stopping"),
    ("stop", "Stopping"),
]


class Migration(migrations.Migration):
    dependencies = [("screening", "0013_reopening_one_report")]

    operations = [
        migrations.CreateModel(
            "ToolUse",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("step", models.CharField(choices=STEPS, max_length=8)),
                ("stage", models.CharField(blank=True, max_length=20)),
                ("program", models.CharField(max_length=60)),
                ("first_at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
                ("runs", models.PositiveIntegerField(default=1)),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tool_uses",
                        to="screening.review",
                    ),
                ),
            ],
            options={
                "ordering": ["first_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("review", "step", "stage", "program"),
                        name="one_use_a_step_and_version",
                    )
                ],
            },
        ),
    ]
