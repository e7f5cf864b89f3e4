"""The seats somebody can hold, what they are called and what each is for."""

from __future__ import annotations

from enum import StrEnum

from jikim.rules.words import Text


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
