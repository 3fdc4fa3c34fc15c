"""`python -m glutview.build`: make the assets again from their sources."""

from __future__ import annotations

import argparse
import sys
import time
from importlib import import_module

from glutview.errors import GlutviewError

STEPS = {
    "bones": "glutview.build.bones:run",
    "range": "glutview.build.motion_range:run",
    "ligaments": "glutview.build.ligaments:run",
    "muscles": "glutview.build.muscles:run",
    "bursae": "glutview.build.bursae:run",
    "fascia": "glutview.build.fascia:run",
    "places": "glutview.build.places:run",
    "courses": "glutview.build.courses:run",
    "footprints": "glutview.build.footprints:run",
    "deform": "glutview.build.deformations:run",
    "occlusion": "glutview.build.occlusion:run",
}
"""Steps in the order in which each needs the ones before; the module is imported when its step is run."""

_ONLY = """write only the structure of this id (without _r or _l); the step deform still solves all of them, for they
press on each other, but keeps what is solved"""
_JOBS = "processes for the step deform; as many as there are processors if left out"


def main(argv: list[str] | None = None) -> int:
    """Run the steps asked for; 0, or 2 with every problem on standard error."""
    arguments = _parser().parse_args(argv)
    steps = list(STEPS) if arguments.step == "all" else [arguments.step]
    try:
        for step in steps:
            start = time.perf_counter()
            module, function = STEPS[step].split(":")
            getattr(import_module(module), function)(arguments)
            print(f"{step}: done in {time.perf_counter() - start:.1f} s", flush=True)
    except GlutviewError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m glutview.build", description=__doc__)
    parser.add_argument("step", nargs="?", default="all", choices=[*STEPS, "all"], help="which assets")
    parser.add_argument("--only", metavar="ID", help=_ONLY)
    parser.add_argument("--check", action="store_true", help="write nothing; fail where a file would change")
    parser.add_argument("--jobs", type=int, metavar="N", help=_JOBS)
    return parser


if __name__ == "__main__":
    sys.exit(main())
