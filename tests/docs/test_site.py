"""The site of the documents: links are turned to it, and what leads nowhere stops the build."""

import importlib.util
import re
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def hooks():
    found = importlib.util.spec_from_file_location("site_hooks", ROOT / "docs/site/hooks.py")
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("place", "written", "turned"),
    [
        ("index.md", "[a](counts.md)", "[a](counts.md)"),
        ("api/recipes.md", "[a](openapi.json#b)", "[a](openapi.json#b)"),
        ("index.md", "[a](../screening/guide/guide.zh.md#b)", "[a](guide/guide.zh.md#b)"),
        (
            "index.md",
            "![a](../screening/static/screening/guide/flow.png)",
            "![a](guide/flow.png)",
        ),
        (
            "guide/guide.zh.md",
            "[架构](../../docs/architecture.md)",
            "[架构](../architecture.md)",
        ),
        ("guide/guide.zh.md", "[English](guide.en.md)", "[English](guide.en.md)"),
        ("project/readme.md", "[a](docs/api/recipes.md)", "[a](../api/recipes.md)"),
        ("project/readme.md", "[a](CHANGELOG.md)", "[a](changelog.md)"),
        ("administration.md", "[units](../deploy/systemd)", "units (`deploy/systemd`)"),
        ("index.md", "[a](../nowhere.md)", "[a](../nowhere.md)"),
        ("index.md", "[a](https://example.org/x)", "[a](https://example.org/x)"),
        ("index.md", "[a](#here)", "[a](#here)"),
    ],
)
def test_link_leads_to_its_place_in_the_site(hooks, place, written, turned):
    assert hooks.LINK.sub(lambda link: hooks.turned(link, place), written) == turned


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("[a](two.md#标题)", True),
        ("[a](three.md)", False),
        ("[a](two.md#nowhere)", False),
        ("[a](#nowhere)", False),
        ("![a](nowhere.png)", False),
    ],
)
def test_what_leads_nowhere_stops_the_build(tmp_path, text, holds):
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "index.md").write_text(text, encoding="utf-8")
    (docs / "two.md").write_text("# Two\n\n## 标题\n", encoding="utf-8")
    config = load_config(
        str(ROOT / "mkdocs.yml"),
        docs_dir=str(docs),
        site_dir=str(tmp_path / "site"),
        nav=["index.md", "two.md"],
        theme={"name": None, "custom_dir": str(theme(tmp_path))},
        plugins=[],
        hooks=[],
        strict=True,
    )
    if holds:
        build(config)
        assert 'id="标题"' in (tmp_path / "site/two.html").read_text(encoding="utf-8")
    else:
        with pytest.raises(Abort):
            build(config)


def theme(folder):
    """The plainest theme there can be."""
    made = folder / "theme"
    made.mkdir()
    (made / "main.html").write_text("{{ page.content }}", encoding="utf-8")
    return made


def test_chinese_start_page_leads_to_every_document_that_has_chinese():
    start = (ROOT / "docs/index.zh.md").read_text(encoding="utf-8")
    chinese = re.compile(r"^# .* · [一-鿿]|^## .*[一-鿿]", re.M)
    having = {
        path.name
        for path in (ROOT / "docs").glob("*.md")
        if path.name.endswith(".zh.md") or chinese.search(path.read_text(encoding="utf-8"))
    } - {"index.zh.md"}
    assert {name for name in having if f"({name}" not in start} == set()
