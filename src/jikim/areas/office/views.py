"""The home page of every seat: what is waiting for me."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jikim.rules.access import Action
from jikim.shared.access import acts


@acts(Action.home_see)
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "office/home.html")
