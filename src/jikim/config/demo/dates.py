"""The days the model season is played on."""

from __future__ import annotations

import datetime as dt

YEAR = 2017
CALL_OPENS = dt.date(2017, 2, 20)
CALL_CLOSES = dt.date(2017, 3, 24)
DRAWN_ON = dt.date(2017, 3, 29)
DECIDED_ON = dt.date(2017, 3, 30)
#: the visit plan, and what changed in it after the withdrawals
PLANNED_ON = dt.date(2017, 3, 31)
PLANNED_AGAIN_ON = dt.date(2017, 4, 13)
AGREED_ON = dt.date(2017, 4, 5)
WITHDRAWN_ON = dt.date(2017, 4, 12)
CALLED_AGAIN_UNTIL = dt.date(2017, 7, 31)
#: rounds by card: the first is over, the second and third are being answered
CARDS_PRINTED_ON = dt.date(2017, 6, 5)
SECOND_OPENED_ON = dt.date(2017, 6, 12)
THIRD_OPENED_ON = dt.date(2017, 6, 21)
FIRST_ROUND_ENDS = dt.date(2017, 6, 22)
ROUNDS_END = dt.date(2017, 7, 7)
DEMO_REGIONS = ("seoul", "gyeonggi", "incheon")
#: offered by a workplace that cannot take the date proposed
OTHER_DATES = (dt.date(2017, 7, 12), dt.date(2017, 7, 13), dt.date(2017, 7, 19))
ANSWERED_ON = dt.date(2017, 6, 16)
RELEASED_ON = dt.date(2017, 6, 23)
#: the day the model season is looked at
REHEARSED_ON = dt.date(2017, 6, 26)
