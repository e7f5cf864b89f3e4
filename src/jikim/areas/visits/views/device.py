"""The consultant's app: a shell that knows nobody, and what it says to the server. The app itself is frontend/src/visits."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from jikim.rules.access import Action, Actor
from jikim.shared.access import acts, public_page
from jikim.shared.offline import devices as store
from jikim.shared.offline import recovery, shell_page, speak, sync
from jikim.shared.offline.models import OfflineDevice
from jikim.shared.offline.registry import Kind, kind_named, kinds
from jikim.shared.offline.words import REVOKED
from jikim.shared.ui.language import chosen


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


@public_page
def shell(request: HttpRequest, language: str) -> HttpResponse:
    """The empty app. The same for everybody, so that it may lie on a shared device."""
    return HttpResponse(shell_page.draw(language), headers={"Cache-Control": "no-cache", "Content-Language": language})


@public_page
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, with the list of what it keeps. Reaches /visits/ only."""
    return HttpResponse(shell_page.worker(), content_type="text/javascript; charset=utf-8",
                        headers={"Cache-Control": "no-cache", "Service-Worker-Allowed": shell_page.SCOPE})  # fmt: skip


@public_page
def manifest(request: HttpRequest) -> HttpResponse:
    return JsonResponse(shell_page.manifest(), content_type="application/manifest+json", headers={"Cache-Control": "no-cache"})


@speak.speaks(Action.records_offline)
@require_GET
def session(request: HttpRequest) -> HttpResponse:
    """Who is signed in, a fresh token, and the key to wrap with. Asked before every sync."""
    by, key = _actor(request), recovery.public_key()
    return JsonResponse({
        "owner": by.key, "name": by.name, "token": get_token(request), "at": speak.real_now().isoformat(),
        "language": chosen(request) or get_language() or "ko",
        "recovery": {"spki": key.spki, "fingerprint": key.fingerprint} if key else None,
    })  # fmt: skip


@speak.speaks(Action.records_offline)
@require_POST
def enrol(request: HttpRequest) -> HttpResponse:
    sent = speak.document(request)
    device = store.enrol_device(
        device_uuid=speak.device_uuid(request), name=speak.text(sent, "name", 200),
        fingerprint=speak.text(sent, "fingerprint", 64), wrapped=speak.text(sent, "wrapped", 4000), by=_actor(request),
    )  # fmt: skip
    return JsonResponse({"name": device.name})


@speak.speaks(Action.records_offline)
@require_POST
def rename(request: HttpRequest) -> HttpResponse:
    name = speak.text(speak.document(request), "name", 200)
    store.rename_device(device_uuid=speak.device_uuid(request), name=name, by=_actor(request))
    return JsonResponse({})


@speak.speaks(Action.records_offline)
def unlock(request: HttpRequest) -> HttpResponse:
    """GET: the data key under the code the office told. POST: there is a new passphrase, forget it."""
    if request.method == "POST":
        store.forget_unlock(device_uuid=speak.device_uuid(request), by=_actor(request))
        return JsonResponse({})
    return JsonResponse({"wrap": store.unlock_of(_device(request))})


@speak.speaks(Action.records_offline)
@require_GET
def records(request: HttpRequest) -> HttpResponse:
    """Everything this person should have on the device, of every room."""
    by = _actor(request)
    _device(request)
    return JsonResponse({"records": [speak.packet_json(kind.name, one) for kind in kinds() for one in sync.bring(kind=kind, by=by)]})


@speak.speaks(Action.records_offline)
@require_POST
def take_edit(request: HttpRequest) -> HttpResponse:
    sent = speak.document(request)
    device = _device(request)
    taken = sync.take(kind=_kind(sent.get("kind")), edit=speak.edit(sent), device=device, by=_actor(request))
    return JsonResponse(speak.taken_json(taken))


@speak.speaks(Action.records_offline)
@require_POST
def take_attachment(request: HttpRequest, attachment_uuid: uuid.UUID) -> HttpResponse:
    """One file in one request: its bytes are the body."""
    content = speak.body(request, speak.LARGEST_ATTACHMENT_BYTES)
    if request.content_type not in speak.MEDIA_TYPES:
        raise speak.Unreadable
    sync.attach(
        kind=_kind(request.GET.get("kind")), attachment_uuid=attachment_uuid, record_uuid=speak.a_uuid(request.GET.get("record")),
        content=content, media_type=request.content_type, device=_device(request), by=_actor(request),
    )  # fmt: skip
    return JsonResponse({})


@acts(Action.devices_see)
def devices(request: HttpRequest) -> HttpResponse:
    """The office sees every device and revokes a lost one; a consultant their own."""
    return render(request, "offline/devices.html", {"devices": store.devices(by=_actor(request)), "key": recovery.public_key()})


@acts(Action.device_revoke)
@require_POST
def revoke(request: HttpRequest, device_id: int) -> HttpResponse:
    store.revoke_device(device_id=device_id, by=_actor(request))
    messages.success(request, REVOKED)
    return redirect("devices")


def _device(request: HttpRequest) -> OfflineDevice:
    return store.heard_from(device_uuid=speak.device_uuid(request), unsent=speak.unsent(request), by=_actor(request))


def _kind(name: object) -> Kind:
    found = kind_named(name) if isinstance(name, str) else None
    if found is None:
        raise speak.Unreadable
    return found
