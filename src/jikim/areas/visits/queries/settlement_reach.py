"""Which statements, lines and objections an actor reaches: an agency its own once frozen, a region the lines of its regions."""

from __future__ import annotations

from django.db.models import Q

from jikim.areas.visits.models import StatementLine
from jikim.rules.access import GRANTED, Action, Actor, Reach


def reached(by: Actor, *, agency: str, region: str) -> Q:
    """A filter over statements' rows; `agency` and `region` are the paths to them. Over statements themselves (no region) a regional office
    reaches those with a line in its regions. Drafts are the office's and the auditor's."""
    found = Q(pk__in=[])
    for grant in by.grants:
        if grant.role not in GRANTED[Action.settlement_see]:
            continue
        match grant.reach:
            case Reach.NATION:
                return Q()
            case Reach.REGION:
                there = StatementLine.objects.filter(region__in=sorted(grant.keys)).values("statement_id")
                found |= Q(**{f"{region}__in": sorted(grant.keys)}) if region else Q(pk__in=there)
            case Reach.AGENCY:
                found |= Q(**{f"{agency}__organisation_id__in": [int(key) for key in grant.keys if key.isdigit()]}) & ~Q(**_draft(agency))
    return found


def _draft(agency: str) -> dict[str, str]:
    return {f"{agency.removesuffix('agency')}status": "draft"}
