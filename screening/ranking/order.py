"""From labels to the order in which the rest is shown."""

from collections.abc import Sequence
from itertools import repeat
from typing import Any

import numpy as np

from screening.ranking.features import Features
from screening.ranking.learner import chosen, standard
from screening.ranking.rankers import RANKERS

PROTOCOL_WEIGHT = 0.5
#: With so many relevant records found, the protocol weighs half of what it did before the first
#: one.
FADES_WITH = 3


def learn(
    features: Features,
    known: Sequence[int],
    labels: Sequence[int],
    seed: int = 0,
    asked: Any = None,
) -> list[Any]:
    """The scores of every ranker, one array each over all records.

    `known` are the numbers of labelled records in the order they were labelled; `asked` is what
    `protocol_scores` gave, which counts the less the more relevant records are known. Raises
    ValueError without both a relevant and an irrelevant one.
    """
    given = np.asarray(labels)
    if not (given == 1).any() or not (given == 0).any():
        raise ValueError("an order is learned from at least one relevant and one irrelevant record")
    rows, targets = chosen(given, np.asarray(known), seed)
    scores = [even(features, ranker.score(features, rows, targets)) for ranker in RANKERS.values()]
    if asked is None:
        return scores
    weight = PROTOCOL_WEIGHT * FADES_WITH / (FADES_WITH + int((given == 1).sum()))
    return [score + weight * asked for score in scores]


def protocol_scores(features: Features, protocol: Sequence[str]) -> Any:
    """How near each record comes to the protocol, as standard scores within each language;
    None without a text.

    Words and how they begin count alike: protocols say "exosomes" where records say "exosomal".
    """
    if not any(text.strip() for text in protocol):
        return None
    beginnings = _within_languages(
        features, features.stem.rows @ features.query_beginnings(protocol)
    )
    return even(features, cold_start(features, protocol) + beginnings)


def even(features: Features, scores: Any) -> Any:
    """The scores as standard scores within each language.

    Chinese and English share no terms, so a score in one says nothing about one in the other:
    without this, the language in which something relevant is found first is shown first, to its
    end, and the other waits.
    """
    evened = np.asarray(scores, dtype=np.float64).copy()
    for group in (features.chinese, ~features.chinese):
        evened[group] = standard(evened[group]) if group.any() else evened[group]
    return evened


def take_turns(
    scores: Sequence[Any], unseen: Sequence[int], most: int | None = None, start: int = 0
) -> list[tuple[int, int]]:
    """The unseen records in order, each with the number of the ranker whose turn it was.

    Ranker j mod n gives record j; a ranker passes over what another has given. Ties are broken by
    the record's number. Each ranker alone fails badly on some review; taking turns does not.
    """
    wanted = len(unseen) if most is None else min(most, len(unseen))
    rest = np.asarray(unseen)
    ranked = [rest[np.argsort(-score[rest], kind="stable")].tolist() for score in scores]
    if len(ranked) == 1:
        return list(zip(ranked[0][:wanted], repeat(0)))
    lists = [iter(records) for records in ranked]
    given: set[int] = set()
    order: list[tuple[int, int]] = []
    for turn in range(start, start + wanted):
        ranker = turn % len(lists)
        record = next(r for r in lists[ranker] if r not in given)
        given.add(record)
        order.append((record, ranker))
    return order


def cold_start(features: Features, protocol: Sequence[str]) -> Any:
    """Likeness of every record to the protocol text (question, criteria, terms in both languages),
    in [0, 1].

    In each language the most alike record has 1, so that neither waits for the other.
    """
    return _within_languages(features, features.text.rows @ features.query(protocol))


def _within_languages(features: Features, scores: Any) -> Any:
    likeness = np.asarray(scores, dtype=np.float64)
    for group in (features.chinese, ~features.chinese):
        most = likeness[group].max(initial=0.0)
        likeness[group] /= most or 1.0
    return likeness
