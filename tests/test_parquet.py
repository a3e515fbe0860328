"""Tables in and out: an equal table but for the texts, and a reason for what is not read."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from parkclean.decoding import DecodeError
from parkclean.formats import describe, open_records, open_writer

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

GOOD = "高新区的企业今年增长很快。"
KIND = describe("a.parquet")


def copy(path: Path, out: Path, new: Callable[[str], str | None] = str, **options: object) -> list[tuple[str, str]]:
    """Copy rows with new texts as a corpus run does; the old texts and the notes of all that were written."""
    kept = []
    with open_records(path, KIND, **options) as records, open_writer(out, KIND, records) as writer:  # type: ignore[arg-type]
        for record in records:
            text = record.document.text if record.document else None
            fresh = None if text is None else new(text)
            if text is None:
                writer.keep(record)
            else:
                writer.write(record, fresh)
            if text is None or fresh is not None:
                kept.append((text, json.dumps(record.note(fresh))))
    return kept  # type: ignore[return-value]


def restore(path: Path, out: Path, kept: list[tuple[str, str]]) -> None:
    with open_records(path, KIND) as records, open_writer(out, KIND, records) as writer:
        for record, (old, note) in zip(records, kept, strict=True):
            if old is None:
                writer.keep(record)
            else:
                writer.restore(record, old, json.loads(note))


def check(path: Path, new: Callable[[str], str | None]) -> pa.Table:
    """The table with new texts; unchanged it is equal to the old one, and what was changed comes back."""
    old, out, back = pq.read_table(path), path.with_name("out.parquet"), path.with_name("back.parquet")
    copy(path, out)
    same(pq.ParquetFile(path), pq.ParquetFile(out))
    kept = copy(path, out, new)
    table = pq.read_table(out)
    restore(out, back, kept)
    if table.num_rows == old.num_rows:
        same(pq.ParquetFile(path), pq.ParquetFile(back))
    assert table.schema.equals(old.schema, check_metadata=True)
    return table


def plain(table: pa.Table) -> pa.Table:
    """With the texts themselves where a column holds numbers of a dictionary, whose order means nothing."""
    for n, field in enumerate(table.schema):
        if pa.types.is_dictionary(field.type):
            table = table.set_column(n, field.name, table.column(n).cast(field.type.value_type))
    return table


def same(a: pq.ParquetFile, b: pq.ParquetFile) -> None:
    """Equal tables in equal row groups, columns packed alike."""
    assert a.schema_arrow.equals(b.schema_arrow, check_metadata=True)
    assert a.schema.equals(b.schema)
    assert plain(a.read()).equals(plain(b.read()))
    groups = range(a.metadata.num_row_groups if a.metadata.num_rows else 0)
    assert b.metadata.num_row_groups == len(groups)
    for group in groups:
        one, two = a.metadata.row_group(group), b.metadata.row_group(group)
        assert one.num_rows == two.num_rows
        for n in range(one.num_columns):
            first, second = one.column(n), two.column(n)
            assert (first.path_in_schema, first.compression) == (second.path_in_schema, second.compression)
            assert first.has_dictionary_page == second.has_dictionary_page
            assert first.is_stats_set == second.is_stats_set
    extra = b"ARROW:schema"
    assert (extra in (a.metadata.metadata or {})) == (extra in (b.metadata.metadata or {}))


TYPES = {
    "string": pa.string(),
    "large_string": pa.large_string(),
    "string_view": pa.string_view(),
    "dictionary": pa.dictionary(pa.int32(), pa.string()),
    "dictionary of large strings": pa.dictionary(pa.int32(), pa.large_string()),
    "ordered dictionary": pa.dictionary(pa.int32(), pa.string(), ordered=True),
}


def table_of(texts: list[str | None], kind: pa.DataType) -> pa.Table:
    n = len(texts)
    return pa.table(
        {
            "id": pa.array(range(n), pa.int16()),
            "text": pa.array(texts, pa.string())
            .cast(pa.large_string())
            .cast(pa.string())
            .dictionary_encode()
            .cast(kind)
            if pa.types.is_dictionary(kind) and not kind.ordered
            else _array(texts, kind),
            "tags": pa.array([["a", None], None, []] * n, pa.list_(pa.string()))[:n],
            "meta": pa.array([{"x": 1, "y": [{"z": "文"}]}, None] * n)[:n],
            "pairs": pa.array([[("k", 1)]] * n, pa.map_(pa.string(), pa.int64())),
            "when": pa.array([1, None] * n, pa.timestamp("ns", "Asia/Shanghai"))[:n],
            "raw": pa.array([b"\xff"] * n),
            "nothing": pa.nulls(n),
        },
        metadata={"source": "测试"},
    )


def _array(texts: list[str | None], kind: pa.DataType) -> pa.Array:
    if not pa.types.is_dictionary(kind):
        return pa.array(texts, kind)
    coded = pa.array(texts, kind.value_type).dictionary_encode()
    return pa.DictionaryArray.from_arrays(coded.indices, coded.dictionary, ordered=kind.ordered)


@pytest.mark.parametrize("kind", TYPES.values(), ids=TYPES)
def test_only_texts_change(tmp_path: Path, kind: pa.DataType) -> None:
    texts = [GOOD, None, "", "甲"] * 5
    table = table_of(texts, kind)
    path = tmp_path / "a.parquet"
    pq.write_table(
        table, path, row_group_size=7, compression={"text": "zstd", "id": "none"} | dict.fromkeys(["raw"], "gzip")
    )
    new = check(path, lambda text: text + "。")
    assert new.column("text").to_pylist() == [None if text is None else text + "。" for text in texts]
    assert new.drop_columns("text").equals(table.drop_columns("text"))
    assert [pq.ParquetFile(tmp_path / "out.parquet").metadata.row_group(n).num_rows for n in range(3)] == [7, 7, 6]


@pytest.mark.parametrize("kind", TYPES.values(), ids=TYPES)
def test_rows_that_are_left_out(tmp_path: Path, kind: pa.DataType) -> None:
    table = table_of([str(n) for n in range(20)], kind)
    path = tmp_path / "a.parquet"
    pq.write_table(table, path, row_group_size=4)
    new = check(path, lambda text: None if text in ("3", "4", "5", "6", "7", "19") else text * 2)
    kept = [0, 1, 2, *range(8, 19)]
    assert new.column("id").to_pylist() == kept
    assert new.column("text").to_pylist() == [str(n) * 2 for n in kept]
    assert new.column("tags").to_pylist() == [table.column("tags").to_pylist()[n] for n in kept]
    groups = pq.ParquetFile(tmp_path / "out.parquet").metadata
    assert [groups.row_group(n).num_rows for n in range(groups.num_row_groups)] == [3, 4, 4, 3]


def test_records_are_numbered_across_row_groups(tmp_path: Path) -> None:
    pq.write_table(table_of(["a"] * 10, pa.string()), tmp_path / "a.parquet", row_group_size=3)
    with open_records(tmp_path / "a.parquet", KIND) as records:
        assert [record.number for record in records] == list(range(10))


@pytest.mark.parametrize("texts", [[], [None] * 3])
def test_tables_without_texts(tmp_path: Path, texts: list[None]) -> None:
    for n, kind in enumerate([*TYPES.values(), pa.null()]):
        path = tmp_path / f"{n}" / "a.parquet"
        path.parent.mkdir()
        pq.write_table(
            table_of([*texts], kind) if kind != pa.null() else pa.table({"text": pa.nulls(len(texts))}), path
        )
        assert plain(check(path, lambda text: text + "x")).equals(plain(pq.read_table(path)))
        with open_records(path, KIND) as records:
            assert [record.reason for record in records] == ['"text" is null, not a text'] * len(texts)


def test_a_file_without_row_groups(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pq.ParquetWriter(path, pa.schema({"text": pa.string()}, metadata={"a": "b"})).close()
    assert check(path, str).num_rows == 0


def test_pandas_and_foreign_files(tmp_path: Path) -> None:
    """No schema of Arrow's inside, deprecated time stamps, other names for elements of lists, no dictionaries."""
    path = tmp_path / "a.parquet"
    table = table_of([GOOD, "x", None], pa.string()).drop_columns(["when"])
    table = table.append_column("when", pa.array([1, 2, None], pa.timestamp("us")))
    pq.write_table(
        table.drop_columns(["nothing"]).replace_schema_metadata({"org.apache.spark.version": "3.5"}),
        path,
        store_schema=False,
        use_deprecated_int96_timestamps=True,
        use_compliant_nested_type=False,
        use_dictionary=False,
        write_statistics=False,
    )
    assert check(path, lambda text: text + "。").column("text").to_pylist() == [GOOD + "。", "x。", None]


def test_values_that_are_not_utf8_are_read_and_restored(tmp_path: Path) -> None:
    raw = [GOOD.encode(), (GOOD * 3).encode("gb18030"), None, GOOD.encode() * 9 + b"\xff", bytes(range(256)) * 8]
    for binary, kind in [(pa.binary(), pa.string()), (pa.large_binary(), pa.large_string())]:
        path = tmp_path / "a.parquet"
        pq.write_table(pa.table({"id": range(5), "text": pa.array(raw, binary).view(kind)}), path)
        out, back = tmp_path / "out.parquet", tmp_path / "back.parquet"
        kept = copy(path, out, lambda text: text.replace("\ufffd", "?"))
        values = pq.read_table(out).column("text").cast(binary).to_pylist()
        assert values == [raw[0], (GOOD * 3).encode(), None, (GOOD * 9 + "?").encode(), raw[4]]
        restore(out, back, kept)
        assert pq.read_table(back).column("text").cast(binary).to_pylist() == raw
        with open_records(path, KIND) as records:
            assert [bool(record.reason) for record in records] == [False, False, True, False, True]


def test_a_long_text_passes_unchanged(tmp_path: Path) -> None:
    path, out = tmp_path / "a.parquet", tmp_path / "b.parquet"
    pq.write_table(pa.table({"text": ["长" * 1000, "x"]}), path)
    with open_records(path, KIND, max_document=1000) as records:
        assert [(r.reason, r.broken) for r in records] == [
            ("text of 3 KB: larger than --max-document (1000 bytes)", False),
            ("", False),
        ]
    copy(path, out, lambda text: text * 2, max_document=1000)
    assert pq.read_table(out).column("text").to_pylist() == ["长" * 1000, "xx"]


def test_a_row_group_that_is_too_large_is_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from parkclean.formats import table

    monkeypatch.setattr(table, "BATCH", 4000)
    monkeypatch.setattr(table, "GROUP", 20_000)
    path, out = tmp_path / "a.parquet", tmp_path / "b.parquet"
    pq.write_table(pa.table({"text": [f"{n:0300}" for n in range(1000)]}), path, use_dictionary=False)
    copy(path, out)
    assert pq.read_table(out).equals(pq.read_table(path))
    assert 10 < pq.ParquetFile(out).metadata.num_row_groups < 20


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(table_of([GOOD] * 9, pa.string()), path)
    copy(path, tmp_path / "b.parquet")
    copy(path, tmp_path / "c.parquet")
    assert (tmp_path / "b.parquet").read_bytes() == (tmp_path / "c.parquet").read_bytes()


def test_a_lone_surrogate_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"text": ["a"]}), path)
    with pytest.raises(ValueError, match="surrogates not allowed"):
        copy(path, tmp_path / "b.parquet", lambda text: "\ud800")


def refusal(path: Path, **options: object) -> str:
    with pytest.raises(DecodeError) as caught, open_records(path, describe(path.name), **options) as records:  # type: ignore[arg-type]
        list(records)
    return str(caught.value)


def test_columns_that_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"id": [1], "body": ["x"], "tags": [["a"]]}), path)
    assert refusal(path) == 'has no column "text"; name the column of the text with --text-key: id, body, tags'
    assert refusal(path, text_key="id") == 'the column "id" holds int64, not text; name another one with --text-key'
    assert refusal(path, text_key="tags").startswith('the column "tags" holds list<element: string>, not text')
    pq.write_table(pa.Table.from_arrays([pa.array(["a"]), pa.array(["b"])], ["text", "text"]), path)
    assert refusal(path) == 'has the column "text" twice'


def test_truncated_and_damaged_files(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(table_of([f"{GOOD}{n}" for n in range(100)], pa.string()), path)
    data = path.read_bytes()
    for size in (0, 3, 10, len(data) // 2, len(data) - 1):
        path.write_bytes(data[:size])
        assert refusal(path).startswith("damaged parquet data: ")
    for place in range(4, len(data) // 2, 97):
        path.write_bytes(data[:place] + bytes([data[place] ^ 0xFF]) * 8 + data[place + 8 :])
        assert (reason_of(path) or "damaged parquet data: ").startswith("damaged parquet data: ")


def reason_of(path: Path) -> str:
    """Why a file cannot be read; "" if it can, for damage inside a page need not be visible."""
    try:
        with open_records(path, KIND) as records:
            list(records)
    except DecodeError as error:
        return str(error)
    return ""


def test_parquet_inside_gz_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "a.parquet.gz") == "parquet inside gz: unpack it first; it is compressed by itself"


def test_without_pyarrow_the_remedy_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    assert refusal(tmp_path / "a.parquet") == "parquet needs pyarrow: pip install 'parkclean[parquet]'"


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), open_records(tmp_path / "a.parquet", KIND):
        pass
