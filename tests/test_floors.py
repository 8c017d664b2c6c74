"""Imports go down only: the walls between the packages of `screening`."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1] / "screening"
FLOORS = {
    "records": 0,
    "formats": 1, "dedupe": 1, "decisions": 1, "stages": 1, "ranking": 1, "prisma": 1, "references": 1,
    "exports": 2, "history": 2, "methods": 2,
    "models": 3,
    "queries": 4, "migrations": 4,
    "actions": 5,
    "tasks": 6, "example": 6,
    "web": 7, "templatetags": 7, "management": 7, "apps": 7,
}  # fmt: skip
FREE_OF_DJANGO = {name for name, floor in FLOORS.items() if floor <= 2}


def imports(path: Path) -> set[str]:
    """Every module a file imports, at any depth, as dotted names."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found.add(node.module or "")
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


def place(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


FILES = [p for p in ROOT.rglob("*.py") if p != ROOT / "__init__.py"]


def test_every_package_has_a_floor():
    assert {place(p) for p in FILES} <= set(FLOORS)


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_go_down_only(path):
    here = place(path)
    for module in imports(path):
        parts = module.split(".")
        if parts[0] == "screening" and len(parts) > 1 and parts[1] in FLOORS and parts[1] != here:
            assert FLOORS[parts[1]] < FLOORS[here], f"{here} imports {module}"
        if here in FREE_OF_DJANGO:
            assert parts[0] not in {"django", "celery", "reviewapp"}, f"{here} imports {module}"
        if parts[0] == "reviewapp" and here not in {"tasks", "management"}:
            raise AssertionError(f"{here} imports {module}")
