"""The public front page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jikim.shared.access import public_page


@public_page
def front(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/front.html")
