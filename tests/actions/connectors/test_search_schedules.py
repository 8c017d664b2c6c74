"""Searches that run again by themselves."""

from datetime import timedelta

from django.utils import timezone

from screening.actions.connectors import search_runs, search_schedules
from screening.models import SearchSchedule, ServiceRun


def test_a_schedule_runs_a_search_again_once_when_its_day_comes(online, stub, run_jobs):
    run, _ = search_runs.begin_search(
        by=online.lead, review=online.review, service="pubmed", query="cancer"
    )
    run_jobs()
    search_schedules.set_schedule(by=online.lead, search=run.search, every_days=30)
    assert search_schedules.begin_due(timezone.now()) == []
    later = timezone.now() + timedelta(days=31)
    (job,) = search_schedules.begin_due(later)
    assert search_schedules.begin_due(later) == []
    assert job.by is None
    run_jobs()
    update = ServiceRun.objects.get(purpose="update")
    assert update.state == "taken", "nothing new came in"
    online.review.put_away_at = timezone.now()
    online.review.save()
    assert search_schedules.begin_due(later + timedelta(days=31)) == []
    search_schedules.set_schedule(by=online.lead, search=run.search, every_days=None)
    assert not SearchSchedule.objects.exists()
