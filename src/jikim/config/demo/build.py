"""Plays a season from the call to the reports, day by day, through the rooms' public doors."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from jikim.areas.dispatch import public as dispatch
from jikim.areas.enrolment import public as enrolment
from jikim.areas.people import public as people
from jikim.areas.statistics import public as statistics
from jikim.areas.surveys import public as surveys
from jikim.config.demo import dates
from jikim.config.demo.advice import play_advice
from jikim.config.demo.agencies import made_agencies, play_people, play_ties
from jikim.config.demo.answers import made_answers
from jikim.config.demo.campaigns import play_campaigns
from jikim.config.demo.counsellor import play_counselling
from jikim.config.demo.manuals import play_manuals
from jikim.config.demo.rounds import Played, play_rounds
from jikim.config.demo.settlement import play_settlement, play_terms
from jikim.config.demo.talks import play_talks, put_off_to_today
from jikim.config.demo.training import play_training
from jikim.config.demo.visit_plan import agree_dates, plan_newcomers, plan_visits
from jikim.config.demo.visits import play_visits
from jikim.config.demo.workplaces import FIELDS, HEADER, Site, made_names, made_sites
from jikim.rules.access import Actor, Role
from jikim.rules.words import Text
from jikim.shared import codes
from jikim.shared.clock import rehearsing
from jikim.shared.sheets import Column, write_xlsx

Progress = Callable[[Text, float], None]
#: applications for every hundred places, so that a waiting list exists
APPLICATIONS_PER_PLACE = 1.15


@dataclass(frozen=True, slots=True)
class ModelSeason:
    """What was built, in counts."""

    season_id: int
    applications: int
    enrolled: int
    waiting: int
    answers: int
    #: of workers who answered by card, through the questionnaire's own actions
    by_card: int
    reports: int
    #: codes of cards nobody has used, for whoever wants to try the questionnaire
    free_codes: tuple[str, ...] = ()

    def counts(self) -> dict[str, int]:
        found = dataclasses.asdict(self)
        del found["free_codes"]
        return found


@dataclass(frozen=True, slots=True)
class _Stage:
    """What every scene needs."""

    season_id: int
    places: int
    rng: np.random.Generator
    by: Actor
    progress: Progress


def holds_a_season() -> bool:
    """Whether a season, whole or broken off, is there already: a second one in the same folder would be half of each."""
    try:
        enrolment.the_season()
    except enrolment.WhichSeason as none_or_several:
        return bool(none_or_several.seasons)
    return True


def build_model_season(*, workplaces: int, seed: int, password: str, by: Actor, progress: Progress) -> ModelSeason:
    """Build a season with `workplaces` enrolled places. The same seed builds the same season."""
    rng = np.random.default_rng(seed)
    sites = enough_sites(workplaces, rng)
    with rehearsing(dates.CALL_OPENS):
        stage = _Stage(_season(workplaces, sites, by), workplaces, rng, by, progress)
        _agencies(stage)
    with rehearsing(dates.CALL_CLOSES):
        _applications(stage, sites)
    with rehearsing(dates.DECIDED_ON):
        _decide(stage)
        play_ties(
            agency_ids=dispatch.agency_ids(season_id=stage.season_id), by=stage.by,
            places=enrolment.workplaces(season_id=stage.season_id, statuses=("enrolled",)),
        )  # fmt: skip
    _plan(stage)
    with rehearsing(dates.WITHDRAWN_ON):
        _withdraw(stage)
        _call_again(stage)
        taking_part = enrolment.workplaces(season_id=stage.season_id, statuses=("enrolled",))
        _agreements(stage, taking_part)
    plan_newcomers(season_id=stage.season_id, by=stage.by)
    with rehearsing(dates.ANSWERED_ON):
        answers = _answers(stage, sites, {place.number for place in taking_part})
    _people(stage, password)
    _agree(stage)
    played = _cards(stage)
    consultant = people.person_of(email=f"consultant@{people.DEMO_DOMAIN}", by=stage.by)
    put_off_to_today(season_id=stage.season_id, consultant_key=f"person:{consultant}", by=stage.by)
    _visits(stage, seed)
    play_talks(season_id=stage.season_id, by=stage.by)
    _advice(stage, seed)
    with rehearsing(dates.RELEASED_ON):
        play_counselling(season_id=stage.season_id, asks=played.last, by=stage.by)
    with rehearsing(dates.RELEASED_ON):
        reports = _releases(stage)
    with rehearsing(dates.REHEARSED_ON):
        surveys.recount(season_id=stage.season_id)  # the weeks that are over, as the job worker would count them after the start
    _training(stage, seed)
    play_manuals(places=taking_part, by=by)
    play_campaigns(places=taking_part, by=by)
    counts = enrolment.application_counts(by=by, season_id=stage.season_id)
    return ModelSeason(
        stage.season_id, len(sites), counts.get("enrolled", 0), counts.get("waiting", 0), answers, played.answered, reports,
        played.free_codes,
    )  # fmt: skip


def enough_sites(places: int, rng: np.random.Generator) -> list[Site]:
    """Applications enough for every place and for those who leave, however few are asked for."""
    count, days = round(places * APPLICATIONS_PER_PLACE), (dates.CALL_CLOSES - dates.CALL_OPENS).days
    while True:
        sites = made_sites(count, rng, dates.CALL_OPENS, days)
        if len(_eligible(sites)) > places + leaving(places):
            return sites
        count += max(1, places // 10)


def leaving(places: int) -> int:
    """How many of the enrolled withdraw."""
    return max(1, places // 50)


def model_quotas(places: int, sites: Sequence[Site]) -> list[enrolment.QuotaValue]:
    """Seoul's share is held down and call centres are seen to, as far as these applications fill every place."""
    found = _eligible(sites)
    elsewhere = sum(site.city.region != _CROWDED for site in found)
    centres = sum(site.trade.code == _CALL_CENTRE for site in found)
    island = sum(site.city.region == _ISLAND for site in found)
    return [
        enrolment.QuotaValue("region", "seoul", 0, max(1, round(places * 0.30), places + leaving(places) - elsewhere)),
        enrolment.QuotaValue("region", "jeju", 0 if places < 200 else min(3, island), None),
        enrolment.QuotaValue("sector", "callcentre", min(max(1, places // 20), centres), None),
    ]


_CROWDED, _ISLAND, _CALL_CENTRE, _LEAST = "서울특별시", "제주특별자치도", "75991", 10


def _eligible(sites: Sequence[Site]) -> list[Site]:
    return [site for site in sites if site.service_workers >= _LEAST]


def _season(places: int, sites: Sequence[Site], by: Actor) -> int:
    season = enrolment.ensure_default_season(year=dates.YEAR, by=by)
    values = {
        "name_ko": f"{dates.YEAR}년 고객응대근로자 건강보호 사업(모형)",
        "name_en": f"{dates.YEAR} customer service workers' health protection (model season)",
        "target": places,
        "intensive_target": max(1, places // 10),
        "call_opens_on": dates.CALL_OPENS,
        "call_closes_on": dates.CALL_CLOSES,
    }
    season = enrolment.edit_season(
        season_id=season.pk, version=season.version, values=values, reason="모형 사업 준비 / Preparing the model season", by=by
    )
    enrolment.set_quotas(
        season_id=season.pk,
        version=season.version,
        quotas=model_quotas(places, sites),
        reason="수도권 쏠림을 막고 콜센터를 일정 수 이상 지원합니다. / Not all in the capital, and some call centres in any case.",
        by=by,
    )
    return int(season.pk)


def _agencies(stage: _Stage) -> None:
    stage.progress(Text("수행기관과 컨설턴트 등록", "Agencies and consultants"), 0.0)
    keys = {name: found.key for name in _region_names() if (found := codes.find_region(name))}
    facts = made_agencies(stage.places, stage.rng, keys)
    dispatch.record_agencies(season_id=stage.season_id, agencies=facts, by=stage.by)
    stage.progress(Text("수행기관과 컨설턴트 등록", "Agencies and consultants"), 1.0)


def _region_names() -> Sequence[str]:
    from jikim.config.demo.geography import REGION_WEIGHTS

    return list(REGION_WEIGHTS)


def _applications(stage: _Stage, sites: Sequence[Site]) -> None:
    """All but the last few come in the office's sheet; those come one by one, as from the online form."""
    step = Text("신청서 접수와 자격 판정", "Applications and their verdicts")
    stage.progress(step, 0.0)
    online = min(50, len(sites) // 10)
    columns = [Column(heading) for heading in HEADER]
    sheet = b"".join(write_xlsx(columns, (site.row for site in sites[:-online]), "신청사업장", count_line=False))
    draft = enrolment.stage_import(
        data=sheet, file_name="model-season.xlsx", season_id=stage.season_id, by=stage.by
    )
    enrolment.apply_import(draft_id=draft.draft_id, by=stage.by)
    stage.progress(step, 0.8)
    for i, site in enumerate(sites[-online:]):
        application = enrolment.receive_workplace(
            season_id=stage.season_id, values=dict(zip(FIELDS, site.row, strict=True)), by=stage.by
        )
        enrolment.submit_application(application_id=application.pk, by=stage.by)
        stage.progress(step, 0.8 + 0.2 * (i + 1) / online)


def _decide(stage: _Stage) -> None:
    step = Text("추첨과 선정", "Lottery and enrolment")
    stage.progress(step, 0.0)
    plan = enrolment.plan_enrolment(season_id=stage.season_id, by=stage.by)
    if plan.lottery_needed:
        with rehearsing(dates.CALL_CLOSES):
            card = enrolment.freeze_list(
                season_id=stage.season_id,
                draw_source="모형 사업의 공개 추첨(실제 추첨이 아님)",
                draw_on=dates.DRAWN_ON,
                by=stage.by,
            )
        with rehearsing(dates.DECIDED_ON):
            enrolment.draw(lottery_id=card.id, seed="모형 2017 03 29: 03 11 18 27 36 42", by=stage.by)
    enrolment.decide_enrolment(season_id=stage.season_id, by=stage.by)
    enrolment.move_season(season_id=stage.season_id, to="running", by=stage.by)
    stage.progress(step, 1.0)


def _withdraw(stage: _Stage) -> None:
    """A few leave, and the next in line replace them."""
    enrolled = enrolment.workplaces(season_id=stage.season_id, statuses=("enrolled",))
    last = enrolled[-leaving(stage.places) :]
    for place in last:
        enrolment.withdraw_application(
            application_id=enrolment.application_of(place.id),
            reason=Text("사업장 이전으로 참여하기 어렵다고 알려 왔습니다.", "The workplace is moving and cannot take part."),
            by=stage.by,
        )


def _call_again(stage: _Stage) -> None:
    """The call goes on for replacements, so that somebody looking at the model season can try to apply."""
    season = enrolment.the_season(stage.season_id)
    enrolment.edit_season(
        season_id=season.pk, version=season.version, values={"call_closes_on": dates.CALLED_AGAIN_UNTIL},
        reason="철회에 대비하여 대기 사업장을 추가로 모집합니다. / More workplaces for the waiting list, in case some withdraw.", by=stage.by,
    )  # fmt: skip


def _agreements(stage: _Stage, taking_part: Sequence[enrolment.WorkplaceLine]) -> None:
    step = Text("참여 협약", "Participation agreements")
    for i, place in enumerate(taking_part):
        if i % 25 != 24:  # a few papers are still on their way, as always
            employer, workers = made_names(stage.rng)
            enrolment.conclude_agreement(
                workplace_id=place.id, employer_name=employer, workers_name=workers,
                signed_on=dates.AGREED_ON, by=stage.by,
            )  # fmt: skip
        if i % 20 == 0 or i + 1 == len(taking_part):
            stage.progress(step, (i + 1) / len(taking_part))


def _answers(stage: _Stage, sites: Sequence[Site], numbers: set[str]) -> int:
    step = Text("근로자 응답 반입", "Workers' answers")
    stage.progress(step, 0.0)
    text = made_answers([site for site in sites if site.number in numbers], stage.rng)
    done = surveys.import_answers(data=text.encode("utf-8-sig"), season_id=stage.season_id, by=stage.by)
    stage.progress(step, 1.0)
    return done.imported


def _releases(stage: _Stage) -> int:
    step = Text("결과 산출(비공개 처리)", "Releases through disclosure control")
    stage.progress(step, 0.0)
    surveys.close_rounds(season_id=stage.season_id, by=stage.by, kinds=["imported"])
    released = statistics.release_rounds(season_id=stage.season_id, by=stage.by)
    stage.progress(step, 1.0)
    return released


def _visits(stage: _Stage, seed: int) -> None:
    """Numbers of their own, so that what visits write moves nothing else of the season."""
    step = Text("방문 기록", "Visit records")
    play_terms(season_id=stage.season_id, by=stage.by)
    play_visits(
        season_id=stage.season_id, rng=np.random.default_rng([seed, 4]), by=stage.by, progress=lambda share: stage.progress(step, share)
    )
    play_settlement(season_id=stage.season_id, by=stage.by)


def _advice(stage: _Stage, seed: int) -> None:
    """Before the releases, as it was: what was proposed at first visits rests on checklist, incidents and occupation."""
    step = Text("관리 점검과 개선계획", "Checklists and improvement plans")
    play_advice(
        season_id=stage.season_id, rng=np.random.default_rng([seed, 5]), by=stage.by, progress=lambda share: stage.progress(step, share)
    )


def _training(stage: _Stage, seed: int) -> None:
    step = Text("교육", "Training")
    stage.progress(step, 0.0)
    play_training(season_id=stage.season_id, rng=np.random.default_rng([seed, 6]), by=stage.by)
    stage.progress(step, 1.0)


def _plan(stage: _Stage) -> None:
    step = Text("방문 계획", "The visit plan")
    plan_visits(season_id=stage.season_id, by=stage.by, progress=lambda share: stage.progress(step, share))


def _agree(stage: _Stage) -> None:
    """The demo's manager has a date left to answer."""
    step = Text("방문 날짜 확정", "Dates agreed with workplaces")
    first = enrolment.workplaces(season_id=stage.season_id, statuses=("enrolled",))[0]
    agree_dates(season_id=stage.season_id, manager_of=first.id, by=stage.by, progress=lambda share: stage.progress(step, share))


def _cards(stage: _Stage) -> Played:
    step = Text("카드 설문(응답 화면으로)", "Surveys by card, through the questionnaire's pages")
    consultant = people.person_of(email=f"consultant@{people.DEMO_DOMAIN}", by=stage.by)
    return play_rounds(
        season_id=stage.season_id, consultant_key=f"person:{consultant}", rng=stage.rng, by=stage.by,
        progress=lambda share: stage.progress(step, share),
    )  # fmt: skip


def _people(stage: _Stage, password: str) -> None:
    step = Text("시연 계정", "Demo sign-ins")
    stage.progress(step, 0.0)
    first = enrolment.workplaces(season_id=stage.season_id, statuses=("enrolled",))[0]
    made = people.make_demo_people(
        by=stage.by, password=password, regions=["seoul", "gyeonggi", "incheon"],
        agency=dispatch.first_agency_organisation(season_id=stage.season_id),
        workplace_key=str(first.id), workplace_region=first.region,
    )  # fmt: skip
    play_people(
        agency_ids=dispatch.agency_ids(season_id=stage.season_id), person_id=made[Role.CONSULTANT].pk, region="seoul", by=stage.by
    )
    stage.progress(step, 1.0)
