"""When an order is worth learning anew. Apart from the learner, so that asking costs no numpy."""


def retrain_after(labelled: int) -> int:
    """How many new labels are worth learning anew: a twentieth of those there are,
    at least 1 and at most 10.
    """
    return max(1, min(10, labelled // 20))
