"""What is logged: one line an event, with its request or job, and never what is in a review."""

import json
import logging
import sys

import pytest
from django.db import IntegrityError, OperationalError

from reviewapp.logs import JOB, REQUEST, Json, Line, PassingFaults, Where, logging_settings, told
from reviewapp.telemetry import without_texts

HOSTILE = ["a\nERROR forged", "\r\n", "\x1b[31m", "\u2028line", "标题\u0085次行", "%s %d", "\x00"]


def record(message="", error=None, level=logging.ERROR):
    info = (type(error), error, error.__traceback__) if error else None
    made = logging.LogRecord("django.request", level, __file__, 1, message, None, info)
    assert Where().filter(made)
    assert PassingFaults().filter(made)
    return made


def raised(error):
    try:
        raise error
    except type(error):
        return sys.exception()


@pytest.mark.parametrize("text", HOSTILE)
def test_nobody_can_begin_a_line_of_the_log(text):
    for formatter in (Line(), Json()):
        said = formatter.format(record(text))
        assert len(said.splitlines()) == 1


def test_a_line_names_its_request_or_job():
    for variable, value, name in ((REQUEST, "abc12345", "request"), (JOB, 7, "job")):
        token = variable.set(value)
        made = record("well")
        variable.reset(token)
        assert json.loads(Json().format(made))[name] == value
        assert f"[{name} {value}] well" in Line().format(made)


def test_an_exception_tells_its_place_and_not_what_somebody_wrote():
    error = raised(ValueError("cannot read 骨形成标题"))
    for formatter in (Line(), Json()):
        said = formatter.format(record("job 3 failed", error))
        assert "骨形成标题" not in said
        assert "ValueError" in said
        assert "test_logs.py" in said
    assert "骨形成" not in told(raised(IntegrityError("Key (title)=(骨形成)")))
    assert "has no attribute" in told(raised(AttributeError("x has no attribute y")))


def test_while_the_database_is_away_a_request_has_one_line():
    said = Line().format(
        record("Service Unavailable: /reviews/", raised(OperationalError("connection refused")))
    )
    assert len(said.splitlines()) == 1
    assert "WARNING" in said
    assert "OperationalError: connection refused" in said


def test_the_settings_choose_the_form():
    assert (
        logging_settings(level="INFO", form="json", requests=False)["handlers"]["console"][
            "formatter"
        ]
        == "json"
    )
    assert (
        logging_settings(level="ERROR", form="line", requests=True)["loggers"][
            "reviewapp.requests"
        ]["level"]
        == "INFO"
    )


def test_a_fault_told_elsewhere_holds_no_text():
    error = raised(ValueError("骨形成"))
    event = {
        "exception": {"values": [{"type": "ValueError", "value": "骨形成"}]},
        "user": {"id": 1},
        "extra": {"a": "骨"},
        "request": {
            "url": "https://x.example/reviews/1/records/?q=骨",
            "method": "GET",
            "cookies": {"a": "b"},
        },
    }
    sent = without_texts(event, {"exc_info": (type(error), error, None)})
    assert "骨" not in json.dumps(sent, ensure_ascii=False)
    assert sent["request"] == {"url": "https://x.example/reviews/1/records/", "method": "GET"}
    away = raised(OperationalError("gone"))
    assert without_texts({}, {"exc_info": (type(away), away, None)}) is None
