import pytest

from screening.actions.jobs import job_queue
from screening.models import Job
from screening.queries.access.authorization import access_review
from screening.queries.jobs.job_progress import progress, unfinished_jobs, visible_jobs


@pytest.mark.parametrize(
    ("fields", "percent", "left", "finished"),
    [
        ({"state": "queued"}, None, None, False),
        ({"state": "running", "total": 0, "done": 5, "rate": 2.0}, None, None, False),
        ({"state": "running", "total": 200, "done": 50, "rate": 10.0}, 25, 15, False),
        ({"state": "running", "total": 200, "done": 50, "rate": 0.0}, 25, None, False),
        ({"state": "running", "total": 200, "done": 250, "rate": 10.0}, 100, None, False),
        ({"state": "done", "total": 200, "done": 200, "rate": None}, 100, None, True),
        ({"state": "failed", "total": 200, "done": 50, "rate": 10.0}, 25, None, True),
    ],
)
def test_progress_tells_what_is_known(fields, percent, left, finished):
    shown = progress(Job(**fields))
    assert (shown.percent, shown.seconds_left, shown.finished) == (percent, left, finished)


def test_visible_jobs_are_all_for_leads_and_their_own_for_others(cast):
    mine = job_queue.enqueue(kind="count", review=cast.review, by=cast.first)
    leads = job_queue.enqueue(kind="count", review=cast.review, by=cast.lead)
    assert list(visible_jobs(access_review(cast.lead, cast.review.pk))) == [leads, mine]
    assert list(visible_jobs(access_review(cast.first, cast.review.pk))) == [mine]
    assert list(visible_jobs(access_review(cast.second, cast.review.pk))) == []
    job_queue.cancel(by=cast.lead, job=mine)
    assert list(unfinished_jobs(access_review(cast.lead, cast.review.pk), "count")) == [leads]
    assert list(unfinished_jobs(access_review(cast.lead, cast.review.pk), "other")) == []
