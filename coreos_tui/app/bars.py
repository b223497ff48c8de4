"""The top line, which says what a key will act on, and the bottom line, which says the keys."""

from typing import Any

from textual.content import Content
from textual.widget import Widget

from coreos_tui.core import topics
from coreos_tui.core.command import Command, key_text
from coreos_tui.core.machine import Power
from coreos_tui.core.now import now
from coreos_tui.core.selection import Selection
from coreos_tui.core.store import Store, Topic
from coreos_tui.core.text import count

# Seconds by which the counts of a line may be later than the row that changed them.
AFTER_ROWS = 0.1
_DIM = "$foreground 60%"


class TopBar(Widget):
    """`coreos-tui  core-01 › docker 26.1 › web          2 machines · 14 up · 1 failed  20:14`."""

    DEFAULT_CSS = "TopBar { height: 1; background: $primary 20%; color: $text; }"

    KINDS = frozenset({"machines", "containers", "engine"})

    def __init__(self, store: Store, read_only: bool, demo: bool = False) -> None:
        super().__init__(id="top-bar")
        self._store = store
        self._marks = ["DEMO"] * demo + ["READ-ONLY"] * read_only
        self._selection = Selection("")
        self._filming = False
        self._looking = False
        self._said: tuple[list[Content], str] = ([], "")

    def on_mount(self) -> None:
        self._leave = self._store.watch(self._heard)
        self.set_interval(20, self.refresh)

    def on_unmount(self) -> None:
        self._leave()

    def _heard(self, changed: frozenset[Topic[Any]]) -> None:
        if not self._looking and any(topic.kind in self.KINDS for topic in changed):
            self._looking = True
            self.set_timer(AFTER_ROWS, self._look)

    def _look(self) -> None:
        """A frame of its own: what changed at once in two places is painted with all between."""
        self._looking = False
        said = (self._counts(), self._crumbs().plain)
        if said != self._said:
            self._said = said
            self.refresh()

    def point(self, selection: Selection) -> None:
        """The selection changed."""
        self._selection = selection
        self.refresh()

    def record(self, filming: bool) -> None:
        """A recording runs, or has ended."""
        self._filming = filming
        self.refresh()

    def render(self) -> Content:
        width = self.size.width
        clock = f"{now().astimezone():%H:%M}"
        left = Content.assemble(" ", ("coreos-tui", "bold $text-accent"), "  ", self._crumbs())
        marks = Content.assemble(*((f" {mark} ", "bold $text-warning") for mark in self._marks))
        left = Content.assemble(left, " ", marks)
        counts = self._counts()
        while True:
            right = Content.assemble(
                Content.styled(" · ", _DIM).join(counts),
                (f"{'  ' if counts else ''}{clock} ", _DIM),
            )
            if not counts or left.cell_length + right.cell_length + 1 <= width:
                break
            counts.pop(0)
        if left.cell_length + right.cell_length + 1 > width:
            # What is not real is said however narrow it is.
            mark = ("DEMO ", "bold $text-warning") if "DEMO" in self._marks else ""
            left = Content.assemble(" ", mark, self._crumbs())
        if self._filming:
            right = Content.assemble(("● REC", "bold $text-error"), "  ", right)
        room = max(1, width - right.cell_length - 1)
        left = left.truncate(room, ellipsis=True)
        gap = max(0, width - left.cell_length - right.cell_length)
        return Content.assemble(left, " " * gap, right).truncate(max(1, width))

    def _crumbs(self) -> Content:
        parts = [self._selection.host or "…"]
        ref = self._selection.container
        if ref is not None:
            facts = self._store.value(topics.engine(ref.host, ref.engine))
            parts += [facts.title if facts else ref.engine, ref.name]
        crumbs = Content(" › ".join(parts[:-1]) + (" › " if len(parts) > 1 else ""))
        return Content.assemble(crumbs, (parts[-1], "bold"))

    def _counts(self) -> list[Content]:
        """What gives way first is first."""
        machines = self._store.value(topics.MACHINES) or ()
        listed = [
            each
            for topic in self._store.topics("containers")
            for each in self._store.value(topic) or ()
        ]
        up = sum(each.running for each in listed)
        bad = sum(each.bad for each in listed)
        running = sum(each.power is Power.RUNNING for each in machines)
        parts = [(f"{running}/{count(len(machines), 'machine')}", _DIM)] if machines else []
        parts += [(f"{up} up", _DIM)] if listed else []
        parts += [(f"{bad} bad", "$text-error")] if bad else []
        return [Content.styled(*part) for part in parts]


class KeyBar(Widget):
    """The keys worth knowing where the focus is, as many as there is room for."""

    DEFAULT_CSS = "KeyBar { height: 1; background: $panel; color: $text-muted; }"
    ALWAYS = (("tab", "next"), (":", "command"), ("?", "help"), ("q", "quit"))

    def __init__(self, demo: bool = False) -> None:
        super().__init__(id="key-bar")
        self._demo = demo
        self._keys: tuple[tuple[str, str], ...] = ()
        self._only: str = ""

    def tell(self, commands: tuple[Command, ...], keymap: dict[str, str], only: str = "") -> None:
        """Commands of what has the focus; `only` replaces all keys (inside a terminal).

        Those of the footer come first, others where there is room.
        """
        others = [c for c in commands if not (c.footer or c.moves)]
        shown = [*(c for c in commands if c.footer), *others]
        self._keys = tuple((keymap.get(c.id, c.keys).split(",")[0], c.title.lower()) for c in shown)
        self._only = only
        self.refresh()

    def render(self) -> Content:
        if self._only:
            return Content.assemble(self._mark(), " ", (self._only, "$text"))
        tail = Content.assemble(*self._drawn(self.ALWAYS))
        line = self._mark() + " "
        for key in self._keys:
            part = Content.assemble(*self._drawn(((key_text(key[0]), key[1]),)))
            if line.cell_length + part.cell_length + tail.cell_length > self.size.width:
                break
            line = line + part
        return Content.assemble(line, tail).truncate(max(1, self.size.width))

    def _mark(self) -> Content:
        """What is not real is said here where the top line has no room."""
        told = self._demo and self.screen.has_class("-tiny")
        return Content.styled(" DEMO", "bold $text-warning") if told else Content()

    def _drawn(self, keys: tuple[tuple[str, str], ...]) -> list[tuple[str, str] | str]:
        drawn: list[tuple[str, str] | str] = []
        for key, title in keys:
            drawn += [(key, "bold $text-accent"), f" {title}  "]
        return drawn
