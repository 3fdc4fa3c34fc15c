"""Bare off-screen VTK, as little as draws a scene's polygons: what a frame and a start cannot do without.

Imports nothing of the program, so that a start measured with it is that of the libraries alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import vtkmodules.vtkRenderingOpenGL2  # noqa: F401  (registers the OpenGL classes)
from vtkmodules.util.numpy_support import numpy_to_vtk, numpy_to_vtkIdTypeArray, vtk_to_numpy
from vtkmodules.vtkCommonCore import vtkObject, vtkPoints, vtkUnsignedCharArray
from vtkmodules.vtkCommonDataModel import vtkCellArray, vtkPolyData
from vtkmodules.vtkRenderingCore import vtkActor, vtkPolyDataMapper, vtkRenderer, vtkRenderWindow, vtkTexture

Triple = tuple[float, float, float]


@dataclass(frozen=True)
class Eye:
    """Where a picture is seen from: mm and degrees."""

    focal: Triple
    position: Triple
    up: Triple
    angle: float


class Bare:
    """Polygons in an off-screen VTK window of their own: one headlight, no shader but VTK's."""

    def __init__(
        self,
        surfaces: Iterable[tuple[vtkPolyData, vtkTexture | None]],
        eye: Eye,
        size: tuple[int, int],
        *,
        antialiased: bool,
    ) -> None:
        warnings = vtkObject.GetGlobalWarningDisplay()
        vtkObject.GlobalWarningDisplayOff()
        self.window = vtkRenderWindow()
        self.window.SetOffScreenRendering(True)
        self.window.SetMultiSamples(0)
        self.window.SetSize(*size)
        renderer = vtkRenderer()
        renderer.SetUseFXAA(antialiased)
        self.window.AddRenderer(renderer)
        for data, texture in surfaces:
            mapper = vtkPolyDataMapper()
            mapper.SetInputData(data)
            mapper.ScalarVisibilityOff()
            mapper.StaticOn()
            actor = vtkActor()
            actor.SetMapper(mapper)
            if texture is not None:
                actor.SetTexture(texture)
            actor.GetProperty().SetBackfaceCulling(True)
            renderer.AddActor(actor)
        camera = renderer.GetActiveCamera()
        camera.SetFocalPoint(*eye.focal)
        camera.SetPosition(*eye.position)
        camera.SetViewUp(*eye.up)
        camera.SetViewAngle(eye.angle)
        renderer.ResetCameraClippingRange()
        self._size = size
        self._pixels = vtkUnsignedCharArray()
        vtkObject.SetGlobalWarningDisplay(warnings)

    def draw(self) -> npt.NDArray[np.uint8]:
        """One frame (h, w, 4), read back, so that it is finished."""
        width, height = self._size
        self.window.Render()
        self.window.GetRGBACharPixelData(0, 0, width - 1, height - 1, 0, self._pixels, 0)
        return np.asarray(vtk_to_numpy(self._pixels).reshape(height, width, 4)[::-1])


def from_file(path: str) -> Callable[[], npt.NDArray[np.uint8]]:
    """What draws the polygons of a file that :func:`benchmarks.models.save_polygons` wrote."""
    with np.load(path) as file:
        arrays: Mapping[str, npt.NDArray[Any]] = dict(file)
    count = sum(name.startswith("points") for name in arrays)
    surfaces = [_surface(*(arrays[f"{name}{i}"] for name in ("points", "normals", "faces"))) for i in range(count)]
    focal, position, up = ((float(x), float(y), float(z)) for x, y, z in arrays["eye"])
    width, height = arrays["size"].tolist()
    eye = Eye(focal, position, up, float(arrays["angle"]))
    return Bare([(surface, None) for surface in surfaces], eye, (width, height), antialiased=True).draw


def _surface(
    points: npt.NDArray[np.float32], normals: npt.NDArray[np.float32], faces: npt.NDArray[np.int32]
) -> vtkPolyData:
    place, cells, data = vtkPoints(), vtkCellArray(), vtkPolyData()
    place.SetData(numpy_to_vtk(points))
    cells.SetData(3, numpy_to_vtkIdTypeArray(np.ascontiguousarray(faces, dtype=np.int64).ravel(), deep=True))
    data.SetPoints(place)
    data.SetPolys(cells)
    data.GetPointData().SetNormals(numpy_to_vtk(normals))
    return data
