"""Repeats inside a document: what never goes, whatever the similarity, and what always goes."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from importlib.util import find_spec

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import parkclean
from parkclean.neardup.findings import are_copies
from parkclean.neardup.shingles import code_points
from parkclean.rules import split_lines
from parkclean.run.shard import duplicates
from parkclean.stages.repeats import findings

CLEAN = parkclean.DEFAULT.only("repeats")

TEMPLATES = [
    "{year}年{month}月，{place}高新区管委会主任{person}在开工仪式上介绍，新建的{thing}位于园区{side}侧，总投资{figure}{unit}元，"
    "{party}{modal}在合同签订之日起{days}日内完成场地平整，{negation}将工程转包给第三人，产值比上年{change}了两成。",
    "根据{place}市人民政府{year}年第{days}号文件，{party}{modal}向{person}同志所在的部门提交申请，{negation}擅自改变{thing}的用途，"
    "违者处以{figure}{unit}元罚款，并在{month}月底以前由{side}区分局公布结果，举报电话的数量同比{change}。",
    "记者{person}从{place}了解到，{thing}项目自{year}年{month}月开工以来，{side}标段的进度{change}，累计完成投资{figure}{unit}元，"
    "施工方表示{party}{modal}按时结算，{negation}拖欠工人工资，余下的工程预计{days}天以后全部完成。",
]
SLOTS: dict[str, list[str]] = {
    "year": ["2019", "2021", "2022", "2024"],
    "month": ["3", "5", "11", "12"],
    "place": ["临溪", "青石", "北塘", "云台"],
    "person": ["龚望舒", "陆采薇", "尤志勤", "冯小满"],
    "thing": ["实验室", "中试基地", "污水处理厂", "人才公寓"],
    "side": ["东", "西", "南", "北"],
    "figure": ["3.5", "35", "8.2", "120"],
    "unit": ["万", "亿", "千"],
    "party": ["甲方", "乙方", "承包人", "发包人"],
    "modal": ["应当", "可以", "必须", "不得"],
    "days": ["10", "15", "30", "60"],
    "negation": ["不", "没有", "已经", "可以"],
    "change": ["增长", "下降", "提高", "减少"],
}


def pairs() -> list[tuple[str, str, str]]:
    """Two paragraphs that differ in one word: a figure, a date, a place, a person, a party, a duty, a direction ..."""
    rng = random.Random(2026)
    found = []
    for template in TEMPLATES:
        for slot, words in SLOTS.items():
            for _ in range(9):
                values = {name: rng.choice(choice) for name, choice in SLOTS.items()}
                one, other = rng.sample(words, 2)
                a, b = (template.format(**{**values, slot: word}) for word in (one, other))
                found.append((slot, a, b))
    return found


PAIRS = pairs()


def test_there_are_enough_pairs() -> None:
    assert len(PAIRS) >= 200
    assert len({(a, b) for _, a, b in PAIRS}) >= 200


@pytest.mark.parametrize("gap", ["\n\n", "\n", "\n\n这是两段之间的一句话，与前后都没有关系。\n\n"])
def test_one_word_makes_another_text(gap: str) -> None:
    assert [slot for slot, a, b in PAIRS if CLEAN(a + gap + b) != a + gap + b] == []


def test_one_word_makes_another_text_beside_damage() -> None:
    copy = "城南园区的老厂房空了十年，今年春天等来了新的主人，是一家做传感器的小公司，只有十一个人。"
    for slot, a, b in PAIRS[::5]:
        text = "\n\n".join([copy, copy, copy[20:], a, b])
        assert CLEAN(text) == "\n\n".join([copy, a, b]), slot


def test_what_nearly_went_is_reported() -> None:
    _, a, b = PAIRS[0]
    (found,) = findings(a + "\n\n" + b)
    assert found.dropped is False
    assert found.kind == "near"
    assert 0.6 <= found.similarity < 1
    assert found.text == b
    assert (a + "\n\n" + b)[found.kept_start : found.kept_end] == a
    assert len(found.differences) == 1


def test_a_finding_names_the_copy_that_stays() -> None:
    one = "园区今年新建了三座实验室，全部免费开放，已有九个团队入驻，预计明年再增加两座。"
    text = f"开头。\n\n{one}\n\n{one}\n\n{one[15:]}\n\n结尾。"
    document = parkclean.explain(text)
    kinds = [(f.kind, f.text, text[f.kept_start : f.kept_end]) for f in document.duplicates()]
    assert kinds == [("exact", one, one), ("contained", one[15:], one)]
    assert document.text == f"开头。\n\n{one}\n\n结尾。"


def test_a_finding_names_the_copy_that_stays_though_the_nearest_one_went() -> None:
    """A cut piece stands twice and its whole once: the pieces are copies of each other, and the whole is kept."""
    long = (
        "园区今年新建了三座实验室，全部免费开放，已有九个团队入驻，其中四个来自外地的高校。"
        "预计明年再增加两座，并为入驻的团队配齐仪器。"
    )
    piece = long[9:]
    other = (
        "城南的老厂房空了十年，今年春天等来了新的主人，是一家做传感器的小公司，只有十一个人，却已经接到了明年的订单。"
    )
    fill = "另外的一段话讲的是第{}件别的事情，和前后都没有关系，也不重复。"
    rows = [piece, *map(fill.format, range(3)), other, other, *map(fill.format, range(3, 6)), long, piece]
    text = "\n\n".join(rows)
    document = parkclean.explain(text)
    went = {f.text: text[f.kept_start : f.kept_end] for f in document.duplicates() if f.dropped}
    assert went == {piece: long, other: other}
    assert long not in [f.text for f in document.duplicates()]
    audited = [(one["line"], one["kept_line"], one.get("via_line")) for one in duplicates(document) if one["dropped"]]
    assert audited == [(1, 19, 21), (11, 9, None), (21, 19, None)]
    for found in document.duplicates():
        assert text[found.kept_start : found.kept_end] in document.text
        if found.dropped:
            assert (found.kind == "exact") == (found.text == text[found.kept_start : found.kept_end])
            assert (found.similarity, found.differences) == (1.0, ())


# --- shapes of damage -------------------------------------------------------------------------------------------------


def paragraph(rng: random.Random) -> str:
    """A paragraph of its own, with commas and full stops."""
    han = [chr(c) for c in range(0x4E00, 0x5A00)]
    sentences = []
    for _ in range(rng.randrange(2, 5)):
        clauses = ["".join(rng.choices(han, k=rng.randrange(6, 16))) for _ in range(rng.randrange(2, 4))]
        sentences.append("，".join(clauses) + "。")
    return "".join(sentences)


@pytest.mark.parametrize("separator", ["\n\n", "\n", "\r\n\r\n", "\r\n"])
@pytest.mark.parametrize("seed", range(6))
def test_copies_and_tails_go(seed: int, separator: str) -> None:
    rng = random.Random(seed)
    paragraphs = [paragraph(rng) for _ in range(8)]
    noisy = []
    for n, one in enumerate(paragraphs):
        noisy.append(one)
        if n % 3 == 0:
            noisy += [one] * rng.randrange(1, 4)
        if n % 3 == 1:
            noisy.append(one[rng.randrange(5, len(one) // 2) :])
        if n % 4 == 2:
            noisy.append(one[: rng.randrange(len(one) // 2, len(one) - 6)].rstrip("，。"))
    assert CLEAN(separator.join(noisy)) == separator.join(paragraphs)


def test_a_repeated_block_goes_with_its_subhead() -> None:
    rng = random.Random(4)
    a, b, end = paragraph(rng), paragraph(rng), paragraph(rng)
    block = [a, "窗口前移", b]
    assert CLEAN("\n\n".join([*block, *block, end])) == "\n\n".join([*block, end])


def test_a_block_repeated_behind_its_closing_paragraph_stays_in_front_of_it() -> None:
    rng = random.Random(6)
    a, b, closing = paragraph(rng), paragraph(rng), paragraph(rng)
    assert CLEAN("\n\n".join([a, b, closing, a, b, a, b])) == "\n\n".join([a, b, closing])


def test_the_complete_copy_stays_even_if_it_comes_last() -> None:
    rng = random.Random(8)
    one, other = paragraph(rng), paragraph(rng)
    assert CLEAN("\n\n".join([one[: len(one) // 2 - 3], other, one])) == "\n\n".join([other, one])


# --- laws -------------------------------------------------------------------------------------------------------------


@given(st.lists(st.sampled_from([a for _, a, _ in PAIRS[:4]] + ["短行", "", "　　缩进", "- 项目"]), max_size=12))
@settings(max_examples=100, deadline=None)
def test_a_second_run_finds_nothing(rows: list[str]) -> None:
    once = CLEAN("\n".join(rows))
    assert CLEAN(once) == once


@given(st.text(alphabet=st.sampled_from("甲乙丙。，\n\r 　12.\ud800\x00"), max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_text_comes_through(text: str) -> None:
    once = CLEAN(text)
    assert CLEAN(once) == once


HOSTILE = {
    "one line": "园区建成了新的实验室，" * 20_000,
    "equal lines": "园区今年新建了三座实验室，全部免费开放，已有九个团队入驻。\n" * 8_000,
    "lines of a template": "".join(f"第{n}号：园区今年新建了三座实验室，全部免费开放。\n" for n in range(8_000)),
    "one character": "啊" * 100_000 + "\n" + "啊" * 99_999,
    "one character in lines": ("啊" * 99 + "\n") * 3_000,
    "breaks": "\n" * 300_000,
    "growing lines": "\n".join("园区建成了新的实验室" * n for n in range(1, 150)),
    "nested pieces": "\n".join(("园区今年新建了三座实验室，全部免费开放。" * 30)[n:] for n in range(500)),
    "numbers": "1,1" * 100_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_time_is_linear(name: str) -> None:
    text = HOSTILE[name]
    start = time.perf_counter()
    findings(text)
    spent = time.perf_counter() - start
    assert spent < 2 + 30e-6 * len(text), f"{spent:.1f} s for {len(text)} characters"


@pytest.mark.skipif(find_spec("numba") is None, reason="numba is not installed")
@pytest.mark.parametrize("name", HOSTILE)
def test_time_is_linear_where_numba_looks_first(name: str) -> None:
    from parkclean.neardup.standing_compiled import pairs

    text = HOSTILE[name]
    pairs(code_points("甲\n乙"))
    start = time.process_time()
    pairs(code_points(text))
    spent = time.process_time() - start
    assert spent < 0.2 + 1e-6 * len(text), f"{spent:.1f} s for {len(text)} characters"


def doubled(count: int) -> str:
    return "园区新建三座实验室，已有团队入驻，明年增加。\n" * 2 * count


def paired(count: int) -> str:
    rows = [f"第{n}号园区新建{n * 7919 % 10007}座实验室，已有团队入驻，明年增加。\n" for n in range(count)]
    return "".join(row * 2 for row in rows)


def begun(count: int) -> str:
    """Paragraphs of which the beginning stands somewhere else, too."""
    rng = random.Random(count)
    rows = ["".join(map(chr, rng.choices(range(0x4E00, 0x8000), k=60))) + "。\n" for _ in range(count)]
    return "".join(rows) + "".join(row[:25] + "。\n" for row in rows)


def test_very_many_repaired_lines_take_linear_time() -> None:
    text = paired(20_000)
    lines = split_lines(text[: len(text) // 2])
    start = time.process_time()
    assert are_copies(text, code_points(text), lines.texts[:-1], lines.starts[:-1])
    spent = time.process_time() - start
    assert spent < 1 + 5e-6 * len(text), f"{spent:.1f} s for {len(text)} characters"


@pytest.mark.parametrize("make", [doubled, paired, begun])
def test_very_many_rows_that_repeat_take_linear_time(make: Callable[[int], str]) -> None:
    def seconds(count: int) -> float:
        found = make(count)
        before = time.process_time()
        CLEAN(found)
        return time.process_time() - before

    seconds(100)
    assert seconds(8000) < 24 * seconds(1000) + 0.5  # squared time would be 64 times
