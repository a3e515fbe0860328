"""Width: flattening is undone exactly, only where it happened, and once."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

import parkclean
from parkclean import DEFAULT
from parkclean.tables import WIDE

WIDTH = DEFAULT.only("width")
FLATTEN = str.maketrans({wide: mark for mark, wide in WIDE.items()})

CLAUSES = [
    "逢五赶集，卖菜的、卖布的都来了。",
    "老周说：“今年雨水好，菜也好，价钱也好。”",
    "他有白菜、萝卜和藕；旁边是卖竹器的老陈，摊子小，货却全。",
    "谁家要添筐子？找他！他一天能编三个（大号的两个），从不偷工。",
    "上午9:30开始，比分3:2，共1,200人，占18%，其中一半是老人（六十岁以上）。",
    "《河口志》写道：“市在桥东，逢五为集。”",
    "「明天呢？」老師想了想，說：「照常。」",
]
paragraphs = st.lists(st.lists(st.sampled_from(CLAUSES), min_size=2, max_size=6).map("".join), min_size=2, max_size=6)


def is_evident(text: str) -> bool:
    """Whether the flattened text holds so many marks between Chinese characters that nobody doubts them."""
    return text.count("，") >= 16 and ("；" in text or "：" in text or "？" in text) and "、" in text


@given(paragraphs)
@settings(deadline=None)
def test_flattening_is_undone(parts: list[str]) -> None:
    text = "\n\n".join(parts)
    if is_evident(text):
        assert WIDTH(text.translate(FLATTEN)) == text


@given(paragraphs, paragraphs, st.sampled_from(["\n", "\n\n", "\r\n\r\n"]))
@settings(deadline=None)
def test_a_typed_text_beside_a_flattened_one_stays(first: list[str], second: list[str], gap: str) -> None:
    typed = gap.join(first)
    flat = gap.join(second).translate(FLATTEN)
    assert WIDTH(flat + gap + typed).endswith(gap + typed)
    assert WIDTH(typed + gap + flat).startswith(typed + gap)


@given(st.text(alphabet="汉字人“”、。，：；？！（）,:;?!()aB1９８７ \n`<>[]{}\"'", max_size=300))
@settings(deadline=None, max_examples=300)
def test_one_round_is_enough(text: str) -> None:
    for pipeline in (WIDTH, WIDTH.with_lossy("width.mixed")):
        document = pipeline.explain(text)
        assert not document.unstable
        assert all(layer.round == 1 for layer in document.layers)
        assert document.restore() == text


def test_the_share_of_full_width_marks_decides() -> None:
    flat = "逢五赶集,卖菜的、卖布的都来了;老周也来了。" * 30
    assert "," not in parkclean.clean(flat)
    half = flat + "旁边是卖竹器的老陈，摊子小，货却全。"
    assert parkclean.clean(half) == half
