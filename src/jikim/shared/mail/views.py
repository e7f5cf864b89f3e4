"""Stops mail of one kind for whoever opens the link in it. Needs no account; a look alone changes nothing."""

from __future__ import annotations

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from jikim.shared.access import public_page
from jikim.shared.mail.optout import SALT, opt_out


@public_page
@csrf_exempt  # mail programs post here by themselves (RFC 8058); the signed token is the permission
def stop(request: HttpRequest, token: str) -> HttpResponse:
    try:
        if request.method == "POST":
            opt_out(token)
            return render(request, "mail/stopped.html")
        signing.loads(token, salt=SALT)
    except signing.BadSignature:
        raise Http404 from None
    return render(request, "mail/stop.html")
