"""Signed links for people without an account: one kind, one thing, until a day, and revocable all at once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.core import signing
from django.db import transaction

from jikim.areas.people.models import LinkVersion
from jikim.rules.access import Actor
from jikim.rules.words import Text
from jikim.shared import audit
from jikim.shared.access import Refused
from jikim.shared.clock import now

_BAD = Text(
    "이 링크는 사용할 수 없습니다. 주소가 잘렸거나 새 링크가 발급되었을 수 있습니다.",
    "This link does not work. It may be cut off, or a newer one has replaced it.",
)
_OLD = Text(
    "이 링크는 사용 기한이 지났습니다. 새 링크를 요청해 주십시오.",
    "This link has expired. Please ask for a new one.",
)


@dataclass(frozen=True, slots=True)
class ReadLink:
    """What a good link says: the thing's kind and key, and until when it may be used."""

    kind: str
    key: str
    expires_at: dt.datetime


def signed_link(*, kind: str, key: str, expires_at: dt.datetime) -> str:
    """The token for an address: good for one thing of one kind until then, or until links to it are revoked."""
    payload = {"k": key, "v": _version(kind, key), "e": int(expires_at.timestamp())}
    return signing.dumps(payload, salt=_salt(kind), compress=True)


def read_signed_link(*, kind: str, token: str) -> ReadLink:
    """What the token says. Raises Refused with the reason when forged, revoked or too old."""
    try:
        payload = signing.loads(token, salt=_salt(kind))
        key, version, expires = str(payload["k"]), int(payload["v"]), int(payload["e"])
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        raise Refused(_BAD) from None
    expires_at = dt.datetime.fromtimestamp(expires, tz=dt.UTC)
    if expires_at <= now():
        raise Refused(_OLD)
    if version != _version(kind, key):
        raise Refused(_BAD)
    return ReadLink(kind, key, expires_at)


def revoke_links(*, kind: str, key: str, by: Actor) -> None:
    """Kill every link to that thing given so far. The caller has asked whether `by` may."""
    with transaction.atomic():
        issue, _ = LinkVersion.objects.select_for_update().get_or_create(kind=kind, key=key)
        issue.version += 1
        issue.save(update_fields=["version"])
        audit.record(by, "links.revoked", kind, key)


def _version(kind: str, key: str) -> int:
    return LinkVersion.objects.filter(kind=kind, key=key).values_list("version", flat=True).first() or 1


def _salt(kind: str) -> str:
    return f"jikim.link.{kind}"
