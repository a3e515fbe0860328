"""Mirrors: the damage played forward, the proof, and the repair against it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import parkclean
from parkclean.han import readings
from parkclean.stages import glosses
from parkclean.stages.glosses import page, prove, table
from parkclean.straddle import damage as straddle

LIST = {
    "報": "bào", "冊": "cè", "長": "zhǎng", "國": "guó", "請": "qǐng", "業": "yè",
    "產": "chǎn", "區": "qū", "們": "men", "說": "shuō", "這": "zhè", "個": "gè",
    "項": "xiàng", "專": "zhuān", "題": "tí", "來": "lái", "實": "shí", "後": "hòu",
}  # fmt: skip
PAGE = (
    "科技日報記者來到高新區,走進產業園。這個項目是國家的專項,實現了產業升級。\n"
    "區長說:“我們在全國率先實行這個辦法,專題報告說得很清楚。”"
)


def mirrored(text: str, listed: dict[str, str] = LIST) -> str:
    """The page as the mirror shows it; its full-width marks are flattened afterwards."""
    wide = text.translate(str.maketrans(",:;!?()", "，：；！？（）"))
    data = "\n".join(f"{line}</p>" for line in wide.split("\n"))
    shown = straddle.forward(data, listed).decode("gbk", straddle.LOST)
    return shown.replace("</p>", "").translate(str.maketrans("，：；！？（）", ",:;!?()"))


def test_forward_hits_across_two_characters() -> None:
    assert straddle.forward("日報", LIST).decode("gbk", straddle.LOST) == "日?qǐng)?bào)"
    assert straddle.forward("們在全國", {"冊": "cè", "國": "guó"}).decode("gbk", straddle.LOST) == "們?cè)谌珖?guó)"


@given(st.text("请報日長說zǐn（）()ab", max_size=20), st.sampled_from([("(", ")"), ("（", "）"), ("", "")]), st.data())
def test_forward_is_one_replacement_for_each_character_of_the_list(
    text: str, brackets: tuple[str, str], data: st.DataObject
) -> None:
    """Also where readings and what stands beside them make characters of the list."""
    torn = text.encode("gbk")[1:].decode("gbk", "ignore") + "珖谌獺猲"
    listed = data.draw(st.dictionaries(st.sampled_from(text + torn), st.sampled_from(["zǐn", "a", "bǎ", "ü"])))
    expected = text.encode("gbk")
    for char in sorted(listed, key=lambda c: (listed[c], c)):
        two = char.encode("gbk")
        if len(two) == 2:
            expected = expected.replace(two, two + listed[char].join(brackets).encode("gbk"))
    assert straddle.forward(text, listed, brackets) == expected


def test_page_comes_back_and_is_proved() -> None:
    damaged = mirrored(PAGE)
    assert "?qǐng)?bào)" in damaged
    found = page(damaged)
    assert {c: found.table[c] for c in "報請長國"[:2]} == {"報": "bào", "請": "qǐng"}
    assert len(found.proved) == 2
    assert not found.likely
    assert parkclean.DEFAULT.only("glosses")(damaged) == PAGE
    assert prove(PAGE, damaged, found.table)


@pytest.mark.parametrize(
    ("place", "other"),
    [("日報", "日期"), ("日報", "月報"), ("在全國", "在企國"), ("們在", "他在")],
)
def test_an_exchanged_character_is_not_proved(place: str, other: str) -> None:
    damaged = mirrored(PAGE)
    assert not prove(PAGE.replace(place, other), damaged, table(damaged))


def test_proof_needs_every_line() -> None:
    assert not prove("甲\n乙", "甲", {})
    assert not prove("甲", "乙", {})
    assert prove("甲\n乙", "甲\n乙", {})


def test_proof_at_the_end_of_a_paragraph() -> None:
    assert prove("“三大支柱。”", "“三大支柱?！?/p>", {})
    assert prove("“三大支柱。”", "“三大支柱?!?/p>", {})
    assert not prove("“三大支架。”", "“三大支柱?！?/p>", {})


def test_characters_outside_gbk_must_agree() -> None:
    assert prove("😀甲", "😀甲", {})
    assert not prove("😀甲", "😁甲", {})


def test_edits_of_a_straddle_are_marked_as_proved() -> None:
    rules = {rule.id: rule for rule in parkclean.DEFAULT.rules()}
    assert rules["glosses.straddle_proved"].proved
    assert not rules["glosses.straddle_likely"].proved
    document = parkclean.explain(mirrored(PAGE))
    assert [c.rule for c in document.changes()].count("glosses.straddle_proved") == 2


@given(st.lists(st.sampled_from(sorted(LIST)), min_size=1, max_size=18, unique=True))
@settings(max_examples=40, deadline=None)
def test_any_list_is_undone_or_left(listed: list[str]) -> None:
    """What is proved is what was there, whatever the list."""
    damaged = mirrored(PAGE, {c: LIST[c] for c in listed})
    for edit in page(damaged).proved:
        assert edit.new in PAGE


@given(st.text(alphabet="？！?!()（）qǐnáàge日報們在全國。，”“</p>\n 12", max_size=80))
@settings(max_examples=200, deadline=None)
def test_no_text_breaks_the_search(text: str) -> None:
    found = page(text)
    for edit in (*found.proved, *found.likely):
        assert 0 <= edit.start <= edit.end <= len(text)


@pytest.mark.parametrize("unit", ["?！", "?qǐng)", "(bào)", "長(zhǎng)", "(", "?", "?!報", "日?qǐng)?bào)", "?/p>"])
def test_time_grows_with_the_text(unit: str) -> None:
    text = unit * (60_000 // len(unit))
    began = time.process_time()
    glosses.page(text)
    assert time.process_time() - began < 8


def test_usual_reading_comes_first() -> None:
    assert readings("長")[0] == "zhǎng"
    assert readings("a") == ()
