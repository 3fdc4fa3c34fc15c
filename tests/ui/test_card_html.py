"""The card: every statement with its source, dissent with the reason, links that select."""

from __future__ import annotations

import re
from html import escape, unescape

import pytest

from glutview.atlas.atlas import Atlas
from glutview.atlas.load import load_atlas
from glutview.atlas.sided import MusclePart
from glutview.errors import GlutviewError
from glutview.ui.card_html import card_html
from glutview.ui.citations import publication
from glutview.ui.colours import COLOURS

LIGHT = COLOURS["light"]


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return load_atlas()


def _plain(html: str) -> str:
    return unescape(
        re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", re.sub(r"<br/>", " ", re.sub(r"<style>.*?</style>", "", html))))
    )


def test_the_card_names_its_structure_in_both_languages_with_ids(atlas: Atlas) -> None:
    text = _plain(card_html(atlas, "gluteus_medius_r", LIGHT))
    for words in ("Right gluteus medius", "Musculus gluteus medius", "FMA 22315", "TA2 2599", "gluteus_medius_r"):
        assert words in text


def test_the_key_facts_are_a_table_in_their_order(atlas: Atlas) -> None:
    html = card_html(atlas, "gluteus_medius_r", LIGHT)
    table = html[html.index("<table") : html.index("</table>")]
    headings = re.findall(r"<td class='key'[^>]*>(.*?)</td>", table)
    assert headings == ["Origin", "Insertion", "Action", "Nerve", "Blood<br/>supply"]
    assert "(L4, L5, S1)" in _plain(table)


def test_every_card_shows_every_statement_about_it_and_cites_each(atlas: Atlas) -> None:
    for id in atlas.structures:
        html = card_html(atlas, id, LIGHT)
        text = _plain(html)
        cited = {int(number) for number in re.findall(r"href='#source-(\d+)'", html)}
        listed = {int(number) for number in re.findall(r"name='source-(\d+)'", html)}
        assert cited == listed == set(range(1, len(listed) + 1)), id
        for fact in atlas.facts_about(id):
            assert fact.text in text, id
            for source in fact.sources:
                assert publication(atlas.sources[source]) in html
            assert fact.confidence == "verified" or "recalled, not verified" in text
            for other in fact.dissent:
                assert other.says in text
                assert (fact.preferred_because or "?") in text


def test_a_card_with_clinical_statements_says_once_what_they_are_for(atlas: Atlas) -> None:
    clinical = {fact.about for fact in atlas.facts if fact.topic == "clinic"}
    assert clinical & {part.stated_id for part in atlas.parts.values()}
    for id in (*atlas.structures, *atlas.parts):
        one = atlas.selectable(id)
        told = {one.stated_id, *(part.stated_id for part in atlas.parts_of(id))}
        told |= {atlas.structures[one.muscle].stated_id} if isinstance(one, MusclePart) else set()
        text = _plain(card_html(atlas, id, LIGHT))
        assert text.count("For teaching, not clinical guidance.") == bool(told & clinical), id
        if told & clinical:
            first = min(text.index(_plain(f.text)) for f in atlas.facts if f.topic == "clinic" and f.about in told)
            assert text.index("For teaching, not clinical guidance.") < first, id


def test_a_recalled_statement_is_marked_beside_its_own_words(atlas: Atlas) -> None:
    for id in atlas.structures:
        pieces = re.split(r"<p class='fact'>|<tr>|<h3>", card_html(atlas, id, LIGHT))
        for fact in atlas.facts_about(id):
            said = [piece for piece in pieces if fact.text in _plain(piece)]
            assert said, fact.text
            for piece in said:
                assert ("recalled, not verified" in piece) == (fact.confidence == "recalled"), fact.text


def test_names_in_statements_are_links_on_the_same_side(atlas: Atlas) -> None:
    right = card_html(atlas, "gluteus_medius_r", LIGHT)
    left = card_html(atlas, "gluteus_medius_l", LIGHT)
    assert "href='structure:superior_gluteal_nerve_r'" in right
    assert "href='structure:superior_gluteal_nerve_l'" in left
    assert "href='structure:gluteus_medius_r'" not in right


def test_all_links_lead_to_structures_that_are_there(atlas: Atlas) -> None:
    for id in (*atlas.structures, *atlas.parts):
        links = re.findall(r"href='structure:([^']*)'", card_html(atlas, id, LIGHT))
        assert [link for link in links if link not in atlas] == [], id


def test_a_muscle_and_its_parts_lead_to_each_other(atlas: Atlas) -> None:
    for muscle in ("gluteus_medius_r", "gluteus_medius_l"):
        parts = [part.id for part in atlas.parts_of(muscle)]
        assert len(parts) == 3
        whole = card_html(atlas, muscle, LIGHT)
        for part in parts:
            assert f"href='structure:{part}'" in whole
            own = card_html(atlas, part, LIGHT)
            linked = set(re.findall(r"href='structure:([^']*)'", own))
            assert {muscle, *parts} - {part} <= linked
            assert part not in linked


def test_a_part_is_told_of_before_its_whole_muscle(atlas: Atlas) -> None:
    for part in atlas.parts.values():
        html = card_html(atlas, part.id, LIGHT)
        text = _plain(html)
        own, whole = text.split("Of the whole muscle")
        assert own.startswith(f"{part.sided_name}{part.latin}")
        for fact in atlas.facts_about(part.id):
            assert fact.text in own
        for fact in atlas.facts_about(part.muscle):
            assert fact.text in whole
        # One list of sources at the end, each number cited and listed once.
        cited = {int(number) for number in re.findall(r"href='#source-(\d+)'", html)}
        assert re.findall(r"name='source-(\d+)'", html) == [str(n + 1) for n in range(len(cited))]
        anchors = re.findall(r"<a name='([^']*)'", html)
        assert len(set(anchors)) == len(anchors)


def test_what_is_said_of_a_part_alone_stands_on_its_muscles_card_too(atlas: Atlas) -> None:
    told = [fact for fact in atlas.facts if fact.about in {part.stated_id for part in atlas.parts.values()}]
    assert told
    for fact in told:
        for part in atlas.parts.values():
            if part.stated_id == fact.about:
                assert fact.text in _plain(card_html(atlas, part.muscle, LIGHT))


def test_a_nerve_tells_what_it_supplies_and_a_bone_what_is_attached(atlas: Atlas) -> None:
    nerve = card_html(atlas, "superior_gluteal_nerve_l", LIGHT)
    assert "Muscles" in nerve
    assert "href='structure:gluteus_medius_l'" in nerve
    femur = _plain(card_html(atlas, "femur_r", LIGHT))
    assert "Insertion of" in femur
    assert "Gluteus medius" in femur


def test_an_unknown_structure_is_an_error_with_a_remedy(atlas: Atlas) -> None:
    with pytest.raises(GlutviewError, match="gluteus_medius_r"):
        card_html(atlas, "gluteus_medius", LIGHT)


def test_text_of_the_file_cannot_become_markup(atlas: Atlas) -> None:
    fact = atlas.facts_about("gluteus_medius_r")[1]
    evil = fact.model_copy(update={"text": "<script>alert(1)</script> & more"})
    stated = atlas.stated.model_copy(update={"facts": (evil,)})
    from glutview.atlas.expand import expand

    html = card_html(expand(stated, atlas.path), "gluteus_medius_r", LIGHT)
    assert "<script>" not in html
    assert escape("<script>alert(1)</script> & more") in html


def test_the_theme_colours_the_card(atlas: Atlas) -> None:
    for theme, colours in COLOURS.items():
        assert colours.text in card_html(atlas, "gluteus_medius_r", colours), theme
