"""The JSON Schema of lesson files, with which editors complete and check them as one types.

`python -m glutview.teaching.lesson_schema` writes it beside the shipped lessons.
"""

from __future__ import annotations

import json
from typing import Any

from glutview.paths import assets_dir
from glutview.teaching.lesson import SCHEMA_NAME, Lesson


def json_schema() -> str:
    """The schema as the text of its file; the same models always give the same text."""
    schema: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Lesson.model_json_schema(mode="validation"),
        "title": "glutview lesson",
    }
    schema["required"] = ["format", "title", "steps"]
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def main() -> None:
    """Write the schema file."""
    (assets_dir() / "lessons" / SCHEMA_NAME).write_text(json_schema(), encoding="utf-8")


if __name__ == "__main__":
    main()
