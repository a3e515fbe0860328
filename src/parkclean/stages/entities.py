"""Stage `entities`."""

from __future__ import annotations

from parkclean.rules import RuleStage

STAGE = RuleStage("entities", ())
