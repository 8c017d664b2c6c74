"""Page ranges, kept as given: "1106-1111+1117", "A01" and "e0815" are pages like any other."""

from screening.records.text import collapse

_NONE = frozenset(
    {
        "no pagination",
        "(no pagination)",
        "no page",
        "no pages",
        "no pagination specified",
        "no-specified",
        "no",
        "specified",
        "n/a",
        "na",
        "-",
    }
)
_HYPHENS = {0x2010: "-", 0x2011: "-"}


def tidy(text: str) -> str:
    """The pages without stray blanks and separators; "" for "No Pagination Specified" and the like."""
    if not text or text.isdecimal():
        return text
    pages = collapse(text).strip(" ;,，；").translate(_HYPHENS)
    return "" if pages.casefold() in _NONE else pages


def span(first: str, last: str) -> str:
    """First and last page as one range; a first page that is a range already stays as it is."""
    first, last = tidy(first), tidy(last)
    if first and last and first != last and not any(mark in first for mark in "-–~+,，"):
        return last if last.startswith(f"{first}-") else f"{first}-{last}"
    return first or last
