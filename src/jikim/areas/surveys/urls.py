"""Addresses of surveys: the rounds."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from jikim.areas.surveys.views import paper, result, rounds
from jikim.areas.surveys.worker_urls import urlpatterns as worker_urls
from jikim.rules.access import Action
from jikim.rules.words import Text
from jikim.shared.ui import navigation

navigation.register(Action.round_manage, "rounds", Text("설문 회차", "Survey rounds"), order=40)
navigation.register(Action.paper_key, "paper_forms", Text("종이 설문지", "Paper forms"), order=42)

urlpatterns: list[URLPattern | URLResolver] = [
    path("rounds/", rounds.rounds, name="rounds"),
    path("rounds/close/", rounds.rounds_close, name="rounds_close"),
    path("rounds/<int:round_id>/", rounds.round_, name="round"),
    path("rounds/<int:round_id>/close/", rounds.round_close, name="round_close"),
    path("rounds/<int:round_id>/paper/", paper.paper_issue, name="paper_issue"),
    path("paper/", paper.paper_forms, name="paper_forms"),
    path("paper/destroy/", paper.paper_destroy, name="paper_destroy"),
    path("paper/destroyed/<int:protocol_id>/", paper.paper_protocol, name="paper_protocol"),
    path("paper/<str:number>/", paper.paper_form, name="paper_form"),
    path("paper/<str:number>/void/", paper.paper_void, name="paper_void"),
    *worker_urls,
    path("q/done/", result.done, name="worker_done"),
    path("q/result/", result.result, name="worker_result"),
    path("q/result/save/", result.save, name="worker_save"),
    path("q/result/open/", result.open_, name="worker_open"),
    path("q/delete/", result.delete, name="worker_delete"),
    path("q/delete/done/", result.deleted, name="worker_deleted"),
]
