"""XML whose records are flat lists of named values: trial registries and Chinese databases."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from screening.formats import _xml
from screening.formats._draft import Draft
from screening.formats._format import Problem, Source
from screening.records.record import Record

_NOTHING: frozenset[str] = frozenset()
#: Field of a draft -> paths that may hold it, best first; a path is relative to the record element.
Names = Mapping[str, Sequence[str]]


def read(
    source: Source, tags: Sequence[str], draft_of: Callable[[_xml.Node], Draft]
) -> Iterator[Record | Problem]:
    """Records and problems in file order, each record element turned into a draft by `draft_of`."""
    for entry in _xml.entries(source, *tags):
        if isinstance(entry, Problem):
            yield entry
            continue
        draft = draft_of(entry.node)
        draft.raw, draft.line = entry.raw, entry.line
        record = draft.record()
        yield record
        source.leftovers.judge(_xml.left(entry.node, _NOTHING, record), entry.line)


def values(node: _xml.Node, names: Names) -> dict[str, str]:
    """The first text found for each field."""
    return {field: _xml.first(node, *paths) for field, paths in names.items()}


def by_name(node: _xml.Node) -> dict[str, str]:
    """The text of every child by its name in lower case, the first one with any text."""
    found: dict[str, str] = {}
    for child in node:
        if isinstance(child.tag, str):
            text = _xml.inner(child).strip()
            if text:
                found.setdefault(child.tag.casefold(), text)
    return found
