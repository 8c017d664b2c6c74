"""The diagram in sentences, in reading order: for screen readers,
and as the description of the picture.
"""

from screening.flow.content import Block, Content, Item
from screening.flow.labels import LabelSet

#: The blocks in the order in which they are read.
ORDER = (
    "previous",
    "identified",
    "removed",
    "screened",
    "screened_out",
    "sought",
    "not_retrieved",
    "assessed",
    "excluded",
    "identified_other",
    "sought_other",
    "not_retrieved_other",
    "assessed_other",
    "excluded_other",
    "included",
    "total",
)


def sentences(content: Content) -> list[str]:
    """One sentence a block, such as "Records identified from databases: CNKI (n equals 1,204)."."""
    labels = content.labels
    found = []
    if content.draft:
        found.append(
            labels["draft_note"]
            + labels.colon
            + _list(content.draft, labels)
            + labels.list_stop.strip()
        )
    for name in ORDER:
        if name in content.blocks:
            if name == "identified_other":
                found.append(_header(content))
            found.append(_sentence(content.blocks[name], labels))
    return found


def _header(content: Content) -> str:
    key = "header_other_updated" if content.template.updated else "header_other"
    return content.labels[key] + content.labels.list_stop.strip()


def _sentence(block: Block, labels: LabelSet) -> str:
    head = ""
    items = list(block)
    if items[0].number is None:
        head = _plain(items.pop(0).label).rstrip(":：") + labels.colon
    return head + _list(tuple(items), labels) + labels.list_stop.strip()


def _list(items: Block, labels: LabelSet) -> str:
    return labels.list_comma.join(_spoken(item, labels) for item in items)


def _spoken(item: Item, labels: LabelSet) -> str:
    number = labels["spoken_count"].format(labels.number(item.number or 0))
    return f"{_plain(item.label)} {number}"


def _plain(label: str) -> str:
    return label.replace("*", "")
