"""The pandas accessor against the real library."""

from __future__ import annotations

import pytest
from libraries import library

pd = library("pandas")

import parkclean.adapters.pandas  # noqa: E402, F401

DIRTY, CLEAN = "雨停\u200b了。", "雨停了。"
ROW = "园区今年新建的三座实验室全部免费开放，已有九个团队入驻，明年再增加两座，周边的道路和食堂也在施工。"


def arrow(name: str) -> object:
    pa = library("pyarrow")
    return pd.ArrowDtype(getattr(pa, name)())


DTYPES = {
    "object": lambda: object,
    "str": lambda: "str",
    "string[python]": lambda: "string[python]",
    "string[pyarrow]": lambda: library("pyarrow") and "string[pyarrow]",
    "arrow string": lambda: arrow("string"),
    "arrow large_string": lambda: arrow("large_string"),
}


@pytest.fixture(params=DTYPES)
def dtype(request: pytest.FixtureRequest) -> object:
    return DTYPES[request.param]()


def test_index_name_dtype_and_missing_values_stay(dtype: object) -> None:
    index = pd.Index(["a", "b", "b", "c"], name="id")
    series = pd.Series([DIRTY, None, "雾散了。", DIRTY], index=index, name="body", dtype=dtype)
    series.attrs["source"] = "news"
    found = series.parkclean.clean()
    expected = pd.Series([CLEAN, None, "雾散了。", CLEAN], index=index, name="body", dtype=dtype)
    pd.testing.assert_series_equal(found, expected)
    assert found.attrs == {"source": "news"}
    assert series.iloc[0] == DIRTY


def test_missing_values_are_the_ones_that_were_there() -> None:
    series = pd.Series([None, float("nan"), pd.NA, pd.NaT, DIRTY], dtype=object)
    found = series.parkclean.clean().tolist()
    assert found[0] is None
    assert found[1] != found[1]
    assert found[2] is pd.NA
    assert found[3] is pd.NaT
    assert found[4] == CLEAN


def test_unchanged_texts_are_the_same_objects() -> None:
    series = pd.Series([DIRTY, "山上的雾也散了。"], dtype=object)
    assert series.parkclean.clean()[1] is series[1]
    clean = pd.Series(["山上的雾也散了。", None], dtype=object)
    found = clean.parkclean.clean()
    assert found[0] is clean[0]
    found[0] = "另一句。"
    assert clean[0] == "山上的雾也散了。"


def test_unchanged_arrow_data_is_not_copied() -> None:
    library("pyarrow")
    series = pd.Series(["山上的雾也散了。", None], dtype=arrow("string"))
    before = series.array.__arrow_array__().chunk(0).buffers()[2].address
    assert series.parkclean.clean().array.__arrow_array__().chunk(0).buffers()[2].address == before


def test_what_is_no_text_names_the_label() -> None:
    series = pd.Series([DIRTY, 5, "雾"], index=["a", "b", "c"])
    message = r"^the value at index label 'b' is int, not text; convert it to str, or drop it$"
    for call in (series.parkclean.clean, series.parkclean.explain, series.parkclean.dedup):
        with pytest.raises(TypeError, match=message):
            call()
    with pytest.raises(TypeError, match=r"index label \('x', 1\) is bytes"):
        pd.Series([b"\xd6\xd0"], index=pd.MultiIndex.from_tuples([("x", 1)])).parkclean.clean()


@pytest.mark.parametrize("values", [[1, 2], [1.5], [True], pd.to_datetime(["2024-01-01"])])
def test_other_dtypes_have_no_accessor(values: object) -> None:
    series = pd.Series(values)
    message = rf"^Can only use \.parkclean with text \(object, str, string\), not {series.dtype}$".replace("[", r"\[")
    with pytest.raises(AttributeError, match=message):
        series.parkclean  # noqa: B018
    assert not hasattr(series, "parkclean")


def test_categories_that_are_text_are_read_as_their_texts() -> None:
    series = pd.Series([DIRTY, None, DIRTY], index=[3, 4, 5], dtype="category", name="t")
    found = series.parkclean.clean()
    assert found.dropna().to_dict() == {3: CLEAN, 5: CLEAN}
    assert (found.dtype, found.name) == (series.cat.categories.dtype, "t")
    assert series.parkclean.dedup().kept == [0, 1]
    with pytest.raises(AttributeError, match="not int64"):
        pd.Series([1], dtype="category").parkclean  # noqa: B018


def test_empty(dtype: object) -> None:
    series = pd.Series([], dtype=dtype, name="body")
    pd.testing.assert_series_equal(series.parkclean.clean(), series)
    assert series.parkclean.dedup().kept == []


def test_explain(dtype: object) -> None:
    series = pd.Series([DIRTY, None], index=[7, 8], name="body", dtype=dtype)
    found = series.parkclean.explain(skip=["repeats"])
    assert found.index.tolist() == [7, 8]
    assert found.name == "body"
    assert [change.rule for change in found[7].changes()] == ["chars.zero_width"]
    assert pd.isna(found[8])
    with pytest.raises(TypeError, match="unknown option 'skipp'"):
        series.parkclean.explain(skipp=[])


def test_dedup_counts_positions_and_keeps_missing_values(dtype: object) -> None:
    rows = [None, ROW, None, ROW.replace("建的", "建"), ROW.replace("三", "五"), ROW]
    frame = pd.DataFrame({"body": pd.Series(rows, dtype=dtype)}).set_index(pd.Index(list("aabbcc")))
    found = frame["body"].parkclean.dedup()
    assert found.kept == [0, 1, 2, 4]
    assert [(gone.row, gone.kept_row, gone.kind) for gone in found.dropped] == [(3, 1, "near"), (5, 1, "exact")]
    assert found.dropped[0].differences == (("", "的"),)
    assert [seen.row for seen in found.borderline()] == [4]
    assert found.clusters == [[1, 3, 5]]
    assert frame.iloc[found.kept].index.tolist() == ["a", "a", "b", "c"]
    assert repr(found) == "Deduped(6 rows: 4 kept; dropped: 1 exact, 1 near; borderline: 1)"


def test_dedup_takes_its_options() -> None:
    series = pd.Series([ROW, ROW.replace("三", "五")])
    assert series.parkclean.dedup(differences="any", threshold=0.7).kept == [0]
    assert series.parkclean.dedup().kept == [0, 1]
    with pytest.raises(ValueError, match="threshold must be above 0"):
        series.parkclean.dedup(threshold=2)
