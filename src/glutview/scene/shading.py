"""How a surface is lit, in GLSL: one key light and three weak ones that travel with the camera.

VTK's own lighting is replaced rather than configured: four of its lights cost half a frame more on software
GL and change their look when a moving frame can afford but one; these lines cost what a single headlight does.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final, Literal

from vtkmodules.vtkRenderingCore import vtkActor

from glutview.geometry.mesh import Floats
from glutview.scene import bone_shading
from glutview.scene.action_shading import ACTION
from glutview.scene.fibre_shading import BEND, FIBRES, SHEEN, STRANDS
from glutview.scene.loss_shading import DASHED, loss_code
from glutview.state.palette import HIGHLIGHT, INSERTION, ORIGIN, rgb
from glutview.state.scene_description import Loss

Place = Literal["behind", "over", "first"]
_Varying = Mapping[str, str | Literal[False]]


def _vec3(colour: str) -> str:
    return "vec3({:.4f}, {:.4f}, {:.4f})".format(*rgb(colour))


# opennessVSOutput: share of the light from all around that reaches a vertex, baked.
_HOLLOWS: Final = "  float shut = 1.0 - opennessVSOutput;\n"
_NO_HOLLOWS: Final = "  const float shut = 0.0;\n"
# coverVSOutput: how much of a sheet there is at a vertex, as it fades out into its surroundings.
_FADING: Final = "  float held = coverVSOutput;\n"
_WHOLE: Final = "  const float held = 1.0;\n"
_BASE: Final = "  vec3 base = diffuseColor;\n"
_TEXTURED: Final = "  vec3 base = diffuseColor * texture(actortexture, tcoordVCVSOutput).rgb;\n"

# band: x and y least and greatest s of the part that is selected; z and w opacity of the others facing the eye and at
# the silhouette. The part is solid in its own colour; the others go pale, and its edge is drawn as a line.
_BAND: Final = f"""
  float s = tcoordVCVSOutput.x;
  float away = max(band.x - s, s - band.y) / max(fwidth(s), 1e-5);
  float other = clamp(0.5 + away, 0.0, 1.0);
  float border = 1.0 - clamp(abs(away) - 0.9, 0.0, 1.0);
  base = mix(1.12 * base, vec3(dot(base, vec3(0.3, 0.5, 0.2))) * 0.8 + 0.12, 0.75 * other);
  base = mix(base, {_vec3(HIGHLIGHT)}, 0.8 * border);
"""

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

# Of a footprint seen through what hides it: lines and outline stand firm, and the hiding surface shows between them.
_HIDDEN_FOOTPRINTS: Final = f"""
  vec4 place = footprintVSOutput;
  vec4 pixel = max(fwidth(place), vec4(1e-4));
  vec2 inside = clamp(1.5 - place.xy / pixel.xy, 0.0, 1.0);
  float marked = max(inside.x, inside.y);
  if (marked < 0.02) discard;
  vec2 rim = inside * clamp(0.5 + (place.xy + max(vec2(0.5), 0.9 * pixel.xy)) / pixel.xy, 0.0, 1.0);
  vec2 wave = abs(fract(place.zw / 3.6) - 0.5) * 3.6;
  vec2 line = clamp(0.5 + (max(vec2(0.42), 0.7 * pixel.zw) - wave) / pixel.zw, 0.0, 1.0);
  line = mix(line, vec2(0.32), smoothstep(0.9, 1.7, pixel.zw));
  bool ends = inside.y > inside.x;
  vec3 base = ends ? {_vec3(INSERTION)} : {_vec3(ORIGIN)};
  float firm = ends ? max(max(line.x, line.y), rim.y) : max(line.x, rim.x);
"""

_FAINT: Final = 0.004
"""Opacity of what is not to be seen, a level of 255. Depth peeling stops, for the whole picture or tile, at the first
layer that is drawn nowhere in it, and leaves out all that lies deeper."""

_PART_FACING: Final = 0.88
"""Opacity of the selected part facing the eye: the ends of its fibres on the bone shine through."""
_BAND_COVER: Final = f"""
  cover = max(mix(mix({_PART_FACING}, 1.0, edge2), mix(band.z, band.w, edge2), other), border);
"""

# look: x gloss, y its sharpness, z how much edges darken, w highlight.
# veil: x opacity facing the eye, y opacity at the silhouette, z how late it rises (0 to 1); of a hidden footprint
# x opacity between its lines, y on them.
# lens: x tangent of the angle a pixel subtends, y and z those of the picture's left and lower half.
_FACING: Final = """
  vec3 n = normalVCVSOutput;
  // The line of sight from the pixel's place: cheaper than a position interpolated over every triangle.
  vec2 sight = gl_FragCoord.xy * lens.xx - lens.yz;
  float edge = clamp(1.0 - abs(n.z - dot(n.xy, sight)), 0.0, 1.0);
  float edge2 = edge * edge;
"""
_LIT: Final = """
  vec3 weak = max(n * mat3(0.857, 0.086, 0.507, -0.196, -0.882, 0.429, -0.384, 0.549, 0.743), vec3(0.0));
  vec3 light = vec3(0.41, 0.408, 0.41) + vec3(0.065, 0.085, 0.105) * n.y
    + vec3(0.56, 0.555, 0.535) * weak.z
    + vec3(0.13, 0.15, 0.18) * weak.x
    + vec3(0.09, 0.08, 0.07) * weak.y;
  light *= 1.0 - look.z * edge2;
  light *= 1.0 - shut * vec3(0.74, 0.80, 0.84);
  // Schlick's stand-in for the power of a glint about the half-way vector of the key light.
  float spot = max(0.0, dot(n, vec3(-0.206, 0.294, 0.933)));
  float glint = (1.0 - shut) * look.x * (spot / (look.y - look.y * spot + spot) + 0.06 * edge2);
"""
_COLOUR: Final = f"""
  vec3 colour = base * light + vec3(glint);
  colour = mix(colour, {_vec3(HIGHLIGHT)}, look.w * edge2 * edge);
  float cover = max({_FAINT}, held * mix(veil.x, veil.y, edge2 * mix(1.0, edge2, veil.z)));
"""
_LIGHT: Final = _FACING + _LIT + _COLOUR
_FIBRE_LIGHT: Final = _FACING + BEND + _LIT + SHEEN + _COLOUR
_GRAIN_LIGHT: Final = _FACING + bone_shading.BEND + _LIT + _COLOUR
_UNMARKED: Final = "  fragOutput0 = vec4(colour, cover);\n"
_MARKED: Final = f"""
  // Of the far side of glass the footprints alone, unshaded: layers of glass before them dull them enough.
  if (!gl_FrontFacing) colour = mix(colour, 1.15 * base, marked);
  fragOutput0 = vec4(colour, max(gl_FrontFacing ? cover : {_FAINT}, 0.92 * marked));
"""
_HIDDEN: Final = "  fragOutput0 = vec4(colour, marked * mix(veil.x, veil.y, firm));\n"
_DEPTH: Final = "//VTK::CustomEnd::Impl"
_SEAM_MM: Final = 2.5
"""How much nearer to the eye than it lies a hint is taken to be, where it is asked what hides it."""
# Where a hint lies, for a renderer that draws what is farther than the model.
_DEPTHS: Final = {
    # In its place; but no surface hides itself, nor a bone's seam to the next, so a few mm nearer. In perspective a
    # step in the picture's depth is no measure of that: amid the model, from near by, it is a hand's breadth.
    "behind": f"""
  vec3 away = vec3(MCDCMatrix[0][3], MCDCMatrix[1][3], MCDCMatrix[2][3]);
  float steep = dot(away, away);
  if (steep > 0.0) {{
    vec4 nearer = MCDCMatrix * (vertexMC - vec4({_SEAM_MM} / steep * away, 0.0));
    gl_Position.z = nearer.z / nearer.w * gl_Position.w;
  }} else {{
    gl_Position.z -= 0.004 * gl_Position.w;
  }}
""",
    # Beyond all that is drawn.
    "over": "gl_Position.z = gl_Position.w * (1.0 - 3e-4);",
    # Farther still, the nearest farthest: so that no other hint lies over it.
    "first": "gl_Position.z = gl_Position.w - 1e-4 * (gl_Position.w + gl_Position.z);",
}


def prepare(actor: vtkActor, *, textured: bool) -> None:
    """Give an actor the program of this module, without footprints, solid and without gloss.

    `textured`: its colour is multiplied with its texture.
    """
    shade(actor, textured=textured, footprints=False, hollows=False)
    set_look(actor, 0.1, 12.0, 0.2, 0.0)
    set_veil(actor, 1.0, 1.0, 0.0)
    set_lens(actor, (0.0, 0.0, 0.0))


def shade(
    actor: vtkActor,
    *,
    textured: bool,
    footprints: bool,
    hollows: bool,
    band: bool = False,
    fibres: bool = False,
    fading: bool = False,
    action: bool = False,
    tones: bool = False,
    grain: bool = False,
    loss: Loss = "none",
) -> None:
    """Change the program: with footprints, hollows, fading borders, tones of bone, or with less.

    Its mapper maps the attributes ``footprint``, ``openness``, ``cover`` and, for `tones`, ``grain``, for `action`,
    ``arm`` that are asked for. With `band`, of a textured muscle, one part is told from the others (see
    :func:`set_band`), with `action` its colours are those of its moment arms. With `fibres`,
    of a textured one, and `grain`, of a bone with tones and a shaft (see :func:`set_shaft`), as seen from near by.
    """
    body = (_HOLLOWS if hollows else _NO_HOLLOWS) + (_FADING if fading else _WHOLE)
    body += (_TEXTURED if textured else _BASE) + (FIBRES if fibres else "")
    changed, placed = loss_code(loss, textured=textured)
    # Each in a block of its own: they may call what is theirs by the same names.
    body += "".join(f"  {{{code}  }}\n" for code in (ACTION if action else "", changed) if code)
    body += (_BAND if band else "") + (bone_shading.TONES if tones else "") + (bone_shading.GRAIN if grain else "")
    light = _FIBRE_LIGHT if fibres else _GRAIN_LIGHT if grain else _LIGHT
    light += _BAND_COVER if band else ""
    body += (_FOOTPRINTS + light + _MARKED) if footprints else (light + _UNMARKED)
    varying: _Varying = {
        "footprint": footprints and "vec4",
        "openness": hollows and "float",
        "cover": fading and "float",
        "arm": action and "float",
        "grain": tones and "vec2",
    }
    functions = (STRANDS if fibres else "") + (bone_shading.NOISE if grain else "")
    _set_program(actor, body, varying, functions, placed=grain or placed)


def shade_cut(actor: vtkActor) -> None:
    """Change the program of a textured actor to that of a face at which a part of a muscle is cut: evenly dark."""
    body = _TEXTURED + f"  fragOutput0 = vec4(0.6 * base, {_PART_FACING});\n"
    _set_program(actor, body, {})


def shade_hint(actor: vtkActor, place: Place, *, footprints: bool, dashed: bool = False) -> None:
    """Change the program to a hint's, for a renderer that draws what is farther than the model.

    Args:
        actor: any.
        place: drawn only where something lies ``behind`` which it is hidden; ``over`` the whole model; or
            ``first``, over that too, if drawn before the others.
        footprints: of a bone, these alone.
        dashed: of a nerve that is cut, an artery that is blocked.
    """
    strand = _BASE + (DASHED if dashed else "") + _LIGHT + _UNMARKED
    body = _HIDDEN_FOOTPRINTS + _LIGHT + _HIDDEN if footprints else strand
    _set_program(actor, _NO_HOLLOWS + _WHOLE + body, {"footprint": footprints and "vec4"}, placed=dashed)
    depth = f"{_DEPTH}\n  {_DEPTHS[place]}"
    actor.GetShaderProperty().AddVertexShaderReplacement(_DEPTH, True, depth, False)


def _set_program(actor: vtkActor, body: str, varying: _Varying, functions: str = "", *, placed: bool = False) -> None:
    """The program of an actor, with vertex attributes of these GLSL types handed through to the pixels.

    With `placed` a pixel knows its place on the structure at rest, and how that is turned.
    """
    shader = actor.GetShaderProperty()
    shader.ClearAllShaderReplacements()
    shader.AddFragmentShaderReplacement("//VTK::Light::Impl", True, body, False)
    # VTK would multiply the finished colour, glints and all, with the texture.
    shader.AddFragmentShaderReplacement("//VTK::TCoord::Impl", True, "", False)
    wanted = {name: kind for name, kind in varying.items() if kind}
    declared, handed, received = ("//VTK::Normal::Dec", "//VTK::Normal::Impl", "//VTK::Normal::Dec")
    for name, kind in wanted.items():
        declared += f"\nin {kind} {name};\nout {kind} {name}VSOutput;"
        handed += f"\n  {name}VSOutput = {name};"
        received += f"\nin {kind} {name}VSOutput;"
    if placed:
        declared += "\nout vec3 placeVSOutput;"
        handed += "\n  placeVSOutput = vertexMC.xyz;"
        received += "\nin vec3 placeVSOutput;"
    if wanted or placed:
        shader.AddVertexShaderReplacement("//VTK::Normal::Dec", True, declared, False)
        shader.AddVertexShaderReplacement("//VTK::Normal::Impl", True, handed, False)
    if wanted or placed or functions:
        shader.AddFragmentShaderReplacement("//VTK::Normal::Dec", True, f"{received}\n{functions}", False)


def set_look(actor: vtkActor, gloss: float, sharpness: float, edges: float, highlight: float) -> None:
    """Gloss (0 to 1), its sharpness, darkening of edges and strength of the highlighted rim; no new program."""
    uniforms = actor.GetShaderProperty().GetFragmentCustomUniforms()
    uniforms.SetUniform4f("look", [gloss, sharpness, edges, highlight])


def set_veil(actor: vtkActor, facing: float, silhouette: float, lateness: float) -> None:
    """Opacity where the surface faces the eye and at its silhouette, and how late it rises between (0 to 1)."""
    uniforms = actor.GetShaderProperty().GetFragmentCustomUniforms()
    uniforms.SetUniform4f("veil", [facing, silhouette, lateness, 0.0])


def set_breadth(actor: vtkActor, share: float) -> None:
    """How broad a textured structure is across its fibres, beside the broadest (to 1); no new program."""
    actor.GetShaderProperty().GetFragmentCustomUniforms().SetUniformf("fibres", share)


def set_shaft(actor: vtkActor, axis: Floats, drawn_out: float) -> None:
    """The long axis (3,) of a bone at rest and how far its pores are drawn out along it, 0 to 1; no new program."""
    x, y, z = axis.tolist()
    actor.GetShaderProperty().GetFragmentCustomUniforms().SetUniform4f("shaft", [x, y, z, drawn_out])


def set_band(actor: vtkActor, band: tuple[float, float], facing: float, silhouette: float) -> None:
    """Which fibres are those of the selected part, by their s, and how opaque the others are."""
    low, high = band
    # The outermost fibres have no border beside them.
    ends = (-1.0 if low <= 0 else low, 2.0 if high >= 1 else high)
    actor.GetShaderProperty().GetFragmentCustomUniforms().SetUniform4f("band", [*ends, facing, silhouette])


def lens(size: tuple[int, int], half_angle_rad: float) -> tuple[float, float, float]:
    """What :func:`set_lens` needs for a picture drawn at `size`; a half angle of 0 is without perspective."""
    pixel = 2 * math.tan(half_angle_rad) / size[1]
    return pixel, pixel * size[0] / 2, pixel * size[1] / 2


def set_lens(actor: vtkActor, numbers: tuple[float, float, float]) -> None:
    """Tell the program how pixels and lines of sight belong together."""
    actor.GetShaderProperty().GetFragmentCustomUniforms().SetUniform3f("lens", list(numbers))
