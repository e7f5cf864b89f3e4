"""Password strength by guessability (zxcvbn), not by symbol rules. Says in both languages what would help."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from zxcvbn import zxcvbn

LEAST_SCORE = 3
#: zxcvbn takes its time on very long input; what comes after 100 characters cannot make a password weaker
READ = 100
#: what everybody here would try first, and the commonest Korean words as they come out of an English keyboard
OUR_WORDS = (
    "jikim", "지킴", "kosha", "공단", "customer", "worker", "고객응대", "감정노동",
    "dkssudgktpdy", "dkssud", "tkfkdgo", "tkfkdgody", "qlalfqjsgh", "rhdeks", "wlzla", "eogksalsrnr", "gksrnr",
)  # fmt: skip

#: zxcvbn's own advice, marked for translation
ADVICE = frozenset({
    gettext_noop("Use a few words, avoid common phrases."),
    gettext_noop("No need for symbols, digits, or uppercase letters."),
    gettext_noop("Add another word or two. Uncommon words are better."),
    gettext_noop("Straight rows of keys are easy to guess."),
    gettext_noop("Short keyboard patterns are easy to guess."),
    gettext_noop("Use a longer keyboard pattern with more turns."),
    gettext_noop('Repeats like "aaa" are easy to guess.'),
    gettext_noop('Repeats like "abcabcabc" are only slightly harder to guess than "abc".'),
    gettext_noop("Avoid repeated words and characters."),
    gettext_noop('Sequences like "abc" or "6543" are easy to guess.'),
    gettext_noop("Avoid sequences."),
    gettext_noop("Recent years are easy to guess."),
    gettext_noop("Avoid recent years."),
    gettext_noop("Avoid years that are associated with you."),
    gettext_noop("Dates are often easy to guess."),
    gettext_noop("Avoid dates and years that are associated with you."),
    gettext_noop("This is a top-10 common password."),
    gettext_noop("This is a top-100 common password."),
    gettext_noop("This is a very common password."),
    gettext_noop("This is similar to a commonly used password."),
    gettext_noop("A word by itself is easy to guess."),
    gettext_noop("Names and surnames by themselves are easy to guess."),
    gettext_noop("Common names and surnames are easy to guess."),
    gettext_noop("Capitalization doesn't help very much."),
    gettext_noop("All-uppercase is almost as easy to guess as all-lowercase."),
    gettext_noop("Reversed words aren't much harder to guess."),
    gettext_noop("Predictable substitutions like '@' instead of 'a' don't help very much."),
})  # fmt: skip


class StrengthValidator:
    """Refuses what a guesser would find in fewer than a hundred million tries (score 3)."""

    def validate(self, password: str, user: object = None) -> None:
        result = zxcvbn(password[:READ], user_inputs=[*OUR_WORDS, *_about(user)])
        if result["score"] >= LEAST_SCORE:
            return
        feedback = result["feedback"]
        said = [text for text in (feedback["warning"], *feedback["suggestions"]) if text in ADVICE]
        lines = [_("This password is too easy to guess."), *(_(text) for text in said)]
        raise ValidationError(" ".join(lines), code="password_too_weak")

    def get_help_text(self) -> str:
        return _("Three or four unrelated words, or one sentence only you would say. Symbols are not needed.")


def _about(user: object) -> list[str]:
    """What a guesser would try first: the person's own name and address."""
    email = str(getattr(user, "email", "") or "")
    return [part for part in (str(getattr(user, "name", "") or ""), email, email.partition("@")[0]) if part]
