"""Files in a bucket that speaks S3. Named in the settings,
so that the packages are needed only where one is used.
"""

import errno
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from boto3.exceptions import Boto3Error
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from storages.backends.s3 import S3Storage

Answer = TypeVar("Answer")
#: Bytes up to which a file is written in one request, which can be told to write only what is not
#: there.
AT_ONCE = 4 * 1024**3


def as_disk(method: Callable[..., Answer]) -> Callable[..., Answer]:
    """What goes wrong on the way to the bucket is an OSError, as of a disk:
    people are told to try again.
    """

    @wraps(method)
    def told(self: "Bucket", *args: Any, **kwargs: Any) -> Answer:
        try:
            return method(self, *args, **kwargs)
        except (BotoCoreError, Boto3Error, ClientError) as error:
            raise OSError(
                errno.EIO, f"the bucket {self.bucket_name} cannot be used: {type(error).__name__}"
            ) from error

    return told


class Bucket(S3Storage):
    """Names are random, and a file that is there is never written over,
    whoever writes at the same moment.

    Nothing is handed out by the bucket: files go through the site,
    which knows who may have them.
    """

    @as_disk
    def _save(self, name: str, content: File) -> str:
        cleaned = self._normalize_name(name.replace("\\", "/"))
        size = content.size
        if size > AT_ONCE:
            return str(super()._save(name, content))
        content.seek(0)
        self.bucket.Object(cleaned).put(
            Body=content.file,
            ContentLength=size,
            IfNoneMatch="*",
            ContentType="application/octet-stream",
        )
        return name

    @as_disk
    def exists(self, name: str) -> bool:
        """Whether there is such a file, or a file below such a folder."""
        if super().exists(name):
            return True
        below = self._normalize_name(f"{name.rstrip('/')}/")
        found = self.connection.meta.client.list_objects_v2(
            Bucket=self.bucket_name, Prefix=f"{below.rstrip('/')}/", MaxKeys=1
        )
        return bool(found.get("KeyCount"))

    _open = as_disk(S3Storage._open)
    delete = as_disk(S3Storage.delete)
    size = as_disk(S3Storage.size)
    listdir = as_disk(S3Storage.listdir)
    get_modified_time = as_disk(S3Storage.get_modified_time)

    def url(self, *args: Any, **kwargs: Any) -> str:
        """Raises ValueError: there is no address of a file that the bucket would answer."""
        raise ValueError("files are handed out by the site alone")
