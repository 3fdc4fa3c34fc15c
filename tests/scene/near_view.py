"""One structure of the shipped anatomy, looked at from so near that its fibres or its grain are seen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from glutview.biomech.anatomy import Anatomy
from glutview.scene.scene import Scene
from glutview.state.resolve import resolve
from glutview.state.view_state import CameraState, ViewState

SIZE = (400, 250)


@contextmanager
def near_view(anatomy: Anatomy, structure: str, camera: CameraState) -> Iterator[Scene]:
    """A scene of the structure alone; the camera turns about the place that is seen in the middle."""
    scene = Scene(anatomy)
    scene.apply(resolve(anatomy.atlas, ViewState(hidden=frozenset(anatomy.atlas.structures) - {structure})))
    scene.camera = camera
    hit = scene.pick((SIZE[0] / 2, SIZE[1] / 2), SIZE)
    assert hit is not None
    scene.camera = replace(camera, focal_mm=hit.point)
    yield scene
    scene.close()


def brightness(scene: Scene, distance_mm: float) -> npt.NDArray[np.float64]:
    """(h, w) of what is seen from so far."""
    scene.camera = replace(scene.camera, distance_mm=distance_mm)
    return np.asarray(scene.draw(SIZE)[..., :3].mean(2), dtype=np.float64)
