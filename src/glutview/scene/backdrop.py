"""What stands behind the model: a wash from one colour to another, drawn where nothing else is.

VTK's own gradient fills the whole picture before the model covers most of it, which takes a twelfth of a frame. This
one is drawn last and lies behind everything, so that only pixels that stay empty are shaded.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from vtkmodules.vtkRenderingCore import vtkActor, vtkPolyDataMapper

from glutview.geometry.mesh import Floats
from glutview.scene.arrays import surface

_CORNERS: Final = np.array([[-1, -1, 0], [1, -1, 0], [1, 1, 0], [-1, 1, 0]], dtype=np.float32)
_FACES: Final = np.array([[0, 1, 2], [0, 2, 3]], dtype=np.int32)
_PLACE: Final = "//VTK::CustomEnd::Impl\n  gl_Position = vec4(vertexMC.xy, depth, 1.0);\n"
_FARTHEST: Final = 1.0
_FAR: Final = 1.0 - 1e-3
"""Depths in OpenGL's clip space: where nothing can lie behind, and a little nearer."""
_COLOUR: Final = """
  fragOutput0 = vec4(mix(bottom, top, gl_FragCoord.y * shares), 1.0);
"""


class Backdrop:
    """Fills the picture behind the model.

    Attributes:
        actor: to be drawn after all others that are opaque.
    """

    def __init__(self) -> None:
        self.actor = vtkActor()
        mapper = vtkPolyDataMapper()
        mapper.SetInputData(surface(_CORNERS, _FACES))
        mapper.ScalarVisibilityOff()
        mapper.StaticOn()
        self.actor.SetMapper(mapper)
        # It has no place in the model: neither framing nor the camera's range must heed it.
        self.actor.SetUseBounds(False)
        self.actor.PickableOff()
        self.actor.ForceOpaqueOn()
        shader = self.actor.GetShaderProperty()
        shader.AddVertexShaderReplacement("//VTK::CustomEnd::Impl", True, _PLACE, False)
        shader.AddFragmentShaderReplacement("//VTK::Light::Impl", True, _COLOUR, False)
        self.set_colours(np.zeros(3), np.zeros(3))
        self.set_height(1)
        self.set_hints(before=True)

    def set_colours(self, bottom: Floats, top: Floats) -> None:
        """Colours (3,), 0 to 1, at the foot and at the head of the picture."""
        uniforms = self.actor.GetShaderProperty().GetFragmentCustomUniforms()
        uniforms.SetUniform3f("bottom", [float(value) for value in bottom])
        uniforms.SetUniform3f("top", [float(value) for value in top])

    def set_height(self, pixels: int) -> None:
        """How high the picture is that is drawn."""
        uniforms = self.actor.GetShaderProperty().GetFragmentCustomUniforms()
        uniforms.SetUniformf("shares", 1.0 / max(1, pixels))

    def set_hints(self, *, before: bool) -> None:
        """Let hints, which are put beyond all that is drawn, show before the empty background too, or not.

        Depth peeling ends with the first layer where every pixel has something solid nearer than the farthest.
        """
        uniforms = self.actor.GetShaderProperty().GetVertexCustomUniforms()
        uniforms.SetUniformf("depth", _FAR if before else _FARTHEST)
