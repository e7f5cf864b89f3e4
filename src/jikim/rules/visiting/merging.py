"""Two people changed one visit record: field by field, record by record, cell by cell, and where both changed one thing both are kept.

`theirs` is what the server holds, `mine` what comes in, `base` what `mine` started from. At a clash the merged document holds `theirs`
and the Clash holds both, so that nothing anybody wrote is ever gone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jikim.rules.visiting.cleaning import is_empty

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Clash:
    """One place both changed. `path` is the field, then for a table row and column, for a group or photos the record's id and its field."""

    path: tuple[str, ...]
    base: Any
    mine: Any
    theirs: Any

    @property
    def field(self) -> str:
        return self.path[0]

    def as_json(self) -> dict[str, Any]:
        return {"path": list(self.path), "base": self.base, "mine": self.mine, "theirs": self.theirs}


@dataclass(frozen=True, slots=True)
class Merged:
    """One document of two, and the places where a person has to choose."""

    values: dict[str, Any]
    conflicts: tuple[Clash, ...]


def merge(base: Values, mine: Values, theirs: Values) -> Merged:
    """Three-way merge of value documents. Values are plain JSON; the inputs are not changed."""
    clashes: list[Clash] = []
    return Merged(_merge_mapping((), base, mine, theirs, clashes), tuple(clashes))


def differences(mine: Values, theirs: Values) -> tuple[Clash, ...]:
    """Every field in which two documents differ, for an edit that came too late to be merged."""
    keys = [*theirs, *(key for key in mine if key not in theirs)]
    return tuple(Clash((key,), None, mine.get(key), theirs.get(key)) for key in keys if not _same(mine.get(key), theirs.get(key)))


def at_path(values: Any, path: Sequence[str]) -> Any:
    """What stands at a place of a document (Clash.path); None where nothing does."""
    for step in path:
        if isinstance(values, list):
            values = next((one for one in values if _identity(one) == step), None)
        else:
            values = values.get(step) if isinstance(values, Mapping) else None
    return values


def taken(values: Values, path: Sequence[str], value: Any) -> dict[str, Any]:
    """The document with one other version put in its place; KeyError if the record it belongs to is gone and nothing can be put there."""
    made = dict(values)
    key, rest = path[0], path[1:]
    if not rest:
        if is_empty(value):
            made.pop(key, None)
        else:
            made[key] = value
        return made
    there = made.get(key)
    if isinstance(there, list):
        made[key] = _taken_in_records(there, rest, value)
    else:
        made[key] = taken(there if isinstance(there, Mapping) else {}, rest, value)
    return made


def _taken_in_records(records: list[Any], path: Sequence[str], value: Any) -> list[Any]:
    identity, rest = path[0], path[1:]
    if not rest:
        kept = [one for one in records if _identity(one) != identity]
        if is_empty(value):
            return kept
        return [value if _identity(one) == identity else one for one in records] if len(kept) < len(records) else [*records, value]
    if all(_identity(one) != identity for one in records):
        raise KeyError(identity)
    return [taken(one, rest, value) if _identity(one) == identity else one for one in records]


def _merge(path: tuple[str, ...], base: Any, mine: Any, theirs: Any, clashes: list[Clash]) -> Any:
    if _same(mine, theirs) or _same(mine, base):
        return theirs
    if _same(theirs, base):
        return mine
    if all(_can_be_mapping(one) for one in (mine, theirs)) and not _is_record(path, mine, theirs):
        return _merge_mapping(path, _mapping(base), _mapping(mine), _mapping(theirs), clashes)
    if all(_can_be_records(one) for one in (mine, theirs)):
        return _merge_records(path, _records(base), _records(mine), _records(theirs), clashes)
    clashes.append(Clash(path, base, mine, theirs))
    return theirs


def _merge_mapping(path: tuple[str, ...], base: Values, mine: Values, theirs: Values, clashes: list[Clash]) -> dict[str, Any]:
    merged: dict[str, Any] = {}
    for key in [*theirs, *(key for key in mine if key not in theirs)]:
        value = _merge((*path, key), base.get(key), mine.get(key), theirs.get(key), clashes)
        if key in theirs or not is_empty(value):
            merged[key] = value
    return merged


def _merge_records(path: tuple[str, ...], base: list[Any], mine: list[Any], theirs: list[Any], clashes: list[Clash]) -> list[Any]:
    """Their order, then what I added. A record one deleted and the other changed is a clash, and stays while it is one."""
    was, my, their = ({_identity(one): one for one in records} for records in (base, mine, theirs))
    merged: list[Any] = []
    for identity in [*their, *(one for one in my if one not in their)]:
        value = _merge((*path, identity), was.get(identity), my.get(identity), their.get(identity), clashes)
        if value is not None:
            merged.append(value)
    return merged


def _same(one: Any, other: Any) -> bool:
    """Equal; empty in any of its ways is the same as absent, and True is not 1."""
    if is_empty(one) or is_empty(other):
        return is_empty(one) and is_empty(other)
    return type(one) is type(other) and bool(one == other)


def _can_be_mapping(value: Any) -> bool:
    """A table or a record; nothing at all stands for an empty one. A signature is whole or not at all: name and picture belong together."""
    return value is None or (isinstance(value, Mapping) and "attachment" not in value)


def _mapping(value: Any) -> Values:
    return value if isinstance(value, Mapping) else {}


def _records(value: Any) -> list[Any]:
    return value if isinstance(value, list) and _can_be_records(value) else []


def _is_record(path: tuple[str, ...], mine: Any, theirs: Any) -> bool:
    """A record deleted on one side and changed on the other is not emptied field by field."""
    return len(path) > 1 and (mine is None or theirs is None) and bool(_identity(mine) or _identity(theirs))


def _can_be_records(value: Any) -> bool:
    """A list of records, each with an id of its own; nothing at all stands for an empty list."""
    if value is None:
        return True
    if not isinstance(value, list):
        return False
    identities = [_identity(one) for one in value]
    return all(identities) and len(set(identities)) == len(identities)


def _identity(record: Any) -> str:
    identity = record.get("id") if isinstance(record, Mapping) else None
    return identity if isinstance(identity, str) else ""
