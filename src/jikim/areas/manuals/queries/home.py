"""What manuals say on the home page."""

from __future__ import annotations

from django.urls import reverse

from jikim.areas.manuals.queries.content import waiting_for_approval
from jikim.areas.manuals.queries.own import newer_for
from jikim.rules.access import Action, Actor, Role, may
from jikim.rules.words import Text
from jikim.shared.library.models import ContentChange
from jikim.shared.ui.waiting import Waiting


def waiting(actor: Actor) -> list[Waiting]:
    """Changes to approve, own drafts, and for a manager manuals with changes."""
    found: list[Waiting] = []
    if may(actor, Action.content_approve):
        page = reverse("content")
        drafts = ContentChange.objects.filter(status="draft", edited_by_key=actor.key)
        found.append(Waiting(Text("승인할 자료 수정", "Changes of content to approve"), waiting_for_approval(actor), f"{page}?open=proposed", 30))
        found.append(Waiting(Text("내가 쓰다 만 자료 초안", "My drafts of content"), drafts.count(), f"{page}?open=draft", 31))
    if Role.MANAGER in actor.roles:
        found.append(Waiting(Text("내용이 바뀐 우리 안내서", "Our manuals with changes"), newer_for(actor), reverse("my_manuals"), 33))
    return found
