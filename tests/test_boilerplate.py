"""Boilerplate: the frame goes, the text stays, whatever the order and the line breaks."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import parkclean
from parkclean import DEFAULT, tables
from parkclean.stages.boilerplate import fields
from parkclean.stages.metadata import fold

BOILERPLATE = DEFAULT.only("boilerplate")

HEAD = [
    "首页>科技>资讯",
    "当前位置：首页 > 新闻中心 > 正文",
    "您现在的位置:网站首页 >> 政务公开",
    "首頁 » 地方新聞 » 正文",
]
LINES = [
    "来源：河口日报  作者：  发布时间：2024-03-05 09:12  浏览次数：1223",
    "2024-03-05 10:21:33  来源:河口网  责任编辑:王小满  点击:518次",
    "发布日期：2024年3月5日  信息来源：河口县水利局  字号：[ 大 中 小 ]  打印  关闭",
    "【字体：大 中 小】 【打印本页】",
    "分享到：微信 新浪微博 QQ空间",
]
TAIL = [
    "责任编辑：王小满",
    "(责编：王小满、李大田)",
    "【责任编辑：王小满】",
    "关键词：集市 乡镇 河口",
    "上一篇：关于修桥的通知",
    "下一篇：没有了",
    "收藏 0 举报 点赞 0 踩 0",
    "扫一扫在手机打开当前页",
    "网站地图 | 联系我们 | 法律声明 | 技术支持：河口软件",
    "版权所有：河口县人民政府  主办：河口县人民政府办公室",
    "地址:河口县人民路5号 邮编:430000 联系电话:027-12345678 传真:027-12345679",
    "鄂ICP备12345678号-1  鄂公网安备 42010002000000号",
    "Copyright © 2024 河口网 All Rights Reserved.",
]
BODY = [
    "逢五赶集，卖菜的、卖布的都来了。",
    "老周说：“今年雨水好，菜也好。”",
    "一年之计",
    "他有白菜、萝卜和藕；旁边是卖竹器的老陈，摊子小，货却全。",
    "本报记者 王小满",
    "“来了！”",
]
TITLE = "河口镇的集市又开了"

bodies = st.lists(st.sampled_from(BODY), min_size=1, max_size=5).map(lambda body: [BODY[0], *body, BODY[3]])
gaps = st.sampled_from(["\n", "\n\n", "\r\n", "\r\n\r\n"])


@given(st.permutations(HEAD), st.permutations(LINES), st.permutations(TAIL), bodies, gaps, st.integers(1, 13))
@settings(deadline=None)
def test_a_framed_text_comes_out_as_it_was(
    head: list[str], lines: list[str], tail: list[str], body: list[str], gap: str, count: int
) -> None:
    text = gap.join([TITLE, *body])
    framed = gap.join([head[0], TITLE, lines[0], *body, *tail[:count]])
    assert BOILERPLATE(framed) == text
    assert BOILERPLATE(framed + gap) == text + gap
    assert BOILERPLATE(text) is text


@given(st.lists(st.sampled_from(HEAD + LINES + TAIL + BODY + [TITLE, ""]), max_size=20), gaps)
@settings(deadline=None, max_examples=300)
def test_one_round_is_enough_and_only_frame_lines_go(lines: list[str], gap: str) -> None:
    text = gap.join(lines)
    document = BOILERPLATE.explain(text)
    assert not document.unstable
    assert all(layer.round == 1 for layer in document.layers)
    assert document.restore() == text
    kept = [line for line in document.text.split() if line]
    words = [word for line in lines if line in (*BODY, TITLE) for word in line.split()]
    assert [word for word in kept if word in words] == words or not words


def test_metadata_can_be_read() -> None:
    text = "\n".join([TITLE, LINES[1], BODY[0], "", "关键词：集市 乡镇", "（责编：李大田）"])
    document = parkclean.explain(text)
    assert document.text == "\n".join([TITLE, BODY[0]])
    assert dict(document.meta) == {
        "date": "2024-03-05 10:21:33",
        "source": "河口网",
        "editor": "王小满、李大田",
        "views": "518次",
        "keywords": "集市 乡镇",
    }


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("来源：新华网", {"source": "新华网"}),
        ("來源：中央社", {"source": "中央社"}),
        ("来源: 作者: 发布时间:2022-08-16", {"date": "2022-08-16"}),
        ("原标题：集市又开了！", {"title": "集市又开了！"}),
        ("没有标签的一行", {}),
    ],
)
def test_fields(line: str, found: dict[str, str]) -> None:
    assert fields([line]) == found


def first_characters(parsed: Any) -> set[str]:
    """What the texts that a pattern matches may start with."""
    found: set[str] = set()
    for op, value in parsed:
        name = str(op)
        if name == "LITERAL":
            return found | {chr(value)}
        if name == "IN":
            return found | {chr(one) for kind, one in value if str(kind) == "LITERAL"}
        if name == "BRANCH":
            return found | {c for branch in value[1] for c in first_characters(branch)}
        if name == "SUBPATTERN":
            return found | first_characters(value[3])
        assert name == "MAX_REPEAT", name
        found |= first_characters(value[2])
        if value[0]:
            return found
    raise AssertionError("the pattern may match nothing")


def test_sentences_of_frames_start_with_characters_that_are_known() -> None:
    for pattern in (tables.ASKED, tables.CHAPTER_END):
        assert first_characters(re._parser.parse(pattern)) <= tables.SENTENCE_OPENERS  # type: ignore[attr-defined]


def test_folding_keeps_places() -> None:
    assert all(len(one) == 1 and len(other) == 1 for one, other in tables.FRAME_FOLD.items())
    assert fold("來源：中央社（記者）") == "来源:中央社(记者)"


@pytest.mark.parametrize(
    "unit", ["首页>新闻\n", "责任编辑：王小满\n", "编辑：", " \n", "免费-高清-官网-下载\n", "短\n", "<!--enpproperty\n"]
)
def test_long_input_is_no_trouble(unit: str) -> None:
    text = unit * (60_000 // len(unit)) + "正文。"
    assert not BOILERPLATE.explain(text).unstable


def test_advertisements_are_found_in_linear_time() -> None:
    text = "他出了门。[河口小说网wWw.example.com]" * 20_000 + "天黑了。【河口小说网example.com】" * 20_000
    assert "example" not in parkclean.DEFAULT.only("boilerplate.planted")(text)
