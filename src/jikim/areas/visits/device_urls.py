"""Addresses of the consultant's app: its shell under /visits/, what it asks under /visits/sync/, and the office's list of devices."""

from __future__ import annotations

from django.urls import path

from jikim.areas.visits.views import device
from jikim.rules.access import Action
from jikim.rules.words import Text
from jikim.shared.ui import navigation

navigation.register(Action.records_offline, "device_shell", Text("방문 기록 앱", "Visit app"), order=13)
navigation.register(Action.devices_see, "devices", Text("방문 기기", "Devices"), order=90)

urlpatterns = [
    path("visits/", device.shell, {"language": "ko"}, name="device_shell"),
    path("visits/en/", device.shell, {"language": "en"}, name="device_shell_en"),
    path("visits/worker.js", device.worker, name="device_worker"),
    path("visits/app.webmanifest", device.manifest, name="device_manifest"),
    path("visits/sync/session/", device.session, name="device_session"),
    path("visits/sync/device/", device.enrol, name="device_enrol"),
    path("visits/sync/device/name/", device.rename, name="device_rename"),
    path("visits/sync/device/unlock/", device.unlock, name="device_unlock"),
    path("visits/sync/records/", device.records, name="device_records"),
    path("visits/sync/edits/", device.take_edit, name="device_edit"),
    path("visits/sync/attachments/<uuid:attachment_uuid>/", device.take_attachment, name="device_attachment"),
    path("devices/", device.devices, name="devices"),
    path("devices/<int:device_id>/revoke/", device.revoke, name="device_revoke"),
]
