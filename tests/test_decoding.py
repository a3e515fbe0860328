"""Bytes in: the right text where there is one, one clear error where there is none, and always the same bytes back."""

from __future__ import annotations

import pickle
import random
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import parkclean
from parkclean.decoding import DecodeError, Decoding, Span, decode, known_encoding

SIMPLIFIED = """园区近况

今年一季度，长治高新区的新材料企业完成产值二十三亿元，同比增长百分之九。
“我们把实验室搬进了车间，”负责人说，“样品当天就能上机。”
来年计划再建两条生产线，为周边的零部件工厂供货。
"""
TRADITIONAL = """園區近況

今年一季度，這個園區的新材料企業完成產值二十三億元，比去年增長百分之九。
「我們把實驗室搬進了車間，」負責人說，「樣品當天就能上機。」
來年計畫再建兩條生產線，為周邊的零件工廠供貨。
"""
JAPANESE = "日本語の文章をここに書いています。これは誰でも編集できる百科事典の一部です。\n" * 8
KOREAN = "이 글은 한국어로 쓴 글입니다. 누구나 읽을 수 있도록 쉽게 쓰려고 노력하였습니다.\n" * 8


@pytest.mark.parametrize(
    ("text", "codec", "named"),
    [
        (SIMPLIFIED, "utf-8", "utf-8"),
        (SIMPLIFIED, "utf-8-sig", "utf-8"),
        (SIMPLIFIED, "gb18030", "gb18030"),
        (SIMPLIFIED, "gb2312", "gb18030"),
        (TRADITIONAL, "gbk", "gb18030"),
        (TRADITIONAL, "big5", "cp950"),
        (TRADITIONAL + "嘅咗喺", "big5hkscs", "big5hkscs"),
        (SIMPLIFIED, "utf-16", "utf-16-le"),
        (SIMPLIFIED, "utf-16-le", "utf-16-le"),
        (TRADITIONAL, "utf-16-be", "utf-16-be"),
        (TRADITIONAL, "utf-32", "utf-32-le"),
        ("plain English, in two bytes each\n", "utf-16-le", "utf-16-le"),
        ("中文", "gb18030", "gb18030"),
        ("中文", "big5", "cp950"),
        ("中文", "utf-16-le", "utf-16-le"),
        ("中文", "utf-16-be", "utf-16-be"),
        ("", "utf-8", "utf-8"),
        ("\ufeff", "utf-8", "utf-8"),
        (JAPANESE, "utf-8", "utf-8"),
        ("Grüße, naïve café", "utf-8", "utf-8"),
    ],
)
def test_encodings_are_told_apart(text: str, codec: str, named: str) -> None:
    document = decode(text.encode(codec))
    assert document.decoding is not None
    assert (document.text, document.decoding.encoding) == (text.removeprefix("\ufeff"), named)
    assert document.restore() == text.encode(codec)


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\n"])
@pytest.mark.parametrize("codec", ["gb18030", "utf-8", "utf-16"])
def test_line_endings_stay(ending: str, codec: str) -> None:
    text = SIMPLIFIED.replace("\n", ending)
    assert decode(text.encode(codec)).text == text


@pytest.mark.parametrize(
    ("main", "text", "other", "section"),
    [
        ("utf-8", SIMPLIFIED * 3, "gb18030", SIMPLIFIED),
        ("utf-8", SIMPLIFIED * 3000, "gb18030", "只有这一行用了另一种编码。\n"),
        ("utf-8", TRADITIONAL * 3, "big5", TRADITIONAL),
        ("gb18030", SIMPLIFIED * 3, "utf-8", SIMPLIFIED),
        ("gb18030", SIMPLIFIED * 3, "big5", TRADITIONAL.splitlines()[2] + "\n"),
    ],
)
def test_a_section_in_another_encoding_is_read_in_its_own(main: str, text: str, other: str, section: str) -> None:
    data = text.encode(main) + section.encode(other) + text.encode(main)
    document = decode(data)
    assert document.text == text + section + text
    assert document.restore() == data


def test_bad_bytes_become_replacement_characters_and_are_listed() -> None:
    good = SIMPLIFIED.encode()
    data = good + b"\xff" + good * 20 + "字".encode()[:2] + b"\n" + good
    document = decode(data)
    assert document.text == SIMPLIFIED + "\ufffd" + SIMPLIFIED * 20 + "\ufffd\n" + SIMPLIFIED
    changes = list(document.changes())
    assert [(c.rule, c.before, c.after, c.round) for c in changes] == [
        ("decode.undecodable", "\udcff", "\ufffd", 0),
        ("decode.undecodable", "\udce5\udcad", "\ufffd", 0),
    ]
    assert [document.text[c.start : c.end] for c in changes] == ["\ufffd", "\ufffd"]
    assert document.restore() == data


def test_a_text_cut_at_byte_borders_is_still_utf8() -> None:
    data = b"\n".join(line.encode()[:50] for line in (SIMPLIFIED * 4).splitlines())
    document = decode(data)
    assert document.decoding is not None
    assert document.decoding.encoding == "utf-8"
    assert document.restore() == data


def test_two_codes_for_one_character_come_back_as_they_were() -> None:
    data = "共有".encode("big5") + b"\xa2\xcc" + "個園區\n".encode("big5") * 5
    document = decode(data)
    assert document.text.startswith("共有十個")
    assert document.decoding == Decoding("cp950", b"", (Span(2, 3, b"\xa2\xcc"),))
    assert list(document.changes()) == []
    assert document.restore() == data


def test_a_bom_is_a_change_of_its_own() -> None:
    document = decode("\ufeff一".encode())
    assert document.text == "一"
    assert [(c.rule, c.before, c.after) for c in document.changes()] == [("decode.bom", "\ufeff", "")]


def test_nul_in_a_text_is_text() -> None:
    assert decode("你好\0世界\n".encode()).text == "你好\0世界\n"


REMEDY = "name its encoding with --encoding NAME, or leave it out"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + random.Random(7).randbytes(900),
            "not text, but a PNG image; leave it out",
        ),
        (b"\0" * 500, "not text: mostly control characters; leave it out, or name its encoding with --encoding NAME"),
        (
            "Un café à la crème brûlée, ça va très bien.".encode("latin-1"),
            "not text in UTF-8, UTF-16, GB18030 or Big5 (best guesses, by the share of common characters: "
            f"GB18030 0%, Big5 0%); {REMEDY}",
        ),
    ],
)
def test_what_is_no_text_is_refused_with_a_reason(data: bytes, message: str) -> None:
    with pytest.raises(DecodeError) as caught:
        decode(data)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    "data",
    [
        JAPANESE.encode("euc-jp"),
        JAPANESE.encode("shift-jis"),
        KOREAN.encode("euc-kr"),
        random.Random(3).randbytes(5000),
    ],
)
def test_other_languages_and_noise_are_not_taken_for_chinese(data: bytes) -> None:
    with pytest.raises(DecodeError):
        decode(data)


def test_the_caller_may_name_the_encoding() -> None:
    data = JAPANESE.encode("shift-jis")
    document = decode(data, "shift_jis")
    assert (document.text, document.restore()) == (JAPANESE, data)
    assert decode("中文".encode("utf-16"), "utf-16").text == "中文"
    assert decode(b"\xef\xbb\xbfabc", "utf-8").text == "abc"
    assert decode(b"ab\xffc", "utf-8").restore() == b"ab\xffc"


@pytest.mark.parametrize(
    ("name", "hint"), [("gb1803", "did you mean 'gb18030'?"), ("rot13", "did you mean"), ("%", "try utf-8")]
)
def test_an_unknown_encoding_gives_the_nearest_name(name: str, hint: str) -> None:
    with pytest.raises(ValueError, match=f"unknown encoding '{name}'; ") as caught:
        known_encoding(name)
    assert hint in str(caught.value)


def test_a_decoding_can_be_pickled() -> None:
    document = decode(SIMPLIFIED.encode("gb18030") + b"\xff\n")
    assert pickle.loads(pickle.dumps(document.decoding)) == document.decoding


PIECES = st.one_of(
    st.binary(max_size=12),
    st.sampled_from([SIMPLIFIED[:40], TRADITIONAL[:40], "\n", "abc", "\0"]).flatmap(
        lambda text: st.sampled_from(["utf-8", "gb18030", "big5", "utf-16-le", "utf-16"]).map(
            lambda codec: text.encode(codec, "ignore")
        )
    ),
)


@settings(deadline=None)  # the first example imports what the rules need
@given(st.lists(PIECES, max_size=8).map(b"".join))
@example(b"\xff\xfe\x00")
@example(b"\xff\xfe\x00\xd8")
@example(b"\x00\x00\xfe\xff\x00\x11\x00\x00")
@example("中文".encode("big5") * 3 + b"\xa2\xcc\xff")
def test_any_bytes_come_back_or_are_refused(data: bytes) -> None:
    try:
        document = parkclean.explain(data)
    except DecodeError:
        return
    assert document.restore() == data
    assert not any("\ud800" <= c <= "\udfff" for c in document.decoded)


NAMED = ["utf-8", "gb18030", "big5", "utf-16", "utf-32", "shift_jis", "utf-7", "hz", "iso2022_jp", "latin-1"]


@settings(deadline=None)
@given(st.binary(max_size=60), st.sampled_from(NAMED))
@example(b"\x1b\x80", "iso2022_jp")
@example(b"+2AA-+3AA-", "utf-7")
@example(b"+", "utf-7")
def test_any_bytes_in_a_named_encoding_come_back(data: bytes, encoding: str) -> None:
    try:
        document = parkclean.explain(decode(data, encoding), select=[])
    except DecodeError:
        return
    assert document.restore() == data


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"])))
def test_utf8_is_always_read_as_utf8(text: str) -> None:
    assert decode(text.encode()).text == text.removeprefix("\ufeff")


def test_a_page_in_another_encoding_may_name_it(tmp_path: Path) -> None:
    pytest.importorskip("parkclean.formats.html")
    page = f'<html><head><meta charset="Shift_JIS"></head><body><p>{JAPANESE}</p></body></html>'.encode("shift-jis")
    (tmp_path / "page.html").write_bytes(page)
    document = parkclean.read(tmp_path / "page.html")
    assert JAPANESE.split("\n")[0] in document.text
    assert document.restore() == page


def test_a_packed_file_is_to_be_unpacked_or_left_out() -> None:
    with pytest.raises(DecodeError, match=r"^not text, but a gzip file; unpack it first, or leave it out$"):
        decode(b"\x1f\x8b\x08\x00")
