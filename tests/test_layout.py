"""Layout: sentences that were cut come together again, strangers do not; in linear time and in any text."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import parkclean
from parkclean.cuts import stops_short

CLEAN = parkclean.DEFAULT.only("layout")

ARTICLE = """旧厂房里的新算盘

本报记者 黎明

城南的老厂房空了整整十年，今年春天终于等来了新的主人。接手的是一家做传感器的小公司，员工只有十一个人，手里却握着二十几项专利，订单排到了后年。

搬进来的第一个月，他们没有急着装机器，而是把屋顶翻修了一遍。老板说，屋顶漏雨的地方正好在测试台上方，一滴水就能毁掉半年的数据，这笔钱省不得。

“我们算过一笔账，”他指着墙上的图纸说，“如果在市中心租一间同样大的实验室，一年的租金够买两台进口设备，还不包括物业费和停车费。”

厂房的另一头是食堂，现在改成了中试车间。为了把一台四吨重的烘箱运进来，工人们拆掉了半面墙，又在地板下面加了十二根钢梁，前后忙了两个星期才安装完毕。

附近的居民起初有些担心，怕化工原料会污染地下水。公司请来环保部门检测，结果贴在大门口，每季度更新一次，谁都可以进来看，看不懂的还有人解释。

下一步，园区打算把剩下的三座厂房也改造出来，按照同样的办法租给本地的小企业，前两年免收租金，第三年开始按照实际面积计算。"""

PARAGRAPHS = ARTICLE.split("\n\n")
INTERRUPTIONS = ["▲ 中试车间一角", "- 3 -", "图为改造后的厂房。 资料图片", "（下转第4版）", "第 2 页", "(上接第1版)"]


def cut(rng: random.Random, paragraph: str, between: str) -> str:
    """Cut a paragraph inside a sentence, not beside a mark."""
    places = [
        i
        for i in range(14, len(paragraph) - 6)
        if not any(c in "，。、：；？！“”（）" for c in paragraph[i - 1 : i + 1])
    ]
    at = rng.choice(places)
    return paragraph[:at] + between + paragraph[at:]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_cuts_at_any_place_are_found(newline: str) -> None:
    rng = random.Random(12)
    found = 0
    for _ in range(60):
        chosen = rng.sample(range(2, len(PARAGRAPHS)), 3)
        mark = rng.choice(INTERRUPTIONS)
        between = rng.choice(["\n\n", f"\n\n{mark}\n\n"])
        noisy = [cut(rng, p, between) if n in chosen else p for n, p in enumerate(PARAGRAPHS)]
        out = CLEAN("\n\n".join(noisy).replace("\n", newline))
        found += out == ARTICLE.replace("\n", newline)
    assert found >= 58


def test_a_lost_rest_is_not_replaced_by_a_stranger() -> None:
    """A paragraph is cut, its rest is gone, and another paragraph follows: not much tells the two from one sentence."""
    rng = random.Random(21)
    glued = 0
    for _ in range(100):
        a, b = rng.sample(PARAGRAPHS[2:], 2)
        left = cut(rng, a, "\n\n").partition("\n\n")[0]
        text = "\n\n".join([*PARAGRAPHS[:2], left, b])
        glued += CLEAN(text) != text
    assert glued <= 75, glued


def test_a_lost_rest_that_stands_elsewhere_tells_strangers_apart() -> None:
    rng = random.Random(22)
    for _ in range(60):
        a, b = rng.sample(PARAGRAPHS[2:], 2)
        left = cut(rng, a, "\n\n").partition("\n\n")[0]
        text = "\n\n".join([*PARAGRAPHS[:2], a, left, b])
        assert CLEAN(text) == text


def test_a_heading_never_goes_on() -> None:
    for heading in ["培优做强", "聚焦主业，打造高地", "抓项目 促发展 园区交出答卷", "城南园区：新算盘", "作者：黎明"]:
        for paragraph in PARAGRAPHS[2:]:
            text = "\n\n".join([PARAGRAPHS[2], heading, paragraph])
            assert CLEAN(text) == text


def test_an_article_stays() -> None:
    for old, new in [("", ""), ("\n\n", "\n"), ("\n\n", "\n　　"), ("\n", "\r\n")]:
        text = ARTICLE.replace(old, new) if old else ARTICLE
        assert CLEAN(text) is text


@pytest.mark.parametrize(
    ("line", "short"),
    [
        ("城南的老厂房空了整整十年，今年春天", True),
        ("城南的老厂房空了整整十年。", False),
        ("城南的老厂房空了整整十年。”", False),
        ("**城南的老厂房空了整整十年。**", False),
        ("（城南的老厂房空了整整十年）", False),
        ("城南的老厂房提出三点要求：", False),
        ("城南的老厂房", False),
    ],
)
def test_stops_short(line: str, short: bool) -> None:
    assert stops_short(line) is short


def test_a_line_of_blanks_ends_a_block_of_lines() -> None:
    text = "出不到10美元。扣掉支付手续费和域名费用，这个项目大\n约让我给后来者一点但不要什么都答应；Keep it\n "
    assert parkclean.clean(parkclean.clean(text)) == parkclean.clean(text)


@given(st.text(alphabet=st.sampled_from("园区建成了新的实验室，。“”\n\r 　(1)#|\ud800\x00"), max_size=400))
@settings(max_examples=300, deadline=None)
def test_any_text_comes_through(text: str) -> None:
    once = CLEAN(text)
    assert CLEAN(once) == once


HOSTILE = {
    "one line": "园区建成了新的实验室，" * 30_000,
    "cut lines": "园区建成了新的实验室。并且把原来的旧厂房改成了中试\n\n" * 5_000,
    "different cut lines": "".join(f"园区建成了{n}间新的实验室。并且把原来的旧厂房改成了{n}\n\n" for n in range(5_000)),
    "open quotes": ("“" * 40 + "园区建成了新的实验室，并且\n") * 3_000,
    "closing quotes": "园区建成了新的实验室，并且\n" + "”" * 100_000,
    "blanks": " " * 300_000,
    "blank lines": " \n" * 100_000,
    "breaks": "\n" * 300_000,
    "gaps": "".join(f"园区建成了{n}间新的实验室。\n\n\n\n" for n in range(20_000)),
    "page marks": "园区建成了新的实验室，并且\n" + "- 1 -\n" * 50_000,
    "dashes": "园区建成了新的实验室，并且\n" + "-" * 200_000 + "\n实验室。",
    "indents": "".join(" " * (n % 50) + "园区建成了新的实验室，并且开放。\n" for n in range(5_000)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_time_is_linear(name: str) -> None:
    text = HOSTILE[name]
    CLEAN(text[:2000])
    start = time.perf_counter()
    CLEAN(text)
    spent = time.perf_counter() - start
    assert spent < 2 + 20e-6 * len(text), f"{spent:.1f} s for {len(text)} characters"


def _paragraphs(count: int) -> list[str]:
    return [f"第{n}天，老周把船划到河对岸，在集上卖了一担青菜，天黑以后才慢慢地回家。" for n in range(count)]


CUT = (
    "他想起父亲说过的话，第二年春天就把那条旧船拖上了岸，请人重新刷了一遍桐",
    "油，又换了一副新桨，第一次下水的时候全村的人都来看。",
)
FORGOTTEN = (
    "他在渡口坐了一个下午，看着河水慢慢地涨上来，想起许多年轻时候的事情",
    "集上的人渐渐地少了，卖菜的收了摊子，卖布的也要回家去。",
)


def test_a_mark_forgotten_once_in_a_long_novel() -> None:
    parts = [*_paragraphs(400), *FORGOTTEN]
    novel = "\n\n".join([*parts, *CUT])
    assert parkclean.clean(novel, select=["layout"]) == "\n\n".join([*parts, "".join(CUT)])


def test_clauses_one_a_line() -> None:
    clauses = [f"老周第{n}次把船划到河对岸去卖他自己种的青菜和刚刚收下来的豆子，" for n in range(30)]
    text = "\n".join([*clauses, "天黑以后才慢慢地回家。"])
    assert parkclean.clean(text, select=["layout"]) == text
