"""Named points: each where an anatomist puts it, found by what makes it that point and not by its coordinates.

Right side, mm: x to the left, y to the back, z upward, from midway between the hip centres.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import numpy as np
import pytest

from glutview.biomech.anatomy import Anatomy
from glutview.biomech.spots import placed
from glutview.geometry.mesh import Floats, Mesh
from glutview.geometry.surface_point import SurfacePoint, normals

At = Mapping[str, Floats]
Meshes = Mapping[str, Mesh]
LEFT, RIGHT, BACK, FRONT = np.array([[1.0, 0, 0], [-1, 0, 0], [0, 1, 0], [0, -1, 0]])
UP, DOWN = np.array([[0.0, 0, 1], [0, 0, -1]])
HEAD_RADIUS = 22.9


@pytest.fixture(scope="module")
def at(anatomy: Anatomy) -> At:
    """Position (3,) of every landmark of the right side and midline, by stated id."""
    found = [one for one in anatomy.atlas.landmarks.values() if one.side != "l"]
    xyz = placed([one.spot for one in found], anatomy.rest)
    return {one.stated_id: place for one, place in zip(found, xyz, strict=True)}


@pytest.fixture(scope="module")
def outward(anatomy: Anatomy, at: At) -> At:
    """Outward normal (3,) of the bone at each."""
    found = [one for one in anatomy.atlas.landmarks.values() if one.side != "l"]
    spots = {one.stated_id: (one.spot.on, SurfacePoint(one.spot.triangle, one.spot.weights)) for one in found}
    return {id: normals(anatomy.rest[on], [point])[0] for id, (on, point) in spots.items()}


@pytest.fixture(scope="module")
def hip(anatomy: Anatomy) -> Floats:
    return np.array(anatomy.atlas.joints["hip_r"].centre_mm)


def test_right_is_right_and_left_its_mirror_image(anatomy: Anatomy, at: At) -> None:
    for one in anatomy.atlas.landmarks.values():
        if one.side == "midline":
            assert abs(at[one.stated_id][0]) < 0.5, one.id
        elif one.side == "r":
            assert at[one.stated_id][0] < 0, one.id
        else:
            image = placed([one.spot], anatomy.rest)[0] * [-1, 1, 1]
            np.testing.assert_allclose(image, at[one.stated_id], atol=1e-6)


# ------------------------------------------------------------------------------------------------- extremes

# Landmark, bone, direction, and the region in which nothing lies more than 1.5 mm further: (axis, low, high).
EXTREMES = [
    ("anterior_superior_iliac_spine", "hip_bone", FRONT, [(2, 30, 200)]),
    ("posterior_superior_iliac_spine", "hip_bone", BACK, []),
    ("iliac_tubercle", "hip_bone", RIGHT, []),
    ("summit_of_iliac_crest", "hip_bone", UP, []),
    ("pubic_tubercle", "hip_bone", FRONT, []),
    ("ischial_spine", "hip_bone", BACK, [(2, -14, 25)]),
    ("ischial_tuberosity", "hip_bone", BACK, [(2, -100, -25)]),
    ("lowest_point_of_ischial_tuberosity", "hip_bone", DOWN, []),
    ("pubic_crest", "hip_bone", UP, [(0, -11, 0)]),
    ("highest_point_of_femoral_head", "femur", UP, []),
    ("tip_of_greater_trochanter", "femur", UP, [(0, -200, -105)]),
    ("lateral_point_of_greater_trochanter", "femur", RIGHT, []),
    ("tubercle_of_femur", "femur", FRONT, [(0, -200, -105), (2, -30, 10)]),
    ("quadrate_tubercle", "femur", BACK, [(0, -116, -60), (2, -40, 30)]),
    ("linea_aspera", "femur", BACK, [(2, -210, -200)]),
    ("lateral_epicondyle", "femur", RIGHT, [(2, -420, -300)]),
    ("medial_epicondyle", "femur", LEFT, [(2, -420, -300)]),
    ("posterior_point_of_lateral_condyle", "femur", BACK, [(0, -200, -60), (2, -420, -300)]),
    ("posterior_point_of_medial_condyle", "femur", BACK, [(0, -55, 0), (2, -420, -300)]),
    ("lowest_point_of_lateral_condyle", "femur", DOWN, [(0, -200, -60)]),
    ("lowest_point_of_medial_condyle", "femur", DOWN, []),
    ("anterior_point_of_lateral_condyle", "femur", FRONT, []),
    ("sacral_promontory", "sacrum", FRONT, [(0, -2, 2)]),
    ("apex_of_sacrum", "sacrum", DOWN, []),
    ("superior_articular_process_of_sacrum", "sacrum", UP, [(0, -33, -18)]),
    ("coccygeal_horn", "coccyx", UP, []),
    ("transverse_process_of_coccyx", "coccyx", RIGHT, []),
    ("tip_of_coccyx", "coccyx", DOWN, []),
]


@pytest.mark.parametrize(("landmark", "bone", "way", "region"), EXTREMES, ids=[row[0] for row in EXTREMES])
def test_nothing_lies_further(
    right: Meshes, at: At, landmark: str, bone: str, way: Floats, region: list[tuple[int, float, float]]
) -> None:
    vertices = right[bone].vertices
    for axis, low, high in region:
        vertices = vertices[(vertices[:, axis] >= low) & (vertices[:, axis] <= high)]
        assert low <= at[landmark][axis] <= high
    assert (vertices @ way).max() - at[landmark] @ way < 1.5


@pytest.mark.parametrize(
    ("landmark", "way"),
    [
        ("iliac_fossa", LEFT + FRONT),
        ("iliac_tuberosity", LEFT),
        ("auricular_surface_of_ilium", LEFT),
        ("quadrilateral_surface", LEFT),
        ("arcuate_line", LEFT + UP),
        ("supra_acetabular_groove", RIGHT),
        ("lesser_sciatic_notch", LEFT + BACK),
        ("upper_part_of_ischial_tuberosity", BACK),
        ("lower_part_of_ischial_tuberosity", BACK + DOWN),
        ("symphysial_surface", LEFT),
        ("superior_pubic_ramus", FRONT),
        ("pecten_pubis", UP),
        ("obturator_groove", LEFT),
        ("lunate_surface", DOWN),
        ("acetabular_fossa", RIGHT),
        ("anterior_facet_of_greater_trochanter", FRONT),
        ("lateral_facet_of_greater_trochanter", RIGHT),
        ("superoposterior_facet_of_greater_trochanter", UP + BACK),
        ("posterior_facet_of_greater_trochanter", BACK),
        ("saddle_of_femoral_neck", UP),
        ("trochanteric_fossa", BACK + UP),
        ("intertrochanteric_crest", BACK),
        ("lower_end_of_intertrochanteric_line", FRONT),
        ("lesser_trochanter", BACK),
        ("popliteal_surface", BACK),
        ("patellar_surface", FRONT),
        ("intercondylar_fossa", BACK + DOWN),
        ("ala_of_sacrum", UP + FRONT),
        ("auricular_surface_of_sacrum", RIGHT),
        ("lateral_sacral_crest", BACK),
        ("median_sacral_crest", BACK),
    ],
)
def test_the_bone_faces_there_as_it_should(outward: At, landmark: str, way: Floats) -> None:
    assert outward[landmark] @ way / np.linalg.norm(way) > 0.5


# --------------------------------------------------------------------------------------------------- pelvis


@pytest.mark.parametrize(
    ("landmark", "women", "men"),
    [
        # Ahrend 2020, PubMed 31908940: CT of 100 adults, mean and standard deviation.
        ("anterior_superior_iliac_spine", (225, 20), (227, 13)),
        ("anterior_inferior_iliac_spine", (185, 11), (187, 10)),
        ("ischial_spine", (105, 7), (88, 8)),
    ],
)
def test_breadths_are_those_of_people(
    at: At, landmark: str, women: tuple[float, float], men: tuple[float, float]
) -> None:
    breadth = -2 * at[landmark][0]
    # The bones are the mean of women and men.
    assert min(women[0] - women[1], men[0] - men[1]) < breadth < max(women[0] + women[1], men[0] + men[1]) + 3


def test_the_conjugate_is_that_of_people(at: At) -> None:
    conjugate = np.linalg.norm((at["sacral_promontory"] - at["upper_end_of_pubic_symphysis"])[1:])
    assert 105 - 10 < conjugate < 116 + 10  # Ahrend 2020: men 105 (10), women 116 (10)


def test_the_greater_sciatic_notch_is_as_wide_as_in_people(at: At) -> None:
    width = np.linalg.norm(at["posterior_inferior_iliac_spine"] - at["ischial_spine"])
    # Sinha, Int J Res Med Sci (article 2228): 149 hip bones, men 49.6 (5.8), women 54.4 (5.2).
    assert 49.6 - 5.8 < width < 54.4 + 5.2


def test_the_apex_of_the_notch_lies_where_the_nerve_leaves(at: At) -> None:
    apex = at["apex_of_greater_sciatic_notch"]
    # Pinho 2023: the superior gluteal nerve touches the bone there, at medians of 76, 109, 75 and 108 mm.
    for landmark, median in (
        ("posterior_superior_iliac_spine", 76),
        ("anterior_superior_iliac_spine", 109),
        ("tip_of_greater_trochanter", 75),
        ("ischial_tuberosity", 108),
    ):
        assert abs(np.linalg.norm(at[landmark] - apex) - median) < 14, landmark


def test_spines_and_notches_follow_each_other_down_the_borders(at: At) -> None:
    back = (
        "posterior_superior_iliac_spine",
        "posterior_inferior_iliac_spine",
        "ischial_spine",
        "lesser_sciatic_notch",
        "upper_part_of_ischial_tuberosity",
        "ischial_tuberosity",
        "lower_part_of_ischial_tuberosity",
        "lowest_point_of_ischial_tuberosity",
    )
    front = ("anterior_superior_iliac_spine", "anterior_inferior_iliac_spine", "iliopubic_eminence", "pecten_pubis")
    for row in (back, (*front, "pubic_crest")):
        assert [at[id][2] for id in row] == sorted((at[id][2] for id in row), reverse=True)
    spines = at["ischial_spine"][1], at["ischial_tuberosity"][1]
    assert at["lesser_sciatic_notch"][1] < min(spines) - 2
    assert at["apex_of_greater_sciatic_notch"][1] < min(at["posterior_inferior_iliac_spine"][1], spines[0]) - 5


def test_the_pelvic_brim_runs_from_sacrum_to_symphysis(at: At) -> None:
    brim = (
        "apex_of_auricular_surface_of_ilium",
        "arcuate_line",
        "iliopubic_eminence",
        "pecten_pubis",
        "pubic_crest",
        "upper_end_of_pubic_symphysis",
    )
    places = np.array([at[id] for id in brim])
    assert (np.diff(places[:, 2]) < 0).all()
    turns = [np.dot(b - a, c - b) for a, b, c in zip(places, places[1:], places[2:], strict=False)]
    assert min(turns) > 0


def test_the_symphysis_lies_beside_the_midline(at: At) -> None:
    ends = at["upper_end_of_pubic_symphysis"], at["lower_end_of_pubic_symphysis"]
    for place in (*ends, at["symphysial_surface"]):
        assert -5 < place[0] < 0
    assert 30 < np.linalg.norm(ends[0] - ends[1]) < 45


def test_the_obturator_foramen_lies_between_its_landmarks(right: Meshes, at: At) -> None:
    top, bottom = at["obturator_groove"], at["lowest_point_of_obturator_foramen"]
    # Seen from in front, between groove and lowest point there is no bone.
    corners = right["hip_bone"].corners()[:, :, [0, 2]]
    middle = 0.35 * top[[0, 2]] + 0.65 * bottom[[0, 2]] + [8.0, 0.0]
    edges = np.roll(corners, -1, axis=1) - corners
    off = middle - corners
    turn = edges[..., 0] * off[..., 1] - edges[..., 1] * off[..., 0]
    assert not ((turn > 0).all(1) | (turn < 0).all(1)).any()
    for ramus in ("superior_pubic_ramus", "ramus_of_ischium", "inferior_pubic_ramus"):
        assert np.linalg.norm(at[ramus] - (top + bottom) / 2) > 15, ramus
    assert at["superior_pubic_ramus"][2] > top[2]
    assert at["ramus_of_ischium"][2] < bottom[2]


def test_iliac_and_sacral_auricular_surfaces_meet(at: At) -> None:
    gap = at["auricular_surface_of_sacrum"] - at["auricular_surface_of_ilium"]
    assert np.linalg.norm(gap) < 6
    assert gap[0] > 0


# ----------------------------------------------------------------------------------------------- acetabulum


def test_the_rim_rings_the_head(at: At, hip: Floats) -> None:
    rim = [at[f"{where}_point_of_acetabular_rim"] for where in ("superior", "anterior", "posterior")]
    for place in rim:
        assert HEAD_RADIUS + 2 < np.linalg.norm(place - hip) < HEAD_RADIUS + 12
    notch = (at["anterior_horn_of_lunate_surface"] + at["posterior_horn_of_lunate_surface"]) / 2
    axis = np.cross(rim[1] - rim[0], rim[2] - rim[0])
    axis *= -np.sign(axis[0]) / np.linalg.norm(axis)
    # It opens outward, forward and downward.
    assert axis[0] < -0.5
    assert -0.6 < axis[1] < -0.1
    assert axis[2] < -0.3
    # The clock: 12 lies opposite the notch, 3 and 9 a quarter away from both.
    flat = [place - hip - axis * ((place - hip) @ axis) for place in (*rim, notch)]
    up, front, back, down = (one / np.linalg.norm(one) for one in flat)
    assert up @ down < np.cos(np.radians(160))
    for quarter in (front, back):
        assert abs(np.degrees(np.arccos(quarter @ up)) - 90) < 20
    assert front[1] < 0 < back[1]


def test_the_fossa_is_sunk_beneath_the_lunate_surface(at: At, hip: Floats) -> None:
    depth = {id: np.linalg.norm(at[id] - hip) for id in ("lunate_surface", "acetabular_fossa")}
    assert depth["acetabular_fossa"] > depth["lunate_surface"] + 1.0
    assert depth["lunate_surface"] == pytest.approx(HEAD_RADIUS + 2.4, abs=1.0)


def test_the_notch_lies_between_the_horns(at: At) -> None:
    front, back = at["anterior_horn_of_lunate_surface"], at["posterior_horn_of_lunate_surface"]
    assert front[1] < at["acetabular_notch"][1] < back[1]
    assert 12 < np.linalg.norm(front - back) < 35
    assert np.linalg.norm(at["acetabular_notch"] - (front + back) / 2) < 14


# ---------------------------------------------------------------------------------------------------- femur


def test_the_vastus_tubercle_lies_as_far_from_the_footprints_as_in_dissections(at: At) -> None:
    tubercle = at["vastus_tubercle"]
    medius = tubercle - at["lateral_facet_of_greater_trochanter"]
    minimus = tubercle - at["anterior_facet_of_greater_trochanter"]
    # Philippon 2014, 14 hips: 95 % confidence intervals about 17.1 and 22.9 mm.
    assert 14.5 <= np.linalg.norm(medius) <= 19.8
    assert 20.1 <= np.linalg.norm(minimus) <= 25.7
    # In front of and below the one, outside of and below the other.
    assert (medius @ FRONT > 2, medius @ DOWN > 10) == (True, True)
    assert (minimus @ RIGHT > 2, minimus @ DOWN > 10) == (True, True)


def test_short_rotators_insert_along_the_superomedial_border(at: At) -> None:
    front, back = at["tubercle_of_femur"][1], at["quadrate_tubercle"][1]
    # Philippon 2014: shares of the way from the front to the back of the trochanter.
    for muscle, share in (("obturator_internus", 0.42), ("piriformis", 0.49), ("obturator_externus", 0.64)):
        place = at[f"{muscle}_insertion_point"]
        assert abs((place[1] - front) / (back - front) - share) < 0.04, muscle
    # Piriformis on the border, the conjoint tendon on its medial side, obturator externus down in the fossa.
    tip = at["tip_of_greater_trochanter"]
    assert tip[2] - at["piriformis_insertion_point"][2] < 5
    assert at["obturator_internus_insertion_point"][0] > at["piriformis_insertion_point"][0]
    assert tip[2] - at["obturator_externus_insertion_point"][2] > 12
    assert np.linalg.norm(at["obturator_externus_insertion_point"] - at["trochanteric_fossa"]) < 10


def test_the_facets_are_where_the_tendons_insert(anatomy: Anatomy, at: At) -> None:
    def centre(attachment: str, rows: slice) -> Floats:
        found = anatomy.atlas.attachments[attachment]
        spots = [point.spot for edge in (found.superficial, found.deep) for point in edge[rows]]
        return np.asarray(placed(spots, anatomy.rest).mean(0))

    for facet, attachment, rows in (
        ("anterior", "gluteus_minimus_insertion_r", slice(None)),
        ("lateral", "gluteus_medius_insertion_r", slice(0, 3)),
        ("superoposterior", "gluteus_medius_insertion_r", slice(3, None)),
    ):
        away = at[f"{facet}_facet_of_greater_trochanter"] - centre(attachment, rows)
        assert np.linalg.norm(away) < 7, facet


def test_the_facets_go_round_the_trochanter(at: At) -> None:
    facets = [at[f"{where}_facet_of_greater_trochanter"] for where in ("anterior", "lateral", "posterior")]
    assert facets[0][1] < facets[1][1] < facets[2][1]
    assert facets[1][0] < min(facets[0][0], facets[2][0])
    assert at["superoposterior_facet_of_greater_trochanter"][2] > max(facet[2] for facet in facets) + 10
    # Robertson 2008, 8 hips: the two footprints of medius, 35 and 17 mm long, lie end to end.
    apart = at["superoposterior_facet_of_greater_trochanter"] - facets[1]
    assert 20 < np.linalg.norm(apart) < 35


def test_head_fovea_and_neck(at: At, hip: Floats) -> None:
    assert np.linalg.norm(at["highest_point_of_femoral_head"] - hip) == pytest.approx(HEAD_RADIUS, abs=0.3)
    fovea = at["fovea_of_femoral_head"] - hip
    assert np.linalg.norm(fovea) < HEAD_RADIUS - 1.0
    # Gray 1918: a little below and behind the centre of the head's articular face, which looks up and inward.
    assert fovea[0] > 0.8 * np.linalg.norm(fovea)
    junction = {
        where: at[f"{where}_head_neck_junction"] - hip for where in ("superior", "inferior", "anterior", "posterior")
    }
    for where, place in junction.items():
        assert np.linalg.norm(place) == pytest.approx(HEAD_RADIUS, abs=1.6), where
    axis = sum(junction.values(), np.zeros(3))
    axis /= np.linalg.norm(axis)
    alpha = np.degrees(np.arccos(junction["anterior"] @ axis / np.linalg.norm(junction["anterior"])))
    assert 35 < alpha < 55  # Nötzli 2002, J Bone Joint Surg Br 84: 42 (2.2) without, 74 (5.4) with a cam deformity
    assert junction["superior"][2] > junction["anterior"][2] > junction["inferior"][2]
    assert junction["anterior"][1] < -10 < 10 < junction["posterior"][1]
    assert at["neck_of_femur"][0] < hip[0] + junction["anterior"][0]


def test_between_the_trochanters(at: At) -> None:
    line = at["tubercle_of_femur"], at["lower_end_of_intertrochanteric_line"]
    assert line[1][2] < line[0][2] - 15
    assert line[1][0] > line[0][0] + 10
    crest = ("tip_of_greater_trochanter", "quadrate_tubercle", "intertrochanteric_crest", "lesser_trochanter")
    for above, below in pairwise(at[id] for id in crest):
        assert below[2] < above[2] - 5
        assert below[0] > above[0] + 5
    assert at["saddle_of_femoral_neck"][2] < at["tip_of_greater_trochanter"][2] - 4
    tuberosity = at["upper_end_of_gluteal_tuberosity"], at["lower_end_of_gluteal_tuberosity"]
    assert 50 < tuberosity[0][2] - tuberosity[1][2] < 100
    assert at["linea_aspera"][2] < tuberosity[1][2]


def test_the_knees_landmarks(at: At) -> None:
    epicondyle, tubercle = at["medial_epicondyle"], at["adductor_tubercle"]
    assert 5 < tubercle[2] - epicondyle[2] < 16
    assert 3 < tubercle[1] - epicondyle[1] < 12
    groove, ridge = at["patellar_surface"], at["anterior_point_of_lateral_condyle"]
    assert ridge[1] < groove[1] - 3
    condyles = at["lowest_point_of_lateral_condyle"], at["lowest_point_of_medial_condyle"]
    assert condyles[0][0] < at["intercondylar_fossa"][0] < condyles[1][0]
    assert at["intercondylar_fossa"][2] > max(one[2] for one in condyles) + 15
    assert at["groove_for_popliteus"][2] < at["lateral_epicondyle"][2] - 5


# ---------------------------------------------------------------------------------------- sacrum and coccyx


def test_foramina_go_down_in_pairs(at: At) -> None:
    numbers = ("first", "second", "third", "fourth")
    front = np.array([at[f"{number}_anterior_sacral_foramen"] for number in numbers])
    back = np.array([at[f"{number}_posterior_sacral_foramen"] for number in numbers])
    for row in (front, back):
        assert (np.diff(row[:, 2]) < -8).all()
    assert (back[:, 1] > front[:, 1] + 8).all()
    assert (np.linalg.norm(back - front, axis=1) < 32).all()
    assert (front[:, 0] < -8).all()
    # Gray 1918: the crests run inside (median) and outside (lateral) of the posterior foramina.
    assert at["lateral_sacral_crest"][0] < back[:, 0].min()


def test_the_hiatus_opens_between_the_horns(at: At) -> None:
    hiatus, horn = at["apex_of_sacral_hiatus"], at["sacral_horn"]
    assert horn[2] < hiatus[2] - 5
    assert hiatus[2] < at["fourth_posterior_sacral_foramen"][2]
    assert at["inferolateral_angle_of_sacrum"][0] < horn[0] - 15
    assert abs(at["inferolateral_angle_of_sacrum"][2] - horn[2]) < 10
    assert abs(at["coccygeal_horn"][0] - horn[0]) < 5
    assert horn[2] > at["coccygeal_horn"][2] > at["tip_of_coccyx"][2]
