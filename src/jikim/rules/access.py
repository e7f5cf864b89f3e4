"""Who may do what, and how far each role reaches. One table, read by every page, action and test.

Never decides from a state (that is `workflow`) and never reads data: callers say where a thing lies.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from jikim.rules.words import NOTHING, Text


class Role(StrEnum):
    """A seat somebody can hold. One person may hold several."""

    OFFICE = "office"
    REGION = "region"
    AGENCY = "agency"
    CONSULTANT = "consultant"
    EXPERT = "expert"
    COUNSELLOR = "counsellor"
    KEYING = "keying"
    MANAGER = "manager"
    JUROR = "juror"
    EDITOR = "editor"
    AUDITOR = "auditor"
    CLINICAL = "clinical"
    CONSOLE = "console"


ROLE_NAMES: dict[Role, Text] = {
    Role.OFFICE: Text("공단 본부", "Programme office"),
    Role.REGION: Text("공단 지역본부", "Regional office"),
    Role.AGENCY: Text("수행기관 관리자", "Agency manager"),
    Role.CONSULTANT: Text("컨설턴트", "Consultant"),
    Role.EXPERT: Text("전문가(의학·간호·심리)", "Expert (medicine, nursing, psychology)"),
    Role.COUNSELLOR: Text("상담자", "Counsellor"),
    Role.KEYING: Text("설문지 입력 담당", "Keying seat for paper answers"),
    Role.MANAGER: Text("사업장 담당자", "Workplace manager"),
    Role.JUROR: Text("심사위원", "Juror"),
    Role.EDITOR: Text("사례집 편집자", "Casebook editor"),
    Role.AUDITOR: Text("감사 담당", "Auditor"),
    Role.CLINICAL: Text("임상 책임자", "Clinical lead"),
    Role.CONSOLE: Text("운영자 명령", "Operator's console"),
}

#: What each role is for, in one sentence; printed on the invitation and in docs/access.md.
ROLE_PURPOSES: dict[Role, Text] = {
    Role.OFFICE: Text("사업 전체를 운영하고 선정을 결정합니다.", "Runs the season and decides enrolment."),
    Role.REGION: Text("관할 지역의 신청과 진행을 관리합니다.", "Looks after applications and progress in its regions."),
    Role.AGENCY: Text("배정된 사업장과 소속 컨설턴트를 관리합니다.", "Manages its consultants and the workplaces allotted to it."),
    Role.CONSULTANT: Text("사업장을 방문하여 조사하고 자문합니다.", "Visits workplaces, surveys them and advises."),
    Role.EXPERT: Text("집중지원 사업장을 전문 분야에서 돕습니다.", "Helps intensive-support workplaces in one profession."),
    Role.COUNSELLOR: Text("상담을 신청한 근로자를 직접 만납니다.", "Talks with workers who asked for it."),
    Role.KEYING: Text("봉인되어 온 종이 설문을 입력합니다.", "Keys paper answers that arrive sealed."),
    Role.MANAGER: Text("자기 사업장의 신청, 보고서, 개선계획을 봅니다.", "Sees the own workplace's application, report and plan."),
    Role.JUROR: Text("배정받은 공모작만 심사합니다.", "Judges only the entries assigned."),
    Role.EDITOR: Text("자료와 안내서, 사례집을 다듬습니다.", "Edits the library, the manuals and the casebook."),
    Role.AUDITOR: Text("기록을 확인하며 아무것도 바꾸지 않습니다.", "Reads the record and changes nothing."),
    Role.CLINICAL: Text("긴급 상황 알림을 받아 확인하고 마무리합니다.", "Receives emergency alerts and sees them through."),
    Role.CONSOLE: Text("서버 운영자가 실행하는 명령입니다.", "Commands run by the server's operator."),
}

#: Roles of people employed by the programme or its contractors: a second factor is required of them.
STAFF_ROLES = frozenset(set(Role) - {Role.MANAGER, Role.CONSOLE})


class Action(StrEnum):
    """Every act the product knows. Views, actions and arrows name one of these."""

    # everybody who is signed in
    home_see = "home_see"
    account_manage = "account_manage"
    # people
    seats_see = "seats_see"
    seat_invite = "seat_invite"
    seat_end = "seat_end"
    # enrolment
    season_see = "season_see"
    season_edit = "season_edit"
    applicants_see = "applicants_see"
    applicants_import = "applicants_import"
    applicants_export = "applicants_export"
    application_see = "application_see"
    application_edit = "application_edit"
    application_decide = "application_decide"
    application_withdraw = "application_withdraw"
    letter_see = "letter_see"
    own_workplace_see = "own_workplace_see"
    lottery_run = "lottery_run"
    prospects_manage = "prospects_manage"
    agreement_record = "agreement_record"
    breach_see = "breach_see"
    # agencies and the plan
    agencies_see = "agencies_see"
    agencies_record = "agencies_record"
    consultants_record = "consultants_record"
    consultant_approve = "consultant_approve"
    availability_record = "availability_record"
    conflicts_declare = "conflicts_declare"
    allotment_decline = "allotment_decline"
    # visits
    visits_see = "visits_see"
    visit_read = "visit_read"
    visit_record = "visit_record"
    visit_review = "visit_review"
    headcount_decide = "headcount_decide"
    visit_checks_see = "visit_checks_see"
    visit_check_answer = "visit_check_answer"
    # settlement
    settlement_see = "settlement_see"
    settlement_freeze = "settlement_freeze"
    tariff_edit = "tariff_edit"
    line_object = "line_object"
    objection_answer = "objection_answer"
    plan_see = "plan_see"
    plan_make = "plan_make"
    appointments_see = "appointments_see"
    appointment_arrange = "appointment_arrange"
    appointment_confirm = "appointment_confirm"
    appointment_report = "appointment_report"
    own_visits_see = "own_visits_see"
    # answers and reports
    answers_import = "answers_import"
    round_manage = "round_manage"
    report_see = "report_see"
    reports_build = "reports_build"
    release_make = "release_make"
    # advice: the checklist and the improvement plan
    advice_see = "advice_see"
    checklist_record = "checklist_record"
    plan_propose = "plan_propose"
    plan_keep = "plan_keep"
    plan_verify = "plan_verify"
    # cards, paper and the register
    cards_print = "cards_print"
    offers_record = "offers_record"
    monitor_see = "monitor_see"
    paper_issue = "paper_issue"
    paper_key = "paper_key"
    answers_purge = "answers_purge"
    talks_see = "talks_see"
    talk_arrange = "talk_arrange"
    keys_rotate = "keys_rotate"
    # counselling and danger
    counsellors_appoint = "counsellors_appoint"
    counselling_desk = "counselling_desk"
    emergency_raise = "emergency_raise"
    emergency_see = "emergency_see"
    emergency_close = "emergency_close"
    # records without a network
    records_offline = "records_offline"
    devices_see = "devices_see"
    device_revoke = "device_revoke"
    # the library
    content_see = "content_see"
    content_edit = "content_edit"
    content_approve = "content_approve"
    # manuals
    manual_see = "manual_see"
    poster_contact_edit = "poster_contact_edit"
    manual_ledger_see = "manual_ledger_see"
    manual_hand_out = "manual_hand_out"
    # running the house
    audit_see = "audit_see"
    operate = "operate"
    demo_build = "demo_build"


class Reach(StrEnum):
    """How far a grant goes."""

    NATION = "nation"
    REGION = "region"
    AGENCY = "agency"
    PERSON = "person"
    WORKPLACE = "workplace"


REACH_OF_ROLE: dict[Role, Reach] = {
    Role.OFFICE: Reach.NATION,
    Role.REGION: Reach.REGION,
    Role.AGENCY: Reach.AGENCY,
    Role.CONSULTANT: Reach.PERSON,
    Role.EXPERT: Reach.PERSON,
    Role.COUNSELLOR: Reach.PERSON,
    Role.KEYING: Reach.PERSON,
    Role.MANAGER: Reach.WORKPLACE,
    Role.JUROR: Reach.PERSON,
    Role.EDITOR: Reach.NATION,
    Role.AUDITOR: Reach.NATION,
    Role.CLINICAL: Reach.NATION,
    Role.CONSOLE: Reach.NATION,
}


@dataclass(frozen=True, slots=True)
class Grant:
    """A role held somewhere. `keys` are region codes, agency keys, person keys or workplace keys; empty for NATION."""

    role: Role
    keys: frozenset[str] = frozenset()

    @property
    def reach(self) -> Reach:
        return REACH_OF_ROLE[self.role]


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody acting now: a key for the record, a name for the page, and what they hold."""

    key: str
    name: str
    grants: tuple[Grant, ...] = ()

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(grant.role for grant in self.grants)

    def keys(self, role: Role) -> frozenset[str]:
        """All reach keys this actor holds in one role."""
        return frozenset(key for grant in self.grants if grant.role is role for key in grant.keys)

    @staticmethod
    def console(user: str = "") -> Actor:
        return Actor("console", user or "console", (Grant(Role.CONSOLE),))


NOBODY = Actor("", "", ())


@dataclass(frozen=True, slots=True)
class Where:
    """Where a thing lies. What is left empty cannot be reached by a grant of that kind."""

    region: str = ""
    agency: str = ""
    workplace: str = ""
    persons: frozenset[str] = field(default_factory=frozenset)


#: Asked about nothing in particular ("may this seat open the list at all?"): any grant of a fitting role is enough,
#: and the query then shows only what the grant reaches.
ANYWHERE = Where(region="*", agency="*", workplace="*", persons=frozenset({"*"}))


@dataclass(frozen=True, slots=True)
class Verdict:
    """An answer with its reason. The reason is empty only when allowed."""

    allowed: bool
    reason: Text = NOTHING

    def __bool__(self) -> bool:
        return self.allowed


_EVERY_SEAT = frozenset(set(Role) - {Role.CONSOLE})
_PROGRAMME = frozenset({Role.OFFICE, Role.REGION})
_CONSOLE = frozenset({Role.CONSOLE})

GRANTED: dict[Action, frozenset[Role]] = {
    Action.home_see: _EVERY_SEAT,
    Action.account_manage: _EVERY_SEAT,
    Action.seats_see: frozenset({Role.OFFICE, Role.REGION, Role.AGENCY, Role.AUDITOR}),
    Action.seat_invite: frozenset({Role.OFFICE, Role.REGION, Role.AGENCY}) | _CONSOLE,
    Action.seat_end: frozenset({Role.OFFICE, Role.REGION, Role.AGENCY}) | _CONSOLE,
    Action.season_see: _PROGRAMME | {Role.AUDITOR} | _CONSOLE,
    Action.season_edit: frozenset({Role.OFFICE}) | _CONSOLE,
    Action.applicants_see: _PROGRAMME | {Role.AUDITOR} | _CONSOLE,
    Action.applicants_import: frozenset({Role.OFFICE}) | _CONSOLE,
    Action.applicants_export: _PROGRAMME | _CONSOLE,
    Action.application_see: _PROGRAMME | {Role.MANAGER, Role.AUDITOR} | _CONSOLE,
    Action.application_edit: _PROGRAMME | {Role.MANAGER} | _CONSOLE,
    Action.application_decide: frozenset({Role.OFFICE}) | _CONSOLE,
    Action.application_withdraw: _PROGRAMME | {Role.MANAGER} | _CONSOLE,
    Action.letter_see: _PROGRAMME | {Role.MANAGER} | _CONSOLE,
    Action.own_workplace_see: frozenset({Role.MANAGER}),
    Action.lottery_run: frozenset({Role.OFFICE}) | _CONSOLE,
    Action.prospects_manage: _PROGRAMME | {Role.AGENCY} | _CONSOLE,
    Action.agreement_record: _PROGRAMME | {Role.AGENCY, Role.CONSULTANT} | _CONSOLE,
    Action.breach_see: _PROGRAMME,
    Action.agencies_see: _PROGRAMME | {Role.AGENCY, Role.AUDITOR} | _CONSOLE,
    Action.agencies_record: frozenset({Role.OFFICE}) | _CONSOLE,
    Action.consultants_record: frozenset({Role.OFFICE, Role.AGENCY}) | _CONSOLE,
    Action.consultant_approve: frozenset({Role.OFFICE}) | _CONSOLE,
    Action.availability_record: frozenset({Role.OFFICE, Role.AGENCY, Role.CONSULTANT}) | _CONSOLE,
    Action.conflicts_declare: frozenset({Role.OFFICE, Role.AGENCY, Role.CONSULTANT}) | _CONSOLE,
    Action.allotment_decline: frozenset({Role.OFFICE, Role.AGENCY}) | _CONSOLE,
    Action.visits_see: _PROGRAMME | {Role.AGENCY, Role.CONSULTANT, Role.MANAGER, Role.AUDITOR} | _CONSOLE,
    Action.visit_read: _PROGRAMME | {Role.AGENCY, Role.CONSULTANT, Role.AUDITOR} | _CONSOLE,
    Action.visit_record: frozenset({Role.CONSULTANT}) | _CONSOLE,
    Action.visit_review: _PROGRAMME | _CONSOLE,
    Action.headcount_decide: frozenset({Role.OFFICE}) | _CONSOLE,
    Action.visit_checks_see: _PROGRAMME | {Role.AUDITOR} | _CONSOLE,
    Action.visit_check_answer: _PROGRAMME | {Role.MANAGER} | _CONSOLE,
    Action.settlement_see: _PROGRAMME | {Role.AGENCY, Role.AUDITOR} | _CONSOLE,
    Action.settlement_freeze: frozenset({Role.OFFICE}) | _CONSOLE,
    Action.tariff_edit: frozenset({Role.OFFICE}) | _CONSOLE,
    Action.line_object: frozenset({Role.AGENCY}) | _CONSOLE,
    Action.objection_answer: frozenset({Role.OFFICE}) | _CONSOLE,
    Action.plan_see: _PROGRAMME | {Role.AGENCY, Role.AUDITOR} | _CONSOLE,
    Action.plan_make: frozenset({Role.OFFICE}) | _CONSOLE,
    Action.appointments_see: _PROGRAMME | {Role.AGENCY, Role.CONSULTANT, Role.MANAGER, Role.AUDITOR} | _CONSOLE,
    Action.appointment_arrange: _PROGRAMME | {Role.AGENCY, Role.CONSULTANT} | _CONSOLE,
    Action.appointment_confirm: _PROGRAMME | {Role.AGENCY, Role.CONSULTANT, Role.MANAGER} | _CONSOLE,
    Action.appointment_report: _PROGRAMME | {Role.AGENCY, Role.CONSULTANT} | _CONSOLE,
    Action.own_visits_see: frozenset({Role.CONSULTANT, Role.MANAGER}),
    Action.answers_import: _CONSOLE,
    Action.round_manage: _PROGRAMME | _CONSOLE,
    Action.report_see: _PROGRAMME | {Role.AGENCY, Role.CONSULTANT, Role.MANAGER} | _CONSOLE,
    Action.reports_build: frozenset({Role.OFFICE}) | _CONSOLE,
    Action.release_make: frozenset({Role.OFFICE}) | _CONSOLE,
    Action.advice_see: _PROGRAMME | {Role.AGENCY, Role.CONSULTANT, Role.MANAGER} | _CONSOLE,
    Action.checklist_record: frozenset({Role.CONSULTANT}) | _CONSOLE,
    Action.plan_propose: frozenset({Role.CONSULTANT}) | _CONSOLE,
    Action.plan_keep: frozenset({Role.CONSULTANT, Role.MANAGER}) | _CONSOLE,
    Action.plan_verify: frozenset({Role.CONSULTANT}) | _CONSOLE,
    Action.cards_print: _PROGRAMME | {Role.CONSULTANT} | _CONSOLE,
    Action.offers_record: _PROGRAMME | {Role.CONSULTANT} | _CONSOLE,
    Action.monitor_see: _PROGRAMME | {Role.CONSULTANT} | _CONSOLE,
    Action.paper_issue: _PROGRAMME | {Role.CONSULTANT} | _CONSOLE,
    Action.paper_key: frozenset({Role.KEYING}),
    Action.answers_purge: _CONSOLE,
    Action.talks_see: _PROGRAMME | {Role.AGENCY, Role.CONSULTANT, Role.MANAGER, Role.AUDITOR} | _CONSOLE,
    Action.talk_arrange: frozenset({Role.CONSULTANT}) | _CONSOLE,
    Action.keys_rotate: _CONSOLE,
    Action.counsellors_appoint: frozenset({Role.OFFICE}) | _CONSOLE,
    Action.counselling_desk: frozenset({Role.COUNSELLOR}),
    Action.emergency_raise: frozenset({Role.CONSULTANT, Role.COUNSELLOR, Role.EXPERT}),
    Action.emergency_see: frozenset({Role.CLINICAL}),
    Action.emergency_close: frozenset({Role.CLINICAL}),
    Action.records_offline: frozenset({Role.CONSULTANT}),
    Action.devices_see: frozenset({Role.OFFICE, Role.CONSULTANT}) | _CONSOLE,
    Action.device_revoke: frozenset({Role.OFFICE, Role.CONSULTANT}) | _CONSOLE,
    Action.content_see: frozenset({Role.OFFICE, Role.EDITOR, Role.AUDITOR}) | _CONSOLE,
    Action.content_edit: frozenset({Role.OFFICE, Role.EDITOR}) | _CONSOLE,
    Action.content_approve: frozenset({Role.OFFICE, Role.EDITOR}) | _CONSOLE,
    Action.poster_contact_edit: frozenset({Role.MANAGER}) | _CONSOLE,
    Action.manual_see: _PROGRAMME | {Role.MANAGER} | _CONSOLE,
    Action.manual_ledger_see: frozenset({Role.OFFICE, Role.EDITOR, Role.AUDITOR}) | _CONSOLE,
    Action.manual_hand_out: frozenset({Role.OFFICE, Role.EDITOR}) | _CONSOLE,
    Action.audit_see: frozenset({Role.AUDITOR}) | _CONSOLE,
    Action.operate: _CONSOLE,
    Action.demo_build: _CONSOLE,
}

_NO_SEAT = Text("로그인이 필요합니다.", "Please sign in first.")
_SEAT_ENDED = Text(
    "지금 맡고 계신 역할이 없습니다. 담당 기관에 문의해 주십시오.",
    "You hold no seat at present. Please ask the office that invited you.",
)
_WRONG_ROLE = Text(
    "이 일은 {roles}만 할 수 있습니다.",
    "Only these seats can do this: {roles}.",
)
OUT_OF_REACH = Text(
    "맡으신 범위 밖에 있는 자료입니다.",
    "This lies outside what your seat covers.",
)


def may(actor: Actor, action: Action, where: Where = ANYWHERE) -> Verdict:
    """May this actor do this there?

    Args: actor as built from seats; action; where the thing lies (`ANYWHERE` for lists).
    Returns: a Verdict; a refusal's reason names the roles that may, or that the thing is out of reach.
    """
    if not actor.grants:
        return Verdict(False, _SEAT_ENDED if actor.key else _NO_SEAT)
    roles = GRANTED[action]
    fitting = [grant for grant in actor.grants if grant.role in roles]
    if not fitting:
        names = sorted(roles - _CONSOLE or roles, key=list(Role).index)
        ko, en = (", ".join(ROLE_NAMES[role].say(language) for role in names) for language in ("ko", "en"))
        return Verdict(False, Text(_WRONG_ROLE.ko.format(roles=ko), _WRONG_ROLE.en.format(roles=en)))
    if any(covers(grant, where) for grant in fitting):
        return Verdict(True)
    return Verdict(False, OUT_OF_REACH)


def covers(grant: Grant, where: Where) -> bool:
    """Does the grant reach that place?"""
    match grant.reach:
        case Reach.NATION:
            return True
        case Reach.REGION:
            return where.region == "*" or where.region in grant.keys
        case Reach.AGENCY:
            return where.agency == "*" or where.agency in grant.keys
        case Reach.WORKPLACE:
            return where.workplace == "*" or where.workplace in grant.keys
        case Reach.PERSON:
            return "*" in where.persons or bool(where.persons & grant.keys)
