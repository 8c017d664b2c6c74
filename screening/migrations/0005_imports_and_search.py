"""One row a file and position, so that nothing is imported twice; dates as long as they come; the full-text index."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import screening.models.records.search_words

TABLE = "screening_recordwords"
STATES = [
    ("reading", "Being read"),
    ("read", "Read, waiting for your go"),
    ("importing", "Importing"),
    ("imported", "Imported"),
    ("failed", "Cannot be read"),
    ("undoing", "Being undone"),
    ("undone", "Undone"),
]


def create_index(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """FTS5 on SQLite, tokens as they come; a tsvector with a GIN index on PostgreSQL."""
    if editor.connection.vendor == "sqlite":
        editor.execute(
            f"CREATE VIRTUAL TABLE {TABLE} USING fts5(words, detail=none, columnsize=0, tokenize='ascii')"
        )
    else:
        editor.create_model(apps.get_model("screening", "RecordWords"))
        editor.execute(f"CREATE INDEX record_words ON {TABLE} USING gin (words)")


def drop_index(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """The way back."""
    editor.execute(f"DROP TABLE {TABLE}")


class Migration(migrations.Migration):
    dependencies = [("screening", "0004_vote_grade")]

    operations = [
        migrations.AlterField(
            "importfile", "state", models.CharField(choices=STATES, default="read", max_length=10)
        ),
        migrations.AlterField("record", "date", models.TextField(blank=True, verbose_name="date")),
        migrations.AlterField(
            "record",
            "source_database",
            models.TextField(blank=True, verbose_name="source database"),
        ),
        migrations.AlterField(
            "record",
            "file",
            models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="records",
                to="screening.importfile",
            ),
        ),
        migrations.AlterField(
            "record",
            "review",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="records",
                to="screening.review",
            ),
        ),
        migrations.AddConstraint(
            "record",
            models.UniqueConstraint(
                fields=("file", "position"), name="one_record_a_file_and_position"
            ),
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    "RecordWords",
                    [
                        (
                            "record",
                            models.OneToOneField(
                                db_column="rowid",
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="+",
                                serialize=False,
                                to="screening.record",
                            ),
                        ),
                        ("words", screening.models.records.search_words.TokenField()),
                    ],
                )
            ],
        ),
        migrations.RunPython(create_index, drop_index),
    ]
