"""Windows of the day in a form: from–to, twice. What is asked and how it comes back; whether it can be planned is the rules' matter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jikim.rules.visit_hours import WINDOWS, longest, said_hours, visit_hours

#: the fields of all windows, in order
NAMES = tuple(f"hours_{n}_{end}" for n in range(1, WINDOWS + 1) for end in ("from", "to"))


def add_hours(form: forms.Form) -> None:
    """The fields of every window, optional."""
    hint = _("Only if visits suit at certain hours of the day, such as a night shift (18:00 to 02:00) or around a kitchen's rush. Otherwise leave blank: visits begin between 9 and 14 o'clock.")
    for n in range(1, WINDOWS + 1):
        for end, label in (("from", _("Visits possible from (%(n)s)")), ("to", _("Visits possible until (%(n)s)"))):
            form.fields[f"hours_{n}_{end}"] = forms.TimeField(
                label=label % {"n": n}, required=False, help_text=hint if (n, end) == (1, "from") else "",
                widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "step": 600}),
            )  # fmt: skip


def check_hours(form: forms.Form, cleaned: Mapping[str, Any], visit_minutes: int = 0) -> None:
    """A window has both ends, and one of them is as long as a visit takes. Adds the errors to the form."""
    for n in range(1, WINDOWS + 1):
        low, high = cleaned.get(f"hours_{n}_from"), cleaned.get(f"hours_{n}_to")
        if (low is None) != (high is None) and not {f"hours_{n}_from", f"hours_{n}_to"} & set(form.errors):
            form.add_error(f"hours_{n}_{'from' if low is None else 'to'}", _("Give both ends of the hours, or neither."))
    hours = visit_hours(said_hours(cleaned))
    if hours and visit_minutes > longest(hours) and not set(NAMES) & set(form.errors):
        form.add_error("hours_1_to", _("A visit at your site takes %(minutes)s minutes. Please give at least one span that long.") % {"minutes": visit_minutes})


def initial_hours(said: Mapping[str, Any]) -> dict[str, str]:
    """The other way round, for a form that shows what was said."""
    initial: dict[str, str] = {}
    for n, one in enumerate((said.get("visit_hours") or [])[:WINDOWS], 1):
        initial |= {f"hours_{n}_from": str(one.get("from", "")), f"hours_{n}_to": str(one.get("to", ""))}
    return initial
