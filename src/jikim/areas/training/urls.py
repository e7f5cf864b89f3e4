"""Addresses of training: sessions, what they are given with, logs, public sessions; and the open pages under /t/."""

from __future__ import annotations

from django.urls import URLPattern, path

from jikim.areas.training.queries.shelf import shelf, shelf_state
from jikim.areas.training.views import alone, announced, joining, log, materials, proof, room, sessions
from jikim.rules.access import Action
from jikim.rules.words import Text
from jikim.shared import open_shelf
from jikim.shared.ui import navigation

navigation.register(Action.training_see, "trainings", Text("교육", "Training"), order=57)
navigation.register(Action.training_see, "training_logs", Text("교육 기록", "Training log"), order=58)
navigation.register(Action.training_announce, "public_trainings", Text("공개 교육", "Public training"), order=59)

open_shelf.register("training", Text("교육", "Training"), pages=shelf, state=shelf_state, order=35)

_OPEN = "<in_language:language>t/"


def _course(prefix: str, suffix: str) -> list[URLPattern]:
    """The same pages by the public address and by a workplace's."""
    return [
        path(prefix, alone.learn, name=f"learn{suffix}"),
        path(f"{prefix}<slug:key>/", alone.learn_course, name=f"learn_course{suffix}"),
        path(f"{prefix}<slug:key>/<slug:job>/quiz/", alone.learn_quiz, name=f"learn_quiz{suffix}"),
        path(f"{prefix}<slug:key>/<slug:job>/certificate/", alone.learn_certificate, name=f"learn_certificate{suffix}"),
        path(f"{prefix}<slug:key>/<slug:job>/<int:number>/", alone.learn_slide, name=f"learn_slide{suffix}"),
    ]


urlpatterns = [
    path("training/", sessions.trainings, name="trainings"),
    path("training/plan/", sessions.training_choose, name="training_choose"),
    path("training/plan/<int:workplace_id>/", sessions.training_plan, name="training_plan"),
    path("training/visit/<int:appointment_id>/", sessions.training_plan_visit, name="training_plan_visit"),
    path("training/logs/", log.training_logs, name="training_logs"),
    path("training/logs/<int:workplace_id>/<int:year>/", log.training_log, name="training_log"),
    path("training/logs/<int:workplace_id>/<int:year>/<slug:what>/<slug:language>/", log.training_log_paper, name="training_log_paper"),
    path("training/share/<int:workplace_id>/", log.training_share, name="training_share"),
    path("training/credits/", log.training_credits, name="training_credits"),
    path("training/public/", announced.public_trainings, name="public_trainings"),
    path("training/public/new/", announced.public_training_new, name="public_training_new"),
    path("training/public/<int:session_id>/edit/", announced.public_training_edit, name="public_training_edit"),
    path("training/public/<int:session_id>/registrations/", announced.training_registrations, name="training_registrations"),
    path("training/<int:session_id>/", sessions.training, name="training"),
    path("training/<int:session_id>/edit/", sessions.training_edit, name="training_edit"),
    path("training/<int:session_id>/close/", sessions.training_close, name="training_close"),
    path("training/<int:session_id>/cancel/", sessions.training_cancel, name="training_cancel"),
    path("training/<int:session_id>/step/<slug:to>/", sessions.training_step, name="training_step"),
    path("training/<int:session_id>/slides/", materials.training_slides, name="training_slides"),
    path("training/<int:session_id>/screen/", materials.training_screen, name="training_screen"),
    path("training/<int:session_id>/qr.svg", materials.training_qr, name="training_qr"),
    path("training/<int:session_id>/paper/<slug:what>/<slug:language>/", materials.training_paper, name="training_paper"),
    path("training/<int:session_id>/names/", proof.training_names, name="training_names"),
    path("training/<int:session_id>/sheet/", proof.training_sheet, name="training_sheet"),
    path("<in_language:language>public/training/", joining.training_public, name="training_public"),
    path(_OPEN, room.training_door, name="training_door"),
    *_course(f"{_OPEN}learn/", ""),
    *_course(f"{_OPEN}w/<slug:token>/", "_at"),
    path(f"{_OPEN}join/<int:session_id>/", joining.training_register, name="training_register"),
    path(f"{_OPEN}r/<slug:token>/", joining.training_registration, name="training_registration"),
    path(f"{_OPEN}v/<slug:token>/", joining.training_verify, name="training_verify"),
    path(f"{_OPEN}<slug:code>/", room.training_room, name="training_room"),
    path(f"{_OPEN}<slug:code>/certificate/", room.training_certificate, name="training_certificate"),
    path(f"{_OPEN}<slug:code>/<slug:part>/", room.training_part, name="training_part"),
]
