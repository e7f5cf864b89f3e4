"""Draws the app's shell, its service worker and its manifest. They hold no data and no token: a browser may keep them on a shared device."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import translation

from jikim.rules.access import Role
from jikim.shared.offline.words import app_words
from jikim.shared.ui import always

SCOPE = "/visits/"
SHELLS = {"ko": SCOPE, "en": f"{SCOPE}en/"}
KEPT = (
    "built/app.css", "built/visits.js", "built/emergency.js", "jikim/mark.svg", "jikim/app-192.png", "jikim/app-512.png",
)  # fmt: skip


def draw(language: str) -> str:
    """The shell in one language. Every seat that fills records off line is in the field: the emergency steps are on it."""
    with translation.override(language):
        return render_to_string("offline/shell.html", {
            "language": language, "words": app_words(), "always": always.parts_kept(Role.CONSULTANT), "here": SHELLS,
        })  # fmt: skip


def worker() -> str:
    """The kept files under names that change with them, then the script that keeps them."""
    kept: list[dict[str, str | None]] = [{"url": static(name), "revision": None} for name in KEPT]
    kept += [{"url": url, "revision": hashlib.sha256(draw(language).encode()).hexdigest()[:16]} for language, url in SHELLS.items()]
    return f"self.__WB_MANIFEST = {json.dumps(kept)};\nimportScripts({json.dumps(static('built/visits-worker.js'))});\n"


def manifest() -> dict[str, Any]:
    """What makes the page an app on a phone or tablet."""
    return {
        "id": SCOPE, "start_url": SCOPE, "scope": SCOPE, "display": "standalone", "orientation": "any", "lang": "ko", "dir": "ltr",
        "name": "지킴 방문 기록", "short_name": "지킴 방문", "description": "연결이 없어도 쓰는 방문 기록",
        "background_color": "#ffffff", "theme_color": "#052b57", "categories": ["business"],
        "icons": [
            {"src": static("jikim/app-192.png"), "sizes": "192x192", "type": "image/png"},
            {"src": static("jikim/app-512.png"), "sizes": "512x512", "type": "image/png"},
            {"src": static("jikim/app-512.png"), "sizes": "512x512", "type": "image/png", "purpose": "maskable"},
        ],
    }  # fmt: skip
