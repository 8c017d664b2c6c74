"""Reading files in a process of its own, so that no file can take the server or a worker down with
it.
"""

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any

import screening
from screening.records.messages import Message, gettext_noop

#: Address space of the reader in bytes; about half of it is the program itself and its libraries.
MEMORY = 1 << 30
LARGEST_FILE = 2 << 30
#: Bytes taken at once, and how many such blocks may wait (8 MB): the process reads on while rows
#: are being stored.
BLOCK, AHEAD = 1 << 16, 128
STOPPED = gettext_noop(
    "Reading %(name)s was stopped: it needed more than %(seconds)s seconds. Split the file and import the parts."
)
BROKE = gettext_noop(
    "Reading %(name)s was stopped: it needed more memory or time than one file may have. Split it and import the parts."
)


class Reader:
    """A reading process, for one file after another. Use it as a context manager;
    leaving it ends the process.

    `seconds` bounds the processor time of all requests together and, unless `patient`,
    the wall time of each.
    """

    def __init__(self, *, seconds: int, patient: bool = False) -> None:
        self.seconds, self.patient = seconds, patient
        self._process: subprocess.Popen[bytes] | None = None
        self._blocks: queue.Queue[bytes] = queue.Queue(AHEAD)
        self._listening: threading.Thread | None = None
        self._asking = False

    def __enter__(self) -> "Reader":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends the process, whatever it is doing."""
        process, self._process, self._asking = self._process, None, False
        if process is None:
            return
        process.kill()
        process.wait()
        while (
            self._listening is not None and self._listening.is_alive()
        ):  # it may be waiting for a place
            with suppress(queue.Empty):
                self._blocks.get(timeout=0.01)
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()

    def ask(
        self, request: dict[str, Any], tick: Callable[[], None] = bool
    ) -> Iterator[dict[str, Any]]:
        """The answers of the process, the last one of the kind "end".
        `tick` is called every half second at least.

        A process that dies, or takes too long, gives an "end" with an error.
        """
        if self._asking:  # answers to a question that nobody heard out would be taken for ours
            self.close()
        self._asking, process = True, self._started()
        assert process.stdin is not None  # noqa: S101
        try:
            process.stdin.write(json.dumps(request).encode() + b"\n")
            process.stdin.flush()
        except BrokenPipeError:
            yield self._ended(BROKE, request)
            return
        started, held = time.monotonic(), b""
        while True:
            block = self._block(started, tick)
            if not block:
                yield self._ended(STOPPED if block is None else BROKE, request)
                return
            *lines, held = (held + block).split(b"\n")
            for line in lines:
                answer = json.loads(line)
                if answer["kind"] == "end":
                    self._asking = False
                    yield answer
                    return
                yield answer
            tick()

    def _block(self, started: float, tick: Callable[[], None]) -> bytes | None:
        """Some bytes of the process; none when it ended, None when it takes too long."""
        while True:
            with suppress(queue.Empty):
                return self._blocks.get(timeout=0.5)
            tick()
            if not self.patient and time.monotonic() - started > self.seconds:
                return None

    def _ended(self, text: str, request: dict[str, Any]) -> dict[str, Any]:
        self.close()
        values = {"name": request["name"], "seconds": self.seconds}
        return {"kind": "end", "error": Message(text, values).to_json()}

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            limits = {"memory": MEMORY, "seconds": self.seconds, "file_size": LARGEST_FILE}
            self._process = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "screening.actions.imports.parser_process",
                    json.dumps(limits),
                ],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                bufsize=0,
                env=_environment(),
            )
            self._blocks = queue.Queue(AHEAD)
            self._listening = threading.Thread(
                target=_listen, args=(self._process, self._blocks), daemon=True
            )
            self._listening.start()
        return self._process


def _listen(process: subprocess.Popen[bytes], blocks: queue.Queue[bytes]) -> None:
    """Takes what the process says as it comes; the last block is empty."""
    assert process.stdout is not None  # noqa: S101
    while block := os.read(process.stdout.fileno(), BLOCK):
        blocks.put(block)
    blocks.put(b"")


def _environment() -> dict[str, str]:
    """What the process needs to find the program, and nothing of what the server knows."""
    root = Path(next(iter(screening.__path__))).parent
    return {
        "PATH": os.environ.get("PATH", ""),
        "PYTHONPATH": str(root),
        "PYTHONUTF8": "1",
        "LANG": "C.UTF-8",
    }
