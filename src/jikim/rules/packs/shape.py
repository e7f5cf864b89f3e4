"""The shape of a pack, by JSON Schema, with what is wrong said in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from jsonschema.exceptions import ValidationError, best_match  # type: ignore[import-untyped]

from jikim.rules.packs.faults import Fault, place
from jikim.rules.words import NOTHING, Text

_TYPES = {
    "object": Text("이름: 값 목록", "a list of `name: value`"),
    "array": Text("목록", "a list"),
    "string": Text("글자", "text"),
    "integer": Text("정수", "a whole number"),
    "number": Text("숫자", "a number"),
    "boolean": Text("true 또는 false", "true or false"),
    "null": Text("빈 값", "nothing"),
}


def shape_faults(document: Mapping[str, Any], schema: Mapping[str, Any]) -> list[Fault]:
    """Every place where the document does not have the schema's shape, in the document's order."""
    errors = sorted(
        Draft202012Validator(schema).iter_errors(document), key=lambda e: [str(p) for p in e.absolute_path]
    )
    return [_fault(error) for error in errors]


def _fault(error: ValidationError) -> Fault:
    if error.validator in ("oneOf", "anyOf") and error.context:
        inner = best_match(error.context)
        if inner is not None and inner.validator != "type":
            return _fault(inner)
    problem, remedy = _words(error)
    return Fault(place(error.absolute_path), problem, remedy)


def _words(error: ValidationError) -> tuple[Text, Text]:
    wanted, value = error.validator_value, error.instance
    match error.validator:
        case "required":
            missing = ", ".join(name for name in wanted if name not in value)
            return Text(f"‘{missing}’이(가) 없습니다.", f"“{missing}” is missing."), Text(
                "추가해 주십시오.", "Add it."
            )
        case "additionalProperties" | "unevaluatedProperties":
            known = error.schema.get("properties", {})
            extra = ", ".join(sorted(name for name in value if name not in known))
            remedy = (
                Text(f"쓸 수 있는 항목: {', '.join(known)}.", f"Known: {', '.join(known)}.")
                if known
                else NOTHING
            )
            return Text(f"알 수 없는 항목 ‘{extra}’이(가) 있습니다.", f"“{extra}” is not known here."), remedy
        case "type":
            kinds = [_TYPES[kind] for kind in ([wanted] if isinstance(wanted, str) else wanted)]
            ko, en = " 또는 ".join(k.ko for k in kinds), " or ".join(k.en for k in kinds)
            return Text(
                f"여기에는 {ko}이(가) 와야 하는데 ‘{_shown(value)}’이(가) 있습니다.",
                f"This must be {en}, but is “{_shown(value)}”.",
            ), NOTHING
        case "enum":
            choices = ", ".join(str(choice) for choice in wanted)
            return Text(
                f"‘{_shown(value)}’은(는) 쓸 수 없습니다.", f"“{_shown(value)}” is not possible."
            ), Text(f"다음 중 하나를 쓰십시오: {choices}.", f"Use one of: {choices}.")
        case "pattern":
            return Text(
                f"‘{_shown(value)}’의 형식이 다릅니다.", f"“{_shown(value)}” does not have the right form."
            ), Text(error.schema.get("description_ko", ""), error.schema.get("description", ""))
        case "minItems":
            return Text(f"적어도 {wanted}개가 있어야 합니다.", f"There must be at least {wanted}."), NOTHING
        case "minLength":
            return Text("비어 있습니다.", "This is empty."), Text("내용을 적어 주십시오.", "Write something.")
        case _:
            return Text(
                f"규격에 맞지 않습니다({error.message[:200]}).",
                f"Not as the schema asks: {error.message[:200]}.",
            ), NOTHING


def _shown(value: Any) -> str:
    shown = str(value)
    return shown if len(shown) <= 60 else shown[:57] + "…"
