"""What becomes of a vote by the answer it gets, and what keeps one from being cast."""

import pytest


@pytest.mark.parametrize(
    ("status", "told", "failed", "tries", "becomes"),
    [
        (200, {"own": {}}, 0, 0, "stored"),
        (204, None, 0, 0, "stored"),
        (500, None, 1, 0, "retry"),
        (500, None, 2, 0, "retry"),
        (500, None, 3, 0, "later"),
        (500, None, 4, 0, "retry"),
        (500, None, 6, 0, "later"),
        (503, None, 3, 0, "retry"),
        (429, {"code": "other"}, 0, 0, "retry"),
        (408, None, 0, 0, "retry"),
        (401, None, 0, 0, "sign in"),
        (409, {"code": "other"}, 0, 0, "sign in"),
        (403, None, 0, 0, "token"),
        (403, None, 0, 2, "token"),
        (403, None, 0, 3, "lost"),
        (403, {"code": "role"}, 0, 0, "lost"),
        (404, None, 0, 0, "lost"),
        (409, {"code": "closed"}, 0, 0, "refused"),
        (400, None, 0, 0, "refused"),
    ],
)
def test_an_answer_has_one_meaning(run, status, told, failed, tries, becomes):
    given = [status, told, failed, tries]
    assert run("return outcome(...given);", given) == becomes


@pytest.mark.parametrize(
    ("verdict", "reason", "page", "against"),
    [
        ("include", None, {}, ""),
        ("exclude", None, {}, ""),
        ("exclude", None, {"reasonRequired": True}, "reason"),
        ("exclude", 3, {"reasonRequired": True}, ""),
        ("maybe", None, {"reasonRequired": True}, ""),
        ("include", None, {"open": False}, "closed"),
        ("include", None, {"full": True}, "full"),
        ("exclude", None, {"full": True, "reasonRequired": True}, "full"),
        ("include", None, {"open": False, "full": True}, "closed"),
    ],
)
def test_a_decision_is_taken_unless_something_is_against_it(run, verdict, reason, page, against):
    told = {"open": True, "full": False, "reasonRequired": False} | page
    assert run("return obstacle(...given);", [verdict, reason, told]) == against
