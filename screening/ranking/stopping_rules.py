"""Rules by which teams stop, played on the labels of a screening in order:
after how many records would each stop?

Each of them answers None where it never stops.
What each was worth on finished reviews stands in docs/ranking.md.
"""

from collections.abc import Sequence

from screening.ranking.stopping import callaghan_p

#: Irrelevant records in a row after which many teams stop.
RUN = 50
LEAST_READ = 0.1
ALPHA = 0.05
#: How often a whole screening is tested: after each two-hundredth of it, but never more than once a
#: record.
LOOKS = 200


def after_run(labels: Sequence[int], run: int = RUN, least: int = 0) -> int | None:
    """After so many irrelevant records in a row, but not before `least` records are read, and never
    before one was relevant. Raises ValueError for a run below 1.
    """
    if run < 1:
        raise ValueError("a run has at least one record")
    since, any_found = 0, False
    for read, label in enumerate(labels, 1):
        since = 0 if label else since + 1
        any_found = any_found or bool(label)
        if any_found and since >= run and read >= least:
            return read
    return None


def after_run_and_share(
    labels: Sequence[int], total: int, run: int = RUN, share: float = LEAST_READ
) -> int | None:
    """The run, but a share of all records must be read: two of the conditions of SAFE.

    Source: Boetje & van de Schoot 2024, Syst Rev 13:81 (10.1186/s13643-024-02502-7); its random
    sample and its key papers are the team's to bring.
    """
    return after_run(labels, run, least=round(share * total))


def by_callaghan(
    labels: Sequence[int], total: int, target: float = 0.95, alpha: float = ALPHA
) -> int | None:
    """When the p of Callaghan and Müller-Hansen falls below alpha for this recall target."""
    step = max(1, total // LOOKS)
    for read in range(step, len(labels) + 1, step):
        if not labels[read - 1] and callaghan_p(labels[:read], total, target) < alpha:
            return read
    return None
