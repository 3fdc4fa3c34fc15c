"""The JSON Schema of annotations.yaml, with which editors complete and check it as one types.

`python -m glutview.atlas.json_schema` writes it beside the shipped annotations.
"""

from __future__ import annotations

import json
from typing import Any

from glutview.atlas.schema import AtlasFile
from glutview.paths import assets_dir

FILE_NAME = "annotations.schema.json"


def json_schema() -> str:
    """The schema as the text of its file; the same models always give the same text."""
    schema: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **AtlasFile.model_json_schema(mode="validation"),
        "title": "glutview annotations",
    }
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def main() -> None:
    """Write the schema file."""
    (assets_dir() / FILE_NAME).write_text(json_schema(), encoding="utf-8")


if __name__ == "__main__":
    main()
