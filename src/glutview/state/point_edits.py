"""Moving an annotator's points: from a place on the mesh that one sees to what the file states.

A paired thing is stated once, for the right side. What is moved on the left is therefore put where its mirror
image belongs on the right: by the same triangle on a paired bone, by the nearest place on a midline one.
"""

from __future__ import annotations

from collections.abc import Mapping

from glutview.atlas.atlas import Atlas
from glutview.atlas.edits import set_landmark, stated_place
from glutview.atlas.landmark_edits import (
    EDGES,
    Edge,
    same_on_both_sides,
    set_outline,
    set_stated_point,
)
from glutview.atlas.sided import CurvePoint
from glutview.atlas.sides import SurfaceSpot, mirrored_weights, other_side, split_id
from glutview.biomech.spots import placed
from glutview.errors import failure
from glutview.geometry.mesh import Mesh
from glutview.geometry.mirror import mirror_points
from glutview.geometry.surface_point import SurfacePoint, closest_points
from glutview.state.points import LandmarkKey, OutlineKey, PointKey, curve_point, edge_of
from glutview.yaml_file import Plain

Rest = Mapping[str, Mesh]


def surface_point(spot: SurfaceSpot, rest: Rest) -> SurfacePoint:
    """A spot as a point of the mesh on which it is seen."""
    point = SurfacePoint(spot.triangle, spot.weights)
    return closest_points(rest[spot.on], placed([spot], rest))[0] if spot.reflected else point


def moved(atlas: Atlas, rest: Rest, key: PointKey, on: str, point: SurfacePoint, *, both_sides: bool) -> Atlas:
    """The atlas with a point at another place.

    Args:
        atlas: the atlas to change.
        rest: meshes at rest, by id.
        key: which point.
        on: id of the structure on which it shall lie; a landmark's own.
        point: the place on that structure's mesh.
        both_sides: whether the other side follows as the mirror image. Sides that differ already do not.

    Raises:
        GlutviewError: there is no such point, or it cannot lie there.
    """
    if isinstance(key, OutlineKey):
        found = curve_point(atlas, key)
        if found is None:
            raise failure(atlas.path, "there is no such point", "choose one that is there", key=key.attachment)
        if found.landmark is None:
            return _moved_outline(atlas, rest, key, SurfaceSpot(on, point.triangle, point.weights), both_sides)
        key = LandmarkKey(found.landmark)
    landmark = atlas.landmarks.get(key.id)
    if landmark is None:
        raise failure(atlas.path, "there is no such landmark", "choose one that is there", key=key.id)
    if landmark.spot.on != on:
        what = f"a landmark of {atlas.structures[landmark.spot.on].name.lower()} cannot lie elsewhere"
        raise failure(atlas.path, what, "delete it and add another", key=key.id)
    if landmark.spot.reflected and both_sides:
        right = seen_from_right(SurfaceSpot(on, point.triangle, point.weights), rest)
        return set_landmark(atlas, other_side(key.id), right.triangle, right.weights)
    return set_landmark(atlas, key.id, point.triangle, point.weights, both_sides=both_sides)


def mirrored(atlas: Atlas, rest: Rest, key: PointKey) -> Atlas:
    """Make the other side the mirror image of this one; of an outline, all points that are no landmarks.

    Raises:
        GlutviewError: there is no such point, or it has no other side.
    """
    point = curve_point(atlas, key) if isinstance(key, OutlineKey) else None
    if point is not None and point.landmark:
        key = LandmarkKey(point.landmark)
    if isinstance(key, OutlineKey):
        attachment = atlas.attachments[key.attachment]
        if attachment.side == "midline":
            raise failure(atlas.path, "this is not paired", "choose a point that has two sides", key=key.attachment)
        edges = {
            edge: [_for_right(atlas, rest, point, attachment.stated_id) for point in edge_of(attachment, edge)]
            for edge in EDGES
        }
        return set_outline(atlas, attachment.stated_id, edges)
    landmark = atlas.landmarks.get(key.id)
    if landmark is None or atlas.stated.landmarks[landmark.stated_id].side != "paired":
        raise failure(atlas.path, "this is not paired", "choose a landmark that has two sides", key=key.id)
    right = seen_from_right(landmark.spot, rest)
    return same_on_both_sides(atlas, key.id, stated_place(right.triangle, right.weights))


def sides_differ(atlas: Atlas, key: PointKey) -> bool:
    """Whether the two sides of a point are stated apart."""
    point = curve_point(atlas, key) if isinstance(key, OutlineKey) else None
    if point is not None and point.landmark:
        key = LandmarkKey(point.landmark)
    if isinstance(key, OutlineKey):
        attachment = atlas.attachments.get(key.attachment)
        stated = atlas.stated.attachments[attachment.stated_id] if attachment else None
        return stated is not None and (stated.left is not None or stated.right is not None)
    landmark = atlas.landmarks.get(key.id)
    spec = atlas.stated.landmarks[landmark.stated_id] if landmark else None
    return spec is not None and (spec.left is not None or spec.right is not None)


def seen_from_right(spot: SurfaceSpot, rest: Rest) -> SurfaceSpot:
    """A place as the right side states it."""
    stem, side = split_id(spot.on)
    if side == "l":
        return SurfaceSpot(f"{stem}_r", spot.triangle, mirrored_weights(spot.weights))
    if side == "r" or spot.reflected:
        return SurfaceSpot(spot.on, spot.triangle, spot.weights)
    xyz = placed([spot], rest)
    if xyz[0, 0] <= 0:
        return spot
    point = closest_points(rest[spot.on], mirror_points(xyz))[0]
    return SurfaceSpot(spot.on, point.triangle, point.weights)


def _moved_outline(atlas: Atlas, rest: Rest, key: OutlineKey, spot: SurfaceSpot, both_sides: bool) -> Atlas:
    attachment = atlas.attachments[key.attachment]
    stated_id, side = attachment.stated_id, attachment.side
    spec = atlas.stated.attachments[stated_id]
    own = spec.left if side == "l" else spec.right if side == "r" else None
    if own is not None:
        return set_stated_point(atlas, stated_id, key.edge, key.index, _stated(atlas, spot, stated_id), side)
    if both_sides or side == "midline":
        right = seen_from_right(spot, rest) if side == "l" else spot
        return set_stated_point(atlas, stated_id, key.edge, key.index, _stated(atlas, right, stated_id))
    edges: dict[Edge, list[Plain]] = {
        edge: [_for_own(atlas, rest, point, stated_id) for point in edge_of(attachment, edge)] for edge in EDGES
    }
    edges[key.edge][key.index] = _stated(atlas, spot, stated_id)
    return set_outline(atlas, stated_id, edges, side)


def _for_right(atlas: Atlas, rest: Rest, point: CurvePoint, attachment: str) -> Plain:
    if point.landmark:
        return atlas.landmarks[point.landmark].stated_id
    return _stated(atlas, seen_from_right(point.spot, rest), attachment)


def _for_own(atlas: Atlas, rest: Rest, point: CurvePoint, attachment: str) -> Plain:
    if point.landmark:
        return atlas.landmarks[point.landmark].stated_id
    on = surface_point(point.spot, rest)
    return _stated(atlas, SurfaceSpot(point.spot.on, on.triangle, on.weights), attachment)


def _stated(atlas: Atlas, spot: SurfaceSpot, attachment: str) -> Plain:
    """A point of an outline as the file states it."""
    at, on = stated_place(spot.triangle, spot.weights), atlas.structures[spot.on].stated_id
    return at if on == atlas.stated.attachments[attachment].on else {"on": on, "at": at}
