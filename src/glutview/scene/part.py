"""One structure in the scene: its triangles, its actor, and the arrays that movement writes into."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from vtkmodules.vtkCommonDataModel import vtkDataObject, vtkPolyData
from vtkmodules.vtkCommonMath import vtkMatrix4x4
from vtkmodules.vtkRenderingCore import vtkActor, vtkPolyDataMapper, vtkTexture

from glutview.geometry.footprint import FAR_MM
from glutview.geometry.mesh import Faces, Fields, Floats, Mesh
from glutview.geometry.openness import FIELD
from glutview.geometry.subdivision import Subdivision
from glutview.scene import bone_shading
from glutview.scene.arrays import Singles, data_array, surface, triangles
from glutview.scene.cut_faces import FIELDS, cut_faces, on_grid
from glutview.scene.fibre_laying import Laying
from glutview.scene.fibre_shading import NEAR_PX
from glutview.scene.looks import ACTIVE, ACTIVE_RIM, CLEAR, LOOKS, OTHER_PARTS, veil_of
from glutview.scene.shading import prepare, set_band, set_breadth, set_look, set_shaft, set_veil, shade, shade_cut
from glutview.state.palette import rgb
from glutview.state.scene_description import WHOLE, Loss, PartDescription

IDENTITY: Floats = np.eye(4)
COVER = "cover"
"""The field of a sheet that fades out: how much of it there is at a vertex, 0 to 1."""
_SEEN_THROUGH = 0.6
_GRAIN = "grain"
_ARM = "arm"


def mapper_over(data: vtkPolyData) -> vtkPolyDataMapper:
    """A mapper of triangles, with the arrays that say where footprints are, how open vertices lie and how clear."""
    mapper = vtkPolyDataMapper()
    mapper.SetInputData(data)
    mapper.ScalarVisibilityOff()
    mapper.StaticOn()
    # The program is to see millimetres, as they are given, whenever it looks at places.
    mapper.SetVBOShiftScaleMethod(vtkPolyDataMapper.DISABLE_SHIFT_SCALE)
    for name in ("footprint", FIELD, COVER, _GRAIN, _ARM):
        if data.GetPointData().HasArray(name):
            mapper.MapDataArrayToVertexAttribute(name, name, vtkDataObject.FIELD_ASSOCIATION_POINTS, -1)
    return mapper


class Part:
    """A structure as it is drawn.

    Attributes:
        points, normals: (n, 3) single precision, what is drawn.
        place: (n, 2) s and u of what has fibres drawn on it.
        detailed: whether fibres or grain are drawn on it from near by.
        cut: of a muscle, the faces at which the part that is selected was cut from the others.
        transform: (4, 4) that carries a rigid structure from rest.
    """

    def __init__(
        self, id: str, kind: str, mesh: Mesh, texture: vtkTexture | None, laying: Laying, *, marked: bool
    ) -> None:
        self.id = id
        self.kind = kind
        self.rest = mesh
        self.marked = marked
        self.transform = IDENTITY
        self.actor = vtkActor()
        self._textured = texture is not None
        self._laying = laying
        self._grain = bone_shading.grain_of(mesh) if kind == "bone" else {}
        self.detailed = self._textured or bool(self._grain)
        self._near = False
        self._hollows = FIELD in mesh.fields
        self._fading = COVER in mesh.fields
        self._light: vtkPolyDataMapper | None = None
        self._showing = self._clear = self._banded = self._moved = self._acting = False
        self._division: Subdivision | None = None
        self._loss: Loss = "none"
        prepare(self.actor, textured=self._textured)
        self.cut = vtkActor()
        if texture is not None:
            self.actor.SetTexture(texture)
            self.cut.SetTexture(texture)
        self.cut.VisibilityOff()
        prepare(self.cut, textured=self._textured)
        shade_cut(self.cut)
        self._shade()
        if self._grain:
            set_shaft(self.actor, *bone_shading.shaft_of(mesh))
        if self._textured:
            set_breadth(self.actor, laying.share)
        self.actor.GetProperty().SetBackfaceCulling(True)
        self.actor.GetProperty().SetInterpolationToPhong()
        self._fill(mesh.vertices, mesh.vertex_normals(), mesh.faces, {**mesh.fields, **self._grain})

    def across(self, triangle: int, point: Floats) -> float:
        """s of the fibres at a point (3,) of a drawn triangle, mm as drawn; of a muscle."""
        corners = self.faces[triangle]
        a, b, c = self.points[corners].astype(np.float64)
        edges = np.column_stack([b - a, c - a])
        shares, *_ = np.linalg.lstsq(edges, np.asarray(point) - a, rcond=None)
        s = self.place[corners, 0].astype(np.float64)
        return float(np.clip(s[0] + shares @ (s[1:] - s[0]), 0.0, 1.0))

    @property
    def moving(self) -> tuple[Singles, Singles]:
        """Positions and normals of the vertices it has at rest; write into them, then call :meth:`moved`."""
        count = len(self.rest.vertices)
        return self.points[:count], self.normals[:count]

    @property
    def bounds(self) -> Floats:
        """(2, 3) lowest and highest corner of what is drawn, mm."""
        box = np.array(self.actor.GetBounds()).reshape(3, 2)
        return np.ascontiguousarray(box.T)

    def refine(self, division: Subdivision) -> None:
        """Draw the surface with finer triangles, where it is; what moves it goes on moving the vertices it had."""
        self._division = division
        before = self.moving
        fields = {name: division.extended(values) for name, values in {**self.rest.fields, **self._grain}.items()}
        vertices = division.extended(self.rest.vertices)
        normals = division.extended(self.rest.vertex_normals())
        self._fill(vertices, normals, division.faces, fields)
        if self._moved:
            for array, values in zip(self.moving, before, strict=True):
                array[:] = values
            self.moved()

    def draw_as(self, part: PartDescription) -> None:
        """Colour, style, highlight and visibility."""
        look, veil = LOOKS[part.kind], veil_of(part)
        self.actor.SetVisibility(part.visible)
        # A texture carries the colour itself.
        colour = (1.0, 1.0, 1.0) if self._textured else rgb(part.colour)
        lit = ACTIVE if part.active else (1.0, 1.0, 1.0)
        for actor in (self.actor, self.cut):
            actor.GetProperty().SetColor(*(tone * more for tone, more in zip(colour, lit, strict=True)))
        rim = 0.85 if part.highlighted else ACTIVE_RIM if part.active else 0.0
        set_look(self.actor, look.gloss, look.sharpness, look.edges, rim)
        set_veil(self.actor, veil.facing, veil.silhouette, veil.lateness)
        self._take_band(part)
        if part.loss != self._loss:
            self._loss = part.loss
            self._shade()
        self._clear = self._fading or not veil.opaque
        self.actor.SetForceOpaque(not self._clear)
        self.actor.SetForceTranslucent(self._clear)
        self._cull()

    def _take_band(self, part: PartDescription) -> None:
        banded = part.band != WHOLE and self._textured and self.rest.fields.keys() >= FIELDS
        self.cut.SetVisibility(banded and part.visible)
        if banded:
            band = on_grid(self.rest.fields, part.band)
            glass = part.style == "glass"
            set_band(self.actor, band, *(OTHER_PARTS if glass else (1.0, 1.0)))
            self.cut.SetMapper(mapper_over(self.with_faces(cut_faces(self.rest.fields, band))))
            self.cut.SetForceOpaque(not glass)
            self.cut.SetForceTranslucent(glass)
        if banded != self._banded:
            self._banded = banded
            self._shade()

    def lets_through(self, triangle: int) -> bool:
        """Whether what lies behind a triangle of the drawn list is seen through it, when nothing is glass."""
        return self.kind in CLEAR or self.fades_at(triangle)

    def fades_at(self, triangle: int) -> bool:
        """Whether there is little left, at a triangle of the drawn list, of a sheet that fades out."""
        # The refined list, too, begins with the vertices of the mesh at rest.
        corners = self.faces[triangle]
        known = corners[corners < len(self.rest.vertices)]
        return self._fading and len(known) > 0 and float(self.rest.fields[COVER][known].mean()) < _SEEN_THROUGH

    def carry(self, transform: Floats) -> None:
        """Move a rigid structure from rest by (4, 4)."""
        self.transform = transform
        matrix = vtkMatrix4x4()
        matrix.DeepCopy(transform.ravel().tolist())
        self.actor.SetUserMatrix(None if np.array_equal(transform, IDENTITY) else matrix)

    def moved(self) -> None:
        """Tell VTK that :attr:`moving` was written."""
        self._moved = True
        if self._division is not None:
            start = len(self.rest.vertices)
            for ends in self._division.parents:
                for array in (self.points, self.normals):
                    array[start : start + len(ends)] = (array[ends[:, 0]] + array[ends[:, 1]]) / 2
                start += len(ends)
        self.data.GetPoints().GetData().Modified()
        self.data.GetPoints().Modified()
        self.data.GetPointData().GetNormals().Modified()
        self.data.Modified()

    def mark(self, footprint: Singles) -> None:
        """Write the (n, 4) distances and hatch coordinates of the footprints shown."""
        showing = bool((footprint[:, 0] < 0).any() or (footprint[:, 1] < 0).any())
        if showing != self._showing:
            self._showing = showing
            self._shade()
            self._cull()
        # Without footprints nothing looks at the array: what is in it may stay.
        if not showing:
            return
        self.footprint[:] = footprint
        self.data.GetPointData().GetArray("footprint").Modified()
        self.data.GetPointData().Modified()
        self.data.Modified()

    def act(self, arms: Singles | None) -> None:
        """Colour a muscle by (n,) moment arms of its fibres, mm, at the vertices it has at rest; None: as it is."""
        acting = arms is not None and self._textured
        if acting != self._acting:
            self._acting = acting
            self._shade()
        if arms is None or not acting:
            return
        self.arm[:] = arms
        self.data.GetPointData().GetArray(_ARM).Modified()
        self.data.GetPointData().Modified()
        self.data.Modified()

    def come_near(self, across_px: float, pixel_mm: float) -> None:
        """Draw its fibres or its grain as they are seen from near by, or, for less, its picture or its tones alone.

        Args:
            across_px: pixels that it takes from end to end.
            pixel_mm: size of a pixel at its nearest.
        """
        if self._textured:
            near = across_px > NEAR_PX
        else:
            near = bool(self._grain) and pixel_mm < bone_shading.GRAIN_FROM_MM
        if near != self._near:
            self._near = near
            self._shade()

    def use_light(self, light: bool) -> None:
        """Draw the light triangle list, where there is one, or the full one."""
        mapper = self._light if light and self._light is not None else self._full
        if self.actor.GetMapper() is not mapper:
            self.actor.SetMapper(mapper)

    def set_light_faces(self, faces: Faces) -> None:
        """Give a light level: fewer triangles over the same vertices, so that whatever moves them moves it too."""
        self._light = mapper_over(self.with_faces(faces))

    def with_faces(self, faces: Faces) -> vtkPolyData:
        """Other triangles (m, 3) over the same vertex arrays."""
        data = vtkPolyData()
        data.ShallowCopy(self.data)
        data.SetPolys(triangles(faces))
        return data

    def _shade(self) -> None:
        shade(
            self.actor,
            textured=self._textured,
            footprints=self._showing,
            hollows=self._hollows,
            band=self._banded,
            fibres=self._near and self._textured,
            fading=self._fading,
            action=self._acting,
            tones=bool(self._grain),
            grain=self._near and bool(self._grain),
            loss=self._loss,
        )

    def _cull(self) -> None:
        # Through glass a footprint is seen from behind as well.
        self.actor.GetProperty().SetBackfaceCulling(not (self._clear and self._showing))

    def _fill(
        self, vertices: npt.NDArray[np.floating], normals: npt.NDArray[np.floating], faces: Faces, fields: Fields
    ) -> None:
        self.points = np.array(vertices, dtype=np.float32)
        self.normals = np.array(normals, dtype=np.float32)
        self.faces = faces
        self.data = surface(self.points, faces)
        attributes = self.data.GetPointData()
        attributes.SetNormals(data_array(self.normals, "normals"))
        if self._textured:
            self.place = np.column_stack([fields["s"], fields["u"]]).astype(np.float32)
            attributes.SetTCoords(data_array(self._laying.places(fields), "picture"))
            self.arm = np.zeros(len(self.points), dtype=np.float32)
            attributes.AddArray(data_array(self.arm, _ARM))
        if self.marked:
            self.footprint = np.full((len(self.points), 4), FAR_MM, dtype=np.float32)
            attributes.AddArray(data_array(self.footprint, "footprint"))
        if self._grain:
            attributes.AddArray(data_array(bone_shading.as_attribute(fields), _GRAIN))
        for name, there in ((FIELD, self._hollows), (COVER, self._fading)):
            if there:
                attributes.AddArray(data_array(np.asarray(fields[name], dtype=np.float32), name))
        self._full = mapper_over(self.data)
        self._light = None
        self.actor.SetMapper(self._full)
