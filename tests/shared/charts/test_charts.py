"""Charts draw only what they are given, are well-formed, and say in words what they show."""

from __future__ import annotations

from xml.etree import ElementTree

from jikim.shared.charts import Bar, IntervalRow, IntervalWords, bars, intervals

WORDS = IntervalWords("평균", "이 사업장", "구간", "기준")


def test_the_words_say_what_the_picture_shows() -> None:
    chart = intervals([IntervalRow("감정조절", 53, (50, 56), 52, "above", says="▲")], WORDS)
    assert chart.alt == "평균. 감정조절: 이 사업장 53 (구간 50–56), 기준 52."
    assert ElementTree.fromstring(chart.svg).get("aria-label") == chart.alt


def test_a_hidden_mean_draws_no_dot_no_interval_and_no_reference() -> None:
    shown = intervals([IntervalRow("가", 53, (50, 56), 52)], WORDS)
    hidden = intervals([IntervalRow("가", None, (50, 56), 52, note="비공개 처리")], WORDS)
    legend = 1
    assert shown.svg.count("<circle") == 1 + legend
    assert hidden.svg.count("<circle") == legend
    assert hidden.svg.count("<polygon") == legend
    assert hidden.svg.count("<rect") == legend
    assert "53" not in hidden.alt


def test_names_cannot_break_out_of_the_drawing() -> None:
    chart = bars([Bar('<script>alert("x")</script> & "따옴표"', 40)], title='a"b<c')
    root = ElementTree.fromstring(chart.svg)
    assert "script" not in {node.tag.rpartition("}")[2] for node in root.iter()}
    assert '<script>alert("x")</script> & "따옴표"' in "".join(root.itertext())


def test_bars_are_as_long_as_their_values() -> None:
    chart = bars([Bar("a", 80), Bar("b", 40)], title="t")
    widths = [float(node.get("width", 0)) for node in ElementTree.fromstring(chart.svg).iter() if node.tag.endswith("rect")]
    assert abs(widths[1] / widths[0] - 0.8) < 0.01
    assert abs(widths[3] / widths[2] - 0.4) < 0.01
