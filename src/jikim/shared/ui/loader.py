"""Finds a page beside its view: `visits/plan.html` is areas/visits/pages/plan.html, `ui/x.html` is shared/ui/pages/x.html."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.template import Origin
from django.template.loaders.filesystem import Loader

PACKAGE = Path(__file__).resolve().parents[2]


class RoomLoader(Loader):
    def get_template_sources(self, template_name: str) -> Iterator[Origin]:  # type: ignore[override]
        room, _, rest = template_name.partition("/")
        if not rest or ".." in Path(rest).parts or not room.isidentifier():
            return
        for base in (PACKAGE / "areas" / room / "pages", PACKAGE / "shared" / room / "pages"):
            yield Origin(name=str(base / rest), template_name=template_name, loader=self)
        # allauth asks for account/…, mfa/… and usersessions/…: people draws them
        if room in {"account", "mfa", "usersessions", "allauth"}:
            path = PACKAGE / "areas" / "people" / "pages" / room / rest
            yield Origin(name=str(path), template_name=template_name, loader=self)
