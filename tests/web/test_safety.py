"""Headers on every kind of answer, and templates that a strict policy can hold."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from tests.world import build_world

TEMPLATES = sorted(p for p in (Path(settings.BASE_DIR) / "templates").rglob("*.html"))
SCRIPTS = sorted((Path(settings.BASE_DIR) / "screening" / "static" / "screening").rglob("*.[cj]s*"))
POLICY = {
    "default-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "img-src": "'self' data:",
}


@pytest.fixture
def pages(db):
    world = build_world()
    lead = Client(raise_request_exception=False)
    lead.force_login(world.cast.lead, backend="django.contrib.auth.backends.ModelBackend")
    paths = [
        "/sign-in/",
        "/sign-up/",
        "/join/",
        "/nowhere/",
        "/account/",
        "/reviews/",
        world.path("team"),
    ]
    return (
        [lead.get(path) for path in paths]
        + [Client().get(path) for path in paths]
        + [Client().put("/sign-in/")]
    )


def test_every_answer_has_the_strict_policy(pages):
    for page in pages:
        policy = dict(
            part.strip().split(" ", 1)
            for part in page.headers["Content-Security-Policy"].split(";")
        )
        assert {name: policy[name] for name in POLICY} == POLICY
        assert "unsafe" not in page.headers["Content-Security-Policy"].replace(
            "'wasm-unsafe-eval'", ""
        )


def test_every_answer_is_private_and_keeps_to_itself(pages):
    for page in pages:
        assert (
            "no-store" in page.headers["Cache-Control"]
            or "private" in page.headers["Cache-Control"]
        )
        assert page.headers["X-Content-Type-Options"] == "nosniff"
        assert page.headers["Referrer-Policy"] == "same-origin"
        assert page.headers["X-Frame-Options"] == "DENY"
        assert page.headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_forms_without_the_token_are_refused_kindly(db):
    client = Client(enforce_csrf_checks=True)
    for path in ("/sign-in/", "/language/", "/password/"):
        answer = client.post(path, {})
        assert answer.status_code == 403
        assert "This page was open for too long" in answer.content.decode()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_error_pages_speak_the_language_and_wear_the_theme(db, language, theme):
    from django.test import RequestFactory
    from django.utils import translation

    from screening.web import error_views

    request = RequestFactory().get("/", headers={"cookie": f"theme={theme}"})
    answers = {}
    with translation.override(language):
        for view, status in [
            (error_views.bad_request, 400),
            (error_views.forbidden, 403),
            (error_views.not_found, 404),
        ]:
            answers[status] = view(request, Exception("secret"))
        answers[500] = error_views.server_error(request)
    for status, answer in answers.items():
        page = answer.content.decode()
        assert answer.status_code == status
        assert "secret" not in page
        assert (
            f'<html lang="{"en" if language == "en" else "zh-Hans"}" data-theme="{theme}">' in page
        )


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(settings.BASE_DIR)))
def test_template_has_no_inline_script_style_or_foreign_address(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")[^>]*>", text)
    assert not re.search(r"<style\b|\sstyle=|\son[a-z]+=|javascript:|hx-on", text)
    assert not re.search(
        r"(?:src|href|action)=\"(?:https?:)?//(?!(?:dx\.)?doi\.org|pubmed\.ncbi)", text
    )
    for form in re.findall(r"<form\b.*?</form>", text, re.S):
        assert "csrf_token" in form or 'method="post"' not in form


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda p: p.name)
def test_script_and_style_reach_for_nothing_outside(path):
    text = path.read_text(encoding="utf-8")
    addresses = set(re.findall(r"https?://[^\s\"'`)]+", text)) - {"http://www.w3.org/2000/svg"}
    assert addresses == set()
    assert "eval(" not in text


def test_page_of_a_failure_needs_no_database(rf):
    from screening.web.error_views import server_error

    answer = server_error(rf.get("/"))
    assert answer.status_code == 500
    assert "Something went wrong" in answer.content.decode()
