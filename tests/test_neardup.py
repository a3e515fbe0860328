"""The kernels against brute force and against datasketch: folding, grams, candidates, differences, signatures."""

from __future__ import annotations

import random
import time
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parkclean.neardup import minhash
from parkclean.neardup.candidates import FLOOR, candidates, repeats_at_all
from parkclean.neardup.decision import copying_makes, differences, place
from parkclean.neardup.rows import beginnings
from parkclean.neardup.shingles import fold, fold_str, gram_hash, gram_hashes, grams, jaccard, stand_together

WORDS = [
    "园区",
    "实验室",
    "企业",
    "产值",
    "增长",
    "的",
    "了",
    "在",
    "去年",
    "今年",
    "建成",
    "三座",
    "五座",
    "开放",
    "团队",
    "入驻",
    "厂房",
    "设备",
    "安装",
    "负责人",
    "介绍",
    "下一步",
    "将",
    "完善",
]


def sentence(rng: random.Random, size: int = 18) -> str:
    return "".join(rng.choice(WORDS) for _ in range(size))


# --- folding ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("３.5 億元，同比增長。", "3.5亿元同比增长"),
        ("1,200 个和 1，200 个", "1200个和1200个"),
        ("共1,234", "共1234"),
        ("共33,3", "共33,3"),
        ("2:1 不是 21", "2:1不是21"),
        ("零下-5℃", "零下-5℃"),
        ("2、3号楼", "2、3号楼"),
        ("“你好！”她说……", "你好她说"),
        ("Ｓnap Drop", "snapdrop"),
        ("一\u200b二\u3000三\u00a0四", "一二三四"),
        ("𠮷野家", "𠮷野家"),
        ("", ""),
        ("一\n二\r\n三", "一\x01二\x01\x01三"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold_str(text) == folded


@given(st.lists(st.sampled_from([*"中國国Ａa，。 \u3000\u200b“·-.１1\n\r", "ｶﾞ", "繁", "繁", "㈠", "𠮷"])).map("".join))
def test_letters_side_by_side_in_a_folded_text_may_stand_together(text: str) -> None:
    folded = fold_str(text)
    for first, second in pairwise(folded):
        if first.isalnum() and second.isalnum():
            assert stand_together(text, first, second)
    assert not stand_together(text, "中", "文")
    assert not stand_together("中，\n国", "中", "国")


@given(st.text())
def test_fold_says_where_every_character_stood(text: str) -> None:
    codes, origin = fold(text)
    assert codes.size == origin.size <= len(text)
    assert all(0 <= i < len(text) for i in origin.tolist())
    assert np.all(np.diff(origin) > 0)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_gram_hashes_are_those_of_single_grams(text: str) -> None:
    codes = np.frombuffer(text.encode("utf-32-le"), np.uint32)
    assert gram_hashes(codes).tolist() == [gram_hash(text[i : i + 5]) for i in range(len(text) - 4)]


# --- candidates -------------------------------------------------------------------------------------------------------


def near_pairs(rows: list[str]) -> set[tuple[int, int]]:
    sets = [grams(row) if len(row) >= 5 else set() for row in rows]
    return {(a, b) for a, b in combinations(range(len(rows)), 2) if jaccard(sets[a], sets[b]) >= FLOOR}


def damaged(rng: random.Random, row: str) -> str:
    """A row with a few characters dropped, added or exchanged, or with an end cut off."""
    chars = list(row)
    for _ in range(rng.randrange(5)):
        at = rng.randrange(len(chars) + 1)
        chars[at : at + rng.randrange(2)] = rng.choice(WORDS)[: rng.randrange(3)]
    start = rng.randrange(10) if rng.random() < 0.4 else 0
    return "".join(chars)[start : len(chars) - (rng.randrange(20) if rng.random() < 0.4 else 0)]


def test_every_near_pair_is_a_candidate() -> None:
    rng = random.Random(7)
    found = 0
    for _ in range(150):
        rows = [sentence(rng, rng.randrange(3, 30)) for _ in range(rng.randrange(2, 8))]
        rows += [damaged(rng, rng.choice(rows)) for _ in range(rng.randrange(6))]
        rng.shuffle(rows)
        rows = list(dict.fromkeys(row for row in rows if row))
        expected = near_pairs(rows)
        found += len(expected)
        assert expected <= {(min(p), max(p)) for p in candidates(rows)}
        if any(len(rows[a]) >= 20 and len(rows[b]) >= 20 for a, b in expected):
            assert repeats_at_all(fold("\n".join(rows)))
    assert found > 100


@given(st.lists(st.text("甲乙丙", min_size=20, max_size=40), min_size=2, max_size=6, unique=True))
@settings(max_examples=200)
def test_every_near_pair_is_a_candidate_in_monotonous_texts(rows: list[str]) -> None:
    expected = near_pairs(rows)
    assert expected <= {(min(p), max(p)) for p in candidates(rows)}
    assert not expected or repeats_at_all(fold("\n".join(rows)))


def test_every_piece_is_a_candidate() -> None:
    rng = random.Random(11)
    for _ in range(100):
        rows = [sentence(rng, 25) for _ in range(5)]
        whole = rng.randrange(5)
        start = rng.randrange(0, 20)
        rows.append(rows[whole][start : start + rng.randrange(6, 25)])
        if rows[-1] in rows[:-1]:
            continue
        assert (whole, 5) in {(p.a, p.b) for p in candidates(rows)}


def test_clean_text_stops_at_the_first_look() -> None:
    rng = random.Random(3)
    letters = [chr(c) for c in range(0x4E00, 0x5600)]
    assert not repeats_at_all(fold("\n".join("".join(rng.choices(letters, k=80)) for _ in range(50))))


# --- differences ------------------------------------------------------------------------------------------------------


@given(st.text("甲乙丙丁", max_size=40), st.text("甲乙丙丁", max_size=40))
def test_differences_turn_one_text_into_the_other(a: str, b: str) -> None:
    out = []
    at = 0
    for d in differences(a, b):
        out.append(a[at : d.i] + b[d.k : d.m])
        at = d.j
    assert "".join(out) + a[at:] == b


@given(st.text("甲乙丙丁戊己", max_size=60))
def test_equal_texts_do_not_differ(text: str) -> None:
    assert differences(text, text) == []


def test_a_piece_is_found_with_small_differences() -> None:
    whole = "园区今年新建的三座实验室全部免费开放已有九个团队入驻预计明年再增加两座"
    found = place("三座实验室全部免费开放已有九团队入驻", whole)
    assert found is not None
    assert whole[found.start : found.end] == "三座实验室全部免费开放已有九个团队入驻"
    assert [(d.j - d.i, whole[d.k : d.m]) for d in found.differences] == [(0, "个")]


def test_a_stranger_has_no_place() -> None:
    assert place("他们把食堂改成了实验室一直忙到深夜", "园区今年新建的三座实验室全部免费开放已有九个团队入驻") is None


@given(st.lists(st.text("甲乙丙", max_size=6)), st.lists(st.text("甲乙丙", max_size=6)))
def test_the_parts_a_row_begins_with(wholes: list[str], parts: list[str]) -> None:
    found = {key: set(starts) for key, starts in beginnings(wholes, parts).items()}
    assert found == {key: {part for part in parts if part != key and key.startswith(part)} for key in wholes}


@pytest.mark.parametrize(
    ("one", "other", "copied"),
    [
        ("的", "", True),
        ("", "了", True),
        ("和", "与", True),
        ("和", "and", True),
        ("地", "的", True),
        ("\ufffd\ufffd", "企业", True),
        ("锟斤拷", "", True),
        ("不", "", False),
        ("甲", "乙", False),
        ("3", "5", False),
        ("应当", "可以", False),
        ("万", "亿", False),
        ("了", "到", False),
        ("的的", "", False),
    ],
)
def test_what_copying_makes(one: str, other: str, copied: bool) -> None:
    assert copying_makes(one, other) is copied
    assert copying_makes(other, one) is copied


# --- signatures -------------------------------------------------------------------------------------------------------


def by_datasketch(rows: list[str], count: int) -> np.ndarray:  # type: ignore[type-arg]
    from datasketch import MinHash

    out = []
    for row in rows:
        one = MinHash(num_perm=count, seed=1, scheme="affine32", hashfunc=gram_hash)
        one.update_batch(sorted(grams(row)))
        out.append(one.hashvalues)
    return np.array(out, np.uint32).reshape(len(rows), count)


def test_signatures_are_those_of_datasketch() -> None:
    rng = random.Random(5)
    pool = [*range(0x4E00, 0x4F00), *range(0x20000, 0x20040), *range(0x61, 0x7B)]
    rows = ["".join(chr(rng.choice(pool)) for _ in range(rng.choice([0, 1, 3, 4, 5, 6, 40, 300]))) for _ in range(300)]
    assert np.array_equal(minhash.signatures(rows), by_datasketch(rows, 128))


@given(st.lists(st.text(st.characters(exclude_characters="\x01\n\r")), max_size=8))
@settings(max_examples=60, deadline=None)
def test_signatures_of_anything(rows: list[str]) -> None:
    assert np.array_equal(minhash.signatures(rows, 16), by_datasketch(rows, 16))


def test_batches_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(9)
    rows = [sentence(rng, rng.randrange(0, 30)) for _ in range(100)]
    whole = minhash.signatures(rows)
    monkeypatch.setattr(minhash, "BATCH", 7)
    monkeypatch.setattr(minhash, "_BATCH_CHARACTERS", 200)
    assert np.array_equal(minhash.signatures(rows), whole)


def test_signatures_go_into_datasketch_and_come_back() -> None:
    from datasketch import MinHashLSH

    rows = [fold_str("园区今年新建的三座实验室全部免费开放"), fold_str("城南的老厂房空了十年才等来新的主人")]
    index = MinHashLSH(threshold=0.5, num_perm=128)
    for n, one in enumerate(minhash.lean(minhash.signatures(rows))):
        index.insert(n, one)
    asked = next(iter(minhash.lean(minhash.signatures([fold_str("园區今年新建的三座實驗室，全部免費開放。")]))))
    assert index.query(asked) == [0]


def test_signatures_estimate_the_jaccard() -> None:
    rng = random.Random(1)
    one = sentence(rng, 60)
    other = one[: len(one) // 2] + sentence(rng, 20) + one[len(one) // 2 :]
    a, b = minhash.signatures([one, other])
    assert abs(float(np.mean(a == b)) - jaccard(grams(one), grams(other))) < 0.12


def test_many_rows_take_linear_time() -> None:
    rng = random.Random(2)
    rows = [sentence(rng, 20) for _ in range(2000)]
    start = time.perf_counter()
    minhash.signatures(rows)
    assert time.perf_counter() - start < 10
