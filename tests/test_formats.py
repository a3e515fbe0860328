"""Files of every format in and out: the same bytes, the same records, and a reason for what is set aside."""

from __future__ import annotations

import codecs
import gzip
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest
from hypothesis import example, given, reject
from hypothesis import strategies as st

from parkclean.decoding import DecodeError
from parkclean.formats import (
    FileSpan,
    Kind,
    Record,
    as_read,
    describe,
    looks_like_lines,
    open_records,
    open_writer,
    output_name,
    read_whole,
    spans,
    write_whole,
)
from parkclean.formats.packed import open_input, open_output

GOOD = "高新区的企业今年增长很快。"
PACKED = ["", ".gz", ".zst"]
BOM = b"\xef\xbb\xbf"


def put(path: Path, data: bytes) -> Path:
    """Write a file, packed as its suffix says."""
    write_whole(path, data, describe(path.name))
    return path


def get(path: Path) -> bytes:
    return read_whole(path, describe(path.name), 1 << 30)


def kind_of(path: Path) -> Kind:
    return describe(path.name, records="line")


def read(path: Path, **options: object) -> list[tuple[int, str | None, str, bool]]:
    """The records of a file, as tuples."""
    with open_records(path, kind_of(path), **options) as records:  # type: ignore[arg-type]
        return [(r.number, r.document.text if r.document else None, r.reason, r.broken) for r in records]


def texts(path: Path, **options: object) -> list[str | None]:
    return [record[1] for record in read(path, **options)]


def copy(path: Path, out: Path, new: Callable[[str], str | None] = str, **options: object) -> bytes:
    """Copy records with new texts as a corpus run does; then the bytes of the copy."""
    with open_records(path, kind_of(path), **options) as records, open_writer(out, kind_of(out), records) as writer:  # type: ignore[arg-type]
        for record in records:
            if record.document is not None:
                writer.write(record, new(record.document.text))
            elif not record.broken:
                writer.keep(record)
    return get(out)


def there_and_back(path: Path, new: Callable[[str], str], **options: object) -> bytes:
    """The bytes that come back when the copy with new texts is restored from notes and old texts."""
    out, back = path.with_name("out-" + path.name), path.with_name("back-" + path.name)
    kept: list[tuple[str, str]] = []
    with open_records(path, kind_of(path), **options) as records, open_writer(out, kind_of(out), records) as writer:  # type: ignore[arg-type]
        for record in records:
            text = record.document.text if record.document else None
            kept.append((text or "", json.dumps(record.note(None if text is None else new(text)))))
            if text is None:
                writer.keep(record)
            else:
                writer.write(record, new(text))
    with open_records(out, kind_of(out)) as records, open_writer(back, kind_of(back), records) as writer:
        for record, (old, note) in zip(records, kept, strict=True):
            writer.restore(record, old, json.loads(note))
    return get(back)


def rows(*values: object) -> bytes:
    return "".join(
        json.dumps({"id": n, "text": value}, ensure_ascii=False) + "\n" for n, value in enumerate(values)
    ).encode()


# --- names --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "kind", "output"),
    [
        ("a.txt", Kind("text"), "a.txt"),
        ("a", Kind("text"), "a"),
        ("a.md.gz", Kind("text", "gz"), "a.md.gz"),
        ("page.html", Kind("html"), "page.html.txt"),
        ("page.HTM.GZ", Kind("html", "gz"), "page.HTM.txt.GZ"),
        ("page.html.zst", Kind("html", "zst"), "page.html.txt.zst"),
        ("a.jsonl", Kind("jsonl", "", True), "a.jsonl"),
        ("a.b.ndjson.zst", Kind("jsonl", "zst", True), "a.b.ndjson.zst"),
        ("a.parquet", Kind("parquet", "", True), "a.parquet"),
        (".gz", Kind("text"), ".gz"),
        ("文 件\n.jsonl.gz", Kind("jsonl", "gz", True), "文 件\n.jsonl.gz"),
        ("jsonl", Kind("text"), "jsonl"),
    ],
)
def test_names(name: str, kind: Kind, output: str) -> None:
    assert describe(name) == kind
    assert output_name(name) == output


def test_the_caller_overrides_the_suffix_but_not_the_compression() -> None:
    assert describe("a.jsonl.gz", "text") == Kind("text", "gz")
    assert describe("a.php", "html") == Kind("html")
    assert describe("a.txt", "jsonl") == Kind("jsonl", "", True)
    assert (output_name("a.php", "html"), output_name("a.html", "text")) == ("a.php.txt", "a.html")


def test_records_by_line_are_for_texts_alone() -> None:
    assert describe("a.txt.zst", records="line") == Kind("lines", "zst", True)
    assert [describe(f"a.{s}", records="line").format for s in ("jsonl", "html", "parquet")] == [
        "jsonl",
        "html",
        "parquet",
    ]


# --- whole files --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("packed", PACKED)
@pytest.mark.parametrize("data", [b"", GOOD.encode(), b"\r\n\x00\xff" * 999])
def test_whole_files(tmp_path: Path, packed: str, data: bytes) -> None:
    path = put(tmp_path / f"a.txt{packed}", data)
    assert get(path) == data
    again = path.read_bytes()
    os.utime(path, (1, 1))
    assert put(tmp_path / f"another name.txt{packed}", data).read_bytes() == again


def test_gz_holds_neither_name_nor_time(tmp_path: Path) -> None:
    data = put(tmp_path / "a.txt.gz", b"x").read_bytes()
    assert data[3:8] == b"\0" * 5
    assert gzip.decompress(data) == b"x"


def test_a_page_inside_gz_gives_its_article(tmp_path: Path) -> None:
    path = put(tmp_path / "page.html.gz", f"<p>{GOOD}</p>".encode())
    assert as_read(get(path), path.name, format="html").text == GOOD


def test_several_members_are_one_file(tmp_path: Path) -> None:
    for name in ("a.txt.gz", "a.txt.zst"):
        path = tmp_path / name
        path.write_bytes(put(path, b"one\n").read_bytes() + put(path, b"two\n").read_bytes())
        assert get(path) == b"one\ntwo\n"


@pytest.mark.parametrize(
    ("name", "format", "size", "reason"),
    [
        ("a.txt", None, 3 << 20, "too large: 3 MB; use --records line, or --max-document 4M"),
        ("a.html", None, 1001, "too large: 1001 bytes; use --max-document 1M"),
        (
            "a.txt.gz",
            None,
            3 << 20,
            "too large: over 1000 bytes unpacked; use --records line, or a larger --max-document",
        ),
        ("a.html.zst", None, 1001, "too large: over 1000 bytes unpacked; use a larger --max-document"),
    ],
)
def test_too_large_a_document(tmp_path: Path, name: str, format: None, size: int, reason: str) -> None:
    path = put(tmp_path / name, b"x" * size)
    assert refusal(lambda: read_whole(path, describe(name), 1000)) == reason
    assert len(read_whole(path, describe(name), size)) == size


def refusal(call: Callable[[], object]) -> str:
    with pytest.raises(DecodeError) as caught:
        call()
    return str(caught.value)


@pytest.mark.parametrize("name", ["a.txt.gz", "a.txt.zst"])
def test_every_truncation_is_noticed(tmp_path: Path, name: str) -> None:
    path = put(tmp_path / name, (GOOD * 20 + "\n").encode())
    data = path.read_bytes()
    for size in range(len(data)):
        path.write_bytes(data[:size])
        reason = f"{name[6:]} data ends too early; copy or download the file again"
        assert refusal(lambda: get(path)) == reason
        assert refusal(lambda: read(path)) == reason


@pytest.mark.parametrize("name", ["a.txt.gz", "a.txt.zst"])
def test_damage_is_noticed(tmp_path: Path, name: str) -> None:
    path = put(tmp_path / name, bytes(range(256)) * 20)
    data = path.read_bytes()
    for place in range(0, len(data), 7):
        path.write_bytes(data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :])
        if name == "a.txt.gz" and place in range(4, 10):
            continue  # the time and the system in the header are nobody's data
        assert refusal(lambda: get(path)).startswith((f"damaged {name[6:]} data: ", f"{name[6:]} data ends too early"))


def test_what_is_not_packed_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.txt.gz"
    path.write_bytes(GOOD.encode())
    assert refusal(lambda: get(path)).startswith("damaged gz data: Not a gzipped file")


# --- bombs --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module", params=["gz", "zst"])
def bomb(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """300 MB of records in a small file."""
    path = tmp_path_factory.mktemp("bomb") / f"a.jsonl.{request.param}"
    with open_output(path, request.param) as file:
        for _ in range(300):
            file.write(b'{"text":"' + b"a" * ((1 << 20) - 12) + b'"}\n')
    assert path.stat().st_size < 1 << 20
    return path


def test_a_bomb_is_not_inflated_for_one_document(bomb: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reason = "too large: over 1 MB unpacked; use --records line, or a larger --max-document"
    given = counted(monkeypatch)
    assert refusal(lambda: read_whole(bomb, describe(bomb.name, "text"), 1 << 20)) == reason
    assert sum(given) <= 3 << 20


def counted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many bytes each read inflates from here on."""
    from parkclean.formats import packed

    given: list[int] = []
    plain = packed._Inflating.readinto

    def readinto(self: packed._Inflating, buffer: bytearray, /) -> int:
        given.append(plain(self, buffer))
        return given[-1]

    monkeypatch.setattr(packed._Inflating, "readinto", readinto)
    return given


def test_a_bomb_of_records_is_set_aside(bomb: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = counted(monkeypatch)

    def read_blocks() -> None:
        with open_input(bomb, describe(bomb.name).compression) as file:
            while file.read(1 << 20):
                pass

    reason = refusal(read_blocks)
    assert reason.startswith("a decompression bomb: 257 MB from ")
    assert reason.endswith(f" of {bomb.suffix[1:]} data; unpack it first if it is sound")
    assert sum(given) <= 257 << 20


@pytest.mark.long
def test_a_bomb_of_records_stops_the_stream(bomb: Path) -> None:
    assert refusal(lambda: sum(1 for _ in stream(bomb))).startswith("a decompression bomb: 257 MB from ")


def stream(path: Path) -> Iterator[Record]:
    with open_records(path, kind_of(path)) as records:
        yield from records


# --- JSON lines ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("packed", PACKED)
def test_unchanged_json_lines_are_the_same_bytes(tmp_path: Path, packed: str) -> None:
    data = b'{"text" : "a\\u0062\\/" , "x":1.0, "y":1E400}\r\n\n \t\r\n' + rows(GOOD, "\u2028", "") + b'{"text":"end"}'
    path = put(tmp_path / f"a.jsonl{packed}", data)
    assert copy(path, tmp_path / f"b.jsonl{packed}") == data
    assert texts(path) == ["ab/", None, None, GOOD, "\u2028", "", "end"]
    assert [record[0] for record in read(path)] == [0, 1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("packed", PACKED)
def test_a_changed_json_line_changes_its_text_alone(tmp_path: Path, packed: str) -> None:
    path = put(tmp_path / f"a.jsonl{packed}", b'{"a":1.0,"text" : "\\u4e2d" , "b":"\\u4e2d"}\r\n{"text":"x"}')
    new = copy(path, tmp_path / f"b.jsonl{packed}", lambda text: text + "文")
    assert new == '{"a":1.0,"text" : "\\u4e2d\\u6587" , "b":"\\u4e2d"}\r\n{"text":"x文"}'.encode()
    assert there_and_back(path, lambda text: text + "文") == get(path)


def test_a_record_that_is_left_out_takes_its_line_with_it(tmp_path: Path) -> None:
    path = put(tmp_path / "a.jsonl", rows("a", "b", "c"))
    assert copy(path, tmp_path / "b.jsonl", lambda text: None if text == "b" else text) == rows("a", "b", "c").replace(
        b'{"id": 1, "text": "b"}\n', b""
    )


def test_an_empty_file_has_no_records(tmp_path: Path) -> None:
    for name in ("a.jsonl", "a.jsonl.gz", "a.jsonl.zst", "a.txt", "a.txt.gz"):
        path = put(tmp_path / name, b"")
        assert read(path) == []
        assert copy(path, tmp_path / f"out.{name}") == b""


def test_what_is_no_record_is_broken_and_what_has_no_text_passes(tmp_path: Path) -> None:
    lines = ['{"text":"a"', "[1]", '{"id":1}', '{"text":null}', '{"text":"a","text":"b"}', '{"text":"好"}', ""]
    path = put(tmp_path / "a.jsonl", "\n".join(lines).encode())
    assert [(broken, bool(reason)) for _, _, reason, broken in read(path)] == [
        (True, True),
        (True, True),
        (False, True),
        (False, True),
        (False, True),
        (False, False),
    ]
    assert copy(path, tmp_path / "b.jsonl") == ("\n".join(lines[2:])).encode()
    with open_records(path, describe(path.name)) as records:
        assert b"".join(next(iter(records)).pieces()) == b'{"text":"a"\n'


def test_another_key(tmp_path: Path) -> None:
    path = put(tmp_path / "a.jsonl", '{"text":"a","正文":"b"}\n'.encode())
    assert texts(path, text_key="正文") == ["b"]
    assert (
        copy(path, tmp_path / "b.jsonl", lambda text: text * 2, text_key="正文")
        == '{"text":"a","正文":"bb"}\n'.encode()
    )
    assert (
        read(path, text_key="a.b")[0][2]
        == 'has no key "a.b" at the top level; name the key of the text with --text-key'
    )


CODECS = ["gb18030", "big5", "utf-8-sig"]


@pytest.mark.parametrize("packed", PACKED)
@pytest.mark.parametrize("codec", CODECS)
def test_encodings_are_read_written_as_utf8_and_restored(tmp_path: Path, packed: str, codec: str) -> None:
    lines = [
        '{"id":"甲","text":"企業今年\\u5f88好，我們的產品在中國"}',
        '{"id":"乙"}',
        "",
        '{"text":"好\\n"}',
        '{"text":"ascii"}',
    ]
    data = ("\r\n".join(lines) + "\r\n").encode(codec)
    path = put(tmp_path / f"a.jsonl{packed}", data)
    assert texts(path) == ["企業今年很好，我們的產品在中國", None, None, "好\n", "ascii"]
    utf8 = ("\r\n".join(lines) + "\r\n").encode()
    assert copy(path, tmp_path / f"b.jsonl{packed}") == utf8
    assert there_and_back(path, str) == data
    assert there_and_back(path, lambda text: f"<{text}/>") == data


def test_a_document_says_how_its_line_was_read(tmp_path: Path) -> None:
    lines = [f'{{"id":"甲","text":"{GOOD}\\n"}}', f'{{"text":"{GOOD}"}}', '{"text":"plain"}']
    path = put(tmp_path / "a.jsonl", "\n".join(lines).encode("gb18030"))
    with open_records(path, describe(path.name)) as records:
        first, second, third = (record.document for record in records)
    assert first
    assert second
    assert third
    assert first.decoding
    assert (first.decoding.encoding, first.restore()) == ("gb18030", f"{GOOD}\n".encode("gb18030"))
    assert second.restore() == GOOD.encode("gb18030")
    assert third.decoding is None


def test_bytes_that_cannot_be_read_are_kept(tmp_path: Path) -> None:
    text = GOOD.encode()
    data = b'{"id":"\xff","text":"\\n' + text + b"\xfe" + text + b'\xe4\xb8"}\n' + b'{"text":"' + text + b'"}'
    path = put(tmp_path / "a.jsonl", data)
    assert texts(path) == [f"\n{GOOD}\ufffd{GOOD}\ufffd", GOOD]
    with open_records(path, describe(path.name)) as records:
        document = next(iter(records)).document
    assert document is not None
    assert document.decoding is not None
    assert list(document.decoding.undecodable(document.text)) == [(14, 15, b"\xfe"), (28, 29, b"\xe4\xb8")]
    assert document.restore() == b"\n" + text + b"\xfe" + text + b"\xe4\xb8"
    assert there_and_back(path, lambda text: text.replace("\ufffd", "")) == data


def test_a_named_encoding_is_obeyed(tmp_path: Path) -> None:
    path = put(tmp_path / "a.jsonl", '{"text":"é"}\n'.encode("latin-1"))
    assert texts(path, encoding="latin-1") == ["é"]
    with pytest.raises(ValueError, match="unknown encoding 'utf-99'; did you mean 'utf_"):
        texts(path, encoding="utf-99")
    path = put(tmp_path / "b.jsonl", '{"text":"é"}\n'.encode())
    assert texts(path, encoding="latin-1") == ["Ã©"]


def test_records_in_utf32_are_refused(tmp_path: Path) -> None:
    path = put(tmp_path / "a.jsonl", ('{"text":"' + GOOD + '"}\n').encode("utf-32"))
    reason = "records in utf-32-le are not read; make it UTF-8 first: iconv -f utf-32-le -t utf-8"
    assert refusal(lambda: read(path)) == reason


UTF16 = [
    ("utf-16-le", b"\xff\xfe", None),
    ("utf-16-be", b"\xfe\xff", None),
    ("utf-16-le", b"", None),
    ("utf-16-be", b"\xfe\xff", "utf-16"),
    ("utf-16-le", b"", "utf-16"),
    ("utf-16-be", b"", "utf-16-be"),
]


@pytest.mark.parametrize("packed", ["", ".gz"])
@pytest.mark.parametrize(("codec", "bom", "named"), UTF16)
def test_records_in_utf16(tmp_path: Path, codec: str, bom: bytes, named: str | None, packed: str) -> None:
    """上 is 4E 0A, and ਊ 0A 0A: the byte of a line feed is no end of a line there."""
    values = [GOOD, "上海上上海", "\u0a0a\u0a0a", "\u010a\u200b上", "𠀀上", "", GOOD]
    lines = [json.dumps({"上": n, "text": value}, ensure_ascii=False) for n, value in enumerate(values)]
    body = "\n".join(lines[:3]) + "\r\n\n" + "\n".join(lines[3:])
    for end in ("", "\n"):
        data = bom + (body + end).encode(codec)
        path = put(tmp_path / f"a.jsonl{packed}", data)
        assert texts(path, encoding=named) == [*values[:3], None, *values[3:]]
        assert copy(path, tmp_path / f"b.jsonl{packed}", encoding=named) == (body + end).encode("utf-8")
        assert there_and_back(path, lambda text: text.replace("上", "下"), encoding=named) == data
        plain = put(tmp_path / f"a.txt{packed}", data)
        assert texts(plain, encoding=named) == [*lines[:3], None, *lines[3:]]
        assert there_and_back(plain, lambda text: text.replace("上", "下"), encoding=named) == data


def test_a_long_line_of_utf16_is_broken_and_ends_where_it_ends(tmp_path: Path) -> None:
    long = '{"text":"' + "上\u0a0a" * 50 + '"}\n'
    short = '{"text":"上"}\n'
    for codec in ("utf-16-le", "utf-16-be"):
        path = put(
            tmp_path / "a.jsonl",
            codecs.BOM_UTF16.decode("utf-16-le").encode(codec) + (short + long + short).encode(codec),
        )
        size = len(short.encode(codec))
        for limit in (size + 2, size + 3, size + 40, size + 41):
            found = read(path, max_document=limit)
            assert [one[1] for one in found] == ["上", None, "上"]
            assert found[1][3]
            with open_records(path, kind_of(path), max_document=limit) as records:
                pieces = [b"".join(record.pieces()) for record in records]
            assert pieces[1] == long.encode(codec)


def test_a_cut_file_of_utf16_comes_back(tmp_path: Path) -> None:
    for data in ("上海\n北京上".encode("utf-16")[:-1], "上\n".encode("utf-16") + b"\n"):
        path = put(tmp_path / "a.txt", data)
        assert there_and_back(path, lambda text: text.replace("上", "下")) == data


def test_the_byte_order_mark_that_windows_writes_may_be_named(tmp_path: Path) -> None:
    data = ('\ufeff{"text":"' + GOOD + '"}\n').encode()
    path = put(tmp_path / "a.jsonl", data)
    assert texts(path, encoding="utf-8-sig") == [GOOD]
    assert there_and_back(path, lambda text: text + "上", encoding="utf-8-sig") == data


def test_a_picture_is_no_file_of_records(tmp_path: Path) -> None:
    path = put(tmp_path / "a.jsonl", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 8)
    assert refusal(lambda: read(path)) == "not text, but a PNG image; leave it out"


def test_one_bad_line_does_not_spoil_a_file(tmp_path: Path) -> None:
    """A byte in a file of ASCII says nothing about an encoding; the file is read, and the byte comes back."""
    data = rows("plain") * 3 + b'{"text":"caf\xe9"}\n' + rows("plain")
    path = put(tmp_path / "a.jsonl", data)
    assert texts(path) == ["plain"] * 3 + ["caf\ufffd", "plain"]
    assert there_and_back(path, lambda text: text.upper()) == data
    korean = put(tmp_path / "b.jsonl", ('{"text":"대한민국의 수도는 서울이다. 그 밖의 도시"}\n' * 9).encode("euc-kr"))
    assert refusal(lambda: read(korean)).startswith("not text in UTF-8, UTF-16, GB18030 or Big5")


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_the_head_of_a_file_may_end_inside_a_character(tmp_path: Path, codec: str) -> None:
    for length in range(4):
        first = ('{"id":"' + "x" * ((256 << 10) - 20 + length) + '","text":"' + GOOD * 3 + '"}\n').encode(codec)
        path = put(tmp_path / "a.jsonl", first + rows("plain"))
        assert texts(path) == [GOOD * 3, "plain"]
        assert texts(put(path, rows("plain") + first)) == ["plain", GOOD * 3]


def test_byte_order_marks_of_files_put_together(tmp_path: Path) -> None:
    line = rows(GOOD)
    path = put(tmp_path / "a.jsonl", BOM + line + BOM + line)
    assert texts(path) == [GOOD, GOOD]
    assert copy(path, tmp_path / "b.jsonl") == line + line
    assert there_and_back(path, lambda text: "新") == get(path)


# --- one document a line ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("packed", PACKED)
def test_lines(tmp_path: Path, packed: str) -> None:
    data = f"{GOOD}\r\n\n 　\n甲\u2028乙\x85丙\rd\ne".encode()
    path = put(tmp_path / f"a.txt{packed}", data)
    assert texts(path) == [GOOD, None, " 　", "甲\u2028乙\x85丙\rd", "e"]
    assert copy(path, tmp_path / f"b.txt{packed}") == data
    assert copy(path, tmp_path / f"b.txt{packed}", lambda text: text.strip("甲 　")) == (
        f"{GOOD}\r\n\n\n\u2028乙\x85丙\rd\ne".encode()
    )
    assert there_and_back(path, lambda text: text.strip("甲 　")) == data


@pytest.mark.parametrize("codec", CODECS)
def test_lines_of_other_encodings(tmp_path: Path, codec: str) -> None:
    data = "企業今年很好，我們的產品在中國\r\n\nascii\n中".encode(codec)
    path = put(tmp_path / "a.txt", data)
    assert texts(path) == ["企業今年很好，我們的產品在中國", None, "ascii", "中"]
    assert copy(path, tmp_path / "b.txt") == "企業今年很好，我們的產品在中國\r\n\nascii\n中".encode()
    assert there_and_back(path, str) == data
    assert there_and_back(path, lambda text: text + "。") == data


@pytest.mark.parametrize("text", ["甲\n乙", "甲\n", "甲\r"])
def test_a_line_takes_no_line_break(tmp_path: Path, text: str) -> None:
    path = put(tmp_path / "a.txt", b"a\nb\n")
    with (
        open_records(path, kind_of(path)) as records,
        open_writer(tmp_path / "b.txt", kind_of(path), records) as writer,
    ):
        first, second = records
        with pytest.raises(ValueError, match=r"^a text with a line break cannot be written as one line$"):
            writer.write(first, text)
        writer.write(second, "c")
    assert get(tmp_path / "b.txt") == b"c\n"


@example(data=b"\0" * 8 + b"\xa4@\x80")
@given(data=st.binary(max_size=200) | st.text("中a\r\n \u2028", max_size=99).map(lambda text: text.encode("gb18030")))
def test_any_bytes_as_lines_come_back(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = put(tmp_path_factory.mktemp("any") / "a.txt", data)
    try:
        read(path)
    except DecodeError:  # no text, or UTF-16
        reject()
    assert there_and_back(path, lambda text: text[1:].rstrip("\r")) == data


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl"])
@pytest.mark.parametrize("data", [BOM, BOM + b"\n", BOM + b"\r\n\n", b"\n", b"\n\n"])
def test_files_of_nothing_but_blank_lines(tmp_path: Path, name: str, data: bytes) -> None:
    path = put(tmp_path / name, data)
    assert {record[1:] for record in read(path)} == {(None, "", False)}
    assert copy(path, tmp_path / f"out{name}") == data.removeprefix(BOM) or b"\n"
    assert there_and_back(path, str) == data


# --- long lines ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("packed", PACKED)
@pytest.mark.parametrize("name", ["a.jsonl", "a.txt"])
def test_a_line_beyond_the_limit_is_set_aside_in_pieces(tmp_path: Path, name: str, packed: str) -> None:
    long = rows("长" * 2_000_000)
    data = rows("a") + long + rows("b") + long[:-1]
    path = put(tmp_path / f"{name}{packed}", data)
    found = []
    with open_records(path, kind_of(path), max_document=1000) as records:
        for record in records:
            found.append((record.number, record.reason, record.broken, b"".join(record.pieces())))
    reason = "line of 5.8 MB: larger than --max-document (1000 bytes)"
    assert found == [
        (0, "", False, rows("a")),
        (1, reason, True, long),
        (2, "", False, rows("b")),
        (3, reason, True, long[:-1]),
    ]
    assert copy(path, tmp_path / f"out{name}{packed}", max_document=1000) == rows("a") + rows("b")


def test_the_limit_is_that_of_the_line_without_its_end(tmp_path: Path) -> None:
    path = put(tmp_path / "a.txt", b"12345\n1234\n123456\n12345")
    assert [record[3] for record in read(path, max_document=5)] == [False, False, True, False]


def test_pieces_can_be_read_in_any_order(tmp_path: Path) -> None:
    path = put(tmp_path / "a.txt.gz", b"a" * 3000 + b"\n" + b"b" * 2_000_000 + b"\n")
    with open_records(path, kind_of(path), max_document=1000) as records:
        first, second = records
        for record, byte, size in [(second, b"b", 2_000_001), (first, b"a", 3001), (second, b"b", 2_000_001)]:
            data = b"".join(record.pieces())
            assert (data[:1], len(data)) == (byte, size)


# --- spans --------------------------------------------------------------------------------------------------------


@given(st.lists(st.sampled_from([b"a", b"bb", b"", b"c" * 9]), max_size=20), st.integers(1, 30), st.booleans())
def test_spans_are_whole_lines(
    tmp_path_factory: pytest.TempPathFactory, lines: list[bytes], size: int, ended: bool
) -> None:
    data = b"\n".join(lines) + b"\n" * ended
    path = put(tmp_path_factory.mktemp("spans") / "a.txt", data)
    found = spans(path, kind_of(path), size)
    assert b"".join(data[span.start : span.end] for span in found) == data
    assert [span.number for span in found] == [data[: span.start].count(b"\n") for span in found]
    assert all(data[span.end - 1 : span.end] == b"\n" for span in found[:-1])
    assert all(span.end - span.start >= size for span in found[:-1])
    assert [record for span in found for record in read(path, span=span)] == read(path)


def test_spans_of_a_large_file(tmp_path: Path) -> None:
    data = b"".join(b"%d\n" % n for n in range(700_000))
    path = put(tmp_path / "a.txt", data)
    found = spans(path, kind_of(path), 1 << 20)
    assert len(found) == 5
    assert all(texts(path, span=span)[0] == str(span.number) for span in found)


def test_a_span_is_read_in_the_encoding_of_the_file(tmp_path: Path) -> None:
    data = "\n".join([GOOD] * 9 + ["中"]).encode("gb18030")
    path = put(tmp_path / "a.txt", data)
    last = spans(path, kind_of(path), len(data) - 3)[-1]
    assert texts(path, span=last) == ["中"]


def test_lines_that_nobody_asks_for_are_not_looked_into(tmp_path: Path) -> None:
    data = rows("a", "b") + b"no record\n" + rows("c")
    path = put(tmp_path / "a.jsonl", data)
    assert texts(path, only={1, 3}) == [None, "b", None, "c"]
    assert copy(path, tmp_path / "out.jsonl", only={1}) == data


def test_packed_files_and_tables_are_one_span(tmp_path: Path) -> None:
    path = put(tmp_path / "a.jsonl.gz", rows("a", "b") * 100)
    found = spans(path, describe(path.name), 10)
    assert found == [FileSpan(0, path.stat().st_size)]
    assert len(read(path, span=found[0])) == 200


# --- a hint -------------------------------------------------------------------------------------------------------


def test_what_looks_like_one_document_a_line() -> None:
    assert looks_like_lines((GOOD + "\n") * 1001)
    assert looks_like_lines((GOOD + "\r\n") * 1001)
    assert not looks_like_lines((GOOD + "\n") * 1000)
    assert not looks_like_lines((GOOD + "\n") * 1001 + "\n" + GOOD)
    assert not looks_like_lines((GOOD + "\n") * 1001 + " \r\n" + GOOD)
    assert not looks_like_lines("一行诗\n" * 1001)
    assert not looks_like_lines("")


# --- memory -------------------------------------------------------------------------------------------------------

PROGRAM = """
import re, sys
from parkclean.formats import describe, open_records, open_writer

source, target = sys.argv[1:3]
with open_records(source, describe(source)) as records, open_writer(target, describe(target), records) as writer:
    for record in records:
        if record.document is not None:
            writer.write(record, record.document.text[1:])
        for piece in record.pieces() if record.broken else ():
            sys.stdout.buffer.write(piece)
print(re.search(r"VmHWM:\\s+(\\d+) kB", open("/proc/self/status").read())[1], file=sys.stderr)
"""


def peak(source: Path, target: Path) -> tuple[int, bytes]:
    """Megabytes that a process takes at most to copy a file with changed texts; and the bytes it set aside."""
    command = [sys.executable, "-c", PROGRAM, str(source), str(target)]
    result = subprocess.run(command, capture_output=True, check=True)
    return int(result.stderr) // 1024, result.stdout


@pytest.mark.long
@pytest.mark.skipif(not os.path.exists("/proc/self/status"), reason="tells the peak of memory")
@pytest.mark.parametrize("packed", PACKED)
def test_memory_stays_flat(tmp_path: Path, packed: str) -> None:
    small, large = tmp_path / f"small.jsonl{packed}", tmp_path / f"large.jsonl{packed}"
    lines = many_rows()
    build(small, *[lines] * 30)
    build(large, *[lines] * 300)
    before, after = peak(small, tmp_path / "out.jsonl")[0], peak(large, tmp_path / "out.jsonl")[0]
    assert after <= before + 8
    assert after < 100


def build(path: Path, *parts: bytes) -> None:
    """Write a file of many parts, each packed once and on its own."""
    packed = {part: put(path, part).read_bytes() for part in dict.fromkeys(parts)}
    with path.open("wb") as file:
        file.writelines(packed[part] for part in parts)


def many_rows() -> bytes:
    """One megabyte of rows of all sizes, none like another, so that they do not pack like a bomb."""
    random = Random(1)
    lines = []
    while sum(map(len, lines)) <= 1 << 20:
        lines.append(
            rows("".join(random.choices("的一是在不了有和人这中大为上个国我以要他时来用们", k=random.randrange(2000))))
        )
    return b"".join(lines)


@pytest.mark.long
@pytest.mark.skipif(not os.path.exists("/proc/self/status"), reason="tells the peak of memory")
@pytest.mark.parametrize("packed", PACKED)
def test_a_record_of_200_mb_is_never_held(tmp_path: Path, packed: str) -> None:
    path = tmp_path / f"a.jsonl{packed}"
    noise = many_rows().replace(b'"', b"'").replace(b"\n", b" ")
    build(path, rows("好a"), b'{"text":"', *[noise] * 200, b'"}\n', rows("好b"))
    memory, aside = peak(path, tmp_path / "out.jsonl")
    assert memory < 180  # twice the limit of 64 MB, for that much is read and joined before it is too much
    assert aside == b'{"text":"' + noise * 200 + b'"}\n'
    assert get(tmp_path / "out.jsonl") == rows("a") + rows("b")
