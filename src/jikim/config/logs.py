"""JSON log lines on stderr, one object each. Never an address, an e-mail, a query string or a form's content.

Lines written while a worker's page (/q/…) is answered carry the day and no finer time, no number and no duration.
"""

from __future__ import annotations

import json
import logging
import re
import traceback
from datetime import UTC, datetime

from jikim.shared.requests import is_quiet, request_number

_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_QUERY = re.compile(r"\?[^\s\"']*")
_ADDRESS = re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b")
_LONG_TOKEN = re.compile(r"[A-Za-z0-9_\-=:]{32,}")
#: what a caller may add with `extra=`; anything else is dropped, so nothing slips in with a request object
_FACTS = ("method", "route", "status", "milliseconds", "task", "attempt", "kind", "count", "worker", "signal")
_QUIET_FACTS = ("method", "route", "status")


def without_personal_data(text: str) -> str:
    """The text with mail addresses, network addresses, query strings and long tokens blanked out."""
    text = _MAIL.sub("<mail>", text)
    text = _QUERY.sub("?…", text)
    text = _ADDRESS.sub("<address>", text)
    return _LONG_TOKEN.sub("<token>", text)


class JsonFormatter(logging.Formatter):
    """One line: when, how grave, who says it, what, and the number of the request it belongs to."""

    def format(self, record: logging.LogRecord) -> str:
        at, quiet = datetime.fromtimestamp(record.created, UTC), is_quiet()
        line: dict[str, object] = {
            "at": at.date().isoformat() if quiet else at.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "says": without_personal_data(record.getMessage()),
        }
        if number := request_number():
            line["request"] = number
        facts = _QUIET_FACTS if quiet else _FACTS
        line |= {name: value for name in facts if (value := getattr(record, name, None)) is not None}
        if record.exc_info and record.exc_info[1] is not None:
            line["exception"] = type(record.exc_info[1]).__name__
            line["where"] = _where(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=str)


def _where(problem: BaseException) -> list[str]:
    """File, line and function of each step; never the message or the values, which may hold what somebody entered."""
    frames = traceback.extract_tb(problem.__traceback__)
    return [f"{frame.filename.rpartition('/src/')[2]}:{frame.lineno} {frame.name}" for frame in frames[-12:]]


class BelowServerError(logging.Filter):
    """Leaves out Django's own line per 4xx answer: it would repeat ours, with the path. A 5xx keeps its trace, not its
    path: a short code could stand in it."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple) and len(record.args) == 2:
            record.args = (record.args[0], "-")
        return getattr(record, "status_code", 500) >= 500
