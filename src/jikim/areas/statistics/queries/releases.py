"""Releases within an actor's reach. Reads release rows only: there is no other way from here to a figure."""

from __future__ import annotations

from collections.abc import Iterable

from jikim.areas.statistics.models import Release
from jikim.areas.statistics.report.source import Source
from jikim.shared.packs import find_pack


def source_of(release: Release) -> Source:
    """The release as the report reads it."""
    reference = release.reference
    return Source(
        release.content, reference.content, release.form, release.data_date, release.content_hash, reference.number,
        release.rules_version, find_pack(release.instrument_id, release.instrument_version),
    )  # fmt: skip


def releases_of(*, season_id: int, numbers: Iterable[str] | None = None) -> Iterable[Release]:
    """The season's releases by workplace number, newest round last. Asks no actor: callers ask for theirs."""
    found = Release.objects.filter(season_id=season_id).select_related("reference", "workplace")
    if numbers is not None:
        found = found.filter(workplace__number__in=list(numbers))
    return found.order_by("workplace__number", "pk")
