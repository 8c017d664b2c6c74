"""Shares that are promises: rounded towards the side that promises less."""

from math import floor

from django import template

register = template.Library()


@register.filter
def floor_percent(value: float) -> str:
    """A lower bound in [0, 1] as a percentage with one place at most, rounded down:
    0.7459 is 74.5%.
    """
    return f"{floor(value * 1000 + 1e-9) / 10:g}%"


@register.filter
def exact_percent(value: float) -> str:
    """A confidence as it is: 0.9875 is 98.75%."""
    return f"{value * 100:.6g}%"


@register.filter
def twice(value: int) -> int:
    """Two votes for each."""
    return value * 2
