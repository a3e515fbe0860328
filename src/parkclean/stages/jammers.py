"""One more rule of stage `boilerplate`: tokens that a site puts between sentences, another one for each copy.

Forums do it against copying (`防复制`): letters, digits and signs at random, small or in the colour of the page.
Words and names behind a full stop stay: they are made of letters of one case, or come again in the text.
"""

from __future__ import annotations

import re
from collections import Counter

from parkclean.codespans import code_spans
from parkclean.edits import Edit
from parkclean.kinds import neighbour
from parkclean.questions import Beside
from parkclean.rules import Seen, rule
from parkclean.stages.sentences import STOP
from parkclean.tables import CLOSING, HAN

FEWEST = 4
"""So many different tokens are no names."""

CHANGES = 2
"""How often the kind of character changes in a token."""

LETTERS = 4
"""A name without figures has at most so many runs of letters of one case."""

_TOKEN = re.compile(
    rf"(?<=[。！？])[{re.escape(CLOSING)}]?(?P<token>(?:% )?[!-~]{{4,20}})(?=[{HAN}“「《（]|[ \t]{{0,4}}(?:[\r\n]|\Z))"
)
_SCRAMBLED = re.compile(rf"(?<=[{HAN}。！？”])(?P<token>[!-~][ -~]{{4,38}}[!-~])(?=[ \t]{{0,4}}(?:[\r\n]|\Z))")
"""What stands behind the last word of a paragraph, blanks and all."""
_RUN = re.compile("[!-~]+")
_WORD = re.compile("[A-Za-z]{4}|[0-9]{4}|[A-Za-z]+(?:[ ,.;:'-]{1,2}[A-Za-z]{2,}){2}")
_MEANT = re.compile(
    r"<[a-z]{1,6} ?/?>|&#?[a-zA-Z0-9]{2,8};|"
    r"\]\(|`|->|\*\*|</|//|[(\[{][#^]|\$[A-Za-z(\\{][^$]{0,38}\$|\A\$[A-Za-z(\\{]|\\[A-Za-z]{2}|\\[nt]|[(\[{]\?:|\]\{\d"
    r"|\b0x[0-9A-Fa-f]|\|.*\||\w\.[a-z]{1,4}:[0-9]|,[^,]{0,12},[^,]{0,12},|\A[0-9]{1,3}(?:\.[0-9]{1,3}){1,4}\.?[a-z]?\Z"
)
"""Signs of Markdown, formulas and programs, codes of errors, cells of a table, and numbers of figures."""
_STOPS = "。！？”"
_letters_behind = Beside(STOP, behind=neighbour("", ("!", "~")), fewest=FEWEST)
_KINDS = re.compile("[a-z]+|[A-Z]+|[0-9]+|[^a-zA-Z0-9]+")
_PART = re.compile("(?<=[A-Za-z])[.](?=[A-Za-z])")
"""Between the parts of a name such as `OpenCV.core`."""
_VERSION = re.compile(r"\(?[A-Za-z]{0,8}[0-9]{1,4}(?:\.[0-9]{1,4})+\.?|[0-9]{1,2}[.、)][A-Z]{2,8}")
"""The version of a program; the number of an item whose first word is a name."""
_EDGES = "()[]{}<>*.,;:'\"!?-"
_NUMBER = re.compile("[0-9]+")
_PAIRS = {"[": "]", "(": ")", "{": "}"}
_ADDRESS = re.compile(r"https?:|www\.|\.(?:com|cn|net|org|html?)\b|@[a-z]|[(\[{][^)\]}]*\Z|\A[^(\[{]*[)\]}]")


def _span(m: re.Match[str]) -> tuple[int, int]:
    """Where a token stands; what comes behind its brackets (`[ref:17]2026年`) is the text's."""
    start, end = m.span("token")
    closed = m["token"].find(_PAIRS.get(m["token"][0], " "))
    return start, start + closed + 1 if m["token"][closed + 1 :].isdecimal() and closed > 0 else end


def _scrambled(text: str, known: set[int]) -> list[re.Match[str]]:
    """What stands scrambled at the ends of lines, if enough of it stands behind sentences."""
    found = [m for m in _SCRAMBLED.finditer(text) if m.start("token") not in known and is_scrambled(m["token"])]
    behind = {m["token"] for m in found if text[m.start("token") - 1] in _STOPS}
    return found if len(behind) + len(known) >= FEWEST else []


def is_random(token: str) -> bool:
    """Whether a token is no word, name or address.

    >>> [token for token in ("iPhone", "GB2312", "x7Kq2", "www.a1b2.com", "kq3&mz8", "(a-b-c)") if is_random(token)]
    ['x7Kq2', 'kq3&mz8']
    """
    if _ADDRESS.search(token) or _MEANT.search(token) or "|" in (token[0], token[-1]):  # the cell of a table
        return False
    if token.startswith("(") and token.endswith(")") and "." in token:  # what a link leads to
        return False
    if _VERSION.fullmatch(token):
        return False
    kinds = max((_KINDS.findall(part) for part in _PART.split(token.strip(_EDGES))), key=len)
    if not any(map(str.isalpha, kinds)):
        return False  # the number of a note or a page
    if not any(map(str.isdigit, kinds)) and (token.islower() or token.isupper() or len(kinds) <= LETTERS):
        return False  # words with hyphens between, and names such as iPhone
    capital = len(kinds) > 1 and len(kinds[0]) == 1 and kinds[0].isupper() and kinds[1].islower()
    return len(kinds) - 1 - capital >= CHANGES


def is_scrambled(token: str) -> bool:
    """Whether letters, figures and signs stand one by one, as no words, numbers or addresses do.

    >>> [token for token in ("iPhone 6s (32 GB)", "R3& n9 d) s* f5", "CC BY-SA 4.0") if is_scrambled(token)]
    ['R3& n9 d) s* f5']
    """
    plain = token.replace(" ", "")
    if _VERSION.fullmatch(plain):
        return False
    kinds = _KINDS.findall(plain)
    signs = sum(not c.isalnum() for c in plain)
    return (
        len(plain) >= 6
        and signs >= 2
        and any(map(str.isalpha, plain))
        and (any(map(str.isdigit, plain)) or signs >= 4)
        and len(kinds) * 2 >= len(plain)
        and not _WORD.search(token)
        and not _MEANT.search(token)
    )


@rule(
    "boilerplate.jammer",
    "Random letters and digits that a site puts between sentences go.",
    when=_letters_behind,
)
def jammer(text: str, seen: Seen) -> list[Edit]:
    """`。x7Kq2`, `。% k3&mz8` behind sentence after sentence, directly in front of the next one.

    So do letters, figures and signs with blanks between (`R3& n9 d) s*`) at the ends of paragraphs.
    Needs four different ones, and no more of other words in such places.

    >>> clean("花都开了。x7Kq2河边草绿了。pR4t9燕子飞回来了。8hVw3游人多了。Zt5b1")
    '花都开了。河边草绿了。燕子飞回来了。游人多了。'
    >>> clean("他有两台机器。iPhone6s是旧的。iPad4也是旧的。")
    '他有两台机器。iPhone6s是旧的。iPad4也是旧的。'
    """
    found = list(_TOKEN.finditer(text))
    starts = {m.start("token") for m in found}
    found += _scrambled(text, starts)
    random = [m for m in found if is_random(m["token"]) or is_scrambled(m["token"])]
    times = Counter(m["token"] for m in random)
    words = Counter(map(str.lower, _RUN.findall(text))) if random else times
    different = {token for token in times if words[token.lower()] < 2}
    shapes = {_NUMBER.sub("0", token) for token in different}
    if len(shapes) * 2 < len(different):
        return []  # the numbers of one kind of thing: `[ref:1]`, `[ref:2]`
    if len(different) < FEWEST or len(different) * 10 < len(random) * 9 or len(random) * 2 < len(found):
        return []
    code = seen.once(code_spans)
    once = sorted(_span(m) for m in random if times[m["token"]] == 1)
    return [Edit(start, end, "", "boilerplate.jammer") for start, end in once if not code.covers(start)]
