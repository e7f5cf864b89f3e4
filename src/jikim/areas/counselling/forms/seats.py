"""The office's form about a counsellor. Asks for everything a worker reads before leaving a contact."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.forms.boundfield import BoundField
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from jikim.areas.counselling.actions.appointing import Terms
from jikim.areas.counselling.queries.seats import deputies
from jikim.rules.access import Actor
from jikim.rules.counselling import PROFESSIONS, WEEKDAY_NAMES, WEEKDAYS, fault_in_hours
from jikim.rules.words import Text
from jikim.shared import codes
from jikim.shared.ui.meanwhile import MeanwhileForm
from jikim.shared.ui.words import say


def _professions() -> list[tuple[str, str]]:
    return [(key, say(text)) for key, text in PROFESSIONS.items()]


def _regions() -> list[tuple[str, str]]:
    return [(one.key, say(one.name)) for one in codes.regions()]


class TermsForm(MeanwhileForm):
    """Hours stand in two fields for each weekday; both empty: nobody calls that day."""

    profession = forms.ChoiceField(label=_("Profession"), choices=lazy(_professions, list), widget=forms.RadioSelect)
    payer_ko = forms.CharField(
        label=_("Who pays the counsellor (Korean)"), max_length=200,
        help_text=_("Workers read this before they leave a contact. Never the employer or an agency."),
    )  # fmt: skip
    payer_en = forms.CharField(label=_("Who pays the counsellor (English)"), max_length=200, required=False)
    regions = forms.MultipleChoiceField(
        label=_("Regions"), choices=lazy(_regions, list), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked serves the whole country."),
    )  # fmt: skip
    languages = forms.MultipleChoiceField(label=_("Languages"), choices=settings.LANGUAGES, widget=forms.CheckboxSelectMultiple)
    deputy = forms.ChoiceField(
        label=_("Deputy"), required=False,
        help_text=_("Takes over urgent requests nobody has looked at for four working hours. Needs a key of their own."),
    )  # fmt: skip
    away_from = forms.DateField(label=_("Away from"), required=False, widget=forms.DateInput(format="%Y-%m-%d"))
    away_to = forms.DateField(label=_("Away until"), required=False, widget=forms.DateInput(format="%Y-%m-%d"))
    is_active = forms.BooleanField(label=_("Takes requests"), required=False)

    def __init__(self, *args: Any, by: Actor, seat_id: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deputy"].choices = [("", "–"), *deputies(besides=seat_id, by=by)]  # type: ignore[attr-defined]
        for day in WEEKDAYS:
            name = say(WEEKDAY_NAMES[day])
            for end, words in (("from", _("%(day)s from")), ("to", _("%(day)s to"))):
                self.fields[f"{day}_{end}"] = forms.TimeField(
                    label=words % {"day": name}, required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
                )

    def hour_fields(self) -> list[tuple[str, BoundField, BoundField]]:
        return [(say(WEEKDAY_NAMES[day]), self[f"{day}_from"], self[f"{day}_to"]) for day in WEEKDAYS]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if fault := fault_in_hours(self._hours(data)):
            self.add_error(None, say(fault))
        first, last = data.get("away_from"), data.get("away_to")
        if first and last and last < first:
            self.add_error("away_to", _("The last day must not be before the first."))
        return data

    def terms(self) -> Terms:
        data = self.cleaned_data
        return Terms(
            profession=data["profession"], payer_ko=data["payer_ko"], payer_en=data["payer_en"], regions=data["regions"],
            languages=data["languages"], hours={day: span for day, span in self._hours(data).items() if any(span)},
            deputy_id=int(data["deputy"]) if data["deputy"] else None, is_active=data["is_active"],
            away_from=data["away_from"], away_to=data["away_to"],
        )  # fmt: skip

    def _hours(self, data: dict[str, Any]) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for day in WEEKDAYS:
            span = tuple(f"{time:%H:%M}" if (time := data.get(f"{day}_{end}")) else "" for end in ("from", "to"))
            found[day] = span if any(span) else ()
        return found


class AppointForm(TermsForm):
    person = forms.ChoiceField(
        label=_("Person"), help_text=_("Somebody who has taken up a counsellor's seat. Others are invited under “People” first.")
    )
    field_order = ("person",)

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = people  # type: ignore[attr-defined]


class EndingForm(forms.Form):
    """How an emergency ended."""

    ending = forms.ChoiceField(label=_("How it ended"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, endings: dict[str, Text], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ending"].choices = [(key, say(text)) for key, text in endings.items()]  # type: ignore[attr-defined]
