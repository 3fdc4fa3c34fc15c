"""Pictures as VTK textures."""

from __future__ import annotations

import numpy as np
from vtkmodules.vtkCommonDataModel import vtkImageData
from vtkmodules.vtkRenderingCore import vtkTexture

from glutview.atlas.atlas import Atlas
from glutview.atlas.sided import Structure
from glutview.geometry.mesh import Mesh
from glutview.scene.arrays import data_array
from glutview.scene.fibre_laying import Laying
from glutview.scene.fibre_texture import Picture, muscle_picture, tendon_picture
from glutview.scene.looks import LOOKS


class Textures:
    """Each picture once; both sides share theirs."""

    def __init__(self, *, mipmaps: bool) -> None:
        self._mipmaps = mipmaps
        self._made: dict[tuple[str, str, float, float], vtkTexture] = {}

    def of(self, structure: Structure, mesh: Mesh, atlas: Atlas, laying: Laying) -> vtkTexture | None:
        """The texture of a structure; None where its kind or its mesh (no fields s, u) has none."""
        picture = LOOKS[structure.kind].picture
        if picture == "none" or not {"s", "u"} <= set(mesh.fields):
            return None
        template = atlas.fibre_templates.get(structure.id)
        tendon_from = template.spec.tendon_from_u if template and picture == "muscle" else 1.0
        # Both sides have the same share, but for rounding.
        share = round(laying.share, 3)
        key = (picture, structure.colour, tendon_from, share)
        if key not in self._made:
            pixels = (
                muscle_picture(structure.colour, tendon_from, share)
                if picture == "muscle"
                else tendon_picture(structure.colour)
            )
            self._made[key] = _texture(pixels, mipmaps=self._mipmaps)
        return self._made[key]


def _texture(pixels: Picture, *, mipmaps: bool) -> vtkTexture:
    height, width, _ = pixels.shape
    image = vtkImageData()
    image.SetDimensions(width, height, 1)
    image.GetPointData().SetScalars(data_array(np.ascontiguousarray(pixels.reshape(-1, 3)), "picture"))
    texture = vtkTexture()
    texture.SetInputDataObject(image)
    texture.InterpolateOn()
    texture.SetMipmap(mipmaps)
    texture.RepeatOff()
    texture.EdgeClampOn()
    return texture
