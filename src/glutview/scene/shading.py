"""How a surface is lit, in GLSL: one key light and three weak ones that travel with the camera.

VTK's own lighting is replaced rather than configured: four of its lights cost half a frame more on software
GL and change their look when a moving frame can afford but one; these lines cost what a single headlight does.
"""

from __future__ import annotations

from typing import Final

from vtkmodules.vtkRenderingCore import vtkActor

from glutview.state.palette import HIGHLIGHT, INSERTION, ORIGIN, rgb


def _vec3(colour: str) -> str:
    return "vec3({:.4f}, {:.4f}, {:.4f})".format(*rgb(colour))


_BASE: Final = "  vec3 base = diffuseColor;\n"
_TEXTURED: Final = "  vec3 base = diffuseColor * texture(actortexture, tcoordVCVSOutput).rgb;\n"

# footprintVSOutput: signed mm to the outlines of the origins and of the insertions, then two hatch coordinates.
_FOOTPRINTS: Final = f"""
  float marked = 0.0;
  if (min(footprintVSOutput.x, footprintVSOutput.y) < 2.0) {{
    vec4 place = footprintVSOutput;
    vec4 pixel = max(fwidth(place), vec4(1e-4));
    vec2 inside = clamp(0.5 - place.xy / pixel.xy, 0.0, 1.0);
    vec2 rim = inside * clamp(0.5 + (place.xy + max(vec2(0.55), 1.1 * pixel.xy)) / pixel.xy, 0.0, 1.0);
    vec2 wave = abs(fract(place.zw / 3.6) - 0.5) * 3.6;
    vec2 line = clamp(0.5 + (max(vec2(0.42), 0.8 * pixel.zw) - wave) / pixel.zw, 0.0, 1.0);
    // Farther away than the lines can be told apart they melt into an even tone.
    line = mix(line, vec2(0.32), smoothstep(0.9, 1.7, pixel.zw));
    vec3 origin = {_vec3(ORIGIN)}, insertion = {_vec3(INSERTION)};
    vec3 originTone = mix(origin, origin * 0.50, max(line.x, rim.x));
    vec3 insertionTone = mix(insertion, insertion * 0.46, max(max(line.x, line.y), rim.y));
    base = mix(mix(base, originTone, 0.94 * inside.x), insertionTone, 0.94 * inside.y);
    marked = max(inside.x, inside.y);
  }}
"""

# look: x gloss, y its sharpness, z how much edges darken, w highlight.
# veil: x opacity facing the eye, y opacity at the silhouette, z how steeply it rises, w ghost.
_LIGHT: Final = f"""
  vec3 toEye = -normalize(vertexVC.xyz);
  vec3 n = normalVCVSOutput;
  float facing = clamp(abs(dot(n, toEye)), 0.0, 1.0);
  vec3 key = vec3(-0.384, 0.549, 0.743);
  float lit = clamp(0.12 + 0.88 * dot(n, key), 0.0, 1.0);
  vec3 light = mix(vec3(0.27, 0.25, 0.24), vec3(0.40, 0.42, 0.45), 0.5 + 0.5 * n.y)
    + vec3(0.64, 0.63, 0.605) * lit
    + vec3(0.13, 0.15, 0.18) * max(0.0, dot(n, vec3(0.857, 0.086, 0.507)))
    + vec3(0.09, 0.08, 0.07) * max(0.0, dot(n, vec3(-0.196, -0.882, 0.429)));
  float edge = 1.0 - facing;
  light *= 1.0 - look.z * edge * edge;
  vec3 glint = vec3(look.x * pow(max(0.0, dot(n, normalize(key + toEye))), look.y));
  glint += vec3(0.06) * look.x * edge * edge;
  vec3 colour = base * light + glint;
  float rim = pow(edge, veil.z);
  colour = mix(colour, {_vec3(HIGHLIGHT)}, look.w * edge * edge * edge);
  float cover = mix(veil.x, veil.y, rim);
"""
# A hint is drawn over everything at an even, low opacity: it leaves as it is what is seen anyway.
_UNMARKED: Final = "  fragOutput0 = vec4(colour, veil.w > 0.0 ? veil.w : cover);\n"
_MARKED: Final = """
  if (veil.w > 0.0 && marked < 0.02) discard;
  fragOutput0 = vec4(colour, veil.w > 0.0 ? veil.w * marked : max(cover, 0.92 * marked));
"""


def shade(actor: vtkActor, *, textured: bool, footprints: bool) -> None:
    """Give an actor the program of this module.

    Args:
        actor: its mapper maps the attribute ``footprint`` if `footprints`.
        textured: its colour is multiplied with its texture.
        footprints: footprints are drawn as part of its surface.
    """
    shader = actor.GetShaderProperty()
    body = _TEXTURED if textured else _BASE
    body += (_FOOTPRINTS + _LIGHT + _MARKED) if footprints else (_LIGHT + _UNMARKED)
    shader.AddFragmentShaderReplacement("//VTK::Light::Impl", True, body, False)
    # VTK would multiply the finished colour, glints and all, with the texture.
    shader.AddFragmentShaderReplacement("//VTK::TCoord::Impl", True, "", False)
    if footprints:
        shader.AddVertexShaderReplacement(
            "//VTK::Normal::Dec",
            True,
            "//VTK::Normal::Dec\nin vec4 footprint;\nout vec4 footprintVSOutput;",
            False,
        )
        shader.AddVertexShaderReplacement(
            "//VTK::Normal::Impl", True, "//VTK::Normal::Impl\n  footprintVSOutput = footprint;", False
        )
        shader.AddFragmentShaderReplacement(
            "//VTK::Normal::Dec", True, "//VTK::Normal::Dec\nin vec4 footprintVSOutput;", False
        )
    set_look(actor, 0.1, 12.0, 0.2, 0.0)
    set_veil(actor, 1.0, 1.0, 1.0)


def set_look(actor: vtkActor, gloss: float, sharpness: float, edges: float, highlight: float) -> None:
    """Gloss (0 to 1), its sharpness, darkening of edges and strength of the highlighted rim; no new program."""
    uniforms = actor.GetShaderProperty().GetFragmentCustomUniforms()
    uniforms.SetUniform4f("look", [gloss, sharpness, edges, highlight])


def set_veil(actor: vtkActor, facing: float, silhouette: float, steepness: float) -> None:
    """Opacity where the surface faces the eye and at its silhouette, and how steeply it rises between."""
    uniforms = actor.GetShaderProperty().GetFragmentCustomUniforms()
    uniforms.SetUniform4f("veil", [facing, silhouette, steepness, 0.0])


def set_hint(actor: vtkActor, opacity: float) -> None:
    """Draw at an even opacity; of a bone, its footprints alone."""
    actor.GetShaderProperty().GetFragmentCustomUniforms().SetUniform4f("veil", [1.0, 1.0, 1.0, opacity])
