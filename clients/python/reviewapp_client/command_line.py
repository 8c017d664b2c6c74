"""The client on the command line: `reviewapp-client records export 1 --form csv --query
"year_from=2020" > x.csv`.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from reviewapp_client import Client, JobFailed, Problem, bar
from reviewapp_client.endnote import PackageRefused, read_package, read_pdfs, write_package
from reviewapp_client.zotero import Library, ZoteroRefused, pull, pull_pdfs, push


def parser() -> argparse.ArgumentParser:
    """What can be typed."""
    made = argparse.ArgumentParser(prog="reviewapp-client", description=__doc__)
    made.add_argument("--url", default=os.environ.get("REVIEWAPP_URL", "http://localhost:8000"))
    made.add_argument(
        "--token", default=os.environ.get("REVIEWAPP_TOKEN", ""), help="or REVIEWAPP_TOKEN"
    )
    rooms = made.add_subparsers(dest="room", required=True)
    rooms.add_parser("reviews", help="one's reviews")
    records = rooms.add_parser("records").add_subparsers(dest="act", required=True)
    for act in ("list", "export"):
        one = records.add_parser(act)
        one.add_argument("review", type=int)
        one.add_argument("--query", default="", help="as behind /records/?")
        one.add_argument("--form", choices=["csv", "ris", "bibtex"], default="csv")
    bring = rooms.add_parser("import", help="brings files to a search and imports them")
    bring.add_argument("review", type=int)
    bring.add_argument("search", type=int)
    bring.add_argument("files", type=Path, nargs="+")
    export = rooms.add_parser("export", help="writes an export to a file")
    export.add_argument("review", type=int)
    export.add_argument("key")
    export.add_argument("out", type=Path)
    flow = rooms.add_parser("flow", help="the numbers of the diagram")
    flow.add_argument("review", type=int)
    library = rooms.add_parser(
        "zotero", help="a Zotero library beside the review; its key in ZOTERO_KEY"
    )
    library.add_argument("act", choices=["pull", "pdfs", "push"])
    library.add_argument("review", type=int)
    library.add_argument("library", help="users/123 or groups/456")
    library.add_argument("--collection", default="")
    library.add_argument(
        "--search", type=int, default=0, help="for pull: the search the records come to"
    )
    library.add_argument(
        "--write", action="store_true", help="for push: else it only tells what it would write"
    )
    package = rooms.add_parser("endnote", help="an EndNote package: a zip of XML and PDFs")
    package.add_argument("act", choices=["write", "read", "pdfs"])
    package.add_argument("review", type=int)
    package.add_argument("zip", type=Path)
    package.add_argument(
        "--search", type=int, default=0, help="for read: the search the records come to"
    )
    call = rooms.add_parser("call", help="any operation of the document")
    call.add_argument("operation")
    call.add_argument("arguments", nargs="*", help="name=value; values as JSON where they are")
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """0, or 1 after a problem, which is told."""
    asked = parser().parse_args(arguments)
    with Client(asked.url, asked.token) as client:
        try:
            run(client, asked)
        except (Problem, JobFailed, ZoteroRefused, PackageRefused) as problem:
            sys.stderr.write(f"{problem}\n")
            return 1
    return 0


def run(client: Client, asked: argparse.Namespace) -> None:
    """Does what was typed."""
    if asked.room == "reviews":
        show(client.list_reviews())
    elif asked.room == "records":
        query: Any = dict(parse_qsl(asked.query))
        if asked.act == "export":
            sys.stdout.buffer.write(client.get_list_export(asked.review, asked.form, **query))
        else:
            for record in client.each_records(asked.review, **query):
                sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")
    elif asked.room == "import":
        for path in asked.files:
            show(
                [
                    {k: one[k] for k in ("name", "state", "found", "imported", "rejected")}
                    for one in client.bring(asked.review, asked.search, path, tell=bar)
                ]
            )
    elif asked.room == "export":
        client.save_export(asked.review, asked.key, asked.out)
    elif asked.room == "flow":
        show(client.get_flow(asked.review))
    elif asked.room == "endnote" and asked.act == "read":
        show(
            [
                one["name"]
                for one in read_package(client, asked.review, asked.search, asked.zip, tell=bar)
            ]
        )
    elif asked.room == "endnote":
        act = write_package if asked.act == "write" else read_pdfs
        show({"full texts": act(client, asked.review, asked.zip, tell=bar)})
    elif asked.room == "zotero":
        beside(client, asked)
    else:
        show(getattr(client, asked.operation)(**dict(map(_pair, asked.arguments))))


def beside(client: Client, asked: argparse.Namespace) -> None:
    """What is done with a Zotero library."""
    library, where = Library(asked.library, os.environ.get("ZOTERO_KEY", "")), asked.collection
    if asked.act == "pull":
        show(
            [
                one["name"]
                for one in pull(
                    client, library, asked.review, asked.search, collection=where, tell=bar
                )
            ]
        )
    elif asked.act == "pdfs":
        show({"brought": pull_pdfs(client, library, asked.review, collection=where, tell=bar)})
    else:
        made = push(client, library, asked.review, collection=where, write=asked.write)
        show(
            {
                "tags": [[key, mine] for key, _v, _t, mine in made.tags],
                "new": [one["title"] for one in made.new],
                "unchanged": made.unchanged,
                "written": asked.write,
            }
        )


def _pair(text: str) -> tuple[str, Any]:
    name, _sign, value = text.partition("=")
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value


def show(what: Any) -> None:
    """Prints it as JSON."""
    sys.stdout.write(json.dumps(what, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    sys.exit(main())
