"""Automated steps of before, as far as their tables tell; the version they ran in was not kept."""

from django.db import migrations
from django.db.models import Count, Max, Min

BEFORE = (
    ("dedupe", "DedupeRun", "started_at", False),
    ("order", "RankedOrder", "at", True),
    ("audit", "Audit", "opened_at", True),
    ("stop", "Stopping", "at", True),
)


def tell(apps, schema_editor):
    """One row a step, stage and review."""
    used = apps.get_model("screening", "ToolUse")
    for step, model, moment, staged in BEFORE:
        rows = apps.get_model("screening", model).objects.values(
            "review_id", *(["stage"] if staged else [])
        )
        rows = rows.annotate(first=Min(moment), last=Max(moment), runs=Count("pk")).order_by(
            "review_id"
        )
        used.objects.bulk_create(
            used(
                review_id=row["review_id"],
                step=step,
                stage=row.get("stage", ""),
                program="Reviewapp",
                first_at=row["first"],
                last_at=row["last"],
                runs=row["runs"],
            )
            for row in rows
        )


class Migration(migrations.Migration):
    dependencies = [("screening", "0014_tool_use")]

    operations = [migrations.RunPython(tell, migrations.RunPython.noop)]
