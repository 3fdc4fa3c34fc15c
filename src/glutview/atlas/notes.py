"""What readers are told with every statement of a topic, wherever statements are shown."""

from __future__ import annotations

from collections.abc import Mapping

from glutview.atlas.schema import Topic

TOPIC_NOTES: Mapping[Topic, str] = {"clinic": "For teaching, not clinical guidance."}
