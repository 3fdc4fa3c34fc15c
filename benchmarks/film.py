"""What a film costs beside its bare pictures: ``python -m benchmarks.film``."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from benchmarks.models import SIZE
from benchmarks.ratios import Report
from glutview.biomech.anatomy import Anatomy
from glutview.export.film import write_film
from glutview.export.film_plan import Moment, movement_film, turntable_film
from glutview.scene.scene import Scene
from glutview.state.resolve import resolve
from glutview.state.view_state import ViewState

FRAMES, ROUNDS = 50, 3


def used() -> float:
    """Processor seconds of this process and of the encoders it has waited for."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def compare(report: Report, name: str, anatomy: Anatomy, scene: Scene, moments: tuple[Moment, ...]) -> None:
    """A film of these moments beside drawing them and throwing the pictures away."""
    atlas = anatomy.atlas

    def bare() -> None:
        for moment in moments:
            scene.camera = moment.state.camera or scene.camera
            scene.apply(resolve(atlas, moment.state))
            scene.draw(SIZE)

    with tempfile.TemporaryDirectory() as folder:

        def film(ending: str) -> Callable[[], None]:
            def written() -> None:
                for _ in write_film(Path(folder) / f"film.{ending}", scene, atlas, moments, SIZE, 25):
                    pass

            return written

        cases = {"bare": bare, "mp4": film("mp4"), "gif": film("gif")}
        ms: dict[str, list[float]] = {case: [] for case in cases}
        for turn in range(ROUNDS + 1):
            for case, run in cases.items():
                start = used()
                run()
                if turn:
                    ms[case].append(1e3 * (used() - start) / len(moments))
    cost = {case: median(values) for case, values in ms.items()}
    for ending in ("mp4", "gif"):
        detail = f"{cost[ending]:.0f} / {cost['bare']:.0f} ms"
        report.line(f"film frame / render, {name}, {ending}", cost[ending] / cost["bare"], 1.35, detail=detail)


def main() -> int:
    """Print the ratios; 1 if a target is missed."""
    report, anatomy = Report(), Anatomy.load()
    scene = Scene(anatomy)
    state = ViewState(selected="gluteus_medius_r", camera=scene.opening_view(SIZE))
    turn = turntable_film(state, 25)
    compare(report, "turntable", anatomy, scene, turn[:: len(turn) // FRAMES][:FRAMES])
    movement = movement_film(anatomy.atlas, "abduction", state, 25)
    compare(report, "movement", anatomy, scene, movement[:: len(movement) // FRAMES][:FRAMES])
    scene.close()
    return 1 if report.missed else 0


if __name__ == "__main__":
    sys.exit(main())
