"""Grain of bone, in GLSL and as numbers of each vertex: where it is spongy beneath a thin rind, and where compact.

From afar there is tone alone, interpolated between vertices: yellower and mottled on crests, trochanters and the
ends of long bones. From near by noise in the bone's own millimetres is added, so that it needs no unrolling and
stays where it is when the bone moves: pores where the bone is spongy, faint streaks where it is compact, both drawn
out along a shaft, and a finer grain over both. Each appears as soon as a pixel is small enough for it, and is a
relief to the light.
"""

from __future__ import annotations

from typing import Final
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from glutview.geometry.mesh import Fields, Floats, Mesh
from glutview.scene.arrays import Singles

Indices = npt.NDArray[np.int32]
GRAIN_FROM_MM: Final = 0.4
"""Of a pixel: a bone whose nearest place is farther away is drawn with its tones alone."""
SPONGY: Final = "spongy"
TONE: Final = "tone"
"""Fields of a bone: (n,) how spongy it is beneath a vertex, 0 to 1, and its mottling, -1 to 1."""
_LONG: Final = 0.72
"""How far pores of a long bone are drawn out along it: to 1 / (1 - this) of their breadth."""
_MOTTLE_MM: Final = 9.0
_ROUNDS: Final = 8
"""How often curvature is averaged with that of the neighbours."""
_PRIMES: Final = (np.uint32(0x8DA6B343), np.uint32(0xD8163841), np.uint32(0xCB1AB31F))
_MIXERS: Final = (np.uint32(0x7FEB352D), np.uint32(0x846CA68B))
"""Odd numbers that scatter the bits of a cell's."""

# noise(): its gradient and, last, its value, -1 to 1, at a place counted in cells.
NOISE: Final = """
vec4 noise(vec3 at) {
  vec3 cell = floor(at), share = at - cell;
  vec3 go = share * share * (3.0 - 2.0 * share), slope = 6.0 * share * (1.0 - share);
  uvec3 key = uvec3(ivec3(cell)) * uvec3(0x8da6b343u, 0xd8163841u, 0xcb1ab31fu);
  uvec2 y = uvec2(key.y, key.y + 0xd8163841u), z = uvec2(key.z, key.z + 0xcb1ab31fu);
  uvec4 side = y.xyxy ^ z.xxyy, near = side ^ key.x, next = side ^ (key.x + 0x8da6b343u);
  near *= 0x7feb352du; near ^= near >> 15u; near *= 0x846ca68bu;
  next *= 0x7feb352du; next ^= next >> 15u; next *= 0x846ca68bu;
  vec4 a = vec4(ivec4(near)) * 4.656613e-10, rise = vec4(ivec4(next)) * 4.656613e-10 - a;
  vec4 along = a + go.x * rise;
  vec2 two = mix(along.xz, along.yw, go.y), twoX = mix(rise.xz, rise.yw, go.y), twoY = along.yw - along.xz;
  return vec4(slope.x * mix(twoX.x, twoX.y, go.z), slope.y * mix(twoY.x, twoY.y, go.z),
              slope.z * (two.y - two.x), mix(two.x, two.y, go.z));
}
"""

# grainVSOutput: x how spongy, y mottling.
TONES: Final = """
  float spongy = grainVSOutput.x;
  base *= mix(vec3(1.0), vec3(0.985, 0.945, 0.865), spongy) * (1.0 + (0.02 + 0.035 * spongy) * grainVSOutput.y);
"""

# placeVSOutput: mm at rest. shaft: x to z the bone's long axis, w how far pores are drawn out along it. The lattice
# of the noise lies aslant in the bone, or flat faces would show it.
GRAIN: Final = """
  vec3 relief = vec3(0.0);
  const mat3 aslant = mat3(0.36, 0.48, -0.80, -0.80, 0.60, 0.0, 0.48, 0.64, 0.60);
  float pixelMm = length(fwidth(placeVSOutput)) * 0.8;
  // What is under two pixels wide is left out, what is over four is there in full.
  float some = 1.0 - smoothstep(0.12, 0.30, pixelMm);
  if (some > 0.0) {
    vec3 drawn_out = placeVSOutput - shaft.w * dot(placeVSOutput, shaft.xyz) * shaft.xyz;
    vec4 pore = noise(aslant * drawn_out * 1.9);
    float deep = smoothstep(0.10, 0.80, pore.w), rim = deep * (1.0 - deep);
    float open = some * clamp(spongy * (1.0 + 0.5 * grainVSOutput.y), 0.0, 1.0);
    float compact = some * (1.0 - spongy);
    base *= 1.0 - open * deep * vec3(0.14, 0.17, 0.21) + 0.035 * compact * pore.w;
    relief = (0.9 * open * rim + 0.038 * compact) * pore.xyz * aslant;
    float more = 1.0 - smoothstep(0.045, 0.10, pixelMm);
    if (more > 0.0) {
      vec4 fine = noise(aslant * placeVSOutput * 5.3);
      base *= 1.0 + more * (0.035 + 0.04 * spongy) * fine.w;
      relief -= more * (0.04 + 0.05 * spongy) * fine.xyz * aslant;
    }
  }
"""

# The normal, bent over the relief; the gradient is turned as the bone is.
BEND: Final = """
  vec3 tilt = normalMatrix * relief;
  n = normalize(n + tilt - dot(tilt, n) * n);
"""


_known: WeakKeyDictionary[Mesh, Fields] = WeakKeyDictionary()


def grain_of(mesh: Mesh) -> Fields:
    """The fields of a bone at rest: spongy where it bulges or is hollowed, and at the ends if it is a long one.

    What was found of a mesh is remembered as long as it lives: each scene asks for it.
    """
    if mesh not in _known:
        _known[mesh] = _grain_of(mesh)
    return _known[mesh]


def _grain_of(mesh: Mesh) -> Fields:
    bent = np.abs(_mean_curvature(mesh))
    axis, drawn_out = shaft_of(mesh)
    along = mesh.vertices @ axis
    from_middle = np.abs(along - (along.min() + along.max()) / 2) / np.ptp(along)
    ends = _ramp((from_middle - 0.34) / 0.1) if drawn_out == _LONG else 0.0
    spongy = np.maximum(_ramp((bent - 0.036) / 0.04), 0.55 * ends)
    return {SPONGY: spongy, TONE: _mottling(mesh.vertices)}


def shaft_of(mesh: Mesh) -> tuple[Floats, float]:
    """The long axis (3,) of a bone, and how far its pores are drawn out along it, 0 to 1: most in a long bone."""
    away = mesh.vertices - mesh.vertices.mean(0)
    spread, axes = np.linalg.eigh(away.T @ away)
    return axes[:, 2], float(np.clip(np.sqrt(spread[2] / spread[1]) / 5, 0.2, _LONG))


def as_attribute(fields: Fields) -> Singles:
    """(n, 2) what the program reads as ``grain``."""
    return np.column_stack([fields[SPONGY], fields[TONE]]).astype(np.float32)


def _mean_curvature(mesh: Mesh) -> Floats:
    """(n,) 1/mm, of the normals' turning along the edges about a vertex, averaged with the neighbours'."""
    start, end = _neighbours(mesh)
    turn = np.zeros(len(start))
    square = np.full(len(start), 1e-6)
    for place, normal in zip(mesh.vertices.T.copy(), mesh.vertex_normals().T.copy(), strict=True):
        step = place[end] - place[start]
        turn += (normal[end] - normal[start]) * step
        square += step * step
    total = np.bincount(start, turn / square, len(mesh.vertices))
    return _averaged(mesh, total / np.maximum(np.bincount(start, minlength=len(total)), 1))


def _averaged(mesh: Mesh, values: Floats) -> Floats:
    start, end = _neighbours(mesh)
    count = 1 + np.bincount(start, minlength=len(values))
    for _ in range(_ROUNDS):
        values = (values + np.bincount(start, values[end], len(values))) / count
    return np.asarray(values)


def _neighbours(mesh: Mesh) -> tuple[Indices, Indices]:
    """Vertices and their neighbours; of a closed surface every edge is met once in each direction."""
    a, b, c = np.ascontiguousarray(mesh.faces.T)
    return np.concatenate([a, b, c]), np.concatenate([b, c, a])


def _mottling(places: Floats) -> Floats:
    """(n,) smooth noise, -1 to 1, of places (n, 3) mm: the same on every machine."""
    at = places / _MOTTLE_MM
    cell = np.floor(at).astype(np.int64)
    share = at - cell
    go = share * share * (3 - 2 * share)
    total = np.zeros(len(places))
    for corner in np.ndindex(2, 2, 2):
        weight = np.where(corner, go, 1 - go).prod(1)
        x, y, z = ((cell + corner) & 0xFFFF).astype(np.uint32).T
        key = (x * _PRIMES[0]) ^ (y * _PRIMES[1]) ^ (z * _PRIMES[2])
        key = (key * _MIXERS[0]) ^ ((key * _MIXERS[0]) >> np.uint32(15))
        total += weight * ((key * _MIXERS[1]).view(np.int32) / 2.0**31)
    return total


def _ramp(share: Floats) -> Floats:
    held = np.clip(share, 0.0, 1.0)
    return np.asarray(held * held * (3 - 2 * held))
