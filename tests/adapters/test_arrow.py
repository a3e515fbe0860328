"""Arrow in, Arrow out: types, nulls, slices, buffers, and DuckDB for real."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from libraries import library

import parkclean

pa = library("pyarrow")

from parkclean.adapters.arrow import clean_array, clean_batch, clean_batches  # noqa: E402

DIRTY, CLEAN = "雨停\u200b了。", "雨停了。"
TEXTS = [DIRTY, None, "山上的雾也散了，车开走了。", "", "一\n\n\n\n二"]
EXPECTED = [CLEAN, None, "山上的雾也散了，车开走了。", "", "一\n\n二"]

TYPES = [
    pa.string(),
    pa.large_string(),
    pa.string_view(),
    pa.dictionary(pa.int32(), pa.string()),
    pa.dictionary(pa.int8(), pa.large_string()),
    pa.dictionary(pa.uint16(), pa.string()),
]


def column(values: list[str | None], kind: pa.DataType) -> pa.Array:
    if pa.types.is_dictionary(kind):
        return pa.array(values, type=kind.value_type).dictionary_encode().cast(kind)
    return pa.array(values, type=kind)


@pytest.fixture(params=TYPES, ids=str)
def kind(request: pytest.FixtureRequest) -> pa.DataType:
    return request.param


def batch_of(values: list[str | None], kind: pa.DataType) -> pa.RecordBatch:
    schema = pa.schema(
        [
            pa.field("id", pa.int64(), nullable=False),
            pa.field("text", kind, metadata={"language": "zh"}),
            pa.field("more", pa.list_(pa.string())),
        ],
        metadata={"made": "here"},
    )
    more = pa.array([[DIRTY]] * len(values))
    return pa.RecordBatch.from_arrays([pa.array(range(len(values))), column(values, kind), more], schema=schema)


def addresses(array: pa.Array) -> list[int | None]:
    return [buffer and buffer.address for buffer in array.buffers()]


def test_type_nulls_and_schema_stay(kind: pa.DataType) -> None:
    batch = batch_of(TEXTS, kind)
    found = clean_batch(batch)
    found.validate(full=True)
    assert found.column("text").to_pylist() == EXPECTED
    assert found.schema.equals(batch.schema, check_metadata=True)
    assert batch.column("text").to_pylist() == TEXTS


def test_other_columns_are_the_same_buffers(kind: pa.DataType) -> None:
    batch = batch_of(TEXTS, kind)
    found = clean_batch(batch)
    for name in ("id", "more"):
        assert addresses(found.column(name)) == addresses(batch.column(name))


def test_a_batch_without_damage_is_the_same_object(kind: pa.DataType) -> None:
    batch = batch_of(EXPECTED, kind)
    assert clean_batch(batch) is batch
    table = pa.Table.from_batches([batch, batch.slice(1)])
    assert clean_batch(table) is table


def test_slices(kind: pa.DataType) -> None:
    batch = batch_of([DIRTY, "雾", *TEXTS, DIRTY], kind).slice(2, 5)
    found = clean_batch(batch)
    found.validate(full=True)
    assert found.column("text").to_pylist() == EXPECTED
    assert found.column("id").to_pylist() == [2, 3, 4, 5, 6]
    assert clean_batch(batch.slice(0, 0)).num_rows == 0


def test_tables_keep_their_chunks(kind: pa.DataType) -> None:
    batch = batch_of(TEXTS, kind)
    table = pa.Table.from_batches([batch, batch.slice(2, 2), batch.slice(4)])
    found = clean_batch(table)
    found.validate(full=True)
    assert found.column("text").to_pylist() == EXPECTED + EXPECTED[2:4] + EXPECTED[4:]
    assert found.column("text").type == kind
    assert [len(chunk) for chunk in found.column("text").chunks] == [5, 2, 1]
    assert addresses(found.column("id").chunk(0)) == addresses(table.column("id").chunk(0))


def test_an_unchanged_chunk_is_not_copied() -> None:
    array = pa.chunked_array([[DIRTY], ["山上的雾也散了，车开走了。"]])
    assert addresses(clean_array(array).chunk(1)) == addresses(array.chunk(1))


def test_dictionary_entries_that_become_equal_are_one() -> None:
    """pandas and polars refuse categories that are not distinct."""
    array = pa.array([DIRTY, CLEAN, None, DIRTY]).dictionary_encode()
    found = clean_array(array)
    assert found.dictionary.to_pylist() == [CLEAN]
    assert found.to_pylist() == [CLEAN, CLEAN, None, CLEAN]
    if library("pandas"):
        assert found.to_pandas().cat.categories.tolist() == [CLEAN]


def test_null_in_a_dictionary() -> None:
    array = pa.DictionaryArray.from_arrays(pa.array([0, 1, None, 0]), pa.array([DIRTY, None]))
    found = clean_array(array)
    found.validate(full=True)
    assert found.to_pylist() == [CLEAN, None, None, CLEAN]


def test_ordered_dictionaries_stay_ordered() -> None:
    array = pa.DictionaryArray.from_arrays([1, 0], ["雾", DIRTY], ordered=True)
    found = clean_array(array)
    assert found.type == array.type
    assert found.dictionary.to_pylist() == ["雾", CLEAN]


def test_a_dictionary_that_comes_again_is_cleaned_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    from parkclean.adapters.values import Cleaner

    def spy(self: Cleaner, text: str) -> str:
        asked.append(text)
        return parkclean.clean(text)

    monkeypatch.setattr(Cleaner, "__call__", spy)
    values = pa.array([DIRTY, "雾"])
    first = pa.RecordBatch.from_arrays([pa.DictionaryArray.from_arrays([0, 1, 0], values)], ["text"])
    second = pa.RecordBatch.from_arrays([pa.DictionaryArray.from_arrays([1, 0, 0], values)], ["text"])
    other = pa.RecordBatch.from_arrays([pa.array([DIRTY]).dictionary_encode()], ["text"])
    found = [batch.column(0).to_pylist() for batch in clean_batches([first, second, other])]
    assert found == [[CLEAN, "雾", CLEAN], ["雾", CLEAN, CLEAN], [CLEAN]]
    assert asked == [DIRTY, "雾", DIRTY]


def test_only_null() -> None:
    array = pa.array([None, None])
    assert clean_array(array) is array


@pytest.mark.parametrize(
    "array",
    [pa.array([1]), pa.array([b"a"]), pa.array([["a"]]), pa.array([1]).dictionary_encode()],
    ids=lambda a: str(a.type),
)
def test_what_is_no_text(array: pa.Array) -> None:
    with pytest.raises(TypeError) as error:
        clean_array(array)
    assert str(error.value) == f"not text but {array.type}; cast it to string first"


def test_bytes_that_are_no_utf8_name_the_row() -> None:
    bad = pa.array([b"ok", b"\xd6\xd0", b"ok"]).view(pa.string())
    with pytest.raises(ValueError, match="row 1") as error:
        clean_array(bad)
    assert str(error.value) == "row 1 is no UTF-8; read it as binary, and give parkclean.explain the bytes"


def test_columns_that_are_not_there() -> None:
    batch = batch_of(TEXTS, pa.string())
    with pytest.raises(ValueError, match=r"^unknown column 'txt'; did you mean 'text'\?$"):
        clean_batch(batch, text="txt")
    twice = pa.RecordBatch.from_arrays([batch.column(1), batch.column(1)], ["text", "text"])
    with pytest.raises(ValueError, match=r"^2 columns are called 'text'; rename all but one$"):
        clean_batch(twice)


def test_another_column_may_be_the_text() -> None:
    batch = pa.record_batch({"text": [DIRTY], "body": [DIRTY]})
    assert clean_batch(batch, text="body").to_pydict() == {"text": [DIRTY], "body": [CLEAN]}


words = st.lists(
    st.none() | st.sampled_from([DIRTY, "雾", "", "一\n\n\n\n二", "&nbsp;雨"]) | st.text(max_size=8), max_size=12
)


@settings(deadline=None)
@given(values=words, kind=st.sampled_from(TYPES), start=st.integers(0, 12), length=st.integers(0, 12))
def test_any_slice_of_anything(values: list[str | None], kind: pa.DataType, start: int, length: int) -> None:
    array = column(values, kind).slice(min(start, len(values)), length)
    expected = [None if text is None else parkclean.clean(text) for text in array.to_pylist()]
    found = clean_array(array)
    found.validate(full=True)
    assert found.type == array.type
    assert found.to_pylist() == expected
    again = clean_array(found)
    assert again is found


# --- the shapes in which Spark, Ray and DuckDB call -------------------------------------------------------------------


def test_spark_gives_an_iterator_and_takes_one() -> None:
    """`mapInArrow(function, schema)`: pickled, then called once a partition with an iterator of record batches."""
    function = pickle.loads(pickle.dumps(partial(clean_batches, text="body", skip=["repeats"])))
    taken: list[int] = []

    def partition() -> Iterator[pa.RecordBatch]:
        for number in range(3):
            taken.append(number)
            yield pa.record_batch({"n": [number], "body": [DIRTY]})

    found = function(partition())
    assert iter(found) is found
    assert taken == []
    first = next(found)
    assert isinstance(first, pa.RecordBatch)
    assert first.to_pydict() == {"n": [0], "body": [CLEAN]}
    assert taken == [0]
    assert [batch.column("n").to_pylist() for batch in found] == [[1], [2]]
    assert list(function(iter(()))) == []


def test_wrong_options_are_found_before_the_first_batch() -> None:
    with pytest.raises(TypeError, match="unknown option 'scirpt'"):
        clean_batches(iter(()), scirpt="keep")


def test_ray_gives_a_table_and_takes_one() -> None:
    """`map_batches(clean_batch, batch_format="pyarrow", fn_kwargs=...)`: a table, and the options by keyword."""
    function = pickle.loads(pickle.dumps(clean_batch))
    found = function(pa.table({"body": [DIRTY, None]}), text="body", script="keep")
    assert isinstance(found, pa.Table)
    assert found.to_pydict() == {"body": [CLEAN, None]}


def test_duckdb_calls_it_as_a_function() -> None:
    connection = library("duckdb").connect()
    clean = lambda texts: clean_array(texts, skip=["repeats"])  # noqa: E731
    connection.create_function("clean", clean, ["VARCHAR"], "VARCHAR", type="arrow")
    connection.execute(
        "create table page as select i, case when i % 3 = 0 then null else ? end as text from range(9000) r(i)", [DIRTY]
    )
    found = connection.execute("select count(*), count(text), min(clean(text)), max(clean(text)) from page").fetchone()
    assert found == (9000, 6000, CLEAN, CLEAN)
    assert connection.execute("select i from page where clean(text) is null order by i limit 2").fetchall() == [
        (0,),
        (3,),
    ]


def test_duckdb_gives_a_stream_and_reads_one() -> None:
    duckdb = library("duckdb")
    reader = duckdb.connect().sql("select i, ? as text from range(5000) r(i)", params=[DIRTY]).to_arrow_reader(1000)
    cleaned = pa.RecordBatchReader.from_batches(reader.schema, clean_batches(reader))
    connection = duckdb.connect()
    connection.register("cleaned", cleaned)
    found = connection.execute("select count(*), min(text), max(text), sum(i) from cleaned").fetchone()
    assert found == (5000, CLEAN, CLEAN, sum(range(5000)))
