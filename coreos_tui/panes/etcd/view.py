"""The pane of etcd."""

from collections.abc import Callable
from typing import Any, ClassVar, NamedTuple

from textual.app import ComposeResult

from coreos_tui.core import topics
from coreos_tui.core.at_hand import cluster_of
from coreos_tui.core.command import Command
from coreos_tui.core.etcd import Cluster, KeyRef
from coreos_tui.core.selection import Selection
from coreos_tui.core.store import Store
from coreos_tui.panes.etcd import members
from coreos_tui.panes.etcd.commands import COMMANDS
from coreos_tui.panes.etcd.empty import empty_text
from coreos_tui.panes.etcd.templates import TemplatePlace, template_rows
from coreos_tui.panes.etcd.tree import COLUMNS, Place, View, rows_of, wishes_of
from coreos_tui.ui.pane_title import Badge
from coreos_tui.ui.sentence import Sentence
from coreos_tui.ui.table import Table
from coreos_tui.ui.table_pane import FilteredPane

ALL = frozenset({"all"})
_HEADED = 4  # lines from which on a table has a header


class Subject(NamedTuple):
    """What a key acts on: where the cursor stands in which cluster."""

    cluster: Cluster
    place: Place | TemplatePlace | None

    @property
    def ref(self) -> KeyRef | None:
        """The key, where it is one."""
        place = self.place
        if not isinstance(place, Place) or place.kind != "key":
            return None
        return KeyRef(self.cluster.id, place.api, place.raw)


class EtcdPane(FilteredPane[View]):
    """The cluster of the selected host, else the first there is: members, then its keys."""

    TITLE = "etcd"
    COMMANDS: ClassVar[tuple[Command, ...]] = COMMANDS
    KINDS = frozenset(
        {"etcd clusters", "etcd", "etcd level", "etcd observed", "confd", "hosts", "host"}
    )
    DEFAULT_CSS = """
    EtcdPane > .members { max-height: 40%; }
    EtcdPane > .members > .table--blurred { background: $surface; }
    EtcdPane > .keys { height: 1fr; margin-top: 1; }
    """

    PROMPT = "keys that begin with"
    COLUMNS = COLUMNS

    def __init__(self, store: Store) -> None:
        super().__init__(store, View())
        self._members = Table(members.COLUMNS, classes="members")
        self._members.can_focus = False
        self._broken = Sentence()
        self._table.add_class("keys", update=False)
        self._cluster = Cluster("")

    def body(self) -> ComposeResult:
        yield self._members
        yield self._broken
        yield self._table
        yield self._prompt

    # --- what is shown

    def show(self) -> None:
        self._turn_to(cluster_of(self.store, self.selection.host) or Cluster(""))
        cluster = self._cluster
        self._members.display = bool(cluster.members)
        self._members.styles.height = max(_HEADED, len(cluster.members) + 1)
        self._members.show(members.rows_of(cluster))
        self._broken.say("\n".join(members.sentences_of(cluster)))
        self._table.empty = empty_text(self.store, self.selection.host)
        self._table.highlight = self._wish.filter
        files = [] if self._wish.filter else template_rows(self.store, cluster)
        self._table.show([*files, *rows_of(self.store, cluster, self._wish)])
        state = ["/" + self._wish.filter.removeprefix("/")] if self._wish.filter else []
        state += [members.line_of(cluster)] if cluster.members else []
        self.title_line.tell(self.TITLE, state="  ".join(state))

    def _turn_to(self, cluster: Cluster) -> None:
        """Another cluster has other keys; what was open is open where the names are the same."""
        if cluster.id != self._cluster.id:
            self.store.want(topics.levels(self._cluster.id), frozenset())
        self._cluster = cluster
        self._say_wants()

    def _say_wants(self) -> None:
        wishes = wishes_of(self._cluster, self._wish)
        if self._cluster.id:
            self.store.want(topics.levels(self._cluster.id), wishes)

    def badge(self) -> Badge:
        clusters = self.store.value(topics.CLUSTERS) or ()
        down = sum(each.down for cluster in clusters for each in cluster.members)
        return Badge(f"✕{down}", "bad") if down else Badge()

    def come_forward(self) -> None:
        super().come_forward()
        self.store.want(topics.CLUSTERS, ALL)
        if self.is_mounted:
            self._say_wants()

    def give_way(self) -> None:
        super().give_way()
        self.store.want(topics.CLUSTERS, frozenset())
        if self.is_mounted:
            self.store.want(topics.levels(self._cluster.id), frozenset())

    # --- what the keys do

    def on_table_chosen(self, event: Table.Chosen) -> None:
        event.stop()
        place = event.key
        if isinstance(place, Place) and place.kind == "folder" and self._wish.filter:
            self.wish_for(self._wish.led_to(place))
            self._table.move_to(place)
        elif isinstance(place, Place) and place.kind == "folder":
            self.wish_for(self._wish.turned(place))
        elif isinstance(place, Place) and place.kind == "more":
            self.wish_for(self._wish.longer(place))
        else:
            self.action_ask("etcd.inspect")

    def on_table_moved(self, event: Table.Moved) -> None:
        event.stop()
        if event.table is self._table and isinstance(event.key, Place) and event.key.kind == "more":
            self.wish_for(self._wish.longer(event.key))

    def own(self) -> dict[str, Callable[[], object]]:
        return super().own() | {"open": self._open_here, "close": self._close_here}

    @property
    def _place(self) -> Place | TemplatePlace | None:
        key = self._table.cursor_key
        return key if isinstance(key, Place | TemplatePlace) else None

    def _open_here(self) -> None:
        place = self._place
        if isinstance(place, Place) and place.kind == "folder":
            if not self._wish.pages(place.api, place.raw):
                self.wish_for(self._wish.turned(place))
            else:
                self._table.action_down()

    def _close_here(self) -> None:
        """Closes the folder, or goes to the one that this is in."""
        place = self._place
        if not isinstance(place, Place):
            return
        if place.kind == "folder" and self._wish.pages(place.api, place.raw):
            self.wish_for(self._wish.turned(place))
            return
        inside = place.raw if place.kind == "more" else place.raw[:-1]
        holder = inside[: inside.rfind(b"/") + 1]
        self._table.move_to(Place(place.api, holder, "folder"))

    def point(self, selection: Selection) -> None:
        super().point(Selection(selection.host))

    def subject(self, command: Command) -> Any:
        if not self._cluster.id:
            return "There is no etcd here that could be asked."
        subject = Subject(self._cluster, self._place)
        if command.verb in ("delete", "copy") and subject.ref is None:
            return f"There is no key here to {command.title}: folders are only names."
        return subject
