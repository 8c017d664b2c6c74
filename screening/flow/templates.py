"""The four official templates of the diagram, and what a review chooses to show in it."""

from dataclasses import dataclass

from screening.flow.counts import Flow
from screening.records.messages import gettext_noop


@dataclass(frozen=True, slots=True)
class Template:
    """Which columns the diagram has: previous studies (`updated`) and other methods (`other`)."""

    key: str
    name: str
    updated: bool
    other: bool


TEMPLATES = {
    template.key: template
    for template in (
        Template("new_db", gettext_noop("New review, databases and registers"), False, False),
        Template(
            "new_db_other",
            gettext_noop("New review, databases, registers and other sources"),
            False,
            True,
        ),
        Template("upd_db", gettext_noop("Updated review, databases and registers"), True, False),
        Template("upd_db_other", gettext_noop("Updated review, all sources"), True, True),
    )
}


@dataclass(frozen=True, slots=True)
class Choices:
    """What a review shows.

    `count_studies` False: the review counts reports only (a narrative review counts articles).
    `sources`: a number for each source under its kind. `split_automation`: people and tools apart
    under "Records excluded", wherever a tool excluded anything. `empty_lines`: lines with 0 in the
    boxes of sources and removals. `footnotes` and `source_line`: the two notes of the template and
    the paper it comes from. `reasons`: the project's order of reasons; the others follow by
    frequency.
    """

    count_studies: bool = True
    sources: bool = True
    split_automation: bool = True
    empty_lines: bool = True
    footnotes: bool = True
    source_line: bool = True
    reasons: tuple[str, ...] = ()


def fitting(flow: Flow) -> Template:
    """The template with exactly the columns for which the flow has numbers."""
    updated = bool(flow["previous_studies"] or flow["previous_reports"])
    other = bool(flow["other_raw"] or flow["other_reassessed"])
    return next(t for t in TEMPLATES.values() if (t.updated, t.other) == (updated, other))
