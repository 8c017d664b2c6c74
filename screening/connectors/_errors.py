"""How asking a service can end other than with an answer. Each error carries a sentence for people."""

from datetime import datetime

from screening.records.messages import Message


class ServiceError(Exception):
    """A service gave no usable answer; `message` says what happened and what to do."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


class Refused(ServiceError):
    """The service understood and will not do it: asking again changes nothing."""


class Missing(Refused):
    """The service knows no such thing."""


class Unavailable(ServiceError):
    """The service is down, too slow, or sends broken answers, also after several tries:
    later it may work.
    """


class Parked(ServiceError):
    """The service asked to be left alone for longer than a worker should wait: go on at `until`."""

    def __init__(self, message: Message, until: datetime) -> None:
        super().__init__(message)
        self.until = until
