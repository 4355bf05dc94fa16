"""The log of a serving process: lines that machines read, of bounded length, and never a flood."""

import io
import json
import logging
import sys
import traceback
from typing import Any

import pytest

from portal.logs import ANSWERED, LINE_BYTES, RECORDED, REFUSED, REQUEST, logging_to

LOG = logging.getLogger("wence")


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_record_is_one_line_of_json_with_its_fields_and_the_request_it_belongs_to() -> None:
    stream = io.StringIO()
    with logging_to(stream, worker=1):
        token = REQUEST.set("0123abcd")
        LOG.info("request", extra={"status": 200, "path": "/甲\n乙"})
        REQUEST.reset(token)
    (line,) = lines(stream)
    assert line.pop("time").endswith("Z")
    assert line == {
        "level": "info",
        "worker": 1,
        "id": "0123abcd",
        "event": "request",
        "status": 200,
        "path": "/甲\n乙",
    }


@pytest.mark.parametrize("name", ["uvicorn.error", "asyncio", "gradio", "anything.else"])
def test_equal_records_are_counted_after_the_first_few(name: str) -> None:
    stream = io.StringIO()
    with logging_to(stream):
        for number in range(1_000):
            logging.getLogger(name).warning("bad request %d", number)
    said = lines(stream)
    assert len(said) == RECORDED + 1
    assert said[-1]["event"] == "left out"
    assert said[-1]["count"] == 1_000 - RECORDED


def test_records_of_a_thousand_kinds_are_bounded_altogether() -> None:
    stream = io.StringIO()
    with logging_to(stream):
        for number in range(5_000):
            LOG.error(f"kind {number}")
    assert len(stream.getvalue().splitlines()) <= 200


def test_refused_requests_are_rationed_by_status_and_answered_ones_more_freely() -> None:
    stream = io.StringIO()
    with logging_to(stream):
        for _ in range(1_000):
            LOG.info("request", extra={"status": 404})
            LOG.info("request", extra={"status": 200})
    said = lines(stream)
    assert sum(line.get("status") == 404 for line in said) == REFUSED
    assert sum(line.get("status") == 200 for line in said) == ANSWERED
    assert {line["of"]: line["count"] for line in said if "of" in line} == {"refused 404": 980, "answered": 500}


def test_what_was_left_out_is_told_when_the_window_ends_and_counting_begins_anew() -> None:
    stream = io.StringIO()
    with logging_to(stream) as handler:
        token = REQUEST.set("0123abcd")
        for _ in range(RECORDED + 3):
            LOG.error("again")
        handler.tell_what_was_left_out(now=True)
        LOG.error("again")
        REQUEST.reset(token)
    assert [line.get("id") for line in lines(stream)] == ["0123abcd"] * RECORDED + [None, "0123abcd"]
    assert [line.get("count", line["event"]) for line in lines(stream)] == ["again"] * RECORDED + [3, "again"]


def test_a_traceback_is_bounded_and_so_is_every_line() -> None:
    def deep(left: int) -> None:
        if left:
            deep(left - 1)
        raise ValueError("很长" * 100_000)

    stream = io.StringIO()
    with logging_to(stream):
        try:
            deep(300)
        except ValueError:
            LOG.exception("it failed: %s", "路径" * 10_000)
        LOG.info("request", extra={"path": "\ud800" + "长" * 10_000, "status": 200})
    text = stream.getvalue()
    assert len(text.splitlines()) == 2
    assert all(len(line.encode()) <= LINE_BYTES for line in text.splitlines())
    assert "ValueError" in text or "很长" in text


def test_what_a_library_prints_becomes_records_and_a_traceback_becomes_one() -> None:
    stream = io.StringIO()
    with logging_to(stream):
        for _ in range(100):
            try:
                raise KeyError("unknown session")
            except KeyError:
                traceback.print_exc()
        print("and a word besides")
    said = lines(stream)
    assert said[0]["event"].startswith("Traceback")
    assert said[0]["event"].endswith("KeyError: 'unknown session'")
    assert said[RECORDED]["event"] == "and a word besides"
    assert said[-1]["count"] == 100 - RECORDED


def test_what_a_terminal_would_obey_is_written_out() -> None:
    stream = io.StringIO()
    with logging_to(stream):
        LOG.info("request", extra={"status": 200, "path": "/\x1b[2J\x9b2J\u2028x"})
    assert not set("\x1b\x9b\u2028") & set(stream.getvalue())
    assert lines(stream)[0]["path"] == "/\x1b[2J\x9b2J\u2028x"


def test_everything_is_as_before_when_the_server_has_ended() -> None:
    before = logging.getLogger().handlers[:], sys.stderr, sys.stdout
    with logging_to(io.StringIO()):
        pass
    assert (logging.getLogger().handlers, sys.stderr, sys.stdout) == before
