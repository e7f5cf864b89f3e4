"""Addresses of surveys: the rounds."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from jikim.areas.surveys.views import rounds
from jikim.rules.access import Action
from jikim.rules.words import Text
from jikim.shared.ui import navigation

navigation.register(Action.round_manage, "rounds", Text("설문 회차", "Survey rounds"), order=40)

urlpatterns: list[URLPattern | URLResolver] = [
    path("rounds/", rounds.rounds, name="rounds"),
    path("rounds/close/", rounds.rounds_close, name="rounds_close"),
    path("rounds/<int:round_id>/", rounds.round_, name="round"),
    path("rounds/<int:round_id>/close/", rounds.round_close, name="round_close"),
]
