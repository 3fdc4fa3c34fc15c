"""Quasi-static solution of a muscle's block between two moving footprints.

Newton's method on elastic and contact energy, with the full Hessian in banded form; steps are capped and tracked
back, so that no step raises the energy or turns a cell inside out. A pose is reached from its predecessor on the
canonical path, never from just any solved pose: a block that has buckled one way must not depend on history.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from glutview.biomech.deformation import femur_share
from glutview.biomech.transforms import apply
from glutview.build.acceleration import Acceleration
from glutview.build.block_contact import ContactSamples, Obstacle
from glutview.build.block_elements import Elements, Floats, Tissue, bandwidth, flatten, unflatten
from glutview.build.block_load import Held, Load
from glutview.build.capsule_ties import CapsuleTies
from glutview.build.fibre_stretch import stretches
from glutview.build.perimysium import perimysium
from glutview.build.solve_report import SolveReport
from glutview.build.springs import Springs, tethers
from glutview.build.taut_fibres import TautFibres
from glutview.geometry.distance import Distances

_STEP_MM = 8.0
# Settled are the nodes when they move by less, in the mean and anywhere: a single loose corner need not come to rest.
_SETTLED_MM = 0.01
_SETTLED_ANYWHERE_MM = 0.1
# How much sooner it is content where it only passes through.
_PASSING = 8.0
_LEAST_STEP_MM = 0.002
_REACH_MM = 15.0
_ITERATIONS = 60
# What neighbours squeeze out of a block is pressed back into it: if this share of its volume is lost, so often.
_LOST = 0.003
_PRESSINGS = 3
# Where a smooth motion is put right, tissue that stays inside out resists so many times more; and so often at most.
_STIFFER = 10.0
_MENDINGS = 5
# A smooth motion is left as it is where nothing is squeezed to less than this share of its volume, and no sample
# lacks more than this of the distance that it keeps.
_SQUEEZED = 0.35
_LACKING_MM = 0.2
# What bends over more than a few millimetres follows a smooth motion that is put right, what is finer the tissue.
_EXPECTED = 0.5
_CONVEXITY = 0.5
_FRICTION = 1e-4
# A step this long comes from a Hessian that is all but singular.
_WILD_MM = 40.0


@dataclass(frozen=True, eq=False)
class BlockSolver:
    """One muscle's block.

    Attributes:
        rest: (ns, nt, nu, 3) template nodes, mm: where the tissue is at rest. The layer u = 0 rides on the pelvis,
            u = 1 on the femur.
        lines: grid lines s, t, u of the nodes.
        tissue: stiffnesses.
        tendon_from: the u where the tendon begins.
        gate_u: where the muscle turns about the edge of a bone; 0 if it does not.
        capsule: what ties it to the capsule; None if it adheres to none.
    """

    rest: Floats
    lines: tuple[Floats, Floats, Floats]
    tissue: Tissue = field(default_factory=Tissue)
    tendon_from: float = 0.85
    gate_u: float = 0.0
    capsule: CapsuleTies | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "elements", Elements.of(self.rest))
        object.__setattr__(self, "samples", ContactSamples.of(self.rest, self.lines[2]))
        object.__setattr__(self, "fibres", TautFibres.of(self.rest, self.lines[2], self.tissue.tension, self.gate_u))
        object.__setattr__(self, "ties", perimysium(self.rest, self.lines, self.tissue.perimysium))
        object.__setattr__(self, "tethers", tethers(self.rest, _EXPECTED))

    elements: Elements = field(init=False, repr=False)
    samples: ContactSamples = field(init=False, repr=False)
    fibres: TautFibres = field(init=False, repr=False)
    ties: Springs = field(init=False, repr=False)
    tethers: Springs = field(init=False, repr=False)

    @property
    def shape(self) -> tuple[int, int, int]:
        """Numbers of nodes along s, t and u."""
        ns, nt, nu, _ = self.rest.shape
        return ns, nt, nu

    def blended(self, nodes: Floats, femur: Floats) -> Floats:
        """Nodes (ns, nt, nu, 3) as the linear blend of a fixed pelvis and a femur moved by (4, 4)."""
        share = femur_share(self.lines[2])[:, None]
        moved = apply(femur, nodes.reshape(-1, 3)).reshape(nodes.shape)
        return np.asarray((1 - share) * nodes + share * moved)

    def predicted(self, nodes: Floats, before: Floats, femur: Floats) -> Floats:
        """Where nodes solved with the femur at `before` (4, 4) may be expected with the femur at `femur`."""
        return nodes + self.blended(self.rest, femur) - self.blended(self.rest, before)

    def margins(self, at_rest: Distances, bed_mm: float = 0.0) -> Floats:
        """(k,) distance that each sample keeps from what must not be entered, mm.

        Args:
            at_rest: that, as it lies at neutral.
            bed_mm: how deep it may be entered all the same, but at the footprints.
        """
        return self.samples.kept(at_rest, flatten(self.rest), bed_mm)

    def obstacle(self, field: Distances, at_rest: Distances) -> Obstacle:
        """A field that must not be entered, as it lies in a pose and at neutral."""
        return Obstacle(field, self.margins(at_rest))

    def near(self, nodes: Floats, obstacles: Sequence[Obstacle]) -> list[Obstacle]:
        """Those obstacles that a block at nodes (ns, nt, nu, 3) may come to touch while it settles."""
        points = self.samples.positions(flatten(nodes))
        return [body for body in obstacles if body.field.value_and_gradient(points)[0].min() < _REACH_MM]

    def solve(
        self,
        start: Floats,
        femur: Floats,
        obstacles: Sequence[Obstacle],
        *,
        passing: bool = False,
        expected: Floats | None = None,
    ) -> tuple[Floats, SolveReport]:
        """The block at rest under its forces.

        Args:
            start: (ns, nt, nu, 3) nodes to start from; their end layers are put onto the bones.
            femur: (4, 4) femur from rest, pelvis fixed.
            obstacles: all that must not be entered, placed as in this pose (see :meth:`obstacle`).
            passing: whether the block only passes through this pose, where it need not come to rest.
            expected: (ns, nt, nu, 3) where a smooth motion has the nodes: they are held to that, far more firmly than
                by their own tissue, and leave it for what is in the way, to keep their volume, or not to be turned
                inside out. Where it breaks none of that they are given back as expected.

        Returns:
            Nodes (ns, nt, nu, 3) and the report.
        """
        began = time.perf_counter()
        nodes = self._ended(start, femur)
        elements = self.elements.adapted(stretches(nodes, self.rest, self.lines[2], self.tendon_from))
        x = flatten(nodes)
        tether = None if expected is None else flatten(self._ended(expected, femur))
        held = self._held(nodes, femur, tether)
        load = Load(self.tissue, elements, obstacles, held, at_last=tether is not None)
        if tether is not None and self._content(tether, obstacles):
            x, iterations, settled = tether, 0, True
        elif passing:
            x, iterations, settled = self._newton(x, load, _PASSING)
        else:
            x, iterations, settled = self._pressed(x, load)
        dilations = self.elements.dilations(x)
        volume = self._volume(x)
        report = SolveReport(
            volume - 1,
            self.samples.deepest(x, obstacles),
            int((dilations <= 0).sum()),
            iterations,
            settled,
            time.perf_counter() - began,
        )
        return unflatten(x, self.shape), report

    def _pressed(self, x: Floats, load: Load) -> tuple[Floats, int, bool]:
        """As :meth:`_newton`, until no volume is lost, and nothing turned inside out where a motion is expected."""
        x, iterations, settled = self._newton(x, load)
        for _ in range(_MENDINGS if load.at_last else _PRESSINGS):
            lost, tissue = 1 - self._volume(x), load.tissue
            turned = load.at_last and self.elements.dilations(x).min() <= 0
            if abs(lost) < _LOST and not turned:
                break
            if abs(lost) >= _LOST:
                tissue = replace(tissue, swelling=tissue.swelling + lost)
            if turned:
                tissue = replace(tissue, collapse=_STIFFER * tissue.collapse)
            load = replace(load, tissue=tissue)
            x, more, settled = self._newton(x, load)
            iterations += more
        return x, iterations, settled

    def _ended(self, nodes: Floats, femur: Floats) -> Floats:
        """Nodes (ns, nt, nu, 3) with their end layers on the bones, the femur moved by (4, 4)."""
        ended = nodes.copy()
        ended[:, :, 0] = self.rest[:, :, 0]
        ended[:, :, -1] = apply(femur, self.rest[:, :, -1].reshape(-1, 3)).reshape(ended[:, :, -1].shape)
        return ended

    def _held(self, nodes: Floats, femur: Floats, expected: Floats | None) -> list[Held]:
        """What holds nodes (ns, nt, nu, 3), which a smooth motion may have at (n, 3)."""
        curve = self.fibres.curve(nodes)
        held = [Held(self.fibres.springs, curve), Held(self.ties, curve)]
        if expected is not None:
            held.append(Held(self.tethers, expected))
        if self.capsule is not None:
            held.append(Held(self.capsule.springs, self.capsule.places(femur)))
        return held

    def _content(self, x: Floats, obstacles: Sequence[Obstacle]) -> bool:
        """Whether nodes (n, 3) keep all that a solution would have to."""
        if abs(1 - self._volume(x)) > _LOST or self.elements.dilations(x).min() < _SQUEEZED:
            return False
        points = self.samples.positions(x)
        lacking = (body.margins - body.field.value_and_gradient(points)[0] for body in obstacles)
        return max((float(lack.max()) for lack in lacking), default=0.0) < _LACKING_MM

    def _volume(self, x: Floats) -> float:
        """Of that of the template."""
        return float(self.elements.volumes @ self.elements.dilations(x)) / float(self.elements.volumes.sum())

    def _newton(self, x: Floats, load: Load, slack: float = 1.0) -> tuple[Floats, int, bool]:
        ns, nt, nu = self.shape
        free = slice(ns * nt, ns * nt * (nu - 1))
        energy = self._energy(x, load)
        convexity = _CONVEXITY
        acceleration = Acceleration()
        for iteration in range(_ITERATIONS):
            gradient, step, convexity = self._downhill(x, load, convexity)
            longest = _longest(step)
            share = min(1.0, _STEP_MM / max(longest, 1e-12))
            slope = -float(gradient[free].ravel() @ step.ravel())
            while True:
                tried, after = self._tried(x, free, share * step, load)
                if after <= energy - 1e-4 * share * slope or share * longest < _LEAST_STEP_MM:
                    break
                share *= 0.5
            if share < 1 or convexity > 0:
                acceleration.forget()
            else:
                for further in acceleration.longer_steps(x[free], step):
                    capped = further * min(1.0, _STEP_MM / max(_longest(further), 1e-12))
                    other, lower = self._tried(x, free, capped, load)
                    if lower < after:
                        tried, after = other, lower
            if after < energy:
                x, energy = tried, after
            mean = share * float(np.sqrt(np.mean(np.sum(step**2, axis=1))))
            if mean < slack * _SETTLED_MM and share * longest < slack * _SETTLED_ANYWHERE_MM:
                return x, iteration + 1, True
        return x, _ITERATIONS, False

    def _tried(self, x: Floats, free: slice, step: Floats, load: Load) -> tuple[Floats, float]:
        """Positions after a step of the free nodes, and their energy."""
        tried = x.copy()
        tried[free] += step
        return tried, self._energy(tried, load)

    def _downhill(self, x: Floats, load: Load, convexity: float) -> tuple[Floats, Floats, float]:
        """Gradient (n, 3), Newton step (free, 3) and the convexity to try the next one with.

        Starts with the one given, and takes more until the step leads downhill.
        """
        from scipy.linalg import LinAlgError, cho_solve_banded, cholesky_banded

        ns, nt, nu = self.shape
        first, free = ns * nt, ns * nt * (nu - 2)
        # Nodes that only points without stress surround would move freely: a little friction holds them.
        friction = _FRICTION
        while True:
            gradient = np.zeros_like(x)
            band = np.zeros((bandwidth(self.shape) + 1, 3 * free), order="F")
            load.elements.derivatives(x, load.tissue, gradient, band, first, convexity)
            self.samples.derivatives(x, load.obstacles, gradient, band, first)
            for held in load.held:
                held.springs.derivatives(x, held.places, gradient, band, first)
            band[0] += friction * band[0].mean()
            # Single precision takes half the time, and is enough for a direction: how far to go is tried in double.
            downhill = -gradient[first : first + free].ravel().astype(np.float32)
            try:
                factor = cholesky_banded(band.astype(np.float32), overwrite_ab=True, lower=True, check_finite=False)
            except LinAlgError:
                convexity, friction = max(4 * convexity, _CONVEXITY / 4), 4 * friction
                continue
            step = cho_solve_banded((factor, True), downhill, check_finite=False).reshape(-1, 3).astype(np.float64)
            if np.linalg.norm(step, axis=1).max() < _WILD_MM:
                return gradient, step, convexity / 4 if convexity > _CONVEXITY / 8 else 0.0
            convexity, friction = max(4 * convexity, _CONVEXITY), 4 * friction

    def _energy(self, x: Floats, load: Load) -> float:
        elastic = load.elements.energy(x, load.tissue)
        springs = sum(held.springs.energy(x, held.places) for held in load.held)
        return elastic + self.samples.energy(x, load.obstacles) + springs


def _longest(step: Floats) -> float:
    return float(np.linalg.norm(step, axis=1).max())
