"""The model season has a counsellor with a key, and one made-up worker who asked for a call."""

from __future__ import annotations

from jikim.areas.counselling import public as counselling
from jikim.areas.people import public as people
from jikim.areas.surveys.public import WorkerTicket
from jikim.rules.access import Actor, Grant, Role

#: opens the demo counsellor's desk; a real one is known to the counsellor alone
PASSPHRASE = "느린 강물은 깊다 2017"  # noqa: S105
_DAY = ("09:00", "18:00")
_HOURS = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), _DAY)


def play_counselling(*, season_id: int, asks: WorkerTicket | None, by: Actor) -> None:
    """Appoint the demo counsellor, make the key, and let one worker ask."""
    holder = next(one for one in people.people_holding(Role.COUNSELLOR))
    terms = counselling.Terms(
        profession="psychologist", payer_ko="공단(사업 위탁 계약)", payer_en="The programme's office, under contract",
        regions=(), languages=("ko", "en"), hours=_HOURS,
    )  # fmt: skip
    seat_id = counselling.appoint(person_id=holder.person_id, terms=terms, by=by)
    own = Actor(holder.key, holder.name, (Grant(Role.COUNSELLOR, frozenset({holder.key})),))
    counselling.make_key(seat_id=seat_id, passphrase=PASSPHRASE, by=own)
    if asks is not None:
        counselling.ask(
            names=asks.counsel_names, season_id=season_id, region=asks.region, language="ko",
            asked=counselling.Asked(
                seat_id=seat_id, handed=counselling.Handed(), urgent=False, word="",
                contact={"how": "010-0000-0000 (문자 먼저)", "name": "별님", "when": "평일 저녁 6시 전"},
            ),
        )  # fmt: skip
