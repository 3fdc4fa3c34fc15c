"""Fibres of muscle and tendon from near by, in GLSL: finer than any picture of them could be.

The picture of :mod:`glutview.scene.fibre_texture` shows bundles, and blurs when one comes closer. Here strands of
noise along u are added at three scales, each as soon as its strands are wide enough to be told apart, by how much of
s a pixel spans: so they neither shimmer from afar nor pop up. They are a relief too: the light runs along them as
along wet cords, and breadthwise over tendon as over satin. From afar nothing of it is in the program: software GL
walks through what a branch leaves out.
"""

from __future__ import annotations

from typing import Final

NEAR_PX: Final = 450.0
"""A muscle that takes fewer pixels from end to end is drawn without any of this: its pixels span too much of it."""
_NEAR: Final = 1 / 300
_BEGINS: Final = 1 / 500
"""Share of the breadth of a broad muscle that a pixel spans: below them there is sheen, and there are strands."""

# strand(): noise -1 to 1, with so many strands across s and swings along u, and its slope along s.
STRANDS: Final = """
float hashed(vec2 cell) {
  vec3 p = fract(vec3(cell.xyx) * vec3(0.1031, 0.1030, 0.0973));
  p += dot(p, p.yzx + 33.33);
  return fract((p.x + p.y) * p.z);
}
vec2 strand(vec2 at, vec2 count) {
  vec2 place = at * count;
  vec2 cell = floor(place), share = place - cell;
  vec2 smooth_ = share * share * (3.0 - 2.0 * share);
  float near = mix(hashed(cell), hashed(cell + vec2(0.0, 1.0)), smooth_.y);
  float next = mix(hashed(cell + vec2(1.0, 0.0)), hashed(cell + vec2(1.0, 1.0)), smooth_.y);
  return vec2(2.0 * mix(near, next, smooth_.x) - 1.0,
              2.0 * (next - near) * 6.0 * share.x * (1.0 - share.x));
}
"""

# After the picture is in `base`: tone and relief of the strands. fibres: how broad the muscle is beside the
# broadest ones, which have most strands.
FIBRES: Final = f"""
  vec2 fibre = tcoordVCVSOutput * vec2(fibres, 1.0);
  vec2 across = vec2(dFdx(fibre.x), dFdy(fibre.x));
  float breadth2 = dot(across, across), breadth = 0.0, cords = 0.0, pale = 0.0;
  bool near_by = breadth2 < {_NEAR * _NEAR:.3e};
  if (near_by) {{
    float narrow = inversesqrt(max(breadth2, 1e-14));
    breadth = 1.0 / narrow;
    across *= narrow;
    pale = clamp(5.0 * (base.g - 0.6 * base.r), 0.0, 1.0);
  }}
  if (near_by && breadth < {_BEGINS:.6f}) {{
    vec2 coarse = strand(fibre, vec2(310.0, 7.0));
    vec2 fine = strand(fibre + vec2(0.0012 * coarse.x, 0.37), vec2(1150.0, 16.0));
    // A strand under two pixels wide is left out, one over four is there in full.
    float some = 1.0 - smoothstep(0.25, 0.5, 310.0 * breadth);
    float more = 1.0 - smoothstep(0.25, 0.5, 1150.0 * breadth);
    base *= 1.0 + 0.13 * some * coarse.x + 0.12 * more * fine.x;
    cords = 0.17 * some * coarse.y + 0.15 * more * fine.y;
    float most = 1.0 - smoothstep(0.25, 0.5, 4300.0 * breadth);
    if (most > 0.0) {{
      vec2 finest = strand(fibre + vec2(0.0003 * fine.x, 0.71), vec2(4300.0, 40.0));
      base *= 1.0 + 0.10 * most * finest.x;
      cords += 0.10 * most * finest.y;
    }}
  }}
"""

# The normal, bent over the cords.
BEND: Final = """
  if (cords != 0.0) n = normalize(n - vec3(cords * across, 0.0));
"""

# Tendon shines breadthwise: the glint is drawn out across the fibres, as that of many thin cords is.
SHEEN: Final = f"""
  if (near_by) {{
    // Cosine to the half-way vector within the plane of the fibre and the line of sight.
    float aside = dot(n.xy, across), away_ = dot(vec2(-0.206, 0.294), across);
    float satin = (dot(n, vec3(-0.206, 0.294, 0.933)) - aside * away_)
      * inversesqrt(max((1.0 - aside * aside) * (1.0 - away_ * away_), 1e-4));
    satin = max(satin, 0.0);
    satin *= satin; satin *= satin; satin *= satin; satin *= satin;
    satin *= 1.0 - smoothstep({_NEAR / 2:.6f}, {_NEAR:.6f}, breadth);
    // Glass has its own glint.
    glint += veil.x * (1.0 - shut) * mix(0.05, 0.11, pale) * satin;
  }}
"""
