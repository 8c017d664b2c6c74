"""What mkdocs asks while it builds the site of the documents.

The Markdown stays as the repository shows it: pages and pictures that live outside `docs/` are read where
they are, and links between the two are turned to their place in the site. Whatever does not exist is left
as it is, so that the strict build names it.
"""

import posixpath
import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

ROOT = Path(__file__).parents[2]
DOCS = "docs/"
PICTURES = "screening/static/screening/guide"
PAGES = {
    "screening/guide/guide.en.md": "guide/guide.en.md",
    "screening/guide/guide.zh.md": "guide/guide.zh.md",
    "README.md": "project/readme.md",
    "CONTRIBUTING.md": "project/contributing.md",
    "CHANGELOG.md": "project/changelog.md",
    "SECURITY.md": "project/security.md",
}
OUTSIDE = PAGES | {
    f"{PICTURES}/{picture.name}": f"guide/{picture.name}"
    for picture in (ROOT / PICTURES).glob("*.png")
}
INSIDE_OUT = {place: path for path, place in OUTSIDE.items()}
LINK = re.compile(r"\[([^\]\[]*)\]\(([^)\s:#]+)(#[^)\s]*)?\)")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """The files of `docs/` with those of outside among them."""
    for path, place in OUTSIDE.items():
        files.append(File.generated(config, place, abs_src_path=str(ROOT / path)))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """The text of a page, its links as the site needs them."""
    place = page.file.src_uri
    return LINK.sub(lambda link: turned(link, place), markdown)


def on_page_context(
    context: dict[str, object], page: Page, config: MkDocsConfig, nav: Navigation
) -> None:
    """Chinese pages say that they are, and have Chinese buttons."""
    config.theme["language"] = "zh" if page.file.src_uri.endswith(".zh.md") else "en"


def turned(link: re.Match[str], place: str) -> str:
    """A link of the page at `place`; to what the site does not hold, the name of the path instead."""
    text, address, anchor = link.groups()
    path = INSIDE_OUT.get(place, DOCS + place)
    target = posixpath.normpath(posixpath.join(posixpath.dirname(path), address))
    goal = OUTSIDE.get(target) or target.removeprefix(DOCS)
    if goal != target:
        return f"[{text}]({posixpath.relpath(goal, posixpath.dirname(place))}{anchor or ''})"
    if not (ROOT / target).exists():
        return link[0]
    return f"`{target}`" if text == target else f"{text} (`{target}`)"
