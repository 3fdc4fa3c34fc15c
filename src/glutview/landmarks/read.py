"""Opens a landmark file of any known format; what it is, its content tells first and its name's ending else."""

from __future__ import annotations

from pathlib import Path

from glutview.errors import failure
from glutview.landmarks.csv_table import read_csv_table
from glutview.landmarks.reading import Format, Reading
from glutview.landmarks.slicer_fcsv import is_slicer_fcsv, read_slicer_fcsv
from glutview.landmarks.slicer_json import read_slicer_json
from glutview.landmarks.text_file import read_text

_ENDINGS: tuple[tuple[str, Format], ...] = (
    (".json", "mrk.json"),
    (".fcsv", "fcsv"),
    (".csv", "csv"),
    (".tsv", "csv"),
    (".txt", "csv"),
)
_READERS = {"mrk.json": read_slicer_json, "fcsv": read_slicer_fcsv, "csv": read_csv_table}


def format_of(path: Path, *, write: bool = False) -> Format:
    """The format that a file's name tells; for writing, the ending is .mrk.json, .fcsv or .csv.

    Raises:
        GlutviewError: the name has another ending.
    """
    name = path.name.casefold()
    endings = ((".mrk.json", "mrk.json"), (".fcsv", "fcsv"), (".csv", "csv")) if write else _ENDINGS
    found = next((format for ending, format in endings if name.endswith(ending)), None)
    if found is None:
        remedy = "the names of landmark files end in .mrk.json, .fcsv or .csv"
        raise failure(path, "the name does not tell the format", remedy)
    return found


def read_landmarks(path: Path, from_axes: str | None = None, from_units: str | None = None) -> Reading:
    """Read a landmark file: what of it is sound, and the problems with the rest.

    Args:
        path: the file; .mrk.json, .fcsv, .csv (also .json, .tsv and .txt).
        from_axes: LPS or RAS, where the file does not say.
        from_units: mm or m, where the file does not say.

    Raises:
        UnstatedFrameError: nobody says the axes, or the units: ask and read again.
        GlutviewError: nothing can be read, or what is said of axes and units contradicts itself.
    """
    named = format_of(path)
    file = read_text(path)
    if file.text.lstrip().startswith("{"):
        found: Format = "mrk.json"
    elif named != "mrk.json" and is_slicer_fcsv(file.text):
        found = "fcsv"
    else:
        found = named
    return _READERS[found](file, from_axes or None, from_units or None)
