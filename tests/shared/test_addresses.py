"""A key reaches a view as a number from whatever kind of address."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, get_resolver, resolve, reverse
from django.urls.resolvers import RegexPattern


def patterns(found: object) -> Iterator[URLPattern]:
    for one in getattr(found, "url_patterns", ()):
        if isinstance(one, URLPattern):
            yield one
        else:
            yield from patterns(one)


def test_no_address_hands_a_key_on_as_text() -> None:
    regular = [one for one in patterns(get_resolver()) if isinstance(one.pattern, RegexPattern)]
    keyed = [one for one in regular if any(name.endswith("_id") for name in one.pattern.regex.groupindex)]
    assert len(keyed) >= 10
    assert [one.name for one in keyed if type(one.pattern) is RegexPattern] == []


def test_a_file_is_asked_for_by_number_and_named_again() -> None:
    path = reverse("workplace_piece", kwargs={"workplace_id": 7, "piece": "poster-line", "size": "A4", "language": "ko"})
    assert resolve(path).kwargs == {"workplace_id": 7, "piece": "poster-line", "size": "A4", "language": "ko"}
