"""What machines ask of the public library: a feed of changes, a map of its pages, what may be looked at."""

from __future__ import annotations

import datetime as dt
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from jikim.shared.access import public_page
from jikim.shared.open_pages import KEPT, open_page
from jikim.shared.open_shelf import LANGUAGES, everything, newest

#: a feed need not hold what is years old, but a whole library reviewed on one day must not push out a campaign
_MOST = 200
_PLACES = ("now", "now_note", "public_shelf", "public_manuals")
_NOON = dt.time(12, tzinfo=dt.UTC)


@open_page
def public_feed(request: HttpRequest, language: str) -> HttpResponse:
    """Atom: each page in its newest version, the last changed first. The identifier names the version."""
    base = settings.JIKIM_BASE_URL
    feed = Atom1Feed(
        title=_("Jikim: what changed in the public library"), link=base + reverse("public_shelf", kwargs={"language": language}),
        description="", language=language, feed_url=base + request.path, author_name=_("Jikim"),
    )  # fmt: skip
    for one in newest(_MOST):
        link = base + one.url(language)
        when = dt.datetime.combine(one.changed_on, _NOON)
        feed.add_item(
            title=one.title.say(language), link=link, description=one.about.say(language), unique_id=f"{link}#v{one.version}",
            updateddate=when, pubdate=when,
        )  # fmt: skip
    response = HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
    response.headers["Cache-Control"] = KEPT
    response.headers["X-Robots-Tag"] = "all"
    return response


@public_page
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page in both languages, each naming the other."""
    named = [{code: reverse(name, kwargs={"language": code}) for code in LANGUAGES} for name in _PLACES]
    pages = [*named, *({code: one.url(code) for code in LANGUAGES} for one in everything())]
    entries = "".join(_entry(addresses, code) for addresses in pages for code in LANGUAGES)
    told = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:xhtml="http://www.w3.org/1999/xhtml">{entries}</urlset>\n'
    )
    return HttpResponse(told, content_type="application/xml; charset=utf-8")


def _entry(addresses: dict[str, str], code: str) -> str:
    full = {each: escape(settings.JIKIM_BASE_URL + address, {'"': "&quot;"}) for each, address in addresses.items()}
    others = "".join(f'<xhtml:link rel="alternate" hreflang="{each}" href="{full[each]}"/>' for each in LANGUAGES)
    return f"<url><loc>{full[code]}</loc>{others}</url>"


@public_page
def robots(request: HttpRequest) -> HttpResponse:
    """The public pages may be looked at; a workplace's poster, the survey and everything behind a sign-in may not."""
    lines = [
        "User-agent: *", "Allow: /$", "Allow: /now/", "Allow: /en/now/", "Allow: /public/", "Allow: /en/public/",
        "Allow: /t/learn/", "Allow: /en/t/learn/", "Allow: /static/",
        "Disallow: /now/w/", "Disallow: /en/now/w/", "Disallow: /", f"Sitemap: {settings.JIKIM_BASE_URL}{reverse('sitemap')}",
    ]  # fmt: skip
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
