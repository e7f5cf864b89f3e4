"""The office sets the share of reviewed records and the tariff. Every version stays; what is frozen keeps the amounts it was frozen with."""

from __future__ import annotations

import datetime as dt
import secrets

from django.db import transaction

from jikim.areas.enrolment import public as enrolment
from jikim.areas.visits.actions.automatic import AUTOMATIC
from jikim.areas.visits.models import VisitTerms
from jikim.areas.visits.queries.terms import ACCEPT_AFTER_DAYS, REVIEW_PERCENT
from jikim.rules.access import Action, Actor
from jikim.rules.settling import Tariff, tariff_as_json, tariff_problems
from jikim.rules.words import NOTHING, Text
from jikim.shared import audit
from jikim.shared.access import Conflict, Invalid, require
from jikim.shared.clock import now, today

_STALE = Text("그사이 다른 사람이 정산 단가나 검토 비율을 바꾸었습니다. 새 내용을 확인한 뒤 다시 저장해 주십시오.",
              "Somebody has changed the tariff or the share meanwhile. Look at the new version, then save again.")  # fmt: skip


def set_terms(
    *, season_id: int, version: int, applies_from: dt.date, review_percent: int, accept_after_days: int, tariff: Tariff, reason: Text, by: Actor,
    review_seed: str = "",
) -> VisitTerms:  # fmt: skip
    """Write the next version. Raises Invalid by field, Conflict when somebody wrote one since `version`. The seed stays unless given."""
    require(by, Action.tariff_edit)
    errors = dict(tariff_problems(tariff))
    if not 0 <= review_percent <= 100:
        errors["review_percent"] = Text("0에서 100 사이여야 합니다.", "Between 0 and 100.")
    if errors:
        raise Invalid(errors)
    with transaction.atomic():
        enrolment.lock_season(season_id)
        newest = _newest(season_id)
        if (newest.version if newest else 0) != version:
            raise Conflict(_STALE)
        seed = review_seed or (newest.review_seed if newest else _new_seed())
        made = _write(season_id, version + 1, applies_from, review_percent, seed, accept_after_days, tariff, reason, by)
        audit.record(by, "visit_terms.set", "visit_terms", f"{season_id}/{made.version}", reason=reason.ko or reason.en)
    return made


def terms_row(season_id: int) -> VisitTerms:
    """The newest version as stored, written with the programme's defaults where there is none: a draw needs a seed nobody could foresee."""
    with transaction.atomic():
        enrolment.lock_season(season_id)
        return _newest(season_id) or _write(season_id, 1, today(), REVIEW_PERCENT, _new_seed(), ACCEPT_AFTER_DAYS, None, NOTHING, AUTOMATIC)


def _newest(season_id: int) -> VisitTerms | None:
    return VisitTerms.objects.filter(season_id=season_id).order_by("-version").first()


def _new_seed() -> str:
    return secrets.token_hex(16)


def _write(
    season_id: int, version: int, applies_from: dt.date, percent: int, seed: str, days: int, tariff: Tariff | None, reason: Text, by: Actor
) -> VisitTerms:
    return VisitTerms.objects.create(
        season_id=season_id, version=version, applies_from=applies_from, review_percent=percent, review_seed=seed, accept_after_days=days,
        tariff=tariff_as_json(tariff) if tariff else None, reason_ko=reason.ko, reason_en=reason.en, by_key=by.key, by_name=by.name[:120], at=now(),
    )  # fmt: skip
