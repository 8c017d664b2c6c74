"""What is written by hand: waiting for work, whole imports, exports to a file."""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from reviewapp_client.operations import Operations

#: Told how far it is: what is done, how much, of how much.
Tell = Callable[[str, int, int], None]


class JobFailed(Exception):
    """Work in the background has failed; the text says why."""


def bar(what: str, done: int, total: int) -> None:
    """A progress bar on the terminal, for `tell`."""
    part = done / total if total else 0.0
    sys.stderr.write(f"\r{what}: [{'#' * round(30 * part):<30}] {done}/{total}")
    if total and done >= total:
        sys.stderr.write("\n")
    sys.stderr.flush()


def silent(what: str, done: int, total: int) -> None:
    """Tells nothing."""


class Client(Operations):
    """A site, with every operation as a method, and what takes several of them.

    >>> with Client("https://reviews.example.org", "rva_…") as client:
    ...     for record in client.each_records(1, q="结节", year_from=2020):
    ...         print(record["title"])
    """

    def wait(
        self,
        review_id: int,
        job_id: int,
        *,
        tell: Tell = silent,
        pause: float = 1.0,
        most: float = 3600,
    ) -> Any:
        """The job once it is done. Raises JobFailed, or TimeoutError after `most` seconds."""
        until = time.monotonic() + most
        while True:
            job = self.get_job(review_id, job_id)
            tell(job["kind"], job["done"], job["total"])
            if job["finished"]:
                if job["state"] != "done":
                    raise JobFailed(job["message"] or job["state"])
                return job
            if time.monotonic() > until:
                raise TimeoutError(f"job {job_id} is not done after {most} s")
            self.sleep(pause)

    def bring(
        self, review_id: int, search_id: int, path: Path, *, tell: Tell = silent, **waiting: Any
    ) -> list[Any]:
        """Uploads a file or a zip of files, imports what can be read, and waits;
        the files as they stand then.
        """
        size = path.stat().st_size
        tell(path.name, 0, size)
        files = self.upload_file(review_id, search_id, file=path)
        tell(path.name, size, size)
        return [self._imported(review_id, one["id"], tell, waiting) for one in files]

    def _imported(self, review_id: int, file_id: int, tell: Tell, waiting: dict[str, Any]) -> Any:
        while (file := self.get_file(review_id, file_id))["state"] == "reading":
            self.sleep(waiting.get("pause", 1.0))
        if file["state"] == "read" and file["readable"]:
            self.wait(review_id, self.import_file(review_id, file_id)["id"], tell=tell, **waiting)
        return self.get_file(review_id, file_id)

    def deduplicate(self, review_id: int, *, tell: Tell = silent, **waiting: Any) -> Any:
        """Looks for duplicates and waits; how many pairs people have to check."""
        self.wait(review_id, self.find_duplicates(review_id)["id"], tell=tell, **waiting)
        return self.count_duplicates(review_id)

    def save_export(self, review_id: int, key: str, path: Path, **wishes: Any) -> Path:
        """Writes an export to a file: at once, or through a job where it is large."""
        shown = next(one for one in self.list_exports(review_id) if one["key"] == key)
        where = f"/api/v1/reviews/{review_id}/exports/files/{key}/"
        if shown["large"]:
            job = self.prepare_export(review_id, key, **wishes)
            self.wait(review_id, job["id"])
            where = f"/api/v1/reviews/{review_id}/exports/prepared/{job['id']}/content/"
        with path.open("wb") as out:
            for piece in self.stream(where, None if shown["large"] else wishes):
                out.write(piece)
        return path
