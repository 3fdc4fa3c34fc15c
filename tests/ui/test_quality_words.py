"""The readings of the quality meter, in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from glutview.atlas.load import load_atlas
from glutview.biomech.pose_bounds import BOUNDS
from glutview.ui.quality_words import SHOWN, in_short, readings, worst
from tests.biomech.test_pose_quality import sound

ATLAS = load_atlas()


def test_the_worst_of_both_sides_is_told_with_muscle_and_bone() -> None:
    medius = replace(sound("gluteus_medius"), bone_mm=1.2, bone="hip_bone", volume_percent=0.4)
    piriformis = replace(sound("piriformis"), bone_mm=2.04, bone="femur", layer_mm=0.5, layer="gluteus_minimus")
    drift, volume, bone, layer = readings(ATLAS, [("r", medius), ("l", piriformis)])
    assert (drift.text, drift.kept) == ("Footprints 0.000 mm", True)
    assert drift.full == "Drift of the footprints: 0.000 mm; at most 0.001 mm"
    assert volume.full == "Error of volume: 0.4 %, right gluteus medius; at most 3 %"
    assert (bone.text, bone.kept) == ("▲ In bone 2.0 mm", False)
    assert bone.full == "Deepest vertex in bone: 2.0 mm, left piriformis in the femur; beyond the bound of 1.5 mm"
    told = "Deepest vertex in a deeper muscle: 0.5 mm, left piriformis in gluteus minimus; at most 3 mm"
    assert (layer.text, layer.full) == ("Between layers 0.5 mm", told)
    assert [one.bound for one in (drift, volume, bone, layer)] == ["(≤ 0.001)", "(≤ 3)", "(≤ 1.5)", "(≤ 3)"]
    # In a word: the farthest beyond its bound, of those within the nearest to it.
    assert worst((drift, volume, bone, layer)) == "in bone 2.0 mm (≤ 1.5)"
    assert worst((drift, volume, layer)) == "between layers 0.5 mm (≤ 3)"


@pytest.mark.parametrize("quantity", SHOWN)
def test_each_reading_keeps_its_own_bound(quantity: str) -> None:
    one = sound("piriformis")
    place = list(SHOWN).index(quantity)  # type: ignore[arg-type]
    for share, kept in ((1.0, True), (1.2, False), (float("nan"), False)):
        object.__setattr__(one, quantity, share * BOUNDS[quantity].most)  # type: ignore[index]
        shown = readings(ATLAS, [("r", sound("gluteus_medius")), ("r", one)])
        assert [reading.kept for reading in shown] == [kept or number != place for number in range(len(SHOWN))]
        assert shown[place].text.startswith("▲ ") != kept
        number = "nan" if share != share else shown[place].text.split()[-2]
        assert f" {number} " in worst(shown)
        assert worst(shown).lower().startswith(SHOWN[quantity].lower())  # type: ignore[index]
        assert in_short(shown) == ("✓ Within bounds" if kept else "▲ 1 of 4 beyond bounds")
