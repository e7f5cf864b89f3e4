"""A campaign, a channel, a decision with its reason."""

from __future__ import annotations

from django import forms
from django.core.validators import RegexValidator
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from jikim.areas.campaigns.queries.kits import AUDIENCES
from jikim.shared.library.overlay import current
from jikim.shared.ui.words import say

_slug = RegexValidator(r"^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$", _("Small letters, digits and hyphens only."))


def _audiences() -> list[tuple[str, str]]:
    return [(key, say(text)) for key, text in AUDIENCES.items()]


def _kits() -> list[tuple[str, str]]:
    return [(kit.id, say(kit.title)) for kit in current().kits.values()]


def _day(label: object, hint: object = "") -> forms.DateField:
    return forms.DateField(label=label, help_text=hint, widget=forms.DateInput(format="%Y-%m-%d"))  # type: ignore[arg-type]


class CampaignForm(forms.Form):
    """Everything of a campaign but its address."""

    audience = forms.ChoiceField(label=_("For whom"), choices=lazy(_audiences, list), widget=forms.RadioSelect)
    kit = forms.ChoiceField(label=_("Kit"), choices=lazy(_kits, list), help_text=_("Its pieces are offered on the campaign's page, and its pledge."))
    title_ko = forms.CharField(label=_("Title (Korean)"), max_length=80)
    title_en = forms.CharField(label=_("Title (English)"), max_length=120)
    about_ko = forms.CharField(label=_("Text of the campaign (Korean)"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    about_en = forms.CharField(label=_("Text of the campaign (English)"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    starts_on = _day(_("First day"))
    ends_on = _day(_("Last day"))
    asks_from = _day(_("The five questions from"), _("Begin some weeks earlier: what is answered before the first day is the “before”."))
    asks_until = _day(_("The five questions until"), _("What is answered after the last day is the “after”."))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class NewCampaignForm(CampaignForm):
    """With the address, which never changes: it is printed."""

    slug = forms.CharField(
        label=_("Address"), max_length=40, validators=[_slug], help_text=_("The end of the address on posters, such as summer-2017. It cannot be changed later.")
    )  # fmt: skip
    field_order = ("slug",)


class ChannelForm(forms.Form):
    key = forms.CharField(label=_("End of the short address"), max_length=20, validators=[_slug], help_text=_("Such as poster, bus, mail"))
    name_ko = forms.CharField(label=_("Name of the channel (Korean)"), max_length=60)
    name_en = forms.CharField(label=_("Name of the channel (English)"), max_length=80)
