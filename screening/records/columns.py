"""A record as the database keeps it: its fields as plain values, and what is derived from them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from operator import attrgetter
from typing import Any

from screening.records.record import TYPES, Record, ToolDecision
from screening.records.sorting import name_key, sort_key
from screening.records.text import fold, guess_language, word_tokens

#: Fields of a record whose column has another name.
RENAMED = {"place": "published_at_place", "decisions": "tool_decisions"}
LISTS = (
    "authors",
    "authors_translated",
    "editors",
    "translators",
    "issn",
    "identifiers",
    "keywords",
    "keywords_translated",
    "notices",
)
#: What parts several ISBNs in their column, which is a text.
BETWEEN = "; "
#: Fields that are kept in a table of their own.
APART = ("raw", "line")
#: Fields of a record as tables have them, in order; what is new comes last.
FIELDS = (
    "title",
    "title_translated",
    "authors",
    "authors_translated",
    "year",
    "date",
    "journal",
    "journal_translated",
    "volume",
    "issue",
    "pages",
    "doi",
    "pmid",
    "issn",
    "isbn",
    "identifiers",
    "language",
    "abstract",
    "abstract_translated",
    "keywords",
    "keywords_translated",
    "type",
    "publisher",
    "place",
    "url",
    "source_database",
    "notices",
    "notes",
    "decisions",
    "authors_incomplete",
    "editors",
    "translators",
    "edition",
    "accessed",
)
#: Columns that follow from the others, to sort by.
DERIVED = ("title_sort", "author_sort")
#: The columns `to_columns` gives, in order.
COLUMNS = (*(RENAMED.get(name, name) for name in FIELDS), *DERIVED)
SEARCHED = (
    "title",
    "title_translated",
    "abstract",
    "abstract_translated",
    "journal",
    "journal_translated",
    "doi",
    "pmid",
)
LONGEST_TOKEN = 200


def to_columns(record: Record) -> dict[str, Any]:
    """Every column of `COLUMNS` for this record. The language is guessed where none is named.

    What the database cannot hold is put where it fits, never dropped: a DOI of more than 300
    characters goes to the identifiers.
    """
    row: dict[str, Any] = dict(zip(_NAMES, _values(record), strict=True))
    for name in LISTS:
        row[name] = list(row[name])
    row["identifiers"] = [list(pair) for pair in record.identifiers]
    row["isbn"] = BETWEEN.join(record.isbn)
    if len(record.doi) > 300:
        row["doi"], row["identifiers"] = "", [*row["identifiers"], ["doi", record.doi]]
    if len(record.pmid) > 10:
        row["pmid"], row["identifiers"] = "", [*row["identifiers"], ["pmid", record.pmid]]
    row["year"] = record.year if record.year is not None and 0 < record.year < 10_000 else None
    row["type"] = record.type if record.type in TYPES else "other"
    row["language"] = record.language[:10] or guess_language(record.title, record.abstract)
    row["tool_decisions"] = [asdict(decision) for decision in record.decisions]
    return row | sorting(
        record.title, record.title_translated, record.authors, record.authors_translated
    )


def sorting(
    title: str, title_translated: str, authors: Sequence[str], authors_translated: Sequence[str]
) -> dict[str, str]:
    """What a record is sorted by: its title, and its first author; "" for what it does not name."""
    first = next(iter(authors or authors_translated), "")
    return {"title_sort": sort_key(title or title_translated), "author_sort": name_key(first)}


def from_columns(row: Mapping[str, Any], *, raw: str = "", line: int = 0) -> Record:
    """The record of such a row; `raw` and `line` are kept elsewhere."""
    values = {_BACK.get(name, name): row[name] for name in COLUMNS if name not in DERIVED}
    for name in LISTS:
        values[name] = tuple(values[name])
    values["identifiers"] = tuple(
        (str(scheme), str(value)) for scheme, value in values["identifiers"]
    )
    values["isbn"] = tuple(part for part in values["isbn"].split(BETWEEN) if part)
    values["decisions"] = tuple(
        ToolDecision(d["tool"], d["by"], d["verdict"], tuple(d["reasons"]), tuple(d["labels"]))
        for d in values["decisions"]
    )
    return Record(**values, raw=raw, line=line)


def search_words(row: Mapping[str, Any]) -> str:
    """The distinct tokens under which this row is found, with blanks between them."""
    texts = [row[name] for name in SEARCHED]
    texts += [
        *row["authors"],
        *row["authors_translated"],
        *row["keywords"],
        *row["keywords_translated"],
    ]
    # An import does this for every record: two texts are folded, not twenty, and each word is cut
    # once. No tag that fold takes out can reach across the mark between two texts.
    plain = " < ".join(text for text in texts if text.isascii())
    other = " < ".join(text for text in texts if not text.isascii())
    tokens: dict[str, None] = {}
    for word in dict.fromkeys((*fold(other).split(), *fold(plain).split())):
        if word.isascii():
            tokens[word] = None
        else:
            tokens.update(dict.fromkeys(word_tokens(word)))
    return " ".join(token[:LONGEST_TOKEN] for token in tokens)


_BACK = {column: name for name, column in RENAMED.items()}
_NAMES = tuple(column for column in COLUMNS if column not in DERIVED)
_values = attrgetter(*(_BACK.get(column, column) for column in _NAMES))
