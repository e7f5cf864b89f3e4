"""Content packs: the shipped ones are sound, broken ones are refused with place, fault and remedy in both languages."""

from __future__ import annotations

import copy
import re
from fractions import Fraction

import pytest
import yaml

from jikim.rules.packs import PackError, content_hash, load, read_document
from jikim.rules.scoring import Instrument
from jikim.shared.packs import add_pack, all_packs, find_pack, schemas, shipped, shipped_sources
from tests.rules.scoring.koss import koss_document

SHIPPED = dict(shipped_sources())


def kels_document():
    return yaml.safe_load(SHIPPED["kels-24.yaml"])


def faults_of(document) -> list[tuple[str, str, str]]:
    with pytest.raises(PackError) as caught:
        load(document, "test.yaml", schemas())
    return [(fault.path, fault.line("ko"), fault.line("en")) for fault in caught.value.faults]


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("JIKIM_HOME", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_shipped_packs_load_and_say_everything_in_both_languages(name):
    pack = load(SHIPPED[name], name, schemas())
    assert name == f"{pack.id}.yaml"

    def walk(value):
        if isinstance(value, dict) and set(value) <= {"ko", "en"} and value:
            assert set(value) == {"ko", "en"}, value
            assert re.search("[가-힣]", value["ko"]) or re.fullmatch(r"[\d\W]+", value["ko"]), value
            assert not re.search("[가-힣]", value["en"]), value
        elif isinstance(value, dict):
            for inner in value.values():
                walk(inner)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)

    walk(read_document(SHIPPED[name], name))


def test_what_is_shipped():
    assert {
        "kels-24",
        "kels-11",
        "kwvs-13",
        "mood-8",
        "customer-abuse",
        "exhaustion-6",
        "personal-level",
    } <= {found.pack.id for found in all_packs() if found.shipped}


def test_published_scales_are_marked_as_working_wording():
    trial = {found.pack.id for found in all_packs() if found.shipped and found.pack.trial}
    assert trial == {"kels-24", "kels-11", "kwvs-13", "mood-8"}


def test_cut_offs_are_exact_fractions():
    reference = shipped("kels-24").instrument.subscale("regulation").reference
    assert reference.men[1].lower == Fraction(250, 3)
    assert reference.women[1].lower == Fraction(230, 3)


def test_every_class_of_kels_says_something_to_the_worker():
    for subscale in shipped("kels-24").instrument.subscales:
        assert subscale.about.ko
        assert all(band.says.ko and band.says.en for band in subscale.reference.men)


def test_abuse_block_asks_on_only_where_something_happened():
    instrument = shipped("customer-abuse").instrument
    assert instrument.item("reported").asked_if.at_least == 1
    assert instrument.item("helped").asked_if.items == ("reported",)


def test_the_level_rule_names_packs_items_and_subscales_that_exist():
    from jikim.rules.scoring.levels import AnswerAtLeast, AtRisk, ScoreAtLeast

    rule = shipped("personal-level").rule
    packs = {role: shipped(pack_id).instrument for role, pack_id in rule.inputs}
    assert [level.key for level in rule.levels] == ["steady", "watch", "act", "seek_help_now"]
    for _, condition in rule.conditions:
        instrument = packs[condition.role]
        match condition:
            case AnswerAtLeast(where_present=False):
                assert set(condition.items) <= set(instrument.item_keys)
            case ScoreAtLeast():
                instrument.subscale(condition.subscale)
            case AtRisk():
                assert any(
                    condition.class_key in [band.key for band in s.reference.men]
                    for s in instrument.subscales
                    if s.reference
                )


def test_hash_ignores_comments_and_layout_and_sees_every_word():
    document = kels_document()
    again = yaml.safe_dump(document, allow_unicode=True, sort_keys=True)
    assert load(again, "x", schemas()).content_hash == shipped("kels-24").content_hash
    changed = copy.deepcopy(document)
    changed["items"][23]["reverse"] = False
    assert content_hash(changed) != content_hash(document)


BREAKS = {
    "unknown scale": (lambda d: d["items"][3].update(scale="agreeent"), "items[3].scale"),
    "unknown item": (lambda d: d["subscales"][1]["items"].append("q77"), "subscales[1].items"),
    "item in two subscales": (lambda d: d["subscales"][1]["items"].append("q01"), "subscales[1].items"),
    "item twice": (lambda d: d["items"][1].update(key="q01"), "items"),
    "minimum under half": (lambda d: d["subscales"][0].update(minimum_answered=2), "subscales[0].minimum_answered"),
    "minimum of one": (lambda d: d["subscales"][1].update(minimum_answered=1), "subscales[1].minimum_answered"),
    "minimum over all": (lambda d: d["subscales"][1].update(minimum_answered=4), "subscales[1].minimum_answered"),
    "gap in scale": (lambda d: d["scales"]["agreement"]["choices"].pop(1), "scales.agreement"),
    "cut-off above the range": (
        lambda d: d["subscales"][0]["reference"]["from"]["risk"].update(men="83.33"), "subscales[0].reference.from"),
    "cut-off as a float": (
        lambda d: d["subscales"][0]["reference"]["from"]["risk"].update(men=0.8333), "subscales[0].reference.from.risk.men"),
    "division by zero": (
        lambda d: d["subscales"][0]["reference"]["from"]["risk"].update(men="1/0"), "subscales[0].reference.from.risk"),
    "women forgotten": (
        lambda d: d["subscales"][0]["reference"]["from"]["risk"].pop("women"), "subscales[0].reference.from.risk"),
    "class without an edge": (lambda d: d["classes"].append({"key": "worse", "label": {"ko": "가"}}), "subscales[0].reference.from"),
    "says to no class": (lambda d: d["subscales"][0]["says"].update(bad={"ko": "가"}), "subscales[0].says"),
    "misspelt field": (lambda d: d["items"][0].update(revers=True), "items[0]"),
    "polarity as text": (lambda d: d["items"][0].update(reverse="yes"), "items[0].reverse"),
    "no licence": (lambda d: d.pop("licence"), ""),
    "version": (lambda d: d.update(version="1.0"), "version"),
    "wording": (lambda d: d.update(wording="final"), "wording"),
    "empty text": (lambda d: d["items"][0]["text"].update(ko=""), "items[0].text.ko"),
    "kind": (lambda d: d.update(kind="recipe"), "kind"),
    "asked on a later item": (
        lambda d: d["items"][0].update(asked_if={"items": ["q02"], "at_least": 3}), "items[0].asked_if"),
    "scored item asked on a condition": (
        lambda d: d["items"][1].update(asked_if={"items": ["q01"], "at_least": 3}), "items[1].asked_if"),
}  # fmt: skip


@pytest.mark.parametrize("name", BREAKS)
def test_a_broken_pack_is_refused_with_its_place(name):
    break_it, path = BREAKS[name]
    document = kels_document()
    break_it(document)
    found = faults_of(document)
    assert path in [place for place, _, _ in found], found
    for _, ko, en in found:
        assert re.search("[가-힣]", ko)
        assert not re.search("[가-힣]", en.replace("‘", ""))


def test_bands_must_rise_and_totals_name_areas():
    document = koss_document()
    document["subscales"][0]["reference"] = copy.deepcopy(document["subscales"][0]["reference"])
    document["subscales"][0]["reference"]["from"]["high"]["men"] = "40"
    assert faults_of(document)[0][0] == "subscales[0].reference.from"
    document = koss_document()
    document["totals"][0]["of"][0] = "weather"
    assert faults_of(document)[0][0] == "totals[0].of"


@pytest.mark.parametrize(
    "source, said",
    [
        ("a: [1", "line 2"),
        ("a: 1\na: 2", "line 2, column 1: “a” stands twice"),
        ("a: &x [1]\nb: *x", "aliases"),
        ("- 1", "list of `name: value`"),
        (b"\xff\xfe\x00", "not UTF-8"),
        ("1: 2", "must be text"),
        ("a: !!python/object/apply:os.system ['true']", "not YAML"),
        ("", "list of `name: value`"),
        ("a: " + "x" * 2_000_001, "2 MB"),
    ],
)
def test_what_is_no_pack_at_all(source, said):
    with pytest.raises(PackError) as caught:
        load(source, "x.yaml", schemas())
    assert said in caught.value.text.en
    assert "x.yaml" in caught.value.text.ko


def test_a_level_rule_must_name_its_inputs():
    document = yaml.safe_load(SHIPPED["personal-level.yaml"])
    document["inputs"].pop()
    document["levels"][1]["when"] = []
    assert {path for path, _, _ in faults_of(document)} >= {"levels[1].when", "levels[2].when[2]"}


def write(folder, document, name="pack.yaml"):
    path = folder / name
    path.write_text(yaml.safe_dump(document, allow_unicode=True), "utf-8")
    return path


def test_an_added_pack_is_found_and_official_wording_goes_first(home):
    document = kels_document()
    document.update(version="2.0.0", wording="official")
    pack, new = add_pack(write(home, document))
    assert new
    assert find_pack("kels-24").content_hash == pack.content_hash
    assert not find_pack("kels-24").trial
    assert find_pack("kels-24@1.0.0").trial
    assert add_pack(write(home, document)) == (pack, False)


def test_a_version_never_changes(home):
    document = kels_document()
    document["items"][0]["text"]["ko"] = "다른 문항"
    with pytest.raises(PackError, match="already there with another content"):
        add_pack(write(home, document))
    document["version"] = "1.0.1"
    add_pack(write(home, document))
    document["items"][0]["text"]["ko"] = "또 다른 문항"
    with pytest.raises(PackError, match="already there with another content"):
        add_pack(write(home, document))
    assert [path.name for path in (home / "packs").iterdir()] == ["kels-24-1.0.1.yaml"]


def test_looking_for_packs_creates_nothing(home):
    all_packs()
    assert list(home.iterdir()) == []


def test_an_unknown_pack_is_a_key_error(home):
    for name in ("nope", "kels-24@9.9.9", "../kels-24"):
        with pytest.raises(KeyError):
            find_pack(name)


def test_a_pack_of_another_kind_is_not_an_instrument():
    assert isinstance(shipped("kels-24").instrument, Instrument)
    with pytest.raises(TypeError, match="level_rule"):
        _ = shipped("personal-level").instrument
