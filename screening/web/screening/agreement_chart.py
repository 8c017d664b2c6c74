"""Coefficients of agreement as places on a line, in percent of its width, for an SVG."""

from dataclasses import dataclass
from math import floor

from screening.decisions.agreement import Comparison


@dataclass(frozen=True, slots=True)
class Plot:
    """Where the coefficients lie on an axis from `start` to 1; None for one that is not defined.

    `low` and `high` are the ends of kappa's interval; `ticks` are pairs of place and value.
    """

    start: float
    kappa: float | None
    low: float | None
    high: float | None
    pabak: float | None
    ac1: float | None
    ticks: tuple[tuple[float, float], ...]


def draw(figures: Comparison, start: float) -> Plot:
    """The figures on an axis that begins at `start`, below 1."""

    def place(value: float | None) -> float | None:
        return None if value is None else round((value - start) / (1 - start) * 100, 2)

    kappa = figures.kappa
    return Plot(
        start=start,
        kappa=place(kappa and kappa.value),
        low=place(kappa and kappa.low),
        high=place(kappa and kappa.high),
        pabak=place(figures.pabak),
        ac1=place(figures.ac1),
        ticks=tuple((place(value) or 0.0, value) for value in sorted({start, 0.0, 0.5, 1.0})),
    )


def start_of(several: list[Comparison]) -> float:
    """Where one axis for all of them begins: at 0, or at the half below the lowest value."""
    values = [
        value
        for f in several
        for value in (f.kappa and f.kappa.low, f.pabak, f.ac1)
        if value is not None
    ]
    return max(-1.0, min([0.0, *(floor(value * 2) / 2 for value in values)]))
