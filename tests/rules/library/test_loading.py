"""Packs of the library that are wrong are refused with place, fault and remedy in both languages; references must lead somewhere."""

from __future__ import annotations

import copy
import re

import pytest

from jikim.rules.library import Checklist, Library, Measures
from jikim.rules.packs import PackError, load, read_document
from jikim.shared.library import faults_of, library, library_of, pack_faults
from jikim.shared.packs import schemas, shipped, shipped_sources

SOURCES = dict(shipped_sources())


def document_of(name):
    return copy.deepcopy(read_document(SOURCES[f"{name}.yaml"], name))


BREAKS = {
    "item of no part": ("protection-1", lambda d: d["items"][0].update(part="weather"), "items[0].part"),
    "part without items": ("protection-1", lambda d: d["parts"].append({"key": "x", "title": {"ko": "가", "en": "a"}, "about": {"ko": "가", "en": "a"}}), "items"),
    "item twice": ("protection-1", lambda d: d["items"].append(d["items"][0]), "items"),
    "three levels": ("protection-1", lambda d: d["items"][0]["levels"].pop(), "items[0].levels"),
    "two levels alike": ("protection-1", lambda d: d["items"][0]["levels"].__setitem__(1, d["items"][0]["levels"][0]), "items[0].levels"),
    "no English": ("protection-1", lambda d: d["items"][0]["text"].pop("en"), "items[0].text"),
    "no such day": ("protection-1", lambda d: d["items"][0].update(reviewed_on="2026-02-30"), "items[0].reviewed_on"),
    "no such day of the pack": ("measures-rest", lambda d: d["entries"].update(reviewed_on="2026-13-01"), "entries.reviewed_on"),
    "unknown factor": ("measures-rest", lambda d: d["measures"][0].update(factors=["weather"]), "measures[0].factors[0]"),
    "two steps": ("measures-rest", lambda d: d["measures"][0].update(steps=d["measures"][0]["steps"][:2]), "measures[0].steps"),
    "no review date": ("measures-rest", lambda d: d["entries"].pop("reviewed_on"), "entries"),
    "one place for two": ("measures-rest", lambda d: d["measures"].append({**d["measures"][0], "key": "other"}), "measures"),
    "situation twice": ("call-centre", lambda d: d["situations"].append(d["situations"][0]), "situations"),
    "no line to say": ("call-centre", lambda d: d["situations"][0].update(say=[]), "situations[0].say"),
    "right answer not there": ("call-centre", lambda d: d["quiz"][0].update(right=4), "quiz[0].right"),
    "right answer counted from nought": ("self-protection", lambda d: d["quiz"][0].update(right=0), "quiz[0].right"),
    "two options alike": ("self-protection", lambda d: d["quiz"][0]["options"].__setitem__(0, d["quiz"][0]["options"][1]), "quiz[0].options"),
    "nine questions": ("self-protection", lambda d: d.update(quiz=d["quiz"][:9]), "quiz"),
    "too long": ("self-protection", lambda d: [slide.update(minutes=15) for slide in d["slides"]], "slides"),
    "an empty slide": ("self-protection", lambda d: d["slides"][0].pop("points"), "slides[0]"),
    "nothing to compare": ("self-protection", lambda d: d.update(before=[{**d["before"][0], "key": "else"}]), "after"),
    "a place nobody fills": ("employer-kit", lambda d: d["pieces"][0]["heading"].update(ko="{boss} 알림", en="{boss} says"), "pieces[0].heading"),
    "a place in one language": ("employer-kit", lambda d: d["pieces"][0]["heading"].update(ko="{workplace} 알림"), "pieces[0].heading"),
    "drawn from nowhere": ("practice", lambda d: d["chapters"][0].update(pull=[{"from": "weather"}]), "chapters[0].pull[0].from"),
    "size in a manual without": ("practice", lambda d: d.update(by_size=False), "chapters[0]"),
}  # fmt: skip


@pytest.mark.parametrize("name", BREAKS)
def test_a_broken_pack_is_refused_with_its_place(name):
    pack, break_it, path = BREAKS[name]
    document = document_of(pack)
    break_it(document)
    with pytest.raises(PackError) as caught:
        load(document, "test.yaml", schemas())
    faults = caught.value.faults
    assert path in [fault.path for fault in faults], faults
    for fault in faults:
        assert re.search("[가-힣]", fault.line("ko"))
        assert not re.search("[가-힣]", fault.line("en"))


def without(shelf: Library, **parts) -> Library:
    return Library(**{
        name: parts.get(name, getattr(shelf, name))
        for name in ("checklists", "measure_files", "occupations", "courses", "kits", "manuals")
    })  # fmt: skip


def test_every_reference_of_the_shipped_library_leads_somewhere():
    assert faults_of(library()) == []


def test_a_reference_that_leads_nowhere_is_seen():
    assert any("stop-and-hand-over" in one.problem.en for one in faults_of(without(library(), measure_files={})))
    assert any("call-centre" in one.place for one in faults_of(without(library(), measure_files={})))
    assert any("customer-pledge" in one.problem.en for one in faults_of(without(library(), kits={})))
    assert any("golf" in one.problem.en for one in faults_of(without(library(), occupations={})))


def test_a_file_is_checked_against_those_there_are():
    document = document_of("protection-1")
    document.update(version="1.0.1")
    document["items"][0]["measures"] = ["no-such-measure"]
    document["items"][1]["law"] = "no_such_law"
    found = pack_faults(load(document, "x.yaml", schemas()))
    assert {word for one in found for word in ("no-such-measure", "no_such_law") if word in one.problem.en} == {
        "no-such-measure", "no_such_law",
    }  # fmt: skip
    assert pack_faults(shipped("protection-1")) == []


def test_the_newest_version_stands_on_the_shelf():
    document = document_of("measures-rest")
    document.update(version="1.10.0", title={"ko": "새 판", "en": "New"})
    newer = load(document, "x.yaml", schemas())
    older = load({**document, "version": "1.9.0"}, "y.yaml", schemas())
    shelf = library_of([newer, shipped("measures-rest"), older])
    assert shelf.measure_files["measures-rest"].version == "1.10.0"


def test_an_entry_takes_from_its_pack_what_it_does_not_say_itself():
    document = document_of("measures-rest")
    document["measures"][0].update(version=3, reviewed_on="2027-01-02")
    changed, kept = load(document, "x.yaml", schemas()).of(Measures).measures[0], shipped("measures-rest").of(Measures).measures[0]
    assert (changed.origin.version, changed.origin.reviewed_on.isoformat()) == (3, "2027-01-02")
    assert kept.origin.version == 1
    assert changed.origin.content_hash != kept.origin.content_hash
    with pytest.raises(TypeError, match="measures"):
        shipped("measures-rest").of(Checklist)
