"""What a frame line says: paths, links, footers, notices, prompts, keyword lines.

`classify` names the rule that takes a line and how far it can be trusted.
Lines of labelled fields and buttons are read word by word, in `metadata.py`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from parkclean.stages.frames import LINKS, Trust
from parkclean.stages.metadata import (
    OPENING,
    fold,
    is_borrowed,
    is_counter,
    is_stamp,
    is_sure,
    may_open,
    parse,
)
from parkclean.stages.readers import is_reader
from parkclean.tables import (
    ASKED,
    BUTTONS,
    CHAPTER_END,
    CRUMB_PREFIX,
    DISCLAIMED,
    DISCLAIMER,
    FOOTER,
    FOOTER_CUES,
    FOREIGN_TRADE,
    FRAME_CUES,
    FRAME_FOLD,
    FRAME_OPENERS,
    HAN,
    INSIDE_STARTS,
    LEFT_BY_BLOGS,
    MENU_WORDS,
    MORE_TITLES,
    NOVEL_SITE,
    PROMPT,
    SECTIONS,
    SENTENCE_OPENERS,
    SHELL,
    SHELL_LINES,
    SHELL_PARTS,
    SHELL_WORDS,
    SITE_COLUMNS,
    SITE_LINKS,
    SITE_SUPPORT,
    SPAM_MARKS,
    SPAM_WORDS,
    TOLD,
    VICE,
)

_PREFIX = re.compile(CRUMB_PREFIX)
_EMPTY_PATH = re.compile("[>»›] ?(?:[>»›] ?){0,4}(?:正文|内容|详情|文章)$")
"""A path of which a program lost all links: `> > 正文`."""
_TO_TEXT = re.compile(
    r"(?:(?:网站|本站)?(?:首页|主页)|(?!\w*[首主]页)\w{2,8} ?[>»›] ?\w{2,8})"
    r"(?: ?[>»›] ?[^>»›]{1,60}){0,6} ?[>»›] ?正文$"
)
_CRUMB = re.compile(r" ?[>»›→/|\\·—-]+ ?|  +")
_BLANKS = re.compile(" {2,}")
_PATH_MARK = re.compile(r"[>»›]{1,2}")
_HOME = re.compile(
    r"(?:网站|本站|网)?(?:首页|主页)|[\w]{2,8}(?:网|首页|频道)|[\w]{2,16}(?:门户网站|政府网站?)|Home|HOME|home"
)
_NEIGHBOUR = re.compile(
    r"[>»›]*[\[【(][上下前后]一?[篇条章则][\]】)] ?.{0,80}$"
    r"|« ?[^«»。，]{2,60}$|[^«»。，]{2,60} »$"
    r"|[>»«‹›<]{0,2} ?[上下]一[篇条] .{1,80}$|(?:Previous|Prev|Next) ?:? ?[^\x00-\x7f].{0,80}$|"
    r"[\[(【<«‹←>»›]* ?(?:[上下]一?|[前后]一)[篇条页章则个](?:文章|新闻|内容|信息|资讯|阅读)?[\])】>»›→]* ?"
    r"(?::.{0,80}|(?:没有了?|暂?无|返回列表|返回目录|已经是最[后前]一[篇条]|[上下]一[篇页章条]|[\s|/>«»←→])*)$"
)
_COPYRIGHT = re.compile(
    r".{0,30}版权所有(?:$|[ :©(0-9/|\-].{0,80}$|,未经.{2,30}$)"
    r"|(?!©[\ufe0f ]{0,2}[选摘转出来])"
    r"(?:copyright|Copyright|COPYRIGHT|©|\(c\) ?[12]|\(C\) ?[12])(?! ?:(?!.{0,120}(?:[12][0-9]{3}|©|ights))).{0,120}$"
)
_FOOTER = re.compile(FOOTER)
_COMMENTS = re.compile(r"(?:全部|网友|最新|热门|精彩|用户)评论 ?(?:[(]?[0-9]+ ?条?[)]?)?$")
_WELCOME = re.compile(r"欢迎(?:您|你)?(?:访问|光临|来到|进入).{2,30}(?:官方网站|官网|网站|平台|首页)!?$")
_HOSTED = re.compile(
    r"\S{3,24}主办(?: +\S{3,24}(?:承办|协办|技术支持|维护))+$"
    r"|\S{2,20}(?:政府|局|委员会|办公室|报社|集团)(?:主办|承办|主管)$"
)
_SECTIONS = frozenset(SECTIONS)
_SITE_LINKS = frozenset(SITE_LINKS)
_MORE = frozenset(MORE_TITLES)
_MARKS_BESIDE = "".join(sorted("[]【】>»★■◆●▼—–-=·| :"))
"""What pages set around the line above their links."""
_MENU = frozenset((*SITE_COLUMNS, *SITE_LINKS, *SECTIONS))
_SUPPORT = re.compile(SITE_SUPPORT)
_TODAY = re.compile(r"(?:今天|现在)是 ?:? ?(?:19|20)[0-9]{2}年[0-9]{1,2}月[0-9]{1,2}日[^，。点]{0,16}$")
_FOLLOW = re.compile("点击(?:上方|下方|顶部)[^。]{0,24}(?:关注|订阅)[^。]{0,10}$")
_ACCOUNT = re.compile(
    "(?:原创 .{1,40} DAY(?: TIME)?(?: 发表于 ?PLACE)?|(?:.{1,20} )?DAY TIME 发表于 ?PLACE)$".replace(
        "PLACE", f"[{HAN}]{{2,4}}"
    )
    .replace("DAY", "(?:19|20)[0-9]{2}-[0-9]{1,2}-[0-9]{1,2}")
    .replace("TIME", "[0-9]{1,2}:[0-9]{2}")
)
_RULE = re.compile(r"[-—–_=*~·.▼▽▲△↓]{1,80}$|[(\[【]?(?:全文)?完[)\]】]?$")
_TITLED = re.compile("[(]?原(?:题|标题)(?:为|:)?[《“].{2,60}[》”][)]?$")
_FRIENDS = re.compile("友情链接 ?:.{2,}$")
_DISCLAIMER = re.compile(DISCLAIMER)
_PROMPT = re.compile(PROMPT)
_ASKED = re.compile(ASKED)
_SHELL = re.compile(SHELL)
_SPOKEN = re.compile(
    "(?P<word>{})|(?:{})|(?P<strange>[^\\W\\d_]|[A-Za-z]+)".format(
        *("|".join(sorted(words, key=len, reverse=True)) for words in (SHELL_WORDS, SHELL_PARTS))
    )
)
_AUTHORS = re.compile("[#>`*]|- |[0-9]{1,3}[、.]|(?!欢迎|请)\\w{2,6}[与和]\\w{2,6}$")
_AROUND = " .…!~:>»↓↑▼▲△︾∨"
_TOLD_AT_HEAD = re.compile(r"\W*(?:关注|点击|长按|轻触|扫|打开|请|欢迎|举报|加载|展开|收起)|.*(?:[您0-9]|蓝色?字|星标)")
STRANGE = 4
"""So many characters that no shell says may stand beside each of its words, the first two aside."""
_LISTED = ("阅读", "专题", "话题")
"""Parts of a paper, in front of the numbers of their pages."""
_TOLD = re.compile(TOLD)
_LEFT = re.compile(LEFT_BY_BLOGS)
SHORT = 60
FEWEST_SOLD = 4
FIRST_WORD = 16
"""In so many characters a line of keywords names something; behind a title keywords may have been glued."""
FEWEST_FOREIGN = 3
FEWEST_PHRASES = 6
STEMMED = 3
"""So many phrases are a chain, and so many of them begin with one of it."""
_PHRASE = re.compile(f"[{HAN}a-z0-9]+")
_OWN_LINK = re.compile(r"\]\((?!https?:)")
"""A link of Markdown to another file of the same book."""
_NOVEL_SITE = re.compile(NOVEL_SITE)
_OF_A_FILE = re.compile("版权说明 ?:本(?:文档|资源|文件)由")
"""What a library of files says above one."""
_CHAPTER_END = re.compile(CHAPTER_END)
_FOOTER_CUE = re.compile(
    "版权|主办|承办|举报|热线|owered|rocessed|驱动|建议使用|[您你]是第|统计|ICP|©|opyright|OPYRIGHT|许可证|公网安备|网站标识码"
    "|[(][cC][)]|ights|IGHTS"
)
_CUES_OF_FEET = tuple(map(re.compile, FOOTER_CUES))
_PICTURES = re.compile("[\u2600-\u27bf\u2b50\ufe0f\U0001f000-\U0001faff]+")
"""What parts keywords in advertisements, in place of a blank."""
_BREAKS = re.compile(r"[ _,|、/;·》#*-]")
_SPLIT = re.compile(r"[\s\-_,|、/;·【】\[\]]+")
_PHRASES = re.compile(r"[\s\-_,|、/;·【】\[\]》#*]+")
_VICE = re.compile(VICE)
_SPAM = re.compile(SPAM_WORDS)
_FOREIGN = re.compile(FOREIGN_TRADE)
_CHAIN = re.compile(r"[,|;] ?[^,|;]{3,60}[,|;]")
_LURE = re.compile(
    r"(?:注册|开户|首[存充]|充值)[就即]?送(?:[0-9]+元?|彩金|体验金)?|官方(?:入口|网址)|欢迎[您你]|[薇威]信 ?[:+号]"
)
"""What a line that sells something says to whoever reads it."""
_SPAM_MARK = re.compile(SPAM_MARKS)
_HAN = re.compile(f"[{HAN}]")
_CUE = re.compile(FRAME_CUES)
_NOTICE = frozenset("除著免版特郑鄭本声聲凡文以未转轉如图圖内內部平法注说說备備提温友网網读讀会會视視稿N*【[(（")
_SENTENCE_FIRST = SENTENCE_OPENERS | {c for c, plain in FRAME_FOLD.items() if plain in SENTENCE_OPENERS}
"""No other character stands at the start of a short sentence that is a frame line, notices aside."""
PROPERTY = re.compile(r"<!-- ?/?enp(?:property|content)|/?enp(?:property|content) ?-->")
_SCRIPT = re.compile(
    r"\s*(?:<script[^>]*>)?\s*[!;(]?\(?function ?\(.*(?:document\.write|Math\.random|createElement|\.src\b)"
    r"|\s*(?:document\.write(?:ln)?\(|window\._bd_share_config|var _hmt\b|var cnzz|BAIDU_CLB|jiathis_|\$\(function ?\()"
)


def classify(line: str, head: bool, titles: int) -> tuple[str, Trust] | None:
    """The rule that takes a line, and how far to trust it; `titles` lines of other kinds stand outside of it."""
    if "。" in line and not _may_be_frame(line, head) and "(" not in line and "enp" not in line:
        return None
    return _classify(line, head, titles)


def _may_be_frame(line: str, head: bool) -> bool:
    """Whether a line with a full stop may be a frame line by its size and its first characters (`_sentence`)."""
    first = line[:1]
    if first.isspace():
        return True
    if len(line) <= 100 and (line[:2] in INSIDE_STARTS or (len(line) <= SHORT and first in _SENTENCE_FIRST)):
        return True
    return not head and len(line) <= 300 and first in _NOTICE


@lru_cache(1024)
def _classify(line: str, head: bool, titles: int) -> tuple[str, Trust] | None:
    """A line is asked about again and again: by its neighbours, in the next round, on other pages of the site."""
    if "enp" in line and PROPERTY.search(line):
        return "cms_tail", Trust.SURE
    if "(" in line and _SCRIPT.match(line):
        return "script", Trust.SURE
    if "。" in line:
        return _sentence(line, head)
    flat = fold(line).strip()
    if _PICTURES.match(flat) and len(flat) <= 200 and _is_keywords(_PICTURES.sub(" ", flat)):
        return "seo_keywords", Trust.SURE
    if not may_open(flat) and (flat.lstrip(OPENING) or flat)[:1] not in FRAME_OPENERS and not _CUE.search(flat):
        return ("seo_keywords", Trust.SURE) if len(flat) <= 200 and _has_stem(flat) else None
    if flat[:1] in _NOTICE and (not head or (titles == 0 and _OF_A_FILE.match(flat))) and _is_disclaimer(flat):
        return "disclaimer", Trust.SURE
    if len(flat) <= 100 and _NOVEL_SITE.match(flat):
        return "novel_site", Trust.SURE
    if len(flat) <= SHORT and _CHAPTER_END.match(flat):
        return "novel_site", Trust.WEAK
    if not flat.strip("|"):
        return "widgets", Trust.SURE
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
    if len(line) > 100:
        return None
    flat = fold(line)
    if line[:2] in INSIDE_STARTS and len(line) <= SHORT and _TOLD.match(flat):
        return "widgets", Trust.SURE
    if not head and len(line) <= SHORT and (_ASKED.match(flat) or _LEFT.match(flat)):
        return "widgets", Trust.SURE
    if line[:2] in INSIDE_STARTS and _NOVEL_SITE.match(flat):
        return "novel_site", Trust.SURE
    if len(line) <= SHORT and _CHAPTER_END.match(flat):
        return "novel_site", Trust.WEAK
    return None


def _by_form(flat: str, head: bool, titles: int) -> tuple[str, Trust] | None:
    """Lines that are known by how they start."""
    if head and _is_breadcrumb(flat, titles == 0):
        return "breadcrumb", Trust.SURE
    if not head and _LEFT.match(flat):
        return "widgets", Trust.SURE
    if _TODAY.match(flat):
        return "widgets", Trust.SURE
    if (head and titles < 2 and _ACCOUNT.match(flat)) or (not head and _TITLED.match(flat)):
        return "metadata", Trust.SURE
    if (titles or not head) and is_counter(flat):
        return "metadata", Trust.SURE
    if _is_menu(flat) and (titles == 0 or not head):
        return "navigation", Trust.SURE
    if not head and flat.strip(_MARKS_BESIDE) in _MORE:
        return LINKS, Trust.SURE
    if not head and _COMMENTS.match(flat):
        return LINKS, Trust.FAIR
    if (titles == 0 or not head) and _NEIGHBOUR.match(flat) and not _OWN_LINK.search(flat):
        return "navigation", Trust.SURE
    if not head and (_is_footer(flat) or _SUPPORT.match(flat)):
        return "footer", Trust.SURE
    if not head and (_RULE.match(flat) or is_reader(flat)):
        return "widgets", Trust.WEAK
    if not head and _is_link_bar(flat):
        return "navigation", Trust.SURE
    if len(flat) <= 120 and is_shell(flat) and not (head and _may_be_title(flat)):
        return "widgets", Trust.SURE
    if len(flat) <= 60 and (_PROMPT if not head else _FOLLOW).match(flat) and (titles == 0 or not head):
        return "widgets", Trust.SURE
    return None


def is_shell(flat: str) -> bool:
    """Whether the shell of a page speaks, to whoever looks at it: in a form that is known, or in words of shells only.

    >>> is_shell("查看全部 35 条评论"), is_shell("打开App查看更多回答"), is_shell("评论区里的读者都想再看一遍")
    (True, True, False)
    """
    return (_is_known(flat) or _is_spoken(flat)) and not _OWN_LINK.search(flat)


def _may_be_title(flat: str) -> bool:
    """Whether words of shells head a text about them, without a figure and without telling readers what to do."""
    return not (_is_known(flat) or _TOLD_AT_HEAD.match(flat))


def _is_known(flat: str) -> bool:
    return _SHELL.match(flat) is not None or flat.strip(_AROUND) in SHELL_LINES


def _is_spoken(flat: str) -> bool:
    """Whether nearly all of a short line are words of shells; one such word needs a figure beside it.

    Headings (`阅读与收藏`), quotations and items in Markdown are the author's, and so are questions.
    """
    if len(flat) > SHORT or _AUTHORS.match(flat) or flat[-1] in "?;":
        return False
    parts = list(_SPOKEN.finditer(flat))
    said = {m[0] for m in parts if m.lastgroup == "word"}
    strange = sum(len(m[0]) for m in parts if m.lastgroup == "strange")
    if len(said) < 2:
        return not strange and len(said) == 1 and not flat.startswith(_LISTED) and any(map(str.isdigit, flat))
    return not strange or strange <= STRANGE * (len(said) - 2)


_MARKER = re.compile(r"\[[A-Za-z]{1,4}[0-9]{1,4}-|[0-9.]{1,8}\+ ")
"""A mark of a form (`[T04-END]`), and a version with what it can do (`4.28+ 支持`)."""


def _by_grammar(flat: str, head: bool, titles: int) -> tuple[str, Trust] | None:
    """Lines that are read word by word."""
    tokens = None if _MARKER.match(flat) else parse(flat)
    if tokens is None:
        stamp = is_stamp(flat) if head and titles < 3 else None
        return ("metadata", Trust.SURE if stamp else Trust.FAIR) if stamp is not None else None
    if is_borrowed(tokens):
        return None
    kinds = {token.kind for token in tokens}
    if kinds <= {"page", "count", "link"}:
        return ("widgets", Trust.WEAK) if flat == "0" or (kinds == {"page"} and flat[0] in "第ABCD") else None
    sure = is_sure(flat, tokens)
    trust = Trust.SURE if sure else Trust.FAIR if sure is None else Trust.WEAK
    if kinds & {"footer", "foot"}:
        return None if head else ("footer", trust)
    if head and titles < 2 and ((kinds == {"date"} and titles == 1 and ":" in flat) or kinds == {"date", "page"}):
        return "metadata", Trust.SURE
    if "field" in kinds or kinds <= {"date", "count"}:
        return "metadata", trust
    return "widgets", trust


def _is_breadcrumb(flat: str, first: bool) -> bool:
    if ">" in flat:
        flat = _BLANKS.sub(" ", flat)
    if _EMPTY_PATH.match(flat) or _is_path_of_columns(flat) or _TO_TEXT.match(flat):
        return True
    if not first and "位置" not in flat and "导航" not in flat and "您" not in flat:
        return False
    prefix = _PREFIX.match(flat)
    if first and _is_section_path(flat):
        return True
    paths = ">" in flat or "»" in flat or flat.startswith(("Home / ", "首页 / ")) or flat.endswith("正文")
    if not prefix and not (first and paths):
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
    if len(named) < 2 or any(word in item for item in named if item not in _MENU for word in MENU_WORDS):
        return False
    return bool(_HOME.fullmatch(named[0]))


def _is_path_of_columns(flat: str) -> bool:
    """首页 and what menus of sites have, with marks between: `首页 » 通知新闻 » 通知公告`, below a title as well."""
    home, *path = [part.strip() for part in _PATH_MARK.split(flat)]
    return (
        0 < len(path) < 5
        and _HOME.fullmatch(home) is not None
        and path[-1] in SITE_COLUMNS
        and all(0 < len(item) <= 8 for item in path)
        and not any(word in item for item in path for word in MENU_WORDS)
    )


def _is_section_path(flat: str) -> bool:
    """首页 and nothing but sections of a news site behind it, whatever stands between them."""
    home, *path = _SPLIT.split(flat)
    return (
        1 < len(path) < 4
        and "首页" in home
        and bool(_HOME.fullmatch(home))
        and all(p in _SECTIONS or p == "正文" for p in path)
    )


def _is_menu(flat: str) -> bool:
    """A bar of links: 首页 and four more short words, or five sections of a news site."""
    if (" " not in flat and "|" not in flat) or ">" in flat:
        return False
    items = [item for item in _SPLIT.split(flat.replace("首 页", "首页")) if item]
    if len(items) < 5 or any(len(item) > 8 for item in items):
        return False
    if items[-1] in ("回首页", "返回首页"):
        return True
    return (bool(_HOME.fullmatch(items[0])) and "首页" in items[0]) or all(item in _SECTIONS for item in items)


def is_column(words: Sequence[str], fewest: int) -> bool:
    """Whether lines of one word each are a menu: a third of them, and `fewest`, stand in the menus of sites."""
    known = sum(fold(word).strip(" ·|>»•") in _MENU or word.strip() in BUTTONS for word in words)
    return known >= fewest and known * 3 >= len(words)


def _is_link_bar(flat: str) -> bool:
    """Links to other sites, or two or more pages about the site."""
    if _FRIENDS.match(flat):
        return True
    items = [item for item in _SPLIT.split(flat) if item]
    return len(items) > 1 and all(item in _SITE_LINKS for item in items)


def _is_disclaimer(flat: str) -> bool:
    return bool(_DISCLAIMER.match(flat.lstrip("*【[( "))) and any(word in flat for word in DISCLAIMED)


def _is_footer(flat: str) -> bool:
    if not _FOOTER_CUE.search(flat):
        return False
    if _COPYRIGHT.match(flat) or _HOSTED.match(flat):
        return True
    if _holds_two_cues(flat):
        return True
    if not _FOOTER.search(flat):
        return False
    return len(_HAN.findall(_FOOTER.sub("", flat))) <= 40 and (
        "," not in flat or _FOOTER.match(flat) is not None or not _HAN.search(flat)
    )


def _holds_two_cues(flat: str) -> bool:
    """Whether a line without a clause says whose a page is, and one more thing that stands at the foot of pages."""
    if "," in flat or ";" in flat or flat[-1] in "?!:":
        return False
    cues = [n for n, cue in enumerate(_CUES_OF_FEET) if cue.search(flat)]
    return len(cues) > 1 and cues[0] < 4


def _is_keywords(flat: str) -> bool:
    """Short phrases, nearly all of them of the words that hijacked pages sell, three marks of the trade among them."""
    flat = flat.lower()
    if flat.isascii() and len({*_FOREIGN.findall(flat)}) >= FEWEST_FOREIGN and _CHAIN.search(flat):
        return flat[-1] not in ".!?:"
    if _has_stem(flat) or (len(flat) <= SHORT and _LURE.search(flat) and _VICE.search(_LURE.sub("", flat))):
        return True
    if not _SPAM.search(flat, 0, FIRST_WORD) or not _SPAM_MARK.search(flat):
        return False
    parts = [part for part in _PHRASES.split(flat) if part]
    if all(len(part) <= 20 and _VICE.search(part) for part in parts):
        return True
    if len(_BREAKS.findall(flat)) < 2:
        return False
    hits = sum(bool(_SPAM.search(part)) for part in parts)
    if (
        len(parts) < 3
        or any(len(part) > 24 for part in parts)
        or hits * 10 < len(parts) * (7 if len(parts) > 3 else 10)
    ):
        return False
    return len(set(_SPAM_MARK.findall(flat))) >= 3


def _has_stem(flat: str) -> bool:
    """Whether short phrases in a chain begin with one of them, three or more: `河口,河口新闻,河口旅游,河口美食`."""
    mark = next((mark for mark in " ,、|_" if flat.count(mark) >= FEWEST_PHRASES - 1), "")
    if not mark:
        return False
    parts = [part.strip() for part in flat.split(mark) if part.strip()]
    if len(parts) < FEWEST_PHRASES or not all(1 < len(part) <= 10 and _PHRASE.fullmatch(part) for part in parts):
        return False
    return any(
        2 <= len(stem) <= 4 and sum(part.startswith(stem) and part != stem for part in parts) >= STEMMED
        for stem in parts
    )


def sells(line: str) -> bool:
    """Whether a line names what only hijacked pages sell, or many of the other things."""
    return _VICE.search(line.lower()) is not None or len(spam_words(line)) >= FEWEST_SOLD


def spam_words(line: str) -> set[str]:
    """The things that a keyword line names."""
    return {*_SPAM.findall(line.lower()), *_VICE.findall(line.lower())}
