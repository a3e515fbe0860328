"""Tags: injected ones go wherever they were put; separators stay as the text has them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import parkclean
from parkclean.tables import HTML_NAMES, VOID_NAMES

MARKUP = parkclean.DEFAULT.only("markup")
NAMES = sorted(HTML_NAMES - VOID_NAMES - {"script", "style", "html", "body"})
PARAGRAPHS = ["春天到了，桃花开了。", "河水涨了，燕子也回来了。", "秋天还远。"]


@st.composite
def spam(draw: st.DrawFn) -> str:
    """A block of lines with empty elements that share one id, list marks in front of some."""
    lines = []
    for name in draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=4)):
        mark = draw(st.sampled_from(["", "      ", "  • ", "    1. "]))
        inner = draw(st.sampled_from(["", '<track id="k3xq9">', '<delect id="k3xq9"></delect>']))
        lines.append(f'{mark}<{name} id="k3xq9">{inner}</{name}>')
    return draw(st.sampled_from(["\n", "\n\n"])).join(lines)


CERTAIN = '<samp id="k3xq9"></samp>\n<sup id="k3xq9"></sup>\n<tt id="k3xq9"></tt>'


@given(st.lists(spam(), min_size=4, max_size=4), st.sampled_from(["\n\n", "\n", "\r\n\r\n"]))
def test_blocks_of_spam_between_paragraphs(blocks: list[str], gap: str) -> None:
    blocks = [block.replace("\n", gap[: len(gap) // 2] if gap.startswith("\r") else "\n") for block in blocks]
    parts = [CERTAIN, blocks[0], PARAGRAPHS[0], blocks[1], PARAGRAPHS[1], blocks[2], PARAGRAPHS[2], blocks[3]]
    assert MARKUP(gap.join(parts)) == gap.join(PARAGRAPHS)


@given(st.integers(0, 9), st.sampled_from(NAMES))
def test_spam_inside_a_paragraph(at: int, name: str) -> None:
    tag = f"<{name} id='k3xq9'></{name}>"
    damaged = CERTAIN.replace('"', "'") + "\n\n" + PARAGRAPHS[0][:at] + tag + PARAGRAPHS[0][at:]
    assert MARKUP(damaged) == PARAGRAPHS[0]


@pytest.mark.parametrize("depth", [10, 10_000])
def test_nesting_is_no_problem(depth: int) -> None:
    assert MARKUP(CERTAIN + '<b id="k3xq9">' * depth + "</b>" * depth + "\n\n春天。") == "春天。"
    assert parkclean.clean("<b>" * depth + "春天。") == "<b>" * depth + "春天。"


@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<br>",
                "<b>",
                "</b>",
                "<!--",
                "-->",
                "<script>",
                "</script>",
                "。",
                "春天到了",
                "\n",
                "\r\n",
                "<",
                ">",
                '<q id="a1b2">',
                "</q>",
                "  • ",
            ]
        )
    ).map("".join)
)
def test_stable_and_undone(text: str) -> None:
    document = MARKUP.explain(text)
    assert document.restore() == text
    assert not document.unstable


@pytest.mark.parametrize(("times", "goes"), [(1, True), (9, False)])
def test_a_word_by_chance_in_a_long_text(times: int, goes: bool) -> None:
    lines = [f"第{n}天，老周把船划到河对岸，卖了一担菜，天黑才回家。" for n in range(600)]
    lines[: 60 * times : 60] = ["他怕别人给他贴上标签，也怕被人忘记。"] * times
    novel = "<p>" + "</p>\n<p>".join(lines) + "</p>"
    assert ("<p>" not in MARKUP(novel)) is goes
