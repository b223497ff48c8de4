"""Opens viewer tabs for what was asked: logs, shells, inspections, Vagrant's output."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from rich.cells import cell_len

from coreos_tui.app.shells import Offers, Shells
from coreos_tui.app.tabs.compare import CompareTab
from coreos_tui.app.tabs.inspect import Ask, InspectTab
from coreos_tui.app.tabs.line import LineTab, json_in
from coreos_tui.app.tabs.logs import LogsTab
from coreos_tui.app.tabs.vagrant import VagrantTab
from coreos_tui.app.typed import Held
from coreos_tui.core import topics
from coreos_tui.core.engine import Ref
from coreos_tui.core.log import Line, LogSource
from coreos_tui.core.machine import Host
from coreos_tui.fleet.fleet import Fleet
from coreos_tui.fleet.logs import ContainerLog
from coreos_tui.panes.release.ladder import Comparison
from coreos_tui.transport.vagrant import VagrantRun, Verb
from coreos_tui.ui.viewer import Tab, Viewer

_NO_RELEASE = "It has neither an os-release nor an lsb-release."


class Opening:
    """Opens a tab, or brings it to the front where it is open already."""

    def __init__(self, viewer: Viewer, fleet: Fleet, log_lines: int, held: Held) -> None:
        self._viewer, self._fleet, self._log_lines = viewer, fleet, log_lines
        self._held = held
        self.shells = Shells(fleet, self.open, self._offers)

    def _offers(self, ref: Ref) -> Offers:
        return {"inspect": lambda: self.inspect(ref), "release": lambda: self.release(ref)}

    async def open(self, tab: Tab) -> None:
        """Opens any tab, or brings the one of its key to the front."""
        open_already = self._viewer.find(tab.key)
        if open_already is not None:
            self._viewer.show_tab(open_already)
            open_already.focus_body()
        else:
            with self._held():
                await self._viewer.open(tab)

    async def log(self, key: str, title: str, sources: Sequence[LogSource]) -> None:
        """One log, or several merged by time."""
        await self.open(LogsTab(f"logs {key}", f"logs {title}", sources, self._log_lines))

    async def logs(self, refs: Sequence[Ref], title: str = "") -> None:
        """The logs of containers."""
        engine = self._fleet.engine
        sources = [ContainerLog(ref, partial(engine, ref.host, ref.engine)) for ref in refs]
        more = f" +{len(refs) - 1}" if len(refs) > 1 else ""
        key = " ".join(f"{ref.host} {ref.engine} {ref.id}" for ref in sorted(refs))
        await self.log(key, title or f"{refs[0].name}{more}", sources)

    async def inspect(self, ref: Ref) -> None:
        """The engine's JSON about one container."""

        async def ask() -> Any:
            return await self._fleet.engine(ref.host, ref.engine).inspect(ref.id)

        key = f"inspect {ref.host} {ref.engine} {ref.id}"
        await self.open(InspectTab(key, f"inspect {ref.name}", ask))

    async def release(self, ref: Ref) -> None:
        """The release files of a container, read by the engine: it needs no shell for that."""

        async def ask() -> Any:
            release = await self._fleet.engine(ref.host, ref.engine).release(ref.id)
            files = {
                "os-release": dict(release.os_release),
                "lsb-release": dict(release.lsb_release),
            }
            return {name: lines for name, lines in files.items() if lines} or _NO_RELEASE

        await self.open(InspectTab(f"release {ref.id}", f"release {ref.name}", ask))

    async def line(self, line: Line) -> None:
        """One line of a log, whole: as a tree where it holds JSON."""
        found = json_in(line.text)
        if found is not None:
            await self.known("line", "log line", found)
        else:
            self._viewer_drop("line")
            await self.open(LineTab("line", line))

    async def known(self, key: str, title: str, value: Any) -> None:
        """A value that is at hand already."""

        async def ask() -> Any:
            return value

        await self.asked(key, title, ask)

    @property
    def log_lines(self) -> int:
        """How many lines a log keeps."""
        return self._log_lines

    def forget(self, tab: Tab) -> None:
        """Another comes in its place."""
        self._viewer_drop(tab.key)

    async def asked(self, key: str, title: str, ask: Ask) -> None:
        """A value or text that is asked for, anew each time."""
        self._viewer_drop(key)
        await self.open(InspectTab(key, title, ask))

    async def processes(self, ref: Ref) -> None:
        """What runs in a container, as the engine's `top` lists it."""

        async def ask() -> Any:
            found = await self._fleet.engine(ref.host, ref.engine).top(ref.id)
            return aligned((found.titles, *found.rows))

        self._viewer_drop(f"top {ref.id}")
        await self.open(InspectTab(f"top {ref.id}", f"processes {ref.name}", ask))

    def _viewer_drop(self, key: str) -> None:
        """A question asked again gets a fresh answer."""
        old = self._viewer.find(key)
        if old is not None:
            self._viewer.run_worker(self._viewer.close(old), exit_on_error=False)
            old.key = ""

    async def host_facts(self, host: Host) -> None:
        """All that a host says of itself."""
        facts = self._fleet.store.value(topics.host(host.name))

        async def ask() -> Any:
            if facts is None:
                self._fleet.link(host.name)
                return {}
            return {
                "hostname": facts.hostname,
                "user": facts.user,
                "kernel": facts.kernel,
                "architecture": facts.architecture,
                "booted": facts.booted.isoformat() if facts.booted else None,
                "os-release": dict(facts.release.os_release),
                "lsb-release": dict(facts.release.lsb_release),
                "engines": [*(self._fleet.store.value(topics.engines(host.name)) or ())],
            }

        self._viewer_drop(f"host {host.name}")
        await self.open(InspectTab(f"host {host.name}", f"host {host.name}", ask))

    async def vagrant(self, verb: Verb, machine: str) -> None:
        """One Vagrant command on one machine."""
        key = f"vagrant {machine}"
        old = self._viewer.find(key)
        if isinstance(old, VagrantTab) and not old.running:
            self._viewer_drop(key)

        def start() -> VagrantRun:
            return self._fleet.run_vagrant(verb, machine)

        await self.open(
            VagrantTab(key, f"vagrant {verb} {machine}", start, self._fleet.wake_vagrant)
        )

    async def compare(self, comparison: Comparison) -> None:
        """The release lines of all layers side by side."""
        key = "compare " + " ".join(comparison.names)
        self._viewer_drop(key)
        await self.open(CompareTab(key, comparison))


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """Rows of words as a table of text; the last column is as long as it is."""
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=False)][:-1]
    lines = (
        [word + " " * (width - cell_len(word)) for word, width in zip(row, widths, strict=False)]
        + list(row[len(widths) :])
        for row in rows
    )
    return "\n".join("  ".join(line) for line in lines)
