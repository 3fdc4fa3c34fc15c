"""What a what-if makes of a surface, in GLSL: hatched grey, torn off, dotted or dashed, whatever the colours."""

from __future__ import annotations

from typing import Final

from glutview.state.scene_description import Loss

_GREY: Final = """
  vec3 still = vec3(0.34 + 0.52 * dot(base, vec3(0.3, 0.5, 0.2)));
"""
_HATCH: Final = """
  float slant = 13.0 * tcoordVCVSOutput.x + 20.0 * tcoordVCVSOutput.y;
  float slantPixel = max(fwidth(slant), 1e-4);
  float ruled = clamp(0.5 + (0.13 - abs(fract(slant) - 0.5)) / slantPixel, 0.0, 1.0);
  ruled = mix(ruled, 0.26, smoothstep(0.35, 0.7, slantPixel));
"""
# Without its nerve a muscle is grey and hatched all over.
_SILENT: Final = (
    _GREY
    + _HATCH
    + """
  base = mix(still, 0.42 * still, 0.85 * ruled);
"""
)
# Torn from its insertion it is so at that end most; there its fibres end at a ragged line, off the tendon's stump.
_TORN: Final = (
    _GREY
    + _HATCH
    + """
  float along = tcoordVCVSOutput.y, far = mix(0.55, 1.0, smoothstep(0.1, 0.75, along));
  base = mix(base, mix(still, 0.42 * still, 0.85 * ruled * smoothstep(0.35, 0.6, along)), far);
  float ragged = 0.90 + 0.016 * (abs(fract(9.0 * tcoordVCVSOutput.x) - 0.5) * 4.0 - 1.0);
  float gap = abs(along - ragged) - 0.013, gapPixel = max(fwidth(along), 1e-5);
  base = mix(base, vec3(0.05), clamp(0.5 - gap / gapPixel, 0.0, 1.0));
"""
)
# In the territory of a blocked artery a muscle keeps its colour, under dots.
_TERRITORY: Final = """
  vec2 grid = tcoordVCVSOutput * vec2(max(6.0, 24.0 * fibres), 26.0);
  vec2 cell = fract(grid + vec2(0.5 * mod(floor(grid.y), 2.0), 0.0)) - 0.5;
  float dotPixel = max(max(fwidth(grid.x), fwidth(grid.y)), 1e-4);
  float dotted = clamp(0.5 + (0.22 - length(cell)) / dotPixel, 0.0, 1.0);
  dotted = mix(dotted, 0.15, smoothstep(0.45, 0.9, dotPixel));
  base = mix(base, vec3(1.0, 0.90, 0.72), 0.7 * dotted);
"""
_DASH: Final = """
  vec3 wave = sin(0.85 * placeVSOutput);
  float swing = wave.x + wave.y + wave.z, swingPixel = max(fwidth(swing), 1e-4);
  float dashed = clamp(0.5 + swing / swingPixel, 0.0, 1.0);
"""
# A nerve or artery that brings nothing any more: dark dashes between its own colour.
DASHED: Final = (
    _DASH
    + """
  base = mix(base, vec3(0.06), dashed);
"""
)
_PLAIN: Final = (
    _GREY
    + _DASH
    + """
  base = mix(still, 0.42 * still, 0.85 * dashed);
"""
)


def loss_code(loss: Loss, *, textured: bool) -> tuple[str, bool]:
    """Code that changes the ground colour `base`, and whether it asks for the pixel's place on the structure.

    Args:
        loss: what has become of it.
        textured: whether it knows across and along its fibres where it is.
    """
    if loss == "none":
        return "", False
    if loss in ("cut", "blocked"):
        return DASHED, True
    if not textured:
        return ("", False) if loss == "territory" else (_PLAIN, True)
    return {"silent": _SILENT, "torn": _TORN, "territory": _TERRITORY}[loss], False
