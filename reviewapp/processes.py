"""Processes that must not outlive the one that started them."""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def die_with_parent(number: int = signal.SIGTERM, *, parent: int | None = None) -> None:
    """Has the kernel send this process `number` when its parent dies, even by kill -9. Linux only, else nothing.

    `parent` is the id of the parent as it knows itself, for the case that it is dead already.
    """
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)
        if parent is not None and os.getppid() != parent:
            os.kill(os.getpid(), number)
