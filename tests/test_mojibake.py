"""Charset damage: what cases cannot say. Generators are in `damage/mojibake.py`."""

from __future__ import annotations

import random
import time
from itertools import pairwise

import pytest
from damage import mojibake as damage
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import parkclean
from parkclean.han import convert
from parkclean.mojibake import misaligned, model
from parkclean.mojibake.holes import HOLE, MARK, Reader, read
from parkclean.mojibake.misaligned import shifts
from parkclean.mojibake.recode import GBK_AS_LATIN1, UTF8_AS_GBK, UTF8_AS_LATIN1, Wrong, zones

STAGE = parkclean.DEFAULT.only("mojibake")

PLAIN = """河边的旧水车

村口有一架旧水车，是八十年前装的，木头已经发黑。春天河水上涨，它还能转动，吱吱呀呀地响一整天。

管水车的是一位姓陈的老人，今年七十六岁。他每天早上六点到河边，先看水位，再给轴承上油，然后坐在石头上抽一袋烟。

“现在谁还用它磨面？”老人笑着说，“留着它，是让孩子们知道，从前的人是怎么过日子的。”

去年，县里拨了十二万元修水车，换了三十多块木板。修好那天，全村的人都来了，连在外地打工的年轻人也赶了回来。"""

LOSSLESS = ["utf8_as_latin1", "utf8_as_latin1_thrice", "gbk_as_latin1", "gbk_as_koi8", "gbk_as_mac", "gbk_as_cp437"]
FLOORS = {
    "utf8_as_gb18030": 0.03,
    "utf8_as_gbk": 0.05,
    "utf8_as_gbk_marks": 0.08,
    "utf8_as_gbk_browser": 0.03,
    "utf8_as_gbk_windows": 0.03,
    "utf8_as_gbk_dropped": 0.04,
    "utf8_as_cp1252_holes": 0.04,
    "utf8_as_cp1252_marks": 0.04,
    "utf8_as_gbk_twice": 0.06,
    "gbk_as_latin1_nfkc": 0.01,
    "gbk_as_latin1_ftfy": 0.01,
    "utf8_as_latin1_nfkc": 0.01,
    "utf8_as_gb18030_nfkc": 0.02,
    "utf8_as_gb18030_ftfy": 0.02,
    "gbk_as_big5": 0.04,
    "gbk_as_big5_browser": 0.03,
    "utf8_as_latin1_as_gbk": 0.06,
    "gbk_as_korean": 0.03,
    "gbk_as_euc_jp": 0.03,
}


def wrong_characters(a: str, b: str) -> float:
    """The share of characters that differ, by position from both ends of each line."""
    import difflib

    same = sum(size for _, _, size in difflib.SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks())
    return 1 - same / max(len(a), len(b))


@pytest.mark.parametrize("wreck", LOSSLESS)
def test_what_is_not_lost_comes_back_whole(wreck: str) -> None:
    damaged = damage.some_lines(PLAIN, random.Random(1), wreck, 1.0).text
    assert STAGE(damaged) == PLAIN


@pytest.mark.parametrize(("wreck", "most"), FLOORS.items())
def test_quality_of_filled_holes(wreck: str, most: float) -> None:
    damaged = damage.some_lines(PLAIN, random.Random(2), wreck, 1.0).text
    assert wrong_characters(STAGE(damaged), PLAIN) <= most


@pytest.mark.parametrize(
    ("wreck", "most"), {"big5_as_gb18030": 0.03, "big5_as_gbk": 0.12, "big5_as_latin1": 0.03}.items()
)
def test_quality_of_traditional_text(wreck: str, most: float) -> None:
    page = convert(PLAIN, "s2t")
    assert wrong_characters(STAGE(damage.some_lines(page, random.Random(2), wreck, 1.0).text), page) <= most


def test_a_reading_never_loses_clean_characters() -> None:
    """Damage done twice is looked for between characters that the wrong charset does not have, not across them."""
    out = parkclean.clean("企业和项目Ŀ文档ä¸\xadæ蹄文档责任编辑：鲁雅静企业和项目��abc")
    assert "\x00" not in out
    assert "责任编辑：鲁雅静企业和项目" in out


@pytest.mark.parametrize("wreck", [*LOSSLESS, *FLOORS])
def test_lines_beside_the_damage_stay(wreck: str) -> None:
    damaged = damage.some_lines(PLAIN, random.Random(3), wreck, 0.3)
    hit = {label["line"] for label in damaged.labels}
    out = STAGE(damaged.text).split("\n")
    for n, line in enumerate(PLAIN.split("\n")):
        if n not in hit:
            assert out[n] == line


def test_a_lost_byte_costs_little() -> None:
    for seed in range(4):
        damaged = damage.lost_byte(PLAIN, random.Random(seed)).text
        assert wrong_characters(STAGE(damaged), PLAIN) <= 0.04


def test_cuts_at_marks_are_mended() -> None:
    for mark in "！？。":
        damaged = damage.cut_at_mark(PLAIN, random.Random(0), mark)
        assert wrong_characters(STAGE(damaged.text), PLAIN) <= 0.05


def test_residue_goes() -> None:
    for seed in range(6):
        damaged = damage.residue(PLAIN, random.Random(seed)).text
        assert STAGE(damaged) == PLAIN


@pytest.mark.parametrize(
    ("wrong", "wreck"),
    [(UTF8_AS_GBK, "utf8_as_gb18030"), (UTF8_AS_LATIN1, "utf8_as_latin1"), (GBK_AS_LATIN1, "gbk_as_latin1")],
)
def test_a_lossless_zone_is_proved_by_the_damage(wrong: Wrong, wreck: str) -> None:
    """Run forward over the repair, the damage gives the damaged text back."""
    for line in PLAIN.split("\n"):
        damaged = damage.WRECKS[wreck](line)
        for zone in zones(wrong, damaged):
            if zone.lossless:
                assert damage.WRECKS[wreck](zone.new) == damaged[zone.start : zone.end]


def test_edits_do_not_touch_shared_ascii() -> None:
    damaged = damage.WRECKS["utf8_as_latin1"]("今年共有 1200 人报名，比去年多 300 人。")
    edits = STAGE.explain(damaged).layers[0].edits
    assert not any("1200" in edit.new or "300" in edit.new for edit in edits)


def test_chinese_costs_less_than_damage() -> None:
    for line in PLAIN.split("\n"):
        if len(line) > 4:
            wrecked = damage.WRECKS["utf8_as_gb18030"](line)
            assert model.cost(line) / len(line) < 11 < model.cost(wrecked) / len(wrecked)


def test_a_hole_is_filled_by_its_neighbours() -> None:
    reader = Reader("utf-8", "gbk")
    sure = read(reader, [*"我们".encode()[:5], HOLE], "，", "的")
    assert sure is not None
    assert sure.text == "我们"
    unsure = read(reader, [*"水渠".encode()[:5], HOLE], "旧", "，")
    assert unsure is not None
    assert unsure.text == "水\ufffd"
    assert read(reader, [0xE6, MARK, 0xFF], "旧", "，") is None


def test_words_are_the_pairs_of_the_texts() -> None:
    """Nothing but Chinese makes a pair."""
    texts = (PLAIN + "\n哈哈哈 ab\n人人", "的，ab，的")
    pairs = {a + b for text in texts for a, b in pairwise(text) if a >= "\u3001" and b >= "\u3001"}
    words = model.Words(*texts)
    every = sorted(set("".join(texts)) | {"龘"})
    assert {a + b for a in every for b in words.behind(a)} == pairs
    assert "哈哈" in words
    assert "轴承" in words
    assert "承轴" not in words
    assert "ab" not in words


def test_a_text_costs_what_its_pairs_cost() -> None:
    text = "\n旧水車，abc 12 é•\ufffd鍚嶇О龘の"
    assert model.cost(text[1:-1], "\n", "の的") == sum(model.bits(a, b) for a, b in pairwise(text))
    assert model.bits("水", "車") == model.bits("水", "车")
    assert model.bits("a", "1") == 2.0
    assert model.bits("é", "è") == model.PILE < model.bits("水", "é") == model.FOREIGN


@pytest.mark.parametrize("hole", ["?", "\ufffd"])
def test_what_cannot_be_worth_it_would_not_have_been_a_repair(hole: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bound that spares most of the search never hides a repair that the whole search finds."""
    texts = [damage.lost_byte(PLAIN, random.Random(seed), 5).text for seed in range(8)]
    lines = [line.replace("?", hole) for text in texts for line in text.split("\n") if "?" in line]
    quick = [list(shifts(line, 0, len(line))) for line in lines]
    assert any(quick)
    monkeypatch.setattr(misaligned, "_limits", lambda line, start, end: [1e9] * (end - start + 2))
    assert [list(shifts(line, 0, len(line))) for line in lines] == quick


def test_in_step_text_has_no_shift() -> None:
    assert list(shifts("他问我为什么?我说不知道?", 0, 12)) == []


@given(st.text(max_size=120))
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_text_is_taken(text: str) -> None:
    once = STAGE(text)
    assert STAGE(once) == once
    assert STAGE.explain(text).restore() == text


@given(st.text(alphabet="?\ufffd锛銆浣犲ソÃÂä¸­锟斤拷ㄛ岆琌硂\ue4c7！。Aa1 \n\r€", max_size=60))
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_pieces_of_damage_are_taken(text: str) -> None:
    assert STAGE.explain(text).restore() == text


@pytest.mark.parametrize(
    "unit",
    [
        "?",
        "\ufffd",
        "锛",
        "锛?",
        "浣犲ソ",
        "Ã",
        "ä¸",
        "锟斤拷",
        "搅?",
        "ㄛ岆",
        "琌硂",
        "烫",
        "\ue4c7",
        "？",
        "锟斤拷\n",
        "。?！",
    ],
)
@pytest.mark.parametrize("tail", ["", "x"])
def test_time_is_linear(unit: str, tail: str) -> None:
    def seconds(size: int) -> float:
        text = unit * (size // len(unit)) + tail
        start = time.perf_counter()
        STAGE(text)
        return time.perf_counter() - start

    seconds(2_000)
    small = seconds(20_000)
    assert seconds(80_000) < 12 * small + 0.5
