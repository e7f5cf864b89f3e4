"""Keying paper forms: twice, compared, settled, destroyed. The vault is written first; each step may be repeated without harm.

What a form says leaves this module only into the vault. Never says which workplace a form came from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from jikim.areas.people import public as people
from jikim.areas.surveys.models import PaperDestruction, PaperForm, Round
from jikim.areas.surveys.queries.answering import layout_of
from jikim.rules.access import Action, Actor, Role
from jikim.rules.paper import Difference, differences
from jikim.rules.questionnaire import Column
from jikim.rules.words import Text
from jikim.shared import audit
from jikim.shared.access import Conflict, require
from jikim.shared.clock import now, today
from jikim.shared.workflow import move
from jikim.vault import paper as vault
from jikim.vault.by_code import CodeSheet

ABOUT = ("sex", "unit", "age", "tenure", "job")
_CLOSED = Text(
    "이 설문지의 회차는 이미 마감되어 답을 더 넣을 수 없습니다. 설문지를 무효로 처리해 주십시오.",
    "The round of this form has closed, so no answers can be added. Please mark the form void.",
)
_DONE = Text("이미 입력이 끝난 설문지입니다.", "This form has been keyed already.")
_SAME_PERSON = Text(
    "두 번째 입력은 다른 입력 담당이 해야 합니다.", "The second keying has to be done by another keying seat."
)
_UNKNOWN = Text("이 번호의 설문지는 없습니다. 번호를 다시 확인해 주십시오.", "There is no form with this number. Please check it again.")
_NOT_READY = Text("두 번의 입력이 끝났거나 무효인 설문지만 파기할 수 있습니다.", "Only forms keyed twice, or void ones, can be destroyed.")


@dataclass(frozen=True, slots=True)
class Keyed:
    """What became of one keying. `open_lines` are the lines that still differ."""

    number: str
    status: str
    open_lines: tuple[Difference, ...] = ()


def find_form(*, number: str, by: Actor) -> PaperForm:
    """The form with that number. Conflict if there is none."""
    require(by, Action.paper_key)
    found = PaperForm.objects.select_related("round", "round__workplace").filter(number=number).first()
    if found is None:
        raise Conflict(_UNKNOWN)
    return found


def lines_of(one: Round) -> list[tuple[str, Column]]:
    """The form's question lines in order, each under a key of its own."""
    return [(f"{column.pack}:{column.item.key}", column) for column in layout_of(one).form.columns]


def key_form(*, number: str, values: Mapping[str, Any], by: Actor, turn: int | None = None) -> Keyed:
    """Take one keying of a form: the first is kept, the second compared. `values` has every line of the form.

    turn  which keying the page was for; None is the one the form waits for. A first keying that comes twice, by a second tap or
          by going back, stays one: it never passes for the second, which is another look at the paper
    Raises Conflict for an unknown or finished form, a closed round, or a second keying by the first's hand.
    """
    form = find_form(number=number, by=by)
    require(by, Action.paper_key, form.where())
    with transaction.atomic():
        _hold(form)
        sent_again = turn == 1 and form.status == "keyed_once" and form.first_keyed_by == by.key
        if sent_again:
            _need_open(form)
        else:
            _may_key(form, by)
        sheet = _sheet(form.round, values)
        if form.status == "issued" or sent_again:
            return _first(form, sheet, by)
        return _second(form, sheet, by)


def _first(form: PaperForm, sheet: CodeSheet, by: Actor) -> Keyed:
    # a keying sent again replaces the one that waits; where none waits, the answers have gone on and must not come twice
    if form.status == "issued" or 1 in vault.paper_entries(form.number):
        vault.keep_paper_entry(form.number, 1, sheet)
    if form.status == "issued":
        form.first_keyed_by = by.key
        form.save(update_fields=["first_keyed_by"])
        move(form, "keyed_once", by=by)
    return Keyed(form.number, form.status)


def _second(form: PaperForm, sheet: CodeSheet, by: Actor) -> Keyed:
    entries = vault.paper_entries(form.number)
    if 1 not in entries:
        # a crash after the vault had taken both keyings and before this row moved: nothing is left to compare
        return _settled(form, by)
    vault.keep_paper_entry(form.number, 2, sheet)
    found = differences(_values(form.round, entries[1]), _values(form.round, sheet))
    form.second_keyed_by = by.key
    form.save(update_fields=["second_keyed_by"])
    if found:
        move(form, "differing", by=by)
        return Keyed(form.number, form.status, found)
    return _settle(form, sheet, by)


def open_differences(*, number: str, by: Actor) -> tuple[Difference, ...]:
    """The lines on which the two keyings of this form differ; empty if they do not or are gone."""
    form = find_form(number=number, by=by)
    entries = vault.paper_entries(number)
    if form.status != "differing" or set(entries) != {1, 2}:
        return ()
    return differences(_values(form.round, entries[1]), _values(form.round, entries[2]))


def resolve_form(*, number: str, chosen: Mapping[str, Any], by: Actor) -> Keyed:
    """Settle the lines that differ, after a look at the paper. Lines that agree are left as they are."""
    form = find_form(number=number, by=by)
    require(by, Action.paper_key, form.where())
    with transaction.atomic():
        _hold(form)
        if form.status != "differing":
            raise Conflict(_DONE)
        _need_open(form)
        entries = vault.paper_entries(number)
        if set(entries) != {1, 2}:
            return _settled(form, by)
        values = dict(_values(form.round, entries[1]))
        found = differences(values, _values(form.round, entries[2]))
        values |= {one.key: chosen[one.key] for one in found}
        return _settle(form, _sheet(form.round, values), by)


def void_form(*, number: str, reason: Text, by: Actor) -> None:
    """An empty, torn or late form, also one keyed already whose round closed meanwhile: nothing of it is kept.

    Conflict for a form that is done: its state is asked before a keying is destroyed.
    """
    form = find_form(number=number, by=by)
    with transaction.atomic():
        _hold(form)
        if form.status not in ("issued", "keyed_once", "differing"):
            raise Conflict(_DONE)
        vault.drop_paper(number)
        move(form, "void", by=by, reason=reason)


def destroy_forms(*, numbers: Sequence[str], way: str, witness_name: str, by: Actor) -> PaperDestruction:
    """Record that these forms were destroyed together. Conflict if one of them is not ready for it."""
    require(by, Action.paper_key)
    with transaction.atomic():
        forms = list(PaperForm.objects.select_for_update().filter(number__in=list(numbers)))
        if not forms or len(forms) != len(set(numbers)) or any(form.status not in ("settled", "void") for form in forms):
            raise Conflict(_NOT_READY)
        protocol = PaperDestruction.objects.create(
            on=today(), way=way, done_by=by.key, done_by_name=by.name, witness_name=witness_name, count=len(forms),
            recorded_at=now(),
        )  # fmt: skip
        for form in forms:
            form.destroyed_in = protocol
            form.save(update_fields=["destroyed_in"])
            move(form, "destroyed", by=by)
        audit.record(by, "paper.destroyed", "paper_destruction", protocol.pk, count=len(forms), way=way)
    return protocol


def _hold(form: PaperForm) -> None:
    """The form and its round, read anew and kept: two hands at once wait for each other, and a closing round for what is being keyed."""
    form.refresh_from_db(fields=["status", "first_keyed_by"], from_queryset=PaperForm.objects.select_for_update())
    form.round.refresh_from_db(fields=["status"], from_queryset=Round.objects.select_for_update(no_key=True))


def _may_key(form: PaperForm, by: Actor) -> None:
    if form.status not in ("issued", "keyed_once"):
        raise Conflict(_DONE)
    _need_open(form)
    if form.status == "keyed_once" and form.first_keyed_by == by.key and people.holders_of(Role.KEYING) > 1:
        raise Conflict(_SAME_PERSON)


def _need_open(form: PaperForm) -> None:
    if form.round.status != "open":
        raise Conflict(_CLOSED)


def _settle(form: PaperForm, sheet: CodeSheet, by: Actor) -> Keyed:
    layout = layout_of(form.round)
    vault.settle_paper(
        form.number, str(form.round_id), sheet, on=today(), packs=layout.packs, keep_sex=layout.keep_sex
    )
    return _settled(form, by)


def _settled(form: PaperForm, by: Actor) -> Keyed:
    move(form, "settled", by=by)
    return Keyed(form.number, form.status)


def _sheet(one: Round, values: Mapping[str, Any]) -> CodeSheet:
    """Health answers are kept only where consent is ticked (a box left blank is none), conditional ones only where asked."""
    layout = layout_of(one)
    health = values.get("health")
    answers = layout.form.cleaned([int(values[key]) for key, _ in lines_of(one)], health)
    asked = {name for name, _ in layout.about}
    about = {kind: str(values.get(kind, "")) if kind in asked else "" for kind in ABOUT}
    return CodeSheet(answers=answers, health=health, **about)


def _values(one: Round, sheet: CodeSheet) -> dict[str, Any]:
    out: dict[str, Any] = {kind: getattr(sheet, kind) for kind in ABOUT} | {"health": sheet.health}
    return out | {key: answer for (key, _), answer in zip(lines_of(one), sheet.answers, strict=True)}
