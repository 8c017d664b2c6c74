"""Opening an archive that anybody may have made: what is in it, whether it is whole,
and limits on what it may hold.
"""

import hashlib
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from django.conf import settings

from screening.actions.archive.archive_export import FORMAT, PIECE
from screening.actions.archive.archive_tables import TABLES

MOST_PARTS = 200_000
MOST_MANIFEST = 64 << 20
#: Bytes of one row; a published version of a million records has some thirty.
MOST_LINE = 256 << 20
#: How many times its packed size a part may have when it is larger than PIECE: more is no text, but
#: a bomb.
MOST_SWELL = 200
_TABLES = {"Review", "User", *(table.name for table in TABLES)}
_TABLE = re.compile(r"tables/(\w+)\.jsonl")
_FILE = re.compile(r"files(/[^/\\\0]+)+")


class ArchiveRefused(Exception):
    """A file that cannot be loaded. `code`: format (no archive, or of another kind), paths (a part
    has a name that it may not have), size (more than the limits), hash (a part is not what was
    written), content (a row is not what it should be), counts (the numbers differ after loading).
    `part` names the part.
    """

    def __init__(self, code: str, part: str = "") -> None:
        super().__init__(f"{code} {part}".strip())
        self.code, self.part = code, part


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive whose every part is what its manifest says."""

    file: zipfile.ZipFile
    manifest: dict[str, Any]

    @property
    def rows(self) -> int:
        """How many rows all its tables have."""
        return sum(self.manifest["rows"].values())

    def lines(self, name: str) -> Iterator[dict[str, Any]]:
        """The rows of a table; none for a table that a program before this one did not know."""
        path = f"tables/{name}.jsonl"
        if path not in self.manifest["hashes"]:
            return
        with self.file.open(path) as part:
            # A line without end would be read into memory whole.
            while line := part.readline(MOST_LINE + 1):
                if len(line) > MOST_LINE:
                    raise ArchiveRefused("size", path)
                # As they were written: halves of characters that a damaged import left in a text.
                row = json.loads(line.decode("utf-8", "surrogatepass"))
                if not isinstance(row, dict):
                    raise ArchiveRefused("content", path)
                yield row


def open_archive(source: IO[bytes]) -> Archive:
    """The archive, after every limit, name and hash was checked. Raises ArchiveRefused."""
    try:
        file = zipfile.ZipFile(source)
        if file.getinfo("manifest.json").file_size > MOST_MANIFEST:
            raise ArchiveRefused("size", "manifest.json")
        manifest = json.loads(file.read("manifest.json"))
    except (
        zipfile.BadZipFile,
        zlib.error,
        KeyError,
        ValueError,
        OSError,
        EOFError,
        NotImplementedError,
        RuntimeError,
    ):
        raise ArchiveRefused("format") from None
    if not _is_manifest(manifest):
        raise ArchiveRefused("format")
    _check_names(file, manifest["hashes"])
    _check_hashes(file, manifest["hashes"])
    return Archive(file, manifest)


def _is_manifest(manifest: Any) -> bool:
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        return False
    parts = [manifest.get(name) for name in ("hashes", "rows", "flow", "head")]
    rows = manifest.get("rows")
    return all(isinstance(part, dict) for part in parts) and all(
        type(n) is int and n >= 0 for n in rows.values()
    )


def _check_names(file: zipfile.ZipFile, hashes: dict[str, Any]) -> None:
    """Every part is one that the manifest names, at a path where nothing else can be meant."""
    infos = file.infolist()
    if len(infos) > MOST_PARTS:
        raise ArchiveRefused("size", str(len(infos)))
    names = [info.filename for info in infos]
    # Of two parts with one name, checking and reading could take different ones.
    if len(set(names)) < len(names) or set(names) != {"manifest.json", *hashes}:
        odd = set(names) ^ {"manifest.json", *hashes}
        raise ArchiveRefused("paths", min(odd, default=""))
    for info in infos:
        table = _TABLE.fullmatch(info.filename)
        known = table[1] in _TABLES if table else info.filename == "manifest.json"
        stored = _FILE.fullmatch(info.filename) and not {".", ".."} & set(info.filename.split("/"))
        if not (known or stored) or len(info.filename) > 300:
            raise ArchiveRefused("paths", info.filename[:300])
        # What swells so much holds nothing but one letter: a bomb, not a table.
        if info.file_size > PIECE and info.file_size > info.compress_size * MOST_SWELL:
            raise ArchiveRefused("size", info.filename)
    if sum(info.file_size for info in infos) > settings.ARCHIVE_LIMIT:
        raise ArchiveRefused("size")


def _check_hashes(file: zipfile.ZipFile, hashes: dict[str, Any]) -> None:
    for path, expected in hashes.items():
        digest = hashlib.sha256()
        try:
            with file.open(path) as part:
                # What the header says of the size is a limit: zipfile reads no further.
                while piece := part.read(PIECE):
                    digest.update(piece)
        except (
            KeyError,
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            NotImplementedError,
            RuntimeError,
        ):
            raise ArchiveRefused("hash", path) from None
        if digest.hexdigest() != expected:
            raise ArchiveRefused("hash", path)
