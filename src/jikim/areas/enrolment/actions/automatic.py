"""The actor in whose name the season's own rules decide: recorded as the rules, never as the person who sent the form."""

from __future__ import annotations

from jikim.rules.access import Actor, Grant, Role

AUTOMATIC = Actor("rules", "사업 규칙(자동)", (Grant(Role.CONSOLE),))
