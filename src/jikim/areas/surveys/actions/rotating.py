"""Changing keys while rounds are open. By the console alone; cards in workers' hands stay as good as they were."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from jikim.rules.access import Action, Actor
from jikim.rules.words import Text
from jikim.shared import audit, keyfiles
from jikim.shared.access import Conflict, require
from jikim.vault import rotation
from jikim.vault.steady import moving

ROOT = "vault"


def rotate_key(*, name: str, by: Actor, carriers: Mapping[str, Callable[[], int]]) -> int:
    """Add a key to the ring `name` and carry every stored name on, or give the vault a new root. Returns how many rows.

    carriers  what carries on the names of each ring that lie in the main database
    """
    require(by, Action.keys_rotate)
    if name == ROOT:
        carried = _new_root()
        audit.record(by, "keys.rotated", "key", name, rows=carried)
        return carried
    generation = keyfiles.add_key(name)
    carried = rotation.carry_lookups() if name == keyfiles.LOOKUP else carriers[name]()
    audit.record(by, "keys.rotated", "key", name, rows=carried, generation=generation)
    return carried


def _new_root() -> int:
    with moving():
        rotation.add_root()
        carried = rotation.data_keys()
        rotation.rewrap_keys()
        if not rotation.drop_old_roots():
            raise Conflict(Text(
                "옛 열쇠가 아직 필요한 행이 있어 지우지 않았습니다. 다시 실행해 주십시오.",
                "Some rows still need the old key, so it was not dropped. Please run this again.",
            ))  # fmt: skip
    return carried
