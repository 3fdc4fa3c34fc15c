"""Lets footprints and muscles follow the edited atlas, while a person goes on working."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QElapsedTimer, QObject, Signal, Slot

from glutview.atlas.atlas import Atlas
from glutview.atlas.load import load_atlas
from glutview.atlas.sides import Side
from glutview.paths import assets_dir
from glutview.scene.following import Followed, Following, Work
from glutview.state.points import PointKey, shaped_by
from glutview.ui.latest import Latest
from glutview.ui.mode import Desk


class Follower(QObject):
    """Footprints and the ends of muscles follow first, in a fraction of a second, then the muscles' bellies."""

    followed = Signal()
    """Something new is drawn."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._following = Following(_built_for(desk.anatomy.atlas), desk.anatomy.rest)
        self._wanted = self._shown = desk.anatomy.atlas
        self._near: Side = "r"
        self._stale: dict[str, None] = {}
        """Muscles that do not look yet as the atlas says."""
        self._bare: dict[str, None] = {}
        """Structures whose footprints do not."""
        self._at_once = Latest(self)
        self._later = Latest(self)
        self._warming = Latest(self)
        self._at_once.done.connect(self._take)
        self._later.done.connect(self._take_grown)
        self._later.progress.connect(self._tell_progress)
        for work in (self._at_once, self._later, self._warming):
            work.failed.connect(self._tell_failure)
        self._since = QElapsedTimer()
        self.seconds: tuple[float, float] = (0.0, 0.0)
        """How long footprints, and then muscles, took to follow the last edit, on the side of the edit."""
        # A working copy may state other attachments than those for which the shipped muscles were built.
        self._stale.update(dict.fromkeys(self._following.regrowth.edited(self._shown)))
        if self._stale:
            self._grow()

    @property
    def busy(self) -> bool:
        """Whether something does not yet look as the atlas says."""
        return self._at_once.busy or self._later.busy

    @property
    def warming(self) -> bool:
        """Whether what the first edit needs is still being made."""
        return self._warming.busy

    def prepare(self, key: PointKey) -> None:
        """A point was picked up: make what its first move would else wait for."""
        self._warming.start(partial(self._following.warm, self._shown, shaped_by(self._shown, key)))

    def follow(self, atlas: Atlas, side: Side) -> None:
        """Draw what this atlas says, as soon as may be: first what is on the side where a person works."""
        self._wanted = atlas
        work = Work(self._shown, atlas)
        if not work.attachments:
            self._at_once.cancel()
            self._shown = atlas
            self._desk.take(self._desk.anatomy.changed(atlas, {}))
            return
        self._since.start()
        self._later.cancel()
        sides = {atlas.attachments[id].side for id in work.attachments}
        self._near = side if side in sides else min(sides)
        self._at_once.start(partial(self._following.at_once, work, self._near))

    def cancel(self) -> None:
        """Leave the muscles as they are drawn now."""
        if self._later.busy:
            self._later.cancel()
        self._desk.window.status.set_progress("")

    def release(self) -> None:
        """The atlas is closed: let the threads end."""
        self._at_once.wait()
        self._later.wait()
        self._warming.wait()
        self._desk.window.status.set_progress("")

    @Slot(object)
    def _take(self, followed: Followed) -> None:
        self._show(followed, followed.atlas)
        work = Work(self._shown, followed.atlas)
        self._bare.update(dict.fromkeys(work.bones(work.attachments)))
        for bone in followed.fields:
            del self._bare[bone]
        self._stale.update(dict.fromkeys(work.muscles))
        self._shown = followed.atlas
        self.seconds = (self._since.elapsed() / 1000, 0.0)
        self._grow()

    @Slot(object)
    def _take_grown(self, followed: Followed) -> None:
        # Names may have changed while it grew.
        self._show(followed, self._shown)
        for muscle in followed.meshes:
            self._stale.pop(muscle, None)
        for bone in followed.fields:
            self._bare.pop(bone, None)
        if not self.seconds[1]:
            self.seconds = (self.seconds[0], self._since.elapsed() / 1000)
        if self._stale or self._bare:
            self._grow()
            return
        status = self._desk.window.status
        status.set_progress("")
        if self._following.regrowth.edited(followed.atlas):
            status.set_hover("Edited muscles move as the built ones do, until they are built anew")

    def _show(self, followed: Followed, atlas: Atlas) -> None:
        desk = self._desk
        anatomy = desk.anatomy.changed(atlas, followed.meshes)
        desk.stage.scene.take(anatomy, followed.fields)
        desk.take(anatomy)
        desk.stage.request_frame()
        self.followed.emit()

    def _grow(self) -> None:
        """First what is on the side where a person works, then all the rest."""
        structures = self._shown.structures
        near = tuple(muscle for muscle in self._stale if structures[muscle].side == self._near)
        bones, muscles = ((), near) if near else (tuple(self._bare), tuple(self._stale))
        self._later.start(partial(self._following.later, self._shown, bones, muscles))

    @Slot(float)
    def _tell_progress(self, share: float) -> None:
        names = dict.fromkeys(self._desk.anatomy.atlas.structures[id].name.lower() for id in self._stale)
        self._desk.window.status.set_progress(f"Growing {', '.join(names)}…", share)

    @Slot(object)
    def _tell_failure(self, error: BaseException) -> None:
        self._desk.window.status.set_progress("")
        self._desk.report("The muscle could not follow", error)


def _built_for(atlas: Atlas) -> Atlas:
    """The atlas for which the muscles' meshes were built: the shipped one, if they are the shipped meshes."""
    shipped = load_atlas()
    alike = all(
        muscle in shipped.fibre_templates
        and atlas.mesh_file(muscle).is_relative_to(assets_dir())
        for muscle in atlas.fibre_templates
    )
    return shipped if alike else atlas
