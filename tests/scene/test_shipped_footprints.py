"""The shipped atlas is looked at without ever loading scipy, which takes 40 MB and time."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from glutview.biomech import shipped_footprints
from glutview.biomech.anatomy import Anatomy
from glutview.biomech.pose import Pose
from glutview.errors import GlutviewError
from glutview.scene.scene import Scene
from glutview.state.resolve import resolve
from glutview.state.view_state import ViewState

LOOK = """
import sys
from glutview.biomech.anatomy import Anatomy
from glutview.scene.scene import Scene
from glutview.state.resolve import resolve
from glutview.state.view_state import ViewState

anatomy = Anatomy.load()
scene = Scene(anatomy)
scene.apply(resolve(anatomy.atlas, ViewState()))
scene.camera = scene.opening_view((200, 150))
marked = set()
for muscle in anatomy.atlas.fibre_templates:
    description = resolve(anatomy.atlas, ViewState(selected=muscle))
    scene.apply(description)
    scene.draw((200, 150))
    marked |= {footprint.attachment_id for footprint in description.footprints}
assert marked == set(anatomy.atlas.attachments), marked
steps = list(scene.prepare())
scene.draw((200, 150), "moving")
scene.render_image((200, 150))
scene.close()
print(len(steps), *sorted(name for name in sys.modules if name.split(".")[0] == "scipy"))
"""


def test_the_shipped_atlas_is_looked_at_without_scipy() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOOK], capture_output=True, text=True, check=False, env=dict(os.environ), timeout=300
    )
    assert done.returncode == 0, done.stderr
    steps, *loaded = done.stdout.split()
    assert int(steps) >= len(Anatomy.load().atlas.structures)
    assert loaded == []


def test_a_missing_file_is_told_of_when_a_footprint_is_to_be_shown(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(shipped_footprints, "footprint_file", lambda mesh: tmp_path / f"{mesh.stem}.npz")
    anatomy = Anatomy.load()
    scene = Scene(anatomy)
    try:
        scene.apply(resolve(anatomy.atlas, ViewState()))
        with pytest.raises(GlutviewError, match=r"\.npz: where the footprints lie on the bone is missing"):
            scene.apply(resolve(anatomy.atlas, ViewState(selected="gluteus_medius_r")))
    finally:
        scene.close()


def test_footprints_that_are_shown_first_in_a_pose_lie_on_what_has_moved() -> None:
    """The tract deforms and bears footprints: whenever they are made, it stays where the pose has put it."""
    anatomy, tract = Anatomy.load(), "iliotibial_tract_r"
    pose = Pose().moved(hip_flexion_r=60.0, hip_abduction_r=15.0)
    posed = anatomy.soft_arrays()
    anatomy.pose_soft(posed, pose)
    scene = Scene(anatomy)
    try:
        scene.apply(resolve(anatomy.atlas, ViewState(pose=pose)))
        assert tract not in scene._footprints
        part, coarse = scene._parts[tract], len(scene._parts[tract].points)
        scene._footprints_of(tract)
        for drawn, wanted in zip(part.moving, posed[tract], strict=True):
            np.testing.assert_array_equal(drawn, wanted)
        # So do the finer vertices: each midway between two.
        assert len(part.points) > coarse
        assert part._division is not None
        ends = part._division.parents[0]
        middles = part.points[coarse : coarse + len(ends)]
        np.testing.assert_allclose(middles, posed[tract][0][ends].mean(1), atol=1e-3)
        assert np.linalg.norm(middles - anatomy.rest[tract].vertices[ends].mean(1), axis=1).max() > 50
        bounds = part.bounds
        np.testing.assert_allclose(bounds, [part.points.min(0), part.points.max(0)], atol=1e-3)
        # At rest again it is the rest shape.
        scene.apply(resolve(anatomy.atlas, ViewState()))
        np.testing.assert_array_equal(part.moving[0], anatomy.rest[tract].vertices.astype(np.float32))
    finally:
        scene.close()
