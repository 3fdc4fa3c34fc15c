"""Where the femur's facets, crests and lines lie.

The greater trochanter has four facets (Pfirrmann et al. 2001): the anterior one bears gluteus minimus, the lateral
and the superoposterior one gluteus medius, the posterior one no tendon. Their places follow the insertions in
`annotations.yaml`. The lateral one is planed where the model's trochanter turns a corner, so it is narrower than its
tendon. The lines follow the model's own folds, by eye; heights are by eye. Left side, seated frame, mm.
"""

from __future__ import annotations

from typing import Final

from glutview.build.relief import Facet, Ridge, held_near, with_facets, with_ridges
from glutview.geometry.mesh import Mesh

FACETS: Final = {
    "anterior": Facet((125.3, -4.0, -24.1), (1.0, 0.4, 0.9), 14.0, 11.0),
    "lateral": Facet((138.5, 14.5, -24.5), (0.0, 22.0, 24.0), 15.0, 8.0),
    "superoposterior": Facet((124.0, 27.0, -4.0), (1.0, -1.0, 0.0), 11.0, 10.0),
    "posterior": Facet((128.6, 31.0, -27.8), (0.0, 0.0, 1.0), 17.0, 11.0),
}

RIDGES: Final = (
    # Between anterior and lateral facet, down to the vastus tubercle.
    Ridge(((129.5, 3.0, -4.0), (133.0, 2.5, -12.0), (135.5, 2.5, -22.0), (134.5, 1.8, -34.0)), 0.25, 4.0),
    Ridge(((134.0, 2.0, -37.0),), 0.6, 4.5),
    # Between the lateral facet and the two behind it.
    Ridge(((137.5, 21.5, -40.0), (137.0, 22.5, -30.0), (134.0, 25.0, -19.0), (128.0, 25.0, -9.0)), 0.4, 3.6),
    # Between the superoposterior and the posterior facet.
    Ridge(((130.5, 29.5, -14.5), (124.5, 33.0, -13.0), (117.5, 33.5, -11.5)), 0.4, 3.4),
    # Intertrochanteric line in front, running on below the lesser trochanter as spiral line.
    Ridge(((123.9, -4.5, -12.6), (116.0, -8.8, -19.0), (108.3, -7.4, -25.7), (101.7, -6.5, -32.5),
           (93.8, -5.0, -41.6), (88.5, 4.0, -53.0), (89.0, 12.0, -66.0), (95.0, 19.0, -80.0)), 0.8, 3.6),
    # Intertrochanteric crest behind.
    Ridge(((112.6, 33.1, -12.2), (111.5, 33.3, -20.8), (109.8, 34.9, -28.2), (107.2, 33.6, -36.0),
           (102.8, 29.9, -43.1), (96.1, 27.5, -48.0)), 0.8, 3.6),
    # Trochanteric fossa.
    Ridge(((113.8, 22.9, -10.1), (110.5, 20.5, -15.0)), -1.1, 5.0, taper_mm=2.0),
    # Where vastus lateralis arises: the lower border of the trochanter.
    Ridge(((118.0, -4.5, -37.0), (127.0, -1.5, -42.0), (134.0, 6.0, -47.0), (133.0, 18.0, -50.0)), 0.5, 3.4),
    # Linea aspera: two lips, apart above and below.
    Ridge(((101.5, 11.2, -135.0), (97.0, 7.5, -160.0), (93.5, 5.0, -180.0), (90.0, 3.5, -200.0),
           (87.0, 2.0, -220.0), (84.0, 0.5, -240.0), (82.0, -0.3, -260.0), (81.5, -1.0, -280.0),
           (82.5, -1.5, -305.0), (84.0, -1.0, -330.0)), 1.0, 3.0, gutter=0.35, taper_mm=20.0),
    Ridge(((95.0, 9.0, -135.0), (91.5, 6.0, -160.0), (88.5, 4.5, -180.0), (85.5, 3.0, -200.0),
           (82.0, 1.5, -220.0), (79.5, 0.0, -240.0), (76.5, -0.8, -260.0), (73.0, -1.6, -280.0),
           (66.0, -2.5, -305.0), (58.0, -2.5, -330.0)), 0.9, 3.0, gutter=0.35, taper_mm=20.0),
)  # fmt: skip


def with_femur_relief(mesh: Mesh) -> Mesh:
    """The left femur with the trochanter's facets, crest, lines and fossa, and the lips of the linea aspera."""
    return held_near(mesh, with_ridges(with_facets(mesh, list(FACETS.values())), RIDGES))
