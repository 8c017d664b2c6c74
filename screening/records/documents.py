"""What kind of document a file is, told from its first bytes and its name."""

from pathlib import PurePath

PDF = "application/pdf"
BINARY = "application/octet-stream"
HEAD = 1024
_CAJ_HEADS = (b"CAJ", b"HN\x00", b"HN", b"KDH", b"\xc8\x00\x00\x00", b"NH")
_KEPT = {
    ".caj",
    ".kdh",
    ".nh",
    ".caa",
    ".teb",
    ".doc",
    ".docx",
    ".wps",
    ".odt",
    ".rtf",
    ".txt",
    ".epub",
    ".djvu",
    ".ps",
    ".html",
    ".htm",
    ".xml",
    ".zip",
    ".png",
    ".jpg",
    ".jpeg",
    ".tif",
    ".tiff",
}


def content_type(head: bytes, name: str) -> str:
    """PDF for a file that shows itself in the browser, BINARY for one that is only kept,
    "" for one not taken.

    `head` is the first HEAD bytes. A file named .pdf must be one; a PDF under another name is one
    too. Chinese theses come as CAJ, KDH or NH files.
    """
    suffix = PurePath(name).suffix.lower()
    if b"%PDF-" in head[:HEAD]:
        return PDF
    if suffix == ".pdf" or not head:
        return ""
    return BINARY if suffix in _KEPT or head.startswith(_CAJ_HEADS) else ""


def safe_suffix(name: str) -> str:
    """The ending for the stored file, of plain letters and digits only;
    "" where the name has no such ending.
    """
    suffix = PurePath(name).suffix.lower()
    return suffix if suffix[1:].isascii() and suffix[1:].isalnum() and len(suffix) <= 6 else ""


def shown_name(name: str) -> str:
    """The name as given, without folders and control characters,
    at most 200 characters with its ending.
    """
    plain = (
        "".join(
            char for char in name.replace("\\", "/").rsplit("/", 1)[-1] if char.isprintable()
        ).strip()
        or "file"
    )
    suffix = PurePath(plain).suffix
    return plain if len(plain) <= 200 else plain[: 200 - len(suffix)] + suffix
