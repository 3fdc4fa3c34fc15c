"""What covers gluteus medius."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from glutview.geometry.mesh import Floats
from glutview.measures.figures import FigureSpec
from glutview.measures.registry import Measured, measure
from glutview.measures.subject import NotInModelError, Subject

_WITHIN_MM = 15.0


@dataclass(frozen=True, eq=False)
class OuterFace:
    """The triangles of a muscle's superficial face: areas (k,) mm2, middles and normals (k, 3), shares s (k,)."""

    areas: Floats
    middles: Floats
    normals: Floats
    s: Floats


@measure
def covered_share(subject: Subject, figure: FigureSpec) -> float:
    """Of the outer face of `of[0]`, the share from which the outward normal meets `of[1]` within 15 mm, %."""
    face = outer_face(subject, figure.of[0])
    covered = _beneath(subject, face, figure.of[1])
    return float(100 * face.areas[covered].sum() / face.areas.sum())


@measure
def covered_behind(subject: Subject, figure: FigureSpec) -> Measured:
    """Of what is so covered, the share that lies behind the border that parts it from the free best, %.

    The border is a fibre: a share s of the breadth.
    """
    face = outer_face(subject, figure.of[0])
    covered = _beneath(subject, face, figure.of[1])
    order = np.argsort(face.s)
    behind, area = covered[order], face.areas[order]
    if not behind.any():
        return Measured(0.0, "nothing is covered")
    # Before the border nothing should be covered, from it on everything.
    wrong = np.cumsum(np.where(behind, area, -area)) + area[~behind].sum()
    border = int(wrong.argmin()) + 1
    share = 100 * area[border:][behind[border:]].sum() / area[behind].sum()
    return Measured(float(share), f"the border lies at s = {face.s[order][min(border, len(order) - 1)]:.2f}")


@measure
def rest_covered(subject: Subject, figure: FigureSpec) -> Measured:
    """Of the outer face of `of[0]` that `of[1]` leaves free, the share beneath any of the further structures, %."""
    face = outer_face(subject, figure.of[0])
    free = ~_beneath(subject, face, figure.of[1])
    covers = {name: _beneath(subject, face, name) & free for name in figure.of[2:]}
    whole = face.areas[free].sum()
    parts = [f"{name.replace('_', ' ')} {100 * face.areas[by].sum() / whole:.0f} %" for name, by in covers.items()]
    return Measured(float(100 * face.areas[np.any([*covers.values()], axis=0)].sum() / whole), ", ".join(parts))


def outer_face(subject: Subject, muscle: str) -> OuterFace:
    """The superficial face of a muscle that is grown as a fibre template; the same whenever it is asked for."""
    face: OuterFace = subject.once(("outer face", muscle), lambda: _outer_face(subject, muscle))
    return face


def _outer_face(subject: Subject, muscle: str) -> OuterFace:
    mesh = subject.mesh(muscle)
    if "t" not in mesh.fields:
        raise NotInModelError(f"{muscle} fibres")
    outer = (mesh.fields["t"][mesh.faces] == 1).all(1)
    cross = mesh.face_cross()[outer]
    double = np.linalg.norm(cross, axis=1)
    normals = cross / np.maximum(double, 1e-12)[:, None]
    return OuterFace(double / 2, mesh.corners()[outer].mean(1), normals, mesh.fields["s"][mesh.faces[outer]].mean(1))


def _beneath(subject: Subject, face: OuterFace, cover: str) -> npt.NDArray[np.bool_]:
    """(k,) from which triangles the outward normal meets a structure within reach."""
    found: npt.NDArray[np.bool_] = subject.once(
        ("beneath", face, cover),
        lambda: np.isfinite(subject.rays(cover).first(face.middles, face.normals, _WITHIN_MM)),
    )
    return found
