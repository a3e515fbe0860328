"""Decides which zones of a text are repaired: a clear margin, Chinese at the end of it, and nobody quoting.

Also undoes damage that was done twice or three times over.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from parkclean.edits import Edit, diff
from parkclean.mojibake.holes import SINGLE_BYTES
from parkclean.mojibake.model import Words, cost, may_cost_more, single
from parkclean.mojibake.recode import (
    BIG5_AS_LATIN1,
    UTF8_AS_GBK,
    Wrong,
    Zone,
    last_mark,
    may_be_exact,
    rough,
    stretches,
    variants,
    whole,
    zones,
)
from parkclean.mojibake.swallowed import swallowed
from parkclean.rules import Seen
from parkclean.tables import ABOUT_CHARSETS, ABOUT_READING, QUOTE_PAIRS, RESIDUE_ALONE

STRONG = 30.0
"""Bits that a repair must save on its own."""
WEAK = 9.0
"""Bits that a repair must save in or beside a line that has a strong one."""
CHINESE = 13.0
"""Bits a character above which a repair does not read as Chinese; prose has 7 to 10, lists of names up to 12."""
BOTH_CHINESE = ("gbk_as_big5", "big5_as_gbk", "gbk_as_cp932", "gbk_as_cp949", "gbk_as_euc_jp")
PAIRS_AS_PAIRS = ("gbk_as_big5", "big5_as_gbk")
"""Both charsets have two bytes for a character of the other one."""
SHOWN_AGAIN = 10
"""One character in so many may be another one where the damage is done again; some fillings are wrong."""
FEW_MORE = 8
"""One character in so many may be ASCII that went with a lost byte."""
SHORT_CHINESE = 11.0
"""Bits a character that a short reading may cost where the damage, too, is Chinese characters: 煦煦 is a word."""
STRANGE_CHINESE = 11.0
"""The same without ASCII for letters of other countries, of which long words may look like rare characters."""
FEW = 4
"""So many characters are no word that is damage by chance."""
QUOTED = 40
"""Longer damage is no quotation."""
EXACT_LATIN = 0.45
EXACT = 0.2
"""The share of characters that must have all their bytes: the rest is read by what stands around it."""
SLACK = 10.0
"""Bits that a whole zone may cost more, for a rare word in it; a short one of unusual characters has less room."""
UNUSUAL = 15.0
"""Bits of a character alone that few texts have."""
VALID = 2.0
"""Bits a character that text may cost more where nearly all of it is valid UTF-8: chance does not make that."""
UNFILLED = 12.0
"""Bits that a hole costs beside a character: it says nothing against the rest."""
DEEPER = 0.75
"""Damage that was done once more costs at least so much less without it."""
TIMES = 3
SHORTEST_TWICE = 6
"""What is left of two characters that were damaged twice."""
NEAR = 2
"""Lines on each side of a sure repair in which another one needs less of its own."""
FAR = 12
"""The same where most lines with signs of a charset of another part of the world are such repairs."""
THROUGHOUT = 5
"""So many sure repairs show that a text is damaged throughout, if hardly one of its lines is sound."""
ALIKE = 3
"""So many lines that end in the same mark tell in which others do."""
CLAUSE = 4
"""So many characters it must have there."""
PART = 8
"""Characters of a line that are looked at together."""
PASSAGE = 6
HALF_WIDTH = "\uff61"
"""Where the half-width marks and kana begin, which Shift-JIS shows for most bytes of GBK."""
ODD = 13.5

_Line = tuple[int, list[Zone]]
"""The number of a line, and what it should read."""

_HAN = re.compile("[\u4e00-\u9fff]")
_MARKS = re.compile(r"[，。、：；！？（）“”‘’《》【】…—→]+[\x20-\x7e]?")
"""Marks that the first bytes of UTF-8 give away: what GBK shows for them is rare."""
_CHINESE_MARK = re.compile("[，。、：；！？（）《》【】]")
"""Marks that no Western text has: of the others `mojibake.western` knows which are meant."""
_NOT_PLAIN = re.compile(r"[^\x00-\x7f]")
_FOREIGN = re.compile("[\u00a0-\u1fff\u2500-\u25ff\uac00-\ud7ff\uff61-\uff9f]")
_KANA = re.compile("[\u3041-\u30fa]")
"""Japanese has them at the same bytes as GBK, its other characters elsewhere."""
_TWICE = re.compile("锟|斤拷|ï¿½")
"""U+FFFD as it looks when it was read wrongly in its turn."""
MARKS_ALIKE = ("euc_jp", "cp949")
"""Charsets that have Chinese marks where GBK has them."""
_CLAUSE_END = re.compile("[，。！？；：、]|$")
LONGEST = 6000
_SPACED = re.compile("(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")
_LOST = re.compile("[?\ufffd€\ue000-\uf8ff]")
_ASCII = re.compile(r"[\x20-\x7e]+")
_ASCII_BEHIND = re.compile(r"(?<=[^\x00-\x7f]{3})[\x00-\x7f].*", re.DOTALL)
"""What stands behind a few characters that are not ASCII, from the first ASCII one on."""


class Taken(set[int]):
    """The numbers of the lines that a rule has explained: they are not offered to the next one."""

    def __init__(self, text: str) -> None:
        super().__init__()


def repairs(
    text: str, wrong: Wrong, others: Sequence[Wrong], seeds: Iterable[int], rule: str, taken: set[int], seen: Seen
) -> list[Edit]:
    """The edits that undo one wrong reading.

    seeds: places in rising order; only the lines around them are looked at.
    taken: the lines that are explained already; those explained here are added.
    """
    hit = _hit(text, wrong, seeds, seen)
    if not hit:
        return []
    lines = seen.lines
    hit = [n for n in hit if n not in taken]
    utf8 = wrong.reader.charset == "utf-8"
    if utf8:
        words = Words(*(whole(wrong, lines.texts[n]) for n in hit), more=seen.once(Words))
        wrong = wrong.knowing(words, _usual(last_mark(wrong, lines.texts[n]) for n in hit))
    found = [(n, good) for n in hit if (good := _good(lines.texts[n], wrong, others))]
    wide = wrong.abroad and 2 * sum(bool(_sure(lines.texts[n], good, wrong)) for n, good in found) >= max(1, len(hit))
    reach = FAR if wide else NEAR
    found += _beside(lines.texts, found, {*taken, *hit}, wrong, reach, lambda line: _good(line, wrong, others))
    found = [
        (n, good)
        for n, good in found
        if _makes_up(lines.texts[n], good, wrong) and not _is_outdone(lines.texts[n], good, wrong, others)
    ]
    found.sort(key=lambda x: x[0])
    if not utf8 and any(not z.lossless for _, good in found for z in good):
        wiser = wrong.knowing(Words(*(z.new for _, good in found for z in good), more=seen.once(Words)))
        found = [
            (n, good if all(z.lossless for z in good) else _good(lines.texts[n], wiser, others)) for n, good in found
        ]
    found = [(n, [z for z in good if not _keeps(lines.texts[n][z.start : z.end], z.new)]) for n, good in found]
    strong = {n for n, good in found if _sure(lines.texts[n], good, wrong)}
    throughout = len(strong) >= THROUGHOUT and _is_throughout(lines.texts, found)
    edits: list[Edit] = []
    for n, good in found:
        done: list[Zone] = []
        near = any(k in strong for k in range(n - NEAR, n + NEAR + 1))
        far = wide and not near and any(k in strong for k in range(n - FAR, n + FAR + 1))
        for zone in good:
            if (
                not (near or (far and _is_clause(zone)))
                or zone.gain < WEAK
                or quoted(lines.texts, n, zone.start, zone.end, throughout=throughout)
            ):
                continue
            taken.add(n)
            done.append(zone)
        for zone, given in zip(done, _given_back(lines.texts[n], done), strict=True):
            edits += _edits(lines.texts[n], _with_colons(zone, given), given, lines.starts[n], rule)
    return edits


def _usual(marks: Iterable[str]) -> str:
    """The mark that most of some lines end in."""
    counts = Counter(filter(None, marks))
    mark, count = max(counts.items(), key=lambda one: one[1], default=("", 0))
    return mark if count >= ALIKE and 2 * count > counts.total() else ""


def _given_back(line: str, done: Sequence[Zone]) -> list[dict[int, str]]:
    """For each repaired zone of a line the ASCII characters that went with lost bytes, by their place in it."""
    found: list[dict[int, str]] = [{} for _ in done]
    places: list[int] = []
    owners: list[tuple[dict[int, str], int]] = []
    parts: list[str] = []
    at = size = 0
    for zone, given in zip(done, found, strict=True):
        parts += [line[at : zone.start], zone.new]
        size += zone.start - at
        places += [size + i for i in zone.swallowed]
        owners += [(given, i) for i in zone.swallowed]
        size += len(zone.new)
        at = zone.end
    if places:
        for (given, i), was in zip(owners, swallowed("".join((*parts, line[at:])), places), strict=True):
            if was is not None:
                given[i] = was
    return found


def _with_colons(zone: Zone, given: dict[int, str]) -> Zone:
    """The zone with a colon where a comma was filled in before a line break: its first two bytes are the same."""
    new = list(zone.new)
    for i, was in given.items():
        if was == "\n" and i and new[i - 1] == "，":
            new[i - 1] = "："
    return zone._replace(new="".join(new)) if given else zone


def _sure(line: str, good: list[Zone], wrong: Wrong) -> list[Zone]:
    """The zones of a line that speak for themselves."""
    return [z for z in good if z.gain >= STRONG and _is_passage(line[z.start : z.end], z, wrong)]


def _makes_up(line: str, good: list[Zone], wrong: Wrong) -> bool:
    """Whether most letters of other countries in a line are damage: a few words of Russian look like it by chance."""
    if not wrong.abroad or wrong.reader.wrong not in SINGLE_BYTES:
        return True
    return 2 * sum(len(_FOREIGN.findall(line, z.start, z.end)) for z in good) >= len(_FOREIGN.findall(line))


def _hit(text: str, wrong: Wrong, seeds: Iterable[int], seen: Seen) -> list[int]:
    """The numbers of the lines with a seed that is strange; one in a line is enough."""
    hit: list[int] = []
    end = 0
    for at in seeds:
        if (
            at < end
            or not (wrong.strange or _odd(_ASCII_BEHIND.sub("", text[at : at + 6])))
            or not _may_read(text[max(0, at - 2) : at + 8], wrong)
        ):
            continue
        starts = seen.lines.starts
        n = bisect_right(starts, at)
        hit.append(n - 1)
        end = starts[n] if n < len(starts) else len(text)
    return hit


def _beside(
    lines: Sequence[str],
    found: list[_Line],
    seen: set[int],
    wrong: Wrong,
    reach: int,
    read: Callable[[str], list[Zone]],
) -> list[_Line]:
    """The strange lines without a seed that stand near a repair, or near another of them: headlines and others."""
    more: list[_Line] = []
    last = found
    while last:
        sure = [n for n, good in last if any(z.gain >= STRONG for z in good)]
        near = {k for n in sure for k in range(max(0, n - reach), n + reach + 1)}
        tried = [k for k in sorted(near - seen) if k < len(lines) and _may_be_beside(lines[k], wrong, reach > NEAR)]
        seen |= near
        last = [(k, good) for k in tried if (good := read(lines[k]))]
        more += last
    return more


def _may_be_beside(line: str, wrong: Wrong, wide: bool) -> bool:
    """Whether a line is strange, or in a wide search a part of it."""
    if not 1 < len(line) < LONGEST or line.isascii():
        return False
    signs = len(_FOREIGN.findall(line)) if wrong.strange else 0
    foreign = signs * (len(line) if wide else 3) >= len(_NOT_PLAIN.findall(line)) if signs else False
    parts = (line[at : at + PART] for at in range(0, len(line), PART)) if wide else (line,)
    return (foreign or any(map(_odd, parts))) and not RESIDUE_ALONE.fullmatch(line)


def _odd(part: str) -> bool:
    """Whether a few characters are too strange for Chinese; damage has 18 to 21 bits a character."""
    limit = ODD * len(part)
    return part[0] < "\u0100" or part[0] >= HALF_WIDTH or (may_cost_more(part, limit) and cost(part) > limit)


def _may_read(part: str, wrong: Wrong) -> bool:
    """Whether two characters side by side can be read from the bytes of a part, or some of it may be lost.

    Asked of Chinese characters only: rare ones are among the seeds of every charset, letters with accents are not.
    """
    if wrong.reader.wrong in SINGLE_BYTES or _LOST.search(part):
        return True
    raw, _ = wrong.back(part)
    two = 6 if wrong.reader.charset == "utf-8" else 4
    return any(m.end() - m.start() >= two for m in wrong.valid.finditer(raw))


def _good(line: str, wrong: Wrong, others: Sequence[Wrong]) -> list[Zone]:
    """The zones of a line that read as Chinese, after whichever reading saves most."""
    found = [_straight(line, one, others) for one in variants(wrong, line)]
    if wrong.reader.wrong in MARKS_ALIKE:
        found.append(_by_clauses(line, wrong))
    good = max(found, key=_saved)
    if len(line) < LONGEST and (not good or _TWICE.search(line)):
        nested = [z for z in _nested(line, wrong, others) if _reads(z, wrong)]
        if _saved(nested) > _saved(good):
            return nested
    return good


def _by_clauses(line: str, wrong: Wrong) -> list[Zone]:
    """The zones of a line of which a part was damaged, clause by clause: the marks are right in both charsets."""
    found: list[Zone] = []
    at = 0
    for m in _CLAUSE_END.finditer(line):
        for zone in zones(wrong, line[at : m.start()]):
            if zone.gain <= 0 or not _reads(zone, wrong):
                continue
            here = zone._replace(start=at + zone.start, end=at + zone.end)
            last = found[-1] if found else None
            if last and _CLAUSE_END.fullmatch(line, last.end, here.start):
                found[-1] = _together(last, line[last.end : here.start], here)
            else:
                found.append(here)
        at = m.end()
    return found


def _together(a: Zone, mark: str, b: Zone) -> Zone:
    new = a.new + mark + b.new
    exact = a.exact + b.exact + len(mark)
    return Zone(a.start, b.end, new, a.gain + b.gain, a.bits + b.bits, a.lossless and b.lossless, exact)


def _is_outdone(line: str, good: list[Zone], wrong: Wrong, others: Sequence[Wrong]) -> bool:
    """Whether letters with accents, some of which UTF-8 might have shown, are GBK throughout."""
    if wrong.reader.charset != "utf-8" or wrong.reader.wrong not in SINGLE_BYTES:
        return False
    shown = sum(z.end - z.start for z in good)
    if shown * 2 > len(line) or shown * 2 > len(_NOT_PLAIN.findall(line)):
        return False
    saved = _saved(good)
    return any(
        _saved(_good(line, other, others)) > saved
        for other in others
        if other.reader.charset != "utf-8" and other.reader.wrong in SINGLE_BYTES
    )


def _straight(line: str, wrong: Wrong, others: Sequence[Wrong]) -> list[Zone]:
    if wrong.name == "big5_as_latin1":
        # GBK fits these letters, too: only a passage tells the two apart.
        found = [z for z in zones(wrong, line) if len(_HAN.findall(z.new)) >= PASSAGE and _reads(z, wrong)]
        shown = sum(len(_NOT_PLAIN.findall(line[z.start : z.end])) for z in found)
        return found if shown * 2 > len(_NOT_PLAIN.findall(line)) else []
    if not may_be_exact(wrong, line):
        return []
    found = [z for z in (_deep(line, z, wrong, others) for z in zones(wrong, line)) if _reads(z, wrong)]
    if wrong.marks and wrong.name == UTF8_AS_GBK.name:
        return [z for z in found if _shows_again(line[z.start : z.end], z.new)]
    return [z for z in found if wrong.name not in PAIRS_AS_PAIRS or _keeps_step(line[z.start : z.end], z.new)]


def _shows_again(old: str, new: str) -> bool:
    """Whether UTF-8 shows nearly the same characters where `?` stands for each byte that no character of GBK has.

    Windows takes the byte behind one along, and is out of step there.
    """
    shown = Counter(new.encode().decode("gbk", "replace").replace("\ufffd", "?"))
    return (shown & Counter(old)).total() * SHOWN_AGAIN >= len(old) * (SHOWN_AGAIN - 1)


def _keeps_step(old: str, new: str) -> bool:
    """Whether pairs of bytes are read as pairs: where no hole shows, hardly a byte of a character becomes ASCII."""
    if _LOST.search(old):
        return True
    more = sum(map(len, _ASCII.findall(new))) - sum(map(len, _ASCII.findall(old)))
    return more * FEW_MORE <= len(new)


def _saved(zones: list[Zone]) -> float:
    return sum(z.gain for z in zones)


def _nested(line: str, wrong: Wrong, others: Sequence[Wrong]) -> Iterator[Zone]:
    """Damage done twice with losses: what was lost the second time is a hole for the first time."""
    for start, end in stretches(wrong, line):
        zone = _twice(line[start:end], start, wrong, others)
        if zone is not None:
            yield zone


def _twice(old: str, start: int, wrong: Wrong, others: Sequence[Wrong]) -> Zone | None:
    first = rough(wrong, old)
    if first is None or first == old:
        return None
    bits = cost(old)
    twice = [rough(other, first) for other in others] if wrong.name.startswith("utf8") else []
    for inner in dict.fromkeys([first, *twice]):
        if inner is not None:
            for last in others:
                whole = _whole(inner, last) if may_be_exact(last, inner) else None
                if whole is not None and whole.bits < 11 * len(whole.new) and _keeps_step(old, whole.new):
                    end = start + len(old)
                    return Zone(start, end, whole.new, bits - whole.bits, whole.bits, False, whole.exact)
    return None


def _reads(zone: Zone, wrong: Wrong) -> bool:
    if not _HAN.search(zone.new):
        if wrong.name == "utf8_as_latin1" and not _CHINESE_MARK.search(zone.new):
            return False
        return wrong.name in ("utf8_as_gbk", "utf8_as_latin1") and _MARKS.fullmatch(zone.new) is not None
    if zone.new.count("\ufffd") * 3 > len(zone.new):
        return False
    signs = len(_NOT_PLAIN.findall(zone.new))
    if 3 * len(_FOREIGN.findall(zone.new)) > signs or 3 * len(_KANA.findall(zone.new)) > signs:
        return False
    share = wrong.strange or (EXACT_LATIN if wrong.reader.wrong in SINGLE_BYTES else EXACT)
    if zone.exact < share * signs:
        return False
    if _SPACED.search(zone.new):
        spaced = _SPACED.sub("", zone.new)
        zone = zone._replace(new=spaced, bits=cost(spaced))
    plain = _ASCII.sub("", zone.new)
    other = len(plain) or 1
    if wrong.strange and cost(plain) > STRANGE_CHINESE * other:
        return False
    most = (CHINESE if len(zone.new) > 3 else CHINESE - 1) * other + 3 * (len(zone.new) - other)
    if other >= FEW and wrong.reader.charset == "utf-8" and zone.exact * 4 >= 3 * signs:
        most += VALID * other
    slack = SLACK if other >= FEW or all(single(c) < UNUSUAL for c in zone.new) else SLACK / FEW * other
    return zone.bits <= most + slack + UNFILLED * zone.new.count("\ufffd")


def _is_passage(old: str, zone: Zone, wrong: Wrong) -> bool:
    """Whether a repair speaks for itself: where the damage is Chinese, too, a few characters may be a rare word."""
    plain = _ASCII.sub("", zone.new)
    length = len(plain)
    if wrong.name == "utf8_as_gbk":
        return length >= FEW or (not _is_plain(old) and _is_plain(zone.new))
    if wrong.name not in BOTH_CHINESE or length >= 8:
        return True
    if "\ufffd" in plain or len(set(plain)) <= 2 or (wrong.abroad and length < FEW):
        return False
    return zone.bits <= SHORT_CHINESE * len(zone.new)


def _is_clause(zone: Zone) -> bool:
    """Whether a repair is long enough to stand far from a sure one."""
    return zone.gain >= CLAUSE * WEAK and len(_HAN.findall(zone.new)) >= CLAUSE


def _is_plain(old: str) -> bool:
    """Whether a text has only characters of GB 2312: UTF-8 read as GBK nearly always has others, a short word none."""
    try:
        old.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _keeps(old: str, new: str) -> bool:
    """Whether a repair leaves a part of the characters alone: another charset changes every one of them."""
    kept = set(_NOT_PLAIN.findall(old))
    found = _HAN.findall(new)
    return 4 * sum(c in kept for c in found) > len(found)


def _deep(line: str, zone: Zone, wrong: Wrong, others: Sequence[Wrong]) -> Zone:
    """The zone after undoing what is left of damage done more than once, if that reads better."""
    if len(zone.new) < SHORTEST_TWICE:
        return zone
    for _ in range(TIMES - 1):
        if _reads(zone, wrong) and len(_HAN.findall(zone.new)) * 3 >= len(_ASCII.sub("", zone.new)):
            break
        better = [z for other in (*others, BIG5_AS_LATIN1) if (z := _whole(zone.new, other)) is not None]
        if not better:
            break
        best = min(better, key=lambda z: z.bits)
        if best.bits > DEEPER * zone.bits:
            break
        saved = zone.bits - best.bits
        zone = Zone(
            zone.start, zone.end, best.new, zone.gain + saved, best.bits, zone.lossless and best.lossless, best.exact
        )
    return zone


def _whole(text: str, wrong: Wrong) -> Zone | None:
    """The text with every zone of one wrong reading repaired."""
    parts = []
    at = 0
    lossless = True
    exact = 0
    for z in zones(wrong, text):
        if z.gain > 0:
            parts += [text[at : z.start], z.new]
            at = z.end
            lossless = lossless and z.lossless
            exact += z.exact
    if not at:
        return None
    parts.append(text[at:])
    new = "".join(parts)
    return Zone(0, len(text), new, 0.0, cost(new), lossless, exact)


def _is_throughout(lines: Sequence[str], found: Sequence[_Line]) -> bool:
    """Whether hardly a line with Chinese is sound: nobody quotes who has no words of his own."""
    damaged = sum(bool(good) for _, good in found)
    return damaged * 5 > 4 * sum(_HAN.search(line) is not None for line in lines)


def quoted(lines: Sequence[str], n: int, start: int, end: int, reading: bool = True, throughout: bool = False) -> bool:
    """Whether the author shows the damage: in quotes or brackets, or in prose about charsets.

    throughout: whether hardly any of the text is sound, so that quotes say nothing.
    """
    if end - start > QUOTED:
        return False
    line = lines[n]
    before, after = line[:start].rstrip()[-1:], line[end:].lstrip()[:1]
    if not throughout and before and QUOTE_PAIRS.get(before) == after and _HAN.search(line[:start] + line[end:]):
        return True
    around = line[max(0, start - 200) : start] + " " + line[end : end + 200]
    if ABOUT_CHARSETS.search(around) or (reading and ABOUT_READING.search(around)):
        return True
    return any(ABOUT_CHARSETS.search(near) is not None for near in _neighbours(lines, n))


def _neighbours(lines: Sequence[str], n: int) -> Iterator[str]:
    """The lines around a line; over short ones, which may be examples too, one looks further."""
    for step in (-1, 1):
        left = 3
        k = n + step
        while left and 0 <= k < len(lines):
            if _HAN.search(lines[k]):
                yield lines[k][:300] if step > 0 else lines[k][-300:]
                left = left - 1 if len(lines[k]) <= QUOTED else 0
            k += step


def _edits(line: str, zone: Zone, given: dict[int, str], offset: int, rule: str) -> Iterator[Edit]:
    """One edit for each stretch between the ASCII that both sides share.

    given: what stands in place of a `?`, by its place in what the zone should read.
    """
    old = line[zone.start : zone.end]
    shared = _ASCII.findall(old)
    if shared != _ASCII.findall(zone.new):
        new = "".join(given.get(i, c) for i, c in enumerate(zone.new)) if given else zone.new
        yield from _loose(old, new, offset + zone.start, rule)
        return
    at = 0
    place = 0
    for m in _ASCII.finditer(old):
        end = zone.new.index(m.group(), place)
        if m.start() > at:
            yield Edit(offset + zone.start + at, offset + zone.start + m.start(), zone.new[place:end], rule)
        at, place = m.end(), end + len(m.group())
        for i in range(end, place) if given else ():
            if i in given:
                mark = offset + zone.start + m.start() + i - end
                yield Edit(mark, mark + 1, given[i], rule)
    if at < len(old) or place < len(zone.new):
        yield Edit(offset + zone.start + at, offset + zone.end, zone.new[place:], rule)


def _loose(old: str, new: str, offset: int, rule: str) -> Iterator[Edit]:
    if len(old) + len(new) > 3000:
        yield Edit(offset, offset + len(old), new, rule)
        return
    yield from diff(old, new, rule, offset)
