"""`serve` does not start where it would give the site away."""

import pytest
from django.core.management.utils import get_random_secret_key

from screening.management.safe_start import is_public, is_weak, refusals, warnings

STRONG = "9vX2mKq7Lr4TzB1nWc8Yd5Hj3Fg6Ps0AeUoIx"


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "[::1]", "localhost", "127.8.8.8"])
def test_only_this_machine(host):
    assert not is_public(host)


@pytest.mark.parametrize(
    "host", ["0.0.0.0", "::", "192.168.1.4", "10.0.0.1", "review.example.org", "2001:db8::1"]
)
def test_other_machines_too(host):
    assert is_public(host)


@pytest.mark.parametrize(
    "secret",
    [
        "",
        "abc",
        "a" * 64,
        "changeme" * 8,
        "django-insecure-" + STRONG,
        "please-Change-this-key-before-you-deploy-0815",
    ],
)
def test_keys_that_can_be_guessed(secret):
    assert is_weak(secret)


def test_keys_as_they_are_made():
    import base64
    import os

    for _ in range(200):
        assert not is_weak(base64.b64encode(os.urandom(48)).decode())
        assert not is_weak(os.urandom(32).hex())
        assert not is_weak(get_random_secret_key())


def test_debug_is_refused_where_others_reach_it_and_a_weak_key_everywhere():
    assert [
        len(list(refusals(host, debug=True, secret=STRONG))) for host in ("127.0.0.1", "0.0.0.0")
    ] == [0, 1]
    assert ["SECRET_KEY" in line for line in refusals("127.0.0.1", debug=False, secret="weak")] == [
        True
    ]


def test_a_public_site_without_https_is_warned_of():
    assert [
        len(list(warnings(host, https=https)))
        for host, https in [("::", False), ("::", True), ("::1", False)]
    ] == [1, 0, 0]
