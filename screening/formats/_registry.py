"""All formats by key."""

from collections.abc import Mapping

from screening.formats._format import Format
from screening.records.registry import load

FORMATS: Mapping[str, Format] = load("screening.formats", "FORMAT", Format)
