"""What can be wrong where nerves and vessels join: branches that are not there, and those that hang in a circle."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from glutview.atlas.finding import Finding
from glutview.atlas.schema import BranchSpec, CourseSpec, JunctionWaypoint

Joined = tuple[str, str]
"""A course and the name of a branch of it."""


def junction_findings(courses: Mapping[str, CourseSpec], known: Collection[str]) -> Iterator[Finding]:
    """What is wrong with the names of branches and with the places where they join.

    Args:
        courses: those that are sound in themselves.
        known: ids of all courses, sound or not.
    """
    for id, spec in courses.items():
        names = [branch.name for branch in spec.branches]
        for i, branch in enumerate(spec.branches):
            if branch.name in names[:i]:
                what = f"there is another branch called `{branch.name}`"
                yield Finding(("courses", id, "branches", i, "name"), what, "rename one of them")
            for j, point in enumerate(branch.points):
                if isinstance(point, JunctionWaypoint):
                    inner = 0 < j < len(branch.points) - 1
                    yield from _junction(courses, known, (id, i, j), point, inner)
    yield from _circles(courses)


def parents(course: str, branch: BranchSpec) -> list[Joined]:
    """The branches that a branch leaves or ends in."""
    return [(point.of or course, point.branch) for point in branch.points if isinstance(point, JunctionWaypoint)]


def _junction(
    courses: Mapping[str, CourseSpec],
    known: Collection[str],
    where: tuple[str, int, int],
    point: JunctionWaypoint,
    inner: bool,
) -> Iterator[Finding]:
    id, i, j = where
    path = ("courses", id, "branches", i, "points", j)
    if inner:
        what = "a branch leaves another with its first point or ends in it with its last, not midway"
        yield Finding(path, what, "split the branch here, or name a surface")
    of = point.of or id
    if of not in known:
        remedy = "state it under `courses:`, or correct the id"
        yield Finding((*path, "of"), f"there is no course of `{of}`", remedy, of, known)
    elif of in courses:
        names = [branch.name for branch in courses[of].branches]
        if point.branch not in names:
            remedy = f"name one of {', '.join(f'`{name}`' for name in names)}"
            what = f"`{of}` has no branch called `{point.branch}`"
            yield Finding((*path, "branch"), what, remedy, point.branch, names)


def _circles(courses: Mapping[str, CourseSpec]) -> Iterator[Finding]:
    """Each branch that hangs on itself in the end."""
    hangs_on = {
        (id, branch.name): parents(id, branch) for id, spec in courses.items() for branch in spec.branches
    }
    for id, spec in courses.items():
        for i, branch in enumerate(spec.branches):
            reached: set[Joined] = set()
            ahead = list(hangs_on[id, branch.name])
            while ahead:
                one = ahead.pop()
                if one not in reached:
                    reached.add(one)
                    ahead += hangs_on.get(one, [])
            if (id, branch.name) in reached:
                what = f"`{branch.name}` hangs on itself by way of the branches it joins"
                yield Finding(("courses", id, "branches", i), what, "let one of them begin or end on a surface")
