"""Pictures without background: laid over any other, they look as if drawn there."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from glutview.scene.cut_out import cut_out
from glutview.scene.scene import Scene
from glutview.state.resolve import resolve
from glutview.state.view_state import ViewState

SIZE = (240, 180)


def test_opacity_and_colour_are_told_apart() -> None:
    # Clear, opaque, and half of a grey of 200.
    on_black = np.array([[[0, 0, 0, 9], [10, 20, 30, 9], [100, 100, 100, 9]]], np.uint8)
    on_white = np.array([[[255, 255, 255, 9], [10, 20, 30, 9], [227, 227, 227, 9]]], np.uint8)
    clear, opaque, half = cut_out(on_black, on_white)[0].astype(int)
    assert tuple(clear) == (0, 0, 0, 0)
    assert tuple(opaque) == (10, 20, 30, 255)
    assert np.abs(half - (199, 199, 199, 128)).max() <= 1


@pytest.mark.parametrize("selected", [None, "gluteus_medius_r"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_laid_over_the_background_it_is_the_opaque_picture(
    scene: Scene, anatomy: Any, selected: str | None, theme: Any
) -> None:
    scene.apply(resolve(anatomy.atlas, ViewState(selected=selected, theme=theme)))
    opaque = scene.render_image(SIZE)
    clear = scene.render_image(SIZE, transparent=True)
    assert clear[0, 0, 3] == 0
    assert (clear[..., 3] == 255).mean() > 0.1
    if selected:
        glass = (clear[..., 3] > 20) & (clear[..., 3] < 235)
        assert glass.mean() > 0.004
    # The background is the same all along a row, and seen bare at its left end.
    ground = opaque[:, :1, :3].astype(float)
    share = clear[..., 3:] / 255
    laid = clear[..., :3] * share + ground * (1 - share)
    assert np.abs(laid - opaque[..., :3]).max() <= 3
    again = scene.render_image(SIZE)
    assert (again == opaque).all(), "the background is back"
