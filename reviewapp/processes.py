"""Processes: one that must not outlive the one that started it,
and one that keeps what it has loaded.
"""

import ctypes
import gc
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def die_with_parent(number: int = signal.SIGTERM, *, parent: int | None = None) -> None:
    """Has the kernel send this process `number` when its parent dies, even by kill -9. Linux only,
    else nothing.

    `parent` is the id of the parent as it knows itself, for the case that it is dead already.
    """
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)
        if parent is not None and os.getppid() != parent:
            os.kill(os.getpid(), number)


def keep_what_is_loaded() -> None:
    """Takes what a web process has loaded out of the collector's sight,
    as it lives as long as the process.

    A full collection goes through every object there is: a hundred thousand of them cost one
    request in some dozens about 200 ms. Loads every page first, so that little comes later; what
    does is looked at less often.
    """
    from django.urls import get_resolver

    _ = get_resolver().url_patterns
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)
