"""Injured samples and hostile repetition in BibTeX, tables, XML and JSON: read or refused in time,
nothing lost.
"""

import random
from pathlib import Path

import pytest

from screening.formats import Limits, parse
from tests.benchmarks.mutate_formats import fault, mutate

DATA = Path(__file__).parents[1] / "data"
FOLDERS = (
    "bibtex",
    "pubmed_xml",
    "csv",
    "scopus_csv",
    "pubmed_csv",
    "wos_tab",
    "html_table",
    "rayyan_csv",
    "asreview_csv",
    "covidence_csv",
    "eppi_json",
    "endnote_xml",
    "mods",
    "csl_json",
    "zotero_json",
    "ictrp",
    "ctgov_xml",
    "ctgov_json",
    "vip_xml",
    "notefirst",
    "cnki_es6",
    "embase_lines",
)
SAMPLES = [path for folder in FOLDERS for path in sorted((DATA / folder).iterdir())]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_injured_sample_is_read_or_refused_without_loss(path):
    chance = random.Random(path.name)
    for _ in range(20):
        data = mutate(path.read_bytes(), chance)
        assert fault(parse(data, name=path.name, limits=Limits(seconds=30)), 0) == "", data


@pytest.mark.parametrize(
    "data",
    [
        b"@article{a,\n" * 3_000,
        b"@article{a,title={" + b'{"' * 100_000,
        b"@article{a,title={x} y={z} " + b"y={z} " * 20_000 + b"}",
        b"@article{a,abstract={" + b"~ " * 50_000 + b"``" * 50_000 + b"}}",
        b"@article{a,author={" + b"{a} and " * 20_000 + b"},title={x}}",
        b"<PubmedArticle>" * 30_000,
        b"<PubmedArticleSet>" + b"<!--" * 200_000,
        b"<PubmedArticleSet><PubmedArticle>" + b"<a>" * 100_000 + b"</PubmedArticle>",
        b'<?xml version="1.0"?>' + b"<!-- x -->" * 50_000 + b"<PubmedArticleSet/>",
        b"<mods " + b'xmlns:a="b" ' * 50_000 + b"><mods></mods>",
        b"title,authors\n" + b'x,"\n' * 10_000,
        b"title,authors,year\n" + b'"a,b\n' * 10_000,
        b"title,authors\nx," + b"A B, " * 50_000,
        b"title" + b",title" * 20_000 + b"\n1,2\n",
        b"," * 300_000,
        b"[" * 100_000,
        b'[{"id":1,"type":"book","title":"x","issued":' + b'{"a":' * 50_000,
        b'[{"id":1,"type":"book","issued":1 "b"},\n' + b'{"a":1 "b"},\n' * 10_000,
        "<html><table><tr><td>题名</td><td>x".encode() + b"<table><tr><td>" * 10_000,
        b"PT\tTI\n" + b"\t" * 500_000,
    ],
    ids=lambda data: data[:24].decode("utf-8", "replace"),
)
def test_hostile_repetition_is_read_in_time(data):
    parsed = parse(data, name="x", limits=Limits(seconds=20))
    assert fault(parsed, 0) == ""
    assert "stopped" not in str(parsed.error)
