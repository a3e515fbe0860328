"""Cuts: which lines are running text that stops in the middle of a sentence.

What goes on where is decided in `seams.py`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from parkclean.phrases import Phrases
from parkclean.rules import Lines
from parkclean.tables import CAPTION, CLOSING, CODE_START, HAN, LIST_START, RULED, SENTENCE_END

BLANKS = " \t\u00a0\u3000\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f"

SHORTEST = 12
"""A line with fewer characters is no running text: a heading, a byline, a verse."""

HEADING = 20
"""Headings without a comma are seldom longer."""

_RUN = re.compile(f"[{HAN}]+")
_LATIN = re.compile("[A-Za-z0-9 ]+")
BEHIND_END = CLOSING + "*_~`\u200b" + BLANKS
"""What may stand behind the end of a sentence: closing marks, those of Markdown, what cannot be seen."""

_PRIVATE_END = re.compile("[\ue000-\uf8ff]+\\Z")
IN_BRACKETS = re.compile(r"[（(【\[][^（(【\[\]】)）]*[)）】\]]\Z")
_SYMBOL_END = re.compile("(?:[\u2600-\u27bf\ufe0f\U0001f000-\U0001faff]|[:;]-?[DPp])\\Z")
"""Pictographs and emoticons close a sentence without a full stop, or stand behind it."""
_RULED = re.compile(f"[{RULED}]")
_SIGNED = re.compile(f"(?:[。！？…!?”’」』]|^)[ \u3000]*[—─―]{{1,2}} ?[{HAN}·]{{2,8}}\\Z")  # who said it
_DASHES = frozenset("—─―")
_SPOKEN = re.compile("[：:][“「][^“”「」]{1,200}[”」]\\Z|[“「][^“”「」]{0,100}[，。！？；⋯…][^“”「」]{0,100}[”」]\\Z")
"""What somebody says, in clauses of its own: many leave out the mark behind it."""
_LINK_END = re.compile(r"\](?:\([^()\s]*\)|\[[^\[\]\s]*\])\Z")
OTHER_SCRIPT = re.compile("[\u3041-\u3096\u30a1-\u30fa\uac00-\ud7a3]")
"""Kana and Hangul: what is known of seams is Chinese."""
DASHES = "—─―－–~～"
"""Behind these a speaker stops, or is interrupted."""
STOPS = frozenset(SENTENCE_END + DASHES + "：:；;.>﹔﹖﹗﹕｡．⋯‥")
"""What a line ends with that is complete; `>` ends a tag.  A text of such lines has no seams."""
ENDS = STOPS | frozenset(CLOSING)
_CODE = re.compile(CODE_START)
LIST = re.compile(LIST_START)
_CAPTION = re.compile(CAPTION)
COMMA = re.compile("[，,、；;]")
_KEY_WORDS = re.compile("[【［\\[]?[关關][键鍵][词詞字][】］\\]]?[ \u3000]?[:：]")


def stops_short(line: str) -> bool:
    """Whether a line may be running text that stops inside a sentence: cheap, asked of every line."""
    return len(line) >= SHORTEST and not ended(line)


def _may_be_cut(line: str) -> bool:
    """Running Chinese text that stops inside a sentence: no title, byline, list item, table row, code."""
    if not stops_short(line) or line[0] in "#?!=:" or "](" in line[-80:]:
        return False
    if "\t" in line or "|" in line or line[-1] in "`*_" or _CODE.match(line) or _RULED.search(line):
        return False
    if _SYMBOL_END.search(line[-3:]) or (line[-1] in ")]" and _LINK_END.search(line)) or OTHER_SCRIPT.search(line):
        return False
    if (not _DASHES.isdisjoint(line[-11:]) and _SIGNED.search(line)) or (line[-1] in "”」" and _SPOKEN.search(line)):
        return False
    others = len(line) - sum(map(len, _LATIN.findall(line)))
    if sum(map(len, _RUN.findall(line))) * 2 < others:
        return False
    if _KEY_WORDS.match(line):
        return False
    if LIST.match(line) and not COMMA.search(line) and not any(c in line for c in SENTENCE_END):
        return False
    return not _CAPTION.match(line)


def ended(line: str) -> bool:
    """Whether a line ends as paragraphs do; what a private-use character behind the end stands for nobody knows."""
    last = line[-1]
    if "\ue000" <= last <= "\uf8ff":
        line = _PRIVATE_END.sub("", line).rstrip(BLANKS) or "。"
        last = line[-1]
    if last in STOPS or (last in "，、" and line[-2:-1] in ENDS):
        return True
    if last not in BEHIND_END:
        return False
    if line.rstrip(BEHIND_END)[-1:] in STOPS or (last in ")）】" and line[0] in "(（![【"):
        return True
    return last in ")）】]" and IN_BRACKETS.sub("", line).rstrip(BEHIND_END)[-1:] in STOPS


def cuts(text: str, lines: Lines, open_ended: Sequence[int]) -> list[int]:
    """Which lines stop inside a sentence.

    The lines are those of `text`; open_ended: lines of `SHORTEST` characters or more that end in none of `STOPS`.
    """
    texts = lines.texts
    found = [n for n in open_ended if _may_be_cut(texts[n].strip(BLANKS))]
    around = {n: around for n in found if (around := _around_heading(texts, n))}
    standing = Phrases(text, around.values()) if around else ""
    return [n for n in found if n not in around or around[n] in standing]


def _around_heading(texts: Sequence[str], n: int) -> str:
    """The characters at the end of a short line without a comma and behind it; nothing for other lines.

    It is a heading if they stand together nowhere else.
    """
    line = texts[n].strip(BLANKS)
    if len(line) >= HEADING or COMMA.search(line) or any(c in line for c in SENTENCE_END):
        return ""
    behind = next((other for other in texts[n + 1 : n + 4] if other.strip(BLANKS)), "").lstrip(BLANKS)
    return line[-3:] + behind[:3]
