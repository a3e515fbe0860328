"""Damage that pages do to articles, built from how it comes about; pure functions of a text and a random generator."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from functools import partial

Damage = Callable[[str, random.Random], str]

BOTH_HAN = re.compile("(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])")

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
MISREAD = str.maketrans("日人未土天千今休治待折白住清手午见场的是有", "曰入末士夫干令体冶侍拆自往请毛牛贝扬旳昰冇")
"""What recognition of characters takes for others."""
READERS = ("河口人", "来自江城的网友", "老周 发表于 2018-3-4 10:22", "游客 2019-05-03 12:33")
SAID = ("修得好，今年能睡踏实了。", "学习了，感谢分享", "这个地方我去过，确实很美", "早该修了！")
BELOW = ("3天前 回复 赞(2)", "支持(3) 反对(0)", "回复", "赞 12 踩 0")
TITLES = (
    "古镇里的老茶馆",
    "江边码头的百年变迁",
    "一把剪刀走天下",
    "三代守桥人的故事",
    "这些地名你都认识吗？",
    "老街的桥修好了",
)
SHELLS = (
    "- The End -", "排版｜阿青", "点亮在看，传递给更多人", "您已阅读 20%，剩余内容需付费",
    "接受所有Cookie", "最后登录 2018-9-3",
    "编辑于 2021-03-04", "查看全部 35 条评论", "国内统一连续出版物号 CN 42-0001", "本文共3256字，剩余60%",
)  # fmt: skip
_SENTENCE = re.compile("(?<=[。！？])(?=[^”’」』）。！？\n])")
NOVEL_SITE = ("本章未完，请点击下一页继续阅读", "天才一秒记住本站地址：www.xkxs.com")


def paragraphs_of(text: str) -> list[str]:
    return text.strip("\n").split("\n\n")


def joined(paragraphs: Sequence[str]) -> str:
    return "\n\n".join(paragraphs) + "\n"


def is_prose(paragraph: str) -> bool:
    return len(paragraph) > 60 and "\n" not in paragraph and paragraph[-1] in "。！？”"


def watermark(text: str, rng: random.Random) -> str:
    """The name of a site behind every paragraph."""
    stamp = rng.choice(STAMPS)
    return joined([p + stamp if is_prose(p) else p for p in paragraphs_of(text)])


def pictographs(text: str, rng: random.Random) -> str:
    """A pictograph between Chinese characters, here and there."""
    return BOTH_HAN.sub(lambda _: rng.choice(PICTOGRAPHS) if rng.random() < 0.02 else "", text)


def _cut_some(text: str, rng: random.Random, seam: Callable[[], tuple[str, ...]]) -> str:
    """Some paragraphs cut inside a sentence.

    ``seam`` gives the pieces of the place: the first ends the first half, the last begins the second one.
    """
    out = []
    for paragraph in paragraphs_of(text):
        places = [m.start() for m in BOTH_HAN.finditer(paragraph) if 25 < m.start() < len(paragraph) - 25]
        if not places or not is_prose(paragraph) or rng.random() < 0.6:
            out.append(paragraph)
            continue
        at = rng.choice(places)
        end, *between, begin = seam()
        out += [paragraph[:at] + end, *between, begin + paragraph[at:]]
    return joined(out)


def column_cuts(text: str, rng: random.Random) -> str:
    """Paragraphs cut inside a sentence, some with a page mark or a caption between the halves."""
    return _cut_some(text, rng, lambda: ("", rng.choice(INTERRUPTIONS), "") if rng.random() < 0.4 else ("", ""))


def hard_wraps(text: str, rng: random.Random) -> str:
    """Lines of one width, as PDF files and mail have them."""
    width = rng.choice((30, 36, 40))
    return joined(
        [
            "\n".join(p[i : i + width] for i in range(0, len(p), width)) if is_prose(p) else p
            for p in paragraphs_of(text)
        ]
    )


def frame(text: str, rng: random.Random) -> str:
    """Lines of the page above and below the article."""
    return joined([*rng.sample(HEADS[:2], 1), *paragraphs_of(text), *rng.sample(TAILS, rng.randint(2, 5))])


def novel_site(text: str, rng: random.Random) -> str:
    """What a pirate site writes below a chapter."""
    return joined([*paragraphs_of(text), rng.choice(NOVEL_SITE)])


def misread(text: str, rng: random.Random) -> str:
    """Paragraphs once more, as a machine read them."""
    out = []
    for paragraph in paragraphs_of(text):
        out.append(paragraph)
        if is_prose(paragraph) and rng.random() < 0.4:
            out.append("".join(c.translate(MISREAD) if rng.random() < 0.3 else c for c in paragraph))
    return joined(out)


def said_twice(text: str, rng: random.Random) -> str:
    """Long sentences twice in a row."""
    return joined(
        [
            "".join(s * (1 + (len(s) > 24 and rng.random() < 0.3)) for s in _SENTENCE.split(p)) if is_prose(p) else p
            for p in paragraphs_of(text)
        ]
    )


def teaser(text: str, rng: random.Random) -> str:
    """The beginning of the text above it, with a label or a link."""
    paragraphs = paragraphs_of(text)
    start = next(filter(is_prose, paragraphs), text)[: rng.randint(25, 50)]
    shown = rng.choice(("摘要：{}", "核心提示：{}……", "{}……[详细]", "{}...展开全文"))
    return joined([paragraphs[0], shown.format(start), *paragraphs[1:]])


def put_down_twice(text: str, rng: random.Random) -> str:
    """The whole text once more, on a line of its own or right behind the last sentence."""
    return text.rstrip("\n") + rng.choice(("", "\n", "\n\n")) + text


def readers(text: str, rng: random.Random) -> str:
    """What readers wrote below the text."""
    told = [line for _ in range(3) for line in (rng.choice(READERS), rng.choice(SAID), rng.choice(BELOW))]
    return joined([*paragraphs_of(text), rng.choice(("网友评论", "精选留言", "全部评论(3)")), *told])


def links(text: str, rng: random.Random) -> str:
    """Titles of other articles below the text, more or fewer of them."""
    shown = rng.choice(("{}", "· {}", "■ {}", "{} 2021-03-12"))
    titles = [shown.format(title) for title in rng.sample(TITLES, 6) + rng.sample(TITLES, rng.randint(0, 4))]
    return joined([*paragraphs_of(text), rng.choice(("更多精彩", "猜你喜欢", "— 推荐阅读 —")), *titles])


def shells(text: str, rng: random.Random) -> str:
    """What accounts, forums, shops and e-papers say below the text."""
    return joined([*paragraphs_of(text), *rng.sample(SHELLS, 4)])


def jammers(text: str, rng: random.Random) -> str:
    """Random letters and digits between sentences, other ones each time."""

    def token(_: re.Match[str]) -> str:
        return "".join(rng.choice("aB3cD4eF5gH6") for _ in range(8)) if rng.random() < 0.5 else ""

    return joined([_SENTENCE.sub(token, p) if is_prose(p) else p for p in paragraphs_of(text)])


def running_heads(text: str, rng: random.Random) -> str:
    """The head of the page and a bare number in the middle of sentences."""
    number = rng.randint(12, 200)
    out = []
    for paragraph in paragraphs_of(text):
        places = [m.start() for m in BOTH_HAN.finditer(paragraph) if 25 < m.start() < len(paragraph) - 25]
        if not places or not is_prose(paragraph):
            out.append(paragraph)
            continue
        at = rng.choice(places)
        out += [paragraph[:at], f"江城文史资料 {number}", paragraph[at:]]
        number += 1
    return joined(out)


def torn_codes(text: str, rng: random.Random) -> str:
    """Codes of forums that lost the other one of their pair."""
    codes = ("[/color][/size]{}", "{}[/align]", "[size=3]{}")
    return joined([rng.choice(codes).format(p) if rng.random() < 0.5 else p for p in paragraphs_of(text)])


def notes(text: str, rng: random.Random) -> str:
    """Numbers of notes at the ends of sentences, without the notes."""
    number = 0

    def marked(sentence: str) -> str:
        nonlocal number
        if rng.random() < 0.6:
            return sentence
        number += 1
        return f"{sentence[:-1]}[{number}]{sentence[-1]}"

    return joined(["".join(map(marked, _SENTENCE.split(p))) if is_prose(p) else p for p in paragraphs_of(text)])


def strangers(text: str, rng: random.Random) -> str:
    """Letters of one foreign script, or circled numbers, between Chinese characters."""
    signs = rng.choice(("αβγδε", "のがをにへ", "①②③④⑤⑥", "ㄅㄇㄉㄚㄜ", "가나다라"))
    return BOTH_HAN.sub(lambda _: rng.choice(signs) if rng.random() < 0.03 else "", text)


def numbers_of_characters(text: str, rng: random.Random) -> str:
    """Some characters as a program writes them."""
    form = rng.choice(("\\u{:04x}", "U+{:04X}", "#{};", "%u{:04X}"))
    return re.sub(
        "(?<=[\u4e00-\u9fff])[\u4e00-\u9fff](?=[\u4e00-\u9fff])",
        lambda m: form.format(ord(m[0])) if rng.random() < 0.06 else m[0],
        text,
    )


def line_numbers(text: str, rng: random.Random) -> str:
    """Lines of one width with their numbers."""
    width = rng.choice((30, 36))
    lines = [p[n : n + width] for p in paragraphs_of(text) for n in range(0, len(p), width)]
    return "\n".join(f"{n:3d}  {line}" for n, line in enumerate(lines, 1)) + "\n"


def scrambled(text: str, rng: random.Random) -> str:
    """Letters, figures and signs behind paragraphs, with blanks between."""

    def token() -> str:
        return " ".join(rng.choice("aBdFgHkR") + rng.choice("2345679") + rng.choice("&*#%;)^") for _ in range(4))

    return joined([p + token() if is_prose(p) else p for p in paragraphs_of(text)])


def traditional_paragraphs(text: str, rng: random.Random) -> str:
    """Every other paragraph in the other script."""
    from parkclean.han import convert

    return joined([convert(p, "s2t") if n % 2 else p for n, p in enumerate(paragraphs_of(text))])


def shown_ends(text: str, rng: random.Random) -> str:
    """Ends of lines as an editor shows them."""
    mark = rng.choice(("^M", "¶", "↵", "⏎"))
    return joined([p + mark for p in paragraphs_of(text)])


def written_quotes(text: str, rng: random.Random) -> str:
    """Quotation marks as programs write them."""
    before, behind = rng.choice((('\\"', '\\"'), ('""', '""'), ("``", "''"), ("\x93", "\x94")))
    return text.replace("“", before).replace("”", behind)


def mixed_twins(text: str, rng: random.Random) -> str:
    """Marks with their ASCII twins behind them."""
    return re.sub("[，。]", lambda m: m[0] + {"，": ",", "。": "."}[m[0]] if rng.random() < 0.4 else m[0], text)


COLUMN = 17
"""Characters of a line of a column."""
PIECES = (
    '<div class="content"', "/div>", '<img src="/u/2019/1.jpg" alt="', "</span", 'style="text-indent:2em">', "<br /",
)  # fmt: skip
KEYWORDS = (
    "江城棋牌平台_江城彩票开奖_江城真人娱乐场",
    "免费在线观看高清-国产综合在线-全集完整版无删减",
    "传奇私服发布网|新开传奇网站|变态传奇",
)


def _two_columns(text: str) -> tuple[list[str], list[str]]:
    lines = []
    for paragraph in paragraphs_of(text):
        whole = "\u3000\u3000" + paragraph.replace("\n", "")
        lines += [whole[at : at + COLUMN] for at in range(0, len(whole), COLUMN)]
    half = (len(lines) + 1) // 2
    return lines[:half], lines[half:]


def read_across(text: str, _rng: random.Random) -> str:
    """Two columns, a line of each by turns."""
    left, right = _two_columns(text)
    return "\n".join(line for n in range(len(left)) for line in (left[n], *right[n : n + 1])) + "\n"


def side_by_side(text: str, _rng: random.Random) -> str:
    """Two columns with a gap between them."""
    left, right = _two_columns(text)
    padded = [line.ljust(COLUMN + 2, "\u3000") for line in left]
    return "\n".join(line + "".join(right[n : n + 1]) for n, line in enumerate(padded)).rstrip("\u3000") + "\n"


def pieces_of_tags(text: str, rng: random.Random) -> str:
    """Lines that are nothing but pieces of tags, between paragraphs."""
    out = []
    for paragraph in paragraphs_of(text):
        out += [paragraph, rng.choice(PIECES)] if rng.random() < 0.5 else [paragraph]
    return joined(out)


def glued_keywords(text: str, rng: random.Random) -> str:
    """Keywords of a hijacked page behind the last sentence of some paragraphs."""
    return joined([p + rng.choice(KEYWORDS) if is_prose(p) and rng.random() < 0.4 else p for p in paragraphs_of(text)])


def turned_pages(text: str, rng: random.Random) -> str:
    """Paragraphs that go on on another page of a newspaper."""
    return _cut_some(text, rng, lambda: (rng.choice(("▶下转第三版", "（紧接第二版）")), "◀上接第一版"))


EDGES = (
    "A03 要闻", "2019年5月4日 星期六 责编：李明 版式：王芳", "综合新闻 ■ 责任编辑 李明", "03 2019.5.4 星期六",
    "[1] [2] [3] 下一页", "共4页: 上一页 1 2 3 4 下一页", "江城社会科学 2019年第3期 31",
)  # fmt: skip
ASIDES = ("（点击图片看高清大图）", "【点击进入股吧讨论】", "[详细]", "（更多精彩请关注微信公众号：jiangcheng）")
TURNS = (("〉〉〉下转A06", "〈〈〈上接A01"), ("（转A08版）", "（接A01版）"), ("（下转第6版 ·要闻）", "（上接第1版）"))
WORDS = (
    "登录 注册 首页 资讯 财经 股市 基金 理财 视频 专题 论坛 读书 体育 娱乐 科技 汽车 房产 教育 旅游 健康 云课 我的江城"
)
FOOT = "分享到： 0 延伸阅读 今日头条 相关新闻 热门跟帖 手机看江城 关于江城 联系我们 返回顶部 版权所有：江城新闻网"


def page_edges(text: str, rng: random.Random) -> str:
    """Paragraphs cut inside a sentence, with the edge of a page or links to further pages between the halves."""
    return _cut_some(text, rng, lambda: ("", rng.choice(EDGES), ""))


def more_turns(text: str, rng: random.Random) -> str:
    """Paragraphs that go on on another page of a newspaper, as others say it."""
    return _cut_some(text, rng, lambda: rng.choice(TURNS))


def asides(text: str, rng: random.Random) -> str:
    """Links in brackets behind sentences."""
    said = partial(re.sub, _SENTENCE, lambda _: rng.choice(ASIDES) if rng.random() < 0.2 else "")
    return joined([said(p) if is_prose(p) else p for p in paragraphs_of(text)])


def quoted_mail(text: str, rng: random.Random) -> str:
    """A mail that was quoted, its lines broken at one width."""
    width = rng.choice((30, 34))
    rows = [row for p in paragraphs_of(text) for row in [*(p[n : n + width] for n in range(0, len(p), width)), ""]]
    return "\n".join(f"> {row}".rstrip() for row in rows[:-1]) + "\n"


def whole_page(text: str, rng: random.Random) -> str:
    """The head and the foot of a page, a word a line."""
    foot = [*FOOT.split(), *rng.sample(TITLES, 5)]
    path = "江城网首页 > 资讯 > 本地 > 正文"
    return (
        "\n".join([*WORDS.split(), path, *paragraphs_of(text), "责任编辑：赵小可", *foot[:6], *foot[11:], *foot[6:11]])
        + "\n"
    )


def _broken(text: str, sizes: Callable[[], int], hang: str = "") -> str:
    """Paragraphs in lines of some sizes, the further ones of each below an indent."""
    out = []
    for paragraph in paragraphs_of(text):
        rows, at = [], 0
        while at < len(paragraph):
            rows.append(paragraph[at : (at := at + sizes())])
        out.append(("\n" + hang).join(rows))
    return joined(out)


def narrow_wraps(text: str, _rng: random.Random) -> str:
    """Lines of twelve characters, as narrow columns have them."""
    return _broken(text, lambda: 12)


def gapped_wraps(text: str, _rng: random.Random) -> str:
    """Lines of one width with a blank line below each."""
    return "\n\n".join(filter(None, _broken(text, lambda: 24).split("\n")))


def ragged_wraps(text: str, rng: random.Random) -> str:
    """Lines of nearly one width."""
    return _broken(text, lambda: rng.randint(18, 26))


def hanging_wraps(text: str, rng: random.Random) -> str:
    """Lines that hang below the first one of their paragraph."""
    width = rng.choice((26, 30))
    return _broken(text, lambda: width, "    ")


IDLE = ("nobr", "thead", "optgroup", "b", "xmp", "kbd", "tfoot")


def idle_elements(text: str, rng: random.Random) -> str:
    """Empty elements between and inside sentences, each with a number of its own."""

    def element() -> str:
        name = rng.choice(IDLE)
        return f'<{name} id="{rng.randrange(1000, 9999)}"></{name}>'

    out = []
    for paragraph in paragraphs_of(text):
        out += [paragraph, element() + element()] if rng.random() < 0.4 else [paragraph]
    return BOTH_HAN.sub(lambda _: element() if rng.random() < 0.003 else "", joined(out))


ASKED = ("已赞过 已踩过<", "你对这个回答的评价是？", "本回答由提问者推荐", "其他类似问题")
BLOGGED = ("分类专栏： 随笔 文章标签： 生活 读书", "关注博主即可阅读全文", "点赞 收藏 觉得还不错? 一键收藏")
OPEN = (
    "[vc_row][vc_column]", '[caption id="a_12" width="600"]', '[gallery ids="1,2,3"]',
    "Notice: Undefined index: id in /www/web/inc/show.php on line 12",
)  # fmt: skip


def run_on(text: str, _rng: random.Random) -> str:
    """The paragraphs below the title on one line, with their indents between them."""
    first, *others = paragraphs_of(text)
    return joined([first, "\u3000\u3000".join(others)])


def line_boxes(text: str, rng: random.Random) -> str:
    """Lines of one width, each of which begins with the last characters of the one above."""
    again = rng.choice((2, 3, 5))
    return joined(
        [
            "\n".join(p[max(0, i - again) : i + 34] for i in range(0, len(p), 34)) if is_prose(p) else p
            for p in paragraphs_of(text)
        ]
    )


def questions_site(text: str, rng: random.Random) -> str:
    """What sites of questions and weblogs put around an answer."""
    first, *others = paragraphs_of(text)
    return joined([first, "最佳答案", "展开全部", *others, *rng.choice((ASKED, BLOGGED))])


def open_codes(text: str, rng: random.Random) -> str:
    """Short codes that nothing filled, and errors, between paragraphs."""
    out = []
    for paragraph in paragraphs_of(text):
        out += [paragraph, rng.choice(OPEN)] if rng.random() < 0.3 else [paragraph]
    return joined(out)


DAMAGES: dict[str, Damage] = {
    "watermark": watermark,
    "pictographs": pictographs,
    "column_cuts": column_cuts,
    "hard_wraps": hard_wraps,
    "frame": frame,
    "novel_site": novel_site,
    "misread": misread,
    "said_twice": said_twice,
    "teaser": teaser,
    "put_down_twice": put_down_twice,
    "readers": readers,
    "links": links,
    "shells": shells,
    "jammers": jammers,
    "running_heads": running_heads,
    "torn_codes": torn_codes,
    "notes": notes,
    "strangers": strangers,
    "numbers_of_characters": numbers_of_characters,
    "line_numbers": line_numbers,
    "scrambled": scrambled,
    "traditional_paragraphs": traditional_paragraphs,
    "shown_ends": shown_ends,
    "written_quotes": written_quotes,
    "mixed_twins": mixed_twins,
    "read_across": read_across,
    "side_by_side": side_by_side,
    "pieces_of_tags": pieces_of_tags,
    "glued_keywords": glued_keywords,
    "turned_pages": turned_pages,
    "page_edges": page_edges,
    "more_turns": more_turns,
    "asides": asides,
    "quoted_mail": quoted_mail,
    "whole_page": whole_page,
    "narrow_wraps": narrow_wraps,
    "gapped_wraps": gapped_wraps,
    "ragged_wraps": ragged_wraps,
    "hanging_wraps": hanging_wraps,
    "idle_elements": idle_elements,
    "run_on": run_on,
    "line_boxes": line_boxes,
    "questions_site": questions_site,
    "open_codes": open_codes,
}
"""Every kind by name; in mixtures those that cut lines come after those that add to them."""


def mixture(text: str, rng: random.Random, names: Sequence[str]) -> str:
    """Several kinds, one after the other."""
    for name in names:
        text = DAMAGES[name](text, rng)
    return text
