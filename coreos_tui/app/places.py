"""Where the keys go: from place to place, into view on small screens, and zoomed."""

from collections.abc import Mapping
from contextlib import ExitStack
from typing import Any

from textual.screen import Screen
from textual.widget import Widget

from coreos_tui.app.layout import ALL, LAID_OUT, classes_for
from coreos_tui.app.typed import Held
from coreos_tui.registry import NUMBERS, VIEWER
from coreos_tui.ui.pane import Pane
from coreos_tui.ui.pane_title import Title
from coreos_tui.ui.viewer import Viewer


class Places:
    """The panes and the viewer of a screen, as places that can have the keys."""

    def __init__(self, screen: Screen[Any], panes: list[Pane], viewer: Viewer, held: Held) -> None:
        self._screen, self._panes, self._viewer, self.held = screen, panes, viewer, held
        self._zoomed: Widget | None = None
        self._deck = [pane for pane in panes if pane.SIDE == "right"]
        self._front = self._deck[0]
        for pane in self._deck[1:]:
            pane.give_way()

    def fit(self) -> None:
        """Shares out the screen anew: its size, its tabs or the zoom have changed."""
        size = self._screen.size
        wanted = classes_for(size.width, size.height)
        for pane in self._panes:
            if pane.TITLE == "Release":
                pane.set_class("-narrow" in wanted and self._zoomed is not pane, "-line")
                pane.show()  # now: how many lines it has decides how all is laid out
        fitting = {each: each in wanted for each in ALL}
        self._put_on({**fitting, "-tabs": bool(self._viewer.tabs)})

    def _put_on(self, classes: Mapping[str, bool]) -> None:
        """Classes of the screen. Everything in it would be styled anew for each of them, most of it
        for nothing: only what the layout speaks of is, once."""
        if any(self._screen.has_class(name) is not on for name, on in classes.items()):
            self._screen.update_classes(classes, update=False)
            self._screen.app.stylesheet.update_nodes(self._screen.query(LAID_OUT))

    @property
    def all(self) -> list[Widget]:
        """In the order of `tab`. A ladder of one line has no keys."""
        if self._zoomed is not None:
            return [self._zoomed]
        places: list[Widget] = [
            each for each in self._panes if not each.has_class("-line") and not each.behind
        ]
        return [*places, self._viewer] if self._viewer.tabs else places

    @property
    def here(self) -> Widget | None:
        """The place that has the keys, else the first."""
        focused = self._screen.focused
        chain = focused.ancestors_with_self if focused else []
        places = self.all
        return next((each for each in places if each in chain), places[0] if places else None)

    def enter_first(self) -> None:
        """To the containers, where one starts, or what stands in their place."""
        self.enter(self._front)

    def step(self, by: int) -> None:
        """To the next or previous place."""
        places, here = self.all, self.here
        if here is not None:
            self.enter(places[(places.index(here) + by) % len(places)])

    def go_to(self, number: int) -> None:
        """To a pane, or the viewer, by its number."""
        self.unzoom()
        if number != VIEWER:
            self.enter(next(each for each in self._panes if NUMBERS[type(each)] == number))
        elif self._viewer.shown is not None:
            self.enter(self._viewer)

    def enter_titled(self, title: str) -> None:
        """To a pane by its title."""
        self.unzoom()
        self.enter(next(each for each in self._panes if title == each.TITLE))

    def reveal(self, title: str, key: Any) -> None:
        """To a row of a pane."""
        self.enter_titled(title)
        next(each for each in self._panes if title == each.TITLE).reveal(key)

    def _bring_forward(self, pane: Pane) -> None:
        """Of the panes at the right one is to be seen."""
        if pane is not self._front:
            self._front.give_way()
            self._front = pane
            pane.come_forward()
        self.tell_titles()

    def tell_titles(self) -> None:
        """Every pane is found by its number; those behind say by a badge that they matter."""
        for pane in self._panes:
            if pane.SIDE == "left":
                pane.title_line.stand_among([_title(pane)])
        self._front.title_line.stand_among([_title(pane) for pane in self._deck])

    def turn_tab(self, by: int) -> None:
        """Shows the next or previous tab; the keys stay where they are, or go on into it."""
        inside = self.here is self._viewer
        self._viewer.step(by)
        if inside and self._viewer.shown is not None:
            self._viewer.shown.focus_body()

    def enter(self, place: Widget) -> None:
        """Gives the keys to a place, which comes into view for that."""
        if place in self._deck:
            self._bring_forward(place)
        self.bring_into_view(place)
        if is_seen(place):
            self._enter_now(place)
            return
        holding = ExitStack()
        holding.enter_context(self.held())

        def enter() -> None:
            with holding:
                self._enter_now(place)

        self._screen.call_after_refresh(enter)

    def bring_into_view(self, place: Widget) -> None:
        """On a small screen only the place that has the keys has room."""
        left = isinstance(place, Pane) and place.SIDE == "left"
        self._put_on(
            {
                "-in-viewer": place is self._viewer,
                "-in-left": left,
                "-alone": self._front.WHOLE and not left,
            }
        )

    def _enter_now(self, place: Widget) -> None:
        if place is self._viewer and self._viewer.shown is not None:
            self._viewer.shown.focus_body()
            return
        for widget in place.query("*"):
            if widget.can_focus and is_seen(widget):
                widget.focus()
                return

    def zoom(self) -> None:
        """The whole screen to the place that has the keys, or back."""
        if self._zoomed is not None:
            self.unzoom()
            return
        place = self._zoomed = self.here
        left = isinstance(place, Pane) and place.SIDE == "left"
        for each in (*self._panes, self._viewer):
            each.set_class(each is not place, "-hidden", update=False)
        self._put_on({"-zoomed": True, "-zoom-left": left})
        self.fit()

    def unzoom(self) -> bool:
        """Takes the zoom back; whether there was one."""
        if self._zoomed is None:
            return False
        self._zoomed = None
        for each in (*self._panes, self._viewer):
            each.remove_class("-hidden", update=False)
        self._put_on({"-zoomed": False, "-zoom-left": False})
        self.fit()
        return True

    def back(self) -> None:
        """One step back: out of the zoom, out of a filter, to what is in front, to the first."""
        if self.unzoom():
            return
        here = self.here
        clear = getattr(here, "clear", None)
        if clear is not None and clear():
            return
        self.enter(self._deck[0] if here is self._front else self._front)


def _title(pane: Pane) -> Title:
    return Title(NUMBERS[type(pane)], pane.TITLE, pane.badge(), not pane.behind)


def is_seen(widget: Widget) -> bool:
    """Whether it and all that holds it is displayed."""
    return all(each.display for each in widget.ancestors_with_self if isinstance(each, Widget))
