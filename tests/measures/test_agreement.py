"""Beside a person who is known to be near: the model itself, brought elsewhere, and made larger."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from glutview.biomech.anatomy import Anatomy
from glutview.errors import GlutviewError
from glutview.geometry.mesh import Floats, Mesh
from glutview.geometry.mesh_io import write_ply
from glutview.measures.agreement import agreement, dice, distances
from glutview.measures.subject import Subject
from tests.geometry.solids import sphere
from tests.geometry.test_similarity import turn

MUSCLES = ("gluteus_medius", "gluteus_minimus")


@pytest.fixture(scope="module")
def subject() -> Subject:
    return Subject(Anatomy.load())


def person(folder: Path, subject: Subject, bulge_mm: float, scale: float, turned: Floats) -> Path:
    """A folder of the model's own surfaces, its muscles swollen, all turned, scaled and shifted."""
    folder.mkdir()
    for name in ("hip_bone", *MUSCLES):
        mesh = subject.mesh(name)
        swollen = mesh.vertices + (bulge_mm * mesh.vertex_normals() if name in MUSCLES else 0)
        write_ply(folder / f"right_{name}.ply", Mesh(scale * swollen @ turned.T + [30, -80, 9], mesh.faces))
    return folder


def test_concentric_spheres_are_as_far_apart_as_their_radii() -> None:
    mean, far = distances(sphere(20, rounds=5), sphere(23, rounds=5))
    assert mean == pytest.approx(3, abs=0.1)
    assert far == pytest.approx(3, abs=0.15)
    assert dice(sphere(20), sphere(23)) == pytest.approx(2 * 20**3 / (20**3 + 23**3), abs=0.02)


def test_spheres_beside_each_other_have_nothing_in_common() -> None:
    beside = sphere(20, (50, 0, 0))
    assert dice(sphere(20), beside) == 0
    assert dice(sphere(20), sphere(20)) == 1
    # From every point to the nearest of the other: along the line to its centre.
    known = np.linalg.norm(sphere(20).vertices - [50, 0, 0], axis=1) - 20
    assert distances(sphere(20), beside)[0] == pytest.approx(known.mean(), rel=0.02)


def test_the_model_agrees_with_itself_wherever_it_was_brought(subject: Subject, tmp_path: Path) -> None:
    folder = person(tmp_path / "itself", subject, 0.0, 0.8, turn((0.2, 1, 0.3), 25))
    found = agreement(subject, [folder])
    assert [fit.person for fit in found.fits] == ["itself"]
    assert found.fits[0].scale == pytest.approx(1.25, rel=0.002)
    assert [one.muscle for one in found.likenesses] == sorted(MUSCLES)
    for one in found.likenesses:
        assert one.mean_mm < 0.8  # points of either surface lie about a millimetre apart
        assert one.dice > 0.97
        assert one.theirs_cm3 == pytest.approx(one.ours_cm3, rel=0.01)
    assert found.indices == ()


def test_the_index_sets_the_model_between_persons(subject: Subject, tmp_path: Path) -> None:
    """Of two people as far beside the model on either side it is half as far as they are from each other."""
    larger = person(tmp_path / "larger", subject, 3.0, 1.0, np.eye(3))
    smaller = person(tmp_path / "smaller", subject, -3.0, 1.0, np.eye(3))
    found = agreement(subject, [larger, smaller])
    assert [index.muscle for index in found.indices] == sorted(MUSCLES)
    for index in found.indices:
        assert index.value == pytest.approx(0.5, abs=0.06)
    volumes = {(one.person, one.muscle): one.theirs_cm3 - one.ours_cm3 for one in found.likenesses}
    assert all((change > 0) == (who == "larger") for (who, _), change in volumes.items())


def test_what_is_wrong_with_a_folder_is_told(subject: Subject, tmp_path: Path) -> None:
    with pytest.raises(GlutviewError, match="there is no such folder"):
        agreement(subject, [tmp_path / "nobody"])
    with pytest.raises(GlutviewError, match=r"right_hip_bone\.ply: the mesh is missing"):
        agreement(subject, [tmp_path])
    write_ply(tmp_path / "right_hip_bone.ply", subject.mesh("hip_bone"))
    with pytest.raises(GlutviewError, match="it holds no muscle that the model has"):
        agreement(subject, [tmp_path])
