"""The article out of a page: what stays, where its lines break, and that the page can be had back."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

import parkclean
from parkclean.document import Document
from parkclean.formats.html import article, scan

PAGE = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>春天_某网</title><style>p{color:red}</style>
<script>document.write("<p>不是正文</p>");</script></head>
<body>
<div class="header"><ul class="nav"><li><a href="/">首页</a></li><li><a href="/n">新闻</a></li></ul></div>
<div class="breadcrumb">当前位置：<a href="/">首页</a> &gt; 正文</div>
<h1>园区的春天</h1>
<div id="content">
<p>　　春天到了，<b>桃花</b>开了。</p>
<p>河水涨了，燕子也回来了。</p>
<ul><li>一是种树；</li><li>二是修渠。</li></ul>
</div>
<div class="share">分享到：<a>微信</a></div>
<div id="footer">版权所有 某网</div>
</body></html>
"""


def out(page: str) -> str:
    document = article(Document(page, page))
    assert document.restore() == page
    return document.text


def test_a_page_gives_its_article() -> None:
    assert out(PAGE) == "园区的春天\n\n　　春天到了，桃花开了。\n\n河水涨了，燕子也回来了。\n\n一是种树；\n二是修渠。"


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>甲</p><p>乙</p>", "甲\n\n乙"),
        ("<p>甲<br>乙<br/><br/>丙</p>", "甲\n乙\n\n丙"),
        ("<h2>题</h2>甲<div>乙</div>丙", "题\n\n甲\n\n乙\n\n丙"),
        ("<p><ruby>漢<rp>(</rp><rt>hàn</rt><rp>)</rp></ruby>字</p>", "漢字"),
        ("<p>x<y，且y>z；AT&amp;T，&#x4e2d;文</p>", "x<y，且y>z；AT&T，中文"),
        ("<p>中文在源码里\n  换行，and English\nwraps.</p>", "中文在源码里换行，and English wraps."),
        (
            "<table><tr><th>年</th><th>值</th></tr><tr><td><p>2020</p></td><td>3.5</td></tr></table>",
            "年\t值\n2020\t3.5",
        ),
        ("<pre>\nif a:\n    b &lt; 1\n</pre><p>甲</p>", "if a:\n    b < 1\n\n甲"),
        ("<p>甲<script>var a = '<p>乙</p>';</script>丙<!-- 丁 --></p>", "甲丙"),
        ("<p>甲</p><div style='display: none'>乙</div>", "甲"),
        ("<form id=f><div><p>整页都在表单里，这是正文。</p></div><input name=q></form>", "整页都在表单里，这是正文。"),
        ("<p>甲<p>乙<div>丙", "甲\n\n乙\n\n丙"),
        ("<x-note>甲</x-note><o:p>乙</o:p>", "甲乙"),
    ],
)
def test_breaks_and_inline(page: str, text: str) -> None:
    assert out(page) == text


@pytest.mark.parametrize("text", ["", "甲\n\n乙", "a<b，c>d", "<3", "List<int>", "<", "<!-- 甲"])
def test_no_tags_no_change(text: str) -> None:
    document = Document(text, text)
    assert article(document) is document


def test_every_edit_names_a_rule_and_the_layer_is_round_zero() -> None:
    document = parkclean.explain(PAGE, format="html")
    assert document.layers[0].round == 0
    assert document.layers[0].stage == "html"
    rules = {edit.rule for edit in document.layers[0].edits}
    assert rules <= {"html.markup", "html.noise", "html.entity", "html.break", "html.space"}
    assert document.restore() == PAGE


@pytest.mark.parametrize(
    "piece",
    [
        "<b>",
        "<a ",
        "<!--",
        '<a b=">',
        "</a>",
        "<table>",
        "<header>",
        "<script>",
        "<p>甲，",
        "<td>",
        "&#",
        "<x<",
        "<li><a>甲</a>",
    ],
)
def test_time_is_linear(piece: str) -> None:
    def seconds(n: int) -> float:
        start = time.process_time()
        out(piece * n)
        return time.process_time() - start

    seconds(10)
    assert seconds(4000) < 12 * seconds(1000) + 0.5


@given(
    st.lists(
        st.sampled_from(
            [
                *"<>/\"'&; =\n甲a，\ud800\0",
                "<p>",
                "</p>",
                "<br>",
                "<div class='nav'>",
                "</div>",
                "<!--",
                "-->",
                "<pre>",
                "<td>",
                "<script>",
                "&lt;",
            ]
        ),
        max_size=60,
    ).map("".join)
)
def test_any_page_can_be_had_back(page: str) -> None:
    out(page)
    tokens = scan(page)
    assert "".join(page[token.start : token.end] for token in tokens) == page
