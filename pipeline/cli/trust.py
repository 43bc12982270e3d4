"""How far the confidence of the tasks read can be believed: the figures of ``giaoviec evaluate``.

Twice: as the weights that come with the program have it, and cross-validated by document, with weights fitted on the
other documents of the gold and on the sample documents. Only the second is fair where the weights have seen the gold.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from pipeline.calibration import load_weights
from pipeline.cli.scored import Scored, judge, read_gold
from pipeline.evaluate.acceptance import Acceptance, Step, auto_accept, curve
from pipeline.evaluate.gold import load_gold
from pipeline.evaluate.regression import Judged, cross_validate
from pipeline.shipped import shipped_folder

__all__ = ["Trust", "as_json", "trust", "trust_table"]

_ENOUGH_WRONG = 8  # wrong tasks below which nothing can be fitted


@dataclass(frozen=True, slots=True)
class Trust:
    """What auto-accept lets through and the curve: by the program's own weights, and cross-validated if possible."""

    shipped: Acceptance
    crossed: Acceptance | None
    curve: tuple[Step, ...]


def trust(scored: Sequence[Scored]) -> Trust | None:
    """The figures of the tasks that the gold can judge; None without any."""
    judged = [task for one in scored for task in judge(one)]
    if not judged:
        return None
    right, weights = [task.right for task in judged], load_weights()
    likely = [weights.probability(task.seen) for task in judged]
    shipped = auto_accept(likely, right, weights.threshold)
    if right.count(False) < _ENOUGH_WRONG or len({task.document for task in judged}) < 2:
        return Trust(shipped, None, tuple(curve(likely, right)))
    crossed = cross_validate(judged, _samples(scored))
    return Trust(shipped, auto_accept(crossed, right, weights.threshold), tuple(curve(crossed, right)))


def _samples(scored: Sequence[Scored]) -> list[Judged]:
    """The tasks of the sample documents that are not among ``scored``."""
    known = {one.dispatch.source.sha256 for one in scored if one.dispatch}
    folder = shipped_folder("corpus")
    inside = folder / "van-ban"
    samples = read_gold(load_gold([inside if inside.is_dir() else folder]))
    return [task for one in samples if one.dispatch and one.dispatch.source.sha256 not in known for task in judge(one)]


def as_json(found: Trust | None) -> dict[str, Any]:
    """The figures as JSON values, shares rounded to four places."""
    if found is None:
        return {"auto_accept": None, "curve": []}
    crossed = found.crossed and _accepted(found.crossed)
    return {
        "auto_accept": {**_accepted(found.shipped), "cross_validated": crossed},
        "curve": [{key: round(value, 4) for key, value in asdict(step).items()} for step in found.curve],
    }


def trust_table(found: Trust | None) -> Iterator[str]:
    """The same as lines for people."""
    if found is None:
        return
    how = "kiểm tra chéo theo văn bản" if found.crossed else "theo trọng số kèm chương trình"
    yield f"độ tin cậy của nhiệm vụ, chắc nhất trước ({how}):"
    yield f"{'tự nhận':>12} {'từ':>9} {'dự báo':>9} {'đúng':>9} {'đúng dồn':>9}"
    for step in found.curve:
        yield f"{step.coverage:12.0%} {step.lowest:9.3f} {step.foretold:9.3f} {step.right:9.3f} {step.precision:9.3f}"
    yield _line("trọng số kèm chương trình", found.shipped)
    if found.crossed:
        yield _line("kiểm tra chéo theo văn bản", found.crossed)


def _line(how: str, one: Acceptance) -> str:
    share = f"{one.coverage:.1%} số việc ({one.accepted}/{one.tasks})"
    return f"tự nhận từ {one.threshold:.4f}, {how}: {share}, đúng trọn vẹn {one.precision:.1%}"


def _accepted(one: Acceptance) -> dict[str, float]:
    shares = {"coverage": round(one.coverage, 4), "precision": round(one.precision, 4)}
    return {"threshold": one.threshold, "tasks": one.tasks, "accepted": one.accepted, **shares}
