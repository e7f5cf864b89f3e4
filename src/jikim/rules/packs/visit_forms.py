"""Packs of visit forms: what a well-shaped document must also mean, and the VisitForm made from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from jikim.rules.packs.faults import Fault
from jikim.rules.packs.read import words
from jikim.rules.visiting.form import Condition, Field, Option, Section, VisitForm
from jikim.rules.words import Text

Document = Mapping[str, Any]

#: what a type cannot do without
_NEEDS = {"choice": "options", "choices": "options", "table": "rows", "group": "of"}
_ROLES = {"headcount": "table", "starts": "time", "ends": "time", "held_on": "date"}


def visit_form_of(document: Document) -> VisitForm:
    """The VisitForm of a checked document."""
    sections = tuple(
        Section(one["key"], words(one["title"]), tuple(one["visits"]), tuple(_field(field) for field in one["fields"]))
        for one in document["sections"]
    )
    return VisitForm(
        document["id"], document["version"], words(document["title"]), sections,
        document["headcount"], document["starts"], document["ends"], document["held_on"],
    )  # fmt: skip


def _field(one: Document) -> Field:
    return Field(
        key=one["key"], type=one["type"], label=words(one["label"]), help=words(one.get("help")),
        needed=one.get("needed") == "to_close", options=_options(one.get("options", ()), "value"),
        minimum=one.get("minimum"), maximum=one.get("maximum"), unit=words(one.get("unit")),
        asked_if=_condition(one.get("asked_if")), rows=_options(one.get("rows", ()), "key"),
        columns=_options(one.get("columns", ()), "key"), of=tuple(_field(part) for part in one.get("of", ())),
        shared=one.get("shared", False), shared_rows=_condition(one.get("shared_rows")), falls=one.get("falls", False),
    )  # fmt: skip


def _options(parts: Sequence[Document], name: str) -> tuple[Option, ...]:
    return tuple(Option(part[name], words(part["label"])) for part in parts)


def _condition(one: Document | None) -> Condition | None:
    return Condition(one["field"], tuple(one["in"])) if one else None


def visit_form_faults(document: Document) -> list[Fault]:
    """Keys that stand twice, questions without answers, conditions on what is asked later or not at all, roles nobody plays."""
    placed = [
        (f"sections[{s}].fields[{f}]", section, field)
        for s, section in enumerate(document["sections"])
        for f, field in enumerate(section["fields"])
    ]
    faults = [*_twice("sections", [section["key"] for section in document["sections"]])]
    faults += _twice("fields", [field["key"] for _, _, field in placed])
    for at, (path, section, field) in enumerate(placed):
        before = {other["key"]: (other, asked) for _, asked, other in placed[:at]}
        faults += _of_field(path, field)
        if "asked_if" in field:
            faults += _of_condition(path, field["asked_if"], section, before)
    faults += _of_roles(document, {field["key"]: field for _, _, field in placed})
    return faults


def _of_field(path: str, field: Document) -> Iterator[Fault]:
    needed = _NEEDS.get(field["type"])
    if needed and not field.get(needed):
        yield Fault(path, Text(f"‘{field['type']}’ 문항에는 ‘{needed}’이(가) 있어야 합니다.", f"A “{field['type']}” needs “{needed}”."))
    if field["type"] == "table" and not field.get("columns"):
        yield Fault(path, Text("표에는 ‘columns’가 있어야 합니다.", "A table needs “columns”."))
    for name, key in (("options", "value"), ("rows", "key"), ("columns", "key")):
        yield from _twice(f"{path}.{name}", [one[key] for one in field.get(name, ())])
    parts = field.get("of", ())
    yield from _twice(f"{path}.of", [part["key"] for part in parts])
    for i, part in enumerate(parts):
        if part["type"] in ("group", "table", "photos", "signature") or part["key"] == "id":
            yield Fault(f"{path}.of[{i}]", Text("묶음 안에 둘 수 없는 문항입니다.", "This cannot stand inside a group."))
        yield from _of_field(f"{path}.of[{i}]", part)
        if "asked_if" in part:
            before = {other["key"]: (other, {"visits": ()}) for other in parts[:i]}
            yield from _of_condition(f"{path}.of[{i}]", part["asked_if"], {"visits": ()}, before)
    if "shared_rows" in field:
        among = {part["key"]: (part, {"visits": ()}) for part in parts}
        yield from _of_condition(path, field["shared_rows"], {"visits": ()}, among)


def _of_condition(
    path: str, condition: Document, section: Document, before: Mapping[str, tuple[Document, Document]]
) -> Iterator[Fault]:
    if condition["field"] not in before:
        yield Fault(
            f"{path}.asked_if",
            Text(f"앞에 ‘{condition['field']}’ 문항이 없습니다.", f"There is no question “{condition['field']}” before this one."),
            Text("조건이 되는 문항을 앞에 두십시오.", "Put the question it depends on before it."),
        )
        return
    other, asked = before[condition["field"]]
    if not set(section["visits"]) <= set(asked["visits"]):
        yield Fault(f"{path}.asked_if", Text("조건이 되는 문항을 묻지 않는 방문이 있습니다.", "There is a visit at which the question it depends on is not asked."))
    known = ("yes", "no") if other["type"] == "yesno" else tuple(one["value"] for one in other.get("options", ()))
    for value in condition["in"]:
        if value not in known:
            yield Fault(f"{path}.asked_if", Text(f"‘{value}’은(는) 그 문항의 답이 아닙니다.", f"“{value}” is not an answer to that question."))


def _of_roles(document: Document, fields: Mapping[str, Document]) -> Iterator[Fault]:
    for role, kind in _ROLES.items():
        if fields.get(document[role], {}).get("type") != kind:
            yield Fault(role, Text(f"‘{kind}’ 문항의 이름이어야 합니다.", f"This must name a “{kind}” question."))


def _twice(path: str, keys: Sequence[str]) -> Iterator[Fault]:
    for key, count in Counter(keys).items():
        if count > 1:
            yield Fault(path, Text(f"‘{key}’이(가) 두 번 나옵니다.", f"“{key}” stands twice."))
