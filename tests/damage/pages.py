"""Damage that pages do to articles, built from how it comes about; pure functions of a text and a random generator."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

Damage = Callable[[str, random.Random], str]

_BOTH_HAN = re.compile("(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])")

STAMPS = ("（本文来自星空小说网）", "【更多精彩请访问www.xkxs.com】", "星空书屋XK")
PICTOGRAPHS = "★◆♥☆♀▌"
INTERRUPTIONS = ("第3版", "（图片由本报资料室提供）", "▲古城一角", "— 4 —", "（下转第五版）")
HEADS = (
    "您现在的位置：首页 >> 文史 >> 正文",
    "首页 - 文化 - 读书",
    "【字体：大 中 小】",
    "来源：江城晚报 作者：编辑部",
)
TAILS = (
    "上一篇：古镇的桥", "责任编辑：赵小可", "分享到：微信 微博 QQ空间", "友情链接：江城晚报 东湖论坛", "相关阅读",
    "网站地图 | 联系我们 | 关于本站", "鄂ICP备12345678号-2", "本网站技术支持：某某科技",
)  # fmt: skip
NOVEL_SITE = ("本章未完，请点击下一页继续阅读", "天才一秒记住本站地址：www.xkxs.com")


def _paragraphs(text: str) -> list[str]:
    return text.strip("\n").split("\n\n")


def _joined(paragraphs: Sequence[str]) -> str:
    return "\n\n".join(paragraphs) + "\n"


def _prose(paragraph: str) -> bool:
    return len(paragraph) > 60 and "\n" not in paragraph and paragraph[-1] in "。！？”"


def watermark(text: str, rng: random.Random) -> str:
    """The name of a site behind every paragraph."""
    stamp = rng.choice(STAMPS)
    return _joined([p + stamp if _prose(p) else p for p in _paragraphs(text)])


def pictographs(text: str, rng: random.Random) -> str:
    """A pictograph between Chinese characters, here and there."""
    return _BOTH_HAN.sub(lambda _: rng.choice(PICTOGRAPHS) if rng.random() < 0.02 else "", text)


def column_cuts(text: str, rng: random.Random) -> str:
    """Paragraphs cut inside a sentence, some with a page mark or a caption between the halves."""
    out = []
    for paragraph in _paragraphs(text):
        places = [m.start() for m in _BOTH_HAN.finditer(paragraph) if 25 < m.start() < len(paragraph) - 25]
        if not places or not _prose(paragraph) or rng.random() < 0.6:
            out.append(paragraph)
            continue
        at = rng.choice(places)
        between = [rng.choice(INTERRUPTIONS)] if rng.random() < 0.4 else []
        out += [paragraph[:at], *between, paragraph[at:]]
    return _joined(out)


def hard_wraps(text: str, rng: random.Random) -> str:
    """Lines of one width, as PDF files and mail have them."""
    width = rng.choice((30, 36, 40))
    return _joined(
        ["\n".join(p[i : i + width] for i in range(0, len(p), width)) if _prose(p) else p for p in _paragraphs(text)]
    )


def frame(text: str, rng: random.Random) -> str:
    """Lines of the page above and below the article."""
    return _joined([*rng.sample(HEADS[:2], 1), *_paragraphs(text), *rng.sample(TAILS, rng.randint(2, 5))])


def novel_site(text: str, rng: random.Random) -> str:
    """What a pirate site writes below a chapter."""
    return _joined([*_paragraphs(text), rng.choice(NOVEL_SITE)])


DAMAGES: dict[str, Damage] = {
    "watermark": watermark,
    "pictographs": pictographs,
    "column_cuts": column_cuts,
    "hard_wraps": hard_wraps,
    "frame": frame,
    "novel_site": novel_site,
}
"""Every kind by name; in mixtures those that cut lines come after those that add to them."""


def mixture(text: str, rng: random.Random, names: Sequence[str]) -> str:
    """Several kinds, one after the other."""
    for name in names:
        text = DAMAGES[name](text, rng)
    return text
