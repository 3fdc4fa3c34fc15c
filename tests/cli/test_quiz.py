"""`glutview quiz`: questions for people and for programs, and clear refusals."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from glutview.teaching.question import KINDS

if TYPE_CHECKING:
    from tests.cli.conftest import Run


@pytest.mark.parametrize("kind", KINDS)
def test_json_is_a_list_of_questions_and_the_same_bytes_for_a_seed(glutview: Run, kind: str) -> None:
    first = glutview("quiz", "--kind", kind, "--count", "17", "--seed", "3", "--json")
    assert first.code == 0, first
    rows = json.loads(first.out)
    assert len(rows) == 17
    for row in rows:
        assert list(row) == ["question", "choices", "answer", "explanation", "source"]
        assert row["source"]
        assert kind == "find" or row["answer"] in row["choices"]
    assert glutview("quiz", "--kind", kind, "--count", "17", "--seed", "3", "--json").out == first.out
    assert glutview("quiz", "--kind", kind, "--count", "17", "--seed", "4", "--json").out != first.out


def test_without_json_it_reads_as_text(glutview: Run) -> None:
    out = glutview("quiz", "--kind", "innervation", "--count", "3", "--seed", "1").out
    assert out.count("Answer: ") == out.count("Source: ") == 3
    assert out.startswith("1. Which of these nerves supplies the ")
    assert "   a) " in out
    assert "   c) " in out
    assert max(map(len, out.splitlines())) <= 100


def test_a_file_that_cannot_be_asked_about_is_refused(glutview: Run) -> None:
    glutview("quiz", "--kind", "name", "--file", "missing.yaml").refused("missing.yaml", "no such file")
    sample = Path(__file__).parents[1] / "atlas" / "sample.yaml"
    glutview("quiz", "--kind", "action", "--file", sample).refused("nothing in it to ask about action", "facts")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--kind", "anatomy"), ("--kind", "'anatomy'", "choose name, find, attachment, innervation, action")),
        (("--kind", "name", "--count", "0"), ("--count", "give a number from 1 to")),
        (("--kind", "name", "--count", "-4"), ("--count",)),
        (("--kind", "name", "--count", "1000000000"), ("--count", "give a number from 1 to")),
        (("--kind", "name", "--count", "ten"), ("--count",)),
        (("--kind", "name", "--seed", "luck"), ("--seed",)),
        (("--count", "3"), ("--kind",)),
    ],
)
def test_a_bad_order_is_refused(glutview: Run, arguments: tuple[str, ...], words: tuple[str, ...]) -> None:
    glutview("quiz", *arguments).refused(*words)
