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
    "anterior": Facet((127.4, -4.9, -24.9), (1.0, 0.4, 0.9), 14.0, 11.0),
    "lateral": Facet((140.6, 13.6, -25.3), (0.0, 22.0, 24.0), 15.0, 8.0),
    "superoposterior": Facet((126.1, 26.1, -4.8), (1.0, -1.0, 0.0), 11.0, 10.0),
    "posterior": Facet((130.7, 30.1, -28.6), (0.0, 0.0, 1.0), 17.0, 11.0),
}

RIDGES: Final = (
    # Between anterior and lateral facet, down to the vastus tubercle.
    Ridge(((131.6, 2.1, -4.8), (135.1, 1.6, -12.8), (137.6, 1.6, -22.8), (136.6, 0.9, -34.8)), 0.25, 4.0),
    Ridge(((136.1, 1.1, -37.8),), 0.6, 4.5),
    # Between the lateral facet and the two behind it.
    Ridge(((139.6, 20.6, -40.8), (139.1, 21.6, -30.8), (136.1, 24.1, -19.8), (130.1, 24.1, -9.8)), 0.4, 3.6),
    # Between the superoposterior and the posterior facet.
    Ridge(((132.6, 28.6, -15.3), (126.6, 32.1, -13.8), (119.6, 32.6, -12.3)), 0.4, 3.4),
    # Intertrochanteric line in front, running on below the lesser trochanter as spiral line.
    Ridge(((126.0, -5.4, -13.4), (118.1, -9.7, -19.8), (110.4, -8.3, -26.5), (103.8, -7.4, -33.3),
           (95.9, -5.9, -42.4), (90.6, 3.1, -53.8), (91.1, 11.1, -66.8), (97.1, 18.1, -80.8)), 0.8, 3.6),
    # Intertrochanteric crest behind.
    Ridge(((114.7, 32.2, -13.0), (113.6, 32.4, -21.6), (111.9, 34.0, -29.0), (109.3, 32.7, -36.8),
           (104.9, 29.0, -43.9), (98.2, 26.6, -48.8)), 0.8, 3.6),
    # Trochanteric fossa.
    Ridge(((115.9, 22.0, -10.9), (112.6, 19.6, -15.8)), -1.1, 5.0, taper_mm=2.0),
    # Where vastus lateralis arises: the lower border of the trochanter.
    Ridge(((120.1, -5.4, -37.8), (129.1, -2.4, -42.8), (136.1, 5.1, -47.8), (135.1, 17.1, -50.8)), 0.5, 3.4),
    # Linea aspera: two lips, apart above and below.
    Ridge(((103.6, 10.3, -135.8), (99.1, 6.6, -160.8), (95.6, 4.1, -180.8), (92.1, 2.6, -200.8),
           (89.1, 1.1, -220.8), (86.1, -0.4, -240.8), (84.1, -1.2, -260.8), (83.6, -1.9, -280.8),
           (84.6, -2.4, -305.8), (86.1, -1.9, -330.8)), 1.0, 3.0, gutter=0.35, taper_mm=20.0),
    Ridge(((97.1, 8.1, -135.8), (93.6, 5.1, -160.8), (90.6, 3.6, -180.8), (87.6, 2.1, -200.8),
           (84.1, 0.6, -220.8), (81.6, -0.9, -240.8), (78.6, -1.7, -260.8), (75.1, -2.5, -280.8),
           (68.1, -3.4, -305.8), (60.1, -3.4, -330.8)), 0.9, 3.0, gutter=0.35, taper_mm=20.0),
)  # fmt: skip


def with_femur_relief(mesh: Mesh) -> Mesh:
    """The left femur with the trochanter's facets, crest, lines and fossa, and the lips of the linea aspera."""
    return held_near(mesh, with_ridges(with_facets(mesh, list(FACETS.values())), RIDGES))
