"""Files of the installation that only the account it runs under can read,
whatever that account's umask.
"""

import os
import shutil
import stat
import time
from contextlib import suppress
from pathlib import Path

OTHERS = stat.S_IRWXG | stat.S_IRWXO


def keep_private() -> None:
    """Everything this process and those it starts will make is the owner's alone: 0700 for folders,
    0600 for files.
    """
    os.umask(OTHERS)


def make_private(folder: Path) -> int:
    """Takes group and others out of the folder and everything in it,
    as made by a version or program that let them in.

    Gives how many files and folders that changed. Links are left alone,
    and so is what belongs to somebody else.
    """
    changed = _close(folder)
    for root, folders, files in os.walk(folder):
        changed += sum(_close(Path(root, name)) for name in [*folders, *files])
    return changed


def _close(path: Path) -> bool:
    try:
        mode = path.lstat().st_mode
        if stat.S_ISLNK(mode) or not mode & OTHERS:
            return False
        path.chmod(stat.S_IMODE(mode) & ~OTHERS)
    except OSError:
        return False
    return True


def clear_temporary(folder: Path, *, older_than: float) -> None:
    """Deletes temporary files older than so many seconds, left behind by killed processes."""
    for path in folder.iterdir():
        with suppress(OSError):
            if path.lstat().st_mtime < time.time() - older_than:
                shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
