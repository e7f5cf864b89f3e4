"""Addresses of counselling: the worker's pages, the counsellor's desk, the office's list, and the emergency button."""

from __future__ import annotations

from django.urls import path

from jikim.areas.counselling.queries.emergency import steps_context
from jikim.areas.counselling.views import desk, emergency, seats, talk
from jikim.areas.surveys.public import after_result
from jikim.rules.access import Action
from jikim.rules.words import Text
from jikim.shared.ui import always, navigation

navigation.register(Action.counselling_desk, "desk", Text("상담 책상", "Counselling desk"), order=14)
navigation.register(Action.counsellors_appoint, "counsellors", Text("상담자", "Counsellors"), order=79)
navigation.register(Action.emergency_see, "emergency_alerts", Text("긴급 알림", "Emergency alerts"), order=20)
always.register(Action.emergency_raise, "counselling/emergency/button.html", steps_context)
after_result.register(
    "talk", Text("상담자와 이야기하기", "Talk with a counsellor"), "worker_talk", order=20,
    about=Text("간호사나 심리상담 전문가가 연락드립니다. 누가 언제 연락하는지 먼저 읽고 정하십시오.",
               "A nurse or psychologist gets in touch. Read first who it is and when, then decide."),
)  # fmt: skip

urlpatterns = [
    path("q/talk/", talk.talk, name="worker_talk"),
    path("q/talk/ask/<int:seat_id>/", talk.ask, name="worker_talk_ask"),
    path("q/talk/change/", talk.change, name="worker_talk_change"),
    path("q/talk/contact/", talk.contact, name="worker_talk_contact"),
    path("q/talk/back/", talk.take_back, name="worker_talk_take_back"),
    path("q/talk/gone/", talk.gone, name="worker_talk_gone"),
    path("q/talk/open/", talk.come_back, name="worker_talk_open"),
    path("counselling/", desk.desk, name="desk"),
    path("counselling/key/", desk.key, name="desk_key"),
    path("counselling/passphrase/", desk.passphrase, name="desk_passphrase"),
    path("counselling/unlock/", desk.unlock, name="desk_unlock"),
    path("counselling/lock/", desk.lock, name="desk_lock"),
    path("counselling/requests/<int:request_id>/", desk.request_, name="desk_request"),
    path("counselling/requests/<int:request_id>/accept/", desk.accept, name="desk_accept"),
    path("counselling/requests/<int:request_id>/talk/", desk.session_new, name="desk_session"),
    path("counselling/requests/<int:request_id>/note/", desk.note_new, name="desk_note"),
    path("counselling/requests/<int:request_id>/close/", desk.close, name="desk_close"),
    path("counsellors/", seats.counsellors, name="counsellors"),
    path("counsellors/new/", seats.counsellor_new, name="counsellor_new"),
    path("counsellors/<int:seat_id>/", seats.counsellor, name="counsellor"),
    path("emergency/", emergency.emergency, name="emergency"),
    path("emergency/kept/", emergency.emergency_kept, name="emergency_kept"),
    path("emergency/steps/", emergency.emergency_steps, name="emergency_steps"),
    path("emergency/worker.js", emergency.emergency_worker, name="emergency_worker"),
    path("emergency/alerts/", emergency.emergency_alerts, name="emergency_alerts"),
    path("emergency/alerts/<int:alert_id>/", emergency.emergency_alert, name="emergency_alert"),
    path("emergency/alerts/<int:alert_id>/seen/", emergency.emergency_seen, name="emergency_seen"),
    path("emergency/alerts/<int:alert_id>/close/", emergency.emergency_close, name="emergency_close"),
]
