"""The second half of a run with `dedup`: group the rows of all shards, decide batch by batch, and take out what goes.

Row numbers come from the sorted listing, and who stays is decided when all candidates are known, so neither the order
of work nor the number of processes can matter.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from parkclean.files import write_json
from parkclean.run.crossfile import Resolved, Slices, apply_shard, extract, resolve
from parkclean.run.engine import Engine
from parkclean.run.grouping import Corpus, corpus, group
from parkclean.run.plan import Settings, Shard

if TYPE_CHECKING:
    from collections.abc import Callable

    from parkclean.run.grouping import Task

DECIDED = "decided.json"

Apply = tuple[Shard, Slices, Mapping[int, dict[str, object]]]
"""A shard, where the decisions about its rows stand, and what stays for rows that some of them follow."""


class Dedup:
    """Repeats across the shards of a run, all of them clean."""

    def __init__(self, settings: Settings, shards: Sequence[Shard]) -> None:
        self.settings = settings
        self.shards = shards
        self.corpus = corpus(settings, len(shards))
        self._slices: dict[int, list[tuple[int, int, int]]] = {}
        self._leaders: dict[int, dict[str, object]] = {}
        self._too_common = 0

    def decide(self, engine: Engine) -> None:
        """Find out what goes, unless a stopped run has done so."""
        path = self.settings.work / DECIDED
        if path.exists():
            found = json.loads(path.read_bytes())
        else:
            found = self._decided(engine)
            write_json(path, found)
        self._slices = {int(shard): [tuple(one) for one in some] for shard, some in found["slices"].items()}
        self._leaders = {int(row): kept for row, kept in found["leaders"].items()}
        self._too_common = found["too_common"]

    def _decided(self, engine: Engine) -> dict[str, Any]:
        import numpy as np

        def run(step: Callable[[Corpus, Task], None], tasks: Sequence[Task]) -> None:
            for _ in engine.map(partial(step, self.corpus), tasks):
                pass

        grouped = group(self.corpus, run)
        np.save(self.corpus.path("followers.npy"), grouped.followers)
        where: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
        for shard, found in zip(self.shards, engine.map(partial(extract, self.corpus), self.shards), strict=True):
            for batch, (start, size) in found.items():
                where[batch].append((shard.number, start, size))
        slices: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
        kept: dict[int, dict[str, object]] = {}
        too_common = 0
        tasks = [(batch, where[batch]) for batch in range(1, grouped.batches + 1)]
        for (batch, _), resolved in zip(tasks, engine.map(partial(_resolve, self.corpus), tasks), strict=True):
            for number, (start, size) in resolved.slices.items():
                slices[number].append((batch, start, size))
            kept |= resolved.leaders
            too_common += resolved.too_common
        return {"slices": slices, "leaders": kept, "too_common": too_common}

    def task(self, shard: Shard) -> Apply:
        """What `apply` is told about a shard."""
        start, end = (int(self.corpus.starts[shard.number + n]) for n in (0, 1))
        rows, leaders = self.corpus.load("followers.npy")
        here = slice(*rows.searchsorted([start, end]))
        followed = {row: self._leaders[row] for row in set(leaders[here].tolist())}
        return shard, self._slices.get(shard.number, ()), followed

    @property
    def apply(self) -> partial[None]:
        """The step that writes the final files of a shard; its tasks are made by `task`."""
        return partial(_apply, self.corpus)

    def notes(self) -> list[str]:
        """What the user should know."""
        if not self._too_common:
            return []
        return [f"{self._too_common:,} rows belong to texts with blanks that are filled in: not all were compared"]


def _resolve(corpus: Corpus, task: tuple[int, Slices]) -> Resolved:
    return resolve(corpus, *task)


def _apply(corpus: Corpus, task: Apply) -> None:
    apply_shard(corpus, *task)
