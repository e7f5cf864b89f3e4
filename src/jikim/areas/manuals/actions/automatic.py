"""The actor in whose name the rules follow up on what somebody did: recorded as the rules, never as that person."""

from __future__ import annotations

from jikim.rules.access import Actor, Grant, Role

AUTOMATIC = Actor("rules", "사업 규칙(자동)", (Grant(Role.CONSOLE),))
