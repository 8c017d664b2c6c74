"""A few records drawn at random among those in order,
so that what the order overlooks has a chance to be seen.
"""

from collections.abc import Sequence

import numpy as np

#: About so many places go to a record drawn at random from all that wait.
SHARE = 0.05


def mix(
    order: Sequence[int], seed: Sequence[int], share: float = SHARE
) -> tuple[list[int], set[int]]:
    """The same records in order, some drawn forward at random; and which of them those are.

    The same `seed` gives the same draw. Each place is given to a random record with the chance
    `share`, so that they come up also where only the first few records of each order are ever seen.
    """
    draw = np.random.default_rng([abs(int(part)) for part in seed])
    given = np.asarray(order, dtype=np.int64)
    places = np.flatnonzero(draw.random(len(given)) < share)
    picked = draw.permutation(len(given))[: len(places)]
    kept = np.ones(len(given), dtype=bool)
    kept[picked] = False
    mixed = np.empty_like(given)
    free = np.ones(len(given), dtype=bool)
    free[places] = False
    mixed[places], mixed[free] = given[picked], given[kept]
    return mixed.tolist(), set(given[picked].tolist())
