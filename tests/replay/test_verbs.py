"""Every event that is logged is declared, with every value it may have."""

import ast
from pathlib import Path

from screening.replay.verbs import VERBS, Kind

ROOT = Path(__file__).parents[2] / "screening"
OF_EVERY_EVENT = {"review", "actor", "verb", "record", "stage", "key"}
#: Logged where no review is, hence in no history.
OF_THE_SITE = {"delete_review"}


def logged() -> dict[str, set[str]]:
    """Verb → the names of the values that calls of `log` give it;
    calls whose verb is not written out are left out.
    """
    found: dict[str, set[str]] = {}
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in {"log", "history"}
            ):
                continue
            given = {word.arg: word.value for word in node.keywords if word.arg}
            verbs = [
                one.value
                for one in ast.walk(given.get("verb", ast.Pass()))
                if isinstance(one, ast.Constant)
            ]
            for verb in verbs:
                found.setdefault(verb, set()).update(given.keys() - OF_EVERY_EVENT)
    return found


def test_every_verb_is_declared_with_the_values_it_is_logged_with():
    found = logged()
    assert len(found) > 80
    assert found.keys() - OF_THE_SITE - VERBS.keys() == set()
    lacking = {
        verb: names - VERBS[verb].fields.keys() for verb, names in found.items() if verb in VERBS
    }
    assert {verb: names for verb, names in lacking.items() if names} == {}


def test_values_that_name_people_are_ids_of_people():
    named = {
        (verb.key, name)
        for verb in VERBS.values()
        for name, kind in verb.fields.items()
        if kind is Kind.USER
    }
    assert {
        ("take_back", "heir"),
        ("take_back", "user"),
        ("withdraw_vote", "user"),
        ("deal", "people"),
    } <= named
