"""Stage `width`."""

from __future__ import annotations

from parkclean.rules import RuleStage

STAGE = RuleStage("width", ())
