"""Characters: noise goes wherever it was put into Chinese, and nothing else does."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

import parkclean
from parkclean.tables import BIDI, COMPATIBILITY, CONTROLS, HAN, INVISIBLE, JOINERS, KANGXI, RADICAL_FORMS, SOFT_HYPHEN

CHARS = parkclean.DEFAULT.only("chars")
PROSE = "春天到了，桃花开了。河水涨了，燕子也回来了；“秋天还远”，他说。"


@given(
    st.lists(
        st.tuples(st.integers(0, len(PROSE)), st.sampled_from(INVISIBLE + SOFT_HYPHEN + JOINERS + BIDI + CONTROLS)),
        max_size=12,
    )
)
def test_invisible_noise_goes(noise: list[tuple[int, str]]) -> None:
    text = list(PROSE)
    for at, mark in sorted(noise, reverse=True):
        text.insert(at, mark)
    assert CHARS("".join(text)) == PROSE


@given(st.text("春天到了，。123 abc", min_size=12, max_size=60))
def test_letter_spacing_of_prose_is_undone(text: str) -> None:
    """Whatever is closed up, only white space goes."""
    spaced = " ".join(text)
    assert "".join(CHARS(spaced).split()) == "".join(text.split())


def test_letter_spaced_paragraph_comes_back() -> None:
    spaced = "".join(c + " " if c not in "，。；：、“”！？" else c for c in PROSE)
    assert (
        CHARS(spaced.replace(" ，", "，").replace(" 。", "。").replace(" ；", "；").replace(" ”", "”").strip()) == PROSE
    )


@pytest.mark.parametrize("c", [*KANGXI, *RADICAL_FORMS])
def test_every_radical_form_becomes_one_unified_character(c: str) -> None:
    new = CHARS(f"有{c}在。")[1]
    assert unicodedata.name(new).startswith("CJK UNIFIED IDEOGRAPH")


def test_compatibility_ideographs_follow_their_canonical_decomposition() -> None:
    for c in COMPATIBILITY:
        assert CHARS(f"有{c}在。") == unicodedata.normalize("NFC", f"有{c}在。")


@pytest.mark.parametrize(
    "text",
    [
        "".join(map(chr, range(0x4E00, 0x4E80))),
        "①②③④⑤ ㎡ ℃ № ㈱ Ⅲ ½ ﬁ ａｂｃ １２３ ｱｲｳ",
        "👨‍👩‍👧‍👦👩🏽‍💻🏳️‍🌈❤️‍🔥1️⃣🇨🇳",
        "می‌خواهم क्‍ष ශ්‍රී",
    ],
)
def test_no_wholesale_normalisation(text: str) -> None:
    assert CHARS(text) is text


ALONE = [
    "Rock and Roll不死",
    "A and B",
    "《爱 and 痛》",
    "“猫 and 狗”",
    "关键字 and 的用法，见下。",
    "英语里甲 and 乙的读法，见下。",
    "`甲 and 乙`，如此。",
    "张三 and 李四",
    "甲 and 乙 or 丙，任选。",
    "甲, and 乙，如此。",
    "甲and乙，如此。",
    "Q and A环节，开始。",
    "```\n甲 and 乙，丙\n```",
    "语法：名词 and 名词，并列。",
    "【甲 and 乙】，一部电影。",
]


@pytest.mark.parametrize("text", ALONE)
def test_and_that_was_meant(text: str) -> None:
    assert CHARS(text) == text


@pytest.mark.parametrize("c", ["한", "ꀀ", "\ue000", "\ud800", "あ", "ﭏ"])
def test_what_is_no_chinese_character_is_not_taken_for_one(c: str) -> None:
    assert re.fullmatch(f"[{HAN}]", c) is None


@pytest.mark.parametrize("c", ["㐀", "一", "豈", "\ufaff", "𠀀"])
def test_chinese_characters_of_all_blocks(c: str) -> None:
    assert re.fullmatch(f"[{HAN}]", c)


def test_a_sorted_list_of_words_is_data() -> None:
    words = sorted({f"{a}\x07{b}" for a in "花草山水河口桥田" for b in "春夏秋冬东南西北上下左右前后里外天地人和风雨"})
    assert len(words) > 150
    words += [f"龟{n:03}" for n in range(60)]
    assert parkclean.clean("\n".join(words)) == "\n".join(words)
    assert "\x07" not in parkclean.clean("\n".join(words[::-1]))
