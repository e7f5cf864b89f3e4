"""The public library: listed, searched, followed and found by machines, without a trace."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from jikim.areas.manuals.queries.shelf import find, shelf

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def test_everything_is_listed_and_opens() -> None:
    for language, lead in (("ko", "/"), ("en", "/en/")):
        text = Client().get(f"{lead}public/").content.decode()
        for one in shelf():
            assert f'href="{one.url(language)}"' in text
        for one in shelf()[-2:]:
            assert Client().get(one.url(language)).status_code == 200
    assert Client().get("/public/kits/none/").status_code == 404


@pytest.mark.parametrize(("asked", "language", "first"), [
    ("콜센터", "ko", "/now/call-centre/"), ("call centre", "en", "/en/now/call-centre/"), ("캐디", "ko", "/now/golf/"),
])  # fmt: skip
def test_search_in_both_languages(asked: str, language: str, first: str) -> None:
    assert find(asked, language)[0].url == first


def test_the_search_page_leaves_no_trace() -> None:
    answer = Client().get("/public/search/", {"q": "욕설 <b>"})
    assert answer.status_code == 200
    assert "<b>" not in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies
    assert answer["X-Robots-Tag"] == "noindex, nofollow"


@pytest.mark.parametrize("path", ["/public/feed.xml", "/en/public/feed.xml"])
def test_the_feed_is_atom_with_a_version_in_each_name(path: str) -> None:
    root = ET.fromstring(Client().get(path).content)
    entries = root.findall(f"{ATOM}entry")
    assert root.tag == f"{ATOM}feed"
    assert len(entries) == len(shelf())
    assert all("#v" in (one.findtext(f"{ATOM}id") or "") for one in entries)


def test_the_map_names_both_languages_and_the_robots_keep_off_posters() -> None:
    root = ET.fromstring(Client().get("/sitemap.xml").content)
    addresses = [one.text or "" for one in root.iter(f"{MAP}loc")]
    assert len(addresses) == 2 * (len(shelf()) + 3)
    assert any(one.endswith("/en/now/hotel/") for one in addresses)
    robots = Client().get("/robots.txt").content.decode()
    assert "Disallow: /now/w/" in robots
    assert "Sitemap: http" in robots
