"""How the drawn muscles hold over the whole range of motion: in which poses they are measured, and what comes out."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import product
from pathlib import Path

import numpy as np

from glutview.biomech.anatomy import Anatomy
from glutview.biomech.motion_range import Angles, MotionRange
from glutview.biomech.pose_bounds import BOUNDS, Bound, Quantity
from glutview.biomech.pose_quality import MuscleQuality, PoseQuality
from glutview.errors import failure
from glutview.workers import workers

Found = Sequence[tuple[Angles, MuscleQuality]]
Progress = Callable[[float, str], None]

_DRAWS = 1000
_ALONE = 24
"""So few poses are sooner measured than other processes are started."""


@dataclass(frozen=True)
class Spread:
    """How one quantity is spread over the poses, of one muscle or of all.

    Attributes:
        quantity: what it is.
        muscle: stated id; empty for all.
        median, p99, worst: of all poses, and muscles, in the quantity's unit.
        worst_in: the muscle with the worst.
        worst_at: flexion, abduction and internal rotation in which it was found, degrees.
        where: the bone or the muscle that it is in, where it is a depth.
    """

    quantity: Quantity
    muscle: str
    median: float
    p99: float
    worst: float
    worst_in: str
    worst_at: Angles
    where: str

    @property
    def bound(self) -> Bound:
        """What it keeps."""
        return BOUNDS[self.quantity]

    @property
    def kept(self) -> bool:
        """Whether it is within its bound; what is no number is not."""
        most = self.bound.most_p99
        return self.bound.kept(self.worst) and (most is None or self.p99 <= most)


def range_poses(limit: MotionRange, count: int, seed: int) -> list[Angles]:
    """Poses that a hip can take, spread over its range, each once.

    About half of them are the nodes of a regular lattice over the three angles, borders included, the finest that
    is not more than that; the others are drawn at random, to a tenth of a degree. The same seed gives the same.

    Args:
        limit: the range.
        count: how many poses, 1 or more.
        seed: of the random ones.

    Raises:
        GlutviewError: the range has fewer poses.
    """
    lattice: list[Angles] = []
    for nodes in range(2, count + 2):
        finer = _lattice(limit, nodes)
        if len(finer) > count // 2:
            break
        lattice = finer
    random = np.random.default_rng(seed)
    low, high = limit.box.T
    poses = dict.fromkeys(lattice)
    for _ in range(_DRAWS):
        drawn = np.round(random.uniform(low, high, (count, 3)), 1) + 0.0
        poses.update(dict.fromkeys(_angles(drawn[limit.allowed(drawn)])))
        if len(poses) >= count:
            return list(poses)[:count]
    raise failure("--poses", f"the range of motion has no {count} poses", f"ask for {max(len(poses), 1)}")


def measure_poses(
    anatomy: Anatomy, file: Path | None, poses: Sequence[Angles], progress: Progress = lambda share, what: None
) -> list[tuple[Angles, MuscleQuality]]:
    """Every muscle of the right side in every pose; in as many processes as there are processors.

    Args:
        anatomy: what is measured.
        file: from which it was read, for the other processes; the shipped one if None.
        poses: of the right hip.
        progress: told the share of the work that is done, and the pose that was; may raise to stop.
    """
    found: list[tuple[Angles, MuscleQuality]] = []
    for number, (pose, muscles) in enumerate(zip(poses, _measured(anatomy, file, poses), strict=True), 1):
        found += [(pose, one) for one in muscles]
        progress(number / len(poses), "flexion {:g}°, abduction {:g}°, internal rotation {:g}°".format(*pose))
    return found


def spreads(found: Found) -> dict[Quantity, list[Spread]]:
    """Of every quantity how it is spread over all muscles and poses, then over the poses of each muscle."""
    muscles = list(dict.fromkeys(one.muscle for _, one in found))
    return {
        quantity: [
            _spread(quantity, found),
            *(_spread(quantity, [each for each in found if each[1].muscle == muscle], muscle) for muscle in muscles),
        ]
        for quantity in BOUNDS
    }


def _spread(quantity: Quantity, found: Found, muscle: str = "") -> Spread:
    values = np.array([one.value(quantity) for _, one in found])
    median, p99 = np.quantile(values, [0.5, 0.99])
    pose, worst = found[int(values.argmax())]
    where = {"bone_mm": worst.bone, "layer_mm": worst.layer}.get(quantity, "")
    return Spread(quantity, muscle, float(median), float(p99), worst.value(quantity), worst.muscle, pose, where)


def _lattice(limit: MotionRange, nodes: int) -> list[Angles]:
    lines = [np.unique(np.linspace(low, high, nodes)) for low, high in limit.box]
    grid = np.array(list(product(*lines)))
    return _angles(grid[limit.allowed(grid)])


def _angles(rows: np.typing.NDArray[np.float64]) -> list[Angles]:
    return [(float(flexion), float(abduction), float(internal)) for flexion, abduction, internal in rows]


def _measured(anatomy: Anatomy, file: Path | None, poses: Sequence[Angles]) -> Iterator[list[MuscleQuality]]:
    jobs = os.cpu_count() or 1
    if jobs == 1 or len(poses) <= _ALONE:
        quality = anatomy.quality("r")
        yield from (list(quality.of(pose)) for pose in poses)
        return
    with workers(jobs, partial(_load, file)) as pool:
        waiting = [pool.submit(_of, pose) for pose in poses]
        try:
            for done in waiting:
                yield done.result()
        finally:
            pool.shutdown(cancel_futures=True)


_quality: list[PoseQuality] = []
"""Of a process that measures poses for another."""


def _load(file: Path | None) -> None:
    _quality[:] = [Anatomy.load(file).quality("r")]


def _of(pose: Angles) -> list[MuscleQuality]:
    return list(_quality[0].of(pose))
