"""What stands in each block of the diagram: labels and numbers, the same for picture,
table and spoken text.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from screening.flow.boxes import PREFIX
from screening.flow.counts import Flow
from screening.flow.labels import LabelSet
from screening.flow.templates import Choices, Template


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a block: a label, and a number unless it is a heading.

    `key` is the data key of the number and `detail` the source or reason it is narrowed to. `level`
    1 and 2 are indented. `label_key` names the editable label, "" where the text is a source or a
    reason.
    """

    label: str
    number: int | None = None
    key: str = ""
    detail: str = ""
    level: int = 0
    label_key: str = ""


Block = tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """The blocks of a diagram by name; a block that a template lacks is not there.

    Names: previous, identified, removed, screened, screened_out, sought, not_retrieved, assessed,
    excluded, the same from `identified` on with "_other", included, total. `notes` are printed
    below; `draft` lists what still waits.
    """

    template: Template
    labels: LabelSet
    blocks: Mapping[str, Block]
    draft: Block
    notes: tuple[str, ...]


def compose(
    flow: Flow, template: Template, labels: LabelSet, choices: Choices | None = None
) -> Content:
    """The words and numbers of a diagram, ready to be laid out in any form."""
    writer = _Writer(flow, template, labels, choices or Choices())
    blocks = {
        "identified": writer.identified(),
        "removed": writer.removed(),
        "screened": (writer.line("records_screened"),),
        "screened_out": writer.screened_out(),
        **writer.column("dbr", ""),
        "included": writer.included(),
    }
    if template.updated:
        blocks["previous"] = writer.previous()
        blocks["total"] = writer.total()
    if template.other:
        blocks["identified_other"] = writer.identified_other()
        blocks.update(writer.column("oth", "_other"))
    return Content(template, labels, blocks, writer.draft(), writer.notes())


@dataclass(frozen=True, slots=True)
class _Writer:
    flow: Flow
    template: Template
    labels: LabelSet
    choices: Choices

    def line(self, key: str, label: str = "", level: int = 0) -> Item:
        return Item(self.labels[label or key], self.flow[key], key, "", level, label or key)

    def head(self, label: str) -> Item:
        return Item(self.labels[label], label_key=label)

    def shown(self, *keys: str) -> list[str]:
        """Of these keys those whose line is printed: the first always,
        the others unless empty and not wanted.
        """
        return [k for i, k in enumerate(keys) if i == 0 or self.choices.empty_lines or self.flow[k]]

    def identified(self) -> Block:
        items = [self.head("identified")]
        for key, kind in (("database_results", "database"), ("register_results", "register")):
            if key in self.shown("database_results", "register_results"):
                items.append(self.line(key, level=1))
                items.extend(self._sources(self.flow.sources, kind, key))
        return tuple(items)

    def _sources(self, sources: Mapping[str, int], kind: str, key: str) -> list[Item]:
        if not self.choices.sources:
            return []
        of_kind = {
            name: number for name, number in sources.items() if self.flow.kinds.get(name) == kind
        }
        return [Item(name, number, key, name, 2) for name, number in of_kind.items()]

    def removed(self) -> Block:
        items = [self.head("removed")]
        items += [
            self.line(k, level=1)
            for k in self.shown("duplicates", "excluded_automatic", "excluded_other")
        ]
        return tuple(items)

    def screened_out(self) -> Block:
        items = [self.line("records_excluded")]
        if self.choices.split_automation and self.flow["records_excluded_automation"]:
            items += [
                self.line(f"records_excluded_{who}", level=1) for who in ("human", "automation")
            ]
        return tuple(items)

    def column(self, lane: str, suffix: str) -> dict[str, Block]:
        prefix = PREFIX[lane]
        return {
            f"sought{suffix}": (self.line(f"{prefix}_sought_reports", "sought_reports"),),
            f"not_retrieved{suffix}": (
                self.line(f"{prefix}_notretrieved_reports", "notretrieved_reports"),
            ),
            f"assessed{suffix}": (self.line(f"{prefix}_assessed", "assessed"),),
            f"excluded{suffix}": self._reasons(f"{prefix}_excluded"),
        }

    def _reasons(self, key: str) -> Block:
        found: Mapping[str, int] = getattr(self.flow, key)
        if not found:
            return (Item(self.labels["excluded"].rstrip(":："), 0, key, "", 0, "excluded"),)
        order = [r for r in self.choices.reasons if r in found] + [
            r for r in found if r not in self.choices.reasons
        ]
        lines = [Item(r or self.labels["no_reason"], found[r], key, r, 1) for r in order]
        return (self.head("excluded"), *lines)

    def identified_other(self) -> Block:
        keys = ("website_results", "organisation_results", "citations_results")
        shown = [k for k in keys if self.choices.empty_lines or self.flow[k]]
        shown += [k for k in ("other_results", "other_reassessed") if self.flow[k]]
        items = [self.head("identified_other"), *(self.line(k, level=1) for k in shown)]
        if self.flow["other_pre_excluded"]:
            items.append(self.line("other_pre_excluded", level=1))
        return tuple(items)

    def previous(self) -> Block:
        keys = ["previous_studies"] if self.choices.count_studies else []
        items = [self.line(k) for k in (*keys, "previous_reports")]
        return (*items, *self._since())

    def _since(self) -> Block:
        """What became of previous reports, and of studies where the review counts them."""
        changes = ("removed", "awaiting", "joined")
        units = ("studies", "reports") if self.choices.count_studies else ("reports",)
        shown = [f"previous_{change}_{unit}" for change in changes for unit in units]
        return tuple(self._change(key) for key in shown if self.flow[key])

    def _change(self, key: str) -> Item:
        """Fewer by joining, or more by splitting: the number is never below zero."""
        label = key if self.flow[key] > 0 else key.replace("joined", "split")
        return Item(self.labels[label], abs(self.flow[key]), key, "", 1, label)

    def included(self) -> Block:
        new = "_updated" if self.template.updated else ""
        if not self.choices.count_studies:
            total = self.flow["new_reports"] + self.flow["new_reports_of_previous_studies"]
            return (
                Item(
                    self.labels["included_reports"],
                    total,
                    "included_reports",
                    "",
                    0,
                    "included_reports",
                ),
            )
        items = [
            self.line("new_studies", f"new_studies{new}"),
            self.line("new_reports", f"new_reports{new}"),
        ]
        if self.flow["new_reports_of_previous_studies"]:
            items.append(self.line("new_reports_of_previous_studies"))
        return (*items, *self._meta_analysis())

    def _meta_analysis(self) -> Block:
        if self.template.updated:
            return ()
        return tuple(
            self.line(k) for k in ("total_studies_ma", "total_reports_ma") if k in self.flow.numbers
        )

    def total(self) -> Block:
        if not self.choices.count_studies:
            return (self.line("total_reports", "total_articles"),)
        marked = [k for k in ("total_studies_ma", "total_reports_ma") if k in self.flow.numbers]
        return tuple(self.line(k) for k in ("total_studies", "total_reports", *marked))

    def draft(self) -> Block:
        return tuple(
            Item(
                self.labels["records_awaiting_screening" if "screening" in key else _bare(key)],
                number,
                key,
            )
            for key, number in self.flow.awaiting.items()
            if self.choices.count_studies or key != "previous_awaiting_studies"
        )

    def notes(self) -> tuple[str, ...]:
        keys = ["duplicates_of_previous_version"]
        if self.template.other and self.flow["other_duplicates"]:
            keys = ["other_raw", "other_duplicates", *keys]
        lines = [self.labels.line(self.labels[k], self.flow[k]) for k in keys if self.flow[k]]
        notes = (
            [self.labels["figure_note"] + self.labels.colon + self.labels.list_comma.join(lines)]
            if lines
            else []
        )
        notes = [*self._left_out(), *notes]
        if self.choices.footnotes:
            notes += [self.labels["foot_star"], self.labels["foot_stars"]]
        if self.choices.source_line:
            notes.append(self.labels["foot_source"])
        return tuple(notes)

    def _left_out(self) -> list[str]:
        """What a template without that column leaves out,
        so that nobody takes the figure for the whole.
        """
        found = []
        if not self.template.other and self.flow["other_raw"] + self.flow.numbers.get(
            "other_reassessed", 0
        ):
            counted = (
                ("left_out_other", self.flow["other_raw"] - self.flow["other_duplicates"]),
                ("other_reassessed", self.flow.numbers.get("other_reassessed", 0)),
                ("left_out_included", self.flow["other_included_reports"]),
            )
            lines = [
                self.labels.line(self.labels[key], number) for key, number in counted if number
            ]
            found.append(
                self.labels["left_out"] + self.labels.colon + self.labels.list_comma.join(lines)
            )
        if (
            not self.template.updated
            and self.flow["previous_reports"] + self.flow["previous_studies"]
        ):
            keys = (
                ("previous_studies", "previous_reports")
                if self.choices.count_studies
                else ("previous_reports",)
            )
            lines = [self.labels.line(self.labels[key], self.flow[key]) for key in keys]
            found.append(
                self.labels["left_out"] + self.labels.colon + self.labels.list_comma.join(lines)
            )
        return found


def _bare(key: str) -> str:
    """The key of the label that both columns share."""
    return key.removeprefix("dbr_").removeprefix("other_")
