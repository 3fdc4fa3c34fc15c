"""How a frame is drawn, chosen from what draws it: software OpenGL while moving, at rest and for stills, or a GPU.

The figures were measured on llvmpipe: full-screen anti-aliasing costs more than all triangles there, and
half resolution is what keeps a turning model fluent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Translucency = Literal["blend", "oit", "peel"]
_SOFTWARE: Final = ("llvmpipe", "softpipe", "swrast", "software rasterizer", "swiftshader", "basic render")


@dataclass(frozen=True)
class Level:
    """Settings of one frame."""

    multisamples: int = 0
    fxaa: bool = False
    resolution: float = 1.0
    """Share of the full width and height at which the picture is drawn."""
    light_meshes: bool = False
    """Whether the decimated triangle lists are drawn."""
    translucency: Translucency = "oit"
    peels: int = 4
    ssao: bool = False
    mipmaps: bool = False


@dataclass(frozen=True)
class Quality:
    """The levels between which the scene changes."""

    software: bool
    moving: Level
    rest: Level
    still: Level
    """For pictures that are saved: nobody waits for the next frame."""


SOFTWARE: Final = Quality(
    software=True,
    moving=Level(resolution=0.5, light_meshes=True),
    rest=Level(fxaa=True),
    still=Level(fxaa=True, translucency="peel", ssao=True, mipmaps=True),
)
GPU: Final = Quality(
    software=False,
    moving=Level(multisamples=4, translucency="peel", peels=4, ssao=True, mipmaps=True),
    rest=Level(multisamples=8, translucency="peel", peels=8, ssao=True, mipmaps=True),
    still=Level(multisamples=8, translucency="peel", peels=8, ssao=True, mipmaps=True),
)


def quality_for(renderer: str) -> Quality:
    """The settings for a GL renderer string, as ``GL_RENDERER`` gives it."""
    name = renderer.lower()
    return SOFTWARE if any(word in name for word in _SOFTWARE) else GPU
