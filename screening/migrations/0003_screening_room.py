"""Calibration, records dealt to people, cut-offs, instructions, notices, comments and marks on full texts."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("screening", "0002_job_rate"),
    ]

    operations = [
        migrations.AddField(
            model_name="event",
            name="key",
            field=models.UUIDField(null=True, unique=True),
        ),
        migrations.AddField(
            model_name="labelling",
            name="shared",
            field=models.BooleanField(
                default=True, verbose_name="shared with the team after both decided"
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="conflict_votes",
            field=models.CharField(
                choices=[
                    ("adjudicators", "Adjudicators only"),
                    ("voters", "Adjudicators and the people who voted"),
                    ("all", "The whole team"),
                ],
                default="adjudicators",
                max_length=12,
                verbose_name="who may see the votes on a conflict before it is settled",
            ),
        ),
        migrations.AddField(
            model_name="stagesetting",
            name="by_language",
            field=models.BooleanField(
                default=False, verbose_name="a record goes only to people who read its language"
            ),
        ),
        migrations.AddField(
            model_name="stagesetting",
            name="cutoff",
            field=models.PositiveSmallIntegerField(
                blank=True,
                null=True,
                verbose_name="lowest mean grade, in percent, at which an include stands",
            ),
        ),
        migrations.AddField(
            model_name="stagesetting",
            name="cutoff_reason",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="screening.reason",
                verbose_name="reason given to reports below the lowest grade",
            ),
        ),
        migrations.AddField(
            model_name="stagesetting",
            name="double_share",
            field=models.PositiveSmallIntegerField(
                default=100, verbose_name="share of records with more than one vote, in percent"
            ),
        ),
        migrations.AddField(
            model_name="stagesetting",
            name="instructions_en",
            field=models.TextField(blank=True, verbose_name="instructions in English"),
        ),
        migrations.AddField(
            model_name="stagesetting",
            name="instructions_zh",
            field=models.TextField(blank=True, verbose_name="instructions in Chinese"),
        ),
        migrations.AddField(
            model_name="stagesetting",
            name="unblinded_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="standing",
            name="needed",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("stage", models.CharField(max_length=20)),
                ("text", models.TextField(verbose_name="comment")),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="screening.record",
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="screening.review",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="FullTextMark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("page", models.PositiveIntegerField(verbose_name="page")),
                ("quote", models.TextField(blank=True, verbose_name="marked text")),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="marks",
                        to="screening.fulltextfile",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["page", "pk"],
            },
        ),
        migrations.CreateModel(
            name="UnmatchedFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=255, verbose_name="file")),
                ("stored", models.FileField(max_length=255, upload_to="")),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveBigIntegerField()),
                ("content_type", models.CharField(max_length=80)),
                ("found", models.JSONField(blank=True, default=dict)),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="unmatched_files",
                        to="screening.review",
                    ),
                ),
                (
                    "suggested",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="screening.record",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("stage", models.CharField(max_length=20)),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assignments",
                        to="screening.record",
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assignments",
                        to="screening.review",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["review", "stage", "user"], name="assignment_by_person")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("record", "stage", "user"), name="one_assignment_a_person_and_stage"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CalibrationRound",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("stage", models.CharField(max_length=20)),
                ("voters", models.PositiveSmallIntegerField()),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("records", models.ManyToManyField(related_name="+", to="screening.record")),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calibration_rounds",
                        to="screening.review",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at", None)),
                        fields=("review", "stage"),
                        name="one_open_round_a_stage",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("unblinded", "Votes are no longer blinded"),
                            ("stage", "A stage was opened or closed"),
                            ("discuss", "A record to talk about"),
                            ("dealt", "Records given to you"),
                        ],
                        max_length=10,
                    ),
                ),
                ("stage", models.CharField(blank=True, max_length=20)),
                ("data", models.JSONField(blank=True, default=dict)),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to="screening.review",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "indexes": [models.Index(fields=["user", "read_at"], name="notice_unread")],
            },
        ),
    ]
