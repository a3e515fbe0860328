"""Texts for the property tests: pieces of prose, of damage, and of what looks like damage, in any mixture."""

from __future__ import annotations

from cases import load
from hypothesis import strategies as st

PIECES = [
    "长治高新区是国家新型工业化产业示范基地。",
    "記者在採訪中看到，園區的生產線正在運轉。",
    "長(zhǎng)治高新區(qū)的經(jīng)濟(jì)增長(zhǎng)",
    "日?qǐng)?bào)記者",
    "?!?/p>",
    "2020年,完成产值238.32亿元,同比增长42.17%;",
    "“我们”,他说:(笑)",
    "<p id='h4sia'></p>",
    '<delect id="h4sia">',
    "  • <input id='a1b2c'>",
    "&nbsp;&nbsp;",
    "&amp;lt;p&amp;gt;",
    "\u200b",
    "\ufeff",
    "\x00",
    "\ud800",
    "\ufffd\ufffd",
    "锟斤拷",
    "鏂囨。",
    "ä¸­æ–‡",
    "ÖÐÎÄ",
    "\n",
    "\n\n",
    "\n\n\n\n",
    "\r\n",
    "\r",
    "　　",
    "        ",
    "首页>科技>资讯",
    "责任编辑：鲁雅静",
    "京ICP备13019302号-1",
    "/enpproperty-->",
    "企业 and 项目",
    "座",
    "椅安全带及相关零部件的设计、开发与制造,其长期为一汽集团提供配套服务。",
    "抗 战 爆 发 后",
    "👨‍👩‍👧",
    "abc (x) <y",
]


def prose() -> st.SearchStrategy[str]:
    """Up to 40 pieces in a row."""
    return st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


def case_texts() -> st.SearchStrategy[str]:
    """One or two whole cases, so that whatever a rule needs as evidence comes up."""
    texts = [case.text for case in load()] or [""]
    return st.lists(st.sampled_from(texts), min_size=1, max_size=2).map("\n\n".join)


def any_text() -> st.SearchStrategy[str]:
    """Anything that is a str, lone surrogates and NUL included."""
    return st.one_of(prose(), case_texts(), mutated(), st.text(st.characters(), max_size=200))


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A case with a few spans cut out, doubled or replaced."""
    text = draw(case_texts())
    for _ in range(draw(st.integers(0, 5))):
        a = draw(st.integers(0, len(text)))
        b = min(len(text), a + draw(st.integers(0, 20)))
        middle = draw(st.sampled_from(["", text[a:b] * 2, "\n", "，", ",", "?", "(", "<", " ", "一"]))
        text = text[:a] + middle + text[b:]
    return text
