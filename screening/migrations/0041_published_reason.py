"""The reason is part of where a report stood in the version before: filled from what was published."""

import zlib

import django.db.models.deletion
from django.db import migrations, models

BATCH = 1_000


def note(apps, schema_editor):
    for review in apps.get_model("screening", "Review").objects.filter(version__gt=1):
        published = apps.get_model("screening", "Publication").objects.filter(
            review=review, version__lt=review.version
        )
        last = published.order_by("-version", "-pk").first()
        if last is not None:
            _note(apps, review, last)
            _count_again(apps, review)


def _note(apps, review, last):
    """Every record with the reason for which its report was excluded then, as that is called now."""
    mine = apps.get_model("screening", "Record").objects.filter(
        review=review, published="ft_exclude"
    )
    there = set(
        apps.get_model("screening", "Reason")
        .objects.filter(review=review)
        .values_list("pk", flat=True)
    )
    called, groups, reasons, rows = _called(apps, review), {}, {}, []
    for line in zlib.decompress(bytes(last.rows)).decode().splitlines():
        pk, where, reason, *more = line.split(" ")
        rows.append((int(pk), int(more[0]) if more and more[0] else int(pk)))
        if where == "ft_exclude" and reason:
            reasons[int(pk)] = called.get(int(reason), int(reason))
    for pk, primary in rows:
        if reasons.get(primary) in there:
            groups.setdefault(reasons[primary], []).append(pk)
    for reason, ids in groups.items():
        for start in range(0, len(ids), BATCH):
            mine.filter(pk__in=ids[start : start + BATCH]).update(published_reason=reason)


def _called(apps, review):
    """Reasons that were merged into another since, and what each is called now."""
    events = (
        apps.get_model("screening", "Event")
        .objects.filter(review=review, verb="merge_reasons")
        .order_by("pk")
    )
    now = {}
    for data in events.values_list("data", flat=True):
        old, into = data["reason"], data["into_reason"]
        now = {reason: into if of == old else of for reason, of in now.items()} | {old: into}
    return now


def _count_again(apps, review):
    """Reports that are excluded for another reason now are counted in this version."""
    mine = apps.get_model("screening", "Record").objects.filter(review=review)
    stood = mine.filter(published="ft_exclude").values("primary_id", "pk")
    primaries = {row["primary_id"] or row["pk"] for row in stood.iterator(chunk_size=5000)}
    for row in (
        mine.filter(pk__in=primaries, place="ft_exclude", primary=None, moved=False)
        if primaries
        else ()
    ):
        group = [row, *mine.filter(primary=row)]
        before = {(one.published, one.published_reason_id) for one in group if one.published}
        first = min(one.version for one in group)
        included = any(place == "included" for place, _reason in before)
        if included or first >= review.version or ("ft_exclude", row.reason_id) in before:
            continue
        mine.filter(pk__in=[one.pk for one in group if one.version < review.version]).update(
            moved=True
        )
        part = (
            {"flow_part": "both"}
            if row.version > first
            else {"flow_part": "reassessed", "flow_lane": "oth"}
        )
        mine.filter(pk=row.pk).update(**part)


class Migration(migrations.Migration):
    dependencies = [("screening", "0040_label_stages")]

    operations = [
        migrations.AddField(
            model_name="record",
            name="published_reason",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="screening.reason",
            ),
        ),
        migrations.RunPython(note, migrations.RunPython.noop),
    ]
