"""From the text of a pack to a plain document. Strict: no repeated keys, no aliases, no tags, at most 2 MB."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import yaml

from jikim.rules.packs.faults import Fault, PackError
from jikim.rules.words import NOTHING, Text

LARGEST_BYTES = 2_000_000


class _Loader(yaml.CSafeLoader):
    """Dates stay text, and a key may stand once."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, str):
            raise _Refused(
                key_node, Text(f"이름 ‘{key}’은(는) 글자여야 합니다.", f"The name “{key}” must be text.")
            )
        if key in found:
            raise _Refused(key_node, Text(f"‘{key}’이(가) 두 번 나옵니다.", f"“{key}” stands twice."))
        found[key] = loader.construct_object(value_node, deep=True)
    return found


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)


class _Refused(yaml.YAMLError):
    def __init__(self, node: yaml.Node, text: Text) -> None:
        super().__init__(text.en)
        self.text, self.problem_mark = text, node.start_mark


def read_document(source: bytes | str | Mapping[str, Any], name: str) -> dict[str, Any]:
    """The document in YAML (or JSON) text, or a ready mapping as it is. PackError names line and column."""
    if isinstance(source, Mapping):
        return dict(source)
    text = _text(source, name)
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=yaml.CSafeLoader)):
            raise PackError(
                name, [Fault("", Text("YAML 별칭(*)은 쓸 수 없습니다.", "YAML aliases (*) are not allowed."))]
            )
        document = yaml.load(text, Loader=_Loader)  # noqa: S506 (a safe loader, made stricter)
    except yaml.YAMLError as error:
        raise PackError(name, [_fault(error)]) from error
    if not isinstance(document, dict):
        raise PackError(
            name,
            [Fault("", Text("팩은 ‘이름: 값’ 목록이어야 합니다.", "A pack is a list of `name: value`."))],
        )
    return document


def words(value: Mapping[str, str] | None) -> Text:
    """A Text from `{ko: …, en: …}`; nothing stays NOTHING."""
    return Text(value.get("ko", ""), value.get("en", "")) if value else NOTHING


def content_hash(document: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical form: JSON, keys sorted, no spaces, UTF-8. Comments and layout do not count."""
    canonical = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _text(source: bytes | str, name: str) -> str:
    if len(source) > LARGEST_BYTES:
        raise PackError(
            name, [Fault("", Text("2 MB를 넘는 팩은 읽지 않습니다.", "A pack over 2 MB is not read."))]
        )
    if isinstance(source, str):
        return source
    try:
        return source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problem = Text(
            f"{error.start + 1}번째 바이트가 UTF-8이 아닙니다.", f"Byte {error.start + 1} is not UTF-8."
        )
        raise PackError(
            name, [Fault("", problem, Text("UTF-8로 저장해 주십시오.", "Save the file as UTF-8."))]
        ) from error


def _fault(error: yaml.YAMLError) -> Fault:
    mark = getattr(error, "problem_mark", None)
    ko, en = (
        (f"{mark.line + 1}행 {mark.column + 1}열: ", f"line {mark.line + 1}, column {mark.column + 1}: ")
        if mark
        else ("", "")
    )
    if isinstance(error, _Refused):
        return Fault("", Text(ko + error.text.ko, en + error.text.en))
    said = getattr(error, "problem", None) or str(error)
    return Fault(
        "",
        Text(f"{ko}YAML로 읽을 수 없습니다({said}).", f"{en}this is not YAML ({said})."),
        Text("들여쓰기와 따옴표를 확인해 주십시오.", "Check indentation and quotation marks."),
    )
