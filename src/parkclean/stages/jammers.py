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
_letters_behind = Beside(STOP, behind=neighbour("", ("!", "~")), fewest=FEWEST)
_KINDS = re.compile("[a-z]+|[A-Z]+|[0-9]+|[^a-zA-Z0-9]+")
_PART = re.compile("(?<=[A-Za-z])[.](?=[A-Za-z])")
"""Between the parts of a name such as `OpenCV.core`."""
_EDGES = "()[]{}<>*.,;:'\"!?-"
_ADDRESS = re.compile(r"https?:|www\.|\.(?:com|cn|net|org|html?)\b|@[a-z]|[(\[{][^)\]}]*\Z|\A[^(\[{]*[)\]}]")


def _jammers(seen: Seen) -> list[tuple[int, int]]:
    """Where the tokens stand."""
    found = list(_TOKEN.finditer(seen.text))
    times = Counter(m["token"] for m in found)
    different = set(filter(is_random, times))
    random = [m for m in found if m["token"] in different]
    if len(different) < FEWEST or len(different) * 10 < len(random) * 9 or len(random) * 2 < len(found):
        return []
    code = seen.once(code_spans)
    return [m.span("token") for m in random if times[m["token"]] == 1 and not code.covers(m.start("token"))]


def is_random(token: str) -> bool:
    """Whether a token is no word, name or address.

    >>> [token for token in ("iPhone", "GB2312", "x7Kq2", "www.a1b2.com", "kq3&mz8", "(a-b-c)") if is_random(token)]
    ['x7Kq2', 'kq3&mz8']
    """
    if _ADDRESS.search(token) or "|" in (token[0], token[-1]):  # the cell of a table
        return False
    if token.startswith("(") and token.endswith(")") and "." in token:  # what a link leads to
        return False
    kinds = max((_KINDS.findall(part) for part in _PART.split(token.strip(_EDGES))), key=len)
    if not any(map(str.isalpha, kinds)):
        return False  # the number of a note or a page
    if not any(map(str.isdigit, kinds)) and (token.islower() or token.isupper() or len(kinds) <= LETTERS):
        return False  # words with hyphens between, and names such as iPhone
    capital = len(kinds) > 1 and len(kinds[0]) == 1 and kinds[0].isupper() and kinds[1].islower()
    return len(kinds) - 1 - capital >= CHANGES


@rule(
    "boilerplate.jammer",
    "Random letters and digits that a site puts between sentences go.",
    when=_letters_behind.then(_jammers),
)
def jammer(text: str, seen: Seen) -> list[Edit]:
    """`。x7Kq2`, `。% k3&mz8` behind sentence after sentence, directly in front of the next one.

    Needs four different ones, and no more of other words in such places.

    >>> clean("花都开了。x7Kq2河边草绿了。pR4t9燕子飞回来了。8hVw3游人多了。Zt5b1")
    '花都开了。河边草绿了。燕子飞回来了。游人多了。'
    >>> clean("他有两台机器。iPhone6s是旧的。iPad4也是旧的。")
    '他有两台机器。iPhone6s是旧的。iPad4也是旧的。'
    """
    return [Edit(start, end, "", "boilerplate.jammer") for start, end in seen.share(_jammers)]
