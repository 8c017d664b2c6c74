"""Numbers by hand, published versions, seals of the history, saved filters; an index that counting reads alone."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("screening", "0005_imports_and_search"),
    ]

    operations = [
        migrations.CreateModel(
            name="ManualNumber",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="source")),
                (
                    "kind",
                    models.CharField(blank=True, max_length=12, verbose_name="kind of source"),
                ),
                (
                    "box",
                    models.CharField(
                        choices=[
                            ("duplicate", "removed as duplicates"),
                            ("auto", "marked as ineligible by automation tools"),
                            ("other", "removed for other reasons before screening"),
                            ("ta_exclude", "excluded on title and abstract"),
                            ("ta_tool", "excluded on title and abstract by a tool"),
                            ("not_retrieved", "full text not retrieved"),
                            ("ft_exclude", "excluded on full text"),
                            ("included", "included"),
                            ("previous", "studies included in the previous version"),
                            (
                                "previous_reports",
                                "reports of studies included in the previous version",
                            ),
                            ("removed", "studies of the previous version removed now"),
                            (
                                "removed_reports",
                                "reports of studies of the previous version removed now",
                            ),
                            ("total_studies_ma", "studies in the meta-analysis"),
                            ("total_reports_ma", "reports of studies in the meta-analysis"),
                        ],
                        max_length=16,
                        verbose_name="what became of them",
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="number")),
                ("why", models.TextField(verbose_name="why it is entered by hand")),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Publication",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("flow", models.JSONField()),
                ("rows", models.BinaryField()),
                ("studies", models.JSONField(default=dict)),
                ("criteria_version", models.PositiveIntegerField(default=1)),
                ("at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="SavedFilter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="name")),
                ("query", models.TextField()),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("first", models.PositiveBigIntegerField()),
                ("last", models.PositiveBigIntegerField()),
                ("head", models.CharField(max_length=64)),
                ("entries", models.BinaryField()),
                ("at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["first"],
            },
        ),
        migrations.RemoveIndex(
            model_name="record",
            name="record_flow",
        ),
        migrations.RemoveIndex(
            model_name="record",
            name="record_by_search",
        ),
        migrations.AddField(
            model_name="review",
            name="diagram_labels",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="review",
            name="methods",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="standing",
            name="tool",
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddIndex(
            model_name="record",
            index=models.Index(
                fields=["review", "search", "flow_lane", "place", "reason"], name="record_flow"
            ),
        ),
        migrations.AddIndex(
            model_name="standing",
            index=models.Index(
                condition=models.Q(("tool", ""), _negated=True),
                fields=["review", "record"],
                name="standing_of_tools",
            ),
        ),
        migrations.AddField(
            model_name="manualnumber",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="manualnumber",
            name="reason",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="screening.reason",
                verbose_name="reason",
            ),
        ),
        migrations.AddField(
            model_name="manualnumber",
            name="review",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="manual_numbers",
                to="screening.review",
            ),
        ),
        migrations.AddField(
            model_name="manualnumber",
            name="withdrawn_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="publication",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="publication",
            name="review",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="publications",
                to="screening.review",
            ),
        ),
        migrations.AddField(
            model_name="savedfilter",
            name="review",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="saved_filters",
                to="screening.review",
            ),
        ),
        migrations.AddField(
            model_name="savedfilter",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="seal",
            name="review",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="seals",
                to="screening.review",
            ),
        ),
        migrations.AddConstraint(
            model_name="savedfilter",
            constraint=models.UniqueConstraint(
                fields=("review", "user", "name"), name="one_filter_a_name"
            ),
        ),
        migrations.AddConstraint(
            model_name="seal",
            constraint=models.UniqueConstraint(
                fields=("review", "first"), name="one_seal_a_beginning"
            ),
        ),
    ]
