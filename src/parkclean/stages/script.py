"""Stage `script`."""

from __future__ import annotations

from parkclean.rules import RuleStage

STAGE = RuleStage("script", ())
