"""Muscles coloured by the moment arms of their fibres, in GLSL: which way they turn the thigh, and how strongly."""

from __future__ import annotations

from typing import Final

from glutview.state.palette import AGAINST, IDLE, WITH, rgb

FULL_MM: Final = 60.0
"""An arm that has all of the colour."""
IDLE_MM: Final = 5.0
"""An arm of less does next to nothing: hatched, so that it is told apart without colours."""


def _vec3(colour: str) -> str:
    return "vec3({:.4f}, {:.4f}, {:.4f})".format(*rgb(colour))


# armVSOutput: the arm, mm. The picture of the fibres stays as light and dark; the hatching runs aslant over them.
ACTION: Final = f"""
  float strength = clamp(abs(armVSOutput) / {FULL_MM}, 0.0, 1.0);
  vec3 side = armVSOutput < 0.0 ? {_vec3(AGAINST)} : {_vec3(WITH)};
  vec3 paint = mix({_vec3(IDLE)}, side, sqrt(strength));
  float slant = 11.0 * tcoordVCVSOutput.x + 17.0 * tcoordVCVSOutput.y;
  float slantPixel = max(fwidth(slant), 1e-4);
  float ruled = clamp(0.5 + (0.16 - abs(fract(slant) - 0.5)) / slantPixel, 0.0, 1.0);
  ruled = mix(ruled, 0.32, smoothstep(0.35, 0.7, slantPixel));
  float idle = 1.0 - smoothstep(0.8 * {IDLE_MM}, 1.2 * {IDLE_MM}, abs(armVSOutput));
  paint = mix(paint, 0.35 * paint, 0.8 * ruled * idle);
  base = paint * (0.72 + 0.62 * dot(base, vec3(0.3, 0.5, 0.2)));
"""
