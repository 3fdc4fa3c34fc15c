"""What changed between two scene descriptions; the scene draws this and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from glutview.biomech.pose import Pose
from glutview.state.palette import Theme
from glutview.state.scene_description import Fixed, FootprintDescription, PartDescription, SceneDescription


@dataclass(frozen=True)
class SceneChanges:
    """The differences; None or empty where nothing changed."""

    parts: tuple[PartDescription, ...] = ()
    """Parts that are new or drawn otherwise than before."""
    removed: tuple[str, ...] = ()
    footprints: tuple[FootprintDescription, ...] | None = None
    """All footprints now shown, if any appeared or went."""
    pose: Pose | None = None
    fixed: Fixed | None = None
    theme: Theme | None = None
    action: bool = False
    """Whether muscles are coloured by another axis, or by none any more."""

    def __bool__(self) -> bool:
        return self != SceneChanges()


def diff(old: SceneDescription | None, new: SceneDescription) -> SceneChanges:
    """What leads from `old` (None: nothing drawn yet) to `new`."""
    if old is None:
        parts, acting = tuple(new.parts.values()), new.action is not None
        return SceneChanges(parts, (), new.footprints, new.pose, new.fixed, new.theme, acting)
    moved = old.pose != new.pose or old.fixed != new.fixed
    return SceneChanges(
        parts=tuple(part for name, part in new.parts.items() if old.parts.get(name) != part),
        removed=tuple(name for name in old.parts if name not in new.parts),
        footprints=new.footprints if old.footprints != new.footprints else None,
        pose=new.pose if moved else None,
        fixed=new.fixed if moved else None,
        theme=new.theme if old.theme != new.theme else None,
        action=new.action != old.action,
    )
