"""The shipped atlas is read-only; who edits, edits a working copy, which is remembered.

The working copy lies where its owner says, with the JSON Schema beside it; which one it is stands in the
settings folder of the user.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from glutview.atlas.atlas import Atlas
from glutview.atlas.edits import plain_data
from glutview.atlas.finding import key_text
from glutview.atlas.json_schema import FILE_NAME as SCHEMA_NAME
from glutview.atlas.json_schema import json_schema
from glutview.errors import failure
from glutview.paths import shipped_annotations
from glutview.yaml_file import Document, Plain, same, save, write_whole

REMEMBERED = "working_copy.json"


@dataclass(frozen=True)
class Difference:
    """An entry in which two atlases differ; None where one lacks it."""

    path: tuple[str | int, ...]
    """Section and entry: ("landmarks", "ischial_spine")."""
    shipped: Plain
    own: Plain

    @property
    def key(self) -> str:
        """The entry as people write it."""
        return key_text(self.path)


def is_shipped(path: Path) -> bool:
    """Whether this is the shipped annotations file, which nobody edits."""
    return os.path.realpath(path) == os.path.realpath(shipped_annotations())


def create(place: Path, *, replace: bool = False) -> Path:
    """Make a working copy of the shipped annotations and remember it.

    Args:
        place: file to make, its folder must exist.
        replace: whether a file that is there may be replaced (the user was asked).

    Raises:
        GlutviewError: there is a file already, the place is the shipped file, or cannot be written.
    """
    if place.exists() and not replace:
        _require_own(place)
        raise failure(place, "there is a file already", "choose another name, or open that one")
    return begin(place, shipped_annotations().read_text(encoding="utf-8"))


def begin(place: Path, text: str) -> Path:
    """Write annotations into a file of their own, with the schema beside it, and remember it as the working copy.

    Raises:
        GlutviewError: the place is the shipped file, its name is none for YAML, or it cannot be written.
    """
    _require_own(place)
    if place.suffix.lower() not in (".yaml", ".yml"):
        raise failure(place, "the name does not end in .yaml", "choose a name that does")
    write_whole(place, text)
    if not (place.parent / SCHEMA_NAME).exists():
        write_whole(place.parent / SCHEMA_NAME, json_schema())
    remember(place)
    return place


def remember(place: Path) -> None:
    """Remember where the working copy is, to reopen it at the next start.

    Raises:
        GlutviewError: the settings cannot be written.
    """
    settings = settings_file()
    try:
        settings.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        what = f"the settings cannot be written ({error.strerror})"
        raise failure(settings, what, "make the folder writable") from None
    place = Path(os.path.abspath(place))
    write_whole(settings, json.dumps({"working_copy": str(place)}, ensure_ascii=False) + "\n")


def forget() -> None:
    """Start with the shipped atlas again. The working copy stays where it is.

    Raises:
        GlutviewError: the settings cannot be changed.
    """
    try:
        settings_file().unlink(missing_ok=True)
    except OSError as error:
        what = f"the settings cannot be changed ({error.strerror})"
        raise failure(settings_file(), what, "delete the file yourself") from None


def remembered() -> Path | None:
    """The working copy that was remembered, or None.

    Raises:
        GlutviewError: it is no longer there, or the settings are damaged. :func:`forget` helps in both cases.
    """
    settings = settings_file()
    try:
        text = settings.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError):
        raise failure(settings, "the settings cannot be read", "delete the file") from None
    try:
        place = Path(json.loads(text)["working_copy"])
    except (ValueError, KeyError, TypeError):
        raise failure(settings, "the settings are damaged", "delete the file") from None
    if not place.is_file():
        raise failure(place, "the working copy is no longer there", "open it where it is now, or make another")
    return place


def settings_file() -> Path:
    """Where it stands which working copy is in use."""
    from platformdirs import user_config_path

    return user_config_path("glutview", appauthor=False) / REMEMBERED


def save_atlas(document: Document, atlas: Atlas) -> Document:
    """Write an edited atlas into its file, changing only the lines that differ; the document as it is now.

    Raises:
        GlutviewError: it is the shipped file, the file was changed by another program, or cannot be written.
    """
    if document.path is None or is_shipped(document.path):
        raise failure(document.where, "the shipped atlas is read-only", "make a working copy")
    return save(document, plain_data(atlas.stated))


def differences(own: Atlas, shipped: Atlas) -> list[Difference]:
    """Every entry in which a working copy differs from the shipped atlas, in the order of the file."""
    return list(_differences(plain_data(shipped.stated), plain_data(own.stated)))


def _differences(shipped: dict[str, Plain], own: dict[str, Plain]) -> Iterator[Difference]:
    for section in shipped:
        a, b = shipped[section], own[section]
        if isinstance(a, dict) and isinstance(b, dict):
            keys: list[str | int] = [*a, *(key for key in b if key not in a)]
            pairs = [(key, a.get(key), b.get(key)) for key in keys]
        elif isinstance(a, list) and isinstance(b, list):
            longer = range(max(len(a), len(b)))
            pairs = [(i, a[i] if i < len(a) else None, b[i] if i < len(b) else None) for i in longer]
        else:
            continue
        yield from (Difference((section, key), x, y) for key, x, y in pairs if not same(x, y))


def reset(place: Path) -> Path:
    """Make a working copy the shipped atlas again, whatever is in it; the copy that was kept of it.

    Raises:
        GlutviewError: the place is the shipped file, or cannot be read or written.
    """
    _require_own(place)
    backup = place.with_name(f"{place.stem}.before-reset{place.suffix}")
    try:
        if place.exists():
            os.replace(place, backup)
    except OSError as error:
        raise failure(place, f"cannot be reset ({error.strerror})", "check the permissions") from None
    create(place)
    return backup


def _require_own(place: Path) -> None:
    if is_shipped(place):
        raise failure(place, "this is the shipped atlas, which stays as it is", "choose another place")
