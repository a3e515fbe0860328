"""Stage `boilerplate`: what a page puts around an article.

Every rule asks the same question once for each text (`_frames`): which lines are frame lines?
What such a line says is in `forms.py` and `metadata.py`, where it may stand in `frames.py` and `inside.py`.
Captions and page layout are not here.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from parkclean.cuts import OTHER_SCRIPT
from parkclean.edits import Edit, apply
from parkclean.kinds import RETURN, kind, neighbour
from parkclean.questions import AtEdges, Beside
from parkclean.rules import Lines, RuleStage, Seen, rule
from parkclean.sources import front_matter, is_data, is_manual
from parkclean.stages.asides import aside
from parkclean.stages.forms import PROPERTY, classify, is_column, spam_words
from parkclean.stages.frames import Frame, Trust, is_bare, removals, zones
from parkclean.stages.inside import inside, may_be_inside, page_turns
from parkclean.stages.jammers import jammer
from parkclean.stages.metadata import fields
from parkclean.stages.numbered import line_number
from parkclean.stages.panels import EDGE, HINT, may_have_panels, panels
from parkclean.stages.planted import planted
from parkclean.stages.records import HINTS as record_hints
from parkclean.stages.records import record, starts_record
from parkclean.stages.teasers import teaser
from parkclean.tables import ABOUT_PROGRAMS, DECLARING
from parkclean.tasks import is_task
from parkclean.verse import is_verse

__all__ = ["STAGE", "fields"]

_COMMENT = kind("<") | kind(">")
"""Every property comment of `_properties` has one of them."""
_turns = Beside(kind("转轉接"), before=neighbour("上下紧緊（(【[〔"))
"""Do 下转, 上接, 紧接 or their like stand in the text?"""
_hinted = AtEdges({hint[:2] for hint in (HINT, *record_hints)}, EDGE)
"""May a table or a panel stand at an end of the text?"""
_WORDS = "widgets", "navigation", "novel_site"
_PHRASE = re.compile(r"\s*(?:[^\W\d]|[，、—]){1,12}\s*\Z")
"""What a line of a poem may be taken for, if it is nothing but a few words."""
SENTENCES = 6
"""Of so many lines of a poem hardly one has a full stop."""
SECTION = 10_000
"""Characters of a section in which such fields end."""
_PROGRAMS = re.compile(ABOUT_PROGRAMS)
_LOADER = re.compile("Math[.]random|createElement|_hmt|cnzz|BAIDU|jiathis|bdshare|bd_share")
"""What scripts of counters and advertisements have, and lessons seldom."""
_FENCE = re.compile("^```", re.MULTILINE)
_KEYWORDS = re.compile("关键[词字]|關鍵[詞字]")
_MARK = re.compile(r"^<!-- ?enpcontent ?-->|<!-- ?/enpcontent ?-->$")
"""Where a text begins and ends, in a system's own words."""
_PAPER = re.compile(r"\s*[12][0-9]{3}-[01][0-9]-[0-3][0-9] .{0,120}\bcontent_[0-9_]{3,24}\.html? [0-9]")
"""How such a comment starts where its first mark is lost; the headline that it repeats may hold quotes."""
_CUT = re.compile(r"[12][0-9]{3}-[01][0-9]-[0-3][0-9](?: [0-9:]+)?|<!-- ?/?enp|/enp(?:property|content)")


def _frames(seen: Seen) -> list[Edit]:
    """Removals of every frame line of a text, whichever rule takes it."""
    text = seen.text
    properties = bool(seen.look.present & _COMMENT) and "enp" in text
    marked = properties or bool(seen.look.present & RETURN)
    hinted = _hinted(seen) and (starts_record(text) or may_have_panels(text))
    bare = not (marked or hinted) and is_bare(text, classify)
    within = may_be_inside(seen)
    if bare and not within:
        return []
    lines = seen.lines
    found = [] if bare else record(lines) + panels(text, lines, classify) + zones(lines, classify, is_column)
    if within:
        found += inside(seen, classify)
    frames = [frame for frame in found if frame.rule != "cms_tail"]
    frames = _outside(text, [frame for frame in frames if frame.start >= front_matter(text)])
    frames = _outside_verse(text, frames)
    said = {frame.rule for frame in frames} if len(frames) < SEVERAL else set()
    if said and said <= _LONELY and (seen.once(is_manual) or ("metadata" not in said and _HEADED.search(text))):
        frames = []
    if properties:
        frames += _properties(text, lines)
    return removals(text, _disjoint(frames)) if frames else []


SEVERAL = 3
_LONELY = frozenset({"disclaimer", "footer", "metadata", "widgets"})
"""What a manual may say once or twice by itself: when a version came out, where a quotation is from, whose it is.

So may any Markdown that has a heading, but what stands below its title, as that of a page does.
"""
_OTHER = re.compile(f"(?:{OTHER_SCRIPT.pattern}){{2}}|`[^`\\n]*`")
"""Japanese, Korean and code: sites that say it there are not those whose frames are known."""
_HEADED = re.compile(r"^(?:#{1,6} \S|={3,}\s*$)|\A\ufeff?---\r?\n[\w-]+:", re.MULTILINE)
_STROKES = "| \t\u3000"
_CELL = re.compile(r"[^\s|][ \t\u3000]*\||\|[ \t\u3000]*[^\s|]")
"""A stroke beside a word: those on lines of their own may be of the same table."""
_ROW = r"(?:[-*] )?[^\s：:][^\n：:]{1,12}[：:][^\n]+\n"
_ENTRY = re.compile(rf"#{{2,6}} [^\n]{{1,40}}\n\s*({_ROW})(?:{_ROW})*")
"""A heading of Markdown and the fields below it."""


def _disjoint(frames: list[Frame]) -> list[Frame]:
    """Without frames that share characters with an earlier proposal; a stamp at the head of a line is all of it."""
    kept: list[Frame] = []
    for frame in sorted(frames, key=lambda frame: (frame.start, frame.rule != "watermark", -frame.end)):
        if not kept or frame.start >= kept[-1].end:
            kept.append(frame)
    return kept


def _outside(text: str, frames: list[Frame]) -> list[Frame]:
    """Without other languages, code, scripts of a lesson, clauses of a notice, the keywords under a paper's abstract,
    what a task gives (`关键词：友情`), and fields of a section."""
    if not frames or is_task(text):
        return []
    fences = [m.start() for m in _FENCE.finditer(text)]
    title = text.lstrip()[:40].split("\n", 1)[0]
    first = len(text) - len(text.lstrip())
    framed = any(frame.rule == "disclaimer" and frame.start <= first for frame in frames)  # and no title
    notice = not framed and any(word in title for word in DECLARING)
    paper = "摘要" in text
    words = {word for f in frames if f.rule == "seo_keywords" for word in spam_words(text[f.start : f.end])}
    scripts = [frame for frame in frames if frame.rule == "script"]
    lesson = bool(scripts) and _PROGRAMS.search(_without(text, scripts)) is not None
    rest = _without(text, frames) if words else ""
    genuine = sum(word in rest for word in words) * 2 > len(words)  # the text itself speaks of most of them
    strokes = {f for f in frames if not text[f.start : f.end].strip(_STROKES)}
    if strokes and not _CELL.search(text):
        strokes = set()
    return [
        frame
        for frame in frames
        if bisect_right(fences, frame.start) % 2 == 0
        and not (frame.rule != "script" and _OTHER.search(text, frame.start, frame.end))
        and frame not in strokes
        and not (notice and frame.rule == "disclaimer")
        and not (lesson and frame.rule == "script" and not _LOADER.search(text, frame.start, frame.end))
        and not (genuine and frame.rule == "seo_keywords")
        and not (paper and frame.rule == "metadata" and _KEYWORDS.search(text, frame.start, frame.end))
        and not (frame.rule == "metadata" and _is_entry(text, frame, frames))
    ]


def _is_entry(text: str, frame: Frame, frames: list[Frame]) -> bool:
    """Whether a field stands in a section of Markdown that begins with a field that no page has."""
    at = text.rfind("\n#", 0, frame.start) + 1
    m = _ENTRY.fullmatch(text, at, frame.start) if at > 0 and frame.start - at < SECTION else None
    return m is not None and all(other.start >= m.end(1) for other in frames if other.start >= at)


def _outside_verse(text: str, frames: list[Frame]) -> list[Frame]:
    """Without the lines of a poem that say what buttons say, or what hijacked pages sell."""
    lines = [line for line in _without(text, frames).splitlines() if line.strip()] if frames else []
    if not is_verse(lines) or sum(["。" in line for line in lines]) * SENTENCES > len(lines):
        return frames
    return [
        frame
        for frame in frames
        if frame.rule != "seo_keywords" and not (frame.rule in _WORDS and _PHRASE.match(text, frame.start, frame.end))
    ]


def _without(text: str, frames: list[Frame]) -> str:
    return apply(text, [Edit(frame.start, frame.end, "", "") for frame in _disjoint(frames)])


def _properties(text: str, lines: Lines) -> Iterator[Frame]:
    """Property comments of Founder systems: whole, cut open, or over several lines."""
    closed = -1
    for line, start in lines:
        end = start + len(line)
        if start < closed:
            yield Frame(start, end, "cms_tail", Trust.SURE)
        elif "enp" in line and not PROPERTY.search(_MARK.sub("", line)):
            yield from (Frame(start + m.start(), start + m.end(), "cms_tail", Trust.SURE) for m in _MARK.finditer(line))
        elif m := PROPERTY.search(line):
            yield Frame(start + _cut(line, m.start()), end, "cms_tail", Trust.SURE)
            if line.startswith("<!--", m.start()) and "-->" not in line[m.start() :]:
                close = text.find("-->", end, end + 4000)
                closed = max(closed, close)


def _cut(line: str, at: int) -> int:
    """Where the residue starts: at the line's start, unless a sentence stands before it."""
    if _PAPER.match(line):
        return 0
    full_stop = max(line.rfind(mark, 0, at) for mark in "。！？”")
    if full_stop < 0:
        return 0
    m = _CUT.search(line, full_stop + 1)
    return m.start() if m else at


def _of(seen: Seen, name: str) -> list[Edit]:
    edits = seen.share(_frames)
    return [edit._replace(rule=f"boilerplate.{name}") for edit in edits if edit.rule == name] if edits else edits


@rule("boilerplate.breadcrumb", "The path to a page in front of an article goes.", when=_frames)
def breadcrumb(text: str, seen: Seen) -> list[Edit]:
    """`首页>科技>资讯`, `当前位置：首页 > 新闻 > 正文` above the title.

    Above a path that ends in 正文 the whole head of a page goes, if it is words, twenty lines or more.

    >>> clean("当前位置：首页>新闻中心\\n春天来了\\n山上的花都开了，游人也多了起来。")
    '春天来了\\n山上的花都开了，游人也多了起来。'
    >>> clean("先点首页 > 设置 > 网络，再点确定。")
    '先点首页 > 设置 > 网络，再点确定。'
    """
    return _of(seen, "breadcrumb")


@rule(
    "boilerplate.metadata", "Lines about source, date, editor, views and keywords go to `Document.meta`.", when=_frames
)
def metadata(text: str, seen: Seen) -> list[Edit]:
    """Lines of labelled fields at the head or tail: `来源：新华网  发布时间：2024-01-02`, `(责编：张三、李四)`.

    The table with which a public body's site records a document (索引号, 发文机关, 成文日期) goes as a whole.
    A byline (`本报记者 张三`) is text, and so are a letter's date, and a label that a recipe or a dialogue may use.

    >>> clean("山上的花都开了，游人也多了起来。\\n\\n责任编辑：张三")
    '山上的花都开了，游人也多了起来。'
    >>> clean("本报记者 张三\\n\\n山上的花都开了，游人也多了起来。")
    '本报记者 张三\\n\\n山上的花都开了，游人也多了起来。'
    """
    return _of(seen, "metadata")


@rule("boilerplate.widgets", "Buttons for sharing, printing and font size go.", when=_frames)
def widgets(text: str, seen: Seen) -> list[Edit]:
    """Lines made of nothing but the words of buttons: `【打印本页】 【关闭窗口】`, `分享到: 微信 新浪微博`.

    What the shell of a page says (`【广告】`, `视频加载中...`) goes between paragraphs as well, if they do not speak of
    such things.

    >>> clean("山上的花都开了，游人也多了起来。\\n【打印本页】 【关闭窗口】")
    '山上的花都开了，游人也多了起来。'
    >>> clean("请打印本页，带到窗口。")
    '请打印本页，带到窗口。'
    """
    return _of(seen, "widgets")


@rule("boilerplate.navigation", "Links to the previous and the next article go.", when=_frames)
def navigation(text: str, seen: Seen) -> list[Edit]:
    """`上一篇：…`, `下一篇：没有了` at the tail, and menus at either end.

    >>> clean("山上的花都开了，游人也多了起来。\\n\\n下一篇：没有了")
    '山上的花都开了，游人也多了起来。'
    >>> clean("下一篇文章讲杏花。")
    '下一篇文章讲杏花。'
    """
    return _of(seen, "navigation")


@rule("boilerplate.footer", "Record numbers, copyright and address lines at the foot of a page go.", when=_frames)
def footer(text: str, seen: Seen) -> list[Edit]:
    """`京ICP备13019302号-1`, `版权所有：…`, `地址:… 邮编:… 电话:…` below the text.

    Of a page that was taken as text whole all goes that stands between the first of many such lines and the last one.

    >>> clean("山上的花都开了，游人也多了起来。\\n\\n京ICP备12345678号-1")
    '山上的花都开了，游人也多了起来。'
    >>> clean("备案号应写成“京ICP备12345678号-1”。")
    '备案号应写成“京ICP备12345678号-1”。'
    """
    return _of(seen, "footer")


@rule("boilerplate.disclaimer", "Notices about reprinting below an article go.", when=_frames)
def disclaimer(text: str, seen: Seen) -> list[Edit]:
    """`免责声明：…`, `凡本网注明…`, `未经授权，禁止转载` at the tail, when they speak of reprints, rights or platforms.

    >>> clean("山上的花都开了，游人也多了起来。\\n\\n免责声明：本文转载自网络，版权归原作者，如有侵权请联系删除。")
    '山上的花都开了，游人也多了起来。'
    >>> clean("山上的花都开了。\\n\\n声明：花是自己开的，不是我们种的。")
    '山上的花都开了。\\n\\n声明：花是自己开的，不是我们种的。'
    """
    return _of(seen, "disclaimer")


@rule("boilerplate.novel_site", "What pirate sites put around a chapter of a novel goes.", when=_frames)
def novel_site(text: str, seen: Seen) -> list[Edit]:
    """`本章未完，请点击下一页继续阅读`, `天才一秒记住…`, `手机用户请浏览…`, alone on a line at the head or tail.

    >>> clean("山上的花都开了，他推门出去。\\n\\n本章未完，请点击下一页继续阅读")
    '山上的花都开了，他推门出去。'
    >>> clean("他说：“本章未完，下回再讲。”")
    '他说：“本章未完，下回再讲。”'
    """
    return _of(seen, "novel_site")


@rule("boilerplate.page_turn", "Marks that send the reader of a newspaper to another page go.", when=_turns)
def page_turn(text: str) -> list[Edit]:
    """`（下转第二版）` at the end of a paragraph, `（上接第一版）` at the start of one.

    >>> clean("山上的花都开了。（下转第二版）\\n\\n（上接第一版）游人也多了起来。")
    '山上的花都开了。\\n\\n游人也多了起来。'
    >>> clean("版面上印着“（下转第二版）”几个字。")
    '版面上印着“（下转第二版）”几个字。'
    """
    edits = removals(text, _disjoint(list(page_turns(text))))
    return [edit._replace(rule="boilerplate.page_turn") for edit in edits]


@rule("boilerplate.page_number", "Page numbers between paragraphs go.", when=_frames)
def page_number(text: str, seen: Seen) -> list[Edit]:
    """`- 3 -`, `第3页` alone on lines: rising numbers of which at least one breaks a sentence, and `第3页 共10页`.

    Between whole paragraphs three of them go if they cannot number sections: they end the text or do not begin with 1.

    A short line that stands beside half of them or more is the head that runs over the pages; it goes with them.

    >>> clean("山上的花都开了，游人也多了起来，路上的车\\n\\n- 1 -\\n\\n一辆接一辆。\\n\\n- 2 -", skip=["layout"])
    '山上的花都开了，游人也多了起来，路上的车\\n\\n一辆接一辆。'
    >>> clean("- 1 -\\n\\n山上的花都开了。\\n\\n- 2 -\\n\\n游人也多了。")
    '- 1 -\\n\\n山上的花都开了。\\n\\n- 2 -\\n\\n游人也多了。'
    """
    return _of(seen, "page_number")


@rule("boilerplate.watermark", "A string that a site stamps on paragraph after paragraph goes.", when=_frames)
def watermark(text: str, seen: Seen) -> list[Edit]:
    """The name or address of a site behind the last sentence of three paragraphs or more, or on lines between them.

    So go names in brackets, addresses and offers in front of most paragraphs, and sentences about the site behind them.

    >>> clean("山上的花都开了。河口小说网\\n\\n河边的草都绿了。河口小说网\\n\\n燕子飞回来了。河口小说网")
    '山上的花都开了。\\n\\n河边的草都绿了。\\n\\n燕子飞回来了。'
    >>> clean("山上的花都开了。啊，春天来了\\n\\n河边的草都绿了。啊，春天来了\\n\\n燕子飞回。啊，春天来了")
    '山上的花都开了。啊，春天来了\\n\\n河边的草都绿了。啊，春天来了\\n\\n燕子飞回。啊，春天来了'
    """
    return _of(seen, "watermark")


@rule("boilerplate.seo_keywords", "Keyword lines of hijacked pages go.", when=_frames)
def seo_keywords(text: str, seen: Seen) -> list[Edit]:
    """A line at the head or tail that is a chain of search phrases: `视频免费看-免费在线观看高清-网页版登录-全集`.

    >>> clean("视频免费看-免费在线观看高清-网页版登录-国产全集\\n\\n山上的花都开了，游人也多了起来。")
    '山上的花都开了，游人也多了起来。'
    >>> clean("桃花-杏花-梨花-樱花\\n\\n山上的花都开了，游人也多了起来。")
    '桃花-杏花-梨花-樱花\\n\\n山上的花都开了，游人也多了起来。'
    """
    return _of(seen, "seo_keywords")


@rule("boilerplate.cms_tail", "What a newspaper's content system left behind goes.", when=_frames, trigger=">")
def cms_tail(text: str, seen: Seen) -> list[Edit]:
    """Property comments of Founder systems, whole or cut open: `2023-12-11 … content_52754.html 1 … /enpproperty-->`.

    Text that stands on the same line before the residue is kept.

    >>> clean("山上的花都开了。\\n\\n2023-12-11 春天 1 1 晚报 content_5.html 1 春天 /enpproperty-->")
    '山上的花都开了。'
    >>> clean("箭头写作-->，不写作->。")
    '箭头写作-->，不写作->。'
    """
    return _of(seen, "cms_tail")


@rule("boilerplate.script", "Scripts that a page runs go.", when=_frames, trigger="(（")
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
        aside,
        planted,
        teaser,
        jammer,
        line_number,
    ),
    spares=is_data,
)
