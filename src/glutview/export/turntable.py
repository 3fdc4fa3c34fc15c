"""Round a structure: one camera that keeps it in the picture all the way, for pictures, films and the gallery."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from glutview.biomech.anatomy import Anatomy
from glutview.biomech.pose import Pose
from glutview.export.film_plan import turntable_states
from glutview.scene.camera import framed
from glutview.scene.scene import Scene
from glutview.state.palette import Theme
from glutview.state.resolve import resolve
from glutview.state.scene_description import SceneDescription
from glutview.state.turn_about import first_azimuth_deg, turned_about
from glutview.state.view_state import CameraState, ViewState
from glutview.teaching.turn_words import TurnPicture, turn_picture

VIEWS = 16
"""Round a structure, in the gallery: a sixteenth of a turn is what one recognises a shape across."""
_MARGIN = 0.1
"""Share of the picture left free on every side, for what lies around the structure."""
_LOOKS = 24
NEUTRAL = Pose()


def turn_start(
    anatomy: Anatomy,
    id: str,
    size: tuple[int, int],
    *,
    theme: Theme = "light",
    pose: Pose = NEUTRAL,
    camera: CameraState | None = None,
) -> ViewState:
    """The first view round a structure: see :func:`glutview.state.turn_about.turned_about`.

    Args:
        anatomy: where the structure is.
        id: of the structure.
        size: width and height of the pictures.
        theme: their colours.
        pose: of the joints.
        camera: gives the first direction; on the level and from lateral if None.

    Raises:
        GlutviewError: there is no such structure.
    """
    camera = camera or CameraState(azimuth_deg=first_azimuth_deg(anatomy.atlas, id))
    state = turned_about(anatomy.atlas, id)
    return turntable_view(anatomy, replace(state, theme=theme, pose=pose, camera=camera), size)


def structure_turn(anatomy: Anatomy, id: str, size: tuple[int, int], theme: Theme = "light") -> tuple[ViewState, ...]:
    """The views of the gallery, all round a structure.

    Raises:
        GlutviewError: there is no such structure.
    """
    return turntable_states(turn_start(anatomy, id, size, theme=theme), VIEWS)


def turntable_view(anatomy: Anatomy, state: ViewState, size: tuple[int, int]) -> ViewState:
    """The state with the camera turned about the middle of what is selected, far enough to show it from everywhere.

    Args:
        anatomy: where the structure is.
        state: selects it, poses it, and has the camera that gives the first direction.
        size: width and height of the picture.

    Raises:
        ValueError: nothing is selected, or there is no camera.
    """
    if state.selected is None or state.camera is None:
        raise ValueError("a turntable needs a selection and a camera")
    points = anatomy.posed_vertices(state.pose, state.fixed)[anatomy.atlas.whole(state.selected)]
    low, high = points.min(0), points.max(0)
    middle = (low + high) / 2
    # As seen from each side, moved onto the turning point, so that turning never takes it out of the middle.
    looks = (replace(state.camera, azimuth_deg=360 * i / _LOOKS - 180) for i in range(_LOOKS))
    round_about = np.concatenate([points, 2 * middle - points])
    distance = max(framed(look, round_about, size, _MARGIN).distance_mm for look in looks)
    focal = (float(middle[0]), float(middle[1]), float(middle[2]))
    return replace(state, camera=replace(state.camera, focal_mm=focal, distance_mm=distance))


def show(anatomy: Anatomy, scene: Scene, state: ViewState) -> SceneDescription:
    """Let a scene show a state, from its camera if it has one; what it shows."""
    description = resolve(anatomy.atlas, state)
    scene.apply(description)
    scene.camera = state.camera or scene.camera
    return description


def picture_of(anatomy: Anatomy, scene: Scene, state: ViewState) -> TurnPicture:
    """The words of a view round a structure; the scene is left showing it."""
    marks = show(anatomy, scene, state).footprints
    return turn_picture(anatomy.atlas, state, scene.seen(anatomy.atlas.whole(state.selected or ""), marks))
