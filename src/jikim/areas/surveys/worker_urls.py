"""Addresses of the worker's questionnaire. They carry a page's number and nothing else."""

from __future__ import annotations

from django.urls import URLPattern, path

from jikim.areas.surveys.views import answer, kiosk, look, slot

urlpatterns: list[URLPattern] = [
    path("q/", answer.code, name="worker_code"),
    path("q/start/", answer.start, name="worker_start"),
    path("q/<int:number>/", answer.page, name="worker_page"),
    path("q/on/", answer.on, name="worker_on"),
    path("q/look/", look.look, name="worker_look"),
    path("q/leave/", look.leave, name="worker_leave"),
    path("q/kiosk/", kiosk.kiosk, name="worker_kiosk"),
    path("q/kiosk/end/", kiosk.kiosk_end, name="worker_kiosk_end"),
    path("q/slot/", slot.slots, name="worker_slot"),
    path("q/slot/take/", slot.slot_take, name="worker_slot_take"),
    path("q/slot/back/", slot.slot_back, name="worker_slot_back"),
    path("kiosk/talk/", kiosk.kiosk_talk, name="kiosk_talk"),
    path("kiosk/", kiosk.kiosk_start, name="kiosk_start"),
]
