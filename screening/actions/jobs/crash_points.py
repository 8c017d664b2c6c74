"""Named places in long work where a test can kill the process,
to see that nothing is lost or doubled.
"""

import os
import signal

#: Every step that `reach` is called with; the tests and the kill benchmark go through all of them.
STEPS = (
    "import.stored",
    "import.decode",
    "import.parse",
    "import.batch",
    "import.finalise",
    "import.finalised",
    "undo.hide",
    "undo.batch",
)

#: The same for the search for duplicates: before and after the comparison, within a merge, after
#: each group of them.
DEDUPE_STEPS = (
    "dedupe.candidates",
    "dedupe.clustering",
    "dedupe.half",
    "dedupe.applying",
    "dedupe.asking",
    "dedupe.keys",
    "dedupe.finished",
)

#: The same for the learned order: while features are made, after they are read, fitted, within the
#: swap, after it.
RANK_STEPS = (
    "features.built",
    "features.stored",
    "features.published",
    "rank.read",
    "rank.fit",
    "rank.publishing",
    "rank.published",
)


#: The same for a decision to stop and for taking it back: after each stretch of records.
STOP_STEPS = ("stop.batch", "release.batch")

#: The same for a large export: within the making, and before and after the file gets its place.
EXPORT_STEPS = ("export.half", "export.storing", "export.stored")


#: The same for a search by a service: within a page, after the last of them, after its file is
#: stored and read.
FETCH_STEPS = ("fetch.page", "fetch.pages", "fetch.stored")

BACKUP_STEPS = ("backup.database", "backup.file", "backup.written")
#: The same for a backup and for bringing one back.
RESTORE_STEPS = ("restore.unpacked", "restore.files", "restore.database")


def reach(step: str, number: int = 0) -> None:
    """Ends the process as kill -9 does when FAULT_AT names this step ("import.batch",
    or "import.batch:3" for one).
    """
    asked = os.environ.get("FAULT_AT", "")
    if asked and asked in {step, f"{step}:{number}"}:
        os.kill(os.getpid(), signal.SIGKILL)
