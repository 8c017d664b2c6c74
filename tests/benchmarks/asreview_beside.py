"""ASReview's default (ELAS u4) on the same records: run by the Python of its own environment,
knows nothing of ours.

`asreview_beside.py IN.json OUT.json`; IN has `records` ([title, abstract] each) and `labels`, and
either `priors` (pairs of record numbers; each gives an order) or `known` (numbers of labels; each
gives the cost of an update). It learns anew after each label, its default, or, with `rhythm`
[share, most], after so many: a share of those there are, at most `most`.
"""

import json
import resource
import sys
import time
import warnings

import numpy as np
import pandas as pd
from asreview.learner import ActiveLearningCycle
from asreview.models.models import get_ai_config
from asreview.simulation.simulate import Simulate

warnings.filterwarnings("ignore")


def main() -> None:
    """Reads the one file, writes the other."""
    source, target = sys.argv[1:3]
    with open(source, encoding="utf-8") as file:
        given = json.load(file)
    frame = pd.DataFrame(given["records"], columns=["title", "abstract"])
    labels = pd.Series(given["labels"])
    answer = (
        {"orders": [_order(frame, labels, pair, given.get("rhythm")) for pair in given["priors"]]}
        if "priors" in given
        else _cost(frame, labels.to_numpy(), given["known"])
    )
    with open(target, "w", encoding="utf-8") as file:
        json.dump(answer, file)


def _cycle():
    return ActiveLearningCycle.from_meta(get_ai_config("elas_u4")["value"])


def _order(frame, labels, pair, rhythm):
    cycle = _cycle()
    if rhythm:
        share, most = rhythm
        cycle.n_query = lambda results: max(1, min(most, int(len(results) * share)))
    simulation = Simulate(frame, labels, cycle, print_progress=False)
    simulation.label(pair)
    simulation.review()
    return [int(number) for number in simulation._results["record_id"]]


def _cost(frame, labels, sizes):
    cycle = _cycle()
    started = time.process_time()
    features = cycle.transform(frame)
    answer = {"features": time.process_time() - started, "updates": []}
    for size in sizes:
        known = np.random.default_rng(1).permutation(len(labels))[:size]
        pool = np.setdiff1d(np.arange(len(labels)), known)
        started = time.process_time()
        cycle.fit(features[known], labels[known])
        cycle.rank(features[pool])
        answer["updates"].append(time.process_time() - started)
    answer["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return answer


if __name__ == "__main__":
    main()
