"""Addresses of the pages anybody may read without leaving a trace. `en/` before them is the same page in English."""

from __future__ import annotations

from django.urls import URLPattern, path

from jikim.areas.manuals.queries.shelf import put_up
from jikim.areas.manuals.views import feeds, now, poster, shelf
from jikim.rules.access import Action
from jikim.rules.words import Text
from jikim.shared.addresses import file_path
from jikim.shared.ui import navigation

navigation.register(Action.poster_contact_edit, "poster_contacts", Text("우리 담당자 안내", "Our contact"), order=18)

put_up()

urlpatterns: list[URLPattern] = [
    path("<in_language:language>now/", now.now, name="now"),
    path("<in_language:language>now/note/", now.now_note, name="now_note"),
    path("<in_language:language>now/poster-<slug:written>.pdf", now.now_poster, name="now_poster"),
    path("<in_language:language>now/leave/", now.now_leave, name="now_leave"),
    path("<in_language:language>now/w/<slug:token>/", now.now_place, name="now_place"),
    path("<in_language:language>now/w/<slug:token>/<slug:job>/", now.now_place, name="now_place_job"),
    path("<in_language:language>public/", shelf.public_shelf, name="public_shelf"),
    path("<in_language:language>public/search/", shelf.public_search, name="public_search"),
    path("<in_language:language>public/kits/<slug:kit>/", shelf.public_kit, name="public_kit"),
    path("<in_language:language>public/feed.xml", feeds.public_feed, name="public_feed"),
    path("sitemap.xml", feeds.sitemap, name="sitemap"),
    path("robots.txt", feeds.robots, name="robots"),
    path("my-workplace/contact/", poster.poster_contacts, name="poster_contacts"),
    path("my-workplace/contact/<int:workplace_id>/", poster.poster_contact, name="poster_contact"),
    file_path(r"^my-workplace/contact/(?P<workplace_id>[0-9]{1,12})/poster-(?P<written>ko|en)\.pdf$", poster.poster_pdf, name="poster_pdf"),
    path("my-workplace/contact/<int:workplace_id>/renew/", poster.poster_renew, name="poster_renew"),
    path("my-workplace/contact/<int:workplace_id>/qr.svg", poster.poster_qr, name="poster_qr"),
    path("<in_language:language>now/<slug:job>/", now.now_job, name="now_job"),
]
