"""Where the bones stand: one frame for the pelvis, and the femur hung in its socket.

The shape model aligns each bone on its own, so that heads lie beside their sockets and the pelvis is rolled. Here
the left bones are laid into the seated frame: LPS, mm, origin midway between the centres of the sockets, midsagittal
plane x = 0, anterior pelvic plane vertical; the femur's head hung out of its socket by the cartilages' space, its
mechanical axis (head to knee centre) 3 degrees adducted in the frontal plane, its posterior condylar line parallel to
the mediolateral axis.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from glutview.geometry.mesh import Floats

ADDUCTION_DEG = 3.0


@dataclass(frozen=True)
class Rigid:
    """x -> rotation @ x + shift."""

    rotation: Floats
    shift: Floats

    def __call__(self, points: Floats) -> Floats:
        """Points (n, 3) or (3,), mm."""
        return np.asarray(points @ self.rotation.T + self.shift)


@dataclass(frozen=True)
class Sphere:
    """Centre (3,) and radius, mm, with the root mean square distance of the points it was fitted to."""

    centre: Floats
    radius: float
    residual: float


def fit_sphere(points: Floats) -> Sphere:
    """Algebraic least-squares sphere through points (n, 3)."""
    system = np.column_stack([2 * points, np.ones(len(points))])
    solution = np.linalg.lstsq(system, (points**2).sum(1), rcond=None)[0]
    centre = solution[:3]
    radius = float(np.sqrt(solution[3] + centre @ centre))
    residual = np.linalg.norm(points - centre, axis=1) - radius
    return Sphere(centre, radius, float(np.sqrt((residual**2).mean())))


def fit_sphere_trimmed(core: Floats, points: Floats, tolerance_mm: float) -> Sphere:
    """Sphere through `core`, then through those of `points` that lie within the tolerance of it, to rest.

    A socket is a sphere but for its fossa and notch: `core` starts on the part that surely is one.
    """
    sphere = fit_sphere(core)
    for _ in range(40):
        off = np.abs(np.linalg.norm(points - sphere.centre, axis=1) - sphere.radius)
        found = fit_sphere(points[off < tolerance_mm])
        if np.allclose(found.centre, sphere.centre, atol=1e-9):
            break
        sphere = found
    return sphere


def fit_sphere_robust(points: Floats, areas: Floats, scale_mm: float = 0.7) -> Sphere:
    """Sphere through points (n, 3) that stand for areas (n,) of a surface; far-off ones weigh less (Cauchy)."""
    weight = np.sqrt(areas)
    centre, radius = np.zeros(3), 0.0
    for _ in range(30):
        system = np.column_stack([2 * points, np.ones(len(points))])
        solution = np.linalg.lstsq(system * weight[:, None], (points**2).sum(1) * weight, rcond=None)[0]
        centre = solution[:3]
        radius = float(np.sqrt(solution[3] + centre @ centre))
        off = np.linalg.norm(points - centre, axis=1) - radius
        weight = np.sqrt(areas / (1 + (off / scale_mm) ** 2))
    return Sphere(centre, radius, float(np.sqrt((areas * off**2).sum() / areas.sum())))


def midsagittal_plane(left: Floats, right: Floats) -> tuple[Floats, float]:
    """Plane n.x = d, n to the left, in which the left hip bone (n, 3) best mirrors the right one (m, 3).

    Iterated closest points between the mirrored left and the right bone; the two have different vertices.
    """
    from scipy.spatial import cKDTree

    tree = cKDTree(right)
    normal = left.mean(0) - right.mean(0)
    normal /= np.linalg.norm(normal)
    image = left - 2 * np.outer((left - (left.mean(0) + right.mean(0)) / 2) @ normal, normal)
    for _ in range(200):
        target = right[tree.query(image)[1]]
        step = _fit_rigid(image, target)
        moved = step(image)
        done = np.abs(moved - image).max() < 1e-7
        image = moved
        if done:
            break
    normal = (left - image).mean(0)
    normal /= np.linalg.norm(normal)
    return normal, float(((left + image) / 2 @ normal).mean())


def pelvis_seat(normal: Floats, offset: float, socket_centre: Floats, spine: Floats, tubercle: Floats) -> Rigid:
    """Motion of the pelvis into the seated frame.

    Args:
        normal, offset: the midsagittal plane, normal to the left.
        socket_centre, spine, tubercle: centre of the left socket, anterior superior iliac spine and pubic tubercle
            (3,), mm.
    """
    up = spine - tubercle
    up = up - (up @ normal) * normal
    up /= np.linalg.norm(up)
    rotation = np.array([normal, np.cross(up, normal), up])
    on_plane = socket_centre - (socket_centre @ normal - offset) * normal
    return Rigid(rotation, -rotation @ on_plane)


def femur_seat(vertices: Floats, head: Floats, medial: Floats, lateral: Floats, hip_centre: Floats) -> Rigid:
    """Motion of the LEFT femur into its socket.

    Args:
        vertices: (n, 3) the whole femur, roughly in LPS.
        head, medial, lateral: centre of the head and both epicondyles (3,).
        hip_centre: the left hip centre in the seated frame (3,).
    """
    knee = (medial + lateral) / 2
    up = (head - knee) / np.linalg.norm(head - knee)
    left = lateral - medial
    for _ in range(50):
        left = left - (left @ up) * up
        left /= np.linalg.norm(left)
        back = np.cross(up, left)
        turned = _condylar_line(vertices, knee, left, back, up)
        if np.abs(turned @ back) < 1e-12:
            break
        left = turned
    left = left - (left @ up) * up
    left /= np.linalg.norm(left)
    own = np.array([left, np.cross(up, left), up])
    angle = np.radians(ADDUCTION_DEG)
    target_up = np.array([np.sin(angle), 0.0, np.cos(angle)])
    target = np.array([[np.cos(angle), 0.0, -np.sin(angle)], [0.0, 1.0, 0.0], target_up])
    rotation = target.T @ own
    return Rigid(rotation, hip_centre - rotation @ head)


def _condylar_line(vertices: Floats, knee: Floats, left: Floats, back: Floats, up: Floats) -> Floats:
    """From the rearmost point of the medial to that of the lateral condyle."""
    relative = vertices - knee
    distal = relative[relative @ up < 25.0]
    lateral = distal[distal @ left > 0]
    medial = distal[distal @ left < 0]
    line = lateral[np.argmax(lateral @ back)] - medial[np.argmax(medial @ back)]
    return np.asarray(line / np.linalg.norm(line))


def _fit_rigid(source: Floats, target: Floats) -> Rigid:
    from_mean, to_mean = source.mean(0), target.mean(0)
    u, _, vt = np.linalg.svd((source - from_mean).T @ (target - to_mean))
    flip = np.diag([1.0, 1.0, np.sign(np.linalg.det(vt.T @ u.T))])
    rotation = vt.T @ flip @ u.T
    return Rigid(rotation, to_mean - rotation @ from_mean)
