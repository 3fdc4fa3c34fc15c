"""The sums over a block's integration points, compiled; what they mean says :mod:`block_elements`."""

from __future__ import annotations

import numba
import numpy as np

# Below this determinant a point resists collapse more stiffly, so that none is turned inside out.
_COLLAPSING = 0.4


@numba.njit(cache=True, fastmath=True, inline="always")
def write_deformation(x, corners, gradients, F):  # type: ignore[no-untyped-def]
    """Write the deformation gradient at a point into F (3, 3)."""
    for i in range(3):
        for j in range(3):
            F[i, j] = 0.0
            for a in range(8):
                F[i, j] += x[corners[a], i] * gradients[a, j]


@numba.njit(cache=True, fastmath=True, inline="always")
def write_cofactors(F, C):  # type: ignore[no-untyped-def]
    """Write the cofactors of F (3, 3) into C, and return its determinant."""
    for i in range(3):
        i1, i2 = (i + 1) % 3, (i + 2) % 3
        for j in range(3):
            j1, j2 = (j + 1) % 3, (j + 2) % 3
            C[i, j] = F[i1, j1] * F[i2, j2] - F[i1, j2] * F[i2, j1]
    return F[0, 0] * C[0, 0] + F[0, 1] * C[0, 1] + F[0, 2] * C[0, 2]


@numba.njit(cache=True, fastmath=True, inline="always")
def _deformation(x, corners, gradients):  # type: ignore[no-untyped-def]
    """The deformation gradient at a point, row by row: nine numbers stay in registers, an array does not."""
    f00 = f01 = f02 = f10 = f11 = f12 = f20 = f21 = f22 = 0.0
    for a in range(8):
        x0, x1, x2 = x[corners[a], 0], x[corners[a], 1], x[corners[a], 2]
        g0, g1, g2 = gradients[a, 0], gradients[a, 1], gradients[a, 2]
        f00 += x0 * g0
        f01 += x0 * g1
        f02 += x0 * g2
        f10 += x1 * g0
        f11 += x1 * g1
        f12 += x1 * g2
        f20 += x2 * g0
        f21 += x2 * g1
        f22 += x2 * g2
    return f00, f01, f02, f10, f11, f12, f20, f21, f22


@numba.njit(cache=True, fastmath=True, inline="always")
def _determinant(f00, f01, f02, f10, f11, f12, f20, f21, f22):  # type: ignore[no-untyped-def]
    return f00 * (f11 * f22 - f12 * f21) - f01 * (f10 * f22 - f12 * f20) + f02 * (f10 * f21 - f11 * f20)


@numba.njit(cache=True, fastmath=True)
def elastic_energy(x, nodes, gradients, volumes, fibres, tensions, law):  # type: ignore[no-untyped-def]
    shear, fibre, bulk, beta, collapse = law
    total = 0.0
    for e in range(len(nodes)):
        f00, f01, f02, f10, f11, f12, f20, f21, f22 = _deformation(x, nodes[e], gradients[e])
        square = f00**2 + f01**2 + f02**2 + f10**2 + f11**2 + f12**2 + f20**2 + f21**2 + f22**2
        along = fibres[e]
        stretch = (f00 * along[0] + f01 * along[1] + f02 * along[2]) ** 2
        stretch += (f10 * along[0] + f11 * along[1] + f12 * along[2]) ** 2
        stretch += (f20 * along[0] + f21 * along[1] + f22 * along[2]) ** 2
        J = _determinant(f00, f01, f02, f10, f11, f12, f20, f21, f22)
        fibres_share = fibre * tensions[e] * stretch
        collapsed = collapse * min(J - _COLLAPSING, 0.0) ** 2
        total += 0.5 * volumes[e] * (shear * square + fibres_share + bulk * ((J - beta) ** 2 + collapsed))
    return total


@numba.njit(cache=True, fastmath=True)
def add_derivatives(  # type: ignore[no-untyped-def]
    x, nodes, gradients, volumes, fibres, tensions, law, gradient, band, first, convexity
):
    shear, fibre, bulk, beta, collapse = law
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
        J = write_cofactors(F, C)
        pressure = bulk * (J - beta)
        stiffness = bulk
        if J < _COLLAPSING:
            pressure += bulk * collapse * (J - _COLLAPSING)
            stiffness += bulk * collapse
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


@numba.njit(cache=True, fastmath=True)
def determinants(x, nodes, gradients):  # type: ignore[no-untyped-def]
    found = np.empty(len(nodes))
    for e in range(len(nodes)):
        f00, f01, f02, f10, f11, f12, f20, f21, f22 = _deformation(x, nodes[e], gradients[e])
        found[e] = _determinant(f00, f01, f02, f10, f11, f12, f20, f21, f22)
    return found
