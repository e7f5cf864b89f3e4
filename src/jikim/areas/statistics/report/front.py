"""The first page: whose report, how many were asked and answered, and the three things to know."""

from __future__ import annotations

from typing import Any

from jikim.areas.statistics.report import words
from jikim.areas.statistics.report.korean import josa, listed
from jikim.areas.statistics.report.reading import Reading
from jikim.areas.statistics.report.source import Source
from jikim.rules.words import Text
from jikim.shared import codes

#: under this share of answers the result is printed with a caution
LOW_RESPONSE = 60


def front(source: Source, language: str) -> dict[str, Any]:
    place = source.content["workplace"]
    season = source.content["season"]
    region = codes.region_name(place["region"], source.data_date).say(language)
    return {
        "workplace": place["name"],
        "season": Text(season["name"]["ko"], season["name"]["en"]).say(language),
        "facts": [
            [Text("관리번호", "Workplace number").say(language), place["number"]],
            [Text("소재지", "Location").say(language), f"{region} {place['district']}".strip()],
            [Text("업종", "Industry").say(language), place["industry_name"] if language == "ko" else _industry(source)],
            [Text("규모", "Size").say(language), words.SIZES[place["size"]].say(language)],
        ],
        "trial": words.TRIAL.say(language) if source.trial else "",
        "participation": participation(source, language),
        "findings": findings(source, language),
    }


def _industry(source: Source) -> str:
    """The code list's English name, else the sector's."""
    known = codes.find_industry(source.content["workplace"]["industry_code"])
    return known.name.en if known else source.sector_name.en


def participation(source: Source, language: str) -> dict[str, Any]:
    """Offered and answered. A whole under its minimum is never counted."""
    offered, minimum = source.offered, source.minimums["whole"]
    if source.whole is None:
        return {
            "offered": offered, "answered": Text(f"{minimum}명 미만", f"fewer than {minimum}").say(language), "rate": None,
            "caution": "",
        }  # fmt: skip
    answered = int(source.whole["answered"])
    rate = round(100 * answered / offered) if offered and answered <= offered else None
    caution = ""
    if rate is None and offered:
        caution = Text(
            "응답 수가 등록된 고객응대근로자 수보다 많습니다. 등록 인원을 확인해 주십시오.",
            "More people answered than are registered as customer service workers. Please check the headcount.",
        ).say(language)
    elif rate is not None and rate < LOW_RESPONSE:
        caution = Text(
            "응답하지 않은 사람이 많습니다. 결과가 모두의 생각을 나타내지 않을 수 있습니다.",
            "Many did not answer. The result may not speak for everybody.",
        ).say(language)
    return {"offered": offered, "answered": answered, "rate": rate, "caution": caution}


def findings(source: Source, language: str) -> list[dict[str, str]]:
    """Three sentences a board should take away, each with a headline."""
    if source.whole is None:
        return _without_figures(source, language)
    return [_against_reference(source, language), _share(source, language), _what_next(source, language)]


def _against_reference(source: Source, language: str) -> dict[str, str]:
    above = [r.title.say(language) for r in source.readings if r.tone == "above"]
    below = [r.title.say(language) for r in source.readings if r.tone == "below"]
    compared = any(r.tone in {"above", "below", "around"} for r in source.readings)
    if not compared:
        return _sentence(language, Text("비교할 기준이 아직 없습니다", "There is nothing to compare with yet"), Text(
            "이번 사업의 기준은 5개 사업장, 100명 이상의 응답이 모이면 정해집니다. 아래 점수는 이 사업장의 것입니다.",
            "The season's reference is formed from 5 workplaces and 100 answers on. The scores below are this workplace's own.",
        ))  # fmt: skip
    if above:
        names = listed(above, language)
        more = Text(
            f" {josa(listed(below, 'ko'), '은')} 기준보다 낮습니다." if below else "",
            f" {_first_upper(listed(below, 'en'))} {_be(below)} below it." if below else "",
        )
        return _sentence(
            language,
            Text(
                f"{len(source.readings)}개 영역 가운데 {len(above)}개가 기준보다 높습니다",
                f"{_count(len(above))} of {len(source.readings)} areas {_be(above)} above the reference",
            ),
            Text(
                f"{josa(names, '이')} 다른 참여 사업장의 평균보다 뚜렷하게 높습니다.{more.ko}",
                f"{_first_upper(names)} {_be(above)} clearly above the mean of the other workplaces.{more.en}",
            ),
        )
    names = listed(below, language)
    return _sentence(
        language,
        Text("기준보다 높은 영역은 없습니다", "No area is above the reference"),
        Text(
            f"{josa(names, '은')} 다른 참여 사업장의 평균보다 뚜렷하게 낮습니다." if below
            else "다섯 영역 모두 다른 참여 사업장의 평균과 뚜렷한 차이가 없습니다.",
            f"{_first_upper(names)} {_be(below)} clearly below the mean of the other workplaces." if below
            else "No area differs clearly from the mean of the other workplaces.",
        ),
    )  # fmt: skip


def _share(source: Source, language: str) -> dict[str, str]:
    known = [r for r in source.readings if r.share.get("value") is not None]
    if not known:
        minimum = source.minimums["whole_share"]
        return _sentence(
            language,
            Text("위험군 비율은 보이지 않습니다", "Shares at risk are not shown"),
            Text(
                f"응답이 {minimum}명보다 적거나 어느 한쪽이 너무 적으면, 비율만으로도 누구인지 드러날 수 있습니다. 직원을 지키는 규칙이 작동한 결과입니다.",
                f"With fewer than {minimum} answers, or too few on one side, a share alone can point at a person. The rule that protects your staff has worked.",
            ),
        )
    top = max(known, key=lambda r: r.share["value"])
    title, value = top.title.say(language), top.share["value"]
    compared = _compared_share(top)
    return _sentence(
        language,
        Text(f"위험군은 많게는 응답자의 {value}%입니다", f"Up to {value} % are at risk"),
        Text(
            f"‘{title}’에서 응답자의 {value}%가 위험군입니다.{compared.ko}",
            f"In “{title}”, {value} % of those who answered are at risk.{compared.en}",
        ),
    )


def _compared_share(reading: Reading) -> Text:
    if reading.reference_share is None:
        return Text("", "")
    share = reading.reference_share
    return Text(f" 참여 사업장 전체에서는 {share}%입니다.", f" Over all workplaces of the season it is {share} %.")


def _what_next(source: Source, language: str) -> dict[str, str]:
    hidden = [r for r in source.readings if r.tone == "hidden"]
    if hidden:
        return _sentence(
            language,
            Text("보이지 않는 칸은 직원을 지킨 결과입니다", "What is not shown protects your staff"),
            Text(
                "숫자에서 한 사람의 결과를 짐작할 수 있으면 비공개 처리합니다. 까닭과 더 볼 수 있는 방법을 함께 적었습니다.",
                "Where a figure would let somebody work out one person's result it is suppressed. The reason, and how to see more, stand beside it.",
            ),
        )
    return _sentence(
        language,
        Text("먼저 할 일 세 가지를 골랐습니다", "Three things to do first"),
        Text(
            "기준과 차이가 큰 영역부터 골랐습니다. 직원 대표와 함께 읽고 담당자와 날짜를 정하십시오.",
            "Chosen from the areas that differ most. Read them with the workers' representative, then settle who does what by when.",
        ),
    )


def _without_figures(source: Source, language: str) -> list[dict[str, str]]:
    minimum = source.minimums["whole"]
    return [
        _sentence(
            language,
            Text("직원을 지키기 위해 이 사업장의 수치는 보이지 않습니다", "To protect your staff, no figures of this workplace are shown"),
            Text(
                f"응답이 {minimum}명보다 적으면 평균 하나로도 누가 어떻게 답했는지 짐작할 수 있습니다. 이 규칙은 예외가 없고, 공단도 수치를 볼 수 없습니다.",
                f"With fewer than {minimum} answers a single mean can tell who answered what. The rule has no exception, and the programme office does not see the figures either.",
            ),
        ),
        _sentence(
            language,
            Text("그래도 시작할 수 있습니다", "You can begin all the same"),
            Text(
                "같은 업종·규모의 기준과 같은 일을 하는 사람들이 가장 많이 겪는 일, 거기서 고른 먼저 할 일 세 가지를 담았습니다.",
                "This report holds the references of your sector and size, what people in this work most often report, and three things to do first.",
            ),
        ),
        _sentence(
            language,
            Text("다음 회차에는 볼 수 있습니다", "It can be shown next time"),
            Text(
                f"{minimum}명 이상이 응답하면 전체 평균을, {source.minimums['whole_share']}명 이상이면 위험군 비율까지 볼 수 있습니다. 근무 시간에 조용한 곳에서 답할 15분을 주십시오.",
                f"From {minimum} answers on the means are shown, from {source.minimums['whole_share']} on the shares at risk too. Give people fifteen quiet minutes of working time to answer.",
            ),
        ),
    ]


def _sentence(language: str, head: Text, body: Text) -> dict[str, str]:
    return {"head": head.say(language), "body": body.say(language)}


def _be(names: list[str]) -> str:
    return "is" if len(names) == 1 else "are"


def _count(number: int) -> str:
    return ("None", "One", "Two", "Three", "Four", "Five")[number] if number < 6 else str(number)


def _first_upper(words_: str) -> str:
    return words_[:1].upper() + words_[1:]
