"""Updates that were begun before: where every report stood in the version before, and which stand elsewhere now."""

import zlib
from collections import defaultdict

from django.db import migrations

from screening.flow.places import Facts, place

MARKS = {"auto": "automation", "other": "other"}
SKIPPED = {"duplicate", "previous"}
BATCH = 1_000


def note(apps, schema_editor):
    for review in apps.get_model("screening", "Review").objects.filter(version__gt=1):
        published = apps.get_model("screening", "Publication").objects.filter(
            review=review, version__lt=review.version
        )
        last = published.order_by("-version", "-pk").first()
        if last is not None:
            _note(apps, review, last)


def _note(apps, review, last):
    mine = apps.get_model("screening", "Record").objects.filter(review=review)
    included = {pk for records in last.studies.values() for pk in records}
    groups = defaultdict(list)
    for line in zlib.decompress(bytes(last.rows)).decode().splitlines():
        pk, where, _reason = line.split(" ")[:3]
        if where not in SKIPPED and (where != "included" or int(pk) in included):
            groups[where].append(int(pk))
    for where, ids in groups.items():
        for start in range(0, len(ids), BATCH):
            rows = mine.filter(pk__in=ids[start : start + BATCH])
            rows.update(published=where, published_mark=MARKS.get(where))
    _stand_again(apps, review, mine)
    for row in (
        mine.filter(primary=None, version__lt=review.version)
        .exclude(published="included")
        .only("pk", "place", "published")
    ):
        if row.place != row.published:
            mine.filter(pk=row.pk).update(moved=True, flow_part="reassessed", flow_lane="oth")


def _stand_again(apps, review, mine):
    """Reports whose primary record is newer than another of theirs: they stood nowhere."""
    facts = {"title-abstract": ("pending", 0), "full-text": ("pending", 0)}
    standings = apps.get_model("screening", "Standing").objects
    retrievals = apps.get_model("screening", "Retrieval").objects
    for row in mine.filter(primary=None, place="previous"):
        group = list(mine.filter(primary=row))
        first = min([row.version, *(one.version for one in group)])
        found = facts | {
            s.stage: (s.outcome, s.votes, s.reason_id) for s in standings.filter(record=row)
        }
        marks = {one.removed for one in (row, *group)}
        news = retrievals.filter(record=row).first()
        lane = (
            "dbr"
            if any(one.lane == "dbr" for one in (row, *group) if one.version == first)
            else "oth"
        )
        where = place(
            Facts(
                removed="automation"
                if "automation" in marks
                else "other"
                if "other" in marks
                else "",
                outcomes={stage: said[0] for stage, said in found.items()},
                retrieval=news.status if news else "",
                voted={stage for stage, said in found.items() if said[1]},
                is_sought=lane == "oth" and review.other_skips_screening,
            )
        )
        stage = {"ta_exclude": "title-abstract", "ft_exclude": "full-text"}.get(where, "")
        reason = found[stage][2] if stage else None
        before = {one.published for one in group if one.published}
        moved = "included" not in before and where not in before
        mine.filter(pk=row.pk).update(
            place=where, reason=reason, flow_part="both" if moved else "known"
        )
        if moved:
            mine.filter(pk__in=[one.pk for one in group if one.version < review.version]).update(
                moved=True
            )


class Migration(migrations.Migration):
    dependencies = [("screening", "0018_versions_of_reports")]

    operations = [migrations.RunPython(note, migrations.RunPython.noop)]
