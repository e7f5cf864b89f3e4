"""What every error page says, in both languages. Plain data, so that it can be said when nothing else works."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from jikim.rules.words import NOTHING, Text


@dataclass(frozen=True, slots=True)
class Words:
    """A page's heading, what happened, and what the reader can do now."""

    title: Text
    what: Text
    do: Text = NOTHING


STALE_FORM = Words(
    Text("보내신 내용을 받지 못했습니다", "What you sent was not taken"),
    Text("화면을 연 지 오래되었거나 브라우저에서 쿠키를 막아 두어, 보내신 내용을 확인할 수 없었습니다.",
         "The page had been open too long, or cookies are switched off in this browser, so we could not check what you sent."),
    Text("뒤로 돌아가 화면을 새로 고친 뒤 다시 보내 주십시오.", "Go back, reload the page and send it again."),
)  # fmt: skip

WORDS: dict[int, Words] = {
    400: Words(
        Text("요청을 이해하지 못했습니다", "We could not understand that request"),
        Text("주소나 보내신 내용이 올바른 형식이 아닙니다.", "The address, or what was sent, is not in a form we can read."),
        Text("뒤로 돌아가 다시 시도해 주십시오.", "Go back and try again."),
    ),
    403: Words(
        Text("이 화면을 볼 수 없습니다", "You cannot open this page"),
        Text("이 일을 할 수 있는 권한이 없습니다.", "Your seat does not allow this."),
        Text("맡으신 업무에 필요한 화면이라면 공단 본부에 문의해 주십시오.", "If your work needs it, ask the programme office."),
    ),
    404: Words(
        Text("찾으시는 화면이 없습니다", "There is no such page"),
        Text("주소가 바뀌었거나 잘못 입력되었을 수 있습니다.", "The address may have changed or been mistyped."),
        Text("주소를 확인하시거나 처음 화면에서 다시 찾아 주십시오.", "Check the address, or start again from the front page."),
    ),
    405: Words(
        Text("이 주소는 바로 열 수 없습니다", "This address cannot be opened like that"),
        Text("화면의 단추를 눌러야 처리되는 주소입니다. 로그인하는 사이에 단추를 누르신 내용이 처리되지 않았을 수 있습니다.",
             "It only takes what a button on a page sends. If you had to sign in in between, what you pressed was not done."),
        Text("앞 화면으로 돌아가 결과를 확인하시고, 처리되지 않았으면 단추를 다시 눌러 주십시오.",
             "Go back to the page before, see whether it was done, and press the button again if not."),
    ),
    409: Words(
        Text("지금은 처리할 수 없습니다", "This cannot be done at the moment"),
        Text("그사이 다른 곳에서 내용이 바뀌었습니다.", "Somebody changed this in the meantime."),
        Text("현재 상태를 확인하신 뒤 필요하면 다시 진행해 주십시오.", "Look at the present state, and do it again if it is still needed."),
    ),
    413: Words(
        Text("보내신 내용이 너무 큽니다", "That is too large"),
        Text("받을 수 있는 크기를 넘었습니다. 파일은 20MB까지 받습니다.", "It is larger than we can take. Files may have up to 20 MB."),
        Text("파일을 나누거나 줄여서 다시 보내 주십시오.", "Split the file or make it smaller, and send it again."),
    ),
    429: Words(
        Text("잠시 후 다시 시도해 주십시오", "Please try again in a while"),
        Text("짧은 시간에 요청이 너무 많아 잠시 멈추었습니다.", "There were too many tries in a short time, so we paused them."),
    ),
    500: Words(
        Text("처리하지 못했습니다", "Something went wrong on our side"),
        Text("시스템에 문제가 생겼습니다. 저장이 끝난 내용은 그대로 있습니다.", "The system had a problem. Everything already saved is still there."),
        Text("잠시 후 다시 시도하시고, 계속되면 아래 문의 번호를 알려 주십시오.", "Try again in a moment. If it goes on, tell us the number below."),
    ),
    503: Words(
        Text("지금은 이용자가 많습니다", "The system is busy right now"),
        Text("다른 작업이 끝나기를 기다리다가 멈추었습니다. 방금 보내신 내용은 아직 저장되지 않았습니다.",
             "We stopped while waiting for other work to finish. What you just sent has not been saved yet."),
        Text("잠시 후 같은 내용을 다시 보내 주십시오. 두 번 저장되지 않습니다.", "Send the same thing again in a moment. It will not be saved twice."),
    ),
}  # fmt: skip

OFFLINE = Words(
    Text("인터넷에 연결되어 있지 않습니다", "You are off line"),
    Text("이 화면은 연결되어 있어야 볼 수 있습니다. 보내신 내용이 없어지지는 않습니다.", "This page needs a connection. Nothing you have already sent is lost."),
    Text("연결을 확인하신 뒤 다시 열어 주십시오.", "Check the connection and open it again."),
)  # fmt: skip


def plain_page(status: int, number: str, language: str, reason: Text | None = None) -> str:
    """The page when templates or static files fail: no style, no script, no look-up of any kind."""
    words = WORDS.get(status, WORDS[500])
    other = "en" if language == "ko" else "ko"
    parts = [
        f"<section lang=\"{code}\"><h1>{escape(words.title.say(code))}</h1>"
        f"<p>{escape((reason or words.what).say(code))}</p><p>{escape(words.do.say(code))}</p></section>"
        for code in (language, other)
    ]  # fmt: skip
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{escape(words.title.say(language))}</title>'
        f'</head><body><main>{"".join(parts)}<p>{escape(number)}</p><p><a href="/">지킴 · Jikim</a></p></main></body></html>'
    )
