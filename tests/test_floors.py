"""Imports go down only: the floors of `screening`, and within a floor its rooms."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1] / "screening"
FLOORS = {
    "records": 0,
    "stages": 1,
    "strategies": 2, "formats": 2, "dedupe": 2, "decisions": 2, "ranking": 2, "flow": 2, "citations": 2,
    "exports": 3, "replay": 3, "methods": 3, "connectors": 3,
    "models": 4,
    "queries": 5, "migrations": 5,
    "actions": 6,
    "tasks": 7, "example": 7,
    "web": 8, "templatetags": 8, "apps": 8, "caretaker": 8,
    "api": 9,
    "management": 10,
}  # fmt: skip
FREE_OF_DJANGO = {name for name, floor in FLOORS.items() if floor <= 3}

#: A room imports those before it in this list, and what stands outside all rooms of its floor;
#: never those behind it.
ROOMS = [
    "history",
    "jobs",
    "access",
    "records",
    "screening",
    "news",
    "protocol",
    "imports",
    "duplicates",
    "fulltext",
    "connectors",
    "ranking",
    "flow",
    "exports",
    "archive",
    "site",
    "verification",
    "webhooks",
]
WITH_ROOMS = ("models", "queries", "actions", "web")
#: Every read of a review, and every read of people's votes, goes through these, from whichever
#: room.
DOORS = {"screening.queries.access.authorization", "screening.queries.screening.votes"}
#: Where the order does not hold yet, and why. A line that is not needed any more fails.
AGAINST_THE_ORDER = {
    ("actions/access/members", "screening"): "who leaves hands on what was dealt to them",
    ("actions/records/labels", "screening"): "labels are refused in the words of notes",
    ("actions/records/record_edits", "screening"): "a changed record is put back in its place",
    ("actions/records/record_edits", "imports"): "a changed record is compared again",
    (
        "actions/imports/undo_import",
        "duplicates",
    ): "what was merged has to come apart before its import can go",
    (
        "actions/flow/published_files",
        "archive",
    ): "files of a version are read at one moment, as archives are",
    (
        "queries/screening/queue",
        "ranking",
    ): "the queue asks for the learned order, which knows no queue",
    ("web/history/event_words", "records"): "events name the fields of a record",
    ("web/history/event_words", "flow"): "events name what was written for the methods section",
    ("web/history/views", "records"): "one file has the filters of all lists",
    ("web/flow/version_views", "exports"): "files of a version are chosen as exports are",
    ("web/records/list_export_views", "exports"): "a list is taken away as an export",
}


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


def room(floor: str, name: str) -> str | None:
    """The room of a file or module by what follows its floor; None outside all rooms."""
    return name if floor in WITH_ROOMS and name in ROOMS else None


FILES = [p for p in ROOT.rglob("*.py") if p != ROOT / "__init__.py"]
IN_ROOMS = [p for p in FILES if place(p) in WITH_ROOMS]


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
        if parts[0] == "reviewapp" and here not in {"tasks", "caretaker", "management"}:
            raise AssertionError(f"{here} imports {module}")


def upwards() -> set[tuple[str, str]]:
    """(file, room) for every import from a room behind its own,
    or from any room by a file outside all rooms.
    """
    found = set()
    for path in IN_ROOMS:
        floor, *rest = path.relative_to(ROOT).with_suffix("").parts
        here = room(floor, rest[0])
        if path.name == "__init__.py" or path == ROOT / "web" / "urls.py":
            continue
        for module in imports(path):
            parts = module.split(".")
            there = (
                room(floor, parts[2])
                if parts[:2] == ["screening", floor] and len(parts) > 3
                else None
            )
            if there is None or there == here or any(module.startswith(door) for door in DOORS):
                continue
            if here is None or ROOMS.index(there) > ROOMS.index(here):
                found.add(("/".join((floor, *rest)), there))
    return found


def test_rooms_import_those_before_them_only():
    assert upwards() == set(AGAINST_THE_ORDER)


def test_every_folder_of_a_floor_is_a_room():
    folders = {
        p.parent.relative_to(ROOT).parts[1:2] for p in IN_ROOMS if p.parent != ROOT / place(p)
    }
    assert {part for parts in folders for part in parts} <= set(ROOMS)


def test_templates_and_tests_have_the_same_rooms():
    templates = {p.name for p in (ROOT.parent / "templates" / "screening").iterdir() if p.is_dir()}
    assert templates - {"errors"} <= set(ROOMS)
    tests = {
        p.name
        for floor in WITH_ROOMS
        for p in (ROOT.parent / "tests").glob(f"{floor}/*")
        if any(p.glob("*.py"))
    }
    assert tests <= set(ROOMS)


def test_no_module_name_twice_on_one_floor():
    for floor in WITH_ROOMS:
        names = [
            p.stem
            for p in IN_ROOMS
            if place(p) == floor and p.stem not in {"__init__", "urls", "views", "forms"}
        ]
        assert sorted(names) == sorted(set(names)), floor
