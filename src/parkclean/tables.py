"""Every character class and word list, named, with its source and the reason for its limits.

Tables are data: no logic here, and no lists elsewhere.
"""

from __future__ import annotations

# --- shared by several stages -------------------------------------------------------------------------------------

HAN = "㐀-䶿一-鿿豈-﫿\U00020000-\U000323af"
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
"""The most frequent characters of modern Chinese, simplified and traditional (Jun Da, Modern Chinese Character Frequency
List, 2004, first 150); they are 30 to 50 % of running text, and 4 % of Korean or Japanese read as GB 2312."""

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

# --- entities and markup ------------------------------------------------------------------------------------------

BLANK_REFERENCES = "\u00a0\u2002\u2003\u2009 \t"
"""What `&nbsp;`, `&ensp;`, `&emsp;`, `&thinsp;`, `&#32;` and `&#9;` stand for: the white space of page layout."""

SYNTAX_REFERENCES = "&<>\"'"
"""The characters that `html.escape` escapes; a text about markup holds references to them on purpose."""

ABOUT_MARKUP = (
    "HTML", "XML", "html", "实体", "實體", "转义", "轉義", "跳脱", "跳脫", "字符引用", "标签", "標籤", "源代码",
    "原始碼", "entity", "entities", "escape",
)
"""Words of a line that talks about character references or tags, and so may quote them."""

NAMES_BEFORE = (
    "写成", "写作", "写为", "寫成", "寫作", "輸入", "输入", "插入", "变成", "變成", "替换成", "替换为",
    "显示为", "显示成",
)
NAMES_AFTER = ("表示", "代表", "实体", "實體", "标记", "標記", "符号", "符號", "字符", "字元")
"""What stands right before and right after a reference that is meant as such: `写成&ldquo;`, `&nbsp;表示`."""

_HTML_NAMES = """
a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big blink
blockquote body br button canvas caption center cite code col colgroup command content data datalist
dd del details dfn dialog dir div dl dt element em embed fieldset figcaption figure font footer form
frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe image img input ins isindex kbd
keygen label legend li link listing main map mark marquee math menu menuitem meta meter multicol nav
nextid nobr noembed noframes noscript object ol optgroup option output p param picture plaintext
portal pre progress q rb rp rt rtc ruby s samp script search section select shadow slot small source
spacer span strike strong style sub summary sup svg table tbody td template textarea tfoot th thead
time title tr track tt u ul var video wbr xmp
"""
HTML_NAMES = frozenset(_HTML_NAMES.split())
"""Element names of the HTML standard, obsolete ones (section 16.2) included."""

_VOID_NAMES = """
area base basefont bgsound br col command embed frame hr image img input isindex keygen link meta
param source spacer track wbr
"""
VOID_NAMES = frozenset(_VOID_NAMES.split())
"""Elements without a closing tag (HTML standard, section 13.1.2, and its obsolete relatives)."""

_MEANINGFUL_EMPTY = """
a area audio br button canvas div embed frame hr i iframe img input link meta object p script section
source span svg td template textarea th video
"""
MEANINGFUL_EMPTY = frozenset(_MEANINGFUL_EMPTY.split())
"""Elements that pages hold empty for a reason (anchors, mount points, icons, cells): no evidence of spam."""

# --- chars --------------------------------------------------------------------------------------------------------

CJK_MARKS = "\u3000-\u303f\uff00-\uffef“”‘’…—·"
"""Inside a character class: punctuation of Chinese text, full-width forms included."""

JOINERS = "\u200c\u200d"
"""ZERO WIDTH NON-JOINER and ZERO WIDTH JOINER: needed by emoji and by the scripts of `JOINING_SCRIPTS`."""

INVISIBLE = "\u200b\u2060\u2061\u2062\u2063\u2064\u180e\ufeff\u034f"
"""ZERO WIDTH SPACE, WORD JOINER, the invisible operators, MONGOLIAN VOWEL SEPARATOR, ZERO WIDTH NO-BREAK SPACE,
COMBINING GRAPHEME JOINER."""

SOFT_HYPHEN = "\u00ad"
"""SOFT HYPHEN: means something between Latin letters, nothing between Chinese ones."""

HANGUL_FILLERS = "\u115f\u1160\u3164\uffa0"
"""Hangul fillers: blanks that pages use as invisible padding, and Korean in old syllable composition."""

JOINING_SCRIPTS = (
    "\u0600-\u08ff\u0900-\u0dff\u0e00-\u0fff\u1000-\u109f\u1780-\u18af\u1900-"
    "\u1aff\u1b00-\u1cff\ua800-\uabff\ufb50-\ufdff\ufe70-\ufefc\U00010a00-\U00011fff"
)
"""Inside a character class: Arabic, Syriac, Indic, Thai, Lao, Tibetan, Myanmar, Khmer, Mongolian and their kin, where a
joiner or a zero-width space decides how a word looks or breaks."""

RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
"""Inside a character class: Hebrew, Arabic and the other scripts for which bidi marks are made."""

BIDI = "\u061c\u200e\u200f" + "".join(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x2070))))
"""ARABIC LETTER MARK, left-to-right and right-to-left marks, embeddings, overrides, isolates, deprecated marks."""

LINE_CONTROLS = "\x0b\x0c\x85\u2028\u2029"
"""LINE TABULATION, FORM FEED, NEXT LINE, LINE SEPARATOR, PARAGRAPH SEPARATOR: breaks here, noise there."""

CONTROLS = "".join(
    chr(c)
    for c in (*range(0x20), *range(0x7F, 0xA0), *range(0xFFF9, 0xFFFD))
    if chr(c) not in "\t\n\r" + LINE_CONTROLS
)
"""C0 and C1 controls, the interlinear annotation marks and OBJECT REPLACEMENT CHARACTER, without what ends a line."""

PRIVATE_USE = "".join(map(chr, range(0xE000, 0xF900)))
"""The private use area: a font's own pictures, or characters that older Chinese encodings had no other place for."""

TAG_CHARACTERS = "".join(map(chr, range(0xE0000, 0xE0080)))
"""Tag characters: flags of England, Scotland and Wales after a black flag, hidden text elsewhere."""

NO_BREAK_SPACE = "\u00a0"

AND_WORDS = (
    "英语", "英文", "单词", "英語", "單字", "关键字", "關鍵字", "运算符", "運算子", "连词", "連詞", "布尔", "逻辑",
    "邏輯", "语法", "語法", "变量", "函数",
)
"""Words of a line that may talk about the English or programming word `and`."""

# --- glosses ------------------------------------------------------------------------------------------------------

# --- script -------------------------------------------------------------------------------------------------------

# --- width --------------------------------------------------------------------------------------------------------

# --- boilerplate --------------------------------------------------------------------------------------------------

# --- layout -------------------------------------------------------------------------------------------------------

# --- repeats ------------------------------------------------------------------------------------------------------
