"""The elastic energy of a fibre block: nearly incompressible neo-Hookean tissue with fibres under tension.

    W = shear/2 |F|^2 + tension/2 |F a|^2 + bulk/2 (det F - beta)^2

per rest volume, with a the fibre's direction at rest. A passive block would buckle in a muscle that shortens by a
third. A contracting one does not, so here the shape at rest is that of the fibre's present length: shorter, thicker,
of the same volume (see `adapted`). At neutral that is the template itself, which is then free of stress but for a
little tension along a that keeps the fibres taut: beta takes the shear term's pressure away, and a fibre's tension
falls with its cross-section, so that its force is the same all along.

Cells are trilinear and integrated at their eight Gauss points. Nodes are numbered layer by layer along u, which keeps
the Hessian in a narrow band.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product

import numba
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

# A point where the template itself is as flat as this (against its cell's mean), or inside out, bears no stress: it
# has no shape worth keeping, and its neighbours hold the nodes in place.
_LEAST_VOLUME = 0.1
_GAUSS = 0.5 + np.array([-1, 1]) / np.sqrt(12)
# Below this determinant a point resists collapse this many times more stiffly, so that none is turned inside out.
_COLLAPSING = 0.4
_COLLAPSE_STIFFNESS = 30.0


@dataclass(frozen=True)
class Tissue:
    """Stiffnesses in units of the matrix's shear modulus; only their ratios matter.

    Near incompressibility is after Blemker & Delp 2005 (doi:10.1007/s10439-005-3320-7); their fibres are much
    stiffer, which here the adapted length stands for.
    """

    shear: float = 1.0
    fibre: float = 0.1
    bulk: float = 900.0
    tension: float = 30.0
    """Of the strings that keep the fibres taut (see :mod:`taut_fibres`)."""
    perimysium: float = 30.0
    """Of what holds fibres side by side (see :mod:`perimysium`)."""
    swelling: float = 0.0
    """By how much it would be larger than at rest, were nothing in its way."""

    @property
    def rest_dilation(self) -> float:
        """beta: the determinant at which the bulk term alone would rest."""
        return 1.0 + self.swelling + self.shear / self.bulk


@dataclass(frozen=True, eq=False)
class Elements:
    """The integration points of a block.

    Attributes:
        nodes: (m, 8) the corners of the cell it lies in, in rising order; the points of a cell follow one another.
        gradients: (m, 8, 3) shape gradients: F = sum of x_node (outer) gradient.
        volumes: (m,) rest volumes, mm3.
        fibres: (m, 3) unit fibre directions at rest.
        tensions: (m,) the fibre's tension there over its mean.
    """

    nodes: Ints
    gradients: Floats
    volumes: Floats
    fibres: Floats
    tensions: Floats

    @staticmethod
    def of(rest: Floats) -> Elements:
        """Elements of rest nodes (ns, nt, nu, 3), mm."""
        shape = (rest.shape[0], rest.shape[1], rest.shape[2])
        number = node_numbers(shape)
        # In the order of their numbers: t fastest, u slowest.
        corners = np.array(list(product((0, 1), repeat=3)))[:, [1, 2, 0]]
        cells = np.stack([number[_corner(shape, corner)].ravel() for corner in corners], axis=1)
        position = flatten(rest)[cells]
        slopes = np.stack([_slopes(corners, place) for place in product(_GAUSS, repeat=3)])
        matrix = np.einsum("kxi,pkj->xpij", position.transpose(1, 0, 2), slopes)
        volume = np.linalg.det(matrix)
        # Some blocks are left-handed: what counts is that all points turn the same way.
        mean = volume.mean(1, keepdims=True)
        kept = volume * np.sign(mean.sum()) > _LEAST_VOLUME * np.abs(mean)
        inverse = np.linalg.inv(matrix[kept])
        shares = np.broadcast_to(slopes, (*volume.shape, 8, 3))[kept]
        nodes = np.broadcast_to(cells[:, None], (*volume.shape, 8))[kept]
        fibre = matrix[kept][..., 2]
        length = np.linalg.norm(fibre, axis=1)
        fibre_number = np.broadcast_to(_fibre_numbers(shape)[:, None], volume.shape)[kept]
        volumes = np.abs(volume[kept]) / 8
        tensions = _tensions(volumes / length, length, fibre_number)
        return Elements(nodes, shares @ inverse, volumes, fibre / length[:, None], tensions)

    def adapted(self, stretches: Floats) -> Elements:
        """The elements at rest at other fibre lengths: thicker where shorter, of the same volume.

        Args:
            stretches: (n,) length over rest length of the fibre through each node.
        """
        stretch = stretches[self.nodes].mean(1)[:, None, None]
        along = np.einsum("mai,mi,mj->maj", self.gradients, self.fibres, self.fibres)
        gradients = along / stretch + (self.gradients - along) * np.sqrt(stretch)
        return replace(self, gradients=gradients)

    def dilations(self, x: Floats) -> Floats:
        """(m,) determinants of F at node positions (n, 3): below zero where the block is inside out."""
        return np.asarray(np.linalg.det(x[self.nodes].transpose(0, 2, 1) @ self.gradients))

    def energy(self, x: Floats, tissue: Tissue) -> float:
        """Elastic energy at node positions (n, 3)."""
        law = (tissue.shear, tissue.fibre, tissue.bulk, tissue.rest_dilation)
        return float(_energy(x, self.nodes, self.gradients, self.volumes, self.fibres, self.tensions, law))

    def derivatives(
        self, x: Floats, tissue: Tissue, gradient: Floats, band: Floats, first: int, convexity: float = 0.0
    ) -> None:
        """Add the energy's gradient (n, 3) and its Hessian among free nodes, in lower banded form.

        Args:
            x: (n, 3) node positions.
            tissue: stiffnesses.
            gradient: (n, 3), added to.
            band: (width + 1, 3 * free), added to: row i - j, column j.
            first: number of the first free node; free nodes follow one another.
            convexity: 0 for the true Hessian, 1 for one that pressure cannot make indefinite.
        """
        law = (tissue.shear, tissue.fibre, tissue.bulk, tissue.rest_dilation)
        arrays = (self.nodes, self.gradients, self.volumes, self.fibres, self.tensions)
        _derivatives(x, *arrays, law, gradient, band, first, convexity)


def node_numbers(shape: tuple[int, int, int]) -> Ints:
    """(ns, nt, nu) numbers of the nodes: layer by layer along u, then along s, then t."""
    ns, nt, nu = shape
    return np.arange(ns * nt * nu).reshape(nu, ns, nt).transpose(1, 2, 0)


def node_volumes(rest: Floats) -> Floats:
    """(ns, nt, nu) tissue that each template node (ns, nt, nu, 3) stands for, mm3."""
    s, t, u = (np.gradient(rest, axis=axis) for axis in range(3))
    return np.asarray(np.abs(np.einsum("ijkx,ijkx->ijk", np.cross(s, t), u)))


def flatten(nodes: Floats) -> Floats:
    """Nodes (ns, nt, nu, 3) as (n, 3) in the order of :func:`node_numbers`."""
    return np.ascontiguousarray(nodes.transpose(2, 0, 1, 3).reshape(-1, 3))


def unflatten(x: Floats, shape: tuple[int, int, int]) -> Floats:
    """The inverse of :func:`flatten`."""
    ns, nt, nu = shape
    return np.ascontiguousarray(x.reshape(nu, ns, nt, 3).transpose(1, 2, 0, 3))


def bandwidth(shape: tuple[int, int, int]) -> int:
    """How far from the diagonal the Hessian reaches."""
    ns, nt, _ = shape
    return 3 * (ns * nt + nt + 1) + 2


def _corner(shape: tuple[int, int, int], corner: tuple[int, ...]) -> tuple[slice, ...]:
    return tuple(slice(side, size - 1 + side) for size, side in zip(shape, corner, strict=True))


def _slopes(corners: Ints, place: tuple[float, ...]) -> Floats:
    """(8, 3) gradients of the cell's trilinear shape functions at a place of the unit cell."""
    value = np.where(corners == 1, place, 1 - np.array(place))
    slope = np.where(corners == 1, 1.0, -1.0)
    others = ((1, 2), (0, 2), (0, 1))
    return np.stack([slope[:, i] * value[:, j] * value[:, k] for i, (j, k) in enumerate(others)], axis=1)


def _fibre_numbers(shape: tuple[int, int, int]) -> Ints:
    """(cells,) number of the row of cells along u in which each lies."""
    ns, nt, nu = (size - 1 for size in shape)
    return np.repeat(np.arange(ns * nt), nu)


def _tensions(sections: Floats, lengths: Floats, fibres: Ints) -> Floats:
    """Tensions over their mean that give equal force along a fibre: (m,) from cross-sections and lengths."""
    force = np.bincount(fibres, sections * lengths) / np.maximum(np.bincount(fibres, lengths), 1e-9)
    return np.asarray(np.clip(force[fibres] / sections, 0.2, 5.0))


@numba.njit(cache=True, fastmath=True)
def _energy(x, nodes, gradients, volumes, fibres, tensions, law):  # type: ignore[no-untyped-def]
    shear, fibre, bulk, beta = law
    total = 0.0
    F = np.empty((3, 3))
    for e in range(len(nodes)):
        for i in range(3):
            for j in range(3):
                F[i, j] = 0.0
                for a in range(8):
                    F[i, j] += x[nodes[e, a], i] * gradients[e, a, j]
        square = 0.0
        stretch = 0.0
        for i in range(3):
            along = 0.0
            for j in range(3):
                square += F[i, j] * F[i, j]
                along += F[i, j] * fibres[e, j]
            stretch += along * along
        J = (
            F[0, 0] * (F[1, 1] * F[2, 2] - F[1, 2] * F[2, 1])
            - F[0, 1] * (F[1, 0] * F[2, 2] - F[1, 2] * F[2, 0])
            + F[0, 2] * (F[1, 0] * F[2, 1] - F[1, 1] * F[2, 0])
        )
        fibres_share = fibre * tensions[e] * stretch
        collapse = _COLLAPSE_STIFFNESS * min(J - _COLLAPSING, 0.0) ** 2
        total += 0.5 * volumes[e] * (shear * square + fibres_share + bulk * ((J - beta) ** 2 + collapse))
    return total


@numba.njit(cache=True, fastmath=True)
def _derivatives(  # type: ignore[no-untyped-def]
    x, nodes, gradients, volumes, fibres, tensions, law, gradient, band, first, convexity
):
    shear, fibre, bulk, beta = law
    F = np.empty((3, 3))
    C = np.empty((3, 3))
    Fa = np.empty(3)
    Cg = np.empty((8, 3))
    ag = np.empty(8)
    # A cell's points follow one another: their Hessians are summed up here before they go to the band.
    cell = np.zeros((8, 8, 3, 3))
    for e in range(len(nodes)):
        w = volumes[e]
        pull = fibre * tensions[e]
        for i in range(3):
            for j in range(3):
                F[i, j] = 0.0
        for a in range(8):
            for i in range(3):
                for j in range(3):
                    F[i, j] += x[nodes[e, a], i] * gradients[e, a, j]
        for i in range(3):
            Fa[i] = F[i, 0] * fibres[e, 0] + F[i, 1] * fibres[e, 1] + F[i, 2] * fibres[e, 2]
            i1, i2 = (i + 1) % 3, (i + 2) % 3
            for j in range(3):
                j1, j2 = (j + 1) % 3, (j + 2) % 3
                C[i, j] = F[i1, j1] * F[i2, j2] - F[i1, j2] * F[i2, j1]
        J = F[0, 0] * C[0, 0] + F[0, 1] * C[0, 1] + F[0, 2] * C[0, 2]
        pressure = bulk * (J - beta)
        stiffness = bulk
        if J < _COLLAPSING:
            pressure += bulk * _COLLAPSE_STIFFNESS * (J - _COLLAPSING)
            stiffness += bulk * _COLLAPSE_STIFFNESS
        for a in range(8):
            g0, g1, g2 = gradients[e, a, 0], gradients[e, a, 1], gradients[e, a, 2]
            ag[a] = fibres[e, 0] * g0 + fibres[e, 1] * g1 + fibres[e, 2] * g2
            for i in range(3):
                Cg[a, i] = C[i, 0] * g0 + C[i, 1] * g1 + C[i, 2] * g2
                Fg = F[i, 0] * g0 + F[i, 1] * g1 + F[i, 2] * g2
                gradient[nodes[e, a], i] += w * (shear * Fg + pull * Fa[i] * ag[a] + pressure * Cg[a, i])
        held = w * (shear + convexity * abs(pressure))
        pulled, stiff, pressed = w * pull, w * stiffness, w * pressure
        for a in range(8):
            g0, g1, g2 = gradients[e, a, 0], gradients[e, a, 1], gradients[e, a, 2]
            s0, s1, s2 = stiff * Cg[a, 0], stiff * Cg[a, 1], stiff * Cg[a, 2]
            for b in range(a + 1):
                h0, h1, h2 = gradients[e, b, 0], gradients[e, b, 1], gradients[e, b, 2]
                diagonal = held * (g0 * h0 + g1 * h1 + g2 * h2) + pulled * ag[a] * ag[b]
                k0 = pressed * (g1 * h2 - g2 * h1)
                k1 = pressed * (g2 * h0 - g0 * h2)
                k2 = pressed * (g0 * h1 - g1 * h0)
                c0 = F[0, 0] * k0 + F[0, 1] * k1 + F[0, 2] * k2
                c1 = F[1, 0] * k0 + F[1, 1] * k1 + F[1, 2] * k2
                c2 = F[2, 0] * k0 + F[2, 1] * k1 + F[2, 2] * k2
                into = cell[a, b]
                into[0, 0] += s0 * Cg[b, 0] + diagonal
                into[0, 1] += s0 * Cg[b, 1] + c2
                into[0, 2] += s0 * Cg[b, 2] - c1
                into[1, 0] += s1 * Cg[b, 0] - c2
                into[1, 1] += s1 * Cg[b, 1] + diagonal
                into[1, 2] += s1 * Cg[b, 2] + c0
                into[2, 0] += s2 * Cg[b, 0] + c1
                into[2, 1] += s2 * Cg[b, 1] - c0
                into[2, 2] += s2 * Cg[b, 2] + diagonal
        if e + 1 == len(nodes) or nodes[e + 1, 0] != nodes[e, 0]:
            _into_band(cell, nodes[e], band, first)
            cell[:] = 0.0


@numba.njit(cache=True)
def _into_band(cell, nodes, band, first):  # type: ignore[no-untyped-def]
    """Add the Hessian of a cell, of which the half below the diagonal is given; its corners are in rising order."""
    free = band.shape[1] // 3
    for a in range(8):
        na = nodes[a] - first
        if na < 0 or na >= free:
            continue
        for b in range(a + 1):
            nb = nodes[b] - first
            if nb < 0:
                continue
            for i in range(3):
                for j in range(3):
                    row, column = 3 * na + i, 3 * nb + j
                    if row >= column:
                        band[row - column, column] += cell[a, b, i, j]
