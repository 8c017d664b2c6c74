"""The learned order of each person, audits, stopping rules and decisions."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("screening", "0006_results_and_seals"),
    ]

    operations = [
        migrations.AddField(
            model_name="stagesetting",
            name="learned_order",
            field=models.BooleanField(
                default=False, verbose_name="offers each person an order learned from their votes"
            ),
        ),
        migrations.AddField(
            model_name="stagesetting",
            name="shows_terms",
            field=models.BooleanField(
                default=False,
                verbose_name="tells a person, after the vote, which terms had put a record near the top",
            ),
        ),
        migrations.AddField(
            model_name="stagesetting",
            name="stopping_rule",
            field=models.TextField(blank=True, verbose_name="stopping rule"),
        ),
        migrations.AddField(
            model_name="stagesetting",
            name="stopping_rule_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name="Audit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("stage", models.CharField(max_length=20)),
                ("look", models.PositiveSmallIntegerField(default=1)),
                ("repeatable", models.BooleanField(default=False)),
                ("size", models.PositiveIntegerField()),
                ("unscreened", models.PositiveIntegerField()),
                ("found_before", models.PositiveIntegerField()),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("relevant", models.PositiveIntegerField(blank=True, null=True)),
                ("bound", models.PositiveIntegerField(blank=True, null=True)),
                ("given_up", models.TextField(blank=True)),
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
                        related_name="audits",
                        to="screening.review",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="FeatureSet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("stored", models.CharField(max_length=200)),
                ("records", models.PositiveIntegerField()),
                ("event", models.BigIntegerField(default=0)),
                ("seconds", models.FloatField(default=0)),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="feature_sets",
                        to="screening.review",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="OrderReason",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("stage", models.CharField(max_length=20)),
                ("position", models.PositiveIntegerField()),
                ("terms", models.JSONField(default=list)),
                ("drawn", models.BooleanField(default=False)),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="screening.record",
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
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
        ),
        migrations.CreateModel(
            name="RankedOrder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("stage", models.CharField(max_length=20)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("protocol", "likeness to the protocol"),
                            ("learned", "learned from votes"),
                        ],
                        max_length=8,
                    ),
                ),
                ("own", models.PositiveIntegerField(default=0)),
                ("settled", models.PositiveIntegerField(default=0)),
                ("relevant", models.PositiveIntegerField(default=0)),
                ("records", models.PositiveIntegerField(default=0)),
                ("seconds", models.FloatField(default=0)),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ranked_orders",
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
        ),
        migrations.CreateModel(
            name="PersonalOrder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("stage", models.CharField(max_length=20)),
                ("until", models.DateTimeField(blank=True, null=True)),
                ("known", models.PositiveIntegerField(default=0)),
                ("failure", models.JSONField(blank=True, null=True)),
                ("failed_at", models.DateTimeField(blank=True, null=True)),
                ("failures", models.PositiveIntegerField(default=0)),
                (
                    "features",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="screening.featureset",
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="personal_orders",
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
                (
                    "order",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="screening.rankedorder",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OrderPart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("ids", models.BinaryField()),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="screening.rankedorder",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Stopping",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("stage", models.CharField(max_length=20)),
                ("rule", models.TextField(verbose_name="stopping rule")),
                ("rule_set_at", models.DateTimeField()),
                ("reason", models.TextField(blank=True)),
                ("numbers", models.JSONField(default=dict)),
                ("excluded", models.PositiveIntegerField(default=0)),
                ("at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "audit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="screening.audit",
                    ),
                ),
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
                        related_name="stoppings",
                        to="screening.review",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="audit",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at", None)),
                fields=("review", "stage"),
                name="one_open_audit_a_stage",
            ),
        ),
        migrations.AddConstraint(
            model_name="orderreason",
            constraint=models.UniqueConstraint(
                fields=("user", "stage", "record"), name="one_reason_a_record_and_person"
            ),
        ),
        migrations.AddConstraint(
            model_name="personalorder",
            constraint=models.UniqueConstraint(
                fields=("review", "stage", "user"), name="one_order_a_person_and_stage"
            ),
        ),
        migrations.AddConstraint(
            model_name="orderpart",
            constraint=models.UniqueConstraint(
                fields=("order", "number"), name="one_part_a_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="stopping",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at", None)),
                fields=("review", "stage"),
                name="one_standing_stop_a_stage",
            ),
        ),
    ]
