"""Every character class and word list, named, with its source and the reason for its limits.

Tables are data: no logic here, and no lists elsewhere.
"""

from __future__ import annotations

import re

# --- shared by several stages -------------------------------------------------------------------------------------


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


HAN = "㐀-䶿一-鿿\uf900-\ufaff\U00020000-\U000323af"
"""Inside a character class: CJK unified ideographs, extensions A to H, compatibility ideographs (Unicode 15)."""

SENTENCE_END = "。！？…!?"
"""Marks that end a Chinese sentence; the ASCII ones stand in flattened text."""

CLOSING = "”’」』）】》〉)]\"'"
"""Marks that may follow the end of a sentence."""

# --- decoding -----------------------------------------------------------------------------------------------------

BOMS = (
    (b"\xff\xfe\x00\x00", "utf-32-le"),  # before UTF-16, whose mark it starts with
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
"""Byte order marks and the codec that each one names (Unicode, chapter 23.8)."""

SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "cp950", "utf-8-sig": "utf-8"}
"""What is called GB 2312 or Big5 is nearly always the larger set (as in the WHATWG encoding standard)."""

DETECTABLE = {"gb18030": "GB18030", "cp950": "Big5"}
"""The encodings that are told apart by their first level, with the names that people know."""

FULL_MARKS = "、。·—～…‘’“”《》「」『』【】（），：；？！"
"""Marks of running Chinese text; both GB 2312 and Big5 hold them."""

COMMON_HAN = frozenset(
    "的一是不了在人有我他这中大来上个国到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后小么心多天"
    "而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长知样现分将外但身些与高"
    "這來個國說們為時會著過學對裡後沒於還發當無開見經頭動兩長現將與從麼樣點進問關實產業電車"
)
"""The most frequent characters of modern Chinese, simplified and traditional (Jun Da, Modern Chinese Character
Frequency List, 2004, first 150); they are 30 to 50 % of running text, and 4 % of Korean or Japanese read as GB 2312."""

MAGIC = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"%PDF-", "a PDF; take its text out first, for example with pdftotext"),
    (b"PK\x03\x04", "a ZIP container (docx, epub, xlsx, zip); take its text out first"),
    (b"\xd0\xcf\x11\xe0", "an old Office file (doc, xls, ppt); save it as text first"),
    (b"\x1f\x8b", "a gzip file; unpack it first"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard file; unpack it first"),
    (b"BZh", "a bzip2 file; unpack it first"),
    (b"\xfd7zXZ", "an xz file; unpack it first"),
    (b"7z\xbc\xaf", "a 7z archive; unpack it first"),
    (b"Rar!", "a RAR archive; unpack it first"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\x7fELF", "a program"),
)
"""How files that are no text begin, and what to say about them."""

# --- mojibake -----------------------------------------------------------------------------------------------------


def _gbk_pairs(leads: bytes, trails: range) -> str:
    """The characters that GBK has at these bytes, escaped for a character class where they must be."""
    pairs = (bytes((a, b)).decode("gbk", "ignore") for a in leads for b in trails)
    return "".join(c for c in pairs if len(c) == 1)


UTF8_LEADS_AS_GBK = _gbk_pairs(b"\xe3\xe4\xe5\xe6\xe7\xe8\xe9\xef", range(0x80, 0xC0))
"""What the first two bytes of a Chinese character in UTF-8 (E3 to E9, or EF for marks) are in GBK: 涓 锛 銆 鐨 ..."""

UTF8_LEADS_IN_USE = (
    "銆銘銜愣鋪鋭鋼錄浏涓涔浜浠鍊鍋鍙鍛鍦澶宸寰鎭鎮鏄鏇鏈姊鐘鐨鑰鑼鑽琛瑜璇璋杩閱閲閻闆闇闊棣榘飯飲飼飽飾餃餅锛"
)
"""Those of them that ordinary Chinese has now and then: no trigger, for damaged text has others beside them."""

UTF8_MIDS_AS_GBK = "".join(_gbk_pairs(bytes((a,)), range(0xE2, 0xF0)) for a in range(0x81, 0xC0))
"""What the last byte of one and the first byte of the next character are in GBK."""

LATIN_CONTS_AS_GBK = _gbk_pairs(b"\xc2", range(0x80, 0xA0))
"""Chinese in UTF-8, read as Latin-1, written as UTF-8 and read as GBK is full of C2xx: 聙 聜 聵 ..."""

LATIN_LEADS = "".join(map(chr, (*range(0xC0, 0xD7), *range(0xD8, 0xF7), *range(0xF8, 0x100))))
"""Letters of Latin-1; damaged Chinese is full of them. Not `·` `×` `°`, which Chinese uses."""

_RESIDUE = "锟斤拷|锘锟|锘匡豢|\ufffd|ï¿½|ï»¿|(?<=锟斤拷)锟斤?|烫{4,}+|屯{4,}+|葺{4,}+"
RESIDUE_MARKS = "锟锘烫屯葺\ufffdï"
_EMPTY = " \\t\u3000\u200b\u2060\ufeff"
"""Inside a character class: blanks, ZERO WIDTH SPACE, WORD JOINER, ZERO WIDTH NO-BREAK SPACE."""
RESIDUE_ALONE = re.compile(f"[{_EMPTY}]*+(?:(?:{_RESIDUE})[{_EMPTY}]*+)++")
RESIDUE_IN_FRONT = re.compile(
    f"(?:^|(?<=[\\r\\n])|(?<=[。！？…”])(?=[锟锘\ufffd]))[{_EMPTY}]{{0,8}}((?:{_RESIDUE})++)"
    "(?=[\u200b\u2060\ufeff]{0,8}[\u4e00-\u9fff“‘「《（【\\r\\n]"
    "|[\u200b\u2060\ufeff]{0,8}$)(?![的地得吗呢啊吧])"
)
"""U+FFFD in UTF-8 is EFBFBD: in GBK 锟斤拷, in Latin-1 ï¿½; a BOM before it is 锘.
烫, 屯 and 葺 are CCCC, CDCD, DDDD: memory that Microsoft's debug library has marked as not set or freed.
"""

GBK_SEEN_AS_BIG5 = (
    "ㄛ珨岆賸﹝衄婓湮笢扂涴跺奻峈眕猁坻奀憩珩﹜佽汜綴楷狟褫赽俴釬夔蚚赻悝羶衾傖鏍耋苤毞冪抎珛眳馱覂煦翋窒醱酗萸妗燴庈珋陑岈肮陔隅昢滇絞儂淉垀俋筍斕萇笭氪藷恅笱囀嬴硐埜"
    "郔堎砑迵膘虳阨謗隴"
)
"""What the most frequent simplified characters and marks in GBK are in Big5, where that is rare in Chinese."""

BIG5_SEEN_AS_GBK = (
    "琌硂穦璶碞癸祇筁眔厩笵竒穨翴秨玡笆瞶蔼瞷秈勐礛穝猭筿蔨砰癬皊蒓籔眖盽稰蛔妓狝礚狥硄籹瓁羆玒砞盢矗甶繷玭珇狦疭杠秖岿肈祘痷翾癹蒃窾毙砆癘蒩獽秆皘戳碭驹獶耰眏钡獀琵矪"
    "璸眎羘竡玂烩獺猌笷畉睲瑈盿皑蔍螟秸\ue4c7\ue019\ue5e6\ue5ec\ue4c9\ue5ee\ue6c8\ue610\ue14c\ue5fd\ue0cb"
    "\ue7cf\ue6e4\ue64e\ue6c7\ue652\ue1a0\ue603\ue4c8\ue65e\ue099\ue6d4\ue145\ue6c0\ue09e"
    "\ue6ce\ue5fb\ue66f\ue612\ue706\ue215\ue78f\ue605\ue804\ue616\ue0f8\ue1a8\ue61b\ue64a"
    "\ue12a\ue057\ue2c9\ue784\ue66e\ue602\ue6b6\ue684\ue79e\ue6d6\ue707\ue124\ue02b\ue058"
    "\ue67b\ue5f5\ue174\ue094\ue095\ue772\ue654"
)
"""What the most frequent traditional characters and marks in Big5 are in GBK; the private-use ones in GB18030."""

QUOTE_PAIRS = dict(zip("“‘「『《〈（(【[`\"'", "”’」』》〉）)】]`\"'", strict=True))
"""Opening marks and what closes them: damage that stands alone between two is quoted."""

TONED_GLOSS = re.compile("[\u4e00-\u9fff][(（][a-zü]{0,5}[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-zü]{0,4}[)）]")
"""A character with its reading in brackets, as mirrors write it."""

ABOUT_CHARSETS = re.compile(
    r"乱码|亂碼|字符集|字元集|錯碼|错码|替换字符|文字化け|[Mm]ojibake|[Uu][Tt][Ff]-?8|\bGBK\b|\bgbk\b"
    r"|GB\s?18030"
    r"|GB\s?2312"
    r"|Big-?5|big5|BIG5|[Ll]atin-?1|ISO-?8859|iso-8859|cp1252|[Ww]indows-?1252|charset|U\+FFFD|ftfy"
)
"""Words of prose about charsets, which shows damage on purpose."""

ABOUT_READING = re.compile(r"编码|編碼|解码|解碼|转码|轉碼|encod(?:e|ing)|decod(?:e|ing)")
"""Words that, in the same line, introduce an example of damage."""

# --- entities and markup ------------------------------------------------------------------------------------------

BLANK_REFERENCES = "\u00a0\u2002\u2003\u2009 \t"
"""What `&nbsp;`, `&ensp;`, `&emsp;`, `&thinsp;`, `&#32;` and `&#9;` stand for: the white space of page layout."""

BARE_REFERENCES = _words("nbsp ensp emsp ldquo rdquo lsquo rsquo mdash ndash hellip middot bull times")
"""Names that pages leave without their semicolon, or with a blank behind `&`; no other text has them so."""

TORN_REFERENCES = dict.fromkeys(("nbsp", "ensp", "emsp"), "") | dict(
    zip(_words("ldquo rdquo lsquo rsquo mdash hellip middot"), "“”‘’—…·", strict=True)
)
"""Names that pages leave without their `&`, and what they stand for; blanks of layout are nothing."""

TORN_NAMES = "p|span|br|div|strong|font|td|tr|li|em|b|a|h[1-6]|img|center|section"
"""Elements whose tags lose a bracket where a page was cut by hand or by a pattern."""

ABOUT_FIELDS = _words("域代[码碼] 功能[变變][数數] 域结果 字段代[码碼] VBA 宏(?:代码|命令) LaTeX 正[则則] [Ww]ord的?域")
"""Words of a text that speaks of the fields of Word, or of other signs that begin with a backslash."""

ABOUT_ESCAPES = _words("[Uu]nicode JSON [Jj]son Python Java 转义 轉義 跳脱 跳脫 escape 码点 碼點")
"""Words of a text that may show escapes of a programming language on purpose."""

ABOUT_BREAKS = _words("换行 換行 回车 转义 轉義 字符串 字串 正则 正則 print escape LaTeX")
"""Words of a text that may show line breaks of a program on purpose."""

SYNTAX_REFERENCES = "&<>\"'"
"""The characters that `html.escape` escapes; a text about markup holds references to them on purpose."""

ABOUT_MARKUP = _words(
    """
    HTML XML html 实体(?![经书店企产行商零酒公教法清化门]) 實體 转义 轉義 跳脱 跳脫 字符引用 标签 標籤 源代码
    原始碼 entity entities escape 空格(?![内內中里裡处處上]) [小大][于於]号 [小大]於號 尖括号 尖括號
    """
)
"""Words of a line that talks about character references or tags, and so may quote them."""

NAMES_BEFORE = _words("写成 写作 写为 寫成 寫作 輸入 输入 插入 变成 變成 替换成 替换为 显示为 显示成")
NAMES_AFTER = ("表示", "代表", "实体", "實體", "标记", "標記", "符号", "符號", "字符", "字元")
"""What stands right before and right after a reference that is meant as such: `写成&ldquo;`, `&nbsp;表示`."""

HTML_NAMES = _names(
    """
    a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big blink blockquote body br
    button canvas caption center cite code col colgroup command content data datalist dd del details dfn dialog dir div
    dl dt element em embed fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header
    hgroup hr html i iframe image img input ins isindex kbd keygen label legend li link listing main map mark marquee
    math menu menuitem meta meter multicol nav nextid nobr noembed noframes noscript object ol optgroup option output p
    param picture plaintext portal pre progress q rb rp rt rtc ruby s samp script search section select shadow slot
    small source spacer span strike strong style sub summary sup svg table tbody td template textarea tfoot th thead
    time title tr track tt u ul var video wbr xmp
    """
)
"""Element names of the HTML standard, obsolete ones (section 16.2) included."""

VOID_NAMES = _names(
    """
    area base basefont bgsound br col command embed frame hr image img input isindex keygen link meta param source
    spacer track wbr
    """
)
"""Elements without a closing tag (HTML standard, section 13.1.2, and its obsolete relatives)."""

MEANINGFUL_EMPTY = _names(
    """
    a area audio br button canvas div embed frame hr i iframe img input link meta object p script section source span
    svg td template textarea th video
    """
)
"""Elements that pages hold empty for a reason (anchors, mount points, icons, cells): no evidence of spam."""

SKELETON_NAMES = _names("article aside body footer head header main nav tbody template tfoot thead title tr")
"""Elements that somebody who sketches a page writes down empty."""

BLOCK_NAMES = _names(
    """
    address article aside blockquote body center details dialog dir div dl fieldset figcaption figure footer form h1 h2
    h3 h4 h5 h6 head header hgroup hr html legend main menu nav ol p pre section summary table td th title ul
    """
)
"""Elements that start and end a paragraph (HTML standard, section 15.3.3), and cells of a layout table."""

LINE_NAMES = _names("br caption dd dt li option tbody tfoot thead tr")
"""Elements that start and end a line."""

RAW_NAMES = _names("iframe noembed noframes script style textarea title xmp")
"""Elements whose content is no markup (HTML standard, section 13.1.2)."""

DROPPED_NAMES = _names(
    """
    applet audio canvas datalist embed head iframe map math noembed noframes noscript object rp rt rtc script select
    style svg template textarea title video
    """
)
"""Elements that hold no text of the article, whatever they hold; rp, rt and rtc hold the reading beside a character."""

NOISE_NAMES = _names("aside button dialog dir footer form header menu nav")
"""Elements that hold the frame of a page, unless a third of its prose stands in them."""

NOISE_WORDS = _names(
    """
    ad ads adv advert advertisement banner bdshare bdsharebuttonbox breadcrumb breadcrumbs comment comments
    complementary contentinfo cookie copyright correlation crumb crumbs daohang disclaimer disqus fenxiang foot footer
    footnav guanggao guess hotlist hotnews login mbx menu menus modal nav navbar navigation nextpage pagenav pager
    pagination paging paihang pinglun popup prenext prevnext qrcode rank ranking rec recommend recommended relate
    related relevant search share sharebar sharebox sidebar sider sitemap skip social statement subscribe toolbar
    topbar toplink topnav tuijian weizhi xiangguan
    """
)
"""Words in id, class and role that name the frame of a page; collected from the templates of common Chinese CMS."""

RELATED_HEADS = _words(
    """
    相关阅读 相关新闻 相关文章 相关内容 相关推荐 相关链接 延伸阅读 推荐阅读 为你推荐 为您推荐 热门推荐 精彩推荐
    APP精彩推荐 猜你喜欢 你可能会喜欢 热门文章 热门评论 最新评论 网友评论 24小时 相關閱讀 相關新聞 延伸閱讀
    推薦閱讀 熱門
    """
)
"""What a block of links to other pages starts with."""

PROSE_NAMES = _names("b center div em font h1 h2 h3 li p section span strong td")
"""Elements in which pages put running text."""

FRAME_NAMES = _names(
    """
    article aside button dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head header iframe img
    input label legend li link main menu meta nav ol option section select summary svg textarea title ul video
    """
)
"""Elements that make the frame of a page, around its running text and its tables of figures."""

EMBEDDED = frozenset(["audio", "embed", "iframe", "object", "svg", "video"])
"""Elements that hold a film, a picture or another page, and no text."""

PART_OF_PAGE = (
    r"/?(?:content|article|main|page|nextpage|text|ads?|v|begin|start|end|body|left|right|top|bottom|footer|header|nav|wrap"
    r"|share"
    r"|container|list|google_ad|baidu|BAIDU|JiaThis|UY)(?:[\s:_./-].{0,30})?$"
    r"|(?:正文|内容|文章|广告|分页|分享|相关|推荐|导航|底部|头部|左侧|右侧|主体|新闻|标题|评论"
    r"|编辑器)[^，。]{0,12}"
    r"(?:开始|结束|begin|start|end|部分|区域|代码|内容)?$"
)
"""What comments of a template say: where a part of the page begins and ends."""

HIDING_CLASSES = frozenset(["hide", "hidden", "jammer", "invisible"])
"""Classes by which pages hide what they hold."""

WIDE_QUOTES = str.maketrans(dict.fromkeys("＂“”", '"') | dict.fromkeys("＇‘’", "'") | {"＝": "=", "\u3000": " "})
"""What a change of width does to the signs between the brackets of a tag."""

WORD_PREFIXES = ("o:", "v:", "w:", "st1:")
"""Namespaces of Microsoft Office in pages that were saved or pasted from it."""

LOOKS = frozenset(["align", "bgcolor", "color", "face", "href", "size", "src", "style", "target"])
"""Attributes of the looks and links of a page."""

TORN_TAG = (
    r"[\"']?(?:\s?(?:on[a-z]{4,12}|target|style|class|alt|title|border|width|height|align|src|href|rel|id|color|face"
    r"|size|data-[a-z0-9-]{1,24})\s?=\s?"
    r"(?:\"[^\"<\n]{0,300}\"|'[^'<\n]{0,300}'))++\s?/?>"
)
"""The end of a tag: attributes in quotes and a bracket."""

READINGS = frozenset(["rt", "rp", "rtc"])
"""Elements of ruby that hold a reading, or the brackets around one."""

RAISED = "su[pb]|small|span|font|[ibsuq]|em|tt|kbd|var|label"
"""Elements in which a page sets readings above, below or beside their characters."""

FEED_TAGS = "item|entry|channel|description|summary|content:encoded|dc:creator|pubDate|guid|link|category|title|author"
"""Tags of RSS and Atom."""

FORUM_CODES = _words(
    "b i u s size color font align url img email quote attach attachimg backcolor indent float media flash center left"
    " right table tr td list p em"
)
"""Names of the codes in which Discuz and its kin (UBB, BBCode) write what HTML writes as tags."""

PICTURE_CODES = frozenset(["img", "attach", "attachimg", "media", "flash", "em"])
"""Those that hold the address or the number of a picture, a film, a file or a face (`[em]e113[/em]`)."""

TORN_CODES = frozenset(["size", "color", "font", "align", "backcolor", "indent", "float", "quote", "url"])
"""Those of which the end by itself shows a forum: nobody else writes `[/color]`."""

ABOUT_FORUM_CODES = _words("BBCode bbcode BBcode UBB ubb Discuz 代码 代碼 语法 語法 标记 標記")
"""Words of a text that may talk about the codes of forums."""

OFFICE_STYLES = r"TRS_[A-Z]|Mso[A-Z]|Custom_UnionStyle"
"""Selectors that only the TRS publishing system and Microsoft Word write."""

OFFICE_HEAD = (
    r"(?m)^[ \t]{0,8}Normal\s{1,4}0\s{1,4}[0-9a-zA-Z.磅 \t\r\n-]{0,160}X-NONE[ \t\r\n]{0,8}"
    r"(?:MicrosoftInternetExplorer4\s{0,8})?(?:/\* Style Definitions \*/\s{0,8})?"
)
"""What Word writes in front of its rules, in comments that a page shows when they are broken."""

ABOUT_PROGRAMS = (
    r"(?<![信用票券构])代[码碼]|编程|編程|脚本|函数|函數|变量|變數|[Jj]ava[Ss]?|\bJS\b|CSS|HTML|JSON|jQuery"
    r"|jquery"
    r"|前端|源码"
    r"|编译|程序员|程式|\bAPI\b|SDK|Python|PHP|控制台|调试|样式表|模板语法|占位符"
)
"""Words of a text that speaks of programs, and so may show some; 信用代码, 股票代码 and the like are numbers."""

_GIVEN = (
    "句子?|段落|文本|短文|文章|文字|文中|原文|单词|词语|词汇|词组|短语|关键[词字]|列表|清单|主题|标题|题目|代码|程序|函数"
    "|查询|公式|方程|算式|数据|表格|表单|模板|食谱|配料|歌词|诗歌|新闻|报道|对话|故事|评论|描述|语句|表述|说法|选项|输入"
    "|輸入|段話|段话|单词|單詞|詞語|標題|題目|報導|對話|數據|敘述|摘要|脚本|这一?[段篇句]|這一?[段篇句]"
)
TASK = (
    f"(?:给定|給定|所给|所給)(?:的|一|这|[^，。：:]{{0,8}})?(?:{_GIVEN}|词|字|值)"
    f"|(?:以下|下列|下面|上述|这[个段句篇]|這[個段句篇])(?:是?[^，。：:]{{0,6}})(?:{_GIVEN})"
    "[^。]{0,20}(?:请|改|译|譯|找|写|寫|编|編|概括|总结|總結|分类|分類|排|标|回答|计算|计分|转|轉|填|评|判断|识别|生成)"
    f"|(?:改正|更正|纠正|修改|改写|重写|编辑|翻译|概括|总结|缩写|扩写|续写|润色|替换|突出显示|标出|找出|摘出|仿写|校对|合并"
    f"|改寫|編輯|翻譯|總結|縮寫)[^，。：:]{{0,16}}(?:{_GIVEN}|错误|錯誤|语法)"
    "|请(?:你)?(?:用|以|根据|按照?|仔细|判断|计算|找出|概括|总结|回答|给出|写出|列出|从|将|把)"
    "[^。]{0,40}(?:摘要|答案|格式|句话|字以内|回答|给出|填写?在|选项|结果|类别)"
    "|请(?:你)?(?:详细|简要|简单)地?(?:说明|解释|介绍|描述|阐述|列出)|帮我(?:写|生成|列出|整理)"
)
"""How a task speaks of what it gives, and of what is wanted."""

TASK_FIRST = (
    "(?:请|试|用|使用|利用|通过|以|为|给|给我|根据|基于|将|把|对|从|在|生成|创建|创作|编写|撰写|写|写出|列出|设计|构建|建立"
    "|提供|制作|插入|描述|解释|计算|确定|识别|提取|检索|提出|建议|分析|评价|比较|展开|组成|添加|转换)"
    f"[^，。：:]{{0,28}}(?:{_GIVEN}|清单|代码)[^。]{{0,24}}(?:。|：|:)?$"
)
"""What the first line of a task may be that could be a title, too."""

TASK_VERBS = (
    "请(?![求示假客教来了柬])|写出|列出|编写|撰写|编辑|创建|创作|生成|计算|删去|删除|描述|解释|解读|比较|对比|排列|概述|概括"
    "|总结|改写|重写|翻译|引用|构造|构建|识别|确定|设计|给出|举出|重新组织|调整|分类|判断|找出|选择|提取|提供|想出|想象|思考"
    "|集思广益|帮我|给我|請(?![求示假客教來了柬])|寫出|編寫|計算|刪去|描寫|解釋|總結|翻譯|設計|舉出|幫我"
)
TASK_ORDER = (
    f"(?:{TASK_VERBS})[^。？?]{{2,80}}[。：:]$"
    "|(?:Given|Write|Rewrite|Create|Generate|Summari[sz]e|Translate|Extract|Classify|Identify|Explain|Describe) "
    ".{8,200}[.:]$"
)
"""An order: no title ends like this, and few statements begin with these verbs."""

TASK_ANSWER = (
    "请(?:你)?给出[^，。]{0,10}(?:推理|理由|过程)|请(?:你)?(?:判断|选择)[^，。]{0,16}(?:正确|选项|答案)[^，。]{0,6}$"
)
"""What some task says below what it gives."""

ABOUT_WIKIS = (
    "[Mm]arkdown|MediaWiki|[Oo]bsidian|Roam|Logseq|Notion|[Ww]iki ?(?:语法|語法|标记|標記|text)|双链|雙鏈|双向链接"
    "|语法|語法|方括号|方括號"
)
"""Words of a text that speaks of the marks of wikis."""

WIKI_FILES = "File|Image|Category|Media|文件|檔案|档案|图像|圖像|图片|圖片|分类|分類"
"""What stands in front of the names of pictures and categories of a wiki."""

WIKI_REQUESTS = (
    r"[\[［](?:来源请求|來源請求|需要引用|需要引文|查证请求|查證請求|需要解释|需要解釋|原创研究？|原創研究？|何时？|何時？"
    r"|谁？|誰？|哪个？|哪個？|如何？|可疑|错误链接|失效链接|失效連結|永久失效連結|citation needed|dubious|who\?|when\?"
    r"|clarification needed)[\]］]"
)
"""What readers of a wiki ask for, in brackets behind the word that they ask about."""

NOTES_HEAD = (
    r"^[ \t\u3000#*=【\[]{0,8}(?:参考(?:文献|资料|书目)|參考(?:文獻|資料|書目)|注释|注釋|註釋|脚注|腳註|注解|註解|尾注"
    r"|引用(?:文献|资料)?|[Rr]eferences?|REFERENCES|[Nn]otes)[ \t\u3000】\]=:：*]{0,8}(?:$|[\[［1①])"
)
"""The heading of a list of notes."""

SCRIPT_STARTS = (
    r"(?:var|let|const) [\w$]{1,40} ?=|[;!+]?\(?function ?[\w$]{0,40} ?\(|\$\(|jQuery\(|\(\w{1,40} ?= ?window\."
    r"|try ?\{"
    r"|(?:window|document|location|self|top)\.[\w.$]{1,60} ?[=(]|if ?\(\s?!?typeof|BAIDU_CLB_\w{2,30}\("
    r"|[\w$]{2,40}(?:\.[\w$]{1,40}){0,3}\((?:['\"][^'\"]{0,80}['\"]|[0-9, ]{1,20})?\);$|[\w$.]{3,60} ?= ?(?:['\"\[{]"
    r"|[0-9]).*;$"
    r"|\{\s*(?:\"@(?:context|type)\"|$)"
    r"|\{?\s?\"(?:article|doc|content|news|channel|column|page)_?[iI][dD]\"\s?:"
)
"""How scripts start, and JSON-LD, which tells search engines about a page, or what its system knows of an article."""

PROGRAM_LINES = (
    r"^(?:import [^;'\"\n]{1,200} from ['\"]|import ['\"][\w./@-]+['\"];?$|import (?:static )?[\w.]+(?:\.\*)?;"
    r"|export (?:default|const|function|async|class|type|interface)\b|(?:module\.)?exports\b.{0,40}="
    r"|package [\w.]+;|(?:public |private |abstract |final )+(?:class|interface|enum) \w|#include [<\"]"
    r"|from [\w.]+ import \w|using [\w.]+;|<\?php\s*$|namespace [\w\\]+;)"
)
"""Lines of the files of a program (JavaScript, Java, C, Python, C#, PHP) that no script of a page has."""

FILES_BY_FIRST_LINE = (
    (r"#! ?/", r"^#! ?/", 1),
    (r"%|\\[A-Za-z]+", r"^[ \t]*\\(?:documentclass|usepackage|RequirePackage|Provides\w+|(?:re)?newcommand|begin\{"
     r"|(?:part|chapter|(?:sub){0,2}section)\*?\{|input\{|include\{|def\\)", 3),
    (r"[%@]", r"^[ \t]*@[A-Za-z]{3,20}\{[^,\n{}]{1,80},[ \t]*$", 2),
    (r"['.]\\\"|\.(?:TH|SH|so|Dd) ", r"^\.(?:S[HS]|[TPIL]?P|B[RI]?|I[RB]?|R[SE]|br|sp|nf|fi|TH)\b", 4),
    (r"//|/\*|#!?\[|use |mod |package |import |local |--", r"^(?:(?:pub(?:\(crate\))? )?(?:use [\w:]+[^;\n]{0,200};"
     r"|mod \w+(?:;| \{)|(?:fn|struct|enum|trait) \w+|impl\b)|#\[\w+|package \w+$|import \(?$|func [\w(]"
     r"|local (?:function )?\w+ ?[=(]|import [\w.*]+$|(?:internal |open |data |sealed )*(?:class|object|fun) \w+)", 3),
    (r"<\?php\b", r"^[ \t]*(?:(?:(?:public|private|protected|static|final|abstract) )*(?:function|class|interface) \w"
     r"|\$[\w>-]+ ?[.+]?=|header\(|(?:if|foreach|while|switch) ?\(|(?:include|require)(?:_once)?\b|return\b"
     r"|use [\w\\]+)", 1),
    (r"(?:---\s+)?(?:['\"]use \w+['\"];?\s+)?(?:import (?:[^;'\"]{1,300} from )?['\"][^'\"\n]+['\"]"
     r"|export (?:default )?(?:async )?(?:function|class|const) \w)", r"^(?:import|export)\b", 1),
    (r";|\(", r"^\((?:(?:cl-)?def\w*|require|provide|use-package|setq|ns|in-package)\b", 3),
)  # fmt: skip
"""Files that tell by their first line what they are: how they begin, and so many lines of the same kind.

Scripts of a shell, LaTeX and its bibliographies, pages of `man`, programs in Rust, Go, Lua, Kotlin, PHP and Lisp, and
what imports the parts of a page: JSX, Astro, MDX.
"""

STYLE_RULE = (
    r"(?:@media[^{}]{1,80}\{\s*)?[.#@*]?[A-Za-z][^{};=<>\"]{0,160}\{\s*(?:[a-z-]{2,30}\s?:\s?[^;{}]{1,200}[;}]|$)"
)
"""How a rule of style starts: a selector, a brace, a declaration."""

PAGE_CODE = (
    r"\"(?:publish|pub|create|update)_?[tT]ime\"|\"(?:click|view|hit|read|comment)_?(?:[nN]um|[cC]ount|s)\""
    r"|document|window|function|\b(?:var|let|const) |\$\(|@context|_hmt|BAIDU|cpro_|adsbygoogle|location\.|typeof"
    r"|try ?\{"
    r"|(?:margin|padding|width|height|font|color|display|line-height|text-[a-z]+|float|border|position|left|top"
    r"|background)[a-z-]*\s?:"
)
"""What only the code of pages has."""

SURE_PAGE_CODE = (
    r"document\.write|Math\.random|_hmt|hm\.src|BAIDU|cpro_|adsbygoogle|cnzz|bdshare|jiathis|\"@context\""
    "|__INITIAL_STATE__"
)
"""What counters, advertisements and search engines need, and hardly any lesson shows."""

PLACEHOLDER = (
    r"\s{0,9}(?:undefined|\[object [A-Z][A-Za-z]{2,24}\]|\{\{[^{}\n]{0,60}\}\}(?: ?\{\{[^{}\n]{0,60}\}\}){0,6}"
    r"|\$\{[\w.\[\]]{1,40}\}(?: \$\{[\w.\[\]]{1,40}\}){0,3}|\{dede:[^{}\n]{1,60}\}|\[!--[\w.]{1,30}--\]"
    r"|\{%[^%\n]{1,60}%\}|\{\$[\w.]{2,40}\}|\{(?:pboot|aspcms|ecms|cms):[^{}\n]{1,60}\}|\[field:\w{1,30} ?/?\]"
    r"|\{:\w{2,20}\([^(){}\n]{0,60}\)\}|<%=?[^%<>\n]{1,60}%>|<\?php [^?<>\n]{1,80}\?>|[#$]!?\{[\w.]{2,40}\}"
    r"|\[(?:NextPage|nextpage|page|page_break|--分页--)\]|\{(?:nextpage|page)\}"
    r"|\[\[\$\{[\w.]{2,40}\}\]\]|\{/?(?:if|loop|foreach|volist|notempty|php)(?: [^{}\n]{1,60})?\}"
    r"|(?:\[/?(?:caption|gallery|contact-form-7|playlist|audio|video|embed|(?:vc|et_pb|su|elementor)_[a-z_]{2,30})"
    r"(?: [a-z0-9_-]{1,24}=\"[^\"\n]{0,80}\")*+\]){1,6}"
    r"|(?:PHP )?(?:Notice|Warning|Fatal error|Parse error|Deprecated|Strict Standards): [ -~]{4,120}"
    r" (?:in|at) [!-~]{3,80}\.php(?: on line |:)[0-9]{1,5}[)]?)\s{0,9}"
)
"""A line of a template of which no value came, a short code of WordPress or an error of PHP."""

DATA_ADDRESS = (
    r"(!\[[^\[\]\n]{0,80}\]\(|(?:src|href)\s?=\s?[\"']|url\([\"']?)?"
    r"data:[a-z]{4,12}/[a-z0-9.+-]{2,40};base64,[A-Za-z0-9+/]{60,}={0,2}[\"')]{0,2}"
)
"""A picture as data, with what Markdown, an attribute or a style puts around it (RFC 2397)."""

EMPTY_FIELD = (
    rf"\s{{0,9}}(?:[{HAN}]{{2,5}}[:：]\s?(?:undefined|null|NaN|\{{\{{[^{{}}\n]{{0,40}}\}}\}})[次 ]{{0,4}}){{1,5}}"
    rf"|\s{{0,9}}\{{\{{[^{{}}\n]{{0,40}}\}}\}}[{HAN}]{{1,5}}"
)
"""A label without its value."""

# --- chars --------------------------------------------------------------------------------------------------------

JOINERS = "\u200c\u200d"
"""ZERO WIDTH NON-JOINER and ZERO WIDTH JOINER: needed by emoji and by the scripts of `JOINING_SCRIPTS`."""

INVISIBLE = "\u200b\u2060\u2061\u2062\u2063\u2064\u2065\u180e\ufeff\u034f"
"""ZERO WIDTH SPACE, WORD JOINER, the invisible operators, one that was never assigned, MONGOLIAN VOWEL SEPARATOR, ZERO
WIDTH NO-BREAK SPACE, COMBINING GRAPHEME JOINER."""

SOFT_HYPHEN = "\u00ad"
"""SOFT HYPHEN: means something between Latin letters, nothing between Chinese ones."""

HANGUL_FILLERS = "\u115f\u1160\u3164\uffa0"
"""Hangul fillers: blanks that pages use as invisible padding, and Korean in old syllable composition."""

JOINING_SCRIPTS = (
    "\u0600-\u061b\u061d-\u08ff\u0900-\u0dff\u0e00-\u0fff\u1000-\u109f\u1780-\u18af\u1900-"
    "\u1aff\u1b00-\u1cff\ua800-\uabff\ufb50-\ufdff\ufe70-\ufefc\U00010a00-\U00011fff"
)
"""Inside a character class: Arabic, Syriac, Indic, Thai, Lao, Tibetan, Myanmar, Khmer, Mongolian and their kin, where a
joiner or a zero-width space decides how a word looks or breaks."""

RIGHT_TO_LEFT = "\u0590-\u061b\u061d-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
"""Inside a character class: Hebrew, Arabic and the other scripts for which bidi marks are made."""

BIDI = "\u061c\u200e\u200f" + "".join(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x2070))))
"""ARABIC LETTER MARK, left-to-right and right-to-left marks, embeddings, overrides, isolates, deprecated marks."""

LINE_CONTROLS = "\x0b\x0c\x85\u2028\u2029"
"""LINE TABULATION, FORM FEED, NEXT LINE, LINE SEPARATOR, PARAGRAPH SEPARATOR: breaks here, noise there."""

CONTROLS = "".join(
    chr(c)
    for c in (*range(0x20), *range(0x7F, 0xA0), *range(0xFDD0, 0xFDF0), *range(0xFFF9, 0xFFFD), 0xFFFE, 0xFFFF)
    if chr(c) not in "\t\n\r" + LINE_CONTROLS
)
"""C0 and C1 controls, the interlinear annotation marks, OBJECT REPLACEMENT CHARACTER and the code points that
are never a character (chapter 23.7), without what ends a line."""

PRIVATE_USE = "".join(map(chr, range(0xE000, 0xF900)))
"""The private use area: a font's own pictures, or characters that older Chinese encodings had no other place for."""

STRAY_MARKS = "\u0300-\u0306\u0308-\u0322\u0324-\u032f\u0334-\u036f\u0483-\u0489\u180b-\u180d\u180f\u2800\ufe03-\ufe0f"
"""Inside a character class: accents, marks over Cyrillic letters, Mongolian variation selectors, BRAILLE PATTERN BLANK,
and the variation selectors that no Chinese character has.

Left out are the dots and lines that people put over and under Chinese characters: U+0307, U+0323, U+0330 to U+0333."""

STRAY = "".join(chr(c) for a, b in re.findall("(.)(?:-(.))?", STRAY_MARKS) for c in range(ord(a), ord(b or a) + 1))
"""The same, one by one."""

SPACES = " \u00a0\u2002\u2003\u2005\u2007\u2009\u200a\u202f\u3000"
"""Blanks of every width that part characters on a line."""

NO_BREAK_SPACE = "\u00a0"

RADICAL_FORMS = dict(
    zip(
        "\u2e9c\u2e9d\u2e9f\u2ea0\u2ea9\u2eb6\u2ec1\u2ec4\u2ec5\u2ec6\u2ec9\u2ecb\u2ed1\u2ed3\u2ed4\u2ed7\u2ed8\u2ed9"
        "\u2eda\u2edb\u2edc\u2edd\u2ee2\u2ee3\u2ee4\u2ee5\u2ee6\u2ee7\u2ee8\u2ee9\u2eea\u2eec\u2eee\u2ef0\u2ef1\u2ef2\u2ef3",
        "日月母民王羊虎西见角贝车長长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄黾齐齿龙龜亀龟",
        strict=True,
    )
)
"""Forms of the block CJK Radicals Supplement that are characters in their own right, with the unified character
(EquivalentUnifiedIdeograph.txt of the Unicode character database); PDF extraction gives them for the character."""

KANGXI = "".join(map(chr, range(0x2F00, 0x2FD6)))
"""Kangxi radicals: each has the unified character as its compatibility decomposition."""

COMPATIBILITY = "".join(map(chr, range(0xF900, 0xFB00)))
"""CJK compatibility ideographs (basic plane); the twelve without a decomposition are characters of their own."""

ABOUT_RADICALS = _words("部首 偏旁 康熙 笔画 筆畫 字旁 字头 字形 异体 異體 Unicode U+ 编码 編碼")
"""Words of a line that may talk about the shape of characters."""

_PLAIN_SIGNS = "♀♂✓✔✕✖✗✘☐☑☒☰☱☲☳☴☵☶☷♭♮♯" + "".join(map(chr, range(0x2654, 0x2660)))
PICTOGRAPHS = "★☆◆◇▌█◕⌚⏰⏳⭐" + "".join(
    chr(c)
    for c in (*range(0x2600, 0x2700), *range(0x2701, 0x2776), *range(0x2794, 0x27C0))
    if chr(c) not in _PLAIN_SIGNS
)
"""Ornaments that are dropped into sentences; left out are those with a use inside text: ○ ● □ ■ △ × → ※ · 〓, ticks,
the pieces of chess, accidentals, trigrams and the signs of sexes."""

SHAPES = "●■▲▼◎□△▽♀♂"
"""Shapes that stand for a name, start an item or mean a thing in other texts: noise where ornaments are, and only
between words."""

ROLES = ("本报记者", "特约记者", "通讯员", "记者", "作者", "编辑", "摄影", "撰文", "記者", "通訊員", "編輯", "攝影")
"""Words before a name in a byline."""

LOOK_ALIKES = {"Φ": "中", "囚": "人", "曰": "日", "巳": "已", "亻": "人"}
"""Characters that stand for one of the same looks, in text read by a machine or made to slip past a filter."""

OWN_WORDS = re.compile(
    "囚[犯徒禁室牢车車服笼籠首系押困衣]|[死女男战戰狱獄之诗詩下楚幽拘系繫放重轻輕]囚"
    "|[甲乙丙丁戊己庚辛壬癸辰上]巳|巳[时時年月日蛇初正刻火午]"
)
"""Words in which a look-alike stands for itself."""

ABOUT_RECOGNITION = re.compile(
    "(?:文字|字符|字元|机器|機器)[识識][别別]|OCR|[错錯別别]字|形近|字形|[认認看]成|[误誤]认|誤認|[写寫]成|部首|谐音|敏感词"
)
"""Words of a text that shows such characters."""

AND_WORDS = _words("英语 英文 单词 英語 單字 关键字 關鍵字 运算符 運算子 连词 連詞 布尔 逻辑 邏輯 语法 語法 变量 函数")
"""Words of a line that may talk about the English or programming word `and`."""

# --- glosses ------------------------------------------------------------------------------------------------------

TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
"""Letters of pinyin with a tone mark; at least one stands in any toned gloss."""

PINYIN_LETTERS = "a-zɡɑăĕĭŏŭāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜńňǹḿêếềḿ\u0300\u0301\u0304\u0308\u030c"
"""Inside a character class: letters of a reading, and combining marks (grave, acute, macron, diaeresis, caron)."""

PINYIN_CAPITALS = "A-ZĀÁǍÀĒÉĚÈĪÍǏÌŌÓǑÒŪÚǓÙÜǕǗǙǛ"
"""Inside a character class: the same in capitals."""

ZHUYIN = dict(
    zip(
        "ㄅㄆㄇㄈㄉㄊㄋㄌㄍㄎㄏㄐㄑㄒㄓㄔㄕㄖㄗㄘㄙㄚㄛㄜㄝㄞㄟㄠㄡㄢㄣㄤㄥㄦㄧㄨㄩ",
        _words("b p m f d t n l g k h j q x zh ch sh r z c s a o e ê ai ei ao ou an en ang eng er i u ü"),
        strict=True,
    )
)
"""The letters of zhuyin (Bopomofo) in pinyin, one by one."""

ZHUYIN_LETTERS = "ㄅ-ㄩˊˇˋ˙"
"""Inside a character class: the same with the marks of tone."""

MODERN_WORDS = "的了们們这這个個和在对對"
"""One of 12 to 30 characters of modern prose is one of these, hardly one of 100 in old books and scripture."""

ABOUT_LESSONS = ("拼音", "注音", "生字", "[课課]文", "[诵誦朗][读讀]", "[儿兒]歌", "童[谣謠]", "汉字|漢字", "HSK")
"""Words of lessons and of books for children, which give every character its reading."""

GLOSS_BRACKETS = dict(
    zip(
        "(（[［【〔〖{｛<＜〈《「『‘“'‹«",
        _words(")） )） ]］ ]］ 】 〕 〗 }｝ }｝ > ＞ 〉 》 」 』 ’ ” ' › »"),
        strict=True,
    )
)
"""Opening brackets in which readings stand, and what may close each."""

GLOSS_SIGNS = '/^|~*_=:·+#"-'
"""Other signs that mirrors put on one side of readings or on both."""

FREQUENT = (
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过"
    "发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本"
    "前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很"
    "最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度"
    "门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电"
    "数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马"
    "科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万"
    "取拉格望觉术领共确传师观清今切院让识候带导争运"
)
"""The most frequent characters of modern simplified Chinese, after Da Jun's character frequency list.

Nobody explains how they are read, so a usual reading behind them is the work of a program."""

TRANSLITERATION = frozenset(
    "阿埃艾爱安奥巴白班邦保鲍贝本比彼别宾波伯勃博布查达戴丹当道德邓迪蒂丁杜敦多俄厄恩尔法范菲费芬丰冯佛夫弗福"
    "富盖甘冈高戈哥格葛古哈海汉豪赫亨侯胡华怀霍基吉加贾杰捷金津卡凯坎康考柯科克肯孔库夸拉莱赖兰朗劳勒雷黎李里"
    "理利莉丽林琳留刘龙卢鲁路伦罗洛马玛迈麦曼梅门蒙孟米密敏明莫姆木穆娜纳南内尼涅宁纽努诺帕潘庞佩彭皮平珀普奇"
    "齐契恰强乔琼热日儒瑞若萨塞桑瑟森沙莎珊尚舍申圣施史舒司丝斯苏索塔泰坦汤唐陶特滕田廷图托陀瓦万威韦维伟魏温文"
    "翁沃乌武西希锡夏香肖谢辛欣修雪雅亚扬杨耶叶伊易因英尤雨约泽扎詹珍朱兹佐"
)
"""Characters that spell foreign names, after the transliteration tables of Xinhua News Agency."""

CUT_MARKS = "！？。，"
"""Marks at which mirrors split text without looking at character borders."""
ANY_CUT_MARK = CUT_MARKS + "!,"
"""The same where a page's full-width marks may have become ASCII."""

WRONGLY_TURNED = re.compile(
    "(?<![^\\n，。；：！？“「他她我你它們也還都就又卻])(隻)[是有能要會想怕剩]"
    "|[方後裏裡前對表全位局](麵)(?![包粉條糰團食店館攤皮糊筋線疙餅湯點])|(麵)[臨貌積]"
    "|[經學簡履](曆)(?![法書])|(?<![農陽陰西公舊新])(曆)[史經]|[意同鬥](誌)"
    "|[控限體抵](製)(?![造作程品成片圖版藥])|(製)度(?!假)"
)
"""Words in traditional characters of which one is another character's: simplified text has one for both.

Which one that is has a group; `這隻是`, `之後麵團` and `半導體製程` are right.
"""

RIGHTLY_TURNED = re.compile(WRONGLY_TURNED.pattern.translate(str.maketrans("隻麵曆誌製", "只面歷志制")))
"""The same words as they are written."""

# --- script -------------------------------------------------------------------------------------------------------

TRADITIONAL_ONLY = (
    "丟並亂亙亞佇佈佔併來侖侶侷俁係俠俬倀倆倉個們倖倫偉側偵偽傑傖傘備傢傭傯傳傴債傷傾僂僅僉僑僕僞"
    "僥僨僱價儀儁儂億儈儉儐儔儕儘償優儲儷儺儻儼兇兌兒兗內兩冊冑冪凈凍凜凱別刪剄則剎剛剝剮剴創剷劃"
    "劄劇劉劊劌劍劑勁動務勛勝勞勢勱勳勵勸勻匭匯匱區協卹卻卽厙厠厤厭厲厴參叄叢吳吶呂咼員唄唸問啓啞"
    "啟喚喪喫喬單喲嗆嗇嗎嗚嗩嗶嘆嘍嘔嘖嘗嘜嘩嘮嘯嘰嘵嘸噁噓噝噠噥噦噯噲噴噸噹嚀嚇嚌嚐嚕嚙嚥嚦嚨嚮"
    "嚳嚴嚶囀囁囂囅囈囌囑囪圇國圍園圓圖團垻埡埰執堅堊堖堝堯報場塊塋塏塒塗塚塢塤塵塹墊墜墮墰墳墻墾"
    "壇壎壓壘壙壚壜壞壟壠壢壩壯壺壽夠夢夾奐奧奩奪奬奮奼妝姍姦娛婁婦婭媧媯媼媽嫋嫗嫵嫺嫻嬀嬈嬋嬌嬙"
    "嬡嬤嬪嬰嬸孃孌孫學孿宮寀寢實寧審寫寬寵寶將專尋對導尷屆屍屜屢層屨屬岡峯峴島峽崍崑崗崙崢崬嵐嵗"
    "嶁嶄嶇嶗嶠嶧嶸嶺嶼嶽巋巒巔巖巰巹帥師帳帶幀幃幗幘幟幣幫幬幷幹幾庫廁廂廄廈廕廚廝廟廠廡廢廣廩廬"
    "廳弒弔弳張強彆彈彌彎彔彙彥彫彿徑從徠復徹恆恥悅悵悶悽惡惱惲惻愛愜愨愴愷愾慄態慍慘慚慟慣慤慪慫"
    "慮慳慶慼慾憂憊憐憑憒憚憤憫憮憲憶懇應懌懍懞懟懣懨懲懶懷懸懺懼懾戀戇戔戧戩戰戲戶扞拋挱挾捨捫捲"
    "掃掄掙掛採揀揚換揮損搖搗搧搶摑摜摟摯摳摶摻撈撐撓撟撣撥撫撲撳撻撾撿擁擄擇擊擋擔據擠擡擣擬擯擰"
    "擱擲擴擷擺擻擼擾攄攆攏攔攖攙攛攜攝攢攣攤攪攬敎敗敘敵數斂斃斕斬斷旂旣時晉晝暈暉暢暫曄曆曇曉曏"
    "曖曠曬書會朧朮東枴柵柺査桿梔梘條梟棄棊棖棗棟棧棲椏楊楓楨業極榦榪榮榿構槍槓槧槨槳樁樂樅樑樓標"
    "樞樣樸樹樺橈橋機橢橫檁檉檔檜檢檣檯檳檸檻櫃櫓櫚櫛櫝櫞櫟櫥櫧櫨櫪櫫櫬櫱櫳櫸櫻欄欅權欏欒欖欞欽歎"
    "歐歟歡歲歷歸歿殘殞殤殫殭殮殯殲殺殻殼毀毆毿氂氈氌氣氫氬氳汎汙決沒沖況泝洩洶浹涇涼淒淚淥淨淩淪"
    "淵淶淺渙減渦測渾湊湞湧湯溈準溝溫溼滄滅滌滎滙滬滯滲滷滸滾滿漁漚漢漣漬漲漵漸漿潁潑潔潙潛潤潯潰"
    "潷潿澀澆澇澗澠澤澩澮澱濁濃濕濘濛濟濤濫濰濱濺濼濾瀅瀆瀉瀋瀏瀕瀘瀝瀟瀠瀦瀧瀨瀰瀲瀾灃灄灑灕灘灝"
    "灣灤灧灩災為烏烴無煉煒煙煢煥煩煬熒熗熱熾燁燈燉燒燙燜營燦燬燭燴燻燼燾爍爐爛爭爲爺爾牀牆牘牴牽"
    "犖犛犢犧狀狹狽猙猶猻獁獃獄獅獎獨獪獫獰獲獵獷獸獺獻獼玀現琱琺琿瑋瑣瑤瑩瑪璉璣璦環璽璿瓊瓏瓔瓚"
    "甌甕產産畝畢畫異畵當疇疊痙痠痾瘂瘋瘍瘓瘞瘡瘧瘺瘻療癆癇癉癒癘癟癡癢癤癥癧癩癬癭癮癰癱癲發皁皚"
    "皰皸皺盃盜盞盡監盤盧盪眞眥眾睏睜睞瞘瞞瞼矇矚矯硃硤硨硯碩碭碸確碼磚磣磧磯磽礎礙礦礪礫礬礱祕祿"
    "禍禎禦禪禮禰禱禿秈稅稈稜稟種稱穀穌積穎穡穢穩穫窩窪窮窯窶窺竄竅竇竈竊竪競筆筍筧箇箋箏箚節範築"
    "篋篤篩篳簀簍簑簞簡簣簫簽簾籃籌籜籟籠籤籩籪籬籮籲粵糉糝糞糧糰糲糴糶糹糾紀紂約紅紆紇紈紉紋納紐"
    "紓純紕紗紙級紛紜紡紮細紱紲紳紹紺紼紿絀終絃組絆絎結絕絛絝絞絡絢給絨統絲絳絶絹綁綃綆綈綉綏綑經"
    "綜綞綠綢綣綫綬維綰綱網綳綴綵綸綹綺綻綽綾綿緄緇緊緋緑緒緔緗緘緙線緝緞締緡緣緦編緩緬緯緱緲練緶"
    "緹緻縈縉縊縋縐縑縛縝縞縟縣縧縫縭縮縱縲縴縵縶縷縹總績繃繅繆繒織繕繚繞繡繢繩繪繫繭繮繯繰繳繹繼"
    "繽繾纈纊續纍纏纓纔纖纘纜缽罈罌罎罰罵罷羅羆羈羋羣羥羨義羶習翫翹耬耮聖聞聯聰聲聳聵聶職聹聽聾肅"
    "脅脈脛脣脫脹腎腖腡腦腫腳腸膃膚膠膩膽膾膿臉臍臏臘臚臟臠臥臨臺與興舉舊舖舘艙艤艦艫艱艷芻苧茲荊"
    "莊莖莢莧華菴萇萊萬萵葉葒葤葦葯葷蒓蒔蒞蒼蓀蓆蓋蓮蓯蓴蓽蔔蔘蔞蔣蔥蔦蔭蕁蕆蕎蕒蕓蕕蕘蕢蕩蕪蕭蕷"
    "薈薊薌薑薔薟薦薩薺藍藎藝藥藪藴藶藹藺蘄蘆蘇蘊蘋蘚蘞蘢蘭蘺蘿處虛虜號虧虯蛺蛻蜆蝕蝟蝦蝨蝸螄螞螢"
    "螻蟄蟈蟎蟣蟬蟯蟲蟶蟻蠅蠆蠍蠐蠑蠔蠟蠣蠱蠶蠻衆衊術衕衚衛衝袞裊裏補裝裡製複褲褳褸褻襇襉襖襝襠襤"
    "襪襬襯襲覈見規覓視覘覡覦親覬覯覲覷覺覽覿觀觴觶觸訁訂訃計訊訌討訐訓訕訖託記訛訝訟訣訥訪設許訴"
    "訶診註証詁詆詎詐詒詔評詘詛詞詠詡詢詣試詩詫詬詭詮詰話該詳詵詼詿誄誅誆誇誌認誑誒誕誘誚語誠誡誣"
    "誤誥誦誨說説誰課誶誹誼調諂諄談諉請諍諏諑諒論諗諛諜諞諡諢諤諦諧諫諭諮諱諳諶諷諸諺諼諾謀謁謂謄"
    "謅謊謎謐謔謖謗謙謚講謝謠謡謨謫謬謭謳謹謾譁證譎譏譖識譙譚譜譟譫譭譯議譴護譽譾讀變讎讒讓讕讖讚"
    "讜讞豈豎豐豔豬貍貓貝貞負財貢貧貨販貪貫責貯貰貲貳貴貶買貸貺費貼貽貿賀賁賂賃賄賅資賈賊賑賒賓賕"
    "賚賜賞賠賡賢賣賤賦賧質賫賬賭賴賺賻購賽賾贄贅贈贊贋贍贏贐贓贖贗贛贜趕趙趨趲跡踐踰踴蹌蹕蹟蹠蹣"
    "蹤蹺躉躊躋躍躑躒躓躕躚躡躥躦躪軀車軋軌軍軒軔軛軟軤軫軲軸軹軺軻軼軾較輅輇載輊輒輓輔輕輛輜輝輞"
    "輟輥輦輩輪輯輳輸輻輾輿轂轄轅轆轉轍轎轔轟轡轢轤辦辭辮辯農迴逕這連週進遊運過達違遙遜遞遠遡適遲"
    "遶遷選遺遼邁還邇邊邏邐郟郵鄆鄉鄒鄔鄖鄧鄭鄰鄲鄴鄶鄺酈醃醖醜醞醫醬釀釁釃釅釋釐釒釓釔釕釗釘釙針"
    "釣釤釦釧釩釵釷釹釺鈀鈁鈄鈅鈈鈉鈍鈎鈐鈑鈔鈕鈞鈡鈣鈥鈦鈧鈮鈰鈳鈴鈷鈸鈹鈺鈽鈾鈿鉀鉅鉆鉈鉉鉍鉑鉕"
    "鉗鉚鉛鉞鉢鉤鉦鉬鉭鉳鉸鉺鉻鉿銀銃銅銑銓銖銘銚銜銠銣銥銦銨銩銪銫銬銱銳銷銹銻銼鋁鋃鋅鋇鋌鋏鋒鋝"
    "鋟鋣鋤鋥鋦鋨鋪鋭鋮鋯鋰鋱鋶鋸鋼錁錄錆錇錈錐錒錕錘錙錚錛錟錠錢錦錨錫錮錯録錳錶錸錼鍀鍁鍃鍅鍆鍇"
    "鍊鍋鍍鍔鍘鍛鍤鍥鍩鍬鍰鍵鍶鍺鍼鍾鎂鎄鎇鎊鎌鎖鎘鎚鎢鎣鎦鎧鎩鎪鎬鎭鎮鎰鎳鎵鎸鎿鏃鏇鏈鏌鏍鏑鏗鏘"
    "鏜鏝鏞鏟鏡鏢鏤鏨鏵鏷鏹鏽鐃鐋鐐鐒鐓鐔鐘鐙鐝鐠鐦鐧鐨鐫鐮鐲鐳鐵鐸鐺鐿鑄鑊鑌鑑鑒鑔鑠鑣鑥鑭鑰鑲鑷"
    "鑹鑼鑽鑾鑿钁長門閂閃閆閉開閌閎閏閑閒間閔閘閡閣閤閥閨閩閫閬閭閱閲閶閹閻閼閽閾閿闃闆闇闈闊闋闌"
    "闐闔闕闖關闞闡闢闥陘陝陣陰陳陸陽隉隊階隕際隨險隱隴隸隻雋雖雙雛雜雞離難雲電霑霧霽靂靄靈靚靜靦"
    "靨鞏鞝鞦鞽韁韃韆韉韋韌韓韙韜韝韞韻響頁頂頃項順頇須頊頌頎頏預頑頒頓頗領頜頡頤頦頭頰頷頸頹頻頽"
    "顆題額顎顏顓顔願顙顛類顢顥顧顫顬顯顰顱顳顴風颮颯颱颳颶颼飄飆飈飛飠飢飩飪飫飭飯飱飲飴飼飽飾餃"
    "餅餈餉養餌餑餒餓餘餚餛餞餡館餬餱餳餵餷餼餾餿饃饅饈饉饊饋饌饑饒饗饜饞饢馬馭馮馱馳馴駁駐駑駒駔"
    "駕駘駙駛駝駟駡駢駭駱駿騁騅騍騎騏騖騙騫騭騮騰騶騷騸騾驀驁驂驃驄驅驊驍驏驕驗驚驛驟驢驤驥驪骯髏"
    "髒體髕髖髮鬆鬍鬚鬢鬥鬧鬨鬩鬮鬱魎魘魚魯魴魷鮁鮃鮎鮐鮑鮒鮚鮝鮞鮪鮫鮭鮮鯀鯁鯇鯉鯊鯔鯖鯗鯛鯝鯡鯢"
    "鯤鯧鯨鯪鯫鯰鯴鯽鯿鰈鰉鰍鰐鰒鰓鰠鰣鰥鰨鰩鰭鰱鰲鰳鰵鰷鰹鰻鰾鱅鱈鱉鱒鱔鱖鱗鱘鱝鱟鱧鱭鱷鱸鱺鳥鳧"
    "鳩鳬鳳鳴鳶鴆鴇鴉鴕鴛鴝鴟鴣鴦鴨鴯鴰鴻鴿鵂鵑鵒鵓鵜鵝鵠鵡鵪鵬鵯鵰鵲鶇鶉鶓鶘鶚鶥鶩鶯鶴鶻鶼鶿鷀鷂"
    "鷄鷓鷗鷙鷚鷥鷦鷯鷲鷳鷴鷸鷹鷺鸌鸕鸚鸛鸝鸞鹵鹹鹺鹼鹽麗麥麩麪麫麯麵麼黃黌點黨黲黴黷黽黿鼉鼕鼴齊"
    "齋齎齏齒齔齙齜齟齠齡齣齦齧齪齬齲齶齷龍龐龔龕龜"
)
"""Characters that are never right in simplified text: OpenCC turns them into another one of GB 2312, and GB 2312 has
none of them. Left out: those that the 2013 standard list readmits for names (昇 陞 甯 邨 龢 ...) and 於."""

SIMPLIFIED_ONLY = (
    "专业丛东丝丢两严丧个丰临为丽举么义乌乐乔习乡书买乱争亏亘亚产亩亲亵亿仅仆从仑仓仪们价众优会伛"
    "伞伟传伤伥伦伧伪伫体佣佥侠侣侥侦侧侨侩侪侬俣俦俨俩俪俭债倾偬偻偾偿傥傧储傩儿兑兖党兰关兴兹养"
    "兽冁内冈册写军农冯冲决况冻净凄凉减凑凛几凤凫凯击凿刍刘则刚创删别刭刹刽刿剀剂剐剑剥剧劝办务劢"
    "动励劲劳势勋匀匦匮区医华协单卖卢卤卧卫却卺厂厅历厉压厌厍厕厘厢厣厦厨厩厮县叁参双发变叙叠号叹"
    "叽吓吕吗吨听启吴呐呒呓呕呖呗员呙呛呜咏咙咛咝咨响哑哒哓哔哕哗哙哜哝哟唇唛唠唢唤啧啬啭啮啸喷喽"
    "喾嗫嗳嘘嘤嘱噜嚣团园囱围囵国图圆圣圹场坏块坚坛坜坝坞坟坠垄垅垆垒垦垩垫垭垲垴埘埙埚堑堕墙壮声"
    "壳壶处备复够头夸夹夺奁奂奋奖奥妆妇妈妩妪妫姗姹娄娅娆娇娈娱娲娴婴婵婶媪嫒嫔嫱嬷孙学孪宁宝实宠"
    "审宪宫宽宾寝对寻导寿将尔尘尝尧尴尸尽层屉届属屡屦屿岁岂岖岗岘岚岛岩岭岳岽岿峄峡峤峥峦峰崂崃崭"
    "嵘嵝巅巩巯币帅师帏帐帘帜带帧帮帱帻帼幂广庄庆床庐庑库应庙庞废廪开异弃弑张弥弪弯弹强归当录彦彻"
    "径徕忆忏忧忾怀态怂怃怄怅怆怜总怼怿恋恒恳恶恸恹恺恻恼恽悦悫悬悭悯惊惧惨惩惫惬惭惮惯愠愤愦慑懑"
    "懒懔戆戋戏戗战戬户扑执扩扪扫扬扰抚抛抟抠抡抢护报担拟拢拣拥拦拧拨择挂挚挛挝挞挟挠挡挢挣挤挥捞"
    "损捡换捣据掳掴掷掸掺掼揽揿搀搁搂搅携摄摅摆摇摈摊撄撑撵撷撸撺擞攒敌敛数斋斓斩断无旧时旷昙昼显"
    "晋晒晓晔晕晖暂暧术机杀杂权杠条来杨杩极构枞枢枣枥枧枨枪枫枭柜柠柽栀栅标栈栉栊栋栌栎栏树栖样栾"
    "桠桡桢档桤桥桦桧桨桩梦检棂椁椟椠椤椭楼榄榇榈榉槛槟槠横樯樱橥橱橹橼檩欢欤欧歼殁殇残殒殓殚殡殴"
    "毁毂毕毙毡毵氇气氢氩氲汇汉汤汹沟没沣沤沥沦沧沩沪泞泪泶泷泸泺泻泼泽泾洁洒洼浃浅浆浇浈浊测浍济"
    "浏浑浒浓浔涂涌涛涝涞涟涠涡涣涤润涧涨涩渊渌渍渎渐渑渔渖渗温游湾湿溃溅溆滗滚滞滟滠满滢滤滥滦滨"
    "滩潆潇潋潍潜潴澜濑濒灏灭灯灵灶灾灿炀炉炖炜炝点炼炽烁烂烃烛烟烦烧烨烩烫烬热焕焖焘熏爱爷牍牦牵"
    "牺犊状犷犸犹狈狞独狭狮狯狰狱狲猃猎猕猡猪猫猬献獭玑玛玮环现玺珐珑珲琏琐琼瑶瑷璎瓒瓮瓯电画畅畴"
    "疖疗疟疠疡疬疮疯疱疴痈痉痒痖痨痪痫痴瘅瘗瘘瘪瘫瘾瘿癞癣癫皂皑皱皲盏盐监盖盗盘眍眦睁睐睑瞒瞩矫"
    "矶矾矿砀码砖砗砚砜砺砻砾础硕硖硗确碍碛碜碱礼祢祯祷祸禀禄禅离秃秆秘积称秽税稣稳穑穷窃窍窑窜窝"
    "窥窦窭竖竞笃笋笔笕笺笼笾筑筚筛筝筹签简箦箧箨箩箪箫篑篓篮篱簖籁籴类籼粜粝粤粪粮粽糁糇糍紧絷纟"
    "纠纡红纣纤纥约级纨纩纪纫纬纭纯纰纱纲纳纵纶纷纸纹纺纽纾线绀绁绂练组绅细织终绉绊绋绌绍绎经绐绑"
    "绒结绔绕绗绘给绚绛络绝绞统绠绡绢绣绥绦继绨绩绪绫续绮绯绰绱绲绳维绵绶绷绸绺绻综绽绾绿缀缁缂缃"
    "缄缅缆缇缈缉缋缌缍缎缏缑缒缓缔缕编缗缘缙缚缛缜缝缟缠缡缢缣缤缥缦缧缨缩缪缫缬缭缮缯缰缱缲缳缴"
    "缵罂网罗罚罢罴羁羟羡群翘耢耧耸耻聂聋职聍联聩聪肃肠肤肮肴肾肿胀胁胆胧胨胪胫胶脉脍脏脐脑脓脔脚"
    "脱脶脸腊腌腭腻腼腽腾膑膻舆舣舰舱舻艰艳艺节芈芗芜芦苁苇苈苋苌苍苎苏苹茎茏茑茔茕茧荆荐荚荛荜荞"
    "荟荠荡荣荤荥荦荧荨荩荪荫荬荭荮药莅莱莲莳莴莶获莸莹莺莼萝萤营萦萧萨葱蒇蒉蒋蒌蓝蓟蓠蓣蓥蓦蔷蔹"
    "蔺蔼蕲蕴薮藓蘖虏虑虚虫虬虮虱虽虾虿蚀蚁蚂蚕蚝蚬蛊蛎蛏蛮蛰蛱蛲蛳蛴蜕蜗蜡蝇蝈蝉蝎蝼蝾螨衅衔补衬"
    "衮袄袅袜袭装裆裢裣裤裥褛褴见观规觅视觇览觉觊觋觌觎觏觐觑觞触觯誉誊讠计订讣认讥讦讧讨让讪讫训"
    "议讯记讲讳讴讵讶讷许讹论讼讽设访诀证诂诃评诅识诈诉诊诋诌词诎诏译诒诓诔试诖诗诘诙诚诛诜话诞诟"
    "诠诡询诣诤该详诧诨诩诫诬语诮误诰诱诲诳说诵诶请诸诹诺读诼诽课诿谀谁谂调谄谅谆谇谈谊谋谌谍谎谏"
    "谐谑谒谓谔谕谖谗谘谙谚谛谜谝谟谠谡谢谣谤谥谦谧谨谩谪谫谬谭谮谯谰谱谲谳谴谵谶贝贞负贡财责贤败"
    "账货质贩贪贫贬购贮贯贰贱贲贳贴贵贶贷贸费贺贻贼贽贾贿赀赁赂赃资赅赆赇赈赉赊赋赌赍赎赏赐赓赔赕"
    "赖赘赙赚赛赜赝赞赠赡赢赣赵赶趋趱趸跃跄跖跞践跷跸跹跻踌踪踬踯蹑蹒蹰蹿躏躜躯车轧轨轩轫转轭轮软"
    "轰轱轲轳轴轵轶轷轸轹轺轻轼载轾轿辁辂较辄辅辆辇辈辉辊辋辍辎辏辐辑输辔辕辖辗辘辙辚辞辟辩辫边辽"
    "达迁过迈运还这进远违连迟迩迳迹选逊递逦逻遗遥邓邝邬邮邹邺邻郏郐郑郓郦郧郸酝酱酽酾酿释鉴銮錾钅"
    "钆钇针钉钊钋钌钍钎钏钐钒钓钔钕钗钙钚钛钜钝钞钟钠钡钢钣钤钥钦钧钨钩钪钫钬钭钮钯钰钱钲钳钴钵钶"
    "钷钸钹钺钻钼钽钾钿铀铁铂铃铄铅铆铈铉铊铋铌铍铎铐铑铒铕铖铗铘铙铛铜铝铞铟铠铡铢铣铤铥铧铨铩铪"
    "铫铬铭铮铯铰铱铲铳铴铵银铷铸铹铺铼铽链铿销锁锂锃锄锅锆锇锈锉锊锋锌锍锎锏锐锑锒锓锔锕锖锗锘错"
    "锚锛锝锞锟锡锢锣锤锥锦锨锩锪锫锬锭键锯锰锱锲锴锵锶锷锸锹锺锻锼锾锿镀镁镂镄镅镆镇镉镊镌镍镎镏"
    "镐镑镒镓镔镖镗镘镙镛镜镝镞镟镡镢镣镤镥镦镧镨镩镪镫镬镭镯镰镱镲镳镶长门闩闪闫闭问闯闰闱闲闳间"
    "闵闶闷闸闹闺闻闼闽闾阀阁阂阃阄阅阆阈阉阊阋阌阍阎阏阐阑阒阔阕阖阗阙阚队阳阴阵阶际陆陇陈陉陕陧"
    "陨险随隐隶隽难雏雠雳雾霁霉霭靓静靥鞑鞒鞯鞲韦韧韩韪韫韬韵页顶顷顸项顺须顼顽顾顿颀颁颂颃预颅领"
    "颇颈颉颊颌颍颏颐频颓颔颖颗题颚颛颜额颞颟颠颡颢颤颥颦颧风飑飒飓飕飘飙飚飞飨餍饣饥饧饨饩饪饫饬"
    "饭饮饯饰饱饲饴饵饶饷饺饼饽饿馀馁馄馅馆馇馈馊馋馍馏馐馑馒馓馔馕马驭驮驯驰驱驳驴驵驶驷驸驹驺驻"
    "驼驽驾驿骀骁骂骄骅骆骇骈骊骋验骏骐骑骒骓骖骗骘骚骛骜骝骞骟骠骡骢骣骤骥骧髅髋髌鬓魇魉鱼鱿鲁鲂"
    "鲅鲆鲇鲈鲋鲍鲎鲐鲑鲒鲔鲕鲚鲛鲜鲞鲟鲠鲡鲢鲣鲤鲥鲦鲧鲨鲩鲫鲭鲮鲰鲱鲲鲳鲴鲵鲶鲷鲸鲺鲻鲼鲽鳃鳄鳅"
    "鳆鳇鳊鳋鳌鳍鳎鳏鳐鳓鳔鳕鳖鳗鳘鳙鳜鳝鳞鳟鳢鸟鸠鸡鸢鸣鸥鸦鸨鸩鸪鸫鸬鸭鸯鸱鸲鸳鸵鸶鸷鸸鸹鸺鸽鸾"
    "鸿鹁鹂鹃鹄鹅鹆鹇鹈鹉鹊鹋鹌鹎鹏鹑鹕鹗鹘鹚鹛鹜鹞鹣鹤鹦鹧鹨鹩鹪鹫鹬鹭鹰鹱鹳鹾麦麸黄黉黩黪黾鼋鼍"
    "鼹齐齑齿龀龃龄龅龆龇龈龉龊龋龌龙龚龛龟"
)
"""Characters of GB 2312 whose traditional form is one of `TRADITIONAL_ONLY`.

Left out: those that are words of their own in traditional text (准 并 占 采 ...)."""

OLD_FORMS = {"硏": "研", "淸": "清", "靑": "青", "尙": "尚", "鄕": "乡", "槪": "概", "曁": "暨", "倂": "并"}
"""Older shapes with code points of their own, which OpenCC leaves alone; Korean text uses them."""

NOT_STRAY = frozenset(
    "靑幹適氂佈侷係俬倖儁冑劄卹卽唸嚥塚姦孃崑弔彫彿慄慼懞扞挱搧敎旂旣曏枴柺査桿棊樑殭汎泝淩濛瀋灕牴獃"
    "琱璿痠癒盃眞矇硃稜箚簑紮絃綑綵緻纍翫菴蓆蔔蕓薑衊衕衚覈譟貍踰踴輓遡釦鉅鏇閤闇霑鞦韆飱餬鬨鵰麪"
    "麫麯鼕齣釐靦"
)
"""Never taken for strays: variants that simplified editions of old texts keep, above all in names.

By OpenCC they have the simplified form, but are not what the simplified form gives back; 幹 and 適 are names beside 干
and 适, 受釐 and 靦颜 are words of their own.
"""

ZHU_AFTER = frozenset("作名者述称稱书書录錄有于於文论論史")
"""Behind 著: a word about writing or fame (著作, 著名, 著称, 著有, 著录), not the particle 着."""

ZHU_BEFORE = frozenset("显顯编編原专專论論名土卓昭巨合拙遗遺译譯撰所自彰")
"""Before 著: a word about writing or fame (显著, 编著, 原著, 土著, 所著), not the particle 着."""

ZHU_VERBS = frozenset("看听說说写寫拿带帶站坐走跟随隨沿朝向望笑哭想意味抱靠挂放穿戴冒闪躺跑飘藏封压存开忙等活接面对围")
"""Verbs that take the particle 着."""

ABOUT_SCRIPTS = _words("[繁简正][体體] 简化字 簡化字 异体 異體 旧字形 正字 通假 字形 用语差异 用語差異")
"""Words of a text that speaks about characters, and therefore shows both scripts."""

# --- width --------------------------------------------------------------------------------------------------------

WIDE = dict(zip(",:;?!()", "，：；？！（）", strict=True))
"""The seven marks that normalisers (NFKC, half-width converters) flatten to ASCII.
The full stop is not among them: 。 has no ASCII form, which is why it survives and tells a program from a typist."""

SURVIVORS = "、“”《》「」『』"
"""Chinese marks that flattening leaves alone; a typist without a Chinese keyboard has none of them."""

CJK_MARKS = "、。〃〈〉《》「」『』【】〔〕〖〗—…·～“”‘’％℃‰，：；？！（）"
"""Marks beside which a flattened mark is as Chinese as beside a Han character (CJK Symbols and Punctuation, the
full-width forms, and what Chinese shares with General Punctuation)."""

COMMON_SIGNS = '，。；：、！？“”‘’「」『』《》〈〉,;:!?"—…·〇々％%.～~/-)）]】'
"""What stands between Chinese characters in any text."""

NEIGHBOURS = "ぁ-ヿㄅ-ㆺ가-힣\u0300-\u036f\u20d0-\u20ff\ufe00-\ufe0f"
"""Letters of the scripts that stand beside Chinese, and marks that belong to the character in front of them."""

OPENING = "“‘《〈「『【〔〖（"
"""Chinese marks that open: behind a Latin letter or digit they still show that Chinese goes on."""

QUOTES = "”’\"'"
"""Closing quotes that English uses too, so what they close decides."""

CODE_LINE = (
    r"(?:def|class|import|from|return|var|let|const|function|public|private|static|void|int|if|for|while|else"
    r"|elif|try"
    r"|select|insert|update|delete|echo|sudo|pip|git|npm|apt)\b[^\u4e00-\u9fff]*[(={;]"
    r"|#include|console\.|print\(|//|/\*|\$ |>>> |<\?"
)
"""How a line of code outside a fence starts; the common keywords of C, Java, JavaScript, Python, SQL and the shell."""

FULL_ALNUM = str.maketrans({0xFEE0 + i: chr(i) for i in range(0x21, 0x7F) if chr(i).isalnum()})
"""FULLWIDTH DIGIT ZERO (U+FF10) to FULLWIDTH LATIN SMALL LETTER Z (U+FF5A), to ASCII."""

# --- boilerplate --------------------------------------------------------------------------------------------------


def _one_of(text: str) -> str:
    """A regular expression: alternatives stand one after the other, separated by blanks."""
    return "|".join(text.split())


FRAME_FOLD = (
    {
        pair[0]: pair[1]
        for pair in _words(
            """
        來来 責责 編编 輯辑 審审 覈核 對对 時时 間间 發发 佈布 於于 載载 瀏浏 覽览 閱阅 讀读 點点 擊击 關关
        鍵键 詞词 標标 籤签 題题 鏈链 號号 體体 錯错 糾纠 錄录 傳传 單单 臺台 頁页 當当 導导 網网 門门 戶户
        區区 聞闻 經经 濟济 視视 頻频 訊讯 評评 論论 會会 員员 專专 欄栏 轉转 貼贴 舉举 報报 贊赞 讚赞 掃扫
        機机 開开 啓启 啟启 個个 過过 連连 結结 記记 憶忆 費费 線线 觀观 電电 話话 郵邮 證证 權权 項项 術术
        護护 維维 聲声 備备 圖图 內内 務务 資资 業业 辦办 園园 應应 顯显 還还 沒没 讓让 們们 請请 進进 複复
        製制 廣广 聯联 繫系 係系 誰谁 與与 後后 條条 質质 確确 認认 絡络 檔档 歷历 該该 閉闭 簡简 碼码 現现
        則则 幫帮 註注 冊册 尋寻 處处 檢检 愛爱 續续 節节 戰战 買买 賣卖 無无 彈弹 書书 簽签 嗎吗 總总 產产
        據据 願愿 類类 態态 動动 實实 級级 薦荐 熱热 歡欢 訂订 選选 擇择 購购 別别 臉脸 蹤踪 氣气 隱隐 頂顶 運运
        營营 適适 夾夹 獲获 國国 際际 財财 車车 軍军 娛娱 樂乐 遊游 壇坛 議议 為为 儲储 屬属 損损 擔担 風风 險险 僅仅
        參参 構构 場场 許许 協协 眾众 說说 歸归 樓楼 層层 帳帐 幣币 將将 塊块 見见
        """
        )
    }
    | {chr(0xFF01 + i): chr(0x21 + i) for i in range(94)}  # FULLWIDTH EXCLAMATION MARK to FULLWIDTH TILDE
    | {"\u3000": " ", "\xa0": " ", "│": "|"}  # IDEOGRAPHIC SPACE, NO-BREAK SPACE, BOX DRAWINGS LIGHT VERTICAL
)
"""Folds a line before it is compared with the lists below: traditional forms of the characters that frames use, and
width; character for character, so that places stay. Not a script conversion: nothing of it reaches the text."""

FRAME_LABELS = {
    "source": _words(
        """
        来源 本文来源 本文转自 本文来自 信息来源 文章来源 新闻来源 稿件来源 消息来源 内容来源 数据来源于
        稿源 来自 转自 转载自 本文转载自 转载于 摘自 供稿 供稿单位 发布机构 发布单位 发布者 发布人 信息提供 发布部门
        来稿单位 文章出处 发布来源
        """
    ),
    "author": _words(
        """
        作者 文章作者 本文作者 by By
        """
    ),
    "editor": _words(
        """
        责任编辑 责编 编辑 值班编辑 网络编辑 网站编辑 本文编辑 实习编辑 执行编辑 编审 审核 审核人 审稿 终审
        初审 复审 一审 二审 三审 校对 责任校对 责校 校审 监制 主编 值班主任 值班主编 录入 录入者 录入员 上传
        排版 美编 编发 编务
        文字编辑 见习编辑 图片编辑 视频编辑 新媒体编辑 统筹 签发
        信息员 核稿 核稿编辑 三校 二校 一校 初审编辑 复审编辑 终审编辑 本期编辑 本版编辑 撰稿 定稿 审定 校稿
        """
    ),
    "date": _words(
        """
        发布时间 发布日期 发表时间 发表日期 更新时间 更新日期 添加时间 添加日期 录入时间 创建时间 公开日期
        时间 日期 发布于 发表于 更新于 创建于 成文日期 发文日期 发文时间 来稿时间 发稿时间 投稿时间 公开时间
        上传时间 上传日期 刊登于 最后更新 最后更新于 最后更新时间 最后编辑于 最后修改
        """
    ),
    "views": _words(
        """
        浏览次数 浏览量 浏览 阅读次数 阅读量 阅读数 阅读 点击次数 点击量 点击数 点击率 点击 访问次数 访问量
        人气 已阅 评论数 评论 热度 查看 回复
        """
    ),
    "keywords": _words(
        """
        本文关键词 关键词 关键字 keywords Keywords 标签 文章标签 本文标签 相关标签 Tags Tag TAGS TAG 热词 文章分类
        所属分类 所属栏目 分类专栏 分类 SEO关键词 相关搜索 热门搜索 热搜词 搜索热词
        """
    ),
    "title": _words(
        """
        原标题 原题 本文标题 文章标题
        """
    ),
    "size": _words(
        """
        字号 字级 字体 字体大小 文字大小 字号选择 选择字号 视力保护色
        """
    ),
    "link": _words(
        """
        本文链接 原文链接 本文地址 本文网址 文章链接 本文永久链接 原文出处 原文地址
        """
    ),
    "file": _words(
        """
        文档序号 文档编号 文档格式 文档大小 资源ID 资源编号 资源格式 资源大小 下载积分 上传人 上传者 格式 页数 大小
        全文页数
        """
    ),
}
"""Labels of the lines with which content systems tell about an article, by the name they get in `Document.meta`."""

SURE_LABELS = _words(
    """
    责任编辑 责编 网络编辑 网站编辑 值班编辑 本文编辑 实习编辑 执行编辑 责任校对 责校 稿源 信息来源 文章来源
    新闻来源 稿件来源 发布时间 发布日期 发表时间 发表日期 更新时间 更新日期 录入时间 添加时间 浏览次数
    浏览量 阅读次数 阅读量 点击次数 点击量 点击数 访问次数 原标题 关键词 关键字 文章标签 本文标签 相关标签
    分类专栏 文字编辑 见习编辑 图片编辑 视频编辑 新媒体编辑 本文标题 文章标题 本文关键词
    字号 字体 字体大小 选择字号 访问量 点击率 阅读数 原文出处 原文地址 文章出处 初审编辑 复审编辑 终审编辑 本期编辑
    本版编辑 文章分类 所属分类 所属栏目 核稿编辑 Keywords keywords 字级 SEO关键词 相关搜索 热门搜索 热搜词 搜索热词
    最后更新于 最后编辑于 最后更新时间 发布来源 文档序号 文档编号 资源ID 资源编号 资源格式 资源大小 下载积分
    """
)
"""Labels that no prose, recipe, cast list or dialogue uses: such a line needs no company."""

FILE_LABELS = frozenset(_words("上传人 上传者 格式 页数 大小 全文页数 文档格式 文档大小"))
"""What a library of files says beside its number of a file; a book or a programme has some of it, too."""

FAIR_LABELS = _words(
    """
    本文链接 原文链接 本文地址 本文永久链接 编辑 审核 校对 终审 编审 审稿 一审 二审 三审 初审 复审 来源 信息员
    统筹 签发 内容来源 本文来源 本文转自 本文转载自 本文来自 转自 转载自 来自 摘自 标签 Tags Tag TAGS TAG 供稿 供稿单位
    撰稿 定稿 审定 校稿
    """
)
"""Labels that a list of credits or a dialogue may use: not beside a line with a label that is none of these."""

STRONG_WIDGETS = _words(
    """
    打印本页 打印此页 打印本文 打印文章 打印此文 关闭窗口 关闭本页 关闭页面 关闭此页 本页打印 我要打印
    全文打印 打印预览 分享让更多人看到 扫一扫在手机打开当前页 扫一扫手机看 扫一扫分享 扫一扫关注 微信扫一扫
    扫码分享 加入收藏 设为首页 返回顶部 回到顶部 返回列表 返回首页 返回目录 网站地图 法律声明 隐私声明
    隐私政策 版权声明 我要纠错 纠错 网站纠错 分享到 分享至 分享本文 复制链接 一键分享 收藏本页 收藏本文
    推荐给朋友 告诉好友 上一版 下一版 放大+ 缩小- 默认○ 版面导航 标题导航 版面概览 点击收藏 我要评论
    发表评论 查看评论 网友评论 字体放大 字体缩小 朗读全文 语音播报 无障碍浏览 无障碍阅读 举报反馈 阅读全文
    展开全文 收起全文 往期回顾 全文复制 进入论坛 我要分享 听新闻 稿件搜索 本版新闻 微信公众号 关注我们
    无障碍 关怀版 RSS订阅 暂无评论 查看更多评论 更多评论 用户评论 登录后才能评论 登录后评论 举报/反馈
    阅读原文 查看原文 上一期 下一期 本版PDF
    点击阅读全文 点击阅读原文 展开阅读全文 正在加载 加载中 加载更多 点击加载更多 返回搜狐 尾页 末页
    TOP Top 回上一页 回首页 回页首 友善列印 转寄友人 转寄 加入书签 章节目录 章节报错 章节错误 投推荐票
    推荐票 返回书页 返回书目 上一章 下一章 返回章节 点击下载 扫码下载 下载客户端 下载APP 打开APP 仅供参考
    返回上一页 返回上页 返回栏目 回到首页 全部评论 最新评论 热门评论 我来说两句 说两句 参与评论 发布评论
    条评论 人参与 分享按钮 一键复制 保存图片 长图分享 扫码阅读 扫码观看 扫码关注 字号减小 字号增大 加大字体
    添加收藏夹 加入收藏夹 添加到收藏夹 我要反馈 返回搜狐,查看更多 返回搜狐查看更多
    减小字体 打印正文 微信扫码分享 分享到微博 分享到QQ 分享到朋友圈 分享至好友和朋友圈 用微信扫描二维码
    使用道具 显示全部楼层 只看该作者 本版积分规则 我有话说 手机看新闻 参与互动 关注该公众号 轻触阅读原文
    向上滑动看下一个 继续滑动看下一个 预览时标签不可点 请登录后发表评论 登录后查看全文 登录后阅读全文
    点击下载附件 点分享 点收藏 点在看 点点赞 阅读剩余全文 余下全文
    收藏此文 复制连结 政府网站年度报表
    政府网站工作年度报表 APP内打开 听全文 AI摘要 写想法 阅读下一篇 词条统计 词条图册 突出贡献榜 查看全部点评
    进入老年模式 进入关怀模式 进入长者模式 长者模式 关怀模式 老年模式 长者专区 最新评论 查看所有评论 匿名发表
    TRS_Editor 刷新评论 刷新页面 刷新评论刷新页面返回顶部
    只需一步,快速开始 倒序浏览 只看大图 电梯直达 跳转到指定楼层 看帖看全部 正序浏览 回帖奖励 发帖际遇 快速回复 返回版块
    前往专题 文字大小 字体大小 我要纠错 提交评论 跳到主要内容区块 跳到主要内容区 跳到主要内容 跳至主要内容
    跳转到主要内容 跳至内容 跳至正文
    """
)
"""Phrases of buttons and page tools that stand on no line of prose."""

WEAK_WIDGETS = _words(
    """
    打印 关闭 收藏 分享 举报 点赞 赞 踩 顶 评论 条评论 转发 推荐 复制 纠错 投稿 订阅 关注 登录 注册 搜索
    首页 更多 放大 缩小 默认 上一篇 下一篇 上一页 下一页 微信 微信好友 朋友圈 微信朋友圈 新浪微博 微博
    腾讯微博 QQ空间 QQ好友 QQ 人人网 豆瓣 豆瓣网 开心网 百度贴吧 贴吧 知乎 网易微博 搜狐微博 百度云收藏
    百度首页 百度空间 有道云笔记 手机 邮件 短信 脸书 推特 Facebook Twitter Line LINE WhatsApp Telegram
    联系我们 关于我们 免责声明 广告服务 招聘信息 诚聘英才 网站声明 友情链接 帮助中心 意见反馈 用户协议
    使用帮助 网站导航 服务条款 本站声明 大 中 小 特大 标准 字号 字体 字体大小 字体: T A+ A- 本页 窗口 返回
    目录 正文 阅读 浏览 朗读 播放 暂停 一键 更多分享 复制地址 手机版 电脑版 喜欢 不喜欢 在看 转载 打赏 赞赏
    PDF PDF版 下载 全文 列印 帮助 English EN 繁体版 简体版 简体 繁体 繁體版 RSS 客户端 FB IG 好友 相关新闻
    相关阅读 相关链接 相关文章 相关推荐 推荐阅读 推荐文章 延伸阅读 热门推荐 热门文章 最新文章 猜你喜欢
    为您推荐 精彩推荐 上页 下页 我要 人点赞 人浏览 人阅读 人收藏 人喜欢 人评论 已有 共有 查看 反馈 分享给
    书签 书架 小字 大字 小字号 中字号 大字号 字体颜色 背景 A 回复 支持 反对 引用 投诉 发表 提交 昵称 验证码 楼主 编辑
    阅读模式 发表回复 网摘 商城 空间 赞同 没用 有用 END 营业执照 查看全文 展开全部 WeChat Weibo Qzone Pinterest
    LinkedIn 钉钉 飞书 简 繁 联系站长 高级搜索 请输入关键字 请输入关键词 进入关怀版 进入适老模式 添加评论 添加喜爱
    移动版 微信扫码 专栏目录 下载文档 全部接受 管理设置 个人中心 智能问答 请登录 立即购买 立即预订 查看详情
    楼主 沙发 板凳 地板 功能 归档 我知道了 知道了 我同意 静音 重播 播报 新手上路 我有疑问 投诉建议 置顶 原创 日记本
    简书 赞赏 留言 讨论 锁定 语音 同义词 参考资料 学术论文 拒绝 高清 自动 0.5x 1.0x 1.0X 1.5x 2.0x 追踪我们 加入好友
    按赞加入粉丝团 订阅电子报 前往留言 最新留言 内容来自 相关附件 最新评论 近期文章
    评论区 精选留言 网友评论 热门跟帖 留言板
    多图
    大家都在看 首赞 跟贴 划线 倍速 已折叠 热卖推荐 SEO标签 词条标签 Share Tweet Print Close Email Menu
    找回密码 QQ登录 微信登录 发帖 发新帖 回帖 高级模式 收起理由 串个门 加好友 打招呼 发消息 道具 下载资源 资源描述
    文档简介 登入 登陆 相关 x
    您的评论 匿名发表 匿名评论 请先登录 立即注册 免费注册 开通会员 收起 展开 阅读量 访问量 浏览量 当前离线 当前在线
    """
)
"""Words of the same buttons that prose, headings and lists use as well: they count in company only."""

BUTTONS = frozenset(
    _words(
        """
        打印 列印 关闭 收藏 分享 举报 点赞 赞 踩 纠错 评论 转发 返回 放大 缩小 在看 喜欢 上一页 下一页 上一篇 下一篇
        人点赞 回复 支持 反对 引用 投诉 赞同 打赏 A+ A-
        """
    )
)
"""Those of them that are buttons: two of them make a line of buttons, a name of a service beside a name does not."""

FOOT_LABELS = _words(
    """
    地址 通讯地址 通信地址 联系地址 单位地址 公司地址 办公地址 邮编 邮政编码 邮政编号 电话 联系电话 总机
    热线 服务热线 咨询电话 值班电话 办公电话 举报电话 技术支持电话 传真 邮箱 电子邮箱 电子邮件 联系邮箱
    E-mail Email email e-mail E-Mail 网址 QQ 技术支持 主办 主办单位 承办 承办单位 协办 协办单位 主管
    主管单位 指导单位 版权所有 版权 网站标识码 制作维护 网站维护 维护 制作单位 运维单位 建设维护 内容维护
    技术服务 设计制作 网站支持 网站建设 开发维护 备案号 备案序号 网站备案 违法和不良信息举报电话
    不良信息举报电话 违法不良信息举报电话 违法信息举报电话 网站投诉 纠错电话 友情链接 客服电话 客服热线
    新闻热线 投稿邮箱 编辑部电话 广告热线 报料热线 商务合作 网站管理 网站运维 网站联系电话 工信部备案
    建议分辨率 站长QQ
    """
)
"""Labels of page footers. Contact details of an article use some of them too, one or two on a line."""

MENU_WORDS = _words(
    """
    设置 菜单 工具 选项 文件 编辑 视图 插入 格式 帮助 点击 打开 选择 按钮 勾选 高级 属性 网络和 偏好
    """
)
"""Words of the menus of programs: `首页 > 设置 > 网络` in a manual is no breadcrumb."""

RECORD_LABELS = _words(
    """
    索引号 信息索引 信息索引号 主题分类 组配分类 公文种类 体裁分类 发文机关 发布机构 发布单位 发文单位 制发机关
    成文日期 发文日期 生成日期
    发布日期 印发日期 公开日期 发布时间 标题 名称 信息名称 文件名称 发文字号 文号 文件编号 主题词 关键词 有效性
    生效时间 失效时间 废止时间 浏览次数 时效性 公开方式 公开形式
    公开范围 公开目录 公开时限 信息分类 分类 所属主题 服务对象 效力状态 是否有效 废止日期 生效日期 失效日期
    内容概述 信息来源 统一登记号 来源 发文机构 信息名称 主题词
    """
)
"""Labels of the table with which a public body's site records a document (state council office, 公文目录 rules)."""

RECORD_MARKS = frozenset(
    _words(
        "索引号 信息索引 信息索引号 组配分类 公文种类 体裁分类 主题分类 公开方式 公开形式 公开目录 有效性"
        " 时效性"
        " 统一登记号 公开范围 发文字号"
    )
)
"""Those of them that nothing but such a table has; two make one."""

MEDIA = _one_of(
    """
    网 报 社 刊 在线 电视台 广播 频道 客户端 公众号 微信 微博 中心 委员会 管委会 委 局 厅 部 办公室 办 政府
    新华 人民 央视 中新 澎湃 财经 论坛 博客 杂志 出版 大学 学院 研究院 集团 协会 融媒 传媒 发布 [a-z]
    """
)
"""How names of publishers end or what they hold; what tells `来源：人民网` from the `来源：外婆家` of a recipe."""

PUBLISHER = "(?:网|报|新华社|中新社|电视台|客户端|公众号|微信|微博|委员会|局|政府|出版社|融媒|传媒|发布)$"
"""How their names end where only a time stands beside them."""

COUNTER = (
    r"(?:(?:本文|此文|该文|本篇|本页|此文章|文章)(?:已经?|总)?共?(?:被|有)?|(?:已经?|总)共?(?:被|有)?) ?"
    r"(?:浏览|阅读|点击|访问|围观)[了过]? ?[0-9]+ ?次?$|(?:浏览|阅读|点击|访问|围观)[了过]? ?[0-9]+ ?次$"
    r"|[(]? ?[0-9][0-9,.]*[万wkK]? ?[次人]? ?(?:阅读|浏览|点击|围观|访问)过?[)]?$|已有 ?[0-9]+ ?人(?:阅读"
    r"|浏览|围观)$"
    r"|(?:阅读|浏览|点击|访问|评论|收藏|人气|热度)[量数]? ?[(\[] ?[0-9][0-9,.]*[万wkK]? ?[)\]](?: ?[|]"
    r" ?.{2,12})?$"
    r"|(?:阅读|浏览|点击|访问)[量数] ?[0-9][0-9,.]*[万wkK]?$|热度 ?[0-9]+ ?℃$|人气 ?: ?[0-9]+$"
    r"|[您你]是第 ?[0-9]+ ?位(?:读者|访客|访问者|浏览者)$"
)
"""How often a text was read, as pages say it."""

SECTIONS = _words(
    """
    新闻 国内 国际 社会 财经 体育 娱乐 科技 汽车 房产 教育 军事 旅游 健康 时尚 文化 历史 图片 视频 博客 论坛
    读书 游戏 股票 基金 女性 母婴 家居 美食 天气 微博 直播 评论 时政 法治 要闻 滚动 专题 人事 理论 地方 港澳
    台湾 社区 生活 数码 手机 公益 环保 能源 金融 证券 保险 产经 舆情 党建 反腐 国防 书画 彩票 招聘 政务 产业
    """
)
"""Sections of news sites, for the bar of links above a page."""

DISCLAIMER = (
    r"(?:免责声明|版权声明|特别声明|平台声明|转载声明|法律声明|郑重声明|版权说明"
    r"|特别提示|本网声明|本站声明|声明) ?[:】\])]"
    r"|(?:注意|说明|备注|提示|温馨提示|友情提示) ?: ?(?:本[网站]|以上|部分|图片|文章|内容)"
    r"|(?:网友|读者|会员)(?:个人)?(?:意见|言论|发言|留言|评论),?(?:不|仅)代表"
    r"|凡(?:是)?(?:本[网站报].{0,6})?注明|除(?:非|特别|特殊)?(?:特别|另有)?(?:注明|说明|声明)|内容仅供参考|(?:本文|以上)(?:内容)?不构成.{0,8}建议|本文仅代表|本文观点|文章内容?仅"
    r"|以上内容仅|以上(?:内容|信息)(?:来源|来自|为|由)"
    r"|本文(?:系|为|由).{0,20}(?:转载|上传|发布)|本文转载自|著作权归作者所有|未经(?:本[网站报]|授权|许可"
    r"|允许|书面)"
    r"|转载请(?:注明|联系|保留)"
    r"|如需转载|如有侵权|(?:图文|图片|文章|内容|部分).{0,8}来(?:自|源).{0,4}网络"
    r"|(?:图文|图片|文章|内容)来(?:自|源).{0,16}侵删"
    r"|本(?:网站|站|网|报|公众号)(?:文章|内容|资源|图片|所有|部分|转载|刊登|登载|所刊[载登]|所载)|版权作品,|本文版权归"
    r"|(?:视频|图片|稿件)?未经[^,。]{2,24}(?:授权|许可|同意|允许),?(?:请勿|不得|禁止|严禁)(?:转载|复制|摘编)"
    r"|本文来源 ?:[^,。]{2,20},(?:如需)?转载请|Notice ?: ?The content above"
)
"""How a notice about reprinting starts."""

DISCLAIMED = _words(
    "转载 侵权 侵删 版权 著作权 本网 本站 立场 信息存储 投资建议 信息发布平台 内容仅供参考 storage"
    " 代表作者 小编整理 整理发布 链接形式"
)
"""What such a notice is about; without one of these the line is an author's own statement."""

DECLARING = _words("声明 条款 协议 须知 版权 免责 政策 规则 转载")
"""Words in the title of a text that is itself a notice."""

PROMPT = (
    r"(?:请?(?:使?用)?(?:微信|手机|支付宝|QQ)?(?:扫描|扫一扫|扫码|长按|识别|扫下方|扫描下方|扫描上方"
    r"|长按识别))."
    r"{0,16}(?:二维码|关注|下载|手机|浏览|观看|阅读|公众号|进群|分享).{0,14}$"
    r"|(?:打开|下载|安装).{0,10}(?:APP|App|app|客户端).{0,16}$"
    r"|打开(?:微信|支付宝|手机).{0,12}扫.{0,20}$|点击(?:上方|下方|底部)[^。]{0,24}(?:关注|订阅)[^。]{0,10}$"
    r"|(?:欢迎|敬请)?(?:关注|订阅)(?:我们|本站|本报)?的?(?:官方)?"
    r"(?:微信|公众号|微信公众号|微博|抖音号?|视频号)(?: ?:[^。]{2,24}|二维码)$"
    r"|点(?:个|亮|击)?[“\"'「]?(?:在看|赞)[”\"'」]?.{0,20}(?:看到|支持|分享|朋友).{0,8}$"
    r"|Share to ?:.{0,40}$|打开微信,? ?点击底部的[“\"]发现.{0,3}$|[-—–=·]{1,4} ?END ?[-—–=·]{1,4}$"
    r"|更多(?:内容|信息|资讯)?请(?:见|看|访问) ?:? ?(?:https?:|www\.).{4,80}$"
    r"|(?:想|要)?(?:了解|获取|查看|阅读|看)更多.{0,16}(?:关注|下载|点击|扫码|扫描).{0,20}$"
    r"|[【>]{0,3}(?:更多|最新).{0,12}(?:请|敬请|欢迎)(?:关注|下载|点击|登录|访问|见|扫描|扫码|长按).{0,24}$"
    r"|.{4,40}扫描二维码关注.{0,20}$"
    r"|返回(?:搜狐|网易|新浪|凤凰|腾讯)[^。]{0,12}$|点击(?:下载|阅读|查看|展开|收起|关闭|此处)[^，。]{0,10}$"
    r"|(?:文明上网|网友评论仅供|网友发言|请遵守|评论仅代表)[^。]{0,40}$"
    r"|已有 ?[0-9]+ ?(?:人|条)(?:评论|参与|点赞|阅读).{0,6}$"
    r"|本文来自(?:网易号|搜狐号|百家号|企鹅号|头条号|大鱼号|微信公众号)[^。]{0,20}$"
)
"""What a page asks its reader to do: scan, follow, download, comment."""

SECTION_LINK = r"[\[［](?:编辑|編輯)(?:本段|源代码|原始碼)?(?: ?[|｜] ?(?:编辑|編輯)(?:源代码|原始碼|本段)?)?[\]］]"
"""What wikis write behind a heading."""

READERS_HEAD = (
    r"(?:网友|全部|最新|精彩|热门|用户|读者|热评|精选)?(?:评论|跟帖|留言|点评|讨论)(?:区|板|列表)?"
    r"(?: ?[(]? ?[0-9]{1,6} ?条?[)]?)?$|(?:共)? ?[0-9]{1,6} ?(?:条|则)(?:评论|留言|跟帖|回复)$"
    r"|Comments(?: ?[(][0-9]+[)])?$"
)
"""What stands above readers' comments."""

_AGO = "(?:[0-9]{1,3} ?(?:秒|分钟|小时|天|周|个?月|年)前|昨天|前天|刚刚)"
_ON = "[0-9]{4}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}"

READERS_MARK = (
    rf"(?:{_AGO} ?)?[(]?(?:(?:回复|举报|赞|踩|顶|支持|反对|引用|点赞|有用|分享|喜欢) ?[(]?[0-9]{{0,6}}[)]?"
    r"[ |·,]{0,3}){1,6}$"
    rf"|.{{0,20}}[ :]?(?:发表|评论|回复|发布)?于 ?:? ?{_ON}.{{0,16}}$"
    rf"|.{{0,16}} ?{_ON}日?(?: [0-9]{{1,2}}:[0-9]{{2}}(?::[0-9]{{2}})?)?(?: ?(?:回复|举报|赞).{{0,8}})?$"
    rf"|{_AGO}(?: [0-9:]{{4,8}})?(?: ?· ?.{{1,8}})?$|来自.{{2,14}}(?:网友|用户|客户端)$"
    r"|(?:匿名|游客|热心|匿名的?|手机|.{2,6}(?:省|市|区)?)?(?:网友|用户|游客)[0-9a-zA-Z_*]{0,12} ?:?$|匿名$"
    r"|[0-9]{1,4} ?(?:楼|#)(?: .{0,24})?$|第 ?[0-9]{1,4} ?楼(?: .{0,24})?$|IP属地 ?:? ?.{2,6}$"
)
"""What names a reader, dates what he says, or stands below it."""

SHELL_WORDS = _words(
    """
    关注 公众号 微信 微信公众号 微信群 微博 视频号 抖音号 朋友圈 二维码 扫码 扫描 扫一扫 长按 识别 轻触 小编 星标 置顶
    订阅 蓝字 蓝色字 在看 点赞 点个赞 赞 踩 顶 一下 转发 分享 收藏 三连 打赏 赞赏 评论 留言 回复 跟帖 网友 游客 匿名
    昵称 用户名 密码 验证码 表情 登录 注册 会员 VIP 付费 试读 购买 开通 解锁 下载 打开 APP App 客户端 浏览器 JavaScript
    Cookie Cookies cookies 跳转 上一页 下一页 尾页 末页 顶部 查看 展开 收起 加载 全文 剩余 余下 继续阅读 继续浏览 阅读
    浏览 收听 朗读 播放 重播 暂停 静音 全屏 倍速 看大图 大图 原图 放大 广告 推广 赞助 赞助商 点击 举报 发表于 编辑于
    修改于 发布于 更新于 最后登录 只看该作者 倒序浏览 显示全部楼层 阅读模式 回帖 帖子 积分 威望 属地 收录于 合集 话题
    专题 加载中 加载失败 阅读原文 赞同 点评 反对 投票 划线 权限 帐号 账号 海量 读者群 交流群 进群 接受 拒绝 允许 同意
    隐私
    """
)
"""What the shell of a page speaks of, whatever site it is: to follow, to scan, to log in, to wait, to pay, to say."""

SHELL_PARTS = _words(
    """
    您 你 我 我们 请 的 了 吧 吗 后 前 才 可 可以 能 即可 就 还 已 有 没有 暂无 不 无 也 或 和 与 在 到 至 于 为 是 此
    本 本文 本篇 文章 全 该 个 条 人 次 篇 页 位 楼 年 月 日 时 分 秒 更多 精彩 内容 最新 资讯 上方 下方 文末 左下角
    右上角 立即 马上 需要 欢迎 支持 觉得 不错 好看 喜欢 有用 随手 使用 用 通过 手机 电脑 未 完 中 失败 全部 所有 列表
    参与 更新 进入 加入 获取 了解 选择 设为 加 名片 卡片 好友 图片 视频 音频 官方 详情 活动 人数 字 分钟 约 共 第 首页
    返回 回到 否 新闻 要 来自 网络 看 听 写 说 对 点 快 来 去 再 会 最近 时间 抢沙发 沙发 啊 哦 最后 编辑 转 发表 发布
    """
)
"""What else stands in such a line."""

SHELL_LINES = frozenset(
    _words(
        """
        分享 昵称 验证码 播报 资料图 我要评论 写评论 倒序浏览 电梯直达 高级模式 分类目录 站内搜索 近期文章 文章归档
        近期评论 上传视频 词条图册 更多图册 展开全部 返回顶部 回到顶部 没有更多了 自动播放 最佳答案 继续浏览内容
        内容举报 本版导航 按日期检索 其他类似问题 更多类似问题 接受 拒绝 允许 同意 立即登录 马上登录 加载更多
        点击加载更多 正在加载 视频加载中 视频加载失败 往期回顾 往期推荐 打赏作者 还没有评论,快来抢沙发吧
        """
    )
)
"""Lines that such a page consists of, marks at their ends aside."""

SHELL = (
    # what stands behind a label
    r"昵称 ?: ?.{0,12}$|验证码 ?:.{0,16}$|词条标签 ?:.{0,40}$|编辑次数 ?: ?[0-9].{1,16}$|已投稿到 ?: ?.{0,12}$"
    r"|来源 ?: ?知乎$|(?:微信|公众)号 ?: ?[A-Za-z][\w-]{3,30}$|链接 ?: ?https?://www\.zhihu\.com/[!-~]{4,80}$"
    r"|版次 ?: ?[A-Z]?[0-9]{1,3}.{0,40}$"
    r"|(?:作者|题图|封面图?|来源|编辑|责编|校对) [|丨] [^,。]{2,30}$|[图文][|丨][^,。]{2,12}$"
    r"|(?:排版|编排|美编|配图|题图|封面|图文|监制|策划|出品)[|丨/][^,。]{2,16}$"
    r"|(?:本文)?评分 ?: ?[0-9.]{1,4}(?: ?/ ?(?:5|10))?分?(?: ?[(][0-9]+ ?人(?:评分|评价)[)])?$"
    r"|[【>]{0,3}(?:相关|延伸|推荐|更多|点击)(?:链接|阅读|报道|新闻|查看)(?:】 ?:?| ?:| ?[》>]{1,2}) ?[^《》:]{4,40}$"
    r"|页 ?: ?(?:\[?[0-9]{1,4}\]? ?){1,12}$|查看完整版本 ?: ?.{2,80}$|视频 ?: ?[^,。:]{4,30} 来源 ?: ?[^,。:]{2,14}$"
    # when and by whom
    r"|(?:最后|最近)(?:更新|修改|编辑)(?:时间)?(?:于|为)? ?:? ?[0-9].{5,24}$"
    r"|国内统一(?:连续出版物|刊)号 ?:? ?CN.{4,16}$"
    r"|(?:以下|本)文章?来源于.{2,16},?作者.{2,12}$|收录于(?:话题|合集|专辑).{0,40}$|被以下专题收入.{0,20}$"
    r"|.{2,16} 于 [0-9]{4}-[0-9]{1,2}-[0-9]{1,2} [0-9:]{4,8} 发布"
    r"(?: (?:阅读|收藏|点赞|评论)[量数]? ?[0-9.]{1,6}[万wkK]?){1,4}$|posted @ ?.{10,80}$"
    r"|[\[(]?本帖最后由 .{1,24} 于 [0-9: /.-]{8,20} 编辑[\])]?$|[该本此][贴帖](?:子)?已经?同步(?:到|至).{2,20}$"
    r"|.{1,24}[ |]{1,3}发表于 ?[0-9][0-9 :/.-]{8,20} ?[|] ?(?:显示全部楼层|只看该作者).{0,40}$"
    # follow, scan, download
    r"|[↑↓▲▼— 👇👆👉]{0,4}(?:点击|戳|长按|轻触)(?:上方|下方|顶部|文末|左下角)?(?:的|卡片,?)?[“\"'「]?"
    r"(?:蓝字|蓝色字|阅读原文|名片|关注)[”\"'」]?.{0,20}$"
    r"|[↑↓▲▼— ]{0,4}点击(?:上方|下方|顶部).{0,8}[“\"'「].{2,12}[”\"'」],?(?:关注|订阅|选择|设为|加).{0,8}$"
    r"|(?:长按|扫描|识别|扫一扫)[^,。]{0,8}二维码,?[^,。]{0,14}$"
    r"|更多.{2,12}(?:请(?:关注|下载|访问|登录).{2,24}|,就在.{2,12})$"
    r"|(?:喜欢|觉得.{0,8}(?:好看|不错|有用)),?(?:就|请)?点.{0,12}$|登录后才能.{2,40}$|[\"“]小礼物走一走.{0,20}$"
    r"|点亮在看,.{2,12}$|点赞 收藏 .{0,14}一键收藏$|(?:前往|打开)[^,。]{2,10},(?:看|查看|阅读)[^,。]{2,14}$"
    r"|[您你]可能(?:还|也)?会?(?:喜欢|感兴趣).{0,4}$|(?:跳到|跳转到|跳至)(?:主要)?(?:内容|导航|搜索|正文)$"
    # pictures, films, advertisements
    r"|[▲△ ]{0,2}[(]?(?:图片?|照片|配图|资料图片?|图文|题图)(?:/?取自|/|源 ?[:/]?|来源 ?:?|均?来自|自) ?于?"
    r"(?:网[络路]|互联网|视觉中国|东方IC|图虫创意?|摄图网|IC ?photo)[)]?$|[(]?图源 ?: ?[^,。()]{2,14}[)]?$"
    r"|(?:image|img|IMG|DSC|pic|截图|屏幕截图|图片)[_ -]?[0-9_-]{0,24}\.(?:jpe?g|png|gif|webp|bmp)$"
    r"|[\[【(](?:图片?(?:[上加][传载]中)?(?:\.{3}|…)?|视频|img|image|动图|表情)[\]】)]$"
    r"|(?:收听|朗读|播报)(?:全文|本文|文章)(?: ?/? ?[0-9]{1,2}:[0-9]{2}){0,2}$"
    r"|[0-9]{2}:[0-9]{2} ?/ ?[0-9]{2}:[0-9]{2}$"
    r"|[-—=·【\[( ▲]{0,4}(?:广告|推广|推广信息|广告位招租|赞助商链接)[-—=·】\]) ]{0,4}(?:×|关闭)?$"
    r"|最佳(?:浏览|分辨率|显示).{4,40}$|[-—–=· ]{1,6}(?:The )?(?:End|END|完)[-—–=· ]{1,6}$"
    # in English
    r"|(?:Leave a Reply|Related Posts|Back to [Tt]op|Toggle navigation|Skip to (?:main )?content)$"
    r"|Your email address will not be published.{0,60}$|Posted (?:on|by|at) .{4,40}$"
    r"|Last (?:modified|updated) ?:? ?[0-9].{5,24}$"
    r"|(?:(?:Terms of (?:Use|Service)|Privacy Policy|(?:Contact|About)(?: Us)?|Sitemap|Home) ?[|·•-]? ?){2,6}$"
    r"|(?:Accept|Reject|Allow) ?(?:All|all)?(?: [Cc]ookies)?$|Loading\.{2,3}$"
    r"|(?:Advertisement|ADVERTISEMENT|Sponsored)s?(?: CONTINUE READING BELOW)?$"
    # what readers felt and what they are asked
    r"|(?:心情(?:投票|指数)? ?:? ?|[^。]{0,12}(?:感受|心情)(?:是|如何)? ?[:?]? ?)?"
    r"(?:(?:感动|路过|高兴|难过|搞笑|愤怒|无聊|同情|震惊|无奈|支持|新奇|惊讶|伤心|开心|鄙视|流汗|谎言|枪稿|不解|撒花"
    r"|怀疑|板砖)[ :(]{0,2}[0-9]{1,6}[)%]? ?){4,12}$"
    r"|[你您](?:看到|看完|读完)?(?:此|这|本)篇?(?:文章|新闻|文)(?:时|后)?的?(?:感受|心情)(?:是|如何)?[:?]?$"
    r"|本(?:文|页|篇文章)对[您你]?(?:是否)?有(?:没有)?帮助吗?[?]$|[你您]对这个回答的评价是[?]$"
    r"|(?:有用|有帮助) ?[(]?[0-9]{0,6}[)]? ?(?:没用|没帮助|无用) ?[(]?[0-9]{0,6}[)]?$"
    r"|海量资讯.{2,30}(?:APP|App|客户端)$|(?:VIP|APP)(?:课程推荐|专享直播)$|已赞过 ?已踩过.{0,3}$|词条图册 ?更多图册$"
    r"|本回答(?:由|被).{2,6}(?:推荐|采纳)$"
)
"""Other lines of such a page, by their form."""

LEFT_BY_BLOGS = (
    r"(?:本|此)(?:篇|条目|文章|文|日志)(?:发表|发布|张贴)(?:在|于)[^。]{0,80}(?:标签|标签为|标籤|分类)[^。]{0,80}"
    r"(?:。[^。]{0,24}(?:书签|收藏夹|固定链接|永久链接|永久连结))?。?$"
    r"|(?:评论|回应|留言|回响)(?:功能)?已(?:经)?关闭。?$|Loading the player ?[.。…]{0,6}$"
    r"|Share (?:this|on (?:Facebook|Twitter|X|Weibo)|via) ?:?.{0,60}$|Like this ?:(?: Like)? Loading[.…]{1,3}$"
    r"|(?:Leave a (?:[Cc]omment|[Rr]eply)|Cancel reply|No Comments|[0-9]+ Comments?)(?: Cancel reply)?$"
    r"|Categories ?:.{1,60} Tags ?:.{1,60}$|(?:Posted in|Tagged) .{1,60}\|.{0,40} comments?$"
    r"|Previous Post ?:?.{0,60} Next Post ?:?.{0,60}$|← ?[^←→。]{1,40} →$|(?:Theme|Hosted) by [ -~]{2,40}$"
    r"|本站总访问量 ?[0-9]* ?次?(?: ?[|·]? ?(?:本站)?(?:总)?访客数 ?[0-9]* ?(?:人次?)?)?$"
    r"|写(?:下[你您]的)?(?:评论|留言) ?[.…]{0,6}(?: (?:收藏|点赞|分享)(?:到朋友圈)?){0,3}$|说点什么吧?[.…]{0,6}$"
)
"""What programs of blogs write below an article."""

TOLD = (
    r"马上注册,结交更多好友,[^。]{4,30}。$"
    r"|本文共计? ?[0-9]+ ?个?字, ?(?:需|预计)(?:浏览|阅读)(?:时[长间])? ?[0-9.]+ ?分钟。$"
    r"|[此本]词条由.{4,50}审核 ?。$|著作权归作者所有。商业转载请联系作者获得授权,非商业转载请注明出处。$"
    r"|版权声明 ?: ?本文为博主(?:原创|转载)文章,[^。]{4,60}(?:声明|链接|出处)。$"
)
"""What forums say to guests above a post, and how long a text takes: in whole sentences."""

SHELL_TOPICS = (
    "广告|推广|视频|浏览器|播放|二维码|扫码|公众号|微信|APP|App|客户端|登录|注册|会员|付费|验证码|验证"
    "|JavaScript"
    "|阅读原文|打赏"
    "|[Vv]ideo|Loading|网页|页面|跳转"
)
"""What the text itself must not speak of where such a line stands between its paragraphs."""

ASKED = (
    r"(?:网友|以下|本站)?(?:评论|留言|跟帖|言论)仅(?:供|代表).{4,40}$"
    r"|请(?:自觉)?遵守.{0,8}(?:互联网|法律法规|网络).{0,40}(?:言论|评论|发言|文明).{0,6}$|"
    r"(?:打开微信.{0,20})?使用“扫一扫”.{0,8}分享.{0,10}朋友圈。?$|如果.{0,8}文章.{0,14}(?:有用"
    r"|有帮助).{0,10}打赏。?$"
    r"|更多.{0,16}(?:请|敬请|欢迎)关注.{2,24}(?:公众号|微信|微博|客户端)。$"
    r"|打开微信.{0,4}点击底部的“发现”.{0,2}$"
    r"|(?:我们|(?:本网?站|本网站))(?:将|会)?使用 ?[Cc]ookies? ?.{4,80}$|点击“(?:接受"
    r"|同意)”.{2,50}[Cc]ookies?.{0,8}$"
    r"|为了[^。]{4,24}使用 ?[Cc]ookies?[^。]{0,20}。$|本页面最后(?:修订|编辑)于.{8,40}$"
    r"|本站的全部文字在.{4,60}$"
    r"|如要投诉违规内容.{6,60}$"
)
"""The same in whole sentences."""

ASIDES = (
    r"[>》]{0,3} ?(?:请)?(?:点击|戳|点此|下载|扫码|长按|(?:查看|打开|扫描)(?=[^（）\n]{0,24}"
    r"(?:图|链接|详情|全文|原文|更多|视频|专题|直播|文章|新闻|A[Pp][Pp]|客户端|公众号|二维码|微[信博]|网[页站]|页面)))"
    r"(?![了过着的])[^（）【】()\[\]。\n]{2,28}"
    r"|更多[^（）【】()\[\]。\n]{1,16}(?:请|敬请|欢迎)?(?:点击|关注|下载|登录|访问|查看)[^（）【】()\[\]。\n]{2,20}"
    r"|(?:查看|详细|详见)(?:详情|全文|原文|更多|内容|行情|报道)?(?:>{1,3})?"
)
"""What a page says in brackets behind a sentence: to click, to look, to follow."""

ASIDE_TOPICS = "下载|客户端|APP|App|大图|图集|公众号|二维码|链接|点击|扫码|按钮|详见"
"""What such an aside is about: a text that speaks of it may mean it."""

_PORTAL = "(?:博客|微博|行情|资金|股吧|问诊|基金吧)"
LINKED_NAMES = (
    rf"(?<=[{HAN}A-Za-z])\[微博\](?![(（:：\[])"
    rf"|[(（]{_PORTAL}(?:[,，]{_PORTAL}){{1,3}}[)）]"
    r"|(?<=[(（][0-9]{6})[,，] ?股吧(?=[)）])"
)
"""Links that portals set behind the names of persons and of shares."""

SENTENCE_OPENERS = frozenset("网以评言留跟请打使如更我本点为回此.·…。([【未全 ")
"""What `ASKED` and `CHAPTER_END` start with."""

NOVEL_SITE = (
    r"[(\[【]?本章完[)\]】]?$|[(]未完待续[,。].{4,70}[)]$"
    r"|手机(?:用户)?请(?:到|登[陆录]) ?[a-z0-9. ]{4,30}阅读.{0,8}$|天才本站地址.{2,40}$"
    r"|[『「(]?加入书签,方便阅读.{0,4}$|快捷键 ?.{0,40}(?:上一[章页]|下一[章页]|目录).{0,40}$"
    r"|第[一二三四五六]更(?:送上|奉上|完毕|到).{0,20}$|[pP][sS] ?:.{0,12}(?:更|月票|订阅|推荐票|收藏).{0,20}$"
    r"|感谢.{0,8}书友.{2,30}(?:打赏|起点币|月票).{0,16}$|新书.{0,6}求(?:收藏|推荐|支持|月票).{0,12}$"
    r"|.{2,12}欢迎[您你]来,欢迎[您你](?:再|下次)来.{0,8}$|(?:请)?记住本站(?:网址|域名).{4,80}$"
    r"|看?最新章节(?:就|请)(?:上|到|来).{2,20}$|[-—]{1,3} ?(?:内容|本文|以上)来自 ?[【\[].{2,16}[】\]]$"
    r"|【?新章节更新.{2,12}问题,.{4,40}$|[(\[【]?求(?:推荐票|月票|订阅)[!~)\]】]{0,4}$|"
    r"(?:正在手打中|内容(?:更新后|未完),|这章没有结束|小主,这个章节|章节错误,点此举报|亲,点击进去,给个好评"
    r"|看最新章节请到).{2,60}$"
    r"|[【(\[]?推荐下,.{2,16}追书真的好用.{0,60}$|为您提供大神.{0,12}的最新章节.{0,100}$"
    r"|记住(?:手机版)?网址 ?:? ?.{0,8}[a-z0-9.]{5,40}$"
    r"|[(\[【]?(?:[pP][sS] ?: ?)?(?:求(?:收藏|推荐票?|月票|订阅|打赏|点击|鲜花)[,、!~ ]*){2,6}[)\]】]?$"
    r"|(?:天才)?一秒(?:钟)?(?:就能|即可)?记住.{2,70}$"
    r"|最新(?:网址|章节|域名|地址) ?:? ?.{0,10}[a-z0-9.]{5,40}.{0,10}$"
    r"|手机(?:用户)?(?:请|版|站|阅读).{0,8}(?:浏览|访问|登陆|登录|阅读|网址).{0,60}$"
    r"|(?:请|记得|欢迎|大家)?(?:大家)?收藏(?:本站|本书|我们|一下).{0,40}$"
    r"|[(\[【]?本章(?:未完|没完|尚未完结|还没完).{0,40}$|请记住(?:本书|本站|我们).{0,12}(?:域名|网址"
    r"|地址).{2,60}$"
    r"|.{0,20}(?:无弹窗|最快更新|更新最快|全文字更新).{0,40}(?:小说|阅读|网址|本站|com|net)[^，]{0,16}$"
    r"|喜欢.{2,30}请(?:大家)?收藏.{0,60}$"
    r"|(?:投)?推荐票 ?上一章.{0,40}$|.{0,10}本站所有(?:小说|内容|章节).{0,80}$"
    r"|(?:温馨|小)提示 ?:.{0,8}(?:按|方向键|回车).{0,50}$|本书(?:首发|来自|由).{2,40}$"
    r"|(?:笔趣阁|顶点小说|起点中文网|看书|阅读).{0,12}(?:www\.|m\.|https?:).{4,40}$"
    r"|[>》 ]{0,5}(?:戳我|点我|点此)(?:直接)?(?:看|阅读)全[本文][<《 ]{0,5}$"
    r"|(?:内容|本章|本节)未完,(?:请)?(?:点击)?下一页.{0,10}$"
)
"""Lines that pirate novel sites put around and between chapters."""

CHAPTER_END = r"[.·…。]{0,12} ?[(\[【]?未完待续[.·…。)\]】 ]{0,12}$|[(\[【]?(?:本章完|全书完|本卷完)[)\]】]?$"
"""What sites put behind a chapter, and authors behind a book or the first part of an article."""

ADVERTISED = (
    "小说|小說|阅读|閱讀|章节|章節|txt|电子书|電子書|书网|書網|弹窗|彈窗|首发|首發|更新|手打|无错|無錯|全本|好看"
)
"""What sites that copy novels offer."""

SPAM_MARKS = _one_of(
    """
    免费 在线观看 在线看 在线播放 高清 无码 有码 一区 二区 三区 国产 久久 完整版 全集 官网 官方网站 入口 app
    手机版 网页版 最新版 苹果版 安卓版 亚洲 欧美 日韩 无删减 无弹窗 棋牌 彩票 博彩 投注 娱乐城 葡京 时时彩 六合
    pk10 北京赛车 飞艇 快3(?![年月天个]) 威尼斯人 亚博 [开開][云雲] [买買]球 捕鱼 真钱 真人 ios 购彩 赌场
    官網 下載 登錄 全站 開獎 计划 平台
    开奖 成人 三级 毛片 破解 下载 香蕉 草莓 中文字幕 a片 av 人妻 少妇 老虎机 百家乐 赌 代开 发票 注册 登录
    最新章节 排行榜 加盟费 价格表 哪家好 多少钱 攻略大全 品牌排行 在线客服 小说阅读 电影天堂 365 必威 彩金 体验金 首存
    代孕 助孕 刻章 办证 秒批 刷赞 刷粉 涨粉 下单 代发 排名 厂家直销 批发价 私服 外挂 传奇 变态 新开 99热
    无抵押 放款 征信 下款 贷款
    """
)
"""Those that mark the trade: three different ones in a line are no coincidence."""

SPAM_WORDS = _one_of(
    """
    免费 在线观看 在线看 在线播放 播放 高清 无码 有码 一区 二区 三区 国产 久久 视频 完整版 全集 下载 官网
    登录 登陆 入口 app 手机版 网页版 最新版 苹果版 安卓版 亚洲 欧美 日韩 精品 综合 无删减 无弹窗 电影 影院
    影视 棋牌 彩票 娱乐 博彩 投注 开户 注册 澳门 葡京 真人 体育 时时彩 六合 开奖 成人 三级 黄色 毛片 免费看
    观看 资源 破解 无限 平台 直播 网站 网址 地址 安装 客户端 官方 热门 香蕉 草莓 中文字幕 字幕 a片 av 色 情
    激情 人妻 少妇 乱 淫 老虎机 百家乐 赌 贷款 代开 发票 刷 pk10 赛车 飞艇 快3(?![年月天个]) 威尼斯人 亚博 [开開][云雲]
    [买買]球 金沙 捕鱼
    真钱 全站 下載 登錄 ios 安卓 购彩 抵押 放款 征信 下款 私服 传奇 变态 新开 99热
    最新章节 排行 加盟费 价格表 哪家好 多少钱 攻略大全 在线客服 小说阅读 厂家直销 批发价
    """
)
"""What keyword lines of hijacked pages are made of; each is harmless alone."""

FOREIGN_TRADE = (
    "viagra|cialis|levitra|without prescription|casino|poker|slots|roulette|betting|payday|replica|handbags?|outlet"
    "|essay|write my paper|homework help|escorts?|porn|loans?|cheap"
)
"""What hijacked pages sell to readers of English."""

VICE = (
    "pk10|北京赛车|极速赛车|幸运飞艇|时时彩|六合彩|快3(?![0-9年月天个])|[新葡]葡?京(?:官网|娱乐|网址|赌|平台)|葡京"
    "|威尼斯人(?:官|娱"
    "|平|网|app)|(?:永利|皇冠|银河|太阳城|新濠)(?:娱乐|官网|网址|赌|国际)|娱乐[城场]"
    "|百家乐|老虎机|捕鱼达人|真[人钱](?:娱乐|棋牌|牛牛|荷官|官网|百家)|亚博|买球|赌场|博彩|棋牌(?:下载|游戏"
    "|平台"
    "|app)|香港马会|金沙娱乐|澳门银河"
    "|国产(?:精品|亚洲|高清|自拍)|精品国产|久久(?:精品|久)|99热|午夜(?:影院|福利|剧场)|(?:变态|新开|传奇)(?:传奇|私服)|无码|一区二区|av(?:在线|免费|网)|在线观看av|成人(?:视频"
    "|在线|影院)"
    "|代开发票|办证刻章|开奖(?:结果|记录|直播)|一肖一码|六开彩|天天开好?彩|购彩(?:大厅|首页|平台)"
    "|资料免费大全|PG电子|bet ?365|365 ?bet|必威|万博体育|[乐樂][鱼魚](?:体育|官网|app)"
    "|华体会|米兰体育|半岛·?(?:体育|app)|[开開][云雲](?:体育|app|官网)|凯发(?:k8|娱乐|官网|国际)|九游会|南宫(?:娱乐|国际|28)|ng28"
    "|金沙(?:电玩|官网|平台)"
    "|(?:毛片|欧美|亚洲|日韩|久久|国产)(?:一级|无码|综合|国产|亚洲|激情)|一级毛片|毛片(?:免费|在线|大全)"
    "|(?:中|买)?彩票(?:app|平台|官网|开奖|计划|下载|投注|软件)|快三(?:大小|计划|平台|app|单双)|送(?:彩金|体验金|[0-9]+元)|首[存充]送"
    "|(?:代孕|助孕)(?:价格|公司|中介|机构|网|哪家|多少|费用|包)|刷[赞粉](?:平台|网|软件)?|(?:抖音|快手)(?:涨粉|刷|代刷)|自助下单"
    "|贷款(?:秒|口子)|秒批|外链代发|关键词(?:排名|优化)|(?:seo|网站)(?:优化|排名)|私服(?:发布|网)"
)
"""What only the keywords of hijacked pages name; each part of such a line has one."""

PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川蜀贵黔云滇藏陕甘陇青宁新港澳台"
"""The characters with which provinces start their record numbers (GB/T 2260 short names)."""

FOOTER = (
    rf"[{PROVINCES}] ?ICP ?[备证] ?[0-9]{{4,10}}(?: ?号(?:-[0-9]+)?)?|[{PROVINCES}]公网安备 ?[0-9]{{10,16}} ?号?"
    r"|网站标识码 ?:? ?[a-zA-Z0-9]{8,}|Powered by [A-Z][\w!. ]{2,24}|Processed in [0-9.]+ second|由"
    r" WordPress 驱动"
    r"|执行时间 ?: ?[0-9.]+ ?秒"
    r"|(?:互联网新闻信息服务|增值电信业务经营|信息网络传播视听节目|广播电视节目制作经营)许可证"
    r"|(?:网络文化经营|互联网出版|网络出版服务)许可证"
    r"|不良信息举报(?:电话|邮箱|中心|热线)|^(?:客服|读者|新闻)热线 ?: ?[0-9][0-9-]{6,14}"
    r"|建议使用.{0,24}(?:分辨率|浏览器)|(?:您|你)是第 ?[0-9]+ ?位|站长统计|网站统计"
    r"|(?:all|ALL|All) (?:rights|RIGHTS|Rights) (?:reserved|RESERVED|Reserved)"
    r"|(?:Copyright|COPYRIGHT|copyright) ?(?:\(?[cC]\)|©|&copy;|[0-9]{4})|© ?[0-9]{4}"
)
"""What only a page footer holds: record numbers of sites, licences, copyright formulas."""

FOOTER_CUES = (
    "版权所有",
    r"ICP ?[备证]",
    "公网安备",
    "许可证",
    r"(?:联系)?电话 ?:",
    r"地址 ?:",
    r"邮编 ?:",
    r"传真 ?:",
    r"(?:邮箱|[Ee]-?mail) ?:",
    r"(?:主办|承办|主管|协办)(?:单位)? ?:",
    "技术支持",
    "[Cc]opyright|COPYRIGHT|©",
    r"(?:备案|标识)[号码] ?:?",
)
"""What lines at the foot of a page hold; two of them, one of the first four, are no address of an article."""

CRUMB_PREFIX = (
    r"[您你我]?(?:当前|现在|目前)?所?在?的?(?:页面|栏目)?位置 ?[是在]? ?:|[您你](?:现在|当前)?所?(?:在|位于) ?:"
    r"|(?:当前|现在|所在|当前所在)(?:位置|栏目|页面) ?:?|(?:网站)?导航 ?:"
)
"""What stands in front of a breadcrumb."""

SITE_LINKS = _words(
    """
    网站地图 站点地图 网站首页 返回首页 联系我们 关于我们 关于本站 关于本网 广告服务 广告合作 广告刊登 商务合作
    法律声明 版权声明 隐私政策 免责声明 网站声明 用户协议 服务条款 意见反馈 投诉建议 诚聘英才 人才招聘 招贤纳士
    加入我们 友情链接 设为首页 加入收藏 客户端 手机版 联系方式 帮助中心 网站导航 投稿须知 我要投稿
    招聘信息 投稿指南 投稿邮箱 隐私声明 隐私保护 媒体合作 网站律师 关于本报 网上投稿 广告报价
    """
)
"""The links in the bar at the foot of a page."""

SITE_COLUMNS = _words(
    """
    首页 网站首页 机构概况 机构设置 机构职能 机构简介 部门概况 单位概况 领导之窗 领导信息 领导介绍 新闻中心 新闻动态
    新闻资讯 新闻发布 工作动态 部门动态 基层动态 区县动态 县区动态 地方动态 要闻动态 今日要闻 本地新闻 图片新闻
    视频新闻 媒体关注 媒体报道 通知公告 公告公示 公示公告 政务公开 政府信息公开 信息公开 信息公开指南
    信息公开目录 公开指南 公开年报 依申请公开 办事服务 办事指南 在线办事 网上办事 办事大厅 便民服务 公共服务
    互动交流 政民互动 公众参与 交流互动 领导信箱 局长信箱 市长信箱 在线访谈 意见征集 网上调查 在线咨询 专题专栏
    专题报道 热点专题 政策法规 政策文件 政策解读 法律法规 规范性文件 规划计划 统计数据 统计信息 数据开放
    数据发布 财政信息 财政预决算 人事信息 人事任免 招考信息 招标采购 行政许可 行政处罚 双公示 重点领域
    党建工作 党建园地 党群工作 廉政建设 精神文明 学习园地 理论学习 下载中心 资料下载 表格下载 走进我们
    关于我们 联系我们 关于本站 网站地图 产品中心 企业文化 公司简介 企业简介 公司新闻 行业新闻 行业动态
    人才招聘 客户服务 成功案例 繁體版 繁体版 简体版 无障碍 无障碍浏览 无障碍阅读 长者模式 适老化 长辈版
    手机版 English EN 登录 注册 搜索 用户中心 邮箱登录 国务院部门网站 中央部委网站 省直部门网站 省政府网站
    省级政府网站 市直部门网站 市级部门网站 县区政府网站 区县政府网站 各省市网站 其他网站 相关网站 友情链接
    """
)
"""The entries of the menus of public bodies and firms, one a line where a page was taken as text."""

MORE_TITLES = _words(
    "扩展阅读 大家都在看"
    " 相关阅读 相关新闻 相关链接 相关文章 相关报道 相关推荐 延伸阅读 推荐阅读 热门推荐 热门文章 热点推荐"
    " 猜你喜欢"
    " 往期推荐 往期回顾 往期精彩 精彩推荐 更多新闻 为您推荐"
    " 相关文档 相关稿件 相关信息 相关资讯 相关内容 相关解读 热点新闻 最新文章 您可能感兴趣的文章 24小时热文"
    " 大家都在看"
    " 看过本文的人还看过 随机推荐 同类文章 栏目热门 点击排行 本类推荐 喜欢此内容的人还喜欢 阅读排行"
    " 热文排行 猜您喜欢"
    " 相关专题 更多阅读 更多精彩 更多精彩内容 最近更新 今日热点 本周热点 今日热榜 24小时热榜 热榜 为你推荐"
    " 编辑推荐 编辑精选"
    " 你可能还喜欢 你可能也喜欢 您可能还喜欢 热门排行 大家还在看 其他人还在看 点击阅读更多 热门新闻"
    " 更多报道 更多推荐 看更多 你可能也想看"
)
"""What a page writes above its links to other articles: they are the titles that follow, if any are left."""

SITE_SUPPORT = (
    r"(?:本?网站?|本站|主页)技术支持 ?: ?[^,;]{2,30}$|技术支持 ?: ?[^,;]{2,24}(?:公司|网络|科技|传媒)$"
    r"|(?:本站)?由?[^,;。 ]{2,16}提供技术支持$"
)
"""Who built the site; a list of credits names persons behind 技术支持."""

FRAME_OPENERS = frozenset(
    "著凡除内这小亲用赞既共沙昵表匿快第感新资暂«<原今您你当现所目位导上下前后想要更返点文已打安长识请使手微扫天一最收本求喜投推温笔ps#首网主回尾"
    "戳↑↓👇👆👉心评感全以功登注游马还支好觉来参页正自很抱对完验系被海取跳提展剩未时社SJPD—热看同栏大随N余添视图VLA广关赞订播暂平喜发GBRLYTDIpPC【[*=_~▼▲GQW网没在书页"
    "★◆▲公排编美配题封审校责监策出查👍❤👎🔥顶踩分转写说电倒只高帖积精威金举b近站归词猜解此政语附国版按其■●值第接拒允购该试¥￥立开i截屏动保资进音继限“向"
)
"""First characters of lines that rules with forms of their own take: paths, links, prompts, novel sites."""

FRAME_CUES = (
    ">|»|\\||©|←|→|«|版|ICP|主办|许可|欢迎|免费|高清|在线|官网|下载|登录|视频|小说|无弹窗|更新|正文|公网安备"
    "|建议使用|统计|ights|owered|rocessed|驱动|标识码|承办|热点|排行|时时彩|六合|赛车|飞艇|pk10|PK10|快3|葡京"
    "|replica|payday|poker|outlet|homework|博彩|投注|娱乐城|娱乐场|威尼斯人|亚博|开云|开雲|開云|開雲|买球|買球|棋牌|百家乐|老虎机|iagra|ialis|casino"
    "|发布时间|发布日期|发表时间|链接|技术支持|关于(?:我们|本站)|联系(?:我们|本站)|相关|推荐|热门|延伸|发表于|网友|回复|下一页|后一天"
    "|代孕|助孕|刻章|秒批|彩金|体验金|首存送|首充送|毛片|365|必威|SEO|代发|刷赞|刷粉|涨粉"
    "|精品|私服|代开|放款|影院|广告服务|阅读量|举报电话|服务热线|客服热线|读者热线"
)
"""What a line has that the rules of the stage need to look at, unless it starts with one of the words above.

Every alternative begins with a character, not with a class: such a pattern is searched for ten times as fast.
"""

INSIDE_STARTS = frozenset(
    _words(
        """
        天才 一秒 最新 手机 手機 本章 (本 （本 请收 求收 求推 加入 喜欢 上一 下一 章节 推荐 投推 笔趣 温馨
        请记 责任 責任 (责 （责 【责 [责 【打 [打 打印 分享 版权 版權 关键 關鍵 扫一 掃一 收藏 来源 來源
        正在 内容 这章 小主 章节 亲, 亲， 看最 【推 记住 为您 本帖 相关 延伸 【延 【相 (相 （相 ps PS Ps
        点击 ↓↓ ▼点 ▲点 戳“ 长按 扫描 扫码 识别 下载 打开 关注 微信 欢迎 更多 手机 订阅 本文 全文 以下 登录
        您需 你需 您好 注册 马上 游客 著作 本词 此词
        页面 您访 您的 很抱 系统 请输 请完 请开 当前 抱歉 提示 展开 余下 剩余 未完 ￥9 开通 视频 正在
        播放 暂停 图片 查看 添加 (求 （求 【求 (未 （未 【未 .. ·· ……
        播报 ▲广 —— 继续 (点 （点 您可 你可
        文章 图源 图/ 资料 <图 此处 暂时 ▲图 看更 『加 新书 感谢 快捷 小提 【新
        [图 【图 (图 （图 [视 【视 [动 加载 广告 【广 [广 -广 —广 推广 赞助 关闭 返回 回到
        网络 觉得 请升 請輸 掃描 長按 廣告 文字
        发布 發佈 發布 编辑 編輯 地址 首页 首頁 网站 網站
        免费 在线 国产 亚洲 欧美 日韩 久久 官网 官方 高清 澳门 亚博 彩票 棋牌 成人 时时 真人 百家 老虎 必威 【必
        向上 向下 开云 乐鱼 PG pg be 36 一区 SE 收听 听新 听全 图集 向左 左右 自动 为您 赞( 赞（ 顶( 用户 A+ AP 00
        已关 【查 [查 收藏 字号 字体 举报 全集 热门 安卓 破解 毛片 代孕 办证 贷款 快手 抖音 网页 ap 攻略 排行 价格
        传奇 威尼 葡京 新葡 午夜 皇冠 永利 99
        """
    )
)
"""The first two characters of lines that mark a seam between pages; one look for each line of a clean text."""

SITE = (
    r"www\.|https?:|[a-z0-9-]{2,}\.(?:com|net|org|cn|cc|tv|info|me|xyz)\b|公众号|微信号|QQ群|[qQ]群|加群"
    r"|电子书|[tT][xX][tT]下载|无弹窗|首发|最快更新|最新章节|请关注|欢迎关注|更多精彩|转载请|版权所有|仅供"
    r"|水印|扫码|下载APP|本文(?:来自|转自|转载自|由)|转载自"
)
"""What strings have that a site stamps on the paragraphs of a text; a refrain, a byline or an agency's name has not."""

AUDIENCE = "[掌笑呼]|起立|全场|出《"
"""What minutes of a meeting put behind the sentences of a speech, and anthologies behind a tale: （热烈鼓掌）."""

SITE_NAME = f"[{HAN}A-Za-z0-9]{{2,12}}(?:网|在线|论坛|小说|文库|书库|资讯|网站)$"
"""The name of a site, bare; in brackets it is the source that an editor gives."""

SITE_LINE = (
    f"[【〖［][{HAN}A-Za-z0-9]{{2,12}}(?:网|在线|论坛|小说|文库|书库|资讯|网站|日报|晚报)(?:首发)?[】〗］]$"
    f"|[@©]?[{HAN}A-Za-z0-9]{{2,12}}(?:网|在线)(?:首发)?$"
    f"|[-—～~]{{1,3}}[{HAN}A-Za-z0-9]{{2,12}}(?:网|在线|论坛|小说|文库|书库|资讯|网站|日报|晚报)[-—～~]{{1,3}}$"
)
"""The same as it stands between paragraphs, with its ornaments."""

# --- layout -------------------------------------------------------------------------------------------------------

LIST_START = (
    r"[ \t\u3000]*(?:[-*+•·・●○■□◆◇▪▼★※‣►|#>{}\[</@]|!\[|[0-9０-９]{1,3}[.．、)）](?![0-9０-９])"
    r"|[（(][0-9０-９一二三四五六七八九十]{1,3}[)）]"
    r"|[①-⑳]|[一二三四五六七八九十]{1,3}[、．]|第[0-9０-９一二三四五六七八九十百千零〇两]{1,8}[条章节款项编])"
)
"""How list items, clauses, verses (`創44:1,`), table rows, quotations, headings of Markdown and code start: lines for
themselves.
"""

NUMBERED = (
    r"[ \t\u3000]*(?:([一二三四五六七八九十]{1,3})、|[（(]([一二三四五六七八九十]{1,3})[)）]"
    r"|([0-9]{1,2})[.．、](?![0-9])|[（(]([0-9]{1,2})[)）]|([0-9]{1,2})[)）]|([①-⑳]))"
)
"""How numbered paragraphs start, sections first and what is inside of them behind."""

NUMBERED_PARAGRAPH = NUMBERED + r"[^。！？\r\n]{2,40}[。！？][^\r\n]{6}"
"""A number, a sentence that says what the paragraph is about, and more behind it: no item of a list."""

ARTICLE = r"^[ \t\u3000*#]*(第 ?[0-9０-９一二三四五六七八九十百千零〇]{1,7} ?[条條])"
"""How an article of a statute starts."""

RULED = "│┃┌-╿"
"""What tables are drawn with."""

CODE_START = (
    r"[{}\[\]<>/*\\=|@$&;#]|[A-Za-z_][A-Za-z0-9_.]*\s*[=({\[:]|\"[^\"]{0,60}\"\s*:"
    r"|(?:def|class|if|for|return|import)\s"
)
"""How a line of code, JSON or configuration starts."""

CAPTION = (
    r"[▲▼▶◀△▽►◄■◆●□]\s*(?![紧緊上下]?[接转轉])\S.{3}"
    r"|[（(【\[]?(?:上|下|左|右|本)?图(?:为|①|②|③|1|2|3|：|:)"
    r"|[（(【\[]?(?:图片|照片|资料图片|供图|摄影|制图)(?:来源|由|：|:|/|\s)"
    r"|.{0,40}(?:资料图片|资料照片|资料图|供图)[)）]?\Z"
    rf"|(?:.{{0,40}}(?:[\s（(【\[/／：:]|记者|通讯员|作者))?[{HAN}·]{{2,4}}(?:[、\s]{{1,2}}[{HAN}·]{{2,4}}){{0,3}}摄[)）\]】]?\Z"
    r"|.{0,40}(?:\s摄|摄影报道)[)）\]】]?\Z"
    r"|[（(【\[](?:见|如)?(?:上|下|左|右|附)?图\s?[0-9一二三①②③]{0,2}[)）】\]]\Z|资料图[：:].{2,40}\Z|图\s?[0-9]{1,2}\s\S{2,20}\Z"
)
"""Lines that caption a picture: marks that point at it, 图为, 供图, 摄, 资料图片."""

PAGE_MARK = (
    r"[-—–_·\s]*(?:第\s*)?[0-9０-９]{1,4}\s*页?(?:\s*[/／]\s*(?:共\s*)?[0-9]{1,4}\s*页?"
    r"|\s*共\s*[0-9]{1,4}\s*页)?[-—–_·\s]*\Z"
    r"|[(（\[【]?\s*[上下]?[接转][自至]?\s*第?\s*[A-Za-z]?[0-9一二三四五六七八九十]{1,4}\s*[版页][^。]{0,12}\Z"
    r"|[-—–\s]*第?\s*[A-Za-z]?[0-9０-９一二三四五六七八九十]{1,4}\s*版[-—–\s]*\Z"
    r"|Page\s*[0-9]{1,4}(?:\s*of\s*[0-9]{1,4})?\Z"
    r"|第\s?[一二三四五六七八九十百]{1,4}\s?页\Z|[Pp]\.?\s?[0-9]{1,4}\Z"
    r"|[(（\[【]\s?(?:接上页|续上页|接下页|转下页|续前页|接前页|未完[，,]?(?:接|转|见)下页)\s?[)）\]】]\Z"
    r"|第\s?[A-Za-z]?[0-9]{1,3}\s?版\s{0,3}\S{2,6}\Z|第\s?[0-9]{1,4}\s?期\s{0,3}[(（]?总第?\s?[0-9]{1,5}\s?期[)）]?\Z"
    r"|[12][0-9]{3}年[0-9]{1,2}月[0-9]{1,2}日\s{0,3}星期[一二三四五六日天]\s{0,3}[A-Za-z]?[0-9]{0,3}版?\Z"
    r"|[^\s，。：:|｜·]{2,10}(?:报|刊|年鉴|文史|通讯|时报)(?:\s?[|｜·]\s?|\s{1,3})"
    r"(?:[^\s，。|｜·]{2,6}(?:\s?[|｜·]\s?|\s{1,3}))?[A-Z]?[0-9][0-9./年月日-]{0,11}\s{0,2}[A-Z]?[0-9]{0,3}\s?版?\Z"
    r"|[-—–]{1,2}\s?[0-9]{1,4}\s?[-—–]{1,2}\s{0,3}[^\s，。]{2,14}\Z|[^\s，。]{2,14}\s{0,3}[-—–]{1,2}\s?[0-9]{1,4}\s?[-—–]{1,2}\Z"
    r"|(?:本版)?(?:责编|编辑|责任编辑)[：:]\s?[^\s，。：:]{2,4}\s{1,3}(?:版式|美编|校对|编辑|制图|电话)[：:]\s?[^\s，。：:]{2,12}\Z"
    r"|https?://[^\s，。]{4,120}\s{1,3}[0-9]{1,3}/[0-9]{1,3}\Z"
    r"|[12][0-9]{3}[-/.][0-9]{1,2}[-/.][0-9]{1,2}(?:\s(?:[上下]午\s?)?[0-9]{1,2}:[0-9]{2})?\s{1,3}[^\s，。]{2,40}[-_|—][^\s，。]{2,16}\Z"
)
"""Lines that hold nothing but a page number or the head of a page, or send the reader to another page."""

PAGE_LABELS = (
    "责编|责任编辑|编辑|版式|版面|校对|检校|美编|美术编辑|视觉|组版|制图|统筹|主编|总编辑|值班编委|编委|签发|版次|版名|版号"
    "|电话|热线|新闻热线|邮箱|[Ee]-?mail|[Ee]-?MAIL|社址|地址|邮编|投稿|印刷|零售|定价|网址"
)
"""Labels at the head and the foot of a page of a newspaper, each with a name or a figure behind it."""

PAPERS = "报|日报|晚报|时报|刊|周刊|月刊|杂志|学报|年鉴|通讯|文史|文史资料|社会科学|研究"
"""How the names of papers and journals end."""

ANSWER_LABELS = "(?:律师)?(?:回答|解答|答案?|问题?|输出|输入|指令|罪名|法条|争议焦点)(?:类别)?"
"""What stands in front of the fields of questions and answers."""

INTERRUPTIONS = 3
"""Captions and page marks that may stand inside one sentence."""

CONTINUES = "，。、；：？！”’」』）》】%％‰℃,.;:?!)"
"""Marks that no paragraph starts with."""

LEADING_WORDS = "把被将对从向由以于在和与及或并而但因让使给跟比每各"
"""Words of one character that something must follow: a paragraph that ends with one of them was cut."""

OPENERS = (
    r"(?:[您你]好|近年来|近日|目前|如今|现在|当前|当天|同时|此外|另外|其中|截至|据|下一步|接下来|未来|首先"
    r"|其次|再次|最后|"
    r"一是|二是|三是|第[一二三四五六七八九十]|今年|去年|前年|明年|[0-9]{4}年|[0-9]{1,2}月[0-9]{1,2}日|随着"
    r"|为了|为此|"
    r"如果|虽然|因为|由于|尽管|即使|只有|只要|无论|除了|对于|关于|根据|按照|通过|比如|例如|总之|事实上|实际上|"
    r"然而|但是|因此|所以|于是|不过|可是|与此同时|在此基础上|记者|本报)"
)
"""Words that open a sentence: a paragraph that starts with one of them is not taken for the rest of another."""

# --- repeats ------------------------------------------------------------------------------------------------------

PUNCTUATION_DROPPED = (
    "，。、；：？！…‥·・•—–―‐‑－～〜“”‘’「」『』﹁﹂《》〈〉（）【】〔〕［］｛｝〖〗,.;:?!()[]{}<>\"'`´_~-^|"
)
"""Marks that a comparison of paragraphs does not see, unless they stand in a number (`NUMBER_MARKS`).

`% ‰ ℃ + = / & # @ * $ ¥` stay: they are words in disguise.
"""

NUMBER_MARKS = dict(zip(".．:：,，、-－−–—~～〜·", "..::,,、---~~~~~.", strict=True))
"""Marks that change a number when they stand in it: 3.5 and 35, 2:1 and 21, -5 and 5, 2、3 and 23."""

COPY_VARIANTS = {
    **{"著": "着", "囗": "口", "硏": "研", "裏": "里", "爲": "为", "祇": "只", "囚": "人", "Φ": "中"},
    **{"瞭": "了", "覆": "复", "藉": "借", "甦": "苏", "揹": "背"},
}
"""Forms that t2s leaves alone or that scanning exchanges; only comparisons see them as equal, no text is changed.

Ours, from scanned and mirrored pages; 囚 and Φ are the look-alikes of 人 and 中 in character recognition.
"""

TEASER_LABELS = "摘要|内容摘要|文章摘要|导读|导语|核心提示|简介|内容简介|内容提要|提要|描述|[Dd]escription|摘 要|编者按"
"""What stands in front of the beginning of a text that is shown above the whole text."""

TITLED_BY = (
    "网|报|频道|门户|官网|资讯|新闻|论坛|博客|在线|百科|平台|客户端|网站|知乎|搜狐|新浪|腾讯|网易|凤凰|澎湃|头条"
    "|豆瓣|简书|CSDN|[.](?:com|cn|net|org)"
)
"""How names of sites end behind the title of a page."""

TEASER_LINKS = (
    "(?:点击)?(?:展开|查看|阅读|显示)?(?:全文|全部|更多|详情|详细|原文|剩余内容)|展开|详细内容|更多内容"
    "|阅读更多|查看详情"
    "|Read [Mm]ore|more|More"
)
"""What stands behind it, where a link leads to the rest."""

MISREAD_SHAPES = _words(
    """
    日曰目旦且 己已巳 人入 未末 土士 大太犬 天夫无 千干于 今令 间问 休体 治冶洽 待侍持特 折拆析 贷货 白自 口囗 住往
    候侯 晴睛 清请 免兔 戊戌戍 斤斥 准淮 密蜜 竞竟 微徽 徒徙 辨辩辫 幻幼 栗粟 亳毫 撤撒 壁璧 场扬 拨拔 沧沦 风凤
    鸟乌 庆厌 历厉 矢失 王玉主 力刀 几凡 子孑 手毛 午牛 见贝 学字 度庋 员贝 门们 熊能 网冈 来耒 时吋 是昰 在左
    木本术 代伐 厂广 文丈 又叉 从丛 仅仪 处外 忘志 恩思 孤弧 柬束 陪倍 优伏 技枝 挂桂 没设 话活 科料 粉纷 籍藉
    促捉 使便 值植 兄兑 具真 市巿 的旳
    """
)
"""Characters that recognition takes for one another, group by group; which of them is right the words beside it tell.

Ours, from scanned pages; numerals are in none of them, and 甲 申 由 田 and the like name things.
"""

SAID = frozenset("的了是在不一\u2f00有和这我他人\u2f08个到说们为以")
"""One of these (or a radical for it) stands in whatever is said with thirty characters and no mark."""

FUNCTION_WORDS = frozenset("的地得了着都也就便又还而则且之呢吧啊嘛呀")
"""Words that copyists drop and add without changing what is said; one of them may differ between two copies.

Left out on purpose: 不 没 非 未 (negation), 可 应 必 须 能 (what the law says), 已 将 曾 (time), 只 仅 最 更 (degree),
在 从 到 向 (place and direction), 是, 等 和 与 及 (who belongs to it), 吗 (a question).
"""

EXCHANGED_WORDS = (frozenset(("的", "地", "得")), frozenset(("和", "与", "及", "and")))
"""Words of which copies use one for the other."""

RESIDUE = ("\ufffd", "锟斤拷", "烫烫", "屯屯")
"""What lost characters leave behind: a difference made of nothing else comes from copying."""

SAYING = "说說道曰云称稱言谓謂问問答讲講告喊叫唱念读讀写寫书書信文奏疏诏詔令旨示诉訴表复復词詞诗詩歌记記载載话話"
"""How a word ends that tells, in front of a colon, that others speak: 上书说, 批示道, 全文如下."""
