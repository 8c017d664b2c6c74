"""Files in a bucket: written once, read through the site, imported, swept, copied to and fro;
its faults are a disk's.
"""

import errno
from io import StringIO

import boto3
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from moto.server import ThreadedMotoServer

from reviewapp.bucket import Bucket
from screening.actions.imports.local_copies import local_path
from screening.queries.site import health
from screening.web.storage_errors import is_storage_fault
from tests.builders import make_full_text


@pytest.fixture(scope="module")
def server():
    running = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    running.start()
    _host, port = running.get_host_and_port()
    yield f"http://127.0.0.1:{port}"
    running.stop()


@pytest.fixture
def bucket(server, settings):
    keys = {"access_key": "a", "secret_key": "b", "region_name": "us-east-1"}
    name = {"aws_access_key_id": "a", "aws_secret_access_key": "b", "region_name": "us-east-1"}
    made = boto3.resource("s3", endpoint_url=server, **name).Bucket("files")
    made.create()
    options = {
        "bucket_name": "files",
        "endpoint_url": server,
        "file_overwrite": False,
        "max_memory_size": 1024,
    } | keys
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "reviewapp.bucket.Bucket", "OPTIONS": options}
    }
    yield made
    made.objects.all().delete()


def test_a_file_that_is_there_is_never_written_over(bucket):
    first = default_storage.save("exports/1/名字.txt", ContentFile("一".encode()))
    assert default_storage.open(first).read() == "一".encode()
    assert default_storage.save("exports/1/名字.txt", ContentFile(b"2")) != first
    with pytest.raises(
        OSError, match="cannot be used"
    ):  # two at the same moment: one of them gets it
        default_storage._save("exports/1/名字.txt", ContentFile(b"3"))
    assert default_storage.open(first).read() == "一".encode()
    assert default_storage.exists("exports")
    assert not default_storage.exists("export")
    with pytest.raises(FileNotFoundError):
        default_storage.open("exports/1/nothing")


def test_the_bucket_hands_nothing_out_itself(bucket):
    with pytest.raises(ValueError, match="site alone"):
        default_storage.url("exports/1/a")


@pytest.mark.django_db
def test_a_full_text_comes_through_the_door(bucket, cast, client):
    kept = make_full_text(cast.review)
    assert [item.key for item in bucket.objects.all()] == [kept.stored.name]
    path = f"/reviews/{cast.review.pk}/full-texts/files/{kept.pk}/"
    client.force_login(cast.outsider)
    assert client.get(path).status_code == 404
    client.force_login(cast.first)
    answer = client.get(path)
    assert b"".join(answer.streaming_content) == b"%PDF-1.4 made up"


def test_a_reader_gets_a_copy_that_is_whole(bucket):
    name = default_storage.save("imports/a.ris", ContentFile(b"TY  - JOUR\n" * 1000))
    first, second = local_path(name), local_path(name)
    assert first == second
    with open(first, "rb") as file:
        assert file.read() == b"TY  - JOUR\n" * 1000


def test_files_are_copied_to_the_bucket_and_back_and_compared(bucket, tmp_path):
    for number in range(3):
        path = tmp_path / f"imports/{number}.ris"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"TY  - JOUR\n" * number + "末".encode())
    said = StringIO()
    call_command("copy_files", str(tmp_path), stdout=said)
    call_command("copy_files", str(tmp_path), stdout=said)
    call_command("copy_files", str(tmp_path / "new"), "--back", stdout=said)
    assert [line.split()[0] + line.split(";")[1] for line in said.getvalue().splitlines()] == [
        f"3 {copied} of them were copied now" for copied in (3, 0, 3)
    ]
    assert (tmp_path / "new/imports/2.ris").read_bytes() == (
        tmp_path / "imports/2.ris"
    ).read_bytes()


def test_a_bucket_that_is_away_is_a_disk_that_is_away(settings, monkeypatch):
    away = Bucket(
        bucket_name="files",
        endpoint_url="http://127.0.0.1:9",
        access_key="a",
        secret_key="b",
        region_name="us-east-1",
    )
    with pytest.raises(OSError, match="cannot be used") as raised:
        away.exists("a")
    assert raised.value.errno == errno.EIO
    assert is_storage_fault(raised.value)
    monkeypatch.setattr(health, "storages", {"default": away})
    assert not health._files_write()
