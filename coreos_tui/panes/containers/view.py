"""The pane of containers."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, ClassVar

from textual.app import ComposeResult

from coreos_tui.core import topics
from coreos_tui.core.command import Command
from coreos_tui.core.engine import Ref
from coreos_tui.core.selection import Selection
from coreos_tui.core.store import Store, Topic
from coreos_tui.core.text import count
from coreos_tui.panes.containers.commands import COMMANDS
from coreos_tui.panes.containers.empty import empty_text
from coreos_tui.panes.containers.model import Entry, Wish, chosen, entries_of
from coreos_tui.panes.containers.rows import COLUMNS, Rows
from coreos_tui.ui.pane import Pointed
from coreos_tui.ui.sentence import Sentence
from coreos_tui.ui.table import Table
from coreos_tui.ui.table_pane import SortedPane


class ContainersPane(SortedPane[Wish]):
    """Every container of the selected host, from all of its engines."""

    TITLE = "Containers"
    COMMANDS: ClassVar[tuple[Command, ...]] = COMMANDS
    KINDS = frozenset({"engines", "engine", "containers", "usage", "releases", "host", "machines"})

    COLUMNS = COLUMNS
    SORTS: ClassVar = {"glyph": "state"}

    def __init__(self, store: Store) -> None:
        super().__init__(store, Wish())
        self._broken = Sentence()
        self._entries: dict[Ref, Entry] = {}
        self._rows = Rows()
        self._asked: frozenset[Topic[Any]] = frozenset()

    def body(self) -> ComposeResult:
        yield self._broken
        yield self._table
        yield self._prompt

    def show(self) -> None:
        host = self.selection.host
        entries = entries_of(self.store, host)
        shown = chosen(entries, self._wish)
        self._entries = {each.ref: each for each in entries}
        self.show_rows(self._rows.of(shown), empty_text(self.store, host, bool(entries)))
        self.title_line.tell(self.TITLE, host, self._counted(len(entries), len(shown)))
        self._show_broken(host)
        self._point_at_cursor()
        self._want_usage()

    def _counted(self, there: int, shown: int) -> str:
        parts = [f"/{self._wish.filter}"] if self._wish.filter else []
        if not self._wish.all:
            parts.append("running only")
        if marked := len(self._table.marked):
            parts.append(f"{marked} marked")
        if shown != there:
            parts.append(f"{shown} of {there}")
        elif there and not marked:  # 0 may be none, or none that one could ask for
            parts.append(count(there, "container"))
        return "  ".join(parts)

    def _show_broken(self, host: str) -> None:
        sentences = []
        for engine in self.store.value(topics.engines(host)) or ():
            reading = self.store.get(topics.engine(host, engine))
            if reading.error is None:
                continue
            listed = self.store.get(topics.containers(host, engine))
            said = reading.error.sentence
            if listed.value and listed.at:
                said = f"{said} Its rows are of {listed.at.astimezone():%H:%M:%S}."
            if said not in sentences:
                sentences.append(said)
        # Where there are no rows the sentence stands in their place already.
        self._broken.say("\n".join(sentences) if self._entries else "")

    def _point_at_cursor(self) -> None:
        ref = self._table.cursor_key
        selection = Selection(self.selection.host)
        if isinstance(ref, Ref) and ref in self._entries:
            each = self._entries[ref].container
            selection = Selection(ref.host, ref, each.image_id or each.image)
        if selection != self.selection:
            self.selection = selection
            self.post_message(Pointed(selection))

    def point(self, selection: Selection) -> None:
        if selection.host != self.selection.host:
            self.selection = Selection(selection.host)
            self._table.marked = frozenset()
            self.show()

    def on_table_moved(self, event: Table.Moved) -> None:
        event.stop()
        self._point_at_cursor()

    def on_table_chosen(self, event: Table.Chosen) -> None:
        event.stop()
        self.action_ask("containers.logs")

    def on_table_view_changed(self, event: Table.ViewChanged) -> None:
        event.stop()
        self._want_usage()

    def _want_usage(self) -> None:
        """Of what runs and is in view; of nothing where another pane or host is."""
        wanted: dict[Topic[Any], set[str]] = {topic: set() for topic in self._asked}
        for ref in () if self.behind else self._table.keys_in_view:
            if isinstance(ref, Ref) and ref in self._entries:
                topic = topics.usage(ref.host, ref.engine)
                ids = wanted.setdefault(topic, set())
                if self._entries[ref].container.state == "running":
                    ids.add(ref.id)
        for topic, ids in wanted.items():
            self.store.want(topic, frozenset(ids))
        self._asked = frozenset(wanted)

    def give_way(self) -> None:
        super().give_way()
        if self.is_mounted:
            self._want_usage()

    def reveal(self, key: Ref) -> None:
        self.wish_for(replace(self._wish, filter="", all=True))
        self._table.move_to(key)

    def own(self) -> dict[str, Callable[[], object]]:
        return super().own() | {"all": self._toggle_all}

    def _toggle_all(self) -> None:
        self.wish_for(replace(self._wish, all=not self._wish.all))

    def subject(self, command: Command) -> Any:
        """The marked containers where the command takes many, else the one at the cursor."""
        ref = self._table.cursor_key
        marked = tuple(each for each in self._entries if each in self._table.marked)
        if (command.alters or command.verb == "logs") and marked:
            return tuple(self._entries[each] for each in marked)
        if isinstance(ref, Ref) and ref in self._entries:
            found = self._entries[ref]
            return self._project_of(found) if command.verb == "project" else (found,)
        if command.verb == "start":
            return self.selection.host
        return "There is no container here to do that to."

    def _project_of(self, entry: Entry) -> Any:
        project = entry.container.project
        if not project:
            return f"{entry.ref.name} is of no project; mark several with space and press l."
        return tuple(
            each
            for each in self._entries.values()
            if each.container.project == project and each.ref.engine == entry.ref.engine
        )
