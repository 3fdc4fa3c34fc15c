"""The shipped anatomy with as many triangles as a benchmark asks for, and the same in bare VTK."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
from vtkmodules.vtkCommonCore import vtkUnsignedCharArray
from vtkmodules.vtkRenderingCore import vtkActor, vtkPolyDataMapper, vtkRenderer, vtkRenderWindow

from glutview.biomech.anatomy import Anatomy
from glutview.biomech.deformation import Deformer
from glutview.geometry.mesh import Floats, Mesh
from glutview.geometry.subdivision import refined
from glutview.scene.camera import directions, eye
from glutview.scene.scene import Scene

SIZE = (1280, 800)


def finer(mesh: Mesh, triangles: int) -> Mesh:
    """The same surface with about so many triangles."""
    while len(mesh.faces) < 0.95 * triangles:
        lack = triangles - len(mesh.faces)

        def longest(vertices: Floats, edges: npt.NDArray[np.int64], most: int = lack // 2) -> npt.NDArray[np.bool_]:
            length = np.linalg.norm(vertices[edges[:, 0]] - vertices[edges[:, 1]], axis=1)
            chosen = np.zeros(len(edges), dtype=bool)
            chosen[np.argsort(-length, kind="stable")[:most]] = True
            return chosen

        division = refined(mesh.vertices, mesh.faces, longest, rounds=1)
        fields = {name: division.extended(values) for name, values in mesh.fields.items()}
        mesh = Mesh(np.asarray(division.extended(mesh.vertices), dtype=np.float64), division.faces, fields)
    return mesh


def with_triangles(anatomy: Anatomy, triangles: int) -> Anatomy:
    """About `triangles` in all, shared out as they are now."""
    factor = triangles / sum(len(mesh.faces) for mesh in anatomy.rest.values())
    return _with_rest(
        anatomy, {id: finer(mesh, round(len(mesh.faces) * factor)) for id, mesh in anatomy.rest.items()}
    )


def with_moving_vertices(anatomy: Anatomy, vertices: int) -> Anatomy:
    """About `vertices` in the muscles together."""
    muscles = [id for id in anatomy.soft if id in anatomy.atlas.fibre_templates]
    factor = vertices / sum(len(anatomy.rest[id].vertices) for id in muscles)
    rest = dict(anatomy.rest)
    for id in muscles:
        rest[id] = finer(rest[id], round(len(rest[id].faces) * factor))
    return _with_rest(anatomy, rest)


def _with_rest(anatomy: Anatomy, rest: dict[str, Mesh]) -> Anatomy:
    deformers = {
        id: Deformer.of(rest[id], deformer.side, deformer.modes) for id, deformer in anatomy._deformers.items()
    }
    tubes = {id: anatomy.rest[id] for id in anatomy._tubes}
    return replace(anatomy, rest={**rest, **tubes}, _deformers=deformers)


class Bare:
    """The polygons a scene draws in an off-screen VTK window of its own: one headlight, the scene's settings."""

    def __init__(self, scene: Scene, *, antialiased: bool) -> None:
        self.window = vtkRenderWindow()
        self.window.SetOffScreenRendering(True)
        self.window.SetMultiSamples(0)
        self.window.SetSize(*SIZE)
        renderer = vtkRenderer()
        renderer.SetUseFXAA(antialiased)
        self.window.AddRenderer(renderer)
        for part in scene._parts.values():
            mapper = vtkPolyDataMapper()
            mapper.SetInputData(part.data)
            mapper.ScalarVisibilityOff()
            mapper.StaticOn()
            actor = vtkActor()
            actor.SetMapper(mapper)
            actor.SetTexture(part.actor.GetTexture())
            actor.GetProperty().SetBackfaceCulling(True)
            actor.SetVisibility(part.actor.GetVisibility())
            renderer.AddActor(actor)
        camera, state = renderer.GetActiveCamera(), scene.camera
        camera.SetFocalPoint(*state.focal_mm)
        camera.SetPosition(*eye(state))
        camera.SetViewUp(*directions(state)[1])
        camera.SetViewAngle(state.view_angle_deg)
        renderer.ResetCameraClippingRange()
        self._pixels = vtkUnsignedCharArray()

    def draw(self) -> None:
        """One frame, read back, so that it is finished."""
        self.window.Render()
        self.window.GetRGBACharPixelData(0, 0, SIZE[0] - 1, SIZE[1] - 1, 0, self._pixels, 0)
