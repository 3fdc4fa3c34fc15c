"""From the words of the command line to a command, and from an error to a message and an exit code.

``glutview`` and ``glutview FILE`` open the window; everything else is a command. Nothing heavy is imported
here: ``glutview check`` loads neither Qt nor VTK, and the window does not wait for the command-line library.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from glutview.errors import GlutviewError, failure

COMMANDS = (
    *("check", "list", "search", "quiz", "measure", "moment-arms", "render", "film", "plates", "export", "landmarks"),
)
BAD_INPUT = 2
INTERNAL_ERROR = 70
"""Exit code of a fault of the program itself (EX_SOFTWARE), never of the input."""


def run(arguments: Sequence[str]) -> int:
    """Run glutview with these arguments; the exit code. Problems are printed, one line each."""
    try:
        code = _dispatch(arguments)
        sys.stdout.flush()  # a full disk shows here, not as a complaint of Python's when it exits
    except GlutviewError as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
        return BAD_INPUT
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        _abandon_output()  # the reader (head, less) has gone: nothing is wrong
        return 0
    except OSError as error:
        _abandon_output()
        print(f"glutview: {error.filename or 'output'}: {error.strerror or error}", file=sys.stderr)
        return BAD_INPUT
    except MemoryError:
        print("glutview: not enough memory: close other programs, or ask for less", file=sys.stderr)
        return BAD_INPUT
    except Exception as error:
        if os.environ.get("GLUTVIEW_TRACEBACK"):
            raise
        message = f"internal error: {type(error).__name__}: {error}".splitlines()[0]
        remedy = "please report it, with what GLUTVIEW_TRACEBACK=1 prints"
        print(f"glutview: {message}: {remedy}", file=sys.stderr)
        return INTERNAL_ERROR
    return code


def _dispatch(arguments: Sequence[str]) -> int:
    first = arguments[0] if arguments else ""
    if first.startswith("-") or first in COMMANDS:
        from glutview.cli.commands import run_command

        return run_command(arguments)
    file = _annotations_file(arguments)
    from glutview.cli.open_window import open_window

    return open_window(file)


def _annotations_file(arguments: Sequence[str]) -> Path | None:
    if not arguments:
        return None
    if len(arguments) > 1:
        raise failure(arguments[1], "one annotations file at a time can be opened", "see glutview --help")
    file = Path(arguments[0])
    if file.exists():
        return file
    if file.suffix or len(file.parts) > 1:
        raise failure(file, "there is no such file", "correct the path")
    names = ", ".join(COMMANDS)
    raise failure(file, "neither a command nor a file", f"the commands are {names}; see glutview --help")


def _abandon_output() -> None:
    """Let nothing be written to the standard output any more, not even at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
