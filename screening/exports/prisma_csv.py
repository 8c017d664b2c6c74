"""The numbers of the diagram as the PRISMA2020 R package and Shiny app read them."""

from collections.abc import Iterator

from screening.exports._diagram import flow, labels
from screening.exports._export import Export, Translate
from screening.flow.csv_table import write
from screening.records.messages import gettext_noop
from screening.records.snapshot import Snapshot


def _render(snapshot: Snapshot, translate: Translate) -> Iterator[bytes]:
    yield write(flow(snapshot), labels(snapshot)).text.encode("utf-8")


EXPORT = Export(
    "prisma_csv",
    gettext_noop("CSV for the PRISMA2020 package"),
    "PRISMA.csv",
    "text/csv; charset=utf-8",
    _render,
    group="diagram",
)
