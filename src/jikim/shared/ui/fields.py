"""Draws a form field in KRDS markup: label, hint, control and error, tied together for assistive technology.

The only place that knows the design system's form markup. Never validates.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

TEMPLATE = "ui/components/field.html"


@dataclass(frozen=True, slots=True)
class Fault:
    """One line of the error summary."""

    label: str
    text: str
    target: str

    @property
    def sentence(self) -> str:
        """A question or a statement as a label ends by itself; a name is followed by a colon."""
        return f"{self.label}{'' if self.label.rstrip().endswith(('.', '?', '!', ':')) else ':'} {self.text}"


def faults(form: forms.BaseForm) -> list[Fault]:
    found = []
    for name, lines in form.errors.items():
        if name == "__all__":
            continue
        bound = form[name]
        found += [Fault(str(bound.label), str(line), first_id(bound)) for line in lines]
    return found


def first_id(bound: BoundField) -> str:
    """The id of the control to jump to: the first choice of a group, else the control."""
    if isinstance(bound.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return f"{bound.auto_id}_0"
    return bound.id_for_label or bound.auto_id


def shape(widget: forms.Widget) -> str:
    """Which of the drawn shapes a widget takes."""
    match widget:
        case forms.RadioSelect() | forms.CheckboxSelectMultiple():
            return "choices"
        case forms.CheckboxInput():
            return "check"
        case forms.FileInput():
            return "file"
        case _:
            return "plain"


def draw(bound: BoundField) -> SafeString:
    widget = bound.field.widget
    kind = shape(widget)
    hint_id, error_id = f"{bound.auto_id}_hint", f"{bound.auto_id}_error"
    described = [i for i, there in ((hint_id, bound.help_text), (error_id, bound.errors)) if there]
    attributes: dict[str, Any] = {}
    if kind != "choices":
        attributes["aria-describedby"] = " ".join(described) or None
        if bound.errors:
            attributes["aria-invalid"] = "true"
        if css := _css(widget):
            attributes["class"] = f"{widget.attrs.get('class', '')} {css}".strip()
        if isinstance(widget, forms.NumberInput):
            attributes.setdefault("inputmode", "numeric" if isinstance(bound.field, forms.IntegerField) else "decimal")
    if isinstance(widget, forms.DateInput):
        widget.input_type, widget.format = "date", "%Y-%m-%d"
    attributes = {key: value for key, value in attributes.items() if value is not None}
    # required by the browser would stop the form before our own words can help
    context = {
        "bound": bound, "kind": kind, "hint_id": hint_id, "error_id": error_id,
        "described": " ".join(described), "optional": not bound.field.required and kind != "check",
        "choices": list(bound) if kind == "choices" else [],
        "control": bound.as_widget(attrs=attributes) if kind != "choices" else "",
        "is_short": isinstance(widget, forms.NumberInput | forms.DateInput | forms.TimeInput),
    }  # fmt: skip
    return render_to_string(TEMPLATE, context)


def _css(widget: forms.Widget) -> str:
    match widget:
        case forms.SelectMultiple():
            return "krds-input is-list"
        case forms.Select():
            return "krds-form-select"
        case forms.FileInput():
            return "file-control"
        case forms.CheckboxInput():
            return ""
        case _:
            return "krds-input"
