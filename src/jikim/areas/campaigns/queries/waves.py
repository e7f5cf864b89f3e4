"""A wave of mail: its letter as it goes, who would get it, what has gone. Addresses are never shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count

from jikim.areas.campaigns.models import Wave
from jikim.areas.campaigns.queries.campaigns import public_address, short_address
from jikim.areas.enrolment import public as enrolment
from jikim.rules.access import Action, Actor
from jikim.rules.campaigns import parts
from jikim.rules.words import NOTHING, Text
from jikim.shared.access import require
from jikim.shared.clock import today
from jikim.shared.mail.optout import address_hash, has_opted_out
from jikim.shared.workflow.models import StatusChange

#: the kind of mail one refuses: refused once, every later wave of every campaign leaves that address out
KIND = "campaign"
SOURCES: Mapping[str, Text] = {
    "applied": Text("이 사업에 신청한 사업장", "Workplaces that applied"), "prospects": Text("발굴 대상", "Prospects"),
    "list": Text("올린 명단", "A list sent here"),
}  # fmt: skip
_WHY = {
    "applied": Text("이 사업에 참여를 신청하시며 알려 주신 주소로 보냅니다.", "You receive it at the address given with your application."),
    "prospects": Text("이 사업을 안내받으신 곳이어서 보냅니다.", "You receive it because this programme was presented to you."),
    "list": Text("공개된 기관 연락처 또는 보내 주신 명단의 주소로 보냅니다.", "You receive it at your organisation's published address or one you gave us."),
}  # fmt: skip
_SENDER = Text("보내는 곳: 고객응대근로자 건강보호 사업 담당 공단(지킴).", "Sent by the public agency that runs the programme protecting customer service workers (Jikim).")
_PAGE = Text("캠페인 화면", "The campaign's page")


@dataclass(frozen=True, slots=True)
class Letter:
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of a wave's letters. would: how many would be written to if it started now."""

    would: int
    refused_before: int
    waiting: int
    queued: int
    sent: int
    failed: int
    opted_out: int


@dataclass(frozen=True, slots=True)
class WavePage:
    id: int
    campaign_id: int
    campaign: Text
    number: int
    on: dt.date
    source: Text
    source_key: str
    part: int
    parts: int
    pace: int
    status: str
    letter: Letter
    counts: Counts
    history: tuple[StatusChange, ...]


def wave_page(wave_id: int, *, by: Actor) -> WavePage:
    """Wave.DoesNotExist for an unknown one."""
    require(by, Action.campaign_see)
    one = Wave.objects.select_related("campaign", "channel").get(pk=wave_id)
    return WavePage(
        one.pk, one.campaign_id, one.campaign.title, one.number, one.on, SOURCES.get(one.source, NOTHING), one.source, one.part, one.parts, one.pace, one.status, letter(one),
        counts(one), tuple(StatusChange.objects.filter(thing_kind="campaign_wave", thing_key=one.workflow_key()).order_by("-id")),
    )  # fmt: skip


def letter(one: Wave) -> Letter:
    """One mail in both languages: Korean, then English. The way out stands beneath it, put there by shared/mail."""
    address = short_address(one.campaign, one.channel) if one.channel else public_address(one.campaign, "ko")
    why = _WHY[one.source]
    said = [f"{one.body_ko}\n\n{_PAGE.ko}: {address}\n\n{_SENDER.ko}\n{why.ko}", f"{one.body_en}\n\n{_PAGE.en}: {address}\n\n{_SENDER.en}\n{why.en}"]
    # Act on Promotion of Information and Communications Network Utilization, Art. 50: advertising says so at the head of its subject
    mark = "(광고) " if one.is_advertising else ""
    return Letter(f"{mark}{one.subject_ko} / {one.subject_en}", "\n\n---\n\n".join(said))


def counts(one: Wave) -> Counts:
    states = dict(one.recipients.values_list("state").annotate(n=Count("pk")).values_list("state", "n"))
    mails = dict(one.recipients.filter(state="queued").values_list("message__state").annotate(n=Count("pk")).values_list("message__state", "n"))
    people = chosen(one) if one.status == "planned" else []
    # a letter whose row has been cleared away had left before
    return Counts(
        len(people), sum(has_opted_out(email, KIND) for _, email, _ in people), states.get("waiting", 0), mails.get("queued", 0),
        mails.get("sent", 0) + mails.get(None, 0), mails.get("failed", 0), states.get("opted_out", 0),
    )  # fmt: skip


def chosen(one: Wave) -> list[tuple[str, str, str]]:
    """(organisation, address, hash) of those this wave goes to, in the order drawn: everybody of the source once, then this part of it."""
    if one.source == "list":
        found = [(row.organisation, row.address, row.address_hash) for row in one.recipients.exclude(address="")]
    else:
        seasons = enrolment.season_facts(on=today(), season_id=None)
        contacts = enrolment.applied_contacts if one.source == "applied" else enrolment.prospect_contacts
        found = [(row.organisation, row.email, address_hash(row.email)) for row in contacts(season_id=seasons.id)] if seasons else []
    by_hash = {key: (name, email, key) for name, email, key in reversed(found)}
    if one.source == "list":
        return [by_hash[key] for key in parts(by_hash, 1, one.campaign.slug)[0]]
    return [by_hash[key] for key in parts(by_hash, one.parts, one.campaign.slug)[one.part - 1]]


