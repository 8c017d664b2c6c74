"""Reading a file from bytes to records: what it is, its encoding, its entries,
and where every entry went.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from screening.formats import _asreview_project as asreview
from screening.formats import _detection as detection
from screening.formats import _encoding_guess as guessing
from screening.formats._archive import ArchiveRefused, Packed, is_archive, unpack
from screening.formats._decoding import Decoder, raw_text, text_encoding
from screening.formats._embedded_formats import Strangers
from screening.formats._encoding_chain import found_in
from screening.formats._format import Format, Problem, Source
from screening.formats._input import TooLong, head_of, open_blocks, portions
from screening.formats._leftovers import Leftovers
from screening.formats._limits import Limits, Watch, too_large
from screening.formats._reader_items import counted, guarded, in_file, moved, tell
from screening.formats._registry import FORMATS
from screening.formats._tagged import Tagged
from screening.formats._warnings import Tally, doubts
from screening.records.messages import Message, gettext_noop
from screening.records.record import Record
from screening.records.registry import RegistryError, pick

_NO_OPTIONS: Mapping[str, object] = {}


@dataclass(slots=True)
class Parsed:
    """A file read as a whole; found = len(records) + the rejected among the problems.

    `format` is a key of FORMATS ("zip" or "gz" for an archive), `encoding` "" for a format that is
    no text. `error` tells why nothing, or not all, could be read; None when all went well.
    """

    format: str
    encoding: str
    found: int
    records: list[Record]
    problems: list[Problem]
    error: Message | None
    leftovers: Leftovers = field(default_factory=Leftovers)

    @property
    def unused(self) -> dict[str, int]:
        """Tags or columns that were not taken over, and in how many records."""
        return {name: each.records for name, each in self.leftovers.found.items()}


@dataclass(slots=True)
class Stream:
    """A file being read: iterate once for its records and problems, in file order,
    with bounded memory.

    `format`, `encoding` and, where the file was refused, `error` are known from the start;
    `records`, `rejected`, `found` and a late `error` when the iteration is over.
    """

    name: str
    format: str = ""
    encoding: str = ""
    error: Message | None = None
    records: int = 0
    rejected: int = 0
    leftovers: Leftovers = field(default_factory=Leftovers)
    #: Where the encoding is uncertain: some encodings and what the beginning of the text says in
    #: each.
    readings: list[tuple[str, str]] = field(default_factory=list)
    items: Iterator[Record | Problem] = field(default_factory=lambda: iter(()))

    @property
    def unused(self) -> dict[str, int]:
        """Tags or columns that were not taken over, and in how many records;
        whole when the iteration is over.
        """
        return {name: each.records for name, each in self.leftovers.found.items()}

    @property
    def found(self) -> int:
        """Entries found so far: records and rejected ones."""
        return self.records + self.rejected

    def __iter__(self) -> Iterator[Record | Problem]:
        first: Message | None = None
        for item in self.items:
            if isinstance(item, Record):
                self.records += 1
            else:
                self.rejected += item.rejected
                first = first or item.message
            yield item
        if not self.records and self.error is None:
            text = gettext_noop("%(name)s looks like %(format)s, but there is no entry in it.")
            label = FORMATS[self.format].label if self.format in FORMATS else self.format
            self.error = first or Message(text, {"name": self.name, "format": label})


def parse(
    data: bytes | Path,
    *,
    name: str = "",
    format_key: str | None = None,
    encoding: str | None = None,
    options: Mapping[str, object] | None = None,
    limits: Limits | None = None,
) -> Parsed:
    """Everything in a file. `format_key` and `encoding` override what would be found;
    never raises on what it reads.
    """
    reading = stream(
        data, name=name, format_key=format_key, encoding=encoding, options=options, limits=limits
    )
    records: list[Record] = []
    problems: list[Problem] = []
    for item in reading:
        if isinstance(item, Record):
            records.append(item)
        else:
            problems.append(item)
    return Parsed(
        reading.format,
        reading.encoding,
        reading.found,
        records,
        problems,
        reading.error,
        reading.leftovers,
    )


def stream(
    data: bytes | Path,
    *,
    name: str = "",
    format_key: str | None = None,
    encoding: str | None = None,
    options: Mapping[str, object] | None = None,
    limits: Limits | None = None,
) -> Stream:
    """The same piece by piece: a `Stream`. A path is read from the disk in blocks and never held as
    a whole.
    """
    if not name:
        name = data.name if isinstance(data, Path) else "?"
    return _Opening(
        data, name, format_key, encoding, options or _NO_OPTIONS, limits or Limits()
    ).open()


def parse_entry(
    raw: str, format_key: str, *, line: int = 0, options: Mapping[str, object] | None = None
) -> list[Record | Problem]:
    """One entry, perhaps mended by a person, read again: its record (or records) and problems.

    Raises RegistryError for an unknown format.
    """
    chosen: Format = pick(FORMATS, format_key, "format")
    source = Source(
        raw.encode("utf-8", "replace"),
        raw.replace("\r\n", "\n") + "\n",
        options=dict(options or {}),
    )
    items = list(guarded(chosen, source))
    return [moved(item, line - 1) for item in items] if line > 1 else items


@dataclass(slots=True)
class _Opening:
    """The steps from bytes to a stream."""

    data: bytes | Path
    name: str
    format_key: str | None
    encoding: str | None
    options: Mapping[str, object]
    limits: Limits

    def open(self) -> Stream:
        blocks, size = open_blocks(self.data)
        result = Stream(self.name)
        head = head_of(blocks, detection.HEAD)
        if size > self.limits.bytes:
            result.error = too_large(self.name, size, self.limits.bytes)
            return result
        if is_archive(head):
            result.format = "gz" if head.startswith(b"\x1f\x8b") else "zip"
            result.items = self._members(result)
            return result
        result.error = detection.refusal(head, self.name)
        if result.error is None:
            try:
                self._choose(result, head)
            except (RegistryError, LookupError) as error:
                text = gettext_noop("%(name)s cannot be read as asked: %(reason)s.")
                result.error = Message(text, {"name": self.name, "reason": str(error)})
        return result

    def _choose(self, result: Stream, head: bytes) -> None:
        """Finds format and encoding, or the error; sets the items to be read."""
        chosen: Format | None = (
            pick(FORMATS, self.format_key, "format") if self.format_key else None
        )
        if chosen is None:
            chosen = detection.best(FORMATS, head.decode("latin-1"), binary=True)
        if chosen is None or not chosen.binary:
            blocks, _ = open_blocks(self.data)
            if self.encoding:
                result.encoding = text_encoding(self.encoding)
            else:
                found = found_in(blocks)
                result.encoding = found.encoding
                result.readings = [] if found.sure else guessing.candidates(guessing.telling(head))
            text = "".join(Decoder(result.encoding).pieces(lambda: iter((head,))))[: detection.HEAD]
            if detection.is_binary(raw_text(head, result.encoding)):
                result.error = detection.unreadable(self.name)
            elif chosen is None:
                chosen = detection.best(FORMATS, text, binary=False) or detection.as_table(
                    FORMATS, text, self.name
                )
                result.error = None if chosen else self._unknown(text)
        if chosen is not None and result.error is None:
            result.format = chosen.key
            result.items = self._read(result, chosen)

    def _unknown(self, text: str) -> Message:
        return detection.elsewhere(text, self.name) or detection.unknown(text, self.name)

    def _members(self, result: Stream) -> Iterator[Record | Problem]:
        """Everything in the files of an archive; problems name their file."""
        data = self.data if isinstance(self.data, bytes) else self.data.read_bytes()
        if asreview.is_project(data):
            result.format = asreview.KEY
            yield from asreview.records(data, self._rows_of_project(data, result), self.limits)
            return
        watch = Watch(self.limits)
        count = 0
        try:
            for packed in unpack(data, self.name, self.limits):
                if not isinstance(packed, Packed):
                    yield packed
                    continue
                inner = replace_data(self, packed)
                for item in inner:
                    count += 1
                    yield item if isinstance(item, Record) else in_file(item, packed.name)
                result.leftovers.merge(inner.leftovers)
                if inner.error is not None:
                    yield Problem(inner.error, rejected=not inner.found)
                result.error = watch.excess(count)
                if result.error:
                    return
        except ArchiveRefused as refused:
            result.error = refused.message

    def _rows_of_project(
        self, data: bytes, result: Stream
    ) -> Iterator[tuple[int, Record | Problem]]:
        """The data set of an ASReview project, its records counted from 0 as the project counts
        them.
        """
        number = 0
        try:
            for packed in unpack(data, self.name, self.limits, only="data/"):
                inner = replace_data(self, packed) if isinstance(packed, Packed) else [packed]
                for item in inner:
                    yield number, item
                    number += isinstance(item, Record)
                if isinstance(inner, Stream):
                    result.leftovers.merge(inner.leftovers)
        except ArchiveRefused as refused:
            result.error = refused.message

    def _read(self, result: Stream, chosen: Format) -> Iterator[Record | Problem]:
        """The items of the file with the checks that hold for every format."""
        tally = Tally()
        told: dict[str, Problem] = {}
        watch = Watch(self.limits)
        decoder = Decoder(result.encoding)
        strangers = Strangers(chosen)
        try:
            for source, lines in self._sources(chosen, decoder, result.leftovers):
                tell(told, *strangers.problems(source, lines))
                tally.counted += counted(chosen, source)
                for item in guarded(chosen, source):
                    if lines:
                        item = moved(item, lines)
                    if isinstance(item, Record):
                        yield item
                        tally.add(item)
                        tell(told, *doubts(item))
                    elif item.rejected:
                        yield item
                        tally.rejected += 1
                    else:
                        tell(told, item)
                    if not tally.records & 255 or tally.records > self.limits.records:
                        result.error = watch.excess(tally.records)
                        if result.error:
                            yield from told.values()
                            return
        except TooLong:
            result.error = too_large(self.name, open_blocks(self.data)[1], self.limits.whole_bytes)
            return
        yield from told.values()
        if result.readings:
            text = gettext_noop(
                "The encoding of this text is uncertain; it was read as %(encoding)s. Check the names "
                "and titles, and choose another encoding if characters are wrong."
            )
            yield Problem(Message(text, {"encoding": result.encoding}))
        yield from decoder.problems()
        yield from tally.problems()

    def _sources(
        self, chosen: Format, decoder: Decoder, leftovers: Leftovers
    ) -> Iterator[tuple[Source, int]]:
        """The file in the portions its format can be read in,
        each with the number of lines before it.
        """
        blocks, size = open_blocks(self.data)
        options = dict(self.options)
        if isinstance(chosen, Tagged):
            for text, lines in portions(
                decoder.pieces(blocks), chosen.seam, self.limits.whole_bytes
            ):
                yield Source(b"", text, self.name, options, leftovers), lines
            return
        if size > self.limits.whole_bytes:
            raise TooLong
        data = self.data if isinstance(self.data, bytes) else self.data.read_bytes()
        text = "" if chosen.binary else "".join(decoder.pieces(blocks))
        yield Source(data, text, self.name, options, leftovers), 0


def replace_data(opening: _Opening, packed: Packed) -> Stream:
    """The stream of a file out of an archive, with the archive's limits."""
    return replace(opening, data=packed.data, name=packed.name).open()
