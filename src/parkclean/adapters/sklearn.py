"""scikit-learn: a transformer from texts to clean texts, for the head of a Pipeline."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Self

from parkclean.adapters.values import Cleaner, absent, changes, put
from parkclean.pipeline import Format
from parkclean.rules import Script

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

try:
    from sklearn.base import BaseEstimator, TransformerMixin
    from sklearn.utils import Tags
except ImportError as error:
    raise absent("scikit-learn", "sklearn", error) from error


class CleanTransformer(TransformerMixin, BaseEstimator, auto_wrap_output_keys=()):  # type: ignore[call-arg]
    """Texts in, clean texts out; nothing is learned.

    >>> from sklearn.feature_extraction.text import TfidfVectorizer
    >>> from sklearn.pipeline import make_pipeline
    >>> tfidf = make_pipeline(CleanTransformer(), TfidfVectorizer(analyzer="char"))
    >>> tfidf.fit_transform(["雨停\\u200b了。", "雾散了。"]).shape
    (2, 6)

    X is one-dimensional, as for scikit-learn's own vectorizers: a list, an array, a Series, any iterable of str.
    select, skip, script, format: the options of `parkclean.clean`, which grid search may set.
    An unknown one is found when fitting or transforming, as scikit-learn wants it.
    """

    def __init__(
        self,
        *,
        select: Sequence[str] | None = None,
        skip: Sequence[str] = (),
        script: Script = "auto",
        format: Format = "text",
    ) -> None:
        self.select = select
        self.skip = skip
        self.script = script
        self.format = format

    def fit(self, X: Iterable[str], y: object = None) -> Self:
        """Check the options; the texts are not looked at. Raises as `parkclean.clean` does."""
        self._cleaner()
        return self

    def transform(self, X: Iterable[str]) -> Iterable[str]:
        """The clean texts: a list for a list, an array for an array, a Series for a Series; X itself if none changed.

        Raises ValueError for one string, for columns (name one: `"text"`, not `["text"]`) and for what is not text,
        missing values included, as TfidfVectorizer does.
        """
        _check(X)
        values = X if hasattr(X, "__len__") else list(X)
        try:
            new = changes(values, self._cleaner(), lambda value: False, "row {} of X".format)
        except TypeError as error:
            raise ValueError(str(error)) from None
        return _like(values, put(values, new)) if new else values

    def get_feature_names_out(self, input_features: Sequence[str] | None = None) -> NDArray[np.object_]:
        """The names that came in, or `text`: needed inside pipelines that are asked for their features."""
        import numpy as np

        return np.array(["text"] if input_features is None else input_features, dtype=object)

    def _cleaner(self) -> Cleaner:
        return Cleaner(select=self.select, skip=self.skip, script=self.script, format=self.format)

    def __sklearn_is_fitted__(self) -> bool:
        return True

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        tags.input_tags.one_d_array = True
        tags.requires_fit = False
        tags.no_validation = True
        return tags


def _check(X: Iterable[str]) -> None:
    if isinstance(X, str):
        raise ValueError("X must hold texts, one a row; got a single str")
    if getattr(X, "ndim", 1) != 1:
        raise ValueError(f"X must hold texts, one a row; got {X.ndim} dimensions: name one column")  # type: ignore[attr-defined]


def _like(given: Iterable[str], values: list[object]) -> Iterable[str]:
    """The values in the kind of container that was given."""
    pandas, numpy = sys.modules.get("pandas"), sys.modules.get("numpy")
    found: Iterable[str] = values  # type: ignore[assignment]
    if pandas is not None and isinstance(given, pandas.Series):
        found = pandas.Series(values, index=given.index, dtype=given.dtype, name=given.name)
    elif numpy is not None and isinstance(given, numpy.ndarray):
        found = numpy.array(values, dtype=object if given.dtype == object else None)
    return found
