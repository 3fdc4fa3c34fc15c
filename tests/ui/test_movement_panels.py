"""The list of movements, the words on the chosen one, its slider and its strip."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import unescape

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QListWidget, QSlider, QWidget
from pytestqt.qtbot import QtBot

from glutview.atlas.load import load_atlas
from glutview.teaching.movement_notes import Curve, Cycle, MovementNote, movement_note, movement_rows
from glutview.ui.colours import COLOURS
from glutview.ui.panels.cycle_strip import CycleStrip
from glutview.ui.panels.moment_label import MomentLabel
from glutview.ui.panels.movement_bar import MovementBar
from glutview.ui.panels.movement_chooser import MovementChooser, MovementList
from glutview.ui.panels.movement_note import MovementNotePanel
from glutview.ui.theme import apply_theme

ATLAS = load_atlas()


def note(movement: str) -> MovementNote:
    found = movement_note(ATLAS, movement, "r", one_leads=movement in ("gait", "trendelenburg"))
    assert found is not None
    return found


@pytest.fixture
def chooser(qtbot: QtBot) -> MovementChooser:
    chooser = MovementChooser()
    qtbot.addWidget(chooser)
    chooser.set_rows(movement_rows(ATLAS))
    chooser.set_current("abduction")
    chooser.show()
    return chooser


def button(parent: QWidget, text: str) -> QAbstractButton:
    return next(b for b in parent.findChildren(QAbstractButton) if b.text() == text)


def rows_of(chooser: MovementChooser) -> list[str]:
    """What the open list shows: headings, and movements set in."""
    rows = chooser.findChild(QListWidget)
    assert isinstance(rows, QListWidget)
    items = [rows.item(i) for i in range(rows.count())]
    return [item.text() for item in items if not item.isHidden()]


def field_of(chooser: MovementChooser) -> QLineEdit:
    field = chooser.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    return field


def opened(chooser: MovementChooser) -> MovementList:
    QTest.mouseClick(button(chooser, "More"), Qt.MouseButton.LeftButton)
    found = chooser.findChild(MovementList)
    assert isinstance(found, MovementList)
    assert found.isVisible()
    return found


def test_the_most_used_are_one_click_away(chooser: MovementChooser, qtbot: QtBot) -> None:
    for text, id in (("Gait cycle", "gait"), ("Trendelenburg sign", "trendelenburg")):
        with qtbot.waitSignal(chooser.chosen) as told:
            QTest.mouseClick(button(chooser, text), Qt.MouseButton.LeftButton)
        assert told.args == [id]


def test_what_a_button_says_the_list_does_not_say_again(qtbot: QtBot) -> None:
    # Chosen before anything is shown, as when the window opens.
    made = MovementChooser()
    qtbot.addWidget(made)
    made.set_rows(movement_rows(ATLAS))
    made.set_current("abduction")
    for room in (10_000, 300):
        made.fit(room)
        assert made._more.text() == "More"
        assert not made._more.isChecked()


def test_the_list_holds_all_by_group(chooser: MovementChooser) -> None:
    opened(chooser)
    shown = rows_of(chooser)
    assert [row.strip() for row in shown if row.startswith(" ")] == [row.name for row in movement_rows(ATLAS)]
    assert "Exercises" in shown


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("clam", ["Clamshell"]),
        ("walk", ["Gait cycle", "Lateral band walk", "Monster walk"]),
        ("SQUAT single", ["Single-leg squat"]),
        ("romanian", ["Single-leg deadlift"]),
        ("rotatio lat", ["External rotation"]),
    ],
)
def test_typing_leaves_what_has_every_word(chooser: MovementChooser, typed: str, names: list[str]) -> None:
    opened(chooser)
    QTest.keyClicks(field_of(chooser), typed)
    assert [row.strip() for row in rows_of(chooser) if row.startswith(" ")] == names


def test_keys_alone_choose(chooser: MovementChooser, qtbot: QtBot) -> None:
    opened(chooser)
    field = field_of(chooser)
    QTest.keyClicks(field, "squat")
    QTest.keyClick(field, Qt.Key.Key_Down)
    with qtbot.waitSignal(chooser.chosen) as told:
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert told.args == ["bulgarian_split_squat"]


def test_nothing_found_chooses_nothing(chooser: MovementChooser, qtbot: QtBot) -> None:
    popup = opened(chooser)
    QTest.keyClicks(field_of(chooser), "ballet")
    with qtbot.assertNotEmitted(chooser.chosen):
        QTest.keyClick(field_of(chooser), Qt.Key.Key_Return)
        QTest.keyClick(field_of(chooser), Qt.Key.Key_Down)
    assert rows_of(chooser) == []
    QTest.keyClick(popup, Qt.Key.Key_Escape)
    assert not popup.isVisible()


def test_the_button_of_the_list_names_what_has_no_button(chooser: MovementChooser) -> None:
    more = button(chooser, "More")
    assert not more.isChecked()
    chooser.set_current("clamshell")
    assert (more.text(), more.isChecked()) == ("Clamshell", True)
    assert not button(chooser, "Abduction").isChecked()
    chooser.set_current("resisted_abduction_extension")
    assert more.text() == "Resisted abduction with extension"
    assert "Resisted abduction with extension" in more.toolTip()
    chooser.set_current("gait")
    assert (more.text(), more.isChecked()) == ("More", False)
    # Where there is no room for its button, the list's says it.
    chooser.fit(chooser.width_with(0))
    assert button(chooser, "Abduction").isVisible()
    assert more.text() == "Gait cycle"


def test_the_name_of_what_plays_is_cut_last(chooser: MovementChooser) -> None:
    more, name = button(chooser, "More"), "Resisted abduction with extension"
    chooser.set_current("resisted_abduction_extension")
    buttons = [
        button(chooser, text) for text in ("Abduction", "Internal rotation", "Trendelenburg sign", "Gait cycle")
    ]
    seen = []
    for room in range(chooser.width_with(2, whole=True) + 5, 100, -5):
        left = chooser.fit(room)
        shown = [one.isVisible() for one in buttons]
        assert shown == sorted(shown, reverse=True)
        seen.append((sum(shown), more.text() == name))
        whole = more.text() == name
        assert not (whole and left > room)
    # From the most buttons to none, the name whole beside each; then alone, and cut.
    assert list(dict.fromkeys(seen)) == [(4, True), (3, True), (2, True), (1, True), (0, True), (0, False)]
    assert more.text().endswith("…")


@pytest.fixture
def bar(qtbot: QtBot) -> Iterator[MovementBar]:
    window = QWidget()
    qtbot.addWidget(window)
    bar = MovementBar(window)
    bar.set_movements(movement_rows(ATLAS))
    window.resize(1900, 300)
    window.show()
    yield bar
    window.close()


def test_a_wide_bar_has_all_its_buttons_a_narrow_one_two(bar: MovementBar, qtbot: QtBot) -> None:
    def shown() -> list[str]:
        names = ("Abduction", "Internal rotation", "Trendelenburg sign", "Gait cycle")
        return [name for name in names if button(bar, name).isVisible()]

    least = bar.minimumSizeHint().width()
    for width, counts in ((1900, {4}), (least, {2, 3}), (1900, {4})):
        bar.resize(width, 120)
        qtbot.wait(20)
        assert bar.width() == width
        assert len(shown()) in counts
        right = [button(bar, name).mapTo(bar, QPoint(0, 0)).x() + button(bar, name).width() for name in shown()]
        assert right == sorted(right)
        assert right[-1] <= width


def test_the_bar_shows_what_belongs_to_a_movement_and_nothing_else(bar: MovementBar, qtbot: QtBot) -> None:
    bar.resize(1280, 200)
    seen = {}
    for movement in ("abduction", "trendelenburg", "gait", "clamshell"):
        bar.set_note(note(movement))
        qtbot.wait(20)
        weakness = [s for s in bar.findChildren(QSlider) if s.accessibleName().startswith("Weakness")]
        strip = bar.findChild(CycleStrip)
        assert isinstance(strip, CycleStrip)
        seen[movement] = (any(slider.isVisible() for slider in weakness), strip.isVisible())
        assert button(bar, "Both").isEnabled() == (movement in ("abduction", "clamshell"))
    assert seen == {
        "abduction": (False, False),
        "trendelenburg": (True, False),
        "gait": (False, True),
        "clamshell": (False, False),
    }


def test_the_slider_tells_every_value_and_its_end(qtbot: QtBot) -> None:
    panel = MovementNotePanel()
    qtbot.addWidget(panel)
    panel.set_note(note("trendelenburg"))
    panel.show()
    slider = panel.findChild(QSlider)
    assert isinstance(slider, QSlider)
    told: list[float] = []
    panel.amount_changed.connect(told.append)
    with qtbot.assertNotEmitted(panel.amount_committed):
        panel.set_amount(0.6)
    assert told == []
    assert slider.value() == 60
    with qtbot.waitSignal(panel.amount_committed):
        QTest.keyClick(slider, Qt.Key.Key_Left)
    assert told == pytest.approx([0.59])
    assert any(label.text() == "59 %" for label in panel.findChildren(QLabel))


def test_all_there_is_to_say_is_in_the_tooltip(qtbot: QtBot) -> None:
    panel = MovementNotePanel()
    qtbot.addWidget(panel)
    panel.set_note(note("side_lying_raise"))
    line, figures = (label for label in panel.findChildren(QLabel) if label.toolTip())
    assert line.text() == "<b>Illustration:</b> angles are this atlas's own."
    assert line.accessibleDescription() == panel.line == "Illustration: angles are this atlas's own."
    assert "81 ± 42" in figures.text()
    assert "Gluteal muscle activation during common therapeutic exercises" in line.toolTip()
    panel.set_note(None)
    assert panel.isHidden()


def test_the_words_follow_the_slider(qtbot: QtBot) -> None:
    panel = MovementNotePanel()
    qtbot.addWidget(panel)
    told = note("trendelenburg")
    panel.set_note(told)
    for amount in (1.0, 0.0, 0.01, 0.0):
        panel.set_amount(amount)
        assert panel.line == (told.line if amount else told.low[0])
        (line,) = (label for label in panel.findChildren(QLabel) if label.accessibleName() == "About the movement")
        assert panel.line.removeprefix("Illustration: ") in unescape(line.text())
        assert line.toolTip() == told.words(amount)[1]
    # Another movement has no such slider, and its own words wherever the last one stood.
    panel.set_note(note("gait"))
    assert panel.line == note("gait").line


def test_a_moment_of_a_cycle_is_told_as_its_share_too_and_takes_no_more_room_than_there_is(qtbot: QtBot) -> None:
    label = MomentLabel()
    qtbot.addWidget(label)
    label.set_moment(0.48, 4.0)
    assert label.text() == "0.5 / 4.0 s"
    label.set_cyclic(True)
    forms = []
    for room in range(400, 0, -1):
        label.fit(room)
        forms.append(label.text())
        assert label.minimumWidth() <= max(room, label.least)
        wide = label.minimumWidth()
        label.set_moment(4.0, 4.0)
        # As wide at its longest: nothing beside it moves.
        assert label.fontMetrics().horizontalAdvance(label.text()) <= label.minimumWidth() == wide
        label.set_moment(0.48, 4.0)
    assert list(dict.fromkeys(forms)) == [
        "0.5 / 4.0 s, 12 % of the cycle",
        "0.5 / 4.0 s, 12 %",
        "0.5 s, 12 %",
    ]


@pytest.mark.parametrize(("movement", "share"), [("gait", True), ("circumduction", True), ("abduction", False)])
def test_every_cycle_has_its_share(bar: MovementBar, movement: str, *, share: bool) -> None:
    bar.set_note(note(movement))
    bar.set_time(1.0, 4.0)
    assert bar._time.text().startswith("1.0 / 4.0 s")
    assert ("25 %" in bar._time.text()) == share


@pytest.mark.parametrize("movement", ["gait", "trendelenburg", "side_lying_raise", "abduction"])
@pytest.mark.parametrize("width", [700, 1268])
def test_in_a_low_window_nothing_of_the_bar_is_half_seen(
    bar: MovementBar, qtbot: QtBot, movement: str, width: int
) -> None:
    bar.set_note(note(movement))
    strip, panel = bar.findChild(CycleStrip), bar.findChild(MovementNotePanel)
    assert isinstance(strip, CycleStrip)
    assert isinstance(panel, MovementNotePanel)
    bar.resize(width, 500)
    qtbot.wait(20)
    least, most = bar.minimumSizeHint().height(), bar.sizeHint().height()
    assert least < most or movement == "abduction"
    seen = []
    for height in range(most, least - 1, -1):
        bar.resize(width, height)
        for _ in range(3):  # what changes within is laid out from there up
            QApplication.processEvents()
        (line,) = (one for one in panel.findChildren(QLabel) if one.accessibleName() == "About the movement")
        needed = line.heightForWidth(line.width()) if line.wordWrap() else line.sizeHint().height()
        assert line.height() >= needed, height
        if movement == "gait":
            assert strip.height() == strip.sizeHint().height(), height
        assert bar.minimumSizeHint().height() == least
        seen.append((strip._form, not line.wordWrap()))
    # In the order in which it can be missed.
    order = list(dict.fromkeys(seen))
    assert order == sorted(order)
    if movement == "gait":
        assert order[0] == (0, False)
        assert {form for form, _ in order} == {0, 1, 2}
    # Cut or not, the whole is read out.
    assert line.accessibleDescription() == note(movement).line


@pytest.mark.parametrize("theme", COLOURS)
def test_headings_of_the_list_stand_out_from_it_as_its_movements_do(
    chooser: MovementChooser, qapp: QApplication, theme: str
) -> None:
    apply_theme(qapp, theme, "normal")
    try:
        popup = opened(chooser)
        view = chooser.findChild(QListWidget)
        assert isinstance(view, QListWidget)
        view.scrollToTop()
        QApplication.processEvents()
        heading = view.item(0)
        assert heading.text() == "Joint movements"
        assert not heading.flags() & Qt.ItemFlag.ItemIsSelectable
        image = view.viewport().grab(view.visualItemRect(heading)).toImage()
        colours = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
        # The letters in full: their colour is among the pixels, and on the list's ground it is read.
        assert {COLOURS[theme].text, COLOURS[theme].surface} <= colours
        assert contrast(COLOURS[theme].text, COLOURS[theme].surface) >= 4.5
        popup.hide()
    finally:
        qapp.setStyleSheet("")


def contrast(ink: str, paper: str) -> float:
    """As WCAG has it."""

    def luminance(colour: str) -> float:
        levels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [level / 12.92 if level <= 0.04045 else ((level + 0.055) / 1.055) ** 2.4 for level in levels]
        return float(np.dot(linear, (0.2126, 0.7152, 0.0722)))

    light, dark = sorted((luminance(ink), luminance(paper)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


# ------------------------------------------------------------------------------------------------- the strip


@pytest.fixture
def host() -> Iterator[QWidget]:
    widget = QWidget()
    yield widget
    widget.deleteLater()


@pytest.fixture
def strip(host: QWidget) -> CycleStrip:
    # Not a window of its own: the window system might still answer with another size than the one given here.
    strip = CycleStrip(host)
    strip.set_cycle(note("gait").cycle)
    strip.set_form(1)
    strip.resize(1200, strip.sizeHint().height())
    return strip


def picture(strip: CycleStrip, shares: Sequence[tuple[str, float]] = ()) -> npt.NDArray[np.uint8]:
    strip.set_shares(dict(shares))
    image = strip.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    lines = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return lines[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()


def cursors(strip: CycleStrip, shares: Sequence[tuple[str, float]]) -> list[float]:
    """Columns of the full and broken lines over the bars, from left to right."""
    changed = (picture(strip, shares) != picture(strip)).any(-1)[-14:, : strip.width() * 3 // 5].any(0)
    columns = np.flatnonzero(changed)
    # Names in heavy type stand to the left of the bars.
    groups = np.split(columns, np.flatnonzero(np.diff(columns) > 3) + 1)
    return [float(group.mean()) for group in groups if len(group) and group.mean() > 200]


def test_each_hip_has_its_cursor_where_it_is(strip: CycleStrip) -> None:
    (fifth,), (half,) = cursors(strip, [("R", 0.2)]), cursors(strip, [("R", 0.5)])
    (between,) = cursors(strip, [("R", 0.35)])
    assert between == pytest.approx((fifth + half) / 2, abs=1)
    assert cursors(strip, [("R", 0.5), ("L", 0.2)]) == pytest.approx([fifth, half], abs=1)


def test_ticks_stand_under_the_bars_at_the_start_the_half_and_the_end(strip: CycleStrip) -> None:
    (fifth,), (half,) = cursors(strip, [("R", 0.2)]), cursors(strip, [("R", 0.5)])
    whole = (half - fifth) / 0.3
    starts = [half - whole / 2, half, half + whole / 2]
    plain = picture(strip)
    strip.set_form(0)
    strip.resize(1200, strip.sizeHint().height())
    ticked = picture(strip)
    # Above them nothing is another, but for the upper ends of the ticks.
    assert (ticked[: len(plain) - 1] == plain[:-1]).all()
    below = ticked[len(plain) :]
    assert len(below) > 0
    first = np.flatnonzero((below[1] != below[-1, -1]).any(-1))
    groups = np.split(first, np.flatnonzero(np.diff(first) > 3) + 1)
    assert [group.mean() for group in groups] == pytest.approx(starts, abs=1.5)
    # And numbers under the ticks, the last one within the strip.
    inked = (below[5:] != below[-1, -1]).any(-1).any(0)
    for start in starts[:2]:
        assert inked[round(start) - 8 : round(start) + 8].any()
    assert inked[round(starts[2]) - 40 : round(starts[2]) + 1].any()


def test_a_working_muscle_is_told_by_a_letter_and_heavy_type(strip: CycleStrip) -> None:
    row = strip.height() // 5
    working, resting = (picture(strip, [("R", share)]) for share in (0.30, 0.60))
    names = slice(0, 190)
    for i, name in enumerate(("medius", "minimus", "tensor", "maximus"), start=1):
        lines = slice(i * row + 1, (i + 1) * row - 1)
        differs = (working[lines, names] != resting[lines, names]).any()
        assert differs == (name != "maximus"), name


def accent_of(strip: CycleStrip) -> npt.NDArray[np.int_]:
    """The colour of the curves."""
    accent = strip.palette().highlight().color()
    return np.array([accent.red(), accent.green(), accent.blue()])


def in_band(image: npt.NDArray[np.uint8], strip: CycleStrip) -> npt.NDArray[np.bool_]:
    """Where the pale band of the standard deviations is."""
    paper = np.array(image[-1, 0], dtype=float)
    within: npt.NDArray[np.bool_] = np.abs(image - (paper + (accent_of(strip) - paper) * 70 / 255)).max(-1) < 4
    return within


def test_a_narrow_strip_leaves_the_curves_out(strip: CycleStrip) -> None:
    assert in_band(picture(strip), strip).sum() > 500
    strip.resize(500, strip.height())
    assert in_band(picture(strip), strip).sum() < 50


def bands(image: npt.NDArray[np.uint8], strip: CycleStrip) -> list[tuple[int, int]]:
    """First and last column of each band of standard deviations, from left to right."""
    columns = np.flatnonzero(in_band(image, strip).any(0))
    groups = np.split(columns, np.flatnonzero(np.diff(columns) > 8) + 1)
    return [(int(group[0]), int(group[-1])) for group in groups if len(group) > 3]


@pytest.mark.parametrize("width", [1200, 300])
def test_without_muscles_the_curves_have_the_strip_to_themselves(strip: CycleStrip, width: int) -> None:
    cycle = note("gait").cycle
    assert cycle is not None
    high = strip.sizeHint().height()
    strip.set_cycle(replace(cycle, muscles=()))
    assert strip.sizeHint().height() == high
    strip.resize(width, high)
    first, second = bands(picture(strip), strip)
    assert first[0] <= 2
    assert second[1] >= width - 3
    assert first[1] - first[0] == pytest.approx(second[1] - second[0], abs=3)
    # Of two hips each still has its cursor in either curve.
    assert (picture(strip, [("R", 0.5), ("L", 0.2)]) != picture(strip)).any(-1)[-10:].any(0).sum() > 6


def test_what_is_no_cycle_is_drawn_to_its_own_end_and_what_rests_is_drawn_too(strip: CycleStrip) -> None:
    rising = Curve("flexion", (0.0, 0.5, 1.0), (0.0, 10.0, 20.0), (1.0, 1.0, 1.0))
    resting = Curve("internal rotation", (0.0, 0.5, 1.0), (5.0, 5.0, 5.0), ())
    strip.set_cycle(Cycle((), (rising, resting)))
    strip.resize(600, 100)
    image = picture(strip)
    line = np.abs(image.astype(int) - accent_of(strip)).max(-1) < 40
    line[: strip.height() // 5] = False  # the captions
    tops = np.where(line.any(0), line.argmax(0), -1)
    first, last = bands(image, strip)[0]
    rise = tops[first + 4 : last - 4]
    # Up and not down again: at its end the curve is at its highest.
    assert (rise >= 0).all()
    assert (np.diff(rise) <= 0).all()
    (level,) = set(tops[last + 40 : -4].tolist())
    assert level > 0


def test_the_list_opens_above_its_button_within_the_screen(chooser: MovementChooser) -> None:
    chooser.move(QPoint(50, 700))
    popup = opened(chooser)
    screen = popup.screen().availableGeometry()
    assert screen.contains(popup.geometry().topLeft())
    assert popup.geometry().bottom() <= chooser.mapToGlobal(QPoint(0, 0)).y()
