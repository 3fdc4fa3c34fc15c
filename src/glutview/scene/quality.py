"""How a frame is drawn, chosen from what draws it: software OpenGL while moving, at rest and for stills, or a GPU.

The figures were measured on llvmpipe: full-screen anti-aliasing costs more than all triangles there, and
half resolution is what keeps a turning model fluent. Glass is of like colours, for which blending in any order
comes within a hundredth of a grey level (mean) of depth peeling at half its price. Pictures that are saved are
blended as well: where something solid lies behind all that is clear, as in close-ups, peeling ends after one pass
and leaves out what is clear behind the first sheet. Hollows are shaded by what is baked for each vertex, not by
VTK's screen-space occlusion: that pass drops the background's gradient and leaves blotches on software GL. Nowhere
is it multisampled: VTK's depth peeling then draws of all layers of glass but the first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Translucency = Literal["blend", "oit", "peel"]
_SOFTWARE: Final = ("llvmpipe", "softpipe", "swrast", "software rasterizer", "swiftshader", "basic render")


@dataclass(frozen=True)
class Level:
    """Settings of one frame."""

    fxaa: bool = False
    resolution: float = 1.0
    """Share of the full width and height at which it is drawn; what is drawn larger is averaged down."""
    light_meshes: bool = False
    """Whether the decimated triangle lists are drawn."""
    translucency: Translucency = "blend"
    peels: int = 4


@dataclass(frozen=True)
class Quality:
    """The levels between which the scene changes."""

    mipmaps: bool
    """Calmer textures, for half a frame more on software GL; fixed for a scene, because llvmpipe takes seconds a
    frame once they were switched off."""
    moving: Level
    rest: Level
    still: Level
    """For pictures that are saved: nobody waits for the next frame."""


SOFTWARE: Final = Quality(
    mipmaps=False,
    moving=Level(resolution=0.5, light_meshes=True),
    rest=Level(fxaa=True),
    still=Level(resolution=2.0),
)
GPU: Final = Quality(
    mipmaps=True,
    moving=Level(fxaa=True, translucency="peel", peels=4),
    rest=Level(fxaa=True, translucency="peel", peels=8),
    still=Level(resolution=2.0, translucency="peel", peels=8),
)


def quality_for(renderer: str) -> Quality:
    """The settings for a GL renderer string, as ``GL_RENDERER`` gives it."""
    name = renderer.lower()
    return SOFTWARE if any(word in name for word in _SOFTWARE) else GPU
