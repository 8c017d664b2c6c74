"""The check of a review as work in the background, for leads; `manage.py verify` does the same."""

from typing import Any

from screening.actions.jobs.job_run import Failed, Running
from screening.actions.verification.verification import verify
from screening.queries.history.history_hashes import check_chain, head
from screening.records.messages import Message, gettext_noop

#: Problems that the result names; all are counted.
KEPT = 100


def check(job: Running) -> dict[str, Any]:
    """Verifies the job's review: how many problems, the first ones,
    and those of the sealed history apart.

    The problems of the tables may tell votes and are to be shown only to who may see those.
    """
    review = job.job.review
    if review is None:
        raise Failed(Message(gettext_noop("The review no longer exists.")))
    end = head(review)
    found, chain = verify(review), check_chain(review)
    return {
        "problems": len(found),
        "told": [problem.to_json() for problem in found[:KEPT]],
        "chain": [problem.to_json() for problem in chain[:KEPT]],
        "sealed": end.sequence,
        "head": end.hash,
    }
