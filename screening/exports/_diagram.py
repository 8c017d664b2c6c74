"""The diagram of a snapshot in the words and the template that were asked for."""

from screening.flow.content import Content, compose
from screening.flow.counts import Flow
from screening.flow.labels import SETS, LabelSet
from screening.flow.templates import TEMPLATES, Choices, fitting
from screening.records.registry import pick
from screening.records.snapshot import Snapshot


def flow(snapshot: Snapshot) -> Flow:
    """The numbers of the snapshot."""
    return Flow.from_snapshot(snapshot.flow)


def labels(snapshot: Snapshot) -> LabelSet:
    """The label set asked for, with the project's own labels.
    Raises RegistryError for an unknown one.
    """
    chosen: LabelSet = pick(SETS, snapshot.wishes.label_set, "label set")
    return chosen.altered(snapshot.wishes.labels)


def content(snapshot: Snapshot) -> Content:
    """The blocks of the diagram."""
    numbers = flow(snapshot)
    wanted = snapshot.wishes.template
    template = pick(TEMPLATES, wanted, "template") if wanted else fitting(numbers)
    choices = Choices(count_studies=snapshot.counts_studies, reasons=snapshot.reasons)
    return compose(numbers, template, labels(snapshot), choices)
