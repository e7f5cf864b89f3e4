"""Which workplace holds which manual: for the office, the region, and whoever visits them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jikim.areas.enrolment import public as enrolment
from jikim.areas.manuals.queries import holders as queries
from jikim.areas.manuals.views import actor
from jikim.rules.access import Action
from jikim.shared import audit, codes
from jikim.shared.access import acts
from jikim.shared.ui.tables import Choice, Column, Filter, Table, respond
from jikim.shared.ui.words import say

TABLE = Table(
    key="manual_holders", caption=_("Workplaces and their manuals"),
    columns=(
        Column("number", _("Number"), link=lambda row: reverse("workplace_manuals", args=[row.workplace_id])),
        Column("name", _("Workplace")),
        Column("state_name", _("State"), sortable=False),
        Column("practice", _("Employers' manual, edition"), numeric=True),
        Column("practice_on", _("Held since"), priority=2),
        Column("own", _("Workers' manual, edition"), numeric=True),
        Column("own_on", _("Held since (workers)"), priority=3),
        Column("changed", _("Changed since"), numeric=True),
        Column("told_on", _("Told by mail"), sortable=False, priority=2),
        Column("officer", _("Officer named"), sortable=False, value=lambda row: _("Yes") if row.officer else _("No")),
        Column("region", _("Region"), sortable=False, priority=3),
    ),
    filters=(
        Filter("state", _("State"), choices=lambda request: [Choice(key, say(text)) for key, text in queries.STATES.items()]),
        Filter("region", _("Region"), choices=lambda request: [Choice(one.key, say(one.short)) for one in codes.regions()]),
    ),
    default_sort="number", search=_("Number or workplace"), empty=_("There is no workplace within your reach."),
)  # fmt: skip


@acts(Action.manual_holders_see)
def manual_holders(request: HttpRequest) -> HttpResponseBase:
    by, season = actor(request), enrolment.the_season()
    return respond(
        request, TABLE, "manuals/holders.html", rows=lambda asked: queries.holder_rows(season_id=season.pk, asked=asked, by=by),
        exported=lambda asked, form, count: audit.record(by, "export", "manual", "holders", form=form, rows=count),
    )  # fmt: skip
