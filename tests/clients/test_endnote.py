"""EndNote packages: what goes out of one review comes whole into another,
PDFs and Chinese titles included.
"""

from zipfile import ZipFile

import pytest

from screening.models import Record
from tests.builders import make_full_text, make_record, make_search
from tests.clients.test_zotero import cast, client

from reviewapp_client.endnote import PackageRefused, read_package, read_pdfs, write_package  # isort: skip

__all__ = ["cast", "client"]


def test_there_and_back(cast, client, tmp_path):
    review = cast.review
    one = make_record(
        review, title="骨骼肌外泌体促进骨形成", doi="10.5555/A", place="included", authors=["高亚"]
    )
    make_record(review, title="Exosomes without a file", place="included")
    make_full_text(review, record=one, name="报告 1.pdf")
    path = tmp_path / "included.zip"
    assert write_package(client, review.pk, path) == 1
    with ZipFile(path) as package:
        assert f"included.Data/PDF/{one.pk}/报告 1.pdf" in package.namelist()
        text = package.read("included.xml").decode()
    assert f"internal-pdf://{one.pk}/报告 1.pdf" in text

    other = client.create_review(title_en="Another")["id"]
    search = client.add_search(other, kind="database", name="EndNote")["id"]
    (file,) = read_package(client, other, search, path)
    assert (file["state"], file["imported"], file["rejected"]) == ("imported", 2, 0)
    assert read_pdfs(client, other, path) == 0, "nothing is sought yet"
    Record.objects.filter(review=other, primary=None).update(place="await_retrieval")
    assert read_pdfs(client, other, path) == 1
    record = Record.objects.get(review=other, title="骨骼肌外泌体促进骨形成")
    assert record.full_texts.get().name == "报告 1.pdf"
    assert read_pdfs(client, other, path) == 0


@pytest.mark.parametrize("files", [{}, {"a.xml": "<xml/>", "b.xml": "<xml/>"}])
def test_a_zip_that_is_no_package_is_refused(cast, client, tmp_path, files):
    path = tmp_path / "x.zip"
    with ZipFile(path, "w") as package:
        for name, text in files.items():
            package.writestr(name, text)
    with pytest.raises(PackageRefused):
        read_package(client, cast.review.pk, make_search(cast.review).pk, path)


def test_entities_are_not_read(cast, client, tmp_path):
    path = tmp_path / "x.zip"
    with ZipFile(path, "w") as package:
        package.writestr("a.xml", '<!DOCTYPE x [<!ENTITY a "b">]><xml>&a;</xml>')
    with pytest.raises(PackageRefused):
        read_pdfs(client, cast.review.pk, path)
