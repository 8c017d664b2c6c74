"""Archives of several exports: unpacked in memory, within limits, and never onto the disk."""

import io
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from screening.formats._format import Problem
from screening.formats._limits import Limits, too_large
from screening.records.messages import Message, gettext_noop

_STEP = 1 << 20
_GZIP = b"\x1f\x8b"
_BOMB_RATIO = 150
_BOMB_SIZE = 20 << 20
_BOMB = gettext_noop(
    "%(name)s unpacks to far more than its own size and is refused. Upload the exports themselves."
)
_DAMAGED = gettext_noop(
    "%(name)s is a damaged archive (%(reason)s). Pack it again, or upload the exports themselves."
)
_JUNK = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
#: What the first member of a zip is called that is a spreadsheet, a text or a book, and not meant
#: as an archive.
_DOCUMENT_PARTS = (
    b"[Content_Types].xml",
    b"_rels/.rels",
    b"docProps/",
    b"xl/",
    b"word/",
    b"ppt/",
    b"content.opf",
)


@dataclass(frozen=True, slots=True)
class Packed:
    """One file out of an archive; `name` is the last part of its path, for people only."""

    name: str
    data: bytes


class ArchiveRefused(Exception):
    """The whole archive cannot be taken; `message` says why."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


def is_archive(head: bytes) -> bool:
    """Whether the bytes begin a zip or gz archive (a spreadsheet is a zip file too,
    but not meant here).
    """
    if head.startswith(_GZIP):
        return True
    if not head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return False
    # Only the first member's name: an archive may hold a spreadsheet whose own parts lie in sight.
    first = head[30 : 30 + int.from_bytes(head[26:28], "little")]
    return first != b"mimetype" and not first.startswith(_DOCUMENT_PARTS)


def unpack(
    data: bytes, name: str, limits: Limits | None = None, *, only: str = ""
) -> Iterator[Packed | Problem]:
    """The files of an archive one after the other;
    a member that cannot be taken is a rejected problem.

    Raises ArchiveRefused for bombs, too many files, overlapping members and damaged archives.
    Nothing in a member's path, link or name is obeyed. `only` takes the members of one folder.
    """
    limits = limits or Limits()
    if data.startswith(_GZIP):
        yield Packed(name.removesuffix(".gz"), _gunzip(data, name, limits))
        return
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise ArchiveRefused(Message(_DAMAGED, {"name": name, "reason": str(error)})) from error
    with archive:
        members = [
            info for info in archive.infolist() if not info.is_dir() and not _is_junk(info.filename)
        ]
        members = [info for info in members if info.filename.startswith(only)]
        _check(members, len(data), name, limits)
        total = 0
        for info in members:
            packed = _take(archive, info, name, limits.unpacked_bytes - total)
            if isinstance(packed, Packed):
                total += len(packed.data)
            yield packed


def _is_junk(path: str) -> bool:
    return any(part in path for part in _JUNK)


def _check(members: list[zipfile.ZipInfo], size: int, name: str, limits: Limits) -> None:
    if not members:
        raise ArchiveRefused(
            Message(gettext_noop("%(name)s is an archive without any file."), {"name": name})
        )
    if len(members) > limits.files:
        text = gettext_noop(
            "%(name)s holds %(count)s files, more than the limit of %(limit)s. Upload it in parts."
        )
        raise ArchiveRefused(
            Message(text, {"name": name, "count": len(members), "limit": limits.files})
        )
    unpacked = sum(info.file_size for info in members)
    if unpacked > limits.unpacked_bytes:
        raise ArchiveRefused(too_large(name, unpacked, limits.unpacked_bytes))
    if unpacked > _BOMB_SIZE and unpacked > _BOMB_RATIO * size:
        raise ArchiveRefused(Message(_BOMB, {"name": name}))
    end = 0
    for info in sorted(members, key=lambda info: info.header_offset):
        if info.header_offset < end:
            raise ArchiveRefused(Message(_DAMAGED, {"name": name, "reason": "overlapping members"}))
        end = info.header_offset + 30 + info.compress_size


def _take(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, room: int
) -> Packed | Problem:
    path = _spoken(info)
    inner = path.replace("\\", "/").rsplit("/", 1)[-1] or path
    values = {"name": name, "member": inner}
    if stat.S_ISLNK(info.external_attr >> 16):
        return _refused(
            gettext_noop("%(member)s in %(name)s is a link to another file and was not followed."),
            values,
        )
    if info.flag_bits & 1:
        return _refused(
            gettext_noop("%(member)s in %(name)s is protected by a password. Unpack it first."),
            values,
        )
    try:
        with archive.open(info) as member:
            data = member.read(min(info.file_size, room) + 1)
    except (
        zipfile.BadZipFile,
        zlib.error,
        OSError,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
    ) as error:
        text = gettext_noop(
            "%(member)s in %(name)s is damaged (%(reason)s). Pack it again, or upload it alone."
        )
        return _refused(text, {**values, "reason": str(error)})
    if len(data) > info.file_size:
        raise ArchiveRefused(Message(_BOMB, {"name": name}))
    if is_archive(data[:4096]):
        return _refused(
            gettext_noop(
                "%(member)s in %(name)s is itself an archive. Unpack it and upload its files."
            ),
            values,
        )
    return Packed(inner, data)


def _spoken(info: zipfile.ZipInfo) -> str:
    """The path as it was meant: without the mark for UTF-8 it may yet be that,
    or the GB 18030 of a Chinese Windows.
    """
    if info.flag_bits & 0x800 or info.filename.isascii():
        return info.filename
    for encoding in ("utf-8", "gb18030"):
        with suppress(UnicodeError):
            return info.filename.encode("cp437").decode(encoding)
    return info.filename


def _refused(text: str, values: dict[str, str]) -> Problem:
    return Problem(Message(text, values), rejected=True)


def _gunzip(data: bytes, name: str, limits: Limits) -> bytes:
    decompressor = zlib.decompressobj(wbits=31)
    parts: list[bytes] = []
    total = 0
    rest = data
    try:
        while rest:
            if decompressor.eof:
                # Archives written one behind the other are one file; padding behind the last is
                # none.
                if not rest.startswith(_GZIP):
                    break
                decompressor = zlib.decompressobj(wbits=31)
            part = decompressor.decompress(rest, _STEP)
            rest = decompressor.unused_data if decompressor.eof else decompressor.unconsumed_tail
            total += len(part)
            if total > limits.unpacked_bytes or (
                total > _BOMB_SIZE and total > _BOMB_RATIO * len(data)
            ):
                raise ArchiveRefused(Message(_BOMB, {"name": name}))
            parts.append(part)
            if not part and not rest:
                break
    except zlib.error as error:
        raise ArchiveRefused(Message(_DAMAGED, {"name": name, "reason": str(error)})) from error
    if not decompressor.eof:
        raise ArchiveRefused(Message(_DAMAGED, {"name": name, "reason": "it ends too early"}))
    return b"".join(parts)
