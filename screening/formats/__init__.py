"""Every file format: reading what reviewers bring, writing what they take away.

`parse` reads a whole file, `stream` a large one piece by piece, `parse_entry` one entry that a
person has mended, `unpack` the files of an archive; `describe_table` shows a table before it is
read; `FORMATS` is the registry.
"""

from screening.formats._archive import ArchiveRefused, Packed, is_archive, unpack
from screening.formats._decoding import ENCODINGS, decode
from screening.formats._description import TABLE_FIELDS, describe_table
from screening.formats._format import Format, Problem, Source
from screening.formats._leftovers import Leftovers
from screening.formats._limits import Limits
from screening.formats._reading import Parsed, Stream, parse, parse_entry, stream
from screening.formats._registry import FORMATS
from screening.formats._sample import MOST as SAMPLE_SIZE
from screening.formats._sample import of_bytes as sample_of
from screening.formats._tables import Description

__all__ = [
    "ENCODINGS",
    "FORMATS",
    "SAMPLE_SIZE",
    "TABLE_FIELDS",
    "ArchiveRefused",
    "Description",
    "Format",
    "Leftovers",
    "Limits",
    "Packed",
    "Parsed",
    "Problem",
    "Source",
    "Stream",
    "decode",
    "describe_table",
    "is_archive",
    "parse",
    "parse_entry",
    "sample_of",
    "stream",
    "unpack",
]
