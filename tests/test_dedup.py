"""`dedup` against brute force: whatever the order, the batches, the threads and the kernel."""

from __future__ import annotations

import random
from importlib.util import find_spec
from itertools import combinations

import numpy as np
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from test_repeats import PAIRS, paragraph

import parkclean
from parkclean.neardup import arrays, bands, interchange, minhash, scan
from parkclean.neardup.results import Deduped
from parkclean.neardup.shingles import TAG, decode, fold_row, grams, jaccard

KERNELS = ["numpy"] + (["numba"] if find_spec("numba") else [])
needs_numba = pytest.mark.skipif(len(KERNELS) == 1, reason="numba is not installed")

HAN = "园区今年新建了三座实验室全部免费开放已有九个团队入驻预计明年再增加两座"


def answer(found: Deduped) -> object:
    gone = [(d.row, d.kept_row, d.kind, d.similarity) for d in found.dropped]
    return (
        found.kept,
        gone,
        found.too_common,
        [(d.row, d.kept_row, d.kind, d.similarity) for d in found.borderline(10**9)],
    )


def mutant(rng: random.Random, row: str) -> str:
    """A row with up to four characters dropped, added or exchanged."""
    chars = list(row)
    for _ in range(rng.randrange(5)):
        at = rng.randrange(len(chars) + 1)
        chars[at : at + rng.randrange(2)] = rng.sample(HAN, rng.randrange(2))
    return "".join(chars)


def corpus(seed: int, size: int = 300) -> list[str]:
    """Paragraphs, copies, mutants, pieces, short and empty rows, in any order."""
    rng = random.Random(seed)
    rows = [paragraph(rng) for _ in range(size)]
    for _ in range(size):
        one = rng.choice(rows)
        start = rng.randrange(len(one) // 2 + 1)
        rows.append(
            rng.choice(
                [one, mutant(rng, one), one[start:], one.replace("，", ","), one[:3], "", "。", "啊", one + "\n"]
            )
        )
    rng.shuffle(rows)
    return rows


def similarity(a: str, b: str) -> float:
    return jaccard(grams(fold_row(a)), grams(fold_row(b)))


# --- the kernels ------------------------------------------------------------------------------------------------------


def read(rows: list[str]) -> tuple[np.ndarray, np.ndarray]:  # type: ignore[type-arg]
    ends = np.cumsum(np.array([len(row) + 1 for row in rows], np.int64))
    return np.frombuffer(("\n".join(rows) + "\n").encode("utf-32-le", "surrogatepass"), np.uint32), ends


MIXED = st.text(
    st.one_of(st.sampled_from("甲乙丙丁123,.:-，．３４ \n\rＡa𠮷\ud800\x00後乾"), st.characters()), max_size=60
)


@given(st.lists(MIXED, min_size=1, max_size=12))
@settings(max_examples=150, deadline=None)
def test_rows_fold_together_as_they_fold_alone(rows: list[str]) -> None:
    codes, sizes = arrays.fold(*read(rows))
    ends = np.cumsum(sizes).tolist()
    assert [decode(codes[a:b]) for a, b in zip([0, *ends], ends, strict=False)] == [fold_row(row) for row in rows]


def same_numbers(rows: list[str]) -> None:
    """Both kernels say the same of the rows, in every function."""
    from parkclean.neardup import compiled

    codes, sizes = arrays.fold(*read(rows))
    again = compiled.fold(*read(rows))
    assert np.array_equal(codes, again[0])
    assert np.array_equal(sizes, again[1])
    assert np.array_equal(arrays.digests(codes, sizes), compiled.digests(codes, sizes))
    for a, b in zip(arrays.fingerprints(codes, sizes), compiled.fingerprints(codes, sizes), strict=True):
        assert np.array_equal(a, b)
    for threshold in (0.8, 0.5, 0.95):
        shape = bands.shape(threshold)
        one, other = (np.zeros((shape.bands, len(rows)), np.uint32) for _ in range(2))
        arrays.band_keys(codes, sizes, shape, one)
        compiled.band_keys(codes, sizes, shape, other)
        assert np.array_equal(one, other)
    one, other = (np.zeros((len(rows), 128), np.uint32) for _ in range(2))
    arrays.signatures(codes, sizes, one)
    compiled.signatures(codes, sizes, other)
    assert np.array_equal(one, other)


@needs_numba
@given(st.lists(MIXED, min_size=1, max_size=12))
@settings(max_examples=150, deadline=None)
def test_kernels_agree(rows: list[str]) -> None:
    same_numbers(rows)


@needs_numba
@pytest.mark.parametrize("seed", range(3))
def test_kernels_agree_on_a_corpus(seed: int) -> None:
    same_numbers(corpus(seed, 100))


@needs_numba
@given(st.lists(MIXED | st.text("甲乙\0𠮷", max_size=12), min_size=3, max_size=3))
@settings(max_examples=300, deadline=None)
@example(["甲甲甲", "甲甲甲", "甲甲"])
@example(["\0\0甲", "\0甲", "甲\0"])
def test_kernels_agree_on_shared_words(rows: list[str]) -> None:
    from parkclean.neardup import compiled

    key, *others = rows
    sizes = []
    for kernel in (arrays, compiled):
        shared = kernel.words_with(key)
        one, other = map(shared, others)
        sizes.append((len(one), len(other), len(one & other), len(shared(key))))
    assert sizes[0] == sizes[1]


@pytest.mark.parametrize("name", KERNELS)
@given(st.lists(st.text("甲乙丙丁𠮷", min_size=5, max_size=40), min_size=2, max_size=10), st.randoms())
@settings(max_examples=80, deadline=None)
def test_the_exact_check_is_exact(name: str, rows: list[str], rng: random.Random) -> None:
    kernel = scan.load_kernel(name, rows)  # type: ignore[arg-type]
    pairs = [(a, rng.randrange(len(rows))) for a in range(len(rows)) for _ in range(2)]
    a, b = (np.array(side, np.int64) for side in zip(*pairs, strict=True))
    found = kernel.jaccards(*kernel.fold(*read(rows)), a, b).tolist()
    assert found == [similarity(rows[x], rows[y]) for x, y in pairs]
    numbers, counts = kernel.gram_sets(*kernel.fold(*read(rows)))
    starts = np.concatenate([[0], counts.cumsum()])
    assert counts.tolist() == [len(grams(fold_row(row))) for row in rows]
    for x, row in enumerate(rows):
        some = np.array([rng.randrange(len(rows)) for _ in range(3)])
        mine = numbers[starts[x] : starts[x + 1]]
        assert mine.tolist() == sorted(set(mine.tolist()))
        asked = kernel.jaccards_of(mine, numbers, starts, some).tolist()
        assert asked == [similarity(row, rows[y]) for y in some.tolist()]


@needs_numba
def test_signatures_are_those_of_datasketch() -> None:
    """10,000 rows, astral characters and rows shorter than a gram among them."""
    from test_neardup import by_datasketch

    from parkclean.neardup import compiled

    rng = random.Random(5)
    pool = [*range(0x4E00, 0x4F00), *range(0x20000, 0x20040), *range(0x61, 0x7B)]
    rows = ["".join(map(chr, rng.choices(pool, k=rng.choice([0, 1, 3, 4, 5, 6, 13, 40])))) for _ in range(10_000)]
    codes, sizes = read(rows)
    matrix = np.empty((len(rows), minhash.PERMUTATIONS), np.uint32)
    compiled.signatures(codes[codes != 10], np.diff(sizes, prepend=0) - 1, matrix)
    assert np.array_equal(matrix, by_datasketch(rows, minhash.PERMUTATIONS))


# --- the answer -------------------------------------------------------------------------------------------------------


@needs_numba
@pytest.mark.parametrize("differences", ["copying", "any"])
@pytest.mark.parametrize("seed", range(3))
def test_kernels_give_the_same_answer(seed: int, differences: str) -> None:
    rows = corpus(seed)
    one, other = (
        parkclean.dedup(rows, differences=differences, contained=True, kernel=name)  # type: ignore[arg-type]
        for name in ("numpy", "numba")
    )
    assert answer(one) == answer(other)


def clauses(seed: int) -> list[str]:
    """Rows of a few templates, most of them alike, with more kept rows than are compared, and pieces of some."""
    rng = random.Random(seed)
    rows = []
    for _ in range(4):
        one = "".join(map(chr, rng.choices(range(0x4E00, 0x6000), k=70)))
        for _ in range(200):
            chars = list(one)
            for at in rng.sample(range(70), rng.choice([0, 1, 2, 4, 5, 6, 8])):
                chars[at] = rng.choice(HAN)
            rows.append("".join(chars)[: rng.choice([70, 70, 69, 40])] + rng.choice(["", "。", "。”", "\n"]))
    head, tail = HAN[:16], HAN[16:]
    rows += [f"{head}第{n:03}号{tail}{rng.choice(['', '的'])}。" for n in range(300)]
    rng.shuffle(rows)
    return rows


@needs_numba
@pytest.mark.parametrize("contained", [False, True])
@pytest.mark.parametrize(("differences", "threshold"), [("any", 0.8), ("any", 0.6), ("any", 0.95), ("copying", 0.8)])
def test_kernels_decide_alike_on_templates(differences: str, threshold: float, contained: bool) -> None:
    rows = clauses(4)
    one, other = (
        parkclean.dedup(rows, differences=differences, threshold=threshold, contained=contained, kernel=name)  # type: ignore[arg-type]
        for name in ("numpy", "numba")
    )
    assert answer(one) == answer(other)
    assert one.nearly
    assert bool(one.too_common) == (threshold == 0.8)
    assert differences == "copying" or any(gone.kind == "near" for gone in one.dropped)


@pytest.mark.parametrize("kernel", KERNELS)
def test_what_stays_of_a_template_is_compared(kernel: str) -> None:
    """Against brute force: who goes was near, who stays is not near to another one that stays."""
    rows = clauses(5)
    found = parkclean.dedup(rows, differences="any", kernel=kernel)  # type: ignore[arg-type]
    kept = set(found.kept)
    sets = [grams(fold_row(row)) for row in rows]
    for gone in found.dropped:
        if gone.kind == "near":
            assert gone.kept_row in kept
            assert gone.similarity == jaccard(sets[gone.row], sets[gone.kept_row]) >= 0.8
    for seen in found.borderline(10**9):
        assert 0.7 <= seen.similarity == jaccard(sets[seen.row], sets[seen.kept_row]) < 0.8
    common = set(found.too_common)
    missed = [
        (a, b)
        for a, b in combinations(sorted(kept), 2)
        if len(rows[a]) > 60 and not {a, b} & common and jaccard(sets[a], sets[b]) >= 0.85
    ]
    assert len(missed) <= 2


@pytest.mark.parametrize("differences", ["copying", "any"])
@pytest.mark.parametrize("kernel", KERNELS)
def test_batches_and_threads_do_not_show(kernel: str, differences: str) -> None:
    rows = corpus(7)
    whole = answer(parkclean.dedup(rows, differences=differences, kernel=kernel))  # type: ignore[arg-type]
    for batch, threads in ((1, 1), (7, 3), (100, 2)):
        found = parkclean.dedup(rows, differences=differences, kernel=kernel, batch=batch, threads=threads)  # type: ignore[arg-type]
        assert answer(found) == whole


@pytest.mark.parametrize("seed", range(5))
def test_every_removal_is_right_and_names_a_kept_row(seed: int) -> None:
    rows = corpus(seed)
    found = parkclean.dedup(rows, differences="any")
    kept = set(found.kept)
    assert kept | {d.row for d in found.dropped} == set(range(len(rows)))
    for gone in found.dropped:
        assert gone.kept_row in kept
        a, b = rows[gone.row], rows[gone.kept_row]
        assert a == b or (similarity(a, b) == gone.similarity >= 0.8)
    assert sum(d.kind == "near" for d in found.dropped) > 10


@pytest.mark.parametrize("differences", ["copying", "any"])
@pytest.mark.parametrize("seed", range(5))
def test_a_second_run_drops_nothing(seed: int, differences: str) -> None:
    rows = corpus(seed)
    once = parkclean.dedup(rows, differences=differences)  # type: ignore[arg-type]
    assert parkclean.dedup([rows[n] for n in once.kept], differences=differences).dropped == []  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", range(5))
def test_nearly_everything_from_the_threshold_on_is_found(seed: int) -> None:
    rows = corpus(seed, 150)
    kept = parkclean.dedup(rows, differences="any").kept
    sets = {n: grams(fold_row(rows[n])) for n in kept if len(fold_row(rows[n])) >= 5}
    assert sum(jaccard(sets[a], sets[b]) >= 0.85 for a, b in combinations(sets, 2)) <= 1


@pytest.mark.parametrize("seed", range(3))
def test_the_order_decides_only_which_copy_stays(seed: int) -> None:
    rng = random.Random(seed)
    rows = [paragraph(rng) for _ in range(50)]
    rows += [row.replace("，", ",") for row in rows[::2]] + [row[:-1] + "，啊。" for row in rows[::3]]
    mixed = list(rows)
    rng.shuffle(mixed)
    one, other = (parkclean.dedup(r, differences="any", threshold=0.7) for r in (rows, mixed))
    texts = [sorted(fold_row(r[n])[:20] for n in found.kept) for r, found in ((rows, one), (mixed, other))]
    assert texts[0] == texts[1]
    assert len(texts[0]) == 50


@given(st.integers(0, 10**6), st.permutations(range(40)), st.sampled_from(["copying", "any"]))
@example(57706, [36, *range(36), 37, 38, 39], "copying")
@settings(max_examples=60, deadline=None)
def test_without_near_copies_the_same_texts_stay_in_any_order(seed: int, order: list[int], differences: str) -> None:
    rng = random.Random(seed)
    rows = [paragraph(rng) for _ in range(12)]
    for _ in range(28):
        one = rng.choice(rows[:12])
        size = rng.randrange(len(one) // 4, len(one) * 2 // 3)
        start = rng.randrange(len(one) - size)
        rows.append(rng.choice([one, one.replace("，", ","), one[start : start + size], one[-size:]]))

    def kept(rows: list[str]) -> list[str]:
        found = parkclean.dedup(rows, differences=differences, scope="documents", contained=True)  # type: ignore[arg-type]
        assume(all(one.kind != "near" for one in found.dropped))  # pieces may be near copies of each other
        return sorted(fold_row(rows[n]) for n in found.kept)

    assert kept([rows[n] for n in order]) == kept(rows)


@given(
    st.lists(st.one_of(MIXED, st.sampled_from([HAN, HAN[:-1], HAN + "的", HAN * 3])), max_size=12),
    st.sampled_from(["copying", "any"]),
    st.sampled_from([0.05, 0.5, 0.8, 1.0]),
)
@settings(max_examples=150, deadline=None)
def test_any_rows_come_through(rows: list[str], differences: str, threshold: float) -> None:
    found = parkclean.dedup(rows, differences=differences, threshold=threshold)  # type: ignore[arg-type]
    assert len(found.kept) + len(found.dropped) == len(rows)
    assert all(d.kept_row in found.kept and d.differences is not None for d in found.dropped)
    again = parkclean.dedup([rows[n] for n in found.kept], differences=differences, threshold=threshold)  # type: ignore[arg-type]
    assert again.dropped == []


# --- the decision -----------------------------------------------------------------------------------------------------


def test_one_word_makes_another_text() -> None:
    """A figure, a date, a place, a person, a party, a duty, a unit, a direction: no copy differs in these."""
    for slot, a, b in PAIRS:
        assert parkclean.dedup([a, b]).kept == [0, 1], slot
    rows = list(dict.fromkeys(row for _, a, b in PAIRS for row in (a, b)))
    assert len(rows) >= 200
    assert parkclean.dedup(rows).kept == list(range(len(rows)))
    assert parkclean.dedup(rows, scope="documents").kept == list(range(len(rows)))
    assert len(parkclean.dedup(rows, differences="any").kept) <= len(rows) / 2


def test_short_and_empty_rows_are_equal_only_as_they_stand() -> None:
    rows = ["", "", "。", "……", "啊", "啊！", "啊", " ", "本报记者 黎明", "本报记者黎明", "真的吗？", "真的吗。"]
    assert [(d.row, d.kept_row) for d in parkclean.dedup(rows).dropped] == [(1, 0), (6, 4)]
    assert [(d.row, d.kept_row) for d in parkclean.dedup(rows, differences="any").dropped] == [(1, 0), (6, 4), (9, 8)]


def test_the_complete_copy_stays() -> None:
    one = "园区今年新建的三座实验室全部免费开放，已有九个团队入驻，明年再增加两座，周边的道路和食堂也在施工"
    assert parkclean.dedup([one, one + "。"]).kept == [1]
    assert parkclean.dedup([one.replace("的", "", 1), one + "。"]).kept == [1]


def test_a_copy_stays_where_its_neighbours_continue_it() -> None:
    before = "长治高新区的半导体企业去年扩建了两条生产线，深紫外芯片的订单排到了年底，工人们轮班赶制这批芯片。"
    one = "这批深紫外芯片的生产线由半导体企业自己设计，长治高新区为扩建提供了厂房，去年的订单因此没有拖延到年底。"
    other = "城南的老食堂重新开张，来吃饭的人从早排到晚，师傅说面条卖得最快，馒头次之。"
    assert parkclean.dedup([other, one, other[::-1], before, one]).kept == [0, 2, 3, 4]
    assert parkclean.dedup([other, one, other[::-1], before, one], scope="documents").kept == [0, 1, 2, 3]


def test_a_cut_piece_goes_and_a_quotation_stays() -> None:
    one = "园区今年新建的三座实验室全部免费开放，已有九个团队入驻。明年再增加两座实验室，周边食堂也在施工，秋天完工。"
    tail, quoted = one[12:], one[one.index("明年") :]
    found = parkclean.dedup([tail, "别的事情。", one, quoted])
    assert [(d.row, d.kept_row, d.kind) for d in found.dropped] == [(0, 2, "contained")]
    assert [(d.row, d.kept_row, d.kind) for d in found.borderline()] == [(3, 2, "contained")]
    assert parkclean.dedup([tail, one, quoted], differences="any").kept == [0, 1, 2]
    assert parkclean.dedup([tail, one, quoted], differences="any", contained=True).kept == [1]


@pytest.mark.parametrize("kernel", KERNELS)
def test_every_planted_piece_is_found(kernel: str) -> None:
    rng = random.Random(12)
    wholes = [paragraph(rng) + paragraph(rng) for _ in range(300)]
    pieces = []
    for whole in wholes:
        size = max(24, int(len(whole) * rng.uniform(0.15, 0.6)))
        start = rng.randrange(len(whole) - size)
        pieces.append(whole[start : start + size])
    rows = wholes + pieces
    found = parkclean.dedup(rows, differences="any", contained=True, kernel=kernel)  # type: ignore[arg-type]
    long = [n for n in range(300, 600) if len(fold_row(rows[n])) >= 20]
    assert {d.row: d.kept_row for d in found.dropped} == {n: n - 300 for n in long}


# --- bad input --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (["一" * 2000] * 5000 + [None], "dedup: row 5000 is None, not str; leave it out or pass an empty string"),
        (["一", None], "dedup: row 1 is None, not str; leave it out or pass an empty string"),
        ([1.5], "dedup: row 0 is float, not str; leave it out or pass an empty string"),
        (["一", b"x"], "dedup: row 1 is bytes, not str; decode it first"),
        ("一段文字", "dedup needs a sequence of rows, not one str"),
        (b"x", "dedup needs a sequence of rows, not one bytes"),
    ],
)
def test_what_is_no_row_is_refused(rows: list[str], message: str) -> None:
    with pytest.raises(TypeError) as error:
        parkclean.dedup(rows)
    assert str(error.value) == message


@pytest.mark.parametrize("threshold", [0, -1, 1.01, float("nan"), float("inf")])
def test_a_threshold_outside_is_refused(threshold: float) -> None:
    with pytest.raises(ValueError, match=r"^threshold must be above 0 and at most 1, not "):
        parkclean.dedup(["一"], threshold=threshold)


def test_wrong_options_are_refused() -> None:
    with pytest.raises(TypeError, match=r"^threshold must be a number, not str$"):
        parkclean.dedup([], threshold="0.8")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r'^differences must be "copying" or "any", not \'all\'$'):
        parkclean.dedup([], differences="all")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"^threads must be a whole number from 1 on, not 0$"):
        parkclean.dedup([], threads=0)


@pytest.mark.parametrize("kernel", KERNELS)
def test_nothing_and_little(kernel: str) -> None:
    assert parkclean.dedup([], kernel=kernel).kept == []  # type: ignore[arg-type]
    assert repr(parkclean.dedup([])) == "Deduped(0 rows: 0 kept)"
    assert parkclean.dedup(["一"], kernel=kernel).kept == [0]  # type: ignore[arg-type]
    assert parkclean.dedup(iter(["\ud800" * 30, "\ud800" * 30]), kernel=kernel).kept == [0]  # type: ignore[arg-type]


# --- datasketch -------------------------------------------------------------------------------------------------------


def test_signatures_travel_as_bytes() -> None:
    rows = [HAN, HAN[:-3], "𠮷野家开了新店铺"]
    for one in interchange.signatures(rows):
        again = interchange.from_bytes(interchange.to_bytes(one))
        assert again == one
        assert type(again).__name__ == "LeanMinHash"


def test_damaged_signatures_are_refused() -> None:
    (one,) = interchange.signatures([HAN])
    data = interchange.to_bytes(one)
    head = 2 + len(TAG)
    for n in range(len(data)):
        with pytest.raises(ValueError, match=r"^(not a signature|signatures do not compare): "):
            interchange.from_bytes(data[:n])
    with pytest.raises(ValueError, match=r"^not a signature: 526 bytes behind the tag are damaged$"):
        interchange.from_bytes(data + b"\0")
    for n in range(head, head + 13):
        with pytest.raises(ValueError, match=r"^not a signature: 525 bytes behind the tag are damaged$"):
            interchange.from_bytes(data[:n] + bytes([data[n] ^ 0x55]) + data[n + 1 :])
    other = data[:2] + data[2:head].replace(b"gram5", b"gram4") + data[head:]
    message = "signatures do not compare: these were made with 'parkclean-gram4-v1', here with 'parkclean-gram5-v1'"
    with pytest.raises(ValueError) as error:  # noqa: PT011
        interchange.from_bytes(other)
    assert str(error.value) == message


def test_kept_rows_answer_whether_a_row_has_been_seen() -> None:
    rows = corpus(3, 60)
    found = parkclean.dedup(rows)
    index = found.index()
    for gone in found.dropped:
        if gone.kind == "near":
            match = index.seen(rows[gone.row])
            assert match is not None
            assert match.similarity >= gone.similarity
    long = [n for n in found.kept if len(fold_row(rows[n])) >= 5]
    for n in long:
        match = index.seen(rows[n])
        assert match is not None
        assert match.similarity == 1.0
    assert index.seen("") is None
    assert index.seen("城南的老厂房空了十年才等来新的主人，是一家做传感器的小公司。") is None
    with pytest.raises(TypeError, match=r"^Index: row 0 is None, not str; leave it out or pass an empty string$"):
        index.seen(None)  # type: ignore[arg-type]


def test_an_index_made_elsewhere_must_have_our_tag() -> None:
    from datasketch import MinHashLSH

    with pytest.raises(ValueError, match=r"^signatures do not compare: these were made with 'words', here with "):
        interchange.Index(MinHashLSH(num_perm=128), {}, tag="words")
    with pytest.raises(ValueError, match=r"^the index holds signatures of 64 values, here they have 128$"):
        interchange.Index(MinHashLSH(num_perm=64), {})
