"""The public library: listed, searched, followed and found by machines, without a trace."""

from __future__ import annotations

from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from jikim.areas.manuals.queries.shelf import job_pages, kit_pages, manual_pages
from jikim.shared.open_shelf import everything, find

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def test_everything_is_listed_and_opens() -> None:
    for language, lead in (("ko", "/"), ("en", "/en/")):
        text = Client().get(f"{lead}public/").content.decode()
        for one in (*job_pages(), *kit_pages()):
            assert f'href="{one.url(language)}"' in text
        led = Client().get(f"{lead}public/manuals/").content.decode()
        for one in manual_pages():
            assert f'href="{one.url(language)}"' in led
        for one in (job_pages()[-1], kit_pages()[-1], manual_pages()[-1]):
            assert Client().get(one.url(language)).status_code == 200
    assert Client().get("/public/kits/none/").status_code == 404
    assert "/public/kits/employer-kit/entrance-notice-A3-ko.pdf" in Client().get("/public/kits/employer-kit/").content.decode()


@pytest.mark.parametrize(("asked", "language", "first"), [
    ("콜센터", "ko", "/now/call-centre/"), ("call centre", "en", "/en/now/call-centre/"), ("캐디", "ko", "/now/golf/"),
    ("호텔 사업주용 실무 안내서", "ko", "/public/manuals/practice/hotel/10-29/"),
    ("self-protection manual hotel", "en", "/en/public/manuals/self-protection/hotel/all/"),
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
    assert len(entries) == min(200, sum(one.searched for one in everything()))
    assert all("#v" in (one.findtext(f"{ATOM}id") or "") for one in entries)


def test_the_map_names_both_languages_and_the_robots_keep_off_posters() -> None:
    root = ET.fromstring(Client().get("/sitemap.xml").content)
    addresses = [one.text or "" for one in root.iter(f"{MAP}loc")]
    assert len(addresses) == 2 * (len(everything()) + 4)
    assert any(one.endswith("/en/now/hotel/") for one in addresses)
    assert any(one.endswith("/en/public/manuals/practice/hotel/300-plus/") for one in addresses)
    robots = Client().get("/robots.txt").content.decode()
    rules = [line.split(": ", 1) for line in robots.splitlines() if line.startswith(("Allow", "Disallow"))]
    for path in (urlsplit(one).path for one in addresses):
        said = max((pair for pair in rules if path.startswith(pair[1])), key=lambda pair: len(pair[1]))
        assert said[0] == "Allow", f"{path} is in the map, and machines are told to keep off"
    assert "Disallow: /now/w/" in robots
    assert "Sitemap: http" in robots


@pytest.mark.parametrize(("asked", "language", "first"), [
    ("콜센터에서", "ko", "/now/call-centre/"), ("골프장 캐디가", "ko", "/now/golf/"), ("harassed in a hotel", "en", "/en/now/hotel/"),
])  # fmt: skip
def test_who_asks_as_people_speak_finds_the_own_job_first(asked: str, language: str, first: str) -> None:
    assert find(asked, language)[0].url == first


@pytest.mark.parametrize("path", ["/public/kits/no-such-kit-ko.zip", "/public/kits/employer-kit/no-such-piece-a4-ko.pdf", "/public/kits/no-such-kit/"])
def test_a_file_that_is_not_there_is_a_page_that_is_not_there(path: str) -> None:
    answer = Client().get(path)
    assert answer.status_code == 404
    assert "<title>찾으시는 화면이 없습니다" in answer.content.decode()
