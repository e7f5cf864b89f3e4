"""Static files: hashed names without a collecting step, kept by browsers for ever, and light."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.test import Client

BUILT = Path(finders.find("jikim/mark.svg")).parent.parent / "built"
LIMIT_BYTES = 150_000


def body(response: object) -> bytes:
    # reading to the end closes the file; closing by hand would look at database connections
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.fixture(autouse=True)
def _is_built():
    assert (BUILT / "app.css").is_file(), "run: python frontend/build.py"


def test_a_hashed_name_is_served_and_kept_for_ever():
    url = static("built/app.css")
    assert re.fullmatch(r"/static/built/app\.[0-9a-f]{12}\.css", url)
    response = Client().get(url)
    assert body(response) == (BUILT / "app.css").read_bytes()
    assert response.status_code == 200
    assert "immutable" in response["Cache-Control"]


def test_a_plain_name_is_served_but_not_kept_for_ever():
    response = Client().get("/static/built/app.css")
    assert body(response)
    assert "immutable" not in response["Cache-Control"]


def test_a_missing_file_breaks_no_page():
    assert static("no/such.css") == "/static/no/such.css"


def test_every_file_the_styles_name_is_there():
    css = (BUILT / "fonts.css").read_text()
    names = set(re.findall(r'url\("?(?:\./)?(fonts/[^)"]+)"?\)', css))
    assert len(names) > 100
    assert all((BUILT / name).is_file() for name in names)
    assert not re.findall(r"url\([\"']?(?:https?:)?//", css + (BUILT / "app.css").read_text())


def test_styles_are_compressed_before_they_are_asked_for():
    response = Client().get(static("built/app.css"), headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(body(response)) == (BUILT / "app.css").read_bytes()
    assert response["Content-Encoding"] == "gzip"


@pytest.mark.parametrize("path", ["/", "/ui/", "/offline/"])
def test_a_first_visit_is_light(path, settings, db):
    """At most 150 kB compressed on first load, fonts aside: the page and everything it names."""
    settings.JIKIM_DEMO = True
    client = Client()
    sent = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert sent["Content-Encoding"] == "gzip"
    html = gzip.decompress(sent.content)
    names = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', html.decode()))
    assert names
    weight = len(sent.content)
    for name in names:
        response = client.get(name, headers={"Accept-Encoding": "gzip"})
        assert response.status_code == 200, name
        weight += len(body(response))
    assert weight <= LIMIT_BYTES, f"{path} weighs {weight:,} bytes"
    assert weight > 10_000, "nothing was measured"
