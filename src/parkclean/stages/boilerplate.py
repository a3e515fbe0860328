"""Stage `boilerplate`: what a page puts around an article.

Every rule asks the same question once for each text (`_frames`): which lines at the head and the tail are frame lines?
The grammar of those lines is in `metadata.py`, where they may stand in `frames.py`.
Captions and page layout are not here.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from parkclean.edits import Edit
from parkclean.rules import Lines, RuleStage, Seen, rule
from parkclean.stages.frames import Frame, Trust, removals, zones
from parkclean.stages.inside import inside, page_turns
from parkclean.stages.metadata import OPENING, fields, fold, is_sure, may_open, parse
from parkclean.tables import (
    CRUMB_PREFIX,
    DECLARING,
    DISCLAIMED,
    DISCLAIMER,
    FOOTER,
    FRAME_CUES,
    FRAME_OPENERS,
    HAN,
    INSIDE_STARTS,
    MENU_WORDS,
    NOVEL_SITE,
    PROMPT,
    SECTIONS,
    SPAM_WORDS,
)

__all__ = ["STAGE", "fields"]

_PREFIX = re.compile(CRUMB_PREFIX)
_CRUMB = re.compile(r" ?[>»›→/|\\·—-]+ ?|  +")
_HOME = re.compile(r"(?:网站|本站|网)?(?:首页|主页)|[\w]{2,8}(?:网|首页|频道)|Home|HOME|home")
_NEIGHBOUR = re.compile(
    r"[\[(【<«‹←]* ?(?:[上下]一?|[前后]一)[篇条页章则](?:文章|新闻|内容|信息|资讯|阅读)?[\])】>»›→]* ?"
    r"(?::.{0,80}|(?:没有了?|暂?无|返回列表|返回目录|已经是最[后前]一[篇条]|[上下]一[篇页章条]|[\s|/>«»←→])*)$"
)
_COPYRIGHT = re.compile(
    r".{0,30}版权所有(?:$|[ :©(0-9/|\-].{0,80}$)|(?:copyright|Copyright|COPYRIGHT|©|\(c\) ?[12]|\(C\) ?[12]).{0,120}$"
)
_FOOTER = re.compile(FOOTER)
_WELCOME = re.compile(r"欢迎(?:您|你)?(?:访问|光临|来到|进入).{2,30}(?:官方网站|官网|网站|平台|首页)!?$")
_HOSTED = re.compile(r"\S{3,24}主办(?: +\S{3,24}(?:承办|协办|技术支持|维护))+$")
_SECTIONS = frozenset(SECTIONS)
_DISCLAIMER = re.compile(DISCLAIMER)
_PROMPT = re.compile(PROMPT)
_NOVEL_SITE = re.compile(NOVEL_SITE)
_FOOTER_CUE = re.compile(
    "版权|主办|建议使用|[您你]是第|统计|ICP|©|opyright|OPYRIGHT|许可证|公网安备|网站标识码|[(][cC][)]|ights|IGHTS"
)
_BREAKS = re.compile(r"[ _,|、/;·-]")
_SPLIT = re.compile(r"[\s\-_,|、/;·【】\[\]]+")
_SPAM = re.compile(SPAM_WORDS)
_HAN = re.compile(f"[{HAN}]")
_TURNS = "下转", "下轉", "上接", "下接"
_CUE = re.compile(FRAME_CUES)
_HERE = "当前", "所在", "您的"
_FENCE = re.compile("^```", re.MULTILINE)
_KEYWORDS = re.compile("关键[词字]|關鍵[詞字]")
_NOTICE = frozenset("免版特郑鄭本声聲凡文以未转轉如图圖内內部*【[(（")
_PROPERTY = re.compile(r"<!-- ?/?enp(?:property|content)|/?enp(?:property|content) ?-->")
_CUT = re.compile(r"[12][0-9]{3}-[01][0-9]-[0-3][0-9](?: [0-9:]+)?|<!-- ?/?enp|/enp(?:property|content)")
_SCRIPT = re.compile(
    r"\s*(?:<script[^>]*>)?\s*[!;(]?\(?function ?\(.*(?:document\.write|Math\.random|createElement|\.src\b)"
    r"|\s*(?:document\.write(?:ln)?\(|window\._bd_share_config|var _hmt\b|var cnzz|BAIDU_CLB|jiathis_|\$\(function ?\()"
)


def _classify(line: str, head: bool, titles: int) -> tuple[str, Trust] | None:
    """The rule that takes a line, and how far to trust it; `titles` lines of other kinds stand outside of it."""
    if "enp" in line and _PROPERTY.search(line):
        return "cms_tail", Trust.SURE
    if "(" in line and _SCRIPT.match(line):
        return "script", Trust.SURE
    if "。" in line:
        return _sentence(line, head)
    flat = fold(line).strip()
    if not may_open(flat) and flat.lstrip(OPENING)[:1] not in FRAME_OPENERS and not _CUE.search(flat):
        return None
    if not head and flat[:1] in _NOTICE and _is_disclaimer(flat):
        return "disclaimer", Trust.SURE
    if len(flat) <= 100 and _NOVEL_SITE.match(flat):
        return "novel_site", Trust.SURE
    if len(flat) <= 200 and (kind := _by_form(flat, head, titles) or _by_grammar(flat, head, titles)):
        return kind
    if _is_keywords(flat):
        return "seo_keywords", Trust.SURE
    return ("seo_keywords", Trust.WEAK) if _WELCOME.match(flat) else None


def _sentence(line: str, head: bool) -> tuple[str, Trust] | None:
    """The frame lines that are sentences."""
    line = line.strip()
    if not head and len(line) <= 300 and line[0] in _NOTICE and _is_disclaimer(fold(line)):
        return "disclaimer", Trust.SURE
    if len(line) <= 100 and line[:2] in INSIDE_STARTS and _NOVEL_SITE.match(fold(line)):
        return "novel_site", Trust.SURE
    return None


def _by_form(flat: str, head: bool, titles: int) -> tuple[str, Trust] | None:
    """Lines that are known by how they start."""
    if head and _is_breadcrumb(flat, titles == 0):
        return "breadcrumb", Trust.SURE
    if _is_menu(flat) and (titles == 0 or not head):
        return "navigation", Trust.SURE
    if (titles == 0 or not head) and _NEIGHBOUR.match(flat):
        return "navigation", Trust.SURE
    if not head and _is_footer(flat):
        return "footer", Trust.SURE
    if not head and len(flat) <= 60 and _PROMPT.match(flat):
        return "widgets", Trust.SURE
    return None


def _by_grammar(flat: str, head: bool, titles: int) -> tuple[str, Trust] | None:
    """Lines that are read word by word."""
    tokens = parse(flat)
    if tokens is None:
        return None
    kinds = {token.kind for token in tokens}
    if kinds <= {"page", "count", "link"}:
        return None
    sure = is_sure(flat, tokens)
    trust = Trust.SURE if sure else Trust.FAIR if sure is None else Trust.WEAK
    if kinds & {"footer", "foot"}:
        return None if head else ("footer", trust)
    if kinds == {"date"} and head and titles == 1 and ":" in flat:
        return "metadata", Trust.SURE
    if "field" in kinds or kinds <= {"date", "count"}:
        return "metadata", trust
    return "widgets", trust


def _is_breadcrumb(flat: str, first: bool) -> bool:
    if not first and "位置" not in flat and "导航" not in flat and "您" not in flat:
        return False
    prefix = _PREFIX.match(flat)
    if not prefix and not (first and (">" in flat or "»" in flat or flat.endswith("正文"))):
        return False
    path = flat[prefix.end() if prefix else 0 :].strip()
    items = path.split() if path.endswith(" 正文") and ">" not in path else _CRUMB.split(path)
    named = [item for item in items if item]
    if len(items) > 9 or any(len(item) > 16 for item in named[:-1]) or len(flat) > 120:
        return False
    if not prefix and len(named) > 1 and named[-1] == "正文" and ">" in flat:
        return True
    if prefix:
        return (
            not named
            or bool(_HOME.match(named[0]))
            or len(items) > 1
            or (first and flat[:2] in ("当前", "所在", "您的"))
        )
    if len(named) < 2 or any(word in item for item in named for word in MENU_WORDS):
        return False
    return bool(_HOME.fullmatch(named[0]))


def _is_menu(flat: str) -> bool:
    """A bar of links: 首页 and four more short words, or five sections of a news site."""
    if (" " not in flat and "|" not in flat) or ">" in flat:
        return False
    items = [item for item in _SPLIT.split(flat) if item]
    if len(items) < 5 or any(len(item) > 8 for item in items):
        return False
    return (bool(_HOME.fullmatch(items[0])) and "首页" in items[0]) or all(item in _SECTIONS for item in items)


def _is_disclaimer(flat: str) -> bool:
    return bool(_DISCLAIMER.match(flat.lstrip("*【[( "))) and any(word in flat for word in DISCLAIMED)


def _is_footer(flat: str) -> bool:
    if not _FOOTER_CUE.search(flat):
        return False
    if _COPYRIGHT.match(flat) or _HOSTED.match(flat):
        return True
    if not _FOOTER.search(flat):
        return False
    return len(_HAN.findall(_FOOTER.sub("", flat))) <= 40 and "," not in flat


def _is_keywords(flat: str) -> bool:
    """Four short phrases or more, nearly all of them of the words that hijacked pages sell."""
    flat = flat.lower()
    if len(_BREAKS.findall(flat)) < 3 or not _SPAM.search(flat):
        return False
    parts = [part for part in _SPLIT.split(flat) if part]
    if len(parts) < 4 or any(len(part) > 24 for part in parts):
        return False
    hits = sum(bool(_SPAM.search(part)) for part in parts)
    return hits >= 3 and hits * 10 >= len(parts) * 7 and len(set(_SPAM.findall(flat))) >= 4


def _frames(seen: Seen) -> list[Edit]:
    """Removals of every frame line of a text, whichever rule takes it."""
    text, lines = seen.text, seen.lines
    frames = [frame for frame in zones(lines, _classify) + inside(lines, _classify) if frame.rule != "cms_tail"]
    frames = _outside(text, frames)
    if "enp" in text:
        frames += _properties(text, lines)
    return removals(text, _disjoint(frames)) if frames else []


def _disjoint(frames: list[Frame]) -> list[Frame]:
    """Without frames that share characters with an earlier proposal."""
    kept: list[Frame] = []
    for frame in sorted(frames, key=lambda frame: (frame.start, -frame.end)):
        if not kept or frame.start >= kept[-1].end:
            kept.append(frame)
    return kept


def _outside(text: str, frames: list[Frame]) -> list[Frame]:
    """Without lines of code, clauses of a notice, and the keywords of a paper, which stand under its abstract."""
    if not frames:
        return []
    fences = [m.start() for m in _FENCE.finditer(text)]
    title = text.lstrip()[:40].split("\n", 1)[0]
    notice = any(word in title for word in DECLARING)
    paper = "摘要" in text
    return [
        frame
        for frame in frames
        if bisect_right(fences, frame.start) % 2 == 0
        and not (notice and frame.rule == "disclaimer")
        and not (paper and frame.rule == "metadata" and _KEYWORDS.search(text, frame.start, frame.end))
    ]


def _properties(text: str, lines: Lines) -> Iterator[Frame]:
    """Property comments of Founder systems: whole, cut open, or over several lines."""
    closed = -1
    for line, start in zip(*lines, strict=True):
        end = start + len(line)
        if start < closed:
            yield Frame(start, end, "cms_tail", Trust.SURE)
        elif m := _PROPERTY.search(line):
            yield Frame(start + _cut(line, m.start()), end, "cms_tail", Trust.SURE)
            if line.startswith("<!--", m.start()) and "-->" not in line[m.start() :]:
                close = text.find("-->", end, end + 4000)
                closed = max(closed, close)


def _cut(line: str, at: int) -> int:
    """Where the residue starts: at the line's start, unless a sentence stands before it."""
    full_stop = max(line.rfind(mark, 0, at) for mark in "。！？”")
    if full_stop < 0:
        return 0
    m = _CUT.search(line, full_stop + 1)
    return m.start() if m else at


def _of(seen: Seen, name: str) -> list[Edit]:
    edits = seen.share(_frames)
    return [edit._replace(rule=f"boilerplate.{name}") for edit in edits if edit.rule == name] if edits else edits


@rule("boilerplate.breadcrumb", "The path to a page in front of an article goes.")
def breadcrumb(text: str, seen: Seen) -> list[Edit]:
    """`首页>科技>资讯`, `当前位置：首页 > 新闻 > 正文` above the title.

    >>> clean("当前位置：首页>新闻中心\\n春天来了\\n山上的花都开了，游人也多了起来。")
    '春天来了\\n山上的花都开了，游人也多了起来。'
    >>> clean("先点首页 > 设置 > 网络，再点确定。")
    '先点首页 > 设置 > 网络，再点确定。'
    """
    return _of(seen, "breadcrumb")


@rule("boilerplate.metadata", "Lines about source, date, editor, views and keywords go to `Document.meta`.")
def metadata(text: str, seen: Seen) -> list[Edit]:
    """Lines of labelled fields at the head or tail: `来源：新华网  发布时间：2024-01-02`, `(责编：张三、李四)`.

    A byline (`本报记者 张三`) is text, and so is a label that a recipe, a cast list or a dialogue may use.

    >>> clean("山上的花都开了，游人也多了起来。\\n\\n责任编辑：张三")
    '山上的花都开了，游人也多了起来。'
    >>> clean("本报记者 张三\\n\\n山上的花都开了，游人也多了起来。")
    '本报记者 张三\\n\\n山上的花都开了，游人也多了起来。'
    """
    return _of(seen, "metadata")


@rule("boilerplate.widgets", "Buttons for sharing, printing and font size go.")
def widgets(text: str, seen: Seen) -> list[Edit]:
    """Lines made of nothing but the words of buttons: `【打印本页】 【关闭窗口】`, `分享到: 微信 新浪微博`.

    >>> clean("山上的花都开了，游人也多了起来。\\n【打印本页】 【关闭窗口】")
    '山上的花都开了，游人也多了起来。'
    >>> clean("请打印本页，带到窗口。")
    '请打印本页，带到窗口。'
    """
    return _of(seen, "widgets")


@rule("boilerplate.navigation", "Links to the previous and the next article go.")
def navigation(text: str, seen: Seen) -> list[Edit]:
    """`上一篇：…`, `下一篇：没有了` at the tail.

    >>> clean("山上的花都开了，游人也多了起来。\\n\\n下一篇：没有了")
    '山上的花都开了，游人也多了起来。'
    >>> clean("下一篇文章讲杏花。")
    '下一篇文章讲杏花。'
    """
    return _of(seen, "navigation")


@rule("boilerplate.footer", "Record numbers, copyright and address lines at the foot of a page go.")
def footer(text: str, seen: Seen) -> list[Edit]:
    """`京ICP备13019302号-1`, `版权所有：…`, `地址:… 邮编:… 电话:…` below the text.

    >>> clean("山上的花都开了，游人也多了起来。\\n\\n京ICP备12345678号-1")
    '山上的花都开了，游人也多了起来。'
    >>> clean("备案号应写成“京ICP备12345678号-1”。")
    '备案号应写成“京ICP备12345678号-1”。'
    """
    return _of(seen, "footer")


@rule("boilerplate.disclaimer", "Notices about reprinting below an article go.")
def disclaimer(text: str, seen: Seen) -> list[Edit]:
    """`免责声明：…`, `凡本网注明…`, `未经授权，禁止转载` at the tail, when they speak of reprints, rights or platforms.

    >>> clean("山上的花都开了，游人也多了起来。\\n\\n免责声明：本文转载自网络，版权归原作者，如有侵权请联系删除。")
    '山上的花都开了，游人也多了起来。'
    >>> clean("山上的花都开了。\\n\\n声明：花是自己开的，不是我们种的。")
    '山上的花都开了。\\n\\n声明：花是自己开的，不是我们种的。'
    """
    return _of(seen, "disclaimer")


@rule("boilerplate.novel_site", "What pirate sites put around a chapter of a novel goes.")
def novel_site(text: str, seen: Seen) -> list[Edit]:
    """`本章未完，请点击下一页继续阅读`, `天才一秒记住…`, `手机用户请浏览…`, alone on a line at the head or tail.

    >>> clean("山上的花都开了，他推门出去。\\n\\n本章未完，请点击下一页继续阅读")
    '山上的花都开了，他推门出去。'
    >>> clean("他说：“本章未完，下回再讲。”")
    '他说：“本章未完，下回再讲。”'
    """
    return _of(seen, "novel_site")


@rule("boilerplate.page_turn", "Marks that send the reader of a newspaper to another page go.", trigger="版")
def page_turn(text: str) -> list[Edit]:
    """`（下转第二版）` at the end of a paragraph, `（上接第一版）` at the start of one.

    >>> clean("山上的花都开了。（下转第二版）\\n\\n（上接第一版）游人也多了起来。")
    '山上的花都开了。\\n\\n游人也多了起来。'
    >>> clean("版面上印着“（下转第二版）”几个字。")
    '版面上印着“（下转第二版）”几个字。'
    """
    if not any(word in text for word in _TURNS):
        return []
    edits = removals(text, _disjoint(list(page_turns(text))))
    return [edit._replace(rule="boilerplate.page_turn") for edit in edits]


@rule("boilerplate.page_number", "Page numbers between paragraphs go.", trigger="0123456789")
def page_number(text: str, seen: Seen) -> list[Edit]:
    """`- 3 -`, `第3页 共10页` alone on lines: rising numbers of which at least one breaks a sentence.

    >>> clean("山上的花都开了，游人也多了起来，路上的车\\n\\n- 1 -\\n\\n一辆接一辆。\\n\\n- 2 -", skip=["layout"])
    '山上的花都开了，游人也多了起来，路上的车\\n\\n一辆接一辆。'
    >>> clean("- 1 -\\n\\n山上的花都开了。\\n\\n- 2 -\\n\\n游人也多了。")
    '- 1 -\\n\\n山上的花都开了。\\n\\n- 2 -\\n\\n游人也多了。'
    """
    return _of(seen, "page_number")


@rule("boilerplate.watermark", "A string that a site stamps on paragraph after paragraph goes.")
def watermark(text: str, seen: Seen) -> list[Edit]:
    """The name or address of a site behind the last sentence of three paragraphs or more, or on lines between them.

    >>> clean("山上的花都开了。河口小说网\\n\\n河边的草都绿了。河口小说网\\n\\n燕子飞回来了。河口小说网")
    '山上的花都开了。\\n\\n河边的草都绿了。\\n\\n燕子飞回来了。'
    >>> clean("山上的花都开了。啊，春天来了\\n\\n河边的草都绿了。啊，春天来了\\n\\n燕子飞回。啊，春天来了")
    '山上的花都开了。啊，春天来了\\n\\n河边的草都绿了。啊，春天来了\\n\\n燕子飞回。啊，春天来了'
    """
    return _of(seen, "watermark")


@rule("boilerplate.seo_keywords", "Keyword lines of hijacked pages go.")
def seo_keywords(text: str, seen: Seen) -> list[Edit]:
    """A line at the head or tail that is a chain of search phrases: `视频免费看-免费在线观看高清-网页版登录-全集`.

    >>> clean("视频免费看-免费在线观看高清-网页版登录-国产全集\\n\\n山上的花都开了，游人也多了起来。")
    '山上的花都开了，游人也多了起来。'
    >>> clean("桃花-杏花-梨花-樱花\\n\\n山上的花都开了，游人也多了起来。")
    '桃花-杏花-梨花-樱花\\n\\n山上的花都开了，游人也多了起来。'
    """
    return _of(seen, "seo_keywords")


@rule("boilerplate.cms_tail", "What a newspaper's content system left behind goes.", trigger=">")
def cms_tail(text: str, seen: Seen) -> list[Edit]:
    """Property comments of Founder systems, whole or cut open: `2023-12-11 … content_52754.html 1 … /enpproperty-->`.

    Text that stands on the same line before the residue is kept.

    >>> clean("山上的花都开了。\\n\\n2023-12-11 春天 1 1 晚报 content_5.html 1 春天 /enpproperty-->")
    '山上的花都开了。'
    >>> clean("箭头写作-->，不写作->。")
    '箭头写作-->，不写作->。'
    """
    return _of(seen, "cms_tail")


@rule("boilerplate.script", "Scripts that a page runs go.", trigger="(")
def script(text: str, seen: Seen) -> list[Edit]:
    """A line at the head or tail that is a counter, an advertisement or a share button in JavaScript.

    >>> clean("山上的花都开了，游人也多了起来。\\n\\ndocument.write('<div></div>');")
    '山上的花都开了，游人也多了起来。'
    >>> clean("游人多了。\\n```js\\ndocument.write('<div></div>');\\n```")
    "游人多了。\\n```js\\ndocument.write('<div></div>');\\n```"
    """
    return _of(seen, "script")


STAGE = RuleStage(
    "boilerplate",
    (
        cms_tail,
        script,
        breadcrumb,
        metadata,
        widgets,
        navigation,
        footer,
        disclaimer,
        novel_site,
        page_turn,
        page_number,
        watermark,
        seo_keywords,
    ),
)
