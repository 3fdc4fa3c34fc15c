"""What a drawn surface encloses as it is played, by the modes' weights alone."""

from __future__ import annotations

import numpy as np
import pytest

from glutview.biomech.anatomy import Anatomy
from glutview.build.deformation_lattice import Angles
from glutview.build.deformation_setting import slender
from glutview.build.drawn_volume import DrawnVolume
from tests.build.shipped_motion import setting, shipped

SLENDER = ("gemellus_superior", "gemellus_inferior")
POSES: tuple[Angles, ...] = ((57.5, 44.1, -44.8), (92.0, 34.0, -45.0), (20.0, -10.0, 30.0))


def test_the_gemelli_are_slender_and_no_other() -> None:
    assert {name for name, muscle in setting().muscles.items() if slender(muscle.mesh)} == set(SLENDER)


@pytest.mark.parametrize("name", SLENDER)
def test_it_is_that_of_the_surface_that_is_shown(name: str) -> None:
    muscle, modes = setting().muscles[name], shipped(name)
    encloses = DrawnVolume.of(muscle.mesh, muscle.solver.lines, modes.modes.astype(np.float64))
    shown = Anatomy.load().quality("r").muscles[name]
    for pose in POSES:
        femur = setting().femur_at(pose)
        surface = shown.mesh.with_vertices(shown.posed(femur, pose))
        gain = encloses.gain(femur, np.asarray(modes.weights(pose)[0], np.float64))
        assert gain == pytest.approx(surface.volume_mm3() / shown.volume_mm3 - 1, abs=1e-4)
    assert encloses.gain(np.eye(4), np.zeros((len(modes.modes), 3))) == pytest.approx(0, abs=1e-9)
