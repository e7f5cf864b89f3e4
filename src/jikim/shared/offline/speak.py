"""How a device and the server speak: JSON in and out, every refusal with a word for the script and a reason for the person.

Never a page: a signed-out device is told 401, keeps its queue and asks its owner to sign in.
"""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.utils import timezone

from jikim.rules.access import NOBODY, Action, Actor
from jikim.rules.words import NOTHING, Text
from jikim.shared.access import Conflict, Refused, require
from jikim.shared.files.store import NotKept
from jikim.shared.offline.devices import NotYours, Revoked, Unknown
from jikim.shared.offline.registry import Clash, Facts, Missing, Packet, Taken
from jikim.shared.offline.sync import Edit
from jikim.shared.throttle import Limit

DEVICE_HEADER, UNSENT_HEADER = "X-Jikim-Device", "X-Jikim-Unsent"
#: a filled form of the largest kind is some 60 kB; a photo as the app makes it, some 500 kB
LARGEST_EDIT_BYTES, LARGEST_ATTACHMENT_BYTES = 1024 * 1024, 4 * 1024 * 1024
MEDIA_TYPES = ("image/jpeg", "image/png")
#: a season's worth of a consultant's visits with photos goes through in minutes; a runaway loop does not
LIMIT = Limit("offline", 600, 60)
View = Callable[..., HttpResponseBase]

_SIGN_IN = Text("로그인이 필요합니다. 보내지 못한 기록은 기기에 그대로 있습니다.", "Please sign in. What was not sent is still on the device.")
_TOO_LARGE = Text("한 번에 보낼 수 있는 크기를 넘었습니다.", "This is larger than what can be sent at once.")
_TOO_MANY = Text("잠시 뒤에 저절로 다시 보냅니다.", "It will be sent again by itself in a moment.")
_UNREADABLE = Text("보낸 내용을 읽을 수 없습니다.", "What was sent cannot be read.")


class Unreadable(Exception):
    """Not what a device of ours sends."""


def speaks(action: Action) -> Callable[[View], View]:
    """Names a view's action, as `acts` does, and answers every refusal in JSON."""

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            actor: Actor = getattr(request, "actor", NOBODY)
            if not actor.key:
                return refused(401, "sign_in", _SIGN_IN)
            wait = LIMIT.wait_seconds(actor.key)
            if wait:
                return refused(429, "too_many", _TOO_MANY, retry_seconds=wait)
            try:
                require(actor, action)
                answer = view(request, *args, **kwargs)
            except Exception as problem:
                said = _said_to(problem)
                if said is None:
                    raise
                return said
            answer.headers["Cache-Control"] = "no-store"
            return answer

        guarded.jikim_action = action  # type: ignore[attr-defined]
        return guarded

    return mark


def real_now() -> dt.datetime:
    """The instant, also where a model season rehearses another day: a device compares its clock with it."""
    return timezone.now()


def refused(status: int, error: str, reason: Text, *, retry_seconds: int = 0) -> JsonResponse:
    """`error` is for the script, `reason` for the person."""
    headers = {"Cache-Control": "no-store", **({"Retry-After": str(retry_seconds)} if retry_seconds else {})}
    return JsonResponse({"error": error, "reason": words(reason)}, status=status, headers=headers)


def _said_to(problem: Exception) -> JsonResponse | None:
    match problem:
        case Revoked():
            return refused(403, "revoked", problem.reason)
        case NotYours():
            return refused(403, "other_account", problem.reason)
        case Unknown():
            return refused(403, "unknown_device", problem.reason)
        case Conflict():
            return refused(409, "conflict", problem.reason)
        case Refused():
            return refused(403, "refused", problem.reason)
        case NotKept():
            return refused(422, "refused", problem.reason)
        case RequestDataTooBig():
            return refused(413, "too_large", _TOO_LARGE)
        case Unreadable():
            return refused(400, "unreadable", _UNREADABLE)
    return None


def body(request: HttpRequest, largest: int) -> bytes:
    """The body, unless it is too large; what it says of its own length is believed before any of it is read."""
    try:
        told = int(request.headers.get("Content-Length") or 0)
    except ValueError:
        told = 0
    if told > largest or len(request.body) > largest:
        raise RequestDataTooBig
    return request.body


def document(request: HttpRequest) -> dict[str, Any]:
    """The body as one JSON object."""
    try:
        found = json.loads(body(request, LARGEST_EDIT_BYTES))
    except (ValueError, RecursionError):
        raise Unreadable from None
    if not isinstance(found, dict):
        raise Unreadable
    return found


def device_uuid(request: HttpRequest) -> uuid.UUID:
    return a_uuid(request.headers.get(DEVICE_HEADER))


def unsent(request: HttpRequest) -> int | None:
    told = request.headers.get(UNSENT_HEADER, "")
    return int(told) if told.isdecimal() and len(told) < 7 else None


def edit(sent: Mapping[str, Any]) -> Edit:
    """An edit as a device sends it. Raises Unreadable."""
    values, base, closing = sent.get("values"), sent.get("base_version"), sent.get("closing", False)
    if not isinstance(values, dict) or type(base) is not int or not 0 <= base < 2**31 or not isinstance(closing, bool):
        raise Unreadable
    settled = sent.get("settled", [])
    if not isinstance(settled, list) or not all(isinstance(path, list) and all(isinstance(step, str) for step in path) for path in settled):
        raise Unreadable
    return Edit(
        a_uuid(sent.get("edit")), a_uuid(sent.get("record")), base, values, _instant(sent.get("made_at")), closing,
        tuple(tuple(path) for path in settled),
    )  # fmt: skip


def a_uuid(told: object) -> uuid.UUID:
    try:
        return uuid.UUID(told) if isinstance(told, str) else _unreadable()
    except ValueError:
        raise Unreadable from None


def text(sent: Mapping[str, Any], key: str, longest: int) -> str:
    told = sent.get(key)
    return told if isinstance(told, str) and 0 < len(told) <= longest else _unreadable()


def _unreadable() -> Any:
    raise Unreadable


def _instant(told: object) -> dt.datetime | None:
    """What the device's clock said; nonsense is no reason to refuse an edit."""
    try:
        said = dt.datetime.fromisoformat(told) if isinstance(told, str) else None
    except ValueError:
        return None
    return said if said and said.tzinfo else None


def words(said: Text) -> dict[str, str]:
    return {"ko": said.ko, "en": said.en or said.ko}


def packet_json(kind: str, one: Packet) -> dict[str, Any]:
    return {
        "kind": kind, "uuid": str(one.uuid), "title": words(one.title), "subtitle": words(one.subtitle), "form": one.form,
        "values": one.values, "version": one.version, "context": [_facts_json(each) for each in one.context],
        "on": one.on.isoformat() if one.on else None, "start": one.start.strftime("%H:%M") if one.start else None,
        "number": one.number, "closed": one.closed, "status": words(one.status) if one.status != NOTHING else None,
    }  # fmt: skip


def taken_json(taken: Taken) -> dict[str, Any]:
    return {
        "state": taken.state, "version": taken.version, "values": taken.values, "closed": taken.closed,
        "conflicts": [_clash_json(one) for one in taken.conflicts], "missing": [_missing_json(one) for one in taken.missing],
        "reason": words(taken.reason) if taken.reason != NOTHING else None,
    }  # fmt: skip


def _facts_json(one: Facts) -> dict[str, Any]:
    lines = [
        {"label": words(fact.label), "value": words(fact.value) if isinstance(fact.value, Text) else fact.value, "kind": fact.kind}
        for fact in one.facts
    ]
    return {"title": words(one.title), "facts": lines}


def _clash_json(one: Clash) -> dict[str, Any]:
    return {"path": list(one.path), "mine": one.mine, "theirs": one.theirs, "by": one.by}


def _missing_json(one: Missing) -> dict[str, Any]:
    return {"field": one.field, "row": one.row, "part": one.part, "reason": words(one.reason)}
