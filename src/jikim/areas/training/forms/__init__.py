"""What training's forms ask. They check shapes; what may be, the actions decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from jikim.areas.training.queries.courses import courses, occupations
from jikim.rules.training import CATEGORIES
from jikim.shared.ui.asking import small_enough
from jikim.shared.ui.words import say

LANGUAGES = [("ko", "한국어"), ("en", "English")]


def _courses() -> list[tuple[str, str]]:
    return [(one.id, say(one.title)) for one in courses()]


def _jobs() -> list[tuple[str, str]]:
    return [("", "–"), *((one.key, say(one.title)) for one in occupations())]


def _categories() -> list[tuple[str, str]]:
    return [(one.key, say(one.name)) for one in CATEGORIES]


class PlanForm(forms.Form):
    """What every session has."""

    course = forms.ChoiceField(label=_("Course"), choices=lazy(_courses, list))
    occupation = forms.ChoiceField(label=_("Occupation"), choices=lazy(_jobs, list), required=False, help_text=_("The workers' course shows the situations of this work."))
    language = forms.ChoiceField(label=_("Language of the slides"), choices=LANGUAGES)
    on = forms.DateField(label=_("Date"), widget=forms.DateInput(format="%Y-%m-%d"))
    start = forms.TimeField(label=_("Begins at"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}))
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=600)
    place = forms.CharField(label=_("Room or place"), max_length=200, required=False)
    link = forms.URLField(label=_("Link, if it is given online"), max_length=300, required=False, assume_scheme="https")
    trainer = forms.CharField(label=_("Trainer"), max_length=120)
    qualification = forms.CharField(label=_("Trainer's qualification"), max_length=200, required=False, help_text=_("It stands in the training log, such as: occupational health nurse, 12 years in the field."))


class SessionForm(PlanForm):
    with_names = forms.TypedChoiceField(
        label=_("Who was there"), coerce=lambda value: value == "yes", widget=forms.RadioSelect,
        choices=[("no", _("Count heads only")), ("yes", _("Names and signatures: the employer must prove who was there"))],
    )  # fmt: skip


class PublicForm(PlanForm):
    scope = forms.ChoiceField(label=_("For whom"), choices=[("employers", _("Employers and managers")), ("consumers", _("Consumers"))])
    title_ko = forms.CharField(label=_("Title (Korean)"), max_length=200)
    title_en = forms.CharField(label=_("Title (English)"), max_length=200, required=False)
    about_ko = forms.CharField(label=_("What it is about (Korean)"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000, required=False)
    about_en = forms.CharField(label=_("What it is about (English)"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000, required=False)
    seats = forms.IntegerField(label=_("Number of seats"), min_value=1, max_value=10_000)

    field_order = ("scope", "title_ko", "title_en", "about_ko", "about_en")


class CloseForm(forms.Form):
    attended = forms.IntegerField(label=_("How many were there?"), min_value=0, max_value=100_000)
    note = forms.CharField(label=_("Note"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("For the training log. Please write nobody's name and no health matter."))


class NamesForm(forms.Form):
    names = forms.CharField(label=_("Names, one to a line"), widget=forms.Textarea(attrs={"rows": 12}), required=False, max_length=40_000)

    def lines(self) -> list[str]:
        return str(self.cleaned_data["names"]).splitlines()


class SheetForm(forms.Form):
    file = forms.FileField(label=_("Picture or PDF of the signed sheet"), validators=[small_enough], help_text=_("JPEG, PNG or PDF, up to 15 MB."))


class CreditForm(forms.Form):
    course = forms.ChoiceField(label=_("Course"), choices=lazy(_courses, list))
    category = forms.ChoiceField(label=_("Counts as"), choices=lazy(_categories, list))
    most_minutes = forms.IntegerField(label=_("At most so many minutes of one session"), min_value=0, max_value=240)


class RegistrationForm(forms.Form):
    """On an open page: drawn by hand, so that no context is needed."""

    name = forms.CharField(label=_("Name"), max_length=60)
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    organisation = forms.CharField(label=_("Organisation"), max_length=120, required=False)

    def said(self) -> dict[str, Any]:
        return dict(self.cleaned_data)
