"""Scripts are modules: what one imports is told to the browser beforehand, so that it is
fetched at once, and taken along by who screens offline."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from reviewapp.hashed_files import IMPORT, HashedFiles

BASE = Path(settings.BASE_DIR)
FOLDER = BASE / "screening" / "static" / "screening" / "js"
TEMPLATES = sorted(
    p for p in (BASE / "templates").rglob("*.html") if "screening/js/" in p.read_text("utf-8")
)
LINK = r"<link rel=\"modulepreload\" href=\"{% static 'screening/js/(\w+\.js)' %}\">"
SCRIPT = r"<script type=\"module\" src=\"{% static 'screening/js/(\w+\.js)' %}\">"


def imported(name: str) -> set[str]:
    """What a module imports, and what that imports in turn."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    named = {found["url"].removeprefix("./") for found in re.finditer(IMPORT, text)}
    return named | {other for one in named for other in imported(one)}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_a_page_names_all_that_its_modules_import_and_nothing_else(path: Path):
    page = path.read_text(encoding="utf-8")
    scripts = re.findall(SCRIPT, page)
    assert page.count("screening/js/") == len(scripts) + len(re.findall(LINK, page))
    needed = {other for script in scripts for other in imported(script)}
    assert set(re.findall(LINK, page)) == needed - set(scripts)


def test_every_module_is_on_a_page():
    pages = "".join(path.read_text(encoding="utf-8") for path in TEMPLATES)
    assert {path.name for path in FOLDER.glob("*.js")} == set(re.findall(r"js/(\w+\.js)", pages))


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.js")), ids=lambda path: path.stem)
def test_every_import_is_one_that_gets_its_hash(path: Path):
    text = path.read_text(encoding="utf-8")
    told = re.findall(r"(?m)^\s*(?:import|export)\b.*from|^import\s", text)
    assert len(told) == len(re.findall(IMPORT, text))
    assert all((FOLDER / found["url"]).exists() for found in re.finditer(IMPORT, text))


def test_imports_are_named_with_their_hash(tmp_path):
    for path in FOLDER.glob("*.js"):
        copy = tmp_path / "screening" / "js" / path.name
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    storage = HashedFiles(location=tmp_path, base_url="/static/")
    names = [f"screening/js/{path.name}" for path in FOLDER.glob("*.js")]
    made = list(storage.post_process({name: (storage, name) for name in names}))
    screen = (tmp_path / storage.hashed_files["screening/js/screen.js"]).read_text(encoding="utf-8")
    assert (len(made) >= len(names), 'from "./deck.js"' in screen) == (True, False)
    for name in re.findall(r'from "\./([^"]+)"', screen):
        assert re.fullmatch(r"\w+\.[0-9a-f]{12}\.js", name)
        assert (tmp_path / "screening" / "js" / name).exists()
