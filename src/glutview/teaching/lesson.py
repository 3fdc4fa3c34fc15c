"""The shape of a lesson file: saved views in the order in which a lecturer shows them.

A lesson is a list of steps; a step is what is on the screen (camera, visibility, selection, pose or movement)
with a title and a note. Ids without side mean both sides. What the atlas lacks is checked in `lesson_file`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, Final, Literal, TypeAlias

from pydantic import Field, StrictBool, StringConstraints, ValidationInfo, field_validator

from glutview.atlas.values import Id, Number, Spec, Text, Xyz, wrong
from glutview.biomech.clip import ClipSide
from glutview.state.scene_description import Fixed
from glutview.yaml_file import Plain

FORMAT: Final = 1
SUFFIX = ".lesson.yaml"
SCHEMA_NAME = "lesson.schema.json"
FIRST_LINE = f"# yaml-language-server: $schema={SCHEMA_NAME}"

Coordinate: TypeAlias = Literal[
    "hip_flexion_r",
    "hip_abduction_r",
    "hip_internal_rotation_r",
    "hip_flexion_l",
    "hip_abduction_l",
    "hip_internal_rotation_l",
]
Degrees: TypeAlias = Annotated[Number, Field(ge=-360, le=360)]
Language: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]


class Camera(Spec):
    """Where the view is seen from; LPS, as in `CameraState`."""

    azimuth_deg: Degrees = Field(
        description="0 looks from in front, 90 from the person's left, 180 from behind, -90 from the right."
    )
    elevation_deg: Annotated[Number, Field(ge=-90, le=90)] = Field(description="90 looks straight down.")
    distance_mm: Annotated[Number, Field(ge=1, le=100_000)] = Field(
        description="From the turning point to the eye: the zoom."
    )
    focal_mm: Xyz = Field(description="The turning point, in the middle of the picture; x left, y back, z up.")
    view_angle_deg: Annotated[Number, Field(ge=1, le=170)] = Field(
        default=20.0, description="Of the whole height of the picture."
    )
    parallel: StrictBool = Field(default=False, description="Whether it is drawn without perspective.")


class Play(Spec):
    """A movement that runs while the step is shown."""

    id: Id = Field(description="A movement of the atlas.")
    side: ClipSide = Field(default="r", description="The hip that moves.")
    speed: Annotated[Number, Field(ge=0.05, le=20)] = Field(default=1.0, description="1 is the movement's own.")
    loop: StrictBool = Field(default=True, description="Whether it begins again at its end.")
    amount: Annotated[Number, Field(ge=0, le=1)] | None = Field(
        default=None, description="Of a movement with a parameter, as weakness: where that stands."
    )


class Step(Spec):
    """One saved view."""

    title: Text = Field(description="What the list of steps shows; no two steps share one.")
    note: str = Field(default="", description="What there is to say.")
    sources: tuple[Id, ...] = Field(default=(), description="Publications of the atlas on which the note rests.")
    camera: Camera | None = Field(default=None, description="Without it, the view stays as it is.")
    selected: Id | None = Field(default=None, description="A structure or a part of a muscle, with its side.")
    hidden: tuple[Id, ...] = Field(default=(), description="What is hidden; an id without side means both sides.")
    only: tuple[Id, ...] | None = Field(default=None, description="What alone is shown, instead of `hidden`.")
    xray: StrictBool = Field(default=False, description="Whether everything but the selection is glass.")
    labels: StrictBool = Field(default=False, description="Whether what is seen carries its names.")
    fixed: Fixed = Field(default="pelvis", description="The body that stands still.")
    pose: dict[Coordinate, Degrees] = Field(
        default_factory=dict, description="Angles in degrees; those left out are 0."
    )
    movement: Play | None = Field(default=None, description="Its angles replace those of the pose.")

    @field_validator("only")
    @classmethod
    def _instead_of_hidden(cls, only: tuple[str, ...] | None, info: ValidationInfo) -> tuple[str, ...] | None:
        if only is not None and info.data.get("hidden"):
            raise wrong("`hidden` is given too", "keep one of `hidden` and `only`")
        return only

    def changed(self, **values: Any) -> Step:
        """The step with other values, checked.

        Raises:
            pydantic.ValidationError: a value is none.
        """
        return Step.model_validate({**self.model_dump(exclude_unset=True), **values})


class Lesson(Spec):
    """A lesson: its title and its steps in order."""

    format: Literal[1] = FORMAT
    title: Text
    language: Language | None = Field(default=None, description="Of titles and notes: en, de, pt-BR.")
    steps: tuple[Step, ...] = ()


NESTED: Final[Mapping[str, type[Spec]]] = MappingProxyType({"camera": Camera, "movement": Play})
"""The mappings within a step, by their key."""


def step_data(step: Step) -> dict[str, Plain]:
    """A step as the data of its file: what says no more than its absence would is not there."""
    plain = _without_none(step.model_dump(mode="json", exclude_defaults=True))
    return {"title": step.title, **plain}


def lesson_data(lesson: Lesson) -> dict[str, Plain]:
    """A lesson as the data of its file."""
    data: dict[str, Plain] = {"format": FORMAT, "title": lesson.title}
    if lesson.language is not None:
        data["language"] = lesson.language
    return {**data, "steps": [step_data(step) for step in lesson.steps]}


def _without_none(data: dict[str, Plain]) -> dict[str, Plain]:
    return {key: value for key, value in data.items() if value is not None}
