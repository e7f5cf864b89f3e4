"""What an act and a thing of the record are called on the auditor's page. Never stored: the record keeps the plain keys."""

from __future__ import annotations

from jikim.rules.words import Text
from jikim.rules.workflow import LIFECYCLES

KINDS: dict[str, Text] = {
    "address": Text("접속 주소", "Address"),
    "agency": Text("수행기관", "Agency"),
    "audit": Text("감사 기록", "Record of acts"),
    "backup": Text("백업", "Backup"),
    "breach": Text("협약 위반 신고", "Report of a breach"),
    "counsellor": Text("상담자", "Counsellor"),
    "device": Text("기기", "Device"),
    "key": Text("열쇠", "Key"),
    "lottery": Text("추첨", "Lottery"),
    "paper_destruction": Text("종이 설문지 파기 확인서", "Protocol of destruction of paper forms"),
    "offline_edit": Text("기기에서 보낸 수정", "Edit from a device"),
    "organisation": Text("기관", "Organisation"),
    "person": Text("사람", "Person"),
    "reference": Text("비교 기준", "Reference"),
    "release": Text("결과 산출물", "Release"),
    "seat": Text("역할", "Seat"),
    "workplace": Text("사업장", "Workplace"),
}

VERBS: dict[str, Text] = {
    "account.changed": Text("계정 정보 변경", "Account changed"),
    "agencies.export": Text("수행기관 목록 내려받기", "Agencies exported"),
    "agencies.import": Text("수행기관 명단 반입", "Agencies imported"),
    "agencies.rejects": Text("오류 행 내려받기", "Rejected rows downloaded"),
    "agencies.staged": Text("수행기관 명단 미리보기", "Agencies previewed"),
    "agency.hand_over_written": Text("인계 내용 작성", "Hand-over written"),
    "agency.handed_over": Text("사업장 인계", "Workplaces handed over"),
    "agency.recorded": Text("수행기관 등록", "Agency recorded"),
    "agency.updated": Text("수행기관 수정", "Agency changed"),
    "allotment.declined": Text("배정 사양", "Allotment declined"),
    "agreement.prepared": Text("협약서 작성", "Agreement prepared"),
    "agreement.printed": Text("협약서 출력", "Agreement printed"),
    "agreement.scan_kept": Text("서명본 보관", "Signed copy kept"),
    "agreements.export": Text("협약 목록 내려받기", "Agreements exported"),
    "answers.import": Text("응답 반입", "Answers imported"),
    "answers.purge_begun": Text("응답 파기 시작", "Destruction of answers begun"),
    "answers.purged": Text("응답 파기", "Answers destroyed"),
    "applicants.export": Text("신청 목록 내려받기", "Applications exported"),
    "applicants.import": Text("신청 명단 반입", "Applications imported"),
    "applicants.rejects": Text("오류 행 내려받기", "Rejected rows downloaded"),
    "applicants.staged": Text("신청 명단 미리보기", "Applications previewed"),
    "application.correction": Text("신청 내용 정정", "Application corrected"),
    "application.letter": Text("통지서 열람", "Letter opened"),
    "application.link_sent": Text("신청서 링크 발송", "Link to the application sent"),
    "application.questions_settled": Text("확인 사항 정리", "Questions settled"),
    "application.read": Text("신청서 열람", "Application read"),
    "application.received": Text("신청서 접수", "Application received"),
    "backup.written": Text("백업 작성", "Backup written"),
    "breach.handled": Text("위반 신고 처리", "Breach handled"),
    "breach.read": Text("위반 신고 열람", "Breach read"),
    "conflict.declared": Text("이해관계 신고", "Conflict declared"),
    "conflict.ended": Text("이해관계 종료", "Declared conflict ended"),
    "consultant.availability": Text("가용일 변경", "Availability changed"),
    "consultant.changed": Text("컨설턴트 정보 변경", "Consultant changed"),
    "consultant.invited": Text("컨설턴트 초대", "Consultant invited"),
    "consultant.linked": Text("컨설턴트 계정 연결", "Account linked to a consultant"),
    "consultant.proof_kept": Text("자격 증빙 보관", "Proof of qualification kept"),
    "consultant.recorded": Text("컨설턴트 등록", "Consultant recorded"),
    "consultants.export": Text("컨설턴트 목록 내려받기", "Consultants exported"),
    "consultants.import": Text("컨설턴트 명단 반입", "Consultants imported"),
    "consultants.rejects": Text("오류 행 내려받기", "Rejected rows downloaded"),
    "consultants.staged": Text("컨설턴트 명단 미리보기", "Consultants previewed"),
    "counselling.destroyed": Text("상담 기록 파기", "Counselling destroyed"),
    "counselling.note": Text("상담 기록 작성", "Counselling note written"),
    "counselling.read": Text("상담 신청 열람", "Request for counselling read"),
    "counselling.session": Text("상담 일시 기록", "Talk written down"),
    "counsellor.appointed": Text("상담자 지정", "Counsellor appointed"),
    "counsellor.changed": Text("상담자 정보 변경", "Counsellor changed"),
    "counsellor.key_failed": Text("상담 열쇠 암호 오류", "Wrong passphrase at the desk"),
    "counsellor.key_made": Text("상담 열쇠 작성", "Counsellor's key made"),
    "counsellor.key_opened": Text("상담 책상 열기", "Counselling desk unlocked"),
    "counsellor.key_replaced": Text("상담 열쇠 교체", "Counsellor's key replaced"),
    "counsellor.passphrase_changed": Text("상담 열쇠 암호 변경", "Passphrase of the key changed"),
    "declared.export": Text("이해관계 신고 목록 내려받기", "Declared conflicts exported"),
    "declared.import": Text("이해관계 신고 명단 반입", "Declared conflicts imported"),
    "declared.rejects": Text("오류 행 내려받기", "Rejected rows downloaded"),
    "declared.staged": Text("이해관계 신고 명단 미리보기", "Declared conflicts previewed"),
    "demo.people_made": Text("시연 계정 작성", "Demo accounts made"),
    "device.enrolled": Text("기기 등록", "Device registered"),
    "device.renamed": Text("기기 이름 변경", "Device renamed"),
    "device.revoked": Text("기기 등록 해지", "Device revoked"),
    "device.unlock_given": Text("기기 잠금 해제 코드 발급", "Code to unlock a device given"),
    "device.unlocked": Text("기기 잠금 해제", "Device unlocked"),
    "enrolment.decided": Text("선정 결정", "Enrolment decided"),
    "export": Text("내려받기", "Exported"),
    "file.fetch": Text("파일 내려받기", "File downloaded"),
    "keys.rotated": Text("열쇠 교체", "Key changed"),
    "invitation.sent": Text("초대 발송", "Invitation sent"),
    "invitation.sent_again": Text("초대 다시 발송", "Invitation sent again"),
    "links.revoked": Text("링크 취소", "Links revoked"),
    "lottery.drawn": Text("추첨 실시", "Lottery drawn"),
    "lottery.frozen": Text("추첨 명단 확정", "Lottery list frozen"),
    "offline.export_opened": Text("기기 기록 파일 열람", "Export of a device opened"),
    "offline.number_used_twice": Text("같은 번호의 다른 수정 거절", "Another edit under a used number refused"),
    "offline.recovery_key_made": Text("기기 복구 열쇠 작성", "Recovery key of devices made"),
    "organisation.recorded": Text("기관 등록", "Organisation recorded"),
    "paper.destroyed": Text("종이 설문지 파기", "Paper forms destroyed"),
    "paper.issued": Text("종이 설문지 인쇄", "Paper forms printed"),
    "person.joined": Text("가입", "Joined"),
    "place.passed_on": Text("대기 사업장에 자리 승계", "Place passed on"),
    "card_sheet.printed": Text("코드 카드 인쇄", "Code cards printed"),
    "offers.printed": Text("제안 확인서 출력", "Statement of offers printed"),
    "offers.recorded": Text("설문 제안 기록", "Offer of the survey recorded"),
    "round.changed": Text("회차 수정", "Round changed"),
    "round.consultant": Text("회차 담당 컨설턴트 변경", "Consultant of a round changed"),
    "round.end_moved": Text("회차 종료일 변경", "Last day of a round moved"),
    "round.notice": Text("설문 안내문 출력", "Survey notice printed"),
    "round.prepared": Text("회차 준비", "Round prepared"),
    "weeks.export": Text("주별 현황 내려받기", "Weekly counts exported"),
    "prospect.found": Text("대상 발굴", "Prospect found"),
    "prospect.tried": Text("연락 시도", "Prospect contacted"),
    "prospects.export": Text("발굴 목록 내려받기", "Prospects exported"),
    "reference.freeze": Text("비교 기준 확정", "Reference frozen"),
    "report.download": Text("보고서 내려받기", "Report downloaded"),
    "report.read": Text("보고서 열람", "Report read"),
    "reports.build": Text("보고서 일괄 작성", "Reports built"),
    "reports.export": Text("보고서 목록 내려받기", "Reports exported"),
    "rounds.export": Text("회차 목록 내려받기", "Rounds exported"),
    "season.created": Text("사업연도 작성", "Season created"),
    "season.edited": Text("사업 기준 변경", "Season edited"),
    "season.judged_again": Text("자격 다시 판정", "Eligibility judged again"),
    "seat.ended": Text("역할 해지", "Seat ended"),
    "seat.opened": Text("역할 부여", "Seat opened"),
    "seats.exported": Text("담당자 목록 내려받기", "Seats exported"),
    "second_factor.added": Text("2단계 인증 등록", "Second factor added"),
    "second_factor.removed": Text("2단계 인증 삭제", "Second factor removed"),
    "second_factor.reset": Text("2단계 인증 초기화", "Second factor reset"),
    "session.ended": Text("접속 종료", "Session ended"),
    "sign_in_failed": Text("로그인 실패", "Sign-in failed"),
    "signed_in": Text("로그인", "Signed in"),
    "workplace.corrected": Text("사업장 정보 정정", "Workplace corrected"),
}


def verb_words(verb: str) -> Text:
    """The act in both languages: its own words, else the step of a lifecycle, else the key itself."""
    if verb in VERBS:
        return VERBS[verb]
    kind, _, state = verb.partition(".")
    life = LIFECYCLES.get(kind)
    if life is None or state not in {known.key for known in life.states}:
        return Text(verb, verb)
    name = life.state(state).name
    return Text(f"{life.name.ko} → {name.ko}", f"{life.name.en} → {name.en}")


def kind_words(kind: str) -> Text:
    """What a kind of thing is called."""
    if kind in KINDS:
        return KINDS[kind]
    return LIFECYCLES[kind].name if kind in LIFECYCLES else Text(kind, kind)
