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

import numpy as np
import numpy.typing as npt

from glutview.build.tissue_kernels import add_derivatives, determinants, elastic_energy

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

# A point where the template itself is as flat as this (against its cell's mean), or inside out, bears no stress: it
# has no shape worth keeping, and its neighbours hold the nodes in place.
_LEAST_VOLUME = 0.1
_GAUSS = 0.5 + np.array([-1, 1]) / np.sqrt(12)


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
    collapse: float = 30.0
    """How many times more stiffly than by its bulk a place resists that is nearly squeezed flat."""

    @property
    def rest_dilation(self) -> float:
        """beta: the determinant at which the bulk term alone would rest."""
        return 1.0 + self.swelling + self.shear / self.bulk

    @property
    def law(self) -> tuple[float, float, float, float, float]:
        """As the compiled sums take it."""
        return self.shear, self.fibre, self.bulk, self.rest_dilation, self.collapse


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
        found: Floats = determinants(x, self.nodes, self.gradients)
        return found

    def energy(self, x: Floats, tissue: Tissue) -> float:
        """Elastic energy at node positions (n, 3)."""
        arrays = (self.nodes, self.gradients, self.volumes, self.fibres, self.tensions)
        return float(elastic_energy(x, *arrays, tissue.law))

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
        arrays = (self.nodes, self.gradients, self.volumes, self.fibres, self.tensions)
        add_derivatives(x, *arrays, tissue.law, gradient, band, first, convexity)


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
