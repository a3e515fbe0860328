"""The first looks at a text: they never say that there is nothing to do where a rule alone would act.

Both ways are tested, numpy and compiled; what they say apart must make no difference to what comes out.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from cases import load
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import any_text

import parkclean
from parkclean import Pipeline, kinds, quick, rule, tables
from parkclean.cuts import BLANKS
from parkclean.edits import Edit
from parkclean.kinds import BEYOND, BLANK, BREAK, HAN, RETURN, WHITE, Look, kind, kinds_of, neighbour, vague
from parkclean.mojibake.model import common
from parkclean.neardup.candidates import repeats_at_all
from parkclean.neardup.causes import NEAR_ROWS, PAGE, SHORTEST_PIECE
from parkclean.neardup.cuts import SHORT
from parkclean.neardup.decision import skeleton
from parkclean.neardup.findings import copies_in, repeats_in
from parkclean.neardup.shingles import code_points, fold, fold_row
from parkclean.questions import AtEdges, Beside, Gap, GoesOn, InLine, Near, Opens, Question, Stamps, pair_number
from parkclean.rules import RuleStage, Seen, split_lines

HERE = Path(__file__).parent
WAYS: list[quick.Way] = ["numpy", *(["numba"] if find_spec("numba") else [])]  # type: ignore[list-item]
needs_numba = pytest.mark.skipif(len(WAYS) == 1, reason="numba is not installed")


@pytest.fixture(autouse=True)
def the_usual_way() -> Iterator[None]:
    """Whatever a test chooses, the next one starts as users do."""
    yield
    quick.use("auto")


@pytest.fixture
def no_kinds(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """With the kinds that every look needs, and without those that rules take."""
    own = BREAK, RETURN, BEYOND, BLANK, WHITE, HAN
    monkeypatch.setattr(kinds, "_known", {key: bit for key, bit in kinds._known.items() if bit in own})
    monkeypatch.setattr(kinds, "_marks", {BREAK, RETURN, BEYOND})
    kinds._tables.cache_clear()
    yield
    kinds._tables.cache_clear()


def damaged() -> list[str]:
    lines = (HERE / "floor" / "damaged.jsonl").read_bytes().decode("utf-8").strip("\n").split("\n")
    return [json.loads(line)["noisy"] for line in lines]


# --- kinds ------------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("no_kinds")
def test_the_same_characters_are_the_same_kind() -> None:
    assert kind("，。") == kind("。，，")
    assert kind("，。") != kind("，")
    assert bin(kind("，。")).count("1") == 1


@pytest.mark.usefixtures("no_kinds")
def test_a_union_of_kinds_needs_no_new_one() -> None:
    one, other = kind("甲乙"), kind("丙")
    assert kinds_of("甲乙丙") == one | other
    assert kinds_of("甲丙") not in (one, other, one | other)


@pytest.mark.usefixtures("no_kinds")
def test_a_look_finds_marks_and_their_neighbours() -> None:
    marks, letters, han = kind("?"), neighbour("", ("a", "z")), neighbour("", ("一", "鿿"))
    look = Look("为什么?x？？x?")
    assert look.places(marks).tolist() == [3, 8]
    assert look.found(marks) == {"?"}
    assert look.with_neighbour(look.places(marks), -1, han).tolist() == [3]
    assert look.with_neighbour(look.places(marks), 1, letters).tolist() == [3]


@pytest.mark.usefixtures("no_kinds")
def test_a_neighbour_behind_the_edge_is_none() -> None:
    marks = kind("?")
    look = Look("?")
    assert look.with_neighbour(look.places(marks), 1, marks).size == 0
    assert look.with_neighbour(look.places(marks), -1, marks).size == 0


@rule("mine.face", "A face goes.", trigger="😀")
def face(text: str) -> Iterator[Edit]:
    yield Edit(0, len(text), "", "mine.face")


@pytest.mark.parametrize("way", WAYS)
def test_a_trigger_beyond_the_basic_plane_is_not_any_of_them(way: quick.Way) -> None:
    quick.use(way)
    alone = Pipeline((RuleStage("mine", (face,)),))
    assert vague(face.kinds)
    assert alone("好🎉") == "好🎉"
    assert alone("好😀") == ""


@pytest.mark.usefixtures("no_kinds")
@pytest.mark.parametrize("way", WAYS)
def test_more_triggers_than_there_are_bits(way: quick.Way) -> None:
    def footer(text: str) -> Iterator[Edit]:
        yield Edit(0, 1, "", "")

    quick.use(way)
    many = [rule("mine.one", "One.", trigger=chr(0xA500 + n))(footer) for n in range(80)]
    assert any(one.vague for one in many)
    for n, one in enumerate(many):
        alone = Pipeline((RuleStage("mine", (one,)),))
        assert alone("x" + chr(0xA500 + n)) != "x" + chr(0xA500 + n)
        assert alone("x" + chr(0xA600 + n)) == "x" + chr(0xA600 + n)
        other = chr(0xA500 + (n + 1) % 80)
        assert alone("x" + other) == "x" + other


LINES = st.text(alphabet=st.sampled_from("甲。 \u3000\t\u2003\n\r?a\U0001f600\ud800"), max_size=40)


@given(LINES)
@settings(max_examples=300, deadline=None)
def test_lines_are_those_of_the_text(text: str) -> None:
    look, lines = Look(text), split_lines(text)
    assert look.starts.tolist() == lines.starts
    assert look.sizes.tolist() == list(map(len, lines.texts))
    assert [text[a:b] for a, b in zip(look.starts, look.ends, strict=True)] == lines.texts
    blank, han = BLANKS, re.compile(f"[{tables.HAN}]")
    for first, last, line in zip(look.firsts.tolist(), look.lasts.tolist(), lines.texts, strict=True):
        bare = line.rstrip(blank) or line[:1]
        assert bool(first & BREAK) == (line == "")
        assert bool(first & BLANK) == (line[:1] in blank and line != "")
        assert bool(last & HAN) == (bare[-1:] > "\uffff" or han.match(bare[-1:]) is not None)


# --- questions --------------------------------------------------------------------------------------------------------


@needs_numba
@given(any_text())
@settings(max_examples=200, deadline=None)
def test_the_compiled_look_gives_the_same_answers(text: str) -> None:
    quick.use("numba")
    look = Look(text)
    quick.use("numpy")
    seen = Seen(text, "auto")
    assert look.sure == -1
    assert look.present == seen.look.present
    for question in Question.every:
        yes = bool(look.answers & question.bit)
        if (
            isinstance(question, AtEdges | Near | Opens | Stamps)
            or (isinstance(question, Beside) and question.easy)
            or (isinstance(question, InLine) and question.behind[0])
        ):  # numpy says yes sooner, and the rule looks for itself
            assert yes <= (bool(question(seen)) or _counts_as_another(question, seen)), question.numbers
        else:
            assert yes == question(seen), (type(question).__name__, question.numbers)


@pytest.mark.parametrize("way", WAYS)
def test_words_are_looked_for_at_the_edges_only(way: quick.Way) -> None:
    quick.use(way)
    question = next(one for one in Question.every if isinstance(one, AtEdges))
    reach = question.numbers[1]
    for at, found in ((0, True), (reach - 2, True), (reach + 2, False), (2 * reach, False), (3 * reach, True)):
        text = "甲" * at + "位置" + "甲" * (3 * reach - at) + "甲" * (reach // 2)
        assert question(Seen(text, "auto")) == found, at
    assert not any(question(Seen(text, "auto")) for text in ("", "位", "甲" * reach))


def _counts_as_another(question: Question, seen: Seen) -> bool:
    """Whether something is taken for what it is not: `an` has the number of `..`, long lines are looked at in part."""
    if isinstance(question, AtEdges):
        return any(question.table[pair_number(*map(ord, pair))] for pair in pairwise(seen.text))
    if isinstance(question, Opens):
        pairs = {line[:2] for text in seen.lines.texts for line in (text, text.lstrip()) if len(line) > 1}
        return any(question.table[pair_number(*map(ord, pair))] for pair in pairs)
    if isinstance(question, Stamps):
        ends = [re.split(f"[{question.sentence}]", text.rstrip())[-1] for text in seen.lines.texts]
        lines = [line.strip() for text in zip(seen.lines.texts, ends, strict=True) for line in {*text}]
        parts = Counter((len(line), line[:: max(1, len(line) >> 3)]) for line in lines)
        return max(parts.values(), default=0) >= question.times
    return False


@pytest.mark.parametrize("way", WAYS)
def test_a_stamp_is_seen_however_many_lines_stand_above(way: quick.Way) -> None:
    quick.use(way)
    lines = [f"{chr(0x4E00 + n)}厂房空了十年，今年等来了主人。" for n in range(700)]
    stamped = lines + [line + "青河新闻网" for line in lines[:3]]
    stamps = [one for one in Question.every if isinstance(one, Stamps)]
    assert stamps
    assert all(one(Seen("\n".join(stamped), "auto")) for one in stamps)
    assert not any(one(Seen("\n".join(lines), "auto")) for one in stamps)


@pytest.mark.parametrize("way", WAYS)
def test_questions_have_both_answers(way: quick.Way) -> None:
    quick.use(way)
    assert all(not q(Seen("", "auto")) for q in Question.every if not isinstance(q, Gap))
    for q in Question.every:
        if isinstance(q, Gap):
            assert q(Seen("甲\n\n\n乙", "auto"))
            assert not q(Seen("甲\n\n乙", "auto"))
        if isinstance(q, GoesOn):
            line = "老厂房空了十年，接手的是一家做传感器的小公司，只"
            assert q(Seen("\n".join([line] * q.fewest + ["今年等来了"]), "auto"))
            assert not q(Seen("\n".join([line] * q.fewest), "auto"))
            assert not q(Seen("\n".join([line + "有。"] * q.fewest + ["今年等来了"]), "auto"))
            assert not q(Seen("\n\n".join([line] * q.fewest + ["今年等来了"]), "auto"))
            assert not q(Seen("\n".join([line[: q.shortest - 1]] * q.fewest + ["今年等来了"]), "auto"))


# --- rules ------------------------------------------------------------------------------------------------------------

RULES = parkclean.DEFAULT.with_lossy(*(one.id for one in parkclean.DEFAULT.rules())).rules()


def overlooked(text: str) -> list[str]:
    """The rules that would edit a text by themselves, and that the first looks leave out."""
    found = []
    for one in RULES:
        alone = Seen(text, "auto")
        if one.trigger and one.trigger.isdisjoint(text):
            continue
        if not any(True for _ in one.find(text, alone)):
            continue
        stage = RuleStage("alone", (one,))
        if not stage.propose(text, Seen(text, "auto")):
            found.append(one.id)
    return found


@pytest.mark.parametrize("way", WAYS)
def test_no_look_overlooks_a_case(way: quick.Way) -> None:
    quick.use(way)
    assert [(case.label, missed) for case in load() if (missed := overlooked(case.text))] == []


@pytest.mark.parametrize("way", WAYS)
def test_no_look_overlooks_damage(way: quick.Way) -> None:
    quick.use(way)
    some = damaged()[::7]
    assert len(some) > 20
    assert [(n, missed) for n, text in enumerate(some) if (missed := overlooked(text))] == []


@pytest.mark.parametrize("way", WAYS)
@given(any_text())
@settings(max_examples=60, deadline=None)
def test_no_look_overlooks_what_a_rule_would_do(way: quick.Way, text: str) -> None:
    quick.use(way)
    assert overlooked(text) == []


@needs_numba
@given(any_text())
@settings(max_examples=60, deadline=None)
def test_both_ways_give_the_same_layers(text: str) -> None:
    found = []
    for way in WAYS:
        quick.use(way)
        found.append(parkclean.explain(text).layers)
    assert found[0] == found[1]


@needs_numba
def test_both_ways_give_the_same_layers_on_damaged_text() -> None:
    for text in damaged()[3::9]:
        found = []
        for way in WAYS:
            quick.use(way)
            found.append(parkclean.explain(text).layers)
        assert found[0] == found[1]


# --- repeats ----------------------------------------------------------------------------------------------------------

CLAUSE = "园区今年新建的三座实验室全部免费开放，已有九个团队入驻，预计明年再增加两座，都由管委会出资。"
OTHER = "旧厂房空了十年，今年等来了新的主人，是一家做传感器的小公司，手里却有二十几项专利，订单排到了年底。"


@st.composite
def planted(draw: st.DrawFn) -> str:
    """Two paragraphs, and copies and pieces of them with up to three characters dropped, added or exchanged."""
    rows = [CLAUSE, OTHER]
    for _ in range(draw(st.integers(0, 3))):
        row = draw(st.sampled_from([CLAUSE, OTHER]))
        a = draw(st.integers(0, len(row) - 8))
        row = row[a : a + draw(st.integers(8, len(row)))]
        for _ in range(draw(st.integers(0, 3))):
            at = draw(st.integers(0, len(row) - 1))
            row = row[:at] + draw(st.sampled_from(["", "的", "，", "和", "不", " ", "\ufffd", "and"])) + row[at + 1 :]
        rows.insert(draw(st.integers(0, len(rows))), row)
    return draw(st.sampled_from(["\n", "\n\n", "\r\n"])).join(rows)


@pytest.mark.parametrize("way", WAYS)
@given(text=planted())
@settings(max_examples=150, deadline=None)
def test_no_look_overlooks_a_copy(way: quick.Way, text: str) -> None:
    quick.use(way)
    dropped = [found for found in repeats_in(text) if found.dropped]
    assert copies_in(text, code_points(text)) == dropped


DAYS = [f"第{n}天他走过了{chr(0x4E00 + n * 37)}{chr(0x5E00 + n * 41)}桥，又走过了山。" for n in range(70)]
ARTICLES = [
    f"第{n}条 渡口由镇里管理，{day}船每天开行三次，停航须提前公告，告示牌设在码头。" for n, day in enumerate(DAYS)
]
HALVES = ["这座桥修好以后，镇上的人都从这里过河，再也不用等渡", "船了。"]
ROW = "这座桥修好以后，镇上的人都从这里过河，再也不用等渡船了。"


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("rows", "gone"),
    [
        (["园今年新建的三座实验室全部免费开放，已有九", "区今年新建的三座实验室全部免费", CLAUSE, OTHER], 1),
        ([HALVES[0], OTHER, CLAUSE, HALVES[1], CLAUSE, OTHER], 2),
        ([CLAUSE, *DAYS, HALVES[0], CLAUSE, HALVES[1], OTHER], 0),
        ([CLAUSE, OTHER, *DAYS, OTHER, CLAUSE], 0),
        (["渡口管理条例", *ARTICLES, "渡口管理条例", *ARTICLES], 71),
        (["渡口", *ARTICLES[:9], *ARTICLES[1:9]], 0),
        ([*ARTICLES[:4], ARTICLES[2], ARTICLES[0], ARTICLES[1]], 0),
        ([ROW, CLAUSE, ROW[:-1], ROW[:-1]], 2),
    ],
    ids=["worn", "two", "far", "scattered", "statute", "articles", "order", "unfinished"],
)
def test_no_look_overlooks_what_stands_behind_others(way: quick.Way, rows: list[str], gone: int) -> None:
    quick.use(way)
    text = "\n".join(rows)
    dropped = [found for found in repeats_in(text) if found.dropped]
    assert copies_in(text, code_points(text)) == dropped
    assert len(dropped) == gone


@needs_numba
@given(planted())
@settings(max_examples=150, deadline=None)
def test_the_compiled_look_sees_every_text_in_which_something_repeats(text: str) -> None:
    from parkclean import quick_compiled

    if any(found.dropped for found in repeats_in(text)):
        assert repeats_at_all(fold(text))
        assert quick_compiled.pairs(code_points(text)) != []


@needs_numba
def test_nothing_recurs_in_different_paragraphs() -> None:
    from parkclean import quick_compiled

    assert quick_compiled.pairs(code_points(CLAUSE + "\n" + OTHER)) == []
    assert quick_compiled.pairs(np.zeros(0, np.uint32)) == []


def row_pairs(text: str) -> set[tuple[int, int, bool]]:
    """What `standing.pairs` is to find, two by two: rows that are equal but for function words, or one in the other."""
    lines = [(m.start(), fold_row(m.group())) for m in re.finditer(r"[^\r\n]+", text)]
    rows = [(start, key, skeleton(key) or "") for start, key in lines if key]
    found = set()
    for n, (start, key, content) in enumerate(rows):
        if re.match(tables.LIST_START, text[start:]) or len(key) < SHORTEST_PIECE:
            continue
        above = next((m for m in range(n - 1, -1, -1) if rows[m][2] == content), n)
        if above < n and n - above <= PAGE and max(len(key), len(rows[above][1])) >= SHORT:
            found.add((start, rows[above][0], True))
        for m, (other, whole, held) in enumerate(rows):
            near = abs(n - m) <= PAGE if len(key) >= SHORT else 0 < n - m <= NEAR_ROWS
            if near and content in held and len(key) < len(whole):
                found.add((start, other, False))
    return found


@st.composite
def paged(draw: st.DrawFn) -> str:
    """A text of many rows, with copies and pieces near one another and far away."""
    rows = [
        f"第{n}天他走过了{chr(0x4E00 + n * 37)}{chr(0x5E00 + n * 41)}桥，又走过了{chr(0x6E00 + n * 43)}山。"
        for n in range(150)
    ]
    rows = rows[: draw(st.sampled_from([8, 70, 150]))]
    for _ in range(draw(st.integers(1, 5))):
        row = draw(st.sampled_from([CLAUSE, OTHER, "他拿着他的书走了", *rows[:4]]))
        a = draw(st.integers(0, max(0, len(row) - 6)))
        row = row[a:] if draw(st.booleans()) else row[: len(row) - a]
        rows.insert(draw(st.integers(0, len(rows))), row.replace("的", draw(st.sampled_from(["", "和", "and"]))))
    return draw(st.sampled_from(["\n", "\r\n"])).join(rows)


@needs_numba
@given(paged())
@settings(max_examples=150, deadline=None)
def test_pairs_are_those_found_two_by_two(text: str) -> None:
    from parkclean.neardup.standing_compiled import pairs

    for window in (1, 400, 1 << 15):
        found = pairs(code_points(text), window)
        if found is not None:
            assert row_pairs(text) <= {(pair.start, pair.other, pair.equal) for pair in found}


@needs_numba
@given(paged())
@settings(max_examples=100, deadline=None)
def test_both_ways_drop_the_same_rows(text: str) -> None:
    dropped = [found for found in repeats_in(text) if found.dropped]
    for way in WAYS:
        quick.use(way)
        assert copies_in(text, code_points(text)) == dropped


@needs_numba
def test_a_box_is_seen_however_far_away_it_comes_again() -> None:
    from parkclean.neardup.standing_compiled import pairs

    between = [f"这一天他走过了{chr(0x4E00 + n * 37)}{chr(0x5E00 + n * 41)}桥。" for n in range(200)]
    once = code_points("\n".join([ROW, CLAUSE, OTHER, *between, CLAUSE]))
    again = code_points("\n".join([ROW, CLAUSE, OTHER, *between, CLAUSE, OTHER]))
    for window in (1, 400, 1 << 15):
        assert pairs(once, window) == []
        assert pairs(again, window) is None


@needs_numba
def test_rows_that_differ_in_few_characters_make_no_box() -> None:
    from parkclean.neardup.standing_compiled import pairs

    rows = ["".join(chr(0x4E00 + 97 * n + 31 * k) for k in range(48)) + "。" for n in range(4)]
    other = [row[0] + "异" + row[2:] for row in rows]
    assert pairs(code_points("\n".join([*rows, *other]))) == []
    assert pairs(code_points("\n".join([*rows, *other, *rows[:2]]))) is None


@needs_numba
def test_a_short_row_of_function_words_is_told_with_the_rows_close_in_front_that_hold_it() -> None:
    from parkclean.neardup.standing_compiled import pairs

    whole, piece = "世祖采纳了御史台的意见。", "世祖都采纳了。"
    text = f"{CLAUSE}\n{whole}\n{piece}\n{OTHER}"
    found = pairs(code_points(text))
    assert found is not None
    assert [(pair.start, pair.other, pair.equal) for pair in found] == [(text.index(piece), text.index(whole), False)]
    assert pairs(code_points(f"{CLAUSE}\n{piece}\n{OTHER}\n{whole}")) == []
    assert copies_in(text, code_points(text)) == []


@needs_numba
@pytest.mark.parametrize("mark", ["\ufffd", "锟斤拷", "烫烫", "屯屯"])
def test_lost_characters_may_stand_for_others(mark: str) -> None:
    from parkclean.neardup.standing_compiled import pairs

    assert pairs(code_points(CLAUSE + "\n" + mark)) is None
    assert pairs(code_points(CLAUSE + "\n" + mark[0] * (mark[0] != "\ufffd") + "汤")) == []


# --- the way ----------------------------------------------------------------------------------------------------------


def test_an_unknown_way_is_refused() -> None:
    with pytest.raises(ValueError, match='the way is "auto", "numpy" or "numba", not \'fast\''):
        quick.use("fast")  # type: ignore[arg-type]


def test_small_work_does_not_load_numba(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quick, "_load", lambda: pytest.fail("loaded"))
    quick.use("auto")
    assert quick.compiled(1000) is None


def test_numpy_looks_where_numba_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> quick.Compiled:
        raise ImportError("no numba")

    monkeypatch.setattr(quick, "_load", missing)
    quick.use("auto")
    assert quick.compiled(quick.WORTH_LOADING) is None
    assert quick.compiled(1000) is None
    assert parkclean.clean("一\n\n\n\n二") == "一\n\n二"


@needs_numba
def test_much_work_loads_it_once() -> None:
    quick.use("auto")
    assert quick.compiled(quick.WORTH_LOADING - 1) is None
    assert quick.compiled(1) is not None


def test_everyday_characters_call_for_no_rare_rule() -> None:
    """The bits of kinds are used up; what has none of its own shares that of rare ones, and none of these may."""
    everyday = "".join(c for c in common(2000, traditional=False) if c >= "\u4e00")
    assert not Look(everyday).present & kinds.RARE


def test_what_must_not_be_there_has_a_bit_of_its_own() -> None:
    """A kind that shares its bit with others says no where one of those stands: 園 for `#`, as it did."""
    must_not = [bits for one in Question.every if isinstance(one, InLine) for bits in (one.other, *one.enclosed)]
    must_not += [one.ends for one in Question.every if isinstance(one, GoesOn)]
    assert not any(bits & kinds.RARE for bits in must_not)
