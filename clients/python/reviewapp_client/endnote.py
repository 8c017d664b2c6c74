"""EndNote packages: one zip with an XML of references and their PDFs, out of a review and into one.

EndNote names a file of a reference `internal-pdf://FOLDER/NAME` and keeps it under
`LIBRARY.Data/PDF/FOLDER/NAME`; so do packages written here. When one is read, any file of that
folder and name will do, wherever it lies in the zip.
"""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree
from zipfile import ZIP_DEFLATED, ZipFile

from reviewapp_client.client import Client, Tell, silent
from reviewapp_client.matching import names_of
from reviewapp_client.transport import Problem

INTERNAL = "internal-pdf://"


class PackageRefused(Exception):
    """A zip that is no package; the text says why."""


def write_package(client: Client, review_id: int, path: Path, *, tell: Tell = silent) -> int:
    """Writes the included reports with their PDFs; how many PDFs."""
    root = ElementTree.fromstring(client.get_export(review_id, "included_endnote_xml"))  # noqa: S314 (our own server's)
    nodes = {name: node for node in root.iter("record") for name in _names(node)}
    reports, brought = list(client.each_records(review_id, place=["included"])), 0
    with ZipFile(path, "w", ZIP_DEFLATED) as package:
        for number, report in enumerate(reports, 1):
            node = next(
                (
                    nodes[name]
                    for name in names_of(report["doi"], *_titles(report))
                    if name in nodes
                ),
                None,
            )
            for file in (
                client.list_files_of_record(review_id, report["id"]) if node is not None else []
            ):
                where = f"{report['id']}/{file['name']}"
                package.writestr(
                    f"{path.stem}.Data/PDF/{where}", client.get_full_text(review_id, file["id"])
                )
                _point(node, INTERNAL + where)
                brought += 1
            tell("full texts", number, len(reports))
        package.writestr(
            f"{path.stem}.xml", ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
        )
    return brought


def read_package(
    client: Client, review_id: int, search_id: int, path: Path, *, tell: Tell = silent
) -> list[Any]:
    """Imports the references of a package into a search;
    its PDFs follow with `read_pdfs` once they are sought.
    """
    with ZipFile(path) as package:
        name, content = _references(package)
    files = client.upload_file(review_id, search_id, file=(Path(name).name, content))
    return [client._imported(review_id, one["id"], tell, {}) for one in files]


def read_pdfs(client: Client, review_id: int, path: Path, *, tell: Tell = silent) -> int:
    """Gives the PDFs of a package to the reports whose full text is sought and has no file yet;
    how many.
    """
    wanted = [one["record"] for one in client.each_full_texts(review_id) if not one["files"]]
    brought = 0
    with ZipFile(path) as package:
        known = dict(_files(package))
        for number, record in enumerate(wanted, 1):
            name = next(
                (known[one] for one in names_of(record["doi"], *_titles(record)) if one in known),
                "",
            )
            if name:
                brought += _give(
                    client, review_id, record["id"], Path(name).name, package.read(name)
                )
            tell("full texts", number, len(wanted))
    return brought


def _give(client: Client, review_id: int, record_id: int, name: str, content: bytes) -> int:
    try:
        client.add_full_text(review_id, record_id, file=(name, content))
    except Problem as problem:
        if problem.code not in {"fulltext.twice", "fulltext.kind"}:
            raise
        return 0
    return 1


def _references(package: ZipFile) -> tuple[str, bytes]:
    found = [
        name for name in package.namelist() if name.lower().endswith(".xml") and "/PDF/" not in name
    ]
    if len(found) != 1:
        raise PackageRefused(f"A package holds one XML file of references; here are {len(found)}.")
    return found[0], package.read(found[0])


def _files(package: ZipFile) -> Iterator[tuple[str, str]]:
    """Every name of a reference with a PDF, and the file in the zip."""
    content = _references(package)[1]
    if b"<!DOCTYPE" in content[:4000]:
        raise PackageRefused("An XML file with a document type is not read.")
    ends = {tuple(name.split("/")[-2:]): name for name in package.namelist()}
    for _event, node in ElementTree.iterparse(io.BytesIO(content)):  # noqa: S314 (see above)
        if node.tag == "record":
            for url in node.iter("url"):
                where = tuple(unquote(_text(url)).removeprefix(INTERNAL).split("/")[-2:])
                if _text(url).startswith(INTERNAL) and where in ends:
                    yield from ((name, ends[where]) for name in _names(node))
                    break


def _point(node: Any, url: str) -> None:
    urls = node.find("urls")
    if urls is None:
        urls = ElementTree.SubElement(node, "urls")
    pdfs = urls.find("pdf-urls")
    if pdfs is None:
        pdfs = ElementTree.SubElement(urls, "pdf-urls")
    ElementTree.SubElement(pdfs, "url").text = url


def _names(node: Any) -> list[str]:
    titles = [_text(one) for tag in ("title", "translated-title") for one in node.iter(tag)]
    return names_of(_text(node.find("electronic-resource-num")), *titles)


def _titles(record: Any) -> tuple[str, str]:
    return record["title"], record["title_translated"]


def _text(node: Any) -> str:
    """What an element says, with or without EndNote's `<style>` around it."""
    return "".join(node.itertext()).strip() if node is not None else ""
