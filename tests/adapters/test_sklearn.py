"""The transformer against the real scikit-learn."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from libraries import library

library("sklearn")

from sklearn.base import clone  # noqa: E402
from sklearn.compose import ColumnTransformer  # noqa: E402
from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: E402
from sklearn.linear_model import LogisticRegression  # noqa: E402
from sklearn.model_selection import GridSearchCV  # noqa: E402
from sklearn.pipeline import Pipeline, make_pipeline  # noqa: E402
from sklearn.utils import estimator_checks  # noqa: E402
from sklearn.utils.validation import check_is_fitted  # noqa: E402

from parkclean.adapters.sklearn import CleanTransformer  # noqa: E402

DIRTY, CLEAN = "雨停\u200b了。", "雨停了。"


@pytest.mark.filterwarnings("ignore:Can't test estimator")
@estimator_checks.parametrize_with_checks([CleanTransformer(), CleanTransformer(skip=["repeats"], script="keep")])
def test_what_sklearn_checks_of_text_estimators(estimator: CleanTransformer, check: object) -> None:
    check(estimator)  # type: ignore[operator]


CHECKS = [
    "check_estimator_cloneable",
    "check_estimator_tags_renamed",
    "check_valid_tag_types",
    "check_estimator_repr",
    "check_no_attributes_set_in_init",
    "check_do_not_raise_errors_in_init_or_set_params",
    "check_mixin_order",
    "check_parameters_default_constructible",
    "check_get_params_invariance",
    "check_set_params",
]


@pytest.mark.parametrize("name", CHECKS)
def test_the_other_checks_that_need_no_numbers(name: str) -> None:
    """`check_estimator` stops after the first check for estimators that take no matrix."""
    getattr(estimator_checks, name)("CleanTransformer", CleanTransformer())


def test_the_options_are_those_of_clean() -> None:
    from parkclean import Options

    assert set(CleanTransformer().get_params()) == set(Options.__annotations__)


def test_containers_stay() -> None:
    clean = CleanTransformer()
    assert clean.transform([DIRTY, "雾"]) == [CLEAN, "雾"]
    assert clean.transform(iter([DIRTY])) == [CLEAN]
    assert clean.transform((DIRTY,)) == [CLEAN]
    for dtype in (object, None):
        found = clean.transform(np.array([DIRTY, "雾"], dtype=dtype))
        assert isinstance(found, np.ndarray)
        assert found.tolist() == [CLEAN, "雾"]
        assert (found.dtype == object) is (dtype is object)


def test_series_stay_series() -> None:
    pd = library("pandas")
    series = pd.Series([DIRTY, "雾"], index=[7, 8], name="text")
    found = CleanTransformer().transform(series)
    pd.testing.assert_series_equal(found, pd.Series([CLEAN, "雾"], index=[7, 8], name="text"))


def test_texts_without_damage_come_back_themselves() -> None:
    texts = ["山上的雾也散了。", ""]
    assert CleanTransformer().fit_transform(texts) is texts


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (DIRTY, "X must hold texts, one a row; got a single str"),
        (np.array([[DIRTY]], dtype=object), "X must hold texts, one a row; got 2 dimensions: name one column"),
        ([DIRTY, None], "row 1 of X is NoneType, not text; convert it to str, or drop it"),
        ([float("nan")], "row 0 of X is float, not text; convert it to str, or drop it"),
        ([b"a"], "row 0 of X is bytes, not text; convert it to str, or drop it"),
    ],
)
def test_what_is_no_column_of_texts(given: object, message: str) -> None:
    with pytest.raises(ValueError, match="X") as error:
        CleanTransformer().fit_transform(given)
    assert str(error.value) == message


def test_frames_are_refused_instead_of_read_by_column_name() -> None:
    frame = library("pandas").DataFrame({"text": [DIRTY]})
    with pytest.raises(ValueError, match="name one column"):
        CleanTransformer().transform(frame)


def test_wrong_options_are_found_when_fitting_not_before() -> None:
    with pytest.raises(ValueError, match="unknown rule or stage 'char'"):
        CleanTransformer(skip=["char"]).fit([CLEAN])


def test_clone_and_pickle() -> None:
    one = CleanTransformer(skip=["repeats"], script="simplified")
    for again in (clone(one), pickle.loads(pickle.dumps(one))):
        assert again.get_params() == one.get_params()
        assert again.transform(["請於開會前三日將提案送交秘書處彙整。"]) == ["请于开会前三日将提案送交秘书处汇整。"]


def test_nothing_is_learned() -> None:
    check_is_fitted(CleanTransformer())
    assert CleanTransformer().transform([DIRTY]) == [CLEAN]


def test_in_front_of_tfidf() -> None:
    tfidf = TfidfVectorizer(analyzer="char")
    whole = make_pipeline(CleanTransformer(), tfidf)
    found = whole.fit_transform([DIRTY, "雾散了。"]).toarray()
    assert np.array_equal(found, TfidfVectorizer(analyzer="char").fit_transform([CLEAN, "雾散了。"]).toarray())
    assert "\u200b" not in whole.get_feature_names_out()
    assert sorted(whole.get_feature_names_out()) == sorted(set("雨停了。雾散"))


def test_one_column_of_a_frame() -> None:
    frame = library("pandas").DataFrame({"body": [DIRTY, "雾散了。"], "n": [1, 2]})
    whole = ColumnTransformer([("body", make_pipeline(CleanTransformer(), TfidfVectorizer(analyzer="char")), "body")])
    assert whole.fit_transform(frame).shape == (2, 6)
    assert len(whole.get_feature_names_out()) == 6
    assert CleanTransformer().get_feature_names_out().tolist() == ["text"]
    assert CleanTransformer().get_feature_names_out(["body"]).tolist() == ["body"]


def test_grid_search_sets_the_options() -> None:
    """The label hangs on the character that cleaning takes away, so the search must find out not to."""
    texts = ["雨停\u200b了。", "雨停了。"] * 8
    steps = [
        ("clean", CleanTransformer()),
        ("tfidf", TfidfVectorizer(analyzer="char")),
        ("model", LogisticRegression()),
    ]
    search = GridSearchCV(Pipeline(steps), {"clean__skip": [(), ("chars",)]}, cv=2, n_jobs=2)
    search.fit(texts, [1, 0] * 8)
    assert search.best_params_ == {"clean__skip": ("chars",)}
    assert search.cv_results_["mean_test_score"].tolist() == [0.5, 1.0]
