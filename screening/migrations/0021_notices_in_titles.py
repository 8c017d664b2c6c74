"""Records of before whose titles say that they were retracted, doubted or corrected."""

from django.db import migrations
from django.db.models import Q

from screening.records.notices import of_title

WORDS = (
    "retract",
    "withdrawn",
    "withdrawal",
    "expression of",
    "errat",
    "corrigend",
    "correction",
    "addendum",
    "撤稿",
    "撤回",
    "撤销",
    "更正",
    "勘误",
    "订正",
    "关注声明",
    "关切声明",
)


def read(apps, schema_editor):
    """Only records whose titles hold one of the words are looked at."""
    records = apps.get_model("screening", "Record")
    asked = Q()
    for word in WORDS:
        asked |= Q(title__icontains=word) | Q(title_translated__icontains=word)
    for record in (
        records.objects.filter(asked)
        .only("title", "title_translated", "notices")
        .iterator(chunk_size=500)
    ):
        said = [
            text for text in (of_title(record.title), of_title(record.title_translated)) if text
        ]
        if set(said) - set(record.notices):
            record.notices = list(dict.fromkeys([*record.notices, *said]))
            record.save(update_fields=["notices"])


class Migration(migrations.Migration):
    dependencies = [("screening", "0020_notice_answers")]

    operations = [migrations.RunPython(read, migrations.RunPython.noop)]
