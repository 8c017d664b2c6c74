"""Indexes for the records page: every order it offers, and the rare things it looks for."""

from django.db import migrations, models

from screening.models.expressions import Beginning

INDEXES = [
    models.Index(fields=["review", "id", "place", "language", "type", "year"], name="record_by_id"),
    models.Index(fields=["review", "year", "id"], name="record_year_list"),
    models.Index(
        models.F("review"), Beginning("title_sort"), models.F("id"), name="record_by_title"
    ),
    models.Index(
        fields=["review", "primary"],
        condition=models.Q(primary__isnull=False),
        name="record_duplicates",
    ),
    models.Index(
        fields=["review"], condition=models.Q(abstract__empty=True), name="record_no_abstract"
    ),
    models.Index(fields=["review"], condition=models.Q(title__empty=True), name="record_no_title"),
    models.Index(
        fields=["review"], condition=models.Q(notices__empty=False), name="record_with_notice"
    ),
]


class Migration(migrations.Migration):
    dependencies = [("screening", "0007_learned_order_and_stopping")]

    operations = [migrations.AddIndex("record", index) for index in INDEXES]
