"""The dashboard and the alert rules name figures that there are."""

import json
import re
from pathlib import Path

import pytest

from screening.queries.site.installation_figures import Measured
from screening.web.site import metrics_views

DOCS = Path(__file__).parents[2] / "docs" / "watching"
COUNTED = {"reviewapp_votes_total", "reviewapp_answers_total", "reviewapp_request_seconds_bucket"}


@pytest.mark.parametrize("name", ["dashboard.json", "alerts.yml"])
def test_every_figure_that_is_named_is_told(name, monkeypatch):
    full = Measured(backup_age=1.0, connections_most=100)
    monkeypatch.setattr(metrics_views, "measured", lambda: full)
    there = {family.name for family in metrics_views.Installation().collect()} | COUNTED
    named = set(re.findall(r"reviewapp_[a-z_]+", (DOCS / name).read_text(encoding="utf-8")))
    assert len(named) > 8
    assert named <= there


def test_the_dashboard_is_one():
    panels = json.loads((DOCS / "dashboard.json").read_text(encoding="utf-8"))["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels) > 10
