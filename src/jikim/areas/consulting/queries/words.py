"""Words of consulting that pages, papers and lists share."""

from __future__ import annotations

from jikim.rules.words import Text

OUTCOMES = {
    "taken": Text("받아들임", "Taken"), "later": Text("나중에 정하기로 함", "To be decided later"), "refused": Text("받아들이지 않음", "Refused"),
}  # fmt: skip
TIERS = {
    "0": Text("의무(과태료·벌칙)", "Duty, fined"), "1": Text("의무", "Duty"), "2": Text("권고", "Recommended"),
}  # fmt: skip
