"""What a worker types on the counselling pages. Checks shapes; a fault is a sentence beside its field. Never saves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.http import QueryDict

from jikim.rules.own_secret import UnfitSecret, chosen_secret
from jikim.rules.words import Text

HANDS = ("nothing", "level", "scores")
LONGEST = {"how": 300, "name": 40, "when": 200, "word": 100}
_HOW = Text("연락받으실 방법을 적어 주십시오. 전화번호, 메신저 이름, 전자우편 가운데 편한 것이면 됩니다.",
            "Please say how to reach you: a telephone number, a messenger name or an e-mail address, as you like.")  # fmt: skip
_SHORT = Text("너무 짧습니다. 이대로 연락할 수 있는지 확인해 주십시오.", "This is very short. Please check that you can be reached with it.")
_HAND = Text("넘겨줄 것을 하나 골라 주십시오.", "Please choose what to hand over.")


@dataclass(frozen=True, slots=True, repr=False)
class Typed:
    """What was typed, and what is wrong with it. No repr: a traceback must not print a contact."""

    how: str = ""
    name: str = ""
    when: str = ""
    hand: str = "nothing"
    urgent: bool = False
    word: str = ""
    faults: Mapping[str, Text] = field(default_factory=dict)

    @property
    def contact(self) -> dict[str, str]:
        return {"how": self.how, "name": self.name, "when": self.when}


def read_ask(sent: QueryDict, *, word_needed: bool) -> Typed:
    """The whole request."""
    values = {name: sent.get(name, "").strip()[:longest] for name, longest in LONGEST.items()}
    faults = _contact_faults(values["how"])
    hand = sent.get("hand", "nothing")
    if hand not in HANDS:
        faults["hand"] = _HAND
    if values["word"] or word_needed:
        try:
            chosen_secret(values["word"], values["word"])
        except UnfitSecret as unfit:
            faults["word"] = unfit.reason
    return Typed(
        how=values["how"], name=values["name"], when=values["when"], word=values["word"], hand=hand,
        urgent=sent.get("urgent") == "yes", faults=faults,
    )  # fmt: skip


def read_contact(sent: QueryDict) -> Typed:
    """Another way to be reached."""
    values = {name: sent.get(name, "").strip()[: LONGEST[name]] for name in ("how", "name", "when")}
    return Typed(how=values["how"], name=values["name"], when=values["when"], faults=_contact_faults(values["how"]))


def read_hand(sent: QueryDict) -> str:
    hand = sent.get("hand", "")
    return hand if hand in HANDS else "nothing"


def _contact_faults(how: str) -> dict[str, Text]:
    if not how:
        return {"how": _HOW}
    return {"how": _SHORT} if len(how) < 4 else {}
