"""Replays a finished screening: in which order would its records have been shown?"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from screening.ranking.features import Features
from screening.ranking.order import cold_start, learn, protocol_scores, take_turns
from screening.ranking.rankers import RANKERS
from screening.ranking.retraining import retrain_after


@dataclass(frozen=True, slots=True)
class Shown:
    """One record as it would have been shown: its number, the ranker whose turn it was,
    whether it was given before.
    """

    record: int
    ranker: str
    prior: bool = False


def replay(
    features: Features,
    labels: Sequence[int],
    seed: int,
    protocol: Sequence[str] = (),
    share: float = 0.0,
) -> list[Shown]:
    """The whole order. Starts from one relevant and one irrelevant record drawn by seed,
    or from the protocol text.

    Retrains as the application does. About a `share` of the places goes to a record drawn at
    random, as the application does it by `mixing.SHARE`. Raises ValueError when the labels hold no
    relevant or no irrelevant record.
    """
    truth = np.asarray(labels)
    if not (truth == 1).any() or not (truth == 0).any():
        raise ValueError("a replay needs records of both kinds")
    names = list(RANKERS)
    shown = [] if protocol else _priors(truth, seed)
    likeness = cold_start(features, protocol) if protocol else None
    asked = protocol_scores(features, protocol)
    seen = [s.record for s in shown]
    open_ones = np.ones(len(truth), dtype=bool)
    open_ones[seen] = False
    while open_ones.any():
        rest = np.flatnonzero(open_ones)
        batch = retrain_after(len(seen))
        known = truth[seen] if seen else np.zeros(0, dtype=int)
        if (known == 1).any() and (known == 0).any():
            scores = learn(features, seen, known.tolist(), seed, asked)
            order = [
                (r, names[n]) for r, n in take_turns(scores, rest.tolist(), batch, start=len(seen))
            ]
        else:
            ranked = (
                rest[np.argsort(-likeness[rest], kind="stable")] if likeness is not None else rest
            )
            order = [(int(r), "protocol") for r in ranked[:1]]
        if share:
            order = _mixed(order, rest, share, [seed, len(seen)])
        for record, name in order:
            shown.append(Shown(record, name))
            seen.append(record)
            open_ones[record] = False
    return shown


def continued(
    features: Features,
    seen: Sequence[int],
    labels: Sequence[int],
    seed: int,
    protocol: Sequence[str] = (),
) -> list[Shown]:
    """The order of what is not seen yet, after these labels in the order in which they were given.

    It is the one that the application shows to a person with the same labels,
    but for the records drawn at random.
    """
    unseen = sorted(set(range(features.size)).difference(seen))
    if 1 in labels and 0 in labels:
        names = list(RANKERS)
        scores = learn(features, seen, labels, seed, protocol_scores(features, protocol))
        rest = [Shown(record, names[turn]) for record, turn in take_turns(scores, unseen)]
    else:
        likeness = cold_start(features, protocol)
        rest = [
            Shown(record, "protocol")
            for record in sorted(unseen, key=lambda record: (-likeness[record], record))
        ]
    return [Shown(record, "prior", prior=True) for record in seen] + rest


def _mixed(
    order: list[tuple[int, str]], rest: np.ndarray, share: float, seed: list[int]
) -> list[tuple[int, str]]:
    """Some places of the order given to records drawn at random from all that are left."""
    drawn = iter(np.random.default_rng(seed).permutation(rest).tolist())
    by_chance = np.random.default_rng([*seed, 1]).random(len(order)) < share
    given: dict[int, str] = {}
    ordered = iter(order)
    for chance in by_chance:
        if chance:
            record, name = next((r, "random") for r in drawn if r not in given)
        else:
            record, name = next((r, n) for r, n in ordered if r not in given)
        given[record] = name
    return list(given.items())


def _priors(truth: np.ndarray, seed: int) -> list[Shown]:
    draw = np.random.default_rng(seed)
    return [
        Shown(int(draw.choice(np.flatnonzero(truth == wanted))), "prior", prior=True)
        for wanted in (1, 0)
    ]
