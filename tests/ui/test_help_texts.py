"""Help made from the program itself, so that it cannot fall behind."""

from __future__ import annotations

from glutview.atlas.working_copy import Difference
from glutview.ui.actions import action_specs
from glutview.ui.help_texts import about_html, differences_html, shortcuts_html


def test_every_key_is_told() -> None:
    text = shortcuts_html()
    for spec in action_specs():
        if spec.shortcut:
            assert f"<b>{' or '.join((spec.shortcut, *spec.more_shortcuts))}</b>" in text, spec.key


def test_about_names_the_licences() -> None:
    for words in ("Apache License 2.0", "Mozilla Public License 2.0", "LGPL", "Not a medical device"):
        assert words in about_html()


def test_differences_are_listed_with_both_values_as_text() -> None:
    html = differences_html([Difference(("landmarks", "spine"), "<old>", None)])
    assert "landmarks" in html
    assert "&lt;old&gt;" in html
    assert "not there" in html
    assert "same" in differences_html([])
