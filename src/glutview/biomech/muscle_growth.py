"""Growing a muscle from what the atlas says of its attachments and its fibre template."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from glutview.atlas.schema import AtlasFile, AttachmentSpec, Curve, FibreTemplateSpec, PointOn
from glutview.geometry.block import Block
from glutview.geometry.block_filling import Ends
from glutview.geometry.distance import SAMPLES_PER_MM2, DistanceField, UnionField
from glutview.geometry.fibre_shape import FibreTemplate, Gate, Progress
from glutview.geometry.fibre_template import grow
from glutview.geometry.footprint_patch import FootprintPatch
from glutview.geometry.mesh import Floats, Mesh
from glutview.geometry.surface_point import SurfacePoint, positions


@dataclass
class FieldStore:
    """Distance fields of structures, made when first asked for: they cost a second, and many muscles share them."""

    meshes: Mapping[str, Mesh]
    spacing_mm: float = 1.5
    samples_per_mm2: float = SAMPLES_PER_MM2
    _fields: dict[str, DistanceField] = field(default_factory=dict)

    def of(self, structure: str) -> DistanceField:
        """The field of one structure, by its stated id (right side)."""
        if structure not in self._fields:
            self._fields[structure] = DistanceField.from_mesh(
                self.meshes[structure], self.spacing_mm, samples_per_mm2=self.samples_per_mm2
            )
        return self._fields[structure]

    def beneath(self, structures: tuple[str, ...]) -> UnionField:
        """The field of several structures together."""
        return UnionField([self.of(structure) for structure in structures])


def grow_muscle(
    atlas: AtlasFile,
    muscle: str,
    meshes: Mapping[str, Mesh],
    fields: FieldStore,
    shape: tuple[int, int, int] | None = None,
    progress: Progress = lambda share: None,
) -> Block:
    """Grow one muscle of the right side.

    Args:
        atlas: the checked annotations.
        muscle: its stated id.
        meshes: right-side (or midline) meshes of the structures it is fixed to, by stated id.
        fields: distance fields of what lies beneath it.
        shape: nodes along s, t, u, of a block whose edges are not eased; the template's drawn grid, eased, where
            not given.
        progress: told the share of work done; may raise to cancel.

    Returns:
        The muscle's block, mm, LPS.
    """
    spec = atlas.fibre_templates[muscle]
    ends = Ends(
        footprint_patch(atlas, muscle, "origin", meshes),
        footprint_patch(atlas, muscle, "insertion", meshes),
        fields.beneath(spec.over),
    )
    return grow(template_of(atlas, spec, meshes), ends, shape or spec.grid.drawn, progress, ease=shape is None)


def template_of(atlas: AtlasFile, spec: FibreTemplateSpec, meshes: Mapping[str, Mesh]) -> FibreTemplate:
    """The geometric template of what the file states, with its gate where that is on the right side's meshes."""
    gate = None
    if spec.gate is not None:
        gate = Gate(spec.gate.u, _curve(atlas, spec.gate.points, spec.gate.on, meshes)[0])
    return FibreTemplate(
        volume_mm3=spec.volume_cm3 * 1000.0,
        belly_mm=spec.belly_mm,
        along=spec.along,
        across=spec.across,
        border_mm=spec.border_mm,
        taper_mm=spec.taper_mm,
        tendon_mm=spec.tendon_mm,
        tendon_length_mm=spec.tendon_length_mm,
        bow_mm=spec.bow_mm,
        arch_mm=(spec.arch_mm.front, spec.arch_mm.hind),
        form=spec.form,
        gate=gate,
        relief_mm=spec.relief.amplitude_mm,
        bundles=spec.relief.bundles,
    )


def attachment_of(atlas: AtlasFile, muscle: str, role: str) -> AttachmentSpec:
    """The attachment of a muscle in that role; the checks make sure that there is one."""
    return next(
        attachment
        for attachment in atlas.attachments.values()
        if attachment.muscle == muscle and attachment.role == role
    )


def footprint_patch(atlas: AtlasFile, muscle: str, role: str, meshes: Mapping[str, Mesh]) -> FootprintPatch:
    """The patch of one end of a muscle on the right side."""
    attachment = attachment_of(atlas, muscle, role)
    superficial, on_top = _curve(atlas, attachment.superficial, attachment.on, meshes)
    deep, on_bottom = _curve(atlas, attachment.deep, attachment.on, meshes)
    surfaces = [meshes[name] for name in dict.fromkeys([*on_top, *on_bottom])]
    return FootprintPatch(superficial, deep, surfaces)


def _curve(atlas: AtlasFile, curve: Curve, default: str, meshes: Mapping[str, Mesh]) -> tuple[Floats, list[str]]:
    places = []
    for point in curve:
        match point:
            case str():
                landmark = atlas.landmarks[point]
                places.append((landmark.on, landmark.place))
            case PointOn():
                places.append((point.on, point.at))
            case at:
                places.append((default, at))
    points = [positions(meshes[name], [SurfacePoint(at.triangle, (at.w0, at.w1, at.w2))])[0] for name, at in places]
    return np.array(points), [name for name, _ in places]
