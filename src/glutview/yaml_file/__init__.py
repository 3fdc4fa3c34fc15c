"""The one door for YAML text: annotations, lessons and dissections are all read and saved through it.

Read with the line of every key, by the rules of YAML 1.2 (`no` is a word, 1:30 is not 90), without tags,
anchors and duplicate keys; saved by replacing in the text only what changed, so that comments, order and
formatting stay as their author left them.
"""

from __future__ import annotations

from glutview.yaml_file.document import Document, KeyPath, Plain, same
from glutview.yaml_file.dump import dump
from glutview.yaml_file.patch import patched
from glutview.yaml_file.read import SIZE_LIMIT, parse_yaml, read_yaml
from glutview.yaml_file.save import changed_on_disk, save, write_whole

__all__ = [
    "SIZE_LIMIT",
    "Document",
    "KeyPath",
    "Plain",
    "changed_on_disk",
    "dump",
    "parse_yaml",
    "patched",
    "read_yaml",
    "same",
    "save",
    "write_whole",
]
