"""Stage `chars`."""

from __future__ import annotations

from parkclean.rules import RuleStage

STAGE = RuleStage("chars", ())
