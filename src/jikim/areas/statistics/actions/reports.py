"""The employer's report as a file: one for a page, or the whole season's into a folder. Made from releases alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jikim.areas.dispatch import public as dispatch
from jikim.areas.statistics.models import Release
from jikim.areas.statistics.queries.releases import releases_of, source_of
from jikim.areas.statistics.report.compose import TEMPLATE, compose
from jikim.areas.statistics.report.paper import on_paper
from jikim.rules.access import Action, Actor
from jikim.shared import audit
from jikim.shared.access import require
from jikim.shared.documents import compile_pdf
from jikim.shared.documents.batch import Order, clear_left_over, finished, make_all
from jikim.shared.ui.context import product_version

LANGUAGES = ("ko", "en")


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: files made now, files already there, and how many of each form there are."""

    made: int
    skipped: int
    forms: dict[str, int]


def report_pdf(*, release_id: int, language: str, by: Actor) -> tuple[str, bytes]:
    """(file name, PDF) of one workplace's report. The reading of it is recorded."""
    release = Release.objects.select_related("reference", "workplace").get(pk=release_id)
    require(by, Action.report_see, dispatch.workplace_where(release.workplace_id))
    content = compile_pdf(TEMPLATE, data_of(release, language), language, data_date=release.data_date)
    audit.record(by, "report.download", "release", release.pk, language=language, workplace=release.workplace.number)
    return file_name(release, language), content


def build_reports(
    *, season_id: int, folder: Path, languages: Sequence[str], by: Actor, again: bool = False, processes: int = 2,
    started: Callable[[int], None] | None = None, made: Callable[[int], None] | None = None,
) -> Built:  # fmt: skip
    """Every report of the season into a folder. What is finished is left alone, unless `again`."""
    require(by, Action.reports_build)
    folder.mkdir(parents=True, exist_ok=True)
    clear_left_over(folder)
    # the newest of each workplace, before and after
    releases = list({(one.workplace_id, _is_later(one)): one for one in releases_of(season_id=season_id)}.values())
    # a folder may hold another season's or an earlier release's files under the same names: they are made again
    wanted = [(one, language, folder / file_name(one, language)) for language in languages for one in releases]
    missing = [(one, language, path) for one, language, path in wanted if again or not finished(path, made_from(one))]
    if started:
        started(len(missing))
    count = make_all(_orders(missing), processes=processes, made=made) if missing else 0
    audit.record(by, "reports.build", "season", season_id, made=count, there=len(wanted) - count, languages=list(languages))
    return Built(count, len(wanted) - count, _forms(releases))


def file_name(release: Release, language: str) -> str:
    """`W0001-ko.pdf`; signs a file name should not hold become hyphens, and then the key keeps two names apart."""
    number = release.workplace.number
    plain = re.sub(r"[^\w.-]+", "-", number).strip(".-")
    later = "-follow-up" if _is_later(release) else ""
    return f"{plain if plain == number else f'{plain}-{release.pk}'}{later}-{language}.pdf"


def _is_later(release: Release) -> bool:
    return bool(release.content["kind"] == "follow_up")


def _orders(wanted: Iterable[tuple[Release, str, Path]]) -> Iterator[Order]:
    for release, language, path in wanted:
        yield Order(TEMPLATE, data_of(release, language), language, release.data_date, path)


def made_from(release: Release) -> str:
    """What a file is made from, written into it: the release, what it is compared with, and the product's version."""
    return f"{release.content_hash[:24]}-{release.reference.content_hash[:12]}-{product_version()}"


def data_of(release: Release, language: str) -> dict[str, Any]:
    """Everything the template is given."""
    return {**on_paper(compose(source_of(release), language), language), "made_from": made_from(release)}


def _forms(releases: Sequence[Release]) -> dict[str, int]:
    forms = dict.fromkeys(("full", "whole_only", "no_figures"), 0)
    for release in releases:
        forms[release.form] += 1
    return forms


