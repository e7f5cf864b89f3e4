"""Tells workplaces, once, that the manual they hold has been changed. By mail one can refuse; on the manager's page it stands anyway."""

from __future__ import annotations

import hashlib
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from jikim.areas.manuals.actions.automatic import AUTOMATIC
from jikim.areas.manuals.models import ManualHandout, ManualNotice
from jikim.areas.manuals.queries.own import changed_since
from jikim.rules.manuals import Change, Kind
from jikim.rules.words import Text
from jikim.shared import audit, mail
from jikim.shared.clock import now
from jikim.shared.library.models import ContentChange

KIND = "manual_update"
_NAMED = 5
_SUBJECT = Text("[지킴] 안내서 내용이 바뀌었습니다", "[Jikim] Your manual has been changed")
_BODY = Text(
    "{name} 담당자님, 안녕하십니까.\n\n가지고 계신 ‘{manual}’에서 {count}건이 바뀌었습니다.\n\n{changes}\n\n새 판은 아래 주소에서 받으실 수 있습니다.\n{link}\n",
    "To the contact of {name}\n\nIn your “{manual}”, {count} entries have been changed.\n\n{changes}\n\nThe new edition is here:\n{link}\n",
)


def tell_holders() -> int:
    """Every workplace whose manual has changed entries it was not told of yet. A regular duty; returns how many were told."""
    if not ContentChange.objects.filter(status="approved").exists():
        return 0
    latest: dict[tuple[int, str], ManualHandout] = {}
    for one in ManualHandout.objects.filter(workplace__isnull=False).select_related("edition", "workplace").order_by("on", "pk"):
        assert one.workplace_id is not None
        latest[one.workplace_id, one.edition.kind] = one
    return sum(_tell(one) for one in latest.values())


def _tell(held: ManualHandout) -> bool:
    changes = changed_since(held)
    if not changes:
        return False
    state = hashlib.sha256(repr([(one.entry, one.after) for one in changes]).encode()).hexdigest()
    with transaction.atomic():
        _, new = ManualNotice.objects.get_or_create(
            workplace_id=held.workplace_id, edition=held.edition, state=state, defaults={"changed": len(changes), "told_at": now()}
        )
        place = held.workplace
        assert place is not None
        if new and place.contact_email:
            _mail(place, Kind(held.edition.kind), changes)
        if new:
            audit.record(AUTOMATIC, "manual.told", "manual", held.edition_id, workplace=place.number, changed=len(changes))
    return new


def _mail(place: Any, kind: Kind, changes: tuple[Change, ...]) -> None:
    link = f"{settings.JIKIM_BASE_URL}{reverse('my_manuals')}"
    ko, en = ("\n".join(f"- {one.title.say(language)}" for one in changes[:_NAMED]) for language in ("ko", "en"))
    rest = len(changes) - _NAMED
    if rest > 0:
        ko, en = f"{ko}\n- 그 밖에 {rest}건", f"{en}\n- and {rest} more"
    told = Text(
        _BODY.ko.format(name=place.name, manual=kind.label.ko, count=len(changes), changes=ko, link=link),
        _BODY.en.format(name=place.name, manual=kind.label.en, count=len(changes), changes=en, link=link),
    )
    mail.send(place.contact_email, _SUBJECT.ko, f"{told.ko}\n---\n\n{told.en}", kind=KIND, language="ko", optional=True)
