"""Mail in waves: planned, tried on oneself, put into the outbox at a pace, stopped at once. Nobody's opening or clicking is watched."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from jikim.areas.campaigns.actions.notices import send_notices
from jikim.areas.campaigns.models import Campaign, Recipient, Wave
from jikim.areas.campaigns.queries.waves import KIND, SOURCES, chosen, letter
from jikim.areas.enrolment import public as enrolment
from jikim.rules.access import Action, Actor
from jikim.rules.campaigns import wave_faults
from jikim.rules.campaigns.intake import RECIPIENT_FIELDS, check_recipients, recipient_columns
from jikim.rules.intake import RowError
from jikim.rules.intake_cells import words
from jikim.rules.words import NOTHING, Text
from jikim.shared import audit, mail
from jikim.shared.access import Conflict, Invalid, require
from jikim.shared.clock import is_rehearsed, now, today
from jikim.shared.imports import read_list
from jikim.shared.mail.optout import address_hash
from jikim.shared.workflow import move

AUTOMATIC = Actor.console("waves of mail")
#: letters are put into the outbox within these hours of Korean time only
_HOURS = range(9, 18)
FIELDS = ("on", "source", "part", "parts", "is_advertising", "subject_ko", "subject_en", "body_ko", "body_en", "pace")
_NOT_RUNNING = Text("진행 중인 캠페인만 메일을 보낼 수 있습니다.", "Mail is sent while the campaign runs.")
_EARLY = Text("보내기로 한 날이 아직 오지 않았습니다.", "Its day has not come yet.")
_NOBODY = Text("받을 사람이 없습니다.", "There is nobody to write to.")
_DONE = Text("준비 중인 차수만 고칠 수 있습니다.", "Only a planned wave can be changed.")
_STALE = Text("그 사이에 다른 사람이 고쳤습니다. 새 내용을 확인하고 다시 적어 주십시오.", "Somebody has changed it meanwhile. Look at it and write again.")


def plan_wave(*, campaign_id: int, values: Mapping[str, Any], channel_id: int | None, by: Actor) -> Wave:
    """Another wave of a campaign. Invalid for a day off, outside the period, or too near another wave."""
    require(by, Action.wave_send)
    with transaction.atomic():
        campaign = Campaign.objects.select_for_update().get(pk=campaign_id)
        if campaign.status in {"ended", "cancelled"}:
            raise Conflict(_NOT_RUNNING)
        _check(campaign, values, None)
        last = campaign.waves.order_by("-number").values_list("number", flat=True).first() or 0
        one = Wave.objects.create(
            campaign=campaign, number=last + 1, channel_id=_channel(campaign, channel_id), status="planned", status_since=now(), **{key: values[key] for key in FIELDS}
        )
        audit.record(by, "campaign_wave.written", "campaign_wave", one.workflow_key())
    return one


def edit_wave(*, wave_id: int, version: int, values: Mapping[str, Any], channel_id: int | None, by: Actor) -> Wave:
    require(by, Action.wave_send)
    with transaction.atomic():
        # the campaign first: its other waves' days hold still while this one's is looked at
        Campaign.objects.select_for_update(of=("self",)).get(waves__pk=wave_id)
        one = Wave.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=wave_id)
        if one.status != "planned":
            raise Conflict(_DONE)
        if one.version != version:
            raise Conflict(_STALE)
        _check(one.campaign, values, one)
        for key in FIELDS:
            setattr(one, key, values[key])
        one.channel_id, one.version = _channel(one.campaign, channel_id), version + 1
        one.save()
        audit.record(by, "campaign_wave.written", "campaign_wave", one.workflow_key())
    return one


def take_list(*, wave_id: int, data: bytes, by: Actor) -> tuple[int, tuple[RowError, ...]]:
    """A list of recipients: good rows are taken (in place of an earlier list), bad ones are told. Raises SheetError."""
    require(by, Action.wave_send)
    read = read_list(
        data, names=RECIPIENT_FIELDS, columns=recipient_columns, required=("organisation", "email"),
        is_heading=lambda row: len(recipient_columns(row)) == 2, is_filler=lambda raw: not any(words(value) for value in raw.values()), check=check_recipients,
    )  # fmt: skip
    good = [row.values for row in read.rows if not row.errors]
    with transaction.atomic():
        one = Wave.objects.select_for_update().get(pk=wave_id)
        if one.status != "planned" or one.source != "list":
            raise Conflict(_DONE)
        one.recipients.all().delete()
        Recipient.objects.bulk_create([
            Recipient(wave=one, organisation=row["organisation"], address=row["email"], address_hash=address_hash(row["email"]), place=place)
            for place, row in enumerate(good)
        ], batch_size=500)  # fmt: skip
        audit.record(by, "campaign_wave.list_taken", "campaign_wave", one.workflow_key(), rows=len(good))
    return len(good), tuple(error for row in read.rows for error in row.errors)


def try_wave(*, wave_id: int, to: str, language: str, by: Actor) -> None:
    """The letter to oneself, as it will go."""
    require(by, Action.wave_send)
    one = Wave.objects.select_related("campaign", "channel").get(pk=wave_id)
    told = letter(one)
    with transaction.atomic():
        # not optional: whoever has opted out still sees the own trial
        mail.send(to, f"[시험/Trial] {told.subject}", told.body, kind="campaign_trial", language=language)
        audit.record(by, "campaign_wave.tried", "campaign_wave", one.workflow_key())


def start_wave(*, wave_id: int, by: Actor) -> int:
    """Draw the recipients and begin. Returns how many there are. Started again after a stop it goes on where it was, without those
    whom another wave of the campaign has written to, or is about to.
    """
    with transaction.atomic():
        Campaign.objects.select_for_update(of=("self",)).get(waves__pk=wave_id)  # of two waves started at once, one draws after the other
        one = Wave.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=wave_id)
        if one.campaign.status != "running":
            raise Conflict(_NOT_RUNNING)
        if today() < one.on:
            raise Conflict(_EARLY)
        if one.status == "planned":
            _draw(one)
        else:
            one.recipients.filter(state="waiting", address_hash__in=_written(one)).delete()
        if not one.recipients.exists():
            raise Conflict(_NOBODY)
        move(one, "sending", by=by)
        return one.recipients.count()


def stop_wave(*, wave_id: int, reason: Text = NOTHING, by: Actor) -> None:
    """No further letter goes into the outbox."""
    with transaction.atomic():
        move(Wave.objects.select_for_update().get(pk=wave_id), "stopped", by=by, reason=reason)


def send_waves() -> int:
    """Put the next letters of every wave being sent into the outbox. A regular duty of every minute; returns how many."""
    if not is_sending_time():
        return 0
    return sum(_send_some(key) for key in list(Wave.objects.filter(status="sending").values_list("pk", flat=True)))


def is_sending_time() -> bool:
    """Working days, within the hours of letters."""
    day = today()
    return day.weekday() < 5 and day not in enrolment.days_off() and (is_rehearsed() or _hour() in _HOURS)


def send_letters() -> int:
    """A minute's share of waves and of notices to holders of old pieces. A regular duty."""
    return send_waves() + (send_notices() if is_sending_time() else 0)


def _send_some(wave_id: int) -> int:
    """A minute's share of one wave. The wave's row is held, so that stopping and sending wait for each other."""
    with transaction.atomic():
        one = Wave.objects.select_for_update(of=("self",)).select_related("campaign", "channel").get(pk=wave_id)
        if one.status != "sending":
            return 0
        if one.campaign.status != "running":
            move(one, "stopped", by=AUTOMATIC, reason=_NOT_RUNNING)
            return 0
        told, count = letter(one), 0
        for row in one.recipients.filter(state="waiting")[: max(1, -(-one.pace // 60))]:
            message = mail.send(row.address, told.subject, told.body, kind=KIND, language="ko", optional=True)
            row.state, row.message, row.address = ("queued" if message else "opted_out"), message, ""
            row.save(update_fields=["state", "message", "address"])
            count += message is not None
        if not one.recipients.filter(state="waiting").exists():
            move(one, "sent", by=AUTOMATIC)
    return count


def _draw(one: Wave) -> None:
    """Write the recipients down in the order drawn. Whoever hears of the campaign from another wave is left out."""
    written = set(_written(one))
    people = [person for person in chosen(one) if person[2] not in written]
    one.recipients.all().delete()
    Recipient.objects.bulk_create([
        Recipient(wave=one, organisation=name[:200], address=email, address_hash=key, place=place) for place, (name, email, key) in enumerate(people)
    ], batch_size=500)  # fmt: skip


def _written(one: Wave) -> QuerySet[Recipient, str]:
    """The addresses another wave of the campaign has written to, or will within the hours."""
    others = Recipient.objects.filter(wave__campaign=one.campaign).exclude(wave=one)
    return others.filter(Q(state="queued") | Q(state="waiting", wave__status="sending")).values_list("address_hash", flat=True)


def _hour() -> int:
    from django.utils import timezone

    return timezone.localtime(now()).hour


def _channel(campaign: Campaign, channel_id: int | None) -> int | None:
    return campaign.channels.filter(pk=channel_id).values_list("pk", flat=True).first() if channel_id else None


def _check(campaign: Campaign, values: Mapping[str, Any], own: Wave | None) -> None:
    others = campaign.waves.exclude(pk=own.pk if own else None).exclude(status="stopped").values_list("on", flat=True)
    errors = {
        fault.field: fault.reason
        for fault in wave_faults(values["on"], starts_on=campaign.starts_on, ends_on=campaign.ends_on, others=list(others), days_off=enrolment.days_off())
    }
    if values["source"] not in SOURCES:
        errors["source"] = Text("받는 사람을 고르십시오.", "Choose whom it goes to.")
    if not 1 <= values["part"] <= values["parts"]:
        errors["part"] = Text("몇 번째 몫인지가 나눈 수보다 클 수 없습니다.", "There are not so many parts.")
    if errors:
        raise Invalid(errors)
