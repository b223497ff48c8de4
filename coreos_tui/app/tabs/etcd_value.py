"""A tab with the value of one key of etcd: live, and what it was before."""

import asyncio
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from coreos_tui.app.tabs.etcd_value_keys import COMMANDS
from coreos_tui.core.command import Command
from coreos_tui.core.errors import HopError, in_words
from coreos_tui.core.etcd import KeyRef, Revision
from coreos_tui.core.etcd_value import kind_of, shown
from coreos_tui.core.now import now
from coreos_tui.core.text import size
from coreos_tui.fleet.etcd.values import EtcdValues
from coreos_tui.fleet.retry import Retry
from coreos_tui.ui.document import Document
from coreos_tui.ui.pane import bindings_of
from coreos_tui.ui.prompt import Searching
from coreos_tui.ui.viewer import Tab


class EtcdValueTab(Tab):
    """Shows what a key becomes as it becomes it; `<` and `>` go through what it was."""

    COMMANDS: ClassVar[tuple[Command, ...]] = COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = bindings_of(COMMANDS)

    def __init__(self, key: str, ref: KeyRef, values: EtcdValues) -> None:
        super().__init__(key, ref.name)
        self._ref, self._values = ref, values
        self._known: list[Revision] = []
        self._at = 0
        self._note = ""
        self._deleted = ""
        self._jobs: list[asyncio.Task[None]] = []
        self._asking = False

    def compose(self) -> ComposeResult:
        self.document = Document()
        yield Searching(self.document)

    def on_mount(self) -> None:
        self._jobs = [asyncio.ensure_future(self._follow())]

    def shut(self) -> None:
        for each in self._jobs:
            each.cancel()

    # --- live

    async def _follow(self) -> None:
        """The value, and then whatever it becomes; starts over where that breaks off."""
        self.tell(mark="◌", state="asking …")
        retry = Retry(first=0.5, most=5.0)

        async def watch() -> None:
            value = await self._values.get(self._ref)
            self._becomes(value)
            after = value.key.mod_revision if value else self._last
            retry.succeeded()
            async for each in self._values.watch(self._ref, after):
                self._becomes(each)

        await retry.serve(watch, lambda error, _: self._broken(error))

    @property
    def _last(self) -> int:
        return self._known[-1].key.mod_revision if self._known else 0

    def _becomes(self, value: Revision | None) -> None:
        if not self.is_attached:
            return
        moment = f"{now().astimezone():%H:%M:%S}"
        if value is None:
            self._deleted = f"deleted {moment}" if self._known else "there is no such key"
            self._say("○")
            return
        if value.key.mod_revision == self._last:
            self._deleted = ""
            self._say("●")
            return
        newest = self._at == len(self._known) - 1
        self._note = f"changed {moment}" if self._known else ""
        self._deleted = ""
        self._known.append(value)
        if newest or len(self._known) == 1:
            self._at = len(self._known) - 1
            self._draw()
        self.bell = bool(self._note) and not self.document.has_focus
        self._say("●")

    def _broken(self, error: HopError) -> None:
        if not self.is_attached:
            return
        if not self._known:
            self.document.show_text(error.sentence)
            self.tell(mark="✕", state="")
        else:
            self.tell(mark="✕", state=f"not live: {error.sentence}")

    # --- what it was

    def action_ask(self, id: str) -> None:  # noqa: A002 - the field's own name
        if id == "value.newer":
            self._step_to(self._at + 1)
        elif self._at > 0:
            self._step_to(self._at - 1)
        elif self._known and not self._asking:
            self._asking = True
            self._jobs = [*self._jobs[:1], asyncio.ensure_future(self._look_back())]

    async def _look_back(self) -> None:
        """Asks for the value before the oldest that is known."""
        try:
            older = await self._values.before(self._ref, self._known[0])
        except Exception as error:
            self._note = in_words(error).said
        else:
            if older is None:
                self._note = "this is its first value"
            else:
                self._known.insert(0, older)
                self._at = 0
                self._note = ""
                self._draw()
        finally:
            self._asking = False
        self._say()

    def _step_to(self, at: int) -> None:
        if at < len(self._known):
            self._at = at
            self._note = ""
            self._draw()
        else:
            self._note = "this is its newest value"
        self._say()

    def _draw(self) -> None:
        value = shown(self._ref.name, self._known[self._at].value)
        if isinstance(value, str):
            self.document.show_text(value)
        else:
            self.document.show_value(value)

    def _say(self, mark: str | None = None) -> None:
        if not self.is_attached:
            return
        parts = [self._deleted] if self._deleted else []
        parts += [self._note] if self._note else []
        if self._known:
            value = self._known[self._at]
            behind = len(self._known) - 1 - self._at
            parts += [f"{behind} newer: >"] if behind else []
            parts.append(f"revision {value.key.mod_revision:,}")
            parts += [f"write {value.key.version:,}"] if value.key.version else []
            parts.append(f"{kind_of(value.value)} {size(len(value.value))}")
        self.tell(mark=mark, state=" · ".join(parts))

    def on_document_changed(self, event: Document.Changed) -> None:
        event.stop()
