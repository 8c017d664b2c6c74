"""All connectors by key."""

from collections.abc import Mapping

from screening.connectors._connector import Connector
from screening.records.registry import load

CONNECTORS: Mapping[str, Connector] = load("screening.connectors", "CONNECTOR", Connector)
