"""Addresses of surveys: the rounds."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from jikim.areas.surveys.views import cards, paper, preparing, register, result, rounds, talks
from jikim.areas.surveys.worker_urls import urlpatterns as worker_urls
from jikim.rules.access import Action
from jikim.rules.words import Text
from jikim.shared.ui import navigation

navigation.register(Action.monitor_see, "rounds", Text("설문 회차", "Survey rounds"), order=40)
navigation.register(Action.paper_key, "paper_forms", Text("종이 설문지", "Paper forms"), order=42)
navigation.register(Action.talks_see, "talks", Text("방문일 10분 상담", "Ten-minute talks"), order=44)

urlpatterns: list[URLPattern | URLResolver] = [
    path("rounds/", rounds.rounds, name="rounds"),
    path("rounds/close/", rounds.rounds_close, name="rounds_close"),
    path("rounds/open/", rounds.rounds_open, name="rounds_open"),
    path("rounds/weeks/", register.weeks, name="rounds_weeks"),
    path("rounds/prepare/", preparing.candidates, name="rounds_prepare"),
    path("rounds/prepare/<int:workplace_id>/", preparing.round_new, name="round_new"),
    path("rounds/<int:round_id>/", rounds.round_, name="round"),
    path("rounds/<int:round_id>/change/", preparing.round_change, name="round_change"),
    path("rounds/<int:round_id>/follow-up/", preparing.round_follow_up, name="round_follow_up"),
    path("rounds/<int:round_id>/open/", rounds.round_open, name="round_open"),
    path("rounds/<int:round_id>/end/", rounds.round_end, name="round_end"),
    path("rounds/<int:round_id>/consultant/", rounds.round_consultant, name="round_consultant"),
    path("rounds/<int:round_id>/cards/", cards.cards, name="cards"),
    path("rounds/<int:round_id>/cards/print/", cards.cards_print, name="cards_print"),
    path("rounds/<int:round_id>/cards/<int:sheet_id>/replace/", cards.cards_replace, name="cards_replace"),
    path("rounds/<int:round_id>/offers/", register.offers, name="offers"),
    path("rounds/<int:round_id>/offers/<str:language>.pdf", register.offers_pdf, name="offers_pdf"),
    path("rounds/<int:round_id>/notice/<str:language>.pdf", register.round_notice, name="round_notice"),
    path("rounds/<int:round_id>/close/", rounds.round_close, name="round_close"),
    path("rounds/<int:round_id>/paper/", paper.paper_issue, name="paper_issue"),
    path("paper/", paper.paper_forms, name="paper_forms"),
    path("paper/destroy/", paper.paper_destroy, name="paper_destroy"),
    path("paper/destroyed/<int:protocol_id>/", paper.paper_protocol, name="paper_protocol"),
    path("paper/<str:number>/", paper.paper_form, name="paper_form"),
    path("paper/<str:number>/void/", paper.paper_void, name="paper_void"),
    path("talks/", talks.talks, name="talks"),
    path("talks/<int:appointment_id>/", talks.talk, name="talk"),
    path("talks/<int:appointment_id>/arrange/", talks.talk_arrange, name="talk_arrange"),
    path("talks/<int:appointment_id>/notes/", talks.talk_notes, name="talk_notes"),
    path("talks/<int:appointment_id>/sheet/<str:language>.pdf", talks.talk_pdf, name="talk_pdf"),
    *worker_urls,
    path("q/done/", result.done, name="worker_done"),
    path("q/result/", result.result, name="worker_result"),
    path("q/result/save/", result.save, name="worker_save"),
    path("q/result/open/", result.open_, name="worker_open"),
    path("q/help/", result.help_, name="worker_help"),
    path("q/delete/", result.delete, name="worker_delete"),
    path("q/delete/done/", result.deleted, name="worker_deleted"),
]
