"""Reviewers whose connection is cut, who press twice, have two tabs open, or were away;
each keeps a ledger.
"""

import http.client
import json
import random
import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable
from uuid import UUID, uuid4

from tests.benchmarks.vote_ledger import Press

STAGE = "title-abstract"
TOKEN = "b" * 32
#: Seconds that a person waits for an answer before asking again.
LONGEST_SILENCE = 30
#: SO_LINGER: close with a reset, as a network that goes away, instead of a farewell.
RESET = struct.pack("ii", 1, 0)


class Line:
    """One connection to the server, kept open as long as it lasts."""

    def __init__(self, port: int, path: str, session: str) -> None:
        self.port, self.path = port, path
        self.connection: http.client.HTTPConnection | None = None
        self.headers = {
            "Cookie": f"sessionid={session}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
            "Accept": "application/json",
            "Content-Type": "application/json",
            "Host": f"127.0.0.1:{port}",
        }

    def ask(self, what: str, body: bytes) -> tuple[int, bytes] | None:
        """Status and text of the answer; None when there was none."""
        try:
            if self.connection is None:
                self.connection = http.client.HTTPConnection(
                    "127.0.0.1", self.port, timeout=LONGEST_SILENCE
                )
            self.connection.request("POST", f"{self.path}{what}/", body, self.headers)
            answer = self.connection.getresponse()
            text = answer.read()
        except (OSError, http.client.HTTPException):
            self.hang_up()
            return None
        if answer.will_close:
            self.hang_up()
        return answer.status, text

    def cut(self, what: str, body: bytes, share: float) -> bool:
        """Sends that share of the request on a line of its own and cuts it;
        whether anything was sent.
        """
        head = "".join(f"{name}: {value}\r\n" for name, value in self.headers.items())
        whole = (
            f"POST {self.path}{what}/ HTTP/1.1\r\n{head}Content-Length: {len(body)}\r\n\r\n".encode()
            + body
        )
        try:
            with socket.create_connection(
                ("127.0.0.1", self.port), timeout=LONGEST_SILENCE
            ) as line:
                if random.random() < 0.5:
                    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
                line.sendall(whole[: round(len(whole) * share)])
        except OSError:
            pass
        return share > 0

    def hang_up(self) -> None:
        """Closes the connection."""
        if self.connection is not None:
            self.connection.close()
        self.connection = None


class Person(threading.Thread):
    """Presses keys until `presses` are done or the clock says `until`.

    `own` records are shared with one other, `contested` ones with everybody. `away`: how many votes
    the person comes back with once, after how many seconds offline.
    """

    def __init__(
        self,
        number: int,
        line: Callable[[], Line],
        own: list[int],
        contested: list[int],
        presses: int,
        away: tuple[int, float],
        until: float,
    ) -> None:
        super().__init__(daemon=True)
        self.number, self.new_line, self.line = number, line, line()
        self.own, self.contested = list(reversed(own)), random.sample(contested, len(contested))
        self.wanted, self.away, self.until = presses, away, until
        self.leaves_at = random.randrange(max(1, presses // 2))
        self.ledger: list[Press] = []
        self.answers: Counter[str] = Counter()
        self.shapes: Counter[str] = Counter()
        self.strange: list[str] = []

    def run(self) -> None:
        shapes = {
            self.plain: 86,
            self.cut_before: 2,
            self.cut_during: 2,
            self.cut_after: 2,
            self.ten_at_once: 1,
            self.two_tabs: 2,
            self.change: 2,
            self.take_back: 2,
            self.after_the_last_place: 6,
        }
        gone = False
        while len(self.ledger) < self.wanted and self.own and time.monotonic() < self.until:
            if not gone and len(self.ledger) >= self.leaves_at:
                gone, shape = True, self.go_away
            else:
                shape = random.choices(list(shapes), list(shapes.values()))[0]
            self.shapes[shape.__name__] += 1
            shape()
        self.line.hang_up()

    # The shapes of a key press
    # ---------------------------------------------------------------------------------------

    def plain(self) -> None:
        self.deliver(self.press(self.own.pop()))

    def cut_before(self) -> None:
        self.cut(0.0)

    def cut_during(self) -> None:
        self.cut(random.uniform(0.05, 0.99))

    def cut_after(self) -> None:
        self.cut(1.0)

    def cut(self, share: float) -> None:
        """The line is cut; four of five presses are sent again later, as the outbox does,
        one is given up.
        """
        press = self.press(self.own.pop())
        press.sent |= self.line.cut(*self.written(press, None), share)
        if random.random() < 0.8:
            self.deliver(press)

    def ten_at_once(self) -> None:
        press = self.press(self.own.pop())
        self.at_once([press] * 10)

    def two_tabs(self) -> None:
        record = self.own.pop()
        tabs = [self.press(record, verdict) for verdict in ("include", "exclude")]
        for press in tabs:
            press.alone = False
        self.at_once(tabs)

    def change(self) -> None:
        """Votes, and changes the vote at once."""
        record = self.own.pop()
        first = self.press(record, "include")
        self.deliver(first)
        self.deliver(self.press(record, "maybe"), seen=first.key)

    def take_back(self) -> None:
        record = self.own.pop()
        self.deliver(self.press(record))
        self.deliver(self.press(record, ""))

    def after_the_last_place(self) -> None:
        if self.contested:
            self.deliver(self.press(self.contested.pop()))

    def go_away(self) -> None:
        """Works without a connection for a while, and comes back with all of it."""
        number, seconds = self.away
        waiting = [self.press(self.own.pop()) for _ in range(min(number, len(self.own)))]
        time.sleep(seconds)
        for press in waiting:
            self.deliver(press)

    # Sending
    # ---------------------------------------------------------------------------------------------------------

    def press(self, record: int, verdict: str | None = None) -> Press:
        verdict = random.choice(["include", "exclude", "maybe"]) if verdict is None else verdict
        press = Press(uuid4(), self.number, record, verdict)
        self.ledger.append(press)
        return press

    def written(self, press: Press, seen: UUID | None) -> tuple[str, bytes]:
        body = {"record": press.record, "key": str(press.key)}
        if press.verdict:
            body |= {"verdict": press.verdict, "seen": str(seen or "none")}
        return ("vote" if press.verdict else "clear"), json.dumps(body).encode()

    def deliver(self, press: Press, seen: UUID | None = None) -> None:
        """Sends it until it is answered."""
        while not self.once(self.line, press, seen):
            time.sleep(random.uniform(0.1, 1.0))

    def at_once(self, presses: list[Press]) -> None:
        """Sends all in the same moment, each on a line of its own,
        then again what was not answered.
        """
        gate = threading.Barrier(len(presses))

        def send(press: Press) -> None:
            line = self.new_line()
            gate.wait()
            self.once(line, press, None)
            line.hang_up()

        threads = [threading.Thread(target=send, args=(press,)) for press in presses]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for press in dict.fromkeys(id(press) for press in presses):
            one = next(p for p in presses if id(p) == press)
            if not one.acknowledged and not one.refused:
                self.deliver(one)

    def once(self, line: Line, press: Press, seen: UUID | None) -> bool:
        """Whether there was an answer that tells what became of it."""
        press.sent = True
        answer = line.ask(*self.written(press, seen))
        if answer is None or answer[0] >= 500:
            self.answers["none" if answer is None else str(answer[0])] += 1
            return False
        status, text = answer
        if status == 200:
            press.acknowledged = True
            self.answers["acknowledged"] += 1
        elif status == 409:
            press.refused = json.loads(text)["code"]
            self.answers[press.refused] += 1
        else:
            self.strange.append(f"{status} {text[:200]!r} to {press}")
            press.refused = str(status)
        return True
