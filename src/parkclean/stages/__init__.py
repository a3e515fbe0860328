"""The order of the library: each stage may trust everything before it."""

from __future__ import annotations

from parkclean.pipeline import Pipeline
from parkclean.stages import (
    boilerplate,
    chars,
    entities,
    glosses,
    layout,
    markup,
    mojibake,
    repeats,
    script,
    width,
)

DEFAULT = Pipeline(
    (
        mojibake.STAGE,
        entities.STAGE,
        markup.STAGE,
        chars.STAGE,
        glosses.STAGE,
        script.STAGE,
        width.STAGE,
        boilerplate.STAGE,
        layout.STAGE,
        repeats.STAGE,
    )
)
"""The pipeline behind `clean`."""
