"""What campaigns say on the home page."""

from __future__ import annotations

from django.urls import reverse

from jikim.areas.campaigns.models import Campaign, PledgeName, Wave
from jikim.areas.campaigns.queries.ledger import open_orders
from jikim.rules.access import Action, Actor, Role, may
from jikim.rules.words import Text
from jikim.shared.ui.waiting import Waiting


def waiting(actor: Actor) -> list[Waiting]:
    """Campaigns to approve and to start, names to check, orders to pack, waves stopped; a manager's parcels on their way."""
    found: list[Waiting] = []
    page, orders = reverse("campaigns"), reverse("kit_orders")
    if may(actor, Action.campaign_approve):
        mine = Campaign.objects.filter(status="proposed").exclude(written_by_key=actor.key)
        found.append(Waiting(Text("승인할 캠페인", "Campaigns to approve"), mine.count(), f"{page}?status=proposed", 40))
        found.append(Waiting(Text("멈춘 메일 차수", "Waves of mail that were stopped"), Wave.objects.filter(status="stopped", campaign__status="running").count(), page, 44))
    if may(actor, Action.pledge_decide):
        names = PledgeName.objects.filter(status="offered").count()
        found.append(Waiting(Text("확인할 기관 이름(다짐)", "Names given with pledges to check"), names, f"{reverse('pledge_names')}?status=offered", 42))
    if may(actor, Action.kit_pack):
        found.append(Waiting(Text("포장할 홍보물 주문", "Orders to pack"), open_orders(actor, "ordered"), f"{orders}?status=ordered", 41))
        found.append(Waiting(Text("보낼 홍보물 주문", "Orders to send"), open_orders(actor, "packed"), f"{orders}?status=packed", 41))
    if {Role.MANAGER, Role.AGENCY} & actor.roles:
        found.append(Waiting(Text("도착하면 ‘받았음’을 눌러 주실 홍보물", "Printed pieces on their way: confirm when they are there"), open_orders(actor, "sent"), orders, 34))
    return found
